/* Words with a capital letter that the other side neither has nor translates. */
#include "judge/judge.h"

enum { MISSING, ADDED, COUNT };
static const calco_measure measures[] = {
    { "name/missing", -1, "names of the source that are missing" },
    { "name/added", -1, "names that the source does not have" },
    { "name/count", -1, "more or fewer words with a capital than the source has" },
    { NULL, 0, NULL },
};

static bool is_name(const calco_token *t) { return t->kind == TOKEN_WORD && t->shape != SHAPE_LOWER && t->shape != SHAPE_NONE; }

static size_t count(const calco_link *links, size_t n, float alone, double *unmatched)
{
    size_t all = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_name(links[i].token)) continue;
        all++;
        *unmatched += links[i].peak < alone;
    }
    return all;
}

static void measure(const calco_pairing *p, double *v)
{
    if (!p->links.n_source) return;
    size_t source = count(p->links.source, p->links.n_source, 0.01f, &v[MISSING]);
    size_t target = count(p->links.target, p->links.n_target, 0.01f, &v[ADDED]);
    v[COUNT] = (double)(source > target ? source - target : target - source);
}

const calco_measures calco_measures_name = { measures, measure };
