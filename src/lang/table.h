/* Read-only images inside packs: sorted-id string tables and text tables. */
#ifndef CALCO_LANG_TABLE_H
#define CALCO_LANG_TABLE_H

#include "base/buf.h"
#include "base/map.h"
#include "lang/pack.h"

/* A string table: strings with ids 0..count-1 and a hash index, all in one image:
 *   u32 count, u32 slots (power of two), u32 bytes, u32 0; u32 slot[slots] (id + 1, 0 free); u32 start[count + 1];
 * bytes. */
typedef struct {
    uint32_t        count, mask;
    const uint32_t *slots, *starts;
    const char     *bytes;
    size_t          size; /* of the image */
} calco_strtab;

/* False where the image is malformed, too short or not UTF-8 (err code CALCO_ERR_PACK). The image may be followed by
 * other data. */
bool              calco_strtab_open(calco_strtab *t, const void *image, size_t n, calco_err *err);
uint32_t          calco_strtab_find(const calco_strtab *t, str s);                       /* CALCO_NONE where absent */
uint32_t          calco_strtab_find_hashed(const calco_strtab *t, str s, uint64_t hash); /* hash = calco_str_hash(s) */
static inline str calco_strtab_at(const calco_strtab *t, uint32_t id)
{
    return (str){ t->bytes + t->starts[id], t->starts[id + 1] - t->starts[id] };
}
/* Append the image of `strings` (ids in the given order; they must differ) to `out`, aligned to 8. */
void calco_strtab_write(calco_buf *out, const str *strings, size_t n);

/* A cursor over an image with bounds checks: each call returns NULL and sets `bad` where bytes run out. */
typedef struct {
    const char *p;
    size_t      n, at;
    bool        bad;
} calco_cursor;
const void *calco_cursor_take(calco_cursor *c, size_t bytes);
uint32_t    calco_cursor_u32(calco_cursor *c);
/* Skip to a multiple of `to` from the start. */
void calco_cursor_align(calco_cursor *c, size_t to);

/* The text of the part "OWNER.NAME", p NULL where the pack (which may be NULL) has none. False where it is not UTF-8. */
bool calco_text_part(const calco_pack *pack, const char *owner, const char *name, str *text, calco_err *err);

/* TSV: calls `row` for each line that is not empty and does not start with '#'. Columns beyond those
 * present are empty. Stops and returns false when `row` does (it fills err). Text must live as long as used. */
#define CALCO_TSV_MAX 16
typedef bool (*calco_tsv_row)(void *ctx, size_t line, const str *column, size_t n, calco_err *err);
bool calco_tsv_each(str text, calco_tsv_row row, void *ctx, calco_err *err);

#endif
