/* Memos: checking with one gives the very bytes that checking without one gives, after any edit. */
#include "base/arena.h"
#include "base/buf.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { EDITS = 60, LARGEST = 6000 };

static calco_engine *engine;

static int set_up(void **state)
{
    (void)state;
    const char *pack = getenv("CALCO_TEST_PACK");
    calco_err   err;
    engine = calco_engine_open(pack ? pack : "build/packs/it-en.calco", NULL, &err);
    return engine ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    calco_engine_close(engine);
    return 0;
}

static unsigned next(unsigned *seed) { return *seed = *seed * 1664525u + 1013904223u, *seed >> 8; }

static void same_with_and_without(calco_memo *memo, const calco_settings *settings, str text, const calco_input *source)
{
    calco_err   err;
    calco_input in = { .name = "a.txt", .bytes = text.p, .size = text.n, .settings = settings };
    calco_result *without = calco_check(engine, &in, source, &err), *with;
    in.memo = memo;
    with = calco_check(engine, &in, source, &err);
    char  *a, *b;
    size_t n, m;
    calco_result_save(without, &a, &n);
    calco_result_save(with, &b, &m);
    if (n != m || memcmp(a, b, n) != 0) {
        for (size_t i = 0; i < with->n_findings || i < without->n_findings; i++)
            printf("%s | %s\n", i < without->n_findings ? without->findings[i].rule : "-", i < with->n_findings ? with->findings[i].rule : "-");
        fail_msg("the results differ on:\n%.*s", (int)text.n, text.p);
    }
    free(a);
    free(b);
    calco_result_free(with);
    calco_result_free(without);
}

/* What people do: type a word, delete some, break a paragraph, move a sentence to the end, paste one twice. */
static void edit(calco_buf *text, unsigned *seed)
{
    static const char *const typed[] = { " the", " 20.000", "\n\n", " risky partners", ".", " \xe2\x80\x9c", " armed forces.", " perché" };
    size_t at = text->n ? next(seed) % text->n : 0, n = next(seed) % 40;
    while (at && ((unsigned char)text->p[at] & 0xc0) == 0x80) at--;
    calco_buf out = { 0 };
    calco_buf_add(&out, text->p, at);
    switch (next(seed) % 3) {
    case 0: calco_buf_str(&out, calco_str(typed[next(seed) % 8])); break;
    case 1:
        at = at + n < text->n ? at + n : text->n;
        while (at < text->n && ((unsigned char)text->p[at] & 0xc0) == 0x80) at++;
        break;
    default: calco_buf_add(&out, text->p + at, text->n - at < 90 ? text->n - at : 90); break;
    }
    calco_buf_add(&out, text->p + at, text->n - at);
    calco_buf_free(text);
    *text = out;
}

static void edit_and_compare(const char *pattern, const calco_settings *settings, bool with_source)
{
    glob_t g;
    assert_int_equal(glob(pattern, 0, NULL, &g), 0);
    for (size_t i = 0; i < g.gl_pathc && i < 3; i++) {
        calco_buf   text = { 0 }, source_text = { 0 };
        calco_err   err;
        calco_memo *memo = calco_memo_new();
        unsigned    seed = (unsigned)i + 1;
        char        path[256];
        assert_true(calco_read_file(g.gl_pathv[i], &text, &err));
        snprintf(path, sizeof path, "%.*s.it.txt", (int)(strstr(g.gl_pathv[i], ".mt.") - g.gl_pathv[i]), g.gl_pathv[i]);
        if (with_source) assert_true(calco_read_file(path, &source_text, &err));
        if (text.n > LARGEST) text.n = LARGEST;
        calco_input source = { .name = path, .bytes = source_text.p, .size = source_text.n };
        for (int k = 0; k < EDITS; k++) {
            same_with_and_without(memo, settings, calco_buf_view(&text), with_source ? &source : NULL);
            edit(&text, &seed);
        }
        calco_memo_free(memo);
        calco_buf_free(&text);
        calco_buf_free(&source_text);
    }
    globfree(&g);
}

static void edits_without_a_source(void **state)
{
    (void)state;
    edit_and_compare("corpus/*.mt.en.txt", &(calco_settings){ .min_confidence = -1, .infer = true, .words = true }, false);
}

static void edits_with_a_source(void **state)
{
    (void)state;
    edit_and_compare("corpus/*.mt.en.txt", &(calco_settings){ .min_confidence = 0.2, .infer = true, .words = true }, true);
}

