/* N-gram models while a pack is built: reading, mixing, writing the image of src/lang/ngram_image.h. */
#ifndef CALCO_PACK_NGRAM_H
#define CALCO_PACK_NGRAM_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

/* An n-gram, older word first; unused words 0. log10. */
typedef struct {
    uint32_t w[3];
    float    prob, back;
} calco_gram;

/* Word ids: 0 <unk>, 1 <s>, 2 </s>, then others in byte order once sorted by calco_model_sort. */
typedef struct {
    calco_arena *arena;
    calco_strs   words;
    calco_map    ids;
    VEC(calco_gram) grams[3]; /* of each order; unigrams: w[0] is the word */
    bool backs;               /* a table gave back-offs */
} calco_model;
enum { MODEL_UNKNOWN, MODEL_START, MODEL_END, MODEL_RESERVED };

calco_model calco_model_new(calco_arena *a);
uint32_t    calco_model_word(calco_model *m, str word); /* added where new */
/* The model of a pocketsphinx *.lm.bin. */
bool calco_model_read_sphinx(calco_model *m, const char *path, calco_err *err);
/* The model of a table: order, words separated by spaces, log10 probability, log10 back-off (where no row has one they
 * are computed: calco_model_back_off, once sorted). */
bool calco_model_read_table(calco_model *m, str table, calco_err *err);
/* Words in byte order, one unigram a word (in order), higher orders sorted by their words, no n-gram with an unknown
 * word of the history, the prefix of each trigram among the bigrams, <unk> no more probable than the median word. */
void calco_model_sort(calco_model *m);
/* Compute the back-offs of a sorted model from its probabilities. */
void calco_model_back_off(calco_model *m);
/* All n-grams of both with share * P(a) + (1 - share) * P(b), back-offs computed anew. Both sorted. */
calco_model calco_model_mix(calco_arena *arena, const calco_model *a, const calco_model *b, double share);
/* Append the image. `aliases`: rows alias, word (which must be in the model). */
bool calco_model_write(const calco_model *m, str aliases, calco_buf *out, calco_err *err);

#endif
