/* SARIF 2.1.0 (OASIS): one run, with fixes, the source sentence as related location, suppressions and fingerprints. */
#include "report/sarif.h"

#include "report/json_out.h"
#include "report/line_hash.h"
#include "report/mqm.h"

/* What the results of one text share. */
typedef struct {
    const calco_report_options *o;
    const calco_result         *r;
    sarif_run                  *run;
    calco_arena                *arena;
    calco_lines                 lines;
    const calco_line_hash      *hashes;
    size_t                      n_hashes, artifact;
} telling;

static sarif_run *run_of(calco_report_memory *m)
{
    if (!m->arena) m->arena = calco_arena_new();
    if (!m->own) {
        sarif_run *run = ARENA_NEW(m->arena, sarif_run);
        run->arena = m->arena;
        run->index = calco_map_new(m->arena);
        m->own = run;
    }
    return m->own;
}

static size_t rule_index(const telling *t, const calco_finding *f)
{
    uint32_t known = calco_map_get(&t->run->index, calco_str(f->rule));
    if (known != CALCO_NONE) return known;
    calco_arena *a = t->run->arena;
    sarif_rule   rule = { calco_arena_str(a, calco_str(f->rule)).p, calco_arena_str(a, calco_str(f->category)).p, f->severity,
                          f->confidence, t->o->engine };
    calco_map_set(&t->run->index, calco_str(rule.id), (uint32_t)t->run->rules.n);
    VEC_PUSH(a, &t->run->rules, rule);
    return t->run->rules.n - 1;
}

/* --- places --- */

static void message(calco_buf *out, const char *name, str text)
{
    calco_json_open(out, name, '{');
    calco_json_str(out, "text", text);
    calco_json_close(out, '}');
}

/* `snippet`.n 0: none. */
static void region(calco_buf *out, const char *name, const calco_place *p, str snippet)
{
    calco_json_open(out, name, '{');
    calco_json_size(out, "startLine", p->line);
    calco_json_size(out, "startColumn", p->column);
    calco_json_size(out, "endLine", p->end_line);
    calco_json_size(out, "endColumn", p->end_column);
    if (snippet.n) message(out, "snippet", snippet);
    calco_json_close(out, '}');
}

enum { LONG = 4000 }; /* bytes of lines and sentences that are told with each finding */

/* The whole lines that a place touches: a context region must hold more than its region. */
static void context(calco_buf *out, const telling *t, const calco_place *p)
{
    str    last = calco_lines_text(&t->lines, p->end_line);
    size_t start = calco_lines_byte(&t->lines, p->line, 1), end = calco_lines_byte(&t->lines, p->end_line, 1) + last.n;
    size_t from = calco_lines_byte(&t->lines, p->line, p->column), to = calco_lines_byte(&t->lines, p->end_line, p->end_column);
    if (to - from >= end - start || end > t->r->text.n || end - start > LONG) return;
    calco_json_open(out, "contextRegion", '{');
    calco_json_size(out, "startLine", p->line);
    calco_json_size(out, "endLine", p->end_line);
    message(out, "snippet", calco_str_cut(t->r->text, start, end));
    calco_json_close(out, '}');
}

static void location(calco_buf *out, const telling *t, const calco_finding *f)
{
    calco_json_open(out, "locations", '[');
    calco_json_open(out, NULL, '{');
    calco_json_open(out, "physicalLocation", '{');
    calco_json_open(out, "artifactLocation", '{');
    calco_sarif_uri(out, "uri", calco_report_path(t->o, t->r));
    calco_json_size(out, "index", t->artifact);
    calco_json_close(out, '}');
    size_t from = calco_lines_byte(&t->lines, f->place.line, f->place.column);
    size_t to = calco_lines_byte(&t->lines, f->place.end_line, f->place.end_column);
    region(out, "region", &f->place, calco_str_cut(t->r->text, from, to));
    context(out, t, &f->place);
    calco_json_close(out, '}');
    calco_json_close(out, '}');
    calco_json_close(out, ']');
}

