/* What XLIFF and TMX share: a pair under construction while XML events come in. */
#include "read/xml_pairs.h"

void calco_xml_pairs_text(void *ctx, str words, size_t at, size_t end)
{
    calco_xml_pairs *p = ctx;
    if (p->skip) return;
    if (p->note) calco_buf_str(&p->words, words);
    if (!p->side) return;
    if (end - at == words.n) calco_piece(p->side, at, end);
    else calco_piece_as(p->side, at, end, calco_arena_str(p->side->arena, words));
}

void calco_xml_pairs_comment(void *ctx, str words, size_t at, size_t end)
{
    calco_pieces *target = &((calco_xml_pairs *)ctx)->pairs.target;
    calco_add_comment(target, at, end, calco_arena_str(target->arena, words));
}

void calco_xml_pairs_end_note(calco_xml_pairs *p)
{
    calco_pieces *target = &p->pairs.target;
    if (p->tag_end) calco_add_comment(target, p->tag, p->tag_end, calco_arena_str(target->arena, calco_buf_view(&p->words)));
    p->words.n = 0;
    p->note = false;
}

bool calco_xml_pairs_read(calco_arena *a, calco_doc *doc, calco_doc *source, const calco_xml_events *events, calco_xml_pairs *p, calco_err *err)
{
    p->pairs = calco_pairs_of(a, doc, source);
    bool ok = calco_xml_read(doc->decoded.text, doc->name, events, p, err);
    calco_pairs_finish(&p->pairs);
    calco_buf_free(&p->words);
    return ok;
}

bool calco_xml_pairs_looks(str text, str element)
{
    enum { HEAD = 1000 };
    return calco_str_find(text.n > HEAD ? calco_str_cut(text, 0, HEAD) : text, element, 0) != SIZE_MAX;
}

str calco_xml_pairs_escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    (void)doc, (void)at;
    return calco_escape_xml(a, text, 0);
}
