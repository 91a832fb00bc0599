/* Reading n-gram models: the binary trie of pocketsphinx, and tables of our own. */
#include "pack/ngram.h"

#include "base/buf.h"
#include "base/err.h"
#include "lang/table.h"

#include <math.h>
#include <stdlib.h>

calco_model calco_model_new(calco_arena *a)
{
    calco_model m = { .arena = a, .ids = calco_map_new(a) };
    calco_model_word(&m, STR("<unk>"));
    calco_model_word(&m, STR("<s>"));
    calco_model_word(&m, STR("</s>"));
    return m;
}

uint32_t calco_model_word(calco_model *m, str word)
{
    uint32_t *id = calco_map_at(&m->ids, word, CALCO_NONE);
    if (*id == CALCO_NONE) {
        *id = (uint32_t)m->words.n;
        VEC_PUSH(m->arena, &m->words, word);
    }
    return *id;
}

/* --- pocketsphinx, after sphinxbase's lm_trie.c and ngram_model_trie.c ---
 * The trie runs from the newer word to the older: unigram w -> bigrams (v w) -> trigrams (u v w). */

enum { CODES = 65536, CODE_BITS = 16 };

typedef struct {
    const unsigned char *p;
    size_t               n;
    unsigned             word_bits, entry_bits;
} packed;

typedef struct {
    uint32_t    counts[3];
    const char *prob2, *back2, *prob3, *unigrams; /* unaligned floats */
    packed      bigrams, trigrams;
    uint32_t   *ids; /* of its words in the model */
} sphinx;

static float float_at(const char *p, size_t i)
{
    float v;
    memcpy(&v, p + i * sizeof v, sizeof v);
    return v;
}

static uint32_t u32_at(const char *p, size_t i)
{
    uint32_t v;
    memcpy(&v, p + i * sizeof v, sizeof v);
    return v;
}

static uint32_t bits_at(const packed *a, size_t bit, unsigned bits)
{
    uint64_t v = 0;
    if (bit / 8 + sizeof v > a->n) return 0; /* arrays are padded by 8 bytes */
    memcpy(&v, a->p + bit / 8, sizeof v);
    return (uint32_t)(v >> bit % 8 & (((uint64_t)1 << bits) - 1));
}

static unsigned bits_for(uint32_t most)
{
    unsigned bits = 0;
    while (most >> bits) bits++;
    return bits;
}

static packed take_packed(calco_cursor *c, size_t n, unsigned word_bits, unsigned entry_bits)
{
    size_t bytes = (n * entry_bits + 7) / 8 + sizeof(uint64_t);
    return (packed){ calco_cursor_take(c, bytes), bytes, word_bits, entry_bits };
}

static bool sphinx_open(sphinx *s, calco_cursor *c, calco_model *m)
{
    str         magic = STR("Trie Language Model");
    const char *start = calco_cursor_take(c, magic.n + 1);
    if (!start || memcmp(start, magic.p, magic.n) != 0 || start[magic.n] != 3) return false;
    for (int i = 0; i < 3; i++) s->counts[i] = calco_cursor_u32(c);
    calco_cursor_u32(c); /* kind of quantisation */
    s->prob2 = calco_cursor_take(c, CODES * sizeof(float));
    s->back2 = calco_cursor_take(c, CODES * sizeof(float));
    s->prob3 = calco_cursor_take(c, CODES * sizeof(float));
    s->unigrams = calco_cursor_take(c, ((size_t)s->counts[0] + 1) * 12);
    unsigned word = bits_for(s->counts[0]), next = bits_for(s->counts[2]);
    s->bigrams = take_packed(c, (size_t)s->counts[1] + 1, word, word + 2 * CODE_BITS + next);
    s->trigrams = take_packed(c, s->counts[2], word, word + CODE_BITS);
    /* The bigrams' padding is rounded differently by versions: the words are what ends the file. */
    size_t at = c->at < 16 ? 0 : c->at - 16;
    while (!c->bad && at + 4 < c->n && u32_at(c->p + at, 0) != c->n - at - 4) at++;
    if (c->bad || at + 4 >= c->n) return false;
    str words = { c->p + at + 4, c->n - at - 4 }, word_text;
    s->ids = ARENA_ARRAY(m->arena, uint32_t, s->counts[0] + 1);
    for (size_t i = 0; i < s->counts[0]; i++) {
        if (!calco_str_split(&words, '\0', &word_text) || !word_text.n) return false;
        s->ids[i] = calco_model_word(m, calco_arena_str(m->arena, word_text));
    }
    return true;
}

