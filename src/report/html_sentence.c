/* Sentences of the HTML report: marks around findings, words with their surprisal, words of the source beside them. */
#include "report/html.h"

#include "report/report.h"

#include <math.h>
#include <stdlib.h>

/* --- which words of the source a word renders --- */

/* Where the pieces of the source begin and end, in order and once each: piece k is cuts[k]..cuts[k + 1]. */
typedef VEC(size_t) offsets;

static int by_value(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static void sort_once(offsets *o)
{
    size_t n = 0;
    if (o->n) qsort(o->p, o->n, sizeof *o->p, by_value);
    for (size_t i = 0; i < o->n; i++)
        if (!n || o->p[n - 1] != o->p[i]) o->p[n++] = o->p[i];
    o->n = n;
}

static bool renders(const calco_sentence_result *s, const calco_word *w)
{
    return w->source_start < w->source_end && w->source_end <= s->source.n;
}

static offsets source_cuts(calco_arena *a, const calco_sentence_result *s)
{
    offsets cuts = { 0 };
    for (size_t i = 0; i < s->n_word; i++) {
        if (!renders(s, &s->word[i])) continue;
        VEC_PUSH(a, &cuts, s->word[i].source_start);
        VEC_PUSH(a, &cuts, s->word[i].source_end);
    }
    sort_once(&cuts);
    return cuts;
}

static size_t piece_at(const offsets *cuts, size_t at)
{
    const size_t *found = bsearch(&at, cuts->p, cuts->n, sizeof *cuts->p, by_value);
    return found ? (size_t)(found - cuts->p) : 0;
}

void calco_html_source(const calco_html_view *v, size_t i)
{
    const calco_sentence_result *s = &v->r->sentences[i];
    offsets cuts = source_cuts(v->arena, s);
    long   *depth = ARENA_ARRAY(v->arena, long, cuts.n + 1), covered = 0;
    for (size_t k = 0; k < s->n_word; k++) {
        if (!renders(s, &s->word[k])) continue;
        depth[piece_at(&cuts, s->word[k].source_start)]++;
        depth[piece_at(&cuts, s->word[k].source_end)]--;
    }
    size_t at = 0;
    for (size_t k = 0; k < cuts.n; k++) {
        calco_html_text(v->out, calco_str_cut(s->source, at, cuts.p[k]));
        at = cuts.p[k];
        covered += depth[k];
        if (covered <= 0) continue;
        calco_buf_printf(v->out, "<span class=\"w\" data-k=\"%zu\">", k);
        calco_html_text(v->out, calco_str_cut(s->source, at, cuts.p[k + 1]));
        calco_buf_str(v->out, STR("</span>"));
        at = cuts.p[k + 1];
    }
    calco_html_text(v->out, calco_str_from(s->source, at));
}

/* --- the running text --- */

/* What a finding flags, in the sentence's text; an empty one points between two characters. */
typedef struct {
    size_t start, end;
    size_t noted; /* index into calco_html_view.noted */
    bool   begun; /* its anchor is written */
} span;

typedef struct {
    const calco_html_view       *v;
    const calco_sentence_result *s;
    span   *spans;
    size_t  n, next; /* spans from `next` on have not begun */
    size_t *open, n_open; /* spans around the place that is written, the innermost last */
    offsets source; /* cuts */
    size_t  word;   /* the first that is not wholly written */
} writing;

/* One that stands elsewhere points behind the sentence; one that goes on into the next is marked to the end of its own. */
static span span_of(const calco_sentence_result *s, const calco_finding *f, size_t noted)
{
    if (f->text_start > s->text.n) return (span){ s->text.n, s->text.n, noted, false };
    size_t length = s->text.n - f->text_start;
    return (span){ f->text_start, f->text_start + (f->text.n < length ? f->text.n : length), noted, false };
}

static int by_place(const void *a, const void *b)
{
    const span *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    return (x->noted > y->noted) - (x->noted < y->noted);
}

static const calco_html_noted *noted_of(const writing *w, size_t open) { return &w->v->noted[w->spans[w->open[open]].noted]; }

static bool is_live(const calco_html_noted *n) { return n->finding->suppression == CALCO_LIVE; }

/* Words from `at` to `end`, each in its element, and what stands between. */
static void write_words(writing *w, size_t at, size_t end)
{
    calco_buf *out = w->v->out;
    for (; w->word < w->s->n_word; w->word++) {
        const calco_word *word = &w->s->word[w->word];
        if (word->start >= end) break;
        size_t from = word->start > at ? word->start : at, to = word->end < end ? word->end : end;
        if (to <= from) continue;
        calco_html_text(out, calco_str_cut(w->s->text, at, from));
        calco_buf_str(out, STR("<span class=\"w"));
        if (isfinite(word->bits)) calco_buf_printf(out, " h%d", word->bits < 0 ? 0 : word->bits >= 18 ? 9 : (int)(word->bits / 2));
        calco_buf_char(out, '"');
        if (isfinite(word->bits)) {
            calco_buf_str(out, STR(" data-b=\""));
            calco_html_tenths(out, word->bits);
            calco_buf_char(out, '"');
        }
        if (renders(w->s, word))
            calco_buf_printf(out, " data-k=\"%zu %zu\"", piece_at(&w->source, word->source_start), piece_at(&w->source, word->source_end) - 1);
        calco_buf_char(out, '>');
        calco_html_text(out, calco_str_cut(w->s->text, from, to));
        calco_buf_str(out, STR("</span>"));
        at = to;
        if (word->end > end) break;
    }
    calco_html_text(out, calco_str_cut(w->s->text, at, end));
}

/* Anchors for findings that begin here but give their place to an inner one, so that every note leads back. */
static void write_anchors(writing *w, size_t primary)
{
    for (size_t i = 0; i < w->n_open; i++) {
        span *s = &w->spans[w->open[i]];
        if (i != primary && !s->begun)
            calco_buf_printf(w->v->out, "<span id=\"%c%zu-%zu\"></span>", is_live(noted_of(w, i)) ? 'm' : 'y', w->v->file, noted_of(w, i)->number);
        if (i != primary) s->begun = true;
    }
}

/* The start tag of a mark that belongs to all open spans and ends at `end`. */
static void open_mark(writing *w, size_t end, bool point)
{
    size_t primary = w->n_open - 1;
    int    severity = -1;
    for (size_t i = w->n_open; i-- > 0;) {
        if (!is_live(noted_of(w, i))) continue;
        if (severity < 0) primary = i;
        if ((int)noted_of(w, i)->finding->severity > severity) severity = (int)noted_of(w, i)->finding->severity;
    }
    write_anchors(w, primary);
    calco_buf *out = w->v->out;
    size_t     number = noted_of(w, primary)->number;
    span      *s = &w->spans[w->open[primary]];
    calco_buf_printf(out, "<a class=\"m %s%s\"", severity < 0 ? "x" : calco_severity_name((calco_severity)severity), point ? " point" : "");
    if (!s->begun) calco_buf_printf(out, " id=\"%c%zu-%zu\"", severity < 0 ? 'y' : 'm', w->v->file, number);
    else calco_buf_str(out, STR(" tabindex=\"-1\""));
    s->begun = true;
    if (severity < 0) calco_buf_printf(out, " data-href=\"#x%zu-%zu\"", w->v->file, number);
    else calco_buf_printf(out, " href=\"#n%zu-%zu\"", w->v->file, number);
    const char *before = " data-n=\"";
    for (size_t i = 0; i < w->n_open; i++) {
        if (w->spans[w->open[i]].end != end || !is_live(noted_of(w, i))) continue;
        calco_buf_printf(out, "%s%zu", before, noted_of(w, i)->number);
        before = ", ";
    }
    if (before[0] == ',') calco_buf_char(out, '"');
    before = " aria-describedby=\"";
    for (size_t i = 0; i < w->n_open; i++) {
        calco_buf_printf(out, "%s%c%zu-%zu", before, is_live(noted_of(w, i)) ? 'n' : 'x', w->v->file, noted_of(w, i)->number);
        before = " ";
    }
    calco_buf_str(out, STR("\">"));
}

/* A mark between two characters, for each span that is empty here. */
static void write_points(writing *w, size_t at)
{
    for (; w->next < w->n && w->spans[w->next].start == at && w->spans[w->next].end == at; w->next++) {
        size_t open[1] = { w->next }, *all = w->open, n = w->n_open;
        w->open = open;
        w->n_open = 1;
        open_mark(w, at, true);
        calco_buf_str(w->v->out, STR("<span aria-hidden=\"true\">\xE2\x80\xB8</span><span class=\"vh\">here</span></a>"));
        w->open = all;
        w->n_open = n;
    }
}

/* What begins and ends at a cut. Sorting puts empty spans behind the longer ones that begin with them. */
static void pass_cut(writing *w, size_t at)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->n_open; i++)
        if (w->spans[w->open[i]].end > at) w->open[kept++] = w->open[i];
    w->n_open = kept;
    while (w->next < w->n && w->spans[w->next].start == at && w->spans[w->next].end > at) w->open[w->n_open++] = w->next++;
    write_points(w, at);
}

