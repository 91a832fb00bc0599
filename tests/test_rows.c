/* Every row of dictionaries/it-en/rules is tried on its own examples: one test a file, failing rows named.
 *
 *     test_rows                      all rules, with the languages of build/packs/it-en.calco
 *     test_rows FILE.tsv...          only these files
 *     CALCO_TEST_PACK=x.calco        another pack
 *
 * In each bad example the row must fire exactly at the brackets (an article, comma or space that the suggestion takes
 * with it may lie outside) and give the suggestion after =>; in each good one it must be silent. A row of words only,
 * without examples, is tried on its own words in a plain frame; one with the condition `source` is given its expression
 * as source. Where another row wins the brackets when findings are settled, that is a warning. */
#include "rules_lab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static lab   *the_lab;
static size_t passed, failed, warned;

typedef struct {
    const lab_row *row;
    const char    *what;
    str            text;
} trial;

static const char *where(const lab_row *r)
{
    return calco_arena_printf(the_lab->arena, "%s:%zu: %.*s", the_lab->files.p[r->file].path, r->line,
                              STR_FMT(r->column[LAB_ID]))
        .p;
}

/* An example without its brackets. */
typedef struct {
    str    text, want;
    size_t start, end;
    bool   has_want;
} example;

static str unescaped_arrow(str inside, str *want, bool *has)
{
    size_t arrow = calco_str_find(inside, STR("=>"), 0);
    *has = arrow != SIZE_MAX;
    if (!*has) return inside;
    *want = calco_str_trim(calco_str_from(inside, arrow + 2));
    return calco_str_trim(calco_str_cut(inside, 0, arrow));
}

static bool read_example(calco_arena *a, str piece, example *e)
{
    size_t open = calco_str_find(piece, STR("["), 0), close = calco_str_find(piece, STR("]"), 0);
    *e = (example){ .want = STR("") };
    if (open == SIZE_MAX || close == SIZE_MAX || close < open) return false;
    str inside = unescaped_arrow(calco_str_cut(piece, open + 1, close), &e->want, &e->has_want);
    e->text =
        calco_arena_join(a, (str[]){ calco_str_cut(piece, 0, open), inside, calco_str_from(piece, close + 1), { 0 } });
    e->start = open;
    e->end = open + inside.n;
    if (calco_str_eq(e->want, STR("-"))) e->want = STR("");
    return true;
}

static calco_unit_kind kind_of(const lab_row *r)
{
    return calco_str_find(r->column[LAB_CONDITION], STR("headline"), 0) != SIZE_MAX ? UNIT_HEADLINE : UNIT_PARAGRAPH;
}

/* Between the edges of a hit and of the brackets: nothing but space, commas and perhaps one short word, an article. */
static bool small_gap(str text, size_t a, size_t b, size_t letters)
{
    str gap = a < b ? calco_str_cut(text, a, b) : calco_str_cut(text, b, a);
    for (size_t i = 0; i < gap.n; i++) {
        if (gap.p[i] == ' ' || gap.p[i] == ',') continue;
        if (!letters) return false;
        letters--;
    }
    return true;
}

/* Where the first words of a sentence go, the hit covers the next word too, which gets their capital. */
static bool hands_capital_on(const calco_hit *h, const example *e)
{
    if (h->start != 0 || e->start != 0 || h->end < e->end || !h->n_suggestions) return false;
    str next = calco_str_trim(calco_str_cut(e->text, e->end, h->end)), best = h->suggestions[0];
    if (next.n && next.p[0] == ',') next = calco_str_trim(calco_str_from(next, 1));
    return next.n && next.n == best.n && calco_str_eq(calco_str_from(next, 1), calco_str_from(best, 1));
}

static bool same_place(const calco_hit *h, const example *e)
{
    if (h->start >= e->end || e->start >= h->end) return false;
    return small_gap(e->text, h->start, e->start, 3) &&
           (small_gap(e->text, h->end, e->end, 0) || hands_capital_on(h, e));
}

static str replaced(calco_arena *a, str text, size_t start, size_t end, str by)
{
    str    whole = calco_arena_join(a, (str[]){ calco_str_cut(text, 0, start), by, calco_str_from(text, end), { 0 } });
    char  *out = ARENA_ARRAY(a, char, whole.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < whole.n; i++)
        if (whole.p[i] != ' ' || (n && out[n - 1] != ' ')) out[n++] = whole.p[i];
    return calco_str_trim((str){ out, n });
}

