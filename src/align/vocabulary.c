/* The words of two documents and the bridges between them. */
#include "align/vocabulary.h"

#include "align/words.h"

#include <math.h>

enum {
    TRANSLATIONS = 48, ANALYSES = 4, FORMS = 2 + ANALYSES,
    PREFIX = 4,       /* bytes that cognates share */
    MOST_ALIKE = 400, /* words with one beginning: further ones are not compared */
    COMMON = 50, COMMON_FROM = 1000 /* in a text of so many words one that is every 50th says nothing */
};
static const float LEMMA_SHARE = 0.5f, EQUAL = 0.7f, ALIKE = 0.3f, LEAST_ALIKE = 0.6f;

/* --- one side --- */

static bool takes_part(const calco_lang *lang, const calco_token *t)
{
    if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_OTHER) return true;
    return t->kind == TOKEN_WORD && !calco_token_listed(lang, "function", t);
}

/* Digits are a number, however they are grouped. */
static str key_of(calco_arena *a, const calco_token *t)
{
    if (t->kind != TOKEN_NUMBER) return t->fold;
    char  *p = ARENA_ARRAY(a, char, t->fold.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->fold.n; i++)
        if (t->fold.p[i] != '.' && t->fold.p[i] != ',') p[n++] = t->fold.p[i];
    return (str){ p, n };
}

/* Places of every entry, by counting. */
static void index_places(calco_arena *a, calco_side *s)
{
    uint32_t at = 0;
    s->places = ARENA_ARRAY(a, uint32_t, s->n + 1);
    for (size_t e = 0; e < s->entries.n; e++) {
        s->entries.p[e].first_place = at;
        at += s->entries.p[e].count;
    }
    for (size_t i = 0; i < s->n; i++) {
        calco_entry *e = &s->entries.p[s->words[i]];
        s->places[e->first_place + e->n_places++] = (uint32_t)i;
    }
}

static void read_side(calco_arena *a, calco_side *s, const calco_lang *lang, const calco_doc *doc)
{
    calco_map by_fold = calco_map_new(a);
    s->doc = doc;
    s->sentences = doc->sentences.n;
    s->words = ARENA_ARRAY(a, uint32_t, doc->tokens.n);
    s->sentence = ARENA_ARRAY(a, uint32_t, doc->tokens.n);
    s->starts = ARENA_ARRAY(a, size_t, s->sentences + 1);
    s->length = ARENA_ARRAY(a, double, s->sentences + 1);
    for (size_t i = 0; i < s->sentences; i++) {
        const calco_sentence *x = &doc->sentences.p[i];
        s->starts[i] = s->n;
        s->length[i + 1] = s->length[i] + (double)(x->end - x->start);
        for (size_t k = 0; k < x->n_tokens; k++) {
            const calco_token *t = &doc->tokens.p[x->first_token + k];
            if (!takes_part(lang, t)) continue;
            str       key = key_of(a, t);
            uint32_t *at = calco_map_at(&by_fold, key, (uint32_t)s->entries.n);
            if (*at == s->entries.n) {
                calco_entry e = { .fold = key, .lemma = t->kind == TOKEN_NUMBER ? key : t->lemma, .kind = t->kind };
                VEC_PUSH(a, &s->entries, e);
            }
            s->entries.p[*at].count++;
            s->sentence[s->n] = (uint32_t)i;
            s->words[s->n++] = *at;
        }
    }
    s->starts[s->sentences] = s->n;
    index_places(a, s);
}

/* --- bridges --- */

/* Target entries by fold, by lemma and by beginning: chains of indexes. */
typedef struct {
    calco_map by_fold, by_lemma, by_start;
    uint32_t *next_lemma, *next_start;
} target_index;

static void chain(calco_map *m, uint32_t *next, str key, uint32_t entry)
{
    uint32_t *at = calco_map_at(m, key, CALCO_NONE);
    next[entry] = *at;
    *at = entry;
}

static target_index index_target(calco_arena *a, const calco_side *s)
{
    target_index x = { calco_map_new(a), calco_map_new(a), calco_map_new(a), ARENA_ARRAY(a, uint32_t, s->entries.n),
                       ARENA_ARRAY(a, uint32_t, s->entries.n) };
    for (uint32_t e = 0; e < s->entries.n; e++) {
        const calco_entry *w = &s->entries.p[e];
        calco_map_set(&x.by_fold, w->fold, e);
        if (!calco_str_eq(w->lemma, w->fold)) chain(&x.by_lemma, x.next_lemma, w->lemma, e);
        if (w->kind == TOKEN_WORD && w->fold.n >= PREFIX) chain(&x.by_start, x.next_start, calco_str_cut(w->fold, 0, PREFIX), e);
    }
    return x;
}

typedef struct {
    calco_arena      *arena;
    calco_vocabulary *v;
    uint32_t         *bridge; /* of each target word: the bridge of the source word at hand, 1 more than its index */
} builder;

