/* A sentence and what it renders: what all checks against a given source share. */
#ifndef CALCO_CHECK_PAIR_H
#define CALCO_CHECK_PAIR_H

#include "align/account.h"
#include "check/look.h"

#include <math.h>

/* How a whole text translates (calco_run.freedom): word for word nearly, less closely, in its own words. */
typedef enum { CALCO_CLOSE, CALCO_LOOSE, CALCO_FREE } calco_manner;
static inline calco_manner calco_manner_of(const calco_run *run)
{
    return run->freedom > 0.18 ? CALCO_FREE : run->freedom > 0.14 ? CALCO_LOOSE : CALCO_CLOSE;
}

/* A bead of the alignment with its word links. Words are indexes into `links`. */
typedef struct calco_paired {
    size_t        sentence;        /* the first of the target's */
    calco_stretch source, target;
    calco_links   links;
    calco_account *account;
    float         covered;         /* share of the content words of both sides that the other side accounts for */
} calco_paired;

/* Look at the whole of a text and its source once, before the first sentence: how freely does it translate? */
void calco_pair_begin(calco_run *run);
/* After the last: give back what that look has left. */
void calco_pair_done(calco_run *run);

/* The bead that begins with a target sentence, computed once; NULL where there is no source, none of it stands against
 * the sentence, an earlier sentence of the bead has it, or it is too long to be a sentence. Lives until the next sentence. */
const calco_paired *calco_pair_at(calco_run *run, size_t sentence);

/* A hit over target tokens first..last (indexes in the document) that quotes the source tokens from..to of `p`'s document. */
calco_hit *calco_pair_hit(calco_run *run, const calco_rule_info *rule, const calco_paired *p, size_t first, size_t last,
                          const calco_token *from, const calco_token *to);
/* Say which bytes of the source a hit is about. */
void calco_hit_quote(calco_run *run, calco_hit *hit, size_t source_start, size_t source_end);
/* The sentence that holds target token `token`, from `sentence` on. */
size_t calco_sentence_with(const calco_doc *doc, size_t sentence, size_t token);
/* Where what source token `t` renders should stand: the target tokens around the gap (indexes in the document). */
void calco_pair_gap(const calco_paired *p, const calco_token *t, size_t *first, size_t *last);
/* Message with "%text%" and "%source%" of the hit in their places. */
void calco_pair_say(calco_run *run, calco_hit *hit, const char *message);

/* Does a word of the text mean about the same as a usual translation of a source word: equal or one step off,
 * not only by its part of speech? */
bool calco_pair_close(const calco_run *run, const calco_token *source, const calco_token *t);

/* A word that carries meaning: not in the list `function` of its language. */
static inline bool calco_is_content(const calco_lang *lang, const calco_token *t)
{
    return t->kind == TOKEN_WORD ? !calco_token_listed(lang, "function", t) : t->kind == TOKEN_NUMBER;
}
/* Likely translations of a source word as it stands, else of its lemma, the most probable first; returns how many. */
size_t calco_pair_translations(const calco_run *run, const calco_token *source, calco_translation *out, size_t max);
/* The lemma of a form of the target language; itself where it is unknown. */
str calco_pair_lemma(const calco_run *run, str form);
/* How far apart word i of the source and word j of the target stand: 0..1 of their sentences. */
static inline double calco_pair_apart(const calco_links *l, size_t i, size_t j)
{
    return fabs(((double)i + 0.5) / (double)l->n_source - ((double)j + 0.5) / (double)l->n_target);
}
static inline size_t calco_token_index(const calco_stretch *s, const calco_token *t) { return (size_t)(t - s->doc->tokens.p); }

#endif
