/* Does the target read like its language: n-gram probability, unknown words. */
#include "judge/judge.h"

#include <math.h>

enum { LOGP, UNKNOWN, SURPRISING, WORDS, MISSPELT };
static const char *const names[] = { "fluency/logp", "fluency/unknown", "fluency/surprising", "fluency/words", "fluency/misspelt", NULL };
static const float FLOOR = -7.0f, LOW = -5.0f; /* log10 */

static void measure(const calco_pairing *p, double *v)
{
    for (size_t i = 0; i < p->target.n; i++) {
        const calco_token *t = calco_target_token(p, i);
        if (t->kind == TOKEN_WORD && t->shape == SHAPE_LOWER && !t->known) v[MISSPELT]++;
        if (isnan(p->logp[i])) continue;
        float logp = p->logp[i] < FLOOR ? FLOOR : p->logp[i];
        v[LOGP] += (double)logp;
        v[UNKNOWN] += t->lm == LM_UNKNOWN;
        v[SURPRISING] += logp < LOW;
        v[WORDS]++;
    }
}

const calco_measures calco_measures_fluency = { "fluency", names, measure };
