/* Compiles the parts "XX.tags" and "XX.forms" from the tables of a language. */
#include "base/err.h"
#include "lang/inflect.h"
#include "pack/build.h"
#include "pack/morph.h"

#include <stdlib.h>

#define DEFAULT_WEIGHT 1

typedef struct {
    uint32_t form, lemma, order;
    uint8_t  tag, weight;
} fact;

typedef struct {
    unsigned weight, most; /* the new one; the largest that the form had with the tag */
} given;

typedef struct {
    calco_arena *arena;
    calco_map    tags, strings, facts, irregular, weights; /* facts: "form lemma tag" -> index */
    calco_strs   names, words;
    VEC(uint32_t) feats;
    VEC(fact) list;
    VEC(given) given;
    calco_inflection rules;
} builder;

static uint32_t word_id(builder *b, str s)
{
    uint32_t *id = calco_map_at(&b->strings, s, CALCO_NONE);
    if (*id == CALCO_NONE) {
        *id = (uint32_t)b->words.n;
        VEC_PUSH(b->arena, &b->words, s);
    }
    return *id;
}

static bool tag_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    uint32_t feats;
    if (n < 2 || !column[0].n || calco_map_get(&b->tags, column[0]) != CALCO_NONE || b->names.n >= 255)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line,
                               "a row of tags.tsv needs a new tag and feature names");
    if (!calco_feats_parse(column[1], &feats))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "an unknown feature name");
    calco_map_set(&b->tags, column[0], (uint32_t)b->names.n);
    VEC_PUSH(b->arena, &b->names, column[0]);
    VEC_PUSH(b->arena, &b->feats, feats);
    return true;
}

static bool tag_of(const builder *b, str name, size_t line, uint8_t *tag, calco_err *err)
{
    uint32_t id = calco_map_get(&b->tags, name);
    if (id == CALCO_NONE)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "tag \"%.*s\" is not in tags.tsv", STR_FMT(name));
    *tag = (uint8_t)id;
    return true;
}

static bool rule_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    if (column[0].n == 2 && column[0].p[0] == '=' && column[0].p[1] >= 'A' && column[0].p[1] <= 'Z' && n == 2) {
        b->rules.classes[column[0].p[1] - 'A'] = column[1];
        return true;
    }
    uint8_t base = 0;
    if (n != 4)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line,
                               "a row of inflection.tsv has four columns: tags, ending of the lemma, ending of the "
                               "form, tag of the lemma");
    if (!tag_of(b, column[3], line, &base, err)) return false;
    for (str rest = column[0], name; calco_str_split(&rest, '|', &name);) {
        calco_rule_row row = { column[1], column[2], 0, base };
        if (!tag_of(b, name, line, &row.tag, err)) return false;
        VEC_PUSH(b->arena, &b->rules.rows, row);
    }
    return true;
}

static void add_fact(builder *b, str form, str lemma, uint8_t tag, uint8_t weight)
{
    char      mark[2] = { '\t', (char)tag };
    str       key = calco_arena_join(b->arena, (str[]){ form, STR("\t"), lemma, { mark, 2 }, { 0 } });
    uint32_t *index = calco_map_at(&b->facts, key, CALCO_NONE);
    if (*index != CALCO_NONE) {
        if (weight > DEFAULT_WEIGHT) b->list.p[*index].weight = weight;
        return;
    }
    *index = (uint32_t)b->list.n;
    fact f = { word_id(b, form), word_id(b, lemma), *index, tag, weight };
    VEC_PUSH(b->arena, &b->list, f);
}

static bool irregular_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    if (n != 3 || !column[0].n || !column[2].n)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a row of irregular.tsv has lemma, tags and form");
    for (str rest = column[1], name; calco_str_split(&rest, '|', &name);) {
        uint8_t tag = 0;
        if (!tag_of(b, name, line, &tag, err)) return false;
        char mark[2] = { '\t', (char)tag };
        calco_map_set(&b->irregular, calco_arena_join(b->arena, (str[]){ column[0], { mark, 2 }, { 0 } }), 1);
        add_fact(b, column[2], column[0], tag, DEFAULT_WEIGHT);
    }
    return true;
}

