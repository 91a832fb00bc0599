/* The text floor below segmentation: UTF-8, case, decoding, offset maps, lines; and the laws on hostile texts. */
#include "base/buf.h"
#include "laws.h"
#include "text/guess.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#define BYTES(literal) ((str){ (literal), sizeof(literal) - 1 })
#define BYTES_INIT(literal) { (literal), sizeof(literal) - 1 }

static void assert_text(str got, str wanted)
{
    if (!calco_str_eq(got, wanted)) fail_msg("got \"%.*s\", wanted \"%.*s\"", STR_FMT(got), STR_FMT(wanted));
}

/* --- UTF-8 --- */

static void utf8_steps(void **state)
{
    (void)state;
    static const struct { str bytes; size_t length; bool valid; } rows[] = {
        { { "a", 1 }, 1, true },
        { { "\xc3\xa9", 2 }, 2, true },
        { { "\xe2\x82\xac", 3 }, 3, true },
        { { "\xf0\x9f\x98\x80", 4 }, 4, true },
        { { "\xf4\x8f\xbf\xbf", 4 }, 4, true },
        { { "\x80", 1 }, 1, false },
        { { "\xc0\x80", 2 }, 1, false },             /* overlong */
        { { "\xe0\x80\x80", 3 }, 1, false },
        { { "\xed\xa0\x80", 3 }, 1, false },         /* surrogate */
        { { "\xf4\x90\x80\x80", 4 }, 1, false },     /* beyond U+10FFFF */
        { { "\xf5\x80\x80\x80", 4 }, 1, false },
        { { "\xe2\x82", 2 }, 2, false },             /* cut short: one U+FFFD for all of it */
        { { "\xf0\x9f\x98", 3 }, 3, false },
        { { "\xf0\x9f\x98z", 4 }, 3, false },
        { { "\xc3", 1 }, 1, false },
        { { "\xc3z", 2 }, 1, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool valid;
        assert_int_equal(calco_utf8_step(rows[i].bytes, 0, &valid), rows[i].length);
        assert_int_equal(valid, rows[i].valid);
        assert_int_equal(calco_utf8_valid(rows[i].bytes), rows[i].valid && rows[i].length == rows[i].bytes.n);
    }
    assert_true(calco_utf8_valid(STR("")));
}

static void utf8_counts(void **state)
{
    (void)state;
    static const char text[] = "a\xc3\xa9\xf0\x9f\x98\x80\xe2\x82\xac\xf4\x8f\xbf\xbfzz\x7f\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xc2\x80\xdf\xbf--------";
    for (size_t from = 0; from < sizeof text; from++) /* eight bytes at a time, from anywhere to anywhere */
        for (size_t to = from; to < sizeof text; to++) {
            size_t points = 0, four = 0, wide = SIZE_MAX;
            for (size_t i = from; i < to; i++) {
                points += ((unsigned char)text[i] & 0xc0) != 0x80;
                four += (unsigned char)text[i] >= 0xf0;
            }
            assert_int_equal(calco_utf8_count((str){ text + from, to - from }, &wide), points);
            assert_int_equal(wide, four);
            assert_int_equal(calco_utf8_count((str){ text + from, to - from }, NULL), points);
        }
    assert_int_equal(calco_utf8_count((str){ NULL, 0 }, NULL), 0);
}

static void utf8_round_trips(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xd800 && c < 0xe000) continue;
        char   bytes[4];
        size_t n = calco_utf8_put(c, bytes), length;
        str    s = { bytes, n };
        assert_true(calco_utf8_valid(s));
        assert_int_equal(calco_utf8_at(s, 0, &length), c);
        assert_int_equal(length, n);
        assert_int_equal(calco_utf8_before(s, n, &length), c);
        assert_int_equal(length, n);
    }
    size_t length;
    assert_int_equal(calco_utf8_before(STR("a"), 0, &length), 0);
    assert_int_equal(length, 0);
}

