/* The part "XX.vectors" from vectors.tsv (computed by train-vectors): word, a character a dimension. */
#include "pack/build.h"

#include "align/vectors.h"
#include "base/err.h"

typedef struct {
    calco_arena *arena;
    calco_strs   words;
    calco_buf    points;
} rows;

static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    rows *r = ctx;
    if (n != 2 || column[1].n != CALCO_DIMENSIONS) return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected: a word and %d characters", CALCO_DIMENSIONS);
    if (r->words.n && calco_str_cmp(r->words.p[r->words.n - 1], column[0]) >= 0)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "words must differ and stand in the order of their bytes");
    VEC_PUSH(r->arena, &r->words, column[0]);
    for (size_t k = 0; k < CALCO_DIMENSIONS; k++) calco_buf_char(&r->points, (char)(2 * (column[1].p[k] - '0') - 63));
    return true;
}

bool calco_build_vectors(calco_build *b, calco_err *err)
{
    str  text;
    rows r = { .arena = b->arena };
    if (!calco_build_file(b, "vectors.tsv", &text, err)) return false;
    if (!text.p) return true;
    bool ok = calco_tsv_each(text, take_row, &r, err) || calco_build_at(err, calco_build_path(b, "vectors.tsv"));
    if (ok) {
        calco_buf *out = calco_build_part(b, NULL, NULL, NULL);
        calco_strtab_write(out, r.words.p, r.words.n);
        calco_buf_add(out, r.points.p, r.points.n);
    }
    calco_buf_free(&r.points);
    return ok;
}
