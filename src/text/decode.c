/* Decoding: UTF-8, UTF-16 and UTF-32 by hand, all else through iconv, one character at a time for the map. */
#include "text/decode.h"

#include "base/buf.h"
#include "base/err.h"
#include "text/guess.h"
#include "text/unicode.h"

#include <errno.h>
#include <iconv.h>

enum { REPLACEMENT = 0xfffd, SEQUENCE_MAX = 8, POINTS_MAX = 8 };

/* A decoding under way. */
typedef struct {
    calco_arena   *arena;
    str            in;
    size_t         at;
    calco_buf      text;
    calco_decoded *out;
} decoding;

/* Append a character that `length` file bytes at d->at stand for. */
static void put(decoding *d, uint32_t c, size_t length)
{
    char   bytes[4];
    size_t n = calco_utf8_put(c, bytes);
    calco_offset_map_add(d->arena, &d->out->to_file, d->text.n, d->at, (uint8_t)n, (uint8_t)length);
    calco_buf_add(&d->text, bytes, n);
}

static void put_bad(decoding *d, size_t length)
{
    if (!d->out->bad++) d->out->first_bad = d->at;
    put(d, REPLACEMENT, length);
}

static void decode_utf8(decoding *d)
{
    str rest = calco_str_from(d->in, d->at);
    if (calco_utf8_valid(rest)) {
        calco_offset_map_add(d->arena, &d->out->to_file, 0, d->at, 1, 1);
        d->out->text = rest;
        d->at = d->in.n;
        return;
    }
    while (d->at < d->in.n) {
        size_t start = d->at;
        bool   valid = true;
        while (d->at < d->in.n) {
            size_t n = calco_utf8_ascii(d->in, d->at);
            if (!n) n = calco_utf8_step(d->in, d->at, &valid);
            if (!valid) break;
            d->at += n;
        }
        if (d->at > start) {
            calco_offset_map_add(d->arena, &d->out->to_file, d->text.n, start, 1, 1);
            calco_buf_add(&d->text, d->in.p + start, d->at - start);
        }
        if (valid) break;
        size_t n = calco_utf8_step(d->in, d->at, &valid);
        put_bad(d, n);
        d->at += n;
    }
}

static uint32_t unit_at(str in, size_t at, size_t size, bool little)
{
    uint32_t c = 0;
    for (size_t i = 0; i < size; i++) c = c << 8 | (unsigned char)in.p[at + (little ? size - 1 - i : i)];
    return c;
}

static bool is_surrogate(uint32_t c) { return c >= 0xd800 && c < 0xe000; }

static void decode_units(decoding *d, size_t size, bool little)
{
    while (d->at < d->in.n) {
        size_t left = d->in.n - d->at;
        if (left < size) {
            put_bad(d, left);
            break;
        }
        uint32_t c = unit_at(d->in, d->at, size, little);
        size_t   n = size;
        if (size == 2 && c >= 0xd800 && c < 0xdc00 && left >= 4) {
            uint32_t low = unit_at(d->in, d->at + 2, 2, little);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                n = 4;
            }
        }
        if (is_surrogate(c) || c > 0x10ffff) put_bad(d, n);
        else put(d, c, n);
        d->at += n;
    }
}

/* One step of iconv: convert as few bytes as give something; the number of bytes, 0 where they are bad. */
static size_t step(iconv_t cd, str in, size_t at, uint32_t *points, size_t *n_points)
{
    *n_points = 0;
    for (size_t n = 1; n <= SEQUENCE_MAX && n <= in.n - at; n++) {
        char  *from = (char *)(uintptr_t)(in.p + at), *to = (char *)points;
        size_t from_left = n, to_left = POINTS_MAX * sizeof *points;
        size_t made = iconv(cd, &from, &from_left, &to, &to_left);
        *n_points = POINTS_MAX - to_left / sizeof *points;
        if (made != (size_t)-1) return n;
        if (n > from_left && *n_points) return n - from_left;
        if (errno != EINVAL) return 0;
    }
    return 0;
}

