/* Judging a translation against its source: measures of one sentence pair, each a number that a reader understands. */
#ifndef CALCO_JUDGE_JUDGE_H
#define CALCO_JUDGE_JUDGE_H

#include "align/account.h"
#include "judge/classes.h"

/* How to add a measure: a row in the table of its family's file, or a new file exporting one calco_measures, listed in
 * judge.c; then `make train-score`. Measures count faults: 0 where all is well (but for the log probabilities). */

/* A source and its translation, as far as they are understood. The source may be empty: then only measures of the
 * target say something. */
typedef struct {
    const calco_lang    *source_lang, *target_lang;
    const calco_lexicon *lexicon;
    calco_arena         *scratch;
    calco_stretch        source, target;
    str                  source_text, target_text;
    calco_links          links;
    const calco_class_table *classes;
    calco_classes        source_classes, target_classes;
    calco_account       *account; /* NULL where nothing is learnt of it */
    const float         *logp; /* per target token: log10 P given the two words before, NAN where it has none */
} calco_pairing;

/* One measure: the sign its weight may have (-1: it counts faults, 1: more is better, 0: either, it only makes up for
 * others), and what a larger value says, for a translator. */
typedef struct {
    const char *name;
    int         sign;
    const char *about;
} calco_measure;

typedef struct {
    const calco_measure *measures; /* ends where the name is NULL */
    void (*measure)(const calco_pairing *p, double *values);
} calco_measures;

extern const calco_measures *const calco_all_measures[]; /* NULL-terminated */

enum { CALCO_MEASURES_MAX = 96 };
/* The measure in place i, NULL behind the last. */
const calco_measure *calco_measure_at(size_t i);
/* All measures of a pairing in the order of the table; returns how many. */
size_t calco_judge(const calco_pairing *p, double values[CALCO_MEASURES_MAX]);

static inline const calco_token *calco_source_token(const calco_pairing *p, size_t i) { return &p->source.doc->tokens.p[p->source.first + i]; }
static inline const calco_token *calco_target_token(const calco_pairing *p, size_t i) { return &p->target.doc->tokens.p[p->target.first + i]; }

#endif
