/* Other orders of the words of noun phrases: adjectives behind the noun, nouns that modify nouns, possessors. */
#include "align/decode.h"

#include <stdlib.h>

enum { MODIFIERS = 5, UNITS = 8 };
static const float SWAP = 0.8f, SWAP_NOUN = -0.1f; /* adjectives stand behind, unless the source's model knows better */
static const float UNIT = -0.35f; /* log10 P from which words inside a phrase stay together */

typedef struct { uint32_t first; uint8_t len; } unit;
/* A noun phrase: determiner and numerals from `start`, modifiers and head as units from `core`. */
typedef struct { uint32_t start, core, end; uint8_t n; unit units[UNITS]; bool det; } phrase;

static bool has(const calco_search *s, uint32_t i, uint32_t feats) { return i < s->n && s->t[i].kind == TOKEN_WORD && (s->t[i].feats & feats); }

static bool is_possessive(const calco_search *s, uint32_t i)
{
    return i < s->n && s->t[i].kind == TOKEN_WORD && (s->t[i].feats & (FEAT_PART | FEAT_PREP | FEAT_ADV)) == FEAT_PART;
}

/* May stand between determiner and head. */
static bool modifies(const calco_search *s, uint32_t i)
{
    if (!has(s, i, FEAT_NOUN | FEAT_ADJ | FEAT_PASTPART | FEAT_GER)) return false;
    return !(s->t[i].feats & (FEAT_DET | FEAT_PRON)) && s->t[i].kind == TOKEN_WORD;
}

/* Length of the longest phrase of the lexicon at i within `end`; 1 where there is none that is likely. */
static uint8_t unit_length(const calco_search *s, uint32_t i, uint32_t end)
{
    uint8_t best = 1;
    for (size_t k = 0; k < s->at[i].n; k++) {
        const calco_option *o = &s->at[i].p[k];
        if (o->len > best && i + o->len <= end && o->logp >= UNIT) best = o->len;
    }
    return best;
}

static bool read_phrase(const calco_search *s, uint32_t i, phrase *p)
{
    *p = (phrase){ .start = i };
    while (i < s->n && (has(s, i, FEAT_DET | FEAT_NUM) || s->t[i].kind == TOKEN_NUMBER)) p->det |= has(s, i, FEAT_DET), i++;
    p->core = i;
    uint32_t end = i, head = i;
    while (end < s->n && modifies(s, end) && end - i < MODIFIERS + 1) {
        end++;
        if (s->t[end - 1].feats & FEAT_NOUN) head = end;
    }
    p->end = head;
    if (head == p->core) return false;
    for (uint32_t k = p->core; k < p->end && p->n < UNITS; k += p->units[p->n - 1].len)
        p->units[p->n++] = (unit){ k, unit_length(s, k, p->end) };
    return true;
}

static bool proper(const calco_search *s, unit u) { return (s->t[u.first + u.len - 1u].feats & FEAT_PROPER) != 0; }
static bool noun(const calco_search *s, unit u) { return (s->t[u.first + u.len - 1u].feats & FEAT_NOUN) != 0; }

static void step(calco_path *path, uint32_t first, uint8_t len, bool link)
{
    if (path->n < PATH_LENGTH) path->step[path->n++] = (calco_step){ .first = first, .len = len, .link = link };
}

/* Modifiers before `kept` stay before the head, the others follow it, the nearest first. */
static void core_steps(const calco_search *s, calco_path *path, const phrase *p, size_t kept)
{
    for (size_t k = 0; k < kept; k++) step(path, p->units[k].first, p->units[k].len, false);
    step(path, p->units[p->n - 1].first, p->units[p->n - 1].len, false);
    for (size_t k = p->n - 1u; k-- > kept;) step(path, p->units[k].first, p->units[k].len, noun(s, p->units[k]));
}

/* A name that modifies a name ("President Rossi") keeps its place. */
static bool swaps(const calco_search *s, const phrase *p)
{
    unit head = p->units[p->n - 1];
    for (size_t k = 0; k + 1 < p->n; k++)
        if (proper(s, head) && noun(s, p->units[k])) return false;
    return p->n > 1;
}

static void phrase_paths(calco_search *s, const phrase *p)
{
    if (!swaps(s, p)) return;
    for (size_t kept = 0; kept + 1 < p->n; kept++) {
        calco_path path = { .from = p->core, .to = p->end, .cost = 0 };
        for (size_t k = kept; k + 1 < p->n; k++) path.cost += noun(s, p->units[k]) ? SWAP_NOUN : SWAP;
        core_steps(s, &path, p, kept);
        VEC_PUSH(s->arena, &s->paths, path);
    }
}

/* "X 's Y": the Y of X. The possessive mark renders the link; X's determiner, if definite, goes into it. */
static bool possessive_paths(calco_search *s, const phrase *owner)
{
    uint32_t mark = owner->end;
    phrase   owned;
    if (!is_possessive(s, mark) || !read_phrase(s, mark + 1, &owned)) return false;
    size_t variants = swaps(s, &owned) ? owned.n : 1u;
    for (size_t v = 0; v < variants; v++) {
        size_t     kept = owned.n - 1u - v;
        calco_path path = { .from = owner->start, .to = owned.end, .cost = SWAP_NOUN };
        for (uint32_t i = mark + 1; i < owned.core; i++) step(&path, i, 1, false);
        if (path.n == 0) step(&path, CALCO_NONE, 0, false), path.step[0].article = true;
        core_steps(s, &path, &owned, kept);
        step(&path, mark, 1, true);
        path.step[path.n - 1].drop = true;
        for (uint32_t i = owner->start; i < owner->core; i++) {
            step(&path, i, 1, false);
            path.step[path.n - 1].drop = true;
        }
        bool swapped = swaps(s, owner);
        core_steps(s, &path, owner, swapped ? 0 : owner->n - 1u);
        if (path.n < PATH_LENGTH) VEC_PUSH(s->arena, &s->paths, path);
    }
    return true;
}

static int by_start(const void *x, const void *y)
{
    const calco_path *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->to != b->to ? (a->to < b->to ? -1 : 1) : (a->cost > b->cost ? -1 : a->cost < b->cost);
}

void calco_find_paths(calco_search *s)
{
    for (uint32_t i = 0; i < s->n;) {
        phrase p;
        if (!read_phrase(s, i, &p)) {
            i = p.core > i ? p.core : i + 1;
            continue;
        }
        s->bare[p.start] = !p.det && !(p.start && is_possessive(s, p.start - 1));
        phrase_paths(s, &p);
        possessive_paths(s, &p);
        i = p.end;
    }
    if (s->paths.n) qsort(s->paths.p, s->paths.n, sizeof *s->paths.p, by_start);
}
