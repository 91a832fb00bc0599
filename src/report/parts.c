/* What several reporters say of a finding: lines, message, edits, paths. */
#include "report/parts.h"

calco_lines calco_report_lines(calco_arena *a, const calco_result *r)
{
    calco_decoded *decoded = ARENA_NEW(a, calco_decoded);
    decoded->text = r->text;
    decoded->file_size = r->text.n; /* of the decoded text itself: no way back needed */
    return calco_lines_of(a, decoded);
}

static void quoted(calco_buf *out, str s)
{
    calco_buf_str(out, STR("“"));
    calco_buf_str(out, s);
    calco_buf_str(out, STR("”"));
}

void calco_report_say(calco_buf *out, const calco_finding *f)
{
    calco_buf source = { 0 };
    quoted(&source, f->source_text);
    calco_buf_str(out, f->message);
    if (f->source_text.n && calco_str_find(f->message, calco_buf_view(&source), 0) == SIZE_MAX) {
        calco_buf_str(out, STR(" Source: "));
        calco_buf_str(out, calco_buf_view(&source));
        calco_buf_printf(out, " (%s).", calco_origin_name(f->source_origin));
    }
    calco_buf_free(&source);
    for (size_t i = 0; i < f->n_suggestions; i++) {
        calco_buf_str(out, i ? STR(", ") : STR(" Better: "));
        if (f->suggestions[i].n) quoted(out, f->suggestions[i]);
        else calco_buf_str(out, STR("leave it out"));
    }
    if (f->n_suggestions) calco_buf_char(out, '.');
}

bool calco_report_edit(calco_arena *a, const calco_result *r, const calco_finding *f, size_t i, str *text)
{
    if (!f->edits) return false;
    calco_decoded decoded;
    calco_err     err;
    if (!calco_decode(a, f->edits[i].p, f->edits[i].n, r->encoding, "", &decoded, &err)) return false;
    *text = decoded.text;
    return true;
}

str calco_report_around(str text, size_t start, size_t end, size_t *from)
{
    enum { LONG = 4000, NEAR = 200 };
    size_t to = text.n;
    *from = 0;
    if (text.n <= LONG) return text;
    if (start > NEAR) *from = start - NEAR;
    if (end < text.n && text.n - end > NEAR) to = end + NEAR;
    while (*from && ((unsigned char)text.p[*from] & 0xc0) == 0x80) ++*from;
    while (to < text.n && ((unsigned char)text.p[to] & 0xc0) == 0x80) to--;
    return calco_str_cut(text, *from, to);
}

const char *calco_report_path(const calco_report_options *o, const calco_result *r) { return o->path ? o->path : r->name; }

size_t calco_report_byte_column(const calco_lines *lines, size_t line, size_t column)
{
    return calco_lines_byte(lines, line, column) - calco_lines_byte(lines, line, 1) + 1;
}