/* --- case and normal form --- */

static void folding(void **state)
{
    (void)state;
    static const struct { const char *text, *fold; } rows[] = {
        { "", "" }, { "already lower 1", "already lower 1" }, { "NATO", "nato" }, { "\u00c8", "\u00e8" },
        { "Citt\u00c0", "citt\u00e0" }, { "don\u2019t", "don't" }, { "don\u02bct", "don't" },
        { "no\u2011fly", "no-fly" }, { "part\u00adners", "partners" }, { "E\u0301", "\u00e9" },
        { "\u0130", "i\u0307" }, { "\u00df", "\u00df" }, { "\u041a\u0418\u0407\u0412", "\u043a\u0438\u0457\u0432" },
        { "\u2126", "\u03c9" }, { "\u212a", "k" }, { "\u1e9e", "\u00df" }, { "\u01c5", "\u01c6" }, { "\uac00\u11a8", "\uac01" },
    };
    calco_arena *a = calco_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_text(calco_fold(a, calco_str(rows[i].text)), calco_str(rows[i].fold));
    /* what does not change is lent */
    static const char lower[] = "lower", accents[] = "citt\u00e0", curly[] = "it\u2019s";
    assert_ptr_equal(calco_fold(a, calco_str(lower)).p, lower);
    assert_ptr_equal(calco_fold(a, calco_str(accents)).p, accents);
    assert_ptr_not_equal(calco_fold(a, calco_str(curly)).p, curly);
    assert_text(calco_fold(a, BYTES("A\0B")), BYTES("a\0b"));
    /* folding twice changes nothing more */
    for (uint32_t c = 1; c < 0x30000; c++) {
        if (c >= 0xd800 && c < 0xe000) continue;
        char bytes[4];
        str  once = calco_fold(a, (str){ bytes, calco_utf8_put(c, bytes) });
        assert_text(calco_fold(a, once), once);
        assert_true(calco_utf8_valid(once));
        if (c % 4096 == 0) calco_arena_reset(a);
    }
    calco_arena_free(a);
}

static void cases(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    assert_text(calco_upper_first(a, STR("partners")), STR("Partners"));
    assert_text(calco_upper_first(a, STR("\u00e8 vero")), STR("\u00c8 vero"));
    assert_text(calco_upper_first(a, STR("\"so")), STR("\"So"));
    assert_text(calco_upper_first(a, STR("McKay")), STR("McKay"));
    assert_text(calco_upper_first(a, STR("\u01c6")), STR("\u01c5")); /* title case, not upper */
    assert_text(calco_lower_first(a, STR("NATO")), STR("nATO"));
    assert_text(calco_lower_first(a, STR("\u00c8")), STR("\u00e8"));
    assert_text(calco_upper(a, STR("stra\u00dfe")), STR("STRASSE"));
    assert_text(calco_upper(a, STR("")), STR(""));
    assert_text(calco_upper_first(a, STR("12")), STR("12"));
    assert_text(calco_nfc(a, STR("e\u0301")), STR("\u00e9"));
    assert_text(calco_nfc(a, STR("\u00e9")), STR("\u00e9"));
    calco_arena_free(a);
}

static void classes(void **state)
{
    (void)state;
    assert_true(calco_is_letter('a') && calco_is_letter(0xe8) && calco_is_letter(0x4e00) && !calco_is_letter('1'));
    assert_true(calco_is_upper('A') && calco_is_upper(0x1c5) && !calco_is_upper('a'));
    assert_true(calco_is_lower('a') && !calco_is_lower('A') && !calco_is_lower('1'));
    assert_true(calco_is_digit('0') && calco_is_digit(0x661) && !calco_is_digit(0xbd));
    assert_true(calco_is_space(' ') && calco_is_space(0xa0) && calco_is_space(0x202f) && !calco_is_space(0x200b));
    assert_true(calco_is_mark(0x301) && !calco_is_mark('a'));
    assert_true(calco_is_punct('.') && calco_is_punct(0x201c) && !calco_is_punct('$'));
    assert_true(calco_is_unspaced(0x4e00) && calco_is_unspaced(0xe01) && !calco_is_unspaced('a') && !calco_is_unspaced(0x1f600));
}

