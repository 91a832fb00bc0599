/* The texts that are open: opening, changing, saving, closing. */
#include "lsp/server.h"

#include "lsp/uri.h"

#include <stdlib.h>
#include <time.h>

double lsp_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- finding them --- */

lsp_document *lsp_document_of(const lsp_server *s, str uri)
{
    for (size_t i = 0; i < s->documents.n; i++)
        if (calco_str_eq(calco_str(s->documents.p[i]->uri), uri)) return s->documents.p[i];
    return NULL;
}

lsp_document *lsp_document_in(const lsp_server *s, const calco_json *params, lsp_error *error)
{
    str           uri = calco_json_as_str(calco_json_get(calco_json_get(params, "textDocument"), "uri"));
    lsp_document *doc = uri.p ? lsp_document_of(s, uri) : NULL;
    if (!uri.p) lsp_fail(error, LSP_INVALID_PARAMS, "params name no textDocument");
    else if (!doc) lsp_fail(error, LSP_INVALID_PARAMS, "the text is not open");
    return doc;
}

lsp_document *lsp_document_at(const lsp_server *s, const char *path)
{
    for (size_t i = 0; i < s->documents.n; i++)
        if (s->documents.p[i]->path && strcmp(s->documents.p[i]->path, path) == 0) return s->documents.p[i];
    return NULL;
}

bool lsp_is_current(const lsp_document *doc) { return !doc->due && doc->checked && doc->checked->edit == doc->edit; }

bool lsp_is_ready(const lsp_document *doc, unsigned needs)
{
    if (!lsp_is_current(doc)) return false;
    return !doc->checked->result || ((!(needs & LSP_FIX) || doc->fixed) && (!(needs & LSP_PAGE) || doc->page));
}

bool lsp_can_fix(const lsp_document *doc)
{
    const calco_result *r = lsp_result_of(doc);
    bool                any = false;
    for (size_t i = 0; r && i < r->n_findings; i++) any |= r->findings[i].safe;
    return any;
}

const calco_result *lsp_result_of(const lsp_document *doc) { return lsp_is_current(doc) ? doc->checked->result : NULL; }

void lsp_document_free(lsp_document *doc)
{
    if (!doc) return;
    free(doc->uri);
    free(doc->path);
    free(doc->language);
    lsp_text_free(&doc->text);
    calco_memo_free(doc->memo);
    lsp_job_free(doc->checked);
    lsp_job_free(doc->fixed);
    lsp_job_free(doc->page);
    free(doc);
}

/* --- checking them again --- */

/* What is being done with a document that is not stopped yet; 0: nothing. */
static unsigned work_on(const lsp_server *s, const lsp_document *doc)
{
    lsp_work    work;
    const char *uri = lsp_checker_works_on(s->checker, &work);
    return uri && strcmp(uri, doc->uri) == 0 ? work : 0;
}

void lsp_make_due(lsp_server *s, lsp_document *doc)
{
    doc->due = true;
    doc->paused = false;
    if (work_on(s, doc)) lsp_checker_stop(s->checker);
}

void lsp_stop_unneeded(lsp_server *s, lsp_document *doc)
{
    unsigned work = work_on(s, doc), needed = lsp_pulls(s) ? 0 : LSP_CHECK; /* else diagnostics are sent when the check is done */
    for (size_t i = 0; i < s->waiting.n; i++)
        if (s->waiting.p[i].doc == doc) needed |= s->waiting.p[i].needs | LSP_CHECK;
    if (!work || needed & work) return;
    lsp_checker_stop(s->checker);
    if (work == LSP_CHECK) doc->due = doc->paused = true;
}

static void mark(lsp_server *s, lsp_document *doc)
{
    doc->edit = ++s->edits;
    doc->changed = lsp_now();
    lsp_make_due(s, doc);
}

