/* Markdown through md4c, the only file that includes it: its texts are views of the file, which gives every position. */
#include "read/front.h"
#include "read/html.h"
#include "read/read.h"

#include "base/map.h"

#include <md4c.h>

/* What the text is built of, in order. */
typedef enum { WORDS, ENTITY, OBJECT, SPACE, UNIT /* begins */ } part_kind;
typedef struct { part_kind kind; size_t at, end; } part;

typedef struct {
    calco_pieces pieces;
    VEC(part)    later;    /* said within a sentence (the words of a picture, a title): it must not break the unit that is open, and comes after it */
    calco_map    titles;   /* places of those that were said: many links may refer to one */
    str          body;     /* what md4c sees */
    size_t       base;     /* where it begins in the decoded text */
    size_t       last;     /* end of the text seen last, in the decoded text */
    size_t       comments; /* end of the last comment found; SIZE_MAX: no comment ends from here on */
    unsigned     code, picture; /* how deep within these */
    bool         within;   /* the picture stands within a sentence */
    calco_unit_kind kind;  /* of text in the block that is open */
} reading;

/* The place of a view in the decoded text; SIZE_MAX for md4c's own strings. */
static size_t place(const reading *r, const MD_CHAR *p)
{
    size_t at = calco_place_in(r->body, p);
    return at == SIZE_MAX ? SIZE_MAX : r->base + at;
}

/* --- units --- */

static void put(reading *r, part p)
{
    str meant;
    switch (p.kind) {
    case WORDS: calco_piece(&r->pieces, p.at, p.end); break;
    case ENTITY:
        meant = calco_html_reference(r->pieces.arena, calco_str_cut(r->pieces.doc->decoded.text, p.at, p.end));
        if (meant.n) calco_piece_as(&r->pieces, p.at, p.end, meant);
        else calco_piece(&r->pieces, p.at, p.end);
        break;
    case OBJECT: calco_piece_as(&r->pieces, p.at, p.at, CALCO_OBJECT); break;
    case SPACE: calco_piece_as(&r->pieces, p.at, p.end, STR(" ")); break;
    case UNIT: calco_unit_open(&r->pieces, UNIT_LIST, true); break;
    }
}

/* End the unit that is open, and say what was put off meanwhile. */
static void close_unit(reading *r)
{
    calco_unit_close(&r->pieces, false);
    for (size_t i = 0; i < r->later.n; i++) put(r, r->later.p[i]);
    if (r->later.n) calco_unit_close(&r->pieces, false);
    r->later.n = 0;
}

static void put_off(reading *r, part p) { VEC_PUSH(r->pieces.arena, &r->later, p); }

static void say(reading *r, part_kind kind, size_t at, size_t end)
{
    part p = { kind, at, end };
    if (r->within) {
        put_off(r, p);
        return;
    }
    if (!r->pieces.open) calco_unit_open(&r->pieces, r->kind, true);
    put(r, p);
}

/* The title of a link or picture, where it stands in the file as it is: one with escapes, references or line breaks does not. */
static void show_title(reading *r, const MD_ATTRIBUTE *title)
{
    size_t at = title->size ? place(r, title->text) : SIZE_MAX;
    if (at == SIZE_MAX) return;
    str key = calco_arena_str(r->pieces.arena, (str){ (const char *)&at, sizeof at });
    if (calco_map_get(&r->titles, key) != CALCO_NONE) return;
    calco_map_set(&r->titles, key, 1);
    put_off(r, (part){ UNIT, at, at });
    put_off(r, (part){ WORDS, at, at + title->size });
    if (!r->pieces.open) close_unit(r);
}

/* --- blocks --- */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    (void)detail;
    close_unit(r);
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
    close_unit(r);
    if (type == MD_BLOCK_CODE) r->code--;
    if (type == MD_BLOCK_H || type == MD_BLOCK_UL || type == MD_BLOCK_OL || type == MD_BLOCK_TABLE) r->kind = UNIT_PARAGRAPH;
    return 0;
}

/* --- spans --- */

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    (void)detail;
    if (type == MD_SPAN_CODE || type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY) {
        if (!r->code++) say(r, OBJECT, r->last, r->last);
    }
    if (type == MD_SPAN_IMG && !r->picture++) {
        /* The words of a picture that begins or is a paragraph are a unit of their own; one within a sentence must not break it. */
        bool within = r->pieces.open && r->pieces.text.n > r->pieces.unit;
        if (within) {
            say(r, OBJECT, r->last, r->last);
            put_off(r, (part){ UNIT, r->last, r->last });
        } else close_unit(r);
        r->within = within;
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    reading *r = ctx;
    if (type == MD_SPAN_CODE || type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY) r->code--;
    if (type == MD_SPAN_IMG && !--r->picture) {
        if (!r->within) close_unit(r);
        r->within = false;
    }
    if (r->picture) return 0; /* what stands in the words of a picture is but words */
    if (type == MD_SPAN_IMG) show_title(r, &((const MD_SPAN_IMG_DETAIL *)detail)->title);
    if (type == MD_SPAN_A) show_title(r, &((const MD_SPAN_A_DETAIL *)detail)->title);
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
    say(r, SPACE, at, end);
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
    if (type == MD_TEXT_ENTITY || size) say(r, type == MD_TEXT_ENTITY ? ENTITY : WORDS, at, end);
    return 0;
}

static bool read_markdown(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    (void)source, (void)err;
    reading r = { .pieces = calco_pieces_of(a, doc), .kind = UNIT_PARAGRAPH, .titles = calco_map_new(a) };
    r.base = r.last = calco_read_front(&r.pieces);
    r.body = calco_str_from(doc->decoded.text, r.base);
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block = enter_block, .leave_block = leave_block, .enter_span = enter_span, .leave_span = leave_span, .text = take_text,
    };
    md_parse(r.body.p, (MD_SIZE)r.body.n, &parser, &r);
    close_unit(&r);
    calco_pieces_finish(&r.pieces);
    return true;
}

/* May a byte stand in the title of a link: behind "](" or "]:" and a quote that is not closed before it? */
static bool in_title(str text, size_t at)
{
    enum { FURTHEST = 4000 };
    size_t open = at, least = at > FURTHEST ? at - FURTHEST : 0, deep = 1;
    while (open > least && !(text.p[open] == ']' && open + 1 < at && (text.p[open + 1] == '(' || text.p[open + 1] == ':'))) open--;
    if (open == least) return false;
    char in = 0;
    for (size_t i = open + 2; i < at; i++) {
        char c = text.p[i];
        if (c == '\\') i++;
        else if (in) in = c == in ? '\0' : in;
        else if (memchr("\"'(", c, 3) && memchr(" \t\r\n", text.p[i - 1], 4)) in = c == '(' ? ')' : c;
        else if (c == '(') deep++;
        else if (c == ')' && !--deep) return false;
    }
    return in != 0;
}

/* Characters that would begin a mark-up are escaped with a backslash; front matter is YAML. */
static str escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    if (calco_in_front(doc->decoded.text, at)) return calco_front_escape(a, doc->decoded.text, at, text);
    for (size_t i = 0; i < text.n; i++)
        if (memchr("\"'()", text.p[i], 4) && in_title(doc->decoded.text, at)) return (str){ NULL, 0 };
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
