/* Borrowed strings (the type is in calco.h): comparing, hashing, cutting. */
#ifndef CALCO_BASE_STR_H
#define CALCO_BASE_STR_H

#include "calco.h"

#include <string.h>

#define STR(literal) ((str){ (literal), sizeof(literal) - 1 })
#define STR_FMT(s) (int)(s).n, (s).p /* for "%.*s", on short strings without NUL only */

static inline str calco_str(const char *c) { return (str){ c, c ? strlen(c) : 0 }; }
static inline bool calco_str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool calco_str_starts(str s, str with) { return s.n >= with.n && (with.n == 0 || memcmp(s.p, with.p, with.n) == 0); }
static inline bool calco_str_ends(str s, str with)
{
    return s.n >= with.n && (with.n == 0 || memcmp(s.p + (s.n - with.n), with.p, with.n) == 0);
}
static inline str calco_str_from(str s, size_t at) { return at >= s.n ? (str){ s.n ? s.p + s.n : s.p, 0 } : (str){ s.p + at, s.n - at }; }
static inline str calco_str_cut(str s, size_t from, size_t to) { return (str){ from ? s.p + from : s.p, to - from }; }

/* Byte order, as qsort wants it. */
int calco_str_cmp(str a, str b);
/* XXH3, 64 bits: the same on every machine. */
uint64_t calco_str_hash(str s);
/* Without ASCII white space at both ends. */
str calco_str_trim(str s);
/* Cut the piece before `sep` off `*rest` into `*piece`; false when `*rest` is used up (p == NULL). */
bool calco_str_split(str *rest, char sep, str *piece);
/* Position of `what` in `s` at or after `from`, or SIZE_MAX. */
size_t calco_str_find(str s, str what, size_t from);

#endif
