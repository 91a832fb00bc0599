/* Capitals, repetition, and words of the source language that stand in the target. */
#include "judge/judge.h"

enum { LOWER_START, ALL_LOWER, WORD_TWICE, NEAR_TWICE, COPIED, FOREIGN };
static const calco_measure measures[] = {
    { "case/lower-start", -1, "the first word has no capital" },
    { "case/all-lower", -1, "no capital at all" },
    { "repetition/word", -1, "a word twice in a row" },
    { "repetition/near", -1, "a word again after one other" },
    { "untranslated/copied", -1, "words of the source that were not translated" },
    { "untranslated/foreign", -1, "words of the source that the language model does not know" },
    { NULL, 0, NULL },
};

static bool has_capitals(const calco_stretch *s)
{
    for (size_t i = 0; i < s->n; i++) {
        uint8_t shape = s->doc->tokens.p[s->first + i].shape;
        if (shape == SHAPE_TITLE || shape == SHAPE_UPPER || shape == SHAPE_MIXED) return true;
    }
    return false;
}

/* The shape of the first word. */
static calco_shape start_of(const calco_stretch *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const calco_token *t = &s->doc->tokens.p[s->first + i];
        if (t->kind == TOKEN_WORD) return (calco_shape)t->shape;
        if (t->kind == TOKEN_NUMBER) break;
    }
    return SHAPE_NONE;
}

static void measure_repetition(const calco_pairing *p, double *v)
{
    for (size_t i = 1; i < p->target.n; i++) {
        const calco_token *t = calco_target_token(p, i);
        if (t->kind == TOKEN_PUNCT) continue;
        if (calco_str_eq(t->fold, calco_target_token(p, i - 1)->fold)) v[WORD_TWICE] += !calco_in_list(p->target_lang, "doubled", t->fold);
        else if (i > 1 && t->fold.n > 3 && calco_str_eq(t->fold, calco_target_token(p, i - 2)->fold)) v[NEAR_TWICE]++;
    }
}

/* A word of the source that stands unchanged in the target, and that the target language does not know. */
static void measure_copies(const calco_pairing *p, double *v)
{
    for (size_t j = 0; j < p->links.n_target; j++) {
        const calco_token *t = p->links.target[j].token;
        if (t->kind != TOKEN_WORD || t->shape != SHAPE_LOWER) continue;
        calco_analysis one[1];
        bool source_word = p->source_lang->forms && calco_forms_analyse(p->source_lang->forms, t->fold, one, 1) > 0;
        if (!source_word) continue;
        bool copied = false;
        for (size_t i = 0; i < p->links.n_source && !copied; i++) copied = calco_str_eq(p->links.source[i].token->fold, t->fold);
        v[COPIED] += copied && !t->known;
        v[FOREIGN] += copied && t->lm == LM_UNKNOWN;
    }
}

static void measure(const calco_pairing *p, double *v)
{
    v[LOWER_START] = start_of(&p->target) == SHAPE_LOWER && (!p->source.n || start_of(&p->source) != SHAPE_LOWER);
    v[ALL_LOWER] = !has_capitals(&p->target) && (!p->source.n || has_capitals(&p->source));
    measure_repetition(p, v);
    measure_copies(p, v);
}

const calco_measures calco_measures_shape = { measures, measure };