/* The table of an encoding in which each byte is a character; false where it is not such a one. */
static bool single_bytes(iconv_t cd, uint32_t table[256])
{
    for (unsigned b = 0; b < 256; b++) {
        char     byte = (char)b, *from = &byte, *to;
        uint32_t points[POINTS_MAX];
        size_t   from_left = 1, to_left = sizeof points;
        to = (char *)points;
        iconv(cd, NULL, NULL, NULL, NULL);
        size_t made = iconv(cd, &from, &from_left, &to, &to_left);
        if (made == (size_t)-1 && errno == EINVAL) return false;
        if (made != (size_t)-1 && to_left != sizeof points - sizeof *points) return false;
        table[b] = made == (size_t)-1 ? GUESS_BAD : points[0];
    }
    return true;
}

static void decode_table(decoding *d, const uint32_t table[256])
{
    for (; d->at < d->in.n; d->at++) {
        uint32_t c = table[(unsigned char)d->in.p[d->at]];
        if (c > 0x10ffff || is_surrogate(c)) put_bad(d, 1);
        else put(d, c, 1);
    }
}

static void decode_steps(decoding *d, iconv_t cd)
{
    iconv(cd, NULL, NULL, NULL, NULL);
    while (d->at < d->in.n) {
        uint32_t points[POINTS_MAX];
        size_t   n_points, n = step(cd, d->in, d->at, points, &n_points);
        if (!n) {
            put_bad(d, 1);
            d->at++;
            continue;
        }
        for (size_t i = 0; i < n_points; i++) {
            uint32_t c = points[i] > 0x10ffff || is_surrogate(points[i]) ? REPLACEMENT : points[i];
            put(d, c, i + 1 == n_points ? n : 0);
        }
        d->at += n;
    }
}

static const char *const wide = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "UTF-32LE" : "UTF-32BE";

/* Decode through iconv; false where it does not know the encoding. */
static bool decode_iconv(decoding *d, const char *encoding)
{
    if (!encoding[0] || strchr(encoding, '/')) return false; /* no //TRANSLIT, and "" would be the locale's */
    iconv_t cd = iconv_open(wide, encoding);
    if (cd == (iconv_t)-1) return false;
    uint32_t table[256];
    if (single_bytes(cd, table)) decode_table(d, table);
    else decode_steps(d, cd);
    iconv_close(cd);
    return true;
}

/* The best single-byte encoding, or NULL where none makes sense. */
static const char *guess_page(str bytes, const char **shown)
{
    static const struct { const char *name, *iconv; } candidates[] = {
        { "windows-1252", "CP1252" },
        { "ISO-8859-15", "ISO-8859-15" },
        { "macintosh", "MACINTOSH" },
        { "IBM850", "CP850" },
    };
    long        best = -1;
    const char *chosen = NULL;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        iconv_t cd = iconv_open(wide, candidates[i].iconv);
        if (cd == (iconv_t)-1) continue;
        uint32_t       table[256];
        calco_codepage page = { candidates[i].name, candidates[i].iconv, { 0 } };
        bool           single = single_bytes(cd, table);
        iconv_close(cd);
        if (!single) continue;
        memcpy(page.high, table + 128, sizeof page.high);
        long score = calco_guess_score(bytes, &page);
        if (score <= best) continue;
        best = score;
        chosen = page.iconv;
        *shown = page.name;
    }
    return chosen;
}

static const struct { calco_form form; const char *name; } forms[] = {
    { FORM_UTF8, "UTF-8" },       { FORM_UTF16LE, "UTF-16LE" }, { FORM_UTF16BE, "UTF-16BE" },
    { FORM_UTF32LE, "UTF-32LE" }, { FORM_UTF32BE, "UTF-32BE" },
};

