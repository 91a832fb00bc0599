/* A hash map from strings to 32-bit numbers: open addressing, linear probing, half full at most. */
#include "base/map.h"

calco_map calco_map_new(calco_arena *a) { return (calco_map){ .arena = a }; }

static struct calco_map_slot *find(struct calco_map_slot *slots, size_t cap, str key)
{
    size_t i = (size_t)calco_str_hash(key) & (cap - 1);
    while (slots[i].key.p && !calco_str_eq(slots[i].key, key)) i = (i + 1) & (cap - 1);
    return &slots[i];
}

uint32_t calco_map_get(const calco_map *m, str key)
{
    if (!m->cap) return CALCO_NONE;
    const struct calco_map_slot *s = find(m->slots, m->cap, key);
    return s->key.p ? s->value : CALCO_NONE;
}

uint32_t *calco_map_at(calco_map *m, str key, uint32_t initial)
{
    if (m->n * 2 >= m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 16;
        struct calco_map_slot *slots = ARENA_ARRAY(m->arena, struct calco_map_slot, cap);
        for (size_t i = 0; i < m->cap; i++)
            if (m->slots[i].key.p) *find(slots, cap, m->slots[i].key) = m->slots[i];
        m->slots = slots;
        m->cap = cap;
    }
    if (!key.p) key = STR("");
    struct calco_map_slot *s = find(m->slots, m->cap, key);
    if (!s->key.p) {
        *s = (struct calco_map_slot){ key, initial };
        m->n++;
    }
    return &s->value;
}

void calco_map_set(calco_map *m, str key, uint32_t value) { *calco_map_at(m, key, value) = value; }
