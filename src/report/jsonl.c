/* JSON Lines: an object a finding, then an object a sentence, then a summary, for each file. */
#include "report/report.h"
#include "report/value.h"

static void no_begin(calco_buf *out, const calco_report_options *o) { (void)out, (void)o; }

static void no_end(calco_buf *out, const calco_report_options *o, const calco_totals *all) { (void)out, (void)o, (void)all; }

static void lines_of(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    for (size_t i = 0; i < r->n_findings; i++) {
        calco_value_finding(out, r, i, true);
        calco_buf_char(out, '\n');
    }
    for (size_t i = 0; o->suppressed && i < r->n_suppressed; i++) {
        calco_value_suppressed(out, r, i, true);
        calco_buf_char(out, '\n');
    }
    if (o->quiet) return;
    for (size_t i = 0; i < r->n_sentences; i++) {
        calco_value_sentence(out, r, i, true);
        calco_buf_char(out, '\n');
    }
    calco_value_summary(out, r, true);
    calco_buf_char(out, '\n');
}

const calco_reporter calco_report_jsonl = { "jsonl", no_begin, lines_of, no_end };
