/* Numbers by value, however they are written: digits in either notation, words, multipliers. */
#ifndef CALCO_ALIGN_VALUES_H
#define CALCO_ALIGN_VALUES_H

#include "align/words.h"

enum { CALCO_READINGS = 4 };

/* One number of a text. `weak`: a word that may also mean something else ("both", "second") or a Roman numeral: it can
 * account for a number of the other side but asks for none. */
typedef struct {
    double   value[CALCO_READINGS]; /* what it may mean: "1.234" is a thousand or a little more than one */
    size_t   n_values;
    uint64_t digits;                /* all its digits in a row; UINT64_MAX where it has none or too many */
    size_t   first, n;              /* tokens of the document */
    bool     weak, written;         /* written: in words alone */
} calco_quantity;
typedef VEC(calco_quantity) calco_quantities;

/* All numbers of a stretch, in order. Words come from dictionaries/XX/numbers.tsv. Memory from `a`. */
calco_quantities calco_quantities_of(const calco_lang *lang, calco_arena *a, calco_stretch s);
/* May both be the same number? */
bool calco_same_quantity(const calco_quantity *a, const calco_quantity *b);

#endif
