/* Words and their shapes: tag sets, forms and lemmas, and what tagger and trainer share. */
#ifndef CALCO_LANG_MORPH_H
#define CALCO_LANG_MORPH_H

#include "lang/parts.h"

/* --- the tag set (part "XX.tags"): the image of a string table, then one u32 of calco_feat bits a tag --- */
/* calco_feat bits of names separated by spaces ("verb finite past"); false at a name that does not exist. */
bool calco_feats_parse(str names, uint32_t *feats);

/* --- forms (part "XX.forms") --- */
#define CALCO_FORMS_VERSION 1u
uint32_t calco_forms_tags(const calco_forms *f); /* how many tags the language must have */
/* By rule alone, without the table: false where no rule for `tag` fits the lemma. */
bool calco_forms_rule(const calco_forms *f, calco_arena *a, str lemma, uint8_t tag, str *form);
/* Weight of the form's analysis with `tag`, 0..255 (larger is more probable); -1 where it has none. */
int calco_forms_weight(const calco_forms *f, str fold, uint8_t tag);
/* The tag of the lemma that forms with `tag` are made from ("NNS" -> "NN"); `tag` itself where none is. */
uint8_t calco_forms_base(const calco_forms *f, uint8_t tag);

/* --- what the tagger looks at --- */
typedef struct {
    uint64_t bits[4];
} calco_tag_set;
static inline void calco_tag_set_add(calco_tag_set *s, uint8_t tag) { s->bits[tag >> 6] |= (uint64_t)1 << (tag & 63); }
static inline bool calco_tag_set_has(const calco_tag_set *s, uint8_t tag)
{
    return s->bits[tag >> 6] >> (tag & 63) & 1;
}

/* What cannot be: `tag` after a word or a tag with this hash, adverbs not counted; `right` is in its place. */
typedef struct {
    uint64_t before;
    uint8_t  tag, right, zero[6];
} calco_tag_mend;
#define CALCO_TAG_MENDS 96

/* A tag set as the tagger uses it. */
typedef struct {
    uint64_t       hash[256]; /* of the tags' names */
    calco_tag_set  open;      /* what an unknown word may be */
    calco_tag_set  capital;   /* what an unknown word with a capital inside a sentence may be; empty: as others */
    calco_tag_set  proper, marks, numbers; /* names; punctuation; numerals */
    calco_tag_set  verbs, links;           /* verbs; what may begin a clause: marks, conjunctions, relatives */
    calco_tag_set  finite, main; /* finite full verbs; all that a sentence may have for its verb, the infinitive too */
    calco_tag_set  ends;         /* the mark that ends a sentence: the tag with the name of the point */
    calco_tag_set  adverbs, nouns;
    uint64_t       n_mends;
    calco_tag_mend mends[CALCO_TAG_MENDS];
} calco_tag_context;

/* Put a tag with these calco_feat bits into the sets and hashes. */
void calco_tag_context_add(calco_tag_context *c, uint8_t tag, str name, uint32_t feats);

/* Add a row of mend.tsv; false where there is no room. */
bool calco_tag_context_mend(calco_tag_context *c, str before, uint8_t tag, uint8_t right);

/* What is known of the tags before a token; 0xff: none. */
typedef struct {
    uint8_t before, before2, verb; /* verb: the last one */
    bool    linked;                /* something that may begin a clause came after it */
} calco_tag_history;
#define CALCO_TAG_HISTORY_NEW ((calco_tag_history){ 0xff, 0xff, 0xff, false })
void calco_tag_history_add(calco_tag_history *h, const calco_tag_context *c, uint8_t tag);

/* A token with all that does not depend on the tags of others. */
typedef struct {
    str           word, look; /* digits as '0'; the shape in its place: "Xx", "^Xx" at a start, "~Xx" in a title */
    size_t        suffix[4];  /* bytes of its last 1..4 characters, 0 where it is shorter */
    calco_tag_set lexicon, allowed;
    uint8_t       best; /* the lexicon's first analysis, 0xff where none */
    bool          part; /* the lexicon knows only what follows the last hyphen */
    uint64_t      word_hash, look_hash, class_hash, best_hash, suffix_hash[4];
} calco_tag_token;

#define CALCO_TAG_FEATURES 40 /* templates, at most */

/* Prepare n tokens into out[2..n+2); two before and two after are padding: `out` has room for n + 4. */
void calco_tag_prepare(const calco_tag_context *c, const calco_forms *forms, calco_arena *scratch,
                       const calco_token *tokens, size_t n, calco_tag_token *out);

/* The tag that must stand in the place of `tag` on tokens[i] (tagged up to there), or `tag`. view[i + 2] is tokens[i].
 */
uint8_t calco_tag_mended(const calco_tag_context *c, const calco_tag_token *view, const uint8_t *tags, size_t i,
                         uint8_t tag);

size_t      calco_tag_templates(void);
const char *calco_tag_template_name(size_t i);
/* Hashes of all features of token `at` (one a template), given the tags before it. */
void calco_tag_features(const calco_tag_context *c, const calco_tag_token *at, const calco_tag_history *h,
                        uint64_t *out);
/* Feature `i` readably, its values separated by spaces: "the DT". */
void calco_tag_feature_text(const calco_strtab *tags, const calco_tag_token *at, const calco_tag_history *h, size_t i,
                            calco_buf *out);
/* The hash of a feature written so; false where the template is unknown or its values are too many or few. */
bool calco_tag_feature_hash(str name, str values, uint64_t *hash);

/* --- the tagger (part "XX.tagger"): u32 version, tags, slots (a power of two), weights; calco_tag_context;
 * slots; weights --- */
#define CALCO_TAGGER_VERSION 4u
typedef struct {
    uint32_t check, start;
} calco_tagger_slot; /* start 0: free */
typedef struct {
    uint8_t tag, more;
    int16_t weight;
} calco_tagger_weight; /* more: another one follows */
uint32_t calco_tagger_tags(const struct calco_tagger *t);
/* Set the tag of n tokens of one sentence. */
void calco_tagger_run(const struct calco_tagger *t, const calco_lang *lang, calco_arena *scratch, calco_token *tokens,
                      size_t n);

#endif
