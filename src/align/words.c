/* Word alignment inside a sentence pair. */
#include "align/words.h"

#include <math.h>

enum { TRANSLATIONS = 48, ANALYSES = 4, FORMS = 1 + ANALYSES, MOST_PAIRS = 1 << 20 /* of words: longer texts are not aligned */ };
static const float LEMMA_SHARE = 0.5f; /* what a pair of lemmas says of a pair of forms */
static const double DISTANCE = 3.0;

/* --- what one word may render --- */

/* Probabilities of all pairs: forward P(t | s), backward P(s | t), row by source word. */
typedef struct {
    float *forward, *backward;
    size_t n, m;
} matrix;

static bool takes_part(const calco_token *t) { return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_OTHER; }

static calco_link *words_of(const calco_lang *lang, calco_arena *a, calco_stretch s, size_t *n)
{
    calco_link *words = ARENA_ARRAY(a, calco_link, s.n);
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        const calco_token *t = &s.doc->tokens.p[s.first + i];
        if (!takes_part(t)) continue;
        float logp = lang->ngram ? calco_ngram_logp(lang->ngram, LM_UNKNOWN, LM_UNKNOWN, calco_ngram_word(lang->ngram, t->fold)) : -4;
        words[(*n)++] = (calco_link){ .token = t, .best = CALCO_NONE, .rarity = -logp,
                                      .small = t->kind == TOKEN_WORD && calco_token_listed(lang, "function", t) };
    }
    return words;
}

/* The folds under which a word may stand in the lexicon: itself, then its lemmas. */
static size_t lexicon_forms(const calco_lang *lang, const calco_token *t, str out[FORMS])
{
    calco_analysis analyses[ANALYSES];
    size_t n = 0, found = lang->forms ? calco_forms_analyse(lang->forms, t->fold, analyses, ANALYSES) : 0;
    out[n++] = t->fold;
    if (!calco_str_eq(t->lemma, t->fold)) out[n++] = t->lemma;
    for (size_t i = 0; i < found && n < FORMS; i++) {
        bool known = false;
        for (size_t k = 0; k < n; k++) known |= calco_str_eq(out[k], analyses[i].lemma);
        if (!known) out[n++] = analyses[i].lemma;
    }
    return n;
}

/* Target words by fold and lemma: chains of indexes. */
typedef struct {
    calco_map by_form;
    uint32_t *next; /* two entries a word: fold, lemma */
} word_index;

static void index_form(word_index *x, str form, uint32_t entry)
{
    uint32_t *at = calco_map_at(&x->by_form, form, CALCO_NONE);
    x->next[entry] = *at;
    *at = entry;
}

static word_index index_words(calco_arena *a, const calco_link *words, size_t n)
{
    word_index x = { calco_map_new(a), ARENA_ARRAY(a, uint32_t, 2 * n) };
    for (size_t j = 0; j < n; j++) {
        index_form(&x, words[j].token->fold, (uint32_t)(2 * j));
        if (!calco_str_eq(words[j].token->fold, words[j].token->lemma)) index_form(&x, words[j].token->lemma, (uint32_t)(2 * j + 1));
    }
    return x;
}

static void raise(float *p, float to)
{
    if (to > *p) *p = to;
}

static float power10(float logp) { return powf(10.0f, logp); }

static void add_lexicon(const calco_lexicon *x, const calco_lang *lang, const calco_link *source, size_t i, const word_index *targets,
                        matrix *p)
{
    str    forms[FORMS];
    size_t n = lexicon_forms(lang, source[i].token, forms);
    for (size_t f = 0; f < n; f++) {
        calco_translation found[TRANSLATIONS];
        size_t count = calco_lexicon_targets(x, forms[f], found, TRANSLATIONS);
        for (size_t k = 0; k < count; k++)
            for (uint32_t e = calco_map_get(&targets->by_form, found[k].source); e != CALCO_NONE; e = targets->next[e]) {
                float share = f == 0 && e % 2 == 0 ? 1.0f : LEMMA_SHARE;
                raise(&p->forward[i * p->m + e / 2], share * power10(found[k].logp_back));
                raise(&p->backward[i * p->m + e / 2], share * power10(found[k].logp));
            }
    }
}

float calco_cognate(str a, str b)
{
    size_t n = 0, least = a.n < b.n ? a.n : b.n, most = a.n < b.n ? b.n : a.n;
    if (calco_str_eq(a, b)) return 1;
    while (n < least && a.p[n] == b.p[n]) n++;
    return least < 4 || n < 4 ? 0 : (float)n / (float)most;
}

/* Words that look alike render each other, where the lexicon does not say better. */
static void add_lookalikes(const calco_link *source, const calco_link *target, matrix *p)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t j = 0; j < p->m; j++) {
            if (p->forward[i * p->m + j] > 0 && p->backward[i * p->m + j] > 0) continue;
            float alike = calco_cognate(source[i].token->fold, target[j].token->fold);
            if (alike < 0.6f) continue;
            raise(&p->forward[i * p->m + j], 0.3f * alike * alike);
            raise(&p->backward[i * p->m + j], 0.3f * alike * alike);
        }
}

/* --- from probabilities to links --- */

static float damped(float p, size_t i, size_t n, size_t j, size_t m)
{
    double apart = fabs(((double)i + 0.5) / (double)n - ((double)j + 0.5) / (double)m);
    return p * (float)exp(-DISTANCE * apart);
}

static void make_links(calco_links *l, const matrix *p)
{
    for (size_t j = 0; j < p->m; j++) {
        float best = 0;
        for (size_t i = 0; i < p->n; i++) {
            float near = damped(p->forward[i * p->m + j], i, p->n, j, p->m);
            l->target[j].mass += near;
            raise(&l->target[j].peak, p->forward[i * p->m + j]);
            raise(&l->target[j].back, p->backward[i * p->m + j]);
            if (near > best) best = near, l->target[j].best = (uint32_t)i;
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        float best = 0;
        for (size_t j = 0; j < p->m; j++) {
            float near = damped(p->backward[i * p->m + j], i, p->n, j, p->m);
            l->source[i].mass += near;
            raise(&l->source[i].peak, p->backward[i * p->m + j]);
            raise(&l->source[i].back, p->forward[i * p->m + j]);
            if (near > best) best = near, l->source[i].best = (uint32_t)j;
        }
    }
}

calco_links calco_link_words(const calco_lexicon *x, const calco_lang *source_lang, const calco_lang *target_lang, calco_arena *a,
                             calco_stretch source, calco_stretch target)
{
    calco_links l = { 0 };
    l.source = words_of(source_lang, a, source, &l.n_source);
    l.target = words_of(target_lang, a, target, &l.n_target);
    if (!l.n_source || !l.n_target || l.n_source > MOST_PAIRS / l.n_target) return l;
    matrix p = { ARENA_ARRAY(a, float, l.n_source * l.n_target), ARENA_ARRAY(a, float, l.n_source * l.n_target), l.n_source, l.n_target };
    word_index targets = index_words(a, l.target, l.n_target);
    for (size_t i = 0; x && i < l.n_source; i++) add_lexicon(x, source_lang, l.source, i, &targets, &p);
    add_lookalikes(l.source, l.target, &p);
    make_links(&l, &p);
    l.forward = p.forward;
    l.backward = p.backward;
    return l;
}
