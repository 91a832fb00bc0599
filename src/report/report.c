/* The table of reporters, and the names that all formats use. */
#include "report/report.h"

const calco_reporter *const calco_reporters[] = { &calco_report_text, &calco_report_json, &calco_report_jsonl, &calco_report_html,
    &calco_report_sarif, &calco_report_github, &calco_report_gitlab, &calco_report_junit, &calco_report_checkstyle,
    &calco_report_rdjson, &calco_report_rdjsonl, &calco_report_mqm, &calco_report_xliff, NULL };

const calco_reporter *calco_reporter_named(const char *name)
{
    for (size_t i = 0; calco_reporters[i]; i++)
        if (strcmp(calco_reporters[i]->name, name) == 0) return calco_reporters[i];
    return NULL;
}

void calco_report_forget(calco_report_memory *m)
{
    calco_arena_free(m->arena);
    *m = (calco_report_memory){ 0 };
}

const char *calco_severity_name(calco_severity s)
{
    static const char *const names[] = { [CALCO_MINOR] = "minor", [CALCO_MAJOR] = "major", [CALCO_CRITICAL] = "critical" };
    return names[s];
}

const char *calco_origin_name(calco_origin o)
{
    static const char *const names[] = { [CALCO_ORIGIN_NONE] = "", [CALCO_ORIGIN_RULE] = "rule",
                                         [CALCO_ORIGIN_INFERRED] = "inferred", [CALCO_ORIGIN_GIVEN] = "given" };
    return names[o];
}

const char *calco_suppression_name(calco_suppression s)
{
    static const char *const names[] = { [CALCO_LIVE] = "", [CALCO_SUPPRESSED_INLINE] = "inline", [CALCO_SUPPRESSED_BASELINE] = "baseline" };
    return names[s];
}

void calco_totals_add(calco_totals *t, const calco_result *r)
{
    t->files++;
    t->sentences += r->n_sentences;
    t->words += r->words;
    t->suppressed += r->n_suppressed;
    for (size_t i = 0; i < r->n_findings; i++) t->findings[r->findings[i].severity]++;
}
