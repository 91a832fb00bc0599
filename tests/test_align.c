/* Alignment: sentences of documents that were merged, split and cut by seed, and documents that have nothing in common. */
#include "align_lab.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

static align_lab the_lab;

static int open_lab(void **state)
{
    (void)state;
    const char *pack = getenv("CALCO_TEST_PACK");
    the_lab = lab_open(pack ? pack : "build/packs/it-en.calco");
    return 0;
}

static int close_lab(void **state)
{
    (void)state;
    lab_close(&the_lab);
    return 0;
}

/* --- strict F1 of beads --- */

/* Least F1 by mix, in the order of lab_mixes. */
static const double own_least[LAB_MIXES] = { 0.999, 0.985, 0.97, 0.975, 0.985, 0.97, 0.95 };
static const double bench_least[LAB_MIXES] = { 0.99, 0.98, 0.955, 0.97, 0.98, 0.955, 0.955 };

static void check_mixes(const lab_pairs *pairs, const double *least)
{
    for (size_t m = 0; m < LAB_MIXES; m++) {
        lab_score all = { 0, 0, 0 };
        for (uint64_t seed = 11; seed < 14; seed++) {
            lab_score s = lab_run(&the_lab, pairs, &lab_mixes[m], seed, false);
            all.right += s.right;
            all.wanted += s.wanted;
            all.found += s.found;
        }
        if (lab_f1(all) < least[m]) fail_msg("%s: F1 %.4f, less than %.4f", lab_mixes[m].name, lab_f1(all), least[m]);
    }
}

static void own_articles(void **state)
{
    (void)state;
    lab_pairs pairs = lab_folder(&the_lab, "corpus");
    assert_true(pairs.n > 200);
    check_mixes(&pairs, own_least);
}

static void bench_articles(void **state)
{
    (void)state;
    lab_pairs pairs = lab_table(&the_lab, "../shared/bench/ntrex.it-en.dev.tsv");
    if (!pairs.n) {
        print_message("../shared/bench/ntrex.it-en.dev.tsv is not here: skipped\n");
        skip();
    }
    check_mixes(&pairs, bench_least);
}

/* --- whatever comes --- */

static calco_beads align(calco_arena *a, const calco_doc *source, const calco_doc *target, bool bare)
{
    calco_beads beads = { 0 };
    calco_sides sides = { bare ? NULL : the_lab.lexicon, the_lab.source, the_lab.target, false };
    calco_align_sentences(a, &sides, source, target, &beads);
    return beads;
}

/* Every sentence of both sides is in one bead, in order, and the second run says the same. */
static void check_laws(const calco_doc *source, const calco_doc *target)
{
    for (int bare = 0; bare < 2; bare++) {
        calco_arena *a = calco_arena_new();
        calco_beads  one = align(a, source, target, bare), two = align(a, source, target, bare);
        size_t       i = 0, j = 0;
        assert_int_equal(one.n, two.n);
        for (size_t b = 0; b < one.n; b++) {
            const calco_bead *x = &one.p[b];
            assert_int_equal(x->source, i);
            assert_int_equal(x->target, j);
            assert_true(x->n_source + x->n_target > 0 && x->n_source <= 3 && x->n_target <= 3);
            assert_true(x->confidence >= 0 && x->confidence <= 1);
            assert_memory_equal(x, &two.p[b], sizeof *x);
            i += x->n_source;
            j += x->n_target;
        }
        assert_int_equal(i, source->sentences.n);
        assert_int_equal(j, target->sentences.n);
        calco_arena_free(a);
    }
}

/* `n` sentences in which the words of a few lists come in all combinations. */
static calco_doc *long_text(calco_arena *a, const calco_lang *lang, const char *const words[4][4], size_t n)
{
    lab_text t = { 0 };
    uint64_t seed = 5;
    for (size_t i = 0; i < n; i++) {
        const char *w[4];
        for (size_t k = 0; k < 4; k++) w[k] = words[k][(size_t)(lab_random(&seed) * 4)];
        lab_add(a, &t, calco_arena_printf(a, "%s %s %s %s %zu.", w[0], w[1], w[2], w[3], i), i % 5 == 0);
    }
    return lab_document(a, lang, &t);
}

