/* Plain text: blank lines divide blocks; a block is prose broken at a width, or a paragraph on each line. */
#include "read/read.h"
#include "text/unicode.h"

/* A line of the text without the white space around it. */
typedef struct {
    size_t start, end;   /* start == end: blank */
    size_t columns;      /* code points */
    size_t first_word;   /* columns up to the first space */
    size_t marker;       /* bytes of a bullet, number or heading mark with the space after it */
    bool   heading;      /* the marker says so */
    bool   dash;         /* the marker is one that may also stand within a sentence */
    bool   lower;        /* begins with a lower-case letter */
    bool   ends;         /* with a mark that ends a sentence */
    bool   words;        /* holds a letter or digit */
} line;

typedef VEC(line) lines;

enum { NARROW = 30, WIDE = 200, TITLE_MAX = 200, FRAGMENT_MAX = 40, LIST_DIGITS = 3 };

static bool one_of(uint32_t c, const uint32_t *list)
{
    while (*list && *list != c) list++;
    return c && *list;
}

/* Length of the line end at `at`: LF, CRLF, CR, VT, FF, NEL and the separators of Unicode; 0 where there is none. */
static size_t line_break(str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c == '\r') return at + 1 < s.n && s.p[at + 1] == '\n' ? 2 : 1;
    if (c >= '\n' && c <= '\f') return 1;
    if (c == 0xc2 && (unsigned char)s.p[at + 1] == 0x85) return 2;
    if (c == 0xe2 && (unsigned char)s.p[at + 1] == 0x80 && ((unsigned char)s.p[at + 2] & 0xfe) == 0xa8) return 3;
    return 0;
}

/* The last character that is no closing quote or bracket; 0 where there is none. */
static uint32_t last_mark(str s)
{
    static const uint32_t closing[] = { '"', '\'', ')', ']', '}', 0xbb, 0xab, 0x2019, 0x201d, 0x201c, 0x203a, 0 };
    for (size_t at = s.n, length; at; at -= length) {
        uint32_t c = calco_utf8_before(s, at, &length);
        if (!one_of(c, closing)) return c;
    }
    return 0;
}

static bool ends_sentence(str s)
{
    static const uint32_t final[] = { '.', '?', '!', 0x2026, 0x3002, 0xff01, 0xff1f, 0 };
    return one_of(last_mark(s), final);
}

/* "3. ", "12) ", "(4) ", "b) ": bytes up to and with the space; 0 where it is none. */
static size_t number_marker(str s)
{
    size_t at = s.n && s.p[0] == '(', start = at;
    while (at < s.n && at - start < LIST_DIGITS && s.p[at] >= '0' && s.p[at] <= '9') at++;
    bool digits = at > start;
    if (!digits && at < s.n && ((s.p[at] >= 'a' && s.p[at] <= 'z') || (s.p[at] >= 'A' && s.p[at] <= 'Z'))) at++;
    if (at == start || at + 1 >= s.n) return 0;
    if (s.p[at] != ')' && !(s.p[at] == '.' && digits && !start)) return 0;
    return s.p[at + 1] == ' ' || s.p[at + 1] == '\t' ? at + 2 : 0;
}

/* Bytes of what marks a list line or heading, with the space after it. */
static size_t marker_of(str s, bool *heading)
{
    static const uint32_t bullets[] = { '-',    '*',    '+',    0x2022, 0x25e6, 0x25aa, 0x2023, 0xb7,
                                        0x2013, 0x2014, 0x25cf, 0x25cb, 0x25a0, 0x2043, 0x25ab, 0 };
    *heading = false;
    if (!s.n) return 0;
    size_t   length, at = 0;
    uint32_t c = calco_utf8_at(s, 0, &length);
    if (one_of(c, bullets)) at = length;
    while (!at && at < s.n && s.p[at] == '#') {
        while (at < s.n && s.p[at] == '#') at++;
        *heading = true;
    }
    if (!at) at = number_marker(s);
    else if (at >= s.n || !calco_is_space(calco_utf8_at(s, at, &length))) at = 0;
    if (!at) *heading = false;
    while (at && at < s.n && calco_is_space(calco_utf8_at(s, at, &length))) at += length;
    return at;
}

static line measure(str text, size_t start, size_t end)
{
    line   l = { .start = start, .end = end };
    size_t length;
    while (l.start < l.end && calco_is_space(calco_utf8_at(text, l.start, &length))) l.start += length;
    while (l.start < l.end && calco_is_space(calco_utf8_before(text, l.end, &length))) l.end -= length;
    str  s = calco_str_cut(text, l.start, l.end);
    bool begun = false, spaced = false;
    l.marker = marker_of(s, &l.heading);
    l.dash = l.marker && (s.p[0] == '-' || (unsigned char)s.p[0] == 0xe2);
    for (size_t at = 0; at < s.n; at += length) {
        uint32_t c = calco_utf8_at(s, at, &length);
        l.columns++;
        if (at < l.marker) continue;
        if (!begun && (calco_is_letter(c) || calco_is_digit(c))) {
            begun = l.words = true;
            l.lower = calco_is_lower(c);
        }
        spaced |= calco_is_space(c);
        if (!spaced) l.first_word++;
    }
    l.ends = ends_sentence(s);
    return l;
}

static lines lines_in(calco_arena *a, str text)
{
    lines all = { 0 };
    for (size_t start = 0, at = 0; at <= text.n;) {
        size_t length = at < text.n ? line_break(text, at) : 1;
        if (length) {
            line l = measure(text, start, at);
            VEC_PUSH(a, &all, l);
            start = at + length;
        }
        at += length ? length : 1;
    }
    return all;
}

