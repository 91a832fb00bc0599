/* Numbers by value: what one side has and the other has not. */
#include "judge/judge.h"

enum { MISSING, ADDED };
static const calco_measure measures[] = {
    { "number/missing", -1, "numbers of the source that are missing" },
    { "number/added", -1, "numbers that the source does not have" },
    { NULL, 0, NULL },
};

/* The digits of a token without separators; empty where it has none. */
static str digits_of(const calco_pairing *p, const calco_token *t)
{
    char  *out = ARENA_ARRAY(p->scratch, char, t->fold.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->fold.n; i++)
        if (t->fold.p[i] >= '0' && t->fold.p[i] <= '9') out[n++] = t->fold.p[i];
    return (str){ out, n };
}

static void count(const calco_pairing *p, calco_stretch s, calco_map *counts, uint32_t step)
{
    for (size_t i = 0; i < s.n; i++) {
        const calco_token *t = &s.doc->tokens.p[s.first + i];
        str d = t->kind == TOKEN_NUMBER || t->kind == TOKEN_WORD ? digits_of(p, t) : STR("");
        if (d.n) *calco_map_at(counts, d, 1u << 16) += step;
    }
}

static void measure(const calco_pairing *p, double *v)
{
    calco_map balance = calco_map_new(p->scratch);
    if (!p->source.n) return;
    count(p, p->source, &balance, 1);
    count(p, p->target, &balance, (uint32_t)-1);
    for (size_t i = 0; i < balance.cap; i++) {
        if (!balance.slots[i].key.p) continue;
        int left = (int)balance.slots[i].value - (1 << 16);
        v[left > 0 ? MISSING : ADDED] += left > 0 ? left : -left;
    }
}

const calco_measures calco_measures_number = { measures, measure };
