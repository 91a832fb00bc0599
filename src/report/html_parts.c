/* Pieces of the HTML report that are not running text: characters made harmless, notes, the summary and its histogram. */
#include "report/html.h"

#include "report/report.h"
#include "text/unicode.h"

#include <math.h>
#include <stdlib.h>

/* --- characters --- */

static const str REPLACED = { "\xEF\xBF\xBD", 3 };

/* Embeddings, overrides and isolates; marks of direction alone do no harm. */
static bool reorders(uint32_t c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); }

static bool is_forbidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static bool is_line_end(uint32_t c) { return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

static void put_character(calco_buf *out, uint32_t c, str bytes)
{
    switch (c) {
    case '&': calco_buf_str(out, STR("&amp;")); break;
    case '<': calco_buf_str(out, STR("&lt;")); break;
    case '>': calco_buf_str(out, STR("&gt;")); break;
    case '"': calco_buf_str(out, STR("&quot;")); break;
    case '\'': calco_buf_str(out, STR("&#39;")); break;
    default:
        if (is_line_end(c)) calco_buf_char(out, ' ');
        else if (reorders(c)) calco_buf_printf(out, "\xE2\x9F\xA8U+%04X\xE2\x9F\xA9", (unsigned)c);
        else if (is_forbidden(c)) calco_buf_str(out, REPLACED);
        else calco_buf_str(out, bytes);
    }
}

void calco_html_text(calco_buf *out, str s)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        bool valid;
        n = calco_utf8_step(s, at, &valid);
        size_t length;
        if (valid) put_character(out, calco_utf8_at(s, at, &length), calco_str_cut(s, at, at + n));
        else calco_buf_str(out, REPLACED);
    }
}

void calco_html_tenths(calco_buf *out, double x)
{
    long long tenths = isfinite(x) ? llround(x * 10) : 0;
    calco_buf_printf(out, "%s%lld.%lld", tenths < 0 ? "-" : "", llabs(tenths) / 10, llabs(tenths) % 10);
}

/* --- notes --- */

