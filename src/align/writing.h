/* How the source language is written: contractions and variants before the next sound, numbers, tags that match. */
#ifndef CALCO_ALIGN_WRITING_H
#define CALCO_ALIGN_WRITING_H

#include "lang/lang.h"

enum { WRITING_TAGS = 8 };

/* Words that differ only by what follows ("il", "lo", "l'"). */
typedef struct { uint32_t feats /* gender and number they go with */; str forms /* "il lo l'" */, form; str before /* beginnings */; } calco_variant;
typedef struct { str first, second, one; } calco_joint; /* "di" + "il" -> "del" */

typedef struct {
    VEC(calco_variant) variants;
    VEC(calco_joint)   joints;
    calco_map          varied, joined; /* words that have variants; words that join with what follows */
    char               group, decimal; /* of the source language */
    char               target_group, target_decimal;
    uint8_t            tags[256][WRITING_TAGS]; /* of a target tag: tags of the source language that match it */
    uint8_t            n_tags[256];
    uint8_t            modal[2][WRITING_TAGS], n_modal[2]; /* tags of the source's future and conditional */
} calco_writing;

/* From the parts SOURCE.contractions, SOURCE.formats and TARGET.formats; what is missing is left empty. Memory from `a`. */
void calco_writing_open(calco_writing *w, const calco_lang *source, const calco_lang *target, calco_arena *a);
/* The one word that two make, or an empty string. */
str calco_writing_join(const calco_writing *w, str first, str second);
/* The variant of `word` (folded) before `next` (folded), whose gender and number are `feats` where known; `word` itself
 * where it has none. */
str calco_writing_vary(const calco_writing *w, str word, str next, uint32_t feats);
/* A number of the target language as the source language writes it. Memory from `a`. */
str calco_writing_number(const calco_writing *w, calco_arena *a, str number);

#endif
