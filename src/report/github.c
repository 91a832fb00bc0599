/* GitHub workflow commands: an annotation a finding, escaped as @actions/core does (toolkit, packages/core/src/command.ts). */
#include "report/parts.h"

/* Of a command's data only what would end it is escaped, of its properties also what would end them. */
static void escape(calco_buf *out, str s, bool property)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) calco_buf_printf(out, "%%%02X", (unsigned)c);
        else calco_buf_char(out, c);
    }
}

static void annotation(calco_buf *out, const char *path, const calco_finding *f)
{
    static const char *const commands[] = { [CALCO_MINOR] = "notice", [CALCO_MAJOR] = "warning", [CALCO_CRITICAL] = "error" };
    const calco_place *p = &f->place;
    calco_buf_printf(out, "::%s title=", commands[f->severity]);
    escape(out, calco_str(f->rule), true);
    calco_buf_str(out, STR(",file="));
    escape(out, calco_str(path), true);
    calco_buf_printf(out, ",line=%zu,endLine=%zu", p->line, p->end_line);
    /* GitHub refuses columns of annotations that span lines. */
    if (p->line == p->end_line) calco_buf_printf(out, ",col=%zu,endColumn=%zu", p->column, p->end_column);
    calco_buf_str(out, STR("::"));
    calco_buf message = { 0 };
    calco_report_say(&message, f);
    escape(out, calco_buf_view(&message), false);
    calco_buf_free(&message);
    calco_buf_char(out, '\n');
}

/* A line that is not checked. */
static void unread(calco_buf *out, const char *path, const calco_unread *u)
{
    calco_buf_str(out, STR("::error title=calco,file="));
    escape(out, calco_str(path), true);
    calco_buf_printf(out, ",line=%zu::", u->line);
    escape(out, u->message, false);
    calco_buf_str(out, STR("; it is not checked\n"));
}

static void begin(calco_buf *out, const calco_report_options *o) { (void)out, (void)o; }

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    for (size_t i = 0; i < r->n_unread; i++) unread(out, calco_report_path(o, r), &r->unread[i]);
    for (size_t i = 0; i < r->n_findings; i++) annotation(out, calco_report_path(o, r), &r->findings[i]);
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all) { (void)out, (void)o, (void)all; }

const calco_reporter calco_report_github = { "github", begin, result, end };
