/* Reporters: one file an output format, one row in the table. */
#ifndef CALCO_REPORT_REPORT_H
#define CALCO_REPORT_REPORT_H

#include "base/buf.h"

typedef struct {
    bool color;
    bool quiet;      /* findings only, no summary */
    bool show_source; /* text: print the source line under a finding */
} calco_report_options;

/* Called in order: begin once, result for each file, end once. Each appends to `out`. */
typedef struct {
    const char *name; /* "text", "json", "jsonl" */
    void (*begin)(calco_buf *out, const calco_report_options *o);
    void (*result)(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first);
    void (*end)(calco_buf *out, const calco_report_options *o);
} calco_reporter;

extern const calco_reporter *const calco_reporters[]; /* NULL-terminated; the first is the default */
const calco_reporter *calco_reporter_named(const char *name); /* NULL where unknown */
const char *calco_severity_name(calco_severity s);
const char *calco_origin_name(calco_origin o);

#endif
