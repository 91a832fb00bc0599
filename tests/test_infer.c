/* The bilingual lexicon and the likely source: look-ups, damaged images, and what the inference promises on any sentence. */
#include "align/infer.h"
#include "align/lexicon_image.h"
#include "align/writing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static const char *pack_path = "build/packs/it-en.calco";

/* --- the lexicon's image --- */

/* Targets "dog", "the dog"; sources "cane", "il cane": dog - cane, the dog - il cane, dog - il cane. */
static void lexicon_image(calco_buf *out)
{
    const str      words[2][2] = { { STR("dog"), STR("the dog") }, { STR("cane"), STR("il cane") } };
    const uint32_t head[2] = { 3, 0 }, starts[2][3] = { { 0, 2, 3 }, { 0, 1, 3 } };
    const calco_lexicon_entry entries[2][3] = { { { { 0, 0, 0 }, 10, 20 }, { { 1, 0, 0 }, 50, 30 }, { { 1, 0, 0 }, 5, 5 } },
                                                { { { 0, 0, 0 }, 10, 20 }, { { 1, 0, 0 }, 5, 5 }, { { 0, 0, 0 }, 50, 30 } } };
    calco_buf_add(out, head, sizeof head);
    for (size_t side = 0; side < 2; side++) {
        calco_buf_align(out, 8);
        calco_strtab_write(out, words[side], 2);
        calco_buf_align(out, 8);
        calco_buf_add(out, starts[side], sizeof starts[side]);
        calco_buf_add(out, entries[side], sizeof entries[side]);
    }
}

static calco_pack *pack_of(str lexicon, calco_buf *image)
{
    calco_part_source part = { "it-en.lexicon", "a test", "MIT", lexicon };
    calco_err         err;
    calco_pack_image(image, "it-en", &part, 1);
    return calco_pack_from_memory(image->p, image->n, "build/packs/it-en.calco", &err);
}

static void test_lexicon_looks_up(void **state)
{
    (void)state;
    calco_arena      *a = calco_arena_new();
    calco_buf         bytes = { 0 }, image = { 0 };
    calco_err         err = { 0 };
    calco_translation found[4];
    lexicon_image(&bytes);
    calco_pack    *pack = pack_of(calco_buf_view(&bytes), &image);
    calco_lexicon *x = calco_lexicon_open(pack, "it-en", a, &err);
    assert_non_null(x);
    assert_int_equal(calco_lexicon_sources(x, STR("dog"), found, 4), 2);
    assert_true(calco_str_eq(found[0].source, STR("cane")));
    assert_true(fabsf(found[0].logp + 0.2f) < 1e-4f && fabsf(found[0].logp_back + 0.4f) < 1e-4f);
    assert_int_equal(calco_lexicon_sources(x, STR("dog"), found, 1), 1);
    assert_int_equal(calco_lexicon_targets(x, STR("il cane"), found, 4), 2);
    assert_true(calco_str_eq(found[0].source, STR("the dog")));
    assert_int_equal(calco_lexicon_sources(x, STR("cat"), found, 4), 0);
    assert_int_equal(calco_lexicon_sources(x, STR(""), found, 4), 0);
    calco_pack_close(pack);
    calco_buf_free(&image);
    calco_buf_free(&bytes);
    calco_arena_free(a);
}

/* Opens a lexicon of the bytes and, where that works, looks all words up. */
static bool survives(str bytes)
{
    calco_arena      *a = calco_arena_new();
    calco_buf         image = { 0 };
    calco_err         err = { 0 };
    calco_translation found[4];
    calco_pack       *pack = pack_of(bytes, &image);
    assert_non_null(pack);
    calco_lexicon *x = calco_lexicon_open(pack, "it-en", a, &err);
    if (x) {
        calco_lexicon_sources(x, STR("dog"), found, 4);
        calco_lexicon_sources(x, STR("the dog"), found, 4);
        calco_lexicon_targets(x, STR("cane"), found, 4);
    } else {
        assert_int_equal(err.code, CALCO_ERR_PACK);
    }
    calco_pack_close(pack);
    calco_buf_free(&image);
    calco_arena_free(a);
    return x != NULL;
}

static void test_lexicon_damaged(void **state)
{
    (void)state;
    calco_buf bytes = { 0 };
    lexicon_image(&bytes);
    assert_true(survives(calco_buf_view(&bytes)));
    for (size_t n = 1; n < bytes.n; n++) assert_false(survives((str){ bytes.p, n }));
    for (size_t i = 0; i < bytes.n * 8; i++) {
        bytes.p[i / 8] = (char)(bytes.p[i / 8] ^ 1 << i % 8);
        survives(calco_buf_view(&bytes));
        bytes.p[i / 8] = (char)(bytes.p[i / 8] ^ 1 << i % 8);
    }
    calco_buf_free(&bytes);
}

/* --- inference, on the real pack --- */

typedef struct {
    calco_arena   *a;
    calco_pack    *pack;
    calco_lang    *source, *target;
    calco_lexicon *x;
} stage;

