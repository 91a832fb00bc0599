/* Formats for other programs: hostile names and texts in each, suppressions and baseline, fixes, GitHub's line hashes. */
#include "report/json_out.h"
#include "report/line_hash.h"
#include "report/mqm.h"
#include "report/parts.h"
#include "report/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_str(str got, const char *want)
{
    if (!calco_str_eq(got, calco_str(want))) fail_msg("got \"%.*s\", want \"%s\"", STR_FMT(got), want);
}

/* --- pieces --- */

static void test_xml(void **state)
{
    (void)state;
    static const struct { str in; const char *text, *attribute; } rows[] = {
        { { "", 0 }, "", "" },
        { { "a<b>&\"'", 7 }, "a&lt;b&gt;&amp;\"'", "a&lt;b&gt;&amp;&quot;'" },
        { { "]]>", 3 }, "]]&gt;", "]]&gt;" },
        { { "\t\n\r", 3 }, "\t\n&#13;", "&#9;&#10;&#13;" },
        { { "a\0b\x1b", 4 }, "a\xEF\xBF\xBD" "b\xEF\xBF\xBD", "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" },
        { { "\xFF" "a\xC3", 3 }, "\xEF\xBF\xBD" "a\xEF\xBF\xBD", "\xEF\xBF\xBD" "a\xEF\xBF\xBD" },
        { { "\xEF\xBF\xBE\xEF\xBF\xBD", 6 }, "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD" }, /* U+FFFE may not stand */
        { { "\xF0\x9F\x98\x80\xC2\x85", 6 }, "\xF0\x9F\x98\x80\xC2\x85", "\xF0\x9F\x98\x80\xC2\x85" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf b = { 0 };
        calco_markup_text(&b, rows[i].in);
        assert_str(calco_buf_view(&b), rows[i].text);
        b.n = 0;
        calco_markup_attribute(&b, "n", rows[i].in);
        assert_str(calco_str_cut(calco_buf_view(&b), 4, b.n - 1), rows[i].attribute);
        calco_buf_free(&b);
    }
}

static void test_json(void **state)
{
    (void)state;
    calco_buf b = { 0 };
    calco_json_open(&b, NULL, '{');
    calco_json_str(&b, "a", (str){ "\"\\\n\0\xFF", 5 });
    calco_json_open(&b, "l", '[');
    calco_json_size(&b, NULL, 0);
    calco_buf_char(&b, '\n');
    calco_json_bool(&b, NULL, true);
    calco_json_bool(&b, NULL, false);
    calco_json_open(&b, NULL, '[');
    calco_json_close(&b, ']');
    calco_json_percent(&b, NULL, 0.456);
    calco_json_close(&b, ']');
    calco_json_text(&b, "z", "");
    calco_json_close(&b, '}');
    assert_str(calco_buf_view(&b), "{\"a\":\"\\\"\\\\\\n\\u0000\xEF\xBF\xBD\",\"l\":[0\n,true,false,[],45.6],\"z\":\"\"}");
    calco_buf_free(&b);
}

/* Of short texts all; of long ones a stretch that holds the words, is bounded and cuts no character. */
static void test_around(void **state)
{
    (void)state;
    enum { N = 6000 };
    char *long_text = malloc(N);
    for (size_t i = 0; i < N; i += 3) memcpy(long_text + i, "\xE2\x82\xAC", 3);
    for (size_t size = 0; size <= N; size += 750)
        for (size_t start = 0; start <= size; start += 150)
            for (size_t n = 0; start + n <= size && n < 1000; n += 300) {
                size_t from;
                str    text_of = { long_text, size }, s = calco_report_around(text_of, start, start + n, &from);
                assert_true(from <= start && start + n <= from + s.n && from + s.n <= size && s.p == long_text + from);
                assert_true(from % 3 == 0 && s.n % 3 == 0);
                assert_true(size > 4000 ? s.n <= n + 400 : s.n == size);
            }
    free(long_text);
}

/* What Microsoft's multitool and GitHub's action make of the same lines. */
static void test_line_hash(void **state)
{
    (void)state;
    static const struct { const char *text, *hashes; } rows[] = {
        { "", "c129715d7a2bc9a3:1 " },
        { " a\nb\n  \t\tc\n d", "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1 " },
        { " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 "
                                                      "b86d3392aea1be30:1 e6ceba753e1a442:1 " },
        { " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End", "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 "
                                                                  "c6805c5e1288b612:1 b86d3392aea1be30:1 e6ceba753e1a442:1 " },
        { " hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End", "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 "
                                                      "b86d3392aea1be30:1 e6ceba753e1a442:1 " },
        { "Lorem ipsum dolor sit amet, consectetur adipiscing elit. Donec et tortor ac ante lobortis euismod. Sed viverra nulla.",
          "" /* only that it ends */ },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_arena     *a = calco_arena_new();
        calco_buf        b = { 0 };
        size_t           n;
        calco_line_hash *h = calco_line_hashes(a, calco_str(rows[i].text), &n);
        for (size_t k = 0; k < n; k++) calco_buf_printf(&b, "%llx:%u ", (unsigned long long)h[k].hash, h[k].times);
        if (rows[i].hashes[0]) assert_str(calco_buf_view(&b), rows[i].hashes);
        else assert_int_equal(n, 1);
        calco_buf_free(&b);
        calco_arena_free(a);
    }
}

static void test_mqm(void **state)
{
    (void)state;
    static const struct { const char *category, *mqm, *its; } rows[] = {
        { "false-friend", "Accuracy/Mistranslation", "mistranslation" },
        { "number", "Accuracy/Mistranslation", "numbers" },
        { "number-format", "Locale convention/Number format", "locale-violation" },
        { "spelling", "Fluency/Spelling", "misspelling" },
        { "boilerplate", "Other", "other" },
        { "no such category", "Other", "uncategorized" },
        { "", "Other", "uncategorized" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const calco_mqm *m = calco_mqm_of(rows[i].category);
        assert_string_equal(m->mqm, rows[i].mqm);
        assert_string_equal(m->its, rows[i].its);
        assert_string_equal(calco_mqm_names[calco_mqm_index(rows[i].category)], rows[i].mqm);
    }
}

/* --- whole reports --- */

/* "Ü 😀 x y" on the second line; "x y" is flagged, with markup that must be escaped, and its place in a given source. */
static const char text[] = "# A\n\xC3\x9C \xF0\x9F\x98\x80 x y\tz\n";
static const calco_sentence_result sentences[] = {
    { .place = { 2, 3, 1, 3, 1, 4 }, .text = { "A", 1 }, .source = { "A", 1 } },
    { .place = { 4, 17, 2, 1, 2, 10 }, .text = { "\xC3\x9C \xF0\x9F\x98\x80 x y\tz", 13 }, .source = { "s\tt", 3 },
      .source_origin = CALCO_ORIGIN_GIVEN, .source_place = { 5, 8, 3, 2, 3, 5 } },
};
static const str suggestions[] = { { "a & b", 5 }, { "", 0 } }, edits[] = { { "a &amp; b", 9 }, { "", 0 } };
#define FINDING .rule = "x/y-z", .category = "calque", .severity = CALCO_MAJOR, .confidence = 0.9, .place = { 12, 15, 2, 5, 2, 8 }, \
    .sentence = 1, .text = { "x y", 3 }, .text_start = 8, .message = { "Not \"<this>\",\n100%:\x01", 20 }, .fingerprint = "0123456789abcdef", \
    .rough = "fedcba9876543210"
static const calco_finding finding = { FINDING, .source_text = { "t", 1 }, .source_origin = CALCO_ORIGIN_GIVEN,
                                       .source_place = { 7, 8, 3, 4, 3, 5 }, .suggestions = suggestions, .n_suggestions = 2, .edits = edits };
static const calco_finding suppressed[] = { { FINDING, .suppression = CALCO_SUPPRESSED_INLINE, .reason = { "\"so\"", 4 } },
                                            { FINDING, .suppression = CALCO_SUPPRESSED_BASELINE } };
static const calco_result bad = { .name = "d \xC3\xBC/a,b:100%<\">.txt", .findings = &finding, .n_findings = 1, .suppressed = suppressed,
                                  .n_suppressed = 2, .sentences = sentences, .n_sentences = 2, .words = 4, .encoding = "UTF-8", .pack = "it-en 1 x",
                                  .text = { text, sizeof text - 1 }, .format = "plain", .source_name = "s#1.txt" };
static const calco_result good = { .name = "good.txt", .encoding = "UTF-8", .pack = "it-en 1 x", .text = { "A", 1 }, .format = "plain",
                                   .sentences = sentences, .n_sentences = 1 };

static calco_buf report(const char *name, calco_report_options o, const calco_result *const *results)
{
    const calco_reporter *r = calco_reporter_named(name);
    calco_report_memory   memory = { 0 };
    calco_totals all = { 0 };
    calco_buf    out = { 0 };
    assert_non_null(r);
    o.memory = &memory;
    r->begin(&out, &o);
    for (size_t i = 0; results[i]; i++) {
        r->result(&out, &o, results[i], !i);
        calco_totals_add(&all, results[i]);
    }
    r->end(&out, &o, &all);
    calco_report_forget(&memory);
    return out;
}

static void test_whole(void **state)
{
    (void)state;
#define SAYS "Source: \xE2\x80\x9Ct\xE2\x80\x9D (given). Better: \xE2\x80\x9C"
#define JSON_SAYS "Not \\\"<this>\\\",\\n100%:\\u0001 Source: “t” (given). Better: “a & b”, leave it out."
#define XML_SAYS "Not &quot;&lt;this&gt;&quot;,&#10;100%:\xEF\xBF\xBD Source: “t” (given). Better: “a &amp; b”, leave it out."
    static const calco_result *const both[] = { &bad, &good, NULL }, *const none[] = { NULL }, *const clean[] = { &good, NULL };
    const struct { const char *name; const calco_result *const *results; const char *want; } rows[] = {
        { "github", both, "::warning title=x/y-z,file=d ü/a%2Cb%3A100%25<\">.txt,line=2,endLine=2,col=5,endColumn=8::"
                          "Not \"<this>\",%0A100%25:\x01 Source: “t” (given). Better: “a & b”, leave it out.\n" },
        { "github", clean, "" },
        { "checkstyle", both, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n <file name=\"d ü/a,b:100%&lt;&quot;&gt;.txt\">\n"
                              "  <error line=\"2\" column=\"5\" severity=\"warning\" message=\"" XML_SAYS "\" source=\"x/y-z\"/>\n </file>\n"
                              " <file name=\"good.txt\"/>\n</checkstyle>\n" },
        { "junit", clean, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"calco\">\n <testsuite name=\"good.txt\" tests=\"1\" "
                          "failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n  <testcase classname=\"good.txt\" name=\"calco\" file=\"good.txt\" "
                          "time=\"0\"/>\n </testsuite>\n</testsuites>\n" },
        { "rdjsonl", both, "{\"message\":\"" JSON_SAYS "\",\"location\":{\"path\":\"d ü/a,b:100%<\\\">.txt\",\"range\":{\"start\":{\"line\":2,"
                           "\"column\":9},\"end\":{\"line\":2,\"column\":12}}},\"severity\":\"WARNING\",\"source\":{\"name\":\"calco\"},"
                           "\"code\":{\"value\":\"x/y-z\"},\"suggestions\":[{\"range\":{\"start\":{\"line\":2,\"column\":9},\"end\":{\"line\":2,"
                           "\"column\":12}},\"text\":\"a &amp; b\"},{\"range\":{\"start\":{\"line\":2,\"column\":9},\"end\":{\"line\":2,"
                           "\"column\":12}},\"text\":\"\"}]}\n" },
        { "rdjson", none, "{\"source\":{\"name\":\"calco\"},\"diagnostics\":[]}\n" },
        { "gitlab", none, "[]\n" },
        { "mqm", both, "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n"
                       "mt\td ü/a,b:100%<\">.txt\t1\t1\tcalco\tA\tA\tNo-error\tNo-error\n"
                       "mt\td ü/a,b:100%<\">.txt\t2\t2\tcalco\ts t\tÜ 😀 <v>x y</v> z\tAccuracy/Mistranslation\tMajor\n"
                       "mt\tgood.txt\t1\t3\tcalco\tA\tA\tNo-error\tNo-error\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf out = report(rows[i].name, (calco_report_options){ 0 }, rows[i].results);
        assert_str(calco_buf_view(&out), rows[i].want);
        calco_buf_free(&out);
    }
}

static void assert_holds(const calco_buf *out, const char *piece, bool held)
{
    bool found = calco_str_find(calco_buf_view(out), calco_str(piece), 0) != SIZE_MAX;
    if (found != held) fail_msg("%s: %s in %.*s", held ? "missing" : "must not be there", piece, (int)out->n, out->p);
}

static void test_sarif(void **state)
{
    (void)state;
    static const calco_result *const both[] = { &bad, &good, NULL };
    static const char *const pieces[] = {
        "\"columnKind\":\"unicodeCodePoints\"",
        "\"ruleId\":\"x/y-z\",\"ruleIndex\":0,\"level\":\"warning\"",
        "\"artifactLocation\":{\"uri\":\"d%20%C3%BC/a%2Cb%3A100%25%3C%22%3E.txt\",\"index\":0},\"region\":{\"startLine\":2,\"startColumn\":5,"
        "\"endLine\":2,\"endColumn\":8,\"snippet\":{\"text\":\"x y\"}},\"contextRegion\":{\"startLine\":2,\"endLine\":2,\"snippet\":{"
        "\"text\":\"Ü 😀 x y\\tz\"}}",
        "\"relatedLocations\":[{\"id\":1,\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"s%231.txt\"},\"region\":{\"startLine\":3,\"startColumn\":4,"
        "\"endLine\":3,\"endColumn\":5,\"snippet\":{\"text\":\"t\"}}},\"message\":{\"text\":\"Source words: “t”.\"}},{\"id\":2,",
        "\"deletedRegion\":{\"startLine\":2,\"startColumn\":5,\"endLine\":2,\"endColumn\":8},\"insertedContent\":{\"text\":\"a &amp; b\"}}",
        "{\"description\":{\"text\":\"Leave out “x y”.\"},\"artifactChanges\":[{\"artifactLocation\":{\"uri\":\"d%20%C3%BC/a%2Cb%3A100%25%3C%22%3E.txt\","
        "\"index\":0},\"replacements\":[{\"deletedRegion\":{\"startLine\":2,\"startColumn\":5,\"endLine\":2,\"endColumn\":8}}]}]}",
        "\"calco/v1\":\"0123456789abcdef\",\"calcoRough/v1\":\"fedcba9876543210\",\"primaryLocationLineHash\":\"",
        "\"rank\":90.0",
        "\"suppressions\":[{\"kind\":\"inSource\",\"justification\":\"\\\"so\\\"\"}]",
        "\"suppressions\":[{\"kind\":\"external\"}]",
        "\"name\":\"XYZ\"",
        "\"relationships\":[{\"target\":{\"id\":\"Accuracy/Mistranslation\",\"index\":0,",
        "\"artifacts\":[{\"location\":{\"uri\":\"d%20%C3%BC/a%2Cb%3A100%25%3C%22%3E.txt\"},\"encoding\":\"UTF-8\"}\n,{\"location\":{\"uri\":\"good.txt\"}",
        "\"executionSuccessful\":true",
    };
    calco_buf out = report("sarif", (calco_report_options){ 0 }, both);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) assert_holds(&out, pieces[i], true);
    assert_holds(&out, "baselineState", false);
    calco_buf_free(&out);

    out = report("sarif", (calco_report_options){ .baseline = true, .path = "/abs/x y.txt" }, both);
    assert_holds(&out, "\"suppressions\":[{\"kind\":\"external\"}],\"baselineState\":\"unchanged\"", true);
    assert_holds(&out, "\"justification\":\"\\\"so\\\"\"}],\"baselineState\":\"new\"", true);
    assert_holds(&out, "\"rank\":90.0,\"baselineState\":\"new\"", true);
    assert_holds(&out, "\"uri\":\"file:///abs/x%20y.txt\"", true);
    calco_buf_free(&out);
}

/* --- XLIFF --- */

#define MARK(type, severity) " its:locQualityIssueType=\"" type "\" its:locQualityIssueSeverity=\"" severity "\" its:locQualityIssueComment=\"m [f/r]\""

/* Findings beside, within and across each other, empty ones, one in a comment, and what XML cannot say. */
static void test_xliff(void **state)
{
    (void)state;
    static const char words[] = "a\001b & cdef";
    const struct { size_t start, n; } spans[] = { { 0, 1 }, { 4, 5 }, { 7, 3 }, { 10, 0 }, { SIZE_MAX, 3 } };
    calco_finding findings[5];
    for (size_t i = 0; i < 5; i++)
        findings[i] = (calco_finding){ .rule = "f/r", .category = "number", .severity = CALCO_MINOR, .message = { "m", 1 },
                                       .text_start = spans[i].start, .text = { words, spans[i].n } };
    const calco_sentence_result one = { .text = { words, sizeof words - 1 }, .source = { "x<y", 3 } };
    const calco_result text_of = { .name = "\"&.txt", .findings = findings, .n_findings = 5, .sentences = &one, .n_sentences = 1,
                                   .pack = "it-en 1 x", .format = "plain" };
    const calco_result other = { .name = "b.txt", .pack = "fr-en 1 x", .format = "plain" };
    const calco_result *const results[] = { &text_of, &other, NULL }, *const none[] = { NULL };
    calco_buf out = report("xliff", (calco_report_options){ 0 }, results);
    assert_str(calco_buf_view(&out),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" "
        "xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\" version=\"2.1\" srcLang=\"it\" trgLang=\"en\" xml:space=\"preserve\">\n"
        "<file id=\"f1\" original=\"&quot;&amp;.txt\">\n<unit id=\"s1\"><notes><note category=\"calco\">m</note></notes><segment>"
        "<source>x&lt;y</source><target><mrk id=\"m1\" type=\"its:generic\"" MARK("numbers", "10") ">a</mrk><cp hex=\"0001\"/>b "
        "<mrk id=\"m2\" type=\"its:generic\"" MARK("numbers", "10") ">&amp; c<sm id=\"m3\" type=\"its:generic\"" MARK("numbers", "10") "/>de</mrk>"
        "f<em startRef=\"m3\"/><mrk id=\"m4\" type=\"its:generic\"" MARK("numbers", "10") "></mrk></target></segment></unit>\n</file>\n"
        "<file id=\"f2\" original=\"b.txt\">\n<notes><note>left out: another pair of languages</note></notes>"
        "<unit id=\"s1\"><segment><source></source><target></target></segment></unit>\n</file>\n</xliff>\n");
    calco_buf_free(&out);
    out = report("xliff", (calco_report_options){ 0 }, none);
    assert_int_equal(out.n, 0);
    calco_buf_free(&out);
}

/* A stretch of a file is flagged; `want` is the file then, where @ stands for the attributes of the finding. */
static void test_xliff_back(void **state)
{
    (void)state;
    static const struct { const char *file, *flagged, *want; } rows[] = {
        { "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"><target>a b c</target></xliff>", "b",
          "<xliff xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"><target>a "
          "<mrk id=\"calco1-1\" type=\"its:generic\"@>b</mrk> c</target></xliff>" },
        { "<?x <y>?><!-- <z> --><!DOCTYPE x>\n<x:xliff\n xmlns:its='>' xmlns:x='urn:oasis:names:tc:xliff:document:2.2'><x:target>a<x:pc>b</x:pc></x:target>",
          "a<x:pc>b</x:pc>",
          "<?x <y>?><!-- <z> --><!DOCTYPE x>\n<x:xliff\n xmlns:its='>' xmlns:x='urn:oasis:names:tc:xliff:document:2.2'><x:target>"
          "<x:mrk id=\"calco1-1\" type=\"its:generic\"@>a<x:pc>b</x:pc></x:mrk></x:target>" },
        { "<xliff xmlns:its='' a='urn:oasis:names:tc:xliff:document:2.0'><target>a<pc i='/>'>b</pc> calco1-1</target>", "a<pc i='/>'>b",
          "<xliff xmlns:its='' a='urn:oasis:names:tc:xliff:document:2.0'><target><sm id=\"calco2-1\" type=\"its:generic\"@/>a<pc i='/>'>b"
          "<em startRef=\"calco2-1\"/></pc> calco1-1</target>" },
        { "<xliff xmlns:its=''><target>a<g>b</g>c</target ><x/>", "b</g>c",
          "<xliff xmlns:its=''><target>a<g>b</g>c</target ><note from=\"calco\" annotates=\"target\"@>m [f/r]</note><x/>" },
        { "<xliff xmlns:its=''><target>a<ph i=\"1>\"/><!-- <g> -->b</target>", "a<ph i=\"1>\"/><!-- <g> -->b",
          "<xliff xmlns:its=''><target><mrk mtype=\"x-its\" mid=\"calco1-1\"@>a<ph i=\"1>\"/><!-- <g> -->b</mrk></target>" },
        { "<xliff xmlns:its=''><!-- <![CDATA[ --><target><![CDATA[a <b> c]]></target>", "<b> c",
          "<xliff xmlns:its=''><!-- <![CDATA[ --><target><![CDATA[a ]]><mrk mtype=\"x-its\" mid=\"calco1-1\"@><![CDATA[<b> c]]></mrk><![CDATA[]]></target>" },
        { "no markup at all", "markup", "no markup at all" },
        { "", "", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str           file = calco_str(rows[i].file);
        calco_arena  *a = calco_arena_new();
        calco_result  r = { .name = "a.xlf", .text = file, .format = "xliff", .encoding = "UTF-8", .pack = "it-en 1 x" };
        calco_lines   lines = calco_report_lines(a, &r);
        size_t        at = calco_str_find(file, calco_str(rows[i].flagged), 0);
        calco_finding f = { .rule = "f/r", .category = "number", .severity = CALCO_MAJOR, .message = { "m", 1 },
                            .place = calco_lines_place(&lines, at, at + strlen(rows[i].flagged)) };
        r.findings = &f;
        r.n_findings = i < 6;
        const calco_result *const results[] = { &r, NULL };
        calco_buf out = report("xliff", (calco_report_options){ .n_files = 1 }, results), want = { 0 };
        for (const char *c = rows[i].want; *c; c++) {
            if (*c == '@') calco_buf_str(&want, STR(MARK("numbers", "50")));
            else calco_buf_char(&want, *c);
        }
        calco_buf_char(&want, '\0');
        assert_str(calco_buf_view(&out), want.p);
        calco_buf_free(&out);
        calco_buf_free(&want);
        calco_arena_free(a);
    }
}

/* The same words twice in a file, and in another file: GitLab drops what has a fingerprint twice. */
static void test_gitlab(void **state)
{
    (void)state;
    const calco_finding twice[] = { finding, finding };
    calco_result one = bad, other = bad;
    one.findings = twice;
    one.n_findings = 2;
    other.name = "other.txt";
    const calco_result *const results[] = { &one, &other, NULL };
    calco_buf out = report("gitlab", (calco_report_options){ 0 }, results);
    str       prints[3];
    size_t    n = 0, at = 0;
    while ((at = calco_str_find(calco_buf_view(&out), STR("\"fingerprint\":\""), at)) != SIZE_MAX) {
        assert_true(n < 3);
        prints[n++] = calco_str_cut(calco_buf_view(&out), at + 15, at + 15 + 33);
        at++;
    }
    assert_int_equal(n, 3);
    assert_false(calco_str_eq(prints[0], prints[1]));
    assert_false(calco_str_eq(prints[0], prints[2]));
    assert_holds(&out, "\"severity\":\"major\",\"location\":{\"path\":\"other.txt\",\"lines\":{\"begin\":2,\"end\":2}}}", true);
    calco_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_xml), cmocka_unit_test(test_around), cmocka_unit_test(test_json), cmocka_unit_test(test_line_hash),
                                        cmocka_unit_test(test_mqm), cmocka_unit_test(test_whole), cmocka_unit_test(test_sarif),
                                        cmocka_unit_test(test_gitlab),
                                        cmocka_unit_test(test_xliff), cmocka_unit_test(test_xliff_back) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
