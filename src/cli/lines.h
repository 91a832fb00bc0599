/* Reading a long text of lines some megabytes at a time, decoded. */
#ifndef CALCO_CLI_LINES_H
#define CALCO_CLI_LINES_H

#include "cli/cli.h"

typedef struct cli_lines cli_lines;

/* Start reading a file, "-" is standard input. `encoding` NULL: by byte order mark, else guessed from the first lines that
 * show it. NULL on failure. Free with cli_lines_close. */
cli_lines *cli_lines_open(const char *path, const char *encoding, calco_err *err);
/* The next whole lines, lent until the next call; empty at the end of the file. What is cut where depends on the bytes alone.
 * False on failure. */
bool cli_lines_next(cli_lines *l, str *text, calco_err *err);
void cli_lines_close(cli_lines *l); /* accepts NULL */

#endif
