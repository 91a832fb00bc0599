/* Markdown through md4c, the only file that includes it: its texts are views of the file, which gives every position. */
#include "read/front.h"
#include "read/html.h"
#include "read/read.h"

#include <md4c.h>

typedef struct {
    calco_pieces pieces;
    str          body;     /* what md4c sees */
    size_t       base;     /* where it begins in the decoded text */
    size_t       last;     /* end of the text seen last, in the decoded text */
    size_t       comments; /* end of the last comment found; SIZE_MAX: no comment ends from here on */
    unsigned     code, picture; /* how deep within these */
    bool         within;   /* the picture stands within a text */
    calco_unit_kind kind;  /* of text in the block that is open */
} reading;

/* The place of a view in the decoded text; SIZE_MAX for md4c's own strings. */
static size_t place(const reading *r, const MD_CHAR *p)
{
    size_t at = calco_place_in(r->body, p);
    return at == SIZE_MAX ? SIZE_MAX : r->base + at;
}

/* --- blocks --- */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    (void)detail;
    calco_unit_close(&r->pieces, false);
    switch (type) {
    case MD_BLOCK_H: r->kind = UNIT_HEADLINE; break;
    case MD_BLOCK_LI:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: r->kind = UNIT_LIST; break;
    case MD_BLOCK_P: if (r->kind == UNIT_HEADLINE) r->kind = UNIT_PARAGRAPH; break;
    case MD_BLOCK_CODE: r->code++; break;
    default: break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    (void)detail;
    calco_unit_close(&r->pieces, false);
    if (type == MD_BLOCK_CODE) r->code--;
    if (type == MD_BLOCK_H || type == MD_BLOCK_UL || type == MD_BLOCK_OL || type == MD_BLOCK_TABLE) r->kind = UNIT_PARAGRAPH;
    return 0;
}

/* --- spans --- */

static void open_unit(reading *r)
{
    if (!r->pieces.open) calco_unit_open(&r->pieces, r->kind, true);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    (void)detail;
    if (type == MD_SPAN_CODE || type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY) {
        open_unit(r);
        if (!r->code++) calco_piece_as(&r->pieces, r->last, r->last, CALCO_OBJECT);
    }
    if (type == MD_SPAN_IMG && !r->picture++) {
        /* The words of a picture that begins or is a paragraph are a unit of their own; one within a sentence must not break it. */
        r->within = r->pieces.open && r->pieces.text.n > r->pieces.unit;
        if (r->within && !r->code++) calco_piece_as(&r->pieces, r->last, r->last, CALCO_OBJECT);
        else if (!r->within) calco_unit_close(&r->pieces, false);
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    (void)detail;
    if (type == MD_SPAN_CODE || type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY) r->code--;
    if (type == MD_SPAN_IMG && !--r->picture) {
        if (r->within) r->code--;
        else calco_unit_close(&r->pieces, false);
    }
    return 0;
}

/* --- texts --- */

/* A line break of the file that is a space of the text. */
static void take_break(reading *r)
{
    str    text = r->pieces.doc->decoded.text;
    size_t at = r->last;
    while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r') at++;
    size_t end = at + (at < text.n) + (at + 1 < text.n && text.p[at] == '\r' && text.p[at + 1] == '\n');
    open_unit(r);
    calco_piece_as(&r->pieces, at, end, STR(" "));
    r->last = end;
}

/* HTML is no text, but its comments may hold suppressions; md4c hands it over in pieces. */
static void take_html(reading *r, size_t at, size_t end)
{
    str text = r->pieces.doc->decoded.text;
    if (at < r->comments) at = r->comments;
    while (at < end) {
        size_t open = calco_str_find(calco_str_cut(text, 0, end), STR("<!--"), at);
        if (open == SIZE_MAX) return;
        size_t close = calco_str_find(text, STR("-->"), open + 4);
        r->comments = close;
        if (close == SIZE_MAX) return;
        calco_add_comment(&r->pieces, open, close + 3, calco_str_cut(text, open + 4, close));
        at = r->comments = close + 3;
    }
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE size, void *ctx)
{
    reading *r = ctx;
    size_t   at = place(r, p), end = at + size;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) return r->code ? 0 : (take_break(r), 0);
    if (at == SIZE_MAX) return 0;
    r->last = end;
    if (type == MD_TEXT_HTML) take_html(r, at, end);
    if (r->code || type == MD_TEXT_HTML || type == MD_TEXT_CODE || type == MD_TEXT_LATEXMATH) return 0;
    open_unit(r);
    if (type == MD_TEXT_ENTITY) {
        str meant = calco_html_reference(r->pieces.arena, calco_str_cut(r->pieces.doc->decoded.text, at, end));
        if (meant.n) calco_piece_as(&r->pieces, at, end, meant);
        else calco_piece(&r->pieces, at, end);
    } else if (size) calco_piece(&r->pieces, at, end);
    return 0;
}

static bool read_markdown(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    (void)source, (void)err;
    reading r = { .pieces = calco_pieces_of(a, doc), .kind = UNIT_PARAGRAPH };
    r.base = r.last = calco_read_front(&r.pieces);
    r.body = calco_str_from(doc->decoded.text, r.base);
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block = enter_block, .leave_block = leave_block, .enter_span = enter_span, .leave_span = leave_span, .text = take_text,
    };
    md_parse(r.body.p, (MD_SIZE)r.body.n, &parser, &r);
    calco_pieces_finish(&r.pieces);
    return true;
}

/* Characters that would begin a mark-up are escaped with a backslash; front matter is YAML. */
static str escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    if (calco_in_front(doc->decoded.text, at)) return calco_front_escape(a, doc->decoded.text, at, text);
    calco_buf b = { 0 };
    for (size_t i = 0; i < text.n; i++) {
        if (strchr("\\`*_[]<>", text.p[i]) && text.p[i]) calco_buf_char(&b, '\\');
        calco_buf_char(&b, text.p[i]);
    }
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}

static const char *const endings[] = { ".md", ".markdown", ".mdown", ".mkd", NULL };
const calco_reader calco_reader_markdown = { .name = "markdown", .endings = endings, .read = read_markdown, .escape = escape };
