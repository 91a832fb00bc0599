/* The part "XX-YY.lexicon", from lexicon.tsv (computed) and phrases.tsv (written): target, source, log10 P(source | target), log10 P(target | source). */
#include "pack/build.h"

#include "align/lexicon_image.h"
#include "base/err.h"
#include "base/number.h"

#include <stdlib.h>

typedef struct {
    uint32_t side[2]; /* ids: target, source */
    double   logp[2]; /* P(source | target), P(target | source) */
    uint32_t row;
} pair;

typedef struct {
    calco_arena *arena;
    calco_map    ids[2], known;
    calco_strs   words[2];
    VEC(pair)    pairs;
} table;

static uint32_t word_id(table *t, int side, str word)
{
    uint32_t *id = calco_map_at(&t->ids[side], word, (uint32_t)t->words[side].n);
    if (*id == t->words[side].n) VEC_PUSH(t->arena, &t->words[side], word);
    return *id;
}

static bool probability(str s, double *logp) { return calco_number(s, logp) && *logp <= 0; }

static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    table *t = ctx;
    pair   p = { .row = (uint32_t)t->pairs.n };
    if (n < 4 || !column[0].n || !column[1].n || !probability(column[2], &p.logp[0]) || !probability(column[3], &p.logp[1]))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected: target, source and two log10 probabilities");
    for (int side = 0; side < 2; side++) p.side[side] = word_id(t, side, column[side]);
    uint32_t *seen = calco_map_at(&t->known, calco_arena_printf(t->arena, "%u %u", p.side[0], p.side[1]), 0);
    if ((*seen)++) return true; /* the first row counts */
    VEC_PUSH(t->arena, &t->pairs, p);
    return true;
}

static int compare(const pair *x, const pair *y, int side)
{
    if (x->side[side] != y->side[side]) return x->side[side] < y->side[side] ? -1 : 1;
    if (x->logp[side] != y->logp[side]) return x->logp[side] > y->logp[side] ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}
static int by_target(const void *x, const void *y) { return compare(x, y, 0); }
static int by_source(const void *x, const void *y) { return compare(x, y, 1); }

static void write_side(table *t, int side, calco_buf *out)
{
    calco_buf_align(out, 8);
    calco_strtab_write(out, t->words[side].p, t->words[side].n);
    calco_buf_align(out, 8);
    qsort(t->pairs.p, t->pairs.n, sizeof *t->pairs.p, side ? by_source : by_target);
    uint32_t at = 0;
    for (uint32_t id = 0; id <= t->words[side].n; id++) {
        while (at < t->pairs.n && t->pairs.p[at].side[side] < id) at++;
        calco_buf_add(out, &at, sizeof at);
    }
    for (size_t i = 0; i < t->pairs.n; i++) {
        const pair *p = &t->pairs.p[i];
        uint32_t    id = p->side[!side];
        calco_lexicon_entry e = { { (uint8_t)id, (uint8_t)(id >> 8), (uint8_t)(id >> 16) }, calco_lexicon_code(p->logp[0]),
                                  calco_lexicon_code(p->logp[1]) };
        calco_buf_add(out, &e, sizeof e);
    }
}

bool calco_build_lexicon(calco_build *b, calco_err *err)
{
    str   text;
    table t = { .arena = b->arena, .ids = { calco_map_new(b->arena), calco_map_new(b->arena) }, .known = calco_map_new(b->arena) };
    static const char *const files[] = { "phrases.tsv", "lexicon.tsv" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!calco_build_file(b, files[i], &text, err)) return false;
        if (text.p && !calco_tsv_each(text, take_row, &t, err)) return calco_build_at(err, calco_build_path(b, files[i]));
    }
    if (!t.pairs.n) return true;
    calco_buf *out = calco_build_part(b, NULL, NULL, NULL);
    uint32_t   head[2] = { (uint32_t)t.pairs.n, 0 };
    calco_buf_add(out, head, sizeof head);
    for (int side = 0; side < 2; side++) write_side(&t, side, out);
    return true;
}