static void names_of_cldr(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    assert_text(calco_territory_name(a, "en", "GE"), STR("Georgia"));
    assert_text(calco_territory_name(a, "it", "DE"), STR("Germania"));
    assert_text(calco_language_name(a, "it", "en"), STR("inglese"));
    assert_text(calco_territory_name(a, "en", "QQ"), STR(""));
    calco_strs codes = { 0 }, languages = { 0 };
    calco_territory_codes(a, &codes);
    calco_language_codes(a, &languages);
    assert_true(codes.n > 240 && languages.n > 150);
    for (size_t i = 0; i < codes.n; i++) assert_int_equal(codes.p[i].n, 2);
    calco_arena_free(a);
}

/* --- decoding --- */

typedef struct { const char *name; str bytes; const char *asked, *encoding; str text; size_t bad; bool bom; } decode_row;

static const decode_row decode_rows[] = {
    { "empty", { "", 0 }, NULL, "UTF-8", { "", 0 }, 0, false },
    { "ASCII", { "abc\n", 4 }, NULL, "UTF-8", { "abc\n", 4 }, 0, false },
    { "NUL in UTF-8", { "ab\0cdefgh", 9 }, NULL, "UTF-8", { "ab\0cdefgh", 9 }, 0, false },
    { "UTF-8 with BOM", { "\xef\xbb\xbfh\xc3\xa9", 6 }, NULL, "UTF-8", { "h\xc3\xa9", 3 }, 0, true },
    { "a BOM alone", { "\xef\xbb\xbf", 3 }, NULL, "UTF-8", { "", 0 }, 0, true },
    { "BOM and the encoding asked for", { "\xef\xbb\xbfx", 4 }, "utf8", "UTF-8", { "x", 1 }, 0, true },
    { "UTF-16LE with BOM", { "\xff\xfeh\0\xe9\0", 6 }, NULL, "UTF-16LE", { "h\xc3\xa9", 3 }, 0, true },
    { "UTF-16BE with BOM", { "\xfe\xff\0h\0\xe9", 6 }, NULL, "UTF-16BE", { "h\xc3\xa9", 3 }, 0, true },
    { "UTF-16LE without", { "h\0e\0l\0l\0o\0", 10 }, NULL, "UTF-16LE", { "hello", 5 }, 0, false },
    { "UTF-16BE without", { "\0h\0e\0l\0l\0o", 10 }, NULL, "UTF-16BE", { "hello", 5 }, 0, false },
    { "UTF-16 asked for", { "\xfe\xff\0h", 4 }, "utf-16", "UTF-16BE", { "h", 1 }, 0, true },
    { "UTF-32LE with BOM", { "\xff\xfe\0\0h\0\0\0", 8 }, NULL, "UTF-32LE", { "h", 1 }, 0, true },
    { "UTF-32BE without", { "\0\0\0h\0\0\0i", 8 }, NULL, "UTF-32BE", { "hi", 2 }, 0, false },
    { "surrogate pair", { "\xff\xfe\x3d\xd8\0\xde", 6 }, NULL, "UTF-16LE", { "\xf0\x9f\x98\x80", 4 }, 0, true },
    { "lone surrogate", { "\xff\xfe\x3d\xd8h\0", 6 }, NULL, "UTF-16LE", { "\xef\xbf\xbdh", 4 }, 1, true },
    { "odd length", { "\xff\xfeh\0x", 5 }, NULL, "UTF-16LE", { "h\xef\xbf\xbd", 4 }, 1, true },
    { "UTF-32 out of range", { "\xff\xfe\0\0\0\0\x11\0", 8 }, NULL, "UTF-32LE", { "\xef\xbf\xbd", 3 }, 1, true },
    { "damaged UTF-8", { "caf\xc3\xa9 \xc3\xa8 \xe2\x82 x", 12 }, NULL, "UTF-8",
      { "caf\xc3\xa9 \xc3\xa8 \xef\xbf\xbd x", 13 }, 1, false },
    { "bad bytes where UTF-8 was asked for", { "a\xff\xfe" "b", 4 }, "UTF-8", "UTF-8",
      { "a\xef\xbf\xbd\xef\xbf\xbd" "b", 8 }, 2, false },
    { "windows-1252", { "l\x92" "Aquila \x96 \x93 citt\xe0 \x94", 20 }, NULL, "windows-1252",
      { "l\u2019Aquila \u2013 \u201c citt\u00e0 \u201d", 29 }, 0, false },
    { "Latin with letters only", { "perch\xe9 la citt\xe0 \xe8 bella", 23 }, NULL, "windows-1252",
      { "perch\u00e9 la citt\u00e0 \u00e8 bella", 26 }, 0, false },
    { "ISO-8859-15", { "costa 5 \xa4, l'\xbduvre", 18 }, NULL, "ISO-8859-15", { "costa 5 \u20ac, l'\u0153uvre", 21 }, 0, false },
    { "macintosh", { "perch\x8e la citt\x88 \x8f bella", 23 }, NULL, "macintosh",
      { "perch\u00e9 la citt\u00e0 \u00e8 bella", 26 }, 0, false },
    { "IBM850", { "perch\x82 la citt\x85 \x8a bella", 23 }, NULL, "IBM850",
      { "perch\u00e9 la citt\u00e0 \u00e8 bella", 26 }, 0, false },
    { "latin1 asked for", { "\xe8", 1 }, "latin1", "latin1", { "\xc3\xa8", 2 }, 0, false },
    { "undefined in windows-1252", { "a\x81" "b", 3 }, "windows-1252", "windows-1252", { "a\xef\xbf\xbd" "b", 5 }, 1, false },
    { "Shift JIS", { "\x93\xfa\x96\x7b!", 5 }, "SHIFT_JIS", "SHIFT_JIS", { "\u65e5\u672c!", 7 }, 0, false },
    { "Shift JIS cut short", { "a\x93", 2 }, "SHIFT_JIS", "SHIFT_JIS", { "a\xef\xbf\xbd", 4 }, 1, false },
    { "ISO-2022-JP, with shifts", { "\x1b$BF|\x1b(Ba", 9 }, "ISO-2022-JP", "ISO-2022-JP", { "\u65e5" "a", 4 }, 0, false },
    { "UTF-7", { "a+AOg-b", 7 }, "UTF-7", "UTF-7", { "a\u00e8" "b", 4 }, 0, false },
};

