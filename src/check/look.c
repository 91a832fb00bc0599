/* Looking up a language's formats. */
#include "check/look.h"

typedef struct {
    str key, value;
} wanted;

static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    wanted *w = ctx;
    if (n >= 2 && calco_str_eq(column[0], w->key)) w->value = column[1];
    return true;
}

str calco_format_value(const calco_lang *lang, const char *key)
{
    char name[32] = "";
    strncat(name, lang->code, 8);
    strcat(name, ".formats");
    calco_part part = calco_pack_part(lang->pack, name);
    wanted     w = { calco_str(key), STR("") };
    if (part.p) calco_tsv_each((str){ part.p, part.n }, take_row, &w, NULL);
    return w.value;
}
