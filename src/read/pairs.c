/* Bilingual formats: two documents built side by side. */
#include "read/pairs.h"

calco_pairs calco_pairs_of(calco_arena *a, calco_doc *doc, calco_doc *source)
{
    return (calco_pairs){ .source = calco_pieces_of(a, source), .target = calco_pieces_of(a, doc) };
}

void calco_pairs_finish(calco_pairs *p)
{
    calco_pair_end(p);
    calco_pieces_finish(&p->source);
    calco_pieces_finish(&p->target);
}

calco_pieces *calco_pair_side(calco_pairs *p, bool target)
{
    calco_pieces *side = target ? &p->target : &p->source;
    calco_unit_open(side, UNIT_PARAGRAPH, true);
    *(target ? &p->has_target : &p->has_source) = true;
    return side;
}

void calco_pair_side_end(calco_pairs *p, bool target)
{
    calco_pieces *side = target ? &p->target : &p->source;
    if (!side->open) return;
    side->kind = calco_unit_kind_of(calco_str_from(calco_buf_view(&side->text), side->unit));
    calco_unit_close(side, true);
}

void calco_pair_end(calco_pairs *p)
{
    calco_pair_side_end(p, false);
    calco_pair_side_end(p, true);
    if (p->has_source && !p->has_target) calco_pair_side(p, true), calco_pair_side_end(p, true);
    if (p->has_target && !p->has_source) calco_pair_side(p, false), calco_pair_side_end(p, false);
    p->has_source = p->has_target = false;
}
