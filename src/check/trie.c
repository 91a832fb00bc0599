/* The trie of all patterns: built edge by edge in a hash table, so that rows share what they begin with. */
#include "check/trie.h"

#include <stdlib.h>

calco_trie calco_trie_new(calco_arena *a)
{
    calco_trie t = { .arena = a, .cap = 1024 };
    t.slots = ARENA_ARRAY(a, rule_edge, t.cap);
    while (t.states.n <= RULES_LISTS) VEC_PUSH(a, &t.states, 0);
    return t;
}

static rule_edge *slot_of(rule_edge *slots, size_t cap, uint32_t state, uint32_t symbol)
{
    size_t i = calco_rules_edge_hash(state, symbol) & (cap - 1);
    while (slots[i].target && (slots[i].state != state || slots[i].symbol != symbol)) i = (i + 1) & (cap - 1);
    return &slots[i];
}

static uint32_t step(calco_trie *t, uint32_t state, uint32_t symbol)
{
    if (t->n_edges * 2 >= t->cap) {
        rule_edge *more = ARENA_ARRAY(t->arena, rule_edge, t->cap * 2);
        for (size_t i = 0; i < t->cap; i++)
            if (t->slots[i].target) *slot_of(more, t->cap * 2, t->slots[i].state, t->slots[i].symbol) = t->slots[i];
        t->slots = more;
        t->cap *= 2;
    }
    rule_edge *e = slot_of(t->slots, t->cap, state, symbol);
    if (!e->target) {
        *e = (rule_edge){ state, symbol, (uint32_t)t->states.n };
        VEC_PUSH(t->arena, &t->states, 0);
        t->n_edges++;
    }
    return e->target;
}

/* The marks of a variant: which items lie within the braces and each capture. */
static uint32_t add_marks(calco_trie *t, const calco_variant *v, uint32_t *n_items)
{
    uint8_t  from[RULES_CAPTURES] = { 0 };
    uint32_t n = 0, items = 0;
    for (size_t i = 0; i < v->n; i++) {
        int32_t item = v->items[i];
        if (item >= 0)
            items++;
        else if (item > ITEM_CLOSE)
            from[ITEM_OPEN - item] = (uint8_t)items;
        else {
            rule_mark m = { (uint8_t)(ITEM_CLOSE - item), from[ITEM_CLOSE - item], (uint8_t)items, 0 };
            VEC_PUSH(t->arena, &t->marks, m);
            n++;
        }
    }
    *n_items = items;
    return n;
}

bool calco_trie_add(calco_trie *t, uint32_t root, const calco_variant *v, uint32_t row)
{
    uint32_t state = root;
    if (t->states.n > (size_t)1 << 28) return false;
    for (size_t i = 0; i < v->n; i++)
        if (v->items[i] >= 0) state = step(t, state, (uint32_t)v->items[i]);
    rule_accept accept = { .row = row, .mark = (uint32_t)t->marks.n };
    accept.n_marks = add_marks(t, v, &accept.n_items);
    for (uint32_t e = t->states.p[state]; e; e = t->ends.p[e - 1].next) {
        const rule_accept *old = &t->ends.p[e - 1].accept;
        if (old->row != row || old->n_marks != accept.n_marks) continue;
        if (accept.n_marks &&
            memcmp(t->marks.p + old->mark, t->marks.p + accept.mark, accept.n_marks * sizeof(rule_mark)))
            continue;
        t->marks.n = accept.mark; /* the same wording again */
        return true;
    }
    calco_trie_end end = { t->states.p[state], accept };
    VEC_PUSH(t->arena, &t->ends, end);
    t->states.p[state] = (uint32_t)t->ends.n;
    return true;
}

static bool add_member(calco_trie *t, calco_symbols *s, str member, uint32_t list)
{
    calco_strs tokens = { 0 };
    str        word;
    while (calco_str_split(&member, ' ', &word))
        if (word.n) calco_symbols_split(s, word, &tokens);
    if (!tokens.n || tokens.n > RULES_ITEMS_MAX) return true;
    calco_variant v = { ARENA_ARRAY(s->scratch, int32_t, tokens.n), tokens.n };
    for (size_t i = 0; i < tokens.n; i++) v.items[i] = (int32_t)calco_symbols_word(s, tokens.p[i], X_ANY);
    return calco_trie_add(t, RULES_LISTS, &v, list);
}

bool calco_trie_add_lists(calco_trie *t, calco_symbols *s)
{
    for (size_t i = 0; i < s->lists.n; i++) {
        uint32_t            symbol = s->lists.p[i];
        str                 name = s->strings.p[s->symbols.p[symbol].string];
        const calco_strtab *members = &s->lang->list_tabs[calco_map_get(&s->lang->lists, name)];
        for (uint32_t m = 0; m < members->count; m++)
            if (!add_member(t, s, calco_strtab_at(members, m), symbol)) return false;
    }
    return true;
}

static int by_state(const void *x, const void *y)
{
    const rule_edge *a = x, *b = y;
    if (a->state != b->state) return a->state < b->state ? -1 : 1;
    return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

static void write_edges(const calco_trie *t, rule_state *states, uint32_t *root, calco_buf *out)
{
    size_t cap = 16, n = 0;
    while (cap < t->n_edges * 2 + 1) cap *= 2;
    rule_edge *sorted = malloc((t->n_edges + 1) * sizeof *sorted), *table = calloc(cap, sizeof *table);
    if (!sorted || !table) abort();
    for (size_t i = 0; i < t->cap; i++)
        if (t->slots[i].target) sorted[n++] = t->slots[i];
    qsort(sorted, n, sizeof *sorted, by_state);
    for (size_t i = 0; i < n; i++) {
        const rule_edge *e = &sorted[i];
        *slot_of(table, cap, e->state, e->symbol) = *e;
        states[e->state].bloom |= 1u << (e->symbol % 32);
        if (e->symbol < SYM_FREE) states[e->state].reserved |= 1u << e->symbol;
        if (e->state == RULES_ROOT) root[e->symbol] = e->target;
    }
    calco_buf_add(out, table, cap * sizeof *table);
    free(sorted);
    free(table);
}

void calco_trie_write(const calco_trie *t, size_t n_symbols, calco_buf sections[SECTIONS])
{
    rule_state *states = calloc(t->states.n, sizeof *states);
    uint32_t   *root = calloc(n_symbols, sizeof *root);
    if (!states || !root) abort();
    for (size_t s = 0; s < t->states.n; s++) {
        states[s].accept = (uint32_t)(sections[SEC_ACCEPTS].n / sizeof(rule_accept));
        for (uint32_t e = t->states.p[s]; e; e = t->ends.p[e - 1].next, states[s].n_accepts++)
            calco_buf_add(&sections[SEC_ACCEPTS], &t->ends.p[e - 1].accept, sizeof(rule_accept));
    }
    write_edges(t, states, root, &sections[SEC_EDGES]);
    calco_buf_add(&sections[SEC_STATES], states, t->states.n * sizeof *states);
    calco_buf_add(&sections[SEC_SYMBOL_ROOT], root, n_symbols * sizeof *root);
    calco_buf_add(&sections[SEC_MARKS], t->marks.p, t->marks.n * sizeof *t->marks.p);
    free(states);
    free(root);
}
