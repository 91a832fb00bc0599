/* Words that say the opposite of what the source says. */
#include "check/pair.h"

#include "lang/senses.h"

#include <math.h>

static const calco_rule_info rules[] = {
    { "mistranslation/antonym", "mistranslation", CALCO_CRITICAL, 0.85f, "The word says the opposite of the source's." },
};

enum { TRANSLATIONS = 24, WINDOW = 3 };
static const float USUAL = -1.0f /* log10 P */, RARE = -2.0f, SURE = -0.4f; /* in free texts the opposite must be the usual translation */

/* How probable each of the words is as a translation of a source word; `own` that of the word that stands there. */
typedef struct { float opposite, own; str word; } weighed;

static weighed weigh(const calco_run *run, const calco_token *source, const calco_token *t, str opposites)
{
    calco_translation found[2 * TRANSLATIONS];
    weighed w = { -9, -9, STR("") };
    size_t  n = calco_lexicon_targets(run->lexicon, source->fold, found, TRANSLATIONS);
    if (!calco_str_eq(source->fold, source->lemma)) n += calco_lexicon_targets(run->lexicon, source->lemma, found + n, TRANSLATIONS);
    for (size_t k = 0; k < n; k++) {
        if ((calco_str_eq(found[k].source, t->fold) || calco_str_eq(found[k].source, t->lemma)) && found[k].logp_back > w.own) w.own = found[k].logp_back;
        str rest = opposites, one;
        while (calco_str_split(&rest, ' ', &one))
            if (calco_str_eq(one, found[k].source) && found[k].logp_back > w.opposite) w.opposite = found[k].logp_back, w.word = one;
    }
    return w;
}

/* Opposites of a word by the table; by a prefix that denies: "unknown", "known". */
static str opposites_of(const calco_run *run, const calco_token *t)
{
    str own = calco_value(&run->target->antonyms, t->fold);
    if (!own.n) own = calco_value(&run->target->antonyms, t->lemma);
    for (size_t n = 2; n <= 3 && n + 3 < t->fold.n; n++) {
        if (!calco_in_list(run->target, "negative-prefix", calco_str_cut(t->fold, 0, n))) continue;
        str rest = calco_str_from(t->fold, n);
        own = own.n ? calco_arena_join(run->scratch, (str[]){ own, STR(" "), rest, { 0 } }) : rest;
    }
    return own;
}

static bool is_in_target(const calco_links *l, str word)
{
    for (size_t j = 0; j < l->n_target; j++)
        if (calco_str_eq(l->target[j].token->fold, word) || calco_str_eq(l->target[j].token->lemma, word)) return true;
    return false;
}

/* A negation near either word turns its sense round. */
static bool is_denied(const calco_lang *lang, const calco_link *w, size_t n, size_t at)
{
    for (size_t k = at > WINDOW ? at - WINDOW : 0; k < n && k <= at + 1; k++)
        if (calco_token_listed(lang, "negation", w[k].token) || (k != at && calco_token_listed(lang, "negation-soft", w[k].token))) return true;
    return false;
}

static void check_word(calco_run *run, const calco_paired *p, size_t j)
{
    const calco_links *l = &p->links;
    const calco_token *t = l->target[j].token;
    str opposites = opposites_of(run, t);
    if (!opposites.n || is_denied(run->target, l->target, l->n_target, j)) return;
    for (size_t i = 0; i < l->n_source; i++) {
        double apart = calco_pair_apart(l, i, j);
        if (apart > 0.25 || l->source[i].token->shape != SHAPE_LOWER) continue;
        weighed w = weigh(run, l->source[i].token, t, opposites);
        if (w.opposite < (calco_manner_of(run) == CALCO_FREE ? SURE : USUAL) || w.own > RARE || is_in_target(l, w.word) || is_denied(run->source_lang, l->source, l->n_source, i)) continue;
        bool rendered = l->source[i].best != CALCO_NONE && l->source[i].best != j && l->source[i].peak > 0.05f;
        if (rendered || l->source[i].back > 0.08f || l->target[j].peak > 0.08f) continue;
        size_t at = calco_token_index(&p->target, t);
        calco_hit *hit = calco_pair_hit(run, &rules[0], p, at, at, l->source[i].token, l->source[i].token);
        calco_pair_say(run, hit, "“%text%” says the opposite of “%source%”.");
        calco_hit_suggest(run, hit, w.word);
        return;
    }
}

