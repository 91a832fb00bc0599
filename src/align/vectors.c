/* Words as points. */
#include "align/vectors.h"

calco_vectors calco_vectors_open(calco_pack *pack, const char *language)
{
    calco_vectors v = { 0 };
    calco_part    part = calco_pack_part_of(pack, language, "vectors");
    if (!part.p || !calco_strtab_open(&v.words, part.p, part.n, NULL)) return (calco_vectors){ 0 };
    calco_cursor c = { .p = part.p, .n = part.n, .at = v.words.size };
    calco_cursor_align(&c, 8);
    v.points = calco_cursor_take(&c, (size_t)v.words.count * CALCO_DIMENSIONS);
    return v.points ? v : (calco_vectors){ 0 };
}

const int8_t *calco_vectors_find(const calco_vectors *v, str lemma, str fold)
{
    if (!v->points) return NULL;
    uint32_t id = calco_strtab_find(&v->words, lemma);
    if (id == CALCO_NONE) id = calco_strtab_find(&v->words, fold);
    return id == CALCO_NONE ? NULL : v->points + (size_t)id * CALCO_DIMENSIONS;
}

float calco_vectors_near(const int8_t *a, const int8_t *b)
{
    int dot = 0;
    for (size_t k = 0; k < CALCO_DIMENSIONS; k++) dot += a[k] * b[k];
    return (float)dot / (128 * 128);
}
