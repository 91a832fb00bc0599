/* N-gram models in memory: sorting, probabilities, mixing two. */
#include "pack/ngram.h"

#include <math.h>
#include <stdlib.h>

/* --- sorting --- */

typedef struct {
    str      word;
    uint32_t id;
} numbered;

static int by_word(const void *a, const void *b)
{
    return calco_str_cmp(((const numbered *)a)->word, ((const numbered *)b)->word);
}

static int by_ids(const void *pa, const void *pb)
{
    const calco_gram *a = pa, *b = pb;
    for (int i = 0; i < 3; i++)
        if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
    return 0;
}

/* Number the words in byte order, behind the reserved ones. Returns the new id of each. */
static uint32_t *renumber(calco_model *m)
{
    size_t    n = m->words.n - MODEL_RESERVED;
    numbered *list = ARENA_ARRAY(m->arena, numbered, n);
    uint32_t *fresh = ARENA_ARRAY(m->arena, uint32_t, m->words.n);
    for (size_t i = 0; i < n; i++) list[i] = (numbered){ m->words.p[i + MODEL_RESERVED], (uint32_t)i + MODEL_RESERVED };
    qsort(list, n, sizeof *list, by_word);
    for (uint32_t i = 0; i < MODEL_RESERVED; i++) fresh[i] = i;
    for (size_t i = 0; i < n; i++) {
        uint32_t id = (uint32_t)i + MODEL_RESERVED;
        fresh[list[i].id] = id;
        m->words.p[id] = list[i].word;
        calco_map_set(&m->ids, list[i].word, id);
    }
    return fresh;
}

static const calco_gram *find(const calco_model *m, int order, const uint32_t *w)
{
    calco_gram key = { 0 };
    for (int i = 0; i < order; i++) key.w[i] = w[i];
    if (m->grams[order - 1].n == 0) return NULL;
    return bsearch(&key, m->grams[order - 1].p, m->grams[order - 1].n, sizeof key, by_ids);
}

/* Sort the n-grams of one order; of doubles the last stays, unknown words of the history go. */
static void sort_order(calco_model *m, int order, const uint32_t *fresh)
{
    calco_gram *p = m->grams[order - 1].p;
    size_t      n = 0, kept = 0;
    for (size_t i = 0; i < m->grams[order - 1].n; i++) {
        calco_gram g = p[i];
        for (int k = 0; k < order; k++) g.w[k] = fresh[g.w[k]];
        bool unknown = (order > 1 && g.w[0] == MODEL_UNKNOWN) || (order > 2 && g.w[1] == MODEL_UNKNOWN);
        if (!unknown) p[n++] = g;
    }
    if (n) qsort(p, n, sizeof *p, by_ids);
    for (size_t i = 0; i < n; i++) {
        if (kept && by_ids(&p[kept - 1], &p[i]) == 0) kept--;
        p[kept++] = p[i];
    }
    m->grams[order - 1].n = kept;
}

