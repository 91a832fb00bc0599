/* Packs, tables, n-gram models, word sets and the speller: the floor under all that knows a language. */
#include "tiny.h"

#include "lang/parts.h"

#include <hunspell/hunspell.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *real_pack = "build/packs/it-en.calco";

static char *temporary(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "/tmp/calco-test-%d-%s", (int)getpid(), name);
    return path;
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* --- packs --- */

static void test_pack_round_trip(void **state)
{
    (void)state;
    calco_buf         bytes[TINY_PARTS] = { 0 };
    calco_part_source parts[TINY_PARTS];
    calco_err         err = { 0 };
    const char       *path = temporary("a.calco");
    tiny_parts(bytes, parts);
    assert_true(calco_pack_write(path, "en-en", parts, TINY_PARTS, &err));
    calco_pack *p = calco_pack_open(path, &err);
    assert_non_null(p);
    assert_int_equal(calco_pack_count(p), TINY_PARTS);
    assert_string_equal(calco_pack_path(p), path);
    assert_memory_equal(calco_pack_title(p), "en-en 1 ", 8);
    assert_int_equal(strlen(calco_pack_title(p)), 8 + 16);
    for (size_t i = 0; i < TINY_PARTS; i++) {
        calco_part_info info = calco_pack_info(p, i);
        calco_part      part = calco_pack_part(p, parts[i].name);
        assert_string_equal(info.name, parts[i].name);
        assert_string_equal(info.origin, parts[i].origin);
        assert_string_equal(info.licence, parts[i].licence);
        assert_int_equal(info.size, parts[i].bytes.n);
        assert_true(info.hash == calco_str_hash(parts[i].bytes));
        assert_int_equal((uintptr_t)part.p % 64, 0);
        assert_true(calco_str_eq((str){ part.p, part.n }, parts[i].bytes));
        calco_buf_free(&bytes[i]);
    }
    assert_null(calco_pack_part(p, "en.none").p);
    calco_pack_close(p);
    unlink(path);
}

static void test_pack_same_bytes(void **state)
{
    (void)state;
    calco_buf a = { 0 }, b = { 0 };
    tiny_pack(&a);
    tiny_pack(&b);
    assert_true(calco_str_eq(calco_buf_view(&a), calco_buf_view(&b)));
    calco_buf_free(&a);
    calco_buf_free(&b);
}

static void test_pack_without_parts(void **state)
{
    (void)state;
    calco_buf image = { 0 };
    calco_err err = { 0 };
    calco_pack_image(&image, "xx-yy", NULL, 0);
    calco_pack *p = calco_pack_from_memory(image.p, image.n, "x", &err);
    assert_non_null(p);
    assert_int_equal(calco_pack_count(p), 0);
    calco_lang *lang = calco_lang_open(p, "yy", &err);
    assert_non_null(lang);
    assert_null(lang->ngram);
    assert_null(lang->speller);
    assert_int_equal(calco_speller_check(lang->speller, STR("any")), WORD_KNOWN);
    assert_false(calco_in_list(lang, "x", STR("a")));
    assert_int_equal(calco_tag_id(lang, STR("NN")), 0xff);
    assert_true(calco_phrase_logp(lang, &STR("a"), 1, true) == 0.0);
    calco_lang_close(lang);
    calco_lang_close(NULL);
    calco_pack_close(p);
    calco_pack_close(NULL);
    calco_buf_free(&image);
}

static bool opens(const void *image, size_t n, calco_err *err)
{
    calco_pack *p = calco_pack_from_memory(image, n, "build/packs/xx-yy.calco", err);
    calco_pack_close(p);
    return p != NULL;
}

static void test_pack_truncated(void **state)
{
    (void)state;
    calco_buf image = { 0 };
    tiny_pack(&image);
    for (size_t n = 0; n < image.n; n++) {
        calco_err err = { 0 };
        assert_false(opens(image.p, n, &err));
        assert_int_equal(err.code, CALCO_ERR_PACK);
    }
    calco_buf_char(&image, 0);
    calco_err err = { 0 };
    assert_false(opens(image.p, image.n, &err));
    calco_buf_free(&image);
}

static void test_pack_every_flipped_bit(void **state)
{
    (void)state;
    calco_buf image = { 0 };
    calco_err err = { 0 };
    tiny_pack(&image);
    assert_true(opens(image.p, image.n, &err));
    for (size_t i = 0; i < image.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
            if (opens(image.p, image.n, &err)) fail_msg("byte %zu, bit %d is in no checksum", i, bit);
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
        }
    calco_buf_free(&image);
}

