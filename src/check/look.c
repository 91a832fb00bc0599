/* What a sentence would gain by other words. */
#include "check/look.h"

enum { AROUND = 3, MOST = 2 /* words replaced */ };

double calco_look_gain(const calco_run *run, const calco_look *l, size_t i, size_t n, const str *instead, size_t least, bool ends)
{
    str    is[2 * AROUND + MOST], was[2 * AROUND + MOST];
    size_t from = i, to = i + n;
    while (from > 0 && i - from < AROUND && l->t[from - 1].kind == TOKEN_WORD) from--;
    while (to < l->n && to - i - n < AROUND && l->t[to].kind == TOKEN_WORD) to++;
    if (n > MOST || to - from < least) return 0;
    for (size_t k = from; k < to; k++) {
        was[k - from] = l->t[k].fold;
        is[k - from] = k >= i && k < i + n ? instead[k - i] : l->t[k].fold;
    }
    bool whole = ends && from == 0 && to == l->n;
    return calco_phrase_logp(run->target, is, to - from, whole) - calco_phrase_logp(run->target, was, to - from, whole);
}
