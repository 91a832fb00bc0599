/* The only door for bytes: any encoding in, valid UTF-8 out, with the way back to the file's bytes. */
#include "text/decode.h"

#include "base/err.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>

/* --- offset maps --- */

size_t calco_offset_map_to(const calco_offset_map *m, size_t from)
{
    if (!m->runs.n) return from;
    size_t low = 0, high = m->runs.n;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (m->runs.p[middle].from <= from) low = middle;
        else high = middle;
    }
    const calco_offset_run *r = &m->runs.p[low];
    if (from < r->from) return r->to;
    return r->to + (from - r->from) / r->from_unit * r->to_unit;
}

void calco_offset_map_add(calco_arena *a, calco_offset_map *m, size_t from, size_t to, uint8_t from_unit, uint8_t to_unit)
{
    if (m->runs.n) {
        const calco_offset_run *last = &m->runs.p[m->runs.n - 1];
        size_t along = from - last->from;
        if (last->from_unit == from_unit && last->to_unit == to_unit && along % from_unit == 0 &&
            last->to + along / from_unit * to_unit == to)
            return;
    }
    calco_offset_run run = { from, to, from_unit, to_unit };
    VEC_PUSH(a, &m->runs, run);
}

/* --- which encoding --- */

typedef struct {
    const char *encoding;
    uint8_t     mark[4], n;
} bom;

static const bom boms[] = {
    { "UTF-32LE", { 0xFF, 0xFE, 0, 0 }, 4 }, { "UTF-32BE", { 0, 0, 0xFE, 0xFF }, 4 }, { "UTF-8", { 0xEF, 0xBB, 0xBF }, 3 },
    { "UTF-16LE", { 0xFF, 0xFE }, 2 },       { "UTF-16BE", { 0xFE, 0xFF }, 2 },
};

static const bom *find_bom(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
        if (n >= boms[i].n && memcmp(p, boms[i].mark, boms[i].n) == 0) return &boms[i];
    return NULL;
}

/* Text in UTF-16 without a BOM has a NUL in most pairs of bytes, always on the same side. */
static const char *guess_utf16(const uint8_t *p, size_t n)
{
    size_t even = 0, odd = 0, pairs = (n < 4096 ? n : 4096) / 2;
    for (size_t i = 0; i < pairs; i++) {
        even += p[2 * i] == 0;
        odd += p[2 * i + 1] == 0;
    }
    if (pairs < 2 || n % 2) return NULL;
    if (odd * 10 >= pairs * 7 && even * 10 < pairs) return "UTF-16LE";
    if (even * 10 >= pairs * 7 && odd * 10 < pairs) return "UTF-16BE";
    return NULL;
}

/* Bytes that windows-1252 does not define, or control characters, speak against it. */
static bool is_windows_1252(const uint8_t *p, size_t n)
{
    size_t high = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i];
        if (c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D) return false;
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') return false;
        high += c >= 0x80;
    }
    return high * 3 < n; /* a third of accented letters is no Latin text */
}

/* --- decoding --- */

enum { PIECE = 64 };

/* One character of `in` through iconv: its bytes in UTF-8, or 0 where it is bad. *taken: bytes used. */
static size_t one_character(iconv_t cd, const char *in, size_t n, char out[PIECE], size_t *taken)
{
    for (size_t try = 1; try <= n && try <= 8; try++) {
        char  *from = (char *)(uintptr_t)in, *to = out;
        size_t left = try, room = PIECE;
        iconv(cd, NULL, NULL, NULL, NULL);
        size_t r = iconv(cd, &from, &left, &to, &room);
        if (r != (size_t)-1 && room < PIECE) {
            *taken = try - left;
            return PIECE - room;
        }
        if (r == (size_t)-1 && errno == EILSEQ) break;
    }
    *taken = 1;
    return 0;
}

static void note_bad(calco_decoded *out, size_t file_offset)
{
    if (!out->bad++) out->first_bad = file_offset;
}

typedef struct {
    calco_arena *arena;
    char        *p;
    size_t       n, cap;
} text_out;

