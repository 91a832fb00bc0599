/* A growing byte buffer on the heap, for output and for pack images. */
#ifndef CALCO_BASE_BUF_H
#define CALCO_BASE_BUF_H

#include "base/str.h"

typedef struct { char *p; size_t n, cap; } calco_buf; /* {0} is empty and ready */

void calco_buf_add(calco_buf *b, const void *p, size_t n); /* aborts without memory */
void calco_buf_str(calco_buf *b, str s);
void calco_buf_char(calco_buf *b, char c);
void calco_buf_printf(calco_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Zero bytes up to the next multiple of `to`. */
void calco_buf_align(calco_buf *b, size_t to);
void calco_buf_free(calco_buf *b);
static inline str calco_buf_view(const calco_buf *b) { return (str){ b->p, b->n }; }

/* A whole file; false and `err` where it cannot be read. Free with calco_buf_free. "-" is standard input. */
bool calco_read_file(const char *path, calco_buf *out, calco_err *err);

#endif
