/* The two halves of the SARIF reporter: results as they come, and what the run's end tells of rules and texts. */
#ifndef CALCO_REPORT_SARIF_H
#define CALCO_REPORT_SARIF_H

#include "base/map.h"
#include "base/vec.h"
#include "report/parts.h"

/* A rule that some result names. */
typedef struct {
    const char         *id, *category;
    calco_severity      severity;
    double              confidence;
    const calco_engine *engine; /* that knows more of it, or NULL */
} sarif_rule;

typedef struct { const char *path, *encoding; } sarif_text;

typedef struct {
    calco_arena    *arena;
    calco_map       index; /* of rules, by id */
    VEC(sarif_rule) rules;
    VEC(sarif_text) texts;
} sarif_run;

const char *calco_sarif_level(calco_severity s);
/* `path` as a relative reference, or a file URI where it is absolute (RFC 3986). */
void calco_sarif_uri(calco_buf *out, const char *name, const char *path);

/* The members tool, taxonomies and artifacts of the run. */
void calco_sarif_tool(calco_buf *out, const sarif_run *run);
void calco_sarif_taxonomies(calco_buf *out);
void calco_sarif_artifacts(calco_buf *out, const sarif_run *run);

#endif
