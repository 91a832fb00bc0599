/* Scores of sentence pairs: each planted fault is seen by the measure that is meant for it and lowers the score, clean pairs
 * are silent, weights keep their signs, and hostile pairs get a score too. */
#include "judge/judge.h"

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

/* --- which measure sees a fault --- */

typedef struct { const char *measure, *source, *good, *faulty; double amount; /* in the faulty one; the good one has 0 */ } planted;

static const planted faults[] = {
    { "number/missing", "Il ponte è lungo 35 metri.", "The bridge is 35 metres long.", "The bridge is metres long.", 1 },
    { "number/added", "La scuola riapre domani.", "The school reopens tomorrow.", "The 12 schools reopen tomorrow.", 1 },
    { "number/missing", "Costa 1.250 euro e 30 centesimi.", "It costs 1,250 euros and 30 cents.", "It costs 1,520 euros and 13 cents.", 2 },
    { "number/added", "Costa 1.250 euro e 30 centesimi.", "It costs 1,250 euros and 30 cents.", "It costs 1,520 euros and 13 cents.", 2 },
    { "negation/one-sided", "Il ministro non ha firmato.", "The minister did not sign.", "The minister signed.", 1 },
    { "negation/one-sided", "Il ministro ha firmato.", "The minister signed.", "The minister never signed.", 1 },
    { "negation/difference", "Il ministro non ha firmato.", "The minister did not sign.", "The minister signed.", 1 },
    { "negation/parity", "Nessuno ha firmato.", "Nobody signed.", "Everyone signed.", 1 },
    { "name/missing", "Il sindaco riceve Bertazzoli.", "The mayor receives Bertazzoli.", "The mayor receives guests.", 1 },
    { "name/added", "Il sindaco Bertazzoli parla.", "Mayor Bertazzoli is speaking.", "Mayor Bertazzoli is speaking to Grumbach.", 1 },
    { "marks/no-end", "La scuola riapre domani.", "The school reopens tomorrow.", "The school reopens tomorrow", 1 },
    { "marks/end", "La scuola riapre domani.", "The school reopens tomorrow.", "The school reopens tomorrow!", 1 },
    { "marks/question", "La scuola riapre domani.", "The school reopens tomorrow.", "The school reopens tomorrow?", 1 },
    { "marks/question", "La scuola riapre domani?", "Does the school reopen tomorrow?", "The school reopens tomorrow.", 1 },
    { "marks/extra", "Il cane e il gatto dormono.", "The dog and the cat sleep.", "The dog, and the cat, sleep.", 2 },
    { "marks/lacking", "Se piove, restiamo.", "If it rains, we stay.", "If it rains we stay.", 1 },
    { "marks/extra-strong", "Il cane e il gatto dormono.", "The dog and the cat sleep.", "The dog: and; the cat sleep.", 2 },
    { "marks/space-before", "Se piove, restiamo.", "If it rains, we stay.", "If it rains , we stay .", 2 },
    { "marks/doubled", "Se piove, restiamo.", "If it rains, we stay.", "If it rains,, we stay.", 1 },
    { "marks/stray", "Se piove, restiamo.", "If it rains, we stay.", "If it^ rains, we- stay.", 2 },
    { "case/lower-start", "La scuola riapre domani.", "The school reopens tomorrow.", "the school reopens tomorrow.", 1 },
    { "case/all-lower", "La scuola riapre domani.", "The school reopens tomorrow.", "the school reopens tomorrow.", 1 },
    { "repetition/word", "La scuola riapre domani.", "The school reopens tomorrow.", "The school school reopens tomorrow.", 1 },
    { "untranslated/copied", "Il parcheggio riapre domani.", "The car park reopens tomorrow.", "The parcheggio reopens tomorrow.", 1 },
    { "fluency/misspelt", "La scuola riapre domani.", "The school reopens tomorrow.", "The shcool reopens tomorrow.", 1 },
    { "fluency/misspelt", "", "The school reopens tomorrow.", "The shcool reopens tomorrow.", 1 },
    { "coverage/source-alone", "Il gatto nero dorme.", "The black cat sleeps.", "The cat sleeps.", 1 },
    { "coverage/target-alone", "La polizia ha arrestato un uomo.", "The police arrested a man.", "The police arrested a man aboard zeppelins.", 2 },
};

static size_t measure_named(const char *name)
{
    size_t i = 0;
    while (calco_measure_name(i) && strcmp(calco_measure_name(i), name) != 0) i++;
    return i;
}

static void test_planted(void **state)
{
    const planted *f = *state;
    size_t n = calco_measure_count(), at = measure_named(f->measure);
    if (at == n) skip(); /* a measure that the fit has no use for is taken out */
    calco_pair pairs[2] = { { text(f->source), text(f->good) }, { text(f->source), text(f->faulty) } };
    double     scores[2], *m = calloc(2 * n, sizeof *m);
    assert_non_null(m);
    assert_true(calco_score(engine, pairs, 2, scores, m, NULL));
    double good = m[at], faulty = m[n + at];
    free(m);
    assert_true(good == 0);
    if (fabs(faulty - f->amount) > 1e-9) fail_msg("%s is %g, not %g", f->measure, faulty, f->amount);
    assert_true(scores[0] > scores[1]);
}

