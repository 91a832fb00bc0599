/* How a lexicon lies in a pack: for calco-pack, which writes it, and lexicon.c, which reads it. */
#ifndef CALCO_ALIGN_LEXICON_IMAGE_H
#define CALCO_ALIGN_LEXICON_IMAGE_H

#include "align/infer.h"

/* u32 entries, u32 0; then for the target side, then for the source side, each aligned to 8: a string table of the words,
 * u32 start[count + 1], and the entries of each word, most probable first. */

/* The other side's word and both probabilities, as -log10 in steps of 1/50. */
typedef struct { uint8_t id[3], source /* P(source | target) */, target /* P(target | source) */; } calco_lexicon_entry;

static inline uint32_t calco_lexicon_id(calco_lexicon_entry e) { return e.id[0] | (uint32_t)e.id[1] << 8 | (uint32_t)e.id[2] << 16; }
static inline float calco_lexicon_logp(uint8_t code) { return (float)code / -50.0f; }
static inline uint8_t calco_lexicon_code(double logp) { return logp >= 0 ? 0 : logp <= -5.1 ? 255 : (uint8_t)(-logp * 50 + 0.5); }

#endif
