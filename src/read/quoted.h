/* Strings between double quotes with escapes behind backslashes, as PO and JSON write them. */
#ifndef CALCO_READ_QUOTED_H
#define CALCO_READ_QUOTED_H

#include "read/pieces.h"

/* Append the string whose inside is start..end of the decoded text. \uXXXX is read too; an escape that means nothing stands for itself. */
void calco_quoted(calco_pieces *p, size_t start, size_t end);
/* The same as a value. Memory from `a`. */
str calco_quoted_value(calco_arena *a, str inside);
/* Where the string that begins behind the quote before `at` ends: at its closing quote, or at `limit` where it has none. */
size_t calco_quoted_end(str text, size_t at, size_t limit);
/* `text` as the inside of such a string. */
str calco_quoted_escape(calco_arena *a, str text);

#endif
