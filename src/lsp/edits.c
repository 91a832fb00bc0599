/* Edits of a document: suggestions, all safe fixes, comments that accept a finding. */
#include "lsp/server.h"

#include "read/quoted.h"

#include <stdlib.h>

calco_json *lsp_text_edit(const lsp_server *s, const lsp_document *doc, size_t from, size_t to, str by)
{
    calco_json *e = calco_json_new_object();
    lsp_put(e, "range", lsp_json_range(&doc->text, s->encoding, from, to));
    lsp_put_str(e, "newText", by);
    return e;
}

calco_json *lsp_workspace_edit(const lsp_server *s, const lsp_document *doc, calco_json *edits)
{
    calco_json *edit = calco_json_new_object();
    if (s->client.document_changes) {
        calco_json *changes = calco_json_new_array(), *change = calco_json_new_object(), *of = calco_json_new_object();
        lsp_put_text(of, "uri", doc->uri);
        lsp_put_int(of, "version", doc->version);
        lsp_put(change, "textDocument", of);
        lsp_put(change, "edits", edits);
        calco_json_push(changes, change);
        lsp_put(edit, "documentChanges", changes);
    } else {
        calco_json *changes = calco_json_new_object();
        lsp_put(changes, doc->uri, edits);
        lsp_put(edit, "changes", changes);
    }
    return edit;
}

/* --- all safe fixes --- */

static bool inside(str s, size_t at) { return at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80; }

/* One edit for what lies between the common beginning and the common end. */
static void add_difference(const lsp_server *s, const lsp_document *doc, size_t from, str old, str new, calco_json *edits)
{
    size_t least = old.n < new.n ? old.n : new.n, first = 0, last = 0;
    while (first < least && old.p[first] == new.p[first]) first++;
    while (first && (inside(old, first) || inside(new, first))) first--;
    while (last < least - first && old.p[old.n - last - 1] == new.p[new.n - last - 1]) last++;
    while (last && (inside(old, old.n - last) || inside(new, new.n - last))) last--;
    if (first == old.n && first == new.n) return;
    calco_json_push(edits, lsp_text_edit(s, doc, from + first, from + old.n - last, calco_str_cut(new, first, new.n - last)));
}

/* Line by line where both have as many lines: so editors keep marks and cursors. */
static void add_differences(const lsp_server *s, const lsp_document *doc, str new, calco_json *edits)
{
    lsp_text after = { 0 };
    lsp_text_set(&after, new);
    const lsp_text *before = &doc->text;
    str old = calco_buf_view(&before->text);
    if (after.n != before->n) add_difference(s, doc, 0, old, new, edits);
    else
        for (size_t i = 0; i < before->n; i++) {
            size_t a = before->starts[i], b = after.starts[i];
            size_t a_end = i + 1 < before->n ? before->starts[i + 1] : old.n, b_end = i + 1 < after.n ? after.starts[i + 1] : new.n;
            add_difference(s, doc, a, calco_str_cut(old, a, a_end), calco_str_cut(new, b, b_end), edits);
        }
    lsp_text_free(&after);
}

calco_json *lsp_fix_all(const lsp_server *s, const lsp_document *doc)
{
    if (!lsp_can_fix(doc) || !doc->fixed || !doc->fixed->made.p) return NULL;
    calco_json *edits = calco_json_new_array();
    add_differences(s, doc, calco_buf_view(&doc->fixed->made), edits);
    return edits;
}

/* --- accepting --- */

/* How a format writes a comment, and where: to add one, a row. */
typedef enum { ABOVE_LINE, ABOVE_ENTRY, AT_BLOCK, BEFORE_TAG, IN_NOTE } place_of_comment;
static const struct { const char *format, *open, *close; place_of_comment place; } comments[] = {
    { "plain", "<!-- ", " -->", ABOVE_LINE },  { "markdown", "<!-- ", " -->", ABOVE_LINE }, { "html", "<!-- ", " -->", AT_BLOCK },
    { "xliff", "<!-- ", " -->", BEFORE_TAG },  { "tmx", "<!-- ", " -->", BEFORE_TAG },      { "po", "# ", "", ABOVE_ENTRY },
    { "tsv", "# ", "", ABOVE_LINE },           { "jsonl", "\"note\": \"", "\", ", IN_NOTE },
};

static str line_of(const lsp_text *t, size_t line)
{
    return calco_str_cut(calco_buf_view(&t->text), t->starts[line], line + 1 < t->n ? t->starts[line + 1] : t->text.n);
}

static bool blank(const lsp_text *t, size_t line) { return !calco_str_trim(line_of(t, line)).n; }

