/* JUnit XML: a suite a text, a failed case a finding, an error a line that could not be read, one passed case for a text without any. */
#include "report/parts.h"
#include "report/markup.h"

static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_str(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"calco\">\n"));
}

static void failed(calco_buf *out, const calco_result *r, const calco_finding *f)
{
    calco_buf b = { 0 };
    calco_buf_str(out, STR("  <testcase"));
    calco_markup_attribute(out, "classname", calco_str(r->name));
    calco_buf_printf(&b, "%s %zu:%zu", f->rule, f->place.line, f->place.column);
    calco_markup_attribute(out, "name", calco_buf_view(&b));
    calco_markup_attribute(out, "file", calco_str(r->name));
    calco_markup_number(out, "line", f->place.line);
    calco_buf_str(out, STR(" time=\"0\">\n   <failure"));
    calco_markup_attribute(out, "type", calco_str(f->rule));
    b.n = 0;
    calco_report_say(&b, f);
    calco_markup_attribute(out, "message", calco_buf_view(&b));
    b.n = 0;
    calco_buf_printf(&b, "%s:%zu:%zu: %s: “", r->name, f->place.line, f->place.column, calco_severity_name(f->severity));
    calco_buf_str(&b, f->text);
    calco_buf_str(&b, STR("”\n"));
    size_t from;
    if (f->sentence < r->n_sentences && f->text_start != SIZE_MAX)
        calco_buf_str(&b, calco_report_around(r->sentences[f->sentence].text, f->text_start, f->text_start + f->text.n, &from));
    calco_buf_char(out, '>');
    calco_markup_text(out, calco_buf_view(&b));
    calco_buf_str(out, STR("</failure>\n  </testcase>\n"));
    calco_buf_free(&b);
}

static void unread(calco_buf *out, const calco_result *r, const calco_unread *u)
{
    calco_buf_str(out, STR("  <testcase"));
    calco_markup_attribute(out, "classname", calco_str(r->name));
    calco_buf_printf(out, " name=\"line %zu\"", u->line);
    calco_markup_attribute(out, "file", calco_str(r->name));
    calco_markup_number(out, "line", u->line);
    calco_buf_str(out, STR(" time=\"0\">\n   <error type=\"unread\""));
    calco_markup_attribute(out, "message", u->message);
    calco_buf_str(out, STR("/>\n  </testcase>\n"));
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)o, (void)first;
    calco_buf_str(out, STR(" <testsuite"));
    calco_markup_attribute(out, "name", calco_str(r->name));
    size_t told = r->n_findings + r->n_unread;
    calco_markup_number(out, "tests", told ? told : 1);
    calco_markup_number(out, "failures", r->n_findings);
    calco_markup_number(out, "errors", r->n_unread);
    calco_buf_str(out, STR(" skipped=\"0\" time=\"0\">\n"));
    for (size_t i = 0; i < r->n_unread; i++) unread(out, r, &r->unread[i]);
    for (size_t i = 0; i < r->n_findings; i++) failed(out, r, &r->findings[i]);
    if (!told) {
        calco_buf_str(out, STR("  <testcase"));
        calco_markup_attribute(out, "classname", calco_str(r->name));
        calco_buf_str(out, STR(" name=\"calco\""));
        calco_markup_attribute(out, "file", calco_str(r->name));
        calco_buf_str(out, STR(" time=\"0\"/>\n"));
    }
    calco_buf_str(out, STR(" </testsuite>\n"));
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)o, (void)all;
    calco_buf_str(out, STR("</testsuites>\n"));
}

const calco_reporter calco_report_junit = { "junit", begin, result, end };
