/* The message floor: JSON-RPC 2.0, the lifecycle's order, error codes, requests that wait for a check. */
#include "lsp/server.h"
#include "text/unicode.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* --- the table of methods: to add one, write its handler and a row --- */

typedef enum {
    ANY_TIME = 1, /* before initialize too */
    WAITS = 2,    /* until the document is checked as it is now */
    PLACED = 4    /* its positions are of the text as it is now: a change in between makes it void */
} method_flags;
static const struct { const char *name; lsp_handler *handler; int flags; } requests[] = {
    { "initialize", lsp_initialize, ANY_TIME },
    { "textDocument/diagnostic", lsp_diagnostic, WAITS },
    { "textDocument/codeAction", lsp_code_action, WAITS | PLACED },
    { "textDocument/hover", lsp_hover, WAITS | PLACED },
    { "textDocument/definition", lsp_definition, WAITS | PLACED },
    { "textDocument/documentLink", lsp_document_link, WAITS | PLACED },
    { "textDocument/codeLens", lsp_code_lens, WAITS },
    { "textDocument/inlayHint", lsp_inlay_hint, WAITS | PLACED },
    { "workspace/executeCommand", lsp_execute_command, WAITS },
};
static const struct { const char *name; lsp_notified *handler; } notifications[] = {
    { "initialized", lsp_initialized },
    { "textDocument/didOpen", lsp_did_open },
    { "textDocument/didChange", lsp_did_change },
    { "textDocument/didClose", lsp_did_close },
    { "textDocument/didSave", lsp_did_save },
    { "workspace/didChangeConfiguration", lsp_did_change_configuration },
    { "workspace/didChangeWatchedFiles", lsp_did_change_watched_files },
    { "workspace/didChangeWorkspaceFolders", lsp_did_change_folders },
};

/* --- sending --- */

static calco_json *new_message(void)
{
    calco_json *m = calco_json_new_object();
    lsp_put_text(m, "jsonrpc", "2.0");
    return m;
}

static void send_message(lsp_server *s, calco_json *m)
{
    calco_buf body = { 0 };
    calco_json_dump(&body, m);
    calco_json_free(m);
    lsp_frame_write(&s->out, calco_buf_view(&body));
    calco_buf_free(&body);
}

static void answer_error(lsp_server *s, const calco_json *id, int code, const char *message)
{
    calco_json *m = new_message(), *e = calco_json_new_object();
    lsp_put(m, "id", calco_json_share(id));
    lsp_put_int(e, "code", code);
    lsp_put_text(e, "message", message);
    lsp_put(m, "error", e);
    send_message(s, m);
}

void lsp_refuse_frame(lsp_server *s, const char *why) { answer_error(s, NULL, LSP_PARSE_ERROR, why); }

static void answer(lsp_server *s, const calco_json *id, calco_json *result)
{
    calco_json *m = new_message();
    lsp_put(m, "id", calco_json_share(id));
    lsp_put(m, "result", result);
    send_message(s, m);
}

void lsp_notify(lsp_server *s, const char *method, calco_json *params)
{
    calco_json *m = new_message();
    lsp_put_text(m, "method", method);
    lsp_put(m, "params", params);
    send_message(s, m);
}

int64_t lsp_request(lsp_server *s, const char *method, calco_json *params)
{
    calco_json *m = new_message();
    lsp_put_int(m, "id", ++s->next_id);
    lsp_put_text(m, "method", method);
    if (params) lsp_put(m, "params", params);
    send_message(s, m);
    return s->next_id;
}

static void say(lsp_server *s, const char *method, int type, const char *text)
{
    calco_json *p = calco_json_new_object();
    str         whole = calco_str(text);
    lsp_put_int(p, "type", type);
    lsp_put_str(p, "message", calco_utf8_valid(whole) ? whole : STR("calco: a message that is no valid UTF-8"));
    lsp_notify(s, method, p);
}

void lsp_show(lsp_server *s, int type, const char *text) { say(s, "window/showMessage", type, text); }
void lsp_log(lsp_server *s, int type, const char *text) { say(s, "window/logMessage", type, text); }

calco_json *lsp_fail(lsp_error *e, int code, const char *format, ...)
{
    char    message[sizeof e->message];
    va_list ap;
    va_start(ap, format);
    vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    size_t n = strlen(message);
    while (n && !calco_utf8_valid((str){ message, n })) n--; /* it may be cut in the middle of a character */
    message[n] = '\0';
    memcpy(e->message, message, n + 1);
    e->code = code;
    return NULL;
}

