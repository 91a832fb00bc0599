/* Front matter: the YAML between two lines "---" at the head of a Markdown file. */
#ifndef CALCO_READ_FRONT_H
#define CALCO_READ_FRONT_H

#include "read/pieces.h"

/* Read the front matter at the start of the decoded text: its scalars become fields, its titles and descriptions units.
 * Where the text after it begins; 0 where there is none. */
size_t calco_read_front(calco_pieces *p);

#endif
