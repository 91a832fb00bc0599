/* The odds that two runs of sentences render each other. */
#include "align/evidence.h"

#include <float.h>
#include <math.h>

static const double LAMBDA = 0.3;          /* share of a text's words that its source does not account for */
static const double MOST = 5.0;            /* nats that one word may say */
static const double CORPUS = 2000;         /* words: shorter texts count as that long, so that their words are rare */
static const double WORDS = 0.5;           /* both directions say the same twice */
static const double VARIANCE = 6.8;        /* of lengths, by Gale & Church */
static const double FIT = 0.9, MISFIT = 12; /* nats that lengths say, for and against, at most */
static const double CROSSING = 4.0, BEGIN_BOTH = 0.5, BEGIN_ONE = 1.0, OTHER_KIND = 1.0;

/* Of one source sentence: what each target word and each of its own words has from the other side. */
typedef struct {
    size_t  sentence, first, last; /* target sentences */
    float  *forward;  /* of each target place from the first sentence on: sum of P(target | source) / P(target) */
    float  *backward; /* of each own place, by target sentence: sum of P(source | target) / P(source) */
    uint8_t *forward_n, *backward_n; /* how many words these sums are of */
    uint32_t *hits;   /* of each target sentence */
    size_t  n_forward, n_backward, n_hits; /* room */
} row;

struct calco_evidence {
    calco_arena            *arena;
    const calco_vocabulary *v;
    row                     rows[EVIDENCE_ROWS];
    uint32_t               *known_source, *known_target; /* [sentences + 1]: words in the lexicon before a sentence */
    uint8_t                *again_source, *again_target; /* of each place: how often the sentence before has its word, and 16
                                                            times as often the one before that */
    float                  *alone_source, *alone_target; /* of each place: what its word says where nothing renders it */
    double                  stretch;   /* target bytes for one of the source */
    double                  begin_one; /* what it costs that only one side begins a unit */
    bool                    paired;
    float                   log_lambda;
};

static uint32_t *count_known(calco_arena *a, const calco_side *s)
{
    uint32_t *known = ARENA_ARRAY(a, uint32_t, s->sentences + 1);
    for (size_t i = 0; i < s->sentences; i++) {
        known[i + 1] = known[i];
        for (size_t p = s->starts[i]; p < s->starts[i + 1]; p++) known[i + 1] += s->entries.p[s->words[p]].known;
    }
    return known;
}

static float *say_alone(const calco_evidence *e, const calco_side *s)
{
    float *alone = ARENA_ARRAY(e->arena, float, s->n + 1);
    for (size_t p = 0; p < s->n; p++) alone[p] = s->entries.p[s->words[p]].known ? e->log_lambda : 0;
    return alone;
}

/* Words that come back soon, so that a merged sentence cannot render them all by one. */
static uint8_t *count_again(calco_arena *a, const calco_side *s)
{
    uint8_t  *again = ARENA_ARRAY(a, uint8_t, s->n);
    uint32_t *last = ARENA_ARRAY(a, uint32_t, 2 * s->entries.n); /* 1 more than its last sentence; times there */
    uint32_t *older = ARENA_ARRAY(a, uint32_t, 2 * s->entries.n); /* the same for the sentence before that had it */
    for (size_t p = 0; p < s->n; p++) {
        uint32_t *l = last + 2 * s->words[p], *o = older + 2 * s->words[p], sentence = s->sentence[p] + 1, back[2] = { 0, 0 };
        if (l[0] != sentence) o[0] = l[0], o[1] = l[1], l[0] = sentence, l[1] = 0;
        l[1]++;
        for (size_t k = 0; k < 2; k++)
            if (o[0] && o[0] + k + 1 == sentence) back[k] = o[1] < 15 ? o[1] : 15;
        again[p] = (uint8_t)(back[0] | back[1] << 4);
    }
    return again;
}

static double begin_one(const calco_vocabulary *v)
{
    size_t s = v->source.doc->units.n, t = v->target.doc->units.n;
    if (s == t) return 2 * BEGIN_ONE;
    return s > 1 && t > 1 && s <= 2 * t && t <= 2 * s ? BEGIN_ONE : 0;
}

