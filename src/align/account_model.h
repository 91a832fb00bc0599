/* What is learnt of words without a counterpart: trees over signs, shares, points. */
#ifndef CALCO_ALIGN_ACCOUNT_MODEL_H
#define CALCO_ALIGN_ACCOUNT_MODEL_H

#include "align/account.h"
#include "align/vectors.h"

#define SIGNS(X)                                                                                                        \
    X(ONE, "one") X(PEAK, "peak") X(MASS, "mass") X(UNUSED, "unused") X(RARITY, "rarity") X(BEST, "best")                \
    X(UNLISTED, "unlisted") X(KIN, "kin") X(KIN_FREE, "kin-free") X(FREE_NEAR, "free-near") X(FREE_ALL, "free-all")      \
    X(ALONE_NEAR, "alone-near") X(ALONE_ALL, "alone-all") X(NEXT_ALONE, "next-alone") X(ORDER, "order")                  \
    X(TIGHT, "tight") X(ROOM, "room") X(WIDE, "wide") X(NOUN, "noun") X(VERB, "verb") X(ADJ, "adj") X(ADV, "adv")        \
    X(NAME, "name") X(UNCOVERED, "uncovered") X(LENGTH, "length") X(AGAIN, "again") X(SURPRISING, "surprising")          \
    X(START, "start") X(NUMBER, "number") X(EDGE, "edge") X(FREE_WIDE, "free-wide") X(TIGHT_ALONE, "tight-alone")        \
    X(SURE_ALONE, "sure-alone") X(BACK, "back") X(FREEDOM, "freedom") X(INSERT, "insert") X(DELETE, "delete") X(REPLACE, "replace")                     \
    X(WORDS, "words") X(TAGS, "tags") X(TAGS_PUT, "tags-put") X(TAGS_LESS, "tags-less") X(LOOSE, "loose") X(SEEN, "seen")                                                         \
    X(SURPRISING_ROOM, "surprising-room") X(NEAR, "near") X(NEAR_FREE, "near-free") X(CONTESTED, "contested")
#define SIGN_ENUM(id, name) id,
enum { SIGNS(SIGN_ENUM) N_SIGNS };
_Static_assert((int)N_SIGNS <= (int)CALCO_SIGNS, "room for all signs");

typedef VEC(calco_tree) calco_trees;

struct calco_account_model {
    calco_vectors vectors; /* of the target language */
    calco_trees   side[2];  /* source, target */
    calco_values  loose[2]; /* word -> share of its uses without a counterpart, in per cent */
};

#endif
