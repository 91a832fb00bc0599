/* The finite verb groups of a sentence pair, each beside the one that it renders. */
#ifndef CALCO_ALIGN_CLAUSES_H
#define CALCO_ALIGN_CLAUSES_H

#include "align/verbgroup.h"

/* How a group found its counterpart: by the words themselves, by where the words around it are linked, not at all. */
typedef enum { VERB_ALONE, VERB_PLACED, VERB_LINKED } calco_verb_tie;

typedef struct {
    calco_verb_group group;
    size_t           at;    /* main verb: token of the document */
    size_t           word;  /* the same: word of the links */
    size_t           other; /* counterpart among the other side's groups; SIZE_MAX: none */
    calco_verb_tie   tie;
} calco_verb;
typedef VEC(calco_verb) calco_verbs;

typedef struct {
    const calco_lang  *source_lang, *target_lang;
    calco_stretch      from, to;
    const calco_links *links;
    calco_verbs        source, target;
} calco_clauses;

/* Groups of both sides, paired one to one: surest links first, then what stands where the links around it say. Modals of the
 * source ("light" verbs that are neither copula nor auxiliary) without a verb of theirs are left out. Memory from `a`. */
calco_clauses calco_clauses_of(calco_arena *a, const calco_lang *source_lang, const calco_lang *target_lang, calco_stretch source, calco_stretch target,
                               const calco_links *links);

#endif
