/* Bilingual formats: two documents built side by side, a unit of one for each of the other. */
#ifndef CALCO_READ_PAIRS_H
#define CALCO_READ_PAIRS_H

#include "read/pieces.h"

typedef struct {
    calco_pieces source, target;
    bool         has_source, has_target; /* of the pair that is open */
} calco_pairs;

calco_pairs calco_pairs_of(calco_arena *a, calco_doc *doc, calco_doc *source);
void calco_pairs_finish(calco_pairs *p);

/* Begin one side of the pair; its pieces are appended to what this returns. */
calco_pieces *calco_pair_side(calco_pairs *p, bool target);
/* End the side: how it is read depends on how it ends. */
void calco_pair_side_end(calco_pairs *p, bool target);
/* End the pair: a side that it did not have is empty. A pair without any side is none. */
void calco_pair_end(calco_pairs *p);

#endif
