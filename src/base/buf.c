/* A growing byte buffer on the heap, and reading a whole file into one. */
#include "base/buf.h"

#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void reserve(calco_buf *b, size_t more)
{
    if (more <= b->cap - b->n) return;
    if (more > SIZE_MAX / 2 - b->n) abort();
    size_t cap = b->cap ? b->cap * 2 : 256;
    if (cap < b->n + more) cap = b->n + more;
    char *p = realloc(b->p, cap);
    if (!p) abort();
    b->p = p;
    b->cap = cap;
}

void calco_buf_add(calco_buf *b, const void *p, size_t n)
{
    if (!n) return;
    reserve(b, n);
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void calco_buf_str(calco_buf *b, str s) { calco_buf_add(b, s.p, s.n); }

void calco_buf_char(calco_buf *b, char c) { calco_buf_add(b, &c, 1); }

void calco_buf_printf(calco_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        reserve(b, (size_t)n + 1);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void calco_buf_align(calco_buf *b, size_t to)
{
    while (b->n % to) calco_buf_char(b, 0);
}

void calco_buf_free(calco_buf *b)
{
    free(b->p);
    *b = (calco_buf){ 0 };
}

bool calco_read_file(const char *path, calco_buf *out, calco_err *err)
{
    bool  standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdin : fopen(path, "rb");
    if (!f) return calco_fail(err, CALCO_ERR_OPEN, path, "cannot be opened: %s", strerror(errno));
    struct stat st;
    if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
        if (!standard) fclose(f);
        return calco_fail(err, CALCO_ERR_OPEN, path, "is a directory, not a file");
    }
    char   chunk[65536];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) calco_buf_add(out, chunk, n);
    bool bad = ferror(f) != 0;
    int  why = errno;
    if (!standard) fclose(f);
    if (bad) return calco_fail(err, CALCO_ERR_OPEN, path, "cannot be read: %s", strerror(why));
    return true;
}