static int open_stage(void **state)
{
    static stage s;
    calco_err    err = { 0 };
    const char  *path = getenv("CALCO_TEST_PACK") ? getenv("CALCO_TEST_PACK") : pack_path;
    s.a = calco_arena_new();
    s.pack = calco_pack_open(path, &err);
    s.source = s.pack ? calco_lang_open(s.pack, "it", &err) : NULL;
    s.target = s.pack ? calco_lang_open(s.pack, "en", &err) : NULL;
    s.x = s.pack ? calco_lexicon_open(s.pack, "it-en", s.a, &err) : NULL;
    *state = &s;
    if (!s.source || !s.target || !s.x) return fprintf(stderr, "test_infer: %s: %s\n", err.path, err.message), -1;
    calco_lexicon_languages(s.x, s.source, s.target, s.a);
    return 0;
}

static int close_stage(void **state)
{
    stage *s = *state;
    calco_lang_close(s->source);
    calco_lang_close(s->target);
    calco_pack_close(s->pack);
    calco_arena_free(s->a);
    return 0;
}

/* The first sentence of a text, inferred. */
static calco_inferred infer(stage *s, str text, calco_doc *doc)
{
    *doc = (calco_doc){ .name = "-", .text = text };
    calco_unit u = { .start = 0, .end = text.n };
    VEC_PUSH(s->a, &doc->units, u);
    calco_segment(s->a, doc, &s->target->segmentation);
    calco_analyse(s->target, s->a, doc);
    calco_sentence none = { 0 };
    return calco_infer(s->x, s->source, s->target, s->a, doc, doc->sentences.n ? doc->sentences.p : &none);
}

static bool holds(str text, const char *what) { return calco_str_find(text, calco_str(what), 0) != SIZE_MAX; }

