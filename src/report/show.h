/* Text of a document on a terminal: cleaned, measured in columns, wrapped, cut to a window with carets. */
#ifndef CALCO_REPORT_SHOW_H
#define CALCO_REPORT_SHOW_H

#include "base/buf.h"

/* Append `s` so that it can do no harm: line ends and tabs as spaces, other control characters as U+FFFD, characters
 * that reorder text not at all. */
void calco_show(calco_buf *out, str s);

/* Append `s` in lines of at most `width` columns, broken at spaces; each line but the first starts with `indent` spaces,
 * which count; the first is taken to stand there already. No line end after the last. */
void calco_show_wrapped(calco_buf *out, str s, size_t indent, size_t width);

/* A stretch of a line that fits a window, and the span in it; byte offsets in the line. */
typedef struct {
    size_t start, end;
    bool   cut_start, cut_end; /* the line goes on: an ellipsis stands there */
} calco_window;

/* The window of at most `columns` columns, ellipses counted, around start..end (at most line.n). A span that does not
 * fit is shown from its start on. O(columns), however long the line is. */
calco_window calco_window_around(str line, size_t start, size_t end, size_t columns);

/* Columns that `s` takes as calco_show prints it. */
size_t calco_show_columns(str s);

#endif
