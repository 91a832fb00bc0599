/* Cases as text: tests/cases/NAME.txt name a family's texts and every finding expected in them. */
#include "base/buf.h"
#include "base/vec.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A file:
 *     only: number punctuation          families or rules that run; the first line
 *     === title                         then any number of cases
 *     it: source text                   optional; further lines of either text follow as they are
 *     en: checked text
 *     ---
 *     number/foreign-grouping "20.000" -> "20,000"     each finding in reading order; `->` where it suggests */
typedef struct {
    char  *title;
    str    source, target, expected;
    char **only;
} text_case;

static calco_arena *arena;
static VEC(text_case) cases;
static const char *pack_path = "build/packs/it-en.calco";

static char **only_list(str line)
{
    VEC(char *) list = { 0 };
    str word;
    while (calco_str_split(&line, ' ', &word))
        if (word.n) VEC_PUSH(arena, &list, (char *)(uintptr_t)calco_arena_str(arena, word).p);
    VEC_PUSH(arena, &list, NULL);
    return list.p;
}

/* The text after a label, up to the next label, without its final line end. */
static str part_of(str body, str label, const str *stops)
{
    size_t at = calco_str_starts(body, label) ? 0 : SIZE_MAX;
    if (at == SIZE_MAX) {
        str line = calco_arena_join(arena, (str[]){ STR("\n"), label, { 0 } });
        at = calco_str_find(body, line, 0);
        if (at == SIZE_MAX) return (str){ NULL, 0 };
        at++;
    }
    size_t from = at + label.n, end = body.n;
    for (size_t i = 0; stops[i].p; i++) {
        size_t stop = calco_str_find(body, stops[i], from);
        if (stop != SIZE_MAX && stop < end) end = stop;
    }
    str text = calco_str_cut(body, from, end);
    return text.n && text.p[0] == ' ' ? calco_str_from(text, 1) : text;
}

static void load_file(const char *path)
{
    calco_buf file = { 0 };
    calco_err err;
    if (!calco_read_file(path, &file, &err)) exit(2);
    str text = calco_arena_str(arena, calco_buf_view(&file)), only = { 0 };
    calco_buf_free(&file);
    const char *name = strrchr(path, '/') + 1;
    if (calco_str_starts(text, STR("only:"))) calco_str_split(&text, '\n', &only);
    char **list = only_list(calco_str_from(only, only.n ? 5 : 0));
    size_t at = calco_str_starts(text, STR("=== ")) ? 0 : calco_str_find(text, STR("\n=== "), 0);
    while (at != SIZE_MAX) {
        size_t start = at + (text.p[at] == '\n' ? 5 : 4), next = calco_str_find(text, STR("\n=== "), start);
        str body = calco_str_cut(text, start, next == SIZE_MAX ? text.n : next + 1), title;
        calco_str_split(&body, '\n', &title);
        size_t rule = calco_str_find(body, STR("\n---\n"), 0);
        assert_int_not_equal(rule, SIZE_MAX);
        str texts = calco_str_cut(body, 0, rule);
        text_case c = { .only = list, .expected = calco_str_trim(calco_str_from(body, rule + 5)) };
        c.title = (char *)(uintptr_t)calco_arena_printf(arena, "%s: %.*s", name, STR_FMT(title)).p;
        c.source = part_of(texts, STR("it:"), (str[]){ STR("\nen:"), { 0 } });
        c.target = part_of(texts, STR("en:"), (str[]){ STR("\nit:"), { 0 } });
        VEC_PUSH(arena, &cases, c);
        at = next;
    }
}

static void describe(calco_buf *out, const calco_result *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const calco_finding *f = &r->findings[i];
        calco_buf_printf(out, "%s%s \"", i ? "\n" : "", f->rule);
        calco_buf_str(out, f->text);
        calco_buf_char(out, '"');
        if (!f->n_suggestions) continue;
        calco_buf_add(out, " -> \"", 5);
        calco_buf_str(out, f->suggestions[0]);
        calco_buf_char(out, '"');
    }
}

static void run_case(void **state)
{
    const text_case *c = *state;
    calco_err      err = { 0 };
    calco_settings settings = { .only = (const char *const *)c->only, .min_confidence = 0.5 };
    calco_engine  *engine = calco_engine_open(pack_path, &settings, &err);
    if (!engine) fail_msg("%s: %s", err.path, err.message);
    calco_input text = { .name = "case.en.txt", .bytes = c->target.p, .size = c->target.n };
    calco_input source = { .name = "case.it.txt", .bytes = c->source.p, .size = c->source.n };
    calco_result *r = calco_check(engine, &text, c->source.p ? &source : NULL, &err);
    if (!r) fail_msg("%s", err.message);
    calco_buf found = { 0 };
    describe(&found, r);
    calco_buf_char(&found, '\0');
    str expected = calco_arena_str(arena, c->expected);
    assert_string_equal(found.p, expected.p);
    calco_buf_free(&found);
    calco_result_free(r);
    calco_engine_close(engine);
}

int main(int argc, char **argv)
{
    if (argc > 1) pack_path = argv[1];
    else if (getenv("CALCO_TEST_PACK")) pack_path = getenv("CALCO_TEST_PACK");
    arena = calco_arena_new();
    glob_t files;
    if (glob("tests/cases/*.txt", 0, NULL, &files) != 0) return 2;
    for (size_t i = 0; i < files.gl_pathc; i++) load_file(files.gl_pathv[i]);
    globfree(&files);
    struct CMUnitTest *tests = ARENA_ARRAY(arena, struct CMUnitTest, cases.n);
    for (size_t i = 0; i < cases.n; i++)
        tests[i] = (struct CMUnitTest){ cases.p[i].title, run_case, NULL, NULL, &cases.p[i] };
    int failed = _cmocka_run_group_tests("cases", tests, cases.n, NULL, NULL);
    calco_arena_free(arena);
    return failed;
}
