/* Which tense, aspect and mood a verb group may have, given what it renders and what stands around it. */
#include "align/tenses.h"

#include "base/buf.h"
#include "base/number.h"

#include <math.h>

enum { AROUND = 6 /* tokens */, CLAUSE = 8, MOST_SHAPES = 128, MOST_PARTS = 256, NAME_PARTS = 4 };

/* --- what is seen --- */

typedef struct { calco_arena *arena; calco_strs *out; } sink;

static void add(sink *k, const char *kind, str a, str b)
{
    str pieces[] = { calco_str(kind), a, b.n ? STR("|") : STR(""), b, { 0 } };
    VEC_PUSH(k->arena, k->out, calco_arena_join(k->arena, pieces));
}

static const str nothing = { "", 0 };

static str tag_name(const calco_lang *lang, const calco_token *t)
{
    return t->kind != TOKEN_WORD ? t->fold : t->tag < lang->tags.count ? calco_strtab_at(&lang->tags, t->tag) : nothing;
}

static str word_of(const calco_token *t) { return t->kind == TOKEN_NUMBER ? STR("#") : t->fold; }

/* A name's first verb. */
static str first_of(str name)
{
    size_t end = calco_str_find(name, STR(" "), calco_str_starts(name, STR("self ")) ? 5 : 0);
    return end == SIZE_MAX ? name : calco_str_cut(name, 0, end);
}

/* The word that opens the clause of a group: the nearest conjunction or relative before it, in front of any other verb. */
static str opener_of(const calco_lang *lang, const calco_stretch *s, const calco_verb *v)
{
    const calco_token *t = s->doc->tokens.p;
    for (size_t k = v->group.first, steps = 0; k > s->first && steps < CLAUSE; steps++) {
        k--;
        if (t[k].kind != TOKEN_WORD || t[k].feats & FEAT_VERB) break;
        if (t[k].feats & FEAT_CONJ || calco_token_listed(lang, "clause-opener", &t[k]) || calco_token_listed(lang, "relative", &t[k])) return t[k].fold;
        if ((t[k].feats & (FEAT_PRON | FEAT_DET)) == (FEAT_PRON | FEAT_DET)) return t[k].fold;
    }
    return v->group.first == s->first ? STR("^") : nothing;
}

static void add_around(sink *k, const char *kind, const calco_stretch *s, const calco_verb *v, str with)
{
    const calco_token *t = s->doc->tokens.p;
    size_t from = v->group.first > s->first + AROUND ? v->group.first - AROUND : s->first, end = s->first + s->n;
    for (size_t i = from; i < end && i <= v->at + AROUND; i++) {
        if (i >= v->group.first && i <= v->at && !(t[i].feats & (FEAT_ADV | FEAT_PRON))) continue;
        if (t[i].kind == TOKEN_PUNCT || t[i].feats & (FEAT_VERB | FEAT_PROPER | FEAT_DET)) continue;
        add(k, kind, word_of(&t[i]), with);
    }
}

static void add_neighbours(sink *k, const calco_clauses *c, size_t t, str own)
{
    for (int step = -1; step <= 1; step += 2) {
        size_t other = step < 0 ? (t ? t - 1 : SIZE_MAX) : t + 1;
        const char *kind = step < 0 ? "before " : "after ";
        if (other >= c->target.n) {
            add(k, kind, STR("-"), nothing);
            continue;
        }
        str name = first_of(c->target.p[other].group.name);
        size_t s = c->target.p[other].other;
        add(k, kind, name, nothing);
        add(k, kind, name, own);
        if (c->source.p && s < c->source.n) add(k, step < 0 ? "before2 " : "after2 ", calco_arena_join(k->arena, (str[]){ first_of(c->source.p[s].group.name), STR(" > "), name, { 0 } }), own);
    }
}

/* What the target says itself. */
static void see_target(sink *k, const calco_clauses *c, size_t t, str own)
{
    const calco_verb  *v = &c->target.p[t];
    const calco_token *tokens = c->to.doc->tokens.p, *main_verb = &tokens[v->at];
    str    opener = opener_of(c->target_lang, &c->to, v);
    size_t end = c->to.first + c->to.n, next = v->at + 1;
    add(k, "verb ", main_verb->lemma, nothing);
    add(k, "verb ", main_verb->lemma, own);
    add(k, "opener ", opener, nothing);
    add(k, "opener ", opener, own);
    add(k, "behind ", next < end ? tag_name(c->target_lang, &tokens[next]) : STR("$"), nothing);
    add(k, "behind-word ", next < end ? word_of(&tokens[next]) : STR("$"), nothing);
    if (v->group.first > c->to.first) add(k, "subject ", tag_name(c->target_lang, &tokens[v->group.first - 1]), nothing);
    for (size_t i = v->group.first > c->to.first ? v->group.first - 1 : 0; i <= v->at + 2 && i < end; i++)
        if (calco_token_listed(c->target_lang, "negation", &tokens[i])) add(k, "denied", nothing, nothing);
    if (calco_str_eq(tokens[end - 1].fold, STR("?"))) add(k, "asks", nothing, nothing);
    add_around(k, "near ", &c->to, v, nothing);
}

static void see_source(sink *k, const calco_clauses *c, const calco_verb *v, calco_verb_tie tie)
{
    static const char *const ties[] = { "alone ", "placed ", "linked " };
    const calco_token *tokens = c->from.doc->tokens.p;
    str name = v->group.name, opener = opener_of(c->source_lang, &c->from, v);
    add(k, ties[tie], name, nothing);
    add(k, "renders ", name, nothing);
    add(k, "renders-first ", first_of(name), nothing);
    add(k, "source ", tokens[v->at].lemma, nothing);
    add(k, "source ", tokens[v->at].lemma, name);
    add(k, "source-opener ", opener, nothing);
    add(k, "source-opener ", opener, name);
    add_around(k, "source-near ", &c->from, v, nothing);
    add_around(k, "source-near ", &c->from, v, first_of(name));
}

