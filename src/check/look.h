/* Looking at sentences: small helpers that all checks in code share. */
#ifndef CALCO_CHECK_LOOK_H
#define CALCO_CHECK_LOOK_H

#include "check/check.h"

/* The tokens of one sentence. */
typedef struct {
    const calco_sentence *s;
    const calco_token    *t;
    size_t                n;
} calco_look;

static inline calco_look calco_look_at(const calco_run *run, size_t sentence)
{
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    return (calco_look){ s, s->n_tokens ? &run->doc->tokens.p[s->first_token] : NULL, s->n_tokens };
}

static inline bool calco_is_word(const calco_token *t) { return t->kind == TOKEN_WORD; }
static inline bool calco_is(const calco_token *t, uint32_t feats) { return (t->feats & feats) == feats; }
static inline bool calco_is_mark_of(const calco_run *run, const calco_token *t, str marks)
{
    str s = calco_token_text(run->doc, t);
    return t->kind != TOKEN_WORD && s.n && calco_str_find(marks, s, 0) != SIZE_MAX;
}
static inline bool calco_listed(const calco_run *run, const char *list, const calco_token *t)
{
    return calco_token_listed(run->target, list, t);
}
static inline bool calco_is_quote(const calco_run *run, const calco_token *t)
{
    return t->kind == TOKEN_PUNCT &&
           calco_str_find(calco_format_value(run->target, "quotes"), calco_token_text(run->doc, t), 0) != SIZE_MAX;
}
/* log10 of how much more probable the words around i are with `instead` in the place of the `n` words from i on. Marks cut the
 * window; the ends of the sentence count where `ends` and the window is all of it. 0 where it has fewer than `least` words. */
double calco_look_gain(const calco_run *run, const calco_look *l, size_t i, size_t n, const str *instead, size_t least, bool ends);

/* The unit a sentence lies in. */
static inline const calco_unit *calco_unit_of(const calco_run *run, size_t sentence)
{
    return &run->doc->units.p[run->doc->sentences.p[sentence].unit];
}

#endif
