/* Tests of what words mean to each other: of the real pack, and of images that are not sound. */
#include "lang/parts.h"
#include "lang/senses.h"
#include "lang/senses_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *real_pack = "build/packs/it-en.calco";

typedef struct { const char *general, *special; uint32_t feats; bool above; } above_row;
static const above_row above_rows[] = {
    { "building", "temple", FEAT_NOUN, true },   { "temple", "building", FEAT_NOUN, false }, { "animal", "tiger", FEAT_NOUN, true },
    { "tiger", "animal", FEAT_NOUN, false },     { "people", "soldier", FEAT_NOUN, true },   { "people", "building", FEAT_NOUN, false },
    { "move", "run", FEAT_VERB, true },          { "move", "run", FEAT_ADJ, false },         { "animal", "", FEAT_NOUN, false },
    { "animal", "zzyzx", FEAT_NOUN, false },     { "an\xff", "tiger", FEAT_NOUN, false },    { "animal", "tiger", 0, false },
};

static void test_above(void **state)
{
    const calco_senses *s = *state;
    for (size_t i = 0; i < sizeof above_rows / sizeof *above_rows; i++) {
        const above_row *r = &above_rows[i];
        int steps = calco_senses_above(s, calco_str(r->general), calco_str(r->special), r->feats);
        if ((steps > 0) != r->above) fail_msg("%s above %s: %d steps", r->general, r->special, steps);
    }
    assert_int_equal(calco_senses_above(s, STR("car"), STR("automobile"), FEAT_NOUN), 0);
    assert_int_equal(calco_senses_above(NULL, STR("animal"), STR("tiger"), FEAT_NOUN), -1);
}

static void test_apart(void **state)
{
    const calco_senses *s = *state;
    assert_int_equal(calco_senses_apart(s, STR("car"), STR("automobile")), 0);
    assert_int_equal(calco_senses_apart(s, STR("thick"), STR("thickness")), 1);
    assert_int_equal(calco_senses_apart(s, STR("tiger"), STR("parliament")), -1);
    assert_int_equal(calco_senses_apart(NULL, STR("car"), STR("automobile")), -1);
}

static void test_opposite(void **state)
{
    const calco_senses *s = *state;
    static const uint32_t any = FEAT_NOUN | FEAT_VERB | FEAT_ADJ | FEAT_ADV;
    assert_true(calco_senses_opposite(s, STR("difficult"), STR("easy"), any));
    assert_true(calco_senses_opposite(s, STR("hideous"), STR("beautiful"), any));
    assert_false(calco_senses_opposite(s, STR("difficult"), STR("hard"), any));
    assert_false(calco_senses_opposite(s, STR("table"), STR("green"), any));
    assert_false(calco_senses_opposite(NULL, STR("difficult"), STR("easy"), any));
}

/* Two words, two synsets, the first below the second. */
static void tiny(calco_buf *out)
{
    static const str      words[] = { { "tiger", 5 }, { "animal", 6 } };
    static const uint32_t head[] = { SENSES_VERSION, 2, 2, 1 }, rest[] = { 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 1, 0, 1, 1, 1 * SENSES_LINKS + SENSES_ABOVE };
    calco_buf_add(out, head, sizeof head);
    calco_strtab_write(out, words, 2);
    calco_buf_align(out, 8);
    calco_buf_add(out, rest, sizeof rest);
}

static calco_senses *open_copy(const char *p, size_t n, calco_arena *a, char **copy)
{
    *copy = malloc(n + !n);
    assert_non_null(*copy);
    memcpy(*copy, p, n);
    return calco_senses_open((calco_part){ *copy, n }, a, NULL);
}

static void test_malformed(void **state)
{
    (void)state;
    calco_buf    image = { 0 };
    calco_arena *a = calco_arena_new();
    char        *copy;
    tiny(&image);
    calco_senses *s = open_copy(image.p, image.n, a, &copy);
    assert_non_null(s);
    assert_int_equal(calco_senses_above(s, STR("animal"), STR("tiger"), FEAT_NOUN), 1);
    free(copy);
    for (size_t n = 0; n < image.n; n++) {
        assert_null(open_copy(image.p, n, a, &copy));
        free(copy);
    }
    for (size_t i = 0; i < image.n * 8; i++) {
        image.p[i / 8] = (char)(image.p[i / 8] ^ 1 << i % 8);
        s = open_copy(image.p, image.n, a, &copy);
        if (s) {
            calco_senses_above(s, STR("animal"), STR("tiger"), FEAT_NOUN);
            calco_senses_apart(s, STR("animal"), STR("tiger"));
            calco_senses_opposite(s, STR("animal"), STR("tiger"), FEAT_NOUN);
        }
        free(copy);
        image.p[i / 8] = (char)(image.p[i / 8] ^ 1 << i % 8);
    }
    calco_arena_free(a);
    calco_buf_free(&image);
}

int main(int argc, char **argv)
{
    if (getenv("CALCO_TEST_PACK")) real_pack = getenv("CALCO_TEST_PACK");
    if (argc > 1) real_pack = argv[1];
    calco_err   err = { 0 };
    calco_pack *pack = calco_pack_open(real_pack, &err);
    calco_lang *en = pack ? calco_lang_open(pack, "en", &err) : NULL;
    if (!en || !en->senses) {
        fprintf(stderr, "%s: %s\n", real_pack, en ? "no senses" : err.message);
        return 1;
    }
    void *senses = en->senses;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_above, senses),
        cmocka_unit_test_prestate(test_apart, senses),
        cmocka_unit_test_prestate(test_opposite, senses),
        cmocka_unit_test(test_malformed),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    calco_lang_close(en);
    calco_pack_close(pack);
    return failed;
}
