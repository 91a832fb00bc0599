/* A set of words with flags, as a minimal automaton. */
#include "lang/wordset.h"

#include "base/err.h"

#include <stdlib.h>

#define LAST ((uint32_t)1 << 23)
#define NEXT (LAST - 1)
#define LABEL(edge) ((edge) >> 24)

typedef struct {
    uint32_t magic, root, count, zero;
} header;

bool calco_wordset_open(calco_wordset *w, calco_part part, calco_err *err)
{
    header h = { 0 };
    *w = (calco_wordset){ 0 };
    if (part.n >= sizeof h) memcpy(&h, part.p, sizeof h);
    bool ok = h.magic == WORDSET_MAGIC && (uintptr_t)part.p % sizeof(uint32_t) == 0 && h.count > 0 &&
              (part.n - sizeof h) / sizeof(uint32_t) >= h.count && h.root < h.count;
    const uint32_t *edges = ok ? (const uint32_t *)part.p + sizeof h / sizeof(uint32_t) : NULL;
    /* Every state lies inside and ends inside, for the last edge of all ends one. */
    for (uint32_t i = 0; ok && i < h.count; i++) ok = (edges[i] & NEXT) < h.count;
    if (!ok || !(edges[h.count - 1] & LAST))
        return calco_fail(err, CALCO_ERR_PACK, NULL, "a word list is malformed; rebuild the pack with `make packs`");
    *w = (calco_wordset){ h.root, h.count, edges };
    return true;
}

unsigned calco_wordset_find(const calco_wordset *w, str word)
{
    if (!w->count) return 0;
    uint32_t at = w->root;
    for (size_t i = 0; i < word.n; i++) {
        unsigned char byte = (unsigned char)word.p[i];
        if (byte <= WORDSET_FLAGS_MAX) return 0;
        while (LABEL(w->edges[at]) != byte) {
            if (w->edges[at] & LAST) return 0;
            at++;
        }
        at = w->edges[at] & NEXT;
    }
    return LABEL(w->edges[at]) <= WORDSET_FLAGS_MAX ? LABEL(w->edges[at]) : 0;
}

/* --- building --- */

enum { LONGEST = 512, LABELS = 256 };

typedef struct {
    uint32_t edges[LABELS];
    size_t   n;
} state; /* edges without the bit LAST */

typedef struct {
    uint32_t *edges; /* finished states; state 0 has one edge that no word takes */
    size_t    n, cap;
    uint32_t *slots; /* hash index: start of a finished state, 0 free */
    size_t    used, n_slots;
    state    *path; /* the states along the newest word */
} builder;

static void *grown(void *p, size_t n, size_t size)
{
    void *more = n > SIZE_MAX / size ? NULL : realloc(p, n * size);
    if (!more) abort();
    return more;
}

static uint64_t state_hash(const uint32_t *edges, size_t n)
{
    return calco_str_hash((str){ (const char *)edges, n * sizeof *edges });
}

static size_t state_length(const builder *b, uint32_t at)
{
    size_t n = 1;
    while (!(b->edges[at + n - 1] & LAST)) n++;
    return n;
}

static void rehash(builder *b)
{
    uint32_t *old = b->slots;
    size_t    n = b->n_slots;
    b->n_slots = n ? n * 2 : 1024;
    b->slots = calloc(b->n_slots, sizeof *b->slots);
    if (!b->slots) abort();
    for (size_t i = 0; i < n; i++) {
        if (!old[i]) continue;
        size_t at = (size_t)state_hash(b->edges + old[i], state_length(b, old[i])) & (b->n_slots - 1);
        while (b->slots[at]) at = (at + 1) & (b->n_slots - 1);
        b->slots[at] = old[i];
    }
    free(old);
}

/* The finished state equal to `s`, added where there is none yet. */
static uint32_t finish(builder *b, state *s)
{
    if (b->used * 2 >= b->n_slots) rehash(b);
    s->edges[s->n - 1] |= LAST;
    size_t at = (size_t)state_hash(s->edges, s->n) & (b->n_slots - 1);
    for (; b->slots[at]; at = (at + 1) & (b->n_slots - 1)) {
        uint32_t same = b->slots[at];
        if (same + s->n <= b->n && memcmp(b->edges + same, s->edges, s->n * sizeof *s->edges) == 0) return same;
    }
    while (b->n + s->n > b->cap) b->edges = grown(b->edges, b->cap = b->cap ? b->cap * 2 : 4096, sizeof *b->edges);
    uint32_t start = (uint32_t)b->n;
    memcpy(b->edges + b->n, s->edges, s->n * sizeof *s->edges);
    b->n += s->n;
    if (b->n > NEXT) abort();
    b->slots[at] = start;
    b->used++;
    return start;
}

/* Finish the states of the path below `depth`. */
static void finish_below(builder *b, size_t from, size_t depth)
{
    for (size_t i = from; i > depth; i--) {
        uint32_t at = finish(b, &b->path[i]);
        b->path[i - 1].edges[b->path[i - 1].n - 1] |= at;
        b->path[i].n = 0;
    }
}

static void push(state *s, uint32_t label) { s->edges[s->n++] = label << 24; }

void calco_wordset_write(calco_buf *out, const str *words, const uint8_t *flags, size_t n)
{
    builder b = { .path = calloc(LONGEST + 1, sizeof(state)) };
    str     last = { "", 0 };
    if (!b.path) abort();
    b.edges = grown(NULL, b.cap = 4096, sizeof *b.edges);
    b.edges[b.n++] = LAST | (uint32_t)(LABELS - 1) << 24; /* 0xff is in no UTF-8 */
    for (size_t i = 0; i < n; i++) {
        str    w = words[i];
        size_t same = 0;
        if (w.n == 0 || w.n > LONGEST) continue;
        while (same < w.n && same < last.n && w.p[same] == last.p[same]) same++;
        finish_below(&b, last.n, same);
        for (size_t k = same; k < w.n; k++) push(&b.path[k], (unsigned char)w.p[k]);
        push(&b.path[w.n], flags[i]);
        last = w;
    }
    finish_below(&b, last.n, 0);
    header h = { .magic = WORDSET_MAGIC, .root = last.n ? finish(&b, &b.path[0]) : 0 };
    h.count = (uint32_t)b.n;
    calco_buf_align(out, 8);
    calco_buf_add(out, &h, sizeof h);
    calco_buf_add(out, b.edges, b.n * sizeof *b.edges);
    free(b.edges);
    free(b.slots);
    free(b.path);
}
