/* Our categories in the terms of others: MQM (themqm.org, as Google's annotations write it) and ITS 2.0 (localization quality issue). */
#ifndef CALCO_REPORT_MQM_H
#define CALCO_REPORT_MQM_H

#include "calco.h"

typedef struct {
    const char *category; /* ours */
    const char *mqm;      /* "Accuracy/Mistranslation" */
    const char *its;      /* a value of locQualityIssueType */
} calco_mqm;

/* The row of a category; for one that has none the last, "Other". */
const calco_mqm *calco_mqm_of(const char *category);

/* The MQM categories of the table, each once, in its order. */
extern const char *const calco_mqm_names[]; /* NULL-terminated */
/* Place of a category's MQM name in that list. */
size_t calco_mqm_index(const char *category);

const char *calco_mqm_severity(calco_severity s); /* "Minor", "Major", "Critical" */
unsigned calco_its_severity(calco_severity s);    /* 0..100 */

#endif
