/* Reports: text made harmless, columns, wrapping, windows around a span; the JSON contract with bytes of all kinds. */
#include "report/report.h"
#include "report/show.h"
#include "text/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_str(str got, const char *want)
{
    if (!calco_str_eq(got, calco_str(want))) fail_msg("got \"%.*s\", want \"%s\"", STR_FMT(got), want);
}

/* --- what is shown --- */

static void test_show(void **state)
{
    (void)state;
    static const struct { str in; const char *out; size_t columns; } rows[] = {
        { { "", 0 }, "", 0 },
        { { "plain", 5 }, "plain", 5 },
        { { "a\tb\nc\rd", 7 }, "a b c d", 7 },
        { { "a\0b", 3 }, "a\xEF\xBF\xBD" "b", 3 },
        { { "\x1b[31m", 5 }, "\xEF\xBF\xBD[31m", 5 },
        { { "\xC2\x9B" "31m", 5 }, "\xEF\xBF\xBD" "31m", 4 },             /* C1 control */
        { { "a\xE2\x80\xAE" "b", 5 }, "ab", 2 },                          /* right-to-left override */
        { { "e\xCC\x81", 3 }, "e\xCC\x81", 1 },                           /* combining acute */
        { { "\xE6\x97\xA5\xE6\x9C\xAC", 6 }, "\xE6\x97\xA5\xE6\x9C\xAC", 4 }, /* wide */
        { { "\xF0\x9F\x98\x80", 4 }, "\xF0\x9F\x98\x80", 2 },             /* emoji */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf out = { 0 };
        calco_show(&out, rows[i].in);
        assert_str(calco_buf_view(&out), rows[i].out);
        assert_int_equal(calco_show_columns(rows[i].in), rows[i].columns);
        calco_buf_free(&out);
    }
}

