/* Rules of regular inflection: from a lemma to a form and back, without a table. */
#ifndef CALCO_LANG_INFLECT_H
#define CALCO_LANG_INFLECT_H

#include "base/vec.h"

/* One row of inflection.tsv. `pattern` is matched at the lemma's end: a letter is itself, a capital letter one
 * character of that class, '^' the start. `ending`: "+x" appends x, "++x" doubles the last character first, a '~'
 * stands for the lemma, anything else replaces the letters after the pattern's last class or '^'. */
typedef struct {
    str     pattern, ending;
    uint8_t tag, base; /* the form's tag; that of the lemma */
} calco_rule_row;

typedef struct {
    VEC(calco_rule_row) rows; /* the first that fits is right */
    str classes[26];          /* members of the classes A to Z */
} calco_inflection;

/* False where no row for `tag` fits; else *form, in memory from `a`. */
bool calco_inflection_apply(const calco_inflection *r, calco_arena *a, str lemma, uint8_t tag, str *form);
/* The next lemma that row `*row` or a later one would give `form` from; false at the end. Start with *row = 0. */
bool calco_inflection_undo(const calco_inflection *r, calco_arena *a, str form, uint8_t tag, size_t *row, str *lemma);

#endif