calco_evidence *calco_evidence_new(calco_arena *a, const calco_vocabulary *v, bool paired)
{
    calco_evidence *e = ARENA_NEW(a, calco_evidence);
    *e = (calco_evidence){ .arena = a, .v = v, .paired = paired, .log_lambda = logf((float)LAMBDA) };
    e->known_source = count_known(a, &v->source);
    e->known_target = count_known(a, &v->target);
    e->alone_source = say_alone(e, &v->source);
    e->alone_target = say_alone(e, &v->target);
    e->again_source = count_again(a, &v->source);
    e->again_target = count_again(a, &v->target);
    double source = v->source.length[v->source.sentences], target = v->target.length[v->target.sentences];
    e->stretch = source > 0 ? target / source : 1;
    if (e->stretch < 0.8) e->stretch = 0.8;
    if (e->stretch > 1.25) e->stretch = 1.25;
    e->begin_one = begin_one(v);
    return e;
}

/* --- words --- */

static void make_room(calco_evidence *e, row *r, size_t forward, size_t backward, size_t hits)
{
    if (forward > r->n_forward) {
        r->forward = ARENA_ARRAY(e->arena, float, r->n_forward = 2 * forward);
        r->forward_n = ARENA_ARRAY(e->arena, uint8_t, r->n_forward);
    }
    if (backward > r->n_backward) {
        r->backward = ARENA_ARRAY(e->arena, float, r->n_backward = 2 * backward);
        r->backward_n = ARENA_ARRAY(e->arena, uint8_t, r->n_backward);
    }
    if (hits > r->n_hits) r->hits = ARENA_ARRAY(e->arena, uint32_t, r->n_hits = 2 * hits);
    memset(r->forward, 0, forward * sizeof *r->forward);
    memset(r->forward_n, 0, forward);
    memset(r->backward, 0, backward * sizeof *r->backward);
    memset(r->backward_n, 0, backward);
    memset(r->hits, 0, hits * sizeof *r->hits);
}

static double rarity(const calco_side *s, const calco_entry *e)
{
    double all = (double)s->n > CORPUS ? (double)s->n : CORPUS;
    return all / (double)e->count;
}

/* The first of the sorted places that is not before `from`. */
static size_t place_from(const uint32_t *places, size_t n, size_t from)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (places[middle] < from) low = middle + 1;
        else n = middle;
    }
    return low;
}

void calco_evidence_row(calco_evidence *e, size_t i, size_t first, size_t last)
{
    const calco_side *s = &e->v->source, *t = &e->v->target;
    row   *r = &e->rows[i % EVIDENCE_ROWS];
    size_t own = s->starts[i + 1] - s->starts[i], width = last - first, from = t->starts[first], end = t->starts[last];
    r->sentence = i;
    r->first = first;
    r->last = last;
    make_room(e, r, end - from + 1, own * width + 1, width + 1);
    for (size_t k = 0; k < own; k++) {
        const calco_entry *x = &s->entries.p[s->words[s->starts[i] + k]];
        double rare = rarity(s, x);
        for (uint32_t b = 0; b < x->n_bridges; b++) {
            const calco_bridge *bridge = &e->v->bridges.p[x->first_bridge + b];
            const calco_entry  *y = &t->entries.p[bridge->word];
            const uint32_t     *places = t->places + y->first_place;
            float forward = (float)(bridge->forward * rarity(t, y)), backward = (float)(bridge->backward * rare);
            for (size_t p = place_from(places, y->n_places, from); p < y->n_places && places[p] < end; p++) {
                size_t sentence = t->sentence[places[p]] - first;
                r->forward[places[p] - from] += forward;
                r->backward[k * width + sentence] += backward;
                if (r->forward_n[places[p] - from] < UINT8_MAX) r->forward_n[places[p] - from]++;
                if (r->backward_n[k * width + sentence] < UINT8_MAX) r->backward_n[k * width + sentence]++;
                r->hits[sentence]++;
            }
        }
    }
}

/* `before`: how often the sentences of the bead before this one have the word already; `n` words of the other side may be
 * its own. */
static double word_odds(float sum, uint32_t n, uint32_t before, double length, float alone)
{
    if (n <= before) return (double)alone;
    double odds = (double)logf((float)(LAMBDA + (1 - LAMBDA) * (double)sum / length));
    return odds > MOST ? MOST : odds;
}

static uint32_t times_before(uint8_t again, size_t sentences)
{
    return (sentences > 0 ? again & 15u : 0) + (sentences > 1 ? again >> 4 : 0u);
}

