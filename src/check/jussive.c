/* A demand rendered as a fact: "Russia negotiates!" for a jussive subjunctive, where the text itself shows the demand. */
#include "check/look.h"

static const calco_rule_info rules[] = {
    { "tense/jussive", "tense", CALCO_CRITICAL, 0.75f,
      "The headline states as a fact what the text reports as a demand: the source verb is a jussive subjunctive." },
};
enum { REACH = 8 };

static bool is_demand_verb(const calco_token *t) { return calco_is(t, FEAT_VERB | FEAT_INF); }

/* The noun that follows a verb within a few words; its lemma, or empty. */
static str object_after(const calco_look *l, size_t verb)
{
    for (size_t i = verb + 1; i < l->n && i <= verb + 4; i++)
        if (l->t[i].feats & FEAT_NOUN) return l->t[i].lemma;
        else if (l->t[i].kind == TOKEN_PUNCT) break;
    return STR("");
}

/* What the body asks for: an infinitive that follows an urging word or a verb of duty in its sentence. */
typedef struct {
    size_t   sentence;
    str      object;
    uint32_t next; /* demand with the same verb */
} demand;

typedef struct {
    calco_map   by_verb; /* lemma -> its last demand */
    VEC(demand) all;
} demands;

static void note_demands(const calco_run *run, size_t s, demands *d)
{
    calco_look l = calco_look_at(run, s);
    bool       urged = false;
    for (size_t i = 0; i < l.n; i++) {
        urged |= calco_listed(run, "urging", &l.t[i]) || calco_listed(run, "duty", &l.t[i]);
        if (!urged || !is_demand_verb(&l.t[i])) continue;
        uint32_t *last = calco_map_at(&d->by_verb, l.t[i].lemma, CALCO_NONE);
        demand    own = { s, object_after(&l, i), *last };
        *last = (uint32_t)d->all.n;
        VEC_PUSH(run->scratch, &d->all, own);
    }
}

static bool mentions(const calco_run *run, size_t s, str lemma)
{
    calco_look l = calco_look_at(run, s);
    for (size_t i = 0; i < l.n; i++)
        if (calco_str_eq(l.t[i].lemma, lemma)) return true;
    return false;
}

/* Does the body ask for this: the same verb with the same object or, where it has none, of the same subject? */
static bool demanded(const calco_run *run, const demands *d, str verb, str object, str subject)
{
    for (uint32_t i = calco_map_get(&d->by_verb, verb); i != CALCO_NONE; i = d->all.p[i].next) {
        const demand *own = &d->all.p[i];
        if (object.n ? calco_str_eq(own->object, object) : mentions(run, own->sentence, subject)) return true;
    }
    return false;
}

/* The first finite present verb in the third person that follows a noun at `from`; SIZE_MAX where there is none. */
static size_t statement_verb(const calco_run *run, const calco_look *l, size_t from)
{
    bool subject = false;
    for (size_t i = from; i < l->n && i < from + REACH; i++) {
        const calco_token *t = &l->t[i];
        if (t->kind == TOKEN_PUNCT && subject) return SIZE_MAX;
        if (calco_is(t, FEAT_VERB | FEAT_FINITE | FEAT_PRES) && (t->feats & FEAT_P3))
            return subject && !calco_listed(run, "auxiliary", t) ? i : SIZE_MAX;
        if (t->feats & FEAT_VERB) return SIZE_MAX;
        subject |= (t->feats & FEAT_NOUN) != 0;
    }
    return SIZE_MAX;
}

static void check_headline(calco_run *run, const demands *d, size_t s)
{
    calco_look l = calco_look_at(run, s);
    for (size_t i = 0; i < l.n; i++) {
        bool opens = i == 0 || calco_str_eq(l.t[i - 1].fold, STR(":")) ||
                     (i > 1 && l.t[i - 1].kind == TOKEN_PUNCT && calco_str_eq(l.t[i - 2].fold, STR(":")));
        if (!opens || l.t[i].kind != TOKEN_WORD) continue;
        size_t verb = statement_verb(run, &l, i);
        if (verb == SIZE_MAX || !demanded(run, d, l.t[verb].lemma, object_after(&l, verb), l.t[verb - 1].lemma)) continue;
        size_t end = verb + 1;
        while (end < l.n && end < verb + 4 && l.t[end].kind == TOKEN_WORD) end++;
        calco_hit *hit = calco_hit_add(run, &rules[0], s, l.t[i].start, l.t[end - 1].end);
        str subject = calco_doc_cut(run->doc, l.t[i].start, l.t[verb].start);
        str rest = calco_doc_cut(run->doc, l.t[verb].end, l.t[end - 1].end);
        str duty = calco_format_value(run->target, "duty");
        if (duty.n) calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){ subject, duty, STR(" "), l.t[verb].lemma, rest, { 0 } }));
        return;
    }
}

static void check_document(calco_run *run)
{
    demands d = { .by_verb = calco_map_new(run->scratch) };
    for (size_t s = 0; s < run->doc->sentences.n; s++)
        if (calco_unit_of(run, s)->kind != UNIT_HEADLINE) note_demands(run, s, &d);
    for (size_t s = 0; s < run->doc->sentences.n; s++)
        if (calco_unit_of(run, s)->kind == UNIT_HEADLINE) check_headline(run, &d, s);
}

const calco_family calco_check_jussive = { "jussive", rules, sizeof rules / sizeof *rules, NULL, check_document };
