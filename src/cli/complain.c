/* Complaints on standard error, with the nearest name for a misspelt one. */
#include "cli/cli.h"

#include "base/nearest.h"

#include <stdarg.h>
#include <stdlib.h>

int cli_complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("calco: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return EXIT_TROUBLE;
}

int cli_complain_err(const calco_err *err)
{
    if (strstr(err->message, err->path)) return cli_complain("%s", err->message); /* it names the file itself */
    if (err->path[0] && err->line) return cli_complain("%s:%zu: %s", err->path, err->line, err->message);
    return cli_complain("%s: %s", err->path, err->message);
}

int cli_complain_unknown_at(const char *where, const char *what, const char *word, const char *const *names, size_t n)
{
    const char *near = calco_nearest(word, names, n);
    if (near) return cli_complain("%sno %s \"%s\"; did you mean \"%s\"?", where, what, word, near);
    return cli_complain("%sno %s \"%s\"", where, what, word);
}

int cli_complain_unknown(const char *what, const char *word, const char *const *names, size_t n)
{
    return cli_complain_unknown_at("", what, word, names, n);
}
