/* GitHub's fingerprint of a line: a rolling hash over the 100 characters from its start on. */
#include "report/line_hash.h"

#include "base/map.h"
#include "base/vec.h"
#include "text/unicode.h"

enum { BLOCK = 100, FACTOR = 37, END_OF_TEXT = 0xffff };

typedef struct {
    calco_arena *arena;
    uint64_t     hash, first; /* first: FACTOR to the power BLOCK */
    uint64_t     window[BLOCK];
    bool         starts[BLOCK]; /* a line begins with this character of the window */
    size_t       at;
    bool         line_start, after_cr;
    VEC(calco_line_hash) lines;
    calco_map    seen;
} roller;

static void line_done(roller *r)
{
    str key = calco_arena_str(r->arena, (str){ (const char *)&r->hash, sizeof r->hash });
    uint32_t *times = calco_map_at(&r->seen, key, 0);
    VEC_PUSH(r->arena, &r->lines, ((calco_line_hash){ r->hash, ++*times }));
    r->starts[r->at] = false;
}

static void roll(roller *r, uint64_t unit)
{
    uint64_t gone = r->window[r->at];
    r->window[r->at] = unit;
    r->hash = FACTOR * r->hash + unit - r->first * gone;
    r->at = (r->at + 1) % BLOCK;
}

static void take(roller *r, uint32_t unit)
{
    if (unit == ' ' || unit == '\t' || (r->after_cr && unit == '\n')) {
        r->after_cr = false;
        return;
    }
    r->after_cr = unit == '\r';
    if (r->after_cr) unit = '\n';
    if (r->starts[r->at]) line_done(r);
    if (r->line_start) r->starts[r->at] = true;
    r->line_start = unit == '\n';
    roll(r, unit);
}

calco_line_hash *calco_line_hashes(calco_arena *a, str text, size_t *n)
{
    roller *r = ARENA_NEW(a, roller);
    r->arena = a;
    r->seen = calco_map_new(a);
    r->line_start = true;
    r->first = 1;
    for (size_t i = 0; i < BLOCK; i++) r->first *= FACTOR;
    for (size_t at = 0, length; at < text.n; at += length) {
        uint32_t c = calco_utf8_at(text, at, &length);
        if (c >= 0x10000) {
            take(r, 0xd7c0 + (c >> 10));
            take(r, 0xdc00 + (c & 0x3ff));
        } else take(r, c);
    }
    take(r, END_OF_TEXT);
    for (size_t i = 0; i < BLOCK; i++) {
        if (r->starts[r->at]) line_done(r);
        roll(r, 0);
    }
    *n = r->lines.n;
    return r->lines.p;
}
