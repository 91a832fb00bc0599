/* Beginning: what the client can do and what the server offers; workspace folders, settings and watched files. */
#include "lsp/server.h"

#include "lsp/uri.h"

#include <signal.h>
#include <stdlib.h>

/* --- initialize --- */

/* object.a.b.c, of names with points between. */
static const calco_json *at(const calco_json *v, const char *path)
{
    str rest = calco_str(path), name;
    while (v && calco_str_split(&rest, '.', &name)) {
        char own[64];
        memcpy(own, name.p, name.n);
        own[name.n] = '\0';
        v = calco_json_get(v, own);
    }
    return v;
}

static bool says(const calco_json *v, const char *path) { return calco_json_as_bool(at(v, path), false); }

static bool holds(const calco_json *array, str word)
{
    for (size_t i = 0; i < calco_json_count(array); i++)
        if (calco_str_eq(calco_json_as_str(calco_json_item(array, i)), word)) return true;
    return false;
}

static lsp_encoding negotiate(const calco_json *offered)
{
    for (size_t i = 0; i < calco_json_count(offered); i++) {
        str name = calco_json_as_str(calco_json_item(offered, i));
        for (lsp_encoding e = LSP_UTF16; e <= LSP_UTF32; e++)
            if (calco_str_eq(name, calco_str(lsp_encoding_name(e)))) return e;
    }
    return LSP_UTF16;
}

static void read_client(lsp_server *s, const calco_json *c)
{
    s->client = (lsp_client){
        .pull = calco_json_is_object(at(c, "textDocument.diagnostic")),
        .push = calco_json_is_object(at(c, "textDocument.publishDiagnostics")),
        .refresh = says(c, "workspace.diagnostics.refreshSupport"),
        .document_changes = says(c, "workspace.workspaceEdit.documentChanges"),
        .related = says(c, "textDocument.publishDiagnostics.relatedInformation"),
        .markdown = holds(at(c, "textDocument.hover.contentFormat"), STR("markdown")),
        .link_support = says(c, "textDocument.definition.linkSupport"),
        .progress = says(c, "window.workDoneProgress"),
        .show_document = says(c, "window.showDocument.support"),
        .configuration = says(c, "workspace.configuration"),
        .watch = says(c, "workspace.didChangeWatchedFiles.dynamicRegistration"),
        .apply_edit = says(c, "workspace.applyEdit"),
        .refresh_hints = says(c, "workspace.inlayHint.refreshSupport"),
        .refresh_lenses = says(c, "workspace.codeLens.refreshSupport"),
    };
    s->encoding = negotiate(at(c, "general.positionEncodings"));
}

static void add_folder(lsp_server *s, str uri)
{
    char *path = lsp_path_of(uri);
    if (path) VEC_PUSH(s->arena, &s->folders, path);
}

static calco_json *capabilities(const lsp_server *s)
{
    static const char *const kinds[] = { "quickfix", "source.fixAll.calco" };
    static const char *const commands[] = { "calco.recheck", "calco.report", "calco.status", "calco.fixAll", "calco.addWord", "calco.ruleOff" };
    calco_json *c = calco_json_new_object(), *sync = calco_json_new_object(), *actions = calco_json_new_object(), *list = calco_json_new_array();
    lsp_put_text(c, "positionEncoding", lsp_encoding_name(s->encoding));
    lsp_put_bool(sync, "openClose", true);
    lsp_put_int(sync, "change", 2);
    lsp_put_bool(sync, "save", true);
    lsp_put(c, "textDocumentSync", sync);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) calco_json_push(list, calco_json_of_text(kinds[i]));
    lsp_put(actions, "codeActionKinds", list);
    lsp_put(c, "codeActionProvider", actions);
    calco_json *execute = calco_json_new_object(), *names = calco_json_new_array();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) calco_json_push(names, calco_json_of_text(commands[i]));
    lsp_put(execute, "commands", names);
    lsp_put(c, "executeCommandProvider", execute);
    if (s->client.pull) {
        calco_json *d = calco_json_new_object();
        lsp_put_text(d, "identifier", "calco");
        lsp_put_bool(d, "interFileDependencies", false);
        lsp_put_bool(d, "workspaceDiagnostics", false);
        lsp_put(c, "diagnosticProvider", d);
    }
    lsp_put_bool(c, "hoverProvider", true);
    lsp_put_bool(c, "definitionProvider", true);
    lsp_put_bool(c, "inlayHintProvider", true);
    static const char *const resolved[] = { "codeLensProvider", "documentLinkProvider" };
    for (size_t i = 0; i < 1 + (size_t)s->sentence_links; i++) { /* editors underline links: only for those who want it */
        calco_json *options = calco_json_new_object();
        lsp_put_bool(options, "resolveProvider", false);
        lsp_put(c, resolved[i], options);
    }
    calco_json *workspace = calco_json_new_object(), *folders = calco_json_new_object();
    lsp_put_bool(folders, "supported", true);
    lsp_put_bool(folders, "changeNotifications", true);
    lsp_put(workspace, "workspaceFolders", folders);
    lsp_put(c, "workspace", workspace);
    return c;
}