/* Most words have nothing on the other side: they are passed over first, for this is where aligning takes its time. */
static double target_odds(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m)
{
    const calco_side *s = &e->v->source, *t = &e->v->target;
    double odds = 0, length = (double)(s->starts[i + n] - s->starts[i]);
    const float   *forward[EVIDENCE_ROWS];
    const uint8_t *count[EVIDENCE_ROWS];
    size_t         from = t->starts[j], end = t->starts[j + m];
    for (size_t a = 0; a < n; a++) {
        const row *r = &e->rows[(i + a) % EVIDENCE_ROWS];
        forward[a] = r->forward + (from - t->starts[r->first]);
        count[a] = r->forward_n + (from - t->starts[r->first]);
    }
    for (size_t p = 0; p < end - from; p++) {
        float    sum = 0;
        uint32_t words = 0;
        for (size_t a = 0; a < n; a++) words += count[a][p];
        if (!words) {
            odds += (double)e->alone_target[from + p];
            continue;
        }
        for (size_t a = 0; a < n; a++) sum += forward[a][p];
        odds += word_odds(sum, words, times_before(e->again_target[from + p], t->sentence[from + p] - j), length, e->alone_target[from + p]);
    }
    return odds;
}

static double source_odds(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m)
{
    const calco_side *s = &e->v->source, *t = &e->v->target;
    double odds = 0, length = (double)(t->starts[j + m] - t->starts[j]);
    for (size_t a = i; a < i + n; a++) {
        const row *r = &e->rows[a % EVIDENCE_ROWS];
        size_t     width = r->last - r->first, at = j - r->first;
        for (size_t p = s->starts[a]; p < s->starts[a + 1]; p++, at += width) {
            float    sum = 0;
            uint32_t words = 0;
            for (size_t b = 0; b < m; b++) words += r->backward_n[at + b];
            if (!words) {
                odds += (double)e->alone_source[p];
                continue;
            }
            for (size_t b = 0; b < m; b++) sum += r->backward[at + b];
            odds += word_odds(sum, words, times_before(e->again_source[p], a - i), length, e->alone_source[p]);
        }
    }
    return odds;
}

double calco_evidence_of_words(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m)
{
    uint32_t hits = 0;
    for (size_t a = i; a < i + n; a++) {
        const row *r = &e->rows[a % EVIDENCE_ROWS];
        for (size_t b = j; b < j + m; b++) hits += r->hits[b - r->first];
    }
    if (hits) return WORDS * (target_odds(e, i, n, j, m) + source_odds(e, i, n, j, m));
    uint32_t known = e->known_source[i + n] - e->known_source[i] + e->known_target[j + m] - e->known_target[j];
    return WORDS * (double)known * (double)e->log_lambda;
}

/* --- lengths --- */

static double length_odds(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m)
{
    double source = (e->v->source.length[i + n] - e->v->source.length[i]) * e->stretch;
    double target = e->v->target.length[j + m] - e->v->target.length[j];
    if (source + target <= 0) return 0;
    double delta = (target - source) * (target - source) / (VARIANCE * (source + target) / 2), odds = FIT - delta / 2;
    return odds < -MISFIT ? -MISFIT : odds;
}

/* --- paragraphs --- */

static double unit_odds(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m)
{
    const calco_doc      *s = e->v->source.doc, *t = e->v->target.doc;
    const calco_sentence *x = &s->sentences.p[i], *y = &t->sentences.p[j];
    size_t crossing = s->sentences.p[i + n - 1].unit - x->unit + t->sentences.p[j + m - 1].unit - y->unit;
    if (e->paired) return crossing || x->unit != y->unit ? -1e9 : 0;
    const calco_unit *u = &s->units.p[x->unit], *w = &t->units.p[y->unit];
    bool   begins_s = u->first_sentence == i, begins_t = w->first_sentence == j;
    double odds = -CROSSING * (double)crossing;
    if (begins_s && begins_t) odds += e->begin_one > 0 ? BEGIN_BOTH : 0;
    else if (begins_s != begins_t) odds -= e->begin_one;
    if ((u->kind == UNIT_HEADLINE) != (w->kind == UNIT_HEADLINE) && e->begin_one > 0) odds -= OTHER_KIND;
    return odds;
}

double calco_evidence_of(const calco_evidence *e, size_t i, size_t n, size_t j, size_t m)
{
    double units = unit_odds(e, i, n, j, m);
    if (units < -1e8) return units;
    return units + length_odds(e, i, n, j, m) + calco_evidence_of_words(e, i, n, j, m);
}
