/* Writing the image of an n-gram model: codes for probabilities, then the trie. */
#include "lang/ngram_image.h"
#include "pack/ngram.h"

#include "base/err.h"
#include "lang/table.h"

#include <stdlib.h>

enum { CODES = 256, ROUNDS = 30 };

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* 256 values that stand for all: S. P. Lloyd, "Least squares quantization in PCM" (1982), begun with equal shares. */
static void learn_codes(float *values, size_t n, float *codes)
{
    for (int i = 0; i < CODES; i++) codes[i] = 0;
    if (!n) return;
    qsort(values, n, sizeof *values, by_value);
    for (size_t i = 0; i < CODES; i++) codes[i] = values[(2 * i + 1) * n / (2 * CODES)];
    for (int round = 0; round < ROUNDS; round++) {
        size_t at = 0;
        for (int i = 0; i < CODES; i++) {
            double sum = 0;
            size_t from = at;
            while (at < n && (i == CODES - 1 || values[at] <= (codes[i] + codes[i + 1]) / 2))
                sum += (double)values[at++];
            if (at > from) codes[i] = (float)(sum / (double)(at - from));
        }
    }
}

static uint32_t code_of(const float *codes, float v)
{
    uint32_t from = 0, to = CODES - 1;
    while (from < to) {
        uint32_t middle = (from + to) / 2;
        if (v <= (codes[middle] + codes[middle + 1]) / 2)
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}

static void learn(const calco_model *m, ngram_header *h)
{
    size_t most = m->grams[1].n > m->grams[2].n ? m->grams[1].n : m->grams[2].n, parents = 0;
    float *values = malloc((most + 1) * sizeof *values);
    if (!values) abort();
    for (size_t i = 0; i < m->grams[1].n; i++) values[i] = m->grams[1].p[i].prob;
    learn_codes(values, m->grams[1].n, h->prob2);
    for (size_t i = 0; i < m->grams[2].n; i++) values[i] = m->grams[2].p[i].prob;
    learn_codes(values, m->grams[2].n, h->prob3);
    for (size_t i = 0; i < m->grams[1].n; i++)
        if (m->grams[1].p[i].back < 0 || m->grams[1].p[i].back > 0) values[parents++] = m->grams[1].p[i].back;
    learn_codes(values, parents, h->back2);
    free(values);
}

static bool same_history(const calco_gram *bigram, const calco_gram *trigram)
{
    return bigram->w[0] == trigram->w[0] && bigram->w[1] == trigram->w[1];
}

static void add(calco_buf *out, uint32_t v) { calco_buf_add(out, &v, sizeof v); }

static void write_unigrams(const calco_model *m, calco_buf *out)
{
    size_t at = 0;
    calco_buf_align(out, 8);
    for (size_t w = 0; w <= m->words.n; w++) {
        while (at < m->grams[1].n && m->grams[1].p[at].w[0] < w) at++;
        ngram_unigram u = { .first = (uint32_t)at };
        if (w < m->words.n) {
            u.prob = m->grams[0].p[w].prob;
            u.back = m->grams[0].p[w].back;
        }
        calco_buf_add(out, &u, sizeof u);
    }
}

/* The levels of bigrams and trigrams. Sets the number of parents. */
static void write_levels(const calco_model *m, ngram_header *h, calco_buf *out)
{
    const calco_gram *two = m->grams[1].p, *three = m->grams[2].p;
    size_t            n = m->grams[1].n, n3 = m->grams[2].n, at = 0, blocks = n / 64 + 1;
    calco_buf         backs = { 0 }, firsts = { 0 };
    uint64_t         *marks = calloc(blocks, sizeof *marks);
    if (!marks) abort();
    calco_buf_align(out, 8);
    for (size_t i = 0; i < n; i++) {
        add(out, two[i].w[1] << 8 | code_of(h->prob2, two[i].prob));
        bool back = two[i].back < 0 || two[i].back > 0;
        if (!back && !(at < n3 && same_history(&two[i], &three[at]))) continue;
        marks[i / 64] |= (uint64_t)1 << i % 64;
        calco_buf_char(&backs, (char)code_of(h->back2, two[i].back));
        add(&firsts, (uint32_t)at);
        while (at < n3 && same_history(&two[i], &three[at])) at++;
    }
    h->parents = (uint32_t)backs.n;
    add(&firsts, (uint32_t)at);
    calco_buf_align(out, 8);
    calco_buf_add(out, marks, blocks * sizeof *marks);
    for (size_t i = 0, rank = 0; i < blocks; rank += (size_t)__builtin_popcountll(marks[i++])) add(out, (uint32_t)rank);
    free(marks);
    calco_buf_align(out, 8);
    calco_buf_str(out, calco_buf_view(&backs));
    calco_buf_align(out, 8);
    calco_buf_str(out, calco_buf_view(&firsts));
    calco_buf_align(out, 8);
    for (size_t i = 0; i < n3; i++) add(out, three[i].w[2] << 8 | code_of(h->prob3, three[i].prob));
    calco_buf_align(out, 8);
    calco_buf_free(&backs);
    calco_buf_free(&firsts);
}

/* --- aliases --- */

typedef struct {
    const calco_model *model;
    calco_map          seen;
    calco_strs         names;
    VEC(uint32_t) words;
} aliases;

static bool add_alias(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    aliases *x = ctx;
    uint32_t id = n >= 2 ? calco_map_get(&x->model->ids, column[1]) : CALCO_NONE;
    if (n < 2 || !column[0].n)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected a form and a word of the model");
    if (id == CALCO_NONE || calco_map_get(&x->model->ids, column[0]) != CALCO_NONE) return true;
    if (calco_map_get(&x->seen, column[0]) != CALCO_NONE)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "this form has a row already");
    calco_map_set(&x->seen, column[0], 1);
    VEC_PUSH(x->model->arena, &x->names, column[0]);
    VEC_PUSH(x->model->arena, &x->words, id);
    return true;
}

bool calco_model_write(const calco_model *m, str table, calco_buf *out, calco_err *err)
{
    aliases x = { .model = m, .seen = calco_map_new(m->arena) };
    if (!calco_tsv_each(table, add_alias, &x, err)) return false;
    if (m->words.n >= 1u << 24 || m->grams[1].n > UINT32_MAX || m->grams[2].n > UINT32_MAX)
        return calco_fail(err, CALCO_ERR_FORMAT, NULL, "the n-gram model is too large for the format of packs");
    ngram_header h = { .magic = NGRAM_MAGIC, .start = MODEL_START, .end = MODEL_END };
    h.words = (uint32_t)m->words.n;
    h.bigrams = (uint32_t)m->grams[1].n;
    h.trigrams = (uint32_t)m->grams[2].n;
    h.aliases = (uint32_t)x.names.n;
    learn(m, &h);
    calco_buf_add(out, &h, sizeof h);
    calco_strtab_write(out, m->words.p, m->words.n);
    calco_strtab_write(out, x.names.p, x.names.n);
    for (size_t i = 0; i < x.words.n; i++) add(out, x.words.p[i]);
    write_unigrams(m, out);
    write_levels(m, &h, out);
    memcpy(out->p, &h, sizeof h);
    return true;
}