/* The message names the file and both ways to rebuild it. */
static void expect_remedy(const calco_err *err, const char *what, const char *path)
{
    char command[256];
    snprintf(command, sizeof command, "calco-pack xx-yy dictionaries %s", path);
    assert_int_equal(err->code, CALCO_ERR_PACK);
    assert_string_equal(err->path, path);
    assert_non_null(strstr(err->message, what));
    assert_non_null(strstr(err->message, path));
    assert_non_null(strstr(err->message, "make packs"));
    assert_non_null(strstr(err->message, command));
}

static void test_pack_errors(void **state)
{
    (void)state;
    char      folder[] = "/tmp/calco-test-XXXXXX", path[64];
    calco_buf image = { 0 };
    calco_err err = { 0 };
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/xx-yy.calco", folder); /* the pair is what the file is called */
    assert_null(calco_pack_open(path, &err));
    expect_remedy(&err, "is missing", path);
    write_file(path, "", 0);
    assert_null(calco_pack_open(path, &err));
    expect_remedy(&err, "is truncated", path);
    write_file(path, "This is a text file, not a pack at all; it is long enough.", 50);
    assert_null(calco_pack_open(path, &err));
    expect_remedy(&err, "is not a pack", path);
    tiny_pack(&image);
    image.p[8] = 9;
    write_file(path, image.p, image.n);
    assert_null(calco_pack_open(path, &err));
    expect_remedy(&err, "has format version 9", path);
    image.p[8] = CALCO_PACK_VERSION;
    image.p[image.n - 1] ^= 1;
    write_file(path, image.p, image.n);
    assert_null(calco_pack_open(path, &err));
    expect_remedy(&err, "is damaged", path);
    calco_pack *early = calco_pack_open_early(path, &err);
    assert_non_null(early);
    assert_false(calco_pack_verify(early, &err));
    expect_remedy(&err, "is damaged", path);
    calco_pack_close(early);
    assert_null(calco_engine_open(path, NULL, &err)); /* that verifies while it opens the parts */
    expect_remedy(&err, "is damaged", path);
    write_file(path, image.p, image.n / 2);
    assert_null(calco_pack_open(path, &err));
    expect_remedy(&err, "is truncated", path);
    unlink(path);
    rmdir(folder);
    assert_null(calco_pack_open("/tmp", &err));
    assert_false(calco_pack_write("/nonexistent/x.calco", "xx-yy", NULL, 0, &err));
    assert_int_equal(err.code, CALCO_ERR_OPEN);
    assert_null(calco_pack_open("/nonexistent/x.calco", NULL));
    calco_buf_free(&image);
}

/* --- tables --- */

static void test_strtab(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    calco_arena *a = calco_arena_new();
    str          strings[MANY] = { STR(""), { "a\0b", 3 }, STR("a"), STR("\xc3\xa9") };
    calco_buf    image = { 0 };
    calco_strtab t;
    calco_err    err = { 0 };
    for (int i = 4; i < MANY; i++) strings[i] = calco_arena_printf(a, "word %d", i);
    for (size_t n = 0; n <= MANY; n = n ? n * 10 : 1) {
        image.n = 0;
        calco_strtab_write(&image, strings, n);
        calco_buf_char(&image, 'x'); /* other data may follow */
        assert_true(calco_strtab_open(&t, image.p, image.n, &err));
        assert_int_equal(t.count, n);
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(calco_strtab_find(&t, strings[i]), i);
            assert_true(calco_str_eq(calco_strtab_at(&t, i), strings[i]));
        }
        assert_int_equal(calco_strtab_find(&t, STR("absent")), CALCO_NONE);
        if (n < 1) assert_int_equal(calco_strtab_find(&t, STR("")), CALCO_NONE);
    }
    t = (calco_strtab){ 0 };
    assert_int_equal(calco_strtab_find(&t, STR("a")), CALCO_NONE);
    calco_buf_free(&image);
    calco_arena_free(a);
}

/* Look up what an image holds and what it does not: must end, and inside the image. */
static void exercise_strtab(const char *bytes, size_t n)
{
    calco_strtab t;
    char        *exact = malloc(n ? n : 1);
    memcpy(exact, bytes, n);
    if (calco_strtab_open(&t, exact, n, NULL)) {
        calco_strtab_find(&t, STR("b"));
        for (uint32_t i = 0; i < t.count; i++) calco_strtab_find(&t, calco_strtab_at(&t, i));
    }
    free(exact);
}

