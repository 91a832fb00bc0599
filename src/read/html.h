/* What other readers need of HTML. */
#ifndef CALCO_READ_HTML_H
#define CALCO_READ_HTML_H

#include "base/arena.h"

/* The characters that a reference ("&amp;", "&#233;") stands for; empty where it is none. Memory from `a`. */
str calco_html_reference(calco_arena *a, str reference);

/* What is wrong with HTML that would take a parser quadratic time or memory, and where (a byte of `text`); NULL: nothing. Linear. */
const char *calco_html_hostile(str text, size_t *at);

#endif
