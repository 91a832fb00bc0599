/* Which lines of which files changed since a revision, as git sees it. */
#ifndef CALCO_CLI_CHANGED_H
#define CALCO_CLI_CHANGED_H

#include "cli/cli.h"

typedef struct cli_changed cli_changed;

/* What differs between `revision` and the work tree that the current directory lies in; files that git does not know yet
 * are new as a whole. NULL after a complaint. */
cli_changed *cli_changed_open(const char *revision);
void cli_changed_close(cli_changed *changed); /* accepts NULL */
/* Did anything change in a file? */
bool cli_changed_file(const cli_changed *changed, const char *path);
/* The result with the findings on changed lines alone; scores stay those of the whole text. `*kept` is to be freed. */
calco_result cli_changed_only(const cli_changed *changed, const char *path, const calco_result *r, calco_finding **kept);

#endif
