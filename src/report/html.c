/* HTML: the per-sentence report as one page that needs nothing else; a small script makes it handier. */
#include "report/html.h"

#include "report/report.h"
#include "text/unicode.h"

/* --- the page around the files --- */

static void name_of_run(calco_buf *out, const calco_report_options *o)
{
    if (o->n_files == 1) calco_html_text(out, calco_str(o->files[0]));
    else calco_buf_printf(out, "%zu texts", o->n_files);
}

static void list_of_files(calco_buf *out, const calco_report_options *o)
{
    if (o->n_files < 2) return;
    calco_buf_str(out, STR("<nav class=\"files\" aria-label=\"Files\"><ol>\n"));
    for (size_t i = 0; i < o->n_files; i++) {
        calco_buf_printf(out, "<li><a href=\"#f%zu\"><bdi>", i + 1);
        calco_html_text(out, calco_str(o->files[i]));
        calco_buf_str(out, STR("</bdi></a></li>\n"));
    }
    calco_buf_str(out, STR("</ol></nav>\n"));
}

/* The policy allows the page's own style and script by their hashes, and nothing else at all. */
static void begin(calco_buf *out, const calco_report_options *o)
{
    calco_buf_str(out, STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"));
    calco_buf_printf(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '%s'; style-src '%s'; "
                     "base-uri 'none'; form-action 'none'\">\n", calco_html_page_js_hash, calco_html_page_css_hash);
    calco_buf_str(out, STR("<meta name=\"referrer\" content=\"no-referrer\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                           "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"));
    name_of_run(out, o);
    calco_buf_str(out, STR(" \xE2\x80\x93 calco</title>\n<style>"));
    calco_buf_str(out, calco_html_page_css);
    calco_buf_str(out, STR("</style>\n<script>"));
    calco_buf_str(out, calco_html_page_js);
    calco_buf_str(out, STR("</script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n"
                           "<header class=\"top\">\n<p class=\"brand\">calco</p>\n<h1><bdi>"));
    name_of_run(out, o);
    calco_buf_str(out, STR("</bdi></h1>\n"));
    list_of_files(out, o);
    calco_buf_str(out, STR("</header>\n"));
    calco_buf_str(out, calco_html_tools_html);
    calco_buf_str(out, STR("<main id=\"main\">\n"));
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)o, (void)all;
    calco_buf_str(out, STR("</main>\n"));
    calco_buf_str(out, calco_html_end_html);
    calco_buf_str(out, STR("<footer><p>Checked by calco " CALCO_VERSION ".</p></footer>\n</body>\n</html>\n"));
}

/* --- a file --- */

/* Live findings and suppressed ones by their sentence, in reading order. */
static void note_all(calco_html_view *v)
{
    const calco_result *r = v->r;
    size_t n = r->n_sentences, total = r->n_findings + r->n_suppressed;
    size_t *next = ARENA_ARRAY(v->arena, size_t, n + 2);
    v->first = ARENA_ARRAY(v->arena, size_t, n + 2);
    v->noted = ARENA_ARRAY(v->arena, calco_html_noted, total);
    for (size_t i = 0; i < total; i++) {
        const calco_finding *f = i < r->n_findings ? &r->findings[i] : &r->suppressed[i - r->n_findings];
        size_t s = f->sentence < n ? f->sentence : n;
        v->first[s + 1]++;
    }
    for (size_t s = 0; s <= n; s++) v->first[s + 1] += v->first[s];
    for (size_t i = 0; i < total; i++) {
        bool                 is_live = i < r->n_findings;
        const calco_finding *f = is_live ? &r->findings[i] : &r->suppressed[i - r->n_findings];
        size_t s = f->sentence < n ? f->sentence : n;
        v->noted[v->first[s] + next[s]++] = (calco_html_noted){ f, is_live ? i + 1 : i - r->n_findings + 1 };
    }
}

static void lang_and_direction(calco_buf *out, str lang)
{
    if (lang.n) {
        calco_buf_str(out, STR(" lang=\""));
        calco_html_text(out, lang);
        calco_buf_char(out, '"');
    }
    calco_buf_str(out, STR(" dir=\"auto\">"));
}

/* What the source is and how sure, behind each sentence of it. */
static void write_source(const calco_html_view *v, size_t i)
{
    const calco_sentence_result *s = &v->r->sentences[i];
    if (!s->source.n) {
        calco_buf_str(v->out, STR("<div class=\"source none\"><p class=\"origin\">no source known</p></div>\n"));
        return;
    }
    calco_buf_printf(v->out, "<div class=\"source %s\"><p", calco_origin_name(s->source_origin));
    lang_and_direction(v->out, v->source_lang);
    calco_html_source(v, i);
    calco_buf_str(v->out, STR("</p>"));
    if (s->source_origin == CALCO_ORIGIN_GIVEN) calco_buf_str(v->out, STR("<p class=\"origin\">given</p></div>\n"));
    else calco_buf_printf(v->out, "<p class=\"origin\">inferred, %.0f\xC2\xA0%%</p></div>\n", s->source_confidence * 100);
}

static void write_sentence(const calco_html_view *v, size_t i)
{
    const calco_sentence_result *s = &v->r->sentences[i];
    size_t worst = s->score >= 90 ? 3 : s->score >= 70 ? 2 : s->score >= 40 ? 1 : 0;
    calco_buf_printf(v->out, "<div class=\"s q%zu\" id=\"s%zu-%zu\">\n<div class=\"row\">\n<p class=\"margin\"><a class=\"no\" href=\"#s%zu-%zu\">"
                     "<span class=\"vh\">sentence </span>%zu</a> <span class=\"score\"><span class=\"unit\">score </span>%.0f</span> "
                     "<span class=\"fluency\"><span class=\"unit\">fluency </span>%.0f</span></p>\n",
                     worst, v->file, i + 1, v->file, i + 1, i + 1, s->score, s->fluency);
    const char *element = s->block_kind == CALCO_HEADLINE ? "h4" : "p";
    calco_buf_printf(v->out, "<%s class=\"target\"", element);
    lang_and_direction(v->out, v->target_lang);
    calco_html_target(v, i);
    calco_buf_printf(v->out, "</%s>\n", element);
    write_source(v, i);
    calco_buf_str(v->out, STR("</div>\n"));
    calco_html_notes(v, v->first[i], v->first[i + 1]);
    calco_buf_str(v->out, STR("</div>\n"));
}

static const char *block_class(calco_block kind)
{
    return kind == CALCO_HEADLINE ? "block headline" : kind == CALCO_ITEM ? "block item" : "block";
}

static void write_sentences(const calco_html_view *v)
{
    const calco_result *r = v->r;
    for (size_t i = 0; i < r->n_sentences; i++) {
        bool opens = !i || r->sentences[i].block != r->sentences[i - 1].block;
        if (opens && i) calco_buf_str(v->out, STR("</div>\n"));
        if (opens) calco_buf_printf(v->out, "<div class=\"%s\">\n", block_class(r->sentences[i].block_kind));
        write_sentence(v, i);
    }
    if (r->n_sentences) calco_buf_str(v->out, STR("</div>\n"));
    calco_html_notes(v, v->first[r->n_sentences], v->first[r->n_sentences + 1]);
}

/* "Translation, English" over the text; over the source where it comes from. */
static void write_heads(const calco_html_view *v)
{
    const calco_result *r = v->r;
    str target = calco_language_name(v->arena, "en", v->target_lang.p), source = calco_language_name(v->arena, "en", v->source_lang.p);
    calco_buf_str(v->out, STR("<div class=\"heads row\"><p class=\"margin\" aria-hidden=\"true\"><span class=\"no\">\xE2\x84\x96</span> "
                              "<span class=\"score\">score</span> <span class=\"fluency\">fluency</span></p><p class=\"target\">Translation"));
    calco_buf_str(v->out, target.n ? STR(", ") : STR(""));
    calco_html_text(v->out, target);
    calco_buf_str(v->out, r->source_name ? STR("</p><p class=\"source\">Source, given") : STR("</p><p class=\"source\">Likely source, inferred"));
    calco_buf_str(v->out, source.n ? STR(", ") : STR(""));
    calco_html_text(v->out, source);
    if (r->source_name) {
        calco_buf_str(v->out, STR(": <bdi>"));
        calco_html_text(v->out, calco_str(r->source_name));
        calco_buf_str(v->out, STR("</bdi>"));
    }
    calco_buf_str(v->out, STR("</p></div>\n"));
}

/* The pack's title begins with the pair: "it-en 1 …". */
static void languages_of(calco_html_view *v)
{
    str title = calco_str(v->r->pack), pair, from;
    if (!calco_str_split(&title, ' ', &pair)) pair = STR("");
    str rest = pair;
    if (!calco_str_split(&rest, '-', &from) || !rest.p) from = rest = STR("");
    v->source_lang = calco_arena_str(v->arena, from);
    v->target_lang = calco_arena_str(v->arena, rest);
}

static void file_of(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    calco_html_view v = { .out = out, .arena = calco_arena_new(), .r = r, .engine = o->engine, .file = o->file + 1 };
    languages_of(&v);
    note_all(&v);
    calco_buf_printf(out, "<section class=\"file\" id=\"f%zu\" data-findings=\"%zu\" data-score=\"", v.file, r->n_findings);
    calco_html_tenths(out, r->score);
    calco_buf_printf(out, "\" aria-labelledby=\"h%zu\">\n<h2 id=\"h%zu\"%s><bdi>", v.file, v.file, o->n_files == 1 ? " class=\"vh\"" : "");
    calco_html_text(out, calco_str(r->name));
    calco_buf_str(out, STR("</bdi></h2>\n<h3 class=\"vh\">Summary</h3>\n"));
    calco_html_summary(&v);
    calco_buf_str(out, STR("<h3 class=\"vh\">Text</h3>\n<div class=\"galley\">\n"));
    write_heads(&v);
    if (r->n_findings) calco_buf_str(out, STR("<h3 class=\"printed\">Notes</h3>\n"));
    write_sentences(&v);
    calco_buf_str(out, STR("</div>\n<p class=\"colophon\">"));
    calco_html_text(out, calco_str(r->format));
    calco_buf_str(out, STR(", "));
    calco_html_text(out, calco_str(r->encoding));
    calco_buf_str(out, STR("; knowledge: "));
    calco_html_text(out, calco_str(r->pack));
    calco_buf_str(out, STR("</p>\n</section>\n"));
    calco_arena_free(v.arena);
}

const calco_reporter calco_report_html = { "html", begin, file_of, end };