static void related(calco_buf *out, const telling *t, size_t id, const calco_place *p, const char *what, str text)
{
    calco_buf says = { 0 };
    const char *path = t->o->source_path ? t->o->source_path : t->r->source_name;
    if (text.n > LONG) text = STR("");
    calco_buf_printf(&says, text.n ? "%s: “" : "%s.", what);
    if (text.n) {
        calco_buf_str(&says, text);
        calco_buf_str(&says, STR("”."));
    }
    calco_json_open(out, NULL, '{');
    calco_json_size(out, "id", id);
    calco_json_open(out, "physicalLocation", '{');
    calco_json_open(out, "artifactLocation", '{');
    calco_sarif_uri(out, "uri", path);
    calco_json_close(out, '}');
    region(out, "region", p, text);
    calco_json_close(out, '}');
    message(out, "message", calco_buf_view(&says));
    calco_json_close(out, '}');
    calco_buf_free(&says);
}

/* Where the source was given: the sentence that the flagged one translates, and the words in it. */
static void related_locations(calco_buf *out, const telling *t, const calco_finding *f)
{
    const calco_sentence_result *s = f->sentence < t->r->n_sentences ? &t->r->sentences[f->sentence] : NULL;
    bool sentence = s && s->source_place.line, words = f->source_place.line;
    if (!t->r->source_name || !(sentence || words)) return;
    calco_json_open(out, "relatedLocations", '[');
    if (words) related(out, t, 1, &f->source_place, "Source words", f->source_text);
    if (sentence) related(out, t, words ? 2 : 1, &s->source_place, "Source sentence", s->source);
    calco_json_close(out, ']');
}

/* --- fixes --- */

static void fix(calco_buf *out, const telling *t, const calco_finding *f, str suggestion, str text)
{
    calco_buf says = { 0 };
    calco_buf_str(&says, suggestion.n ? STR("Replace “") : STR("Leave out “"));
    calco_buf_str(&says, f->text);
    if (suggestion.n) {
        calco_buf_str(&says, STR("” by “"));
        calco_buf_str(&says, suggestion);
    }
    calco_buf_str(&says, STR("”."));
    calco_json_open(out, NULL, '{');
    message(out, "description", calco_buf_view(&says));
    calco_json_open(out, "artifactChanges", '[');
    calco_json_open(out, NULL, '{');
    calco_json_open(out, "artifactLocation", '{');
    calco_sarif_uri(out, "uri", calco_report_path(t->o, t->r));
    calco_json_size(out, "index", t->artifact);
    calco_json_close(out, '}');
    calco_json_open(out, "replacements", '[');
    calco_json_open(out, NULL, '{');
    region(out, "deletedRegion", &f->place, STR(""));
    if (text.n) message(out, "insertedContent", text);
    calco_json_close(out, '}');
    calco_json_close(out, ']');
    calco_json_close(out, '}');
    calco_json_close(out, ']');
    calco_json_close(out, '}');
    calco_buf_free(&says);
}

static void fixes(calco_buf *out, const telling *t, const calco_finding *f)
{
    str text;
    if (!f->n_suggestions || !f->edits || !calco_report_edit(t->arena, t->r, f, 0, &text)) return;
    calco_json_open(out, "fixes", '[');
    for (size_t i = 0; i < f->n_suggestions; i++)
        if (calco_report_edit(t->arena, t->r, f, i, &text)) fix(out, t, f, f->suggestions[i], text);
    calco_json_close(out, ']');
}

/* --- the rest of a result --- */

static void fingerprints(calco_buf *out, const telling *t, const calco_finding *f)
{
    calco_json_open(out, "partialFingerprints", '{');
    calco_json_text(out, "calco/v1", f->fingerprint);
    calco_json_text(out, "calcoRough/v1", f->rough);
    if (f->place.line && f->place.line <= t->n_hashes) {
        const calco_line_hash *h = &t->hashes[f->place.line - 1];
        calco_json_str(out, "primaryLocationLineHash", calco_arena_printf(t->arena, "%llx:%u", (unsigned long long)h->hash, h->times));
    }
    calco_json_close(out, '}');
}