static void test_strtab_malformed(void **state)
{
    (void)state;
    calco_buf    image = { 0 };
    calco_strtab t;
    calco_err    err = { 0 };
    tiny_list(&image);
    size_t needed = 16 + 8 * sizeof(uint32_t) + 4 * sizeof(uint32_t) + 15;
    for (size_t n = 0; n < needed; n++) assert_false(calco_strtab_open(&t, image.p, n, &err));
    assert_true(calco_strtab_open(&t, image.p, needed, &err));
    assert_int_equal(err.code, CALCO_ERR_PACK);
    for (size_t i = 0; i < image.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
            exercise_strtab(image.p, image.n);
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
        }
    uint32_t full[] = { 1, 1, 1, 0, 1, 0, 1, 'a' }; /* no free slot: a search would not end */
    assert_false(calco_strtab_open(&t, full, sizeof full, &err));
    uint32_t outside[] = { 1, 2, 1, 0, 2, 0, 0, 1, 'a' }; /* a slot behind the last string */
    assert_false(calco_strtab_open(&t, outside, sizeof outside, &err));
    unsigned char latin[] = { 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,   1,
                              0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0xe9 };
    uint32_t      aligned[9];
    memcpy(aligned, latin, sizeof latin);
    assert_false(calco_strtab_open(&t, aligned, sizeof latin, &err)); /* no UTF-8 */
    uint32_t huge[] = { UINT32_MAX, UINT32_MAX, UINT32_MAX, 0 };
    assert_false(calco_strtab_open(&t, huge, sizeof huge, &err));
    calco_buf_free(&image);
}

static void test_cursor(void **state)
{
    (void)state;
    calco_cursor c = { .p = "abcdefgh", .n = 8 };
    assert_ptr_equal(calco_cursor_take(&c, 1), c.p);
    calco_cursor_align(&c, 4);
    assert_int_equal(c.at, 4);
    calco_cursor_align(&c, 4);
    assert_int_equal(c.at, 4);
    uint32_t v;
    memcpy(&v, "efgh", 4);
    assert_int_equal(calco_cursor_u32(&c), v);
    assert_non_null(calco_cursor_take(&c, 0));
    assert_false(c.bad);
    assert_int_equal(calco_cursor_u32(&c), 0);
    assert_true(c.bad);
    assert_null(calco_cursor_take(&c, 0));
    calco_cursor big = { .p = "abc", .n = 3, .at = 1 };
    assert_null(calco_cursor_take(&big, SIZE_MAX));
    assert_true(big.bad);
}

typedef struct {
    char   seen[512];
    size_t rows, stop_at;
} tsv_log;

static bool log_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    tsv_log *l = ctx;
    size_t   at = strlen(l->seen);
    at += (size_t)snprintf(l->seen + at, sizeof l->seen - at, "%zu:%zu", line, n);
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(l->seen + at, sizeof l->seen - at, "|%.*s", STR_FMT(column[i]));
    snprintf(l->seen + at, sizeof l->seen - at, ";");
    assert_int_equal(column[n].n, 0); /* those beyond are empty */
    if (++l->rows != l->stop_at) return true;
    err->line = 77;
    return false;
}