/* Rules stand in byte order of their ids. One that is not known has no examples. */
static calco_rule rule_named(const calco_engine *engine, const char *id)
{
    size_t low = 0, high = calco_rule_count(engine);
    while (low < high) {
        size_t     middle = low + (high - low) / 2;
        calco_rule rule = calco_rule_at(engine, middle);
        int        order = strcmp(rule.id, id);
        if (!order) return rule;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return (calco_rule){ .bad = "" };
}

static void write_text(calco_buf *out, const char *open, str s, const char *close)
{
    calco_buf_str(out, calco_str(open));
    calco_html_text(out, s);
    calco_buf_str(out, calco_str(close));
}

/* ` lang="it"`, where a language is known. */
static void write_lang(calco_buf *out, str lang)
{
    if (lang.n) write_text(out, " lang=\"", lang, "\"");
}

static void write_quoted(calco_buf *out, str lang, str s)
{
    calco_buf_str(out, STR("<bdi"));
    write_lang(out, lang);
    write_text(out, ">\xE2\x80\x9C", s, "\xE2\x80\x9D</bdi>");
}

static void write_suggestions(const calco_html_view *v, const calco_finding *f)
{
    if (!f->n_suggestions && !f->deletes) return;
    calco_buf_str(v->out, STR("<p class=\"better\"><span class=\"label\">Better</span> "));
    for (size_t i = 0; i < f->n_suggestions; i++) {
        if (i) calco_buf_str(v->out, STR("<span class=\"or\"> or </span>"));
        if (!f->suggestions[i].n) {
            calco_buf_str(v->out, STR("<em>leave it out</em>"));
            continue;
        }
        calco_buf_str(v->out, STR("<bdi"));
        write_lang(v->out, v->target_lang);
        write_text(v->out, ">", f->suggestions[i], "</bdi>");
    }
    if (!f->n_suggestions) calco_buf_str(v->out, STR("<em>leave it out</em>"));
    calco_buf_str(v->out, STR("</p>"));
}

static void write_source_text(const calco_html_view *v, const calco_finding *f)
{
    if (!f->source_text.n) return;
    static const char *const labels[] = { [CALCO_ORIGIN_NONE] = "Source", [CALCO_ORIGIN_RULE] = "Source expression",
                                          [CALCO_ORIGIN_INFERRED] = "Likely source", [CALCO_ORIGIN_GIVEN] = "Source, given" };
    calco_buf_printf(v->out, "<p class=\"from\"><span class=\"label\">%s</span> ", labels[f->source_origin]);
    write_quoted(v->out, v->source_lang, f->source_text);
    calco_buf_str(v->out, STR("</p>"));
}

static void write_suppression(const calco_html_view *v, const calco_finding *f)
{
    if (f->suppression == CALCO_LIVE) return;
    calco_buf_str(v->out, STR("<p class=\"why\"><span class=\"label\">Suppressed</span> "));
    calco_buf_str(v->out, f->suppression == CALCO_SUPPRESSED_BASELINE ? STR("known already, by the baseline") : STR("by a comment in the text"));
    if (f->reason.n) write_text(v->out, ": <bdi>", f->reason, "</bdi>");
    calco_buf_str(v->out, STR("</p>"));
}

/* The rule's first example, as a proofreader would correct it: "arrived [to => in] Rome". */
static void write_example(const calco_html_view *v, const calco_finding *f)
{
    calco_rule rule = v->engine ? rule_named(v->engine, f->rule) : (calco_rule){ .bad = "" };
    str    bad = calco_str(rule.bad);
    size_t end = calco_str_find(bad, STR(" | "), 0);
    if (end != SIZE_MAX) bad.n = end;
    size_t open = calco_str_find(bad, STR("["), 0), close = open == SIZE_MAX ? SIZE_MAX : calco_str_find(bad, STR("]"), open);
    if (close == SIZE_MAX) return;
    str    flagged = calco_str_cut(bad, open + 1, close), better = STR("");
    size_t arrow = calco_str_find(flagged, STR(" => "), 0);
    if (arrow != SIZE_MAX) better = calco_str_from(flagged, arrow + 4), flagged.n = arrow;
    calco_buf_str(v->out, STR("<p class=\"eg\"><span class=\"label\">For example</span> <bdi"));
    write_lang(v->out, v->target_lang);
    write_text(v->out, ">", calco_str_cut(bad, 0, open), "<del>");
    write_text(v->out, "", flagged, "</del>");
    if (better.n) write_text(v->out, " <ins>", better, "</ins>");
    write_text(v->out, "", calco_str_from(bad, close + 1), "</bdi></p>");
}

static void write_note(const calco_html_view *v, const calco_html_noted *n)
{
    const calco_finding *f = n->finding;
    bool        live = f->suppression == CALCO_LIVE;
    const char *severity = calco_severity_name(f->severity);
    calco_buf_printf(v->out, "<li class=\"note %s%s\" id=\"%c%zu-%zu\" value=\"%zu\" data-s=\"%s\"", severity, live ? "" : " x",
                     live ? 'n' : 'x', v->file, n->number, n->number, severity);
    write_text(v->out, " data-c=\"", calco_str(f->category), "\">");
    calco_buf_printf(v->out, "<p class=\"what\"><span class=\"num\">%zu</span> <a class=\"back\" href=\"#%c%zu-%zu\">", n->number, live ? 'm' : 'y', v->file,
                     n->number);
    if (f->text.n) write_quoted(v->out, v->target_lang, f->text);
    else calco_buf_str(v->out, STR("here"));
    calco_buf_printf(v->out, "</a> <span class=\"sev %s\">%s</span> ", severity, severity);
    write_text(v->out, "<span class=\"cat\">", calco_str(f->category), "</span> ");
    write_text(v->out, "<code>", calco_str(f->rule), "</code> ");
    calco_buf_printf(v->out, "<span class=\"sure\">%.0f\xC2\xA0%% sure</span></p>", f->confidence * 100);
    write_text(v->out, "<p class=\"message\"><bdi>", f->message, "</bdi></p>");
    write_source_text(v, f);
    write_suggestions(v, f);
    write_example(v, f);
    write_suppression(v, f);
    calco_buf_str(v->out, STR("</li>\n"));
}

void calco_html_notes(const calco_html_view *v, size_t from, size_t to)
{
    size_t live = from;
    while (live < to && v->noted[live].finding->suppression == CALCO_LIVE) live++;
    if (live > from) calco_buf_str(v->out, STR("<ol class=\"notes\">\n"));
    for (size_t i = from; i < live; i++) write_note(v, &v->noted[i]);
    if (live > from) calco_buf_str(v->out, STR("</ol>\n"));
    if (live == to) return;
    calco_buf_printf(v->out, "<details class=\"silent\"><summary>%zu suppressed</summary><ol>\n", to - live);
    for (size_t i = live; i < to; i++) write_note(v, &v->noted[i]);
    calco_buf_str(v->out, STR("</ol></details>\n"));
}

/* --- summary --- */

enum { BARS = 10, BAR = 20, TALL = 40 /* units of the drawing */ };

/* Sentences by score, a bar for each ten points; the numbers are in its name too. */
static void write_histogram(const calco_html_view *v)
{
    size_t bars[BARS] = { 0 }, most = 1;
    for (size_t i = 0; i < v->r->n_sentences; i++) {
        double score = v->r->sentences[i].score;
        size_t bar = score >= 100 ? BARS - 1 : score > 0 ? (size_t)(score / 10) : 0;
        if (++bars[bar] > most) most = bars[bar];
    }
    calco_buf_printf(v->out, "<figure class=\"spread\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Sentences by score:", BARS * BAR, TALL + 14);
    for (int i = 0; i < BARS; i++) calco_buf_printf(v->out, "%s %zu from %d to %d", i ? "," : "", bars[i], i * 10, i * 10 + 10);
    calco_buf_str(v->out, STR("\">"));
    for (int i = 0; i < BARS; i++) {
        double tall = (double)bars[i] / (double)most * TALL;
        int    tenths = bars[i] ? (int)ceil(tall * 10) : 0;
        if (tenths) calco_buf_printf(v->out, "<rect x=\"%d\" y=\"%d.%d\" width=\"%d\" height=\"%d.%d\"/>", i * BAR + 1,
                                     (TALL * 10 - tenths) / 10, (TALL * 10 - tenths) % 10, BAR - 2, tenths / 10, tenths % 10);
    }
    calco_buf_printf(v->out, "<path d=\"M0 %d.5H%d\"/><text x=\"0\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"middle\">50</text>"
                     "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">100</text></svg><figcaption>sentences by score</figcaption></figure>\n",
                     TALL, BARS * BAR, TALL + 12, BARS * BAR / 2, TALL + 12, BARS * BAR, TALL + 12);
}

typedef struct { const char *name; size_t n; } counted;

static int by_count(const void *a, const void *b)
{
    const counted *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->name, y->name);
}

