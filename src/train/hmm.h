/* Word alignment by expectation and maximisation: IBM model 1 (Brown et al. 1993) over lemmas and forms, then a hidden
 * Markov model (Vogel et al. 1996). For training programs: one direction, from a given side E to a generated side F. */
#ifndef CALCO_TRAIN_HMM_H
#define CALCO_TRAIN_HMM_H

#include "train/texts.h"

enum { HMM_LONGEST = 80, HMM_JUMPS = 12 /* longer jumps are one class */ };
#define HMM_NULL 0.12  /* probability that a word renders nothing */
#define HMM_PRIOR 4.0  /* pseudo-count of what the lemmas say */
#define HMM_FLOOR 1e-9

typedef struct { const uint32_t *words[2]; size_t n[2]; double weight; } hmm_pair; /* word 0 of a vocabulary: nothing */
typedef struct { VEC(hmm_pair) pairs; } hmm_corpus;

/* Probabilities and counts of word pairs: an open hash. */
typedef struct { uint64_t key; float p, count; } hmm_slot;
typedef struct { hmm_slot *slots; size_t cap, n; } hmm_table;

static inline hmm_slot *hmm_find(const hmm_table *t, uint32_t e, uint32_t f, bool add)
{
    uint64_t key = ((uint64_t)e << 32 | f) + 1;
    for (size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
        if (t->slots[i].key == key) return &t->slots[i];
        if (t->slots[i].key) continue;
        if (!add) return NULL;
        t->slots[i].key = key;
        return &t->slots[i];
    }
}

static inline hmm_table hmm_table_new(size_t cap)
{
    hmm_table t = { calloc(cap, sizeof(hmm_slot)), cap, 0 };
    if (!t.slots) abort();
    return t;
}

static inline void hmm_grow(hmm_table *t)
{
    hmm_table more = hmm_table_new(t->cap * 2);
    for (size_t i = 0; i < t->cap; i++)
        if (t->slots[i].key) *hmm_find(&more, (uint32_t)((t->slots[i].key - 1) >> 32), (uint32_t)(t->slots[i].key - 1), true) = t->slots[i];
    more.n = t->n;
    free(t->slots);
    *t = more;
}

static inline hmm_slot *hmm_at(hmm_table *t, uint32_t e, uint32_t f)
{
    hmm_slot *s = hmm_find(t, e, f, false);
    if (s) return s;
    if (++t->n > t->cap / 2) hmm_grow(t);
    return hmm_find(t, e, f, true);
}

static inline double hmm_p(const hmm_table *t, uint32_t e, uint32_t f)
{
    const hmm_slot *s = hmm_find(t, e, f, false);
    return s ? (double)s->p : HMM_FLOOR;
}

/* What stands in for a word: itself where `map` is NULL. */
static inline uint32_t hmm_word(const uint32_t *map, uint32_t w) { return map ? map[w] : w; }

/* One direction of the model; `e` is the index of the given side. */
typedef struct {
    const hmm_corpus *corpus;
    int               e;
    const uint32_t   *map[2];      /* words to lemmas, or NULL, NULL */
    size_t            size[2];     /* of the vocabularies */
    hmm_table         t;
    double            jump[2 * HMM_JUMPS + 1];
} hmm_model;

/* New probabilities from the counts, which become 0. `prior` may be NULL: pseudo-counts, HMM_PRIOR in all a word. */
static inline void hmm_maximise(hmm_model *m, double (*prior)(const void *ctx, uint32_t e, uint32_t f), const void *ctx)
{
    double *total = calloc(m->size[m->e] + 1, sizeof *total);
    if (!total) abort();
    for (size_t i = 0; i < m->t.cap; i++) {
        hmm_slot *s = &m->t.slots[i];
        if (!s->key) continue;
        uint32_t e = (uint32_t)((s->key - 1) >> 32);
        if (prior) s->count += (float)(HMM_PRIOR * prior(ctx, e, (uint32_t)(s->key - 1)));
        total[e] += (double)s->count;
    }
    for (size_t i = 0; i < m->t.cap; i++) {
        hmm_slot *s = &m->t.slots[i];
        if (!s->key) continue;
        double all = total[(s->key - 1) >> 32];
        s->p = (float)(all > 0 ? (double)s->count / all : 0);
        if ((double)s->p < HMM_FLOOR) s->p = (float)HMM_FLOOR;
        s->count = 0;
    }
    free(total);
}

/* All pairs that meet in a sentence, with probability 1 (uniform). */
static inline void hmm_fill(hmm_model *m)
{
    for (size_t k = 0; k < m->corpus->pairs.n; k++) {
        const hmm_pair *p = &m->corpus->pairs.p[k];
        int f = !m->e;
        for (size_t j = 0; j < p->n[f]; j++) {
            uint32_t wf = hmm_word(m->map[f], p->words[f][j]);
            hmm_at(&m->t, 0, wf)->p = 1;
            for (size_t i = 0; i < p->n[m->e]; i++) hmm_at(&m->t, hmm_word(m->map[m->e], p->words[m->e][i]), wf)->p = 1;
        }
    }
}

/* Expected counts of model 1. */
static inline void hmm_expect1(hmm_model *m)
{
    int f = !m->e;
    for (size_t k = 0; k < m->corpus->pairs.n; k++) {
        const hmm_pair *p = &m->corpus->pairs.p[k];
        for (size_t j = 0; j < p->n[f]; j++) {
            hmm_slot *slots[HMM_LONGEST + 1];
            uint32_t  wf = hmm_word(m->map[f], p->words[f][j]);
            slots[0] = hmm_at(&m->t, 0, wf);
            double sum = (double)slots[0]->p;
            for (size_t i = 0; i < p->n[m->e]; i++) {
                slots[i + 1] = hmm_at(&m->t, hmm_word(m->map[m->e], p->words[m->e][i]), wf);
                sum += (double)slots[i + 1]->p;
            }
            for (size_t i = 0; i <= p->n[m->e]; i++) slots[i]->count += (float)(p->weight * (double)slots[i]->p / sum);
        }
    }
}

