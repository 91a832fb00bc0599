/* Any bytes to the language server's frames and messages: it answers or keeps silent, and every answer is a frame of JSON.
 *
 * Without a pack no text is checked: what is tested are frames, JSON, lifecycle, documents and positions. The first byte says
 * how the rest comes: as it is, or line by line, each line framed, after an initialize. */
#include "base/json.h"
#include "lsp/frame.h"
#include "lsp/lsp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static calco_engine *no_engine(const char *pair) { return (void)pair, NULL; }
static bool no_file(const char *path, str bytes, calco_err *err) { return (void)path, (void)bytes, (void)err, false; }
static const lsp_host host = { no_engine, no_file };

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
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
