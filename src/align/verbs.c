/* Verb groups: auxiliaries of the target language whose tense the source language puts into the verb. */
#include "align/decode.h"

enum { ADVERBS = 2 };
#define NOT_FOUND UINT32_MAX

/* The auxiliary or modal that an infinitive follows, adverbs (and negations) between them left aside. */
static uint32_t governor(const calco_search *s, uint32_t i)
{
    if (!(s->t[i].feats & FEAT_INF)) return NOT_FOUND;
    for (uint32_t k = i, adverbs = 0; k-- > 0 && adverbs <= ADVERBS; adverbs++) {
        if ((s->t[k].feats & (FEAT_VERB | FEAT_FINITE)) == (FEAT_VERB | FEAT_FINITE)) return k;
        if (!(s->t[k].feats & FEAT_ADV)) return NOT_FOUND;
    }
    return NOT_FOUND;
}

/* What a token renders most often, if it renders anything; empty where the lexicon lacks it. */
static str usual_source(const calco_search *s, uint32_t i)
{
    calco_translation best[3];
    size_t            n = calco_lexicon_sources(s->x, s->t[i].fold, best, 3);
    for (size_t k = 0; k < n; k++)
        if (!calco_str_eq(best[k].source, STR("-"))) return best[k].source;
    return (str){ "", 0 };
}

/* 0 where the modal means the future, 1 the conditional, 2 neither: by what it renders most often. */
static size_t mood_of(const calco_search *s, uint32_t modal)
{
    calco_analysis as;
    if (!s->source->forms || !calco_forms_analyse(s->source->forms, usual_source(s, modal), &as, 1)) return 2;
    uint32_t feats = s->source->tag_feats[as.tag];
    return feats & FEAT_FUT ? 0 : feats & FEAT_COND ? 1 : 2;
}

size_t calco_verb_tags(const calco_search *s, uint32_t i, uint8_t out[WRITING_TAGS])
{
    const calco_writing *w = s->writing;
    uint32_t             g = governor(s, i);
    const uint8_t       *tags = w->tags[s->t[i].tag];
    size_t               n = w->n_tags[s->t[i].tag], mood = 2;
    if (g != NOT_FOUND && (s->t[g].feats & FEAT_AUX) && (mood = mood_of(s, g)) < 2) {
        tags = w->modal[mood];
        n = w->n_modal[mood];
    } else if (g != NOT_FOUND && !(s->t[g].feats & FEAT_AUX)) {
        tags = w->tags[s->t[g].tag];
        n = w->n_tags[s->t[g].tag];
    }
    memcpy(out, tags, n);
    return n;
}

bool calco_verb_turns_finite(const calco_search *s, uint32_t i)
{
    uint32_t g = governor(s, i);
    return g != NOT_FOUND && (!(s->t[g].feats & FEAT_AUX) || mood_of(s, g) < 2);
}

bool calco_verb_is_auxiliary(const calco_search *s, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < s->n && k <= i + ADVERBS && (s->t[k].feats & FEAT_ADV)) k++;
    return k < s->n && (s->t[k].feats & FEAT_PASTPART);
}

bool calco_verb_is_progressive(const calco_search *s, uint32_t i)
{
    uint32_t k = i + 1;
    if ((s->t[i].feats & (FEAT_VERB | FEAT_FINITE)) != (FEAT_VERB | FEAT_FINITE)) return false;
    while (k < s->n && k <= i + ADVERBS && (s->t[k].feats & FEAT_ADV)) k++;
    if (k >= s->n || !(s->t[k].feats & FEAT_GER)) return false;
    return calco_in_list(s->source, "copula", usual_source(s, i));
}

bool calco_verb_swallows(const calco_search *s, uint32_t i)
{
    if ((s->t[i].feats & (FEAT_VERB | FEAT_FINITE)) != (FEAT_VERB | FEAT_FINITE)) return false;
    for (uint32_t k = i + 1; k < s->n && k <= i + 1 + ADVERBS; k++)
        if (s->t[k].feats & FEAT_INF) return governor(s, k) == i && (!(s->t[i].feats & FEAT_AUX) || mood_of(s, i) < 2);
    return false;
}
