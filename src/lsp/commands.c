/* Commands: check again, the report, the score, all fixes, words and rules of the project. */
#include "lsp/server.h"

#include "lsp/configure.h"
#include "lsp/uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef calco_json *command(lsp_server *s, lsp_document *doc, str argument, lsp_error *error);

static const char *root_of(const lsp_server *s, const char *path)
{
    const char *best = NULL;
    for (size_t i = 0; path && i < s->folders.n; i++) {
        size_t n = strlen(s->folders.p[i]);
        if (strncmp(path, s->folders.p[i], n) == 0 && path[n] == '/' && (!best || n > strlen(best))) best = s->folders.p[i];
    }
    return best;
}

static calco_json *recheck(lsp_server *s, lsp_document *doc, str argument, lsp_error *error)
{
    (void)doc, (void)argument, (void)error;
    lsp_recheck(s, true);
    return NULL;
}

static calco_json *status(lsp_server *s, lsp_document *doc, str argument, lsp_error *error)
{
    (void)s, (void)argument, (void)error;
    const calco_result *r = lsp_result_of(doc);
    if (!r) return NULL;
    calco_json *v = calco_json_new_object();
    lsp_put(v, "score", calco_json_of_real(r->score));
    lsp_put(v, "fluency", calco_json_of_real(r->fluency));
    lsp_put_int(v, "findings", (int64_t)r->n_findings);
    lsp_put_int(v, "words", (int64_t)r->words);
    lsp_put_text(v, "pack", r->pack);
    return v;
}

static void apply(lsp_server *s, const lsp_document *doc, const char *label, calco_json *edits)
{
    calco_json *p = calco_json_new_object();
    lsp_put_text(p, "label", label);
    lsp_put(p, "edit", lsp_workspace_edit(s, doc, edits));
    lsp_request(s, "workspace/applyEdit", p);
}

static calco_json *fix_all(lsp_server *s, lsp_document *doc, str argument, lsp_error *error)
{
    (void)argument;
    if (!s->client.apply_edit) return lsp_fail(error, LSP_REQUEST_FAILED, "the editor takes no edits from servers");
    if (!lsp_is_current(doc)) return lsp_fail(error, LSP_CONTENT_MODIFIED, "the text is being checked; try again");
    calco_json *edits = lsp_fix_all(s, doc);
    if (edits) apply(s, doc, "Apply all safe suggestions", edits);
    return NULL;
}

/* --- the project's files --- */

static calco_json *outcome(lsp_server *s, bool ok, const calco_err *err, lsp_error *error)
{
    lsp_recheck(s, true);
    if (ok) return NULL;
    return lsp_fail(error, LSP_REQUEST_FAILED, "%s%s%s", err->path, err->path[0] ? ": " : "", err->message);
}

static calco_json *add_word(lsp_server *s, lsp_document *doc, str word, lsp_error *error)
{
    calco_err           err = { 0 };
    const calco_config *config = doc->path ? lsp_settings_for(s->setup, doc->path, &err) : NULL;
    word = calco_str_trim(word);
    if (!doc->path) return lsp_fail(error, LSP_REQUEST_FAILED, "the text is no file yet");
    if (!word.n || memchr(word.p, '\n', word.n) || memchr(word.p, '#', word.n)) return lsp_fail(error, LSP_INVALID_PARAMS, "no word was named");
    return outcome(s, config && lsp_add_word(s->host, config, doc->path, root_of(s, doc->path), word, &err), &err, error);
}

static calco_json *rule_off(lsp_server *s, lsp_document *doc, str rule, lsp_error *error)
{
    calco_err err = { 0 };
    if (!doc->path) return lsp_fail(error, LSP_REQUEST_FAILED, "the text is no file yet");
    if (!rule.n || rule.n > 95 || calco_str_find(rule, STR("/"), 1) == SIZE_MAX || memchr(rule.p, '\n', rule.n))
        return lsp_fail(error, LSP_INVALID_PARAMS, "no rule was named");
    return outcome(s, lsp_rule_off(s->host, doc->path, root_of(s, doc->path), rule.p, &err), &err, error);
}

/* --- the report --- */

/* A page of a directory that is this user's alone. */
static bool write_report(lsp_server *s, const lsp_document *doc, str page, char path[512], calco_err *err)
{
    const char *base = getenv("XDG_RUNTIME_DIR"), *tmp = getenv("TMPDIR");
    char        directory[400];
    struct stat st;
    snprintf(directory, sizeof directory, "%s/calco-%u", base && *base ? base : tmp && *tmp ? tmp : "/tmp", (unsigned)getuid());
    mkdir(directory, 0700);
    if (lstat(directory, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != getuid() || (st.st_mode & 077)) {
        snprintf(err->message, sizeof err->message, "%s is no directory of yours alone; remove it", directory);
        return false;
    }
    snprintf(path, 512, "%s/report-%016llx.html", directory, (unsigned long long)calco_str_hash(calco_str(doc->uri)));
    return s->host->write_file(path, page, err);
}

static calco_json *report(lsp_server *s, lsp_document *doc, str argument, lsp_error *error)
{
    (void)argument;
    const lsp_job *page = lsp_result_of(doc) ? doc->page : NULL;
    calco_err      err = { 0 };
    char           path[512];
    if (!page) return lsp_fail(error, LSP_CONTENT_MODIFIED, "the text is being checked, or is none to check; try again");
    if (!page->made.p) return lsp_fail(error, LSP_REQUEST_FAILED, "%s", page->err.message);
    if (!write_report(s, doc, calco_buf_view(&page->made), path, &err)) return lsp_fail(error, LSP_REQUEST_FAILED, "%s", err.message);
    char       *uri = lsp_uri_of(path);
    calco_json *result = calco_json_of_text(uri);
    if (s->client.show_document) {
        calco_json *p = calco_json_new_object();
        lsp_put_text(p, "uri", uri);
        lsp_put_bool(p, "external", true);
        lsp_request(s, "window/showDocument", p);
    }
    free(uri);
    return result;
}

/* --- the table: to add a command, write it and add a row; lifecycle.c names it to the client --- */

static const struct { const char *name; command *run; bool of_text; } commands[] = {
    { "calco.recheck", recheck, false }, { "calco.report", report, true },   { "calco.status", status, true },
    { "calco.fixAll", fix_all, true },   { "calco.addWord", add_word, true }, { "calco.ruleOff", rule_off, true },
};

calco_json *lsp_execute_command(lsp_server *s, const calco_json *params, lsp_error *error)
{
    str name = calco_json_as_str(calco_json_get(params, "command"));
    const calco_json *arguments = calco_json_get(params, "arguments");
    str uri = calco_json_as_str(calco_json_item(arguments, 0)), argument = calco_json_as_str(calco_json_item(arguments, 1));
    lsp_document *doc = uri.p ? lsp_document_of(s, uri) : NULL;
    for (size_t i = 0; name.p && i < sizeof commands / sizeof *commands; i++) {
        if (!calco_str_eq(name, calco_str(commands[i].name))) continue;
        if (commands[i].of_text && !doc) return lsp_fail(error, LSP_INVALID_PARAMS, "the first argument must be the URI of an open text");
        return commands[i].run(s, doc, argument, error);
    }
    return lsp_fail(error, LSP_INVALID_PARAMS, "calco has no such command");
}
