/* Words that the checked language does not have: misspelt, or left in the source language. */
#include "check/alike.h"
#include "check/look.h"
#include "check/memo.h"

enum { UNKNOWN, LEFT_WORD, LEFT_PHRASE };
static const calco_rule_info rules[] = {
    [UNKNOWN] = { "spelling/unknown", "spelling", CALCO_MAJOR, 0.7f, "No dictionary knows this word." },
    [LEFT_WORD] = { "untranslated/word", "untranslated", CALCO_MAJOR, 0.75f, "The word is left in the source language." },
    [LEFT_PHRASE] = { "untranslated/phrase", "untranslated", CALCO_CRITICAL, 0.92f, "These words are left in the source language." },
};
enum { LEAST_PREFIX = 3, LEAST_STEM = 5 /* letters */ };
enum { SHORTEST = 4, SUGGESTIONS = 3, MOST_SUGGESTED = 24 /* a text: Hunspell takes milliseconds for each */ };

static bool in_source_language(const calco_run *run, const calco_token *t)
{
    calco_analysis one[1];
    return run->source_lang && run->source_lang->forms && calco_forms_analyse(run->source_lang->forms, t->fold, one, 1) > 0;
}

/* Lower-case letters only: names, acronyms, numbers and addresses are none of our business. */
static bool is_plain(const calco_run *run, const calco_token *t)
{
    if (t->kind != TOKEN_WORD || t->shape != SHAPE_LOWER) return false;
    str s = calco_token_text(run->doc, t);
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == '\'' || s.p[i] == '_') return false;
    return true;
}

/* Is each part of a word that hyphens join known? */
static bool parts_known(const calco_run *run, str fold)
{
    str part;
    while (calco_str_split(&fold, '-', &part))
        if (part.n && !calco_in_list(run->target, "prefix", part) && !calco_speller_check(run->target->speller, part)) return false;
    return true;
}

/* Words with letters that the language has not (Greek, ō) are quoted from others. */
static bool in_alphabet(const calco_run *run, str fold)
{
    str letters = calco_format_value(run->target, "letters");
    for (size_t i = 0; letters.n && i < fold.n; i++)
        if (!memchr(letters.p, fold.p[i], letters.n)) return false;
    return true;
}

/* A word formed with one of the language's prefixes ("sociodemographic"): dictionaries cannot list them all. */
static bool prefix_known(const calco_run *run, str fold)
{
    for (size_t cut = LEAST_PREFIX; cut + LEAST_STEM <= fold.n; cut++)
        if (calco_in_list(run->target, "prefix", calco_str_cut(fold, 0, cut)) && calco_speller_check(run->target->speller, calco_str_from(fold, cut)))
            return true;
    return false;
}

/* A known word but for a letter that varieties of the language write with two: "hypoxemia", "hypoxaemia" (format "digraphs"). */
static bool variety_known(calco_run *run, str fold)
{
    str rows = calco_format_value(run->target, "digraphs"), two, one;
    while (rows.n && calco_str_split(&rows, ' ', &two)) {
        if (!calco_str_split(&two, '=', &one) || !one.n || !two.n) continue;
        for (size_t at = 0; (at = calco_str_find(fold, one, at)) != SIZE_MAX; at++) {
            str other = calco_arena_join(run->scratch, (str[]){ calco_str_cut(fold, 0, at), two, calco_str_from(fold, at + one.n), { 0 } });
            if (calco_speller_check(run->target->speller, other)) return true;
        }
    }
    return false;
}

static bool is_unknown(calco_run *run, const calco_token *t)
{
    if (!is_plain(run, t) || t->known || calco_map_get(run->accepted, t->fold) != CALCO_NONE || calco_listed(run, "loanword", t)) return false;
    if (calco_speller_check(run->target->speller, calco_token_text(run->doc, t))) return false;
    if (prefix_known(run, t->fold) || variety_known(run, t->fold)) return false;
    return !(calco_str_find(t->fold, STR("-"), 0) != SIZE_MAX && parts_known(run, t->fold));
}

/* Short words that both languages write ("a", "in", "come") only count between words that are left over. */
static size_t left_over_until(calco_run *run, const calco_look *l, size_t from, size_t *strong)
{
    size_t end = from;
    *strong = 0;
    for (size_t i = from; i < l->n && l->t[i].kind == TOKEN_WORD && in_source_language(run, &l->t[i]); i++) {
        if (!is_unknown(run, &l->t[i])) continue;
        ++*strong;
        end = i + 1;
    }
    return end;
}

