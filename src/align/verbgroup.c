/* Verb groups of either language, named alike, and how well one renders another. */
#include "align/verbgroup.h"

#include "base/buf.h"

enum { REACH = 6, MOST_AUXILIARIES = 4 };

static bool is_auxiliary(const calco_lang *lang, const calco_token *t)
{
    static const char *const lists[] = { "auxiliary", "perfect", "copula", "progressive" };
    if (!(t->feats & FEAT_VERB)) return false;
    if (t->feats & FEAT_AUX) return true;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        if (calco_token_listed(lang, lists[k], t)) return true;
    return false;
}

/* Adverbs, pronouns and negations stand inside groups. */
static bool is_between(const calco_lang *lang, const calco_token *t)
{
    return t->kind == TOKEN_WORD && ((t->feats & FEAT_ADV) || calco_token_listed(lang, "negation", t) || calco_token_listed(lang, "reflexive", t));
}

/* A tag without person, number and gender: "VER:ind+impf+3+s" is "ind+impf"; Penn tags by their features. */
static str form_name(const calco_lang *lang, calco_arena *a, const calco_token *t)
{
    str tag = t->tag < lang->tags.count ? calco_strtab_at(&lang->tags, t->tag) : STR("");
    size_t colon = calco_str_find(tag, STR(":"), 0);
    if (colon != SIZE_MAX) {
        str rest = calco_str_from(tag, colon + 1);
        for (size_t i = 0; i + 1 < rest.n; i++)
            if (rest.p[i] == '+' && (strchr("123", rest.p[i + 1]) || (strchr("spmf", rest.p[i + 1]) && (i + 2 == rest.n || rest.p[i + 2] == '+'))))
                return calco_str_cut(rest, 0, i);
        return rest;
    }
    static const struct { uint32_t feat; const char *name; } names[] = {
        { FEAT_INF, "inf" }, { FEAT_GER, "ger" }, { FEAT_PASTPART, "part" }, { FEAT_FUT, "fut" }, { FEAT_COND, "cond" }, { FEAT_SUBJ, "subj" },
        { FEAT_PRES, "pres" }, { FEAT_PAST, "past" },
    };
    calco_buf out = { 0 };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (t->feats & names[k].feat) calco_buf_printf(&out, "%s%s", out.n ? "+" : "", names[k].name);
    str s = calco_arena_str(a, calco_buf_view(&out));
    calco_buf_free(&out);
    return s;
}

/* Is token `at` an auxiliary of a verb behind it? */
static bool serves(const calco_lang *lang, const calco_stretch *s, size_t at)
{
    const calco_token *t = s->doc->tokens.p;
    size_t end = s->first + s->n;
    if (!is_auxiliary(lang, &t[at])) return false;
    for (size_t k = at + 1; k < end && k <= at + REACH; k++) {
        if (t[k].feats & FEAT_VERB) return (t[k].feats & (FEAT_PASTPART | FEAT_GER | FEAT_INF)) || is_auxiliary(lang, &t[k]);
        if (!is_between(lang, &t[k])) return false;
    }
    return false;
}

calco_verb_group calco_verb_group_at(const calco_lang *lang, calco_arena *a, calco_stretch s, size_t at)
{
    const calco_token *t = s.doc->tokens.p, *aux[MOST_AUXILIARIES];
    calco_verb_group g = { .first = at };
    size_t n = 0, k = at;
    bool   reflexive = false, to = false;
    if (!(t[at].feats & FEAT_VERB) || serves(lang, &s, at)) return g;
    for (size_t steps = 0; k > s.first && steps < REACH && n < MOST_AUXILIARIES; steps++) {
        k--;
        if (is_auxiliary(lang, &t[k])) aux[n++] = &t[k], g.first = k;
        else if ((t[k].feats & FEAT_PART) && (t[at].feats & FEAT_INF) && !n) to = true, g.first = k;
        else if (calco_token_listed(lang, "reflexive", &t[k])) reflexive = true;
        else if (!is_between(lang, &t[k])) break;
        if (to) break;
    }
    g.finite = (t[g.first].feats & (FEAT_FINITE | FEAT_COND | FEAT_FUT)) && !to;
    calco_buf out = { 0 };
    if (reflexive) calco_buf_printf(&out, "self ");
    if (to) calco_buf_printf(&out, "to ");
    for (; n > 0; n--) {
        str form = form_name(lang, a, aux[n - 1]);
        calco_buf_printf(&out, "%.*s.%.*s ", STR_FMT(form), STR_FMT(aux[n - 1]->lemma));
    }
    str form = form_name(lang, a, &t[at]);
    calco_buf_str(&out, form);
    g.name = calco_arena_str(a, calco_buf_view(&out));
    calco_buf_free(&out);
    return g;
}

size_t calco_verb_aspects(calco_arena *a, str name, str out[3])
{
    size_t n = 0, end = 0;
    while (end < name.n && name.p[end] != ' ' && name.p[end] != '+') end++;
    out[n++] = calco_arena_join(a, (str[]){ STR("~"), calco_str_cut(name, 0, end), { 0 } });
    if (calco_str_find(name, STR(".be ger"), 0) != SIZE_MAX) out[n++] = STR("~.be ger");
    if (calco_str_find(name, STR(".have part"), 0) != SIZE_MAX) out[n++] = STR("~.have part");
    return n;
}
