/* What can be wrong with a suppression; found where suppressions are applied (src/suppress.c). */
#include "check/suppression.h"

static const calco_rule_info rules[] = {
    [SUPPRESSION_MALFORMED] = { "suppression/malformed", "suppression", CALCO_MAJOR, 1, "This is no suppression that calco understands." },
    [SUPPRESSION_NO_REASON] = { "suppression/no-reason", "suppression", CALCO_MINOR, 1, "A suppression must say why: add “: reason”." },
    [SUPPRESSION_UNKNOWN] = { "suppression/unknown-rule", "suppression", CALCO_MAJOR, 1, "There is no such rule or family." },
    [SUPPRESSION_UNUSED] = { "suppression/unused", "suppression", CALCO_MINOR, 1, "This suppresses nothing: take it out." },
};

const calco_family calco_check_suppression = { "suppression", rules, sizeof rules / sizeof *rules, NULL, NULL };
