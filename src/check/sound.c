/* Articles that do not fit the sound of the next word: "a hour", "an warning". */
#include "check/look.h"
#include "check/rules.h"

#include "text/unicode.h"

static const calco_rule_info rules[] = {
    { "article/sound", "article", CALCO_MINOR, 0.9f, "The article has the other form before this sound." },
};

/* Words with no capital but the first, and numbers: initials are read out in more than one way. What cannot stand behind an
 * article shows that the letter is meant ("vitamin a is"). */
static bool is_plain(const calco_run *run, const calco_token *t)
{
    static const uint32_t NEVER = FEAT_FINITE | FEAT_PREP | FEAT_DET | FEAT_CONJ;
    str  text = calco_token_text(run->doc, t);
    bool joined = t->shape == SHAPE_MIXED && text.n > 1 && text.p[1] >= 'a' && calco_str_find(text, STR("-"), 0) != SIZE_MAX;
    if (t->kind == TOKEN_NUMBER) return true;
    if (t->kind != TOKEN_WORD || (t->feats & NEVER)) return false;
    return t->shape == SHAPE_LOWER || joined || (t->shape == SHAPE_TITLE && t->known);
}

static bool may_vary(const calco_run *run, const calco_token *t)
{
    str start, rest = t->fold;
    if (calco_token_listed(run->target, "either-article", t)) return true;
    return calco_str_split(&rest, '-', &start) && calco_in_list(run->target, "either-article", start);
}

static void check(calco_run *run, size_t s)
{
    const calco_articles *x = run->phrases ? run->phrases->articles : NULL;
    calco_look l = calco_look_at(run, s);
    for (size_t i = 0; x && i + 1 < l.n; i++) {
        const calco_token *t = &l.t[i], *next = &l.t[i + 1];
        bool first = i == 0 || l.t[i - 1].kind == TOKEN_PUNCT;
        if (!calco_articles_has(x, t->fold) || !next->space || !is_plain(run, next) || may_vary(run, next)) continue;
        if (t->shape != SHAPE_LOWER && !(first && next->shape != SHAPE_TITLE)) continue; /* "grade A" */
        if (i && !t->space && l.t[i - 1].kind != TOKEN_PUNCT) continue;
        str fit = calco_articles_before(x, run->scratch, calco_token_text(run->doc, next));
        if (!fit.n || calco_str_eq(fit, t->fold)) continue;
        calco_hit *hit = calco_hit_add(run, &rules[0], s, t->start, t->end);
        calco_hit_suggest(run, hit, t->shape == SHAPE_LOWER ? fit : calco_upper_first(run->scratch, fit));
    }
}

const calco_family calco_check_sound = { "article", rules, sizeof rules / sizeof *rules, check, NULL };
