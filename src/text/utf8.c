/* UTF-8: stepping, writing, validating. */
#include "text/unicode.h"

static inline bool is_tail(unsigned char c) { return (c & 0xc0) == 0x80; }

uint32_t calco_utf8_at(str s, size_t at, size_t *length)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    if (p[0] < 0x80) {
        *length = 1;
        return p[0];
    }
    if (p[0] < 0xe0) {
        *length = 2;
        return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if (p[0] < 0xf0) {
        *length = 3;
        return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    *length = 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

uint32_t calco_utf8_before(str s, size_t at, size_t *length)
{
    *length = 0;
    if (!at) return 0;
    size_t start = at - 1;
    while (start && is_tail((unsigned char)s.p[start])) start--;
    return calco_utf8_at(s, start, length);
}

size_t calco_utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

size_t calco_utf8_ascii(str s, size_t at)
{
    size_t start = at;
    while (at + 8 <= s.n) {
        uint64_t w;
        memcpy(&w, s.p + at, 8);
        if (w & 0x8080808080808080u) break;
        at += 8;
    }
    while (at < s.n && (unsigned char)s.p[at] < 0x80) at++;
    return at - start;
}

/* Eight bytes at a time: each bit of the masks stands for one. */
size_t calco_utf8_count(str s, size_t *wide)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t         at = 0, points = 0, four = 0;
    for (; at + 8 <= s.n; at += 8) {
        uint64_t w, tails, leads;
        memcpy(&w, s.p + at, 8);
        tails = w >> 7 & ~(w >> 6) & ones;
        leads = w >> 7 & w >> 6 & w >> 5 & w >> 4 & ones;
        points += 8 - (size_t)(tails * ones >> 56);
        four += (size_t)(leads * ones >> 56);
    }
    for (; at < s.n; at++) {
        points += !is_tail((unsigned char)s.p[at]);
        four += (unsigned char)s.p[at] >= 0xf0;
    }
    if (wide) *wide = four;
    return points;
}

/* Unicode 15, table 3-7 and "maximal subparts". */
size_t calco_utf8_step(str s, size_t at, bool *valid)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t               left = s.n - at, need;
    unsigned char        low = 0x80, high = 0xbf;
    *valid = false;
    if (p[0] < 0x80) {
        *valid = true;
        return 1;
    }
    if (p[0] < 0xc2 || p[0] > 0xf4) return 1;
    if (p[0] < 0xe0) need = 2;
    else if (p[0] < 0xf0) need = 3;
    else need = 4;
    if (p[0] == 0xe0) low = 0xa0;
    if (p[0] == 0xed) high = 0x9f;
    if (p[0] == 0xf0) low = 0x90;
    if (p[0] == 0xf4) high = 0x8f;
    for (size_t i = 1; i < need; i++) {
        if (i >= left || p[i] < low || p[i] > high) return i;
        low = 0x80;
        high = 0xbf;
    }
    *valid = true;
    return need;
}

bool calco_utf8_valid(str s)
{
    for (size_t at = 0; at < s.n;) {
        at += calco_utf8_ascii(s, at);
        if (at >= s.n) break;
        bool valid;
        at += calco_utf8_step(s, at, &valid);
        if (!valid) return false;
    }
    return true;
}
