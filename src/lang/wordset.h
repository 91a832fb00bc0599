/* A set of words with flags, as a minimal automaton: millions of inflected forms in a few hundred kilobytes. */
#ifndef CALCO_LANG_WORDSET_H
#define CALCO_LANG_WORDSET_H

#include "lang/pack.h"

/* Image: u32 magic, u32 root, u32 count, u32 0, u32 edge[count]. A state is a run of edges, from an index to the first
 * edge with the bit "last". An edge is label << 24 | last << 23 | index of the next state. Labels are the bytes of the
 * word in ascending order; behind the last byte comes an edge whose label is the word's flags, 1 to 31, to state 0. */
#define WORDSET_MAGIC 0x31535743u
enum { WORDSET_FLAGS_MAX = 31, WORDSET_HIDDEN = 16 /* beside the bits of lang.h: known, but never suggested */ };

typedef struct {
    uint32_t        root, count;
    const uint32_t *edges;
} calco_wordset;

/* False and err (CALCO_ERR_PACK) where the image is malformed. */
bool calco_wordset_open(calco_wordset *w, calco_part part, calco_err *err);
/* The word's flags; 0 where it is not in the set. */
unsigned calco_wordset_find(const calco_wordset *w, str word);

/* What makes one word of another: costs in tenths of a slip. */
enum {
    NEAR_DOUBLED = 7, /* a letter doubled or not doubled */
    NEAR_SWAPPED = 8, /* two neighbours swapped */
    NEAR_MISSING = 9, /* a letter too few or too many */
    NEAR_OTHER = 12,  /* another letter */
    NEAR_FIRST = 6,   /* more where it is the first letter */
    NEAR_MOST = 40
};
typedef void (*calco_near)(void *ctx, str word, unsigned flags, unsigned cost);
/* Call `each` for the words that cost at most `most` (up to NEAR_MOST), in byte order. Words over 32 bytes have none
 * near. */
void calco_wordset_near(const calco_wordset *w, str word, unsigned most, calco_near each, void *ctx);

/* Append the image of words in ascending byte order without doubles, none empty or with a byte below 32; flags[i] from
 * 1 to WORDSET_FLAGS_MAX. After J. Daciuk et al., "Incremental Construction of Minimal Acyclic Finite-State Automata"
 * (2000). Aborts where the automaton has over 8 million edges. */
void calco_wordset_write(calco_buf *out, const str *words, const uint8_t *flags, size_t n);

#endif
