/* Lines and columns: where lines start, and code points counted at regular steps so that a column costs little. */
#include "text/lines.h"

#include "text/unicode.h"

enum { STEP = 1024 }; /* bytes of text between two counts */

static size_t count_points(str s, size_t from, size_t to) { return calco_utf8_count(calco_str_cut(s, from, to), NULL); }

/* Code points that start before `at`. */
static size_t points_before(const calco_lines *l, size_t at)
{
    size_t step = at / STEP;
    return l->points.p[step] + count_points(l->decoded->text, step * STEP, at);
}

static void add_start(calco_arena *a, calco_lines *l, size_t at)
{
    VEC_PUSH(a, &l->starts, at);
    VEC_PUSH(a, &l->file_starts, at ? calco_offset_map_to(&l->decoded->to_file, at) : 0);
}

calco_lines calco_lines_of(calco_arena *a, const calco_decoded *decoded)
{
    calco_lines l = { .decoded = decoded };
    str         text = decoded->text;
    size_t      points = 0;
    for (size_t at = 0; at <= text.n; at += STEP) {
        VEC_PUSH(a, &l.points, points);
        points += count_points(text, at, text.n - at < STEP ? text.n : at + STEP);
    }
    add_start(a, &l, 0);
    for (size_t at = 0; at < text.n; at++) {
        if (text.p[at] != '\n' && text.p[at] != '\r') continue;
        if (text.p[at] == '\r' && at + 1 < text.n && text.p[at + 1] == '\n') at++;
        add_start(a, &l, at + 1);
    }
    return l;
}

/* The last index whose value is not above `at`; the first value is 0. */
static size_t line_of(const size_t *starts, size_t n, size_t at)
{
    size_t low = 0, high = n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (starts[middle] <= at) low = middle;
        else high = middle;
    }
    return low;
}

void calco_lines_at(const calco_lines *l, size_t byte, size_t *line, size_t *column)
{
    size_t at = byte >= l->decoded->file_size ? l->decoded->text.n : calco_offset_map_from(&l->decoded->to_file, byte);
    if (at > l->decoded->text.n) at = l->decoded->text.n;
    while (at && at < l->decoded->text.n && ((unsigned char)l->decoded->text.p[at] & 0xc0) == 0x80) at--;
    size_t i = line_of(l->starts.p, l->starts.n, at);
    *line = i + 1;
    *column = points_before(l, at) - points_before(l, l->starts.p[i]) + 1;
}

/* Where a line's text ends, before its line end. */
static size_t line_end(const calco_lines *l, size_t i)
{
    str    text = l->decoded->text;
    size_t end = i + 1 < l->starts.n ? l->starts.p[i + 1] : text.n;
    if (i + 1 == l->starts.n) return end;
    if (text.p[end - 1] == '\n' && end - 1 > l->starts.p[i] && text.p[end - 2] == '\r') return end - 2;
    return end - 1;
}

size_t calco_lines_byte(const calco_lines *l, size_t line, size_t column)
{
    if (!line) line = 1;
    if (!column) column = 1;
    const calco_decoded *d = l->decoded;
    if (line > l->starts.n) return d->file_size;
    size_t at = l->starts.p[line - 1], end = line_end(l, line - 1), have = points_before(l, at);
    size_t want = column - 1 > end - at ? SIZE_MAX : have + (column - 1);
    size_t step = line_of(l->points.p, l->points.n, want);
    if (step * STEP > at && step * STEP <= end) at = step * STEP, have = l->points.p[step];
    while (at < end && (have < want || ((unsigned char)d->text.p[at] & 0xc0) == 0x80)) {
        have += ((unsigned char)d->text.p[at] & 0xc0) != 0x80;
        at++;
    }
    if (at > end) at = end;
    return at == d->text.n ? d->file_size : calco_offset_map_to(&d->to_file, at);
}

calco_place calco_lines_place(const calco_lines *l, size_t byte_start, size_t byte_end)
{
    calco_place p = { .byte_start = byte_start, .byte_end = byte_end };
    calco_lines_at(l, byte_start, &p.line, &p.column);
    calco_lines_at(l, byte_end, &p.end_line, &p.end_column);
    return p;
}

str calco_lines_text(const calco_lines *l, size_t line)
{
    if (!line || line > l->starts.n) return STR("");
    return calco_str_cut(l->decoded->text, l->starts.p[line - 1], line_end(l, line - 1));
}
