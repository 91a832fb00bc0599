/* What the source alone says of a translation's chances: the same for every translation of it. */
#include "judge/judge.h"

enum { WORDS };
static const calco_measure measures[] = {
    { "difficulty/words", -1, "words of the source: each is a chance to go wrong" },
    { NULL, 0, NULL },
};

static void measure(const calco_pairing *p, double *v)
{
    for (size_t i = 0; i < p->links.n_source; i++) v[WORDS] += p->links.source[i].token->kind == TOKEN_WORD;
}

const calco_measures calco_measures_difficulty = { measures, measure };
