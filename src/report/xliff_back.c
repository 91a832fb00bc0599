/* Findings written back into the XLIFF file they are about: annotations go in, no other byte changes. */
#include "report/xliff.h"

#include "base/vec.h"

#include <stdlib.h>

/* Bytes that go into the text before the byte at `at`. Those for one place stand in the order of `turn`. */
typedef struct {
    size_t at, turn;
    str    bytes;
} insertion;

/* A section of character data, or a comment, which may not be taken for one: the first from `since` on. SIZE_MAX: there is none. */
typedef struct { size_t since, from, to; bool comment; } section;

typedef struct {
    calco_arena  *arena;
    str           text;
    str           prefix;   /* of XLIFF's elements: "" or "x:" */
    bool          two;      /* XLIFF 2, not 1 */
    const char   *ids;      /* what ids of annotations begin with: stands nowhere in the file */
    VEC(insertion) insertions;
    section        section;  /* the last that was looked at */
} annotation;

/* --- the root element --- */

static size_t after(str text, const char *mark, size_t from)
{
    size_t at = calco_str_find(text, calco_str(mark), from);
    return at == SIZE_MAX ? text.n : at + strlen(mark);
}

/* Of the first tag: where it begins. Comments, instructions and a document type stand before it. */
static size_t root_of(str text)
{
    size_t at = calco_str_find(text, STR("<"), 0);
    while (at < text.n) {
        str rest = calco_str_from(text, at);
        if (calco_str_starts(rest, STR("<!--"))) at = after(text, "-->", at);
        else if (calco_str_starts(rest, STR("<?"))) at = after(text, "?>", at);
        else if (calco_str_starts(rest, STR("<!"))) at = after(text, ">", at);
        else return at;
        at = calco_str_find(text, STR("<"), at);
    }
    return text.n;
}

/* The end of a tag that begins at `at`: behind its '>', which values in quotes may hold too. */
static size_t tag_end(str text, size_t at)
{
    for (char quote = 0; at < text.n; at++) {
        char c = text.p[at];
        if (quote) quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'') quote = c;
        else if (c == '>') return at + 1;
    }
    return text.n;
}

static bool white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void insert(annotation *a, size_t at, str bytes)
{
    VEC_PUSH(a->arena, &a->insertions, ((insertion){ at, a->insertions.n, bytes }));
}

/* Prefix and version; the namespace of ITS is declared where it is not. */
static void take_root(annotation *a)
{
    size_t at = root_of(a->text), end = tag_end(a->text, at), name = at + 1;
    while (name < end && !white(a->text.p[name]) && a->text.p[name] != '>' && a->text.p[name] != '/') name++;
    str    tag = calco_str_cut(a->text, at, end);
    size_t colon = calco_str_find(calco_str_cut(a->text, at, name), STR(":"), 0);
    a->prefix = colon == SIZE_MAX ? STR("") : calco_str_cut(a->text, at + 1, at + colon + 1);
    a->two = calco_str_find(tag, STR("urn:oasis:names:tc:xliff:document:2."), 0) != SIZE_MAX;
    if (calco_str_find(tag, STR("xmlns:its="), 0) == SIZE_MAX)
        insert(a, name, STR(" xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\""));
}

/* --- places --- */

static section next_section(str text, size_t from)
{
    for (size_t at = calco_str_find(text, STR("<!"), from); at != SIZE_MAX; at = calco_str_find(text, STR("<!"), at + 2)) {
        str rest = calco_str_from(text, at);
        if (calco_str_starts(rest, STR("<!--"))) return (section){ from, at, after(text, "-->", at), true };
        if (calco_str_starts(rest, STR("<![CDATA["))) return (section){ from, at + 9, after(text, "]]>", at), false };
    }
    return (section){ from, SIZE_MAX, SIZE_MAX, true };
}

/* Is the byte at `at` character data of a section? Quick where the places come in order. */
static bool in_cdata(str text, section *s, size_t at)
{
    if (at < s->since) *s = next_section(text, 0);
    while (s->to <= at && s->from != SIZE_MAX) *s = next_section(text, s->to);
    return !s->comment && at >= s->from;
}

/* May an element begin and end around these bytes: do all tags in them have their partners? `cdata`: they begin in a section. */
static bool balanced(str s, bool cdata)
{
    size_t depth = 0;
    for (size_t at = calco_str_find(s, STR("<"), cdata ? after(s, "]]>", 0) : 0); at != SIZE_MAX; at = calco_str_find(s, STR("<"), at)) {
        str rest = calco_str_from(s, at);
        if (calco_str_starts(rest, STR("<!--"))) at = after(s, "-->", at);
        else if (calco_str_starts(rest, STR("<?"))) at = after(s, "?>", at);
        else if (calco_str_starts(rest, STR("<![CDATA["))) at = after(s, "]]>", at);
        else {
            size_t end = tag_end(s, at);
            if (end > s.n || s.p[end - 1] != '>') return false;
            if (calco_str_starts(rest, STR("</"))) {
                if (!depth--) return false;
            } else if (s.p[end - 2] != '/') depth++;
            at = end;
        }
    }
    return depth == 0;
}

/* --- annotations --- */

