/* Messages by category: a template with the source expression, and one for where none is known. */
#include "check/message.h"

#include "base/err.h"


/* Rows of messages.tsv: category, sentence with %text%, %source%, %better%, the same without %source%. */
typedef struct {
    str with, without;
} pair_of;
struct calco_messages {
    calco_map categories;
    VEC(pair_of) all;
};
typedef struct {
    calco_arena    *arena;
    calco_messages *m;
} reading;

static bool read_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    reading *r = ctx;
    if (n < 2 || n > 3 || !column[0].n)
        return calco_fail_line(err, CALCO_ERR_PACK, NULL, line,
                               "messages.tsv has rows: category, sentence, sentence without source");
    pair_of p = { column[1], column[2] };
    calco_map_set(&r->m->categories, column[0], (uint32_t)r->m->all.n);
    VEC_PUSH(r->arena, &r->m->all, p);
    return true;
}

calco_messages *calco_messages_open(calco_pack *pack, const char *pair, calco_arena *a, calco_err *err)
{
    str text;
    if (!calco_text_part(pack, pair, "messages", &text, err) || !text.p) return NULL;
    calco_messages *m = ARENA_NEW(a, calco_messages);
    m->categories = calco_map_new(a);
    reading r = { a, m };
    return calco_tsv_each(text, read_row, &r, err) ? m : NULL;
}

str calco_messages_make(const calco_messages *m, calco_arena *a, str category, str text, str source, str better)
{
    const struct {
        str name, value;
    } slots[] = {
        { STR("%text%"), text },
        { STR("%source%"), source },
        { STR("%better%"), better },
    };
    uint32_t at = m ? calco_map_get(&m->categories, category) : CALCO_NONE;
    if (at == CALCO_NONE) return STR("");
    str       form = source.n ? m->all.p[at].with : m->all.p[at].without;
    calco_buf out = { 0 };
    for (size_t i = 0; i < form.n;) {
        size_t k = 0;
        while (k < 3 && !calco_str_starts(calco_str_from(form, i), slots[k].name)) k++;
        if (k == 3)
            calco_buf_char(&out, form.p[i++]);
        else {
            calco_buf_str(&out, slots[k].value);
            i += slots[k].name.n;
        }
    }
    str s = calco_arena_str(a, calco_buf_view(&out));
    calco_buf_free(&out);
    return s;
}
