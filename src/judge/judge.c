/* The table of all measures, and taking them. */
#include "judge/judge.h"

extern const calco_measures calco_measures_fluency, calco_measures_coverage, calco_measures_order, calco_measures_number,
    calco_measures_name, calco_measures_negation, calco_measures_marks, calco_measures_shape, calco_measures_tense, calco_measures_doubt,
    calco_measures_kinds, calco_measures_difficulty;

const calco_measures *const calco_all_measures[] = {
    &calco_measures_fluency, &calco_measures_coverage, &calco_measures_order, &calco_measures_number, &calco_measures_name,
    &calco_measures_negation, &calco_measures_marks, &calco_measures_shape,
    &calco_measures_tense, &calco_measures_doubt, &calco_measures_kinds, &calco_measures_difficulty, NULL,
};

static size_t count_measures(const calco_measures *m)
{
    size_t n = 0;
    while (m->measures[n].name) n++;
    return n;
}

size_t calco_judge(const calco_pairing *p, double values[CALCO_MEASURES_MAX])
{
    size_t n = 0;
    for (size_t f = 0; calco_all_measures[f]; f++) {
        size_t own = count_measures(calco_all_measures[f]);
        for (size_t i = 0; i < own; i++) values[n + i] = 0;
        calco_all_measures[f]->measure(p, values + n);
        n += own;
    }
    return n;
}

size_t calco_measure_count(void)
{
    size_t n = 0;
    for (size_t f = 0; calco_all_measures[f]; f++) n += count_measures(calco_all_measures[f]);
    return n;
}

const calco_measure *calco_measure_at(size_t i)
{
    for (size_t f = 0; calco_all_measures[f]; f++) {
        size_t own = count_measures(calco_all_measures[f]);
        if (i < own) return &calco_all_measures[f]->measures[i];
        i -= own;
    }
    return NULL;
}

const char *calco_measure_name(size_t i) { return calco_measure_at(i) ? calco_measure_at(i)->name : NULL; }
const char *calco_measure_about(size_t i) { return calco_measure_at(i) ? calco_measure_at(i)->about : NULL; }
