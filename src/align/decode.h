/* The search for the likely source: what each stretch of target words may render, and the best row of these. */
#ifndef CALCO_ALIGN_DECODE_H
#define CALCO_ALIGN_DECODE_H

#include "align/infer.h"
#include "align/writing.h"

enum {
    OPTION_WORDS = 6, /* of the source, at most */
    OPTION_SPAN = 6,
    WORD_CACHE = 256,  /* target tokens, at most */
    BEAM = 5,
    PATH_LENGTH = 16
};

/* What a stretch of target tokens may render. */
typedef struct {
    str      text;             /* source words separated by blanks; empty: nothing */
    uint32_t lm[OPTION_WORDS]; /* their ids in the source model */
    uint8_t  words, len;       /* source words known to the model; target tokens */
    bool     copy;             /* the target's own letters: names, numbers, marks */
    bool     copula;           /* starts with a verb whose participle agrees with the subject */
    uint32_t first;            /* target token of the sentence */
    float    cost;             /* log10, with the weights of the model of translation; larger is better */
    float    logp;             /* log10 P(source | target), 0 where copied */
    float    hope;             /* log10: more than this the model of the source hardly gives its words */
    uint32_t head, tail;       /* features of its first and its last word */
} calco_option;
typedef VEC(calco_option) calco_options;

/* What the pack says of a source word: many options share the same few. */
typedef struct { str word; uint32_t lm, feats; float alone; bool copula; } calco_word_info;

/* One step of a rearrangement: the stretch at `first`, after an inserted linking word where `link`. */
typedef struct { uint32_t first; uint8_t len; bool link, article, drop; } calco_step;
/* Another order for the tokens from `from` up to `to`. */
typedef struct { uint32_t from, to; uint8_t n; calco_step step[PATH_LENGTH]; float cost; } calco_path;

typedef struct {
    const calco_lexicon *x;
    const calco_writing *writing;
    const calco_lang    *source, *target;
    calco_arena         *arena; /* of this sentence */
    const calco_doc     *doc;
    const calco_token   *t;
    uint32_t             n;
    calco_options       *at;       /* [n]: options by their first token, in order of length */
    bool                *bare;     /* [n]: a noun phrase without determiner starts here */
    calco_options        articles, links; /* words that may be inserted */
    calco_word_info     *cache;           /* [WORD_CACHE], by address */
    VEC(calco_path)      paths;    /* in order of `from` */
} calco_search;

/* The row found, last first. */
typedef struct { const calco_option *option; float lm; /* log10 P of its words after those before */ } calco_choice;
typedef VEC(calco_choice) calco_choices;

/* lexicon.c: how the source language is written; NULL where the languages were not told. */
const calco_writing *calco_lexicon_writing(const calco_lexicon *x);
/* options.c: fill at, articles, links. */
void calco_find_options(calco_search *s);
/* verbs.c: tags of the source to inflect what token i renders to: those of its own tag, or of the auxiliary before an
 * infinitive ("does not want": present; "will cost": future). At most WRITING_TAGS, 0 where there are none. */
size_t calco_verb_tags(const calco_search *s, uint32_t i, uint8_t out[WRITING_TAGS]);
/* verbs.c: does a participle belong to the verb at i? */
bool calco_verb_is_auxiliary(const calco_search *s, uint32_t i);
/* verbs.c: does a gerund make a progressive form with the verb at i? */
bool calco_verb_is_progressive(const calco_search *s, uint32_t i);
/* verbs.c: is token i an auxiliary that the verb after it swallows? */
bool calco_verb_swallows(const calco_search *s, uint32_t i);
/* verbs.c: does the source render this infinitive by a finite verb? */
bool calco_verb_turns_finite(const calco_search *s, uint32_t i);
/* order.c: fill bare, paths. */
void calco_find_paths(calco_search *s);
/* decode.c: the most probable row, in source order. */
void calco_decode_source(const calco_search *s, calco_choices *out);
/* surface.c: write a row out properly; fills text and the pieces' texts of `out`. */
void calco_write_source(const calco_search *s, calco_arena *a, const calco_choices *row, calco_inferred *out);

#endif
