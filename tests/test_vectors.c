/* Words as points: near in meaning means near, and a malformed part knows nothing. */
#include "align/vectors.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static calco_pack *open_pack(void)
{
    const char *path = getenv("CALCO_TEST_PACK");
    calco_err   err;
    calco_pack *pack = calco_pack_open(path ? path : "build/packs/it-en.calco", &err);
    if (!pack) fail_msg("%s", err.message);
    return pack;
}

static float near(const calco_vectors *v, const char *a, const char *b)
{
    const int8_t *p = calco_vectors_find(v, calco_str(a), STR("")), *q = calco_vectors_find(v, calco_str(b), STR(""));
    if (!p || !q) fail_msg("\"%s\" or \"%s\" is no point", a, b);
    return calco_vectors_near(p, q);
}

static void meaning_is_near(void **state)
{
    (void)state;
    static const struct { const char *word, *nearer, *farther; } rows[] = {
        { "speech", "voice", "sailor" }, { "thick", "thickness", "agency" },   { "rapid", "speed", "temple" },
        { "ratio", "proportion", "tiger" }, { "analyze", "analysis", "sailor" }, { "shatter", "break", "invoice" },
    };
    calco_pack   *pack = open_pack();
    calco_vectors v = calco_vectors_open(pack, "en");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        float nearer = near(&v, rows[i].word, rows[i].nearer), farther = near(&v, rows[i].word, rows[i].farther);
        if (nearer < farther + 0.2f) fail_msg("%s: %s %.2f, %s %.2f", rows[i].word, rows[i].nearer, (double)nearer, rows[i].farther, (double)farther);
    }
    const int8_t *p = calco_vectors_find(&v, STR("speech"), STR(""));
    assert_true(calco_vectors_near(p, p) > 0.9f && calco_vectors_near(p, p) < 1.1f);
    assert_ptr_equal(calco_vectors_find(&v, STR("no such lemma"), STR("speech")), p);
    assert_null(calco_vectors_find(&v, STR("no such lemma"), STR("")));
    calco_pack_close(pack);
}

/* A pack whose part is cut off after `keep` bytes of a sound one. */
static void cut_parts_know_nothing(void **state)
{
    (void)state;
    calco_buf sound = { 0 };
    calco_strtab_write(&sound, (str[]){ STR("one"), STR("two") }, 2);
    for (int i = 0; i < 2 * CALCO_DIMENSIONS; i++) calco_buf_char(&sound, 1);
    for (size_t keep = 0; keep <= sound.n; keep++) {
        calco_err err;
        calco_buf image = { 0 };
        calco_pack_image(&image, "xx-en", &(calco_part_source){ "en.vectors", "tests", "MIT", { sound.p, keep } }, 1);
        calco_pack   *pack = calco_pack_from_memory(image.p, image.n, "xx-en", &err);
        calco_vectors v = pack ? calco_vectors_open(pack, "en") : (calco_vectors){ 0 };
        assert_int_equal(calco_vectors_find(&v, STR("two"), STR("")) != NULL, keep == sound.n);
        calco_pack_close(pack);
        calco_buf_free(&image);
    }
    calco_buf_free(&sound);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(meaning_is_near), cmocka_unit_test(cut_parts_know_nothing) };
    return cmocka_run_group_tests_name("vectors", tests, NULL, NULL);
}
