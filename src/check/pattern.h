/* Compiling patterns: text -> rows of symbols (all options and alternatives written out), with marks for captures. */
#ifndef CALCO_CHECK_PATTERN_H
#define CALCO_CHECK_PATTERN_H

#include "check/rules.h"

/* What is wrong with a text and where: offset of the character, and a sentence with the remedy. */
typedef struct { size_t at; char text[256]; } calco_trouble;
bool calco_trouble_say(calco_trouble *t, size_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* --- all symbols and strings of the rows compiled so far --- */
typedef struct { rule_kind kind; uint16_t x; uint32_t string; } calco_symbol;
typedef struct {
    calco_arena      *arena, *scratch;
    const calco_lang *lang;
    calco_map         ids, string_ids, list_ids;
    calco_strs        strings;
    VEC(calco_symbol) symbols;  /* the first SYM_FREE are reserved */
    VEC(uint32_t)     lists;    /* symbols of kind KIND_LIST, in order of first use */
} calco_symbols;

calco_symbols calco_symbols_new(calco_arena *a, calco_arena *scratch, const calco_lang *lang);
uint32_t calco_symbols_add(calco_symbols *s, rule_kind kind, uint16_t x, str string);
/* The symbol of a word as a pattern writes it: exactly where it has a capital letter, else folded. */
uint32_t calco_symbols_word(calco_symbols *s, str word, uint16_t x);
/* The tokens that segmentation makes of a word ("Italy's": "Italy", "'s"). */
void calco_symbols_split(calco_symbols *s, str word, calco_strs *out);
/* Id of a tag or class, X_ANY where unknown. */
uint16_t calco_symbols_tag(const calco_symbols *s, str name);
bool calco_has_capital(str s);

/* --- patterns --- */
enum { PATTERN_VARIANTS_MAX = 3000, PATTERN_NESTING_MAX = 8 };
/* An item is a symbol (>= 0) or a mark: ITEM_OPEN - k opens and ITEM_CLOSE - k closes capture k. */
enum { ITEM_OPEN = -10, ITEM_CLOSE = -30 };
typedef struct { int32_t *items; size_t n; } calco_variant;
typedef VEC(calco_variant) calco_variants;
typedef struct {
    calco_variants variants;
    unsigned       captures; /* bit k: some variant has capture k */
    bool           fixed;    /* only words, one variant */
} calco_pattern;

/* Memory from symbols->scratch. `inner`: an alternative row of elements, as in conditions (a|<b>|:C). */
bool calco_pattern_parse(calco_symbols *symbols, str text, bool inner, calco_pattern *out, calco_trouble *t);

#endif