calco_strs calco_tense_sight(calco_arena *a, const calco_clauses *c, size_t t)
{
    calco_strs out = { 0 };
    sink       k = { a, &out };
    const calco_verb *v = &c->target.p[t], *s = v->other < c->source.n ? &c->source.p[v->other] : NULL;
    str        own = s ? s->group.name : STR("-");
    add(&k, "always", nothing, nothing);
    if (s) see_source(&k, c, s, v->tie);
    else add(&k, "alone", nothing, nothing);
    for (size_t i = 0; c->source.p && i < c->source.n; i++) {
        str first = first_of(c->source.p[i].group.name);
        if (!s && c->source.p[i].other == SIZE_MAX) add(&k, "left ", first, nothing);
        if (!s) add(&k, "among ", first, nothing);
    }
    if (!c->source.n) add(&k, "verbless", nothing, nothing);
    see_target(&k, c, t, own);
    add_neighbours(&k, c, t, own);
    return out;
}

/* --- the model --- */

typedef struct { uint32_t part; float weight; } pull;
typedef struct { str name; uint32_t parts[NAME_PARTS]; size_t n; } shape;
struct calco_tense_model {
    calco_arena *arena;
    calco_map    parts, features; /* feature -> its first pull; ended by part CALCO_NONE */
    VEC(shape)   shapes;
    VEC(pull)    pulls;
};

static size_t parts_of(const calco_tense_model *m, calco_arena *a, str name, uint32_t out[NAME_PARTS])
{
    str    all[NAME_PARTS] = { name };
    size_t n = 1 + calco_verb_aspects(a, name, all + 1), known = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t part = calco_map_get(&m->parts, all[i]);
        if (part != CALCO_NONE) out[known++] = part;
    }
    return known;
}

static void take_pulls(calco_tense_model *m, str weights)
{
    str piece, number;
    while (calco_str_split(&weights, ' ', &piece)) {
        double part = 0, weight = 0;
        if (!calco_str_split(&piece, ':', &number) || !calco_number(number, &part) || !calco_number(piece, &weight) || !(part >= 0 && part < (double)m->parts.n)) continue;
        VEC_PUSH(m->arena, &m->pulls, ((pull){ (uint32_t)part, (float)weight }));
    }
    VEC_PUSH(m->arena, &m->pulls, ((pull){ CALCO_NONE, 0 }));
}

static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_tense_model *m = ctx;
    if (n < 2) return true;
    if (calco_str_eq(column[0], STR("+")) && m->parts.n < MOST_PARTS) calco_map_set(&m->parts, column[1], (uint32_t)m->parts.n);
    else if (calco_str_eq(column[0], STR("!")) && m->shapes.n < MOST_SHAPES) {
        shape s = { .name = column[1] };
        s.n = parts_of(m, m->arena, s.name, s.parts);
        VEC_PUSH(m->arena, &m->shapes, s);
    } else {
        calco_map_set(&m->features, column[0], (uint32_t)m->pulls.n);
        take_pulls(m, column[1]);
    }
    return true;
}

calco_tense_model *calco_tense_model_open(calco_pack *pack, const char *pair, calco_arena *a)
{
    calco_part part = calco_pack_part_of(pack, pair, "tense");
    if (!part.p) return NULL;
    calco_tense_model *m = ARENA_NEW(a, calco_tense_model);
    *m = (calco_tense_model){ .arena = a, .parts = calco_map_new(a), .features = calco_map_new(a) };
    calco_tsv_each((str){ part.p, part.n }, take_row, m, NULL);
    return m->shapes.n ? m : NULL;
}

static double score_of(const double *part, const uint32_t *parts, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += part[parts[i]];
    return sum;
}

calco_tense_odds calco_tense_odds_of(const calco_tense_model *m, calco_arena *scratch, const calco_strs *sight, str name)
{
    static const double UNKNOWN = -3; /* what a name costs that is too rare to be in the model (natural logarithm) */
    double   part[MOST_PARTS] = { 0 }, all = 0, most = -HUGE_VAL;
    uint32_t own_parts[NAME_PARTS] = { 0 };
    bool     known = false;
    for (size_t i = 0; i < sight->n; i++) {
        uint32_t at = calco_map_get(&m->features, sight->p[i]);
        for (; at != CALCO_NONE && m->pulls.p[at].part != CALCO_NONE; at++) part[m->pulls.p[at].part] += m->pulls.p[at].weight;
    }
    calco_tense_odds o = { 0 };
    double own = score_of(part, own_parts, parts_of(m, scratch, name, own_parts));
    for (size_t i = 0; i < m->shapes.n; i++) {
        double v = score_of(part, m->shapes.p[i].parts, m->shapes.p[i].n);
        known = known || calco_str_eq(m->shapes.p[i].name, name);
        if (v > most) most = v, o.name = m->shapes.p[i].name;
    }
    if (!known) own += UNKNOWN;
    for (size_t i = 0; i < m->shapes.n; i++) all += exp(score_of(part, m->shapes.p[i].parts, m->shapes.p[i].n) - most);
    if (!known) all += exp(own - most);
    o.own = (own - most - log(all)) / log(10);
    o.best = -log(all) / log(10);
    return o;
}