static void decodes(void **state)
{
    const decode_row *r = *state;
    calco_arena  *a = calco_arena_new();
    calco_decoded d;
    calco_err     err;
    char         *exact = malloc(r->bytes.n ? r->bytes.n : 1);
    if (r->bytes.n) memcpy(exact, r->bytes.p, r->bytes.n);
    assert_true(calco_decode(a, exact, r->bytes.n, r->asked, "x", &d, &err));
    assert_string_equal(d.encoding, r->encoding);
    assert_text(d.text, r->text);
    assert_int_equal(d.bad, r->bad);
    assert_int_equal(d.bom, r->bom);
    assert_int_equal(d.guessed, !r->asked && !r->bom);
    assert_int_equal(d.file_size, r->bytes.n);
    calco_doc doc = { .decoded = d, .text = d.text, .to_file = d.to_file, .file_size = d.file_size };
    const char *broken = laws_of_map(&doc);
    if (broken) fail_msg("%s", broken);
    if (d.text.n && r->bytes.n && strcmp(r->encoding, "ISO-2022-JP") != 0 && strcmp(r->encoding, "UTF-7") != 0)
        assert_int_equal(calco_offset_map_end(&d.to_file, d.text.n), r->bytes.n);
    calco_arena_free(a);
    free(exact);
}