static void other_settings_are_not_mixed_up(void **state)
{
    (void)state;
    static const char *const accepted[] = { "blorbify", NULL };
    str         text = STR("They blorbify the wibbling. The risky partners paid 20.000 euro.\n");
    calco_memo *memo = calco_memo_new();
    for (int i = 0; i < 4; i++) {
        calco_settings settings = { .min_confidence = -1, .infer = i > 1, .accepted = i % 2 ? accepted : NULL };
        same_with_and_without(memo, &settings, text, NULL);
    }
    calco_memo_free(memo);
    calco_memo_free(NULL);
}

/* --- stopping --- */

static bool after_some(void *ctx) { return (*(int *)ctx)-- <= 0; }

/* Stopped wherever it may be, a check leaves a memo that the next one can build on. */
static void stopped_checks_do_no_harm(void **state)
{
    (void)state;
    calco_settings settings = { .min_confidence = -1, .infer = true };
    calco_err      err;
    calco_buf      text = { 0 }, source_text = { 0 };
    calco_memo    *memo = calco_memo_new();
    assert_true(calco_read_file("corpus/economy.mt.en.txt", &text, &err));
    assert_true(calco_read_file("corpus/economy.it.txt", &source_text, &err));
    calco_input source = { .name = "a.it.txt", .bytes = source_text.p, .size = source_text.n };
    int         stopped = 0, asks = 0;
    for (bool done = false; !done; asks += 7) {
        int         left = asks;
        calco_input in = { .name = "a.txt", .bytes = text.p, .size = text.n, .settings = &settings, .memo = memo, .stop = after_some, .stop_ctx = &left };
        err.code = CALCO_OK;
        calco_result *r = calco_check(engine, &in, &source, &err);
        done = r != NULL;
        stopped += !r && err.code == CALCO_ERR_STOPPED;
        assert_true(r || err.code == CALCO_ERR_STOPPED);
        calco_result_free(r);
        if (asks % 3 == 0) same_with_and_without(memo, &settings, calco_buf_view(&text), &source);
    }
    assert_true(stopped > 10);
    char  *bytes;
    size_t size, applied;
    int    none = 0;
    calco_input in = { .name = "a.txt", .bytes = text.p, .size = text.n, .stop = after_some, .stop_ctx = &none };
    assert_null(calco_fix(engine, &in, NULL, &bytes, &size, &applied, &err));
    assert_null(bytes);
    assert_int_equal(err.code, CALCO_ERR_STOPPED);
    calco_memo_free(memo);
    calco_buf_free(&text);
    calco_buf_free(&source_text);
}

/* With infer_quoted findings are the same; sentences without one name no source. */
static void quoted_sources_are_the_same(void **state)
{
    (void)state;
    calco_settings all = { .min_confidence = -1, .infer = true }, quoted = all;
    calco_err      err;
    calco_buf      text = { 0 };
    size_t         inferred = 0, spared = 0;
    quoted.infer_quoted = true;
    assert_true(calco_read_file("corpus/economy.mt.en.txt", &text, &err));
    calco_input   in = { .name = "a.txt", .bytes = text.p, .size = text.n, .settings = &all };
    calco_result *a = calco_check(engine, &in, NULL, &err);
    in.settings = &quoted;
    calco_result *b = calco_check(engine, &in, NULL, &err);
    assert_int_equal(a->n_findings, b->n_findings);
    for (size_t i = 0; i < a->n_findings; i++) {
        assert_true(calco_str_eq(a->findings[i].source_text, b->findings[i].source_text));
        assert_int_equal(a->findings[i].source_origin, b->findings[i].source_origin);
        inferred += a->findings[i].source_origin == CALCO_ORIGIN_INFERRED;
    }
    for (size_t i = 0; i < a->n_sentences; i++) {
        assert_true(a->sentences[i].score == b->sentences[i].score);
        if (b->sentences[i].source.n) assert_true(b->sentences[i].findings > 0);
        else spared += a->sentences[i].source.n > 0;
    }
    assert_true(inferred > 0 && spared > 0);
    calco_result_free(a);
    calco_result_free(b);
    calco_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_without_a_source), cmocka_unit_test(edits_with_a_source), cmocka_unit_test(other_settings_are_not_mixed_up),
        cmocka_unit_test(quoted_sources_are_the_same), cmocka_unit_test(stopped_checks_do_no_harm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
