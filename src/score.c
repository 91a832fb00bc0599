/* From findings and surprisal to score and fluency. */
#include "score.h"

#include "base/number.h"
#include "lang/table.h"

#include <math.h>

double calco_penalty(calco_severity severity, const char *category)
{
    static const double of[] = { [CALCO_MINOR] = 1, [CALCO_MAJOR] = 5, [CALCO_CRITICAL] = 10 };
    static const char *const light[] = { "boilerplate", "consistency", "style", NULL };
    if (strcmp(category, "suppression") == 0) return 0; /* it says nothing of the translation */
    for (size_t i = 0; light[i]; i++)
        if (strcmp(light[i], category) == 0) return of[severity] / 2;
    return of[severity];
}

double calco_score_of(double penalty, size_t words)
{
    return 100 * exp(-penalty / ((double)words / 4 + 5));
}

static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_calibration *c = ctx;
    double             percentile, bits;
    if (n >= 2 && calco_number(column[0], &percentile) && percentile >= 0 && percentile <= 100 && calco_number(column[1], &bits)) {
        c->bits[(size_t)percentile] = bits;
        c->known = true;
    }
    return true;
}

calco_calibration calco_calibration_open(const calco_pack *pack, const char *language)
{
    calco_calibration c = { 0 };
    calco_part        part = calco_pack_part_of(pack, language, "calibration");
    if (part.p) calco_tsv_each((str){ part.p, part.n }, take_row, &c, NULL);
    return c;
}

double calco_fluency(const calco_calibration *c, double bits)
{
    if (!c->known) return 50;
    if (bits <= c->bits[0]) return 100;
    for (int i = 1; i <= 100; i++)
        if (bits <= c->bits[i]) {
            double width = c->bits[i] - c->bits[i - 1];
            return 100 - (i - 1 + (width > 0 ? (bits - c->bits[i - 1]) / width : 0));
        }
    return 0;
}