/* --- requests --- */

static void run_request(lsp_server *s, const calco_json *message, lsp_handler *handler)
{
    lsp_error   e = { 0 };
    calco_json *result = handler(s, calco_json_get(message, "params"), &e);
    if (e.code) answer_error(s, calco_json_get(message, "id"), e.code, e.message);
    else answer(s, calco_json_get(message, "id"), result ? result : calco_json_of_null());
}

/* The document that a request is about: of its params, or the first argument of a command. */
static lsp_document *document_of(const lsp_server *s, const calco_json *params)
{
    str uri = calco_json_as_str(calco_json_get(calco_json_get(params, "textDocument"), "uri"));
    if (!uri.p) uri = calco_json_as_str(calco_json_item(calco_json_get(params, "arguments"), 0));
    return uri.p ? lsp_document_of(s, uri) : NULL;
}

/* What must be made of the text, beside its check, before a request can be served. */
static unsigned needs_of(const calco_json *message)
{
    static const struct { const char *command; lsp_work work; } commands[] = { { "calco.fixAll", LSP_FIX }, { "calco.report", LSP_PAGE } };
    const calco_json *params = calco_json_get(message, "params");
    str command = calco_json_as_str(calco_json_get(params, "command")), method = calco_json_as_str(calco_json_get(message, "method"));
    if (calco_str_eq(method, STR("textDocument/codeAction"))) return lsp_wants_fix_all(params) ? LSP_FIX : 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (calco_str_eq(method, STR("workspace/executeCommand")) && calco_str_eq(command, calco_str(commands[i].command))) return commands[i].work;
    return 0;
}

/* Keep a request until its document is checked; false where it can be served at once. */
static bool must_wait(lsp_server *s, calco_json *message, int flags)
{
    lsp_document *doc = flags & WAITS ? document_of(s, calco_json_get(message, "params")) : NULL;
    unsigned      needs = needs_of(message);
    if (!doc || lsp_is_ready(doc, needs)) return false;
    doc->paused = false;
    lsp_waiting w = { calco_json_share(message), doc, flags & PLACED ? doc->edit : 0, needs };
    VEC_PUSH(s->arena, &s->waiting, w);
    return true;
}

static void take_shutdown(lsp_server *s, const calco_json *id)
{
    lsp_drop_waiting(s, NULL, LSP_CANCELLED, "the server is shutting down");
    s->state = LSP_SHUT;
    lsp_checker_stop(s->checker);
    answer(s, id, calco_json_of_null());
}

static void take_request(lsp_server *s, calco_json *message, str method)
{
    const calco_json *id = calco_json_get(message, "id"), *params = calco_json_get(message, "params");
    if (s->state == LSP_SHUT) {
        answer_error(s, id, LSP_INVALID_REQUEST, "the server was shut down");
        return;
    }
    if (s->state == LSP_NEW && !calco_str_eq(method, STR("initialize"))) {
        answer_error(s, id, LSP_NOT_INITIALIZED, "initialize must come first");
        return;
    }
    if (params && !calco_json_is_object(params) && !calco_json_is_array(params) && !calco_json_is_null(params)) {
        answer_error(s, id, LSP_INVALID_PARAMS, "params must be an object or an array");
        return;
    }
    if (calco_str_eq(method, STR("shutdown"))) {
        take_shutdown(s, id);
        return;
    }
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        if (!calco_str_eq(method, calco_str(requests[i].name))) continue;
        if (!must_wait(s, message, requests[i].flags)) run_request(s, message, requests[i].handler);
        return;
    }
    answer_error(s, id, LSP_METHOD_NOT_FOUND, "calco has no such request");
}

/* --- requests that wait --- */

static lsp_handler *handler_of(const calco_json *message)
{
    str method = calco_json_as_str(calco_json_get(message, "method"));
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (calco_str_eq(method, calco_str(requests[i].name))) return requests[i].handler;
    return NULL;
}

static void take_out(lsp_server *s, size_t i)
{
    calco_json_free(s->waiting.p[i].message);
    memmove(&s->waiting.p[i], &s->waiting.p[i + 1], (s->waiting.n - i - 1) * sizeof *s->waiting.p);
    s->waiting.n--;
}