/* --- the hidden Markov model: states 0..I-1 stand at words of E, states I..2I-1 render nothing and remember where --- */

typedef struct { double emit[HMM_LONGEST][HMM_LONGEST], none[HMM_LONGEST], a[HMM_LONGEST][2 * HMM_LONGEST],
                 b[HMM_LONGEST][2 * HMM_LONGEST], trans[HMM_LONGEST + 1][HMM_LONGEST]; } hmm_space;

static inline size_t hmm_jump_class(long d)
{
    if (d > HMM_JUMPS) d = HMM_JUMPS;
    if (d < -HMM_JUMPS) d = -HMM_JUMPS;
    return (size_t)(d + HMM_JUMPS);
}

static inline void hmm_transitions(const hmm_model *m, hmm_space *s, size_t n)
{
    for (size_t from = 0; from <= n; from++) { /* n: the start, before the first word */
        double sum = 0;
        for (size_t to = 0; to < n; to++)
            sum += s->trans[from][to] = m->jump[hmm_jump_class(from == n ? (long)to + 1 : (long)to - (long)from)];
        for (size_t to = 0; to < n; to++) s->trans[from][to] *= (1 - HMM_NULL) / sum;
    }
}

/* posterior[j * I + i]: probability that word j of F renders word i of E. False where the pair has no probability. */
static inline bool hmm_posteriors(const hmm_model *m, hmm_space *s, const hmm_pair *p, float *posterior)
{
    int    f = !m->e;
    size_t n = p->n[m->e], len = p->n[f];
    if (!n || !len) return false;
    hmm_transitions(m, s, n);
    for (size_t j = 0; j < len; j++) {
        s->none[j] = hmm_p(&m->t, 0, p->words[f][j]);
        for (size_t i = 0; i < n; i++) s->emit[j][i] = hmm_p(&m->t, p->words[m->e][i], p->words[f][j]);
    }
    for (size_t j = 0; j < len; j++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            double in = 0;
            if (j) for (size_t k = 0; k < n; k++) in += (s->a[j - 1][k] + s->a[j - 1][n + k]) * s->trans[k][i];
            else in = s->trans[n][i];
            s->a[j][i] = in * s->emit[j][i];
            s->a[j][n + i] = (j ? s->a[j - 1][i] + s->a[j - 1][n + i] : 1.0 / (double)n) * HMM_NULL * s->none[j];
            sum += s->a[j][i] + s->a[j][n + i];
        }
        if (!(sum > 0)) return false;
        for (size_t i = 0; i < 2 * n; i++) s->a[j][i] /= sum;
    }
    for (size_t i = 0; i < 2 * n; i++) s->b[len - 1][i] = 1;
    for (size_t j = len - 1; j-- > 0;) {
        double sum = 0;
        for (size_t k = 0; k < n; k++) {
            double out = HMM_NULL * s->none[j + 1] * s->b[j + 1][n + k];
            for (size_t i = 0; i < n; i++) out += s->trans[k][i] * s->emit[j + 1][i] * s->b[j + 1][i];
            s->b[j][k] = s->b[j][n + k] = out;
            sum += out;
        }
        if (!(sum > 0)) return false;
        for (size_t i = 0; i < 2 * n; i++) s->b[j][i] /= sum;
    }
    for (size_t j = 0; j < len; j++) {
        double sum = 0;
        for (size_t i = 0; i < 2 * n; i++) sum += s->a[j][i] * s->b[j][i];
        if (!(sum > 0)) return false;
        for (size_t i = 0; i < n; i++) posterior[j * n + i] = (float)(s->a[j][i] * s->b[j][i] / sum);
    }
    return true;
}

/* Expected counts of pairs and (from the most probable places) of jumps. */
static inline void hmm_expect(hmm_model *m, hmm_space *space)
{
    double jumps[2 * HMM_JUMPS + 1];
    int    f = !m->e;
    float *posterior = malloc(sizeof(float) * HMM_LONGEST * HMM_LONGEST);
    if (!posterior) abort();
    for (size_t i = 0; i < 2 * HMM_JUMPS + 1; i++) jumps[i] = 1;
    for (size_t k = 0; k < m->corpus->pairs.n; k++) {
        const hmm_pair *p = &m->corpus->pairs.p[k];
        size_t          n = p->n[m->e];
        long            last = -1;
        if (!hmm_posteriors(m, space, p, posterior)) continue;
        for (size_t j = 0; j < p->n[f]; j++) {
            double none = 1;
            size_t best = 0;
            for (size_t i = 0; i < n; i++) {
                float q = posterior[j * n + i];
                if (q > posterior[j * n + best]) best = i;
                none -= (double)q;
                if (q > 1e-4f) hmm_at(&m->t, p->words[m->e][i], p->words[f][j])->count += (float)p->weight * q;
            }
            if (none > 1e-4) hmm_at(&m->t, 0, p->words[f][j])->count += (float)(p->weight * none);
            if (posterior[j * n + best] < 0.5f) continue;
            jumps[hmm_jump_class((long)best - last)] += p->weight;
            last = (long)best;
        }
    }
    free(posterior);
    double sum = 0;
    for (size_t i = 0; i < 2 * HMM_JUMPS + 1; i++) sum += jumps[i];
    for (size_t i = 0; i < 2 * HMM_JUMPS + 1; i++) m->jump[i] = jumps[i] / sum;
}

#endif