static void test_tsv(void **state)
{
    (void)state;
    static const struct {
        const char *text, *seen;
    } rows[] = {
        { "", "" },
        { "\n\n\r\n", "" },
        { "# only a comment", "" },
        { "a", "1:1|a;" },
        { "a\tb\r\nc\n", "1:2|a|b;2:1|c;" },
        { "\ta\t\n #x\n", "1:3||a|;2:1| #x;" },
        { "\n# c\nx\ty", "3:2|x|y;" },
        { "\xef\xbf\xbd\t\xf0\x9f\x98\x80", "1:2|\xef\xbf\xbd|\xf0\x9f\x98\x80;" },
        { "1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15", "1:15|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15;" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tsv_log   l = { .seen = "" };
        calco_err err = { 0 };
        assert_true(calco_tsv_each(calco_str(rows[i].text), log_row, &l, &err));
        assert_string_equal(l.seen, rows[i].seen);
    }
    tsv_log   l = { .stop_at = 2 };
    calco_err err = { 0 };
    assert_false(calco_tsv_each(STR("a\nb\nc"), log_row, &l, &err));
    assert_int_equal(l.rows, 2);
    assert_int_equal(err.line, 77);
    assert_false(calco_tsv_each(STR("\nx\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t17"), log_row, &l, &err));
    assert_int_equal(err.code, CALCO_ERR_FORMAT);
    assert_int_equal(err.line, 2);
}

/* --- n-gram models --- */

static calco_pack *tiny_opened(calco_buf *image, calco_lang **lang)
{
    calco_err err = { 0 };
    tiny_pack(image);
    calco_pack *p = calco_pack_from_memory(image->p, image->n, "tiny", &err);
    assert_non_null(p);
    *lang = calco_lang_open(p, "en", &err);
    assert_non_null(*lang);
    return p;
}

static void test_ngram_back_off(void **state)
{
    (void)state;
    enum { UNK, S, E, A, B };
    static const struct {
        uint32_t u, v, w;
        double   logp;
    } rows[] = {
        { S, A, B, -0.0625 },            /* the trigram */
        { S, A, A, -0.25 - 0.03 - 0.3 }, /* back-off of "<s> a", of "a", word a */
        { A, B, A, -1 },                 /* "a b" has no back-off; bigram b a */
        { B, A, B, -0.125 - 0.75 },      /* back-off of "b a", bigram a b */
        { S, S, A, -0.5 },               /* no history: bigram <s> a */
        { UNK, UNK, B, -0.4 },           /* unknown history: the word alone */
        { A, B, UNK, -0.04 - 0 },        /* back-off of b, unknown word */
        { A, B, LM_SILENT, -0.04 },      /* ids outside count as unknown */
        { LM_SILENT, 7, B, -0.4 },
        { B, B, E, -0.04 - 0.2 },
    };
    calco_buf   image = { 0 };
    calco_lang *lang;
    calco_pack *p = tiny_opened(&image, &lang);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_true(fabs((double)calco_ngram_logp(lang->ngram, rows[i].u, rows[i].v, rows[i].w) - rows[i].logp) < 1e-6);
    assert_int_equal(calco_ngram_words(lang->ngram), 7);
    assert_int_equal(calco_ngram_start(lang->ngram), S);
    assert_int_equal(calco_ngram_end(lang->ngram), E);
    assert_true(calco_str_eq(calco_ngram_text(lang->ngram, B), STR("b")));
    assert_true(calco_str_eq(calco_ngram_text(lang->ngram, 1000), STR("<unk>")));
    calco_lang_close(lang);
    calco_pack_close(p);
    calco_buf_free(&image);
}

static void test_ngram_words(void **state)
{
    (void)state;
    static const struct {
        const char *fold;
        uint32_t    id;
    } rows[] = {
        { "a", 3 },
        { "zebra", LM_UNKNOWN },
        { "", LM_UNKNOWN },
        { "1987", 6 },
        { "2", 4 },
        { "20.000", 4 },
        { "19a", LM_UNKNOWN },
        { "1900", 6 },
        { "new-a", 3 },
        { "new-zebra", LM_UNKNOWN },
        { "-", LM_UNKNOWN },
        { "a-", LM_UNKNOWN },
        { "12345678901234567890123456789012345", 4 },
        { "\xc3\xa9"
          "4",
          LM_UNKNOWN },
    };
    calco_buf   image = { 0 };
    calco_lang *lang;
    calco_pack *p = tiny_opened(&image, &lang);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (calco_ngram_word(lang->ngram, calco_str(rows[i].fold)) != rows[i].id) fail_msg("%s", rows[i].fold);
    calco_lang_close(lang);
    calco_pack_close(p);
    calco_buf_free(&image);
}

static void test_phrase(void **state)
{
    (void)state;
    const str   apart[] = { STR("a"), STR("do"), STR("n't"), STR(","), STR("\xc2\xab"), STR("b") };
    const str   joined[] = { STR("a"), STR("don't"), STR("b") };
    calco_buf   image = { 0 };
    calco_lang *lang;
    calco_pack *p = tiny_opened(&image, &lang);
    double      a = calco_phrase_logp(lang, apart, 6, true), b = calco_phrase_logp(lang, joined, 3, true);
    /* <s> a | back-off of "<s> a" and of a, don't | back-off of don't, b | back-off of b, </s> */
    double sum = -0.5 + (-0.25 - 0.03 - 0.5) + (-0.05 - 0.4) + (-0.04 - 0.2);
    assert_true(fabs(a - sum) < 1e-6 && fabs(b - sum) < 1e-6);
    assert_true(fabs(calco_phrase_logp(lang, joined, 1, false) - -0.3) < 1e-6);
    assert_true(calco_phrase_logp(lang, NULL, 0, false) == 0.0);
    assert_true(fabs(calco_phrase_logp(lang, NULL, 0, true) - (-0.01 - 0.2)) < 1e-6);
    calco_lang_close(lang);
    calco_pack_close(p);
    calco_buf_free(&image);
}

static void test_surprisal(void **state)
{
    (void)state;
    calco_buf    image = { 0 };
    calco_arena *a = calco_arena_new();
    calco_lang  *lang;
    calco_pack  *p = tiny_opened(&image, &lang);
    calco_doc    doc = { .name = "x", .text = STR("a don't, 1999 %") };
    float        out[6];
    VEC_PUSH(a, &doc.units, ((calco_unit){ .end = doc.text.n }));
    calco_segment(a, &doc, &lang->segmentation);
    assert_int_equal(doc.sentences.n, 1);
    assert_int_equal(doc.tokens.n, 6);
    calco_ngram_tokens(lang, &doc, &doc.sentences.p[0]);
    static const uint32_t ids[] = { 3, 5, LM_SILENT, LM_SILENT, 6, LM_SILENT };
    for (size_t i = 0; i < 6; i++) assert_int_equal(doc.tokens.p[i].lm, ids[i]);
    assert_int_equal(calco_surprisal(lang, &doc, &doc.sentences.p[0], out), 3);
    for (size_t i = 0; i < 6; i++) assert_true(isnan(out[i]) == (ids[i] == LM_SILENT));
    assert_true(fabs((double)out[0] - -0.5) < 1e-6);
    calco_lang_close(lang);
    calco_pack_close(p);
    calco_arena_free(a);
    calco_buf_free(&image);
}

/* A damaged image is refused, or every look-up stays inside (which the sanitizers see). */
static void exercise_ngram(const char *bytes, size_t n)
{
    calco_arena *a = calco_arena_new();
    char        *exact = malloc(n ? n : 1);
    memcpy(exact, bytes, n);
    calco_ngram *m = calco_ngram_open((calco_part){ exact, n }, a, NULL);
    for (uint32_t u = 0; m && u < 8; u++)
        for (uint32_t v = 0; v < 8; v++)
            for (uint32_t w = 0; w < 8; w++) calco_ngram_logp(m, u, v, w);
    if (m) calco_ngram_word(m, STR("1987-a"));
    free(exact);
    calco_arena_free(a);
}

static void test_ngram_malformed(void **state)
{
    (void)state;
    calco_buf    image = { 0 };
    calco_arena *a = calco_arena_new();
    tiny_ngram(&image);
    for (size_t n = 0; n + 8 <= image.n; n++) assert_null(calco_ngram_open((calco_part){ image.p, n }, a, NULL));
    for (size_t i = 0; i < image.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
            exercise_ngram(image.p, image.n);
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
        }
    calco_arena_free(a);
    calco_buf_free(&image);
}

/* --- word sets and the speller --- */

static void test_wordset(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    calco_arena  *a = calco_arena_new();
    str           words[MANY];
    uint8_t       flags[MANY];
    calco_buf     image = { 0 };
    calco_wordset w;
    for (int i = 0; i < MANY; i++) {
        words[i] = calco_arena_printf(a, "%04d%s", i, i % 3 ? "ness" : "");
        flags[i] = (uint8_t)(1 + i % WORDSET_FLAGS_MAX);
    }
    calco_wordset_write(&image, words, flags, MANY);
    assert_true(calco_wordset_open(&w, (calco_part){ image.p, image.n }, NULL));
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(calco_wordset_find(&w, words[i]), flags[i]);
        assert_int_equal(calco_wordset_find(&w, calco_str_cut(words[i], 0, words[i].n - 1)), 0);
        assert_int_equal(calco_wordset_find(&w, calco_arena_printf(a, "%.*ss", STR_FMT(words[i]))), 0);
    }
    assert_int_equal(calco_wordset_find(&w, STR("")), 0);
    assert_int_equal(calco_wordset_find(&w, (str){ "0000\1", 5 }), 0);
    assert_int_equal(calco_wordset_find(&w, (str){ "0000\0", 5 }), 0);
    image.n = 0;
    calco_wordset_write(&image, NULL, NULL, 0);
    assert_true(calco_wordset_open(&w, (calco_part){ image.p, image.n }, NULL));
    assert_int_equal(calco_wordset_find(&w, STR("a")), 0);
    assert_int_equal(calco_wordset_find(&w, STR("\xff")), 0);
    calco_buf_free(&image);
    calco_arena_free(a);
}

