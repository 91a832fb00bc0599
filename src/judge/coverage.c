/* Is each word of one side accounted for by the other: omissions, additions, changed words. */
#include "judge/judge.h"

#include <math.h>

enum {
    TARGET_LOGP, SOURCE_LOGP, TARGET_GAIN, SOURCE_GAIN, TARGET_ALONE, TARGET_ALONE_WEIGHT, SOURCE_ALONE, SOURCE_ALONE_WEIGHT,
    CONTENT_ALONE, FUNCTION_ALONE, SOURCE_UNUSED_WEIGHT, SOURCE_CROWDED, TARGET_UNUSED_WEIGHT, TARGET_CROWDED, CONTENT_UNUSED,
    SOURCE_UNUSED, LENGTH,
};
static const calco_measure measures[] = {
    { "coverage/target-logp", 1, "how well the source accounts for the words of the translation (log probability)" },
    { "coverage/source-logp", 1, "how well the translation accounts for the words of the source (log probability)" },
    { "coverage/target-gain", 1, "how much likelier the source makes the words of the translation" },
    { "coverage/source-gain", 1, "how much likelier the translation makes the words of the source" },
    { "coverage/target-alone", -1, "words of the translation that nothing in the source explains" },
    { "coverage/target-alone-weight", -1, "words of the translation that nothing in the source explains, rare words counting more" },
    { "coverage/source-alone", -1, "words of the source that nothing in the translation renders" },
    { "coverage/source-alone-weight", -1, "words of the source that nothing in the translation renders, rare words counting more" },
    { "coverage/content-alone", -1, "content words of the translation that nothing in the source explains" },
    { "coverage/function-alone", -1, "function words of the translation that nothing in the source explains" },
    { "coverage/source-unused-weight", -1, "words of the source that no word of the translation rests on, rare words counting more" },
    { "coverage/source-crowded", -1, "words of the source on which more than two of the translation rest" },
    { "coverage/target-unused-weight", -1, "words of the translation that no word of the source rests on, rare words counting more" },
    { "coverage/target-crowded", -1, "words of the translation on which more than two of the source rest" },
    { "coverage/content-unused", -1, "content words of the translation that no word of the source rests on" },
    { "coverage/source-unused", -1, "words of the source that no word of the translation rests on" },
    { "coverage/length", -1, "how far the lengths differ" },
    { NULL, 0, NULL },
};

static const float ALONE = 0.01f, FUNCTION_ALONE_AT = 0.05f;

static bool is_function(const calco_lang *lang, const calco_link *l) { return calco_in_list(lang, "function", l->token->fold); }

/* log10 of a mixture of what the other side says and what words are like. */
static double logp(const calco_link *l) { return log10((double)l->mass * 0.9 + 0.1 * pow(10, -(double)l->rarity) + 1e-6); }

/* How often each word of the other side is the best account of one here. */
static uint32_t *uses(const calco_pairing *p, const calco_link *own, size_t n, size_t n_other)
{
    uint32_t *count = ARENA_ARRAY(p->scratch, uint32_t, n_other + 1);
    for (size_t i = 0; i < n; i++)
        if (own[i].best != CALCO_NONE) count[own[i].best]++;
    return count;
}

static void measure_target(const calco_pairing *p, const uint32_t *used, double *v)
{
    for (size_t j = 0; j < p->links.n_target; j++) {
        const calco_link *l = &p->links.target[j];
        double own = logp(l);
        bool   function = is_function(p->target_lang, l);
        v[TARGET_LOGP] += own;
        v[TARGET_GAIN] += own + (double)l->rarity;
        if (l->peak < ALONE) v[TARGET_ALONE]++, v[TARGET_ALONE_WEIGHT] += (double)l->rarity;
        v[CONTENT_ALONE] += l->peak < ALONE && !function;
        v[FUNCTION_ALONE] += l->peak < FUNCTION_ALONE_AT && function;
        if (!used[j]) v[TARGET_UNUSED_WEIGHT] += (double)l->rarity, v[CONTENT_UNUSED] += !function;
        if (used[j] > 2) v[TARGET_CROWDED] += used[j] - 2;
    }
}

static void measure_source(const calco_pairing *p, const uint32_t *used, double *v)
{
    for (size_t i = 0; i < p->links.n_source; i++) {
        const calco_link *l = &p->links.source[i];
        double own = logp(l);
        v[SOURCE_LOGP] += own;
        v[SOURCE_GAIN] += own + (double)l->rarity;
        if (l->peak < ALONE) v[SOURCE_ALONE]++, v[SOURCE_ALONE_WEIGHT] += (double)l->rarity;
        if (!used[i]) v[SOURCE_UNUSED_WEIGHT] += (double)l->rarity, v[SOURCE_UNUSED]++;
        if (used[i] > 2) v[SOURCE_CROWDED] += used[i] - 2;
    }
}

static void measure(const calco_pairing *p, double *v)
{
    const calco_links *l = &p->links;
    if (!l->n_source) return;
    measure_target(p, uses(p, l->source, l->n_source, l->n_target), v);
    measure_source(p, uses(p, l->target, l->n_target, l->n_source), v);
    v[LENGTH] = fabs(log(((double)l->n_target + 1) / ((double)l->n_source + 1)));
}

const calco_measures calco_measures_coverage = { measures, measure };
