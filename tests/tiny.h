/* A tiny pack of one language, "en", made in memory: for tests of packs and for the fuzzer that damages it. */
#ifndef CALCO_TESTS_TINY_H
#define CALCO_TESTS_TINY_H

#include "lang/lang.h"
#include "lang/ngram_image.h"
#include "lang/wordset.h"

/* Words of the tiny model: <unk> <s> </s> a b don't nineteen. log10 probabilities of words -0.1 for each id, back-offs
 * -0.01 for each id; bigrams <s> a (-0.5, back-off -0.25), a b (-0.75, no back-off), b a (-1, back-off -0.125); trigram
 * <s> a b
 * (-0.0625); aliases 19NN -> nineteen, N -> b. */
static inline void tiny_ngram(calco_buf *out)
{
    const str words[] = { STR("<unk>"), STR("<s>"), STR("</s>"), STR("a"), STR("b"), STR("don't"), STR("nineteen") };
    const str aliases[] = { STR("19NN"), STR("N") };
    const uint32_t alias_words[] = { 6, 4 }, firsts_of_words[] = { 0, 0, 1, 1, 2, 3, 3, 3 };
    ngram_header   h = { .magic = NGRAM_MAGIC,
                         .words = 7,
                         .bigrams = 3,
                         .parents = 2,
                         .trigrams = 1,
                         .start = 1,
                         .end = 2,
                         .aliases = 2,
                         .prob2 = { -0.5f, -0.75f, -1.0f },
                         .prob3 = { -0.0625f },
                         .back2 = { -0.25f, -0.125f } };
    calco_buf_add(out, &h, sizeof h);
    calco_strtab_write(out, words, 7);
    calco_strtab_write(out, aliases, 2);
    calco_buf_add(out, alias_words, sizeof alias_words);
    for (uint32_t i = 0; i < 8; i++) {
        ngram_unigram u = { i < 7 ? -0.1f * (float)i : 0, i < 7 ? -0.01f * (float)i : 0, firsts_of_words[i] };
        calco_buf_add(out, &u, sizeof u);
    }
    calco_buf_align(out, 8);
    const uint32_t bigrams[] = { 3 << 8 | 0, 4 << 8 | 1, 3 << 8 | 2 }, rank = 0, firsts[] = { 0, 1, 1 },
                   trigram = 4 << 8;
    const uint64_t mark = 1 | 1 << 2;
    const uint8_t  backs[] = { 0, 1 };
    calco_buf_add(out, bigrams, sizeof bigrams);
    calco_buf_align(out, 8);
    calco_buf_add(out, &mark, sizeof mark);
    calco_buf_add(out, &rank, sizeof rank);
    calco_buf_align(out, 8);
    calco_buf_add(out, backs, sizeof backs);
    calco_buf_align(out, 8);
    calco_buf_add(out, firsts, sizeof firsts);
    calco_buf_align(out, 8);
    calco_buf_add(out, &trigram, sizeof trigram);
    calco_buf_align(out, 8);
}

static inline void tiny_words(calco_buf *out)
{
    const str     words[] = { STR("Georgia"), STR("NATO"), STR("color"), STR("colour"), STR("house"), STR("houses") };
    const uint8_t flags[] = { WORD_NAME | WORD_US | WORD_GB, WORD_NAME,  WORD_KNOWN | WORD_US,
                              WORD_KNOWN | WORD_GB,          WORD_KNOWN, WORD_KNOWN };
    calco_wordset_write(out, words, flags, 6);
}

static inline void tiny_list(calco_buf *out)
{
    const str members[] = { STR("United States"), STR("a"), STR("b") };
    calco_strtab_write(out, members, 3);
}

static inline void tiny_tags(calco_buf *out)
{
    const str      names[] = { STR("NN"), STR("VB") };
    const uint32_t feats[] = { FEAT_NOUN | FEAT_SG, FEAT_VERB | FEAT_INF };
    calco_strtab_write(out, names, 2);
    calco_buf_align(out, 8);
    calco_buf_add(out, feats, sizeof feats);
}

enum { TINY_NGRAM, TINY_WORDS, TINY_LIST, TINY_TAGS, TINY_CLITICS, TINY_PARTS };

/* The parts, each in a buffer of the caller. */
static inline void tiny_parts(calco_buf *bytes, calco_part_source *parts)
{
    static const char *const names[TINY_PARTS] = { "en.ngram", "en.words", "en.list.x", "en.tags", "en.clitics" };
    tiny_ngram(&bytes[TINY_NGRAM]);
    tiny_words(&bytes[TINY_WORDS]);
    tiny_list(&bytes[TINY_LIST]);
    tiny_tags(&bytes[TINY_TAGS]);
    calco_buf_str(&bytes[TINY_CLITICS], STR("# clitics\n-n't\r\n\n  -'s \n"));
    for (int i = 0; i < TINY_PARTS; i++)
        parts[i] = (calco_part_source){ names[i], i % 2 ? "tests" : "tiny", "MIT", calco_buf_view(&bytes[i]) };
}

static inline void tiny_pack(calco_buf *out)
{
    calco_buf         bytes[TINY_PARTS] = { 0 };
    calco_part_source parts[TINY_PARTS];
    tiny_parts(bytes, parts);
    calco_pack_image(out, "en-en", parts, TINY_PARTS);
    for (int i = 0; i < TINY_PARTS; i++) calco_buf_free(&bytes[i]);
}

#endif
