/* The HTML report's text: marks that overlap, meet, point or lie outside, words without surprisal, bytes of all kinds. */
#include "report/html.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_text(void **state)
{
    (void)state;
    static const struct { str in; const char *out; } rows[] = {
        { { "", 0 }, "" },
        { { "a <b> & \"c\" 'd'", 15 }, "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;" },
        { { "</script><!--", 13 }, "&lt;/script&gt;&lt;!--" },
        { { "a\0b\x1b" "c\x7f", 6 }, "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD" },
        { { "a\nb\r\nc\td", 8 }, "a b  c d" },
        { { "a\xE2\x80\xAE" "b\xE2\x81\xA9", 8 }, "a\xE2\x9F\xA8U+202E\xE2\x9F\xA9" "b\xE2\x9F\xA8U+2069\xE2\x9F\xA9" },
        { { "a\xE2\x80\x8F", 4 }, "a\xE2\x80\x8F" },                    /* a mark of direction stays */
        { { "\xE2\x80\xA8\xC2\x85", 5 }, " \xEF\xBF\xBD" },              /* line separator, NEL */
        { { "\xEF\xBF\xBE\xF0\x9F\xBF\xBF", 7 }, "\xEF\xBF\xBD\xEF\xBF\xBD" }, /* noncharacters */
        { { "\xFF" "a\xC3", 3 }, "\xEF\xBF\xBD" "a\xEF\xBF\xBD" },       /* names of files may hold any bytes */
        { { "e\xCC\x81 \xF0\x9F\x98\x80", 8 }, "e\xCC\x81 \xF0\x9F\x98\x80" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf out = { 0 };
        calco_html_text(&out, rows[i].in);
        if (!calco_str_eq(calco_buf_view(&out), calco_str(rows[i].out))) fail_msg("row %zu: \"%.*s\"", i, STR_FMT(calco_buf_view(&out)));
        calco_buf_free(&out);
    }
}

static void test_tenths(void **state)
{
    (void)state;
    static const struct { double x; const char *out; } rows[] = {
        { 0, "0.0" }, { 12.34, "12.3" }, { 99.96, "100.0" }, { -0.04, "0.0" }, { -1.25, "-1.3" }, { NAN, "0.0" }, { INFINITY, "0.0" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf out = { 0 };
        calco_html_tenths(&out, rows[i].x);
        if (!calco_str_eq(calco_buf_view(&out), calco_str(rows[i].out))) fail_msg("row %zu: \"%.*s\"", i, STR_FMT(calco_buf_view(&out)));
        calco_buf_free(&out);
    }
}

/* --- sentences --- */

enum { MOST = 24 };

typedef struct {
    calco_sentence_result sentence;
    calco_result          result;
    calco_finding         findings[MOST];
    calco_html_noted      noted[MOST];
    size_t                first[2];
    calco_word            words[MOST];
} made;

static void finding(made *m, size_t start, size_t length, calco_severity severity, calco_suppression suppression)
{
    size_t i = m->first[1]++, own = 1;
    for (size_t k = 0; k < i; k++) own += (m->findings[k].suppression == CALCO_LIVE) == (suppression == CALCO_LIVE);
    m->findings[i] = (calco_finding){ .text_start = start, .text = { m->sentence.text.p, length }, .severity = severity, .suppression = suppression };
    m->noted[i] = (calco_html_noted){ &m->findings[i], own };
}

static made make(const char *text, const char *source)
{
    return (made){ .sentence = { .text = calco_str(text), .source = calco_str(source) } };
}

static calco_buf written(made *m, bool source)
{
    calco_buf out = { 0 };
    m->result.sentences = &m->sentence;
    m->result.n_sentences = 1;
    m->sentence.word = m->words;
    calco_html_view v = { .out = &out, .arena = calco_arena_new(), .r = &m->result, .file = 1, .noted = m->noted, .first = m->first };
    if (source) calco_html_source(&v, 0);
    else calco_html_target(&v, 0);
    calco_arena_free(v.arena);
    return out;
}

static void assert_written(made *m, bool source, const char *want)
{
    calco_buf out = written(m, source);
    if (!calco_str_eq(calco_buf_view(&out), calco_str(want))) fail_msg("got  %.*s\nwant %s", STR_FMT(calco_buf_view(&out)), want);
    calco_buf_free(&out);
}

static void test_marks(void **state)
{
    (void)state;
    made one = make("ab cd ef", "");
    finding(&one, 3, 2, CALCO_MAJOR, CALCO_LIVE);
    assert_written(&one, false, "ab <a class=\"m major\" id=\"m1-1\" href=\"#n1-1\" data-n=\"1\" aria-describedby=\"n1-1\">cd</a> ef");

    /* Two that overlap: the stretch they share belongs to the inner one, looks like the worse, and names both. */
    made two = make("ab cd ef", "");
    finding(&two, 0, 5, CALCO_CRITICAL, CALCO_LIVE);
    finding(&two, 3, 5, CALCO_MINOR, CALCO_LIVE);
    assert_written(&two, false, "<a class=\"m critical\" id=\"m1-1\" href=\"#n1-1\" aria-describedby=\"n1-1\">ab </a>"
                   "<a class=\"m critical\" id=\"m1-2\" href=\"#n1-2\" data-n=\"1\" aria-describedby=\"n1-1 n1-2\">cd</a>"
                   "<a class=\"m minor\" tabindex=\"-1\" href=\"#n1-2\" data-n=\"2\" aria-describedby=\"n1-2\"> ef</a>");

    /* The same stretch twice: every note leads back to it. */
    made same = make("ab", "");
    finding(&same, 0, 2, CALCO_MINOR, CALCO_LIVE);
    finding(&same, 0, 2, CALCO_MAJOR, CALCO_LIVE);
    assert_written(&same, false, "<span id=\"m1-1\"></span><a class=\"m major\" id=\"m1-2\" href=\"#n1-2\" data-n=\"1, 2\" "
                   "aria-describedby=\"n1-1 n1-2\">ab</a>");

    /* Between characters; and one that stands elsewhere. */
    made point = make("ab", "");
    finding(&point, 1, 0, CALCO_MAJOR, CALCO_LIVE);
    finding(&point, SIZE_MAX, 9, CALCO_MINOR, CALCO_LIVE);
    assert_written(&point, false, "a<a class=\"m major point\" id=\"m1-1\" href=\"#n1-1\" data-n=\"1\" aria-describedby=\"n1-1\">"
                   "<span aria-hidden=\"true\">\xE2\x80\xB8</span><span class=\"vh\">here</span></a>b"
                   "<a class=\"m minor point\" id=\"m1-2\" href=\"#n1-2\" data-n=\"2\" aria-describedby=\"n1-2\">"
                   "<span aria-hidden=\"true\">\xE2\x80\xB8</span><span class=\"vh\">here</span></a>");

    /* Suppressed: no link until it is shown; around a live one it stays behind it. */
    made silent = make("ab cd", "");
    finding(&silent, 3, 2, CALCO_MAJOR, CALCO_LIVE);
    finding(&silent, 0, 5, CALCO_CRITICAL, CALCO_SUPPRESSED_BASELINE);
    assert_written(&silent, false, "<a class=\"m x\" id=\"y1-1\" data-href=\"#x1-1\" aria-describedby=\"x1-1\">ab </a>"
                   "<a class=\"m major\" id=\"m1-1\" href=\"#n1-1\" data-n=\"1\" aria-describedby=\"x1-1 n1-1\">cd</a>");
}

static void test_words(void **state)
{
    (void)state;
    made m = make("ab cd ef", "xx yy zz");
    calco_word words[] = { { 0, 2, 3.9, 3, 8 }, { 3, 5, NAN, 0, 5 }, { 6, 8, 99, 4, 99 } };
    memcpy(m.words, words, sizeof words);
    m.sentence.n_word = 3;
    finding(&m, 4, 3, CALCO_MINOR, CALCO_LIVE); /* from within a word into the next */
    assert_written(&m, false, "<span class=\"w h1\" data-b=\"3.9\" data-k=\"1 2\">ab</span> <span class=\"w\" data-k=\"0 1\">c</span>"
                   "<a class=\"m minor\" id=\"m1-1\" href=\"#n1-1\" data-n=\"1\" aria-describedby=\"n1-1\"><span class=\"w\" data-k=\"0 1\">d</span> "
                   "<span class=\"w h9\" data-b=\"99.0\">e</span></a><span class=\"w h9\" data-b=\"99.0\">f</span>");
    assert_written(&m, true, "<span class=\"w\" data-k=\"0\">xx </span><span class=\"w\" data-k=\"1\">yy</span><span class=\"w\" data-k=\"2\"> zz</span>");
}

static size_t below(uint32_t *seed, size_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (size_t)(*seed >> 8) % n;
}

static void random_finding(made *m, uint32_t *seed, calco_suppression suppression)
{
    size_t start = below(seed, 14), length = below(seed, 8);
    finding(m, start, length, (calco_severity)below(seed, 3), suppression);
}

/* Whatever is marked: the text stays, tags balance, each finding is led to once. */
static void test_laws(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        made m = make("abcdefghijkl", "ABCDEFGHIJKL");
        size_t n = below(&seed, 8), at = 0;
        for (size_t i = 0; i < n; i++) random_finding(&m, &seed, CALCO_LIVE);
        for (size_t i = below(&seed, 4); i > 0; i--) random_finding(&m, &seed, CALCO_SUPPRESSED_INLINE);
        for (; m.sentence.n_word < MOST && at < 12; m.sentence.n_word++) {
            size_t start = at + below(&seed, 3), end = start + 1 + below(&seed, 3);
            if (end > 12) break;
            double bits = below(&seed, 4) ? (double)below(&seed, 30) : NAN;
            size_t from = below(&seed, 12);
            m.words[m.sentence.n_word] = (calco_word){ start, end, bits, from, below(&seed, 16) };
            at = end;
        }
        for (int source = 0; source < 2; source++) {
            calco_buf out = written(&m, source);
            calco_buf_char(&out, '\0');
            char   text[256];
            size_t length = 0;
            int    depth = 0;
            for (const char *p = out.p; *p; p++) {
                if (strncmp(p, "<span aria-hidden", 17) == 0) p = strstr(p, "</span></a>") + 7; /* the pointer's own words */
                if (*p != '<') {
                    text[length++] = *p;
                    continue;
                }
                depth += p[1] == '/' ? -1 : 1;
                assert_true(depth >= 0 && depth <= 2);
                p = strchr(p, '>');
            }
            assert_int_equal(depth, 0);
            assert_memory_equal(text, source ? m.sentence.source.p : m.sentence.text.p, 12);
            assert_int_equal(length, 12);
            for (size_t i = 0; i < m.first[1] && !source; i++) {
                char id[32];
                snprintf(id, sizeof id, " id=\"%c1-%zu\"", m.findings[i].suppression == CALCO_LIVE ? 'm' : 'y', m.noted[i].number);
                const char *found = strstr(out.p, id);
                assert_non_null(found);
                assert_null(strstr(found + 1, id));
            }
            calco_buf_free(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_text), cmocka_unit_test(test_tenths), cmocka_unit_test(test_marks),
                                        cmocka_unit_test(test_words), cmocka_unit_test(test_laws) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
