/* The likely source of an English sentence: a noisy-channel decode over the bilingual lexicon. */
#ifndef CALCO_ALIGN_INFER_H
#define CALCO_ALIGN_INFER_H

#include "lang/lang.h"

/* The bilingual lexicon of a pair (part "XX-YY.lexicon"): target word or phrase -> source words with
 * log10 P(source | target) and the other way round. */
typedef struct calco_lexicon calco_lexicon;
typedef struct { str source; float logp; /* log10 P(source | target) */ float logp_back; } calco_translation;
calco_lexicon *calco_lexicon_open(calco_pack *pack, const char *pair, calco_arena *a, calco_err *err);
/* Translations of a folded target form (or lemma), most probable first; points into the pack. "-": it renders nothing. */
size_t calco_lexicon_sources(const calco_lexicon *x, str target, calco_translation *out, size_t max);
/* Translations of a folded source form or lemma into the target language. */
size_t calco_lexicon_targets(const calco_lexicon *x, str source, calco_translation *out, size_t max);

/* Tell the lexicon which languages it stands between: calco_infer needs it. Memory from `a`. */
void calco_lexicon_languages(calco_lexicon *x, const calco_lang *source, const calco_lang *target, calco_arena *a);

typedef struct {
    str      text;          /* source words this piece renders: a view of calco_inferred.text */
    uint32_t first, n;      /* target tokens of the sentence, from 0 */
    float    confidence;    /* 0..1 */
} calco_inferred_piece;

typedef struct {
    str    text;            /* the source sentence, written properly (elisions, capitals, punctuation) */
    float  confidence;      /* 0..1; below 0.5 callers say that they are not sure */
    VEC(calco_inferred_piece) pieces; /* in source order */
} calco_inferred;

/* Reconstruct the source of one sentence. Memory from `a`. Empty, with confidence 0, where the lexicon was not told its
 * languages or the source language has no n-gram model. */
calco_inferred calco_infer(const calco_lexicon *x, const calco_lang *source, const calco_lang *target, calco_arena *a,
                           const calco_doc *doc, const calco_sentence *s);
/* The source words that tokens first..first+n render, in source order; empty where unknown. */
str calco_inferred_span(const calco_inferred *i, calco_arena *a, uint32_t first, uint32_t n);

#endif
