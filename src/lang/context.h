/* Tags in context for languages without a tagger: which tag follows which (part "XX.context"). */
#ifndef CALCO_LANG_CONTEXT_H
#define CALCO_LANG_CONTEXT_H

#include "lang/morph.h"

/* The part: u32 version, tags; then in hundredths of ln, i16: how much likelier a tag is than elsewhere at the start of
 * a sentence, start[tags]; after another tag, after[tags][tags]; and ln P(tag) of unknown words, unknown[tags], 0:
 * never. */
#define CALCO_CONTEXT_VERSION 1u
#define CALCO_CONTEXT_RARE (-300) /* for what context.tsv does not have */

enum { CALCO_CANDIDATES = 24 };
typedef struct {
    uint8_t tag;
    int32_t score; /* hundredths of ln of a quantity in proportion to P(tag | word) */
} calco_candidate;

/* What a token may be, by the lexicon, else by its kind and its looks. `unknown` as in the part. Returns their number,
 * at most CALCO_CANDIDATES. */
size_t calco_candidates(const calco_lang *lang, const int16_t *unknown, const calco_token *token, bool first,
                        calco_candidate *out);

uint32_t calco_context_tags(const struct calco_context *c);
/* Set the tags of n tokens of one sentence: the most probable sequence (Viterbi). */
void calco_context_run(const struct calco_context *c, const calco_lang *lang, calco_arena *scratch, calco_token *tokens,
                       size_t n);

#endif
