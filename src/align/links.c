/* From probabilities of word pairs to links: numbers, intersection, placing, phrases, growing. */
#include "align/links.h"

#include "base/buf.h"

#include <math.h>

enum { PHRASE = 4 /* words */, TRANSLATIONS = 64 };
static const float SAME_VALUE = 0.95f, PHRASAL = 0.05f;
static const float SEED = 0.03f, PLACED = 0.02f, GROWN = 0.08f; /* least probabilities */
static const double DIAGONAL = 3.0;   /* damping of what stands far from the diagonal, by relative distance */
static const double OFF_PLACE = 0.35; /* the same for words off the place that links around them say, by word */

typedef struct {
    const calco_links *l;
    size_t  n, m;
    float  *p;       /* probability of each pair, row by source word */
    float  *score;   /* the same, damped */
    bool   *linked;  /* of each pair */
    size_t *of_source, *of_target; /* links that a word has */
} table;

static void link_pair(table *t, size_t i, size_t j)
{
    if (t->linked[i * t->m + j]) return;
    t->linked[i * t->m + j] = true;
    t->of_source[i]++;
    t->of_target[j]++;
}

static size_t best_target(const table *t, size_t i)
{
    size_t best = SIZE_MAX;
    for (size_t j = 0; j < t->m; j++)
        if (!t->of_target[j] && t->score[i * t->m + j] > (best == SIZE_MAX ? 0 : t->score[i * t->m + best])) best = j;
    return best;
}

static size_t best_source(const table *t, size_t j)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < t->n; i++)
        if (!t->of_source[i] && t->score[i * t->m + j] > (best == SIZE_MAX ? 0 : t->score[best * t->m + j])) best = i;
    return best;
}

/* Link what is each other's best among the words without a link, until nothing is. */
static void link_mutual(table *t, float least)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < t->n; i++) {
            size_t j = t->of_source[i] ? SIZE_MAX : best_target(t, i);
            if (j == SIZE_MAX || t->score[i * t->m + j] < least || best_source(t, j) != i) continue;
            link_pair(t, i, j);
            again = true;
        }
    }
}

/* Where each source word should stand by the links around it. */
static void expected_places(const table *t, double *place)
{
    size_t last = SIZE_MAX;
    for (size_t i = 0; i <= t->n; i++) {
        double at = 0;
        for (size_t j = 0; i < t->n && j < t->m; j++)
            if (t->linked[i * t->m + j]) at += (double)j / (double)t->of_source[i];
        if (i < t->n && !t->of_source[i]) continue;
        size_t first = last == SIZE_MAX ? 0 : last + 1;
        double from = last == SIZE_MAX ? -1 : place[last], to = i < t->n ? at : (double)t->m;
        double steps = (double)(i - first) + 1;
        for (size_t k = first; k < i; k++) place[k] = from + (to - from) * (double)(k - first + 1) / steps;
        if (i < t->n) place[i] = at;
        last = i;
    }
}

/* A word whose neighbour was linked belongs beside that, on either side of it. */
static void damp_by_place(table *t, const double *place)
{
    for (size_t i = 0; i < t->n; i++) {
        for (size_t j = 0; j < t->m; j++) {
            double off = fabs((double)j - place[i]);
            if (i + 1 < t->n) off = fmin(off, fabs((double)j + 1 - place[i + 1]));
            if (i > 0) off = fmin(off, fabs((double)j - 1 - place[i - 1]));
            t->score[i * t->m + j] = t->p[i * t->m + j] * (float)exp(-OFF_PLACE * off);
        }
    }
}

/* A word without a link joins its best partner, where a neighbour of it has the same one. */
static void grow(table *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t j = 0; j < t->m; j++) {
            if (t->p[i * t->m + j] < GROWN || (t->of_source[i] && t->of_target[j])) continue;
            bool up = i > 0 && t->linked[(i - 1) * t->m + j], down = i + 1 < t->n && t->linked[(i + 1) * t->m + j];
            bool left = j > 0 && t->linked[i * t->m + j - 1], right = j + 1 < t->m && t->linked[i * t->m + j + 1];
            if ((!t->of_source[i] && (up || down)) || (!t->of_target[j] && (left || right))) link_pair(t, i, j);
        }
}

/* --- numbers --- */

static size_t index_of(const calco_link *words, size_t n, const calco_token *t)
{
    size_t i = 0;
    while (i < n && words[i].token < t) i++;
    return i < n && words[i].token == t ? i : SIZE_MAX;
}

static void raise_pair(table *t, size_t i, size_t j, float p)
{
    if (i != SIZE_MAX && j != SIZE_MAX && p > t->p[i * t->m + j]) t->p[i * t->m + j] = p;
}

/* Numbers of one value, word by word where both are written alike. */
static void raise_numbers(calco_arena *a, table *t, const calco_linking *how)
{
    calco_quantities s = calco_quantities_of(how->source_lang, a, how->source), e = calco_quantities_of(how->target_lang, a, how->target);
    for (size_t x = 0; x < s.n; x++)
        for (size_t y = 0; y < e.n; y++) {
            const calco_quantity *u = &s.p[x], *v = &e.p[y];
            if (u->weak || v->weak || !calco_same_quantity(u, v)) continue;
            for (size_t k = 0; k < u->n; k++)
                for (size_t l = 0; l < v->n; l++) {
                    if (u->n == v->n && k != l) continue;
                    raise_pair(t, index_of(t->l->source, t->n, &how->source.doc->tokens.p[u->first + k]),
                               index_of(t->l->target, t->m, &how->target.doc->tokens.p[v->first + l]), SAME_VALUE);
                }
        }
}

