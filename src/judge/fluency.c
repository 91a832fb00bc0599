/* Does the target read like its language: n-gram probability, unknown words. */
#include "judge/judge.h"

#include <math.h>

enum { LOGP, UNKNOWN, SURPRISING, WORDS, MISSPELT };
static const calco_measure measures[] = {
    { "fluency/logp", 1, "how expected the words are in this order (log probability)" },
    { "fluency/unknown", -1, "words that the language model has never met" },
    { "fluency/surprising", -1, "words that hardly ever follow the two before them" },
    { "fluency/words", 0, "words that were judged: makes up for the length of the sentence" },
    { "fluency/misspelt", -1, "words that no dictionary knows" },
    { NULL, 0, NULL },
};
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

const calco_measures calco_measures_fluency = { measures, measure };
