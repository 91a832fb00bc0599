/* The corridor of the search: anchors by rare words, chained, and room between them. */
#include "align/corridor.h"

#include <math.h>
#include <stdlib.h>

enum {
    RARE = 6,         /* times a word may stand in a text to anchor anything */
    MARGIN = 5,       /* sentences that an anchor may be wrong by */
    SMALL = 1 << 14,  /* cells: between anchors so many are all searched */
    BAND = 120        /* else so far from the straight line */
};
static const float LEAST_SHARED = 6.0f; /* nats of shared words that make an anchor */
static const float UNIT_ANCHOR = 1.0f;

/* --- candidates --- */

typedef struct { uint32_t source, target; float weight; } candidate;
typedef VEC(candidate) candidates;

static int by_place(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->source != y->source) return x->source < y->source ? -1 : 1;
    if (x->target != y->target) return x->target < y->target ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static void share_word(calco_arena *a, const calco_vocabulary *v, const calco_entry *s, const calco_bridge *b, candidates *out)
{
    const calco_entry *t = &v->target.entries.p[b->word];
    if (t->count > RARE) return;
    float likely = b->forward > b->backward ? b->forward : b->backward;
    float weight = logf(likely * (float)(v->target.sentences + v->source.sentences) / (float)(s->count + t->count));
    if (weight <= 0) return;
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t k = 0; k < t->count; k++) {
            candidate c = { v->source.sentence[v->source.places[s->first_place + i]], v->target.sentence[v->target.places[t->first_place + k]],
                            weight };
            VEC_PUSH(a, out, c);
        }
}

/* Pairs of sentences with the weights of all they share, by source sentence. */
static candidates find_candidates(calco_arena *a, const calco_vocabulary *v)
{
    candidates all = { 0 };
    for (size_t e = 0; e < v->source.entries.n; e++) {
        const calco_entry *s = &v->source.entries.p[e];
        if (s->count > RARE) continue;
        for (uint32_t b = 0; b < s->n_bridges; b++) share_word(a, v, s, &v->bridges.p[s->first_bridge + b], &all);
    }
    if (all.n) qsort(all.p, all.n, sizeof *all.p, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < all.n; i++) {
        candidate *last = kept ? &all.p[kept - 1] : NULL;
        if (last && last->source == all.p[i].source && last->target == all.p[i].target) last->weight += all.p[i].weight;
        else all.p[kept++] = all.p[i];
    }
    all.n = kept;
    return all;
}

/* Only pairs that share much, and most among all pairs of both their sentences. */
static candidates choose_anchors(calco_arena *a, const calco_vocabulary *v, const candidates *all)
{
    float     *best_source = ARENA_ARRAY(a, float, v->source.sentences), *best_target = ARENA_ARRAY(a, float, v->target.sentences);
    candidates out = { 0 };
    for (size_t i = 0; i < all->n; i++) {
        const candidate *c = &all->p[i];
        if (c->weight > best_source[c->source]) best_source[c->source] = c->weight;
        if (c->weight > best_target[c->target]) best_target[c->target] = c->weight;
    }
    for (size_t i = 0; i < all->n; i++) {
        const candidate *c = &all->p[i];
        if (c->weight >= LEAST_SHARED && c->weight >= best_source[c->source] && c->weight >= best_target[c->target]) VEC_PUSH(a, &out, *c);
    }
    const calco_doc *s = v->source.doc, *t = v->target.doc;
    for (size_t u = 0; s->units.n == t->units.n && u < s->units.n; u++) {
        candidate c = { (uint32_t)s->units.p[u].first_sentence, (uint32_t)t->units.p[u].first_sentence, UNIT_ANCHOR };
        if (s->units.p[u].n_sentences && t->units.p[u].n_sentences) VEC_PUSH(a, &out, c);
    }
    if (out.n) qsort(out.p, out.n, sizeof *out.p, by_place);
    return out;
}

/* --- the chain: a Fenwick tree of the best chain that ends before a target sentence --- */

typedef struct { float weight; uint32_t last; } best_chain;

static best_chain chain_before(const best_chain *tree, size_t target)
{
    best_chain best = { 0, CALCO_NONE };
    for (size_t i = target; i > 0; i -= i & (~i + 1))
        if (tree[i].weight > best.weight) best = tree[i];
    return best;
}

static void chain_put(best_chain *tree, size_t n, size_t target, best_chain c)
{
    for (size_t i = target + 1; i <= n; i += i & (~i + 1))
        if (c.weight > tree[i].weight) tree[i] = c;
}

