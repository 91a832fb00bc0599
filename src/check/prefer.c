/* Does the language model prefer a sentence with the suggestion in it? */
#include "check/match.h"

#include "text/unicode.h"

/* Words to either side of the replaced ones that are compared; shorter sentences are compared whole. */
enum { WINDOW = 30 };

static bool counts(const calco_token *t) { return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER; }

static bool is_inner(uint32_t c) { return calco_is_letter(c) || calco_is_digit(c) || calco_is_mark(c); }

/* Clitics are words of their own, as in the text. */
static void add_word(calco_arena *a, const calco_segmentation *how, str word, calco_strs *out)
{
    for (size_t i = 0; how->clitics && i < how->clitics->n; i++) {
        str  c = how->clitics->p[i];
        bool tail = c.n > 1 && c.p[0] == '-';
        str  part = tail ? calco_str_from(c, 1) : (str){ c.p, c.n ? c.n - 1 : 0 };
        if (!part.n || word.n <= part.n) continue;
        if (tail && calco_str_ends(word, part)) {
            VEC_PUSH(a, out, ((str){ word.p, word.n - part.n }));
            word = calco_str_from(word, word.n - part.n);
            break;
        }
        if (!tail && calco_str_starts(word, part)) {
            VEC_PUSH(a, out, calco_str_cut(word, 0, part.n));
            word = calco_str_from(word, part.n);
            break;
        }
    }
    VEC_PUSH(a, out, word);
}

static void add_words(calco_arena *a, const calco_segmentation *how, str text, calco_strs *out)
{
    str word, rest = calco_fold(a, text);
    while (calco_str_split(&rest, ' ', &word)) {
        size_t n;
        while (word.n && !is_inner(calco_utf8_at(word, 0, &n))) word = calco_str_from(word, n);
        while (word.n && !is_inner(calco_utf8_before(word, word.n, &n))) word.n -= n;
        if (word.n) add_word(a, how, word, out);
    }
}

double calco_match_gain(const calco_sentence_view *v, const calco_replacement *r)
{
    calco_arena *a = v->run->scratch;
    uint32_t     first = v->n, last = 0;
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->tokens[i].end <= r->start || v->tokens[i].start >= r->end) continue;
        if (first == v->n) first = i;
        last = i + 1;
    }
    if (!v->run->target->ngram || first == v->n) return 0;
    uint32_t   from = first > WINDOW ? first - WINDOW : 0, to = v->n - last > WINDOW ? last + WINDOW : v->n;
    bool       whole = from == 0 && to == v->n;
    calco_strs was = { 0 }, is = { 0 };
    for (uint32_t i = from; i < to; i++) {
        if (i == first) add_words(a, &v->run->target->segmentation, r->better[0], &is);
        if (!counts(&v->tokens[i])) continue;
        VEC_PUSH(a, &was, v->tokens[i].fold);
        if (i < first || i >= last) VEC_PUSH(a, &is, v->tokens[i].fold);
    }
    return calco_phrase_logp(v->run->target, is.p, is.n, whole) -
           calco_phrase_logp(v->run->target, was.p, was.n, whole);
}
