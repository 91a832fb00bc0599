/* Borrowed strings: comparing, hashing, cutting. */
#include "base/str.h"

#ifdef __x86_64__ /* the same hash with what the processor has at its widest */
#include <xxh_x86dispatch.h>
#else
#include <xxhash.h>
#endif

int calco_str_cmp(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int    c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

uint64_t calco_str_hash(str s) { return XXH3_64bits(s.n ? s.p : "", s.n); }

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

str calco_str_trim(str s)
{
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool calco_str_split(str *rest, char sep, str *piece)
{
    if (!rest->p) return false;
    const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!hit) {
        *piece = *rest;
        *rest = (str){ NULL, 0 };
        return true;
    }
    size_t n = (size_t)(hit - rest->p);
    *piece = (str){ rest->p, n };
    *rest = (str){ hit + 1, rest->n - n - 1 };
    return true;
}

size_t calco_str_find(str s, str what, size_t from)
{
    if (from > s.n || what.n > s.n - from) return SIZE_MAX;
    if (what.n == 0) return from;
    const char *hit = memmem(s.p + from, s.n - from, what.p, what.n);
    return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}