static str attributes(annotation *a, const calco_finding *f)
{
    calco_buf b = { 0 };
    calco_its_attributes(&b, f);
    str s = calco_arena_str(a->arena, calco_buf_view(&b));
    calco_buf_free(&b);
    return s;
}

static void mark(annotation *a, size_t number, size_t start, size_t end, const calco_finding *f)
{
    str id = calco_arena_printf(a->arena, "%s%zu", a->ids, number), its = attributes(a, f);
    str head = a->two ? STR("mrk id=\"") : STR("mrk mtype=\"x-its\" mid=\"");
    str type = a->two ? STR("\" type=\"its:generic\"") : STR("\"");
    insert(a, start, calco_arena_join(a->arena, (str[]){ STR("<"), a->prefix, head, id, type, its, STR(">"), { 0 } }));
    insert(a, end, calco_arena_join(a->arena, (str[]){ STR("</"), a->prefix, STR("mrk>"), { 0 } }));
}

static void mark_apart(annotation *a, size_t number, size_t start, size_t end, const calco_finding *f)
{
    str id = calco_arena_printf(a->arena, "%s%zu", a->ids, number);
    insert(a, start, calco_arena_join(a->arena, (str[]){ STR("<"), a->prefix, STR("sm id=\""), id, STR("\" type=\"its:generic\""),
                                                                attributes(a, f), STR("/>"), { 0 } }));
    insert(a, end, calco_arena_join(a->arena, (str[]){ STR("<"), a->prefix, STR("em startRef=\""), id, STR("\"/>"), { 0 } }));
}

/* XLIFF 1 has no marks that cross tags: a note behind the target. */
static void note(annotation *a, size_t end, const calco_finding *f)
{
    str    close = calco_arena_join(a->arena, (str[]){ STR("</"), a->prefix, STR("target"), { 0 } });
    size_t at = calco_str_find(a->text, close, end);
    if (at == SIZE_MAX) return;
    calco_buf b = { 0 };
    calco_buf_printf(&b, "<%.*snote from=\"calco\" annotates=\"target\"", STR_FMT(a->prefix));
    calco_its_attributes(&b, f);
    calco_buf_char(&b, '>');
    calco_its_comment(&b, f);
    calco_buf_printf(&b, "</%.*snote>", STR_FMT(a->prefix));
    insert(a, tag_end(a->text, at), calco_arena_str(a->arena, calco_buf_view(&b)));
    calco_buf_free(&b);
}

/* The text with its insertions, which are sorted; within character data they close and open it again. */
static void put_together(calco_buf *out, const annotation *a)
{
    size_t  at = 0;
    section s = { 0 };
    for (size_t i = 0; i < a->insertions.n; i++) {
        const insertion *in = &a->insertions.p[i];
        bool inside = in_cdata(a->text, &s, in->at);
        calco_buf_str(out, calco_str_cut(a->text, at, in->at));
        if (inside) calco_buf_str(out, STR("]]>"));
        calco_buf_str(out, in->bytes);
        if (inside) calco_buf_str(out, STR("<![CDATA["));
        at = in->at;
    }
    calco_buf_str(out, calco_str_from(a->text, at));
}

static int by_place(const void *x, const void *y)
{
    const insertion *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return a->turn < b->turn ? -1 : a->turn > b->turn;
}

static const char *free_ids(calco_arena *a, str text)
{
    for (unsigned i = 1;; i++) {
        str ids = calco_arena_printf(a, "calco%u-", i);
        if (calco_str_find(text, ids, 0) == SIZE_MAX) return ids.p;
    }
}

static void annotate(annotation *a, const calco_result *r)
{
    calco_lines lines = calco_report_lines(a->arena, r);
    size_t      furthest = 0, n = 0;
    take_root(a);
    for (size_t i = 0; i < r->n_findings; i++) {
        const calco_finding *f = &r->findings[i];
        size_t start = calco_lines_byte(&lines, f->place.line, f->place.column);
        size_t end = calco_lines_byte(&lines, f->place.end_line, f->place.end_column);
        if (f->text_start == SIZE_MAX) continue; /* in a note or comment, not in a target */
        bool whole = start >= furthest && balanced(calco_str_cut(a->text, start, end), in_cdata(a->text, &a->section, start));
        if (whole) mark(a, ++n, start, end, f);
        else if (a->two) mark_apart(a, ++n, start, end, f);
        else note(a, end, f);
        if (whole && end > furthest) furthest = end;
    }
}

void calco_xliff_annotate(calco_buf *out, const calco_result *r)
{
    calco_arena *arena = calco_arena_new();
    annotation   a = { .arena = arena, .text = r->text };
    calco_buf    b = { 0 };
    str          bytes;
    a.ids = free_ids(arena, r->text);
    if (r->n_findings) annotate(&a, r);
    if (a.insertions.n) qsort(a.insertions.p, a.insertions.n, sizeof *a.insertions.p, by_place);
    if (r->bom) calco_buf_str(&b, STR("\xEF\xBB\xBF"));
    put_together(&b, &a);
    if (calco_encode(arena, calco_buf_view(&b), r->encoding, &bytes)) calco_buf_str(out, bytes);
    else calco_buf_str(out, calco_buf_view(&b));
    calco_buf_free(&b);
    calco_arena_free(arena);
}
