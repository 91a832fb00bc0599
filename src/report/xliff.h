/* XLIFF with ITS annotations: fresh documents, and files that were XLIFF already. */
#ifndef CALCO_REPORT_XLIFF_H
#define CALCO_REPORT_XLIFF_H

#include "report/parts.h"

/* The ITS 2.0 attributes of a finding (locQualityIssueType, …Severity, …Comment), values in ASCII so that any encoding can say them. */
void calco_its_attributes(calco_buf *out, const calco_finding *f);
/* What the comment says: message, source expression, suggestions and rule. */
void calco_its_comment(calco_buf *out, const calco_finding *f);

/* The file that a result of format "xliff" is of, with its findings as annotations in the targets: `mrk`, in XLIFF 2 `sm` and `em` where
 * tags stand between the words; a note in XLIFF 1.2 where these are not balanced. All other bytes are as they were. */
void calco_xliff_annotate(calco_buf *out, const calco_result *r);

#endif
