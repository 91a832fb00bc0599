/* Glossaries: terms of the source language and how they must, and must not, be translated. */
#ifndef CALCO_CHECK_GLOSSARY_H
#define CALCO_CHECK_GLOSSARY_H

#include "lang/lang.h"

/* A term or a translation: words as they are looked for, in any inflection. */
typedef struct {
    str                text;
    const calco_token *words; /* segmented and analysed like any text */
    size_t             n;
    uint32_t           term;  /* that it belongs to */
    uint32_t           next;  /* another with the same first word, one more than its place; 0: none */
} calco_term_words;

/* Phrases by the fold and lemma of their first word. */
typedef struct {
    VEC(calco_term_words) all;
    calco_map             first; /* -> place in `all`, plus one */
} calco_term_index;

typedef struct {
    str              source;
    calco_term_words *right;
    size_t           n_right;
    str              note;
} calco_term;

typedef struct calco_glossary {
    calco_arena     *arena;
    VEC(calco_term)  terms;
    calco_term_index source, wrong;
} calco_glossary;

/* Read lines "source TAB right | right TAB wrong | wrong TAB note"; # begins a comment line, the last two columns may be
 * missing. NULL and `err`, with the line, where a line names no translation. Free with calco_glossary_close. */
calco_glossary *calco_glossary_read(str text, const char *path, const calco_lang *source, const calco_lang *target, calco_err *err);

#endif