typedef struct {
    char seen[256];
} near_log;

static void log_near(void *ctx, str word, unsigned flags, unsigned cost)
{
    near_log *l = ctx;
    size_t    at = strlen(l->seen);
    snprintf(l->seen + at, sizeof l->seen - at, "%.*s/%u/%u ", STR_FMT(word), flags, cost);
}

static void test_near(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        unsigned    most;
        const char *seen;
    } rows[] = {
        { "house", 0, "house/1/0 " },
        { "hous", 9, "house/1/9 " }, /* a letter too few */
        { "hous", 18, "house/1/9 houses/1/18 " },
        { "housee", 9, "house/1/7 " },  /* a doubled one */
        { "huose", 9, "house/1/8 " },   /* two swapped */
        { "hoose", 12, "house/1/12 " }, /* another letter */
        { "mouse", 17, "" },
        { "mouse", 18, "house/1/18 " }, /* another first letter */
        { "ouse", 15, "house/1/15 " },
        { "colr", 18, "color/3/9 colour/5/18 " },
        { "cloor", 20, "color/3/8 colour/5/17 " },
        { "NATOO", 10, "NATO/8/7 " },
        { "", 40, "" },
        { "xyz", 20, "" },
    };
    calco_buf     image = { 0 };
    calco_wordset w;
    tiny_words(&image);
    assert_true(calco_wordset_open(&w, (calco_part){ image.p, image.n }, NULL));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        near_log l = { "" };
        calco_wordset_near(&w, calco_str(rows[i].word), rows[i].most, log_near, &l);
        assert_string_equal(l.seen, rows[i].seen);
    }
    near_log l = { "" };
    calco_wordset_near(&w, STR("aaaaaaaaaabbbbbbbbbbccccccccccddd"), 40, log_near, &l); /* 33 bytes */
    calco_wordset_near(&w, STR("house"), NEAR_MOST + 1, log_near, &l);
    calco_wordset_near(&(calco_wordset){ 0 }, STR("house"), 9, log_near, &l);
    assert_string_equal(l.seen, "");
    calco_buf_free(&image);
}

