/* Inside segmentation: what the files that find sentences and tokens share. */
#ifndef CALCO_TEXT_SEGMENT_H
#define CALCO_TEXT_SEGMENT_H

#include "base/map.h"
#include "text/doc.h"
#include "text/unicode.h"

/* What abbreviations.txt says of an entry. */
enum {
    ABBREVIATION = 1,  /* "sen.": never ends a sentence */
    MAY_END = 2,       /* "etc.?": ends one where a starter follows */
    BEFORE_NUMBER = 4, /* "no.#": an abbreviation only before a number */
    STARTER = 8        /* "^the": a word that starts a sentence */
};

/* An entry of clitics.txt that is split off a word's end: "-n't", or "s-'" after a host that ends in s. */
typedef struct { str host, clitic; size_t points; } calco_end_clitic;

/* The tables of a language, ready for look-ups. */
typedef struct calco_segmenter {
    calco_arena *arena;
    calco_map    abbreviations; /* folded -> flags above */
    VEC(calco_end_clitic) ends;
    calco_strs   starts;        /* "l'" */
    calco_map    wholes;        /* "'em", "po'": words with an apostrophe that stay one */
    bool         possessive;    /* some end clitic is a bare apostrophe */
    calco_breaker *breaker;     /* for scripts without spaces */
} calco_segmenter;

calco_segmenter calco_segmenter_of(calco_arena *a, const calco_segmentation *how);
/* Of an abbreviation or starter, not folded; 0 where it is none. */
uint32_t calco_segmenter_flags(const calco_segmenter *g, str word);

/* Is it ' or ’ or what looks like them? */
static inline bool calco_is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2bc || c == 0x2018 || c == 0xff07;
}
/* Quotes and brackets that may stand before the first, after the last word of a sentence. */
bool calco_is_opening(uint32_t c);
bool calco_is_closing(uint32_t c);
static inline bool calco_is_hyphen(uint32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }
/* One capital letter, or letters each with a point ("u.s."): `word` ends with the point. */
bool calco_is_initials(str word);

/* Append the tokens of sentence start..end of a unit that ends at unit_end. `quoted` holds, from sentence to sentence
 * of a unit, whether a single quote is open; begin units with false. */
void calco_tokens_add(const calco_segmenter *g, calco_doc *doc, size_t start, size_t end, size_t unit_end,
                      bool *quoted);
/* The end of an address (URL, e-mail, #tag, @name) at `at`; `at` where there is none. */
size_t calco_address_end(str text, size_t at, size_t limit);

#endif
