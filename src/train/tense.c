/* Which tense, aspect and mood renders which: prints dictionaries/XX-YY/tense.tsv (align/tenses.h).
 * Usage: train-tense PACK TABLE PACK TABLE... >dictionaries/XX-YY/tense.tsv
 * A TABLE (xz) holds rows `source TAB translation`. A multinomial logistic regression over the names of target groups, whose
 * weights are sums over parts of the names; stochastic gradient with the step sizes of AdaGrad (Duchi et al. 2011), sparse by
 * truncation. Every twentieth example is kept out while it learns; their likelihood goes to standard error. */
#include "align/tenses.h"
#include "base/map.h"
#include "train/texts.h"

enum { LEAST_NAME = 60, LEAST_FEATURE = 40, EPOCHS = 4, HELD_OUT = 20, MOST_NAMES = 128, MOST_PARTS = 256, NAME_PARTS = 4 };
static const double RATE = 0.06, LEAST_WEIGHT = 0.095;
static const float  SHRINK = 4e-3f;

typedef struct { size_t from, to; uint32_t name; } example; /* its features in `sights`; later a name of the model */
typedef struct {
    calco_arena  *arena;
    calco_map     features, names;      /* -> id */
    VEC(str)      feature, name;        /* by id */
    VEC(uint32_t) feature_times, name_times, sights;
    VEC(example)  examples;
} corpus;

static uint32_t id_of(corpus *c, calco_map *m, str key, bool is_name)
{
    uint32_t id = calco_map_get(m, key);
    if (id == CALCO_NONE) {
        str own = calco_arena_str(c->arena, key);
        calco_map_set(m, own, id = (uint32_t)m->n);
        if (is_name) {
            VEC_PUSH(c->arena, &c->name, own);
            VEC_PUSH(c->arena, &c->name_times, 0);
        } else {
            VEC_PUSH(c->arena, &c->feature, own);
            VEC_PUSH(c->arena, &c->feature_times, 0);
        }
    }
    ++(is_name ? c->name_times.p : c->feature_times.p)[id];
    return id;
}

static calco_stretch stretch_of(const calco_doc *doc, size_t unit)
{
    size_t n;
    const calco_token *t = train_tokens(doc, unit, &n);
    return (calco_stretch){ doc, t ? (size_t)(t - doc->tokens.p) : 0, n };
}

static void count_pair(corpus *c, const calco_lexicon *x, const calco_lang *from, const calco_lang *to, calco_arena *a, calco_stretch s, calco_stretch t)
{
    calco_links   l = calco_link_words(x, from, to, a, s, t);
    calco_clauses k = { 0 };
    if (!l.n_source || !l.n_target) return;
    k = calco_clauses_of(a, from, to, s, t, &l);
    for (size_t v = 0; v < k.target.n; v++) {
        calco_strs sight = calco_tense_sight(a, &k, v);
        example    e = { c->sights.n, c->sights.n + sight.n, id_of(c, &c->names, k.target.p[v].group.name, true) };
        for (size_t i = 0; i < sight.n; i++) {
            uint32_t f = id_of(c, &c->features, sight.p[i], false);
            VEC_PUSH(c->arena, &c->sights, f);
        }
        VEC_PUSH(c->arena, &c->examples, e);
    }
}