/* Estimates, which are never quite 0, but larger (by `amount` at least) where the verb or the number of words is wrong. */
static const planted estimates[] = {
    { "tense/shortfall", "La polizia arrestò due uomini.", "The police arrested two men.", "The police will arrest two men.", 0.3 },
    { "tense/shortfall", "Il governo ha approvato la legge.", "The government approved the law.", "The government had approved the law.", 0.3 },
    { "tense/shortfall", "Il governo approverà la legge.", "The government will approve the law.", "The government was approving the law.", 0.3 },
    { "kind/verb-lacking", "La polizia ha arrestato due uomini.", "The police arrested two men.", "The police two men.", 0.3 },
    { "kind/noun-lacking", "Il sindaco parla alla stampa.", "The mayor speaks to the press.", "The mayor speaks to the.", 0.3 },
    { "kind/adverb-extra", "La polizia ha arrestato due uomini.", "The police arrested two men.", "The police very quickly arrested two men.", 0.3 },
};

static void test_estimates(void **state)
{
    (void)state;
    size_t  n = calco_measure_count();
    double *m = calloc(2 * n, sizeof *m), scores[2];
    assert_non_null(m);
    for (size_t k = 0; k < sizeof estimates / sizeof *estimates; k++) {
        const planted *f = &estimates[k];
        size_t         at = measure_named(f->measure);
        calco_pair     pairs[2] = { { text(f->source), text(f->good) }, { text(f->source), text(f->faulty) } };
        assert_true(at < n);
        assert_true(calco_score(engine, pairs, 2, scores, m, NULL));
        if (m[n + at] - m[at] < f->amount) fail_msg("%s: %g for \"%s\", %g for \"%s\"", f->measure, m[at], f->good, m[n + at], f->faulty);
    }
    free(m);
}

/* What counts marks, numbers and the like has nothing to say of the good side of any pair of this file. */
static void test_silent(void **state)
{
    (void)state;
    static const char *const families[] = { "number/", "negation/", "marks/", "case/", "repetition/", "untranslated/", "fluency/misspelt" };
    double *m = calloc(calco_measure_count(), sizeof *m);
    assert_non_null(m);
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        calco_pair pair = { text(faults[k].source), text(faults[k].good) };
        double     score;
        assert_true(calco_score(engine, &pair, 1, &score, m, NULL));
        for (size_t i = 0; i < calco_measure_count(); i++)
            for (size_t f = 0; f < sizeof families / sizeof *families; f++)
                if (strncmp(calco_measure_name(i), families[f], strlen(families[f])) == 0 && m[i] > 0)
                    fail_msg("%s is %g for \"%s\"", calco_measure_name(i), m[i], faults[k].good);
    }
    free(m);
}

/* A fault never raises a score: the weight has the measure's sign, and what counts faults is never below 0. */
static void test_signs(void **state)
{
    (void)state;
    size_t n = calco_measure_count();
    bool   some = false;
    double *m = calloc(n, sizeof *m), score;
    assert_non_null(m);
    for (size_t i = 0; i < n; i++) {
        double weight = calco_measure_weight(engine, i);
        int    sign = calco_measure_at(i)->sign;
        some |= weight < 0;
        if (weight * sign < 0) fail_msg("%s counts %s, but weighs %g", calco_measure_name(i), sign < 0 ? "faults" : "merits", weight);
    }
    assert_true(some);
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        calco_pair pair = { text(faults[k].source), text(faults[k].faulty) };
        assert_true(calco_score(engine, &pair, 1, &score, m, NULL));
        for (size_t i = 0; i < n; i++)
            if (calco_measure_at(i)->sign < 0 && m[i] < 0) fail_msg("%s is %g for \"%s\"", calco_measure_name(i), m[i], faults[k].faulty);
    }
    free(m);
}

/* --- any pair --- */

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
        assert_true(strlen(calco_measure_about(i)) > 4);
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
    enum { FAULTS = sizeof faults / sizeof *faults, LAWS = 6 };
    struct CMUnitTest tests[LAWS + CONTRASTS + FAULTS] = {
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_batches_agree), cmocka_unit_test(test_names),
        cmocka_unit_test(test_silent), cmocka_unit_test(test_signs), cmocka_unit_test(test_estimates),
    };
    for (size_t i = 0; i < CONTRASTS; i++)
        tests[LAWS + i] = (struct CMUnitTest){ contrasts[i].name, test_contrast, NULL, NULL, (void *)(uintptr_t)&contrasts[i] };
    for (size_t i = 0; i < FAULTS; i++)
        tests[LAWS + CONTRASTS + i] = (struct CMUnitTest){ faults[i].measure, test_planted, NULL, NULL, (void *)(uintptr_t)&faults[i] };
    int failed = cmocka_run_group_tests_name("judge", tests, NULL, NULL);
    calco_engine_close(engine);
    return failed;
}