/* Does the best suggestion make the sentence that the example wants? */
static bool gives(calco_arena *a, const calco_hit *h, const example *e)
{
    str best = h->deletes || !h->n_suggestions ? STR("") : h->suggestions[0];
    if (!h->n_suggestions && !h->deletes) return false;
    if (calco_str_eq(replaced(a, e->text, h->start, h->end, best), replaced(a, e->text, e->start, e->end, e->want)))
        return true;
    return h->start < e->start && calco_str_ends(best, e->want) && e->want.n; /* the article before it changed too */
}

static void complain(const lab_row *r, str text, const char *what)
{
    print_error("%s: %s\n    %.*s\n", where(r), what, STR_FMT(text));
}

static const char *found_instead(calco_arena *a, const calco_run *run, const lab_row *r)
{
    calco_buf out = { 0 };
    for (size_t i = 0; i < run->hits.n; i++) {
        const calco_hit *h = &run->hits.p[i];
        if (!calco_str_eq(calco_str(h->rule), r->column[LAB_ID])) continue;
        str best = h->n_suggestions ? h->suggestions[0] : STR("");
        str text = calco_doc_cut(run->doc, h->start, h->end);
        calco_buf_printf(&out, " [%.*s => %.*s]", STR_FMT(text), STR_FMT(best));
    }
    const char *s = calco_arena_str(a, calco_buf_view(&out)).p;
    calco_buf_free(&out);
    return s;
}

/* What segmentation and tagger made of the example, for whoever asks why a pattern does not match. */
static const char *tokens_of(calco_arena *a, const calco_doc *doc)
{
    calco_buf out = { 0 };
    for (size_t i = 0; i < doc->tokens.n; i++) {
        const calco_token *t = &doc->tokens.p[i];
        str                text = calco_token_text(doc, t),
            tag = t->tag < the_lab->target->tags.count ? calco_strtab_at(&the_lab->target->tags, t->tag) : STR("-");
        calco_buf_printf(&out, " %.*s/%.*s/%.*s", STR_FMT(text), STR_FMT(tag), STR_FMT(t->lemma));
    }
    const char *s = calco_arena_str(a, calco_buf_view(&out)).p;
    calco_buf_free(&out);
    return s;
}

/* A row that fires only with a given source gets its own expression as one: the first alternative, glosses off. */
static const calco_doc *source_of(calco_arena *a, const lab_row *r)
{
    str    text = r->column[LAB_SOURCE], rest = r->column[LAB_CONDITION], term;
    bool   wanted = false;
    size_t bar = calco_str_find(text, STR(" | "), 0), n = 0;
    while (calco_str_split(&rest, ' ', &term)) wanted |= calco_str_eq(term, STR("source"));
    if (!wanted) return NULL;
    if (bar != SIZE_MAX) text = calco_str_cut(text, 0, bar);
    char *out = ARENA_ARRAY(a, char, text.n + 1);
    for (size_t i = 0, depth = 0; i < text.n; i++) {
        depth += text.p[i] == '(';
        if (!depth && text.p[i] != '$') out[n++] = text.p[i];
        depth -= text.p[i] == ')' && depth;
    }
    return lab_doc(the_lab->source, a, (str){ out, n }, UNIT_PARAGRAPH);
}

static bool try_bad(calco_arena *a, const lab_row *r, const example *e)
{
    const calco_doc *doc = lab_doc(the_lab->target, a, e->text, kind_of(r));
    calco_run        run = lab_run(the_lab, a, doc, source_of(a, r));
    const calco_hit *hit = NULL;
    const char      *rule = NULL;
    for (size_t i = 0; i < run.hits.n; i++) {
        const calco_hit *h = &run.hits.p[i];
        if (!calco_str_eq(calco_str(h->rule), r->column[LAB_ID]) || !same_place(h, e)) continue;
        if (!hit || (e->has_want && gives(a, h, e))) hit = h;
        rule = h->rule;
    }
    if (!hit) {
        const char *other = found_instead(a, &run, r);
        complain(r, e->text,
                 *other ? calco_arena_printf(a, "fires elsewhere:%s", other).p
                        : calco_arena_printf(a, "does not fire; tokens:%s", tokens_of(a, doc)).p);
        return false;
    }
    if (e->has_want && !gives(a, hit, e)) {
        complain(r, e->text,
                 calco_arena_printf(a, "wants '%.*s', gives%s", STR_FMT(e->want), found_instead(a, &run, r)).p);
        return false;
    }
    calco_hits_settle(&run);
    for (size_t i = 0; i < run.hits.n; i++)
        if (run.hits.p[i].rule == rule) return true;
    for (size_t i = 0; i < run.hits.n && getenv("VERBOSE"); i++)
        print_message("%s: warning: %s wins: %.*s\n", where(r), run.hits.p[i].rule, STR_FMT(e->text));
    warned++;
    return true;
}

