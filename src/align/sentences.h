/* Which source sentences a target sentence renders. */
#ifndef CALCO_ALIGN_SENTENCES_H
#define CALCO_ALIGN_SENTENCES_H

#include "align/infer.h"

/* A bead: n_source sentences of the source from `source` on stand against n_target from `target` on. */
typedef struct {
    size_t source, n_source, target, n_target;
    double cost; /* -ln of its probability: large where the pairing is poor */
} calco_bead;
typedef VEC(calco_bead) calco_beads;

/* Align two segmented documents by the lengths of their sentences: Gale & Church 1993, "A program for aligning
 * sentences in bilingual corpora", beads 1-1, 1-0, 0-1, 2-1, 1-2, 2-2. Where both have the same number of units,
 * these anchor the beads. Memory is linear in the number of sentences: the search keeps to a band. */
void calco_align_sentences(calco_arena *a, const calco_doc *source, const calco_doc *target, calco_beads *out);

#endif
