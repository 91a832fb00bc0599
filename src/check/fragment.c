/* Sentences that are none: clauses cut off from the sentence before, and full stops in mid-sentence. */
#include "check/look.h"

enum { CLAUSE, INFINITIVE, RELATIVE, NO_VERB, LOWER };
static const calco_rule_info rules[] = {
    [CLAUSE] = { "fragment/subordinate-clause", "fragment", CALCO_MAJOR, 0.8f,
                 "A subordinate clause stands alone: it belongs to the sentence before, or lacks who says it." },
    [INFINITIVE] = { "fragment/infinitive", "fragment", CALCO_MAJOR, 0.8f,
                     "An infinitive stands alone: it belongs to the sentence before." },
    [RELATIVE] = { "fragment/relative-clause", "fragment", CALCO_MAJOR, 0.75f,
                   "The sentence is a noun and a relative clause; its main verb is missing." },
    [NO_VERB] = { "fragment/no-verb", "fragment", CALCO_MINOR, 0.6f,
                  "The sentence has no verb: it belongs to the sentence before." },
    [LOWER] = { "fragment/lower-case-after-stop", "fragment", CALCO_MAJOR, 0.85f,
                "A full stop cuts the sentence in two: what follows it starts in lower case." },
};

static bool finite(const calco_token *t) { return calco_is(t, FEAT_VERB | FEAT_FINITE) || calco_is(t, FEAT_VERB | FEAT_AUX); }

/* Each subordinator claims the next finite verb; a finite verb that none claims is the main one. */
static bool has_main_verb(const calco_run *run, const calco_look *l, size_t from)
{
    size_t claims = 0;
    for (size_t i = from; i < l->n; i++) {
        if (calco_listed(run, "subordinator", &l->t[i])) claims++;
        if (!finite(&l->t[i])) continue;
        if (!claims) return true;
        claims--;
        while (i + 1 < l->n && (l->t[i + 1].feats & (FEAT_VERB | FEAT_ADV))) i++;
    }
    return false;
}

/* Ends with a full stop, in running prose. */
static bool is_statement(const calco_run *run, size_t s, const calco_look *l)
{
    if (calco_unit_of(run, s)->kind != UNIT_PARAGRAPH) return false;
    size_t last = l->n;
    while (last && calco_is_quote(run, &l->t[last - 1])) last--;
    return last && calco_str_eq(l->t[last - 1].fold, STR("."));
}

/* The first words, as far as the comma or five words, stand for the sentence. */
static void flag_opening(calco_run *run, const calco_rule_info *rule, size_t s, const calco_look *l, size_t words)
{
    size_t end = words < l->n ? words : l->n - 1;
    calco_hit_add(run, rule, s, l->t[0].start, l->t[end ? end - 1 : 0].end);
}

/* "And that the accusations are false." */
static bool check_clause(calco_run *run, size_t s, const calco_look *l)
{
    if (l->n < 4) return false;
    str opening = calco_arena_join(run->scratch, (str[]){ l->t[0].fold, STR(" "), l->t[1].fold, { 0 } });
    if (!calco_in_list(run->target, "clause-opener", opening)) return false;
    size_t at = 2;
    while (at + 1 < l->n && calco_is_quote(run, &l->t[at])) at++;
    uint32_t f = l->t[at].feats;
    bool subject = (f & (FEAT_DET | FEAT_PROPER)) || calco_is(&l->t[at], FEAT_NOUN | FEAT_PL) ||
                   ((f & FEAT_PRON) && !calco_listed(run, "subordinator", &l->t[at]));
    if (!subject || calco_listed(run, "not-subject", &l->t[at])) return false;
    flag_opening(run, &rules[CLAUSE], s, l, at + 2);
    return true;
}

/* "And to have invested in death, while the world invested in life." */
static bool check_infinitive(calco_run *run, size_t s, const calco_look *l)
{
    size_t at = l->n && (l->t[0].feats & FEAT_CONJ) ? 1 : 0;
    if (at + 2 >= l->n || !(l->t[at].feats & FEAT_PART) || !calco_is(&l->t[at + 1], FEAT_VERB | FEAT_INF)) return false;
    if (!at && calco_unit_of(run, s)->first_sentence == s) return false;
    if (has_main_verb(run, l, at + 2)) return false;
    flag_opening(run, &rules[INFINITIVE], s, l, at + 4);
    return true;
}

/* "China which in the morning accused the Alliance." */
static bool check_relative(calco_run *run, size_t s, const calco_look *l)
{
    size_t at = 0;
    while (at < l->n && at < 6 && (l->t[at].feats & (FEAT_DET | FEAT_ADJ | FEAT_NOUN)) && !calco_listed(run, "relative", &l->t[at])) at++;
    if (!at || at + 3 >= l->n || !(l->t[at - 1].feats & FEAT_NOUN) || !calco_listed(run, "relative", &l->t[at])) return false;
    if (has_main_verb(run, l, at)) return false;
    flag_opening(run, &rules[RELATIVE], s, l, at + 3);
    return true;
}

/* "For a total of eight groups from the Baltic to the Black Sea." */
static bool check_no_verb(calco_run *run, size_t s, const calco_look *l)
{
    if (l->n < 7 || calco_unit_of(run, s)->first_sentence == s || calco_is_quote(run, &l->t[0])) return false;
    if (!(l->t[0].feats & FEAT_PREP) || calco_listed(run, "subordinator", &l->t[0])) return false;
    for (size_t i = 0; i < l->n; i++)
        if (finite(&l->t[i]) || calco_is_quote(run, &l->t[i])) return false;
    flag_opening(run, &rules[NO_VERB], s, l, 6);
    return true;
}

static void check_lower(calco_run *run, size_t s, const calco_look *l)
{
    for (size_t i = 2; i + 1 < l->n; i++) {
        const calco_token *stop = &l->t[i - 1], *t = &l->t[i];
        if (!calco_str_eq(calco_token_text(run->doc, stop), STR(".")) || stop->space || !t->space) continue;
        if (t->kind != TOKEN_WORD || t->shape != SHAPE_LOWER || !t->known) continue;
        const calco_token *before = &l->t[i - 2];
        if (before->kind != TOKEN_WORD || !before->known || before->end - before->start < 3) continue;
        calco_hit_add(run, &rules[LOWER], s, before->start, t->end);
    }
}

static void check_sentence(calco_run *run, size_t s)
{
    calco_look l = calco_look_at(run, s);
    check_lower(run, s, &l);
    if (!is_statement(run, s, &l)) return;
    if (check_clause(run, s, &l) || check_infinitive(run, s, &l) || check_relative(run, s, &l)) return;
    check_no_verb(run, s, &l);
}

const calco_family calco_check_fragment = { "fragment", rules, sizeof rules / sizeof *rules, check_sentence, NULL };