void lsp_recheck(lsp_server *s, bool anew)
{
    if (anew) {
        lsp_setup_drop(s->setup);
        s->setup = lsp_setup_new();
    }
    for (size_t i = 0; i < s->documents.n; i++) {
        lsp_document *doc = s->documents.p[i];
        lsp_make_due(s, doc);
        if (!anew) continue;
        calco_memo_free(doc->memo); /* it knows glossaries by their address */
        doc->memo = NULL;
    }
}

/* Texts whose source is the changed document. */
static void recheck_translations(lsp_server *s, const lsp_document *source)
{
    for (size_t i = 0; source->path && i < s->documents.n; i++) {
        lsp_document *doc = s->documents.p[i];
        if (doc->checked && doc->checked->source_name && strcmp(doc->checked->source_name, source->path) == 0) lsp_make_due(s, doc);
    }
}

/* --- what the client says --- */

void lsp_did_open(lsp_server *s, const calco_json *params)
{
    const calco_json *item = calco_json_get(params, "textDocument");
    str uri = calco_json_as_str(calco_json_get(item, "uri")), text = calco_json_as_str(calco_json_get(item, "text"));
    str language = calco_json_as_str(calco_json_get(item, "languageId"));
    if (!uri.p || !text.p || memchr(uri.p, '\0', uri.n)) return;
    lsp_document *doc = lsp_document_of(s, uri);
    if (!doc) {
        doc = calloc(1, sizeof *doc);
        if (!doc) abort();
        doc->uri = strndup(uri.p, uri.n);
        doc->path = lsp_path_of(uri);
        doc->language = strndup(language.p ? language.p : "", language.n);
        VEC_PUSH(s->arena, &s->documents, doc);
    }
    lsp_text_set(&doc->text, text);
    doc->version = calco_json_as_int(calco_json_get(item, "version"), 0);
    mark(s, doc);
    recheck_translations(s, doc);
}

void lsp_did_change(lsp_server *s, const calco_json *params)
{
    lsp_error     none;
    lsp_document *doc = lsp_document_in(s, params, &none);
    if (!doc) return;
    const calco_json *changes = calco_json_get(params, "contentChanges");
    for (size_t i = 0; i < calco_json_count(changes); i++) {
        const calco_json *change = calco_json_item(changes, i), *range = calco_json_get(change, "range");
        str    text = calco_json_as_str(calco_json_get(change, "text"));
        size_t from, to;
        if (!text.p) continue;
        if (!range) lsp_text_set(&doc->text, text);
        else if (lsp_read_range(&doc->text, s->encoding, range, &from, &to)) lsp_text_replace(&doc->text, from, to, text);
        else lsp_log(s, 1, "calco: a change without a proper range was left out; open the text again");
    }
    doc->version = calco_json_as_int(calco_json_get(calco_json_get(params, "textDocument"), "version"), doc->version + 1);
    mark(s, doc);
    recheck_translations(s, doc);
    lsp_serve_waiting(s); /* those that the change makes void */
}

void lsp_did_save(lsp_server *s, const calco_json *params)
{
    lsp_error     none;
    lsp_document *doc = lsp_document_in(s, params, &none);
    if (doc && doc->path && calco_str_ends(calco_str(doc->path), STR("/.calco.yaml"))) lsp_recheck(s, true);
}

void lsp_did_close(lsp_server *s, const calco_json *params)
{
    lsp_error     none;
    lsp_document *doc = lsp_document_in(s, params, &none);
    for (size_t i = 0; doc && i < s->documents.n; i++) {
        if (s->documents.p[i] != doc) continue;
        lsp_drop_waiting(s, doc, LSP_CONTENT_MODIFIED, "the text was closed");
        if (work_on(s, doc)) lsp_checker_stop(s->checker);
        lsp_publish(s, doc, true);
        recheck_translations(s, doc);
        s->documents.p[i] = s->documents.p[--s->documents.n];
        lsp_document_free(doc);
        return;
    }
}
