/* Decimal numbers in data files and options, read and written the same in every locale. */
#ifndef CALCO_BASE_NUMBER_H
#define CALCO_BASE_NUMBER_H

#include "base/str.h"

/* "12", "-3.5", "1e-4": false where `s` is anything else or more. */
bool calco_number(str s, double *x);

#endif
