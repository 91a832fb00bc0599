/* Compiling tag sets, forms and taggers from the tables of a language. */
#ifndef CALCO_PACK_MORPH_H
#define CALCO_PACK_MORPH_H

#include "lang/morph.h"

/* The texts of dictionaries/XX/NAME.tsv; {0} where a file is missing. */
typedef struct {
    str tags;       /* tag, feature names */
    str inflection; /* tags (A|B), ending of the lemma, ending of the form, tag of the lemma; or =C, members of class C
                     */
    str irregular;  /* lemma, tags (A|B), form: the first form of a lemma and tag is the one to write */
    str lexemes;    /* lemma, tags of it separated by spaces; with '+' all that the rules make of it too */
    str closed;     /* form, lemma, tag, weight 1-255: words that no rule makes */
    str weights; /* form, tag, weight: instead of what the others say */
    str forms;      /* the same, computed; gives known analyses their weight */
} calco_forms_source;

/* Append the image of a part to `out`. False and an error with the line at the first bad row. */
bool calco_tags_compile(calco_arena *a, str tags, calco_buf *out, calco_err *err);
bool calco_forms_compile(calco_arena *a, const calco_forms_source *from, calco_buf *out, calco_err *err);
/* `context`: rows of two tags (^ for the start, ? for unknown words) and a number, as lang/context.h has them. */
bool calco_context_compile(calco_arena *a, str tags, str context, calco_buf *out, calco_err *err);
bool calco_tagger_compile(calco_arena *a, str tags, str tagger, str mend, calco_buf *out, calco_err *err);

#endif
