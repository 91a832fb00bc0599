/* What the training programs share: compressed tables, and running text cut into tokens. */
#ifndef CALCO_TRAIN_TEXTS_H
#define CALCO_TRAIN_TEXTS_H

#include "base/buf.h"
#include "lang/lang.h"
#include "text/unicode.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The text of a file packed by xz, in memory from `a`; empty where there is no such file. */
static inline str train_unpack(calco_arena *a, const char *path)
{
    if (access(path, R_OK) != 0) return (str){ "", 0 };
    FILE *pipe = popen(calco_arena_printf(a, "xz -dc '%s'", path).p, "r");
    if (!pipe) return (str){ "", 0 };
    calco_buf bytes = { 0 };
    char      block[65536];
    for (size_t n; (n = fread(block, 1, sizeof block, pipe)) > 0;) calco_buf_add(&bytes, block, n);
    pclose(pipe);
    str s = calco_arena_str(a, calco_buf_view(&bytes));
    calco_buf_free(&bytes);
    return s;
}

/* Column i (from 0) of a row. */
static inline str train_column(str row, size_t i)
{
    str piece = { "", 0 };
    for (size_t k = 0; k <= i; k++)
        if (!calco_str_split(&row, '\t', &piece)) return (str){ "", 0 };
    return piece;
}

/* A document whose units are the given lines, segmented; analysed where `analyse`. */
static inline calco_doc *train_doc(const calco_lang *lang, calco_arena *a, const str *lines, size_t n, bool analyse)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    calco_buf  text = { 0 };
    doc->name = "training";
    for (size_t i = 0; i < n; i++) {
        calco_unit unit = { .start = text.n, .end = text.n + lines[i].n, .kind = UNIT_PARAGRAPH };
        calco_buf_str(&text, lines[i]);
        calco_buf_char(&text, '\n');
        VEC_PUSH(a, &doc->units, unit);
    }
    doc->text = calco_arena_str(a, calco_buf_view(&text));
    calco_buf_free(&text);
    calco_segment(a, doc, &lang->segmentation);
    if (analyse) calco_analyse(lang, a, doc);
    return doc;
}

/* The word that a token counts as: its fold, all numbers as one word; the capital "E'" of old typewriters is "è". */
static inline str train_word(const calco_lang *lang, const calco_token *t)
{
    if (t->kind == TOKEN_NUMBER) return STR("#");
    return calco_str_eq(t->fold, STR("e'")) && calco_str_eq(calco_str(lang->code), STR("it")) ? STR("\xc3\xa8") : t->fold;
}

/* The tokens of unit i: `*n` of them. Sentences of a unit follow each other. */
static inline const calco_token *train_tokens(const calco_doc *doc, size_t i, size_t *n)
{
    const calco_unit *u = &doc->units.p[i];
    *n = 0;
    if (!u->n_sentences) return NULL;
    const calco_sentence *s = &doc->sentences.p[u->first_sentence];
    for (size_t k = 0; k < u->n_sentences; k++) *n += s[k].n_tokens;
    return doc->tokens.p + s->first_token;
}

#endif
