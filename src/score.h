/* From findings and surprisal to the two figures a reader sees: score and fluency. */
#ifndef CALCO_SCORE_H
#define CALCO_SCORE_H

#include "lang/pack.h"

/* MQM-style penalty of one finding: severity (minor 1, major 5, critical 10) times the weight of its category
 * (boilerplate, consistency and style a half, all others one). Source of the severities: Freitag et al. 2021,
 * "Experts, Errors, and Context", with 10 for critical. */
double calco_penalty(calco_severity severity, const char *category);

/* 100 * exp(-penalty / (words / 4 + 5)): a clean text has 100; one major fault in a sentence of 20 words leaves 61, one
 * minor fault 90; one major fault every 100 words of an article leaves about 83. It never reaches 0, so that of two bad
 * texts the worse one scores less. */
double calco_score_of(double penalty, size_t words);

/* Where `bits` per word of a sentence stand among the sentences of edited news, 0 (worst) to 100: linear between
 * the percentiles in the part "XX.calibration" ("percentile TAB bits" rows, from the least surprising). 50 without it. */
typedef struct { double bits[101]; bool known; } calco_calibration;
calco_calibration calco_calibration_open(const calco_pack *pack, const char *language);
double calco_fluency(const calco_calibration *c, double bits);

#endif
