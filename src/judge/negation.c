/* Is what is denied denied on both sides. */
#include "judge/judge.h"

enum { DIFFERENCE, ONE_SIDED, PARITY };
static const calco_measure measures[] = {
    { "negation/difference", -1, "more or fewer negations than the source has" },
    { "negation/one-sided", -1, "only one side denies" },
    { "negation/parity", -1, "negations that do not cancel each other as in the source" },
    { NULL, 0, NULL },
};

static int count(const calco_lang *lang, calco_stretch s)
{
    int n = 0;
    for (size_t i = 0; i < s.n; i++) n += calco_in_list(lang, "negation", s.doc->tokens.p[s.first + i].fold);
    return n;
}

static void measure(const calco_pairing *p, double *v)
{
    if (!p->source.n) return;
    int source = count(p->source_lang, p->source), target = count(p->target_lang, p->target);
    int a = source > 2 ? 2 : source, b = target > 2 ? 2 : target;
    v[DIFFERENCE] = a > b ? a - b : b - a;
    v[ONE_SIDED] = (source > 0) != (target > 0);
    v[PARITY] = source % 2 != target % 2;
}

const calco_measures calco_measures_negation = { measures, measure };
