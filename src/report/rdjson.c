/* Reviewdog's diagnostics, as one object and as lines: columns count bytes of the line as UTF-8 (reviewdog, proto/rdf). */
#include "report/json_out.h"
#include "report/parts.h"

static void position(calco_buf *out, const char *name, size_t line, size_t column)
{
    calco_json_open(out, name, '{');
    calco_json_size(out, "line", line);
    calco_json_size(out, "column", column);
    calco_json_close(out, '}');
}

static void range(calco_buf *out, const calco_lines *lines, const calco_place *p)
{
    calco_json_open(out, "range", '{');
    position(out, "start", p->line, calco_report_byte_column(lines, p->line, p->column));
    position(out, "end", p->end_line, calco_report_byte_column(lines, p->end_line, p->end_column));
    calco_json_close(out, '}');
}

static void suggestions(calco_buf *out, calco_arena *a, const calco_result *r, const calco_lines *lines, const calco_finding *f)
{
    str text;
    if (!f->n_suggestions || !f->edits) return;
    calco_json_open(out, "suggestions", '[');
    for (size_t i = 0; i < f->n_suggestions; i++) {
        if (!calco_report_edit(a, r, f, i, &text)) continue;
        calco_json_open(out, NULL, '{');
        range(out, lines, &f->place);
        calco_json_str(out, "text", text);
        calco_json_close(out, '}');
    }
    calco_json_close(out, ']');
}

static void diagnostic(calco_buf *out, calco_arena *a, const calco_result *r, const calco_lines *lines, const calco_finding *f)
{
    static const char *const severities[] = { [CALCO_MINOR] = "INFO", [CALCO_MAJOR] = "WARNING", [CALCO_CRITICAL] = "ERROR" };
    calco_buf message = { 0 };
    calco_report_say(&message, f);
    calco_buf_str(out, STR("{"));
    calco_json_str(out, "message", calco_buf_view(&message));
    calco_json_open(out, "location", '{');
    calco_json_text(out, "path", r->name);
    range(out, lines, &f->place);
    calco_json_close(out, '}');
    calco_json_text(out, "severity", severities[f->severity]);
    calco_json_open(out, "source", '{');
    calco_json_text(out, "name", "calco");
    calco_json_close(out, '}');
    calco_json_open(out, "code", '{');
    calco_json_text(out, "value", f->rule);
    calco_json_close(out, '}');
    suggestions(out, a, r, lines, f);
    calco_json_close(out, '}');
    calco_buf_free(&message);
}

static void lines_begin(calco_buf *out, const calco_report_options *o) { (void)out, (void)o; }

static void lines_end(calco_buf *out, const calco_report_options *o, const calco_totals *all) { (void)out, (void)o, (void)all; }

static void lines_result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)o, (void)first;
    calco_arena *a = calco_arena_new();
    calco_lines  lines = calco_report_lines(a, r);
    for (size_t i = 0; i < r->n_findings; i++) {
        diagnostic(out, a, r, &lines, &r->findings[i]);
        calco_buf_char(out, '\n');
    }
    calco_arena_free(a);
}

static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_str(out, STR("{\"source\":{\"name\":\"calco\"},\"diagnostics\":["));
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    calco_arena *a = calco_arena_new();
    calco_lines  lines = calco_report_lines(a, r);
    for (size_t i = 0; i < r->n_findings; i++) {
        calco_buf_str(out, o->memory->items++ ? STR(",\n") : STR("\n"));
        diagnostic(out, a, r, &lines, &r->findings[i]);
    }
    calco_arena_free(a);
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)o, (void)all;
    calco_buf_str(out, STR("]}\n"));
}

const calco_reporter calco_report_rdjson = { "rdjson", begin, result, end };
const calco_reporter calco_report_rdjsonl = { "rdjsonl", lines_begin, lines_result, lines_end };