static void read_table(corpus *c, const char *pack_path, const char *path)
{
    calco_err   err;
    calco_pack *pack = calco_pack_open(pack_path, &err);
    const char *slash = strrchr(pack_path, '/');
    char        pair[8], from_code[3] = "", to_code[3] = "";
    snprintf(pair, sizeof pair, "%.5s", slash ? slash + 1 : pack_path);
    memcpy(from_code, pair, 2), memcpy(to_code, pair + 3, 2);
    calco_arena   *a = calco_arena_new(), *scratch = calco_arena_new();
    calco_lang    *from = pack ? calco_lang_open(pack, from_code, &err) : NULL, *to = from ? calco_lang_open(pack, to_code, &err) : NULL;
    calco_lexicon *x = to ? calco_lexicon_open(pack, pair, a, &err) : NULL;
    if (!x) fprintf(stderr, "train-tense: %s: %s\n", pack_path, err.message), exit(2);
    str rest = train_unpack(a, path), line;
    calco_strs side[2] = { { 0 } };
    while (calco_str_split(&rest, '\n', &line)) {
        if (line.n > 900 || !train_column(line, 1).n) continue;
        VEC_PUSH(a, &side[0], train_column(line, 0));
        VEC_PUSH(a, &side[1], train_column(line, 1));
    }
    calco_doc *s = train_doc(from, a, side[0].p, side[0].n, true), *t = train_doc(to, a, side[1].p, side[1].n, true);
    for (size_t u = 0; u < side[0].n; u++) {
        count_pair(c, x, from, to, scratch, stretch_of(s, u), stretch_of(t, u));
        calco_arena_reset(scratch);
    }
    calco_lang_close(from), calco_lang_close(to);
    calco_arena_free(a), calco_arena_free(scratch);
    calco_pack_close(pack);
}

/* --- learning --- */

typedef struct {
    size_t    n_names, n_parts, n_features;
    str       names[MOST_NAMES], parts[MOST_PARTS];
    uint32_t  of[MOST_NAMES][NAME_PARTS]; /* parts of a name */
    size_t    n_of[MOST_NAMES];
    uint32_t *dense;                      /* feature of the corpus -> row of the weights, CALCO_NONE where it is too rare */
    str      *feature;                    /* row -> feature */
    float    *weight, *step;              /* row by part */
} model;

static uint32_t part_of(model *m, str part)
{
    for (size_t i = 0; i < m->n_parts; i++)
        if (calco_str_eq(m->parts[i], part)) return (uint32_t)i;
    if (m->n_parts == MOST_PARTS) exit(2);
    m->parts[m->n_parts] = part;
    return (uint32_t)m->n_parts++;
}

static void take_names(model *m, corpus *c)
{
    uint32_t *to = ARENA_ARRAY(c->arena, uint32_t, c->name.n);
    for (size_t i = 0; i < c->name.n; i++) {
        to[i] = CALCO_NONE;
        if (c->name_times.p[i] < LEAST_NAME || m->n_names == MOST_NAMES) continue;
        str    all[NAME_PARTS] = { c->name.p[i] };
        size_t n = 1 + calco_verb_aspects(c->arena, c->name.p[i], all + 1), at = m->n_names++;
        for (size_t k = 0; k < n; k++) m->of[at][k] = part_of(m, all[k]);
        m->n_of[at] = n;
        m->names[at] = c->name.p[i];
        to[i] = (uint32_t)at;
    }
    for (size_t i = 0; i < c->examples.n; i++) c->examples.p[i].name = to[c->examples.p[i].name];
}

static void take_features(model *m, corpus *c)
{
    m->dense = ARENA_ARRAY(c->arena, uint32_t, c->feature.n);
    m->feature = ARENA_ARRAY(c->arena, str, c->feature.n);
    for (size_t i = 0; i < c->feature.n; i++) {
        m->dense[i] = c->feature_times.p[i] < LEAST_FEATURE ? CALCO_NONE : (uint32_t)m->n_features;
        if (m->dense[i] != CALCO_NONE) m->feature[m->n_features++] = c->feature.p[i];
    }
    m->weight = ARENA_ARRAY(c->arena, float, m->n_features * m->n_parts);
    m->step = ARENA_ARRAY(c->arena, float, m->n_features * m->n_parts);
}

/* The natural logarithm of the probability of an example's name; p: of all names. */
static double likelihood(const model *m, const corpus *c, const example *e, double p[MOST_NAMES])
{
    double part[MOST_PARTS] = { 0 }, most = -HUGE_VAL, all = 0;
    for (size_t i = e->from; i < e->to; i++) {
        uint32_t row = m->dense[c->sights.p[i]];
        if (row == CALCO_NONE) continue;
        for (size_t k = 0; k < m->n_parts; k++) part[k] += (double)m->weight[row * m->n_parts + k];
    }
    for (size_t n = 0; n < m->n_names; n++) {
        p[n] = 0;
        for (size_t k = 0; k < m->n_of[n]; k++) p[n] += part[m->of[n][k]];
        most = fmax(most, p[n]);
    }
    for (size_t n = 0; n < m->n_names; n++) all += p[n] = exp(p[n] - most);
    for (size_t n = 0; n < m->n_names; n++) p[n] /= all;
    return log(fmax(p[e->name], 1e-12));
}