/* --- opposites by sense, of words that neither side accounts for --- */

static const float ALONE = 0.01f, HARDLY = 0.05f, OWN = 0.01f, SHARE = 0.3f;
static const double APART = 0.25, DOUBT = 0.4, MORE = 0.4; /* doubt of both words together, more in freer texts */

/* What share of a source word's translations the word is the opposite of, or less than nothing where it renders it. */
static float opposite_share(const calco_run *run, const calco_token *source, const calco_token *t, str *word)
{
    calco_translation found[TRANSLATIONS];
    uint32_t feats = t->feats & (FEAT_NOUN | FEAT_VERB | FEAT_ADJ | FEAT_ADV);
    float    share = 0, own = 0, best = -9;
    size_t   n = calco_pair_translations(run, source, found, TRANSLATIONS);
    for (size_t k = 0; k < n; k++) {
        str   lemma = calco_pair_lemma(run, found[k].source);
        float p = powf(10, found[k].logp_back);
        if (calco_str_eq(found[k].source, t->fold) || calco_str_eq(lemma, t->lemma)) own += p;
        if (!calco_senses_opposite(run->target->senses, t->lemma, lemma, feats)) continue;
        share += p;
        if (found[k].logp_back > best) best = found[k].logp_back, *word = found[k].source;
    }
    return own > OWN ? -1 : share;
}

static bool is_alone(const calco_link *l, float most) { return l->peak < most && l->back < most; }

static void check_sense(calco_run *run, const calco_paired *p, size_t j)
{
    const calco_links *l = &p->links;
    const calco_token *t = l->target[j].token;
    if (!is_alone(&l->target[j], HARDLY) || !calco_is_content(run->target, t) || is_denied(run->target, l->target, l->n_target, j)) return;
    for (size_t i = 0; i < l->n_source; i++) {
        const calco_token *s = l->source[i].token;
        double apart = calco_pair_apart(l, i, j);
        str    word = STR("");
        if (apart > APART || (s->feats && !(s->feats & t->feats & (FEAT_NOUN | FEAT_VERB | FEAT_ADJ | FEAT_ADV))) || s->shape != SHAPE_LOWER || l->source[i].small || !is_alone(&l->source[i], ALONE)) continue;
        if (opposite_share(run, s, t, &word) < SHARE || is_denied(run->source_lang, l->source, l->n_source, i)) continue;
        if (calco_account_doubt(p->account, true, j) + calco_account_doubt(p->account, false, i) < DOUBT + (calco_manner_of(run) > CALCO_CLOSE ? MORE : 0)) continue;
        size_t     at = calco_token_index(&p->target, t);
        calco_hit *hit = calco_pair_hit(run, &rules[0], p, at, at, s, s);
        calco_pair_say(run, hit, "“%text%” says the opposite of “%source%”.");
        calco_hit_suggest(run, hit, word);
        hit->confidence = 0.75f;
        return;
    }
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    for (size_t j = 0; p && j < p->links.n_target; j++) {
        const calco_token *t = p->links.target[j].token;
        if (t->kind != TOKEN_WORD || t->shape != SHAPE_LOWER) continue;
        size_t before = run->hits.n;
        check_word(run, p, j);
        if (run->hits.n == before) check_sense(run, p, j);
    }
}

const calco_family calco_check_antonym = { "mistranslation", rules, sizeof rules / sizeof *rules, check, NULL };
