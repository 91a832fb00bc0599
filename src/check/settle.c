/* Hits: adding them, and keeping the best of those that overlap. */
#include "check/check.h"

#include <stdlib.h>

calco_hit *calco_hit_add(calco_run *run, const calco_rule_info *rule, size_t sentence, size_t start, size_t end)
{
    calco_hit hit = { .rule = rule->id,
                      .category = rule->category,
                      .severity = rule->severity,
                      .confidence = rule->confidence,
                      .start = start,
                      .end = end,
                      .sentence = sentence };
    hit.message = calco_str(rule->summary);
    VEC_PUSH(run->arena, &run->hits, hit);
    return &run->hits.p[run->hits.n - 1];
}

bool calco_in_document(calco_run *run, str word)
{
    if (run->memo) VEC_PUSH(run->arena, &run->asked, word);
    return calco_map_get(run->doc_lemmas, word) != CALCO_NONE;
}

void calco_hit_suggest(calco_run *run, calco_hit *hit, str suggestion)
{
    str *all = ARENA_ARRAY(run->arena, str, hit->n_suggestions + 1);
    if (hit->n_suggestions) memcpy(all, hit->suggestions, hit->n_suggestions * sizeof *all);
    all[hit->n_suggestions++] = calco_arena_str(run->arena, suggestion);
    hit->suggestions = all;
}

static int order(size_t a, size_t b) { return (a > b) - (a < b); }

static int by_place(const void *x, const void *y)
{
    const calco_hit *a = x, *b = y;
    int              c = order(a->start, b->start);
    if (!c) c = order(a->end, b->end);
    if (!c) c = order(a->sentence, b->sentence);
    if (!c && a->confidence != b->confidence) c = a->confidence > b->confidence ? -1 : 1;
    if (!c) c = order(b->severity, a->severity);
    if (!c) c = strcmp(a->rule, b->rule);
    if (!c) c = calco_str_cmp(a->message, b->message);
    return c ? c : order(b->n_suggestions, a->n_suggestions);
}

/* A hit by its worth; `at` is its rank in reading order. */
typedef struct {
    const calco_hit *hit;
    size_t           at;
} worth;

static int by_worth(const void *x, const void *y)
{
    const calco_hit *a = ((const worth *)x)->hit, *b = ((const worth *)y)->hit;
    if (a->confidence != b->confidence) return a->confidence > b->confidence ? -1 : 1;
    int c = order(b->end - b->start, a->end - a->start);
    if (!c) c = order(b->severity, a->severity);
    return c ? c : order(((const worth *)x)->at, ((const worth *)y)->at);
}

/* First hit in reading order that starts at or after a byte. */
static size_t first_from(const calco_hits *h, size_t byte)
{
    size_t low = 0, high = h->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (h->p[middle].start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is kept does not overlap, so only the last kept hit that starts before the end can reach into this one. */
static bool is_free(const calco_hits *h, const uint64_t *kept, const calco_hit *hit)
{
    size_t   rank = first_from(h, hit->end), word = rank / 64;
    uint64_t bits = rank % 64 ? kept[word] & ((UINT64_C(1) << rank % 64) - 1) : 0;
    while (!bits && word > 0) bits = kept[--word];
    if (!bits) return true;
    size_t last = word * 64 + 63;
    for (; !(bits >> 63); bits <<= 1) last--;
    return h->p[last].end <= hit->start;
}

void calco_hits_settle(calco_run *run)
{
    calco_hits *h = &run->hits;
    size_t      n = h->n;
    if (!n) return;
    qsort(h->p, n, sizeof *h->p, by_place);
    worth    *worths = malloc(n * sizeof *worths);
    uint64_t *kept = calloc(n / 64 + 1, sizeof *kept), *stays = calloc(n / 64 + 1, sizeof *stays);
    if (!worths || !kept || !stays) abort();
    for (size_t i = 0; i < n; i++) worths[i] = (worth){ &h->p[i], i };
    qsort(worths, n, sizeof *worths, by_worth);
    for (size_t i = 0; i < n; i++) {
        size_t   at = worths[i].at;
        uint64_t bit = UINT64_C(1) << at % 64;
        if (!worths[i].hit->context && !is_free(h, kept, worths[i].hit)) continue;
        stays[at / 64] |= bit;
        if (!worths[i].hit->context && worths[i].hit->end > worths[i].hit->start) kept[at / 64] |= bit;
    }
    h->n = 0;
    for (size_t i = 0; i < n; i++)
        if (stays[i / 64] >> i % 64 & 1) h->p[h->n++] = h->p[i];
    free(worths);
    free(kept);
    free(stays);
}
