/* Memory that is given back all at once. Passed as a parameter, never global. */
#ifndef CALCO_BASE_ARENA_H
#define CALCO_BASE_ARENA_H

#include "base/str.h"

/* Allocation never returns NULL: where the system has no memory left the process aborts, for a
 * linter cannot do anything better and every caller stays readable.
 * -DARENA_EXACT gives each allocation its own malloc (ASan sees an overrun); -DARENA_BLOCK=64
 * makes every test grow the arena. */
typedef struct calco_arena calco_arena;

calco_arena *calco_arena_new(void);
void calco_arena_free(calco_arena *a); /* accepts NULL */
/* Forget everything but keep the first block: what was allocated is gone. */
void calco_arena_reset(calco_arena *a);
/* Zeroed memory for `count` things of `size` bytes, aligned for any type; aborts on overflow. */
void *calco_arena_alloc(calco_arena *a, size_t count, size_t size);
/* The old allocation's bytes in a larger one: in place where it was the last. */
void *calco_arena_grow(calco_arena *a, void *old, size_t old_bytes, size_t new_bytes);
/* A copy of `s`, followed by a NUL byte that its length does not count. */
str calco_arena_str(calco_arena *a, str s);
str calco_arena_printf(calco_arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "a" + "b" + ... up to a piece whose p is NULL: calco_arena_join(a, (str[]){ x, y, {0} }). */
str calco_arena_join(calco_arena *a, const str *pieces);
/* Bytes in use, for benchmarks. */
size_t calco_arena_used(const calco_arena *a);

#define ARENA_NEW(a, type) ((type *)calco_arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)calco_arena_alloc((a), (n), sizeof(type)))

#endif
