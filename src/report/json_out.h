/* JSON written as it comes: brackets, members and commas; strings through value.h. */
#ifndef CALCO_REPORT_JSON_OUT_H
#define CALCO_REPORT_JSON_OUT_H

#include "base/buf.h"

/* Each appends a value, after a comma where another stands before it, and as a member where `name` is not NULL. A comma is needed
 * where the last byte of `out` ends a value: do not empty `out` inside of a list. */
void calco_json_open(calco_buf *out, const char *name, char bracket); /* '{' or '[' */
void calco_json_close(calco_buf *out, char bracket);                  /* '}' or ']' */
void calco_json_str(calco_buf *out, const char *name, str value);
void calco_json_text(calco_buf *out, const char *name, const char *value);
void calco_json_size(calco_buf *out, const char *name, size_t value);
void calco_json_bool(calco_buf *out, const char *name, bool value);
/* 0..1 as 0..100 with one decimal. */
void calco_json_percent(calco_buf *out, const char *name, double value);

#endif
