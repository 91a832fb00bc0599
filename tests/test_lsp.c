/* The language server's floors: frames, JSON, positions (laws), messages, edits of configuration files. */
#include "base/arena.h"
#include "base/json.h"
#include "lsp/configure.h"
#include "lsp/frame.h"
#include "lsp/lsp.h"
#include "lsp/position.h"
#include "lsp/uri.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* --- frames --- */

/* "B" and the body for each body, "!" for a bad header, "G" for a giant; fed `step` bytes at a time. */
static void frames_of(str in, size_t step, calco_buf *out)
{
    lsp_frames f = { 0 };
    for (size_t at = 0; at < in.n; at += step) {
        lsp_frames_feed(&f, in.p + at, in.n - at < step ? in.n - at : step);
        str body;
        for (lsp_frame k; (k = lsp_frames_next(&f, &body)) != LSP_FRAME_NONE;) {
            if (k == LSP_FRAME_BODY) calco_buf_char(out, 'B'), calco_buf_str(out, body);
            else calco_buf_char(out, k == LSP_FRAME_BAD ? '!' : 'G');
        }
    }
    lsp_frames_free(&f);
}

static void test_frames(void **state)
{
    (void)state;
    static const struct { const char *in, *out; } rows[] = {
        { "Content-Length: 2\r\n\r\n{}Content-Length: 0\r\n\r\nContent-Length: 3\r\n\r\nabc", "B{}BBabc" },
        { "content-length:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n{}", "B{}" },
        { "Content-Length: 2\r\nContent-Type: x; charset=latin1\r\n\r\n{}Content-Length: 1\r\n\r\nx", "!Bx" },
        { "nonsense\r\n\r\nContent-Length: 1\r\n\r\nx", "!Bx" },
        { "{}xContent-Length: 1\r\n\r\nxContent-Length: 1\r\n\r\ny", "!By" },
        { "Content-Length: -1\r\n\r\nContent-Length: 1\r\n\r\nx", "!Bx" },
        { "Content-Length: 99999999999999999999999\r\n\r\nContent-Length: 1\r\n\r\nx", "!Bx" },
        { "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxyContent-Length: 1\r\n\r\nx", "!Bx" },
        { "Content-Length: 5\r\n\r\nabc", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t step = 1; step < 40; step += 6) {
            calco_buf out = { 0 };
            frames_of(calco_str(rows[i].in), step, &out);
            calco_buf_char(&out, '\0');
            assert_string_equal(out.p, rows[i].out);
            calco_buf_free(&out);
        }
}

static void test_giants(void **state)
{
    (void)state;
    calco_buf in = { 0 }, out = { 0 };
    size_t    giant = (size_t)LSP_LARGEST_BODY + 1;
    calco_buf_printf(&in, "Content-Length: %zu\r\n\r\n", giant);
    for (size_t i = 0; i < giant; i += 16) calco_buf_add(&in, "aaaaaaaaaaaaaaaa", giant - i < 16 ? giant - i : 16);
    calco_buf_str(&in, STR("Content-Length: 1\r\n\r\nx"));
    frames_of(calco_buf_view(&in), 65536, &out);
    assert_int_equal(out.n, 3);
    assert_memory_equal(out.p, "GBx", 3);
    in.n = out.n = 0;
    for (size_t i = 0; i < 3 * LSP_LARGEST_HEADER; i++) calco_buf_char(&in, 'h');
    calco_buf_str(&in, STR("\r\n\r\nContent-Length: 1\r\n\r\nx"));
    frames_of(calco_buf_view(&in), 1000, &out);
    assert_true(out.n > 2 && out.p[0] == '!' && out.p[out.n - 1] == 'x');
    calco_buf_free(&in);
    calco_buf_free(&out);
}

/* --- JSON --- */

static void test_json(void **state)
{
    (void)state;
    static const struct { const char *in, *out; } rows[] = { /* out NULL: no JSON */
        { "{\"b\":1,\"a\":[true,null,\"x\\u0000y\"]}", "{\"b\":1,\"a\":[true,null,\"x\\u0000y\"]}" },
        { "\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\"" },
        { "\"\\ud83d\"", "\"\xEF\xBF\xBD\"" }, { "\"\\ude00x\\ud83d\\ud83d\\ude00\"", "\"\xEF\xBF\xBDx\xEF\xBF\xBD\xF0\x9F\x98\x80\"" },
        { "\"\\\\ud83d\"", "\"\\\\ud83d\"" }, { "\"\\ud83d\\u\"", NULL }, { "", NULL }, { "{", NULL }, { "1 2", NULL }, { "\"\xff\"", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_err   err;
        calco_buf   out = { 0 };
        calco_json *v = calco_json_parse(calco_str(rows[i].in), &err);
        if (!rows[i].out) assert_null(v);
        else {
            assert_non_null(v);
            calco_json_dump(&out, v);
            calco_buf_char(&out, '\0');
            assert_string_equal(out.p, rows[i].out);
        }
        calco_json_free(v);
        calco_buf_free(&out);
    }
    calco_buf deep = { 0 };
    for (int i = 0; i < 100000; i++) calco_buf_char(&deep, '[');
    assert_null(calco_json_parse(calco_buf_view(&deep), NULL));
    calco_buf_free(&deep);
}

/* --- positions --- */

static const char *const texts[] = {
    "", "\n", "\r\n", "\r", "a", "ab\ncd", "a\r\nb\rc\n\rd", "\xF0\x9F\x98\x80", "x\xF0\x9F\x98\x80y e\xCC\x81 z\r\n\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\n\xC3\xA9",
    "\xEF\xBF\xBD\n\n\n", "no end \xE2\x80\xA8 here",
};

static bool starts_character(const lsp_text *t, size_t at) { return at == t->text.n || ((unsigned char)t->text.p[at] & 0xC0) != 0x80; }
static bool inside_break(const lsp_text *t, size_t at) { return at && at < t->text.n && t->text.p[at] == '\n' && t->text.p[at - 1] == '\r'; }

static void test_positions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        lsp_text t = { 0 };
        lsp_text_set(&t, calco_str(texts[i]));
        for (lsp_encoding e = LSP_UTF16; e <= LSP_UTF32; e++) {
            for (size_t at = 0; at <= t.text.n + 2; at++) {
                lsp_position p = lsp_position_of(&t, e, at);
                size_t       back = lsp_byte_of(&t, e, p);
                assert_true(back <= at && back <= t.text.n && starts_character(&t, back));
                if (at <= t.text.n && starts_character(&t, at) && !inside_break(&t, at)) assert_int_equal(back, at);
            }
            for (size_t line = 0; line < t.n + 2; line++)
                for (size_t c = 0; c < 12; c++) {
                    lsp_position p = { line, c }, q = lsp_position_of(&t, e, lsp_byte_of(&t, e, p));
                    assert_true(q.line <= line && (q.line < line || q.character <= c)); /* never beyond what was asked */
                    if (line < t.n) assert_int_equal(q.line, line);
                }
        }
        lsp_text_free(&t);
    }
}

