/* Words that stand in the text as they do in the source: left untranslated, or names without their capital. */
#include "check/pair.h"

#include "text/unicode.h"

#include <math.h>

enum { WORD, LOWER, START };
static const calco_rule_info rules[] = {
    [WORD] = { "untranslated/copied", "untranslated", CALCO_MAJOR, 0.85f, "The word is left as it stands in the source." },
    [LOWER] = { "name/case", "name", CALCO_MINOR, 0.8f, "The source writes this name with a capital letter." },
    [START] = { "name/case-start", "name", CALCO_MINOR, 0.75f, "The sentence begins without a capital letter, unlike its source." },
};

/* log10 P(target | source) of a word that stays itself, and of its best other translation. */
typedef struct { float self, other; } options;

static options options_of(const calco_run *run, const calco_token *t)
{
    calco_translation found[48];
    options o = { -9, -9 };
    str     forms[2] = { t->fold, t->lemma };
    for (size_t f = 0; f < 2; f++) {
        size_t n = calco_lexicon_targets(run->lexicon, forms[f], found, 48);
        for (size_t k = 0; k < n; k++) {
            float *at = calco_str_eq(found[k].source, t->fold) ? &o.self : &o.other;
            if (found[k].logp_back > *at) *at = found[k].logp_back;
        }
    }
    return o;
}

/* Does the source language have the word, and the target not as a translation of it? `rarity` in the target. */
static bool is_left(const calco_run *run, const calco_token *source, const calco_token *target, float rarity)
{
    static const float RARE = 5.5f;
    if (target->shape != SHAPE_LOWER || target->fold.n < 3 || source->shape != SHAPE_LOWER) return false;
    if (calco_token_listed(run->target, "function", target)) return false;
    options o = options_of(run, source);
    if (o.other < -8) return false;
    if (!target->known) return o.self < -1.0f;
    return rarity > RARE && o.other > -1.0f && o.self < -1.7f;
}

static void check_word(calco_run *run, const calco_paired *p, const calco_link *link)
{
    const calco_token *t = link->token;
    size_t at = calco_token_index(&p->target, t);
    for (size_t i = 0; i < p->links.n_source; i++) {
        const calco_token *s = p->links.source[i].token;
        if (s->kind != TOKEN_WORD || !calco_str_eq(s->fold, t->fold)) continue;
        if (is_left(run, s, t, link->rarity)) {
            calco_hit *hit = calco_pair_hit(run, &rules[WORD], p, at, at, s, s);
            calco_translation best;
            if (calco_lexicon_targets(run->lexicon, s->fold, &best, 1) && !calco_str_eq(best.source, t->fold)) calco_hit_suggest(run, hit, best.source);
            return;
        }
        bool name = !calco_format_value(run->source_lang, "capital-nouns").n && (s->shape == SHAPE_TITLE || s->shape == SHAPE_UPPER) && i > 0 &&
                    t->shape == SHAPE_LOWER && !t->known;
        if (!name || s->fold.n < 3) continue;
        calco_hit *hit = calco_pair_hit(run, &rules[LOWER], p, at, at, s, s);
        calco_hit_suggest(run, hit, calco_token_text(run->source, s));
        return;
    }
}

static const calco_token *first_word(const calco_link *l, size_t n) { return n ? l[0].token : NULL; }

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p) return;
    for (size_t j = 0; j < p->links.n_target; j++)
        if (p->links.target[j].token->kind == TOKEN_WORD) check_word(run, p, &p->links.target[j]);
    const calco_token *s = first_word(p->links.source, p->links.n_source), *t = first_word(p->links.target, p->links.n_target);
    bool upper = s->kind == TOKEN_WORD && (s->shape == SHAPE_TITLE || s->shape == SHAPE_UPPER);
    if (!upper || t->kind != TOKEN_WORD || t->shape != SHAPE_LOWER || p->target.n < 3) return;
    calco_hit *hit = calco_pair_hit(run, &rules[START], p, calco_token_index(&p->target, t), calco_token_index(&p->target, t), s, s);
    calco_hit_suggest(run, hit, calco_upper_first(run->arena, calco_token_text(run->doc, t)));
}

const calco_family calco_check_copied = { "untranslated", rules, sizeof rules / sizeof *rules, check, NULL };
