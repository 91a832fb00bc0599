/* How calco_lang_open opens the parts of a language: one function a part, each in its own file. */
#ifndef CALCO_LANG_PARTS_H
#define CALCO_LANG_PARTS_H

#include "lang/lang.h"

/* Each gets a part that exists, verifies all bounds (look-ups then need no checks) and returns NULL with err
 * (CALCO_ERR_PACK) where the part is malformed. The part outlives what is returned; memory from `a`. */
calco_ngram         *calco_ngram_open(calco_part part, calco_arena *a, calco_err *err);
calco_forms         *calco_forms_open(calco_part part, calco_arena *a, calco_err *err);
struct calco_tagger *calco_tagger_open(calco_part part, calco_arena *a, calco_err *err);
struct calco_context *calco_context_open(calco_part part, calco_arena *a, calco_err *err);
calco_senses        *calco_senses_open(calco_part part, calco_arena *a, calco_err *err);

/* `words`: part "XX.words", may be absent (p NULL); `varieties`: the text part "XX.spelling", rows flag, path of an
 * .aff file, path of a .dic file, "compounds" where it joins words freely. `ngram` (may be NULL) ranks suggestions.
 * Unlike the others it owns something (Hunspell, a lock): close it. */
calco_speller *calco_speller_open(calco_part words, calco_part varieties, const calco_ngram *ngram, calco_arena *a,
                                  calco_err *err);
void           calco_speller_close(calco_speller *s); /* accepts NULL */

#endif
