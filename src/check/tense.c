/* The tense, mood and voice of a verb against those of the verb that it renders. */
#include "align/verbgroup.h"
#include "check/pair.h"

static const calco_rule_info rules[] = {
    { "tense/changed", "tense", CALCO_MAJOR, 0.7f, "The tense of the verb is not the one of the source." },
};

/* log10 of how much more rarely than by chance such groups render each other: free translations change tenses rightly, and
 * verbs that no link joins are surer where they differ more. */
static double least_affinity(const calco_run *run, bool guessed)
{
    static const double CLOSE = 0.14, FREE = 0.18;
    static const double GUESSED = -1.2, LINKED = -0.75, USUAL = -0.9, SURE = -1.3;
    if (guessed) return run->freedom > CLOSE ? -9 /* never */ : GUESSED;
    return run->freedom > FREE ? SURE : run->freedom > CLOSE ? USUAL : LINKED;
}

/* --- the finite groups of both sides --- */

typedef struct { calco_verb_group group; size_t at, other; bool guessed; } verb; /* main verb; its counterpart among the other side's, SIZE_MAX: none */
typedef VEC(verb) verbs;

static verbs verbs_of(calco_run *run, const calco_lang *lang, const calco_stretch *s, const calco_link *w, size_t n)
{
    verbs out = { 0 };
    for (size_t i = 0; i < n; i++) {
        verb v = { .at = calco_token_index(s, w[i].token), .other = SIZE_MAX };
        v.group = calco_verb_group_at(lang, run->scratch, *s, v.at);
        bool modal = lang == run->source_lang && calco_token_listed(lang, "light", w[i].token) && !calco_token_listed(lang, "copula", w[i].token) && !calco_token_listed(lang, "perfect", w[i].token);
        const calco_token *t = w[i].token;
        bool noun = v.at > s->first && (t[-1].feats & (FEAT_PREP | FEAT_DET)) && !(t[-1].feats & (FEAT_PRON | FEAT_PART)); /* "in frantumi" */
        if (v.group.name.n && v.group.finite && !modal && !noun) VEC_PUSH(run->scratch, &out, v);
    }
    return out;
}

static size_t verb_at(const verbs *v, size_t token)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->p[i].at == token) return i;
    return SIZE_MAX;
}

static size_t next_single(const verbs *v, size_t i)
{
    while (i < v->n && v->p[i].other != SIZE_MAX) i++;
    return i;
}

/* First what the links say; then, where as many are left on either side, in order. */
static void match(const calco_paired *p, verbs *source, verbs *target)
{
    const calco_links *l = &p->links;
    if (!source->p || !target->p) return;
    size_t left[2] = { source->n, target->n };
    for (size_t j = 0; j < l->n_target; j++) {
        uint32_t i = calco_verb_counterpart(l, j);
        if (i == CALCO_NONE) continue;
        size_t t = verb_at(target, calco_token_index(&p->target, l->target[j].token)), s = verb_at(source, calco_token_index(&p->source, l->source[i].token));
        if (t >= target->n || s >= source->n) continue;
        target->p[t].other = s, source->p[s].other = t;
        left[0]--, left[1]--;
    }
    if (left[0] != left[1] || left[0] > 2) return;
    for (size_t s = next_single(source, 0), t = next_single(target, 0); s < source->n && t < target->n; s = next_single(source, s), t = next_single(target, t))
        target->p[t].other = s, source->p[s].other = t, target->p[t].guessed = true;
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p || !run->tenses) return;
    verbs source = verbs_of(run, run->source_lang, &p->source, p->links.source, p->links.n_source);
    verbs target = verbs_of(run, run->target, &p->target, p->links.target, p->links.n_target);
    if (!source.p || !target.p) return;
    match(p, &source, &target);
    for (size_t t = 0; t < target.n; t++) {
        double affinity;
        if (target.p[t].other >= source.n) continue;
        const verb *own = &target.p[t], *other = &source.p[own->other];
        if (!calco_tenses_affinity(run->tenses, run->scratch, other->group.name, own->group.name, &affinity) || affinity > least_affinity(run, own->guessed)) continue;
        const calco_token *s = run->source->tokens.p;
        calco_hit *hit = calco_pair_hit(run, &rules[0], p, own->group.first, own->at, &s[other->group.first], &s[other->at]);
        calco_pair_say(run, hit, "“%text%” is no tense for “%source%”.");
    }
}

const calco_family calco_check_tense = { "tense", rules, sizeof rules / sizeof *rules, check, NULL };
