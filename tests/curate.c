/* What the phrase rules flag in a text, row by row: `curate PACK RULES... <TEXT`, each line of the text a unit.
 *
 * For rows that fire on edited English to be conditioned or dropped: rows by number of hits, with contexts. All
 * confidences, nothing settled. MIN=n: only rows with n hits or more; CONTEXTS=n: at most n contexts a row (default 8).
 */
#include "rules_lab.h"

typedef struct {
    const char *id;
    size_t      n;
} counted;
typedef struct {
    lab      *l;
    calco_map ids;
    VEC(counted) rows;
    VEC(struct {
        size_t      row;
        const char *text;
    })
    lines;
    size_t words;
} report;

static str one_line(calco_arena *a, str s)
{
    str   copy = calco_arena_str(a, s);
    char *p = ARENA_ARRAY(a, char, s.n + 1);
    for (size_t i = 0; i < s.n; i++) p[i] = copy.p[i] == '\t' || copy.p[i] == '\n' ? ' ' : copy.p[i];
    return (str){ p, s.n };
}

static void add_hit(report *r, const calco_doc *doc, const calco_hit *h)
{
    calco_arena *a = r->l->arena;
    uint32_t    *at = calco_map_at(&r->ids, calco_str(h->rule), CALCO_NONE);
    if (*at == CALCO_NONE) {
        *at = (uint32_t)r->rows.n;
        counted c = { h->rule, 0 };
        VEC_PUSH(a, &r->rows, c);
    }
    r->rows.p[*at].n++;
    size_t from = h->start > 60 ? h->start - 60 : 0, to = doc->text.n - h->end > 60 ? h->end + 60 : doc->text.n;
    while (from < h->start && ((unsigned char)doc->text.p[from] & 0xc0) == 0x80) from++;
    while (to > h->end && to < doc->text.n && ((unsigned char)doc->text.p[to] & 0xc0) == 0x80) to--;
    str before = one_line(a, calco_doc_cut(doc, from, h->start)),
        text = one_line(a, calco_doc_cut(doc, h->start, h->end));
    str after = one_line(a, calco_doc_cut(doc, h->end, to)), best = h->n_suggestions ? h->suggestions[0] : STR("");
    str line = calco_arena_printf(a, "%.*s[%.*s%s%.*s]%.*s", STR_FMT(before), STR_FMT(text),
                                  h->deletes ? " => -"
                                  : best.n   ? " => "
                                             : "",
                                  STR_FMT(best), STR_FMT(after));
    if (r->lines.n == r->lines.cap)
        r->lines.p = calco_vec_grow(a, r->lines.p, r->lines.n, &r->lines.cap, sizeof *r->lines.p);
    r->lines.p[r->lines.n].row = *at;
    r->lines.p[r->lines.n++].text = line.p;
}

static void check_lines(report *r, str lines)
{
    calco_arena *a = calco_arena_new();
    calco_doc   *doc = lab_doc(r->l->target, a, lines, UNIT_PARAGRAPH);
    calco_run    run = lab_run(r->l, a, doc, NULL);
    for (size_t i = 0; i < doc->tokens.n; i++) r->words += doc->tokens.p[i].kind == TOKEN_WORD;
    for (size_t i = 0; i < run.hits.n; i++) add_hit(r, doc, &run.hits.p[i]);
    calco_arena_free(a);
}

static int by_count(const void *x, const void *y)
{
    const counted *a = x, *b = y;
    return a->n != b->n ? (a->n < b->n ? 1 : -1) : strcmp(a->id, b->id);
}

static size_t number(const char *name, size_t otherwise)
{
    const char *s = getenv(name);
    return s ? (size_t)strtoul(s, NULL, 10) : otherwise;
}

static void print_row(const report *r, const counted *c, size_t contexts)
{
    for (size_t i = 0; i < r->l->rows.n; i++) {
        const lab_row *row = &r->l->rows.p[i];
        if (!calco_str_eq(row->column[LAB_ID], calco_str(c->id))) continue;
        printf("%zu\t%s\t%s:%zu\t%.*s\t%.*s\t%.*s\n", c->n, c->id, r->l->files.p[row->file].path, row->line,
               STR_FMT(row->column[LAB_PATTERN]), STR_FMT(row->column[LAB_CONDITION]), STR_FMT(row->column[6]));
        break;
    }
    size_t id = calco_map_get(&r->ids, calco_str(c->id)), shown = 0;
    for (size_t i = 0; i < r->lines.n && shown < contexts; i++)
        if (r->lines.p[i].row == id) printf("\t%s\n", r->lines.p[i].text), shown++;
}

/* Fifty lines are a document: conditions on it see about as much as in an article. */
static bool next_lines(str *rest, str *lines)
{
    size_t n = 0;
    for (size_t k = 0; k < 50 && n < rest->n; k++) {
        const char *end = memchr(rest->p + n, '\n', rest->n - n);
        n = end ? (size_t)(end - rest->p) + 1 : rest->n;
    }
    *lines = calco_str_cut(*rest, 0, n);
    *rest = calco_str_from(*rest, n);
    return n > 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) lab_die("usage", "curate PACK RULES... <TEXT");
    report    r = { .l = lab_open(argv[1], (const char *const *)argv + 2, (size_t)argc - 2) };
    calco_buf text = { 0 };
    calco_err err = { 0 };
    str       lines;
    r.ids = calco_map_new(r.l->arena);
    if (!calco_read_file("-", &text, &err)) lab_die("text", err.message);
    if (!calco_utf8_valid(calco_buf_view(&text))) lab_die("text", "is not UTF-8");
    str rest = calco_buf_view(&text);
    while (next_lines(&rest, &lines)) check_lines(&r, lines);
    size_t   n = r.rows.n, contexts = number("CONTEXTS", 8), least = number("MIN", 1);
    counted *sorted = ARENA_ARRAY(r.l->arena, counted, n + 1);
    if (n) memcpy(sorted, r.rows.p, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_count);
    for (size_t i = 0; i < n; i++)
        if (sorted[i].n >= least) print_row(&r, &sorted[i], contexts);
    printf("%zu hits of %zu rows (of %zu) in %zu words: %.2f per 1,000\n", r.lines.n, n, r.l->rows.n, r.words,
           r.words ? 1000.0 * (double)r.lines.n / (double)r.words : 0.0);
    for (size_t i = 0; i < r.l->rows.n; i++)
        if (r.l->rows.p[i].error)
            fprintf(stderr, "%s:%zu: %s\n", r.l->files.p[r.l->rows.p[i].file].path, r.l->rows.p[i].line,
                    r.l->rows.p[i].error);
    calco_buf_free(&text);
    lab_close(r.l);
    return 0;
}
