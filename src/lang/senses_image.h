/* The image of the part "XX.senses": what src/pack/senses.c writes and senses.c reads.
 *
 * u32 version, senses, synsets, links; a string table of words; at a multiple of 8: u32 start[words * SENSES_KINDS + 1] (noun, verb,
 * adjective, adverb of each word), u32 synset[senses], the most frequent first; u32 start[synsets + 1], u32 link[links]:
 * synset * SENSES_LINKS + kind. */
#ifndef CALCO_LANG_SENSES_IMAGE_H
#define CALCO_LANG_SENSES_IMAGE_H

enum { SENSES_VERSION = 1, SENSES_KINDS = 4 };
enum { SENSES_ABOVE /* more general */, SENSES_NEAR /* similar, or derived from it */, SENSES_OPPOSITE, SENSES_LINKS };

#endif
