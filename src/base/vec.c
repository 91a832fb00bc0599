/* Growing arrays in an arena. */
#include "base/vec.h"

#include <stdlib.h>

void *calco_vec_grow(calco_arena *a, void *p, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 8;
    if (more < *cap || more > SIZE_MAX / size) abort();
    *cap = more;
    return calco_arena_grow(a, p, n * size, more * size);
}