static void suppression(calco_buf *out, const telling *t, const calco_finding *f)
{
    if (f->suppression != CALCO_LIVE) {
        calco_json_open(out, "suppressions", '[');
        calco_json_open(out, NULL, '{');
        calco_json_text(out, "kind", f->suppression == CALCO_SUPPRESSED_INLINE ? "inSource" : "external");
        if (f->reason.n) calco_json_str(out, "justification", f->reason);
        calco_json_close(out, '}');
        calco_json_close(out, ']');
    }
    if (t->o->baseline) calco_json_text(out, "baselineState", f->suppression == CALCO_SUPPRESSED_BASELINE ? "unchanged" : "new");
}

static void taxa(calco_buf *out, const calco_finding *f)
{
    calco_json_open(out, "taxa", '[');
    calco_json_open(out, NULL, '{');
    calco_json_text(out, "id", calco_mqm_of(f->category)->mqm);
    calco_json_size(out, "index", calco_mqm_index(f->category));
    calco_json_open(out, "toolComponent", '{');
    calco_json_text(out, "name", "MQM");
    calco_json_size(out, "index", 0);
    calco_json_close(out, '}');
    calco_json_close(out, '}');
    calco_json_close(out, ']');
}

static void properties(calco_buf *out, const calco_finding *f)
{
    calco_json_open(out, "properties", '{');
    calco_json_text(out, "category", f->category);
    calco_json_text(out, "severity", calco_severity_name(f->severity));
    calco_json_size(out, "byteStart", f->place.byte_start);
    calco_json_size(out, "byteEnd", f->place.byte_end);
    if (f->source_text.n) {
        calco_json_str(out, "source", f->source_text);
        calco_json_text(out, "sourceOrigin", calco_origin_name(f->source_origin));
    }
    calco_json_bool(out, "safe", f->safe);
    calco_json_close(out, '}');
}

static void result_of(calco_buf *out, const telling *t, const calco_finding *f)
{
    calco_buf says = { 0 };
    calco_report_say(&says, f);
    calco_buf_char(out, '{');
    calco_json_text(out, "ruleId", f->rule);
    calco_json_size(out, "ruleIndex", rule_index(t, f));
    calco_json_text(out, "level", calco_sarif_level(f->severity));
    message(out, "message", calco_buf_view(&says));
    location(out, t, f);
    related_locations(out, t, f);
    fixes(out, t, f);
    fingerprints(out, t, f);
    calco_json_percent(out, "rank", f->confidence);
    suppression(out, t, f);
    taxa(out, f);
    properties(out, f);
    calco_json_close(out, '}');
    calco_buf_free(&says);
}

/* --- the run --- */

static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_str(out, STR("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[\n"
                           "{\"columnKind\":\"unicodeCodePoints\",\"results\":["));
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    calco_arena *a = calco_arena_new();
    telling      t = { .o = o, .r = r, .run = run_of(o->memory), .arena = a, .lines = calco_report_lines(a, r) };
    if (r->n_findings || r->n_suppressed) t.hashes = calco_line_hashes(a, r->text, &t.n_hashes);
    t.artifact = t.run->texts.n;
    sarif_text text = { calco_arena_str(t.run->arena, calco_str(calco_report_path(o, r))).p,
                        calco_arena_str(t.run->arena, calco_str(r->encoding)).p };
    VEC_PUSH(t.run->arena, &t.run->texts, text);
    for (size_t i = 0; i < r->n_findings + r->n_suppressed; i++) {
        calco_buf_str(out, o->memory->items++ ? STR(",\n") : STR("\n"));
        result_of(out, &t, i < r->n_findings ? &r->findings[i] : &r->suppressed[i - r->n_findings]);
    }
    calco_arena_free(a);
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    const sarif_run *run = run_of(o->memory);
    calco_buf_str(out, STR("\n],\n"));
    calco_sarif_tool(out, run);
    calco_buf_str(out, STR(",\n"));
    calco_sarif_taxonomies(out);
    calco_sarif_artifacts(out, run);
    calco_json_open(out, "invocations", '[');
    calco_json_open(out, NULL, '{');
    calco_json_bool(out, "executionSuccessful", !all->unread);
    calco_json_close(out, '}');
    calco_json_close(out, ']');
    calco_buf_str(out, STR("}]}\n"));
}

const calco_reporter calco_report_sarif = { "sarif", begin, result, end };