static void unknown_encodings_fail(void **state)
{
    (void)state;
    static const char *const names[] = { "no-such-thing", "", "UTF-8//TRANSLIT", "UTF-88888888888888888888", "/" };
    calco_arena  *a = calco_arena_new();
    calco_decoded d;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        calco_err err = { 0 };
        assert_false(calco_decode(a, "x", 1, names[i], "file", &d, &err));
        assert_int_equal(err.code, CALCO_ERR_ENCODING);
        assert_string_equal(err.path, "file");
    }
    calco_arena_free(a);
}

static void bad_bytes_are_located(void **state)
{
    (void)state;
    calco_arena  *a = calco_arena_new();
    calco_decoded d;
    str bytes = BYTES("\xef\xbb\xbf\xc3\xa9\xe2\x82|\xff|\xf0\x9f\x98\x80");
    assert_true(calco_decode(a, bytes.p, bytes.n, NULL, "x", &d, NULL));
    assert_int_equal(d.bad, 2);
    assert_int_equal(d.first_bad, 5);
    size_t bar = calco_str_find(d.text, STR("|"), 0), last = calco_str_find(d.text, STR("|"), bar + 1);
    assert_int_equal(calco_offset_map_to(&d.to_file, bar), 7);
    assert_int_equal(calco_offset_map_to(&d.to_file, last), 9);
    assert_int_equal(calco_offset_map_to(&d.to_file, last + 1), 10);
    assert_int_equal(calco_offset_map_from(&d.to_file, 9), last);
    assert_int_equal(calco_offset_map_from(&d.to_file, 0), 0); /* the BOM lies before the text */
    calco_arena_free(a);
}

/* --- maps --- */

