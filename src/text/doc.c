/* Documents: from stretches of text to bytes of the file. */
#include "text/doc.h"

void calco_doc_span(const calco_doc *d, size_t start, size_t end, size_t *byte_start, size_t *byte_end)
{
    *byte_start = calco_offset_map_to(&d->to_file, start);
    *byte_end = end > start ? calco_offset_map_end(&d->to_file, end) : *byte_start;
}
