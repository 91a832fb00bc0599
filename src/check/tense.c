/* The tense, mood and voice of a verb against those of the verb that it renders. */
#include "align/tenses.h"
#include "check/pair.h"

static const calco_rule_info rules[] = {
    { "tense/changed", "tense", CALCO_MAJOR, 0.7f, "The tense of the verb is not the one of the source." },
};

/* How improbable a tense must be (log10), and by how much less so than the likeliest one: free translations change tenses
 * rightly, and a verb whose counterpart was guessed or not found says less. */
static bool is_wrong(const calco_run *run, const calco_tense_odds *o, calco_verb_tie tie)
{
    static const double OWN[3][3] = { { -1.9, -2.4, -9 }, { -1.8, -2.3, -9 }, { -1.6, -2.1, -4.3 } }; /* by tie, by manner */
    calco_manner manner = calco_manner_of(run);
    return o->own < OWN[tie][manner] && o->best - o->own > -OWN[tie][manner] - 0.7;
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p || !run->tenses) return;
    calco_clauses c = calco_clauses_of(run->scratch, run->source_lang, run->target, p->source, p->target, &p->links);
    for (size_t t = 0; t < c.target.n; t++) {
        const calco_verb *own = &c.target.p[t];
        calco_strs        sight = calco_tense_sight(run->scratch, &c, t);
        calco_tense_odds  o = calco_tense_odds_of(run->tenses, run->scratch, &sight, own->group.name);
        if (!is_wrong(run, &o, own->tie)) continue;
        const calco_token *s = run->source->tokens.p;
        const calco_verb  *other = own->other < c.source.n ? &c.source.p[own->other] : NULL;
        calco_hit *hit = calco_pair_hit(run, &rules[0], p, own->group.first, own->at, other ? &s[other->group.first] : NULL, other ? &s[other->at] : NULL);
        calco_pair_say(run, hit, other ? "“%text%” is no tense for “%source%”." : "“%text%” is no tense that the source has here.");
    }
}

const calco_family calco_check_tense = { "tense", rules, sizeof rules / sizeof *rules, check, NULL };
