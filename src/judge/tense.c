/* Do verb groups and classes of words correspond as they use to: tense, aspect, mood, part of speech, number. */
#include "judge/judge.h"

enum { VERB_RARE, VERB_SHORT, WORD_SHORT, LOST };
static const calco_measure measures[] = {
    { "tense/rare", -1, "verbs in a tense, aspect or mood that hardly ever renders that of the source" },
    { "tense/shortfall", -1, "how much less usual the tenses, aspects and moods of the verbs are than the most usual ones (log probability)" },
    { "class/shortfall", -1, "how much less usual the parts of speech and numbers are than the most usual ones (log probability)" },
    { "class/lost", 1, "how often words and verbs like those of the source that have no counterpart have none (log probability)" },
    { NULL, 0, NULL },
};
static const float  LINKED = 0.05f;
static const double RARE = -2; /* log10 */

static size_t place(const calco_stretch *s, const calco_token *t) { return (size_t)(t - &s->doc->tokens.p[s->first]); }

static void measure(const calco_pairing *p, double *v)
{
    const calco_classes *s = &p->source_classes, *t = &p->target_classes;
    if (!p->links.n_source) return;
    bool *used = ARENA_ARRAY(p->scratch, bool, s->n + 1);
    for (size_t j = 0; j < p->links.n_target; j++) {
        const calco_link *l = &p->links.target[j];
        size_t at = place(&p->target, l->token), other = SIZE_MAX;
        if (t->head[at] != at || !t->name[at].n) continue;
        if (l->best != CALCO_NONE && l->peak >= LINKED) other = s->head[place(&p->source, p->links.source[l->best].token)];
        if (other != SIZE_MAX) used[other] = true;
        calco_class_odds o = calco_class_logp(p->classes, other == SIZE_MAX ? STR(CALCO_CLASS_NONE) : s->name[other], t->name[at]);
        v[t->verb[at] ? VERB_SHORT : WORD_SHORT] += o.shortfall;
        v[VERB_RARE] += t->verb[at] && other != SIZE_MAX && o.logp < RARE;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (s->head[i] != i || used[i] || !s->name[i].n) continue;
        v[LOST] += calco_class_logp(p->classes, s->name[i], STR(CALCO_CLASS_NONE)).logp;
    }
}

const calco_measures calco_measures_tense = { measures, measure };
