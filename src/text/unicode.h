/* What calco needs of ICU: breaks, case, classes, names. The only file that includes ICU is unicode.c. */
#ifndef CALCO_TEXT_UNICODE_H
#define CALCO_TEXT_UNICODE_H

#include "base/vec.h"

/* The code point at `at` (valid UTF-8) and its length in bytes. */
uint32_t calco_utf8_at(str s, size_t at, size_t *length);
/* The code point that ends before `at`; 0 at the start. */
uint32_t calco_utf8_before(str s, size_t at, size_t *length);
size_t calco_utf8_put(uint32_t c, char out[4]);
bool calco_utf8_valid(str s);
/* Code points that begin in the valid text `s`; `*wide`, where not NULL: how many of them take four bytes (and two units of UTF-16). */
size_t calco_utf8_count(str s, size_t *wide);
/* How many ASCII bytes stand at `at` in any bytes. */
size_t calco_utf8_ascii(str s, size_t at);
/* Length of the character at `at` (< s.n) in bytes that may be damaged; where it is not valid, of the part that
 * one U+FFFD replaces. */
size_t calco_utf8_step(str s, size_t at, bool *valid);

bool calco_is_letter(uint32_t c);
bool calco_is_upper(uint32_t c); /* upper or title case */
bool calco_is_lower(uint32_t c);
bool calco_is_digit(uint32_t c); /* any decimal digit */
bool calco_is_space(uint32_t c); /* white space, no-break spaces too */
bool calco_is_mark(uint32_t c);  /* combining */
bool calco_is_punct(uint32_t c);
bool calco_is_unspaced(uint32_t c);   /* of a script written without spaces: Chinese, Japanese, Thai... */
bool calco_is_pictograph(uint32_t c); /* emoji */
/* Columns of a terminal that it takes: 2 where it is wide (East Asian Width W or F), 0 for marks and format characters. */
size_t calco_columns(uint32_t c);

/* Lower case, root locale, NFC; apostrophes ’ ‘ ʼ ′ become ', hyphens U+2010 and U+2011 -; soft hyphens and zero-width
 * spaces are dropped. The form that all tables are keyed on.
 * ASCII takes a fast path; where nothing changes the input itself is lent back. */
str calco_fold(calco_arena *a, str s);
str calco_upper_first(calco_arena *a, str s); /* first letter in title case */
str calco_lower_first(calco_arena *a, str s);
str calco_upper(calco_arena *a, str s);
str calco_nfc(calco_arena *a, str s);

/* Break offsets (after each piece, the last equals s.n), appended to `out`. `locale` like "en". Sentence breaks are
 * UAX 29's without CLDR's suppressions, which hold "Act.", "Up." and "Joe." and so swallow ends of sentences: the
 * abbreviations of dictionaries/XX do that work. Thread-safe: ICU's iterators are opened per `breaker`. */
typedef struct calco_breaker calco_breaker;
calco_breaker *calco_breaker_new(const char *locale); /* NULL where ICU has no data */
void calco_breaker_free(calco_breaker *b);
typedef VEC(size_t) calco_offsets;
void calco_break_words(calco_breaker *b, calco_arena *a, str s, calco_offsets *out);
void calco_break_sentences(calco_breaker *b, calco_arena *a, str s, calco_offsets *out);

/* CLDR: the name of a territory ("GE") or language ("ka") in a language; empty where unknown. */
str calco_territory_name(calco_arena *a, const char *locale, const char *code);
str calco_language_name(calco_arena *a, const char *locale, const char *code);
/* All two-letter territory codes / language codes that CLDR names. */
void calco_territory_codes(calco_arena *a, calco_strs *out);
void calco_language_codes(calco_arena *a, calco_strs *out);

#endif
