/* Words as points, near each other where they mean much the same: "ratio", "coefficient". */
#ifndef CALCO_ALIGN_VECTORS_H
#define CALCO_ALIGN_VECTORS_H

#include "lang/table.h"

enum { CALCO_DIMENSIONS = 64 };

/* The part "XX.vectors": a string table, then CALCO_DIMENSIONS signed bytes a word; a point is 128 long. */
typedef struct {
    calco_strtab  words;
    const int8_t *points;
} calco_vectors;

/* Nothing is known where the pack has no such part or it is malformed. The pack must stay open. */
calco_vectors calco_vectors_open(calco_pack *pack, const char *language);
/* The point of a lemma, else of the word itself (folded); NULL where neither is known. */
const int8_t *calco_vectors_find(const calco_vectors *v, str lemma, str fold);
/* Cosine of the angle between two points, -1..1. */
float calco_vectors_near(const int8_t *a, const int8_t *b);

#endif
