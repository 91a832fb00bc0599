/* Front matter: the YAML between two lines "---" at the head of a Markdown file. */
#ifndef CALCO_READ_FRONT_H
#define CALCO_READ_FRONT_H

#include "read/pieces.h"

/* Read the front matter at the start of the decoded text: its scalars become fields, its titles and descriptions units.
 * Where the text after it begins; 0 where there is none. */
size_t calco_read_front(calco_pieces *p);
/* The same without reading it. */
size_t calco_front_end(str text);
/* Does a byte of the decoded text lie in its front matter? */
bool calco_in_front(str text, size_t at);
/* `words` as they must be written at a byte in the front matter, by the quotes of the value there; p is NULL where they cannot be. */
str calco_front_escape(calco_arena *a, str text, size_t at, str words);

#endif
