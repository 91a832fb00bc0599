/* Which rules are safe: their best suggestion is right wherever they are, so that `calco check --fix` applies it.
 * To add one: a rule id or a beginning with *. Anything that asks for a choice of words does not belong here. */
#include "check/check.h"

static const char *const safe[] = {
    "name/lower-case",     "number/currency-*",        "number/foreign-*",          "number/percent-space", "number/time-point",
    "punctuation/doubled", "punctuation/foreign-quotes", "punctuation/space-after", "punctuation/space-before", "repetition/word",
};

bool calco_rule_safe(const char *id)
{
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        if (calco_rule_matches(safe[i], id)) return true;
    return false;
}
