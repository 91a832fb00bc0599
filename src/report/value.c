/* Findings, sentences, summaries and rules as JSON, through jansson. */
#include "report/value.h"

#include "report/report.h"
#include "text/unicode.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

/* --- members --- */

static void set(json_t *object, const char *name, json_t *value)
{
    if (json_object_set_new(object, name, value) != 0) abort(); /* out of memory */
}

/* Names of files may hold any bytes; all other text is valid already. */
static json_t *string_of(str s)
{
    if (calco_utf8_valid(s)) return json_stringn(s.n ? s.p : "", s.n);
    calco_buf b = { 0 };
    for (size_t at = 0; at < s.n;) {
        bool   valid;
        size_t n = calco_utf8_step(s, at, &valid);
        calco_buf_str(&b, valid ? calco_str_cut(s, at, at + n) : STR("\xEF\xBF\xBD"));
        at += n;
    }
    json_t *v = json_stringn(b.p, b.n);
    calco_buf_free(&b);
    return v;
}

static void set_str(json_t *object, const char *name, str s) { set(object, name, string_of(s)); }

static void set_text(json_t *object, const char *name, const char *s) { set(object, name, string_of(calco_str(s))); }

static void set_size(json_t *object, const char *name, size_t n) { set(object, name, json_integer((json_int_t)n)); }

/* Rounded to 1 / `unit`: 10 keeps one decimal. */
static void set_real(json_t *object, const char *name, double x, double unit)
{
    set(object, name, json_real(isfinite(x) ? round(x * unit) / unit : 0));
}

static void set_origin(json_t *object, const char *name, calco_origin o)
{
    if (o == CALCO_ORIGIN_NONE) set(object, name, json_null());
    else set_text(object, name, calco_origin_name(o));
}

static json_t *new_object(const calco_result *r, const char *type, bool line)
{
    json_t *object = json_object();
    if (!object) abort();
    if (line) {
        set_text(object, "type", type);
        set_size(object, "schema", CALCO_SCHEMA);
        set_text(object, "file", r->name);
    }
    return object;
}

static int append(const char *p, size_t n, void *out)
{
    calco_buf_add(out, p, n);
    return 0;
}

static void finish(calco_buf *out, json_t *value)
{
    /* 15 digits give back every rounded figure as it was meant: 12.3, not 12.300000000000001. */
    if (!value || json_dump_callback(value, append, out, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) != 0) abort();
    json_decref(value);
}

/* --- objects --- */

static void finding(calco_buf *out, const calco_result *r, const calco_finding *f, bool line)
{
    json_t *o = new_object(r, "finding", line);
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
    json_t *suggestions = json_array();
    for (size_t k = 0; k < f->n_suggestions; k++)
        if (json_array_append_new(suggestions, string_of(f->suggestions[k])) != 0) abort();
    set(o, "suggestions", suggestions);
    if (f->source_origin == CALCO_ORIGIN_GIVEN) {
        set_size(o, "source_byte_start", f->source_place.byte_start);
        set_size(o, "source_byte_end", f->source_place.byte_end);
    }
    set_text(o, "fingerprint", f->fingerprint);
    set(o, "safe", json_boolean(f->safe));
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
    json_t *o = new_object(r, "sentence", line);
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
    json_t *o = new_object(r, "summary", line);
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
    json_t *o = json_object();
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