/* "Corriere della Sera", "palazzo della Signoria": part of a name. */
static bool in_a_name(const calco_look *l, size_t from, size_t to)
{
    bool before = from && l->t[from - 1].kind == TOKEN_WORD && l->t[from - 1].shape != SHAPE_LOWER && from > 1;
    bool after = to < l->n && l->t[to].kind == TOKEN_WORD && l->t[to].shape != SHAPE_LOWER;
    return to - from <= 3 && (before || after);
}

static bool is_like(str source, str fold)
{
    static const double ALIKE = 0.35;
    if (calco_apart(source, fold) <= ALIKE) return true;
    return source.n >= fold.n + LEAST_PREFIX && /* the end of a compound: "Ballonkyphoplastie" */
           (calco_apart(calco_str_from(source, source.n - fold.n), fold) <= ALIKE || calco_apart(calco_str_from(source, source.n - fold.n - 1), fold) <= ALIKE);
}

/* A term that the given source has in nearly the same letters ("hypoxemia", "hipoxemia"), and that is no slip of a known word. */
static bool is_term(const calco_run *run, size_t sentence, str fold)
{
    if (!run->source || run->source_of[sentence] == SIZE_MAX || fold.n < 6) return false;
    const calco_sentence *from = &run->source->sentences.p[run->source_of[sentence]], *last = from + run->source_count[sentence] - 1;
    const calco_token    *t = run->source->tokens.p + from->first_token, *end = run->source->tokens.p + last->first_token + last->n_tokens;
    while (t < end && (t->kind != TOKEN_WORD || !is_like(t->fold, fold))) t++;
    if (t == end) return false;
    str near;
    size_t n = calco_speller_suggest(run->target->speller, run->scratch, fold, &near, 1);
    return !n || calco_apart(near, fold) * (double)(near.n > fold.n ? near.n : fold.n) > 1.5;
}

static void check_sentence(calco_run *run, size_t s)
{
    calco_look l = calco_look_at(run, s);
    for (size_t i = 0; i < l.n; i++) {
        if (!is_unknown(run, &l.t[i])) continue;
        size_t strong, end = left_over_until(run, &l, i, &strong);
        if (!strong) {
            bool checked = l.t[i].end - l.t[i].start >= SHORTEST && in_alphabet(run, l.t[i].fold);
            if (checked && !is_term(run, s, l.t[i].fold)) calco_hit_add(run, &rules[UNKNOWN], s, l.t[i].start, l.t[i].end);
            continue;
        }
        size_t next = end - 1;
        if (!in_a_name(&l, i, end) && (strong > 1 || l.t[i].end - l.t[i].start >= SHORTEST)) {
            calco_hit *hit = calco_hit_add(run, &rules[strong > 1 ? LEFT_PHRASE : LEFT_WORD], s, l.t[i].start, l.t[end - 1].end);
            hit->source = calco_doc_cut(run->doc, hit->start, hit->end);
            hit->origin = CALCO_ORIGIN_RULE;
            calco_translation best[3];
            size_t n = run->lexicon && end - i == 1 ? calco_lexicon_targets(run->lexicon, l.t[i].fold, best, 3) : 0;
            for (size_t k = 0; k < n; k++) calco_hit_suggest(run, hit, best[k].source);
        }
        i = next;
    }
}

/* Suggestions are slow: only for what is shown, and each word once. */
static void suggest(calco_run *run)
{
    calco_map seen = calco_map_new(run->scratch);
    size_t asked = 0;
    for (size_t h = 0; h < run->hits.n && asked < MOST_SUGGESTED; h++) {
        calco_hit *hit = &run->hits.p[h];
        if (hit->rule != rules[UNKNOWN].id) continue;
        str word = calco_doc_cut(run->doc, hit->start, hit->end);
        uint32_t *first = calco_map_at(&seen, word, (uint32_t)h);
        if (*first != h) {
            hit->suggestions = run->hits.p[*first].suggestions;
            hit->n_suggestions = run->hits.p[*first].n_suggestions;
            continue;
        }
        asked++;
        if (run->memo && calco_memo_spelling(run->memo, word, &hit->suggestions, &hit->n_suggestions)) continue;
        str *better = ARENA_ARRAY(run->arena, str, SUGGESTIONS);
        hit->n_suggestions = calco_speller_suggest(run->target->speller, run->arena, word, better, SUGGESTIONS);
        hit->suggestions = better;
        if (run->memo) calco_memo_keep_spelling(run->memo, word, better, hit->n_suggestions);
    }
}

const calco_family calco_check_spelling = { "spelling", rules, sizeof rules / sizeof *rules, check_sentence, suggest };
