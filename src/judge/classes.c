/* Classes of words and verb groups, and the table of how they render each other. */
#include "judge/classes.h"

#include "base/number.h"
#include "lang/table.h"
#include "text/unicode.h"

#include <math.h>

enum { GAP = 4 /* tokens between an auxiliary and its verb */, REACH = 12 /* tokens to the auxiliary, where there are no tags */, ENDING = 2 };

static const calco_token *token_at(calco_stretch s, size_t i) { return &s.doc->tokens.p[s.first + i]; }

static str tense_of(const calco_token *t)
{
    static const struct { uint32_t feats; const char *name; } tenses[] = {
        { FEAT_GER, "ger" }, { FEAT_PASTPART, "pastpart" }, { FEAT_INF, "inf" }, { FEAT_FUT, "fut" }, { FEAT_COND, "cond" },
        { FEAT_SUBJ, "subj" }, { FEAT_PAST, "past" }, { FEAT_PRES, "pres" }, { FEAT_AUX, "modal" },
    };
    for (size_t i = 0; i < sizeof tenses / sizeof *tenses; i++)
        if (t->feats & tenses[i].feats) return calco_str(tenses[i].name);
    return STR("bare");
}

static bool is_verb(const calco_token *t) { return t->kind == TOKEN_WORD && t->feats & FEAT_VERB; }

static bool is_auxiliary(const calco_lang *lang, const calco_token *t)
{
    return is_verb(t) && (calco_token_listed(lang, "auxiliary", t) || (t->feats & FEAT_AUX && !(t->feats & (FEAT_PRES | FEAT_PAST))));
}

/* The verb that the auxiliary at i governs; s.n where none is near. */
static size_t governed(const calco_lang *lang, calco_stretch s, size_t i)
{
    for (size_t k = i + 1; k < s.n && k <= i + GAP; k++) {
        const calco_token *t = token_at(s, k);
        if (is_verb(t)) return t->feats & (FEAT_INF | FEAT_GER | FEAT_PASTPART) ? k : s.n;
        bool between = t->feats & (FEAT_ADV | FEAT_PRON) || calco_in_list(lang, "negation", t->fold);
        if (!between) return s.n;
    }
    return s.n;
}

static void class_group(const calco_lang *lang, calco_arena *a, calco_stretch s, size_t i, calco_classes *c)
{
    str    name = { 0 };
    size_t at = i, chain[8] = { 0 }, n = 0;
    if (i && token_at(s, i - 1)->feats & FEAT_PART && token_at(s, i)->feats & FEAT_INF) name = STR("to ");
    for (; n < 7; n++) {
        const calco_token *t = token_at(s, at);
        size_t next = is_auxiliary(lang, t) ? governed(lang, s, at) : s.n;
        chain[n] = at;
        if (next == s.n) break;
        bool tensed = t->feats & (FEAT_PRES | FEAT_PAST | FEAT_FUT | FEAT_COND | FEAT_SUBJ | FEAT_INF | FEAT_GER | FEAT_PASTPART);
        name = calco_arena_join(a, (str[]){ name.p ? name : STR(""), tensed ? t->lemma : t->fold, STR("."), tensed ? tense_of(t) : STR("modal"), STR(" "), { 0 } });
        at = next;
    }
    if (n == 7) n = 6, at = chain[6];
    const calco_token *t = token_at(s, at);
    bool alone = n == 0 && is_auxiliary(lang, t);
    c->name[at] = calco_arena_join(a, (str[]){ name.p ? name : STR(""), alone ? t->lemma : STR(""), alone ? STR(".") : STR(""), tense_of(t), { 0 } });
    for (size_t k = 0; k <= n; k++) c->head[chain[k]] = at, c->verb[chain[k]] = true;
}

/* Of a language without tags. */
static str ending_of(const calco_lang *lang, calco_arena *a, calco_stretch s, size_t i)
{
    const calco_token *t = token_at(s, i), *near = NULL;
    for (size_t d = 1; d <= REACH && !near; d++)
        for (int side = 0; side < 2 && !near; side++) {
            size_t k = side ? i - d : i + d;
            if (k < s.n && calco_in_list(lang, "auxiliary", token_at(s, k)->fold)) near = token_at(s, k);
        }
    size_t from = t->fold.n;
    for (int k = 0; k < ENDING && from; k++) {
        size_t m;
        calco_utf8_before(t->fold, from, &m);
        from -= m;
    }
    if (calco_in_list(lang, "auxiliary", t->fold)) return t->fold;
    return calco_arena_join(a, (str[]){ t->shape == SHAPE_LOWER ? STR("") : STR("^"), calco_str_from(t->fold, from), STR(" "), near ? near->fold : STR(""), { 0 } });
}

