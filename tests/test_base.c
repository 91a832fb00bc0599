/* The base floor: arenas, arrays, maps, strings, buffers, errors. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define assert_str(got, wanted) assert_true(calco_str_eq((got), (wanted)))

static void arena_memory_is_zero_and_aligned(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    for (size_t n = 0; n < 3000; n += 7) {
        unsigned char *p = calco_arena_alloc(a, n, 1);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
        memset(p, 0xee, n); /* what is reused later must be cleared again */
    }
    calco_arena_reset(a);
    assert_int_equal(calco_arena_used(a), 0);
    unsigned char *p = calco_arena_alloc(a, 500, 2);
    for (size_t i = 0; i < 1000; i++) assert_int_equal(p[i], 0);
    assert_int_equal(calco_arena_used(a), 1000);
    calco_arena_free(a);
    calco_arena_free(NULL);
}

static void arena_grows_in_place_and_elsewhere(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    char        *p = calco_arena_alloc(a, 10, 1);
    memcpy(p, "0123456789", 10);
    p = calco_arena_grow(a, p, 10, 4000); /* the last one */
    calco_arena_alloc(a, 1, 1);
    p = calco_arena_grow(a, p, 4000, 9000000); /* not the last, and beyond a block */
    assert_memory_equal(p, "0123456789", 10);
    p[8999999] = 'x';
    calco_arena_free(a);
}

static void arena_strings(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    str          s = calco_arena_str(a, (str){ "a\0b", 3 });
    assert_int_equal(s.n, 3);
    assert_memory_equal(s.p, "a\0b\0", 4);
    assert_str(calco_arena_str(a, (str){ NULL, 0 }), STR(""));
    assert_str(calco_arena_printf(a, "%d-%s", 42, "x"), STR("42-x"));
    assert_str(calco_arena_join(a, (str[]){ STR("ab"), STR(""), STR("c"), { 0 } }), STR("abc"));
    assert_str(calco_arena_join(a, (str[]){ { 0 } }), STR(""));
    calco_arena_free(a);
}

static void vec_keeps_its_values(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    VEC(uint32_t) v = { 0 }, other = { 0 };
    for (uint32_t i = 0; i < 100000; i++) {
        VEC_PUSH(a, &v, i * 3);
        if (i % 1000 == 0) VEC_PUSH(a, &other, i);
    }
    assert_int_equal(v.n, 100000);
    assert_int_equal(other.n, 100);
    for (uint32_t i = 0; i < v.n; i++) assert_int_equal(v.p[i], i * 3);
    for (uint32_t i = 0; i < other.n; i++) assert_int_equal(other.p[i], i * 1000);
    calco_arena_free(a);
}

static void map_finds_what_was_put(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    calco_map    m = calco_map_new(a);
    assert_int_equal(calco_map_get(&m, STR("x")), CALCO_NONE);
    for (uint32_t i = 0; i < 20000; i++) calco_map_set(&m, calco_arena_printf(a, "key %u", i), i);
    for (uint32_t i = 0; i < 20000; i++) assert_int_equal(calco_map_get(&m, calco_arena_printf(a, "key %u", i)), i);
    assert_int_equal(m.n, 20000);
    assert_int_equal(calco_map_get(&m, STR("key 20000")), CALCO_NONE);
    calco_map_set(&m, STR("key 7"), 1);
    assert_int_equal(calco_map_get(&m, STR("key 7")), 1);
    assert_int_equal(m.n, 20000);
    ++*calco_map_at(&m, STR("count"), 5);
    ++*calco_map_at(&m, STR("count"), 5);
    assert_int_equal(calco_map_get(&m, STR("count")), 7);
    /* the empty key, with a pointer and without, is one key; a NUL byte counts */
    calco_map_set(&m, (str){ NULL, 0 }, 9);
    assert_int_equal(calco_map_get(&m, STR("")), 9);
    calco_map_set(&m, (str){ "a\0b", 3 }, 10);
    assert_int_equal(calco_map_get(&m, (str){ "a\0c", 3 }), CALCO_NONE);
    assert_int_equal(calco_map_get(&m, (str){ "a\0b", 3 }), 10);
    calco_arena_free(a);
}

