/* Terms of the glossary: translated as it says, in any inflection, and never as it forbids. */
#include "check/glossary.h"
#include "check/pair.h"

enum { MISSING, WRONG };
static const calco_rule_info rules[] = {
    [MISSING] = { "terminology/missing", "terminology", CALCO_MAJOR, 0.85f, "The glossary translates this term otherwise." },
    [WRONG] = { "terminology/wrong", "terminology", CALCO_MAJOR, 0.9f, "The glossary forbids this translation." },
};

/* A word is the term's in any inflection: "partner" and "partners", "unità combattente" and "unità combattenti". */
static bool same(const calco_token *word, const calco_token *text)
{
    return calco_str_eq(word->fold, text->fold) || calco_str_eq(word->lemma, text->lemma) || calco_str_eq(word->fold, text->lemma) ||
           calco_str_eq(word->lemma, text->fold);
}

static bool stands_at(const calco_term_words *w, const calco_token *t, size_t left)
{
    if (!w->n || w->n > left) return false;
    for (size_t i = 0; i < w->n; i++)
        if (!same(&w->words[i], &t[i])) return false;
    return true;
}

/* The longest phrase of an index that begins at a token. */
static const calco_term_words *longest_at(const calco_term_index *index, const calco_token *t, size_t left)
{
    const calco_term_words *best = NULL;
    for (int i = 0; i < 2; i++)
        for (uint32_t at = calco_map_get(&index->first, i ? t->lemma : t->fold); at != CALCO_NONE && at; at = index->all.p[at - 1].next) {
            const calco_term_words *w = &index->all.p[at - 1];
            if ((!best || w->n > best->n) && stands_at(w, t, left)) best = w;
        }
    return best;
}

static bool holds(const calco_stretch *s, const calco_term_words *w)
{
    for (size_t i = 0; i < s->n; i++)
        if (stands_at(w, &s->doc->tokens.p[s->first + i], s->n - i)) return true;
    return false;
}

static void suggest_right(calco_run *run, calco_hit *hit, const calco_term *term)
{
    for (size_t i = 0; i < term->n_right; i++) calco_hit_suggest(run, hit, term->right[i].text);
    if (term->note.n) hit->message = calco_arena_printf(run->arena, "%.*s", STR_FMT(term->note));
}

/* The words that render source tokens from..from+n, else the gap where these should stand. */
static void rendered(const calco_paired *p, size_t from, size_t n, size_t *first, size_t *last)
{
    const calco_token *s = p->source.doc->tokens.p;
    *first = SIZE_MAX;
    *last = 0;
    for (size_t i = 0; i < p->links.n_source; i++) {
        const calco_link *l = &p->links.source[i];
        if (l->token < &s[from] || l->token >= &s[from + n] || l->best == CALCO_NONE || l->peak < 0.02f) continue;
        size_t at = calco_token_index(&p->target, p->links.target[l->best].token);
        if (at < *first) *first = at;
        if (at > *last) *last = at;
    }
    if (*first == SIZE_MAX || *last - *first > 2 * n + 2) calco_pair_gap(p, &s[from], first, last);
}

/* A term of the source whose translation stands nowhere in the sentence. */
static void check_source(calco_run *run, const calco_paired *p)
{
    for (size_t i = 0; i < p->source.n; i++) {
        const calco_token *t = &p->source.doc->tokens.p[p->source.first + i];
        const calco_term_words *w = longest_at(&run->glossary->source, t, p->source.n - i);
        if (!w) continue;
        const calco_term *term = &run->glossary->terms.p[w->term];
        bool right = !term->n_right;
        for (size_t k = 0; k < term->n_right && !right; k++) right = holds(&p->target, &term->right[k]);
        if (!right) {
            size_t first, last;
            rendered(p, p->source.first + i, w->n, &first, &last);
            calco_hit *hit = calco_pair_hit(run, &rules[MISSING], p, first, last, t, t + w->n - 1);
            calco_pair_say(run, hit, "The glossary translates “%source%” otherwise.");
            suggest_right(run, hit, term);
        }
        i += w->n - 1;
    }
}

static bool in_source(const calco_run *run, const calco_paired *p, size_t term)
{
    for (size_t i = 0; i < run->glossary->source.all.n; i++)
        if (run->glossary->source.all.p[i].term == term && holds(&p->source, &run->glossary->source.all.p[i])) return true;
    return false;
}

static void check(calco_run *run, size_t sentence)
{
    if (!run->glossary) return;
    const calco_paired *p = calco_pair_at(run, sentence);
    if (p) check_source(run, p);
    calco_look l = calco_look_at(run, sentence);
    for (size_t i = 0; i < l.n; i++) {
        const calco_term_words *w = longest_at(&run->glossary->wrong, &l.t[i], l.n - i);
        if (!w || (p && !in_source(run, p, w->term))) continue; /* it may be right for another word */
        const calco_term *term = &run->glossary->terms.p[w->term];
        calco_hit *hit = calco_hit_add(run, &rules[WRONG], sentence, l.t[i].start, l.t[i + w->n - 1].end);
        hit->source = term->source;
        hit->origin = CALCO_ORIGIN_RULE;
        hit->message = calco_arena_printf(run->arena, "The glossary forbids “%.*s”.", STR_FMT(w->text));
        suggest_right(run, hit, term);
        i += w->n - 1;
    }
}

const calco_family calco_check_terminology = { "terminology", rules, sizeof rules / sizeof *rules, check, NULL };
