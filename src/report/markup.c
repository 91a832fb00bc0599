/* Text of any kind in XML: escaped, and cleaned of what XML cannot say. */
#include "report/markup.h"

#include "text/unicode.h"

bool calco_markup_allows(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
}

static void escape(calco_buf *out, str s, bool attribute)
{
    for (size_t at = 0; at < s.n;) {
        bool   valid;
        size_t length, n = calco_utf8_step(s, at, &valid);
        uint32_t c = valid ? calco_utf8_at(s, at, &length) : 0;
        if (c == '&') calco_buf_str(out, STR("&amp;"));
        else if (c == '<') calco_buf_str(out, STR("&lt;"));
        else if (c == '>') calco_buf_str(out, STR("&gt;")); /* "]]>" must not stand in text */
        else if (c == '"' && attribute) calco_buf_str(out, STR("&quot;"));
        else if (c == '\r' || (attribute && (c == '\n' || c == '\t'))) calco_buf_printf(out, "&#%u;", (unsigned)c);
        else if (!valid || !calco_markup_allows(c)) calco_buf_str(out, STR("\xEF\xBF\xBD"));
        else calco_buf_str(out, calco_str_cut(s, at, at + n));
        at += n;
    }
}

void calco_markup_text(calco_buf *out, str s) { escape(out, s, false); }

void calco_markup_value(calco_buf *out, str s) { escape(out, s, true); }

void calco_markup_attribute(calco_buf *out, const char *name, str value)
{
    calco_buf_printf(out, " %s=\"", name);
    escape(out, value, true);
    calco_buf_char(out, '"');
}

void calco_markup_number(calco_buf *out, const char *name, size_t value) { calco_buf_printf(out, " %s=\"%zu\"", name, value); }
