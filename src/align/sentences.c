/* Which source sentences a target sentence renders: dynamic programming over sentence lengths. */
#include "align/sentences.h"

#include <float.h>
#include <math.h>

enum { BEADS = 6, MIN_BAND = 200 };

/* Gale & Church's priors; the source's share, the target's share, -ln of the probability. */
static const struct { uint8_t source, target; double cost; } kinds[BEADS] = {
    { 1, 1, 0.117 }, { 1, 0, 4.605 }, { 0, 1, 4.605 }, { 2, 1, 2.419 }, { 1, 2, 2.419 }, { 2, 2, 4.510 },
};

/* -ln of the probability that texts of these lengths (in bytes) render each other. */
static double length_cost(double source, double target)
{
    if (source + target == 0) return 0;
    double mean = (source + target) / 2;
    double delta = fabs(target - source) / sqrt(6.8 * mean);
    double p = erfc(delta / sqrt(2.0));
    return p > 1e-15 ? -log(p) : 34.5;
}

typedef struct {
    const calco_sentence *s;
    size_t                first, n; /* a stretch of sentences */
} stretch;

static double length_of(stretch t, size_t end, size_t count)
{
    double sum = 0;
    for (size_t i = end - count; i < end; i++) sum += (double)(t.s[t.first + i].end - t.s[t.first + i].start);
    return sum;
}

static size_t band_start(size_t i, size_t n, size_t m, size_t half)
{
    size_t middle = n ? (size_t)((double)i / (double)n * (double)m) : 0;
    return middle > half ? middle - half : 0;
}

/* The kinds of bead on the best path, last first, pushed to `path`. */
static void best_path(calco_arena *a, stretch source, stretch target, const uint8_t *choice, size_t width, size_t half,
                      calco_beads *out)
{
    size_t i = source.n, j = target.n, from = out->n;
    while (i || j) {
        uint8_t k = choice[i * width + (j - band_start(i, source.n, target.n, half))];
        i -= kinds[k].source;
        j -= kinds[k].target;
        calco_bead bead = { source.first + i, kinds[k].source, target.first + j, kinds[k].target, 0 };
        bead.cost = length_cost(length_of(source, i + bead.n_source, bead.n_source),
                                length_of(target, j + bead.n_target, bead.n_target)) + kinds[k].cost;
        VEC_PUSH(a, out, bead);
    }
    for (size_t b = from, e = out->n; b + 1 < e; b++, e--) {
        calco_bead swap = out->p[b];
        out->p[b] = out->p[e - 1];
        out->p[e - 1] = swap;
    }
}

static void align(calco_arena *a, stretch source, stretch target, calco_beads *out)
{
    size_t n = source.n, m = target.n;
    size_t apart = n > m ? n - m : m - n;
    size_t half = MIN_BAND + apart, width = 2 * half + 1;
    if (width > m + 1) width = m + 1, half = m + 1;
    uint8_t *choice = ARENA_ARRAY(a, uint8_t, (n + 1) * width);
    double  *rows = ARENA_ARRAY(a, double, 3 * width); /* costs of the last three rows, by i modulo 3 */
    for (size_t i = 0; i <= n; i++) {
        size_t start = band_start(i, n, m, half);
        for (size_t j = start; j < start + width && j <= m; j++) {
            double best = i || j ? DBL_MAX : 0;
            for (uint8_t k = 0; k < BEADS; k++) {
                if (kinds[k].source > i || kinds[k].target > j) continue;
                size_t pi = i - kinds[k].source, pj = j - kinds[k].target, ps = band_start(pi, n, m, half);
                if (pj < ps || pj - ps >= width) continue;
                double before = rows[(pi % 3) * width + (pj - ps)];
                if (before >= DBL_MAX) continue;
                double cost = before + kinds[k].cost + length_cost(length_of(source, i, kinds[k].source),
                                                                   length_of(target, j, kinds[k].target));
                if (cost < best) best = cost, choice[i * width + (j - start)] = k;
            }
            rows[(i % 3) * width + (j - start)] = best;
        }
    }
    best_path(a, source, target, choice, width, half, out);
}

void calco_align_sentences(calco_arena *a, const calco_doc *source, const calco_doc *target, calco_beads *out)
{
    if (source->units.n == target->units.n) {
        for (size_t u = 0; u < source->units.n; u++) {
            const calco_unit *s = &source->units.p[u], *t = &target->units.p[u];
            align(a, (stretch){ source->sentences.p, s->first_sentence, s->n_sentences },
                  (stretch){ target->sentences.p, t->first_sentence, t->n_sentences }, out);
        }
        return;
    }
    align(a, (stretch){ source->sentences.p, 0, source->sentences.n },
          (stretch){ target->sentences.p, 0, target->sentences.n }, out);
}
