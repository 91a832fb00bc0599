/* Fits dictionaries/XX-YY/score.tsv: the weights of the measures, so that a translation outranks the same with a fault.
 * Usage: train-score PACK FILE... >dictionaries/XX-YY/score.tsv
 * A file holds rows `kind TAB id TAB source TAB translation TAB faulty` (DEMETR's form). PACK may be a comma-separated list,
 * one a file, to fit several pairs at once. Logistic regression on the differences of the measures with an L2 penalty, each weight
 * having the sign of its measure (calco_measure.sign): Newton's method, its steps by coordinate descent within the bounds
 * (as glmnet of Friedman, Hastie, Tibshirani 2010). Accuracy by five-fold cross-validation (items by id) goes to standard
 * error, by kind and file, and into the head of the table. */
#include "base/buf.h"
#include "base/vec.h"
#include "judge/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEASURES_MAX = CALCO_MEASURES_MAX, FOLDS = 5, STEPS = 15, SWEEPS = 300, FILES_MAX = 8 };
static const double PENALTY = 0.003;

/* Pairs of one source cannot tell the weight of what is the same for both: these are set, at a rate of errors a word with which
 * the score of sentences of different length compares. */
static const struct { const char *measure; double weight; } set_weights[] = { { "difficulty/words", -0.8 } };

typedef struct {
    str    kind;
    long   id;
    double x[MEASURES_MAX]; /* good minus faulty, scaled */
    int    file;
    bool   right;
} item;

typedef struct {
    calco_arena *arena;
    VEC(item)    items;
    size_t       n; /* measures */
    int          files;
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
        item it = { .kind = c[0], .file = s->files, .id = strtol(c[1].p, NULL, 10) };
        VEC_PUSH(s->arena, &s->items, it);
        VEC_PUSH(s->arena, &pairs, ((calco_pair){ c[2], c[3] }));
        VEC_PUSH(s->arena, &pairs, ((calco_pair){ c[2], c[4] }));
    }
    double *scores = ARENA_ARRAY(s->arena, double, pairs.n), *m = ARENA_ARRAY(s->arena, double, pairs.n * s->n);
    calco_score(engine, pairs.p, pairs.n, scores, m, &err);
    for (size_t i = from; i < s->items.n; i++)
        for (size_t k = 0; k < s->n; k++)
            s->items.p[i].x[k] = m[2 * (i - from) * s->n + k] - m[(2 * (i - from) + 1) * s->n + k];
    s->files++;
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

/* Minimise 1/2 d'hd - g'd over d = new w - old w, every weight within the sign of its measure; w becomes the new one. */
static void step_within(double h[MEASURES_MAX][MEASURES_MAX], const double *g, double *w, size_t n)
{
    double left[MEASURES_MAX]; /* g - hd */
    memcpy(left, g, n * sizeof *left);
    double moved = 1;
    for (int sweep = 0; sweep < SWEEPS && moved > 1e-7; sweep++) {
        moved = 0;
        for (size_t a = 0; a < n; a++) {
            double to = w[a] + left[a] / h[a][a], by;
            int    sign = calco_measure_at(a)->sign;
            if (sign * to < 0) to = 0;
            by = to - w[a];
            if (by == 0) continue;
            if (fabs(by) > moved) moved = fabs(by);
            w[a] = to;
            for (size_t b = 0; b < n; b++) left[b] -= h[b][a] * by;
        }
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
                if (it->x[a] != 0)
                    for (size_t b = 0; b <= a; b++) h[a][b] += v * it->x[a] * it->x[b];
            }
        }
        for (size_t a = 0; a < s->n; a++) {
            g[a] = g[a] / (double)n - PENALTY * w[a];
            for (size_t b = 0; b <= a; b++) h[b][a] = h[a][b] = h[a][b] / (double)n + (a == b ? PENALTY : 0);
        }
        step_within(h, g, w, s->n);
    }
}

/* --- reporting --- */

static int by_kind(const void *a, const void *b) { return calco_str_cmp(((const item *)a)->kind, ((const item *)b)->kind); }

/* Items and right ones, of each file and (last) of all. */
typedef struct {
    size_t n[FILES_MAX + 1], right[FILES_MAX + 1];
} tally;

static void tally_add(tally *t, const sample *s, const item *it)
{
    t->n[it->file]++, t->right[it->file] += it->right;
    t->n[s->files]++, t->right[s->files] += it->right;
}

static double per_cent(const tally *t, int file) { return t->n[file] ? 100.0 * (double)t->right[file] / (double)t->n[file] : 0; }

static void print_tally(const sample *s, str name, const tally *t)
{
    fprintf(stderr, "%-34.*s %5zu", STR_FMT(name), t->n[s->files]);
    for (int f = 0; f <= s->files; f++) fprintf(stderr, "  %6.2f", per_cent(t, f));
    fputc('\n', stderr);
}

static tally report(sample *s)
{
    tally all = { 0 };
    qsort(s->items.p, s->items.n, sizeof *s->items.p, by_kind);
    for (size_t i = 0; i < s->items.n;) {
        tally own = { 0 };
        str   kind = s->items.p[i].kind;
        for (; i < s->items.n && calco_str_eq(s->items.p[i].kind, kind); i++)
            tally_add(&own, s, &s->items.p[i]), tally_add(&all, s, &s->items.p[i]);
        print_tally(s, kind, &own);
    }
    print_tally(s, STR("all items, cross-validated"), &all);
    return all;
}

static double weight_of(const sample *s, const double *w, size_t k)
{
    for (size_t i = 0; i < sizeof set_weights / sizeof *set_weights; i++)
        if (strcmp(set_weights[i].measure, calco_measure_name(k)) == 0) return set_weights[i].weight;
    return w[k] / s->scale[k];
}

static void print_weights(const sample *s, const tally *t, char **files, const double *w)
{
    puts("# Weights of the measures of `calco score` (per unit of a measure, on the logit); fitted by train-score (`make train-score`).");
    fputs("# Data, and items that a five-fold cross-validation gets right:", stdout);
    for (int f = 0; f < s->files; f++) {
        const char *slash = strrchr(files[f], '/');
        printf("%s %s %.2f %%", f ? "," : "", slash ? slash + 1 : files[f], per_cent(t, f));
    }
    printf("; all %.2f %%.\n", per_cent(t, s->files));
    for (size_t k = 0; k < s->n; k++) printf("%s\t%.5f\n", calco_measure_name(k), weight_of(s, w, k));
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 2 + FILES_MAX) return fputs("usage: train-score PACK[,PACK...] FILE...\n", stderr), 2;
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
    tally right = report(&s);
    fit(&s, -1, w);
    print_weights(&s, &right, argv + 2, w);
    calco_arena_free(s.arena);
    return 0;
}
