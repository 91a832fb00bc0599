/* Any bytes to the language server's frames and messages: it answers or keeps silent, and every answer is a frame of JSON.
 *
 * The first byte says how the rest comes: as it is, or line by line, each line framed, after an initialize, or as a text that is
 * opened, asked about and changed. Only such texts are checked, with the pack at CALCO_TEST_PACK or build/packs/it-en.calco, where
 * there is one; the others are for frames, JSON, lifecycle, documents and positions. */
#include "base/json.h"
#include "lsp/frame.h"
#include "lsp/lsp.h"
#include "text/unicode.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static calco_engine *no_engine(const char *pair) { return (void)pair, NULL; }
static bool no_file(const char *path, str bytes, calco_err *err) { return (void)path, (void)bytes, (void)err, false; }
static const lsp_host host = { no_engine, no_file };

static calco_engine *open_pack(const char *pair)
{
    const char *pack = getenv("CALCO_TEST_PACK");
    return (void)pair, calco_engine_open(pack ? pack : "build/packs/it-en.calco", NULL, NULL);
}

static bool feed_framed(lsp_server *s, str body)
{
    calco_buf frame = { 0 };
    lsp_frame_write(&frame, body);
    bool on = lsp_server_feed(s, frame.p, frame.n);
    calco_buf_free(&frame);
    return on;
}

static void check_answers(const lsp_server *s)
{
    lsp_frames f = { 0 };
    str        out = lsp_server_output(s), body;
    size_t     used = 0;
    lsp_frames_feed(&f, out.p, out.n);
    for (lsp_frame k; (k = lsp_frames_next(&f, &body)) != LSP_FRAME_NONE;) {
        calco_json *m = k == LSP_FRAME_BODY ? calco_json_parse(body, NULL) : NULL;
        if (!m) abort();
        calco_json_free(m);
        used++;
    }
    if (f.in.n) abort();
    lsp_frames_free(&f);
    (void)used;
}

/* --- texts --- */

/* Engines stay with their server, and opening one takes longer than checking a text: one server for all texts. */
static lsp_server *for_texts(void)
{
    static const lsp_host real = { open_pack, no_file };
    static lsp_server *s;
    if (s) return s;
    s = lsp_server_new(&real);
    feed_framed(s, STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"workspace\":{\"applyEdit\":true},"
                       "\"textDocument\":{\"publishDiagnostics\":{\"relatedInformation\":true}}},\"initializationOptions\":{\"sentenceLinks\":true}}}"));
    return s;
}

static void settle(lsp_server *s)
{
    for (int wait = lsp_server_turn(s); lsp_server_busy(s) || wait < 1000; wait = lsp_server_turn(s)) {
        struct pollfd p = { lsp_server_wake(s), POLLIN, 0 };
        poll(&p, 1, wait < 1000 ? wait : 1000);
    }
}

static void say(lsp_server *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(lsp_server *s, const char *format, ...)
{
    char    message[1024];
    va_list ap;
    va_start(ap, format);
    vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    feed_framed(s, calco_str(message));
}

static void open_text(lsp_server *s, const char *uri, str text)
{
    calco_json *m = calco_json_new_object(), *params = calco_json_new_object(), *item = calco_json_new_object();
    calco_buf   body = { 0 };
    calco_json_set(item, "uri", calco_json_of_text(uri));
    calco_json_set(item, "languageId", calco_json_of_text(""));
    calco_json_set(item, "version", calco_json_of_int(1));
    calco_json_set(item, "text", calco_json_of_str(text));
    calco_json_set(params, "textDocument", item);
    calco_json_set(m, "jsonrpc", calco_json_of_text("2.0"));
    calco_json_set(m, "method", calco_json_of_text("textDocument/didOpen"));
    calco_json_set(m, "params", params);
    calco_json_dump(&body, m);
    feed_framed(s, calco_buf_view(&body));
    calco_buf_free(&body);
    calco_json_free(m);
}

#define ASK "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"textDocument/%s\",\"params\":{\"textDocument\":{\"uri\":\"%s\"},"
#define ALL "\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":1000000,\"character\":0}},\"context\":{\"diagnostics\":[]%s}}}"

/* Open a text of some format, ask all that can be asked about it, change it while it is checked, close it. */
static void edit_text(unsigned how, str text)
{
    static const char *const endings[] = { "txt", "md", "html", "xlf", "tmx", "po", "tsv", "jsonl" };
    static const char *const placed[] = { "hover", "definition" };
    lsp_server *s = for_texts();
    calco_buf   valid = { 0 };
    char        uri[32];
    snprintf(uri, sizeof uri, "file:///x.%s", endings[how % 8]);
    for (size_t at = 0; at < text.n;) {
        bool   ok;
        size_t n = calco_utf8_step(text, at, &ok);
        if (ok) calco_buf_add(&valid, text.p + at, n);
        at += n;
    }
    open_text(s, uri, calco_buf_view(&valid));
    settle(s);
    say(s, ASK ALL, 2, "codeAction", uri, "");
    say(s, ASK ALL, 3, "codeAction", uri, ",\"only\":[\"source.fixAll.calco\"]");
    say(s, ASK ALL, 4, "inlayHint", uri, "");
    say(s, ASK "\"x\":0}}", 5, "codeLens", uri);
    say(s, ASK "\"x\":0}}", 11, "documentLink", uri);
    for (unsigned i = 0; i < 4; i++) say(s, ASK "\"position\":{\"line\":%u,\"character\":%u}}}", (int)i + 6, placed[i % 2], uri, i / 2, how / 8 + i);
    settle(s);
    say(s, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"%s\",\"version\":2},\"contentChanges\":[{\"range\":"
           "{\"start\":{\"line\":0,\"character\":%u},\"end\":{\"line\":1,\"character\":%u}},\"text\":\"of of \\n\"}]}}", uri, how / 8, how / 16);
    lsp_server_turn(s);
    say(s, ASK ALL, 10, "codeAction", uri, ",\"only\":[\"\"]");
    if (how % 16 < 8) settle(s);
    say(s, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"%s\"}}}", uri);
    settle(s);
    check_answers(s);
    lsp_server_sent(s, lsp_server_output(s).n);
    calco_buf_free(&valid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    if (data[0] % 8 == 4 && size > 1) {
        edit_text(data[1], (str){ (const char *)data + 2, size - 2 });
        return 0;
    }
    uint8_t *own = malloc(size); /* exact, so that a byte read behind it is seen */
    memcpy(own, data, size);
    lsp_server *s = lsp_server_new(&host);
    str rest = { (const char *)own + 1, size - 1 }, line;
    if (own[0] % 2) {
        bool on = feed_framed(s, STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}"));
        if (own[0] % 4 == 3)
            on = feed_framed(s, STR("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///x\","
                                    "\"languageId\":\"\",\"version\":1,\"text\":\"a\xF0\x9F\x98\x80\\r\\nb\"}}}"));
        while (on && calco_str_split(&rest, '\n', &line)) on = feed_framed(s, line) && lsp_server_turn(s) > 0;
    } else {
        size_t step = 1 + own[0] / 2;
        for (size_t at = 0; at < rest.n; at += step)
            if (!lsp_server_feed(s, rest.p + at, rest.n - at < step ? rest.n - at : step)) break;
    }
    check_answers(s);
    lsp_server_free(s);
    free(own);
    return 0;
}
