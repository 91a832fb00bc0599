/* Findings, sentences, summaries and rules as JSON values. */
#ifndef CALCO_REPORT_VALUE_H
#define CALCO_REPORT_VALUE_H

#include "base/buf.h"

/* Each appends one compact JSON object, without a line end. Names, their order and the roundings are a contract
 * (CALCO_SCHEMA): new members come last, none is renamed. With `line` the object stands alone on a line of JSON Lines and
 * carries type, schema and file. */
void calco_value_finding(calco_buf *out, const calco_result *r, size_t i, bool line);
void calco_value_suppressed(calco_buf *out, const calco_result *r, size_t i, bool line);
void calco_value_sentence(calco_buf *out, const calco_result *r, size_t i, bool line);
void calco_value_summary(calco_buf *out, const calco_result *r, bool line);
void calco_value_rule(calco_buf *out, const calco_rule *rule);
/* A JSON string of `s`, in quotes; what is no valid UTF-8 becomes U+FFFD. */
void calco_value_string(calco_buf *out, str s);

#endif