static void test_wrapped(void **state)
{
    (void)state;
    static const struct { const char *in, *out; size_t indent, width; } rows[] = {
        { "", "", 2, 10 },
        { "one two three", "one two\n  three", 2, 10 },
        { "one  two", "one two", 0, 80 },
        { "unbreakableword and", "unbreakableword\nand", 0, 5 },
        { "a b", "a b", 2, 5 },
        { "a b", "a\n  b", 2, 4 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf out = { 0 };
        calco_show_wrapped(&out, calco_str(rows[i].in), rows[i].indent, rows[i].width);
        assert_str(calco_buf_view(&out), rows[i].out);
        calco_buf_free(&out);
    }
}

/* --- windows --- */

static void test_window(void **state)
{
    (void)state;
    static const struct { const char *line; size_t start, end, columns; const char *window; bool cut_start, cut_end; } rows[] = {
        { "short line", 0, 5, 40, "short line", false, false },
        { "", 0, 0, 40, "", false, false },
        { "one two three four five six", 8, 13, 16, "two three four", true, true },
        { "one two three four five six", 0, 3, 16, "one two three", false, true },
        { "one two three four five six", 24, 27, 16, "four five six", true, false },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0, 30, 12, "aaaaaaaaaa", false, true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str line = calco_str(rows[i].line);
        calco_window w = calco_window_around(line, rows[i].start, rows[i].end, rows[i].columns);
        assert_str(calco_str_cut(line, w.start, w.end), rows[i].window);
        assert_int_equal(w.cut_start, rows[i].cut_start);
        assert_int_equal(w.cut_end, rows[i].cut_end);
    }
}

/* Any span of a mixed line, any width: the window fits, holds the start of the span and cuts no character. */
static void test_window_laws(void **state)
{
    (void)state;
    str line = STR("The caf\xC3\xA9 e\xCC\x81t\xCC\x81 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80 (x) averyveryverylongwordindeed y.");
    for (size_t start = 0; start <= line.n; start++)
        for (size_t end = start; end <= line.n; end++) {
            bool inside = (start < line.n && ((unsigned char)line.p[start] & 0xc0) == 0x80) ||
                          (end < line.n && ((unsigned char)line.p[end] & 0xc0) == 0x80);
            for (size_t columns = 4; !inside && columns < 60; columns += 5) {
                calco_window w = calco_window_around(line, start, end, columns);
                str shown = calco_str_cut(line, w.start, w.end);
                assert_true(w.start <= start && start <= w.end && w.end <= line.n);
                assert_true(calco_utf8_valid(shown));
                assert_true(calco_show_columns(shown) + w.cut_start + w.cut_end <= columns);
                assert_int_equal(w.cut_start, w.start > 0);
                assert_int_equal(w.cut_end, w.end < line.n);
            }
        }
}

/* --- reporters --- */

static const calco_sentence_result sentence = { .place = { 0, 4, 1, 1, 1, 4 }, .text = { "a\0\"b", 4 }, .fluency = 99.96, .score = 33.333,
                                                .words = 2, .findings = 1 };
static const str suggestions[] = { { "", 0 }, { "\xC3\xA8", 2 } };
static const calco_finding finding = { .rule = "x/y", .category = "calque", .severity = CALCO_CRITICAL, .confidence = 0.456,
                                       .place = { 0, 1, 1, 1, 1, 2 }, .text = { "a", 1 }, .message = { "m\n", 2 },
                                       .suggestions = suggestions, .n_suggestions = 2, .fingerprint = "0123456789abcdef" };
static const calco_result result = { .name = "\xFF.txt", .findings = &finding, .n_findings = 1, .sentences = &sentence, .n_sentences = 1,
                                     .words = 2, .fluency = 0.04, .score = 12.25, .per_1000 = 500, .pack = "p", .text = { "a\0\"b", 4 } };

static void assert_report(const char *name, calco_report_options o, const char *want)
{
    const calco_reporter *r = calco_reporter_named(name);
    calco_totals all = { 0 };
    calco_buf    out = { 0 };
    assert_non_null(r);
    r->begin(&out, &o);
    r->result(&out, &o, &result, true);
    calco_totals_add(&all, &result);
    r->end(&out, &o, &all);
    assert_str(calco_buf_view(&out), want);
    calco_buf_free(&out);
}

static void test_reporters(void **state)
{
    (void)state;
    assert_report("jsonl", (calco_report_options){ 0 },
        "{\"type\":\"finding\",\"schema\":1,\"file\":\"\xEF\xBF\xBD.txt\",\"rule\":\"x/y\",\"category\":\"calque\",\"severity\":\"critical\","
        "\"confidence\":0.46,\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":2,\"byte_start\":0,\"byte_end\":1,\"sentence\":1,"
        "\"text\":\"a\",\"source_text\":\"\",\"source_origin\":null,\"message\":\"m\\n\",\"suggestions\":[\"\",\"\xC3\xA8\"],"
        "\"fingerprint\":\"0123456789abcdef\",\"safe\":false}\n"
        "{\"type\":\"sentence\",\"schema\":1,\"file\":\"\xEF\xBF\xBD.txt\",\"n\":1,\"byte_start\":0,\"byte_end\":4,\"text\":\"a\\u0000\\\"b\","
        "\"source\":\"\",\"source_origin\":null,\"fluency\":100.0,\"score\":33.3,\"findings\":1}\n"
        "{\"type\":\"summary\",\"schema\":1,\"file\":\"\xEF\xBF\xBD.txt\",\"sentences\":1,\"words\":2,\"findings\":1,\"score\":12.3,"
        "\"version\":\"" CALCO_VERSION "\",\"pack\":\"p\",\"fluency\":0.0,\"per_1000\":500.0}\n");
    assert_report("json", (calco_report_options){ .quiet = true },
        "{\"schema\":1,\"files\":[\n{\"file\":\"\xEF\xBF\xBD.txt\",\n \"findings\":[\n  {\"rule\":\"x/y\",\"category\":\"calque\","
        "\"severity\":\"critical\",\"confidence\":0.46,\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":2,\"byte_start\":0,\"byte_end\":1,"
        "\"sentence\":1,\"text\":\"a\",\"source_text\":\"\",\"source_origin\":null,\"message\":\"m\\n\",\"suggestions\":[\"\",\"\xC3\xA8\"],"
        "\"fingerprint\":\"0123456789abcdef\",\"safe\":false}]}]}\n");
    assert_report("text", (calco_report_options){ 0 },
        "\xFF.txt:1:1: critical: m  [x/y]\n   a\xEF\xBF\xBD\"b\n   ^\n   better: (leave it out) | \xC3\xA8\n\n"
        "\xFF.txt: 1 sentence, 2 words; 1 finding (1 critical), 500.0 per 1,000 words; score 12.3, fluency 0.0\n");
    assert_null(calco_reporter_named("xml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_show), cmocka_unit_test(test_wrapped), cmocka_unit_test(test_window),
                                        cmocka_unit_test(test_window_laws), cmocka_unit_test(test_reporters) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
