/* The words of a set that a misspelt word may stand for: those that few slips of the keyboard make of it. */
#include "lang/wordset.h"

enum { LONGEST = 32, STEPS = 400000 };
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
    uint32_t edges[LONGEST + 8]; /* where the search stands on each level */
} search;

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Fill row d, whose last byte is found[d - 1]; the least cost in it. */
static unsigned fill_row(search *s, size_t d)
{
    const char    *w = s->word.p, c = s->found[d - 1], before = d > 1 ? s->found[d - 2] : '\0';
    const uint8_t *above = s->rows[d - 1];
    uint8_t       *row = s->rows[d];
    unsigned       added = c == before ? NEAR_DOUBLED : NEAR_MISSING, low;
    row[0] = (uint8_t)least(above[0] + added + (d == 1 ? NEAR_FIRST : 0), UINT8_MAX);
    low = row[0];
    for (size_t j = 1; j <= s->word.n; j++) {
        unsigned removed = j > 1 && w[j - 1] == w[j - 2] ? NEAR_DOUBLED : NEAR_MISSING,
                 first = d == 1 && j == 1 ? NEAR_FIRST : 0;
        unsigned cost = above[j - 1] + (c == w[j - 1] ? 0 : NEAR_OTHER + first);
        cost = least(cost, above[j] + added);
        cost = least(cost, row[j - 1] + removed);
        if (d > 1 && j > 1 && c == w[j - 2] && before == w[j - 1] && c != before)
            cost = least(cost, s->rows[d - 2][j - 2] + (unsigned)NEAR_SWAPPED);
        row[j] = (uint8_t)least(cost, UINT8_MAX);
        low = least(low, row[j]);
    }
    return low;
}

void calco_wordset_near(const calco_wordset *w, str word, unsigned most, calco_near each, void *ctx)
{
    search s = { .word = word, .most = most };
    if (!w->count || word.n == 0 || word.n > LONGEST || most > NEAR_MOST) return;
    for (size_t j = 1; j <= word.n; j++)
        s.rows[0][j] = (uint8_t)least(s.rows[0][j - 1] + (unsigned)NEAR_MISSING + (j == 1 ? NEAR_FIRST : 0), UINT8_MAX);
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
        if (!word_ends && d + 1 < sizeof s.found && fill_row(&s, d + 1) <= most) {
            s.edges[++d] = edge & NEXT;
        } else {
            more = !(edge & LAST);
            s.edges[d]++;
        }
    }
}
