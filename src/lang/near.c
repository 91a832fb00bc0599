/* The words of a set that a misspelt word may stand for: those that few slips of the keyboard make of it. */
#include "lang/wordset.h"

enum { LONGEST = 32, STEPS = 400000 };
#define FAR UINT8_MAX
#define LAST ((uint32_t)1 << 23)
#define NEXT (LAST - 1)
#define LABEL(edge) ((edge) >> 24)

/* Row d holds the cost of making the first d bytes of a found word of the first 0..n bytes of the given one: F. J.
 * Damerau, "A technique for computer detection and correction of spelling errors" (1964), with weights. */
typedef struct {
    str      word;
    unsigned most;
    char     found[LONGEST + 8];
    uint8_t  rows[LONGEST + 8][LONGEST + 1];
    size_t   from[LONGEST + 8], to[LONGEST + 8]; /* of each row the costs that are not above `most`; all others are FAR */
    uint32_t edges[LONGEST + 8]; /* where the search stands on each level */
} search;

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* The cost of cell j > 0 of row d. */
static unsigned cost_at(const search *s, size_t d, size_t j, unsigned added)
{
    const char    *w = s->word.p, c = s->found[d - 1], before = d > 1 ? s->found[d - 2] : '\0';
    const uint8_t *above = s->rows[d - 1], *row = s->rows[d];
    unsigned removed = j > 1 && w[j - 1] == w[j - 2] ? NEAR_DOUBLED : NEAR_MISSING, first = d == 1 && j == 1 ? NEAR_FIRST : 0;
    unsigned cost = above[j - 1] + (c == w[j - 1] ? 0 : NEAR_OTHER + first);
    cost = least(cost, above[j] + added);
    cost = least(cost, row[j - 1] + removed);
    if (d > 1 && j > 1 && c == w[j - 2] && before == w[j - 1] && c != before) cost = least(cost, s->rows[d - 2][j - 2] + (unsigned)NEAR_SWAPPED);
    return cost;
}

/* Fill row d, whose last byte is found[d - 1]: only where a cost in it can come of costs that are not above s->most (E. Ukkonen,
 * "Algorithms for approximate string matching", 1985). False where none is left. */
static bool fill_row(search *s, size_t d)
{
    uint8_t *row = s->rows[d];
    unsigned added = d > 1 && s->found[d - 1] == s->found[d - 2] ? NEAR_DOUBLED : NEAR_MISSING;
    size_t   j = s->from[d - 1], last = s->to[d - 1] + 1;
    if (d > 1 && s->from[d - 2] + 2 < j) j = s->from[d - 2] + 2;
    if (d > 1 && s->to[d - 2] + 2 > last) last = s->to[d - 2] + 2;
    memset(row, FAR, s->word.n + 1);
    s->from[d] = SIZE_MAX;
    for (; j <= s->word.n && (j <= last || row[j - 1] != FAR); j++) {
        unsigned cost = j ? cost_at(s, d, j, added) : s->rows[d - 1][0] + added + (d == 1 ? NEAR_FIRST : 0);
        if (cost > s->most) continue;
        row[j] = (uint8_t)cost;
        if (s->from[d] == SIZE_MAX) s->from[d] = j;
        s->to[d] = j;
    }
    return s->from[d] != SIZE_MAX;
}

void calco_wordset_near(const calco_wordset *w, str word, unsigned most, calco_near each, void *ctx)
{
    search s = { .word = word, .most = most };
    if (!w->count || word.n == 0 || word.n > LONGEST || most > NEAR_MOST) return;
    memset(s.rows[0], FAR, sizeof s.rows[0]);
    s.rows[0][0] = 0;
    for (size_t j = 1; j <= word.n && s.rows[0][j - 1] + NEAR_MISSING + (j == 1 ? NEAR_FIRST : 0) <= (int)most; j++) {
        s.rows[0][j] = (uint8_t)(s.rows[0][j - 1] + NEAR_MISSING + (j == 1 ? NEAR_FIRST : 0));
        s.to[0] = j;
    }
    size_t d = 0;
    bool   more = true; /* is the edge of this level still to be tried? */
    s.edges[0] = w->root;
    for (size_t steps = 0; steps < STEPS; steps++) {
        if (!more) { /* up one level, to the next edge there */
            if (d == 0) return;
            d--;
            more = !(w->edges[s.edges[d]] & LAST);
            s.edges[d]++;
            continue;
        }
        uint32_t edge = w->edges[s.edges[d]], label = LABEL(edge);
        bool     word_ends = label <= WORDSET_FLAGS_MAX;
        if (word_ends && label && d && s.rows[d][word.n] <= most)
            each(ctx, (str){ s.found, d }, label, s.rows[d][word.n]);
        s.found[d] = (char)label;
        if (!word_ends && d + 1 < sizeof s.found && fill_row(&s, d + 1)) {
            s.edges[++d] = edge & NEXT;
        } else {
            more = !(edge & LAST);
            s.edges[d]++;
        }
    }
}
