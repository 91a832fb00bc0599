/* Neighbours in an order that is none: "of president the", "both and Friday". */
#include "check/look.h"

static const calco_rule_info rules[] = {
    { "word-order/swapped", "word-order", CALCO_MAJOR, 0.8f, "These two words stand the wrong way round." },
};

/* A word that the model knows. */
static bool is_plain(const calco_token *t)
{
    return t->kind == TOKEN_WORD && t->lm != LM_SILENT && t->lm != LM_UNKNOWN;
}

#define AS_IT_IS (SIZE_MAX - 1)

static str tag_of(const calco_run *run, const calco_look *l, size_t i, size_t swapped)
{
    if (i >= l->n) return STR("$");
    if (i == swapped) i++;
    else if (i == swapped + 1) i--;
    return calco_strtab_at(&run->target->tags, l->t[i].tag);
}

/* The same for the tags around i; swapped AS_IT_IS: as they are. */
static double tags_logp(const calco_run *run, const calco_look *l, size_t i, size_t swapped)
{
    double sum = 0;
    for (size_t k = i; k < i + 4; k++) {
        if (k > l->n) break;
        str u = k >= 2 ? tag_of(run, l, k - 2, swapped) : STR("^"), v = k >= 1 ? tag_of(run, l, k - 1, swapped) : STR("^");
        sum += calco_tag_logp(run->target, u, v, tag_of(run, l, k, swapped), 0);
    }
    return sum;
}

/* Tags propose: the other order must be more usual among kinds of words, too, unless the words alone are past doubt. */
static bool are_swapped(const calco_run *run, const calco_look *l, size_t i)
{
    static const double LEAST = 2.5, BOTH = 5, TAGS = 0.9, WORDS = 6;
    const calco_token *a = &l->t[i], *b = &l->t[i + 1];
    if (!is_plain(a) || !is_plain(b) || !b->space) return false;
    if (calco_listed(run, "auxiliary", a) && (b->feats & FEAT_PRON)) return false; /* "Am I?" */
    double words = calco_look_gain(run, l, i, 2, (str[]){ b->fold, a->fold }, 2, false);
    if (words < LEAST) return false;
    double tags = tags_logp(run, l, i, i) - tags_logp(run, l, i, AS_IT_IS);
    return (tags >= TAGS && words + tags >= BOTH) || (words >= WORDS && tags >= 0);
}

static void check(calco_run *run, size_t s)
{
    enum { LEAST_TOKENS = 5 };
    calco_look l = calco_look_at(run, s);
    if (!run->target->ngram || !run->target->tagrams.values.n || l.n < LEAST_TOKENS) return;
    for (size_t i = 0; i + 1 < l.n; i++) {
        if (!are_swapped(run, &l, i)) continue;
        calco_hit *hit = calco_hit_add(run, &rules[0], s, l.t[i].start, l.t[i + 1].end);
        str first = calco_token_text(run->doc, &l.t[i]), second = calco_token_text(run->doc, &l.t[i + 1]);
        if (l.t[i].shape != SHAPE_TITLE) calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){ second, STR(" "), first, { 0 } }));
        i++;
    }
}

const calco_family calco_check_swapped = { "word-order", rules, sizeof rules / sizeof *rules, check, NULL };
