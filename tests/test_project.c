/* Projects: YAML, path patterns, configuration files and their errors, results saved and loaded, fixes. */
#include "base/nearest.h"
#include "base/number.h"
#include "base/yaml.h"
#include "paths.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static calco_arena *arena;
static char         folder[] = "/tmp/calco-project-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    arena = calco_arena_new();
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    calco_arena_free(arena);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void put(const char *path, const char *text)
{
    const char *dir = calco_path_dir(arena, path);
    mkdir(dir, 0777);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* --- base --- */

static void numbers_read_the_same_everywhere(void **state)
{
    (void)state;
    static const struct { const char *text; bool ok; double x; } rows[] = {
        { "0", true, 0 }, { "12", true, 12 }, { "-3.5", true, -3.5 }, { "0.1", true, 0.1 }, { ".5", true, 0.5 }, { "5.", true, 5 },
        { "1e3", true, 1000 }, { "2.5E-2", true, 0.025 }, { "+7", true, 7 }, { "", false, 0 }, { "-", false, 0 }, { ".", false, 0 },
        { "1,5", false, 0 }, { "1e", false, 0 }, { "1e+", false, 0 }, { "0x10", false, 0 }, { "nan", false, 0 }, { " 1", false, 0 }, { "1 ", false, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        double x = 0;
        if (calco_number(calco_str(rows[i].text), &x) != rows[i].ok || (rows[i].ok && x != rows[i].x)) fail_msg("\"%s\": %g", rows[i].text, x);
    }
}

static void nearest_names(void **state)
{
    (void)state;
    const char *const names[] = { "rules", "source", "baseline" };
    assert_string_equal(calco_nearest("ruels", names, 3), "rules");
    assert_string_equal(calco_nearest("base-line", names, 3), "baseline");
    assert_null(calco_nearest("colour", names, 3));
    assert_null(calco_nearest("x", names, 0));
}

static void yaml_trees(void **state)
{
    (void)state;
    calco_err err;
    str text = STR("# note\na: off\nb: [x, \"y z\"]\nc:\n  \"d\xc3\xa9\": 'it''s'\n");
    const calco_yaml *t = calco_yaml_parse(arena, text, "f", &err);
    assert_non_null(t);
    assert_int_equal(t->kind, YAML_MAP);
    assert_int_equal(t->n, 3);
    assert_true(calco_str_eq(t->items[0].value, STR("off")));
    assert_true(t->items[0].plain);
    assert_int_equal(t->keys[1].line, 3);
    assert_int_equal(t->items[1].n, 2);
    assert_false(t->items[1].items[1].plain);
    const calco_yaml *inner = &t->items[2].items[0];
    assert_true(calco_str_eq(inner->value, STR("it's")));
    assert_true(calco_str_eq(calco_str_cut(text, inner->start, inner->end), STR("'it''s'")));
    assert_true(calco_str_eq(calco_yaml_write(arena, t), STR("{a: off, b: [x, y z], c: {d\xc3\xa9: it's}}")));
}

static void yaml_without_anything(void **state)
{
    (void)state;
    calco_err err;
    assert_int_equal(calco_yaml_parse(arena, STR(""), "f", &err)->kind, YAML_NULL);
    assert_int_equal(calco_yaml_parse(arena, STR("# only\n"), "f", &err)->kind, YAML_NULL);
}

static void yaml_that_is_none(void **state)
{
    (void)state;
    static const struct { const char *text; size_t line; } rows[] = { { "a: [1,\nb: 2\n", 2 }, { "a: b: c\n", 1 }, { "\ta: 1\n", 1 }, { "a: 1\n b: 2\n", 2 } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        calco_err err = { 0 };
        assert_null(calco_yaml_parse(arena, calco_str(rows[i].text), "f", &err));
        assert_true(err.line >= rows[i].line && err.message[0]);
    }
}

static void yaml_bombs(void **state)
{
    (void)state;
    calco_buf b = { 0 };
    calco_err err = { 0 };
    calco_buf_str(&b, STR("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"));
    for (int i = 1; i < 9; i++) calco_buf_printf(&b, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    assert_null(calco_yaml_parse(arena, calco_buf_view(&b), "bomb", &err));
    assert_null(calco_yaml_parse(arena, STR("&a [*a]"), "circle", &err));
    b.n = 0;
    for (int i = 0; i < 5000; i++) calco_buf_char(&b, '[');
    assert_null(calco_yaml_parse(arena, calco_buf_view(&b), "deep", &err));
    calco_buf_free(&b);
}

/* --- paths --- */

static void path_patterns(void **state)
{
    (void)state;
    static const struct { const char *pattern, *path; bool fits; const char *value; } rows[] = {
        { "/a/*.md", "/a/x.md", true, NULL }, { "/a/*.md", "/a/b/x.md", false, NULL }, { "/a/**/*.md", "/a/x.md", true, NULL },
        { "/a/**/*.md", "/a/b/c/x.md", true, NULL }, { "/a/**", "/a/b/c", true, NULL }, { "/a/{name}.en.md", "/a/x.y.en.md", true, "x.y" },
        { "/a/{name}.en.md", "/a/b/x.en.md", false, NULL }, { "/a/?.md", "/a/\xc3\xa9.md", false, NULL }, { "/a/x+(y).md", "/a/x+(y).md", true, NULL },
        { "/a/x.md", "/a/xymd", false, NULL }, { "/{lang}/{name}.md", "/en/x.md", true, "en" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        calco_strs names = { 0 }, values = { 0 };
        if (calco_path_fits(arena, rows[i].pattern, rows[i].path, &names, &values) != rows[i].fits) fail_msg("%s on %s", rows[i].pattern, rows[i].path);
        if (rows[i].value) assert_true(calco_str_eq(values.p[0], calco_str(rows[i].value)));
    }
}

static void path_filling(void **state)
{
    (void)state;
    static const struct { const char *pattern, *file, *wanted; } rows[] = {
        { "{dir}/{name}.it.md", "a/b/x.en.md", "a/b/x.it.md" }, { "{dir}/{name}.it.md", "x.en.md", "./x.it.md" }, { "it/{file}", "a/x.md", "it/x.md" },
        { "{dir}/{what}.md", "/x.md", "//{what}.md" }, { "plain", "x", "plain" }, { "{open", "x", "{open" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) assert_string_equal(calco_path_fill(arena, rows[i].pattern, rows[i].file, NULL, NULL), rows[i].wanted);
}

static void whole_paths(void **state)
{
    (void)state;
    assert_string_equal(calco_path_whole(arena, "/a/./b//../c/"), "/a/c");
    assert_string_equal(calco_path_whole(arena, "/../.."), "/");
    assert_string_equal(calco_path_whole(arena, "/"), "/");
    assert_string_equal(calco_path_under("/a/b", "/a/b/c.md"), "c.md");
    assert_null(calco_path_under("/a/b", "/a/bc/d"));
    assert_string_equal(calco_path_under("/", "/x"), "x");
}

/* --- configuration --- */

static void nearer_files_and_overrides_win(void **state)
{
    (void)state;
    calco_err err = { 0 };
    put(".calco.yaml", "root: true\npair: it-en\nfail-on: critical\nmin-score: 50\nrules:\n  style: off\nsource: \"{dir}/{name}.it.md\"\n"
                       "overrides:\n  - files: [\"b/*.md\"]\n    min-score: 60\n");
    put("b/.calco.yaml", "fail-on: minor\nrules: {style: on, spelling: minor}\n");
    calco_project      *p = calco_project_new(NULL);
    const calco_config *c = calco_project_config(p, "x.en.md", &err), *b = calco_project_config(p, "b/x.en.md", &err);
    assert_non_null(c);
    assert_non_null(b);
    assert_int_equal(c->fail_on, CALCO_CRITICAL);
    assert_true(c->min_score == 50);
    assert_string_equal(c->source, "x.it.md");
    assert_int_equal(b->fail_on, CALCO_MINOR);
    assert_true(b->min_score == 60);
    assert_string_equal(b->source, "b/x.it.md");
    assert_string_equal(b->settings.rules[0], "style=off");
    assert_string_equal(b->settings.rules[1], "style=on");
    assert_string_equal(b->rule_lines[2].file, "b/.calco.yaml");
    size_t n;
    const calco_config_entry *e = calco_project_entries(p, "b/x.en.md", &n, &err);
    for (size_t i = 0; i < n; i++)
        if (strcmp(e[i].key, "fail-on") == 0) {
            assert_string_equal(e[i].value, "minor");
            assert_string_equal(e[i].from.file, "b/.calco.yaml");
            assert_int_equal(e[i].from.line, 1);
        }
    calco_project_free(p);
}

static void a_repository_is_where_the_search_ends(void **state)
{
    (void)state;
    calco_err err = { 0 };
    put(".calco.yaml", "fail-on: critical\n");
    mkdir("repo", 0777);
    mkdir("repo/.git", 0777);
    calco_project *p = calco_project_new(NULL);
    assert_int_equal(calco_project_config(p, "repo/x.md", &err)->fail_on, -1);
    assert_int_equal(calco_project_config(p, "other/x.md", &err)->fail_on, CALCO_CRITICAL);
    calco_project_free(p);
}

static void configurations_that_make_no_sense(void **state)
{
    (void)state;
    static const struct { const char *text; size_t line; const char *says; } rows[] = {
        { "ruels: {}\n", 1, "did you mean \"rules\"" }, { "pair: it-en\nfail-on: fatal\n", 2, "minor, major, critical or never" },
        { "min-score: 101\n", 1, "0 to 100" }, { "min-score: many\n", 1, "0 to 100" }, { "rules:\n  style: of\n", 2, "off, on, minor" },
        { "rules: [style]\n", 1, "each with off" }, { "infer: perhaps\n", 1, "true or false" }, { "- a\n", 1, "key: value" },
        { "overrides:\n  - fail-on: minor\n", 2, "for which \"files\"" }, { "source: [a]\n", 1, "a pattern" }, { "files: [[a]]\n", 1, "a list of paths" },
        { "overrides:\n  - files: [a]\n    overrides: []\n", 3, "at the top only" }, { "a: [\n", 1, "no YAML" }, { "dictionary: nowhere.txt\n", 0, "nowhere.txt" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        calco_err      err = { 0 };
        calco_project *p = calco_project_new("wrong.yaml");
        put("wrong.yaml", rows[i].text);
        if (calco_project_config(p, "x.md", &err)) fail_msg("row %zu was taken", i);
        if (err.line < rows[i].line || (!strstr(err.message, rows[i].says) && !strstr(err.path, rows[i].says))) fail_msg("row %zu: %s:%zu: %s", i, err.path, err.line, err.message);
        calco_project_free(p);
    }
}

static void an_empty_configuration_says_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "# nothing\n", "{}\n" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        calco_err      err = { 0 };
        calco_project *p = calco_project_new("empty.yaml");
        put("empty.yaml", texts[i]);
        const calco_config *c = calco_project_config(p, "x.md", &err);
        assert_non_null(c);
        assert_true(c->settings.infer && c->fail_on == -1 && !c->pair);
        calco_project_free(p);
    }
}

static void the_sample_is_valid_when_uncommented(void **state)
{
    (void)state;
    calco_err err = { 0 };
    char     *sample = calco_config_sample(), *line = sample;
    calco_buf b = { 0 };
    for (char *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = '\0';
        bool   on = strncmp(line, "baseline:", 9) == 0;
        const char *key = on ? line : line + 2;
        size_t word = strspn(key, "abcdefghijklmnopqrstuvwxyz-0");
        bool   setting = (on || strncmp(line, "# ", 2) == 0) && ((word && key[word] == ':') || key[0] == ' ');
        if (setting && strncmp(key, "dictionary", 10) != 0) calco_buf_printf(&b, "%s\n", key);
    }
    calco_buf_char(&b, '\0');
    put("sample.yaml", b.p);
    calco_project *p = calco_project_new("sample.yaml");
    if (!calco_project_config(p, "articles/x.en.md", &err)) fail_msg("%zu: %s\n%s", err.line, err.message, b.p);
    calco_project_free(p);
    calco_buf_free(&b);
    free(sample);
}

/* --- results --- */

static calco_engine *engine_of(void)
{
    const char *pack = getenv("CALCO_TEST_PACK");
    calco_err   err;
    return pack ? calco_engine_open(pack, NULL, &err) : NULL;
}

static void saved_results_come_back(void **state)
{
    (void)state;
    calco_err     err;
    calco_engine *engine = engine_of();
    assert_non_null(engine);
    const char   *words = "He met \xf0\x9f\x98\x80 those risky partners. They paid 20.000 euro ,and left the the city.\n";
    calco_settings settings = { .min_confidence = -1, .infer = true, .words = true };
    calco_input   in = { .name = "a.txt", .bytes = words, .size = strlen(words), .settings = &settings };
    calco_result *r = calco_check(engine, &in, NULL, &err), *back;
    char  *bytes, *again;
    size_t n, m;
    calco_result_save(r, &bytes, &n);
    assert_non_null(back = calco_result_load(bytes, n));
    assert_int_equal(back->n_findings, r->n_findings);
    assert_true(r->n_findings >= 4 && back->sentences[0].n_word > 3);
    for (size_t i = 0; i < r->n_findings; i++) {
        assert_string_equal(back->findings[i].rule, r->findings[i].rule);
        assert_string_equal(back->findings[i].fingerprint, r->findings[i].fingerprint);
        assert_true(calco_str_eq(back->findings[i].text, r->findings[i].text));
    }
    calco_result_save(back, &again, &m);
    assert_int_equal(n, m);
    assert_memory_equal(bytes, again, n);
    for (size_t cut = 0; cut < n; cut += 97) assert_null(calco_result_load(bytes, cut));
    bytes[n / 2] ^= 1;
    assert_null(calco_result_load(bytes, n));
    free(bytes);
    free(again);
    calco_result_free(back);
    calco_result_free(r);
    calco_engine_close(engine);
}

static void fixing_is_idempotent_and_keeps_other_bytes(void **state)
{
    (void)state;
    static const struct { const char *text, *encoding, *wanted; } rows[] = {
        { "They paid 20.000 euro ,and the the end.\r\n", NULL, "They paid 20,000 euro, and the end.\r\n" },
        { "\xef\xbb\xbfIt cost 3,5 million , he said.\n", NULL, "\xef\xbb\xbfIt cost 3.5 million, he said.\n" },
        { "Nothing is wrong here.\n", NULL, NULL },
        { "", NULL, NULL },
        { "Caf\xe9 X paid 20.000 dollars .\n", "windows-1252", "Caf\xe9 X paid 20,000 dollars.\n" },
        { "\xf0\x9f\x98\x80 e\xcc\x81 the the \t end .", NULL, "\xf0\x9f\x98\x80 e\xcc\x81 the \t end." },
    };
    calco_err     err;
    calco_engine *engine = engine_of();
    assert_non_null(engine);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char  *bytes, *twice;
        size_t n, applied;
        calco_input in = { .name = "a.txt", .bytes = rows[i].text, .size = strlen(rows[i].text), .encoding = rows[i].encoding };
        calco_result_free(calco_fix(engine, &in, NULL, &bytes, &n, &applied, &err));
        if (!rows[i].wanted) {
            assert_null(bytes);
            continue;
        }
        if (!bytes || n != strlen(rows[i].wanted) || memcmp(bytes, rows[i].wanted, n) != 0) fail_msg("row %zu: %.*s", i, (int)n, bytes ? bytes : "(nothing)");
        in.bytes = bytes;
        in.size = n;
        calco_result_free(calco_fix(engine, &in, NULL, &twice, &n, &applied, &err));
        assert_null(twice);
        free(bytes);
    }
    calco_engine_close(engine);
}

/* --- glossaries --- */

static void terms_match_inflected(void **state)
{
    (void)state;
    static const char terms[] = "# ours\npartner a rischio\tpartner at risk | vulnerable partner\trisky partner\n"
                                "unit\xc3\xa0 combattente\tcombat unit\r\nsindaco\tmayor\n";
    static const struct { const char *source, *target, *wanted; } rows[] = {
        { "I partner a rischio sono quattro.", "The partners at risk are four.", "" },
        { "I partner a rischio sono quattro.", "The risky partners are four.", "terminology/wrong risky partners" },
        { "I partner a rischio sono quattro.", "The shaky allies are four.", "terminology/missing" },
        { "Le unit\xc3\xa0 combattenti sono quattro.", "The combat units are four.", "" },
        { "Le unit\xc3\xa0 combattenti sono quattro.", "The fighting units are four.", "terminology/missing" },
        { "Le unit\xc3\xa0 sono quattro.", "The units are four.", "" },
        { NULL, "The risky partners are four.", "terminology/wrong risky partners" },
        { "Gli amici sono quattro.", "The risky partners are four.", "" },
        { "I sindaci parlano.", "The mayors speak.", "" },
        { "Parla il sindaco.", "The major speaks.", "terminology/missing" },
    };
    calco_err     err;
    calco_engine *engine = engine_of();
    put("terms.tsv", terms);
    struct calco_glossary *g = calco_glossary_open(engine, "terms.tsv", &err);
    assert_non_null(g);
    static const char *const only[] = { "terminology", NULL };
    calco_settings settings = { .only = only, .min_confidence = -1, .glossary = g };
    for (size_t i = 0; i < COUNT(rows); i++) {
        calco_input in = { .name = "a.txt", .bytes = rows[i].target, .size = strlen(rows[i].target), .settings = &settings };
        calco_input source = { .name = "b.txt", .bytes = rows[i].source, .size = rows[i].source ? strlen(rows[i].source) : 0 };
        calco_result *r = calco_check(engine, &in, rows[i].source ? &source : NULL, &err);
        str rule = calco_str(rows[i].wanted), text = rule;
        calco_str_split(&text, ' ', &rule);
        if (r->n_findings != (rule.n > 0)) fail_msg("row %zu: %zu findings", i, r->n_findings);
        if (rule.n) assert_true(calco_str_eq(calco_str(r->findings[0].rule), rule));
        if (rule.n && text.p) assert_true(calco_str_eq(r->findings[0].text, text));
        calco_result_free(r);
    }
    calco_glossary_close(g);
    calco_engine_close(engine);
}

static void glossaries_that_make_no_sense(void **state)
{
    (void)state;
    static const struct { const char *text; size_t line; } rows[] = { { "term\n", 1 }, { "# x\n\na\tb\n\tc\n", 4 }, { "a\t\t\tnote\n", 1 } };
    calco_engine *engine = engine_of();
    for (size_t i = 0; i < COUNT(rows); i++) {
        calco_err err = { 0 };
        put("wrong.tsv", rows[i].text);
        if (calco_glossary_open(engine, "wrong.tsv", &err)) fail_msg("row %zu was taken", i);
        assert_int_equal(err.line, rows[i].line);
    }
    calco_err err = { 0 };
    assert_null(calco_glossary_open(engine, "nowhere.tsv", &err));
    put("empty.tsv", "");
    struct calco_glossary *empty = calco_glossary_open(engine, "empty.tsv", &err);
    assert_non_null(empty);
    calco_glossary_close(empty);
    calco_engine_close(engine);
}

int main(void)
{
    /* The pack is named from where the test was started. */
    const char *pack = getenv("CALCO_TEST_PACK");
    char       *whole = realpath(pack ? pack : "build/packs/it-en.calco", NULL);
    if (whole) setenv("CALCO_TEST_PACK", whole, 1);
    free(whole);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_the_same_everywhere), cmocka_unit_test(nearest_names), cmocka_unit_test(yaml_trees),
        cmocka_unit_test(yaml_without_anything), cmocka_unit_test(yaml_that_is_none), cmocka_unit_test(yaml_bombs),
        cmocka_unit_test(path_patterns), cmocka_unit_test(path_filling), cmocka_unit_test(whole_paths),
        cmocka_unit_test(nearer_files_and_overrides_win), cmocka_unit_test(a_repository_is_where_the_search_ends),
        cmocka_unit_test(configurations_that_make_no_sense), cmocka_unit_test(an_empty_configuration_says_nothing),
        cmocka_unit_test(the_sample_is_valid_when_uncommented), cmocka_unit_test(saved_results_come_back),
        cmocka_unit_test(fixing_is_idempotent_and_keeps_other_bytes),
        cmocka_unit_test(terms_match_inflected), cmocka_unit_test(glossaries_that_make_no_sense),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
