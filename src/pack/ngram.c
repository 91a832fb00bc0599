/* The part "XX.ngram": the model of an installed package, a table of our own, or both mixed. */
#include "pack/ngram.h"

#include "base/err.h"
#include "base/number.h"
#include "pack/build.h"


#define DEFAULT_SHARE 0.5 /* of the installed model, where both are there */

static bool read_installed(calco_build *b, const calco_installed *row, calco_model *m, calco_err *err)
{
    *m = calco_model_new(b->arena);
    if (!calco_model_read_sphinx(m, row->path.p, err)) return false;
    calco_model_sort(m);
    return true;
}

bool calco_build_ngram(calco_build *b, calco_err *err)
{
    const calco_installed *rows;
    size_t                 n;
    str                    table, aliases;
    calco_model            model = { 0 }, own = { 0 };
    calco_build_origin     from = calco_build_own(b);
    if (!calco_build_installed(b, "ngram", &rows, &n, err) || !calco_build_file(b, "ngram.tsv", &table, err) ||
        !calco_build_file(b, "model-words.tsv", &aliases, err))
        return false;
    if (!n && !table.p) return true;
    if (n && !read_installed(b, &rows[0], &model, err)) return false;
    if (table.p) {
        own = calco_model_new(b->arena);
        if (!calco_model_read_table(&own, table, err)) return calco_build_at(err, calco_build_path(b, "ngram.tsv"));
        calco_model_sort(&own);
        if (!own.backs) calco_model_back_off(&own);
    }
    if (n && table.p) {
        double share = DEFAULT_SHARE;
        if (rows[0].extra.n && !calco_number(rows[0].extra, &share))
            return calco_fail(err, CALCO_ERR_FORMAT, rows[0].package.p, "the share of a mixed model is no number");
        model = calco_model_mix(b->arena, &model, &own, share);
        from.origin = calco_arena_printf(b->arena, "%s, mixed with %s", rows[0].package.p, from.origin).p;
        from.licence = calco_arena_printf(b->arena, "%s, %s", rows[0].licence.p, from.licence).p;
    } else if (n) {
        from.origin = rows[0].package.p;
        from.licence = rows[0].licence.p;
    } else {
        model = own;
    }
    calco_buf *out = calco_build_part(b, NULL, from.origin, from.licence);
    if (!calco_model_write(&model, aliases, out, err))
        return calco_build_at(err, calco_build_path(b, "model-words.tsv"));
    return true;
}