void calco_html_target(const calco_html_view *v, size_t i)
{
    const calco_sentence_result *s = &v->r->sentences[i];
    size_t  first = v->first[i], n = v->first[i + 1] - first;
    writing w = { .v = v, .s = s, .spans = ARENA_ARRAY(v->arena, span, n), .n = n, .open = ARENA_ARRAY(v->arena, size_t, n),
                  .source = source_cuts(v->arena, s) };
    offsets cuts = { 0 };
    for (size_t k = 0; k < n; k++) {
        w.spans[k] = span_of(s, v->noted[first + k].finding, first + k);
        VEC_PUSH(v->arena, &cuts, w.spans[k].start);
        VEC_PUSH(v->arena, &cuts, w.spans[k].end);
    }
    if (n) qsort(w.spans, n, sizeof *w.spans, by_place);
    VEC_PUSH(v->arena, &cuts, s->text.n);
    sort_once(&cuts);
    size_t at = 0;
    for (size_t k = 0; k < cuts.n; k++) {
        if (cuts.p[k] > at && w.n_open) open_mark(&w, cuts.p[k], false);
        write_words(&w, at, cuts.p[k]);
        if (cuts.p[k] > at && w.n_open) calco_buf_str(v->out, STR("</a>"));
        at = cuts.p[k];
        pass_cut(&w, at);
    }
}