/* Keep the heaviest chain of candidates in which both sides rise. */
static void keep_chain(calco_arena *a, candidates *c, size_t n_target)
{
    best_chain *tree = ARENA_ARRAY(a, best_chain, n_target + 1), *at = ARENA_ARRAY(a, best_chain, c->n);
    uint32_t    last = CALCO_NONE;
    for (size_t i = 0, end; i < c->n; i = end) {
        for (end = i; end < c->n && c->p[end].source == c->p[i].source; end++) {
            at[end] = chain_before(tree, c->p[end].target);
            at[end].weight += c->p[end].weight;
            if (last == CALCO_NONE || at[end].weight > at[last].weight) last = (uint32_t)end;
        }
        for (size_t k = i; k < end; k++) chain_put(tree, n_target, c->p[k].target, (best_chain){ at[k].weight, (uint32_t)k });
    }
    bool *kept = ARENA_ARRAY(a, bool, c->n);
    for (; last != CALCO_NONE; last = at[last].last) kept[last] = true;
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (kept[i]) c->p[n++] = c->p[i];
    c->n = n;
}

/* --- room around the chain --- */

static void widen(calco_corridor *c, size_t i, size_t low, size_t high, size_t m)
{
    if (low < c->low[i]) c->low[i] = low;
    if (high > m) high = m;
    if (high > c->high[i]) c->high[i] = high;
}

static size_t minus(size_t a, size_t b) { return a > b ? a - b : 0; }

/* The stretch from (i0, j0) to (i1, j1): all of it, or a band along the straight line. */
static void add_stretch(calco_corridor *c, size_t n, size_t m, size_t i0, size_t j0, size_t i1, size_t j1)
{
    size_t rows = i1 - i0, columns = j1 - j0;
    bool   small = (rows + 1) <= SMALL / (columns + 1);
    double slope = rows ? (double)columns / (double)rows : 0;
    size_t half = small ? columns : BAND + (size_t)slope;
    for (size_t i = i0; i <= i1; i++) {
        size_t middle = rows && !small ? j0 + (size_t)((double)(i - i0) * slope) : j0;
        size_t low = small ? j0 : minus(middle, half), high = middle + half;
        if (low < j0) low = j0;
        if (high > j1) high = j1;
        if (!rows) low = j0, high = j1;
        widen(c, i, minus(low, MARGIN), high + MARGIN, m);
    }
    for (size_t d = 1; d <= MARGIN; d++) {
        if (i0 >= d) widen(c, i0 - d, minus(j0, MARGIN), j0 + MARGIN, m);
        if (i1 + d <= n) widen(c, i1 + d, minus(j1, MARGIN), j1 + MARGIN, m);
    }
}

/* Make both borders rise, and count the cells. */
static void settle(calco_corridor *c, size_t n)
{
    for (size_t i = 1; i <= n; i++)
        if (c->high[i] < c->high[i - 1]) c->high[i] = c->high[i - 1];
    for (size_t i = n; i > 0; i--)
        if (c->low[i - 1] > c->low[i]) c->low[i - 1] = c->low[i];
    for (size_t i = 0; i <= n; i++) c->row[i + 1] = c->row[i] + (c->high[i] - c->low[i] + 1);
}

static calco_corridor new_corridor(calco_arena *a, size_t n)
{
    calco_corridor c = { ARENA_ARRAY(a, size_t, n + 1), ARENA_ARRAY(a, size_t, n + 1), ARENA_ARRAY(a, size_t, n + 2) };
    for (size_t i = 0; i <= n; i++) c.low[i] = SIZE_MAX;
    return c;
}

calco_corridor calco_corridor_of(calco_arena *a, const calco_vocabulary *v)
{
    size_t         n = v->source.sentences, m = v->target.sentences, i = 0, j = 0;
    calco_corridor c = new_corridor(a, n);
    calco_arena   *scratch = calco_arena_new();
    candidates     all = find_candidates(scratch, v), anchors = choose_anchors(scratch, v, &all);
    keep_chain(scratch, &anchors, m);
    for (size_t k = 0; k < anchors.n; k++) {
        add_stretch(&c, n, m, i, j, anchors.p[k].source, anchors.p[k].target);
        i = anchors.p[k].source;
        j = anchors.p[k].target;
    }
    add_stretch(&c, n, m, i, j, n, m);
    calco_arena_free(scratch);
    settle(&c, n);
    return c;
}

calco_corridor calco_corridor_of_units(calco_arena *a, const calco_vocabulary *v)
{
    const calco_doc *s = v->source.doc, *t = v->target.doc;
    size_t           n = v->source.sentences, m = v->target.sentences;
    calco_corridor   c = new_corridor(a, n);
    for (size_t u = 0; u < s->units.n; u++) {
        const calco_unit *x = &s->units.p[u], *y = &t->units.p[u];
        for (size_t i = x->first_sentence; i <= x->first_sentence + x->n_sentences && i <= n; i++)
            widen(&c, i, y->first_sentence, y->first_sentence + y->n_sentences, m);
    }
    widen(&c, 0, 0, 0, m);
    widen(&c, n, m, m, m);
    settle(&c, n);
    return c;
}