static void test_wordset_malformed(void **state)
{
    (void)state;
    calco_buf     image = { 0 };
    calco_wordset w;
    tiny_words(&image);
    for (size_t n = 0; n < image.n; n++) assert_false(calco_wordset_open(&w, (calco_part){ image.p, n }, NULL));
    for (size_t i = 0; i < image.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
            char *exact = malloc(image.n);
            memcpy(exact, image.p, image.n);
            if (calco_wordset_open(&w, (calco_part){ exact, image.n }, NULL)) {
                calco_wordset_find(&w, STR("houses and colours"));
                calco_wordset_find(&w, STR("\xff\xff\xff\xff\xff"));
                near_log l = { "" };
                calco_wordset_near(&w, STR("hose"), 25, log_near, &l);
            }
            free(exact);
            image.p[i] = (char)(image.p[i] ^ 1 << bit);
        }
    calco_buf_free(&image);
}

static void test_speller_case(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        unsigned    flags;
    } rows[] = {
        { "house", WORD_KNOWN },
        { "House", WORD_KNOWN },
        { "HOUSE", WORD_KNOWN },
        { "HOuse", 0 },
        { "hOUSE", 0 },
        { "hous", 0 },
        { "color", WORD_KNOWN | WORD_US },
        { "colour", WORD_KNOWN | WORD_GB },
        { "Georgia", WORD_NAME | WORD_US | WORD_GB },
        { "GEORGIA", WORD_NAME | WORD_US | WORD_GB },
        { "georgia", 0 },
        { "NATO", WORD_NAME },
        { "nato", 0 },
        { "", 0 },
        { "\xc3\x89", 0 },
    };
    calco_buf   image = { 0 };
    calco_lang *lang;
    calco_pack *p = tiny_opened(&image, &lang);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (calco_speller_check(lang->speller, calco_str(rows[i].word)) != rows[i].flags) fail_msg("%s", rows[i].word);
    calco_lang_close(lang);
    calco_pack_close(p);
    calco_buf_free(&image);
}

static void test_lists(void **state)
{
    (void)state;
    calco_buf   image = { 0 };
    calco_lang *lang;
    calco_pack *p = tiny_opened(&image, &lang);
    assert_true(calco_in_list(lang, "x", STR("United States")));
    assert_false(calco_in_list(lang, "x", STR("united states")));
    assert_false(calco_in_list(lang, "y", STR("a")));
    assert_int_equal(calco_tag_id(lang, STR("VB")), 1);
    assert_int_equal(lang->tag_feats[1], FEAT_VERB | FEAT_INF);
    assert_int_equal(lang->segmentation.clitics->n, 2);
    assert_true(calco_str_eq(lang->segmentation.clitics->p[1], STR("-'s")));
    calco_lang_close(lang);
    calco_pack_close(p);
    calco_buf_free(&image);
}

/* --- the real pack --- */

typedef struct {
    calco_pack *pack;
    calco_lang *en, *it;
} opened;

static opened real(void)
{
    calco_err err = { 0 };
    opened    o = { .pack = calco_pack_open(real_pack, &err) };
    if (!o.pack) fail_msg("%s", err.message);
    o.en = calco_lang_open(o.pack, "en", &err);
    o.it = calco_lang_open(o.pack, "it", &err);
    assert_non_null(o.en);
    assert_non_null(o.it);
    return o;
}

static void real_close(opened *o)
{
    calco_lang_close(o->en);
    calco_lang_close(o->it);
    calco_pack_close(o->pack);
}

/* After any history the probabilities of all words sum to 1 (what 8-bit codes lose is little). */
static void test_real_model_sums_to_one(void **state)
{
    (void)state;
    static const char *const histories[][2] = { { "<s>", "<s>" },       { "<s>", "the" },        { "united", "states" },
                                                { "of", "the" },        { "prime", "minister" }, { "said", "he" },
                                                { "zebra", "crossing" } };
    opened                   o = real();
    const calco_ngram       *m = o.en->ngram;
    for (size_t i = 0; i < sizeof histories / sizeof histories[0]; i++) {
        uint32_t u = calco_ngram_word(m, calco_str(histories[i][0])),
                 v = calco_ngram_word(m, calco_str(histories[i][1]));
        double sum = 0;
        for (uint32_t w = 0; w < calco_ngram_words(m); w++) sum += pow(10, (double)calco_ngram_logp(m, u, v, w));
        if (sum < 0.95 || sum > 1.05) fail_msg("after \"%s %s\" the sum is %f", histories[i][0], histories[i][1], sum);
    }
    real_close(&o);
}

