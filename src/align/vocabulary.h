/* The words of two documents that may render each other: what sentence alignment knows besides lengths. */
#ifndef CALCO_ALIGN_VOCABULARY_H
#define CALCO_ALIGN_VOCABULARY_H

#include "align/infer.h"

/* A word of the other side that may stand for one of this side. */
typedef struct {
    uint32_t word;
    float    forward, backward; /* P(target | source), P(source | target), 0..1 */
} calco_bridge;

/* One distinct word of a side, by its fold. */
typedef struct {
    str      fold, lemma;
    uint32_t count;           /* in the document */
    uint32_t first_place, n_places; /* in calco_side.places: where it stands, sorted */
    uint32_t first_bridge, n_bridges; /* of source words only */
    uint8_t  kind;            /* calco_token_kind */
    bool     known;           /* the lexicon has translations of it, or it is a number: where none of them stands something is missing */
} calco_entry;

/* The content words of a document in reading order. */
typedef struct {
    const calco_doc *doc;
    VEC(calco_entry) entries;
    uint32_t        *words;  /* of each place: its entry */
    uint32_t        *sentence; /* of each place: its sentence */
    size_t          *starts; /* [sentences + 1]: places of a sentence */
    uint32_t        *places; /* of each entry: its places */
    double          *length; /* [sentences + 1]: bytes of all sentences before */
    size_t           n, sentences;
} calco_side;

typedef struct {
    calco_side source, target;
    VEC(calco_bridge) bridges;
} calco_vocabulary;

/* Read both documents and bridge their words: by the lexicon (forms, then lemmas), equal words and numbers, cognates.
 * `x` may be NULL. Function words (list `function`) and what makes up more than a fiftieth of a text are left out. */
calco_vocabulary *calco_vocabulary_of(calco_arena *a, const calco_lexicon *x, const calco_lang *source_lang,
                                      const calco_lang *target_lang, const calco_doc *source, const calco_doc *target);

#endif