static void write_categories(const calco_html_view *v)
{
    VEC(counted) all = { 0 };
    for (size_t i = 0; i < v->r->n_findings; i++) {
        size_t k = 0;
        while (k < all.n && strcmp(all.p[k].name, v->r->findings[i].category) != 0) k++;
        if (k == all.n) VEC_PUSH(v->arena, &all, ((counted){ v->r->findings[i].category, 0 }));
        all.p[k].n++;
    }
    if (!all.n) return;
    qsort(all.p, all.n, sizeof *all.p, by_count);
    calco_buf_str(v->out, STR("<ul class=\"kinds\" aria-label=\"Findings by category\">"));
    for (size_t i = 0; i < all.n; i++) {
        write_text(v->out, "<li>", calco_str(all.p[i].name), "");
        calco_buf_printf(v->out, " <b>%zu</b></li>", all.p[i].n);
    }
    calco_buf_str(v->out, STR("</ul>\n"));
}

static void write_figure(calco_buf *out, const char *name, double value)
{
    calco_buf_printf(out, "<div><dt>%s</dt><dd>", name);
    calco_html_tenths(out, value);
    calco_buf_str(out, STR("</dd></div>"));
}

void calco_html_summary(const calco_html_view *v)
{
    const calco_result *r = v->r;
    size_t by[CALCO_CRITICAL + 1] = { 0 };
    for (size_t i = 0; i < r->n_findings; i++) by[r->findings[i].severity]++;
    calco_buf_str(v->out, STR("<div class=\"sum\"><dl class=\"figures\">"));
    write_figure(v->out, "score", r->score);
    write_figure(v->out, "fluency", r->fluency);
    write_figure(v->out, "findings per 1,000 words", r->per_1000);
    calco_buf_str(v->out, STR("</dl>\n"));
    write_histogram(v);
    calco_buf_printf(v->out, "<div class=\"counts\"><p>%zu word%s, %zu sentence%s; %zu finding%s", r->words, r->words == 1 ? "" : "s",
                     r->n_sentences, r->n_sentences == 1 ? "" : "s", r->n_findings, r->n_findings == 1 ? "" : "s");
    const char *before = ": ";
    for (int s = CALCO_CRITICAL; s >= CALCO_MINOR; s--) {
        if (!by[s]) continue;
        const char *name = calco_severity_name((calco_severity)s);
        calco_buf_printf(v->out, "%s<span class=\"sev %s\">%zu %s</span>", before, name, by[s], name);
        before = ", ";
    }
    if (r->n_suppressed) calco_buf_printf(v->out, "; %zu suppressed", r->n_suppressed);
    calco_buf_str(v->out, STR("</p>\n"));
    write_categories(v);
    calco_buf_str(v->out, STR("</div></div>\n"));
}
