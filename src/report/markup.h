/* Text of any kind in XML. */
#ifndef CALCO_REPORT_MARKUP_H
#define CALCO_REPORT_MARKUP_H

#include "base/buf.h"

/* Character data. What XML 1.0 cannot say (control characters, U+FFFE, bytes that are no UTF-8) becomes U+FFFD. */
void calco_markup_text(calco_buf *out, str s);
/* What may stand in the quotes of an attribute. */
void calco_markup_value(calco_buf *out, str s);
/* ` name="value"`, the value escaped so that line ends and tabs survive. */
void calco_markup_attribute(calco_buf *out, const char *name, str value);
void calco_markup_number(calco_buf *out, const char *name, size_t value);

/* May a character stand in XML 1.0 (its section 2.2)? */
bool calco_markup_allows(uint32_t c);

#endif