static void test_real_model_prefers_english(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        /* better, worse */
        { "the prime minister said", "the minister prime said" },
        { "he was taken to hospital", "he was taken to armchair" },
        { "at the end of the day", "at the end from the day" },
        { "in 1987", "in the 1987" },
        { "i don't know", "i not know" },
        { "the court's decision", "the decision's court" },
    };
    opened       o = real();
    calco_arena *a = calco_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double logp[2];
        for (int k = 0; k < 2; k++) {
            calco_strs words = { 0 };
            str        rest = calco_str(rows[i][k]), word;
            while (calco_str_split(&rest, ' ', &word)) VEC_PUSH(a, &words, word);
            logp[k] = calco_phrase_logp(o.en, words.p, words.n, true);
        }
        if (logp[0] <= logp[1]) fail_msg("\"%s\" %f, \"%s\" %f", rows[i][0], logp[0], rows[i][1], logp[1]);
    }
    calco_arena_free(a);
    real_close(&o);
}

static void test_real_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        unsigned    en, it;
    } rows[] = {
        { "colour", WORD_KNOWN | WORD_GB, 0 },
        { "color", WORD_KNOWN | WORD_US, WORD_KNOWN }, /* Italian has it as a truncated form */
        { "houses", WORD_KNOWN | WORD_US | WORD_GB, 0 },
        { "underestimated", WORD_KNOWN | WORD_US | WORD_GB, 0 },
        { "Georgia", WORD_NAME | WORD_US | WORD_GB, WORD_NAME },
        { "georgia", 0, 0 },
        { "citt\xc3\xa0", 0, WORD_KNOWN },
        { "Citt\xc3\xa0", 0, WORD_KNOWN },
        { "andarsene", 0, WORD_KNOWN },
        { "parlamentari", 0, WORD_KNOWN },
        { "recieve", 0, 0 },
        { "shrinkflation", WORD_KNOWN, 0 }, /* of words.txt */
    };
    opened o = real();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        unsigned en = calco_speller_check(o.en->speller, calco_str(rows[i].word)),
                 it = calco_speller_check(o.it->speller, calco_str(rows[i].word));
        if (en != rows[i].en) fail_msg("%s: English %u", rows[i].word, en);
        if (it != rows[i].it) fail_msg("%s: Italian %u", rows[i].word, it);
    }
    real_close(&o);
}

/* Without hyphens, apostrophes and digits: there Hunspell knows compounds that tokens do not have. */
static bool is_plain(str word)
{
    for (size_t i = 0; i < word.n; i++)
        if ((word.p[i] >= '0' && word.p[i] <= '9') || strchr("-'._/", word.p[i])) return false;
    return word.n > 1;
}

/* The list and Hunspell say the same of every word of the language model, but for the words of words.txt. */
static void agree_with_hunspell(const calco_lang *lang, const char *dictionary, unsigned flag)
{
    char aff[64], dic[64], word[128];
    snprintf(aff, sizeof aff, "/usr/share/hunspell/%s.aff", dictionary);
    snprintf(dic, sizeof dic, "/usr/share/hunspell/%s.dic", dictionary);
    Hunhandle *h = Hunspell_create(aff, dic);
    size_t     compared = 0, known = 0;
    for (uint32_t i = 3; i < calco_ngram_words(lang->ngram); i++) {
        str w = calco_ngram_text(lang->ngram, i);
        if (!is_plain(w) || w.n >= sizeof word) continue;
        snprintf(word, sizeof word, "%.*s", STR_FMT(w));
        bool theirs = Hunspell_spell(h, word) != 0, ours = (calco_speller_check(lang->speller, w) & flag) != 0;
        if (theirs != ours && !(ours && flag == WORD_KNOWN))
            fail_msg("%s: %s %d, list %d", word, dictionary, theirs, ours);
        compared++;
        known += theirs;
    }
    Hunspell_destroy(h);
    assert_true(compared > 10000 && known > compared / 3);
}

static void test_real_lists_agree_with_hunspell(void **state)
{
    (void)state;
    opened o = real();
    agree_with_hunspell(o.en, "en_US", WORD_US);
    agree_with_hunspell(o.en, "en_GB", WORD_GB);
    agree_with_hunspell(o.it, "it_IT", WORD_KNOWN);
    real_close(&o);
}

enum { THREADS = 4 };