static void maps_of_pieces(void **state)
{
    (void)state;
    calco_arena     *a = calco_arena_new();
    calco_offset_map m = { 0 };
    calco_offset_map_add(a, &m, 0, 10, 1, 1);
    calco_offset_map_add(a, &m, 5, 15, 1, 1); /* goes on: no run of its own */
    assert_int_equal(m.runs.n, 1);
    calco_offset_map_add(a, &m, 8, 30, 1, 1); /* markup was skipped */
    calco_offset_map_add(a, &m, 12, 34, 2, 6); /* a character reference: "&#233;" is two bytes */
    calco_offset_map_add(a, &m, 14, 40, 1, 1);
    assert_int_equal(m.runs.n, 4);
    static const struct { size_t from, to, end; } rows[] = {
        { 0, 10, 10 }, { 7, 17, 17 }, { 8, 30, 18 }, { 12, 34, 34 }, { 13, 34, 40 }, { 14, 40, 40 }, { 20, 46, 46 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(calco_offset_map_to(&m, rows[i].from), rows[i].to);
        assert_int_equal(calco_offset_map_end(&m, rows[i].from), rows[i].end);
    }
    calco_doc d = { .to_file = m };
    size_t start, end;
    calco_doc_span(&d, 6, 8, &start, &end); /* ends before the markup */
    assert_true(start == 16 && end == 18);
    calco_doc_span(&d, 6, 14, &start, &end);
    assert_true(start == 16 && end == 40);
    calco_doc_span(&d, 8, 8, &start, &end);
    assert_true(start == 30 && end == 30);
    calco_arena_free(a);
}

/* --- lines --- */

typedef struct { const char *name; str bytes; const char *lines[6]; } lines_row;

static const lines_row line_rows[] = {
    { "empty", { "", 0 }, { "", NULL } },
    { "one", { "abc", 3 }, { "abc", NULL } },
    { "LF at the end", { "abc\n", 4 }, { "abc", "", NULL } },
    { "CRLF", { "a\r\nb\r\n", 6 }, { "a", "b", "", NULL } },
    { "lone CR", { "a\rb\r\rc", 6 }, { "a", "b", "", "c", NULL } },
    { "mixed", { "a\n\r\nb\r", 6 }, { "a", "", "b", "", NULL } },
    { "BOM", { "\xef\xbb\xbf\xc3\xa9x\ny", 8 }, { "\xc3\xa9x", "y", NULL } },
    { "emoji and combining marks", { "\xf0\x9f\x98\x80x\ne\xcc\x81y", 10 }, { "\xf0\x9f\x98\x80x", "e\xcc\x81y", NULL } },
    { "UTF-16", { "\xff\xfe\x61\0\n\0\xe9\0", 8 }, { "a", "\xc3\xa9", NULL } },
    { "windows-1252", { "citt\xe0\r\n\x93" "a\x94", 10 }, { "citt\u00e0", "\u201ca\u201d", NULL } },
    { "NUL", { "a\0b\nc.......", 12 }, { "a", "c.......", NULL } },
};

/* Every character's place gives its byte back, and columns count characters from 1. */
static void lines_invert(void **state)
{
    const lines_row *r = *state;
    calco_arena  *a = calco_arena_new();
    calco_decoded d;
    assert_true(calco_decode(a, r->bytes.p, r->bytes.n, NULL, "x", &d, NULL));
    calco_lines l = calco_lines_of(a, &d);
    size_t      n = 0, line = 1, column = 1;
    while (r->lines[n]) n++;
    assert_int_equal(l.starts.n, n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(r->name, "NUL") != 0) assert_text(calco_lines_text(&l, i + 1), calco_str(r->lines[i]));
    for (size_t at = 0, length; at <= d.text.n; at += length) {
        bool   end = at == d.text.n;
        size_t byte = end ? d.file_size : calco_offset_map_to(&d.to_file, at), got_line, got_column;
        if (!at && !end && byte) assert_true(d.bom);
        calco_lines_at(&l, byte, &got_line, &got_column);
        assert_int_equal(got_line, line);
        assert_int_equal(got_column, column);
        bool lf_of_crlf = at && !end && d.text.p[at] == '\n' && d.text.p[at - 1] == '\r';
        if (!lf_of_crlf) assert_int_equal(calco_lines_byte(&l, line, column), byte);
        if (end) break;
        uint32_t c = calco_utf8_at(d.text, at, &length);
        bool     crlf = c == '\r' && at + 1 < d.text.n && d.text.p[at + 1] == '\n';
        column++;
        if (c == '\n' || (c == '\r' && !crlf)) line++, column = 1;
    }
    calco_arena_free(a);
}

static void lines_beyond_the_end(void **state)
{
    (void)state;
    calco_arena  *a = calco_arena_new();
    calco_decoded d;
    assert_true(calco_decode(a, "ab\r\ncd", 6, NULL, "x", &d, NULL));
    calco_lines l = calco_lines_of(a, &d);
    assert_int_equal(calco_lines_byte(&l, 1, 3), 2);
    assert_int_equal(calco_lines_byte(&l, 1, 99), 2);
    assert_int_equal(calco_lines_byte(&l, 1, SIZE_MAX), 2);
    assert_int_equal(calco_lines_byte(&l, 2, SIZE_MAX), 6);
    assert_int_equal(calco_lines_byte(&l, 3, 1), 6);
    assert_int_equal(calco_lines_byte(&l, 0, 0), 0);
    size_t line, column;
    calco_lines_at(&l, 999, &line, &column);
    assert_true(line == 2 && column == 3);
    assert_text(calco_lines_text(&l, 0), STR(""));
    assert_text(calco_lines_text(&l, 3), STR(""));
    calco_place p = calco_lines_place(&l, 1, 5);
    assert_true(p.line == 1 && p.column == 2 && p.end_line == 2 && p.end_column == 2 && p.byte_start == 1 && p.byte_end == 5);
    calco_arena_free(a);
}

static void long_lines_count_fast(void **state)
{
    (void)state;
    enum { N = 1000000 };
    calco_arena *a = calco_arena_new();
    calco_buf    b = { 0 };
    for (size_t i = 0; i < N; i++) calco_buf_str(&b, i % 3 ? STR("x") : STR("\u00e9"));
    calco_decoded d;
    assert_true(calco_decode(a, b.p, b.n, NULL, "x", &d, NULL));
    calco_lines l = calco_lines_of(a, &d);
    for (size_t column = 1; column <= N; column += 1009) {
        size_t line, got;
        calco_lines_at(&l, calco_lines_byte(&l, 1, column), &line, &got);
        assert_int_equal(got, column);
    }
    calco_buf_free(&b);
    calco_arena_free(a);
}

/* --- the laws on hostile texts --- */

typedef struct { const char *name, *piece; size_t n; size_t repeat; } hostile_row;

static const hostile_row hostile_rows[] = {
    { "one line of prose", "The allies agreed to help, he said. ", 35, 300000 },
    { "no space at all", "a", 1, 10000000 },
    { "points", ".", 1, 10000000 },
    { "points and spaces", ". ", 2, 3000000 },
    { "marks that end", "! ", 2, 3000000 },
    { "initials", "J. ", 3, 2000000 },
    { "initials without space", "a.", 2, 3000000 },
    { "quotes", "\"", 1, 3000000 },
    { "single quotes", "' ", 2, 2000000 },
    { "open single quotes", " 's", 3, 2000000 },
    { "possessives", "s' ", 3, 2000000 },
    { "apostrophes inside", "l'", 2, 2000000 },
    { "curly ones", "a\u2018", 4, 2000000 },
    { "clitics", "'s", 2, 2000000 },
    { "numbers", "1,", 2, 3000000 },
    { "digits", "1", 1, 5000000 },
    { "colons", "1:11", 4, 2000000 },
    { "addresses", "a@", 2, 2000000 },
    { "domains", "a.b-c.", 6, 1000000 },
    { "schemes", "http://", 7, 1000000 },
    { "parentheses in a URL", "http://a(", 9, 500000 },
    { "tags", "#a", 2, 2000000 },
    { "tags of digits", "#1", 2, 2000000 },
    { "hyphens", "a-", 2, 3000000 },
    { "ellipses", "\u2026 A", 5, 1000000 },
    { "lines", "a\n", 2, 3000000 },
    { "blank lines", "\n\n", 2, 3000000 },
    { "lines of CR", "\r", 1, 5000000 },
    { "list lines", "- a\n", 4, 1500000 },
    { "headings", "# a\n", 4, 1500000 },
    { "spaces", " ", 1, 10000000 },
    { "no-break spaces", "\u00a0", 2, 3000000 },
    { "combining marks", "\u0301", 2, 3000000 },
    { "joined emoji", "\U0001F468\u200D", 7, 1000000 },
    { "Thai", "\u0e01\u0e02\u0e2d", 9, 100000 },
    { "Chinese", "\u5317\u4eac", 6, 100000 },
    { "NUL", "\0", 1, 3000000 },
    { "soft hyphens", "a\u00ad", 3, 2000000 },
    { "single bytes", "\xe9 \xe8", 3, 500000 },
    { "UTF-16", "a\0 \0", 4, 1500000 },
};

/* Ten million bytes of one kind keep the laws within seconds (nothing is quadratic) and within memory linear in them. */
static void hostile_texts_keep_the_laws(void **state)
{
    const hostile_row *r = *state;
    calco_arena *a = calco_arena_new();
    char        *bytes = malloc(r->n * r->repeat);
    calco_doc    d;
    for (size_t i = 0; i < r->repeat; i++) memcpy(bytes + i * r->n, r->piece, r->n);
    clock_t begun = clock();
    assert_true(laws_document(a, bytes, r->n * r->repeat, NULL, &d));
    double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    const char *broken = laws_broken(&d, a);
    if (broken) fail_msg("%s", broken);
    if (seconds > 60) fail_msg("%.1f seconds", seconds);
    assert_true(calco_arena_used(a) < 500 * r->n * r->repeat + 1000000);
    calco_arena_free(a);
    free(bytes);
}

typedef struct { const char *name; str bytes; } odd_row;

static const odd_row odd_rows[] = {
    { "nothing", BYTES_INIT("") },
    { "a BOM", BYTES_INIT("\xef\xbb\xbf") },
    { "white space", BYTES_INIT(" \n\t\r\n ") },
    { "one NUL", BYTES_INIT("\0") },
    { "NULs", BYTES_INIT("\0\0\0\0\0\0\0\0") },
    { "one byte", BYTES_INIT("\xff") },
    { "bad bytes in words", BYTES_INIT("a\xff" "b caf\xc3\xa9 \xe2\x82. The \xf0\x9f end.") },
    { "CRLF", BYTES_INIT("The end.\r\nNew line\r\n\r\nTitle\r\n") },
    { "UTF-16 with a lone surrogate", BYTES_INIT("\xff\xfe\x3d\xd8T\0h\0e\0") },
    { "emoji and marks", BYTES_INIT("e\xcc\x81\xf0\x9f\x98\x80. A\xcc\x80 \xf0\x9f\x87\xae\xf0\x9f\x87\xb9!") },
    { "line separator", BYTES_INIT("One.\xe2\x80\xa8Two\xe2\x80\xa9Three\xc2\x85" "Four") },
    { "a mark first", BYTES_INIT("\xcc\x81" "a") },
    { "apostrophe at the end", BYTES_INIT("the allies'") },
    { "point at the end", BYTES_INIT("U.S.") },
    { "address at the end", BYTES_INIT("x@y.z") },
    { "unfinished address", BYTES_INIT("http://") },
};

static void odd_texts_keep_the_laws(void **state)
{
    const odd_row *r = *state;
    static const char *const encodings[] = { NULL, "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32", "windows-1252", "BIG5-HKSCS", "UTF-7" };
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        calco_arena *a = calco_arena_new();
        char        *exact = malloc(r->bytes.n ? r->bytes.n : 1);
        if (r->bytes.n) memcpy(exact, r->bytes.p, r->bytes.n);
        calco_doc d;
        assert_true(laws_document(a, exact, r->bytes.n, encodings[i], &d));
        const char *broken = laws_broken(&d, a);
        if (broken) fail_msg("as %s: %s", encodings[i] ? encodings[i] : "guessed", broken);
        calco_arena_free(a);
        free(exact);
    }
}

