/* Which source sentences a target sentence renders: dynamic programming along a corridor. */
#include "align/sentences.h"

#include "align/evidence.h"

#include <float.h>
#include <math.h>

enum { BEADS = 8, REACH = 3 /* sentences of one side in a bead */, ROWS = REACH + 1 };

/* The source's share, the target's share, -ln of the probability. Skips are cheap beside Gale & Church's: it is the words
 * that tell whether a sentence was left out. */
static const struct { uint8_t source, target; double cost; } kinds[BEADS] = {
    { 1, 1, 0.1 }, { 1, 0, 3.2 }, { 0, 1, 3.2 }, { 2, 1, 3.2 }, { 1, 2, 3.2 }, { 2, 2, 8.0 }, { 3, 1, 5.5 }, { 1, 3, 5.5 },
};
static const double SKIP = 3.2;

typedef struct {
    calco_evidence *evidence;
    calco_corridor  c;
    size_t          n, m;
    uint8_t        *choice;      /* of each cell: the kind of bead that ends there */
    double         *costs[ROWS]; /* of the row at hand and those before, from its low end on */
} search;

static double cost_before(const search *s, size_t i, size_t j)
{
    return j < s->c.low[i] || j > s->c.high[i] ? DBL_MAX : s->costs[i % ROWS][j - s->c.low[i]];
}

static void fill_cell(search *s, size_t i, size_t j)
{
    size_t  at = j - s->c.low[i];
    double  best = i || j ? DBL_MAX : 0;
    uint8_t choice = 0;
    for (uint8_t k = 0; k < BEADS; k++) {
        size_t n = kinds[k].source, m = kinds[k].target;
        if (n > i || m > j) continue;
        double cost = cost_before(s, i - n, j - m);
        if (cost >= DBL_MAX) continue;
        cost += kinds[k].cost;
        if (n && m) cost -= calco_evidence_of(s->evidence, i - n, n, j - m, m);
        if (cost < best) best = cost, choice = k;
    }
    s->costs[i % ROWS][at] = best;
    s->choice[s->c.row[i] + at] = choice;
}

static void fill(search *s)
{
    for (size_t i = 0; i <= s->n; i++) {
        if (i) {
            size_t r = i - 1, first = s->c.low[r < REACH ? 0 : r - REACH], last = s->c.high[r + REACH < s->n ? r + REACH : s->n];
            calco_evidence_row(s->evidence, r, first, last);
        }
        for (size_t j = s->c.low[i]; j <= s->c.high[i]; j++) fill_cell(s, i, j);
    }
}

/* How sure a bead is: by its odds against skips; a skip by those of standing against a neighbour after all. */
static double confidence(search *s, const calco_bead *b)
{
    size_t first = b->target ? b->target - 1 : 0, last = b->target + b->n_target + 1;
    double odds = -DBL_MAX;
    if (last > s->m) last = s->m;
    for (size_t i = b->source; i < b->source + b->n_source; i++) calco_evidence_row(s->evidence, i, first, last);
    if (b->n_source && b->n_target) {
        odds = calco_evidence_of(s->evidence, b->source, b->n_source, b->target, b->n_target) + SKIP * (double)(b->n_source + b->n_target) / 2;
        return 1 / (1 + exp(-odds / 2));
    }
    for (size_t j = first; b->n_source && j < last; j++) odds = fmax(odds, calco_evidence_of_words(s->evidence, b->source, 1, j, 1));
    if (!b->n_source)
        for (size_t i = b->source ? b->source - 1 : 0; i < s->n && i <= b->source; i++) {
            calco_evidence_row(s->evidence, i, b->target, b->target + 1);
            odds = fmax(odds, calco_evidence_of_words(s->evidence, i, 1, b->target, 1));
        }
    return odds <= -DBL_MAX ? 1 : 1 / (1 + exp(odds / 2));
}

static void trace(calco_arena *a, search *s, calco_beads *out)
{
    size_t i = s->n, j = s->m, from = out->n;
    while (i || j) {
        uint8_t k = s->choice[s->c.row[i] + (j - s->c.low[i])];
        i -= kinds[k].source;
        j -= kinds[k].target;
        calco_bead bead = { i, kinds[k].source, j, kinds[k].target, 0 };
        bead.confidence = confidence(s, &bead);
        VEC_PUSH(a, out, bead);
    }
    for (size_t b = from, e = out->n; b + 1 < e; b++, e--) {
        calco_bead swap = out->p[b];
        out->p[b] = out->p[e - 1];
        out->p[e - 1] = swap;
    }
}

void calco_align_sentences(calco_arena *a, const calco_sides *sides, const calco_doc *source, const calco_doc *target, calco_beads *out)
{
    calco_arena      *own = calco_arena_new();
    calco_vocabulary *v = calco_vocabulary_of(own, sides->lexicon, sides->source, sides->target, source, target);
    search            s = { .n = source->sentences.n, .m = target->sentences.n, .evidence = calco_evidence_new(own, v, sides->paired) };
    size_t            width = 0;
    s.c = sides->paired ? calco_corridor_of_units(own, v) : calco_corridor_of(own, v);
    for (size_t i = 0; i <= s.n; i++)
        if (s.c.row[i + 1] - s.c.row[i] > width) width = s.c.row[i + 1] - s.c.row[i];
    s.choice = ARENA_ARRAY(own, uint8_t, s.c.row[s.n + 1]);
    for (size_t r = 0; r < ROWS; r++) s.costs[r] = ARENA_ARRAY(own, double, width);
    fill(&s);
    trace(a, &s, out);
    calco_arena_free(own);
}
