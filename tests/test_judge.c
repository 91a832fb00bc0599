/* Scores of sentence pairs: a fault lowers them, and hostile pairs get one too. */
#include "calco.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static calco_engine *engine;

typedef struct { const char *name, *source, *good, *faulty; } contrast;

static const contrast contrasts[] = {
    { "a number that changed", "Il ponte è lungo 35 metri.", "The bridge is 35 metres long.", "The bridge is 45 metres long." },
    { "a negation lost", "Il ministro non ha firmato la legge.", "The minister did not sign the law.", "The minister signed the law." },
    { "a word left out", "La polizia ha arrestato due uomini ieri sera.", "The police arrested two men last night.",
      "The police arrested two last night." },
    { "a word left over", "La polizia ha arrestato due uomini ieri sera.", "The police arrested two men last night.",
      "The police arrestato two men last night." },
    { "a word twice", "La scuola riapre domani.", "The school reopens tomorrow.", "The school school reopens tomorrow." },
    { "no full stop", "La scuola riapre domani.", "The school reopens tomorrow.", "The school reopens tomorrow" },
    { "a misspelling", "La scuola riapre domani.", "The school reopens tomorrow.", "The shcool reopens tomorrow." },
    { "words shuffled", "La scuola riapre domani.", "The school reopens tomorrow.", "School tomorrow the reopens." },
    { "a question", "La scuola riapre domani.", "The school reopens tomorrow.", "The school reopens tomorrow?" },
    { "without a source", "", "The school reopens tomorrow.", "The school the reopens reopens tomorrow ." },
};

static str text(const char *s) { return (str){ s, strlen(s) }; }

static void test_contrast(void **state)
{
    const contrast *c = *state;
    calco_pair pairs[2] = { { text(c->source), text(c->good) }, { text(c->source), text(c->faulty) } };
    double     scores[2];
    calco_err  err;
    assert_true(calco_score(engine, pairs, 2, scores, NULL, &err));
    assert_true(scores[0] > scores[1]);
    assert_true(scores[0] <= 100 && scores[1] >= 0);
}

static void test_hostile(void **state)
{
    (void)state;
    size_t n = 300000;
    char  *endless = malloc(n);
    assert_non_null(endless);
    for (size_t i = 0; i < n; i++) endless[i] = "to be, "[i % 7];
    calco_pair pairs[] = {
        { text(""), text("") }, { text("Ciao."), text("") }, { text(""), text("?!?!") }, { { "a\0b", 3 }, { "a\0b.", 4 } },
        { { endless, n }, { endless, n } }, { text("🙂 🙂"), text("é 🙂") },
    };
    enum { N = sizeof pairs / sizeof *pairs };
    double     scores[N], *measures = calloc(N * calco_measure_count(), sizeof *measures);
    calco_err  err;
    assert_true(calco_score(engine, pairs, N, scores, measures, &err));
    for (size_t i = 0; i < N; i++) assert_true(scores[i] >= 0 && scores[i] <= 100);
    for (size_t i = 0; i < N * calco_measure_count(); i++) assert_true(isfinite(measures[i]));
    free(measures);
    free(endless);
}

static void test_batches_agree(void **state)
{
    (void)state;
    enum { N = 600 };
    static calco_pair pairs[N];
    static double     together[N];
    calco_err         err;
    for (size_t i = 0; i < N; i++) {
        const contrast *c = &contrasts[i % 10];
        pairs[i] = (calco_pair){ text(c->source), text(i % 2 ? c->good : c->faulty) };
    }
    assert_true(calco_score(engine, pairs, N, together, NULL, &err));
    for (size_t i = 0; i < N; i++) {
        double alone;
        assert_true(calco_score(engine, &pairs[i], 1, &alone, NULL, &err));
        assert_true(alone == together[i]);
    }
}

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < calco_measure_count(); i++) {
        assert_non_null(strchr(calco_measure_name(i), '/'));
        for (size_t k = 0; k < i; k++) assert_string_not_equal(calco_measure_name(i), calco_measure_name(k));
    }
    assert_null(calco_measure_name(calco_measure_count()));
}

int main(void)
{
    calco_err   err = { 0 };
    const char *pack = getenv("CALCO_TEST_PACK");
    engine = calco_engine_open(pack ? pack : "build/packs/it-en.calco", NULL, &err);
    if (!engine) return 2;
    enum { CONTRASTS = sizeof contrasts / sizeof *contrasts };
    struct CMUnitTest tests[CONTRASTS + 3] = {
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_batches_agree), cmocka_unit_test(test_names),
    };
    for (size_t i = 0; i < CONTRASTS; i++)
        tests[3 + i] = (struct CMUnitTest){ contrasts[i].name, test_contrast, NULL, NULL, (void *)(uintptr_t)&contrasts[i] };
    int failed = cmocka_run_group_tests_name("judge", tests, NULL, NULL);
    calco_engine_close(engine);
    return failed;
}
