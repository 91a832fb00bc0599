/* Checkstyle XML, which most services that show findings read. */
#include "report/parts.h"
#include "report/markup.h"

/* Of Checkstyle's own DTD; the version is that of the format others write, too. */
static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_str(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"));
}

static void error(calco_buf *out, const calco_finding *f)
{
    static const char *const severities[] = { [CALCO_MINOR] = "info", [CALCO_MAJOR] = "warning", [CALCO_CRITICAL] = "error" };
    calco_buf message = { 0 };
    calco_report_say(&message, f);
    calco_buf_str(out, STR("  <error"));
    calco_markup_number(out, "line", f->place.line);
    calco_markup_number(out, "column", f->place.column);
    calco_markup_attribute(out, "severity", calco_str(severities[f->severity]));
    calco_markup_attribute(out, "message", calco_buf_view(&message));
    calco_markup_attribute(out, "source", calco_str(f->rule));
    calco_buf_str(out, STR("/>\n"));
    calco_buf_free(&message);
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)o, (void)first;
    calco_buf_str(out, STR(" <file"));
    calco_markup_attribute(out, "name", calco_str(r->name));
    calco_buf_str(out, r->n_findings ? STR(">\n") : STR("/>\n"));
    for (size_t i = 0; i < r->n_findings; i++) error(out, &r->findings[i]);
    if (r->n_findings) calco_buf_str(out, STR(" </file>\n"));
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)o, (void)all;
    calco_buf_str(out, STR("</checkstyle>\n"));
}

const calco_reporter calco_report_checkstyle = { "checkstyle", begin, result, end };
