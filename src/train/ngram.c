/* Estimates dictionaries/XX/ngram.tsv, a trigram model, from texts.
 * Usage: train-ngram PACK LANGUAGE RARE PRUNE <text >dictionaries/XX/ngram.tsv   (one paragraph a line)
 * RARE: words seen fewer times are unknown. PRUNE: the gain in log10 likelihood of the text below which an n-gram is left
 * to the back-off (0.5 keeps little, 0.1 much).
 *
 * Interpolated Kneser-Ney with one discount an order (R. Kneser, H. Ney 1995; S. F. Chen, J. Goodman 1998), pruned by
 * weighted difference (K. Seymore, R. Rosenfeld 1996). Back-offs are computed by calco-pack when it reads the table. */
#include "base/buf.h"
#include "lang/lang.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { UNKNOWN, START, END, NUMBER, RESERVED };
#define NUMBER_WORD "<num>" /* where the pack has no model that knows how to write numbers */

typedef struct { uint32_t w[3]; uint32_t count, raw; } gram;
typedef VEC(gram) grams;

typedef struct {
    calco_arena  *arena;
    calco_map     ids;
    calco_strs    words;
    VEC(uint32_t) seen; /* times, by id */
    VEC(uint32_t) text; /* word ids; START before each sentence, END behind it */
    grams         order[3]; /* count: times, below the highest order distinct words before (Kneser-Ney); raw: times */
    double        discount[3], unigrams, *unigram;
} model;

static uint32_t word_id(model *m, str word)
{
    uint32_t *id = calco_map_at(&m->ids, word, CALCO_NONE);
    if (*id == CALCO_NONE) {
        *id = (uint32_t)m->words.n;
        VEC_PUSH(m->arena, &m->words, word);
        VEC_PUSH(m->arena, &m->seen, 0);
    }
    return *id;
}

static void add_word(model *m, uint32_t id)
{
    m->seen.p[id]++;
    VEC_PUSH(m->arena, &m->text, id);
}

/* A token as the word that the pack's model writes for it. */
static uint32_t token_id(model *m, const calco_lang *lang, const calco_token *t)
{
    if (lang->ngram && t->lm != LM_UNKNOWN) return word_id(m, calco_ngram_text(lang->ngram, t->lm));
    return t->kind == TOKEN_NUMBER ? NUMBER : word_id(m, t->fold);
}

static void read_sentence(model *m, const calco_lang *lang, const calco_doc *doc, const calco_sentence *s)
{
    size_t words = 0;
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &doc->tokens.p[s->first_token + i];
        bool silent = lang->ngram ? t->lm == LM_SILENT : t->kind != TOKEN_WORD && t->kind != TOKEN_NUMBER;
        if (silent) continue;
        if (!words++) add_word(m, START);
        add_word(m, token_id(m, lang, t));
    }
    if (words) add_word(m, END);
}

static bool read_text(model *m, const calco_lang *lang, str bytes, calco_err *err)
{
    calco_doc doc = { .name = "-" };
    if (!calco_decode(m->arena, bytes.p, bytes.n, NULL, "-", &doc.decoded, err)) return false;
    doc.text = doc.decoded.text;
    for (size_t at = 0; at < doc.text.n;) {
        size_t end = calco_str_find(doc.text, STR("\n"), at);
        if (end == SIZE_MAX) end = doc.text.n;
        calco_unit unit = { .start = at, .end = end };
        if (end > at) VEC_PUSH(m->arena, &doc.units, unit);
        at = end + 1;
    }
    calco_segment(m->arena, &doc, &lang->segmentation);
    for (size_t i = 0; i < doc.sentences.n; i++) {
        calco_ngram_tokens(lang, &doc, &doc.sentences.p[i]);
        read_sentence(m, lang, &doc, &doc.sentences.p[i]);
    }
    return true;
}

