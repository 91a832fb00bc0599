/* The phrase rules: rows of dictionaries/XX-YY, compiled by calco-pack, matched in one pass. */
#ifndef CALCO_CHECK_PHRASES_H
#define CALCO_CHECK_PHRASES_H

#include "check/check.h"

/* Open the part "XX-YY.rules". NULL and err where malformed. */
struct calco_phrases *calco_phrases_open(calco_pack *pack, const char *pair, const calco_lang *target, calco_arena *a,
                                         calco_err *err);
size_t calco_phrases_count(const struct calco_phrases *p);
calco_rule calco_phrases_rule(const struct calco_phrases *p, size_t i); /* in byte order of ids */

extern const calco_family calco_check_phrases;

/* --- compiling (calco-pack) --- */
typedef struct { const char *path; str text; } calco_rule_file;
/* Append the image of all rows to `out`. False and an error with file and line at the first bad row. */
bool calco_phrases_compile(calco_arena *a, const calco_rule_file *files, size_t n, const calco_lang *target, calco_buf *out,
                           calco_err *err);

#endif