static bool try_good(calco_arena *a, const lab_row *r, str text)
{
    const calco_doc *doc = lab_doc(the_lab->target, a, text, kind_of(r));
    calco_run        run = lab_run(the_lab, a, doc, NULL);
    for (size_t i = 0; i < run.hits.n; i++) {
        if (!calco_str_eq(calco_str(run.hits.p[i].rule), r->column[LAB_ID])) continue;
        complain(
            r, text,
            calco_arena_printf(a, "fires on a good example:%s; tokens:%s", found_instead(a, &run, r), tokens_of(a, doc))
                .p);
        return false;
    }
    return true;
}

/* The words of a pattern of words only, as a text would have them. */
static example own_words(calco_arena *a, const lab_row *r)
{
    calco_buf out = { 0 };
    str       pattern = r->column[LAB_PATTERN], word, rest = pattern;
    calco_buf_str(&out, STR("Yesterday "));
    example e = { .start = out.n };
    while (calco_str_split(&rest, ' ', &word)) {
        if (!word.n) continue;
        bool clitic = word.p[0] == '\'' || calco_str_eq(word, STR("n't")) || calco_str_eq(word, STR(","));
        if (out.n > e.start && !clitic) calco_buf_char(&out, ' ');
        for (size_t i = 0; i < word.n; i++)
            if (word.p[i] != '\\' || (i && word.p[i - 1] == '\\')) calco_buf_char(&out, word.p[i]);
    }
    e.end = out.n;
    calco_buf_str(&out, STR(" again."));
    e.text = calco_arena_str(a, calco_buf_view(&out));
    calco_buf_free(&out);
    return e;
}

static bool next_piece(str *rest, str *piece)
{
    if (!rest->p) return false;
    size_t bar = calco_str_find(*rest, STR(" | "), 0);
    *piece = calco_str_trim(bar == SIZE_MAX ? *rest : calco_str_cut(*rest, 0, bar));
    *rest = bar == SIZE_MAX ? (str){ NULL, 0 } : calco_str_from(*rest, bar + 3);
    return true;
}

static bool try_row(const lab_row *r)
{
    calco_arena *a = calco_arena_new();
    example      e;
    bool         ok = true;
    str          piece, bad = r->column[LAB_BAD], good = r->column[LAB_GOOD];
    if (r->error) {
        print_error("%s: %s\n", where(r), r->error);
        ok = false;
    } else if (!bad.n) {
        e = own_words(a, r);
        ok = try_bad(a, r, &e);
    }
    while (!r->error && bad.n && next_piece(&bad, &piece)) {
        if (!read_example(a, piece, &e)) complain(r, piece, "has no brackets");
        ok = read_example(a, piece, &e) && try_bad(a, r, &e) && ok;
    }
    while (!r->error && good.n && next_piece(&good, &piece)) ok = try_good(a, r, piece) && ok;
    calco_arena_free(a);
    return ok;
}

static void test_file(void **state)
{
    size_t file = (size_t)((calco_rule_file *)*state - the_lab->files.p), ok = 0, wrong = 0;
    for (size_t i = 0; i < the_lab->rows.n; i++) {
        const lab_row *r = &the_lab->rows.p[i];
        if (r->file != file) continue;
        if (try_row(r))
            ok++;
        else
            wrong++;
    }
    passed += ok;
    failed += wrong;
    assert_int_equal(wrong, 0);
}

/* The pack beside this program: build/tests/test_rows, build/packs/it-en.calco. */
static const char *default_pack(const char *program)
{
    static char path[1024];
    const char *given = getenv("CALCO_TEST_PACK"), *slash = strrchr(program, '/');
    if (given) return given;
    snprintf(path, sizeof path, "%.*s../packs/it-en.calco", slash ? (int)(slash - program) + 1 : 0, program);
    return path;
}

int main(int argc, char **argv)
{
    const char *all[] = { "dictionaries/it-en/rules" };
    bool        some = argc > 1;
    the_lab = lab_open(default_pack(argv[0]), some ? (const char *const *)argv + 1 : all, some ? (size_t)argc - 1 : 1);
    struct CMUnitTest *tests = ARENA_ARRAY(the_lab->arena, struct CMUnitTest, the_lab->files.n + 1);
    for (size_t i = 0; i < the_lab->files.n; i++)
        tests[i] = (struct CMUnitTest){ .name = the_lab->files.p[i].path,
                                        .test_func = test_file,
                                        .initial_state = &the_lab->files.p[i] };
    int result = _cmocka_run_group_tests("rules", tests, the_lab->files.n, NULL, NULL);
    print_message("rows: %zu passed, %zu failed, %zu lose their place to another row (VERBOSE=1 names them)\n", passed,
                  failed, warned);
    lab_close(the_lab);
    return result;
}