static void test_positions_by_hand(void **state)
{
    (void)state;
    lsp_text t = { 0 };
    lsp_text_set(&t, STR("a\r\n\xF0\x9F\x98\x80" "e\xCC\x81z\n"));
    static const struct { lsp_encoding e; size_t line, character, byte; } rows[] = {
        { LSP_UTF16, 0, 9, 1 }, { LSP_UTF16, 1, 0, 3 }, { LSP_UTF16, 1, 1, 3 /* inside the pair */ }, { LSP_UTF16, 1, 2, 7 }, { LSP_UTF16, 1, 3, 8 },
        { LSP_UTF16, 1, 4, 10 }, { LSP_UTF16, 1, 5, 11 }, { LSP_UTF16, 1, 99, 11 }, { LSP_UTF16, 2, 0, 12 }, { LSP_UTF16, 9, 0, 12 },
        { LSP_UTF8, 1, 4, 7 }, { LSP_UTF8, 1, 3, 3 }, { LSP_UTF8, 1, 7, 10 }, { LSP_UTF32, 1, 1, 7 }, { LSP_UTF32, 1, 3, 10 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(lsp_byte_of(&t, rows[i].e, (lsp_position){ rows[i].line, rows[i].character }), rows[i].byte);
    lsp_text_replace(&t, 3, 7, STR("x\ny"));
    assert_int_equal(t.n, 4);
    assert_memory_equal(t.text.p, "a\r\nx\nye\xCC\x81z\n", t.text.n);
    lsp_text_free(&t);
}

static void test_uris(void **state)
{
    (void)state;
    static const struct { const char *uri, *path; } rows[] = {
        { "file:///a/b.txt", "/a/b.txt" }, { "file:///a%20b/%C3%A9%25.txt", "/a b/\xC3\xA9%.txt" }, { "file://localhost/a", "/a" }, { "file:/a", "/a" },
        { "untitled:x", NULL }, { "file://", NULL }, { "file:///a%00b", NULL }, { "", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = lsp_path_of(calco_str(rows[i].uri));
        if (rows[i].path) assert_string_equal(path, rows[i].path);
        else assert_null(path);
        if (path) {
            char *uri = lsp_uri_of(path), *again = lsp_path_of(calco_str(uri));
            assert_string_equal(again, path);
            free(uri);
            free(again);
        }
        free(path);
    }
}

/* --- configuration files --- */

static void test_configuration(void **state)
{
    (void)state;
    static const struct { const char *file, *key, *name, *value, *out; } rows[] = { /* out NULL: refused */
        { "", "rules", "a/b", "off", "rules:\n  a/b: off\n" },
        { "# mine", "rules", "a/b", "off", "# mine\nrules:\n  a/b: off\n" },
        { "rules:\n    x: off # why\n    y/z: minor\npair: it-en\n", "rules", "a/b", "off", "rules:\n    x: off # why\n    y/z: minor\n    a/b: off\npair: it-en\n" },
        { "rules:\n  a/b: major # why\n", "rules", "a/b", "off", "rules:\n  a/b: off # why\n" },
        { "rules: {x: off}\n", "rules", "a/b", "off", "rules: {x: off, a/b: off}\n" },
        { "rules:\npair: it-en\n", "rules", "a/b", "off", "rules:\n  a/b: off\npair: it-en\n" },
        { "pair: it-en\n", "dictionary", NULL, "words.txt", "pair: it-en\ndictionary: words.txt\n" },
        { "rules: [\n", "rules", "a/b", "off", NULL },
        { "- list\n", "rules", "a/b", "off", NULL },
        { "rules: x\n", "rules", "a/b", "off", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_arena *a = calco_arena_new();
        str  out;
        bool ok = lsp_yaml_put(a, calco_str(rows[i].file), rows[i].key, rows[i].name, rows[i].value, &out);
        if (ok != (rows[i].out != NULL)) fail_msg("%s", rows[i].file);
        if (ok) assert_string_equal(out.p, rows[i].out);
        calco_arena_free(a);
    }
}

/* --- messages --- */

static calco_engine *no_engine(const char *pair) { return (void)pair, NULL; }
static bool no_file(const char *path, str bytes, calco_err *err) { return (void)path, (void)bytes, (void)err, false; }
static const lsp_host host = { no_engine, no_file };

/* Error codes and "result" of the answers to messages, in order. */
static void talk(const char *const *messages, calco_buf *out)
{
    lsp_server *s = lsp_server_new(&host);
    for (; *messages; messages++) {
        calco_buf frame = { 0 };
        lsp_frame_write(&frame, calco_str(*messages));
        if (!lsp_server_feed(s, frame.p, frame.n)) calco_buf_printf(out, "exit %d ", lsp_server_status(s));
        else lsp_server_turn(s);
        calco_buf_free(&frame);
    }
    lsp_frames f = { 0 };
    str        bytes = lsp_server_output(s), body;
    lsp_frames_feed(&f, bytes.p, bytes.n);
    while (lsp_frames_next(&f, &body) == LSP_FRAME_BODY) {
        calco_json *m = calco_json_parse(body, NULL), *error = calco_json_get(m, "error");
        if (error) calco_buf_printf(out, "%d ", (int)calco_json_as_int(calco_json_get(error, "code"), 0));
        else if (calco_json_get(m, "result")) calco_buf_str(out, STR("result "));
        else calco_buf_printf(out, "%s ", calco_json_as_str(calco_json_get(m, "method")).p);
        calco_json_free(m);
    }
    calco_buf_char(out, '\0');
    lsp_frames_free(&f);
    lsp_server_free(s);
}

#define INIT "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}"
#define OPEN "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\",\"languageId\":\"plaintext\",\"version\":1,\"text\":\"x\"}}}"

static void test_messages(void **state)
{
    (void)state;
    static const struct { const char *said[6], *answers; } rows[] = {
        { { "{" }, "-32700 " },
        { { "[]", "7", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"initialize\"}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"initialize\"}" }, "-32600 -32600 -32600 -32600 " },
        { { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"textDocument/hover\"}" }, "-32002 " },
        { { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}" }, "-32602 " },
        { { INIT, INIT }, "result -32600 " },
        { { INIT, "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"no/such\"}", "{\"jsonrpc\":\"2.0\",\"method\":\"$/no\"}", "{\"jsonrpc\":\"2.0\",\"method\":\"no/such\"}" }, "result -32601 " },
        { { INIT, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/hover\",\"params\":7}", "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"textDocument/hover\",\"params\":{}}" }, "result -32602 -32602 " },
        { { INIT, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}", "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"shutdown\"}", "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}" }, "exit 0 result result -32600 " },
        { { INIT, "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}" }, "exit 1 result " },
        { { INIT, OPEN }, "result window/showMessage textDocument/publishDiagnostics " },
        { { INIT, "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}", "{\"jsonrpc\":\"2.0\",\"id\":5}" }, "result -32600 " },
        { { INIT, "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"\xff\"}" }, "result -32601 " },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_buf out = { 0 };
        talk(rows[i].said, &out);
        assert_string_equal(out.p, rows[i].answers);
        calco_buf_free(&out);
    }
}

/* A request that waits for a check is cancelled, or void after a change; another is served when the check is done. */
static calco_engine *open_pack(const char *pair)
{
    (void)pair;
    const char *pack = getenv("CALCO_TEST_PACK");
    calco_err   err;
    return calco_engine_open(pack ? pack : "build/packs/it-en.calco", NULL, &err);
}

static void feed(lsp_server *s, const char *message)
{
    calco_buf frame = { 0 };
    lsp_frame_write(&frame, calco_str(message));
    lsp_server_feed(s, frame.p, frame.n);
    calco_buf_free(&frame);
}

static bool said(lsp_server *s, const char *what) { return calco_str_find(lsp_server_output(s), calco_str(what), 0) != SIZE_MAX; }

static void test_waiting(void **state)
{
    (void)state;
    static const lsp_host real = { open_pack, no_file };
    lsp_server *s = lsp_server_new(&real);
    feed(s, INIT);
    feed(s, OPEN);
    lsp_server_turn(s);
#define AT "\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\"},\"position\":{\"line\":0,\"character\":0}}}"
    feed(s, "{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"textDocument/hover\"," AT);
    feed(s, "{\"jsonrpc\":\"2.0\",\"id\":11,\"method\":\"textDocument/hover\"," AT);
    feed(s, "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":10}}");
    assert_true(said(s, "\"id\":10,\"error\":{\"code\":-32800"));
    feed(s, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\",\"version\":2},"
            "\"contentChanges\":[{\"text\":\"The meeting of of Rome took place.\"}]}}");
    assert_true(said(s, "\"id\":11,\"error\":{\"code\":-32801"));
    feed(s, "{\"jsonrpc\":\"2.0\",\"id\":12,\"method\":\"textDocument/codeLens\"," AT);
    for (int i = 0; i < 500 && !said(s, "\"id\":12"); i++) {
        struct pollfd p = { lsp_server_wake(s), POLLIN, 0 };
        int wait = lsp_server_turn(s);
        if (!said(s, "\"id\":12")) poll(&p, 1, wait < 100 ? wait : 100);
    }
    assert_true(said(s, "\"id\":12,\"result\":[{"));
    assert_true(said(s, "\"version\":2,\"diagnostics\":[{"));
    assert_false(said(s, "\"version\":1")); /* that check was overtaken */
    lsp_server_free(s);
}

/* --- checks that nobody waits for any more --- */

/* A text whose check takes a while. */
static void add_long_text(calco_buf *b, unsigned sentences)
{
    for (unsigned i = 0; i < sentences; i++) calco_buf_printf(b, "The %u ministers of of the %u towns met in Rome on %u May and spoke of %u things. ", i, i + 1, i % 31, i * 7);
}

/* Turn until something is said or nothing is due any more; false in the latter case. */
static bool wait_for(lsp_server *s, const char *what)
{
    for (int i = 0; i < 3000 && !said(s, what); i++) {
        int           wait = lsp_server_turn(s);
        struct pollfd p = { lsp_server_wake(s), POLLIN, 0 };
        if (!said(s, what)) poll(&p, 1, wait < 100 ? wait : 100);
    }
    return said(s, what);
}

static void forget_output(lsp_server *s) { lsp_server_sent(s, lsp_server_output(s).n); }

static lsp_server *server_with_long_text(const lsp_host *h, const char *capabilities)
{
    calco_buf   open = { 0 };
    lsp_server *s = lsp_server_new(h);
    calco_buf_printf(&open, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{%s}}}", capabilities);
    calco_buf_char(&open, '\0');
    feed(s, open.p);
    open.n = 0;
    calco_buf_printf(&open, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\","
                            "\"languageId\":\"plaintext\",\"version\":1,\"text\":\"");
    add_long_text(&open, 2000);
    calco_buf_str(&open, STR("\"}}}"));
    calco_buf_char(&open, '\0');
    feed(s, open.p);
    calco_buf_free(&open);
    lsp_server_turn(s); /* the check begins */
    return s;
}

#define ASK(id, method) "{\"jsonrpc\":\"2.0\",\"id\":" #id ",\"method\":\"textDocument/" method "\"," AT
#define CANCEL(id) "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":" #id "}}"

/* Of a client that pulls: when it cancels its only request, the check ends at once and is not begun again before the next. */
static void test_cancelled_check(void **state)
{
    (void)state;
    static const lsp_host real = { open_pack, no_file };
    lsp_server *s = server_with_long_text(&real, "\"textDocument\":{\"diagnostic\":{}}");
    feed(s, ASK(20, "diagnostic"));
    feed(s, ASK(21, "codeLens"));
    feed(s, CANCEL(20));
    assert_true(said(s, "\"id\":20,\"error\":{\"code\":-32800"));
    assert_true(lsp_server_busy(s) && !lsp_server_stops(s)); /* the other request waits for it still */
    feed(s, CANCEL(21));
    assert_true(lsp_server_stops(s));
    struct pollfd p = { lsp_server_wake(s), POLLIN, 0 };
    assert_int_equal(poll(&p, 1, 60000), 1);
    assert_true(lsp_server_turn(s) > 100000); /* nothing is due */
    assert_false(lsp_server_busy(s));
    forget_output(s);
    feed(s, ASK(22, "diagnostic"));
    assert_false(said(s, "\"id\":22")); /* there is no result yet */
    assert_true(wait_for(s, "\"id\":22,\"result\":{\"kind\":\"full\""));
    assert_true(said(s, "repetition/"));
    lsp_server_free(s);
}

/* Some clients say that they pull and do not: they are pushed to, until they pull after all. */
static void test_pulls_not(void **state)
{
    (void)state;
    static const lsp_host real = { open_pack, no_file };
#define EDIT(version, text) "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\",\"version\":" #version "}," \
        "\"contentChanges\":[{\"text\":\"" text "\"}]}}"
    lsp_server *s = lsp_server_new(&real);
    feed(s, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"textDocument\":{\"diagnostic\":{},\"publishDiagnostics\":{}}}}}");
    assert_true(said(s, "diagnosticProvider"));
    feed(s, OPEN);
    feed(s, EDIT(2, "The meeting of of Rome took place."));
    assert_true(wait_for(s, "\"version\":2,\"diagnostics\":[{"));
    forget_output(s);
    feed(s, EDIT(3, "The meeting of of Rome took place there."));
    assert_true(wait_for(s, "\"version\":3,\"diagnostics\":[{"));
    forget_output(s);
    feed(s, ASK(40, "diagnostic"));
    assert_true(said(s, "\"id\":40,\"result\":{\"kind\":\"full\""));
    assert_true(said(s, "publishDiagnostics\",\"params\":{\"uri\":\"file:///x.txt\",\"diagnostics\":[]}")); /* else they were shown twice */
    forget_output(s);
    feed(s, EDIT(4, "The meeting of of Milan took place."));
    feed(s, ASK(41, "diagnostic"));
    assert_true(wait_for(s, "\"id\":41,\"result\":{\"kind\":\"full\""));
    assert_true(lsp_server_turn(s) > 100000); /* nothing is to be pushed later */
    assert_false(said(s, "publishDiagnostics"));
    lsp_server_free(s);
}

/* Reports and fixed texts are made aside: other requests are answered meanwhile, and cancelling ends the work. */
static void test_made_aside(void **state)
{
    (void)state;
    static const lsp_host real = { open_pack, no_file };
#define REPORT(id) "{\"jsonrpc\":\"2.0\",\"id\":" #id ",\"method\":\"workspace/executeCommand\",\"params\":{\"command\":\"calco.report\",\"arguments\":[\"file:///x.txt\"]}}"
#define FIX(id) "{\"jsonrpc\":\"2.0\",\"id\":" #id ",\"method\":\"textDocument/codeAction\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\"}," \
        "\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":0,\"character\":0}},\"context\":{\"diagnostics\":[],\"only\":[\"source.fixAll.calco\"]}}}"
    lsp_server *s = server_with_long_text(&real, "");
    assert_true(wait_for(s, "\"version\":1,\"diagnostics\":[{"));
    forget_output(s);
    feed(s, REPORT(30));
    feed(s, REPORT(31));
    lsp_server_turn(s);
    assert_true(lsp_server_busy(s));
    feed(s, ASK(32, "codeLens"));
    assert_true(said(s, "\"id\":32,\"result\":[{"));
    feed(s, CANCEL(30));
    assert_false(lsp_server_stops(s)); /* the other one waits for it still */
    feed(s, CANCEL(31));
    assert_true(said(s, "\"id\":30,\"error\":{\"code\":-32800") && said(s, "\"id\":31,\"error\":{\"code\":-32800"));
    assert_true(lsp_server_stops(s));
    feed(s, FIX(33));
    assert_true(wait_for(s, "\"id\":33,\"result\":[{"));
    assert_true(said(s, "\"kind\":\"source.fixAll.calco\"") && said(s, "\"newText\":"));
    forget_output(s);
    feed(s, FIX(34)); /* it is kept */
    assert_true(said(s, "\"id\":34,\"result\":[{"));
    feed(s, REPORT(35));
    assert_true(wait_for(s, "\"id\":35,\"error\":{\"code\":-32803")); /* no_file writes nothing */
    feed(s, REPORT(36));
    feed(s, FIX(37));
    assert_true(said(s, "\"id\":36,\"error\":") && said(s, "\"id\":37,\"result\":"));
    feed(s, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\",\"version\":2},"
            "\"contentChanges\":[{\"text\":\"The meeting of of Rome took place.\"}]}}");
    forget_output(s);
    feed(s, FIX(38)); /* of the new text */
    assert_true(wait_for(s, "\"id\":38,\"result\":[{"));
    assert_true(said(s, "\"range\":{\"start\":{\"line\":0,\"character\":1"));
    lsp_server_free(s);
}

/* A change stops the check of the version before; so does closing, and nothing is said of it. */
static void test_overtaken_check(void **state)
{
    (void)state;
    static const lsp_host real = { open_pack, no_file };
    lsp_server *s = server_with_long_text(&real, "");
    assert_true(lsp_server_busy(s) && !lsp_server_stops(s));
    feed(s, CANCEL(99)); /* of no request: diagnostics are pushed, the check goes on */
    assert_false(lsp_server_stops(s));
    feed(s, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\",\"version\":2},"
            "\"contentChanges\":[{\"text\":\"The meeting of of Rome took place.\"}]}}");
    assert_true(lsp_server_stops(s));
    assert_true(wait_for(s, "\"version\":2,\"diagnostics\":[{"));
    assert_false(said(s, "\"version\":1"));
    lsp_server_free(s);
    s = server_with_long_text(&real, "");
    feed(s, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"file:///x.txt\"}}}");
    assert_true(lsp_server_stops(s));
    forget_output(s);
    struct pollfd p = { lsp_server_wake(s), POLLIN, 0 };
    assert_int_equal(poll(&p, 1, 60000), 1);
    assert_true(lsp_server_turn(s) > 100000);
    assert_int_equal(lsp_server_output(s).n, 0);
    lsp_server_free(s);
    lsp_server_free(server_with_long_text(&real, "")); /* a client that is gone does not wait for the end of a check */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames),    cmocka_unit_test(test_giants), cmocka_unit_test(test_json),          cmocka_unit_test(test_positions),
        cmocka_unit_test(test_positions_by_hand), cmocka_unit_test(test_uris), cmocka_unit_test(test_configuration), cmocka_unit_test(test_messages),
        cmocka_unit_test(test_waiting),   cmocka_unit_test(test_cancelled_check), cmocka_unit_test(test_overtaken_check),
        cmocka_unit_test(test_made_aside), cmocka_unit_test(test_pulls_not),
    };
    return cmocka_run_group_tests_name("lsp", tests, NULL, NULL);
}
