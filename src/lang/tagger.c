/* The tagger at run time: a linear model over the features of features.c, greedy from left to right. */
#include "base/err.h"
#include "lang/morph.h"

#define NO_TAG 0xffu
/* How strongly the weights may speak against what a sentence must have: the table has 100 for a feature's single vote.
 */
#define FINITE_LOSS 2500
#define MEND_LOSS 2000

struct calco_tagger {
    const calco_tag_context   *context;
    const calco_tagger_slot   *slots;
    const calco_tagger_weight *weights;
    uint32_t                   mask, tags;
};

static bool sound(const struct calco_tagger *t, uint32_t slots, uint32_t weights)
{
    uint32_t used = 0;
    if (!weights || t->weights[weights - 1].more) return false;
    for (uint32_t i = 0; i < weights; i++)
        if (t->weights[i].tag >= t->tags) return false;
    for (uint32_t i = 0; i < slots; i++) {
        if (t->slots[i].start >= weights) return false;
        used += t->slots[i].start != 0;
    }
    const calco_tag_context   *c = t->context;
    const calco_tag_set *const sets[] = { &c->open,   &c->proper, &c->marks, &c->numbers, &c->verbs, &c->links,
                                          &c->finite, &c->main,   &c->ends,  &c->adverbs, &c->nouns, &c->capital };
    for (unsigned tag = t->tags; tag < 256; tag++)
        for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
            if (calco_tag_set_has(sets[i], (uint8_t)tag)) return false;
    if (c->n_mends > CALCO_TAG_MENDS) return false;
    for (uint64_t i = 0; i < c->n_mends; i++)
        if (c->mends[i].tag >= t->tags || c->mends[i].right >= t->tags) return false;
    return used < slots;
}

struct calco_tagger *calco_tagger_open(calco_part part, calco_arena *a, calco_err *err)
{
    struct calco_tagger *t = ARENA_NEW(a, struct calco_tagger);
    calco_cursor         c = { .p = part.p, .n = part.n };
    uint32_t             version = calco_cursor_u32(&c), tags = calco_cursor_u32(&c), slots = calco_cursor_u32(&c),
             weights = calco_cursor_u32(&c);
    t->context = calco_cursor_take(&c, sizeof *t->context);
    t->slots = calco_cursor_take(&c, (size_t)slots * sizeof *t->slots);
    t->weights = calco_cursor_take(&c, (size_t)weights * sizeof *t->weights);
    t->mask = slots - 1;
    t->tags = tags;
    if (c.bad || version != CALCO_TAGGER_VERSION || tags > 255 || !slots || (slots & (slots - 1)) ||
        !sound(t, slots, weights)) {
        calco_fail(err, CALCO_ERR_PACK, NULL, "the tagger of the pack is malformed; rebuild it with make packs");
        return NULL;
    }
    return t;
}

uint32_t calco_tagger_tags(const struct calco_tagger *t) { return t->tags; }

static void add_scores(const struct calco_tagger *t, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t k = 0; k < n; k++) {
        uint32_t check = (uint32_t)(features[k] >> 32);
        for (uint32_t i = (uint32_t)features[k] & t->mask; t->slots[i].start; i = (i + 1) & t->mask) {
            if (t->slots[i].check != check) continue;
            const calco_tagger_weight *w = &t->weights[t->slots[i].start];
            for (; w->more; w++) scores[w->tag] += w->weight;
            scores[w->tag] += w->weight;
            break;
        }
    }
}

/* The allowed tag with the largest score, the lower id of two. */
static uint8_t best_tag(const calco_tag_set *allowed, const int32_t *scores, uint32_t tags)
{
    uint8_t best = 0xff;
    for (unsigned w = 0; w < 4; w++)
        for (uint64_t bits = allowed->bits[w]; bits; bits &= bits - 1) {
            unsigned tag = w * 64 + (unsigned)__builtin_ctzll(bits);
            if (tag < tags && (best == 0xff || scores[tag] > scores[best])) best = (uint8_t)tag;
        }
    return best;
}

static bool single(const calco_tag_set *s)
{
    unsigned n = 0;
    for (unsigned w = 0; w < 4; w++) n += (unsigned)__builtin_popcountll(s->bits[w]);
    return n == 1;
}

/* A sentence being tagged. `lead`: how far the best finite tag is behind the chosen one. */
typedef struct {
    const calco_tag_token *view;
    uint8_t               *tags, *finite;
    int32_t               *lead;
    size_t                 n;
} work;

/* Tag tokens from `from` on, given the history there. */
static void decode(const struct calco_tagger *t, work *w, size_t from, calco_tag_history *history)
{
    size_t templates = calco_tag_templates();
    for (size_t i = from; i < w->n; i++) {
        const calco_tag_token *v = &w->view[i + 2];
        int32_t                scores[256] = { 0 };
        uint64_t               features[CALCO_TAG_FEATURES];
        w->lead[i] = INT32_MAX;
        if (!single(&v->allowed)) {
            calco_tag_features(t->context, v, history, features);
            add_scores(t, features, templates, scores);
        }
        uint8_t tag = best_tag(&v->allowed, scores, t->tags),
                right = calco_tag_mended(t->context, w->view, w->tags, i, tag);
        if (scores[tag] - scores[right] <= MEND_LOSS) tag = right;
        calco_tag_set may = v->allowed;
        for (unsigned k = 0; k < 4; k++) may.bits[k] &= t->context->finite.bits[k];
        w->finite[i] = best_tag(&may, scores, t->tags);
        if (w->finite[i] != NO_TAG) w->lead[i] = scores[tag] - scores[w->finite[i]];
        w->tags[i] = tag;
        calco_tag_history_add(history, t->context, tag);
    }
}

/* A full sentence that came out without a verb has one: the token that was nearest to being it. */
static size_t missing_verb(const struct calco_tagger *t, const work *w)
{
    size_t best = SIZE_MAX;
    if (w->n < 5 || !calco_tag_set_has(&t->context->ends, w->tags[w->n - 1])) return SIZE_MAX;
    for (size_t i = 0; i < w->n; i++) {
        if (calco_tag_set_has(&t->context->main, w->tags[i])) return SIZE_MAX;
        if (w->lead[i] <= FINITE_LOSS && (best == SIZE_MAX || w->lead[i] < w->lead[best])) best = i;
    }
    return best;
}

void calco_tagger_run(const struct calco_tagger *t, const calco_lang *lang, calco_arena *scratch, calco_token *tokens,
                      size_t n)
{
    calco_tag_token  *view = ARENA_ARRAY(scratch, calco_tag_token, n + 4);
    work              w = { view, ARENA_ARRAY(scratch, uint8_t, n), ARENA_ARRAY(scratch, uint8_t, n),
                            ARENA_ARRAY(scratch, int32_t, n), n };
    calco_tag_history history = CALCO_TAG_HISTORY_NEW;
    calco_tag_prepare(t->context, lang->forms, scratch, tokens, n, view);
    decode(t, &w, 0, &history);
    size_t verb = missing_verb(t, &w);
    if (verb != SIZE_MAX) {
        w.tags[verb] = w.finite[verb];
        history = CALCO_TAG_HISTORY_NEW;
        for (size_t i = 0; i <= verb; i++) calco_tag_history_add(&history, t->context, w.tags[i]);
        decode(t, &w, verb + 1, &history);
    }
    for (size_t i = 0; i < n; i++) tokens[i].tag = w.tags[i];
}
