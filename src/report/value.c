/* Findings, sentences, summaries and rules as JSON. */
#include "report/value.h"

#include "base/json.h"
#include "report/report.h"
#include "text/unicode.h"

#include <math.h>

/* --- members --- */

/* Names of files may hold any bytes; all other text is valid already. */
static calco_json *string_of(str s)
{
    if (calco_utf8_valid(s)) return calco_json_of_str(s);
    calco_buf b = { 0 };
    for (size_t at = 0; at < s.n;) {
        bool   valid;
        size_t n = calco_utf8_step(s, at, &valid);
        calco_buf_str(&b, valid ? calco_str_cut(s, at, at + n) : STR("\xEF\xBF\xBD"));
        at += n;
    }
    calco_json *v = calco_json_of_str(calco_buf_view(&b));
    calco_buf_free(&b);
    return v;
}

static void set_str(calco_json *object, const char *name, str s) { calco_json_set(object, name, string_of(s)); }

static void set_text(calco_json *object, const char *name, const char *s) { calco_json_set(object, name, string_of(calco_str(s))); }

static void set_size(calco_json *object, const char *name, size_t n) { calco_json_set(object, name, calco_json_of_int((int64_t)n)); }

/* Rounded to 1 / `unit`: 10 keeps one decimal. */
static void set_real(calco_json *object, const char *name, double x, double unit)
{
    calco_json_set(object, name, calco_json_of_real(isfinite(x) ? round(x * unit) / unit : 0));
}

static void set_origin(calco_json *object, const char *name, calco_origin o)
{
    if (o == CALCO_ORIGIN_NONE) calco_json_set(object, name, calco_json_of_null());
    else set_text(object, name, calco_origin_name(o));
}

static calco_json *new_object(const calco_result *r, const char *type, bool line)
{
    calco_json *object = calco_json_new_object();
    if (line) {
        set_text(object, "type", type);
        set_size(object, "schema", CALCO_SCHEMA);
        set_text(object, "file", r->name);
    }
    return object;
}

static void finish(calco_buf *out, calco_json *value)
{
    calco_json_dump(out, value);
    calco_json_free(value);
}

/* --- objects --- */

static void finding(calco_buf *out, const calco_result *r, const calco_finding *f, bool line)
{
    calco_json *o = new_object(r, "finding", line);
    set_text(o, "rule", f->rule);
    set_text(o, "category", f->category);
    set_text(o, "severity", calco_severity_name(f->severity));
    set_real(o, "confidence", f->confidence, 100);
    set_size(o, "line", f->place.line);
    set_size(o, "column", f->place.column);
    set_size(o, "end_line", f->place.end_line);
    set_size(o, "end_column", f->place.end_column);
    set_size(o, "byte_start", f->place.byte_start);
    set_size(o, "byte_end", f->place.byte_end);
    set_size(o, "sentence", f->sentence + 1);
    set_str(o, "text", f->text);
    set_str(o, "source_text", f->source_text);
    set_origin(o, "source_origin", f->source_origin);
    set_str(o, "message", f->message);
    calco_json *suggestions = calco_json_new_array();
    for (size_t k = 0; k < f->n_suggestions; k++)
        calco_json_push(suggestions, string_of(f->suggestions[k]));
    calco_json_set(o, "suggestions", suggestions);
    if (f->source_origin == CALCO_ORIGIN_GIVEN) {
        set_size(o, "source_byte_start", f->source_place.byte_start);
        set_size(o, "source_byte_end", f->source_place.byte_end);
    }
    set_text(o, "fingerprint", f->fingerprint);
    calco_json_set(o, "safe", calco_json_of_bool(f->safe));
    if (f->source_origin == CALCO_ORIGIN_GIVEN) {
        set_size(o, "source_line", f->source_place.line);
        set_size(o, "source_column", f->source_place.column);
    }
    if (f->suppression != CALCO_LIVE) {
        set_text(o, "suppressed", calco_suppression_name(f->suppression));
        set_str(o, "reason", f->reason);
    }
    finish(out, o);
}

void calco_value_finding(calco_buf *out, const calco_result *r, size_t i, bool line) { finding(out, r, &r->findings[i], line); }

void calco_value_suppressed(calco_buf *out, const calco_result *r, size_t i, bool line) { finding(out, r, &r->suppressed[i], line); }

void calco_value_sentence(calco_buf *out, const calco_result *r, size_t i, bool line)
{
    const calco_sentence_result *s = &r->sentences[i];
    calco_json *o = new_object(r, "sentence", line);
    set_size(o, "n", i + 1);
    set_size(o, "byte_start", s->place.byte_start);
    set_size(o, "byte_end", s->place.byte_end);
    set_str(o, "text", s->text);
    set_str(o, "source", s->source);
    set_origin(o, "source_origin", s->source_origin);
    set_real(o, "fluency", s->fluency, 10);
    set_real(o, "score", s->score, 10);
    set_size(o, "findings", s->findings);
    finish(out, o);
}

void calco_value_summary(calco_buf *out, const calco_result *r, bool line)
{
    calco_json *o = new_object(r, "summary", line);
    set_size(o, "sentences", r->n_sentences);
    set_size(o, "words", r->words);
    set_size(o, "findings", r->n_findings);
    set_real(o, "score", r->score, 10);
    set_text(o, "version", CALCO_VERSION);
    set_text(o, "pack", r->pack);
    set_real(o, "fluency", r->fluency, 10);
    set_real(o, "per_1000", r->per_1000, 10);
    finish(out, o);
}

void calco_value_rule(calco_buf *out, const calco_rule *rule)
{
    calco_json *o = calco_json_new_object();
    set_text(o, "id", rule->id);
    set_text(o, "category", rule->category);
    set_text(o, "severity", calco_severity_name(rule->severity));
    set_real(o, "confidence", rule->confidence, 100);
    set_text(o, "summary", rule->summary);
    const struct { const char *name, *value; } written[] = { { "source", rule->source }, { "pattern", rule->pattern },
        { "better", rule->better }, { "condition", rule->condition }, { "bad", rule->bad }, { "good", rule->good } };
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        if (written[i].value[0]) set_text(o, written[i].name, written[i].value);
    finish(out, o);
}

void calco_value_string(calco_buf *out, str s) { finish(out, string_of(s)); }
