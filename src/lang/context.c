/* Tags in context: the most probable sequence of the lexicon's analyses, by which tag follows which. */
#include "lang/context.h"

#include "base/err.h"

#include <math.h>

#define WEIGHT_FLOOR 6 /* of 255: what an analysis without a weight counts */

struct calco_context {
    uint32_t       tags;
    const int16_t *start, *after, *unknown;
};

struct calco_context *calco_context_open(calco_part part, calco_arena *a, calco_err *err)
{
    struct calco_context *c = ARENA_NEW(a, struct calco_context);
    calco_cursor          at = { .p = part.p, .n = part.n };
    uint32_t              version = calco_cursor_u32(&at);
    c->tags = calco_cursor_u32(&at);
    bool   known = version == CALCO_CONTEXT_VERSION && c->tags <= 255;
    size_t n = known ? c->tags : 0;
    c->start = calco_cursor_take(&at, n * sizeof(int16_t));
    c->after = calco_cursor_take(&at, n * n * sizeof(int16_t));
    c->unknown = calco_cursor_take(&at, n * sizeof(int16_t));
    if (known && !at.bad) return c;
    calco_fail(err, CALCO_ERR_PACK, NULL, "the tag contexts of the pack are malformed; rebuild it with `make packs`");
    return NULL;
}

uint32_t calco_context_tags(const struct calco_context *c) { return c->tags; }

static size_t by_feature(const calco_lang *lang, uint32_t wanted, calco_candidate *out, size_t n)
{
    for (uint32_t tag = 0; tag < lang->tags.count && n < CALCO_CANDIDATES; tag++)
        if (lang->tag_feats[tag] & wanted) out[n++] = (calco_candidate){ (uint8_t)tag, 0 };
    return n;
}

static size_t of_unknown(const calco_lang *lang, const int16_t *unknown, const calco_token *token, bool first,
                         calco_candidate *out)
{
    if (token->kind == TOKEN_NUMBER) return by_feature(lang, FEAT_NUM, out, 0);
    if (token->kind == TOKEN_PUNCT || token->kind == TOKEN_SYMBOL) return by_feature(lang, FEAT_PUNCT, out, 0);
    size_t n = token->shape == SHAPE_LOWER ? 0 : by_feature(lang, FEAT_PROPER, out, 0);
    if (n && !first) return n;
    for (uint32_t tag = 0; tag < lang->tags.count && n < CALCO_CANDIDATES; tag++)
        if (unknown && unknown[tag]) out[n++] = (calco_candidate){ (uint8_t)tag, unknown[tag] };
    return n ? n : by_feature(lang, FEAT_NOUN, out, 0);
}

size_t calco_candidates(const calco_lang *lang, const int16_t *unknown, const calco_token *token, bool first,
                        calco_candidate *out)
{
    calco_analysis found[CALCO_CANDIDATES];
    size_t n = 0, all = lang->forms ? calco_forms_analyse(lang->forms, token->fold, found, CALCO_CANDIDATES) : 0;
    bool   common = false, capital = token->shape != SHAPE_LOWER;
    for (size_t i = 0; i < all; i++) common |= !(lang->tag_feats[found[i].tag] & FEAT_PROPER);
    for (size_t i = 0; i < all; i++) {
        bool proper = (lang->tag_feats[found[i].tag] & FEAT_PROPER) != 0, twice = false;
        for (size_t k = 0; k < n; k++) twice |= out[k].tag == found[i].tag;
        if (twice || (proper && common && !capital)) continue;
        int weight = calco_forms_weight(lang->forms, token->fold, found[i].tag) + WEIGHT_FLOOR;
        out[n++] = (calco_candidate){ found[i].tag, (int32_t)lround(100 * log(weight / 255.0)) };
    }
    return n ? n : of_unknown(lang, unknown, token, first, out);
}

typedef struct {
    calco_candidate is[CALCO_CANDIDATES];
    int32_t         best[CALCO_CANDIDATES];
    uint8_t         from[CALCO_CANDIDATES];
    size_t          n;
} column;

void calco_context_run(const struct calco_context *c, const calco_lang *lang, calco_arena *scratch, calco_token *tokens,
                       size_t n)
{
    column *columns = ARENA_ARRAY(scratch, column, n + 1);
    for (size_t i = 0; i < n; i++) {
        column *now = &columns[i], *before = i ? &columns[i - 1] : NULL;
        now->n = calco_candidates(lang, c->unknown, &tokens[i], i == 0, now->is);
        for (size_t k = 0; k < now->n; k++) {
            uint8_t tag = now->is[k].tag;
            int32_t best = before && before->n ? INT32_MIN : c->start[tag];
            for (size_t p = 0; before && p < before->n; p++) {
                int32_t score = before->best[p] + c->after[before->is[p].tag * c->tags + tag];
                if (score <= best) continue;
                best = score;
                now->from[k] = (uint8_t)p;
            }
            now->best[k] = best + now->is[k].score;
        }
    }
    size_t at = 0;
    for (size_t i = n; i-- > 0;) {
        const column *now = &columns[i];
        bool          last = i + 1 == n || columns[i + 1].n == 0;
        if (last) at = 0;
        for (size_t k = 1; last && k < now->n; k++)
            if (now->best[k] > now->best[at]) at = k;
        tokens[i].tag = now->n ? now->is[at].tag : 0xff;
        at = now->from[at];
    }
}