/* All forms that the rules make of a lemma with a base tag, but for those the irregular table has. */
static void expand(builder *b, str lemma, uint8_t base)
{
    bool done[256] = { false };
    for (size_t i = 0; i < b->rules.rows.n; i++) {
        const calco_rule_row *row = &b->rules.rows.p[i];
        str                   form;
        if (row->base != base || done[row->tag]) continue;
        done[row->tag] = true;
        char mark[2] = { '\t', (char)row->tag };
        str  key = calco_arena_join(b->arena, (str[]){ lemma, { mark, 2 }, { 0 } });
        if (calco_map_get(&b->irregular, key) != CALCO_NONE) continue;
        if (calco_inflection_apply(&b->rules, b->arena, lemma, row->tag, &form) && !memchr(form.p, ' ', form.n))
            add_fact(b, form, lemma, row->tag, DEFAULT_WEIGHT);
    }
}

static bool lexeme_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    if (n != 2 || !column[0].n)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a row of lexemes.tsv has a lemma and its tags");
    for (str rest = column[1], name; calco_str_split(&rest, ' ', &name);) {
        bool all = calco_str_ends(name, STR("+"));
        if (all) name.n--;
        uint8_t tag = 0;
        if (!tag_of(b, name, line, &tag, err)) return false;
        add_fact(b, column[0], column[0], tag, DEFAULT_WEIGHT);
        if (all) expand(b, column[0], tag);
    }
    return true;
}

/* A number up to 255; 0 of an empty text. */
static bool weight_of(str text, unsigned *weight)
{
    *weight = 0;
    for (size_t i = 0; i < text.n && *weight < 256; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        *weight = *weight * 10 + (unsigned)(text.p[i] - '0');
    }
    return *weight < 256;
}

static bool form_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    uint8_t  tag = 0;
    unsigned weight = 0;
    if (n < 3 || !column[0].n || !column[1].n)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a row has form, lemma, tag and perhaps a weight");
    if (!weight_of(column[3], &weight))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a weight is a number from 1 to 255");
    if (!tag_of(b, column[2], line, &tag, err)) return false;
    add_fact(b, column[0], column[1], tag, (uint8_t)(weight ? weight : DEFAULT_WEIGHT));
    return true;
}

static str tagged_key(builder *b, str form, uint8_t tag)
{
    char mark[2] = { '\t', (char)tag };
    return calco_arena_join(b->arena, (str[]){ form, { mark, 2 }, { 0 } });
}

static bool weight_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    builder *b = ctx;
    uint8_t  tag = 0;
    unsigned weight = 0;
    if (n != 3 || !weight_of(column[2], &weight) || !weight)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a row has form, tag and a weight from 1 to 255");
    if (!tag_of(b, column[1], line, &tag, err)) return false;
    calco_map_set(&b->weights, tagged_key(b, column[0], tag), (uint32_t)b->given.n);
    given g = { weight, 0 };
    VEC_PUSH(b->arena, &b->given, g);
    return true;
}

/* Weights by form and tag: of several lemmas the best gets the weight, the others their part of it. */
static void apply_weights(builder *b)
{
    for (int pass = 0; pass < 2 && b->given.n; pass++)
        for (size_t i = 0; i < b->list.n; i++) {
            fact    *f = &b->list.p[i];
            uint32_t at = calco_map_get(&b->weights, tagged_key(b, b->words.p[f->form], f->tag));
            if (at == CALCO_NONE) continue;
            given *g = &b->given.p[at];
            if (pass == 0 && f->weight > g->most) g->most = f->weight;
            if (pass == 1) f->weight = (uint8_t)(1 + (g->weight - 1) * f->weight / g->most);
        }
}

