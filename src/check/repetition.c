/* What stands twice: words, short phrases, whole sentences. */
#include "check/look.h"

enum { WORD, PHRASE, SENTENCE };
static const calco_rule_info rules[] = {
    [WORD] = { "repetition/word", "repetition", CALCO_MAJOR, 0.9f, "The same word stands twice in a row." },
    [PHRASE] = { "repetition/phrase", "repetition", CALCO_MAJOR, 0.85f, "The same words stand twice in a row." },
    [SENTENCE] = { "repetition/sentence", "repetition", CALCO_MINOR, 0.85f, "The same sentence stood earlier in the text." },
};
enum { LONGEST_PHRASE = 4, SENTENCE_WORDS = 6 };

static bool is_bracket(const calco_run *run, const calco_token *t)
{
    return t->kind == TOKEN_PUNCT && calco_is_mark_of(run, t, STR("()"));
}

/* Brackets may stand between ("electron) electron)"), numbers count where the source tells. */
static bool same_words(const calco_run *run, const calco_look *l, size_t a, size_t b, size_t n, bool numbers)
{
    bool word = false;
    for (size_t i = 0; i < n; i++) {
        const calco_token *x = &l->t[a + i], *y = &l->t[b + i];
        bool counts = calco_is_word(x) || (numbers && x->kind == TOKEN_NUMBER);
        if (x->kind != y->kind || !calco_str_eq(x->fold, y->fold) || !(counts || is_bracket(run, x))) return false;
        word |= counts;
    }
    return word;
}

/* Is the source known, and does no word stand twice in a row in it? */
static bool source_repeats_nothing(const calco_run *run, size_t s)
{
    if (!run->source || run->source_of[s] == SIZE_MAX) return false;
    for (size_t k = 0; k < run->source_count[s]; k++) {
        const calco_sentence *from = &run->source->sentences.p[run->source_of[s] + k];
        const calco_token    *t = &run->source->tokens.p[from->first_token];
        for (size_t i = 1; i < from->n_tokens; i++)
            if (t[i].kind != TOKEN_PUNCT && calco_str_eq(t[i].fold, t[i - 1].fold)) return false;
    }
    return true;
}

/* Names double ("Duran Duran"), unless the source does not, and so do words that are listed ("had had", "very very"). */
static bool may_double(const calco_run *run, const calco_look *l, size_t at, size_t n, bool once)
{
    bool names = !once;
    for (size_t i = 0; i < n; i++) {
        if (calco_listed(run, "doubled", &l->t[at + i])) return true;
        names &= l->t[at + i].shape != SHAPE_LOWER && l->t[at + n + i].shape != SHAPE_LOWER && (at > 0 || n > 1);
    }
    return names;
}

static void check_words(calco_run *run, size_t s)
{
    calco_look l = calco_look_at(run, s);
    bool once = source_repeats_nothing(run, s);
    for (size_t i = 0; i < l.n; i++)
        for (size_t n = LONGEST_PHRASE; n >= 1; n--) {
            if (i + 2 * n > l.n || !same_words(run, &l, i, i + n, n, once) || may_double(run, &l, i, n, once)) continue;
            calco_hit *hit = calco_hit_add(run, &rules[n == 1 ? WORD : PHRASE], s, l.t[i].start, l.t[i + 2 * n - 1].end);
            calco_hit_suggest(run, hit, calco_doc_cut(run->doc, l.t[i].start, l.t[i + n - 1].end));
            i += 2 * n - 2;
            break;
        }
}

static str words_of(calco_run *run, const calco_look *l, size_t *count)
{
    str *pieces = ARENA_ARRAY(run->scratch, str, 2 * l->n + 1);
    size_t n = 0;
    *count = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (l->t[i].kind == TOKEN_PUNCT) continue;
        ++*count;
        pieces[n++] = l->t[i].fold;
        pieces[n++] = STR(" ");
    }
    pieces[n] = (str){ NULL, 0 };
    return calco_arena_join(run->scratch, pieces);
}

/* Do two sentences repeat themselves because their source does? */
static bool repeats_source(const calco_run *run, size_t a, size_t b)
{
    if (!run->source || run->source_of[a] == SIZE_MAX || run->source_of[b] == SIZE_MAX) return false;
    const calco_sentence *x = &run->source->sentences.p[run->source_of[a]], *y = &run->source->sentences.p[run->source_of[b]];
    return x != y && calco_str_eq(calco_doc_cut(run->source, x->start, x->end), calco_doc_cut(run->source, y->start, y->end));
}

static void check_document(calco_run *run)
{
    calco_map seen = calco_map_new(run->scratch);
    for (size_t s = 0; s < run->doc->sentences.n; s++) {
        calco_look l = calco_look_at(run, s);
        size_t words;
        str key = words_of(run, &l, &words);
        if (words < SENTENCE_WORDS) continue;
        if (calco_map_get(&seen, key) == CALCO_NONE) {
            calco_map_set(&seen, key, (uint32_t)s);
            continue;
        }
        if (repeats_source(run, calco_map_get(&seen, key), s)) continue;
        calco_hit *hit = calco_hit_add(run, &rules[SENTENCE], s, l.s->start, l.s->end);
        hit->deletes = true;
        hit->context = true;
        calco_hit_suggest(run, hit, STR(""));
    }
}

const calco_family calco_check_repetition = { "repetition", rules, sizeof rules / sizeof *rules, check_words, check_document };
