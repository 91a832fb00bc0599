/* The rules about suppressions themselves. */
#ifndef CALCO_CHECK_SUPPRESSION_H
#define CALCO_CHECK_SUPPRESSION_H

#include "check/check.h"

enum { SUPPRESSION_MALFORMED, SUPPRESSION_NO_REASON, SUPPRESSION_UNKNOWN, SUPPRESSION_UNUSED };
extern const calco_family calco_check_suppression; /* its rules in the order above */

#endif
