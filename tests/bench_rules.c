/* What phrase rules cost by their number: microseconds for a sentence of 25 tokens with 500 and with 10,000 rows.
 * Words are made up and follow Zipf's law, so that rows begin and sentences are full with the same frequent ones. */
#include "rules_stage.h"

#include <math.h>
#include <time.h>

enum { WORDS = 20000, SENTENCES = 2000, TOKENS = 25 };

static uint64_t seed = 1;
static uint32_t random_below(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % n);
}

static uint32_t zipf(void) { return (uint32_t)pow(WORDS, (double)random_below(1000000) / 1e6) - 1; }

static void add_word(calco_buf *out, uint32_t word, const char *tag)
{
    static const char *const onsets[] = { "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t" };
    static const char *const vowels[] = { "a", "e", "i", "o", "u" };
    for (uint32_t rest = word + 1; rest; rest /= 60)
        calco_buf_printf(out, "%s%s", onsets[rest % 12], vowels[rest / 12 % 5]);
    if (tag) calco_buf_printf(out, "/%s", tag);
}

static const char *const tags[] = { "NN", "NNS", "JJ", "IN", "DT", "VB", "VBD", "RB" };

/* Seven in ten rows are words only; others have lemmas, options, tags, gaps and lists. */
static void add_row(calco_buf *out, uint32_t i)
{
    calco_buf_printf(out, "calque/r%u\t", i);
    uint32_t kind = random_below(10), n = 2 + random_below(3);
    if (kind == 7) calco_buf_printf(out, "$1::J ");
    if (kind == 8) calco_buf_printf(out, "(the|a)? ");
    for (uint32_t k = 0; k < n; k++) {
        if (k) calco_buf_char(out, ' ');
        if (kind == 9 && k == 1) calco_buf_str(out, STR("..3 "));
        if (kind >= 5) calco_buf_char(out, '<');
        add_word(out, k ? zipf() : random_below(4) ? random_below(WORDS) : zipf(), NULL);
        if (kind >= 5) calco_buf_char(out, '>');
    }
    if (kind == 6) calco_buf_str(out, STR(" @say"));
    calco_buf_printf(out, "\tfonte\tbetter\tcalque\tmajor\t0.9\t%s\t\t[x]\n", kind == 9 ? "prev!:DT" : "");
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void bench(uint32_t n_rows)
{
    stage    *s = stage_new();
    calco_buf rows = { 0 }, text = { 0 };
    seed = 1;
    for (uint32_t i = 0; i < n_rows; i++) add_row(&rows, i);
    calco_buf_char(&rows, '\0');
    double start = seconds();
    if (!stage_rows(s, rows.p)) {
        fprintf(stderr, "%s\n", s->err.message);
        exit(2);
    }
    double compiled = seconds() - start;
    seed = 2;
    calco_doc **docs = ARENA_ARRAY(s->arena, calco_doc *, SENTENCES);
    for (size_t i = 0; i < SENTENCES; i++) {
        text.n = 0;
        for (size_t k = 0; k < TOKENS; k++) {
            if (k) calco_buf_char(&text, ' ');
            add_word(&text, zipf(), tags[random_below(8)]);
        }
        calco_buf_char(&text, '\0');
        docs[i] = stage_doc(s, text.p, false);
    }
    size_t hits = 0;
    double best = 1e9;
    for (size_t i = 0; i < SENTENCES; i++) hits += stage_run(s, docs[i]).hits.n;
    for (size_t round = 0; round < 5; round++) {
        double spent = 0;
        for (size_t i = 0; i < SENTENCES; i++) {
            calco_run run = {
                .target = &s->lang, .phrases = s->phrases, .doc = docs[i], .arena = s->arena, .scratch = s->scratch
            };
            start = seconds();
            calco_check_phrases.sentence(&run, 0);
            calco_arena_reset(s->scratch);
            spent += seconds() - start;
        }
        if (spent < best) best = spent;
    }
    printf("%6u rows: %.1f us a sentence of %d tokens, %zu hits in %d sentences, compiled in %.2f s, %u states\n",
           n_rows, best / SENTENCES * 1e6, TOKENS, hits, SENTENCES, compiled, s->phrases->count[SEC_STATES]);
    calco_buf_free(&rows);
    calco_buf_free(&text);
    stage_free(s);
}

int main(void)
{
    bench(500);
    bench(10000);
    bench(40000);
    return 0;
}
