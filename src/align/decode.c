/* The search for the most probable row of options: a beam over the places between target tokens, with the rearranged
 * noun phrases as side ways (monotone phrase-based decoding, after Koehn 2004, "Pharaoh"). */
#include "align/decode.h"

#include <float.h>

static const float MODEL = 0.55f;       /* weight of the source model */
static const float UNKNOWN_WORD = -4.75f; /* log10 P of a word that the model does not know */
static const float WORD = 0.9f;        /* for each word: the model prefers short sentences */
static const float CLASH = -2.0f;       /* gender or number of neighbours differ */
static const float SECOND_DETERMINER = -0.5f;
static const float SUBJECT = -1.0f;     /* number of a noun and the verb after it */

/* `subject`: features of the first noun of the clause; `copula`: a verb stands last whose participle agrees with it;
 * `verb`: features of a verb at the start of a clause, whose subject follows. */
typedef struct { float score, lm; uint32_t u, v, tail, subject, verb, back; bool copula; calco_ngram_history after; const calco_option *by; } state;
typedef struct { uint32_t n; state s[BEAM]; } node;
typedef struct { const calco_search *s; VEC(state) pool; uint32_t start; } beam;

static bool clash(uint32_t a, uint32_t b, uint32_t one, uint32_t two) { return (a & one && b & two) || (a & two && b & one); }

/* Neighbours that must agree: determiner, adjective, noun, participle. */
static float agreement(uint32_t before, uint32_t after)
{
    const uint32_t nominal = FEAT_NOUN | FEAT_ADJ | FEAT_DET | FEAT_PASTPART;
    float penalty = 0;
    if (!(before & nominal) || !(after & nominal)) return 0;
    if ((before & after & FEAT_NOUN) && !((before | after) & (FEAT_ADJ | FEAT_PASTPART))) return 0;
    if ((after & FEAT_DET) && !(after & (FEAT_NOUN | FEAT_ADJ))) return before & (FEAT_DET | FEAT_ADJ) ? SECOND_DETERMINER : 0;
    if (clash(before, after, FEAT_MASC, FEAT_FEM)) penalty += CLASH;
    if (clash(before, after, FEAT_SG, FEAT_PL)) penalty += CLASH;
    return penalty;
}

/* Subject and verb, subject and participle. */
static float clause_agreement(const state *from, const calco_option *o)
{
    const uint32_t nominal = FEAT_NOUN | FEAT_ADJ | FEAT_DET | FEAT_PASTPART;
    uint32_t       participle = o->copula && o->words > 1 ? o->tail : from->copula ? o->head : 0;
    float          penalty = 0;
    if (from->verb && (o->head & nominal) && !(o->head & FEAT_FINITE)) {
        uint32_t noun = o->tail & nominal ? o->tail : o->head;
        return clash(from->verb, noun, FEAT_SG, FEAT_PL) ? SUBJECT : 0;
    }
    if (!from->subject) return 0;
    if ((o->head & FEAT_FINITE) && !(o->head & nominal)) {
        if (!(o->head & FEAT_P3) && (from->tail & (FEAT_NOUN | FEAT_ADJ))) penalty += CLASH;
        if (clash(from->subject, o->head, FEAT_SG, FEAT_PL)) penalty += SUBJECT;
    }
    if (participle & (FEAT_PASTPART | FEAT_ADJ) && !(participle & FEAT_DET)) {
        if (clash(from->subject, participle, FEAT_MASC, FEAT_FEM)) penalty += SUBJECT;
        if (clash(from->subject, participle, FEAT_SG, FEAT_PL)) penalty += SUBJECT;
    }
    return penalty;
}

/* What the option leaves behind for the rest of the clause. */
static void move_on(const calco_search *x, state *s, const state *from, const calco_option *o)
{
    bool first = o->first != CALCO_NONE && (o->first == 0 || x->t[o->first - 1].kind == TOKEN_PUNCT);
    s->verb = first && (o->head & FEAT_FINITE) && !(o->head & FEAT_NOUN) ? o->head : 0;
    if (o->head & FEAT_FINITE && !(o->head & FEAT_NOUN)) {
        s->copula = o->copula;
        if (!o->copula) s->subject = 0;
    } else if (o->head & (FEAT_CONJ | FEAT_NOUN | FEAT_DET)) {
        s->copula = false;
    }
    if (o->head & FEAT_CONJ) s->subject = 0;
    uint32_t noun = o->tail & FEAT_NOUN ? o->tail : o->head & FEAT_NOUN ? o->head : 0;
    if (!s->subject && noun && !(from->tail & FEAT_PREP) && !(o->head & FEAT_PREP)) s->subject = noun;
}

static void push(node *to, const state *s)
{
    uint32_t at = to->n;
    for (uint32_t i = 0; i < to->n; i++)
        if (to->s[i].u == s->u && to->s[i].v == s->v) {
            if (to->s[i].score >= s->score) return;
            at = i;
            break;
        }
    if (at == BEAM) {
        if (to->s[BEAM - 1].score >= s->score) return;
        at = BEAM - 1;
    } else if (at == to->n) {
        to->n++;
    }
    while (at > 0 && to->s[at - 1].score < s->score) to->s[at] = to->s[at - 1], at--;
    to->s[at] = *s;
}