static void forget_rare(model *m, uint32_t rare)
{
    for (size_t i = 0; i < m->text.n; i++)
        if (m->text.p[i] >= RESERVED && m->seen.p[m->text.p[i]] < rare) m->text.p[i] = UNKNOWN;
}

/* --- counting --- */

static int by_words(const void *pa, const void *pb)
{
    const gram *a = pa, *b = pb;
    for (int i = 0; i < 3; i++)
        if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
    return 0;
}

static void join_equal(grams *g)
{
    size_t n = 0;
    if (g->n) qsort(g->p, g->n, sizeof *g->p, by_words);
    for (size_t i = 0; i < g->n; i++) {
        if (n && by_words(&g->p[n - 1], &g->p[i]) == 0) {
            g->p[n - 1].count += g->p[i].count;
            g->p[n - 1].raw += g->p[i].raw;
        } else {
            g->p[n++] = g->p[i];
        }
    }
    g->n = n;
}

static void count_grams(model *m)
{
    const uint32_t *t = m->text.p;
    for (size_t i = 1; i < m->text.n; i++) {
        if (t[i] == START) continue;
        gram two = { { t[i - 1], t[i] }, t[i - 1] == START, 1 };
        VEC_PUSH(m->arena, &m->order[1], two);
        if (t[i - 1] == START) continue;
        gram three = { { t[i - 2], t[i - 1], t[i] }, 1, 1 };
        VEC_PUSH(m->arena, &m->order[2], three);
    }
    join_equal(&m->order[2]);
    for (size_t i = 0; i < m->order[2].n; i++) {
        const gram *g = &m->order[2].p[i];
        VEC_PUSH(m->arena, &m->order[1], ((gram){ { g->w[1], g->w[2] }, 1, 0 }));
    }
    join_equal(&m->order[1]);
    for (size_t i = 0; i < m->order[1].n; i++)
        VEC_PUSH(m->arena, &m->order[0], ((gram){ { m->order[1].p[i].w[1] }, 1, m->order[1].p[i].raw }));
    join_equal(&m->order[0]);
}

static void set_discounts(model *m)
{
    for (int o = 0; o < 3; o++) {
        double ones = 0, twos = 0;
        for (size_t i = 0; i < m->order[o].n; i++) {
            ones += m->order[o].p[i].count == 1;
            twos += m->order[o].p[i].count == 2;
        }
        m->discount[o] = ones > 0 ? ones / (ones + 2 * twos) : 0.5;
    }
}

/* --- probabilities --- */

static void set_unigrams(model *m)
{
    double total = 0, types = (double)m->order[0].n, d = m->discount[0];
    m->unigram = ARENA_ARRAY(m->arena, double, m->words.n);
    for (size_t i = 0; i < m->order[0].n; i++) total += m->order[0].p[i].count;
    for (size_t i = 0; i < m->words.n; i++) m->unigram[i] = d * types / total / types;
    for (size_t i = 0; i < m->order[0].n; i++) m->unigram[m->order[0].p[i].w[0]] += (m->order[0].p[i].count - d) / total;
}

static double bigram(const model *m, const double *left, const double *totals, uint32_t v, uint32_t w)
{
    gram        key = { .w = { v, w } };
    const gram *g = bsearch(&key, m->order[1].p, m->order[1].n, sizeof key, by_words);
    if (totals[v] <= 0) return m->unigram[w];
    return (g ? fmax(g->count - m->discount[1], 0) / totals[v] : 0) + left[v] * m->unigram[w];
}

static str word_of(const model *m, uint32_t id) { return m->words.p[id]; }

static void print(const model *m, int order, const uint32_t *w, double p)
{
    printf("%d\t", order);
    for (int i = 0; i < order; i++) printf("%s%.*s", i ? " " : "", STR_FMT(word_of(m, w[i])));
    printf("\t%.2f\n", log10(p));
}

