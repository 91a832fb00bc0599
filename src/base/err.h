/* Filling a calco_err. */
#ifndef CALCO_BASE_ERR_H
#define CALCO_BASE_ERR_H

#include "calco.h"

/* Fill `err` (which may be NULL) and return false, so that a caller can `return calco_fail(...)`.
 * `path` may be NULL. The message names the trouble and the remedy. */
bool calco_fail(calco_err *err, calco_code code, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same, with a line of a text file. */
bool calco_fail_line(calco_err *err, calco_code code, const char *path, size_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
