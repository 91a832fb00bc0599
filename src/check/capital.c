/* Names, days, months and peoples in lower case, as the source language writes them. */
#include "check/look.h"

#include "text/unicode.h"

static const calco_rule_info rules[] = {
    { "name/lower-case", "grammar", CALCO_MINOR, 0.9f, "The word takes a capital letter, unlike in the source language." },
};

/* Texts all in lower case mean it so. */
static bool has_capitals(const calco_look *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->t[i].shape == SHAPE_TITLE || l->t[i].shape == SHAPE_UPPER) return true;
    return false;
}

static void check_sentence(calco_run *run, size_t s)
{
    calco_look l = calco_look_at(run, s);
    if (!has_capitals(&l)) return;
    for (size_t i = 0; i < l.n; i++) {
        if (l.t[i].kind != TOKEN_WORD || l.t[i].shape != SHAPE_LOWER || !calco_in_list(run->target, "capital", l.t[i].fold)) continue;
        calco_hit *hit = calco_hit_add(run, &rules[0], s, l.t[i].start, l.t[i].end);
        calco_hit_suggest(run, hit, calco_upper_first(run->arena, calco_token_text(run->doc, &l.t[i])));
    }
}

const calco_family calco_check_capital = { "capital", rules, sizeof rules / sizeof *rules, check_sentence, NULL };
