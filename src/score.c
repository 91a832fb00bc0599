/* From findings and surprisal to score and fluency. */
#include "score.h"

#include "lang/table.h"

#include <math.h>
#include <stdlib.h>

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
    char               number[2][32] = { "", "" };
    for (size_t i = 0; i < 2 && i < n; i++)
        if (column[i].n < sizeof number[i]) memcpy(number[i], column[i].p, column[i].n);
    unsigned long percentile = strtoul(number[0], NULL, 10);
    if (n >= 2 && percentile <= 100) {
        c->bits[percentile] = strtod(number[1], NULL);
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
