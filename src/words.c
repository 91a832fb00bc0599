/* The words of a sentence for showing: how surprising each is, and which source words it renders. */
#include "result.h"

#include "align/words.h"

#include <math.h>

static const double BITS_PER_LOG10 = 3.321928094887362; /* log2(10) */
/* Weaker links are noise to a reader. */
static const float LEAST_PEAK = 0.05f;

static bool is_word(const calco_token *t) { return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER; }

/* By the given source: word links, whose indices count words and numbers only. */
static void link_given(const calco_run *run, size_t sentence, calco_word *words, size_t n)
{
    size_t first = run->source_of[sentence];
    if (first == SIZE_MAX) return;
    const calco_sentence *s = &run->doc->sentences.p[sentence], *from = &run->source->sentences.p[first];
    const calco_sentence *to = from + run->source_count[sentence] - 1;
    calco_stretch target = { run->doc, s->first_token, s->n_tokens };
    calco_stretch source = { run->source, from->first_token, to->first_token + to->n_tokens - from->first_token };
    calco_links links = calco_link_words(run->lexicon, run->source_lang, run->target, run->scratch, source, target);
    for (size_t i = 0; i < n && i < links.n_target; i++) {
        const calco_link *l = &links.target[i];
        if (l->best == CALCO_NONE || l->peak < LEAST_PEAK) continue;
        const calco_token *t = links.source[l->best].token;
        words[i].source_start = t->start - from->start;
        words[i].source_end = t->end - from->start;
    }
}

/* By the inference, whose pieces are views of its text. */
static void link_inferred(const calco_run *run, size_t sentence, const calco_inferred *inferred, calco_word *words)
{
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    size_t *index = ARENA_ARRAY(run->scratch, size_t, s->n_tokens + 1);
    for (size_t i = 0; i < s->n_tokens; i++)
        index[i + 1] = index[i] + is_word(&run->doc->tokens.p[s->first_token + i]);
    for (size_t k = 0; k < inferred->pieces.n; k++) {
        const calco_inferred_piece *piece = &inferred->pieces.p[k];
        if (!piece->text.n || piece->first + piece->n > s->n_tokens) continue;
        for (size_t i = index[piece->first]; i < index[piece->first + piece->n]; i++) {
            words[i].source_start = (size_t)(piece->text.p - inferred->text.p);
            words[i].source_end = words[i].source_start + piece->text.n;
        }
    }
}

void calco_words_of(const calco_run *run, size_t sentence, const calco_inferred *inferred, const float *logp, calco_sentence_result *r)
{
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    calco_word           *words = ARENA_ARRAY(run->arena, calco_word, r->words);
    size_t                n = 0;
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &run->doc->tokens.p[s->first_token + i];
        if (!is_word(t)) continue;
        words[n++] = (calco_word){ .start = t->start - s->start, .end = t->end - s->start,
                                   .bits = isnan(logp[i]) ? NAN : -(double)logp[i] * BITS_PER_LOG10 };
    }
    if (run->source) link_given(run, sentence, words, n);
    else if (inferred->text.n) link_inferred(run, sentence, inferred, words);
    r->word = words;
    r->n_word = n;
}