static int by_form(const void *pa, const void *pb)
{
    const fact *a = pa, *b = pb;
    if (a->form != b->form) return a->form < b->form ? -1 : 1;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static int by_lemma(const void *pa, const void *pb)
{
    const fact *a = pa, *b = pb;
    if (a->lemma != b->lemma) return a->lemma < b->lemma ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static void add_u32(calco_buf *out, size_t v)
{
    uint32_t small = (uint32_t)v;
    calco_buf_add(out, &small, sizeof small);
}

/* Append starts and entries of the facts sorted by form or by lemma. */
static void write_table(calco_buf *out, const builder *b, bool lemmas)
{
    qsort(b->list.p, b->list.n, sizeof(fact), lemmas ? by_form : by_lemma);
    calco_buf_align(out, 8);
    size_t at = 0;
    for (size_t id = 0; id <= b->words.n; id++) {
        while (at < b->list.n && (lemmas ? b->list.p[at].form : b->list.p[at].lemma) < id) at++;
        add_u32(out, at);
    }
    calco_buf_align(out, 8);
    for (size_t i = 0; i < b->list.n; i++) {
        const fact *f = &b->list.p[i];
        add_u32(out, lemmas ? f->lemma : f->form);
        uint8_t rest[4] = { f->tag, f->weight, 0, 0 };
        calco_buf_add(out, rest, sizeof rest);
    }
}

static void write_rules(calco_buf *out, builder *b)
{
    calco_buf_align(out, 8);
    for (size_t i = 0; i < b->rules.rows.n; i++) {
        const calco_rule_row *r = &b->rules.rows.p[i];
        add_u32(out, word_id(b, r->pattern));
        add_u32(out, word_id(b, r->ending));
        uint8_t rest[4] = { r->tag, r->base, 0, 0 };
        calco_buf_add(out, rest, sizeof rest);
    }
    for (unsigned i = 0; i < 26; i++) add_u32(out, word_id(b, b->rules.classes[i]));
    calco_buf_align(out, 8);
}

static builder builder_new(calco_arena *a)
{
    builder b = { .arena = a,
                  .tags = calco_map_new(a),
                  .strings = calco_map_new(a),
                  .facts = calco_map_new(a),
                  .irregular = calco_map_new(a),
                  .weights = calco_map_new(a) };
    for (unsigned i = 0; i < 26; i++) b.rules.classes[i] = STR("");
    return b;
}

bool calco_forms_compile(calco_arena *a, const calco_forms_source *from, calco_buf *out, calco_err *err)
{
    builder b = builder_new(a);
    const struct {
        const char   *name;
        str           text;
        calco_tsv_row row;
    } files[] = {
        { "tags.tsv", from->tags, tag_row },
        { "inflection.tsv", from->inflection, rule_row },
        { "irregular.tsv", from->irregular, irregular_row },
        { "lexemes.tsv", from->lexemes, lexeme_row },
        { "closed.tsv", from->closed, form_row },
        { "forms.tsv", from->forms, form_row },
        { "weights.tsv", from->weights, weight_row },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (calco_tsv_each(files[i].text, files[i].row, &b, err)) continue;
        if (err && !err->path[0]) memcpy(err->path, files[i].name, strlen(files[i].name) + 1);
        return false;
    }
    for (size_t i = 0; i < b.rules.rows.n; i++) {
        word_id(&b, b.rules.rows.p[i].pattern);
        word_id(&b, b.rules.rows.p[i].ending);
    }
    for (unsigned i = 0; i < 26; i++) word_id(&b, b.rules.classes[i]);
    apply_weights(&b);
    size_t head[8] = { CALCO_FORMS_VERSION, b.list.n, b.list.n, b.rules.rows.n, b.names.n, 0, 0, 0 };
    calco_buf_align(out, 64);
    for (unsigned i = 0; i < 8; i++) add_u32(out, head[i]);
    calco_strtab_write(out, b.words.p, b.words.n);
    write_table(out, &b, true);
    write_table(out, &b, false);
    write_rules(out, &b);
    return true;
}

bool calco_tags_compile(calco_arena *a, str tags, calco_buf *out, calco_err *err)
{
    builder b = builder_new(a);
    if (!calco_tsv_each(tags, tag_row, &b, err)) return false;
    calco_strtab_write(out, b.names.p, b.names.n);
    calco_buf_align(out, 8);
    for (size_t i = 0; i < b.feats.n; i++) add_u32(out, b.feats.p[i]);
    return true;
}

bool calco_build_tags(calco_build *b, calco_err *err)
{
    str text;
    if (!calco_build_file(b, "tags.tsv", &text, err)) return false;
    if (!text.p || calco_tags_compile(b->arena, text, calco_build_part(b, NULL, NULL, NULL), err)) return true;
    return calco_build_at(err, calco_build_path(b, "tags.tsv"));
}

bool calco_build_forms(calco_build *b, calco_err *err)
{
    calco_forms_source from = { 0 };
    const struct {
        const char *name;
        str        *text;
    } files[] = {
        { "tags.tsv", &from.tags },       { "inflection.tsv", &from.inflection }, { "irregular.tsv", &from.irregular },
        { "lexemes.tsv", &from.lexemes }, { "closed.tsv", &from.closed },         { "forms.tsv", &from.forms },
        { "weights.tsv", &from.weights },
    };
    bool any = false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!calco_build_file(b, files[i].name, files[i].text, err)) return false;
        any |= i > 0 && files[i].text->p;
    }
    if (!any || !from.tags.p || calco_forms_compile(b->arena, &from, calco_build_part(b, NULL, NULL, NULL), err))
        return true;
    return calco_build_at(err, calco_build_path(b, calco_arena_str(b->arena, calco_str(err->path)).p));
}