static void put(text_out *t, const char *p, size_t n)
{
    if (t->n + n > t->cap) {
        size_t cap = t->cap * 2 + n + 64;
        t->p = calco_arena_grow(t->arena, t->p, t->n, cap);
        t->cap = cap;
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
}

static void decode_iconv(calco_arena *a, iconv_t cd, const char *p, size_t n, size_t skip, size_t unit, calco_decoded *out)
{
    text_out text = { .arena = a };
    size_t at = skip;
    while (at < n) {
        char   piece[PIECE];
        size_t taken = 1, made;
        if (unit == 1 && (unsigned char)p[at] < 0x80 && p[at] != 0x1B) piece[0] = p[at], made = 1;
        else made = one_character(cd, p + at, n - at, piece, &taken);
        if (!made) {
            note_bad(out, at);
            memcpy(piece, "\xEF\xBF\xBD", made = 3);
            taken = n - at < unit ? n - at : unit;
        }
        calco_offset_map_add(a, &out->to_file, text.n, at, (uint8_t)made, (uint8_t)taken);
        put(&text, piece, made);
        at += taken;
    }
    put(&text, "", 1);
    out->text = (str){ text.p, text.n - 1 };
}

/* Length of the valid sequence at `at`; 0 where it is bad. */
static size_t utf8_length(const uint8_t *p, size_t n, size_t at)
{
    uint8_t c = p[at];
    size_t  length = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    if (!length || length > n - at) return 0;
    for (size_t i = 1; i < length; i++)
        if ((p[at + i] & 0xC0) != 0x80) return 0;
    if ((c == 0xE0 && p[at + 1] < 0xA0) || (c == 0xED && p[at + 1] > 0x9F) || (c == 0xF0 && p[at + 1] < 0x90) ||
        (c == 0xF4 && p[at + 1] > 0x8F))
        return 0;
    return length;
}

static bool utf8_valid(const uint8_t *p, size_t n)
{
    for (size_t at = 0; at < n;) {
        if (p[at] < 0x80) {
            at++;
            continue;
        }
        size_t length = utf8_length(p, n, at);
        if (!length) return false;
        at += length;
    }
    return true;
}

/* UTF-8 with bad sequences: each bad byte becomes one U+FFFD. */
static void decode_utf8(calco_arena *a, const char *p, size_t n, size_t skip, calco_decoded *out)
{
    text_out text = { .arena = a };
    calco_offset_map_add(a, &out->to_file, 0, skip, 1, 1);
    for (size_t at = skip; at < n;) {
        size_t length = utf8_length((const uint8_t *)p, n, at);
        if (length) {
            size_t good = at;
            while (at < n && (length = utf8_length((const uint8_t *)p, n, at)) != 0) at += length;
            calco_offset_map_add(a, &out->to_file, text.n, good, 1, 1);
            put(&text, p + good, at - good);
        } else {
            note_bad(out, at);
            calco_offset_map_add(a, &out->to_file, text.n, at, 3, 1);
            put(&text, "\xEF\xBF\xBD", 3);
            at++;
        }
    }
    calco_offset_map_add(a, &out->to_file, text.n, n, 1, 1);
    put(&text, "", 1);
    out->text = (str){ text.p, text.n - 1 };
}

bool calco_decode(calco_arena *a, const void *bytes, size_t size, const char *encoding, const char *name,
                  calco_decoded *out, calco_err *err)
{
    const uint8_t *p = bytes ? bytes : (const uint8_t *)"";
    const bom     *mark = find_bom(p, size);
    *out = (calco_decoded){ .file_size = size, .bom = mark != NULL };
    size_t skip = mark ? mark->n : 0;
    if (!encoding && mark) encoding = mark->encoding;
    if (!encoding) {
        out->guessed = true;
        encoding = guess_utf16(p, size);
        if (!encoding) encoding = utf8_valid(p, size) || !is_windows_1252(p, size) ? "UTF-8" : "windows-1252";
    } else if (mark && strcasecmp(mark->encoding, encoding) != 0 && strncasecmp(encoding, mark->encoding, 6) != 0) {
        skip = 0; /* another encoding was asked for: these bytes are text in it */
    }
    out->encoding = calco_arena_str(a, calco_str(encoding)).p;

    if (strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0) {
        if (utf8_valid(p + skip, size - skip)) {
            out->text = (str){ (const char *)p + skip, size - skip };
            calco_offset_map_add(a, &out->to_file, 0, skip, 1, 1);
        } else {
            decode_utf8(a, (const char *)p, size, skip, out);
        }
        return true;
    }
    iconv_t cd = iconv_open("UTF-8", encoding);
    if (cd == (iconv_t)-1)
        return calco_fail(err, CALCO_ERR_ENCODING, name, "cannot be read as “%s”: no such encoding; iconv -l lists them", encoding);
    size_t unit = strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UCS-2", 5) == 0 ? 2
                  : strncasecmp(encoding, "UTF-32", 6) == 0 || strncasecmp(encoding, "UCS-4", 5) == 0 ? 4 : 1;
    decode_iconv(a, cd, (const char *)p, size, skip, unit, out);
    iconv_close(cd);
    calco_offset_map_add(a, &out->to_file, out->text.n, size, 1, 1);
    return true;
}