static void strings_compare(void **state)
{
    (void)state;
    static const struct { str a, b; int sign; } rows[] = {
        { { "", 0 }, { "", 0 }, 0 },      { { NULL, 0 }, { "", 0 }, 0 },     { { "a", 1 }, { "b", 1 }, -1 },
        { { "ab", 2 }, { "a", 1 }, 1 },   { { "a", 1 }, { "ab", 2 }, -1 },   { { "\xc3\xa9", 2 }, { "z", 1 }, 1 },
        { { "a\0b", 3 }, { "a\0c", 3 }, -1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int c = calco_str_cmp(rows[i].a, rows[i].b);
        assert_int_equal((c > 0) - (c < 0), rows[i].sign);
        assert_int_equal(calco_str_eq(rows[i].a, rows[i].b), rows[i].sign == 0);
    }
    /* XXH3 of the empty input and of "calco", seed 0 */
    assert_true(calco_str_hash(STR("")) == 0x2d06800538d394c2u);
    assert_true(calco_str_hash(STR("a")) == calco_str_hash((str){ "ab", 1 }));
    assert_true(calco_str_hash(STR("a")) != calco_str_hash(STR("b")));
}

static void strings_are_cut(void **state)
{
    (void)state;
    assert_true(calco_str_starts(STR("abc"), STR("")) && calco_str_starts(STR("abc"), STR("ab")));
    assert_false(calco_str_starts(STR("ab"), STR("abc")));
    assert_true(calco_str_ends(STR("abc"), STR("bc")) && calco_str_ends(STR("abc"), STR("")));
    assert_false(calco_str_ends(STR("bc"), STR("abc")));
    assert_str(calco_str_from(STR("abc"), 1), STR("bc"));
    assert_str(calco_str_from(STR("abc"), 9), STR(""));
    assert_str(calco_str_trim(STR(" \t\r\n a b \v\f")), STR("a b"));
    assert_str(calco_str_trim(STR(" \t ")), STR(""));
    static const struct { str s, what; size_t from, at; } finds[] = {
        { { "abcabc", 6 }, { "bc", 2 }, 0, 1 },        { { "abcabc", 6 }, { "bc", 2 }, 2, 4 },
        { { "abcabc", 6 }, { "bc", 2 }, 5, SIZE_MAX }, { { "abc", 3 }, { "", 0 }, 3, 3 },
        { { "abc", 3 }, { "", 0 }, 4, SIZE_MAX },      { { "", 0 }, { "a", 1 }, 0, SIZE_MAX },
        { { "a\0b", 3 }, { "b", 1 }, 0, 2 },
    };
    for (size_t i = 0; i < sizeof finds / sizeof *finds; i++)
        assert_int_equal(calco_str_find(finds[i].s, finds[i].what, finds[i].from), finds[i].at);
}

static void strings_are_split(void **state)
{
    (void)state;
    static const struct { str s; const char *pieces[5]; } rows[] = {
        { { "a,b,,c", 6 }, { "a", "b", "", "c", NULL } }, { { "", 0 }, { "", NULL } },
        { { ",", 1 }, { "", "", NULL } },                 { { "abc", 3 }, { "abc", NULL } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str rest = rows[i].s, piece;
        for (const char *const *p = rows[i].pieces; *p; p++) {
            assert_true(calco_str_split(&rest, ',', &piece));
            assert_str(piece, calco_str(*p));
        }
        assert_false(calco_str_split(&rest, ',', &piece));
    }
}

static void buffers_grow(void **state)
{
    (void)state;
    calco_buf b = { 0 };
    calco_buf_align(&b, 8);
    assert_int_equal(b.n, 0);
    for (int i = 0; i < 1000; i++) calco_buf_printf(&b, "%03d,", i);
    assert_int_equal(b.n, 4000);
    assert_memory_equal(b.p + 3996, "999,", 4);
    calco_buf_char(&b, 'x');
    calco_buf_align(&b, 64);
    assert_int_equal(b.n, 4032);
    assert_int_equal(b.p[4001], 0);
    calco_buf_str(&b, (str){ NULL, 0 });
    assert_int_equal(b.n, 4032);
    calco_buf_free(&b);
    assert_null(b.p);
}

static void files_are_read_whole(void **state)
{
    (void)state;
    char path[] = "/tmp/calco-test-XXXXXX";
    int  fd = mkstemp(path);
    assert_true(fd >= 0);
    char bytes[200000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 31);
    assert_int_equal(write(fd, bytes, sizeof bytes), sizeof bytes);
    close(fd);
    calco_buf b = { 0 };
    calco_err err = { 0 };
    assert_true(calco_read_file(path, &b, &err));
    assert_int_equal(b.n, sizeof bytes);
    assert_memory_equal(b.p, bytes, sizeof bytes);
    calco_buf_free(&b);
    unlink(path);
    assert_false(calco_read_file(path, &b, &err));
    assert_int_equal(err.code, CALCO_ERR_OPEN);
    assert_string_equal(err.path, path);
    assert_false(calco_read_file("/tmp", &b, &err));
    assert_non_null(strstr(err.message, "directory"));
    assert_false(calco_read_file("/nowhere/at/all", &b, NULL)); /* an error nobody asks for */
    calco_buf_free(&b);
}

static void errors_are_filled(void **state)
{
    (void)state;
    calco_err err;
    char      longer[2000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_false(calco_fail_line(&err, CALCO_ERR_FORMAT, longer, 7, "column %d is %s", 3, longer));
    assert_int_equal(err.code, CALCO_ERR_FORMAT);
    assert_int_equal(err.line, 7);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_true(strlen(err.path) < sizeof err.path);
    assert_false(calco_fail(&err, CALCO_ERR_USAGE, NULL, "no"));
    assert_string_equal(err.path, "");
    assert_int_equal(err.line, 0);
    assert_false(calco_fail(NULL, CALCO_ERR_USAGE, NULL, "no"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_memory_is_zero_and_aligned),
        cmocka_unit_test(arena_grows_in_place_and_elsewhere),
        cmocka_unit_test(arena_strings),
        cmocka_unit_test(vec_keeps_its_values),
        cmocka_unit_test(map_finds_what_was_put),
        cmocka_unit_test(strings_compare),
        cmocka_unit_test(strings_are_cut),
        cmocka_unit_test(strings_are_split),
        cmocka_unit_test(buffers_grow),
        cmocka_unit_test(files_are_read_whole),
        cmocka_unit_test(errors_are_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
