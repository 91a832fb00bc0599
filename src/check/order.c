/* Sentences whose words have been shaken: neighbours that render words far apart, again and again. */
#include "check/pair.h"

#include <math.h>
#include <stdlib.h>

static const calco_rule_info rules[] = {
    { "word-order/scrambled", "word-order", CALCO_CRITICAL, 0.85f, "The words stand in no order: neither the source's nor one of English." },
};

/* A target word that surely renders a source word. */
typedef struct { size_t j; uint32_t i; } link;

static size_t sure_links(const calco_paired *p, calco_arena *a, link **out)
{
    const calco_links *l = &p->links;
    size_t n = 0;
    *out = ARENA_ARRAY(a, link, l->n_target);
    for (size_t j = 0; j < l->n_target; j++) {
        uint32_t i = l->target[j].best;
        if (i == CALCO_NONE || !calco_account_content(p->account, true, j) || l->target[j].peak < 0.02f || l->source[i].best != j) continue;
        (*out)[n++] = (link){ j, i };
    }
    return n;
}

/* The share of pairs of links that stand the other way round than their source words (Kendall's distance). */
static double inversions(const link *w, size_t n)
{
    size_t turned = 0;
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) turned += w[a].i > w[b].i;
    return n > 1 ? 2.0 * (double)turned / ((double)n * (double)(n - 1)) : 0;
}

/* Titles and headlines in capitals string nouns together. */
static bool is_title(const calco_links *l)
{
    size_t lower = 0;
    for (size_t j = 0; j < l->n_target; j++) lower += l->target[j].token->shape == SHAPE_LOWER;
    return lower * 2 < l->n_target;
}

static double mean_logp(const calco_run *run, const calco_paired *p)
{
    calco_sentence all = { .first_token = p->target.first, .n_tokens = p->target.n };
    float *logp = ARENA_ARRAY(run->scratch, float, p->target.n);
    size_t n = calco_surprisal(run->target, run->doc, &all, logp);
    double sum = 0;
    for (size_t i = 0; i < p->target.n; i++)
        if (!isnan(logp[i])) sum += (double)logp[i];
    return n ? sum / (double)n : 0;
}

static void check(calco_run *run, size_t sentence)
{
    enum { LEAST_LINKS = 4, USUAL_LINKS = 7, MOST_TOLD = 4 };
    static const double TURNED = 0.28, JUMPS = 0.45, LOGP = -3.1;
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p || is_title(&p->links)) return;
    link  *w;
    size_t n = sure_links(p, run->scratch, &w), jumps = 0;
    for (size_t k = 0; k + 1 < n; k++) {
        long step = (long)w[k + 1].i - (long)w[k].i, own = (long)w[k + 1].j - (long)w[k].j;
        jumps += labs(step - own) > 3;
    }
    double turned = inversions(w, n), logp = mean_logp(run, p);
    double few = n < USUAL_LINKS ? 0.2 : 0; /* a genitive turns half of a short sentence round */
    if (n < LEAST_LINKS || turned < TURNED + few || (double)jumps / (double)(n - 1) < JUMPS + few || logp > LOGP - few) return;
    for (size_t k = 0, told = 0; k + 1 < n && told < MOST_TOLD; k++) {
        long step = (long)w[k + 1].i - (long)w[k].i, own = (long)w[k + 1].j - (long)w[k].j;
        if (labs(step - own) <= 3) continue;
        size_t first = calco_token_index(&p->target, p->links.target[w[k].j].token), last = calco_token_index(&p->target, p->links.target[w[k + 1].j].token);
        if (last - first > 3) last = first + 1;
        calco_pair_hit(run, &rules[0], p, first, last, p->links.source[w[k].i].token, p->links.source[w[k].i].token);
        k++, told++;
    }
}

const calco_family calco_check_order = { "word-order", rules, sizeof rules / sizeof *rules, check, NULL };
