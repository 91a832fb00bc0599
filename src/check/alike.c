/* How far apart two words are in spelling: the distance of Levenshtein. */
#include "check/alike.h"

enum { LETTERS = 24 };

double calco_apart(str a, str b)
{
    unsigned row[LETTERS + 1], before, corner;
    if (a.n > LETTERS || b.n > LETTERS) return calco_str_eq(a, b) ? 0 : 1;
    for (size_t j = 0; j <= b.n; j++) row[j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.n; j++) {
            before = row[j];
            unsigned change = corner + (a.p[i - 1] != b.p[j - 1]), less = before + 1, more = row[j - 1] + 1;
            row[j] = change < less ? change : less;
            if (more < row[j]) row[j] = more;
            corner = before;
        }
    }
    return (double)row[b.n] / (double)(a.n > b.n ? a.n : b.n ? b.n : 1);
}
