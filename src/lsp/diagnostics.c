/* Findings as diagnostics: pushed after a check, or pulled by the client. */
#include "lsp/server.h"

#include "lsp/uri.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>

/* Where rules are explained, unless the editor's settings say "rulesUrl": an address of the web that whoever builds calco has set. */
#ifndef CALCO_HOME
#define CALCO_HOME ""
#endif

/* --- the source's place --- */

/* In a file of another encoding than UTF-8 characters are counted as they are there: code points. */
static calco_json *range_by_columns(calco_place p)
{
    lsp_text    none = { 0 };
    calco_json *range = lsp_json_range(&none, LSP_UTF16, 0, 0);
    const struct { const char *end; size_t line, column; } ends[] = { { "start", p.line, p.column }, { "end", p.end_line, p.end_column } };
    for (size_t i = 0; i < 2; i++) {
        calco_json *at = calco_json_get(range, ends[i].end);
        lsp_put_int(at, "line", (int64_t)ends[i].line - 1);
        lsp_put_int(at, "character", (int64_t)ends[i].column - 1);
    }
    return range;
}

char *lsp_source_location(const lsp_server *s, const lsp_document *doc, calco_place place, calco_json **range)
{
    const lsp_job *j = doc->checked;
    if (!place.line || !j || !j->result) return NULL;
    if (!j->source_name) { /* the other side of a bilingual text */
        if (!j->result->source_name) return NULL;
        *range = lsp_json_range(&doc->text, s->encoding, place.byte_start, place.byte_end);
        return strdup(doc->uri);
    }
    str bytes = calco_buf_view(&j->source);
    if (!calco_utf8_valid(bytes)) *range = range_by_columns(place);
    else {
        size_t   mark = calco_str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0; /* editors do not show it */
        lsp_text text = { 0 };
        lsp_text_set(&text, calco_str_from(bytes, mark));
        *range = lsp_json_range(&text, s->encoding, place.byte_start > mark ? place.byte_start - mark : 0,
                                place.byte_end > mark ? place.byte_end - mark : 0);
        lsp_text_free(&text);
    }
    lsp_document *open = lsp_document_at(s, j->source_name);
    return open ? strdup(open->uri) : lsp_uri_of(j->source_name);
}

/* --- one diagnostic --- */

/* The words of the source, else its sentence. */
static void add_related(const lsp_server *s, const lsp_document *doc, const calco_finding *f, calco_json *d)
{
    const calco_result          *r = doc->checked->result;
    const calco_sentence_result *sentence = f->sentence < r->n_sentences ? &r->sentences[f->sentence] : NULL;
    bool        words = f->source_place.line > 0;
    calco_json *range;
    char       *uri = words ? lsp_source_location(s, doc, f->source_place, &range)
                            : sentence ? lsp_source_location(s, doc, sentence->source_place, &range) : NULL;
    if (!uri) return;
    calco_json *list = calco_json_new_array(), *related = calco_json_new_object(), *location = calco_json_new_object();
    lsp_put_text(location, "uri", uri);
    lsp_put(location, "range", range);
    lsp_put(related, "location", location);
    str text = words && f->source_text.n ? f->source_text : sentence ? sentence->source : STR("");
    lsp_put_str(related, "message", text.n ? text : STR("the source"));
    calco_json_push(list, related);
    lsp_put(d, "relatedInformation", list);
    free(uri);
}

static void add_message(const calco_finding *f, calco_json *d)
{
    static const char *const origins[] = { [CALCO_ORIGIN_RULE] = "source, likely", [CALCO_ORIGIN_INFERRED] = "source, inferred",
                                           [CALCO_ORIGIN_GIVEN] = "source" };
    calco_buf b = { 0 };
    calco_buf_str(&b, f->message);
    if (f->source_text.n && f->source_origin != CALCO_ORIGIN_NONE) {
        calco_buf_printf(&b, " (%s: “", origins[f->source_origin]);
        calco_buf_str(&b, f->source_text);
        calco_buf_str(&b, STR("”)"));
    }
    lsp_put_str(d, "message", calco_buf_view(&b));
    calco_buf_free(&b);
}

/* The rule stands for "{rule}" in the address, or behind "#". */
static void add_explanation(const lsp_server *s, const char *rule, calco_json *d)
{
    str url = calco_str(s->rules_url ? s->rules_url : CALCO_HOME), mark = STR("{rule}");
    if (!calco_str_starts(url, STR("https://")) && !calco_str_starts(url, STR("http://")) && !calco_str_starts(url, STR("file:///"))) return;
    calco_json *about = calco_json_new_object();
    calco_buf   href = { 0 };
    size_t      at = calco_str_find(url, mark, 0);
    calco_buf_str(&href, calco_str_cut(url, 0, at == SIZE_MAX ? url.n : at));
    calco_buf_printf(&href, "%s%s", at == SIZE_MAX ? "#" : "", rule);
    if (at != SIZE_MAX) calco_buf_str(&href, calco_str_from(url, at + mark.n));
    lsp_put_str(about, "href", calco_buf_view(&href));
    calco_buf_free(&href);
    lsp_put(d, "codeDescription", about);
}

