/* GitLab's code quality report (docs.gitlab.com, "Code Quality report format"). */
#include "report/json_out.h"
#include "report/parts.h"

#include "base/map.h"

/* GitLab compares branches by fingerprint and drops what has one twice: the n-th of the same words in the same file is told apart
 * by its number, the same words in another file by its path. */
static str fingerprint(calco_arena *a, calco_map *seen, const char *path, const calco_finding *f)
{
    uint32_t *n = calco_map_at(seen, calco_str(f->fingerprint), 0);
    return calco_arena_printf(a, "%s%016llx%u", f->fingerprint, (unsigned long long)calco_str_hash(calco_str(path)), (*n)++);
}

static void issue(calco_buf *out, const char *path, const calco_finding *f, str own)
{
    static const char *const severities[] = { [CALCO_MINOR] = "minor", [CALCO_MAJOR] = "major", [CALCO_CRITICAL] = "critical" };
    calco_buf description = { 0 };
    calco_report_say(&description, f);
    calco_buf_char(out, '{');
    calco_json_str(out, "description", calco_buf_view(&description));
    calco_json_text(out, "check_name", f->rule);
    calco_json_str(out, "fingerprint", own);
    calco_json_text(out, "severity", severities[f->severity]);
    calco_json_open(out, "location", '{');
    calco_json_text(out, "path", path);
    calco_json_open(out, "lines", '{');
    calco_json_size(out, "begin", f->place.line);
    calco_json_size(out, "end", f->place.end_line);
    calco_json_close(out, '}');
    calco_json_close(out, '}');
    calco_json_close(out, '}');
    calco_buf_free(&description);
}

static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_char(out, '[');
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    calco_arena *a = calco_arena_new();
    calco_map    seen = calco_map_new(a);
    const char  *path = calco_report_path(o, r);
    for (size_t i = 0; i < r->n_findings; i++) {
        calco_buf_str(out, o->memory->items++ ? STR(",\n") : STR("\n"));
        issue(out, path, &r->findings[i], fingerprint(a, &seen, path, &r->findings[i]));
    }
    calco_arena_free(a);
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)o, (void)all;
    calco_buf_str(out, STR("]\n"));
}

const calco_reporter calco_report_gitlab = { "gitlab", begin, result, end };