static void test_words(void **state)
{
    static const struct { const char *english, *italian[3]; } rows[] = {
        { "The government approved the law.", { "governo", "legge" } },
        { "The minister met his colleagues in Rome.", { "ministro", "colleghi", "Roma" } },
        { "They sent military aid to Ukraine.", { "militar", "aiut", "Ucraina" } },
        { "The prime minister visited the hospital.", { "primo ministro", "ospedale" } },
        { "It will cost 3.5 million euros and 20,000 people will pay.", { "3,5 milioni", "20.000", "euro" } },
        { "The mayor of Naples, Anna Kowalczyk, left.", { "Napoli", "Anna", "Kowalczyk" } },
        { "The government's policy is clear.", { "politica", "governo" } },
        { "The army does not want peace.", { "non", "pace" } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_doc      doc;
        calco_inferred x = infer(*state, calco_str(rows[i].english), &doc);
        for (size_t k = 0; k < 3 && rows[i].italian[k]; k++) {
            if (!holds(x.text, rows[i].italian[k])) print_error("%s -> %.*s lacks %s\n", rows[i].english, STR_FMT(x.text), rows[i].italian[k]);
            assert_true(holds(x.text, rows[i].italian[k]));
        }
    }
}

static void test_pieces_cover(void **state)
{
    calco_doc      doc;
    calco_inferred x = infer(*state, STR("The European Union's new package of economic sanctions was not approved, he said."), &doc);
    assert_true(x.pieces.n > 3);
    for (size_t i = 0; i < x.pieces.n; i++) {
        const calco_inferred_piece *p = &x.pieces.p[i];
        assert_true(p->text.p >= x.text.p && p->text.p + p->text.n <= x.text.p + x.text.n);
        assert_true(p->first + p->n <= doc.tokens.n);
        assert_true(p->confidence >= 0 && p->confidence <= 1);
        if (i) assert_true(x.pieces.p[i - 1].text.p + x.pieces.p[i - 1].text.n <= p->text.p);
    }
    assert_true(calco_str_eq(calco_inferred_span(&x, ((stage *)*state)->a, 0, (uint32_t)doc.tokens.n), x.text));
    for (uint32_t i = 0; i < doc.tokens.n; i++)
        if (calco_str_eq(doc.tokens.p[i].fold, STR("sanctions"))) {
            str span = calco_inferred_span(&x, ((stage *)*state)->a, i, 1);
            assert_true(holds(span, "sanzioni"));
        }
    assert_int_equal(calco_inferred_span(&x, ((stage *)*state)->a, 900, 3).n, 0);
}

/* A span whose pieces do not all stand together: what is put together is no view of the text any more, wherever memory lies. */
static void test_span_with_a_gap(void **state)
{
    calco_arena *a = ((stage *)*state)->a, *other = calco_arena_new();
    for (int late = 0; late < 2; late++) {
        calco_inferred x = { .text = calco_arena_str(late ? other : a, STR("al dell'acqua del mare")) };
        static const struct { size_t from, to; uint32_t first; } rows[] = { { 0, 2, 0 }, { 3, 8, 9 }, { 8, 13, 1 }, { 14, 17, 2 }, { 18, 22, 3 } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            calco_inferred_piece p = { calco_str_cut(x.text, rows[i].from, rows[i].to), rows[i].first, 1, 1 };
            VEC_PUSH(other, &x.pieces, p);
        }
        assert_true(calco_str_eq(calco_inferred_span(&x, late ? a : other, 0, 4), STR("al acqua del mare")));
        assert_true(calco_str_eq(calco_inferred_span(&x, late ? a : other, 1, 3), STR("acqua del mare")));
    }
    calco_arena_free(other);
}

static void test_edges(void **state)
{
    static const struct { const char *text; size_t n; } rows[] = {
        { "", 0 }, { ".", 1 }, { "...!?", 5 }, { "\"( )\"", 5 }, { "\0\0", 2 }, { "😀 👍🏽", 13 }, { "1,234.5%", 8 }, { "'s 's 's", 8 },
        { "the the the", 11 }, { "http://x.y/z?q=1 @a #b", 22 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_doc      doc;
        calco_inferred x = infer(*state, (str){ rows[i].text, rows[i].n }, &doc);
        assert_true(x.confidence >= 0 && x.confidence <= 1);
        if (!doc.tokens.n) assert_true(x.text.n == 0 && x.pieces.n == 0);
        for (size_t k = 0; k < x.pieces.n; k++) assert_true(x.pieces.p[k].first + x.pieces.p[k].n <= doc.tokens.n);
    }
    calco_doc      doc;
    calco_inferred x = infer(*state, STR("..."), &doc);
    assert_true(calco_str_eq(x.text, STR("...")));
}

static void test_confidence(void **state)
{
    calco_doc      doc;
    calco_inferred good = infer(*state, STR("The government approved the new law on energy."), &doc);
    calco_inferred bad = infer(*state, STR("blorf the snarkle wugs of zibbled flarn ungrobbed kletched."), &doc);
    assert_true(good.confidence > 0.6f);
    assert_true(bad.confidence < 0.5f);
}

static void test_long(void **state)
{
    stage     *s = *state;
    calco_buf  text = { 0 };
    for (size_t i = 0; i < 500; i++) calco_buf_str(&text, STR("the new economic policy of Italy's "));
    calco_buf_str(&text, STR("government."));
    calco_doc      doc;
    clock_t        start = clock();
    size_t         before = calco_arena_used(s->a);
    calco_inferred x = infer(s, calco_buf_view(&text), &doc);
    assert_true(doc.tokens.n >= 3000);
    assert_true(x.text.n > 5000);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5.0); /* sanitizers included; 0.1 s without */
    assert_true(calco_arena_used(s->a) - before < (size_t)16 << 20);
    calco_buf_free(&text);
}

static void test_again(void **state)
{
    const str text = STR("Russian forces destroyed the tanks of the Ukrainian army near the border on Monday.");
    calco_doc doc;
    calco_inferred first = infer(*state, text, &doc), second = infer(*state, text, &doc);
    assert_true(calco_str_eq(first.text, second.text));
    assert_true(memcmp(&first.confidence, &second.confidence, sizeof first.confidence) == 0);
}

static void test_writing(void **state)
{
    stage        *s = *state;
    calco_writing w = { 0 };
    calco_writing_open(&w, s->source, s->target, s->a);
    static const struct { const char *word, *next, *right; uint32_t feats; } rows[] = {
        { "il", "amico", "l'", FEAT_MASC | FEAT_SG }, { "il", "studente", "lo", FEAT_MASC | FEAT_SG }, { "lo", "cane", "il", FEAT_MASC | FEAT_SG },
        { "la", "amica", "l'", FEAT_FEM | FEAT_SG },  { "l'", "casa", "la", FEAT_FEM | FEAT_SG },      { "del", "stato", "dello", FEAT_MASC | FEAT_SG },
        { "i", "zii", "gli", FEAT_MASC | FEAT_PL },   { "uno", "libro", "un", FEAT_MASC | FEAT_SG },   { "casa", "amica", "casa", 0 },
        { "nell'", "mondo", "nel", FEAT_MASC | FEAT_SG },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str made = calco_writing_vary(&w, calco_str(rows[i].word), calco_str(rows[i].next), rows[i].feats);
        if (!calco_str_eq(made, calco_str(rows[i].right))) print_error("%s %s -> %.*s\n", rows[i].word, rows[i].next, STR_FMT(made));
        assert_true(calco_str_eq(made, calco_str(rows[i].right)));
    }
    assert_true(calco_str_eq(calco_writing_join(&w, STR("di"), STR("il")), STR("del")));
    assert_int_equal(calco_writing_join(&w, STR("casa"), STR("il")).n, 0);
    assert_true(calco_str_eq(calco_writing_number(&w, s->a, STR("1,234.5")), STR("1.234,5")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lexicon_looks_up),
        cmocka_unit_test(test_lexicon_damaged),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_pieces_cover),
        cmocka_unit_test(test_span_with_a_gap),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_confidence),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_writing),
    };
    return cmocka_run_group_tests(tests, open_stage, close_stage);
}
