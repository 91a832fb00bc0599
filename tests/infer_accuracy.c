/* How good the inferred source is: F1 of words, chrF, calibration of confidence, speed.
 * Usage: infer_accuracy PACK [-v N] FILE.tsv...  (rows source, target; "-" is standard input) */
#include "align/infer.h"
#include "base/buf.h"
#include "text/unicode.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BATCH = 200, BINS = 10, GRAM = 6 };

typedef struct {
    calco_lang    *source, *target;
    calco_lexicon *lexicon;
    size_t         show, sentences, tokens;
    double         hit, made, real, chrf, seconds;
    double         piece_n[BINS], piece_ok[BINS], piece_sum[BINS], sent_n[BINS], sent_f1[BINS], sent_sum[BINS];
} tally;

static calco_doc *document(const calco_lang *lang, calco_arena *a, const str *lines, size_t n)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    calco_buf  text = { 0 };
    doc->name = "-";
    for (size_t i = 0; i < n; i++) {
        calco_unit u = { .start = text.n, .end = text.n + lines[i].n };
        calco_buf_str(&text, lines[i]);
        calco_buf_char(&text, '\n');
        VEC_PUSH(a, &doc->units, u);
    }
    doc->text = calco_arena_str(a, calco_buf_view(&text));
    calco_buf_free(&text);
    calco_segment(a, doc, &lang->segmentation);
    calco_analyse(lang, a, doc);
    return doc;
}

static void count_words(const calco_doc *d, size_t unit, calco_arena *a, calco_map *words, size_t *n)
{
    *words = calco_map_new(a);
    *n = 0;
    const calco_unit *u = &d->units.p[unit];
    for (size_t s = 0; s < u->n_sentences; s++) {
        const calco_sentence *x = &d->sentences.p[u->first_sentence + s];
        for (size_t i = 0; i < x->n_tokens; i++) {
            const calco_token *t = &d->tokens.p[x->first_token + i];
            if (t->kind != TOKEN_WORD && t->kind != TOKEN_NUMBER) continue;
            ++*calco_map_at(words, t->fold, 0);
            ++*n;
        }
    }
}

static size_t overlap(const calco_map *x, const calco_map *y)
{
    size_t n = 0;
    for (size_t i = 0; i < x->cap; i++) {
        uint32_t other = x->slots[i].key.p ? calco_map_get(y, x->slots[i].key) : CALCO_NONE;
        if (other != CALCO_NONE) n += other < x->slots[i].value ? other : x->slots[i].value;
    }
    return n;
}

/* chrF with beta 2 over bytes without blanks (Popović 2015). */
static double chrf(calco_arena *a, str made, str real)
{
    str    s[2] = { made, real };
    double precision = 0, recall = 0;
    for (size_t k = 0; k < 2; k++) {
        char  *p = ARENA_ARRAY(a, char, s[k].n + 1);
        size_t n = 0;
        for (size_t i = 0; i < s[k].n; i++)
            if (s[k].p[i] != ' ') p[n++] = s[k].p[i];
        s[k] = calco_fold(a, (str){ p, n });
    }
    for (size_t g = 1; g <= GRAM; g++) {
        calco_map m[2] = { calco_map_new(a), calco_map_new(a) };
        size_t    n[2] = { 0, 0 };
        for (size_t k = 0; k < 2; k++)
            for (size_t i = 0; i + g <= s[k].n; i++, n[k]++) ++*calco_map_at(&m[k], calco_str_cut(s[k], i, i + g), 0);
        size_t both = overlap(&m[0], &m[1]);
        precision += n[0] ? (double)both / (double)n[0] / GRAM : 0;
        recall += n[1] ? (double)both / (double)n[1] / GRAM : 0;
    }
    return precision + recall > 0 ? 5 * precision * recall / (4 * precision + recall) : 0;
}

static size_t bin_of(double p) { return p >= 1 ? BINS - 1 : (size_t)(p * BINS); }

/* Does a piece's longest word stand in the real source? */
static void judge_pieces(tally *t, calco_arena *a, const calco_inferred *x, const calco_map *real)
{
    for (size_t i = 0; i < x->pieces.n; i++) {
        str rest = calco_fold(a, x->pieces.p[i].text), word, longest = { "", 0 };
        while (calco_str_split(&rest, ' ', &word))
            for (str part; calco_str_split(&word, '\'', &part);)
                if (part.n > longest.n) longest = part;
        if (longest.n < 4) continue;
        double p = (double)x->pieces.p[i].confidence;
        t->piece_n[bin_of(p)]++;
        t->piece_sum[bin_of(p)] += p;
        t->piece_ok[bin_of(p)] += calco_map_get(real, longest) != CALCO_NONE;
    }
}

