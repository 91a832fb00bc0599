/* Numbers of the source and numbers of the text, by value. */
#include "align/values.h"
#include "check/pair.h"

#include <math.h>

enum { CHANGED, MISSING, ADDED };
static const calco_rule_info rules[] = {
    [CHANGED] = { "number/changed", "number", CALCO_CRITICAL, 0.9f, "The number is not the one of the source." },
    [MISSING] = { "number/missing", "number", CALCO_MAJOR, 0.7f, "A number of the source is not in the translation." },
    [ADDED] = { "number/added", "number", CALCO_MAJOR, 0.7f, "The source has no such number." },
};

/* What two notations of one thing differ by: hours of the afternoon, years without their century. */
static bool may_stand_for(double a, double b)
{
    double least = a < b ? a : b, most = a < b ? b : a;
    if (most - least == 12 && most <= 24) return true;
    return most >= 1000 && most < 2100 && least < 100 && fmod(most, 100) == least;
}

/* "feet", "6-foot-6". */
static bool is_customary_unit(const calco_run *run, const calco_token *t)
{
    str rest = t->fold, part;
    if (calco_token_listed(run->target, "customary-unit", t)) return true;
    while (t->kind != TOKEN_WORD || t->fold.p[0] > '9' ? false : calco_str_split(&rest, '-', &part))
        if (calco_in_list(run->target, "customary-unit", part)) return true;
    return false;
}

/* Does the text measure in units that the source does not have: miles for kilometres, Fahrenheit for Celsius? Then amounts
 * differ rightly. */
static bool converts_units(const calco_run *run, const calco_paired *p, const calco_quantities *source, const calco_quantities *target)
{
    for (size_t j = 0; j < p->links.n_target; j++)
        if (p->links.target[j].peak < 0.05f && is_customary_unit(run, p->links.target[j].token)) return true;
    for (size_t i = 0; i < source->n; i++)
        for (size_t k = 0; k < target->n; k++)
            if (fabs(source->p[i].value[0] * 1.8 + 32 - target->p[k].value[0]) < 2) return true;
    return false;
}

static bool accounts(const calco_quantity *a, const calco_quantity *b)
{
    if (calco_same_quantity(a, b)) return true;
    for (size_t i = 0; i < a->n_values; i++)
        for (size_t k = 0; k < b->n_values; k++)
            if (may_stand_for(a->value[i], b->value[k])) return true;
    return false;
}

/* Those of `own` that nothing in `other` accounts for. */
static calco_quantities unmatched(calco_run *run, const calco_quantities *own, const calco_quantities *other)
{
    calco_quantities out = { 0 };
    for (size_t i = 0; i < own->n; i++) {
        bool found = own->p[i].weak;
        for (size_t k = 0; k < other->n && !found; k++) found = accounts(&own->p[i], &other->p[k]);
        if (!found) VEC_PUSH(run->scratch, &out, own->p[i]);
    }
    return out;
}

/* The one of `others` that stands in about the same place. */
static size_t opposite(const calco_paired *p, const calco_quantity *q, const calco_quantities *others)
{
    double at = (double)(q->first - p->target.first) / (double)p->target.n, least = 2;
    size_t best = 0;
    for (size_t i = 0; i < others->n; i++) {
        double apart = fabs((double)(others->p[i].first - p->source.first) / (double)p->source.n - at);
        if (apart < least) least = apart, best = i;
    }
    return best;
}

static void report_target(calco_run *run, const calco_paired *p, const calco_quantity *q, calco_quantities *lost)
{
    if (lost->n) {
        size_t k = opposite(p, q, lost);
        const calco_token *s = &run->source->tokens.p[lost->p[k].first];
        calco_hit *hit = calco_pair_hit(run, &rules[CHANGED], p, q->first, q->first + q->n - 1, s, s + lost->p[k].n - 1);
        if (q->written && lost->p[k].written) hit->confidence = 0.75f;
        calco_pair_say(run, hit, "The source says “%source%”, not “%text%”.");
        lost->p[k] = lost->p[--lost->n];
    } else if (!q->written) {
        calco_hit *hit = calco_pair_hit(run, &rules[ADDED], p, q->first, q->first + q->n - 1, NULL, NULL);
        calco_pair_say(run, hit, "“%text%” is no number of the source.");
    }
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p) return;
    calco_quantities source = calco_quantities_of(run->source_lang, run->scratch, p->source);
    calco_quantities target = calco_quantities_of(run->target, run->scratch, p->target);
    if (converts_units(run, p, &source, &target)) return;
    calco_quantities lost = unmatched(run, &source, &target), extra = unmatched(run, &target, &source);
    for (size_t i = 0; i < extra.n; i++) report_target(run, p, &extra.p[i], &lost);
    for (size_t i = 0; i < lost.n; i++) {
        const calco_token *s = &run->source->tokens.p[lost.p[i].first];
        size_t first, last;
        if (lost.p[i].written) continue;
        calco_pair_gap(p, s, &first, &last);
        calco_hit *hit = calco_pair_hit(run, &rules[MISSING], p, first, last, s, s + lost.p[i].n - 1);
        calco_pair_say(run, hit, "“%source%” of the source is not in the translation.");
    }
}

const calco_family calco_check_quantity = { "number", rules, sizeof rules / sizeof *rules, check, NULL };
