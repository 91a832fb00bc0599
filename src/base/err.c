/* Filling a calco_err. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static void fill(calco_err *err, calco_code code, const char *path, size_t line, const char *format, va_list args)
{
    if (!err) return;
    *err = (calco_err){ .code = code, .line = line };
    if (path) snprintf(err->path, sizeof err->path, "%s", path);
    vsnprintf(err->message, sizeof err->message, format, args);
}

bool calco_fail(calco_err *err, calco_code code, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, path, 0, format, args);
    va_end(args);
    return false;
}

bool calco_fail_line(calco_err *err, calco_code code, const char *path, size_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, path, line, format, args);
    va_end(args);
    return false;
}
