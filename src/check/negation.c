/* What the source denies and the text asserts, or the other way round. */
#include "check/pair.h"

enum { LOST, ADDED };
static const calco_rule_info rules[] = {
    [LOST] = { "negation/lost", "negation", CALCO_CRITICAL, 0.8f, "What the source denies is asserted here." },
    [ADDED] = { "negation/added", "negation", CALCO_CRITICAL, 0.85f, "The negation is not in the source." },
};

/* A word that begins or ends as words that deny do: "un|known", "use|less". */
static bool has_negative_part(const calco_lang *lang, const calco_token *t)
{
    calco_analysis one[1];
    str fold = t->fold;
    if (t->kind != TOKEN_WORD || !(t->feats & (FEAT_ADJ | FEAT_ADV | FEAT_NOUN | FEAT_PASTPART))) return false;
    for (size_t n = 1; lang->forms && n < fold.n; n++) {
        str rest = calco_str_from(fold, n), start = calco_str_cut(fold, 0, n);
        bool prefix = n <= 4 && rest.n > 4 && calco_in_list(lang, "negative-prefix", start);
        if (prefix && calco_forms_analyse(lang->forms, rest, one, 1)) return true;
        bool suffix = n > 2 && calco_in_list(lang, "negative-suffix", rest);
        if (suffix && calco_forms_analyse(lang->forms, start, one, 1)) return true;
    }
    return false;
}

static bool denies(const calco_lang *lang, const calco_token *t) { return calco_token_listed(lang, "negation", t); }

typedef struct { size_t at[16], n; } places;

static double place(const calco_stretch *s, size_t token) { return ((double)(token - s->first) + 0.5) / (double)s->n; }

/* Does a word that denies, or may do so in other words, stand in about the same place? */
static bool is_denied_at(const calco_lang *lang, const calco_stretch *s, double at)
{
    double near = 0.25 + 1.0 / (double)s->n;
    for (size_t i = 0; i < s->n; i++) {
        const calco_token *t = &s->doc->tokens.p[s->first + i];
        double apart = place(s, s->first + i) - at;
        if (apart > near || apart < -near) continue;
        if (denies(lang, t) || calco_token_listed(lang, "negation-soft", t)) return true;
        if (has_negative_part(lang, t)) return true;
    }
    return false;
}

/* Words of a list that deny a verb. Two of one clause are one denial in many languages ("non… nessuno"). */
static places denials(const calco_lang *lang, const char *list, const calco_stretch *s)
{
    enum { CLAUSE = 8 };
    places p = { .n = 0 };
    size_t before = SIZE_MAX;
    for (size_t i = 0; i < s->n && p.n < 16; i++) {
        const calco_token *t = &s->doc->tokens.p[s->first + i];
        bool numero = i + 1 < s->n && t[1].kind != TOKEN_WORD && !t[1].space && t->shape == SHAPE_TITLE; /* "No. 1" */
        if (i + 1 < s->n && calco_token_listed(lang, "negation-idle", &t[1])) continue; /* "non appena" */
        if (!calco_token_listed(lang, list, t) || calco_token_listed(lang, "negation-soft", t) || numero) continue;
        if (before == SIZE_MAX || i - before > CLAUSE) p.at[p.n++] = s->first + i;
        before = i;
    }
    return p;
}

/* The first word behind a denial that carries meaning, by its index among the words of its side; `n` where there is none. */
static size_t denied(const calco_lang *lang, const calco_link *words, size_t n, const calco_token *denial)
{
    size_t i = 0;
    while (i < n && words[i].token <= denial) i++;
    while (i < n && !calco_is_content(lang, words[i].token)) i++;
    return i;
}

/* A text that says things in its own words may deny the opposite: there what is denied must stand on the other side. */
static bool is_rendered(const calco_run *run, const calco_paired *p, bool target, const calco_token *denial)
{
    static const float THERE = 0.03f;
    const calco_link *words = target ? p->links.target : p->links.source;
    size_t n = target ? p->links.n_target : p->links.n_source;
    size_t i = denied(target ? run->target : run->source_lang, words, n, denial);
    return calco_manner_of(run) != CALCO_FREE || (i < n && words[i].best != CALCO_NONE && words[i].peak > THERE);
}

/* From the auxiliary before the negation to the word after it: "did not say". */
static void report_added(calco_run *run, const calco_paired *p, size_t at)
{
    const calco_token *t = run->doc->tokens.p;
    size_t first = at, last = at, end = p->target.first + p->target.n;
    if (at > p->target.first && (calco_token_listed(run->target, "auxiliary", &t[at - 1]) || !t[at].space)) first--;
    if (at + 1 < end && calco_is_word(&t[at + 1])) last++;
    calco_hit *hit = calco_pair_hit(run, &rules[ADDED], p, first, last, NULL, NULL);
    calco_pair_say(run, hit, "“%text%” denies what the source does not deny.");
}

/* The words that render what stands behind the negation. */
static void report_lost(calco_run *run, const calco_paired *p, size_t at)
{
    const calco_token *s = run->source->tokens.p;
    size_t first, last, i = denied(run->source_lang, p->links.source, p->links.n_source, &s[at]);
    bool rendered = i < p->links.n_source && p->links.source[i].best != CALCO_NONE && p->links.source[i].peak > 0.03f;
    if (rendered) first = last = calco_token_index(&p->target, p->links.target[p->links.source[i].best].token);
    else calco_pair_gap(p, &s[at], &first, &last);
    const calco_token *to = i < p->links.n_source && p->links.source[i].token - &s[at] < 4 ? p->links.source[i].token : &s[at];
    calco_hit *hit = calco_pair_hit(run, &rules[LOST], p, first, last, &s[at], to);
    calco_pair_say(run, hit, "The source denies it: “%source%”.");
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p) return;
    places source = denials(run->source_lang, "negator", &p->source), target = denials(run->target, "negation", &p->target);
    size_t other = denials(run->source_lang, "negation", &p->source).n;
    for (size_t k = 0; k < target.n && target.n > other; k++)
        if (is_rendered(run, p, true, &run->doc->tokens.p[target.at[k]]) &&
            !is_denied_at(run->source_lang, &p->source, place(&p->target, target.at[k]))) report_added(run, p, target.at[k]);
    for (size_t k = 0; k < source.n && source.n > target.n; k++)
        if (is_rendered(run, p, false, &run->source->tokens.p[source.at[k]]) &&
            !is_denied_at(run->target, &p->target, place(&p->source, source.at[k]))) report_lost(run, p, source.at[k]);
}

const calco_family calco_check_negation = { "negation", rules, sizeof rules / sizeof *rules, check, NULL };
