/* JSON written as it comes: brackets, members and commas. */
#include "report/json_out.h"

#include "report/value.h"

#include <math.h>

static void before(calco_buf *out, const char *name)
{
    size_t n = out->n;
    while (n && out->p[n - 1] == '\n') n--;
    char last = n ? out->p[n - 1] : ',';
    if (last == '"' || last == '}' || last == ']' || last == 'e' || (last >= '0' && last <= '9')) calco_buf_char(out, ',');
    if (name) calco_buf_printf(out, "\"%s\":", name);
}

void calco_json_open(calco_buf *out, const char *name, char bracket)
{
    before(out, name);
    calco_buf_char(out, bracket);
}

void calco_json_close(calco_buf *out, char bracket) { calco_buf_char(out, bracket); }

void calco_json_str(calco_buf *out, const char *name, str value)
{
    before(out, name);
    calco_value_string(out, value);
}

void calco_json_text(calco_buf *out, const char *name, const char *value) { calco_json_str(out, name, calco_str(value)); }

void calco_json_size(calco_buf *out, const char *name, size_t value)
{
    before(out, name);
    calco_buf_printf(out, "%zu", value);
}

void calco_json_bool(calco_buf *out, const char *name, bool value)
{
    before(out, name);
    calco_buf_str(out, value ? STR("true") : STR("false"));
}

void calco_json_percent(calco_buf *out, const char *name, double value)
{
    long long tenths = isfinite(value) ? llround(value * 1000) : 0;
    before(out, name);
    calco_buf_printf(out, "%lld.%lld", tenths / 10, tenths % 10);
}
