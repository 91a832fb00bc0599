/* HTML that would cost a parser quadratic time or memory, found before it is parsed. */
#include "read/html.h"

/* Real pages nest a few dozen deep and write a few dozen attributes; a parser looks through all of them at each tag. */
enum { DEEPEST = 1000, MOST_ATTRIBUTES = 1000 };
/* Formatting elements that stay open are made anew in every block that follows. */
enum { MOST_COPIES = 1000000, BYTES_A_COPY = 32 };

typedef struct {
    str    text;
    size_t deep, formats, copies;
    bool   foreign;  /* SVG or MathML was seen: "script" and "style" may be ordinary elements there */
} looking;

static bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

static bool is_named(str name, const char *wanted)
{
    size_t k = 0;
    while (k < name.n && wanted[k] && (name.p[k] | 0x20) == wanted[k]) k++;
    return k == name.n && !wanted[k];
}

static bool among(str name, const char *const *list)
{
    for (; *list; list++)
        if (is_named(name, *list)) return true;
    return false;
}

/* Elements that need no end tag do not nest. */
static const char *const endless[] = { "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
                                       "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", NULL };
static const char *const formatting[] = { "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", NULL };
static const char *const foreign[] = { "svg", "math", NULL };
static const char *const raw[] = { "script", "style", NULL };

/* Behind the tag whose name ends at `at`; counts its attributes, rather too many than too few. */
static size_t tag_end(str text, size_t at, size_t *attributes)
{
    char quote = 0;
    for (*attributes = 0; at < text.n; at++) {
        char c = text.p[at];
        if (quote) quote = c == quote ? '\0' : quote;
        else if (c == '>') break;
        else if ((c == '"' || c == '\'') && text.p[at - 1] == '=') quote = c;
        else if (memchr(" \t\r\n\f/\"'", c, 8) && at + 1 < text.n && !memchr(" \t\r\n\f/>", text.p[at + 1], 7)) ++*attributes;
    }
    return at;
}

/* Behind the text of a script or style: at its end tag. */
static size_t raw_end(str text, size_t at, str name)
{
    for (; (at = calco_str_find(text, STR("</"), at)) != SIZE_MAX; at += 2) {
        if (at + 2 + name.n > text.n) return text.n;
        size_t k = 0;
        while (k < name.n && (text.p[at + 2 + k] | 0x20) == (name.p[k] | 0x20)) k++;
        if (k == name.n) return at;
    }
    return text.n;
}

/* Count a tag: false where too much is open. */
static bool count(looking *l, str name, bool ends)
{
    bool format = among(name, formatting);
    l->foreign |= among(name, foreign);
    if (format && ends) l->formats -= l->formats > 0;
    else if (format) l->formats++;
    if (!ends) l->copies += l->formats;
    if (!among(name, endless)) {
        if (ends) l->deep -= l->deep > 0;
        else l->deep++;
    }
    return l->deep <= DEEPEST && l->copies <= MOST_COPIES + l->text.n / BYTES_A_COPY;
}

const char *calco_html_hostile(str text, size_t *at)
{
    looking l = { .text = text };
    for (*at = 0; (*at = calco_str_find(text, STR("<"), *at)) != SIZE_MAX;) {
        if (calco_str_starts(calco_str_from(text, *at), STR("<!--"))) {
            size_t close = calco_str_find(text, STR("-->"), *at + 2);
            if (close == SIZE_MAX) return NULL; /* the rest is a comment */
            *at = close + 3;
            continue;
        }
        bool   ends = *at + 1 < text.n && text.p[*at + 1] == '/';
        size_t start = *at + 1 + ends, end = start, attributes;
        while (end < text.n && is_name(text.p[end])) end++;
        if (end == start) {
            ++*at;
            continue;
        }
        str name = calco_str_cut(text, start, end);
        if (!count(&l, name, ends)) return "leaves thousands of elements open; close them";
        size_t behind = tag_end(text, end, &attributes);
        if (attributes > MOST_ATTRIBUTES) return "has an element with thousands of attributes; take them out";
        *at = !ends && !l.foreign && among(name, raw) ? raw_end(text, behind, name) : behind;
    }
    return NULL;
}
