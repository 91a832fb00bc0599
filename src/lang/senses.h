/* What words mean to each other: the same, something more general, the opposite (part "XX.senses", from WordNet). */
#ifndef CALCO_LANG_SENSES_H
#define CALCO_LANG_SENSES_H

#include "lang/lang.h"

/* Words are lemmas, folded; all answers are "no" where `s` is NULL or does not know a word. Only the first, most frequent senses
 * count. */

/* How many steps lead from a sense of `special` up to one of `general`, of the kinds in `feats` (FEAT_NOUN…); 0: they share a
 * sense; -1: none do. */
int calco_senses_above(const calco_senses *s, str general, str special, uint32_t feats);
/* Steps between two words by what is above both and by similarity and derivation of any kind; -1 where there are more than 4. */
int calco_senses_apart(const calco_senses *s, str a, str b);
/* Do two words mean the opposite: themselves, or what they are similar to or a kind of? */
bool calco_senses_opposite(const calco_senses *s, str a, str b, uint32_t feats);

#endif