void lsp_serve_waiting(lsp_server *s)
{
    for (size_t i = 0; i < s->waiting.n;) {
        lsp_waiting *w = &s->waiting.p[i];
        if (w->edit && w->edit != w->doc->edit)
            answer_error(s, calco_json_get(w->message, "id"), LSP_CONTENT_MODIFIED, "the text has changed meanwhile");
        else if (lsp_is_ready(w->doc, w->needs)) run_request(s, w->message, handler_of(w->message));
        else {
            i++;
            continue;
        }
        take_out(s, i);
    }
}

void lsp_drop_waiting(lsp_server *s, const lsp_document *doc, int code, const char *why)
{
    for (size_t i = 0; i < s->waiting.n;) {
        if (doc && s->waiting.p[i].doc != doc) {
            i++;
            continue;
        }
        answer_error(s, calco_json_get(s->waiting.p[i].message, "id"), code, why);
        take_out(s, i);
    }
}

static bool same_id(const calco_json *a, const calco_json *b)
{
    if (calco_json_is_integer(a)) return calco_json_is_integer(b) && calco_json_as_int(a, 0) == calco_json_as_int(b, 1);
    return calco_json_is_string(a) && calco_json_is_string(b) && calco_str_eq(calco_json_as_str(a), calco_json_as_str(b));
}

static void cancel(lsp_server *s, const calco_json *id)
{
    for (size_t i = 0; i < s->waiting.n; i++) {
        if (!same_id(calco_json_get(s->waiting.p[i].message, "id"), id)) continue;
        lsp_document *doc = s->waiting.p[i].doc;
        answer_error(s, id, LSP_CANCELLED, "cancelled");
        take_out(s, i);
        lsp_stop_unneeded(s, doc);
        return;
    }
}

/* --- notifications and answers of the client --- */

static void take_notification(lsp_server *s, const calco_json *message, str method)
{
    const calco_json *params = calco_json_get(message, "params");
    if (calco_str_eq(method, STR("exit"))) {
        s->status = s->state == LSP_SHUT ? 0 : 1;
        s->state = LSP_GONE;
    } else if (calco_str_eq(method, STR("$/cancelRequest"))) cancel(s, calco_json_get(params, "id"));
    for (size_t i = 0; s->state == LSP_RUNNING && i < sizeof notifications / sizeof *notifications; i++)
        if (calco_str_eq(method, calco_str(notifications[i].name))) notifications[i].handler(s, params);
}

static void take_answer(lsp_server *s, const calco_json *message)
{
    if (!s->settings_id || calco_json_as_int(calco_json_get(message, "id"), 0) != s->settings_id) return;
    s->settings_id = 0;
    lsp_take_settings(s, calco_json_item(calco_json_get(message, "result"), 0));
}

static void take_message(lsp_server *s, calco_json *m)
{
    const calco_json *id = calco_json_get(m, "id"), *method = calco_json_get(m, "method");
    bool named = calco_json_is_integer(id) || calco_json_is_string(id);
    if (!calco_json_is_object(m) || !calco_str_eq(calco_json_as_str(calco_json_get(m, "jsonrpc")), STR("2.0")))
        answer_error(s, named ? id : NULL, LSP_INVALID_REQUEST, "no message of JSON-RPC 2.0");
    else if (!method && named && (calco_json_get(m, "result") || calco_json_get(m, "error"))) take_answer(s, m);
    else if (!calco_json_is_string(method) || (id && !named))
        answer_error(s, named ? id : NULL, LSP_INVALID_REQUEST, "a request needs a method and an id that is a number or a string");
    else if (id) take_request(s, m, calco_json_as_str(method));
    else take_notification(s, m, calco_json_as_str(method));
}

/* Bytes that are no UTF-8 must not cost a whole message: the texts of both sides would part for good. */
static void replace_bad(str body, calco_buf *out)
{
    for (size_t at = 0; at < body.n;) {
        bool   valid;
        size_t n = calco_utf8_step(body, at, &valid);
        calco_buf_str(out, valid ? calco_str_cut(body, at, at + n) : STR("\xEF\xBF\xBD"));
        at += n;
    }
}

void lsp_take_body(lsp_server *s, str body)
{
    calco_err   err = { 0 };
    calco_buf   mended = { 0 };
    bool        valid = calco_utf8_valid(body);
    if (!valid) replace_bad(body, &mended);
    calco_json *m = calco_json_parse(valid ? body : calco_buf_view(&mended), &err);
    if (!m) answer_error(s, NULL, LSP_PARSE_ERROR, calco_utf8_valid(calco_str(err.message)) ? err.message : "no JSON");
    else take_message(s, m);
    calco_json_free(m);
    calco_buf_free(&mended);
}