/* Every word has a unigram, the history of each trigram is a bigram. */
static void complete(calco_model *m)
{
    const calco_gram *unknown = find(m, 1, (uint32_t[]){ MODEL_UNKNOWN });
    float             least = unknown ? unknown->prob : -9.0f;
    size_t            had = m->grams[0].n;
    for (uint32_t id = 0, at = 0; id < m->words.n; id++) {
        while (at < had && m->grams[0].p[at].w[0] < id) at++;
        if (at < had && m->grams[0].p[at].w[0] == id) continue;
        calco_gram g = { .w = { id }, .prob = least };
        VEC_PUSH(m->arena, &m->grams[0], g);
    }
    qsort(m->grams[0].p, m->grams[0].n, sizeof(calco_gram), by_ids);
    size_t bigrams = m->grams[1].n;
    for (size_t i = 0; i < m->grams[2].n; i++) {
        const uint32_t *w = m->grams[2].p[i].w;
        if (i && m->grams[2].p[i - 1].w[0] == w[0] && m->grams[2].p[i - 1].w[1] == w[1]) continue;
        calco_gram key = { .w = { w[0], w[1] } };
        if (bigrams && bsearch(&key, m->grams[1].p, bigrams, sizeof key, by_ids)) continue;
        key.prob = m->grams[0].p[w[0]].back + m->grams[0].p[w[1]].prob;
        VEC_PUSH(m->arena, &m->grams[1], key);
    }
    if (m->grams[1].n > bigrams) qsort(m->grams[1].p, m->grams[1].n, sizeof(calco_gram), by_ids);
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* An unknown word is no more probable than the median word of the model: the probability that tables give <unk> is that
 * of all unknown words together, which would make each of them as probable as a common word. */
static void limit_unknown(calco_model *m)
{
    size_t n = m->words.n - MODEL_RESERVED;
    float *probs = ARENA_ARRAY(m->arena, float, n + 1);
    for (size_t i = 0; i < n; i++) probs[i] = m->grams[0].p[i + MODEL_RESERVED].prob;
    if (n) qsort(probs, n, sizeof *probs, by_value);
    calco_gram *unknown = &m->grams[0].p[MODEL_UNKNOWN];
    if (n && probs[n / 2] < unknown->prob) unknown->prob = probs[n / 2];
}

void calco_model_sort(calco_model *m)
{
    const uint32_t *fresh = renumber(m);
    for (int order = 1; order <= 3; order++) sort_order(m, order, fresh);
    complete(m);
    limit_unknown(m);
}

/* --- mixing --- */

/* P(w[order-1] | those before), of a sorted model; CALCO_NONE marks words it does not have. */
static double prob_of(const calco_model *m, int order, const uint32_t *w)
{
    double back = 0;
    if (w[order - 1] == CALCO_NONE) return 0;
    for (; order > 1; order--, w++) {
        const calco_gram *g = find(m, order, w), *history = find(m, order - 1, w);
        if (g) return pow(10, back + (double)g->prob);
        if (history) back += (double)history->back;
    }
    return pow(10, back + (double)m->grams[0].p[w[0]].prob);
}

typedef struct {
    const calco_model *model;
    uint32_t          *ids; /* of the mixed model's words */
} part;

static part part_of(const calco_model *mixed, const calco_model *m)
{
    part p = { m, ARENA_ARRAY(mixed->arena, uint32_t, mixed->words.n) };
    for (size_t i = 0; i < mixed->words.n; i++) p.ids[i] = calco_map_get(&m->ids, mixed->words.p[i]);
    return p;
}

static double part_prob(const part *p, int order, const uint32_t *w)
{
    uint32_t own[3];
    for (int i = 0; i < order; i++) own[i] = p->ids[w[i]];
    return prob_of(p->model, order, own);
}

/* All words and n-grams of `m`, without their probabilities. */
static void take_grams(calco_model *mixed, const calco_model *m)
{
    uint32_t *ids = ARENA_ARRAY(mixed->arena, uint32_t, m->words.n);
    for (size_t i = 0; i < m->words.n; i++) ids[i] = calco_model_word(mixed, m->words.p[i]);
    for (int order = 1; order <= 3; order++)
        for (size_t i = 0; i < m->grams[order - 1].n; i++) {
            calco_gram g = { 0 };
            for (int k = 0; k < order; k++) g.w[k] = ids[m->grams[order - 1].p[i].w[k]];
            VEC_PUSH(mixed->arena, &mixed->grams[order - 1], g);
        }
}

static double log10_of(double p) { return p > 1e-99 ? log10(p) : -99; }

/* Back-off of each history of `order - 1` words: what its n-grams leave over, by what the shorter history gives the
 * same words (S. M. Katz 1987). */
static void set_backs(calco_model *m, int order)
{
    const calco_gram *p = m->grams[order - 1].p;
    size_t            n = m->grams[order - 1].n, end;
    for (size_t i = 0; i < n; i = end) {
        double long_sum = 0, short_sum = 0;
        for (end = i; end < n && memcmp(p[end].w, p[i].w, (size_t)(order - 1) * sizeof p->w[0]) == 0; end++) {
            long_sum += pow(10, (double)p[end].prob);
            short_sum += prob_of(m, order - 1, p[end].w + 1);
        }
        double      left = 1 - long_sum, right = 1 - short_sum;
        double      back = left > 1e-6 && right > 1e-6 ? log10_of(left / right) : left > 1e-6 ? 0 : -6;
        calco_gram *history = (calco_gram *)(uintptr_t)find(m, order - 1, p[i].w);
        if (history) history->back = (float)back;
    }
}

void calco_model_back_off(calco_model *m)
{
    for (int order = 2; order <= 3; order++) set_backs(m, order);
}

calco_model calco_model_mix(calco_arena *arena, const calco_model *a, const calco_model *b, double share)
{
    calco_model m = calco_model_new(arena);
    take_grams(&m, a);
    take_grams(&m, b);
    calco_model_sort(&m);
    part pa = part_of(&m, a), pb = part_of(&m, b);
    for (int order = 1; order <= 3; order++) {
        for (size_t i = 0; i < m.grams[order - 1].n; i++) {
            calco_gram *g = &m.grams[order - 1].p[i];
            bool        start = g->w[order - 1] == MODEL_START;
            double      p = share * part_prob(&pa, order, g->w) + (1 - share) * part_prob(&pb, order, g->w);
            g->prob = start ? -99 : (float)log10_of(p);
            g->back = 0;
        }
        if (order == 1) limit_unknown(&m);
    }
    calco_model_back_off(&m);
    return m;
}
