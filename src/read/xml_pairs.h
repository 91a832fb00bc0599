/* What XLIFF and TMX share: a pair under construction while XML events come in. */
#ifndef CALCO_READ_XML_PAIRS_H
#define CALCO_READ_XML_PAIRS_H

#include "read/pairs.h"
#include "read/read.h"
#include "read/xml.h"

/* The first member of what a format remembers, so that the events below serve both. */
typedef struct {
    calco_pairs   pairs;
    calco_pieces *side;         /* the one that is open, or NULL */
    bool          target;       /* which that is */
    unsigned      skip;         /* depth within what is no text */
    bool          note;         /* in a note */
    size_t        tag, tag_end; /* of the unit that is open: its notes speak of it */
    calco_buf     words;        /* of the note */
} calco_xml_pairs;

/* Characters: of the side that is open, or of a note. */
void calco_xml_pairs_text(void *ctx, str words, size_t at, size_t end);
void calco_xml_pairs_comment(void *ctx, str words, size_t at, size_t end);
/* A note ends: it is a comment that stands at its unit. */
void calco_xml_pairs_end_note(calco_xml_pairs *p);
/* Read `doc` and `source` with a format's events; `ctx` begins with a calco_xml_pairs and is zero otherwise. */
bool calco_xml_pairs_read(calco_arena *a, calco_doc *doc, calco_doc *source, const calco_xml_events *events, calco_xml_pairs *ctx, calco_err *err);
/* Does a text begin with an element, as far as a look at its head tells? */
bool calco_xml_pairs_looks(str text, str element);
/* How both write text. */
str calco_xml_pairs_escape(calco_arena *a, const calco_doc *doc, size_t at, str text);

#endif