static void add_bridge(builder *b, const calco_entry *from, uint32_t word, float forward, float backward)
{
    uint32_t at = b->bridge[word];
    if (at > from->first_bridge && at <= b->v->bridges.n && b->v->bridges.p[at - 1].word == word) {
        calco_bridge *old = &b->v->bridges.p[at - 1];
        if (forward > old->forward) old->forward = forward;
        if (backward > old->backward) old->backward = backward;
        return;
    }
    calco_bridge x = { word, forward, backward };
    VEC_PUSH(b->arena, &b->v->bridges, x);
    b->bridge[word] = (uint32_t)b->v->bridges.n;
}

static size_t forms_of(const calco_lang *lang, const calco_entry *e, str out[FORMS])
{
    calco_analysis analyses[ANALYSES];
    size_t n = 0, found = lang->forms ? calco_forms_analyse(lang->forms, e->fold, analyses, ANALYSES) : 0;
    out[n++] = e->fold;
    if (!calco_str_eq(e->lemma, e->fold)) out[n++] = e->lemma;
    for (size_t i = 0; i < found; i++) {
        bool again = false;
        for (size_t k = 0; k < n; k++) again |= calco_str_eq(out[k], analyses[i].lemma);
        if (!again) out[n++] = analyses[i].lemma;
    }
    return n;
}

static void bridge_by_lexicon(builder *b, const calco_lexicon *x, const calco_lang *lang, const target_index *t, calco_entry *e)
{
    str    forms[FORMS];
    size_t n = forms_of(lang, e, forms);
    for (size_t f = 0; f < n; f++) {
        calco_translation found[TRANSLATIONS];
        size_t count = calco_lexicon_targets(x, forms[f], found, TRANSLATIONS);
        e->known |= count > 0;
        for (size_t k = 0; k < count; k++) {
            float    forward = powf(10, found[k].logp_back), backward = powf(10, found[k].logp), share = f ? LEMMA_SHARE : 1;
            uint32_t w = calco_map_get(&t->by_fold, found[k].source);
            if (w != CALCO_NONE) add_bridge(b, e, w, share * forward, share * backward);
            for (w = calco_map_get(&t->by_lemma, found[k].source); w != CALCO_NONE; w = t->next_lemma[w])
                add_bridge(b, e, w, LEMMA_SHARE * forward, LEMMA_SHARE * backward);
        }
    }
}

static void bridge_by_letters(builder *b, const target_index *t, calco_entry *e)
{
    uint32_t w = calco_map_get(&t->by_fold, e->fold);
    if (w != CALCO_NONE) add_bridge(b, e, w, EQUAL, EQUAL);
    if (e->kind != TOKEN_WORD || e->fold.n < PREFIX || b->v->bridges.n > e->first_bridge) return;
    size_t n = 0;
    for (w = calco_map_get(&t->by_start, calco_str_cut(e->fold, 0, PREFIX)); w != CALCO_NONE && n < MOST_ALIKE; w = t->next_start[w], n++) {
        float alike = calco_cognate(e->fold, b->v->target.entries.p[w].fold);
        if (alike >= LEAST_ALIKE) add_bridge(b, e, w, ALIKE * alike * alike, ALIKE * alike * alike);
    }
}

static bool common(const calco_side *s, const calco_entry *e) { return s->n >= COMMON_FROM && e->count > s->n / COMMON; }

calco_vocabulary *calco_vocabulary_of(calco_arena *a, const calco_lexicon *x, const calco_lang *source_lang,
                                      const calco_lang *target_lang, const calco_doc *source, const calco_doc *target)
{
    calco_vocabulary *v = ARENA_NEW(a, calco_vocabulary);
    read_side(a, &v->source, source_lang, source);
    read_side(a, &v->target, target_lang, target);
    target_index t = index_target(a, &v->target);
    builder      b = { a, v, ARENA_ARRAY(a, uint32_t, v->target.entries.n) };
    for (size_t i = 0; i < v->source.entries.n; i++) {
        calco_entry *e = &v->source.entries.p[i];
        e->first_bridge = (uint32_t)v->bridges.n;
        e->known = e->kind != TOKEN_WORD;
        if (common(&v->source, e)) continue;
        if (x && e->kind == TOKEN_WORD) bridge_by_lexicon(&b, x, source_lang, &t, e);
        bridge_by_letters(&b, &t, e);
        e->n_bridges = (uint32_t)v->bridges.n - e->first_bridge;
    }
    for (size_t i = 0; i < v->target.entries.n; i++) {
        calco_entry      *e = &v->target.entries.p[i];
        calco_translation one;
        e->known = e->kind != TOKEN_WORD || (x && !common(&v->target, e) && (calco_lexicon_sources(x, e->fold, &one, 1) ||
                                                                            calco_lexicon_sources(x, e->lemma, &one, 1)));
    }
    return v;
}