calco_json *lsp_initialize(lsp_server *s, const calco_json *params, lsp_error *error)
{
    if (s->state != LSP_NEW) return lsp_fail(error, LSP_INVALID_REQUEST, "initialize comes once");
    if (!calco_json_is_object(params)) return lsp_fail(error, LSP_INVALID_PARAMS, "initialize needs params");
    read_client(s, calco_json_get(params, "capabilities"));
    int64_t parent = calco_json_as_int(calco_json_get(params, "processId"), 0);
    if (parent > 1 && parent <= INT32_MAX && kill((pid_t)parent, 0) == 0) s->parent = parent; /* else it lives in another world */
    const calco_json *folders = calco_json_get(params, "workspaceFolders");
    for (size_t i = 0; i < calco_json_count(folders); i++) add_folder(s, calco_json_as_str(calco_json_get(calco_json_item(folders, i), "uri")));
    if (!s->folders.n) add_folder(s, calco_json_as_str(calco_json_get(params, "rootUri")));
    lsp_take_settings(s, calco_json_get(params, "initializationOptions"));
    s->state = LSP_RUNNING;
    calco_json *result = calco_json_new_object(), *info = calco_json_new_object();
    lsp_put(result, "capabilities", capabilities(s));
    lsp_put_text(info, "name", "calco");
    lsp_put_text(info, "version", CALCO_VERSION);
    lsp_put(result, "serverInfo", info);
    return result;
}

/* --- after it --- */

static void ask_for_settings(lsp_server *s)
{
    calco_json *p = calco_json_new_object(), *items = calco_json_new_array(), *item = calco_json_new_object();
    lsp_put_text(item, "section", "calco");
    calco_json_push(items, item);
    lsp_put(p, "items", items);
    s->settings_id = lsp_request(s, "workspace/configuration", p);
}

/* Any file may be a configuration, a dictionary, a glossary, a baseline or a source: configurations name them. */
static void watch_files(lsp_server *s)
{
    calco_json *p = calco_json_new_object(), *list = calco_json_new_array(), *r = calco_json_new_object(), *options = calco_json_new_object(),
               *watchers = calco_json_new_array(), *watcher = calco_json_new_object();
    lsp_put_text(watcher, "globPattern", "**/*");
    calco_json_push(watchers, watcher);
    lsp_put(options, "watchers", watchers);
    lsp_put_text(r, "id", "calco-files");
    lsp_put_text(r, "method", "workspace/didChangeWatchedFiles");
    lsp_put(r, "registerOptions", options);
    calco_json_push(list, r);
    lsp_put(p, "registrations", list);
    lsp_request(s, "client/registerCapability", p);
}

void lsp_initialized(lsp_server *s, const calco_json *params)
{
    (void)params;
    if (s->client.configuration) ask_for_settings(s);
    if (s->client.watch) watch_files(s);
    lsp_engine_for(&s->engines, s->host->open_engine, s->pair); /* while the client still makes itself ready */
}

void lsp_take_settings(lsp_server *s, const calco_json *settings)
{
    if (!calco_json_is_object(settings)) return;
    const calco_json *own = calco_json_get(settings, "calco");
    if (calco_json_is_object(own)) settings = own;
    str  pair = calco_json_as_str(calco_json_get(settings, "pair")), url = calco_json_as_str(calco_json_get(settings, "rulesUrl"));
    char *before = s->pair;
    s->pair = pair.n ? strndup(pair.p, pair.n) : NULL;
    bool changed = (before && s->pair) ? strcmp(before, s->pair) != 0 : before != s->pair;
    free(before);
    free(s->rules_url);
    s->rules_url = url.n && !memchr(url.p, '\0', url.n) ? strndup(url.p, url.n) : NULL;
    s->sentence_links = calco_json_as_bool(calco_json_get(settings, "sentenceLinks"), false);
    s->hints_off = !calco_json_as_bool(calco_json_get(settings, "inlayHints"), true);
    if (changed) lsp_recheck(s, true);
}

void lsp_did_change_configuration(lsp_server *s, const calco_json *params)
{
    lsp_recheck(s, true);
    if (s->client.configuration) ask_for_settings(s);
    else lsp_take_settings(s, calco_json_get(params, "settings"));
}

/* All files are watched: what counts are sources, and what configurations were read from. */
void lsp_did_change_watched_files(lsp_server *s, const calco_json *params)
{
    const calco_json *changes = calco_json_get(params, "changes");
    bool stale = false;
    for (size_t d = 0; d < s->documents.n; d++) {
        lsp_document *doc = s->documents.p[d];
        stale |= doc->path && !lsp_setup_fresh(s->setup, doc->path);
        const lsp_job *last = doc->checked;
        for (size_t i = 0; last && i < calco_json_count(changes); i++) {
            char *path = lsp_path_of(calco_json_as_str(calco_json_get(calco_json_item(changes, i), "uri")));
            const char *source = last->source_name ? last->source_name : last->config ? last->config->source : NULL;
            if (path && source && calco_str_ends(calco_str(path), calco_str(source))) lsp_make_due(s, doc); /* it may be relative */
            free(path);
        }
    }
    if (stale) lsp_recheck(s, true);
}

void lsp_did_change_folders(lsp_server *s, const calco_json *params)
{
    const calco_json *event = calco_json_get(params, "event"), *added = calco_json_get(event, "added"), *removed = calco_json_get(event, "removed");
    for (size_t i = 0; i < calco_json_count(removed); i++) {
        char *path = lsp_path_of(calco_json_as_str(calco_json_get(calco_json_item(removed, i), "uri")));
        for (size_t k = 0; path && k < s->folders.n; k++) {
            if (strcmp(s->folders.p[k], path) != 0) continue;
            free(s->folders.p[k]);
            s->folders.p[k] = s->folders.p[--s->folders.n];
            break;
        }
        free(path);
    }
    for (size_t i = 0; i < calco_json_count(added); i++) add_folder(s, calco_json_as_str(calco_json_get(calco_json_item(added, i), "uri")));
}