#define ROWS(table, function)                                                                                          \
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)                                                          \
    tests[n++] = (struct CMUnitTest){ table[i].name, function, NULL, NULL, (void *)(uintptr_t)&table[i] }

int main(void)
{
    static const struct CMUnitTest plain[] = {
        cmocka_unit_test(utf8_steps),
        cmocka_unit_test(utf8_counts), cmocka_unit_test(utf8_round_trips),
        cmocka_unit_test(folding),
        cmocka_unit_test(cases),
        cmocka_unit_test(classes),
        cmocka_unit_test(names_of_cldr),
        cmocka_unit_test(unknown_encodings_fail),
        cmocka_unit_test(bad_bytes_are_located),
        cmocka_unit_test(maps_of_pieces),
        cmocka_unit_test(lines_beyond_the_end),
        cmocka_unit_test(long_lines_count_fast),
    };
    static struct CMUnitTest tests[200];
    size_t n = sizeof plain / sizeof *plain;
    memcpy(tests, plain, sizeof plain);
    ROWS(decode_rows, decodes);
    ROWS(line_rows, lines_invert);
    ROWS(odd_rows, odd_texts_keep_the_laws);
    ROWS(hostile_rows, hostile_texts_keep_the_laws);
    return _cmocka_run_group_tests("text", tests, n, NULL, NULL);
}
