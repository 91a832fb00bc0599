/* Complaints on standard error, with the nearest name for a misspelt one. */
#include "cli/cli.h"

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

enum { LONGEST = 64 };

/* Edits (insert, delete, replace, swap) between two short words; a large number for long ones. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    size_t row[3][LONGEST + 1]; /* of the last two characters of `a` and this one */
    for (size_t j = 0; j <= m; j++) row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[n % 3][m];
}

const char *cli_nearest(const char *word, const char *const *names, size_t n)
{
    size_t      limit = strlen(word) / 3 + 2, best = limit;
    const char *nearest = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t d = distance(word, names[i]);
        if (d < best) best = d, nearest = names[i];
    }
    return nearest;
}

int cli_complain_unknown(const char *what, const char *word, const char *const *names, size_t n)
{
    const char *near = cli_nearest(word, names, n);
    if (near) return cli_complain("no %s \"%s\"; did you mean \"%s\"?", what, word, near);
    return cli_complain("no %s \"%s\"", what, word);
}
