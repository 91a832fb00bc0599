/* The image of an n-gram model: what calco-pack writes and ngram.c reads. */
#ifndef CALCO_LANG_NGRAM_IMAGE_H
#define CALCO_LANG_NGRAM_IMAGE_H

#include <stdint.h>

/* A trie of up to three levels, after K. Heafield, "KenLM: Faster and Smaller Language Model Queries" (2011), but read
 * from the older word to the newer; log10 probabilities and back-offs of bigrams and trigrams are 8-bit codes. In
 * order, each array at a multiple of 8: header string table of the words; string table of the aliases; u32 word of each
 * alias unigram[words + 1]    the last one only closes the range of bigrams u32 bigram[bigrams]   second word << 8 |
 * code of the probability, sorted within each first word u64 mark[bigrams / 64 + 1]  a bit for each bigram that has a
 * back-off or trigrams: a "parent" u32 rank[bigrams / 64 + 1]  parents before each of these u8  back[parents]     code
 * of the back-off u32 first[parents + 1]  first trigram u32 trigram[trigrams] third word << 8 | code of the
 * probability, sorted within each parent */
#define NGRAM_MAGIC 0x314e474cu

typedef struct {
    uint32_t magic, words, bigrams, parents, trigrams, start, end, aliases;
    float    prob2[256], prob3[256], back2[256];
} ngram_header;

typedef struct {
    float    prob, back;
    uint32_t first;
} ngram_unigram;

#endif
