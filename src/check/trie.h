/* The trie of all patterns while it is built, and how it goes into the image. */
#ifndef CALCO_CHECK_TRIE_H
#define CALCO_CHECK_TRIE_H

#include "check/pattern.h"

typedef struct { uint32_t next; rule_accept accept; } calco_trie_end; /* a state's ends, as a list; next: index + 1 */
typedef struct {
    calco_arena           *arena;
    rule_edge             *slots; /* a hash table, target 0 is free */
    size_t                 n_edges, cap;
    VEC(uint32_t)          states; /* per state: its last end, index + 1 */
    VEC(calco_trie_end)    ends;
    VEC(rule_mark)         marks;
} calco_trie;

calco_trie calco_trie_new(calco_arena *a);
/* Add one wording of a pattern that ends in `row`. False where the trie is full (2^28 states). */
bool calco_trie_add(calco_trie *t, uint32_t root, const calco_variant *v, uint32_t row);
/* Add the members of every list that patterns name (their words become symbols). */
bool calco_trie_add_lists(calco_trie *t, calco_symbols *symbols);
/* The sections of the image: states, edges, accepts, marks and the edges from the root by symbol. */
void calco_trie_write(const calco_trie *t, size_t n_symbols, calco_buf sections[SECTIONS]);

#endif
