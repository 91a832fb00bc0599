/* Which source words a target word renders: word alignment inside a sentence pair. */
#ifndef CALCO_ALIGN_WORDS_H
#define CALCO_ALIGN_WORDS_H

#include "align/infer.h"

/* A stretch of tokens of a document. */
typedef struct {
    const calco_doc *doc;
    size_t           first, n;
} calco_stretch;

/* One word of either side: its token, and what the other side says of it. */
typedef struct {
    const calco_token *token;
    float    mass;  /* sum over the other side of P(this | other), damped by distance: how well it is accounted for */
    float    peak;  /* the largest P(this | other), undamped */
    float    back;  /* the largest P(other | this), undamped: is its own translation there */
    uint32_t best;  /* index of the other side's word that accounts best for it; CALCO_NONE where none does */
    float    rarity; /* -log10 of its probability as a single word: what it weighs */
    bool     small;  /* an article, preposition or the like (list `function`) */
} calco_link;

typedef struct {
    calco_link *source, *target; /* words and numbers only */
    size_t      n_source, n_target;
    const float *forward, *backward; /* P(target | source), P(source | target) of all pairs, row by source word; or NULL */
} calco_links;

/* Align by P(target | source) and P(source | target) of the lexicon (forms, then lemmas), equal numbers, names and
 * cognates, each damped by exp(-3 |relative distance|) as the alignment prior of Dyer et al. 2013 ("A simple, fast, and
 * effective reparameterization of IBM model 2"). Memory from `a`. */
calco_links calco_link_words(const calco_lexicon *x, const calco_lang *source_lang, const calco_lang *target_lang, calco_arena *a,
                             calco_stretch source, calco_stretch target);

/* Similarity of two folded words by their common start, 0..1: "nazione", "nation". */
float calco_cognate(str a, str b);

#endif
