/* Words that say something more general than the source's, or something more special. */
#include "check/pair.h"

#include "lang/senses.h"

#include <math.h>

enum { GENERAL, SPECIAL };
static const calco_rule_info rules[] = {
    [GENERAL] = { "mistranslation/too-general", "mistranslation", CALCO_MAJOR, 0.7f, "The word is more general than the source's." },
    [SPECIAL] = { "mistranslation/too-specific", "mistranslation", CALCO_MAJOR, 0.6f, "The word is more specific than the source's." },
};

enum { TRANSLATIONS = 24 };
static const float OWN = 0.01f, LINKED = 0.01f, KNOWN = 0.05f; /* above: the word renders it, something else does, or it something else */
static const float USUAL = 0.3f;      /* share of the translations that must be more special, or more general */
static const double APART = 0.3;      /* of the length of both sides */
static const float KIN = 0.003f;      /* of words that share translations with translations: they may be synonyms */
/* How doubtful both words together must be. Where neither is, the text says it in words of its own. Of 1,000 pairs of free
 * translations two are flagged so. */
static const double DOUBT_NOUN = 0.5, DOUBT_VERB = 0.7, DOUBT_SPECIAL = 1.4, LEAST_SURE = 0.5;
static const double MORE = 0.2, MOST = 0.6; /* words of texts that translate loosely, freely must be so much more doubtful */

/* What the translations of a source word are to the word that stands there, as shares. */
typedef struct {
    float own;            /* the word itself, or its equal */
    float above, below;   /* the word is more general, more special */
    float best;
    str   word;           /* the most probable of these, and its share */
} weighed;

static void weigh_one(const calco_run *run, const calco_token *t, const calco_translation *u, weighed *w)
{
    const calco_senses *senses = run->target->senses;
    uint32_t feats = t->feats & (FEAT_NOUN | FEAT_VERB);
    float    p = powf(10, u->logp_back);
    str      lemma = calco_pair_lemma(run, u->source);
    int      up = calco_str_eq(u->source, t->fold) || calco_str_eq(lemma, t->lemma) ? 0 : calco_senses_above(senses, t->lemma, lemma, feats);
    bool     down = up < 0 && calco_senses_above(senses, lemma, t->lemma, feats) > 0;
    if (up == 0) w->own += p;
    else if (up > 0) w->above += p;
    else if (down) w->below += p;
    if ((up > 0 || down) && p > w->best) w->best = p, w->word = u->source;
}

static weighed weigh(const calco_run *run, const calco_token *source, const calco_token *t)
{
    calco_translation found[TRANSLATIONS];
    weighed w = { 0 };
    size_t  n = calco_pair_translations(run, source, found, TRANSLATIONS);
    for (size_t k = 0; k < n; k++) weigh_one(run, t, &found[k], &w);
    return w;
}

bool calco_pair_close(const calco_run *run, const calco_token *source, const calco_token *t)
{
    static const float RARE = -1.3f;
    calco_translation found[TRANSLATIONS];
    size_t n = calco_pair_translations(run, source, found, TRANSLATIONS);
    for (size_t k = 0; k < n; k++) {
        if (found[k].logp_back < RARE) continue;
        int steps = calco_senses_apart(run->target->senses, t->lemma, calco_pair_lemma(run, found[k].source));
        bool shifted = calco_cognate(t->fold, found[k].source) > 0.4f; /* "political", "politically": another part of speech is a fault of its own */
        if (!shifted && steps >= 0 && steps <= 1) return true;
    }
    return false;
}

/* Is it a word of a kind that `t` may render, that no other word renders? */
static bool is_open(const calco_link *s, const calco_token *t)
{
    uint32_t kinds = t->feats & FEAT_NOUN ? FEAT_NOUN | FEAT_ADJ : FEAT_VERB;
    return s->token->shape == SHAPE_LOWER && !s->small && s->peak < LINKED && s->back < LINKED && (!s->token->feats || s->token->feats & kinds);
}

/* The nearest source word without counterpart that word j is more general or more special than; CALCO_NONE where there is none. */
static uint32_t counterpart(calco_run *run, const calco_paired *p, size_t j, weighed *found)
{
    const calco_links *l = &p->links;
    uint32_t best = CALCO_NONE;
    double   nearest = APART;
    for (uint32_t i = 0; i < l->n_source; i++) {
        double apart = calco_pair_apart(l, i, j);
        if (apart > nearest || !is_open(&l->source[i], l->target[j].token) || calco_account_kinship(p->account, i, j) > KIN) continue;
        weighed w = weigh(run, l->source[i].token, l->target[j].token);
        if (w.own > OWN || fmaxf(w.above, w.below) < USUAL) continue;
        nearest = apart;
        *found = w;
        best = i;
    }
    return best;
}

static void check_word(calco_run *run, const calco_paired *p, size_t j)
{
    const calco_links *l = &p->links;
    const calco_token *t = l->target[j].token;
    weighed w = { 0 };
    if (l->target[j].peak > KNOWN || l->target[j].back > KNOWN) return;
    uint32_t i = counterpart(run, p, j, &w);
    if (i == CALCO_NONE) return;
    bool   general = w.above >= w.below, noun = t->feats & FEAT_NOUN;
    double doubt = calco_account_doubt(p->account, true, j) + calco_account_doubt(p->account, false, i);
    doubt -= (double[]){ 0, MORE, MOST }[calco_manner_of(run)];
    if ((!general && !noun) || doubt < (!general ? DOUBT_SPECIAL : noun ? DOUBT_NOUN : DOUBT_VERB)) return;
    size_t     at = calco_token_index(&p->target, t);
    calco_hit *hit = calco_pair_hit(run, &rules[general ? GENERAL : SPECIAL], p, at, at, l->source[i].token, l->source[i].token);
    calco_pair_say(run, hit, general ? "“%text%” is more general than “%source%”." : "“%text%” is more specific than “%source%”.");
    calco_hit_suggest(run, hit, w.word);
    hit->confidence = (float)fmin(LEAST_SURE + doubt / 4, 0.92);
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = run->target->senses ? calco_pair_at(run, sentence) : NULL;
    for (size_t j = 0; p && j < p->links.n_target; j++) {
        const calco_token *t = p->links.target[j].token;
        bool may = t->kind == TOKEN_WORD && t->feats & (FEAT_NOUN | FEAT_VERB) && !(t->feats & FEAT_PROPER);
        if (may && calco_is_content(run->target, t)) check_word(run, p, j);
    }
}

const calco_family calco_check_sense = { "mistranslation", rules, sizeof rules / sizeof *rules, check, NULL };