/* What is left of each history for words that did not follow it, and how often it was followed. */
static void sum_bigrams(const model *m, double *left, double *totals)
{
    for (size_t i = 0; i < m->order[1].n; i++) totals[m->order[1].p[i].w[0]] += m->order[1].p[i].count;
    for (size_t i = 0; i < m->order[1].n; i++) {
        uint32_t v = m->order[1].p[i].w[0];
        if (totals[v] > 0) left[v] += fmin(m->order[1].p[i].count, m->discount[1]) / totals[v];
    }
}

static void print_trigrams(const model *m, const double *left, const double *totals, double prune)
{
    const grams *g = &m->order[2];
    for (size_t i = 0, end; i < g->n; i = end) {
        double total = 0;
        for (end = i; end < g->n && g->p[end].w[0] == g->p[i].w[0] && g->p[end].w[1] == g->p[i].w[1]; end++) total += g->p[end].count;
        double rest = (double)(end - i) * m->discount[2] / total;
        for (size_t k = i; k < end; k++) {
            const uint32_t *w = g->p[k].w;
            double lower = rest * bigram(m, left, totals, w[1], w[2]), p = (g->p[k].count - m->discount[2]) / total + lower;
            bool   unknown = w[0] == UNKNOWN || w[1] == UNKNOWN || w[2] == UNKNOWN;
            if (!unknown && g->p[k].raw > 1 && g->p[k].raw * log10(p / lower) >= prune) print(m, 3, w, p);
        }
    }
}

static void print_model(const model *m, double prune)
{
    double *left = ARENA_ARRAY(m->arena, double, m->words.n), *totals = ARENA_ARRAY(m->arena, double, m->words.n);
    sum_bigrams(m, left, totals);
    for (size_t i = 0; i < m->order[0].n; i++) print(m, 1, m->order[0].p[i].w, m->unigram[m->order[0].p[i].w[0]]);
    for (size_t i = 0; i < m->order[1].n; i++) {
        const gram *g = &m->order[1].p[i];
        double lower = left[g->w[0]] * m->unigram[g->w[1]], p = bigram(m, left, totals, g->w[0], g->w[1]);
        bool   unknown = g->w[0] == UNKNOWN || g->w[1] == UNKNOWN;
        if (!unknown && g->raw > 1 && g->raw * log10(p / lower) >= prune) print(m, 2, g->w, p);
    }
    print_trigrams(m, left, totals, prune);
}

int main(int argc, char **argv)
{
    if (argc != 5) return fputs("usage: train-ngram PACK LANGUAGE RARE PRUNE <text >ngram.tsv\n", stderr), 2;
    calco_err   err = { 0 };
    calco_buf   text = { 0 };
    calco_pack *pack = calco_pack_open(argv[1], &err);
    calco_lang *lang = pack ? calco_lang_open(pack, argv[2], &err) : NULL;
    model       m = { .arena = calco_arena_new() };
    m.ids = calco_map_new(m.arena);
    static const char *const reserved[RESERVED] = { "<unk>", "<s>", "</s>", NUMBER_WORD };
    for (int i = 0; i < RESERVED; i++) word_id(&m, calco_str(reserved[i]));
    if (!lang || !calco_read_file("-", &text, &err) || !read_text(&m, lang, calco_buf_view(&text), &err)) {
        fprintf(stderr, "train-ngram: %s\n", err.message);
        return 2;
    }
    forget_rare(&m, (uint32_t)strtoul(argv[3], NULL, 10));
    count_grams(&m);
    set_discounts(&m);
    set_unigrams(&m);
    printf("# Trigram model, estimated by train-ngram from %zu words (RARE %s, PRUNE %s): order, words, log10 probability.\n",
           m.text.n, argv[3], argv[4]);
    print_model(&m, strtod(argv[4], NULL));
    calco_buf_free(&text);
    calco_lang_close(lang);
    calco_pack_close(pack);
    calco_arena_free(m.arena);
    return 0;
}
