/* Checking many texts on several threads, with results in the order of the texts. */
#ifndef CALCO_CLI_JOBS_H
#define CALCO_CLI_JOBS_H

#include "cli/cli.h"

/* A text to check, and what is in force for it. */
typedef struct {
    const char          *path; /* - is standard input */
    const calco_engine  *engine;
    const calco_config  *config; /* options of the command line laid over the project's configuration */
    uint64_t             glossary; /* hash of the glossary's bytes, 0 without one */
    const char          *source; /* the option's file, which must exist; NULL: the text's own, else config->source, where these exist */
} cli_text;

typedef struct {
    const cli_text *texts;
    size_t          n;
    size_t          threads;  /* from 1 */
    bool            progress; /* a line on standard error while it lasts */
    const char     *cache;    /* directory of results, or NULL */
    bool            fix, dry_run; /* apply safe suggestions: to the file, or show how that would change it */
} cli_jobs;

/* What came of a text. */
typedef struct {
    calco_result *result;  /* NULL: `err` says why */
    calco_err     err;
    char         *missing; /* path of a source that is named but does not exist, on the heap, or NULL */
    calco_buf     diff;    /* dry run: what fixing would change */
    size_t        fixed;   /* suggestions applied */
} cli_outcome;

/* Call `done` on the calling thread for each text, in order. The outcome is freed afterwards. What arrives is the same for any
 * number of threads. */
void cli_jobs_run(const cli_jobs *jobs, void (*done)(void *ctx, const cli_text *text, const cli_outcome *outcome), void *ctx);

/* Read and check one text, and fix it where the jobs say so. Free with cli_outcome_free. */
cli_outcome cli_check_text(const cli_jobs *jobs, const cli_text *text);
void cli_outcome_free(cli_outcome *outcome);

/* --- the cache (cache.c) --- */

/* The name under which the result of a text lies: it depends on all that the result depends on. */
typedef struct { char name[33]; } cli_cache_key;
cli_cache_key cli_cache_key_of(const cli_text *text, const calco_input *in, const calco_input *source);
calco_result *cli_cache_get(const char *directory, cli_cache_key key); /* NULL where it holds none */
void cli_cache_put(const char *directory, cli_cache_key key, const calco_result *result); /* a failure is no matter */

/* --- writing files (write.c) --- */

/* Replace a file by `bytes` in one step, with its mode kept; links stay links. False and `err` where that fails. */
bool cli_replace_file(const char *path, str bytes, calco_err *err);

#endif
