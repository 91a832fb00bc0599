/* Compiles the part "XX.context" from context.tsv: which tag follows which. */
#include "lang/context.h"

#include "base/err.h"
#include "pack/build.h"
#include "pack/morph.h"

typedef struct {
    calco_map tags;
    int16_t  *start, *after, *unknown;
} builder;

static bool tag_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    if (n < 2 || b->tags.n >= 255) return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "not a row of tags.tsv");
    calco_map_set(&b->tags, column[0], (uint32_t)b->tags.n);
    return true;
}

static bool number_of(str text, int *value)
{
    bool minus = text.n && text.p[0] == '-';
    if (minus) text = calco_str_from(text, 1);
    *value = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || *value > INT16_MAX / 10 - 1) return false;
        *value = *value * 10 + (text.p[i] - '0');
    }
    if (minus) *value = -*value;
    return text.n > 0;
}

static bool context_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    int      value;
    uint32_t before = calco_map_get(&b->tags, column[0]), tag = calco_map_get(&b->tags, column[1]);
    bool     start = calco_str_eq(column[0], STR("^")), unknown = calco_str_eq(column[0], STR("?"));
    if (n != 3 || tag == CALCO_NONE || (before == CALCO_NONE && !start && !unknown) || !number_of(column[2], &value))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line,
                               "a row has two tags of tags.tsv (or ^, ?) and a number");
    int16_t *cell = start ? &b->start[tag] : unknown ? &b->unknown[tag] : &b->after[before * b->tags.n + tag];
    *cell = (int16_t)value;
    return true;
}

bool calco_context_compile(calco_arena *a, str tags, str context, calco_buf *out, calco_err *err)
{
    builder b = { .tags = calco_map_new(a) };
    if (!calco_tsv_each(tags, tag_row, &b, err)) return false;
    size_t n = b.tags.n;
    b.start = ARENA_ARRAY(a, int16_t, n);
    b.unknown = ARENA_ARRAY(a, int16_t, n);
    b.after = ARENA_ARRAY(a, int16_t, n * n);
    for (size_t i = 0; i < n; i++) b.start[i] = CALCO_CONTEXT_RARE;
    for (size_t i = 0; i < n * n; i++) b.after[i] = CALCO_CONTEXT_RARE;
    if (!calco_tsv_each(context, context_row, &b, err)) return false;
    uint32_t head[2] = { CALCO_CONTEXT_VERSION, (uint32_t)n };
    calco_buf_align(out, 64);
    calco_buf_add(out, head, sizeof head);
    calco_buf_add(out, b.start, n * sizeof *b.start);
    calco_buf_add(out, b.after, n * n * sizeof *b.after);
    calco_buf_add(out, b.unknown, n * sizeof *b.unknown);
    return true;
}

bool calco_build_context(calco_build *b, calco_err *err)
{
    str tags, context;
    if (!calco_build_file(b, "tags.tsv", &tags, err) || !calco_build_file(b, "context.tsv", &context, err))
        return false;
    if (!tags.p || !context.p) return true;
    if (calco_context_compile(b->arena, tags, context, calco_build_part(b, NULL, NULL, NULL), err)) return true;
    return calco_build_at(err, calco_build_path(b, "context.tsv"));
}
