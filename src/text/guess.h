/* Which encoding bytes without a mark are in. */
#ifndef CALCO_TEXT_GUESS_H
#define CALCO_TEXT_GUESS_H

#include "base/str.h"

typedef enum { FORM_UTF8, FORM_UTF16LE, FORM_UTF16BE, FORM_UTF32LE, FORM_UTF32BE, FORM_OTHER } calco_form;

/* The form that a byte order mark shows and the mark's length; FORM_OTHER and 0 where there is none. */
calco_form calco_guess_bom(str bytes, size_t *length);
/* The form that the places of NUL bytes show, else FORM_OTHER. */
calco_form calco_guess_nuls(str bytes);
/* Is the text damaged UTF-8 rather than something else: as many good sequences as bad ones? */
bool calco_guess_damaged_utf8(str bytes);

#define GUESS_BAD UINT32_MAX
/* Code points of the bytes 0x80..0xff in a single-byte encoding; GUESS_BAD where undefined. */
typedef struct { const char *name, *iconv; uint32_t high[128]; } calco_codepage;
/* How sensible the bytes look in an encoding: letters within words, quotes at their edges. Negative: nonsense. */
long calco_guess_score(str bytes, const calco_codepage *page);

#endif
