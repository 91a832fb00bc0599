/* The report for people: findings as a compiler prints them, then a line of figures for each text. */
#include "report/parts.h"
#include "report/show.h"

#include <math.h>

enum { WIDTH = 100, INDENT = 3 };

/* --- colour --- */

enum { BOLD, DIM, CARET, GOOD, OF_SEVERITY };

static const char *const paints[] = { [BOLD] = "1", [DIM] = "2", [CARET] = "1;32", [GOOD] = "32",
                                      [OF_SEVERITY + CALCO_MINOR] = "1;36", [OF_SEVERITY + CALCO_MAJOR] = "1;33",
                                      [OF_SEVERITY + CALCO_CRITICAL] = "1;31" };

static void paint_on(calco_buf *out, const calco_report_options *o, size_t p)
{
    if (o->color) calco_buf_printf(out, "\x1b[%sm", paints[p]);
}

static void paint_off(calco_buf *out, const calco_report_options *o)
{
    if (o->color) calco_buf_str(out, STR("\x1b[0m"));
}

/* --- figures --- */

/* With one decimal, always with a point. */
static void figure(calco_buf *out, double x)
{
    long long tenths = llround(x * 10);
    calco_buf_printf(out, "%lld.%lld", tenths / 10, tenths % 10);
}

static void count_of(calco_buf *out, size_t n, const char *thing)
{
    calco_buf_printf(out, "%zu %s%s", n, thing, n == 1 ? "" : "s");
}

/* "11 findings (1 critical, 6 major, 4 minor), 129.0 per 1,000 words, 2 suppressed" */
static void count_findings(calco_buf *out, const calco_totals *t)
{
    size_t all = t->findings[0] + t->findings[1] + t->findings[2];
    count_of(out, all, "finding");
    const char *before = " (";
    for (int s = CALCO_CRITICAL; s >= CALCO_MINOR; s--) {
        if (!t->findings[s]) continue;
        calco_buf_printf(out, "%s%zu %s", before, t->findings[s], calco_severity_name((calco_severity)s));
        before = ", ";
    }
    if (all) calco_buf_char(out, ')');
    if (all && t->words) {
        calco_buf_str(out, STR(", "));
        figure(out, 1000.0 * (double)all / (double)t->words);
        calco_buf_str(out, STR(" per 1,000 words"));
    }
    if (t->suppressed) calco_buf_printf(out, ", %zu suppressed", t->suppressed);
}

/* --- a finding --- */

static size_t width_of(const calco_report_options *o) { return o->width ? o->width : WIDTH; }

static void spaces(calco_buf *out, size_t n)
{
    while (n--) calco_buf_char(out, ' ');
}

/* The line of the text, cut to the width, and carets under the span (up to the line's end where it goes on). */
static void excerpt(calco_buf *out, const calco_report_options *o, const calco_lines *lines, const calco_place *place)
{
    str    line = calco_lines_text(lines, place->line);
    size_t at = calco_lines_byte(lines, place->line, 1);
    size_t start = calco_lines_byte(lines, place->line, place->column) - at;
    size_t end = place->end_line > place->line ? line.n : calco_lines_byte(lines, place->line, place->end_column) - at;
    calco_window w = calco_window_around(line, start, end, width_of(o) - INDENT);
    if (end > w.end) end = w.end;

    spaces(out, INDENT);
    if (w.cut_start) calco_buf_str(out, STR("…"));
    calco_show(out, calco_str_cut(line, w.start, start));
    paint_on(out, o, BOLD);
    calco_show(out, calco_str_cut(line, start, end));
    paint_off(out, o);
    calco_show(out, calco_str_cut(line, end, w.end));
    calco_buf_str(out, w.cut_end ? STR("…\n") : STR("\n"));

    size_t carets = calco_show_columns(calco_str_cut(line, start, end));
    spaces(out, INDENT + w.cut_start + calco_show_columns(calco_str_cut(line, w.start, start)));
    paint_on(out, o, CARET);
    for (size_t i = 0; i < (carets ? carets : 1); i++) calco_buf_char(out, '^');
    paint_off(out, o);
    calco_buf_char(out, '\n');
}

static void source_line(calco_buf *out, str source, calco_origin origin)
{
    if (!source.n) return;
    spaces(out, INDENT);
    calco_buf_str(out, STR("source: \""));
    calco_show(out, source);
    calco_buf_printf(out, "\" (%s)\n", calco_origin_name(origin));
}

