/* Text of a document on a terminal: cleaned, measured, wrapped, cut to a window. */
#include "report/show.h"

#include "text/unicode.h"

/* --- one character --- */

static bool is_control(uint32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029; }

static bool is_blank(uint32_t c) { return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

static bool is_dropped(uint32_t c) { return c != 0x200d && !calco_columns(c) && !calco_is_mark(c); }

static size_t columns_of(uint32_t c) { return is_control(c) ? 1 : calco_columns(c); }

void calco_show(calco_buf *out, str s)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t c = calco_utf8_at(s, at, &n);
        if (is_blank(c)) calco_buf_char(out, ' ');
        else if (is_control(c)) calco_buf_str(out, STR("\xEF\xBF\xBD"));
        else if (!is_dropped(c)) calco_buf_add(out, s.p + at, n);
    }
}

size_t calco_show_columns(str s)
{
    size_t columns = 0;
    for (size_t at = 0, n; at < s.n; at += n) columns += columns_of(calco_utf8_at(s, at, &n));
    return columns;
}

/* --- wrapping --- */

void calco_show_wrapped(calco_buf *out, str s, size_t indent, size_t width)
{
    size_t used = indent;
    bool   fresh = true;
    str    word;
    for (str rest = s; calco_str_split(&rest, ' ', &word);) {
        if (!word.n) continue;
        size_t columns = calco_show_columns(word);
        if (!fresh && used + 1 + columns > width) {
            calco_buf_printf(out, "\n%*s", (int)indent, "");
            used = indent;
            fresh = true;
        }
        if (!fresh) calco_buf_char(out, ' ');
        calco_show(out, word);
        used += columns + !fresh;
        fresh = false;
    }
}

/* --- windows --- */

/* The offset at or after `at` up to which text fits into *columns; takes off what it used. */
static size_t forth(str s, size_t at, size_t end, size_t *columns)
{
    while (at < end) {
        size_t n, wide = columns_of(calco_utf8_at(s, at, &n));
        if (wide > *columns) break;
        *columns -= wide;
        at += n;
    }
    return at;
}

static size_t back(str s, size_t at, size_t *columns)
{
    while (at) {
        size_t n, wide = columns_of(calco_utf8_before(s, at, &n));
        if (wide > *columns) break;
        *columns -= wide;
        at -= n;
    }
    return at;
}

calco_window calco_window_around(str line, size_t start, size_t end, size_t columns)
{
    size_t left = columns > 2 ? columns - 2 : 0; /* room for two ellipses */
    size_t shown = forth(line, start, end, &left);
    calco_window w = { start, shown, true, true };
    size_t half = left / 2, rest = left - half;
    w.start = back(line, start, &half);
    rest += half;
    if (shown == end) w.end = forth(line, end, line.n, &rest);
    w.start = back(line, w.start, &rest); /* what the right side did not need */

    w.cut_start = w.start > 0;
    w.cut_end = w.end < line.n;
    if (w.cut_start && line.p[w.start - 1] != ' ') { /* start and end with a whole word */
        size_t space = calco_str_find(calco_str_cut(line, 0, start), STR(" "), w.start);
        w.start = space == SIZE_MAX ? w.start : space + 1;
    }
    if (w.cut_end && line.p[w.end] != ' ') {
        size_t at = w.end;
        while (at > shown && line.p[at - 1] != ' ') at--;
        if (at > shown) w.end = at - 1;
    }
    return w;
}
