/* Checking many files on several threads, with results in the order of the files. */
#ifndef CALCO_CLI_JOBS_H
#define CALCO_CLI_JOBS_H

#include "cli/cli.h"

typedef struct {
    const calco_engine *engine;
    char *const        *files;
    size_t              n;
    const char         *encoding, *source_encoding; /* or NULL */
    const char         *source; /* path or pattern of the source, or NULL */
    size_t              threads; /* from 1 */
    bool                progress; /* a line on standard error while it lasts */
} cli_jobs;

/* Call `done` on the calling thread for each file, in order: with its result, or NULL and an error. The result is freed
 * afterwards. What arrives is the same for any number of threads. */
void cli_jobs_run(const cli_jobs *jobs, void (*done)(void *ctx, const calco_result *r, const calco_err *err), void *ctx);

/* The source file of a text: `pattern` with {name} (the file's name up to its first point), {file} (its whole name) and
 * {dir} (its directory) filled in. On the heap. */
char *cli_source_path(const char *pattern, const char *file);

/* Read and check one file. NULL and err where it cannot be read. */
calco_result *cli_check_file(const cli_jobs *jobs, const char *file, calco_err *err);

#endif
