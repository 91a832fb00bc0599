/* Verb groups: a main verb with its auxiliaries, and the tense, mood and voice that they make together. */
#ifndef CALCO_ALIGN_VERBGROUP_H
#define CALCO_ALIGN_VERBGROUP_H

#include "align/words.h"

typedef struct {
    str    name;  /* "past.be ger": auxiliaries with their lemma, then the main verb */
    size_t first; /* token of the document that it begins with */
    bool   finite;
} calco_verb_group;

/* The group whose main verb is token `at` of a document; an empty name where the token is no verb or an auxiliary of a later
 * one. Auxiliaries are those of the lists `auxiliary`, `perfect`, `copula`, `progressive`; the list `reflexive` names pronouns
 * that change what a group means. Memory from `a`. */
calco_verb_group calco_verb_group_at(const calco_lang *lang, calco_arena *a, calco_stretch s, size_t at);

/* What a group has beside its whole name: its first verb, a progressive, a perfect form. At most three; memory from `a`. */
size_t calco_verb_aspects(calco_arena *a, str name, str out[3]);

#endif
