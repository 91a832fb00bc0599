/* The bilingual lexicon of a pair: words and phrases of both sides with their probabilities, both ways. */
#include "align/decode.h"
#include "align/lexicon_image.h"

#include "base/err.h"

struct calco_lexicon {
    calco_strtab     side[2]; /* target, source */
    const uint32_t  *starts[2];
    const calco_lexicon_entry *entries[2];
    const calco_writing *writing; /* NULL until the languages are known */
};

static bool open_side(calco_lexicon *x, int side, calco_cursor *c, uint32_t n_entries, calco_err *err)
{
    calco_cursor_align(c, 8);
    if (c->bad || !calco_strtab_open(&x->side[side], c->p + c->at, c->n - c->at, err)) return false;
    calco_cursor_take(c, x->side[side].size);
    calco_cursor_align(c, 8);
    uint32_t n = x->side[side].count;
    x->starts[side] = calco_cursor_take(c, ((size_t)n + 1) * sizeof(uint32_t));
    x->entries[side] = calco_cursor_take(c, (size_t)n_entries * sizeof(calco_lexicon_entry));
    if (c->bad || x->starts[side][0] != 0 || x->starts[side][n] != n_entries) return false;
    for (uint32_t i = 0; i < n; i++)
        if (x->starts[side][i] > x->starts[side][i + 1]) return false;
    return true;
}

static bool ids_in_range(const calco_lexicon *x, uint32_t n_entries)
{
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < n_entries; i++)
            if (calco_lexicon_id(x->entries[side][i]) >= x->side[!side].count) return false;
    return true;
}

calco_lexicon *calco_lexicon_open(calco_pack *pack, const char *pair, calco_arena *a, calco_err *err)
{
    calco_part     part = calco_pack_part_of(pack, pair, "lexicon");
    calco_lexicon *x = ARENA_NEW(a, calco_lexicon);
    calco_cursor   c = { .p = part.p, .n = part.n };
    uint32_t       n = calco_cursor_u32(&c);
    calco_cursor_u32(&c);
    if (!c.bad && open_side(x, 0, &c, n, err) && open_side(x, 1, &c, n, err) && ids_in_range(x, n)) return x;
    calco_fail(err, CALCO_ERR_PACK, calco_pack_path(pack), "the lexicon is malformed; rebuild the pack with `make packs`");
    return NULL;
}

static size_t look_up(const calco_lexicon *x, int side, str word, calco_translation *out, size_t max)
{
    uint32_t id = calco_strtab_find(&x->side[side], word);
    size_t   n = 0;
    if (id == CALCO_NONE) return 0;
    for (uint32_t i = x->starts[side][id]; i < x->starts[side][id + 1] && n < max; i++) {
        calco_lexicon_entry e = x->entries[side][i];
        out[n++] = (calco_translation){ calco_strtab_at(&x->side[!side], calco_lexicon_id(e)), calco_lexicon_logp(e.source),
                                        calco_lexicon_logp(e.target) };
    }
    return n;
}

size_t calco_lexicon_sources(const calco_lexicon *x, str target, calco_translation *out, size_t max)
{
    return look_up(x, 0, target, out, max);
}

size_t calco_lexicon_targets(const calco_lexicon *x, str source, calco_translation *out, size_t max)
{
    return look_up(x, 1, source, out, max);
}

void calco_lexicon_languages(calco_lexicon *x, const calco_lang *source, const calco_lang *target, calco_arena *a)
{
    calco_writing *w = ARENA_NEW(a, calco_writing);
    calco_writing_open(w, source, target, a);
    x->writing = w;
}

const calco_writing *calco_lexicon_writing(const calco_lexicon *x) { return x->writing; }