/* --- phrases that render one word --- */

/* The phrase of words first..first+n-1 as the lexicon has it, its first word by form or by lemma. */
static str phrase_of(calco_arena *a, const calco_link *words, size_t first, size_t n, bool lemma)
{
    calco_buf b = { 0 };
    calco_buf_str(&b, lemma ? words[first].token->lemma : words[first].token->fold);
    for (size_t k = 1; k < n; k++) {
        calco_buf_char(&b, ' ');
        calco_buf_str(&b, words[first + k].token->fold);
    }
    str s = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return s;
}

static bool free_for(const table *t, bool of_target, size_t first, size_t n, size_t other)
{
    for (size_t k = first; k < first + n; k++) {
        size_t links = of_target ? t->of_target[k] : t->of_source[k];
        bool   own = of_target ? t->linked[other * t->m + k] : t->linked[k * t->m + other];
        if (links > own) return false;
    }
    return true;
}

/* Does a word that stands for the phrase first..first+n-1 have no link outside of it? */
static bool inside(const table *t, bool of_target, size_t first, size_t n, size_t other)
{
    size_t links = of_target ? t->of_source[other] : t->of_target[other], own = 0;
    for (size_t k = first; k < first + n; k++) own += of_target ? t->linked[other * t->m + k] : t->linked[k * t->m + other];
    return links == own;
}

static void link_phrase(calco_arena *a, table *t, const calco_linking *how, bool of_target, size_t first, size_t n)
{
    const calco_link *words = of_target ? t->l->target : t->l->source, *others = of_target ? t->l->source : t->l->target;
    for (int lemma = 0; lemma < 2; lemma++) {
        calco_translation found[TRANSLATIONS];
        str    phrase = phrase_of(a, words, first, n, lemma);
        size_t count = of_target ? calco_lexicon_sources(how->lexicon, phrase, found, TRANSLATIONS)
                                 : calco_lexicon_targets(how->lexicon, phrase, found, TRANSLATIONS);
        for (size_t f = 0; f < count; f++) {
            float p = sqrtf(powf(10, found[f].logp) * powf(10, found[f].logp_back));
            for (size_t o = 0; p >= PHRASAL && o < (of_target ? t->n : t->m); o++) {
                const calco_token *w = others[o].token;
                if (!calco_str_eq(found[f].source, w->fold) && !calco_str_eq(found[f].source, w->lemma)) continue;
                if (others[o].small || !free_for(t, of_target, first, n, o) || !inside(t, of_target, first, n, o)) continue;
                for (size_t k = first; k < first + n; k++) {
                    size_t i = of_target ? o : k, j = of_target ? k : o;
                    raise_pair(t, i, j, p);
                    link_pair(t, i, j);
                }
            }
        }
    }
}

static void link_phrases(calco_arena *a, table *t, const calco_linking *how)
{
    for (size_t n = PHRASE; n > 1; n--) {
        for (size_t j = 0; j + n <= t->m; j++) link_phrase(a, t, how, true, j, n);
        for (size_t i = 0; i + n <= t->n; i++) link_phrase(a, t, how, false, i, n);
    }
}

static double apart(size_t i, size_t n, size_t j, size_t m)
{
    return fabs(((double)i + 0.5) / (double)n - ((double)j + 0.5) / (double)m);
}

static table new_table(calco_arena *a, const calco_links *l)
{
    table  t = { .l = l, .n = l->n_source, .m = l->n_target };
    size_t all = t.n * t.m;
    t.p = ARENA_ARRAY(a, float, all);
    t.score = ARENA_ARRAY(a, float, all);
    t.linked = ARENA_ARRAY(a, bool, all);
    t.of_source = ARENA_ARRAY(a, size_t, t.n);
    t.of_target = ARENA_ARRAY(a, size_t, t.m);
    for (size_t k = 0; k < all; k++) t.p[k] = sqrtf(l->forward[k] * l->backward[k]);
    return t;
}

calco_word_pairs calco_pair_words(calco_arena *a, const calco_linking *how)
{
    const calco_links *l = how->links;
    calco_word_pairs   out = { 0 };
    if (!l->forward || !l->n_source || !l->n_target) return out;
    table t = new_table(a, l);
    raise_numbers(a, &t, how);
    for (size_t k = 0; k < t.n * t.m; k++) { /* small words wait until the others say where they belong */
        bool small = l->source[k / t.m].small || l->target[k % t.m].small;
        t.score[k] = small ? 0 : t.p[k] * (float)exp(-DIAGONAL * apart(k / t.m, t.n, k % t.m, t.m));
    }
    double *place = ARENA_ARRAY(a, double, t.n);
    link_mutual(&t, SEED);
    expected_places(&t, place);
    damp_by_place(&t, place);
    link_mutual(&t, PLACED);
    if (how->lexicon) link_phrases(a, &t, how);
    grow(&t);
    for (size_t i = 0; i < t.n; i++)
        for (size_t j = 0; j < t.m; j++) {
            calco_word_pair pair = { (uint32_t)i, (uint32_t)j, fminf(1, t.p[i * t.m + j]) };
            if (t.linked[i * t.m + j]) VEC_PUSH(a, &out, pair);
        }
    return out;
}
