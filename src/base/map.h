/* A hash map from strings to 32-bit numbers, in an arena: for building and for documents. */
#ifndef CALCO_BASE_MAP_H
#define CALCO_BASE_MAP_H

#include "base/arena.h"

#define CALCO_NONE UINT32_MAX

typedef struct {
    calco_arena *arena;
    struct calco_map_slot { str key; uint32_t value; } *slots;
    size_t n, cap;
} calco_map; /* keys are lent: they must live as long as the map */

calco_map calco_map_new(calco_arena *a);
/* CALCO_NONE where the key is unknown. */
uint32_t calco_map_get(const calco_map *m, str key);
void calco_map_set(calco_map *m, str key, uint32_t value);
/* Address of the key's value, put in with `initial` where it was unknown; until the next put. */
uint32_t *calco_map_at(calco_map *m, str key, uint32_t initial);

#endif
