/* Applying the safe suggestions of a result to the bytes of the file. */
#include "base/buf.h"

/* An edit may make the next one possible; one that undoes another would go on for ever. */
enum { MOST_PASSES = 8 };

/* Findings come in reading order and do not overlap, but for those that are context to others. */
static size_t apply(const calco_result *r, str from, calco_buf *to)
{
    size_t at = 0, applied = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        const calco_finding *f = &r->findings[i];
        if (!f->safe || f->place.byte_start < at || f->place.byte_end > from.n) continue;
        calco_buf_add(to, from.p + at, f->place.byte_start - at);
        calco_buf_str(to, f->edits[0]);
        at = f->place.byte_end;
        applied++;
    }
    calco_buf_str(to, calco_str_from(from, at));
    return applied;
}

calco_result *calco_fix(const calco_engine *engine, const calco_input *text, const calco_input *source, char **bytes, size_t *size,
                        size_t *applied, calco_err *err)
{
    calco_input   now = *text;
    calco_buf     fixed = { 0 };
    calco_result *r = NULL;
    *bytes = NULL;
    *size = *applied = 0;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        calco_result_free(r);
        if (!(r = calco_check(engine, &now, source, err))) break;
        calco_buf next = { 0 };
        size_t    n = apply(r, (str){ now.bytes, now.size }, &next);
        if (!n || pass + 1 == MOST_PASSES) {
            calco_buf_free(&next);
            break;
        }
        calco_buf_free(&fixed);
        fixed = next;
        now.bytes = fixed.p;
        now.size = fixed.n;
        *applied += n;
    }
    if (r && *applied) {
        *bytes = fixed.p;
        *size = fixed.n;
    } else calco_buf_free(&fixed);
    return r;
}
