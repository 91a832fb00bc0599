/* Classes of words and verb groups ("be.past ger": was working), and how often those of one language render those of another. */
#ifndef CALCO_JUDGE_CLASSES_H
#define CALCO_JUDGE_CLASSES_H

#include "align/words.h"

/* The class of each token of a stretch; empty where it has none: marks, and auxiliaries that belong to a group whose class stands
 * at its last verb. Verb groups: auxiliaries (list `auxiliary`) and the verb form they govern, adverbs, pronouns and denials
 * between them. Where the language has no tags a word's class is its ending and the nearest auxiliary of its clause. */
typedef struct {
    str    *name;
    bool   *verb;  /* a verb group */
    size_t *head;  /* where its class stands: itself, but for auxiliaries */
    size_t  n;
} calco_classes;

calco_classes calco_classes_of(const calco_lang *lang, calco_arena *a, calco_stretch s);

#define CALCO_CLASS_NONE "-" /* of a word without a counterpart */

/* The kinds of words that are counted on both sides. */
enum { CALCO_KIND_VERB, CALCO_KIND_NOUN, CALCO_KIND_ADJ, CALCO_KIND_ADV, CALCO_KIND_PRON, CALCO_KIND_DET, CALCO_KIND_PREP, CALCO_KIND_CONJ, CALCO_KINDS };
extern const char *const calco_kind_names[CALCO_KINDS]; /* "=verb"…: target classes of the table that stand for all of a kind */
#define CALCO_CLASS_SEEN "=" /* as target class: how often the source class stands in the texts; of none: all words */
/* The kind of the token at i, where its class stands; CALCO_KINDS for others. */
int calco_kind_of(const calco_classes *c, const calco_token *t, size_t i);

/* The part "XX-YY.classes": rows `source class TAB target class TAB times`, "-" for none, and totals (above). */
typedef struct calco_class_table calco_class_table;
calco_class_table *calco_class_table_open(calco_arena *a, str text); /* an empty text: a table that says nothing */

/* log10 P(target class | source class), smoothed, and how far it lies below that of the likeliest class; both 0 where the table
 * says nothing of the source class. */
typedef struct { double logp, shortfall; } calco_class_odds;
calco_class_odds calco_class_logp(const calco_class_table *t, str source, str target);

/* Add to expected[] how many words of each kind render a word of this class; false where the table does not know it. */
bool calco_class_expect(const calco_class_table *t, str source, double expected[CALCO_KINDS]);

#endif
