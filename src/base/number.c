/* Decimal numbers without the locale. */
#include "base/number.h"

#include <math.h>

static size_t digits(str s, size_t at)
{
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') at++;
    return at;
}

bool calco_number(str s, double *x)
{
    size_t at = s.n && (s.p[0] == '-' || s.p[0] == '+'), whole = at;
    double sum = 0;
    long   power = 0;
    for (size_t end = digits(s, at); at < end; at++) sum = sum * 10 + (s.p[at] - '0');
    size_t seen = at - whole;
    if (at < s.n && s.p[at] == '.') {
        size_t end = digits(s, at + 1);
        seen += end - at - 1;
        for (at++; at < end; at++, power--) sum = sum * 10 + (s.p[at] - '0');
    }
    if (!seen) return false;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        bool   minus = at + 1 < s.n && s.p[at + 1] == '-';
        size_t start = at + 1 + (at + 1 < s.n && (minus || s.p[at + 1] == '+')), end = digits(s, start);
        long   own = 0;
        if (start == end) return false;
        for (at = start; at < end; at++) own = own > 9999 ? own : own * 10 + (s.p[at] - '0');
        power += minus ? -own : own;
    }
    if (at != s.n) return false;
    *x = power < 0 ? sum / pow(10, (double)-power) : sum * pow(10, (double)power);
    if (s.p[0] == '-') *x = -*x;
    return true;
}