/* Without unknown words in the model: calco_model_sort gives them their probability. */
static void add_unknown(calco_model *m)
{
    for (size_t i = 0; i < m->grams[0].n; i++)
        if (m->grams[0].p[i].w[0] == MODEL_UNKNOWN) return;
    VEC_PUSH(m->arena, &m->grams[0], ((calco_gram){ .w = { MODEL_UNKNOWN } }));
}

static bool sphinx_grams(const sphinx *s, calco_model *m)
{
    double        unit = log10(1.0001);
    const packed *b = &s->bigrams, *t = &s->trigrams;
    uint32_t      bigram = 0, trigram = 0;
    unsigned      next_at = b->word_bits + 2 * CODE_BITS;
    for (uint32_t w = 0; w < s->counts[0]; w++) {
        const char *u = s->unigrams + (size_t)w * 12;
        calco_gram  g = { { s->ids[w] }, (float)(float_at(u, 0) * unit), (float)(float_at(u, 1) * unit) };
        VEC_PUSH(m->arena, &m->grams[0], g);
        for (uint32_t end = u32_at(u + 12, 2); bigram < end; bigram++) {
            if (bigram >= s->counts[1]) return false;
            size_t   at = (size_t)bigram * b->entry_bits;
            uint32_t v = bits_at(b, at, b->word_bits), back = bits_at(b, at + b->word_bits, CODE_BITS);
            uint32_t prob = bits_at(b, at + b->word_bits + CODE_BITS, CODE_BITS);
            uint32_t last = bits_at(b, at + b->entry_bits + next_at, b->entry_bits - next_at);
            if (v >= s->counts[0]) return false;
            calco_gram g2 = { { s->ids[v], s->ids[w] },
                              (float)(float_at(s->prob2, prob) * unit),
                              (float)(float_at(s->back2, back) * unit) };
            VEC_PUSH(m->arena, &m->grams[1], g2);
            for (; trigram < last; trigram++) {
                size_t   at3 = (size_t)trigram * t->entry_bits;
                uint32_t uu = bits_at(t, at3, t->word_bits), prob3 = bits_at(t, at3 + t->word_bits, CODE_BITS);
                if (trigram >= s->counts[2] || uu >= s->counts[0]) return false;
                calco_gram g3 = { { s->ids[uu], s->ids[v], s->ids[w] }, (float)(float_at(s->prob3, prob3) * unit), 0 };
                VEC_PUSH(m->arena, &m->grams[2], g3);
            }
        }
    }
    return bigram <= s->counts[1] && trigram == s->counts[2]; /* the released model counts 6 bigrams too many */
}

bool calco_model_read_sphinx(calco_model *m, const char *path, calco_err *err)
{
    calco_buf bytes = { 0 };
    if (!calco_read_file(path, &bytes, err)) return false;
    calco_cursor c = { .p = bytes.p, .n = bytes.n };
    sphinx       s = { 0 };
    bool         ok = sphinx_open(&s, &c, m) && sphinx_grams(&s, m);
    calco_buf_free(&bytes);
    if (!ok)
        return calco_fail(err, CALCO_ERR_FORMAT, path, "is no trigram model that this version of calco-pack can read");
    add_unknown(m);
    return true;
}

/* --- tables --- */

static bool number(str text, float *v)
{
    char   copy[32];
    char  *end;
    size_t n = text.n < sizeof copy ? text.n : sizeof copy - 1;
    memcpy(copy, text.p, n);
    copy[n] = '\0';
    *v = strtof(copy, &end);
    return n > 0 && *end == '\0' && isfinite(*v);
}

static bool add_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    calco_model *m = ctx;
    calco_gram   g = { 0 };
    size_t       order = column[0].n == 1 ? (size_t)(column[0].p[0] - '0') : 0, words = 0;
    str          rest = column[1], word;
    if (n < 3 || order < 1 || order > 3 || !number(column[2], &g.prob) || (n > 3 && !number(column[3], &g.back)))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line,
                               "expected order (1-3), words, log10 probability[, back-off]");
    while (words < order && calco_str_split(&rest, ' ', &word) && word.n) g.w[words++] = calco_model_word(m, word);
    if (words != order || rest.p)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected %zu words separated by single spaces",
                               order);
    m->backs = m->backs || n > 3;
    VEC_PUSH(m->arena, &m->grams[order - 1], g);
    return true;
}

bool calco_model_read_table(calco_model *m, str table, calco_err *err)
{
    if (!calco_tsv_each(table, add_row, m, err)) return false;
    add_unknown(m);
    return true;
}
