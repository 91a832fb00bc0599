/* Byte offsets to lines and columns and back: the one place that knows both. */
#ifndef CALCO_TEXT_LINES_H
#define CALCO_TEXT_LINES_H

#include "text/decode.h"

typedef struct {
    const calco_decoded *decoded;
    VEC(size_t)          starts;      /* decoded-text offset of each line's start; LF, CRLF and CR end lines */
    VEC(size_t)          file_starts; /* the same as file offsets */
    VEC(size_t)          points;      /* code points before each 1,024th byte of the text */
} calco_lines;

calco_lines calco_lines_of(calco_arena *a, const calco_decoded *decoded);
/* Line and column (code points, both from 1) of a file offset; past the end: the end. */
void calco_lines_at(const calco_lines *l, size_t byte, size_t *line, size_t *column);
/* The inverse; a column past the line's end means its end. */
size_t calco_lines_byte(const calco_lines *l, size_t line, size_t column);
calco_place calco_lines_place(const calco_lines *l, size_t byte_start, size_t byte_end);
/* The decoded text of a line, without its end. */
str calco_lines_text(const calco_lines *l, size_t line);

#endif
