/* HTML through gumbo, the only file that includes it: its texts point into the file, which gives every position. */
#include "read/html.h"

#include "base/err.h"
#include "read/pieces.h"
#include "read/read.h"
#include "text/unicode.h"

#include <gumbo.h>

/* An attribute that readers see, of an element within a sentence: it must not break the unit that is open, and comes after it. */
typedef struct { const GumboElement *element; const char *name; } put_off;

typedef struct {
    calco_pieces pieces;
    VEC(put_off) later;
    str          text;      /* the whole, decoded */
    str          language;  /* of the page: the attribute lang of its root or body, else what it is expected to be */
    calco_unit_kind kind;
    unsigned     breaks;    /* <br> in a row */
    size_t       place;     /* in the text: where what was read last ends */
} reading;

/* --- memory: an arena, given back as a whole --- */

static void *give(void *arena, size_t size) { return calco_arena_alloc(arena, 1, size); }
static void take_back(void *arena, void *p) { (void)arena, (void)p; }

static GumboOptions options_in(calco_arena *a)
{
    GumboOptions o = kGumboDefaultOptions;
    o.allocator = give;
    o.deallocator = take_back;
    o.userdata = a;
    o.max_errors = 0;
    return o;
}

/* --- references --- */

static bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/* "233", "xe9". */
static bool is_number(str s)
{
    bool hex = s.n && (s.p[0] | 0x20) == 'x';
    char c = s.n > hex ? s.p[hex] : ' ';
    return (c >= '0' && c <= '9') || (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static size_t length_at(str s, size_t at)
{
    size_t n;
    calco_utf8_at(s, at, &n);
    return n;
}

/* Bytes of the reference at `at` of `raw`, which `meant` (at `from`) begins with the meaning of; 0 where it is a plain "&". */
static size_t reference_at(str raw, size_t at, str meant, size_t from, size_t *meaning)
{
    size_t end = at + 1;
    if (end < raw.n && raw.p[end] == '#') end++;
    while (end < raw.n && is_name(raw.p[end])) end++;
    bool closed = end < raw.n && raw.p[end] == ';', amp = meant.p[from] == '&';
    str  name = calco_str_cut(raw, at, end);
    if (name.n < 2) return 0;
    if (amp && !calco_str_starts(name, STR("&amp")) && !calco_str_starts(name, STR("&AMP")) && !calco_str_starts(name, STR("&#"))) return 0;
    if (name.p[1] == '#' && !is_number(calco_str_from(name, 2))) return 0;
    *meaning = length_at(meant, from);
    if (closed) end++;
    else /* "&copyright" is "&copy" and "right": the shortest that what follows agrees with */
        for (size_t stop = at + 3; stop < end; stop++) {
            str rest = calco_str_cut(raw, stop, end);
            if (calco_str_starts(calco_str_from(meant, from + *meaning), rest)) return stop - at;
        }
    /* A few names mean a character with a mark over it. */
    size_t next = from + *meaning, n;
    if (name.p[1] != '#' && next < meant.n && (end >= raw.n || meant.p[next] != raw.p[end]) && calco_is_mark(calco_utf8_at(meant, next, &n))) *meaning += n;
    return end - at;
}

/* Append `meant`, which the raw bytes from `start` on stand for. */
static void add_text(reading *r, str raw, const char *words)
{
    str    meant = calco_str(words);
    size_t base = calco_place_in(r->text, raw.p), at = 0, plain = 0;
    if (base == SIZE_MAX || !raw.p) return;
    for (size_t from = 0; from < meant.n && at < raw.n;) {
        size_t meaning = 1, n = 0;
        bool   crlf = raw.p[at] == '\r' && meant.p[from] == '\n';
        size_t wide = length_at(raw, at); /* the first byte alone does not tell: gumbo makes U+FFFE U+FFFD */
        bool   tag = raw.p[at] == '<' && meant.p[from] != '<', odd = !calco_str_starts(calco_str_from(meant, from), calco_str_cut(raw, at, at + wide));
        if (raw.p[at] == '&') n = reference_at(raw, at, meant, from, &meaning);
        if (!n && !tag && !crlf && !odd) {
            at += wide;
            from += wide;
            continue;
        }
        if (at > plain) calco_piece(&r->pieces, base + plain, base + at);
        if (tag) { /* text that was moved out of a table has the tags between still in it */
            size_t close = calco_str_find(raw, STR(">"), at);
            at = close == SIZE_MAX ? raw.n : close + 1;
        } else {
            if (!n) {
                n = !crlf ? wide : at + 1 < raw.n && raw.p[at + 1] == '\n' ? 2u : 1u;
                meaning = crlf ? 1 : length_at(meant, from);
            }
            calco_piece_as(&r->pieces, base + at, base + at + n, calco_str_cut(meant, from, from + meaning));
            at += n;
            from += meaning;
        }
        plain = at;
    }
    if (at > plain) calco_piece(&r->pieces, base + plain, base + at);
}

str calco_html_reference(calco_arena *a, str reference)
{
    static const struct { const char *name, *meant; } usual[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", "\xc2\xa0" } };
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (calco_str_eq(reference, calco_str(usual[i].name))) return calco_str(usual[i].meant);
    calco_arena *own = calco_arena_new(); /* gumbo gives nothing back while it parses */
    GumboOptions o = options_in(own);
    o.fragment_context = GUMBO_TAG_BODY;
    GumboOutput *out = gumbo_parse_with_options(&o, reference.p, reference.n);
    GumboVector *top = &out->root->v.element.children;
    const GumboNode *node = top->length == 1 ? top->data[0] : NULL;
    str meant = node && (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) ? calco_str(node->v.text.text) : STR("");
    meant = calco_str_eq(meant, reference) || meant.n > 8 ? STR("") : calco_arena_str(a, meant);
    calco_arena_free(own);
    return meant;
}

/* --- elements --- */

static const GumboTag inline_tags[] = {
    GUMBO_TAG_A, GUMBO_TAG_ABBR, GUMBO_TAG_ACRONYM, GUMBO_TAG_B, GUMBO_TAG_BDI, GUMBO_TAG_BDO, GUMBO_TAG_BIG, GUMBO_TAG_CITE, GUMBO_TAG_DATA,
    GUMBO_TAG_DFN, GUMBO_TAG_EM, GUMBO_TAG_FONT, GUMBO_TAG_I, GUMBO_TAG_INS, GUMBO_TAG_DEL, GUMBO_TAG_LABEL, GUMBO_TAG_MARK, GUMBO_TAG_Q, GUMBO_TAG_S,
    GUMBO_TAG_SMALL, GUMBO_TAG_SPAN, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_SUB, GUMBO_TAG_SUP, GUMBO_TAG_TIME, GUMBO_TAG_TT, GUMBO_TAG_U,
    GUMBO_TAG_WBR, GUMBO_TAG_BR,
};
static const GumboTag objects[] = { GUMBO_TAG_CODE, GUMBO_TAG_KBD, GUMBO_TAG_SAMP, GUMBO_TAG_VAR, GUMBO_TAG_IMG, GUMBO_TAG_SVG, GUMBO_TAG_MATH,
                                    GUMBO_TAG_INPUT, GUMBO_TAG_SELECT, GUMBO_TAG_CANVAS, GUMBO_TAG_OBJECT };
static const GumboTag hidden[] = { GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_PRE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_NOSCRIPT,
                                   GUMBO_TAG_IFRAME };
static const GumboTag headings[] = { GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_TITLE,
                                     GUMBO_TAG_BUTTON, GUMBO_TAG_OPTION };
static const GumboTag listed[] = { GUMBO_TAG_LI, GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_CAPTION };

static bool among(GumboTag tag, const GumboTag *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == tag) return true;
    return false;
}
#define AMONG(tag, list) among((tag), (list), sizeof(list) / sizeof *(list))

static const char *attribute(const GumboElement *e, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&e->attributes, name);
    return a ? a->value : NULL;
}

static bool is_skipped(const reading *r, const GumboElement *e)
{
    const char *translate = attribute(e, "translate"), *lang = attribute(e, "lang");
    if (AMONG(e->tag, hidden)) return true;
    if (translate && strcmp(translate, "no") == 0) return true;
    return lang && *lang && r->language.n && e->tag != GUMBO_TAG_HTML && !calco_same_language(r->language, calco_str(lang));
}

/* The words of an attribute, within its quotes. */
static void add_attribute(reading *r, const GumboElement *e, const char *name, calco_unit_kind kind)
{
    const GumboAttribute *a = gumbo_get_attribute(&e->attributes, name);
    if (!a || !a->value[0] || !a->original_value.length) return;
    str raw = { a->original_value.data, a->original_value.length };
    if (raw.n >= 2 && (raw.p[0] == '"' || raw.p[0] == '\'')) raw = calco_str_cut(raw, 1, raw.n - 1);
    calco_unit_open(&r->pieces, kind, true);
    add_text(r, raw, a->value);
    calco_unit_close(&r->pieces, false);
}

/* End the unit that is open, and say what was put off meanwhile. */
static void close_unit(reading *r)
{
    calco_unit_close(&r->pieces, false);
    for (size_t i = 0; i < r->later.n; i++) add_attribute(r, r->later.p[i].element, r->later.p[i].name, UNIT_LIST);
    r->later.n = 0;
}

static void show_attribute(reading *r, const GumboElement *e, const char *name)
{
    if (!gumbo_get_attribute(&e->attributes, name)) return;
    put_off own = { e, name };
    if (r->pieces.open) VEC_PUSH(r->pieces.arena, &r->later, own);
    else add_attribute(r, e, name, UNIT_LIST);
}

static void add_meta(reading *r, const GumboElement *e)
{
    const char *name = attribute(e, "name"), *property = attribute(e, "property");
    bool description = (name && strcmp(name, "description") == 0) || (property && strcmp(property, "og:description") == 0);
    bool title = property && strcmp(property, "og:title") == 0;
    const char *content = attribute(e, "content");
    if (name && content) calco_add_field(&r->pieces, calco_str(name), calco_str(content));
    if (description || title) add_attribute(r, e, "content", title ? UNIT_HEADLINE : UNIT_PARAGRAPH);
}

/* What a parser moves out of a table, or what stands before <html>, comes in another order than in the file: a unit never goes back. */
static void go_on(reading *r, size_t at, size_t end)
{
    if (at < r->place) close_unit(r);
    r->place = end;
}

/* The place of a tag, for what stands for the element. */
static void add_object(reading *r, const GumboElement *e)
{
    size_t at = calco_place_in(r->text, e->original_tag.data);
    if (at == SIZE_MAX || !e->original_tag.data) return;
    go_on(r, at, at + e->original_tag.length);
    calco_piece_as(&r->pieces, at, at, CALCO_OBJECT);
}

static void add_break(reading *r, const GumboElement *e)
{
    size_t at = calco_place_in(r->text, e->original_tag.data);
    bool   written = at != SIZE_MAX && e->original_tag.data;
    if (written) go_on(r, at, at + e->original_tag.length);
    if (++r->breaks > 1) close_unit(r);
    else if (written && r->pieces.open) calco_piece_as(&r->pieces, at, at, STR(" "));
}

/* Begin an element; false where nothing in it is text. */
static bool enter(reading *r, const GumboElement *e)
{
    if (e->tag == GUMBO_TAG_META) add_meta(r, e);
    bool skipped = is_skipped(r, e), object = AMONG(e->tag, objects);
    if (e->tag == GUMBO_TAG_BR) add_break(r, e);
    else if (object || (skipped && AMONG(e->tag, inline_tags))) {
        bool shown = e->tag == GUMBO_TAG_IMG && !skipped, alone = !r->pieces.open || r->pieces.text.n == r->pieces.unit;
        if (!shown || !alone) add_object(r, e);
        if (shown) show_attribute(r, e, "alt"), show_attribute(r, e, "title");
    } else {
        if (!AMONG(e->tag, inline_tags)) {
            close_unit(r);
            r->kind = AMONG(e->tag, headings) ? UNIT_HEADLINE : AMONG(e->tag, listed) ? UNIT_LIST : UNIT_PARAGRAPH;
        }
        if (!skipped) show_attribute(r, e, "title");
    }
    return !skipped && !object;
}

static void leave(reading *r, const GumboElement *e)
{
    if (AMONG(e->tag, inline_tags) || AMONG(e->tag, objects)) return;
    close_unit(r);
    r->kind = UNIT_PARAGRAPH;
}

static void take_leaf(reading *r, const GumboNode *n)
{
    str raw = { n->v.text.original_text.data, n->v.text.original_text.length };
    size_t at = calco_place_in(r->text, raw.p);
    if (n->type == GUMBO_NODE_COMMENT) {
        if (raw.p && at != SIZE_MAX) calco_add_comment(&r->pieces, at, at + raw.n, calco_arena_str(r->pieces.arena, calco_str(n->v.text.text)));
        return;
    }
    if (n->type != GUMBO_NODE_WHITESPACE) r->breaks = 0;
    if (raw.p && at != SIZE_MAX) go_on(r, at, at + raw.n);
    if (!r->pieces.open && n->type == GUMBO_NODE_WHITESPACE) return;
    if (!r->pieces.open) calco_unit_open(&r->pieces, r->kind, true);
    add_text(r, raw, n->v.text.text);
}

/* Depth first, without recursion: a parent knows its children, a child its place among them. */
static void walk(reading *r, const GumboNode *root)
{
    const GumboNode *n = root;
    bool down = true;
    for (;;) {
        bool element = n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE || n->type == GUMBO_NODE_DOCUMENT;
        if (down && element && n->type != GUMBO_NODE_DOCUMENT) down = enter(r, &n->v.element);
        else if (down && !element) take_leaf(r, n);
        const GumboVector *children = n->type == GUMBO_NODE_DOCUMENT ? &n->v.document.children : &n->v.element.children;
        if (down && element && children->length) {
            n = children->data[0];
            continue;
        }
        for (;;) {
            if (n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE) leave(r, &n->v.element);
            const GumboNode *parent = n->parent;
            if (n == root || !parent) return;
            const GumboVector *siblings = parent->type == GUMBO_NODE_DOCUMENT ? &parent->v.document.children : &parent->v.element.children;
            size_t next = n->index_within_parent + 1;
            n = next < siblings->length ? siblings->data[next] : parent;
            if (next < siblings->length) break;
        }
        down = true;
    }
}

/* --- reading --- */

static bool is_digit(char c, bool hex) { return (c >= '0' && c <= '9') || (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

/* A number too long for gumbo, which overflows and writes what is no UTF-8. */
static bool overflows(str text, size_t at)
{
    enum { MOST_DIGITS = 7 };
    size_t n = 0;
    bool   hex = at + 2 < text.n && (text.p[at + 2] | 0x20) == 'x';
    at += hex ? 3u : 2u;
    while (at < text.n && text.p[at] == '0') at++;
    while (at + n < text.n && n <= MOST_DIGITS && is_digit(text.p[at + n], hex)) n++;
    return n > MOST_DIGITS;
}

/* The text as gumbo may see it, byte for byte: it drops NUL here and makes it U+FFFD there; other control characters become U+FFFD everywhere. */
static str tamed(calco_arena *a, str text)
{
    bool wild = text.n && memchr(text.p, '\0', text.n);
    for (size_t at = 0; !wild && (at = calco_str_find(text, STR("&#"), at)) != SIZE_MAX; at++) wild = overflows(text, at);
    if (!wild) return text;
    str   copy = calco_arena_str(a, text);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        if (!p[i] || (p[i] == '&' && i + 1 < copy.n && p[i + 1] == '#' && overflows(text, i))) p[i] = '\1';
    return copy;
}

/* What the page says that it is in; NULL: nothing. */
static const char *page_language(const GumboNode *root)
{
    if (root->type != GUMBO_NODE_ELEMENT) return NULL;
    const char *lang = attribute(&root->v.element, "lang");
    for (size_t i = 0; !lang && i < root->v.element.children.length; i++) {
        const GumboNode *n = root->v.element.children.data[i];
        if (n->type == GUMBO_NODE_ELEMENT && n->v.element.tag == GUMBO_TAG_BODY) lang = attribute(&n->v.element, "lang");
    }
    return lang;
}

static bool read_html(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    (void)source;
    reading r = { .pieces = calco_pieces_of(a, doc), .text = tamed(a, doc->decoded.text), .kind = UNIT_PARAGRAPH };
    size_t at;
    const char *hostile = calco_html_hostile(r.text, &at);
    if (hostile) {
        calco_pieces_finish(&r.pieces);
        size_t line = 1;
        for (size_t i = 0; i < at; i++) line += r.text.p[i] == '\n';
        calco_fail_line(err, CALCO_ERR_FORMAT, doc->name, line, "%s", hostile);
        if (err) err->byte = calco_offset_map_to(&doc->decoded.to_file, at);
        return false;
    }
    GumboOptions o = options_in(a);
    GumboOutput *out = gumbo_parse_with_options(&o, r.text.p, r.text.n);
    const char  *lang = page_language(out->root);
    if (lang) calco_add_field(&r.pieces, STR("lang"), calco_str(lang));
    r.language = calco_str(lang ? lang : doc->language ? doc->language : "");
    walk(&r, out->document);
    close_unit(&r);
    calco_pieces_finish(&r.pieces);
    return true;
}

/* The quote that a byte stands in within a tag; a space in a value without quotes, 0 in running text. */
static char quote_at(str text, size_t at)
{
    enum { LONGEST = 65536 };
    size_t open = at, least = at > LONGEST ? at - LONGEST : 0;
    while (open > least && !(text.p[open] == '<' && open + 1 < text.n && is_name(text.p[open + 1]))) open--;
    if (open >= text.n || text.p[open] != '<') return 0;
    char in = 0;
    for (size_t i = open; i < at; i++) {
        if (in) in = text.p[i] == in ? '\0' : in;
        else if (text.p[i] == '"' || text.p[i] == '\'') in = text.p[i];
        else if (text.p[i] == '>') return 0;
    }
    return in ? in : ' ';
}

static str escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    return calco_escape_xml(a, text, quote_at(doc->decoded.text, at));
}

static bool looks(str text)
{
    static const char *const starts[] = { "<!doctype html", "<html" };
    text = calco_str_trim(text);
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(starts[i]), k = 0;
        while (k < n && k < text.n && (text.p[k] | 0x20) == (starts[i][k] | 0x20)) k++;
        if (k == n) return true;
    }
    return false;
}

static const char *const endings[] = { ".html", ".htm", ".xhtml", NULL };
const calco_reader calco_reader_html = { .name = "html", .endings = endings, .read = read_html, .looks = looks, .escape = escape };