/* Where the text of the note begins that an object of JSON Lines has already; 0: it has none. */
static size_t note_in(str line)
{
    size_t deep = 0;
    for (size_t at = 0; at < line.n; at++) {
        char c = line.p[at];
        deep += c == '{' || c == '[';
        deep -= deep && (c == '}' || c == ']');
        if (c != '"') continue;
        size_t end = calco_quoted_end(line, at + 1, line.n), next = end + 1;
        str    name = calco_str_cut(line, at + 1, end);
        while (next < line.n && strchr(" \t:", line.p[next])) next++;
        bool key = deep == 1 && next > end + 1 && calco_str_find(calco_str_cut(line, end + 1, next), STR(":"), 0) != SIZE_MAX;
        if (key && (calco_str_eq(name, STR("note")) || calco_str_eq(name, STR("comment")))) return next < line.n && line.p[next] == '"' ? next + 1 : next;
        at = end;
    }
    return 0;
}

/* A line has one note: where it accepts something already the rule joins it, any other is left alone. */
static calco_json *accept_in_note(const lsp_server *s, const lsp_document *doc, const char *rule, size_t line, size_t note)
{
    str own = STR("calco-disable-next-paragraph ");
    if (!calco_str_starts(calco_str_from(line_of(&doc->text, line), note), own)) return NULL;
    size_t      at = doc->text.starts[line] + note + own.n;
    calco_buf   b = { 0 };
    calco_json *edits = calco_json_new_array();
    calco_buf_printf(&b, "%s, ", rule);
    calco_json_push(edits, lsp_text_edit(s, doc, at, at, calco_buf_view(&b)));
    calco_buf_free(&b);
    return edits;
}

/* The last "<target" or "<seg" before `at`; SIZE_MAX where there is none. */
static size_t tag_before(str text, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (text.p[i] == '<' && (calco_str_starts(calco_str_from(text, i), STR("<target")) || calco_str_starts(calco_str_from(text, i), STR("<seg>")) ||
                                 calco_str_starts(calco_str_from(text, i), STR("<seg ")))) return i;
    return SIZE_MAX;
}

static size_t comment_at(const lsp_document *doc, place_of_comment place, size_t block_start)
{
    const lsp_text *t = &doc->text;
    size_t line = lsp_position_of(t, LSP_UTF8, block_start).line;
    switch (place) {
    case ABOVE_LINE: return t->starts[line];
    case ABOVE_ENTRY:
        while (line && !blank(t, line - 1)) line--;
        return t->starts[line];
    case AT_BLOCK: return block_start;
    case BEFORE_TAG: return tag_before(calco_buf_view(&t->text), block_start);
    case IN_NOTE: return t->starts[line] + calco_str_find(line_of(t, line), STR("{"), 0) + 1;
    }
    return SIZE_MAX;
}

/* "\r\n" where the text is written so. */
static str line_break(const lsp_text *t)
{
    return t->n > 1 && t->starts[1] >= 2 && t->text.p[t->starts[1] - 2] == '\r' ? STR("\r\n") : STR("\n");
}

calco_json *lsp_accept_edit(const lsp_server *s, const lsp_document *doc, const calco_finding *f)
{
    const calco_result *r = lsp_result_of(doc);
    size_t k = 0, n = sizeof comments / sizeof *comments, first = f->sentence;
    while (k < n && r && strcmp(comments[k].format, r->format) != 0) k++;
    if (!r || k == n || f->sentence >= r->n_sentences || f->text_start == SIZE_MAX) return NULL;
    while (first && r->sentences[first - 1].block == r->sentences[f->sentence].block) first--;
    size_t start = r->sentences[first].place.byte_start, line = lsp_position_of(&doc->text, LSP_UTF8, start).line;
    size_t note = comments[k].place == IN_NOTE ? note_in(line_of(&doc->text, line)) : 0;
    if (note) return accept_in_note(s, doc, f->rule, line, note);
    size_t at = comment_at(doc, comments[k].place, start);
    if (at == SIZE_MAX) return NULL;
    calco_buf b = { 0 };
    calco_buf_printf(&b, "%scalco-disable-next-paragraph %s: %s", comments[k].open, f->rule, comments[k].close);
    if (comments[k].place == ABOVE_LINE || comments[k].place == ABOVE_ENTRY) calco_buf_str(&b, line_break(&doc->text));
    calco_json *edits = calco_json_new_array();
    calco_json_push(edits, lsp_text_edit(s, doc, at, at, calco_buf_view(&b)));
    calco_buf_free(&b);
    return edits;
}