static const char *const italian[4][4] = {
    { "Il ministro", "La regione", "Il sindaco", "La banca" }, { "ha chiuso", "apre", "visita", "ha venduto" },
    { "la scuola", "il ponte", "l'ospedale", "la fabbrica" }, { "dopo giorni", "in ore", "con euro", "per abitanti" },
};
static const char *const english[4][4] = {
    { "The minister", "The region", "The mayor", "The bank" }, { "closed", "opens", "visits", "sold" },
    { "the school", "the bridge", "the hospital", "the factory" }, { "after days", "in hours", "with euros", "for inhabitants" },
};

static void hostile(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    const calco_lang *it = the_lab.source, *en = the_lab.target;
    static const char *const texts[] = {
        "", " ", "...", "Una frase.", "One sentence.", "1 2 3 4 5.", "\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
        "Il governo ha approvato la legge. Il presidente è partito per Roma. Nevica.",
        "Nevica. Il presidente è partito per Roma. Il governo ha approvato la legge.",
        "The government passed the law. The president left for Rome. It is snowing.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            check_laws(lab_one(a, it, calco_str(texts[i])), lab_one(a, en, calco_str(texts[k])));
    calco_doc *s = long_text(a, it, italian, 3000), *t = long_text(a, en, english, 3000);
    check_laws(s, lab_one(a, en, STR("One sentence.")));
    check_laws(lab_one(a, it, STR("Una frase.")), t);
    check_laws(lab_one(a, it, STR("")), t);
    check_laws(long_text(a, it, english, 900), long_text(a, en, italian, 1100)); /* swapped */
    lab_pairs own = lab_folder(&the_lab, "corpus");
    lab_text  half[2] = { 0 };
    for (size_t i = 0; i < own.n; i++) lab_add(a, &half[i % 2], i % 2 ? own.p[i].target : own.p[i].source, i % 6 < 2);
    check_laws(lab_document(a, it, &half[0]), lab_document(a, en, &half[1])); /* nothing in common */
    calco_arena_free(a);
}

/* A second paragraph is missing: what is said of it must be told apart from what is not. */
static void paragraph_missing(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    lab_text s = { 0 }, t = { 0 };
    lab_add(a, &s, STR("Il governo ha approvato la legge."), true);
    lab_add(a, &s, STR("I sindacati annunciano uno sciopero."), true);
    lab_add(a, &s, STR("I treni si fermeranno per otto ore."), false);
    lab_add(a, &s, STR("Il presidente è partito per Roma."), true);
    lab_add(a, &t, STR("The government has passed the law."), true);
    lab_add(a, &t, STR("The president has left for Rome."), true);
    calco_beads b = align(a, lab_document(a, the_lab.source, &s), lab_document(a, the_lab.target, &t), false);
    static const size_t wanted[][2] = { { 1, 1 }, { 1, 0 }, { 1, 0 }, { 1, 1 } };
    assert_int_equal(b.n, 4);
    for (size_t i = 0; i < b.n; i++) {
        assert_int_equal(b.p[i].n_source, wanted[i][0]);
        assert_int_equal(b.p[i].n_target, wanted[i][1]);
        assert_true(b.p[i].confidence > 0.8);
    }
    calco_arena_free(a);
}

/* --- findings: of an article whose every seventh sentence is missing, and of one that is whole --- */

static calco_buf without(const lab_pairs *pairs, bool source, size_t every)
{
    calco_buf out = { 0 };
    for (size_t i = 0; i < pairs->n; i++) {
        str s = source ? pairs->p[i].source : pairs->p[i].target;
        if (every && i % every == every / 2) continue;
        calco_buf_str(&out, s);
        calco_buf_str(&out, i % 4 == 3 || !lab_ends(s) ? STR("\n\n") : STR(" "));
    }
    return out;
}

/* Findings of one rule; *right: how many sentences left out stand in them. */
static size_t count_findings(const lab_pairs *pairs, const char *rule, size_t every_source, size_t every_target, size_t *right)
{
    calco_err    err = { 0 };
    const char  *only[] = { rule, NULL };
    const char  *pack = getenv("CALCO_TEST_PACK");
    calco_engine *engine = calco_engine_open(pack ? pack : "build/packs/it-en.calco", &(calco_settings){ .only = only, .min_confidence = 0.5 }, &err);
    if (!engine) fail_msg("%s", err.message);
    calco_buf     source = without(pairs, true, every_source), target = without(pairs, false, every_target);
    calco_input   s = { .name = "a.it.txt", .bytes = source.p, .size = source.n }, t = { .name = "a.en.txt", .bytes = target.p, .size = target.n };
    calco_result *r = calco_check(engine, &t, &s, &err);
    if (!r) fail_msg("%s", err.message);
    size_t n = r->n_findings, every = every_source + every_target;
    *right = 0;
    for (size_t i = every / 2; every && i < pairs->n; i += every)
        for (size_t f = 0; f < n; f++) {
            str in = every_source ? r->findings[f].text : r->findings[f].source_text;
            if (calco_str_find(in, every_source ? pairs->p[i].target : pairs->p[i].source, 0) == SIZE_MAX) continue;
            ++*right;
            break;
        }
    calco_result_free(r);
    calco_engine_close(engine);
    calco_buf_free(&source);
    calco_buf_free(&target);
    return n;
}

static void missing_sentences(void **state)
{
    (void)state;
    lab_pairs own = lab_folder(&the_lab, "corpus");
    size_t    all = own.n / 7, right;
    assert_int_equal(count_findings(&own, "omission/sentence", 0, 0, &right), 0);
    assert_int_equal(count_findings(&own, "addition/sentence", 0, 0, &right), 0);
    size_t found = count_findings(&own, "omission/sentence", 0, 7, &right);
    if (right * 100 < all * 85 || found > right + 1) fail_msg("omission: %zu of %zu in %zu findings", right, all, found);
    found = count_findings(&own, "addition/sentence", 7, 0, &right);
    if (right * 100 < all * 80 || found > right + 1) fail_msg("addition: %zu of %zu in %zu findings", right, all, found);
}

/* --- time and memory --- */

static double seconds_of(size_t n, size_t *bytes)
{
    calco_arena    *a = calco_arena_new();
    calco_doc      *s = long_text(a, the_lab.source, italian, n), *t = long_text(a, the_lab.target, english, n);
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    calco_arena *own = calco_arena_new();
    calco_beads  b = align(own, s, t, false);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    size_t right = 0;
    for (size_t i = 0; i < b.n; i++) right += b.p[i].n_source == 1 && b.p[i].n_target == 1 && b.p[i].source == b.p[i].target;
    assert_true(right * 100 >= n * 99);
    *bytes = calco_arena_used(own);
    calco_arena_free(own);
    calco_arena_free(a);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void linear(void **state)
{
    (void)state;
    size_t small_bytes, large_bytes;
    double small = seconds_of(2000, &small_bytes), large = seconds_of(20000, &large_bytes);
    if (large > 30 * (small + 0.02)) fail_msg("%.2f s for 2,000 sentences, %.2f s for 20,000", small, large);
    assert_true(large_bytes < 30 * small_bytes);
}

/* --- words --- */

static void word_links(void **state)
{
    (void)state;
    lab_links x = lab_word_links(&the_lab, "tests/align_words.tsv", false);
    if (lab_aer(x) > 0.08) fail_msg("alignment error rate %.3f", lab_aer(x));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraph_missing), cmocka_unit_test(own_articles), cmocka_unit_test(bench_articles),
        cmocka_unit_test(missing_sentences), cmocka_unit_test(hostile), cmocka_unit_test(word_links), cmocka_unit_test(linear),
    };
    return cmocka_run_group_tests(tests, open_lab, close_lab);
}