/* The form a name asks for: letters and digits count, "utf16" is resolved by mark or NUL bytes. */
static calco_form form_named(const char *name, str bytes)
{
    char   plain[16];
    size_t n = 0;
    for (; *name && n + 1 < sizeof plain; name++) {
        if (*name == '-' || *name == '_' || *name == ' ') continue;
        plain[n++] = *name >= 'a' && *name <= 'z' ? (char)(*name - 32) : *name;
    }
    plain[n] = '\0';
    if (*name) return FORM_OTHER;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *p = forms[i].name;
        size_t      k = 0;
        for (; *p; p++) {
            if (*p == '-') continue;
            if (plain[k] != *p) break;
            k++;
        }
        if (!*p && k == n) return forms[i].form;
    }
    bool two = strcmp(plain, "UTF16") == 0 || strcmp(plain, "UCS2") == 0;
    if (!two && strcmp(plain, "UTF32") != 0 && strcmp(plain, "UCS4") != 0) return FORM_OTHER;
    size_t     length;
    calco_form seen = calco_guess_bom(bytes, &length);
    if (seen == FORM_OTHER) seen = calco_guess_nuls(bytes);
    if (two) return seen == FORM_UTF16BE ? seen : FORM_UTF16LE;
    return seen == FORM_UTF32BE ? seen : FORM_UTF32LE;
}

static void decode_form(decoding *d, calco_form form)
{
    size_t     length;
    calco_form seen = calco_guess_bom(d->in, &length);
    if (seen == FORM_UTF32LE && form == FORM_UTF16LE) length = 2, seen = form;
    d->out->bom = seen == form && length;
    d->at = d->out->bom ? length : 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].form == form) d->out->encoding = forms[i].name;
    bool little = form == FORM_UTF16LE || form == FORM_UTF32LE;
    if (form == FORM_UTF8) decode_utf8(d);
    else decode_units(d, form == FORM_UTF16LE || form == FORM_UTF16BE ? 2 : 4, little);
}

static void decode_guessed(decoding *d)
{
    size_t     length;
    calco_form form = calco_guess_bom(d->in, &length);
    d->out->guessed = form == FORM_OTHER;
    if (form == FORM_OTHER) form = calco_guess_nuls(d->in);
    if (form == FORM_OTHER && (calco_utf8_valid(d->in) || calco_guess_damaged_utf8(d->in))) form = FORM_UTF8;
    if (form == FORM_OTHER) {
        const char *shown = NULL, *page = guess_page(d->in, &shown);
        d->out->encoding = shown;
        if (page && decode_iconv(d, page)) return;
        form = FORM_UTF8;
    }
    decode_form(d, form);
}

bool calco_decode(calco_arena *a, const void *bytes, size_t size, const char *encoding, const char *name,
                  calco_decoded *out, calco_err *err)
{
    decoding d = { .arena = a, .in = { size ? bytes : "", size }, .out = out };
    *out = (calco_decoded){ .file_size = size, .text = STR("") };
    calco_form form = encoding ? form_named(encoding, d.in) : FORM_OTHER;
    if (!encoding) {
        decode_guessed(&d);
    } else if (form != FORM_OTHER) {
        decode_form(&d, form);
    } else {
        out->encoding = calco_arena_str(a, calco_str(encoding)).p;
        if (!decode_iconv(&d, encoding))
            return calco_fail(err, CALCO_ERR_ENCODING, name,
                              "the encoding \"%.100s\" is unknown: use a name that `iconv -l` lists, such as UTF-8",
                              encoding);
    }
    if (d.text.n) out->text = calco_arena_str(a, calco_buf_view(&d.text));
    calco_buf_free(&d.text);
    if (!out->to_file.runs.n) calco_offset_map_add(a, &out->to_file, 0, out->bom ? size : 0, 1, 1);
    return true;
}

bool calco_encode(calco_arena *a, str text, const char *encoding, str *out)
{
    *out = text;
    if (strcmp(encoding, "UTF-8") == 0) return true;
    iconv_t cd = iconv_open(encoding, "UTF-8");
    if (cd == (iconv_t)-1) return false;
    size_t room = 4 * text.n + 8, left = room, unread = text.n;
    char  *in = (char *)(uintptr_t)text.p, *start = ARENA_ARRAY(a, char, room), *at = start;
    bool   ok = iconv(cd, &in, &unread, &at, &left) == 0 && iconv(cd, NULL, NULL, &at, &left) == 0;
    iconv_close(cd);
    *out = (str){ start, room - left };
    return ok;
}