/* Would the next line's first word not have fitted? */
static bool fills(const line *l, size_t width) { return l->columns + 1 + l[1].first_word > width; }

/* Does a line that is not the first of its block begin a group of its own? A dash may also stand within a sentence. */
static bool starts_group(const line *l)
{
    if (!l->words) return true;
    if (l->marker && l->dash && !l[-1].marker && !l[-1].ends && l[-1].columns >= NARROW) return false;
    return l->marker > 0;
}

/* The end of the group of lines that begins at `first`: no blank line is in it, and no line that begins a group. */
static size_t group_end(const lines *all, size_t first)
{
    size_t end = first + 1;
    if (all->p[first].heading || !all->p[first].words) return end;
    while (end < all->n && all->p[end].start < all->p[end].end && !starts_group(&all->p[end])) end++;
    return end;
}

/* The width that the whole text is broken at; 0 where its lines do not look broken. */
static size_t width_of(const lines *all)
{
    size_t width = 0, breaks = 0, filled = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0, end; i < all->n; i = end) {
            end = group_end(all, i);
            for (size_t k = i; k + 1 < end; k++) {
                if (pass == 0 && all->p[k].columns > width) width = all->p[k].columns;
                if (pass == 1) breaks++, filled += fills(&all->p[k], width);
            }
        }
    }
    return breaks >= 3 && width >= NARROW && width <= WIDE && filled * 5 >= breaks * 4 ? width : 0;
}

/* Are the lines first..end of a group prose broken at a width? Each break votes: a line that goes on in lower case and
 * one that had no room for the next word speak for it, a line that ends a sentence or had room against it. */
static bool wrapped(const lines *all, size_t first, size_t end, size_t text_width)
{
    size_t width = text_width;
    long   votes = 0;
    for (size_t k = first; !text_width && k < end; k++)
        if (all->p[k].columns > width) width = all->p[k].columns;
    for (size_t k = first; k + 1 < end; k++) {
        const line *l = &all->p[k];
        if (!l->ends && l[1].lower) votes += l->columns < NARROW ? 2 : 4;
        else if (l->ends && !l[1].lower && !text_width) votes -= 2;
        votes += fills(l, width) && l->columns >= NARROW ? 2 : -3;
        if (l->columns > WIDE) votes -= 4;
    }
    return votes > 0;
}

/* A short text that ends no sentence. */
static bool is_headline(str s, const line *l, size_t columns)
{
    static const uint32_t leads[] = { ':', ';', ',', 0x2014, 0x2013, '-', 0 };
    if (ends_sentence(s) || columns > TITLE_MAX || one_of(last_mark(s), leads)) return false;
    if (l->lower && columns > FRAGMENT_MAX) return false;
    size_t length, stops = 0;
    for (size_t at = 0; at + 2 < s.n; at++) {
        bool stop = (s.p[at] == '.' || s.p[at] == '?') && s.p[at + 1] == ' ';
        stops += stop && calco_is_upper(calco_utf8_at(s, at + 2, &length));
    }
    return !stops || columns <= TITLE_MAX / 2;
}

static void add_unit(calco_arena *a, calco_doc *doc, const lines *all, size_t first, size_t end)
{
    const line *l = &all->p[first];
    calco_unit  unit = { .start = l->start + l->marker, .end = all->p[end - 1].end };
    size_t      columns = 0;
    for (size_t k = first; k < end; k++) columns += all->p[k].columns;
    if (unit.start >= unit.end || !l->words) return;
    if (l->heading) unit.kind = UNIT_HEADLINE;
    else if (l->marker) unit.kind = UNIT_LIST;
    else if (is_headline(calco_doc_cut(doc, unit.start, unit.end), l, columns)) unit.kind = UNIT_HEADLINE;
    VEC_PUSH(a, &doc->units, unit);
}

/* A line that is nothing but "<!-- … -->" is a comment; suppressions are written so. */
static bool take_comment(calco_arena *a, calco_doc *doc, const line *l)
{
    str s = calco_doc_cut(doc, l->start, l->end);
    if (!calco_str_starts(s, STR("<!--")) || !calco_str_ends(s, STR("-->")) || s.n < 7) return false;
    calco_comment c = { l->start, l->end, calco_str_cut(s, 4, s.n - 3) };
    VEC_PUSH(a, &doc->comments, c);
    return true;
}

static bool read_plain(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    (void)source, (void)err;
    doc->text = doc->decoded.text;
    doc->to_file = doc->decoded.to_file;
    doc->file_size = doc->decoded.file_size;
    lines  all = lines_in(a, doc->text);
    for (size_t i = 0; i < all.n; i++)
        if (take_comment(a, doc, &all.p[i])) all.p[i] = (line){ .start = all.p[i].start, .end = all.p[i].start }; /* as if it were blank */
    size_t width = width_of(&all);
    for (size_t i = 0, end; i < all.n; i = end) {
        end = group_end(&all, i);
        if (end > i + 1 && wrapped(&all, i, end, width)) {
            add_unit(a, doc, &all, i, end);
            continue;
        }
        for (size_t k = i; k < end; k++) add_unit(a, doc, &all, k, k + 1);
    }
    return true;
}

static const char *const endings[] = { ".txt", NULL };
const calco_reader calco_reader_plain = { .name = "plain", .endings = endings, .read = read_plain };
