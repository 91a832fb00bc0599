/* Memory that is given back all at once: blocks in a list, bumped from the newest. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef ARENA_BLOCK
#define ARENA_BLOCK ((size_t)64 * 1024)
#endif

typedef struct block {
    struct block *next;
    size_t        size, used;
    alignas(max_align_t) char bytes[];
} block;

struct calco_arena {
    block *newest;
    size_t total;
};

#ifndef ARENA_EXACT
static size_t round_up(size_t n) { return (n + (alignof(max_align_t) - 1)) & ~(alignof(max_align_t) - 1); }
#endif

static void *out_of_memory(void)
{
    fputs("calco: out of memory\n", stderr);
    abort();
}

static block *block_new(size_t size)
{
    block *b = size > SIZE_MAX - sizeof(block) ? NULL : malloc(sizeof(block) + size);
    if (!b) return out_of_memory();
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

calco_arena *calco_arena_new(void)
{
    calco_arena *a = calloc(1, sizeof *a);
    return a ? a : out_of_memory();
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        free(b);
        b = next;
    }
}

void calco_arena_free(calco_arena *a)
{
    if (!a) return;
    free_blocks(a->newest);
    free(a);
}

void calco_arena_reset(calco_arena *a)
{
#ifdef ARENA_EXACT
    free_blocks(a->newest);
    a->newest = NULL;
#else
    if (a->newest) {
        free_blocks(a->newest->next);
        a->newest->next = NULL;
        a->newest->used = 0;
    }
#endif
    a->total = 0;
}

static void *take(calco_arena *a, size_t bytes)
{
    a->total += bytes;
#ifdef ARENA_EXACT
    block *own = block_new(bytes);
    own->next = a->newest;
    own->used = bytes;
    a->newest = own;
    return own->bytes;
#else
    if (bytes > SIZE_MAX - 64) return out_of_memory();
    size_t need = round_up(bytes ? bytes : 1);
    block *b = a->newest;
    if (!b || b->size - b->used < need) {
        size_t size = b ? b->size * 2 : ARENA_BLOCK;
        if (size > (size_t)8 << 20) size = (size_t)8 << 20;
        b = block_new(need > size ? need : size);
        b->next = a->newest;
        a->newest = b;
    }
    void *p = b->bytes + b->used;
    b->used += need;
    return p;
#endif
}

void *calco_arena_alloc(calco_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) return out_of_memory();
    void *p = take(a, count * size);
    memset(p, 0, count * size);
    return p;
}

void *calco_arena_grow(calco_arena *a, void *old, size_t old_bytes, size_t new_bytes)
{
#ifndef ARENA_EXACT
    block *b = a->newest;
    size_t was = round_up(old_bytes ? old_bytes : 1);
    if (old && b && b->used >= was && (char *)old == b->bytes + (b->used - was) &&
        new_bytes <= b->size - (b->used - was)) {
        size_t need = round_up(new_bytes);
        if (need <= b->size - (b->used - was)) {
            b->used = b->used - was + need;
            a->total += new_bytes - old_bytes;
            return old;
        }
    }
#endif
    void *p = take(a, new_bytes);
    if (old && old_bytes) memcpy(p, old, old_bytes);
    return p;
}

str calco_arena_str(calco_arena *a, str s)
{
    char *p = take(a, s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (str){ p, s.n };
}

str calco_arena_printf(calco_arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) n = 0;
    char *p = take(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (str){ p, (size_t)n };
}

str calco_arena_join(calco_arena *a, const str *pieces)
{
    size_t n = 0;
    for (size_t i = 0; pieces[i].p; i++) n += pieces[i].n;
    char *p = take(a, n + 1);
    size_t at = 0;
    for (size_t i = 0; pieces[i].p; i++) {
        if (pieces[i].n) memcpy(p + at, pieces[i].p, pieces[i].n);
        at += pieces[i].n;
    }
    p[n] = '\0';
    return (str){ p, n };
}

size_t calco_arena_used(const calco_arena *a) { return a->total; }
