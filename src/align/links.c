/* From probabilities of word pairs to links: intersection, placing, growing. */
#include "align/links.h"

#include <math.h>

static const float SEED = 0.03f, PLACED = 0.02f, GROWN = 0.08f; /* least probabilities */
static const double DIAGONAL = 3.0;   /* damping of what stands far from the diagonal, by relative distance */
static const double OFF_PLACE = 0.35; /* the same for words off the place that links around them say, by word */

typedef struct {
    const calco_links *l;
    size_t  n, m;
    float  *p;       /* probability of each pair, row by source word */
    float  *score;   /* the same, damped */
    bool   *linked;  /* of each pair */
    size_t *of_source, *of_target; /* links that a word has */
} table;

static void link_pair(table *t, size_t i, size_t j)
{
    if (t->linked[i * t->m + j]) return;
    t->linked[i * t->m + j] = true;
    t->of_source[i]++;
    t->of_target[j]++;
}

static size_t best_target(const table *t, size_t i)
{
    size_t best = SIZE_MAX;
    for (size_t j = 0; j < t->m; j++)
        if (!t->of_target[j] && t->score[i * t->m + j] > (best == SIZE_MAX ? 0 : t->score[i * t->m + best])) best = j;
    return best;
}

static size_t best_source(const table *t, size_t j)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < t->n; i++)
        if (!t->of_source[i] && t->score[i * t->m + j] > (best == SIZE_MAX ? 0 : t->score[best * t->m + j])) best = i;
    return best;
}

/* Link what is each other's best among the words without a link, until nothing is. */
static void link_mutual(table *t, float least)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < t->n; i++) {
            size_t j = t->of_source[i] ? SIZE_MAX : best_target(t, i);
            if (j == SIZE_MAX || t->score[i * t->m + j] < least || best_source(t, j) != i) continue;
            link_pair(t, i, j);
            again = true;
        }
    }
}

/* Where each source word should stand by the links around it. */
static void expected_places(const table *t, double *place)
{
    size_t last = SIZE_MAX;
    for (size_t i = 0; i <= t->n; i++) {
        double at = 0;
        for (size_t j = 0; i < t->n && j < t->m; j++)
            if (t->linked[i * t->m + j]) at += (double)j / (double)t->of_source[i];
        if (i < t->n && !t->of_source[i]) continue;
        size_t first = last == SIZE_MAX ? 0 : last + 1;
        double from = last == SIZE_MAX ? -1 : place[last], to = i < t->n ? at : (double)t->m;
        double steps = (double)(i - first) + 1;
        for (size_t k = first; k < i; k++) place[k] = from + (to - from) * (double)(k - first + 1) / steps;
        if (i < t->n) place[i] = at;
        last = i;
    }
}

static void damp_by_place(table *t, const double *place)
{
    for (size_t i = 0; i < t->n; i++) {
        /* a word whose neighbour was linked belongs beside that, on either side of it */
        for (size_t j = 0; j < t->m; j++) {
            double off = fabs((double)j - place[i]);
            if (i + 1 < t->n) off = fmin(off, fabs((double)j + 1 - place[i + 1]));
            if (i > 0) off = fmin(off, fabs((double)j - 1 - place[i - 1]));
            t->score[i * t->m + j] = t->p[i * t->m + j] * (float)exp(-OFF_PLACE * off);
        }
    }
}

/* A word without a link joins its best partner, where a neighbour of it has the same one. */
static void grow(table *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t j = 0; j < t->m; j++) {
            if (t->p[i * t->m + j] < GROWN || (t->of_source[i] && t->of_target[j])) continue;
            bool up = i > 0 && t->linked[(i - 1) * t->m + j], down = i + 1 < t->n && t->linked[(i + 1) * t->m + j];
            bool left = j > 0 && t->linked[i * t->m + j - 1], right = j + 1 < t->m && t->linked[i * t->m + j + 1];
            if ((!t->of_source[i] && (up || down)) || (!t->of_target[j] && (left || right))) link_pair(t, i, j);
        }
}

static double apart(size_t i, size_t n, size_t j, size_t m)
{
    return fabs(((double)i + 0.5) / (double)n - ((double)j + 0.5) / (double)m);
}

calco_word_pairs calco_pair_words(calco_arena *a, const calco_links *l)
{
    calco_word_pairs out = { 0 };
    table t = { .l = l, .n = l->n_source, .m = l->n_target };
    if (!l->forward || !t.n || !t.m) return out;
    t.p = ARENA_ARRAY(a, float, t.n * t.m);
    t.score = ARENA_ARRAY(a, float, t.n * t.m);
    t.linked = ARENA_ARRAY(a, bool, t.n * t.m);
    t.of_source = ARENA_ARRAY(a, size_t, t.n);
    t.of_target = ARENA_ARRAY(a, size_t, t.m);
    for (size_t k = 0; k < t.n * t.m; k++) {
        t.p[k] = sqrtf(l->forward[k] * l->backward[k]);
        /* common words wait until the others say where they belong */
        const calco_link *s = &l->source[k / t.m], *e = &l->target[k % t.m];
        bool small = s->small || e->small;
        t.score[k] = small ? 0 : t.p[k] * (float)exp(-DIAGONAL * apart(k / t.m, t.n, k % t.m, t.m));
    }
    double *place = ARENA_ARRAY(a, double, t.n);
    link_mutual(&t, SEED);
    expected_places(&t, place);
    damp_by_place(&t, place);
    link_mutual(&t, PLACED);
    grow(&t);
    for (size_t i = 0; i < t.n; i++)
        for (size_t j = 0; j < t.m; j++) {
            calco_word_pair pair = { (uint32_t)i, (uint32_t)j, fminf(1, t.p[i * t.m + j]) };
            if (t.linked[i * t.m + j]) VEC_PUSH(a, &out, pair);
        }
    return out;
}
