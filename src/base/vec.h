/* Growing arrays in an arena: any struct with members `T *p; size_t n, cap;`. */
#ifndef CALCO_BASE_VEC_H
#define CALCO_BASE_VEC_H

#include "base/arena.h"

#define VEC(type) struct { type *p; size_t n, cap; }

/* Append a value; the array may move. */
#define VEC_PUSH(arena, v, value)                                                                              \
    do {                                                                                                       \
        if ((v)->n == (v)->cap) (v)->p = calco_vec_grow((arena), (v)->p, (v)->n, &(v)->cap, sizeof *(v)->p);   \
        (v)->p[(v)->n++] = (value);                                                                            \
    } while (0)

/* The array with room for one more thing of `size` bytes; sets *cap. */
void *calco_vec_grow(calco_arena *a, void *p, size_t n, size_t *cap, size_t size);

typedef VEC(str) calco_strs;

#endif