calco_classes calco_classes_of(const calco_lang *lang, calco_arena *a, calco_stretch s)
{
    calco_classes c = { ARENA_ARRAY(a, str, s.n + 1), ARENA_ARRAY(a, bool, s.n + 1), ARENA_ARRAY(a, size_t, s.n + 1), s.n };
    for (size_t i = 0; i < s.n; i++) {
        const calco_token *t = token_at(s, i);
        if (c.verb[i]) continue;
        c.head[i] = i;
        c.name[i] = STR("");
        if (t->kind != TOKEN_WORD) continue;
        if (!lang->tags.count) c.name[i] = ending_of(lang, a, s, i);
        else if (is_verb(t)) class_group(lang, a, s, i, &c);
        else if (t->tag < lang->tags.count) c.name[i] = calco_strtab_at(&lang->tags, t->tag);
    }
    return c;
}

const char *const calco_kind_names[CALCO_KINDS] = { "=verb", "=noun", "=adj", "=adv", "=pron", "=det", "=prep", "=conj" };

int calco_kind_of(const calco_classes *c, const calco_token *t, size_t i)
{
    static const struct { uint32_t feats; int kind; } kinds[] = {
        { FEAT_NOUN, CALCO_KIND_NOUN }, { FEAT_ADJ, CALCO_KIND_ADJ }, { FEAT_ADV, CALCO_KIND_ADV }, { FEAT_PRON, CALCO_KIND_PRON },
        { FEAT_DET, CALCO_KIND_DET }, { FEAT_PREP, CALCO_KIND_PREP }, { FEAT_CONJ, CALCO_KIND_CONJ },
    };
    if (c->head[i] != i || !c->name[i].n) return CALCO_KINDS;
    if (c->verb[i]) return CALCO_KIND_VERB;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (t->feats & kinds[k].feats) return kinds[k].kind;
    return CALCO_KINDS;
}

/* --- the table --- */

struct calco_class_table {
    calco_arena *arena;
    calco_map    pairs, source, target; /* times */
    calco_map    most;                  /* of a source class: the largest times of a target class but none */
    uint32_t     all;
};

static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_class_table *t = ctx;
    double times;
    if (n < 3 || !calco_number(column[2], &times) || !(times > 0 && times < 1e9)) return true;
    uint32_t count = (uint32_t)times;
    str key = { column[0].p, (size_t)(column[1].p + column[1].n - column[0].p) }; /* "source TAB target" as it lies */
    *calco_map_at(&t->pairs, key, 0) += count;
    if (column[1].n && column[1].p[0] == '=') return true;
    *calco_map_at(&t->source, column[0], 0) += count;
    *calco_map_at(&t->target, column[1], 0) += count;
    uint32_t *most = calco_map_at(&t->most, column[0], 0);
    if (count > *most && !calco_str_eq(column[1], STR(CALCO_CLASS_NONE))) *most = count;
    t->all += count;
    return true;
}

calco_class_table *calco_class_table_open(calco_arena *a, str text)
{
    calco_class_table *t = ARENA_NEW(a, calco_class_table);
    *t = (calco_class_table){ a, calco_map_new(a), calco_map_new(a), calco_map_new(a), calco_map_new(a), 0 };
    if (text.n) calco_tsv_each(text, take_row, t, NULL);
    return t;
}

static double times_of(const calco_map *m, str key)
{
    uint32_t n = calco_map_get(m, key);
    return n == CALCO_NONE ? 0 : n;
}

static double times_of_pair(const calco_class_table *t, str source, str target)
{
    enum { ROOM = 256 };
    char key[ROOM];
    if (source.n + target.n + 1 > ROOM) return 0;
    memcpy(key, source.p, source.n);
    key[source.n] = '\t';
    memcpy(key + source.n + 1, target.p, target.n);
    return times_of(&t->pairs, (str){ key, source.n + target.n + 1 });
}

calco_class_odds calco_class_logp(const calco_class_table *t, str source, str target)
{
    static const double strength = 20; /* of the prior, in times */
    double of_source = times_of(&t->source, source);
    if (of_source == 0) return (calco_class_odds){ 0, 0 };
    double p = (times_of(&t->target, target) + 0.5) / (t->all + 1.0), both = times_of_pair(t, source, target);
    double logp = log10((both + strength * p) / (of_source + strength)), best = log10(times_of(&t->most, source) / (of_source + strength));
    return (calco_class_odds){ logp, best > logp ? best - logp : 0 };
}

bool calco_class_expect(const calco_class_table *t, str source, double expected[CALCO_KINDS])
{
    double seen = times_of_pair(t, source, STR(CALCO_CLASS_SEEN));
    for (int k = 0; seen > 0 && k < CALCO_KINDS; k++) expected[k] += times_of_pair(t, source, calco_str(calco_kind_names[k])) / seen;
    return seen > 0;
}
