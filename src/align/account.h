/* Does the other side account for a word: what speaks for an omission, an addition or a wrong word, weighed up. */
#ifndef CALCO_ALIGN_ACCOUNT_H
#define CALCO_ALIGN_ACCOUNT_H

#include "align/words.h"

/* Word links of a sentence pair with what the judgement looks at. */
typedef struct calco_account calco_account;

enum { CALCO_SIGNS = 48 };

/* What is learnt: how much the signs say (part "XX-YY.account"), and words that translators often leave without a counterpart
 * (part "XX-YY.loose"); both computed by `make train-account`. */
typedef struct calco_account_model calco_account_model;
/* Without these parts it doubts nothing. Memory from `a`; the pack must stay open. */
calco_account_model *calco_account_open(calco_pack *pack, const char *pair, calco_arena *a);
enum { CALCO_TREE_DEPTH = 4, CALCO_TREE_NODES = (2 << CALCO_TREE_DEPTH) - 1 };
/* A decision tree: node n asks sign[n] < limit[n], yes leads to 2n + 1, no to 2n + 2; sign -1: a leaf, worth limit[n]. */
typedef struct { int8_t sign[CALCO_TREE_NODES]; float limit[CALCO_TREE_NODES]; } calco_tree;
double calco_tree_worth(const calco_tree *t, const double *signs);

/* `m` may be NULL; `links` and both stretches must live as long as the account; memory from `a`. */
calco_account *calco_account_of(calco_arena *a, const calco_account_model *m, const calco_lexicon *x, const calco_lang *source_lang, const calco_lang *target_lang,
                                calco_stretch source, calco_stretch target, const calco_links *links, double freedom);
/* Add the content words of both sides to *all, those that are not accounted for to *unknown; and how freely a text of so many
 * such words translates: 0 word for word, above 0.2 in its own words. */
void calco_account_count(const calco_links *links, size_t *all, size_t *unknown, const calco_lang *source, const calco_lang *target);
double calco_account_freedom(size_t all, size_t unknown);

/* Is word i one to ask about: it carries meaning, and hardly a word of the other side accounts for it? */
bool calco_account_asks(const calco_account *c, bool target, size_t i);
/* The signs of word i; returns how many. */
size_t calco_account_signs(const calco_account *c, bool target, size_t i, double out[CALCO_SIGNS]);
const char *calco_account_sign_name(size_t k); /* NULL behind the last */
/* 0..1: how sure it is that word i of the source is not rendered, or that word i of the target renders nothing. */
double calco_account_doubt(const calco_account *c, bool target, size_t i);
/* Is the word content, and is it accounted for? */
bool calco_account_content(const calco_account *c, bool target, size_t i);
bool calco_account_knows(const calco_account *c, bool target, size_t i);
/* How well word i of the source could be rendered by word j of the target through common translations, 0..1. */
float calco_account_kinship(const calco_account *c, size_t i, size_t j);

#endif
