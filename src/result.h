/* From hits to the result that a caller owns. */
#ifndef CALCO_RESULT_H
#define CALCO_RESULT_H

#include "engine.h"
#include "text/lines.h"

/* A finding in the making: suppression and evidence are still open. */
typedef struct {
    calco_finding finding;
    size_t        start, end; /* in run->doc->text */
    bool          example;    /* its source expression is only an example */
} calco_draft;
typedef VEC(calco_draft) calco_drafts; /* in reading order */

/* The result of a run whose checks are done. It takes over run->arena; free with calco_result_free. NULL where run->stop is asked for. */
calco_result *calco_result_of(const calco_engine *engine, calco_run *run, const calco_settings *settings);

/* An empty result that calco_result_free gives back together with `a`. */
calco_result *calco_result_new(calco_arena *a);

/* --- edits.c --- */

/* Of each suggestion for start..end of doc->text the bytes that must stand in the file instead; NULL where the file's bytes
 * there are not the text alone (markup between the words), or where its encoding cannot say it. */
const str *calco_edits_of(calco_arena *a, const calco_doc *doc, size_t start, size_t end, const str *suggestions, size_t n);

/* --- suppress.c --- */

/* Give every draft its fingerprints, and its suppression by comments of the text ("calco-disable-line RULE -- reason") or by
 * settings->known. Directives that suppress nothing, name no rule or give no reason become drafts themselves. */
void calco_suppress(const calco_engine *engine, calco_run *run, const calco_settings *settings, const calco_lines *lines,
                    calco_drafts *drafts);

/* --- words.c --- */

/* Fill r->word from the sentence's tokens: surprisal, and what each renders in r->source. */
void calco_words_of(const calco_run *run, size_t sentence, const calco_inferred *inferred, const float *logp, calco_sentence_result *r);

#endif
