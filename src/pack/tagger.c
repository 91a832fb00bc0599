/* Compiles the part "XX.tagger" from tagger.tsv: rows of a feature's name, its values, and TAG:weight pairs;
 * rows "=open" list the tags that an unknown word may have. */
#include "base/err.h"
#include "pack/build.h"
#include "pack/morph.h"

typedef struct {
    calco_arena      *arena;
    calco_map         tags;
    calco_tag_context context;
    VEC(uint64_t) hashes;
    VEC(uint32_t) starts;
    VEC(calco_tagger_weight) weights;
} builder;

static bool tag_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    uint32_t feats;
    if (n < 2 || b->tags.n >= 255 || !calco_feats_parse(column[1], &feats))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a row of tags.tsv needs a tag and feature names");
    uint8_t id = (uint8_t)b->tags.n;
    calco_map_set(&b->tags, column[0], id);
    calco_tag_context_add(&b->context, id, column[0], feats);
    return true;
}

static bool weight_of(const builder *b, str text, calco_tagger_weight *out)
{
    size_t at = text.n;
    while (at && text.p[at - 1] != ':') at--;
    if (!at) return false;
    uint32_t tag = calco_map_get(&b->tags, calco_str_cut(text, 0, at - 1));
    str      number = calco_str_from(text, at);
    bool     minus = number.n && number.p[0] == '-';
    int      value = 0;
    if (minus) number = calco_str_from(number, 1);
    if (tag == CALCO_NONE || !number.n || number.n > 5) return false;
    for (size_t i = 0; i < number.n; i++) {
        if (number.p[i] < '0' || number.p[i] > '9') return false;
        value = value * 10 + (number.p[i] - '0');
    }
    if (value > INT16_MAX) return false;
    *out = (calco_tagger_weight){ (uint8_t)tag, 1, (int16_t)(minus ? -value : value) };
    return true;
}

static bool tag_list(const builder *b, str names, calco_tag_set *set, size_t line, calco_err *err)
{
    for (str name; calco_str_split(&names, ' ', &name);) {
        uint32_t tag = calco_map_get(&b->tags, name);
        if (tag == CALCO_NONE) return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "an unknown tag");
        calco_tag_set_add(set, (uint8_t)tag);
    }
    return true;
}

static bool feature_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    if (calco_str_eq(column[0], STR("=open"))) return tag_list(b, column[1], &b->context.open, line, err);
    uint64_t hash;
    if (n != 3 || !column[2].n || !calco_tag_feature_hash(column[0], column[1], &hash))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "not a feature of the tagger: train it anew");
    VEC_PUSH(b->arena, &b->hashes, hash);
    VEC_PUSH(b->arena, &b->starts, (uint32_t)b->weights.n);
    for (str rest = column[2], text; calco_str_split(&rest, ' ', &text);) {
        calco_tagger_weight w;
        if (!weight_of(b, text, &w)) return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "not a tag and weight");
        VEC_PUSH(b->arena, &b->weights, w);
    }
    b->weights.p[b->weights.n - 1].more = 0;
    return true;
}

static bool mend_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    if (calco_str_eq(column[0], STR("=capital"))) return tag_list(b, column[1], &b->context.capital, line, err);
    uint32_t tag = calco_map_get(&b->tags, column[1]), right = calco_map_get(&b->tags, column[2]);
    if (n != 3 || tag == CALCO_NONE || right == CALCO_NONE ||
        !calco_tag_context_mend(&b->context, column[0], (uint8_t)tag, (uint8_t)right))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line,
                               "a row of mend.tsv has word or tag, tag, right tag; %d rows at most", CALCO_TAG_MENDS);
    return true;
}

static void add_u32(calco_buf *out, size_t v)
{
    uint32_t small = (uint32_t)v;
    calco_buf_add(out, &small, sizeof small);
}

bool calco_tagger_compile(calco_arena *a, str tags, str tagger, str mend, calco_buf *out, calco_err *err)
{
    builder             b = { .arena = a, .tags = calco_map_new(a) };
    calco_tagger_weight none = { 0 };
    VEC_PUSH(a, &b.weights, none); /* start 0 marks a free slot */
    if (!calco_tsv_each(tags, tag_row, &b, err) || !calco_tsv_each(tagger, feature_row, &b, err) ||
        !calco_tsv_each(mend, mend_row, &b, err))
        return false;
    uint32_t slots = 2;
    while (slots < b.hashes.n * 2) slots *= 2;
    calco_tagger_slot *slot = ARENA_ARRAY(a, calco_tagger_slot, slots);
    for (size_t k = 0; k < b.hashes.n; k++) {
        uint32_t i = (uint32_t)b.hashes.p[k] & (slots - 1);
        while (slot[i].start) i = (i + 1) & (slots - 1);
        slot[i] = (calco_tagger_slot){ (uint32_t)(b.hashes.p[k] >> 32), b.starts.p[k] };
    }
    calco_buf_align(out, 64);
    add_u32(out, CALCO_TAGGER_VERSION);
    add_u32(out, b.tags.n);
    add_u32(out, slots);
    add_u32(out, b.weights.n);
    calco_buf_add(out, &b.context, sizeof b.context);
    calco_buf_add(out, slot, slots * sizeof *slot);
    calco_buf_add(out, b.weights.p, b.weights.n * sizeof *b.weights.p);
    return true;
}

bool calco_build_tagger(calco_build *b, calco_err *err)
{
    str tags, tagger, mend;
    if (!calco_build_file(b, "tags.tsv", &tags, err) || !calco_build_file(b, "mend.tsv", &mend, err) ||
        !calco_build_file(b, "tagger.tsv", &tagger, err))
        return false;
    if (!tags.p || !tagger.p ||
        calco_tagger_compile(b->arena, tags, tagger, mend, calco_build_part(b, NULL, NULL, NULL), err))
        return true;
    return calco_build_at(err, calco_build_path(b, "tagger.tsv"));
}
