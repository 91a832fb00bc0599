/* The finite verb groups of a sentence pair, each beside the one that it renders. */
#include "align/clauses.h"

#include <math.h>

static const float  SURE = 0.02f, LIKELY = 0.004f; /* probabilities that one word renders the other */
static const double NEAR = 4, FAR = 0.12;          /* words off the expected place; what each costs (log10) */

static calco_verbs verbs_of(calco_arena *a, const calco_lang *lang, const calco_stretch *s, const calco_link *w, size_t n, bool is_source)
{
    calco_verbs out = { 0 };
    for (size_t i = 0; i < n; i++) {
        const calco_token *t = w[i].token;
        calco_verb v = { .at = (size_t)(t - s->doc->tokens.p), .word = i, .other = SIZE_MAX };
        v.group = calco_verb_group_at(lang, a, *s, v.at);
        bool modal = is_source && calco_token_listed(lang, "light", t) && !calco_token_listed(lang, "copula", t) && !calco_token_listed(lang, "perfect", t);
        bool noun = v.at > s->first && (t[-1].feats & (FEAT_PREP | FEAT_DET)) && !(t[-1].feats & (FEAT_PRON | FEAT_PART)); /* "in frantumi" */
        if (v.group.name.n && v.group.finite && !modal && !noun) VEC_PUSH(a, &out, v);
    }
    return out;
}

/* Words that are each other's best. */
static bool is_anchor(const calco_links *l, size_t i)
{
    uint32_t j = l->source[i].best;
    return j != CALCO_NONE && l->target[j].best == i && l->source[i].peak >= SURE;
}

/* Where source word i should stand by the anchors around it. */
static double expected_place(const calco_links *l, size_t i)
{
    double sum = 0, weight = 0;
    for (size_t k = 0; k < l->n_source; k++) {
        if (k == i || !is_anchor(l, k)) continue;
        double far = fabs((double)k - (double)i), w = exp(-far / 2) * (l->source[k].small ? 0.3 : 1);
        sum += w * ((double)l->source[k].best + (double)i - (double)k);
        weight += w;
    }
    double straight = (double)i * (double)l->n_target / (double)l->n_source;
    return (sum + 0.05 * straight) / (weight + 0.05);
}

static float kinship(const calco_links *l, size_t i, size_t j)
{
    if (!l->forward) return l->source[i].best == j && l->target[j].best == i ? l->target[j].peak : 0;
    size_t k = i * l->n_target + j;
    return sqrtf(l->forward[k] * l->backward[k]);
}

typedef struct { double worth; size_t s, t; calco_verb_tie tie; } tie;

/* The best pair of groups that both are free; worth below zero: none. */
static tie best_tie(const calco_clauses *c, const double *place)
{
    tie best = { -1, 0, 0, VERB_ALONE };
    for (size_t s = 0; s < c->source.n; s++)
        for (size_t t = 0; t < c->target.n; t++) {
            const calco_verb *v = &c->source.p[s], *w = &c->target.p[t];
            if (v->other != SIZE_MAX || w->other != SIZE_MAX) continue;
            float  kin = kinship(c->links, v->word, w->word);
            double off = fabs((double)w->word - place[s]);
            if (kin < LIKELY && off > NEAR) continue;
            double worth = 5 + log10(kin + 1e-4) - FAR * off;
            if (worth > best.worth) best = (tie){ worth, s, t, kin >= SURE ? VERB_LINKED : VERB_PLACED };
        }
    return best;
}

calco_clauses calco_clauses_of(calco_arena *a, const calco_lang *source_lang, const calco_lang *target_lang, calco_stretch source, calco_stretch target,
                               const calco_links *links)
{
    calco_clauses c = { source_lang, target_lang, source, target, links, { 0 }, { 0 } };
    c.source = verbs_of(a, source_lang, &source, links->source, links->n_source, true);
    c.target = verbs_of(a, target_lang, &target, links->target, links->n_target, false);
    if (!c.source.p || !c.target.p) return c;
    double *place = ARENA_ARRAY(a, double, c.source.n + 1);
    for (size_t s = 0; s < c.source.n; s++) place[s] = expected_place(links, c.source.p[s].word);
    for (tie b; (b = best_tie(&c, place)).worth >= 0;) {
        c.source.p[b.s].other = b.t, c.target.p[b.t].other = b.s;
        c.source.p[b.s].tie = c.target.p[b.t].tie = b.tie;
    }
    return c;
}
