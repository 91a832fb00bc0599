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

bool cli_complain_unread(const calco_result *r)
{
    enum { NAMED = 20 };
    for (size_t i = 0; i < r->n_unread && i < NAMED; i++)
        cli_complain("%s:%zu: %.*s; it is not checked", r->name, r->unread[i].line, STR_FMT(r->unread[i].message));
    if (r->n_unread > NAMED) cli_complain("%s: %zu more lines are not checked", r->name, r->n_unread - NAMED);
    return r->n_unread > 0;
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