static void better_line(calco_buf *out, const calco_report_options *o, const calco_finding *f)
{
    if (!f->n_suggestions) return;
    spaces(out, INDENT);
    calco_buf_str(out, STR("better: "));
    for (size_t i = 0; i < f->n_suggestions; i++) {
        if (i) calco_buf_str(out, STR(" | "));
        paint_on(out, o, GOOD);
        if (f->suggestions[i].n) calco_show(out, f->suggestions[i]);
        else calco_buf_str(out, STR("(leave it out)"));
        paint_off(out, o);
    }
    calco_buf_char(out, '\n');
}

static void finding(calco_buf *out, const calco_report_options *o, const calco_result *r, const calco_lines *lines,
                    const calco_finding *f)
{
    paint_on(out, o, BOLD);
    calco_buf_printf(out, "%s:%zu:%zu: ", r->name, f->place.line, f->place.column);
    paint_off(out, o);
    paint_on(out, o, OF_SEVERITY + f->severity);
    calco_buf_printf(out, "%s: ", calco_severity_name(f->severity));
    paint_off(out, o);
    calco_show(out, f->message);
    paint_on(out, o, DIM);
    calco_buf_printf(out, " [%s]", f->rule);
    paint_off(out, o);
    calco_buf_char(out, '\n');
    excerpt(out, o, lines, &f->place);
    source_line(out, f->source_text, f->source_origin);
    better_line(out, o, f);
    calco_buf_char(out, '\n');
}

/* --- the sentences --- */

static void sentences(calco_buf *out, const calco_report_options *o, const calco_result *r)
{
    for (size_t i = 0; i < r->n_sentences; i++) {
        const calco_sentence_result *s = &r->sentences[i];
        paint_on(out, o, BOLD);
        calco_buf_printf(out, "%s:%zu:%zu: ", r->name, s->place.line, s->place.column);
        paint_off(out, o);
        calco_buf_printf(out, "sentence %zu: score ", i + 1);
        figure(out, s->score);
        calco_buf_str(out, STR(", fluency "));
        figure(out, s->fluency);
        calco_buf_str(out, STR(", "));
        count_of(out, s->findings, "finding");
        calco_buf_char(out, '\n');
        spaces(out, INDENT);
        calco_show_wrapped(out, s->text, INDENT, width_of(o));
        calco_buf_char(out, '\n');
        if (!s->source.n) continue;
        spaces(out, INDENT);
        paint_on(out, o, DIM);
        calco_show_wrapped(out, s->source, INDENT, width_of(o));
        calco_buf_printf(out, " (%s)", calco_origin_name(s->source_origin));
        paint_off(out, o);
        calco_buf_char(out, '\n');
    }
}

/* --- a text, all texts --- */

static void summary(calco_buf *out, const calco_report_options *o, const calco_result *r)
{
    calco_totals t = { 0 };
    calco_totals_add(&t, r);
    paint_on(out, o, BOLD);
    calco_buf_printf(out, "%s: ", r->name);
    paint_off(out, o);
    count_of(out, r->n_sentences, "sentence");
    calco_buf_str(out, STR(", "));
    count_of(out, r->words, "word");
    calco_buf_str(out, STR("; "));
    count_findings(out, &t);
    calco_buf_str(out, STR("; score "));
    figure(out, r->score);
    calco_buf_str(out, STR(", fluency "));
    figure(out, r->fluency);
    calco_buf_char(out, '\n');
}

static void begin(calco_buf *out, const calco_report_options *o) { (void)out, (void)o; }

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    calco_arena *a = calco_arena_new();
    calco_lines  lines = calco_report_lines(a, r);
    for (size_t i = 0; i < r->n_findings; i++) finding(out, o, r, &lines, &r->findings[i]);
    calco_arena_free(a);
    if (o->quiet) return;
    if (o->sentences) sentences(out, o, r), calco_buf_char(out, '\n');
    summary(out, o, r);
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    if (o->quiet || all->files < 2) return;
    paint_on(out, o, BOLD);
    count_of(out, all->files, "text");
    paint_off(out, o);
    calco_buf_str(out, STR(": "));
    count_of(out, all->sentences, "sentence");
    calco_buf_str(out, STR(", "));
    count_of(out, all->words, "word");
    calco_buf_str(out, STR("; "));
    count_findings(out, all);
    calco_buf_char(out, '\n');
}

const calco_reporter calco_report_text = { "text", begin, result, end };
