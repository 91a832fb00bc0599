/* XLIFF 2.1 (OASIS) with the findings as ITS 2.0 localization quality issues: a unit a sentence, or the file itself where it is XLIFF. */
#include "report/xliff.h"

#include "report/markup.h"
#include "report/mqm.h"
#include "text/unicode.h"

/* --- annotations --- */

void calco_its_comment(calco_buf *out, const calco_finding *f)
{
    calco_buf says = { 0 }, escaped = { 0 };
    calco_report_say(&says, f);
    calco_buf_printf(&says, " [%s]", f->rule);
    calco_markup_value(&escaped, calco_buf_view(&says));
    for (size_t at = 0, n; at < escaped.n; at += n) {
        uint32_t c = calco_utf8_at(calco_buf_view(&escaped), at, &n);
        if (c < 0x80) calco_buf_char(out, (char)c);
        else calco_buf_printf(out, "&#x%X;", (unsigned)c);
    }
    calco_buf_free(&says);
    calco_buf_free(&escaped);
}

void calco_its_attributes(calco_buf *out, const calco_finding *f)
{
    calco_buf_printf(out, " its:locQualityIssueType=\"%s\" its:locQualityIssueSeverity=\"%u\" its:locQualityIssueComment=\"",
                     calco_mqm_of(f->category)->its, calco_its_severity(f->severity));
    calco_its_comment(out, f);
    calco_buf_char(out, '"');
}

/* --- a fresh document --- */

/* What XML cannot say is a code point of its own in XLIFF 2. */
static void content(calco_buf *out, str s)
{
    size_t from = 0;
    if (!s.n) return;
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t c = calco_utf8_at(s, at, &n);
        if (calco_markup_allows(c)) continue;
        calco_markup_text(out, calco_str_cut(s, from, at));
        calco_buf_printf(out, "<cp hex=\"%04X\"/>", (unsigned)c);
        from = at + n;
    }
    calco_markup_text(out, calco_str_from(s, from));
}

/* Findings from..to with their place in the sentence, in the order in which they begin. One that begins within another may end
 * outside of it: it is marked by two empty elements, which need not nest. */
static void target(calco_buf *out, str text, const calco_finding *const *marked, size_t n)
{
    typedef struct { size_t end, id; bool apart; } span;
    size_t at = 0, furthest = 0, n_open = 0;
    calco_arena *a = calco_arena_new();
    span *open = ARENA_ARRAY(a, span, n);
    for (size_t i = 0; i < n || n_open;) {
        size_t next = i < n ? marked[i]->text_start : SIZE_MAX, first = 0;
        for (size_t k = 1; k < n_open; k++)
            if (open[k].end < open[first].end) first = k;
        if (n_open && open[first].end <= next) {
            content(out, calco_str_cut(text, at, open[first].end));
            at = open[first].end;
            if (open[first].apart) calco_buf_printf(out, "<em startRef=\"m%zu\"/>", open[first].id);
            else calco_buf_str(out, STR("</mrk>"));
            open[first] = open[--n_open];
            continue;
        }
        content(out, calco_str_cut(text, at, next));
        at = next;
        span own = { next + marked[i]->text.n, i + 1, next < furthest };
        if (own.end > furthest) furthest = own.end;
        calco_buf_printf(out, "<%s id=\"m%zu\" type=\"its:generic\"", own.apart ? "sm" : "mrk", own.id);
        calco_its_attributes(out, marked[i++]);
        calco_buf_str(out, own.apart ? STR("/>") : STR(">"));
        open[n_open++] = own;
    }
    content(out, calco_str_from(text, at));
    calco_arena_free(a);
}

/* What stands in no sentence's text (in a comment of the file) is told in a note. */
static bool inside(const calco_finding *f, str text) { return f->text_start <= text.n && f->text.n <= text.n - f->text_start; }

