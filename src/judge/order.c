/* Do the words follow the order of what they render. */
#include "judge/judge.h"

#include <math.h>

enum { JUMPS, STEPS };
static const calco_measure measures[] = {
    { "order/jumps", -1, "words that stand far from the counterpart of their neighbour" },
    { "order/steps", -1, "how far the order of the words differs from the source" },
    { NULL, 0, NULL },
};
static const float SURE = 0.02f;

static void measure(const calco_pairing *p, double *v)
{
    double before = 0, steps = 0;
    size_t n = 0;
    for (size_t j = 0; j < p->links.n_target; j++) {
        const calco_link *l = &p->links.target[j];
        if (l->peak <= SURE || l->best == CALCO_NONE) continue;
        if (n++) {
            v[JUMPS] += fabs((double)l->best - before) > 3;
            steps += fabs((double)l->best - before - 1);
        }
        before = (double)l->best;
    }
    v[STEPS] = steps / (1 + (double)n);
}

const calco_measures calco_measures_order = { measures, measure };
