/* From what the command line and the project's configuration say to the texts to check. */
#ifndef CALCO_CLI_PLAN_H
#define CALCO_CLI_PLAN_H

#include "base/arena.h"
#include "cli/jobs.h"

/* What the command line says; NULL and negative numbers: nothing. */
typedef struct {
    cli_files          files;
    const char        *config; /* "" none, NULL found */
    const char        *pair, *pack, *source, *encoding, *source_encoding, *input_format, *baseline, *glossary;
    const char *const *only, *const *skip;
    double             min_confidence, min_score, max_per_1000;
    int                fail_on;
    bool               no_infer, no_baseline, words;
    bool               trouble; /* a file could not be found: said already */
} cli_request;

typedef struct {
    cli_text      *texts;
    size_t         n;
    bool           trouble; /* some text cannot be checked: said already */
    calco_arena   *arena;
    calco_project *project;
    struct cli_engines *engines;
} cli_plan;

#define CLI_REQUEST { .min_confidence = -1, .min_score = -1, .max_per_1000 = -1, .fail_on = -1 }

/* The texts that the request names, else those of the project, each with its engine and all that is in force for it.
 * False after a complaint. The request is lent. */
bool cli_plan_make(const cli_request *request, cli_plan *plan);
void cli_plan_free(cli_plan *plan);

/* The engine of the first text: for lists of rules. */
const calco_engine *cli_plan_engine(const cli_plan *plan);

#endif
