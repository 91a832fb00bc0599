/* Are there as many verbs, nouns, adjectives… as the words of the source are usually rendered by. */
#include "judge/judge.h"

#define ROW(kind, words) { "kind/" kind "-lacking", -1, words " less than the source lets expect" }, { "kind/" kind "-extra", -1, words " more than the source lets expect" }
static const calco_measure measures[] = { /* two a kind, in its order */
    ROW("verb", "verbs"), ROW("noun", "nouns"), ROW("adjective", "adjectives"), ROW("adverb", "adverbs"), ROW("pronoun", "pronouns"),
    ROW("determiner", "articles and determiners"), ROW("preposition", "prepositions"), ROW("conjunction", "conjunctions"),
    { NULL, 0, NULL },
};

static void put(double *v, double surplus)
{
    if (surplus < 0) v[0] = -surplus;
    else v[1] = surplus;
}

static void measure(const calco_pairing *p, double *v)
{
    const calco_classes *s = &p->source_classes, *t = &p->target_classes;
    double expected[CALCO_KINDS] = { 0 }, found[CALCO_KINDS + 1] = { 0 };
    size_t known = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->head[i] == i && s->name[i].n && calco_class_expect(p->classes, s->name[i], expected)) known++;
    if (!known) return;
    for (size_t i = 0; i < known; i++) calco_class_expect(p->classes, STR(CALCO_CLASS_NONE), expected);
    for (size_t i = 0; i < t->n; i++) found[calco_kind_of(t, calco_target_token(p, i), i)]++;
    for (int k = 0; k < CALCO_KINDS; k++) put(&v[2 * k], found[k] - expected[k]);
}

const calco_measures calco_measures_kinds = { measures, measure };
