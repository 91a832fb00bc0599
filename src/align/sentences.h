/* Which source sentences a target sentence renders. */
#ifndef CALCO_ALIGN_SENTENCES_H
#define CALCO_ALIGN_SENTENCES_H

#include "align/infer.h"

/* A bead: n_source sentences of the source from `source` on stand against n_target from `target` on. One side may be
 * empty; then its number says where the others would stand. */
typedef struct {
    size_t source, n_source, target, n_target;
    double confidence; /* 0..1: of these sentences against their standing alone, or of their standing alone */
} calco_bead;
typedef VEC(calco_bead) calco_beads; /* in reading order of both sides; every sentence is in one */

/* What two documents are aligned by. */
typedef struct {
    const calco_lexicon *lexicon; /* or NULL: lengths, equal words, numbers and cognates remain */
    const calco_lang    *source, *target;
    bool                 paired; /* unit u of one side renders unit u of the other: the two sides of one bilingual file */
} calco_sides;

/* Align two segmented and analysed documents: the most probable row of beads 1-1, 1-0, 0-1, 2-1, 1-2, 2-2, 3-1, 1-3 by the
 * lengths of sentences (Gale & Church 1993, "A program for aligning sentences in bilingual corpora"), the probability of
 * their words given each other (IBM model 1 over the lexicon, as Moore 2002, "Fast and accurate sentence alignment of
 * bilingual corpora") and how paragraphs and headlines begin. The search keeps to a corridor between anchors, so that time
 * and memory are linear in the number of sentences. Beads go to memory from `a`; what it needs besides is given back. */
void calco_align_sentences(calco_arena *a, const calco_sides *sides, const calco_doc *source, const calco_doc *target, calco_beads *out);

#endif
