/* How far apart two words are in spelling. */
#ifndef CALCO_CHECK_ALIKE_H
#define CALCO_CHECK_ALIKE_H

#include "base/str.h"

/* Bytes to change, add or drop to make one of the other (Levenshtein 1966), as a share of the longer one: 0 the same, 1 all
 * others. Words over 24 bytes are only the same or not. */
double calco_apart(str a, str b);

#endif
