/* JSON: one object over all files, with the members of the JSON Lines. */
#include "report/report.h"
#include "report/value.h"

static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_printf(out, "{\"schema\":%d,\"files\":[", CALCO_SCHEMA);
}

static void list_of(calco_buf *out, const char *name, const calco_result *r, size_t n,
                    void (*value)(calco_buf *, const calco_result *, size_t, bool))
{
    calco_buf_printf(out, ",\n \"%s\":[", name);
    for (size_t i = 0; i < n; i++) {
        calco_buf_str(out, i ? STR(",\n  ") : STR("\n  "));
        value(out, r, i, false);
    }
    calco_buf_char(out, ']');
}

static void file_of(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    calco_buf_str(out, first ? STR("\n{\"file\":") : STR(",\n{\"file\":"));
    calco_value_string(out, calco_str(r->name));
    list_of(out, "findings", r, r->n_findings, calco_value_finding);
    if (o->suppressed) list_of(out, "suppressed", r, r->n_suppressed, calco_value_suppressed);
    if (!o->quiet) {
        list_of(out, "sentences", r, r->n_sentences, calco_value_sentence);
        calco_buf_str(out, STR(",\n \"summary\":"));
        calco_value_summary(out, r, false);
    }
    calco_buf_char(out, '}');
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)o, (void)all;
    calco_buf_str(out, STR("]}\n"));
}

const calco_reporter calco_report_json = { "json", begin, file_of, end };