/* The state after an option; `back` is the index of `from` in the pool. */
static void extend(const beam *b, const state *from, uint32_t back, const calco_option *o, float extra, node *to)
{
    state s = { .score = from->score + o->cost + extra, .u = from->u, .v = from->v, .tail = from->tail, .subject = from->subject,
                .copula = from->copula, .back = back, .by = o };
    if (o->words) s.score += WORD * (float)o->words + agreement(from->tail, o->head) + clause_agreement(from, o);
    if (to->n == BEAM && s.score + MODEL * o->hope <= to->s[BEAM - 1].score) return;
    for (size_t i = 0; i < o->words; i++) {
        uint32_t w = o->lm[i];
        s.lm += w == LM_UNKNOWN ? UNKNOWN_WORD : i ? calco_ngram_logp(b->s->source->ngram, s.u, s.v, w) : calco_ngram_next(b->s->source->ngram, from->after, w);
        s.u = s.v;
        s.v = w;
    }
    if (o->words) {
        s.score += MODEL * s.lm;
        s.tail = o->tail;
        move_on(b->s, &s, from, o);
    } else if (o->text.n) {
        s.tail = s.subject = 0; /* a mark */
        s.copula = false;
    }
    push(to, &s);
}

/* Move the states of a node into the pool, from where others may point back at them. */
static uint32_t freeze(beam *b, const node *from)
{
    uint32_t first = (uint32_t)b->pool.n;
    for (uint32_t i = 0; i < from->n; i++) {
        VEC_PUSH(b->s->arena, &b->pool, from->s[i]);
        b->pool.p[first + i].after = calco_ngram_after(b->s->source->ngram, from->s[i].u, from->s[i].v);
    }
    return first;
}

static void extend_all(beam *b, uint32_t first, uint32_t n, const calco_options *options, size_t len, float extra, node *to)
{
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < options->n; k++)
            if (!len || options->p[k].len == len) extend(b, &b->pool.p[first + i], first + i, &options->p[k], extra, to);
}

/* One step of a side way: from the states first..first+n into `to`. */
static void take_step(beam *b, uint32_t first, uint32_t n, const calco_step *step, node *to)
{
    static const calco_option nothing = { .first = CALCO_NONE };
    const calco_search *s = b->s;
    if (step->article || (step->drop && step->link)) {
        extend_all(b, first, n, step->article ? &s->articles : &s->links, 0, 0, to);
        if (step->article)
            for (uint32_t i = 0; i < n; i++) extend(b, &b->pool.p[first + i], first + i, &nothing, 0, to);
        return;
    }
    if (step->drop) { /* a determiner that the link before it has swallowed, or that stays */
        extend_all(b, first, n, &s->at[step->first], 1, 0, to);
        return;
    }
    extend_all(b, first, n, &s->at[step->first], step->len, 0, to);
    if (!step->link) return;
    node linked = { 0 };
    extend_all(b, first, n, &s->links, 0, 0, &linked);
    uint32_t at = freeze(b, &linked);
    extend_all(b, at, linked.n < 3 ? linked.n : 3, &s->at[step->first], step->len, 0, to);
}

static void take_path(beam *b, uint32_t first, uint32_t n, const calco_path *path, node *nodes)
{
    uint32_t width = n;
    for (size_t i = 0; i < path->n && width; i++) {
        node next = { 0 };
        take_step(b, first, width, &path->step[i], &next);
        first = freeze(b, &next);
        width = next.n < 3 ? next.n : 3;
        if (i + 1 < path->n) continue;
        for (uint32_t k = 0; k < next.n; k++) {
            state s = next.s[k];
            s.score += path->cost;
            push(&nodes[path->to], &s);
        }
    }
}

static void finish(beam *b, const node *last, calco_choices *out)
{
    const state *best = NULL;
    float        best_score = -FLT_MAX;
    for (uint32_t i = 0; i < last->n; i++) {
        const state *s = &last->s[i];
        float score = s->score + MODEL * calco_ngram_logp(b->s->source->ngram, s->u, s->v, calco_ngram_end(b->s->source->ngram));
        if (score > best_score) best = s, best_score = score;
    }
    for (; best && best->by; best = &b->pool.p[best->back]) {
        calco_choice c = { best->by, best->lm };
        VEC_PUSH(b->s->arena, out, c);
    }
    for (size_t i = 0, j = out->n; i + 1 < j; i++) {
        calco_choice swap = out->p[i];
        out->p[i] = out->p[--j];
        out->p[j] = swap;
    }
}

void calco_decode_source(const calco_search *s, calco_choices *out)
{
    beam  b = { .s = s };
    node *nodes = ARENA_ARRAY(s->arena, node, (size_t)s->n + 1);
    uint32_t start = calco_ngram_start(s->source->ngram);
    state first = { .u = start, .v = start, .back = CALCO_NONE };
    size_t path = 0;
    push(&nodes[0], &first);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = freeze(&b, &nodes[i]), n = nodes[i].n;
        for (; path < s->paths.n && s->paths.p[path].from < i; path++) continue;
        if (s->bare[i] && nodes[i].n) {
            node with = { 0 };
            extend_all(&b, at, n < 3 ? n : 3, &s->articles, 0, 0, &with);
            for (uint32_t k = 0; k < nodes[i].n; k++) push(&with, &nodes[i].s[k]);
            at = freeze(&b, &with);
            n = with.n;
        }
        for (uint8_t len = 1; len <= OPTION_SPAN && i + len <= s->n; len++) extend_all(&b, at, n, &s->at[i], len, 0, &nodes[i + len]);
        for (size_t p = path; p < s->paths.n && s->paths.p[p].from == i; p++) take_path(&b, at, n, &s->paths.p[p], nodes);
    }
    finish(&b, &nodes[s->n], out);
}
