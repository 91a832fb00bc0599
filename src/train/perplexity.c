/* How well a pack's n-gram model predicts a text: perplexity, unknown words, and which they are.
 * Usage: train-perplexity PACK LANGUAGE <text  (one paragraph a line)
 * Perplexity counts known words and the ends of sentences, as is usual; unknown words are counted apart. */
#include "base/buf.h"
#include "lang/lang.h"

#include <math.h>
#include <stdio.h>

enum { SHOWN = 60 };

typedef struct {
    const calco_lang *lang;
    calco_arena      *arena;
    calco_map         unknown; /* fold -> times */
    size_t            words, unknowns, sentences, misspelt;
    double            logp;
} tally;

static void count_sentence(tally *t, const calco_doc *doc, const calco_sentence *s)
{
    const calco_ngram *m = t->lang->ngram;
    uint32_t           u = calco_ngram_start(m), v = u;
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *token = &doc->tokens.p[s->first_token + i];
        if (!token->known && token->shape == SHAPE_LOWER) t->misspelt++;
        if (token->lm == LM_SILENT) continue;
        t->words++;
        if (token->lm == LM_UNKNOWN) {
            t->unknowns++;
            ++*calco_map_at(&t->unknown, token->fold, 0);
        } else {
            t->logp += (double)calco_ngram_logp(m, u, v, token->lm);
        }
        u = v;
        v = token->lm;
    }
    t->logp += (double)calco_ngram_logp(m, u, v, calco_ngram_end(m));
    t->sentences++;
}

static bool count_text(tally *t, str bytes, calco_err *err)
{
    calco_doc doc = { .name = "-" };
    if (!calco_decode(t->arena, bytes.p, bytes.n, NULL, "-", &doc.decoded, err)) return false;
    doc.text = doc.decoded.text;
    for (size_t at = 0; at < doc.text.n;) {
        size_t end = calco_str_find(doc.text, STR("\n"), at);
        if (end == SIZE_MAX) end = doc.text.n;
        calco_unit unit = { .start = at, .end = end };
        if (end > at) VEC_PUSH(t->arena, &doc.units, unit);
        at = end + 1;
    }
    calco_segment(t->arena, &doc, &t->lang->segmentation);
    calco_analyse(t->lang, t->arena, &doc);
    for (size_t i = 0; i < doc.sentences.n; i++) count_sentence(t, &doc, &doc.sentences.p[i]);
    return true;
}

static void print_unknown(const tally *t)
{
    for (uint32_t times = UINT32_MAX, shown = 0; shown < SHOWN;) {
        uint32_t most = 0;
        for (size_t i = 0; i < t->unknown.cap; i++)
            if (t->unknown.slots[i].key.p && t->unknown.slots[i].value < times && t->unknown.slots[i].value > most)
                most = t->unknown.slots[i].value;
        if (!most) break;
        for (size_t i = 0; i < t->unknown.cap && shown < SHOWN; i++)
            if (t->unknown.slots[i].key.p && t->unknown.slots[i].value == most) {
                printf("%u %.*s\n", most, STR_FMT(t->unknown.slots[i].key));
                shown++;
            }
        times = most;
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) return fputs("usage: train-perplexity PACK LANGUAGE <text\n", stderr), 2;
    calco_err   err = { 0 };
    calco_buf   text = { 0 };
    calco_pack *pack = calco_pack_open(argv[1], &err);
    calco_lang *lang = pack ? calco_lang_open(pack, argv[2], &err) : NULL;
    tally       t = { .lang = lang, .arena = calco_arena_new() };
    t.unknown = calco_map_new(t.arena);
    if (!lang || !calco_read_file("-", &text, &err) || !count_text(&t, calco_buf_view(&text), &err)) {
        fprintf(stderr, "train-perplexity: %s\n", err.message);
        return 2;
    }
    double counted = (double)(t.words - t.unknowns + t.sentences);
    printf("%zu sentences, %zu words, %.2f %% unknown to the model, perplexity %.1f, %zu lower-case words misspelt\n",
           t.sentences, t.words, 100.0 * (double)t.unknowns / (double)(t.words ? t.words : 1),
           pow(10, -t.logp / counted), t.misspelt);
    print_unknown(&t);
    calco_buf_free(&text);
    calco_lang_close(lang);
    calco_pack_close(pack);
    calco_arena_free(t.arena);
    return 0;
}