static void learn_from(model *m, const corpus *c, const example *e)
{
    double p[MOST_NAMES], part[MOST_PARTS] = { 0 };
    likelihood(m, c, e, p);
    for (size_t n = 0; n < m->n_names; n++)
        for (size_t k = 0; k < m->n_of[n]; k++) part[m->of[n][k]] += (n == e->name) - p[n];
    for (size_t i = e->from; i < e->to; i++) {
        uint32_t row = m->dense[c->sights.p[i]];
        if (row == CALCO_NONE) continue;
        float *w = &m->weight[row * m->n_parts], *s = &m->step[row * m->n_parts];
        for (size_t k = 0; k < m->n_parts; k++) {
            float g = (float)part[k];
            s[k] += g * g;
            float step = (float)RATE / sqrtf(s[k] + 1e-2f);
            w[k] += step * g;
            w[k] -= fminf(fabsf(w[k]), step * SHRINK) * (w[k] > 0 ? 1.0f : -1.0f);
        }
    }
}

static double held_out(const model *m, const corpus *c)
{
    double sum = 0, n = 0, p[MOST_NAMES];
    for (size_t i = 0; i < c->examples.n; i += HELD_OUT)
        if (c->examples.p[i].name != CALCO_NONE) sum += likelihood(m, c, &c->examples.p[i], p), n++;
    return n > 0 ? sum / n : 0;
}

static void learn(model *m, const corpus *c)
{
    uint64_t random = 88172645463325252u;
    size_t  *order = ARENA_ARRAY(c->arena, size_t, c->examples.n + 1);
    for (size_t i = 0; i < c->examples.n; i++) order[i] = i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (size_t i = c->examples.n; i > 1; i--) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t k = (size_t)(random % i), swap = order[i - 1];
            order[i - 1] = order[k], order[k] = swap;
        }
        for (size_t i = 0; i < c->examples.n; i++)
            if (order[i] % HELD_OUT && c->examples.p[order[i]].name != CALCO_NONE) learn_from(m, c, &c->examples.p[order[i]]);
        fprintf(stderr, "epoch %d: log likelihood of the examples kept out %.4f\n", epoch + 1, held_out(m, c));
    }
}

static void print(const model *m)
{
    puts("# Which tense, aspect and mood a verb group may have, given what it renders and what is around it: a log-linear model; computed by train-tense.");
    for (size_t k = 0; k < m->n_parts; k++) printf("+\t%.*s\n", STR_FMT(m->parts[k]));
    for (size_t n = 0; n < m->n_names; n++) printf("!\t%.*s\n", STR_FMT(m->names[n]));
    for (size_t i = 0; i < m->n_features; i++) {
        const char *separator = "\t";
        const float *w = &m->weight[i * m->n_parts];
        for (size_t k = 0; k < m->n_parts; k++) {
            if (fabs((double)w[k]) < LEAST_WEIGHT) continue;
            if (*separator == '\t') printf("%.*s", STR_FMT(m->feature[i]));
            printf("%s%zu:%.2f", separator, k, (double)w[k]);
            separator = " ";
        }
        if (*separator == ' ') putchar('\n');
    }
}

int main(int argc, char **argv)
{
    corpus c = { .arena = calco_arena_new() };
    c.features = calco_map_new(c.arena), c.names = calco_map_new(c.arena);
    for (int i = 1; i + 1 < argc; i += 2) read_table(&c, argv[i], argv[i + 1]);
    static model m;
    take_names(&m, &c);
    take_features(&m, &c);
    fprintf(stderr, "%zu groups, %zu names, %zu parts, %zu features\n", c.examples.n, m.n_names, m.n_parts, m.n_features);
    learn(&m, &c);
    print(&m);
    calco_arena_free(c.arena);
    return 0;
}
