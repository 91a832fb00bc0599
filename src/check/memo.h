/* What checks of an earlier version of a text found out, for sentences that are still the same: an editor's memory. */
#ifndef CALCO_CHECK_MEMO_H
#define CALCO_CHECK_MEMO_H

#include "check/check.h"

/* All that is remembered depends on nothing but a sentence's text, its tokens, the kind of its unit and its source; what a check asks
 * of the whole document is remembered with the answer. Results are the same with and without a memo. */

/* Begin a check under conditions that `stamp` sums up: under others, or where too much is remembered, all is forgotten. */
void calco_memo_begin(calco_memo *memo, uint64_t stamp);

/* Set what calco_analyse would set in the tokens of a sentence of language `lang`; false where that is not remembered. */
bool calco_memo_tokens(const calco_memo *memo, const calco_lang *lang, calco_doc *doc, size_t sentence);
void calco_memo_keep_tokens(calco_memo *memo, const calco_lang *lang, const calco_doc *doc, size_t sentence);

/* Add the hits that the checks of a sentence would add; false where they are not remembered. */
bool calco_memo_hits(const calco_memo *memo, calco_run *run, size_t sentence);
/* Remember run->hits from `first` on as those of the sentence, with what the checks asked (run->asked). */
void calco_memo_keep_hits(calco_memo *memo, const calco_run *run, size_t sentence, size_t first);

/* The inference of a sentence; memory of the memo. */
bool calco_memo_inferred(const calco_memo *memo, const calco_doc *doc, size_t sentence, calco_inferred *out);
void calco_memo_keep_inferred(calco_memo *memo, const calco_doc *doc, size_t sentence, const calco_inferred *inferred);

/* How many words of a sentence and its source were looked at, and how many of them are unaccounted for. */
bool calco_memo_counts(const calco_memo *memo, const calco_run *run, size_t sentence, size_t counts[2]);
void calco_memo_keep_counts(calco_memo *memo, const calco_run *run, size_t sentence, const size_t counts[2]);

/* How surprising a sentence is: bits of all words that the n-gram model counts. */
typedef struct {
    double       bits;
    size_t       counted;
    const float *logp; /* of each token, not remembered */
} calco_surprise;
bool calco_memo_surprise(const calco_memo *memo, const calco_doc *doc, size_t sentence, calco_surprise *out);
void calco_memo_keep_surprise(calco_memo *memo, const calco_doc *doc, size_t sentence, const calco_surprise *surprise);

/* What sentences first..end of a document are, for keys: their words and how they are taken. */
uint64_t calco_memo_hash(const calco_doc *doc, size_t first, size_t end);
/* How much of some sentences others render, and how many words that is of; `of` sums up both and what is asked. */
typedef struct {
    float  share;
    size_t words;
} calco_share;
bool calco_memo_share(const calco_memo *memo, uint64_t of, calco_share *out);
void calco_memo_keep_share(calco_memo *memo, uint64_t of, calco_share share);

/* Suggestions for a misspelt word; memory of the memo. */
bool calco_memo_spelling(const calco_memo *memo, str word, const str **better, size_t *n);
void calco_memo_keep_spelling(calco_memo *memo, str word, const str *better, size_t n);

#endif
