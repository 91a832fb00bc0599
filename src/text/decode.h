/* The only door for bytes: any encoding in, valid UTF-8 out, with the way back to the file's bytes. */
#ifndef CALCO_TEXT_DECODE_H
#define CALCO_TEXT_DECODE_H

#include "base/vec.h"

/* From offsets in one text to offsets in another: runs of characters that take the same number of
 * bytes in each. Within a run, `to = run.to + (from - run.from) / from_unit * to_unit`.
 * Offsets inside a character map to its start. Runs are in order, the last one is open-ended. */
typedef struct { size_t from, to; uint8_t from_unit, to_unit; } calco_offset_run;
typedef struct { VEC(calco_offset_run) runs; } calco_offset_map;

/* `to`-offset of a `from`-offset: O(log runs). */
size_t calco_offset_map_to(const calco_offset_map *m, size_t from);
/* `to`-offset where the character that ends before `from` ends: for the exclusive end of a span. */
size_t calco_offset_map_end(const calco_offset_map *m, size_t from);
/* The inverse, for maps that never go back: the `from`-offset of a `to`-offset. */
size_t calco_offset_map_from(const calco_offset_map *m, size_t to);
/* Index of the run that holds a `from`-offset; SIZE_MAX before the first. */
size_t calco_offset_map_run(const calco_offset_map *m, size_t from);
/* Record that the characters from `from` on lie at `to`; merges with the last run where it continues it. */
void calco_offset_map_add(calco_arena *a, calco_offset_map *m, size_t from, size_t to, uint8_t from_unit,
                          uint8_t to_unit);

typedef struct {
    str              text;     /* valid UTF-8, without BOM */
    calco_offset_map to_file;  /* text offset -> offset in the bytes as they lie on disk */
    size_t           file_size;
    const char      *encoding; /* what it was read as: "UTF-8", "UTF-16LE", "windows-1252"... */
    bool             bom, guessed;
    size_t           bad;      /* sequences replaced by U+FFFD */
    size_t           first_bad; /* file offset of the first, where bad > 0 */
} calco_decoded;

/* Decode with `encoding`, or where that is NULL by BOM, else UTF-8 where valid, else UTF-16 where the
 * NUL bytes show it, else windows-1252 where it decodes sensibly, else UTF-8 with U+FFFD. Never fails
 * on bad bytes; fails on an unknown encoding name (CALCO_ERR_ENCODING). Memory from `a`; UTF-8 text
 * without bad bytes is lent from `bytes`, not copied. */
bool calco_decode(calco_arena *a, const void *bytes, size_t size, const char *encoding, const char *name,
                  calco_decoded *out, calco_err *err);

/* The bytes of `text` in an encoding of calco_decoded, without BOM; false where it cannot say the text. Memory from `a`. */
bool calco_encode(calco_arena *a, str text, const char *encoding, str *out);

#endif
