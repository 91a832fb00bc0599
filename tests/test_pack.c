/* calco-pack, run as a program on small dictionaries of its own: what it builds, how it refuses, that it repeats
 * itself. */
#include "lang/parts.h"

#include "align/infer.h"
#include "base/buf.h"
#include "lang/wordset.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char program[4096]; /* calco-pack beside the folder of tests */
static char folder[64];    /* dictionaries and packs of one test */

static const char *in_folder(const char *name)
{
    static char path[4][256];
    static int  next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(in_folder(name), "wb");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static int set_up(void **state)
{
    (void)state;
    static const char *const folders[] = { "aa", "bb", "aa-bb", "aa-bb/rules", "bb/lists" };
    snprintf(folder, sizeof folder, "/tmp/calco-pack-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (mkdir(in_folder(folders[i]), 0755) != 0) return -1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* Run calco-pack; the exit status, and what it wrote to standard error. */
static int run(const char *pair, const char *output, calco_buf *said)
{
    char command[5000];
    snprintf(command, sizeof command, "%s %s %s %s 2>%s", program, pair, folder, in_folder(output), in_folder("said"));
    int status = system(command);
    said->n = 0;
    assert_true(calco_read_file(in_folder("said"), said, NULL));
    calco_buf_char(said, '\0');
    return WEXITSTATUS(status);
}

static void expect_refused(const char *pair, const char *const *parts)
{
    calco_buf said = { 0 };
    assert_int_equal(run(pair, "out.calco", &said), 2);
    for (; *parts; parts++)
        if (!strstr(said.p, *parts)) fail_msg("\"%s\" is not in: %s", *parts, said.p);
    assert_int_not_equal(access(in_folder("out.calco"), F_OK), 0);
    assert_int_not_equal(access(in_folder("out.calco.tmp"), F_OK), 0);
    calco_buf_free(&said);
}

/* The same where an earlier pack is there: it goes first. */
static void expect_again_refused(const char *const *parts)
{
    unlink(in_folder("out.calco"));
    expect_refused("aa-bb", parts);
}

/* Builds aa-bb twice: the same bytes. Returns the opened pack. */
static calco_pack *build(calco_lang **lang)
{
    calco_buf said = { 0 }, one = { 0 }, two = { 0 };
    calco_err err = { 0 };
    int       status = run("aa-bb", "out.calco", &said);
    if (status) fail_msg("%s", said.p);
    assert_int_equal(said.n, 1); /* silent */
    assert_int_equal(run("aa-bb", "again.calco", &said), 0);
    assert_true(calco_read_file(in_folder("out.calco"), &one, &err));
    assert_true(calco_read_file(in_folder("again.calco"), &two, &err));
    assert_true(calco_str_eq(calco_buf_view(&one), calco_buf_view(&two)));
    calco_pack *pack = calco_pack_open(in_folder("out.calco"), &err);
    assert_non_null(pack);
    *lang = calco_lang_open(pack, "bb", &err);
    assert_non_null(*lang);
    calco_buf_free(&said);
    calco_buf_free(&one);
    calco_buf_free(&two);
    return pack;
}

static void test_empty_dictionaries(void **state)
{
    (void)state;
    calco_lang *lang;
    calco_pack *pack = build(&lang);
    assert_null(lang->ngram);
    assert_null(lang->forms);
    assert_null(lang->speller);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

static void test_texts_and_lists(void **state)
{
    (void)state;
    put("bb/abbreviations.txt", "# no\nmr.\r\n\ndr.\n");
    put("bb/lists/fruit.txt", "pear\napple\n# plum\npear\nNew York\n");
    put("bb/lists/.hidden.txt", "x\n");
    put("bb/lists/notes.md", "x\n");
    calco_lang *lang;
    calco_pack *pack = build(&lang);
    assert_int_equal(lang->segmentation.abbreviations->n, 2);
    assert_true(calco_in_list(lang, "fruit", STR("pear")));
    assert_true(calco_in_list(lang, "fruit", STR("New York")));
    assert_false(calco_in_list(lang, "fruit", STR("plum")));
    assert_int_equal(lang->list_tabs[calco_map_get(&lang->lists, STR("fruit"))].count, 3);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

static void test_model_of_a_table(void **state)
{
    (void)state;
    put("bb/ngram.tsv",
        "# order words logp "
        "back-off\n1\t<unk>\t-3\n1\t<s>\t-99\t-0.5\n1\t</s>\t-1\n1\tb\t-1.5\t-0.25\n1\ta\t-0.5\t-0.125\n"
        "2\t<s> a\t-0.25\t-0.0625\n2\ta b\t-0.75\n3\t<s> a b\t-0.03125\n3\tb a a\t-2\n");
    put("bb/model-words.tsv", "N\tb\nzwei\ta\nx\tnot-in-the-model\n");
    calco_lang        *lang;
    calco_pack        *pack = build(&lang);
    const calco_ngram *m = lang->ngram;
    uint32_t           s = calco_ngram_start(m), a = calco_ngram_word(m, STR("a")), b = calco_ngram_word(m, STR("b"));
    static const float none = 0;
    const struct {
        uint32_t u, v, w;
        float    logp;
    } rows[] = {
        { s, a, b, -0.03125f },
        { s, s, a, -0.25f },
        { s, a, a, -0.0625f - 0.125f - 0.5f },
        { s, s, b, -0.5f - 1.5f },
        { a, a, b, none - 0.75f },
        { b, a, a, -2.0f },
        { a, b, a, -0.25f - 0.5f },
        { LM_UNKNOWN, LM_UNKNOWN, LM_UNKNOWN, -3.0f },
        { a, b, a + b, -0.25f - 3.0f },
        { s, b, a, -0.25f - 0.5f },
    };
    assert_int_equal(calco_ngram_words(m), 5);
    assert_int_equal(calco_ngram_word(m, STR("77")), b);
    assert_int_equal(calco_ngram_word(m, STR("zwei")), a);
    assert_int_equal(calco_ngram_word(m, STR("x")), LM_UNKNOWN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (fabsf(calco_ngram_logp(m, rows[i].u, rows[i].v, rows[i].w) - rows[i].logp) > 1e-6f) fail_msg("row %zu", i);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

/* Without back-offs in the table the probabilities after each history sum to 1. */
static void test_computed_back_offs(void **state)
{
    (void)state;
    put("bb/ngram.tsv", "1\t<unk>\t-1\n1\t<s>\t-99\n1\t</s>\t-0.60206\n1\ta\t-0.39794\n1\tb\t-0.60206\n"
                        "2\t<s> a\t-0.09691\n2\ta b\t-0.22185\n3\t<s> a b\t-0.04576\n");
    calco_lang *lang;
    calco_pack *pack = build(&lang);
    for (uint32_t u = 0; u < 5; u++)
        for (uint32_t v = 0; v < 5; v++) {
            double sum = 0;
            for (uint32_t w = 0; w < 5; w++) sum += pow(10, (double)calco_ngram_logp(lang->ngram, u, v, w));
            if (fabs(sum - 1) > 1e-3) fail_msg("after %u %u the sum is %f", u, v, sum);
        }
    calco_lang_close(lang);
    calco_pack_close(pack);
}

/* The class probability that a table gives <unk> is not that of one unknown word. */
static void test_unknown_is_rare(void **state)
{
    (void)state;
    put("bb/ngram.tsv", "1\t<unk>\t-0.5\n1\t<s>\t-99\n1\t</s>\t-1\n1\ta\t-1\n1\tb\t-2\n1\tc\t-3\n");
    calco_lang *lang;
    calco_pack *pack = build(&lang);
    assert_true(fabsf(calco_ngram_logp(lang->ngram, LM_UNKNOWN, LM_UNKNOWN, LM_UNKNOWN) - -2.0f) < 1e-6f);
    calco_lang_close(lang);
    calco_pack_close(pack);
    put("bb/ngram.tsv", "1\ta\t-1\n1\tb\t-2\n1\tc\t-3\n"); /* no <unk> at all */
    pack = build(&lang);
    assert_true(fabsf(calco_ngram_logp(lang->ngram, LM_UNKNOWN, LM_UNKNOWN, LM_UNKNOWN) - -2.0f) < 1e-6f);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

static void test_affixes(void **state)
{
    (void)state;
    char row[512];
    put("bb/x.aff",
        "SET UTF-8\nNEEDAFFIX Z\nONLYINCOMPOUND c\nFORBIDDENWORD !\nNOSUGGEST n\nPFX U Y 1\nPFX U 0 un .\nPFX R N "
        "1\nPFX R 0 re [^e]\n"
        "SFX S Y 3\nSFX S y ies [^aeiou]y\nSFX S 0 s [aeiou]y\nSFX S 0 s [^y]\nSFX M N 1\nSFX M 0 's .\n"
        "SFX T N 1\nSFX T 0 ful/L .\nSFX L N 1\nSFX L 0 ly .\nSFX E N 1\nSFX E \xc3\xa9 \xc3\xa8re "
        "[\xc3\xa9\xc3\xa0]\n");
    put("bb/x.dic", "10\ntie/SUM\nspy/SR\nday/S\neat/R\nhope/T\nstem/ZS\nmid/c\nbad/!S\ncaf\xc3\xa9/"
                    "E\nRome\tpo:name\na\\/b/S\nrude/Sn\n");
    snprintf(row, sizeof row, "spelling\t%s\tthe-package\tMIT\tGB\n", in_folder("bb/x.dic"));
    put("bb/installed.tsv", row);
    put("bb/words.txt", "# own\nbrexit\nspy\n");
    static const struct {
        const char *word;
        unsigned    flags;
    } rows[] = {
        { "tie", 5 },       { "ties", 5 },   { "untie", 5 },         { "unties", 5 },      { "tie's", 0 },
        { "spies", 5 },     { "spys", 0 },   { "spy", 5 },           { "respy", 5 },       { "respies", 0 },
        { "days", 5 },      { "daies", 0 },  { "reeat", 0 },         { "eat", 5 },         { "hopeful", 5 },
        { "hopefully", 5 }, { "hopely", 0 }, { "stem", 0 },          { "stems", 5 },       { "mid", 0 },
        { "bad", 0 },       { "bads", 0 },   { "caf\xc3\xa8re", 5 }, { "caf\xc3\xa9", 5 }, { "Rome", 12 },
        { "rome", 0 },      { "brexit", 1 }, { "ROME", 12 },         { "rude", 5 },        { "rudes", 5 },
    };
    calco_lang *lang;
    calco_pack *pack = build(&lang);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        unsigned flags = calco_speller_check(lang->speller, calco_str(rows[i].word));
        if (flags != rows[i].flags) fail_msg("%s: %u", rows[i].word, flags);
    }
    calco_arena *a = calco_arena_new();
    str          better[4];
    assert_int_equal(calco_speller_suggest(lang->speller, a, STR("spu"), better, 4), 1);
    assert_true(calco_str_eq(better[0], STR("spy")));
    assert_int_equal(calco_speller_suggest(lang->speller, a, STR("rudess"), better, 4),
                     0); /* known, but never suggested */
    calco_arena_free(a);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

static void test_affix_flags(void **state)
{
    (void)state;
    static const struct {
        const char *aff, *dic;
    } rows[] = {
        { "SET UTF-8\nFLAG long\nNEEDAFFIX ()\nSFX Aa Y 1\nSFX Aa 0 s/Bb .\nSFX Bb N 1\nSFX Bb 0 x .\n",
          "2\nday/Aa\nstem/()Aa\n" },
        { "SET UTF-8\nFLAG num\nNEEDAFFIX 999\nSFX 1001 Y 1\nSFX 1001 0 s/7 .\nSFX 7 N 1\nSFX 7 0 x .\n",
          "2\nday/1001\nstem/999,1001\n" },
        { "SET UTF-8\nFLAG UTF-8\nNEEDAFFIX \xc3\xa9\nSFX \xc3\xa8 Y 1\nSFX \xc3\xa8 0 s/\xc3\xa0 .\nSFX \xc3\xa0 N "
          "1\nSFX \xc3\xa0 0 x .\n",
          "2\nday/\xc3\xa8\nstem/\xc3\xa9\xc3\xa8\n" },
        { "FLAG UTF-8\nNEEDAFFIX n\nFULLSTRIP\nSFX s Y 2\nSFX s 0 s/t .\nSFX s day dax day\nSFX t N 1\nSFX t 0 x\n",
          "2\nday/s\nstem/ns\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char row[512];
        put("bb/x.aff", rows[i].aff);
        put("bb/x.dic", rows[i].dic);
        snprintf(row, sizeof row, "spelling\t%s\tp\tMIT\n", in_folder("bb/x.dic"));
        put("bb/installed.tsv", row);
        calco_lang *lang;
        calco_pack *pack = build(&lang);
        static const struct {
            const char *word;
            bool        known;
        } words[] = {
            { "day", true },   { "days", true },  { "daysx", true },  { "dayx", false },
            { "stem", false }, { "stems", true }, { "stemsx", true },
        };
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if ((calco_speller_check(lang->speller, calco_str(words[k].word)) != 0) != words[k].known)
                fail_msg("row %zu: %s", i, words[k].word);
        assert_true((calco_speller_check(lang->speller, STR("dax")) != 0) == (i == 3));
        calco_lang_close(lang);
        calco_pack_close(pack);
    }
}

/* Where words may be joined the list is not all: Hunspell is asked. */
static void test_compounds(void **state)
{
    (void)state;
    char row[512];
    put("bb/x.aff", "SET UTF-8\nCOMPOUNDFLAG c\nCOMPOUNDMIN 2\n");
    put("bb/x.dic", "2\nhaus/c\nboot/c\n");
    snprintf(row, sizeof row, "spelling\t%s\tp\tMIT\n", in_folder("bb/x.dic"));
    put("bb/installed.tsv", row);
    calco_lang *lang;
    calco_pack *pack = build(&lang);
    assert_int_equal(calco_speller_check(lang->speller, STR("haus")), WORD_KNOWN);
    assert_int_equal(calco_speller_check(lang->speller, STR("hausboot")), WORD_KNOWN);
    assert_int_equal(calco_speller_check(lang->speller, STR("hausbot")), 0);
    calco_arena *a = calco_arena_new();
    str          better[4];
    size_t       n = calco_speller_suggest(lang->speller, a, STR("hauss"), better, 4);
    assert_true(n > 0 && calco_str_eq(better[0], STR("haus")));
    calco_arena_free(a);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

static void test_lexicon_files(void **state)
{
    (void)state;
    put("aa-bb/lexicon.tsv", "# target source logp logp\nhaus\tcasa\t-1\t-2\nhaus\tdimora\t-0.5\t-3\n");
    put("aa-bb/phrases.tsv", "haus\tcasa\t-0.10\t-0.20\nalles gut\ttutto bene\t0.00\t0.00\n");
    calco_lang       *lang;
    calco_pack       *pack = build(&lang);
    calco_arena      *a = calco_arena_new();
    calco_translation found[4];
    calco_lexicon    *x = calco_lexicon_open(pack, "aa-bb", a, NULL);
    assert_non_null(x);
    assert_int_equal(calco_lexicon_sources(x, STR("haus"), found, 4), 2); /* the pair that is in both counts as in phrases.tsv */
    assert_true(calco_str_eq(found[0].source, STR("casa")) && fabsf(found[0].logp + 0.1f) < 1e-4f);
    assert_int_equal(calco_lexicon_targets(x, STR("tutto bene"), found, 4), 1);
    calco_arena_free(a);
    calco_lang_close(lang);
    calco_pack_close(pack);
    put("aa-bb/phrases.tsv", "haus\tcasa\t0.5\t0\n");
    expect_again_refused((const char *const[]){ "aa-bb/phrases.tsv:1:", "probabilities", NULL });
    put("aa-bb/phrases.tsv", "ha\xffus\tcasa\t0\t0\n");
    expect_again_refused((const char *const[]){ "aa-bb/phrases.tsv", "UTF-8", NULL });
}

static void test_refusals(void **state)
{
    (void)state;
    expect_refused("aabb", (const char *const[]){ "aabb", "SOURCE-TARGET", NULL });
    expect_refused("-bb", (const char *const[]){ "SOURCE-TARGET", NULL });
    put("bb/installed.tsv", "ngram\t/nonexistent/model.bin\tmodel-package\tBSD\n");
    expect_refused("aa-bb", (const char *const[]){ "/nonexistent/model.bin", "Debian package model-package",
                                                   "apt-get install", NULL });
    put("bb/installed.tsv", "ngram\tonly two\n");
    expect_refused("aa-bb", (const char *const[]){ "bb/installed.tsv:1:", "use, path, package, licence", NULL });
    char row[512];
    put("bb/not-a-model.bin", "Trie Language Model\3 but no more");
    snprintf(row, sizeof row, "ngram\t%s\tp\tl\n", in_folder("bb/not-a-model.bin"));
    put("bb/installed.tsv", row);
    expect_refused("aa-bb", (const char *const[]){ "not-a-model.bin", "no trigram model", NULL });
    put("bb/latin.aff", "SET ISO8859-1\n");
    put("bb/latin.dic", "1\nx\n");
    snprintf(row, sizeof row, "spelling\t%s\tp\tl\n", in_folder("bb/latin.dic"));
    put("bb/installed.tsv", row);
    expect_refused("aa-bb", (const char *const[]){ "latin.aff:1:", "UTF-8", NULL });
    unlink(in_folder("bb/installed.tsv"));
    put("bb/formats.tsv", "a\tb\nc\t\xff\n");
    expect_refused("aa-bb", (const char *const[]){ "bb/formats.tsv:2:", "UTF-8", NULL });
    unlink(in_folder("bb/formats.tsv"));
    put("bb/ngram.tsv", "1\ta\t-1\n2\ta\t-1\n");
    expect_refused("aa-bb", (const char *const[]){ "bb/ngram.tsv:2:", "2 words", NULL });
    put("bb/ngram.tsv", "1\ta\tnan\n");
    expect_refused("aa-bb", (const char *const[]){ "bb/ngram.tsv:1:", NULL });
    put("bb/ngram.tsv", "1\ta\t-1\n");
    put("bb/model-words.tsv", "x\ta\nx\ta\n");
    expect_refused("aa-bb", (const char *const[]){ "bb/model-words.tsv:2:", NULL });
}

int main(int argc, char **argv)
{
    (void)argc;
    char *slash = strrchr(argv[0], '/');
    if (slash)
        snprintf(program, sizeof program, "%.*s/../calco-pack", (int)(slash - argv[0]), argv[0]);
    else
        snprintf(program, sizeof program, "build/calco-pack");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_empty_dictionaries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_texts_and_lists, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_model_of_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_computed_back_offs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown_is_rare, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_affixes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_affix_flags, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_compounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lexicon_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
