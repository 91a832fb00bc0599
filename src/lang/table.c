/* String tables, a checked cursor and TSV: how parts of a pack are read. */
#include "lang/table.h"

#include "base/err.h"
#include "text/unicode.h"

#include <stdlib.h>

const void *calco_cursor_take(calco_cursor *c, size_t bytes)
{
    if (c->bad || bytes > c->n - c->at) {
        c->bad = true;
        return NULL;
    }
    const void *p = c->p + c->at;
    c->at += bytes;
    return p;
}

uint32_t calco_cursor_u32(calco_cursor *c)
{
    uint32_t    v = 0;
    const void *p = calco_cursor_take(c, sizeof v);
    if (p) memcpy(&v, p, sizeof v);
    return v;
}

void calco_cursor_align(calco_cursor *c, size_t to)
{
    size_t over = c->at % to;
    if (over) calco_cursor_take(c, to - over);
}

/* Every slot points to a string, one at least is free (probing ends), strings lie in order inside the image and are
 * valid UTF-8: all bytes are, and none begins inside a character. */
static bool strtab_sound(const calco_strtab *t, uint32_t slots, uint32_t bytes)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < slots; i++) {
        if (t->slots[i] > t->count) return false;
        used += t->slots[i] != 0;
    }
    if (used >= slots || t->starts[0] != 0 || t->starts[t->count] != bytes) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t start = t->starts[i];
        if (start > t->starts[i + 1] || (start < bytes && ((unsigned char)t->bytes[start] & 0xc0) == 0x80))
            return false;
    }
    return calco_utf8_valid((str){ t->bytes, bytes });
}

bool calco_strtab_open(calco_strtab *t, const void *image, size_t n, calco_err *err)
{
    calco_cursor c = { .p = image, .n = n };
    *t = (calco_strtab){ .count = calco_cursor_u32(&c) };
    uint32_t slots = calco_cursor_u32(&c), bytes = calco_cursor_u32(&c);
    calco_cursor_u32(&c);
    t->slots = calco_cursor_take(&c, (size_t)slots * sizeof *t->slots);
    t->starts = calco_cursor_take(&c, ((size_t)t->count + 1) * sizeof *t->starts);
    t->bytes = calco_cursor_take(&c, bytes);
    t->mask = slots - 1;
    t->size = c.at;
    bool power = slots != 0 && (slots & (slots - 1)) == 0;
    if (c.bad || !power || (uintptr_t)image % sizeof(uint32_t) || !strtab_sound(t, slots, bytes)) {
        *t = (calco_strtab){ 0 };
        return calco_fail(err, CALCO_ERR_PACK, NULL, "a string table is malformed; rebuild the pack with `make packs`");
    }
    return true;
}

uint32_t calco_strtab_find_hashed(const calco_strtab *t, str s, uint64_t hash)
{
    if (!t->slots) return CALCO_NONE;
    for (uint32_t i = (uint32_t)hash & t->mask;; i = (i + 1) & t->mask) {
        uint32_t slot = t->slots[i];
        if (slot == 0) return CALCO_NONE;
        if (calco_str_eq(calco_strtab_at(t, slot - 1), s)) return slot - 1;
    }
}

uint32_t calco_strtab_find(const calco_strtab *t, str s) { return calco_strtab_find_hashed(t, s, calco_str_hash(s)); }

static void add_u32(calco_buf *out, size_t v)
{
    if (v > UINT32_MAX) abort();
    uint32_t small = (uint32_t)v;
    calco_buf_add(out, &small, sizeof small);
}

void calco_strtab_write(calco_buf *out, const str *strings, size_t n)
{
    size_t bytes = 0, slots = 2;
    for (size_t i = 0; i < n; i++) bytes += strings[i].n;
    while (slots < n + n / 2 + 1) slots *= 2;
    uint32_t *slot = calloc(slots, sizeof *slot);
    if (!slot) abort();
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)calco_str_hash(strings[i]) & (slots - 1);
        while (slot[at]) at = (at + 1) & (slots - 1);
        slot[at] = (uint32_t)i + 1;
    }
    calco_buf_align(out, 8);
    add_u32(out, n);
    add_u32(out, slots);
    add_u32(out, bytes);
    add_u32(out, 0);
    calco_buf_add(out, slot, slots * sizeof *slot);
    free(slot);
    size_t start = 0;
    add_u32(out, 0);
    for (size_t i = 0; i < n; i++) add_u32(out, start += strings[i].n);
    for (size_t i = 0; i < n; i++) calco_buf_str(out, strings[i]);
    calco_buf_align(out, 8);
}

bool calco_text_part(const calco_pack *pack, const char *owner, const char *name, str *text, calco_err *err)
{
    calco_part part = pack ? calco_pack_part_of(pack, owner, name) : (calco_part){ NULL, 0 };
    *text = (str){ part.p, part.n };
    if (!part.p || calco_utf8_valid(*text)) return true;
    return calco_fail(err, CALCO_ERR_PACK, NULL, "the part %s.%s is not UTF-8; rebuild the pack with `make packs`", owner, name);
}

bool calco_tsv_each(str text, calco_tsv_row row, void *ctx, calco_err *err)
{
    str line;
    for (size_t number = 1; calco_str_split(&text, '\n', &line); number++) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (line.n == 0 || line.p[0] == '#') continue;
        str    column[CALCO_TSV_MAX];
        size_t n = 0;
        for (size_t i = 0; i < CALCO_TSV_MAX; i++) column[i] = STR("");
        while (n < CALCO_TSV_MAX && calco_str_split(&line, '\t', &column[n])) n++;
        if (line.p)
            return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, number, "this row has more than %d columns",
                                   CALCO_TSV_MAX);
        if (!row(ctx, number, column, n, err)) return false;
    }
    return true;
}