static void *spell_in_thread(void *lang)
{
    calco_arena *a = calco_arena_new();
    str          out[3];
    size_t       good = 0;
    for (int i = 0; i < 20; i++) {
        good += calco_speller_check(((calco_lang *)lang)->speller, STR("Houses")) != 0;
        good += calco_speller_suggest(((calco_lang *)lang)->speller, a, STR("recieve"), out, 3) > 0;
    }
    calco_arena_free(a);
    return good == 40 ? lang : NULL;
}

static void test_real_speller_in_threads(void **state)
{
    (void)state;
    opened    o = real();
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, spell_in_thread, o.en), 0);
    for (int i = 0; i < THREADS; i++) {
        void *good;
        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_non_null(good);
    }
    real_close(&o);
}

/* What stands first for common slips; best of all where it is unmistakable. */
static void test_real_suggestions(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "recieve", "receive" },
        { "beteen", "between" },
        { "occured", "occurred" },
        { "definately", "definitely" },
        { "accomodate", "accommodate" },
        { "wich", "which" },
        { "thier", "their" },
        { "adress", "address" },
        { "untill", "until" },
        { "parlament", "parliament" },
        { "goverment", "government" },
        { "alot", "a lot" },
        { "georgia", "Georgia" },
        { "Itly", "Italy" },
        { "Goverment", "Government" },
        { "GOVERMENT", "GOVERNMENT" },
        { "existance", "existence" },
        { "responsability", "responsibility" },
    };
    opened       o = real();
    calco_arena *a = calco_arena_new();
    str          out[5], again[5];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = calco_speller_suggest(o.en->speller, a, calco_str(rows[i][0]), out, 5);
        if (!n || !calco_str_eq(out[0], calco_str(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], STR_FMT(n ? out[0] : STR("nothing")));
        assert_in_range(n, 1, 5);
        for (size_t k = 0; k < n; k++) { /* each suggestion is known, in the case it is given in */
            str rest = out[k], word;
            while (calco_str_split(&rest, ' ', &word)) assert_true(calco_speller_check(o.en->speller, word) != 0);
            for (size_t j = 0; j < k; j++) assert_false(calco_str_eq(out[j], out[k]));
        }
        assert_int_equal(calco_speller_suggest(o.en->speller, a, calco_str(rows[i][0]), again, 1), 1);
        assert_true(calco_str_eq(again[0], out[0]));
    }
    assert_int_equal(calco_speller_suggest(o.en->speller, a, STR("qqqqqqqq"), out, 5), 0);
    assert_int_equal(calco_speller_suggest(o.en->speller, a, STR("recieve"), out, 0), 0);
    assert_int_equal(calco_speller_suggest(o.en->speller, a, STR(""), out, 5), 0);
    assert_int_equal(calco_speller_suggest(o.en->speller, a, (str){ "a\0b", 3 }, out, 5), 0);
    assert_int_equal(calco_speller_suggest(NULL, a, STR("recieve"), out, 5), 0);
    calco_arena_free(a);
    real_close(&o);
}

static void test_real_lists(void **state)
{
    (void)state;
    opened o = real();
    assert_true(calco_in_list(o.en, "country", STR("Georgia")));
    assert_true(calco_in_list(o.en, "language", STR("Georgian")));
    assert_true(calco_in_list(o.it, "country", STR("Germania")));
    assert_false(calco_in_list(o.en, "country", STR("Germania")));
    real_close(&o);
}

int main(int argc, char **argv)
{
    if (getenv("CALCO_TEST_PACK")) real_pack = getenv("CALCO_TEST_PACK");
    if (argc > 1) real_pack = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_round_trip),
        cmocka_unit_test(test_pack_same_bytes),
        cmocka_unit_test(test_pack_without_parts),
        cmocka_unit_test(test_pack_truncated),
        cmocka_unit_test(test_pack_every_flipped_bit),
        cmocka_unit_test(test_pack_errors),
        cmocka_unit_test(test_strtab),
        cmocka_unit_test(test_strtab_malformed),
        cmocka_unit_test(test_cursor),
        cmocka_unit_test(test_tsv),
        cmocka_unit_test(test_ngram_back_off),
        cmocka_unit_test(test_ngram_words),
        cmocka_unit_test(test_phrase),
        cmocka_unit_test(test_surprisal),
        cmocka_unit_test(test_ngram_malformed),
        cmocka_unit_test(test_wordset),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_wordset_malformed),
        cmocka_unit_test(test_speller_case),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_real_model_sums_to_one),
        cmocka_unit_test(test_real_model_prefers_english),
        cmocka_unit_test(test_real_spelling),
        cmocka_unit_test(test_real_lists_agree_with_hunspell),
        cmocka_unit_test(test_real_speller_in_threads),
        cmocka_unit_test(test_real_suggestions),
        cmocka_unit_test(test_real_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
