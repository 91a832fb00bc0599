/* Byte offsets to lines and columns and back. */
#include "text/lines.h"

calco_lines calco_lines_of(calco_arena *a, const calco_decoded *decoded)
{
    calco_lines l = { .decoded = decoded };
    str s = decoded->text;
    VEC_PUSH(a, &l.starts, 0);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\n' && s.p[i] != '\r') continue;
        if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n') i++;
        VEC_PUSH(a, &l.starts, i + 1);
    }
    for (size_t i = 0; i < l.starts.n; i++) VEC_PUSH(a, &l.file_starts, calco_offset_map_to(&decoded->to_file, l.starts.p[i]));
    if (l.file_starts.n) l.file_starts.p[0] = 0; /* a BOM belongs to the first line */
    return l;
}

static size_t line_of(const calco_lines *l, size_t byte)
{
    size_t low = 0, high = l->file_starts.n;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (l->file_starts.p[middle] <= byte) low = middle;
        else high = middle;
    }
    return low;
}

static size_t next_character(str s, size_t at)
{
    do at++;
    while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    return at;
}

void calco_lines_at(const calco_lines *l, size_t byte, size_t *line, size_t *column)
{
    size_t index = line_of(l, byte), at = l->starts.p[index], n = 1;
    str    s = l->decoded->text;
    size_t end = index + 1 < l->starts.n ? l->starts.p[index + 1] : s.n;
    while (at < end) {
        size_t next = next_character(s, at);
        if (calco_offset_map_to(&l->decoded->to_file, next) > byte) break;
        at = next;
        n++;
    }
    *line = index + 1;
    *column = n;
}

str calco_lines_text(const calco_lines *l, size_t line)
{
    str s = l->decoded->text;
    if (!line || line > l->starts.n) return (str){ s.p + s.n, 0 };
    size_t start = l->starts.p[line - 1], end = line < l->starts.n ? l->starts.p[line] : s.n;
    while (end > start && (s.p[end - 1] == '\n' || s.p[end - 1] == '\r')) end--;
    return calco_str_cut(s, start, end);
}

size_t calco_lines_byte(const calco_lines *l, size_t line, size_t column)
{
    if (!line) line = 1;
    if (line > l->starts.n) return l->decoded->file_size;
    str    text = calco_lines_text(l, line);
    size_t at = 0;
    for (size_t c = 1; c < column && at < text.n; c++) at = next_character(text, at);
    return calco_offset_map_to(&l->decoded->to_file, l->starts.p[line - 1] + at);
}

calco_place calco_lines_place(const calco_lines *l, size_t byte_start, size_t byte_end)
{
    calco_place p = { .byte_start = byte_start, .byte_end = byte_end };
    calco_lines_at(l, byte_start, &p.line, &p.column);
    calco_lines_at(l, byte_end, &p.end_line, &p.end_column);
    return p;
}