static void unit(calco_buf *out, const calco_result *r, size_t sentence, const calco_finding *first, size_t n)
{
    static const calco_sentence_result empty = { .text = { "", 0 }, .source = { "", 0 } };
    const calco_sentence_result *s = sentence < r->n_sentences ? &r->sentences[sentence] : &empty;
    calco_arena *a = calco_arena_new();
    const calco_finding **marked = ARENA_ARRAY(a, const calco_finding *, n);
    size_t n_marked = 0, n_notes = 0;
    for (size_t i = 0; i < n; i++) {
        if (!inside(&first[i], s->text)) n_notes++;
        else {
            size_t k = n_marked++;
            for (; k && marked[k - 1]->text_start > first[i].text_start; k--) marked[k] = marked[k - 1];
            marked[k] = &first[i];
        }
    }
    calco_buf_printf(out, "<unit id=\"s%zu\">", sentence + 1);
    if (n_notes) calco_buf_str(out, STR("<notes>"));
    for (size_t i = 0; i < n; i++) {
        if (inside(&first[i], s->text)) continue;
        calco_buf_str(out, STR("<note category=\"calco\">"));
        calco_markup_text(out, first[i].message);
        calco_buf_str(out, STR("</note>"));
    }
    if (n_notes) calco_buf_str(out, STR("</notes>"));
    calco_buf_str(out, STR("<segment><source>"));
    content(out, s->source);
    calco_buf_str(out, STR("</source><target>"));
    target(out, s->text, marked, n_marked);
    calco_buf_str(out, STR("</target></segment></unit>\n"));
    calco_arena_free(a);
}

/* Both languages of "it-en 1 0123456789abcdef". */
static void pair_of(const calco_result *r, str *source, str *target)
{
    str pack = calco_str(r->pack), pair = { 0 };
    calco_str_split(&pack, ' ', &pair);
    *target = pair;
    if (!calco_str_split(target, '-', source) || !target->p) *target = *source;
}

static void begin(calco_buf *out, const calco_report_options *o) { (void)out, (void)o; }

static void head(calco_buf *out, str source, str target)
{
    calco_buf_str(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" "
                           "xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\" version=\"2.1\""));
    calco_markup_attribute(out, "srcLang", source);
    calco_markup_attribute(out, "trgLang", target);
    calco_buf_str(out, STR(" xml:space=\"preserve\">\n"));
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    static const char in_place[] = "xliff";
    str source, target, *pair = o->memory->own;
    (void)first;
    if (o->n_files == 1 && strcmp(r->format, in_place) == 0) {
        calco_xliff_annotate(out, r);
        return;
    }
    pair_of(r, &source, &target);
    if (!pair) {
        if (!o->memory->arena) o->memory->arena = calco_arena_new();
        o->memory->own = pair = ARENA_ARRAY(o->memory->arena, str, 2);
        pair[0] = calco_arena_str(o->memory->arena, source);
        pair[1] = calco_arena_str(o->memory->arena, target);
        head(out, source, target);
    }
    calco_buf_printf(out, "<file id=\"f%zu\"", ++o->memory->items);
    calco_markup_attribute(out, "original", calco_str(r->name));
    calco_buf_str(out, STR(">\n"));
    /* A document has one pair; a text of another is named, not shown. */
    if (!calco_str_eq(pair[0], source) || !calco_str_eq(pair[1], target)) {
        calco_buf_str(out, STR("<notes><note>left out: another pair of languages</note></notes>"));
        unit(out, r, r->n_sentences, NULL, 0);
    } else {
        size_t f = 0;
        if (!r->n_sentences) unit(out, r, 0, r->findings, r->n_findings);
        for (size_t s = 0; s < r->n_sentences; s++) {
            size_t from = f;
            while (f < r->n_findings && r->findings[f].sentence <= s) f++;
            unit(out, r, s, f > from ? &r->findings[from] : NULL, f - from);
        }
    }
    calco_buf_str(out, STR("</file>\n"));
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all)
{
    (void)all;
    if (o->memory->items) calco_buf_str(out, STR("</xliff>\n"));
}

const calco_reporter calco_report_xliff = { "xliff", begin, result, end };
