/* GitHub's own fingerprint of a line, "primaryLocationLineHash", for uploads that its action does not fingerprint. */
#ifndef CALCO_REPORT_LINE_HASH_H
#define CALCO_REPORT_LINE_HASH_H

#include "base/arena.h"

typedef struct { uint64_t hash; uint32_t times; } calco_line_hash; /* printed as "%x:%u" */

/* Of each line of `text`, in order (lines end with LF, CRLF or CR); `*n` of them. It covers the 100 characters from the line's
 * start that are neither spaces nor tabs, in UTF-16 units: the algorithm of github/codeql-action, src/fingerprints.ts. */
calco_line_hash *calco_line_hashes(calco_arena *a, str text, size_t *n);

#endif
