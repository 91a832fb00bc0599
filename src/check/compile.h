/* What the compilers of columns share: the pools that become sections of the image. */
#ifndef CALCO_CHECK_COMPILE_H
#define CALCO_CHECK_COMPILE_H

#include "check/trie.h"

typedef struct {
    calco_arena  *arena, *scratch;
    calco_symbols symbols;
    calco_trie    trie;
    calco_map     texts;
    calco_buf     sections[SECTIONS];
} calco_compiler;

/* Offset of a text, NUL-terminated, in the image: equal texts are stored once. */
uint32_t calco_compile_text(calco_compiler *c, str s);
/* Compile the column "better" of a row whose pattern has `captures`; sets first and number of SEC_BETTERS. */
bool calco_compile_better(calco_compiler *c, str column, unsigned captures, rule_row *row, calco_trouble *t);
/* Compile the column "condition"; sets first and number of SEC_CONDS. */
bool calco_compile_condition(calco_compiler *c, str column, rule_row *row, calco_trouble *t);
/* Check the column "source". */
bool calco_compile_source(str column, unsigned captures, calco_trouble *t);
/* "0.85", "-1.5": no locale. False where it is no number. */
bool calco_decimal(str s, float *out);
/* The next piece of a column that separates pieces by " | "; false at its end. */
bool calco_next_alternative(str *rest, str *piece);

#endif