calco_json *lsp_json_diagnostic(const lsp_server *s, const lsp_document *doc, const calco_finding *f)
{
    static const int severities[] = { [CALCO_MINOR] = 3, [CALCO_MAJOR] = 2, [CALCO_CRITICAL] = 1 };
    calco_json *d = calco_json_new_object(), *data = calco_json_new_object();
    lsp_put(d, "range", lsp_json_range(&doc->text, s->encoding, f->place.byte_start, f->place.byte_end));
    lsp_put_int(d, "severity", severities[f->severity]);
    lsp_put_text(d, "code", f->rule);
    add_explanation(s, f->rule, d);
    lsp_put_text(d, "source", "calco");
    add_message(f, d);
    if (s->client.related) add_related(s, doc, f, d);
    lsp_put_text(data, "fingerprint", f->fingerprint);
    lsp_put(d, "data", data);
    return d;
}

static calco_json *all_diagnostics(const lsp_server *s, const lsp_document *doc)
{
    calco_json         *list = calco_json_new_array();
    const calco_result *r = lsp_result_of(doc);
    for (size_t i = 0; r && i < r->n_findings; i++) calco_json_push(list, lsp_json_diagnostic(s, doc, &r->findings[i]));
    return list;
}

/* --- sending them --- */

static void ask_to_refresh(lsp_server *s)
{
    if (s->client.refresh_lenses) lsp_request(s, "workspace/codeLens/refresh", NULL);
    if (s->client.refresh_hints && !s->hints_off) lsp_request(s, "workspace/inlayHint/refresh", NULL);
}

/* A client that pulls does so when a text is opened: seconds after the first check. */
static const double GRACE = 0.5;

bool lsp_pulls(const lsp_server *s) { return s->client.pull && !s->pushes; }

static void push(lsp_server *s, const lsp_document *doc, bool empty)
{
    calco_json *p = calco_json_new_object();
    lsp_put_text(p, "uri", doc->uri);
    if (!empty) lsp_put_int(p, "version", doc->version);
    lsp_put(p, "diagnostics", empty ? calco_json_new_array() : all_diagnostics(s, doc));
    lsp_notify(s, "textDocument/publishDiagnostics", p);
}

double lsp_push_unpulled(lsp_server *s, double now)
{
    double next = 0;
    for (size_t i = 0; i < s->documents.n; i++) {
        lsp_document *doc = s->documents.p[i];
        if (doc->push_at <= 0) continue;
        if (s->pulled || s->pushes) doc->push_at = 0;
        else if (doc->push_at <= now) s->pushes = true;
        else if (next <= 0 || doc->push_at < next) next = doc->push_at;
    }
    for (size_t i = 0; i < s->documents.n && s->pushes && !s->pulled; i++) {
        lsp_document *doc = s->documents.p[i];
        if (doc->push_at > 0 && lsp_is_current(doc)) push(s, doc, false);
        doc->push_at = 0;
    }
    return s->pushes ? 0 : next;
}

/* It pulls after all: what was pushed would be shown twice. */
static void note_pull(lsp_server *s)
{
    for (size_t i = 0; s->pushes && i < s->documents.n; i++) push(s, s->documents.p[i], true);
    s->pulled = true;
    s->pushes = false;
}

void lsp_publish(lsp_server *s, lsp_document *doc, bool closing)
{
    if (lsp_pulls(s)) {
        doc->push_at = !closing && s->client.push && !s->pulled ? lsp_now() + GRACE : 0;
        if (!closing && s->client.refresh && doc->result_id[0]) { /* what the client has may be old: settings or the source changed */
            bool waits = false;
            for (size_t i = 0; i < s->waiting.n; i++) waits |= s->waiting.p[i].doc == doc;
            if (!waits) lsp_request(s, "workspace/diagnostic/refresh", NULL);
        }
    } else push(s, doc, closing);
    if (!closing) ask_to_refresh(s);
}

calco_json *lsp_diagnostic(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    if (!doc) return NULL;
    note_pull(s);
    calco_json *list = all_diagnostics(s, doc), *report = calco_json_new_object();
    calco_buf   b = { 0 };
    calco_json_dump(&b, list);
    snprintf(doc->result_id, sizeof doc->result_id, "%016llx", (unsigned long long)calco_str_hash(calco_buf_view(&b)));
    calco_buf_free(&b);
    bool same = calco_str_eq(calco_json_as_str(calco_json_get(params, "previousResultId")), calco_str(doc->result_id));
    lsp_put_text(report, "kind", same ? "unchanged" : "full");
    lsp_put_text(report, "resultId", doc->result_id);
    if (same) calco_json_free(list);
    else lsp_put(report, "items", list);
    return report;
}
