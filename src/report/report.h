/* Reporters: one file an output format, one row in the table. */
#ifndef CALCO_REPORT_REPORT_H
#define CALCO_REPORT_REPORT_H

#include "base/arena.h"
#include "base/buf.h"

/* How to add a format: write src/report/NAME.c exporting `const calco_reporter calco_report_NAME`, declare it at the end
 * of this file and add it to the table in report.c. */

/* Where people read about calco: no address of its own is settled yet, so that whoever builds it may set it. */
#ifndef CALCO_HOME
#define CALCO_HOME "urn:calco:" CALCO_VERSION
#endif

/* What a reporter remembers between begin and end: zero before, freed with calco_report_forget after. */
typedef struct {
    calco_arena *arena;
    size_t       items; /* of a list that texts share */
    void        *own;
} calco_report_memory;
void calco_report_forget(calco_report_memory *m);

typedef struct {
    bool   color;
    bool   quiet;     /* findings only: no sentences, no summary */
    bool   sentences; /* text: the sentences with their scores too (json and jsonl always have them) */
    size_t width;     /* text: columns of a line; 0: 100 */
    bool   suppressed; /* json, jsonl: suppressed findings too (sarif always has them) */
    bool   baseline;   /* one is in force: what it does not know is new */
    calco_report_memory *memory;
    /* Of the text that is reported: */
    const calco_engine *engine; /* that checked it; NULL: of rules no more is told than findings know */
    const char *path, *source_path; /* where it and its given source lie in their repository; NULL: their names */
    const char *const *files; /* html: the names of all files of the run */
    size_t n_files, file; /* ...and which of them is reported, from 0: other than their count where some cannot be read */
} calco_report_options;

/* Sums over the results of a run. */
typedef struct {
    size_t files, sentences, words;
    size_t unread;      /* texts that could not be checked, or not wholly */
    size_t findings[3]; /* by severity */
    size_t suppressed;  /* by comments and the baseline: not among them */
} calco_totals;
void calco_totals_add(calco_totals *t, const calco_result *r);

/* Called in order: begin once, result for each file, end once. Each appends to `out`. Nothing here reads the locale. */
typedef struct {
    const char *name; /* "text", "json", "jsonl"... */
    void (*begin)(calco_buf *out, const calco_report_options *o);
    void (*result)(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first);
    void (*end)(calco_buf *out, const calco_report_options *o, const calco_totals *all);
} calco_reporter;

extern const calco_reporter *const calco_reporters[]; /* NULL-terminated; the first is the default */
const calco_reporter *calco_reporter_named(const char *name); /* NULL where unknown */
const char *calco_severity_name(calco_severity s);
const char *calco_suppression_name(calco_suppression s); /* "inline", "baseline", "" for CALCO_LIVE */
const char *calco_origin_name(calco_origin o); /* "" for CALCO_ORIGIN_NONE */

extern const calco_reporter calco_report_text, calco_report_json, calco_report_jsonl, calco_report_html, calco_report_sarif,
    calco_report_github, calco_report_gitlab, calco_report_junit, calco_report_checkstyle, calco_report_rdjson, calco_report_rdjsonl,
    calco_report_mqm, calco_report_xliff;

#endif
