/* Where in the table of source and target sentences the search for the best alignment goes. */
#ifndef CALCO_ALIGN_CORRIDOR_H
#define CALCO_ALIGN_CORRIDOR_H

#include "align/vocabulary.h"

/* After i source sentences between low[i] and high[i] target sentences are done; both never fall. low[0] is 0, high[n] all. */
typedef struct {
    size_t *low, *high; /* [source sentences + 1] */
    size_t *row;        /* [source sentences + 2]: cells of all rows before */
} calco_corridor;

/* Between anchors: pairs of sentences that share rare words, in a chain that rises on both sides (a weighted longest
 * increasing subsequence). The number of cells is linear in that of the sentences. */
calco_corridor calco_corridor_of(calco_arena *a, const calco_vocabulary *v);
/* The same where unit u of the source is known to stand against unit u of the target. */
calco_corridor calco_corridor_of_units(calco_arena *a, const calco_vocabulary *v);

#endif
