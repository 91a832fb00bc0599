/* Which tense, aspect and mood a verb group may have, given what it renders and what stands around it. */
#ifndef CALCO_ALIGN_TENSES_H
#define CALCO_ALIGN_TENSES_H

#include "align/clauses.h"

/* What is seen of group t of the target but its own tense: the group that it renders, the verbs of both, the groups, conjunctions
 * and words around them. Names of features; memory from `a`. */
calco_strs calco_tense_sight(calco_arena *a, const calco_clauses *c, size_t t);

/* A conditional log-linear model over the names of target groups (part "XX-YY.tense"; computed by `make train-tense`). Its
 * rows: `!` and a name; `+` and a part of names (calco_verb_parts); a feature and the weights of parts, "part:weight" apart
 * by blanks. A name's score is the sum of the weights of its parts. */
typedef struct calco_tense_model calco_tense_model;
/* NULL where the pack has no such part. Memory from `a`; the pack must stay open. */
calco_tense_model *calco_tense_model_open(calco_pack *pack, const char *pair, calco_arena *a);

typedef struct {
    double own, best; /* log10 of the probabilities of the name and of the likeliest one */
    str    name;      /* the likeliest */
} calco_tense_odds;
/* `m` must not be NULL. */
calco_tense_odds calco_tense_odds_of(const calco_tense_model *m, calco_arena *scratch, const calco_strs *sight, str name);

#endif
