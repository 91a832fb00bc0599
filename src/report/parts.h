/* What several reporters say of a finding, so that all say it alike. */
#ifndef CALCO_REPORT_PARTS_H
#define CALCO_REPORT_PARTS_H

#include "report/report.h"
#include "text/lines.h"

/* The lines of the text of a result. The decoded text that they lie in is made in the arena too. */
calco_lines calco_report_lines(calco_arena *a, const calco_result *r);

/* For formats without a place of their own for it: message, source expression and suggestions in one paragraph. */
void calco_report_say(calco_buf *out, const calco_finding *f);

/* What stands in the file's text instead of the flagged words once suggestion `i` is applied, as UTF-8; false where markup stands
 * between the words, so that nothing can be put in their place. Memory from `a`. */
bool calco_report_edit(calco_arena *a, const calco_result *r, const calco_finding *f, size_t i, str *text);

/* A stretch of a text around bytes start..end, cut to what a reader needs where the text is very long (a table, a file of one line):
 * reports that repeat the surroundings of each finding would grow with their square. `*from` is where it begins. */
str calco_report_around(str text, size_t start, size_t end, size_t *from);

/* The path that others know the text by: from the root of its repository where that is known. */
const char *calco_report_path(const calco_report_options *o, const calco_result *r);

/* Column of a place in bytes of its line as UTF-8, from 1. */
size_t calco_report_byte_column(const calco_lines *lines, size_t line, size_t column);

#endif
