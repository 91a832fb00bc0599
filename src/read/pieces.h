/* Building the text of a document from pieces of the file, so that every byte knows where it came from. */
#ifndef CALCO_READ_PIECES_H
#define CALCO_READ_PIECES_H

#include "base/buf.h"
#include "text/doc.h"

/* A document under construction. Offsets `start`, `end` are bytes of doc->decoded.text. */
typedef struct {
    calco_arena    *arena;
    calco_doc      *doc;
    calco_buf       text;
    bool            open, collapse;     /* a unit is open; its runs of white space become one space */
    calco_unit_kind kind;
    size_t          unit;               /* where the open unit begins in `text` */
    size_t          space, space_end;   /* white space that is only written when more follows; SIZE_MAX: none */
} calco_pieces;

/* Stands for what is no text but takes a word's place: code, pictures, placeholders. */
#define CALCO_OBJECT STR("\xEF\xBF\xBC") /* U+FFFC OBJECT REPLACEMENT CHARACTER */

calco_pieces calco_pieces_of(calco_arena *a, calco_doc *doc);
/* Hand the text over to the document; a unit that is open is closed. */
void calco_pieces_finish(calco_pieces *p);

/* Begin a unit; one that is open is closed. */
void calco_unit_open(calco_pieces *p, calco_unit_kind kind, bool collapse);
/* End the unit; white space at its edges is dropped, and so is an empty unit unless `keep`. */
void calco_unit_close(calco_pieces *p, bool keep);

/* Append start..end as it stands, opening a paragraph where none is open. */
void calco_piece(calco_pieces *p, size_t start, size_t end);
/* Append `what` (not empty, one character to the map) that start..end stands for: an entity, an escape. What stands for a tag has
 * no width (start == end), so that no stretch across it is unbroken and no edit takes the tag away. */
void calco_piece_as(calco_pieces *p, size_t start, size_t end, str what);

/* How a unit without a mark-up of its own is read: a paragraph where it ends as sentences do, else a headline. */
calco_unit_kind calco_unit_kind_of(str text);

void calco_add_comment(calco_pieces *p, size_t start, size_t end, str text);
void calco_add_field(calco_pieces *p, str key, str value);

/* &, <, > as XML and HTML want them, and, within the value of an attribute, the quote that it stands in; `quote` is 0 in running
 * text, a space for a value without quotes. */
str calco_escape_xml(calco_arena *a, str text, char quote);

/* Where a view of the decoded text lies in it; SIZE_MAX where it is none. */
static inline size_t calco_place_in(str text, const char *p)
{
    return p >= text.p && p <= text.p + text.n ? (size_t)(p - text.p) : SIZE_MAX;
}

#endif
