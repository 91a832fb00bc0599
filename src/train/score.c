/* Fits dictionaries/XX-YY/score.tsv: the weights of the measures, so that a translation outranks the same with a fault.
 * Usage: train-score PACK FILE... >dictionaries/XX-YY/score.tsv
 * A file holds rows `kind TAB id TAB source TAB translation TAB faulty` (DEMETR's form). PACK may be a comma-separated list,
 * one a file, to fit several pairs at once. Logistic regression on the differences of the measures, Newton's method, with an
 * L2 penalty; accuracy by five-fold cross-validation (items by id) goes to standard error, by kind. */
#include "base/buf.h"
#include "base/vec.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MEASURES_MAX = 96, FOLDS = 5, STEPS = 40 };
static const double PENALTY = 0.003;

typedef struct {
    str    kind;
    long   id;
    double x[MEASURES_MAX]; /* good minus faulty, scaled */
    bool   right;
} item;

typedef struct {
    calco_arena *arena;
    VEC(item)    items;
    size_t       n; /* measures */
    double       scale[MEASURES_MAX];
} sample;

/* --- reading and measuring --- */

static int load(sample *s, const char *pack, const char *path)
{
    calco_err      err = { 0 };
    calco_settings settings = { .min_confidence = 1, .infer = false };
    calco_engine  *engine = calco_engine_open(pack, &settings, &err);
    calco_buf      file = { 0 };
    if (!engine || !calco_read_file(path, &file, &err)) return fprintf(stderr, "train-score: %s: %s\n", err.path, err.message), 2;
    VEC(calco_pair) pairs = { 0 };
    size_t from = s->items.n;
    str    rest = calco_arena_str(s->arena, calco_buf_view(&file)), line;
    while (calco_str_split(&rest, '\n', &line)) {
        str c[5] = { { 0 } };
        for (int i = 0; i < 5 && line.p; i++) calco_str_split(&line, '\t', &c[i]);
        if (!c[4].p || c[0].p[0] == '#') continue;
        item it = { .kind = c[0], .id = strtol(c[1].p, NULL, 10) };
        VEC_PUSH(s->arena, &s->items, it);
        VEC_PUSH(s->arena, &pairs, ((calco_pair){ c[2], c[3] }));
        VEC_PUSH(s->arena, &pairs, ((calco_pair){ c[2], c[4] }));
    }
    double *scores = ARENA_ARRAY(s->arena, double, pairs.n), *m = ARENA_ARRAY(s->arena, double, pairs.n * s->n);
    calco_score(engine, pairs.p, pairs.n, scores, m, &err);
    for (size_t i = from; i < s->items.n; i++)
        for (size_t k = 0; k < s->n; k++)
            s->items.p[i].x[k] = m[2 * (i - from) * s->n + k] - m[(2 * (i - from) + 1) * s->n + k];
    calco_buf_free(&file);
    calco_engine_close(engine);
    return 0;
}

static void scale(sample *s)
{
    for (size_t k = 0; k < s->n; k++) {
        double sum = 0;
        for (size_t i = 0; i < s->items.n; i++) sum += s->items.p[i].x[k] * s->items.p[i].x[k];
        s->scale[k] = sqrt(sum / (double)s->items.n) + 1e-9;
        for (size_t i = 0; i < s->items.n; i++) s->items.p[i].x[k] /= s->scale[k];
    }
}

/* --- fitting --- */

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

/* Solve h x = g in place by Cholesky's method; h is symmetric and positive definite. */
static void solve(double h[MEASURES_MAX][MEASURES_MAX], double *g, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t k = 0; k < j; k++) h[j][j] -= h[j][k] * h[j][k];
        h[j][j] = sqrt(h[j][j]);
        for (size_t i = j + 1; i < n; i++) {
            for (size_t k = 0; k < j; k++) h[i][j] -= h[i][k] * h[j][k];
            h[i][j] /= h[j][j];
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) g[i] -= h[i][k] * g[k];
        g[i] /= h[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++) g[i] -= h[k][i] * g[k];
        g[i] /= h[i][i];
    }
}

static int fold_of(const item *it) { return (int)((it->id / 2) % FOLDS); }

static void fit(const sample *s, int leave_out, double *w)
{
    static double h[MEASURES_MAX][MEASURES_MAX];
    double        g[MEASURES_MAX];
    memset(w, 0, MEASURES_MAX * sizeof *w);
    for (int step = 0; step < STEPS; step++) {
        size_t n = 0;
        memset(h, 0, sizeof h);
        memset(g, 0, sizeof g);
        for (size_t i = 0; i < s->items.n; i++) {
            const item *it = &s->items.p[i];
            if (fold_of(it) == leave_out) continue;
            double p = 1 / (1 + exp(dot(w, it->x, s->n))), v = p * (1 - p);
            n++;
            for (size_t a = 0; a < s->n; a++) {
                g[a] += it->x[a] * p;
                for (size_t b = 0; b <= a; b++) h[a][b] += v * it->x[a] * it->x[b];
            }
        }
        for (size_t a = 0; a < s->n; a++) {
            g[a] = g[a] / (double)n - PENALTY * w[a];
            for (size_t b = 0; b <= a; b++) h[a][b] = h[a][b] / (double)n + (a == b ? PENALTY : 0);
        }
        solve(h, g, s->n);
        for (size_t a = 0; a < s->n; a++) w[a] += g[a];
    }
}

/* --- reporting --- */

static int by_kind(const void *a, const void *b) { return calco_str_cmp(((const item *)a)->kind, ((const item *)b)->kind); }

static void report(sample *s)
{
    size_t all = 0;
    qsort(s->items.p, s->items.n, sizeof *s->items.p, by_kind);
    for (size_t i = 0; i < s->items.n;) {
        size_t n = 0, right = 0;
        str    kind = s->items.p[i].kind;
        for (; i < s->items.n && calco_str_eq(s->items.p[i].kind, kind); i++) n++, right += s->items.p[i].right;
        all += right;
        fprintf(stderr, "%-34.*s %5zu %6.1f\n", STR_FMT(kind), n, 100.0 * (double)right / (double)n);
    }
    fprintf(stderr, "%-34s %5zu %6.2f\n", "all items, cross-validated", s->items.n, 100.0 * (double)all / (double)s->items.n);
}

int main(int argc, char **argv)
{
    if (argc < 3) return fputs("usage: train-score PACK[,PACK...] FILE...\n", stderr), 2;
    sample s = { .arena = calco_arena_new(), .n = calco_measure_count() };
    str    packs = calco_str(argv[1]), pack = { 0 };
    for (int i = 2; i < argc; i++) {
        if (packs.p) calco_str_split(&packs, ',', &pack);
        if (load(&s, calco_arena_str(s.arena, pack).p, argv[i]) != 0) return 2;
    }
    if (!s.items.n) return fputs("train-score: no items\n", stderr), 2;
    scale(&s);
    double w[MEASURES_MAX];
    for (int f = 0; f < FOLDS; f++) {
        fit(&s, f, w);
        for (size_t i = 0; i < s.items.n; i++)
            if (fold_of(&s.items.p[i]) == f) s.items.p[i].right = dot(w, s.items.p[i].x, s.n) > 1e-9;
    }
    report(&s);
    fit(&s, -1, w);
    puts("# Weights of the measures of `calco score` (per unit of a measure, on the logit); fitted by train-score.");
    for (size_t k = 0; k < s.n; k++) printf("%s\t%.5f\n", calco_measure_name(k), w[k] / s.scale[k]);
    calco_arena_free(s.arena);
    return 0;
}
