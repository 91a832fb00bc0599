/* Code actions: what can be done about findings where the cursor is. */
#include "lsp/server.h"

#include <stdlib.h>

static calco_json *new_action(const char *kind, str title)
{
    calco_json *a = calco_json_new_object();
    lsp_put_str(a, "title", title);
    lsp_put_text(a, "kind", kind);
    return a;
}

/* "quickfix" wants "quickfix.x" too; no list wants all. */
static bool wanted(const calco_json *only, str kind)
{
    if (!calco_json_is_array(only)) return true;
    for (size_t i = 0; i < calco_json_count(only); i++) {
        str k = calco_json_as_str(calco_json_item(only, i));
        if (!k.n || calco_str_eq(k, kind) || (calco_str_starts(kind, k) && kind.p[k.n] == '.')) return true;
    }
    return false;
}

static void add_for(calco_json *action, calco_json *diagnostic)
{
    calco_json *list = calco_json_new_array();
    calco_json_push(list, calco_json_share(diagnostic));
    lsp_put(action, "diagnostics", list);
}

static void add_command(calco_json *action, const char *title, const char *name, const lsp_document *doc, const char *argument)
{
    calco_json *c = calco_json_new_object(), *arguments = calco_json_new_array();
    lsp_put_text(c, "title", title);
    lsp_put_text(c, "command", name);
    calco_json_push(arguments, calco_json_of_text(doc->uri));
    if (argument) calco_json_push(arguments, calco_json_of_text(argument));
    lsp_put(c, "arguments", arguments);
    lsp_put(action, "command", c);
}

/* --- of one finding --- */

static void add_suggestions(const lsp_server *s, const lsp_document *doc, const calco_finding *f, calco_json *diagnostic, calco_json *out)
{
    for (size_t i = 0; f->edits && i < f->n_suggestions; i++) {
        calco_buf title = { 0 };
        calco_buf_str(&title, f->suggestions[i].n ? STR("Write “") : STR("Delete “"));
        calco_buf_str(&title, f->suggestions[i].n ? f->suggestions[i] : f->text.n > 60 ? STR("…") : f->text);
        calco_buf_str(&title, STR("”"));
        calco_json *action = new_action("quickfix", calco_buf_view(&title)), *edits = calco_json_new_array();
        calco_buf_free(&title);
        add_for(action, diagnostic);
        lsp_put_bool(action, "isPreferred", i == 0);
        calco_json_push(edits, lsp_text_edit(s, doc, f->place.byte_start, f->place.byte_end, f->edits[i]));
        lsp_put(action, "edit", lsp_workspace_edit(s, doc, edits));
        calco_json_push(out, action);
    }
}

static void add_word(const lsp_document *doc, const calco_finding *f, calco_json *diagnostic, calco_json *out)
{
    if (!doc->path || strncmp(f->rule, "spelling/", 9) != 0 || !f->text.n || memchr(f->text.p, '\0', f->text.n)) return;
    calco_buf title = { 0 };
    calco_buf_str(&title, STR("Add “"));
    calco_buf_str(&title, f->text);
    calco_buf_str(&title, STR("” to the dictionary"));
    calco_json *action = new_action("quickfix", calco_buf_view(&title));
    calco_buf_free(&title);
    add_for(action, diagnostic);
    char *word = strndup(f->text.p, f->text.n);
    add_command(action, "Add to the dictionary", "calco.addWord", doc, word);
    free(word);
    calco_json_push(out, action);
}

static void add_acceptance(const lsp_server *s, const lsp_document *doc, const calco_finding *f, calco_json *diagnostic, calco_json *out)
{
    calco_json *edits = lsp_accept_edit(s, doc, f);
    if (!edits) return;
    calco_buf title = { 0 };
    calco_buf_printf(&title, "Accept here: %s (then write the reason)", f->rule);
    calco_json *action = new_action("quickfix", calco_buf_view(&title));
    calco_buf_free(&title);
    add_for(action, diagnostic);
    lsp_put(action, "edit", lsp_workspace_edit(s, doc, edits));
    calco_json_push(out, action);
}

static void add_rule_off(const lsp_document *doc, const calco_finding *f, calco_json *diagnostic, calco_json *out)
{
    if (!doc->path) return;
    calco_buf title = { 0 };
    calco_buf_printf(&title, "Turn %s off in .calco.yaml", f->rule);
    calco_json *action = new_action("quickfix", calco_buf_view(&title));
    calco_buf_free(&title);
    add_for(action, diagnostic);
    add_command(action, "Turn the rule off", "calco.ruleOff", doc, f->rule);
    calco_json_push(out, action);
}

/* --- all together --- */

static const char FIX_ALL[] = "source.fixAll.calco";

bool lsp_wants_fix_all(const calco_json *params)
{
    const calco_json *only = calco_json_get(calco_json_get(params, "context"), "only");
    return calco_json_is_array(only) && wanted(only, calco_str(FIX_ALL));
}

static void add_fix_all(const lsp_server *s, const lsp_document *doc, const calco_json *only, calco_json *out)
{
    if (!wanted(only, calco_str(FIX_ALL))) return;
    calco_json *action = NULL;
    if (calco_json_is_array(only)) {
        calco_json *edits = lsp_fix_all(s, doc);
        if (!edits) return;
        action = new_action(FIX_ALL, STR("Apply all safe suggestions"));
        lsp_put(action, "edit", lsp_workspace_edit(s, doc, edits));
    } else if (s->client.apply_edit) { /* lists at every move of the cursor must cost nothing */
        if (!lsp_can_fix(doc)) return;
        action = new_action(FIX_ALL, STR("Apply all safe suggestions"));
        add_command(action, "Apply all safe suggestions", "calco.fixAll", doc, NULL);
    }
    if (action) calco_json_push(out, action);
}

calco_json *lsp_code_action(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    if (!doc) return NULL;
    size_t from, to;
    if (!lsp_read_range(&doc->text, s->encoding, calco_json_get(params, "range"), &from, &to))
        return lsp_fail(error, LSP_INVALID_PARAMS, "params hold no range");
    const calco_json   *only = calco_json_get(calco_json_get(params, "context"), "only");
    const calco_result *r = lsp_result_of(doc);
    calco_json         *out = calco_json_new_array();
    for (size_t i = 0; r && i < r->n_findings && wanted(only, STR("quickfix")); i++) {
        const calco_finding *f = &r->findings[i];
        if (f->place.byte_end < from || f->place.byte_start > to) continue;
        calco_json *diagnostic = lsp_json_diagnostic(s, doc, f);
        add_suggestions(s, doc, f, diagnostic, out);
        add_word(doc, f, diagnostic, out);
        add_acceptance(s, doc, f, diagnostic, out);
        add_rule_off(doc, f, diagnostic, out);
        calco_json_free(diagnostic);
    }
    if (r) add_fix_all(s, doc, only, out);
    return out;
}
