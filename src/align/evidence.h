/* What two runs of sentences say for rendering each other: words, lengths, how paragraphs begin. */
#ifndef CALCO_ALIGN_EVIDENCE_H
#define CALCO_ALIGN_EVIDENCE_H

#include "align/corridor.h"

enum { EVIDENCE_ROWS = 3 /* source sentences held at once */ };

typedef struct calco_evidence calco_evidence;

/* `paired`: unit u of both sides belong together, and nothing else does. */
calco_evidence *calco_evidence_new(calco_arena *a, const calco_vocabulary *v, bool paired);
/* Look where the words of source sentence i may stand in target sentences first..last-1; replaces sentence i - EVIDENCE_ROWS. */
void calco_evidence_row(calco_evidence *e, size_t i, size_t first, size_t last);
/* ln of the odds that n source sentences from i on and m target sentences from j on (1 to 3 each) render each other,
 * against their having nothing to do with each other. Their rows must have been looked at. */
double calco_evidence_of(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m);
/* The part of it that the words say. */
double calco_evidence_of_words(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m);

#endif