static void try_batch(tally *t, str lines[2][BATCH], size_t n)
{
    calco_arena *a = calco_arena_new(), *out = calco_arena_new();
    calco_doc   *real = document(t->source, a, lines[0], n), *doc = document(t->target, a, lines[1], n);
    str          made[BATCH] = { 0 };
    calco_inferred *all = ARENA_ARRAY(a, calco_inferred, doc->sentences.n + 1);
    clock_t      start = clock();
    for (size_t s = 0; s < doc->sentences.n; s++) all[s] = calco_infer(t->lexicon, t->source, t->target, out, doc, &doc->sentences.p[s]);
    t->seconds += (double)(clock() - start) / CLOCKS_PER_SEC;
    t->sentences += doc->sentences.n;
    t->tokens += doc->tokens.n;
    for (size_t i = 0; i < n; i++) {
        made[i] = STR("");
        for (size_t s = 0; s < doc->units.p[i].n_sentences; s++)
            made[i] = calco_arena_join(a, (str[]){ made[i], STR(" "), all[doc->units.p[i].first_sentence + s].text, { 0 } });
    }
    calco_doc *guess = document(t->source, a, made, n);
    for (size_t i = 0; i < n; i++) {
        calco_map x, y;
        size_t    nx, ny;
        count_words(guess, i, a, &x, &nx);
        count_words(real, i, a, &y, &ny);
        size_t both = overlap(&x, &y);
        double f1 = nx + ny ? 2.0 * (double)both / (double)(nx + ny) : 0, c = chrf(a, made[i], lines[0][i]), sure = 0;
        t->hit += (double)both, t->made += (double)nx, t->real += (double)ny, t->chrf += c;
        for (size_t s = 0; s < doc->units.p[i].n_sentences; s++) {
            const calco_inferred *inferred = &all[doc->units.p[i].first_sentence + s];
            judge_pieces(t, a, inferred, &y);
            sure += (double)inferred->confidence / (double)doc->units.p[i].n_sentences;
        }
        t->sent_n[bin_of(sure)]++, t->sent_f1[bin_of(sure)] += f1, t->sent_sum[bin_of(sure)] += sure;
        if (!t->show) continue;
        t->show--;
        printf("en %.*s\nit %.*s\n->%.*s\n   F1 %.2f chrF %.2f sure %.2f\n\n", STR_FMT(lines[1][i]), STR_FMT(lines[0][i]), STR_FMT(made[i]), f1, c, sure);
    }
    calco_arena_free(a);
    calco_arena_free(out);
}

static size_t try_file(tally *t, const char *path, calco_err *err)
{
    calco_buf file = { 0 };
    if (!calco_read_file(path, &file, err)) return 0;
    static str lines[2][BATCH];
    str    rest = calco_buf_view(&file), line;
    size_t n = 0, all = 0;
    while (calco_str_split(&rest, '\n', &line)) {
        if (!calco_str_split(&line, '\t', &lines[0][n]) || !calco_str_split(&line, '\t', &lines[1][n])) continue;
        all++;
        if (++n == BATCH) try_batch(t, lines, n), n = 0;
    }
    if (n) try_batch(t, lines, n);
    calco_buf_free(&file);
    return all;
}

static void print_bins(const char *what, const double *n, const double *sum, const double *ok)
{
    for (size_t i = 0; i < BINS; i++)
        if (n[i] > 0) printf("%s sure %.2f right %.2f (%.0f)\n", what, sum[i] / n[i], ok[i] / n[i], n[i]);
}

int main(int argc, char **argv)
{
    calco_err    err = { 0 };
    calco_arena *a = calco_arena_new();
    tally        t = { 0 };
    if (argc < 3) return fputs("usage: infer_accuracy PACK [-v N] FILE.tsv...\n", stderr), 2;
    calco_pack *pack = calco_pack_open(argv[1], &err);
    if (!pack || !(t.source = calco_lang_open(pack, "it", &err)) || !(t.target = calco_lang_open(pack, "en", &err)) ||
        !(t.lexicon = calco_lexicon_open(pack, "it-en", a, &err)))
        return fprintf(stderr, "infer_accuracy: %s\n", err.message), 2;
    calco_lexicon_languages(t.lexicon, t.source, t.target, a);
    int first = 2;
    if (argc > 4 && strcmp(argv[2], "-v") == 0) t.show = strtoul(argv[3], NULL, 10), first = 4;
    size_t pairs = 0;
    for (int i = first; i < argc; i++) pairs += try_file(&t, argv[i], &err);
    if (!pairs) return fprintf(stderr, "infer_accuracy: no pairs: %s\n", err.message), 2;
    print_bins("piece", t.piece_n, t.piece_sum, t.piece_ok);
    print_bins("sentence (right: F1)", t.sent_n, t.sent_sum, t.sent_f1);
    printf("%zu pairs: F1 of words %.4f (precision %.4f, recall %.4f), chrF %.4f; %.1f us a sentence of %.1f tokens\n", pairs,
           2 * t.hit / (t.made + t.real), t.hit / t.made, t.hit / t.real, t.chrf / (double)pairs, t.seconds / (double)t.sentences * 1e6,
           (double)t.tokens / (double)t.sentences);
    calco_lang_close(t.source);
    calco_lang_close(t.target);
    calco_pack_close(pack);
    calco_arena_free(a);
    return 0;
}
