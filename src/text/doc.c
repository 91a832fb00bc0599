/* Documents: from stretches of text to bytes of the file. */
#include "text/doc.h"

void calco_doc_span(const calco_doc *d, size_t start, size_t end, size_t *byte_start, size_t *byte_end)
{
    *byte_start = calco_offset_map_to(&d->to_file, start);
    *byte_end = end > start ? calco_offset_map_end(&d->to_file, end) : *byte_start;
}

bool calco_doc_unbroken(const calco_doc *d, size_t start, size_t end)
{
    const calco_offset_map *m = &d->to_file;
    size_t r = calco_offset_map_run(m, start);
    if (r == SIZE_MAX) return false;
    for (; r + 1 < m->runs.n && m->runs.p[r + 1].from < end; r++) {
        const calco_offset_run *a = &m->runs.p[r], *b = a + 1;
        if (a->to + (b->from - a->from) / a->from_unit * a->to_unit != b->to) return false;
    }
    return true;
}
