/* What must be written into the file to follow a suggestion: escaped as its format, encoded as its bytes. */
#include "result.h"

#include "read/read.h"

const str *calco_edits_of(calco_arena *a, const calco_doc *doc, size_t start, size_t end, const str *suggestions, size_t n)
{
    if (!n || !calco_doc_unbroken(doc, start, end)) return NULL;
    size_t byte_start, byte_end;
    calco_doc_span(doc, start, end, &byte_start, &byte_end);
    size_t at = calco_offset_map_from(&doc->decoded.to_file, byte_start);
    str   *edits = ARENA_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++) {
        str written = doc->reader->escape ? doc->reader->escape(a, doc, at, suggestions[i]) : suggestions[i];
        if (!written.p || !calco_encode(a, written, doc->decoded.encoding, &edits[i])) return NULL;
    }
    return edits;
}
