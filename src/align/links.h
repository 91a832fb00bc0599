/* Which word stands for which: pairs of a sentence pair, many to many. */
#ifndef CALCO_ALIGN_LINKS_H
#define CALCO_ALIGN_LINKS_H

#include "align/values.h"

typedef struct {
    uint32_t source, target; /* indexes into the words of calco_links */
    float    probability;    /* 0..1: the geometric mean of both directions */
} calco_word_pair;
typedef VEC(calco_word_pair) calco_word_pairs; /* by source, then target */

/* What a sentence pair is linked by: its languages, both stretches, and calco_link_words of them. */
typedef struct {
    const calco_lexicon *lexicon; /* or NULL */
    const calco_lang    *source_lang, *target_lang;
    calco_stretch        source, target;
    const calco_links   *links;
} calco_linking;

/* First numbers of one value, and what each side holds for the other's best (intersection); then, where these links say that
 * it should stand, articles and other small words; phrases of the lexicon that render one word; last words that one side has
 * more of, beside a link ("grow": after Och & Ney 2003, "A systematic comparison of various statistical alignment models").
 * Memory from `a`. */
calco_word_pairs calco_pair_words(calco_arena *a, const calco_linking *how);

#endif
