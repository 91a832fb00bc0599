/* What words mean to each other. */
#include "lang/senses.h"

#include "base/err.h"
#include "lang/parts.h"
#include "lang/senses_image.h"

struct calco_senses {
    calco_strtab    words;
    const uint32_t *starts, *senses, *link_starts, *links;
    uint32_t        synsets;
};

static bool ascending(const uint32_t *starts, size_t n, uint32_t last)
{
    if (starts[0] != 0 || starts[n] != last) return false;
    for (size_t i = 0; i < n; i++)
        if (starts[i] > starts[i + 1]) return false;
    return true;
}

static bool below(const uint32_t *p, uint32_t n, uint32_t limit)
{
    for (uint32_t i = 0; i < n; i++)
        if (p[i] >= limit) return false;
    return true;
}

calco_senses *calco_senses_open(calco_part part, calco_arena *a, calco_err *err)
{
    calco_senses *s = ARENA_NEW(a, calco_senses);
    calco_cursor  c = { .p = part.p, .n = part.n };
    uint32_t      version = calco_cursor_u32(&c), senses = calco_cursor_u32(&c), links;
    s->synsets = calco_cursor_u32(&c);
    links = calco_cursor_u32(&c);
    if (!c.bad && version == SENSES_VERSION && s->synsets < UINT32_MAX / SENSES_LINKS && calco_strtab_open(&s->words, c.p + c.at, c.n - c.at, err)) {
        size_t kinds = (size_t)s->words.count * SENSES_KINDS;
        calco_cursor_take(&c, s->words.size);
        calco_cursor_align(&c, 8);
        s->starts = calco_cursor_take(&c, (kinds + 1) * sizeof(uint32_t));
        s->senses = calco_cursor_take(&c, (size_t)senses * sizeof(uint32_t));
        s->link_starts = calco_cursor_take(&c, ((size_t)s->synsets + 1) * sizeof(uint32_t));
        s->links = calco_cursor_take(&c, (size_t)links * sizeof(uint32_t));
        if (!c.bad && ascending(s->starts, kinds, senses) && ascending(s->link_starts, s->synsets, links) &&
            below(s->senses, senses, s->synsets) && below(s->links, links, s->synsets * SENSES_LINKS))
            return s;
    }
    calco_fail(err, CALCO_ERR_PACK, NULL, "the senses of the pack are malformed; rebuild it with `make packs`");
    return NULL;
}

/* --- what can be reached from a word --- */

enum { MOST = 96, FIRST_SENSES = 4, GENERAL_SENSES = 3 };
typedef struct { uint32_t synset; int steps; } reached;
typedef struct { reached at[MOST]; size_t n; } reach;

static void put(reach *r, uint32_t synset, int steps)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].synset == synset) return;
    if (r->n < MOST) r->at[r->n++] = (reached){ synset, steps };
}

static const uint32_t kind_feats[SENSES_KINDS] = { FEAT_NOUN, FEAT_VERB, FEAT_ADJ, FEAT_ADV };

static void put_senses(const calco_senses *s, str word, uint32_t feats, uint32_t most, reach *r)
{
    uint32_t id = calco_strtab_find(&s->words, word);
    for (uint32_t k = 0; k < SENSES_KINDS && id != CALCO_NONE; k++) {
        const uint32_t *start = s->starts + (size_t)id * SENSES_KINDS + k;
        for (uint32_t i = start[0]; i < start[1] && i < start[0] + most; i++)
            if (feats & kind_feats[k]) put(r, s->senses[i], 0);
    }
}

/* Follow the links whose kinds are bits of `kinds`, breadth first. */
static void follow(const calco_senses *s, unsigned kinds, int most, reach *r)
{
    for (size_t i = 0; i < r->n && r->at[i].steps < most; i++) {
        uint32_t synset = r->at[i].synset;
        int      steps = r->at[i].steps + 1;
        for (uint32_t k = s->link_starts[synset]; k < s->link_starts[synset + 1]; k++)
            if (kinds >> s->links[k] % SENSES_LINKS & 1) put(r, s->links[k] / SENSES_LINKS, steps);
    }
}

static int meeting(const reach *a, const reach *b)
{
    int least = -1;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++) {
            int steps = a->at[i].steps + b->at[k].steps;
            if (a->at[i].synset == b->at[k].synset && (least < 0 || steps < least)) least = steps;
        }
    return least;
}

enum { UP = 1 << SENSES_ABOVE, ASIDE = 1 << SENSES_NEAR };

int calco_senses_above(const calco_senses *s, str general, str special, uint32_t feats)
{
    enum { HIGHEST = 12 };
    reach low = { .n = 0 }, high = { .n = 0 };
    if (!s) return -1;
    put_senses(s, special, feats, FIRST_SENSES, &low);
    put_senses(s, general, feats, GENERAL_SENSES, &high);
    if (high.n) follow(s, UP, HIGHEST, &low);
    return meeting(&low, &high);
}

int calco_senses_apart(const calco_senses *s, str a, str b)
{
    static const uint32_t all = FEAT_NOUN | FEAT_VERB | FEAT_ADJ | FEAT_ADV;
    reach x = { .n = 0 }, y = { .n = 0 };
    if (!s) return -1;
    put_senses(s, a, all, 2 * FIRST_SENSES, &x);
    put_senses(s, b, all, 2 * FIRST_SENSES, &y);
    follow(s, UP | ASIDE, 2, &x);
    follow(s, UP | ASIDE, 2, &y);
    return meeting(&x, &y);
}

bool calco_senses_opposite(const calco_senses *s, str a, str b, uint32_t feats)
{
    reach x = { .n = 0 }, y = { .n = 0 }, across = { .n = 0 };
    if (!s) return false;
    put_senses(s, a, feats, FIRST_SENSES, &x);
    put_senses(s, b, feats, FIRST_SENSES, &y);
    follow(s, UP | ASIDE, 1, &x);
    follow(s, UP | ASIDE, 1, &y);
    for (size_t i = 0; i < x.n; i++)
        for (uint32_t k = s->link_starts[x.at[i].synset]; k < s->link_starts[x.at[i].synset + 1]; k++)
            if (s->links[k] % SENSES_LINKS == SENSES_OPPOSITE) put(&across, s->links[k] / SENSES_LINKS, x.at[i].steps);
    int steps = meeting(&across, &y);
    return steps >= 0 && steps <= 1;
}

