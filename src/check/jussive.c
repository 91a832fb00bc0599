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
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the map holds indices of what is there */
        if (object.n ? calco_str_eq(own->object, object) : mentions(run, own->sentence, subject)) return true;
    }
    return false;
}

/* A statement in the present: its finite verb, and the verb that says what is done ("is opened": open). */
typedef struct {
    size_t finite, acting;
    bool   negated;
} statement;

/* A demandable verb that the tagger takes for a plural noun: "the company guarantees the jobs". */
static bool is_noun_for_verb(const calco_run *run, const calco_look *l, size_t i)
{
    return i + 1 < l->n && calco_is(&l->t[i], FEAT_NOUN | FEAT_PL) && calco_listed(run, "demandable", &l->t[i]) &&
           (l->t[i + 1].feats & FEAT_DET);
}

/* The first finite present verb in the third person that follows a noun at `from`, within a few words. */
static bool find_statement(const calco_run *run, const calco_look *l, size_t from, statement *out)
{
    bool subject = false;
    for (size_t i = from; i < l->n && i < from + REACH; i++) {
        const calco_token *t = &l->t[i];
        if (t->kind == TOKEN_PUNCT && subject) return false;
        if (subject && is_noun_for_verb(run, l, i)) {
            *out = (statement){ i, i, false };
            return true;
        }
        if (calco_is(t, FEAT_VERB | FEAT_FINITE | FEAT_PRES) && (t->feats & (FEAT_P3 | FEAT_PL) || calco_listed(run, "auxiliary", t))) {
            *out = (statement){ i, i, false };
            if (!calco_listed(run, "auxiliary", t)) return subject;
            size_t next = i + 1;
            if (next < l->n && calco_listed(run, "negation", &l->t[next])) out->negated = true, next++;
            out->acting = next;
            return subject && next < l->n && calco_is(&l->t[next], FEAT_VERB | FEAT_PASTPART) && !(t->feats & FEAT_AUX);
        }
        if (t->feats & FEAT_VERB) return false;
        subject |= (t->feats & FEAT_NOUN) != 0;
    }
    return false;
}

/* Who speaks asks for something: `…”, demands the secretary`. */
static bool speaker_demands(const calco_run *run, const calco_look *l, size_t from)
{
    for (size_t i = from; i + 1 < l->n; i++) {
        if (!calco_is_quote(run, &l->t[i])) continue;
        size_t next = i + 1;
        while (next < l->n && l->t[next].kind == TOKEN_PUNCT) next++;
        return next < l->n && (l->t[next].feats & FEAT_VERB) && calco_listed(run, "demanding", &l->t[next]);
    }
    return false;
}

static void flag(calco_run *run, const calco_look *l, size_t s, size_t from, const statement *what, float confidence)
{
    size_t end = what->acting + 1;
    while (end < l->n && end < what->acting + 4 && l->t[end].kind == TOKEN_WORD) end++;
    calco_hit *hit = calco_hit_add(run, &rules[0], s, l->t[from].start, l->t[end - 1].end);
    hit->confidence = confidence;
    str duty = calco_format_value(run->target, "duty"), space = STR(" "), none = STR("");
    if (!duty.n) return;
    const calco_token *finite = &l->t[what->finite];
    size_t rest = what->negated ? l->t[what->finite + 1].end : finite->end;
    calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){
        calco_doc_cut(run->doc, l->t[from].start, finite->start), duty, space,
        what->negated ? calco_token_text(run->doc, &l->t[what->finite + 1]) : none, what->negated ? space : none, finite->lemma,
        calco_doc_cut(run->doc, rest, l->t[end - 1].end), { 0 } }));
}

/* A quotation that opens with a statement: at the start, or after a colon. */
static bool opens_quotation(const calco_run *run, const calco_look *l, size_t i)
{
    if (l->t[i].kind != TOKEN_WORD || !i || !calco_is_quote(run, &l->t[i - 1])) return false;
    return i == 1 || calco_str_eq(l->t[i - 2].fold, STR(":"));
}

static void check_sentence(calco_run *run, const demands *d, size_t s)
{
    calco_look l = calco_look_at(run, s);
    bool headline = calco_unit_of(run, s)->kind == UNIT_HEADLINE;
    for (size_t i = 0; i < l.n; i++) {
        statement what;
        bool quoted = opens_quotation(run, &l, i), plain = headline && i && calco_str_eq(l.t[i - 1].fold, STR(":"));
        if ((!quoted && !plain) || l.t[i].kind != TOKEN_WORD || !find_statement(run, &l, i, &what)) continue;
        const calco_token *verb = &l.t[what.acting];
        if (headline && demanded(run, d, verb->lemma, object_after(&l, what.acting), l.t[what.finite - 1].lemma))
            flag(run, &l, s, i, &what, rules[0].confidence);
        else if (quoted && headline && i > 1 && calco_listed(run, "demandable", verb)) flag(run, &l, s, i, &what, 0.65f);
        else if (quoted && !headline && speaker_demands(run, &l, what.acting)) flag(run, &l, s, i, &what, 0.65f);
    }
}

static void check_document(calco_run *run)
{
    demands d = { .by_verb = calco_map_new(run->scratch) };
    for (size_t s = 0; s < run->doc->sentences.n; s++)
        if (calco_unit_of(run, s)->kind != UNIT_HEADLINE) note_demands(run, s, &d);
    for (size_t s = 0; s < run->doc->sentences.n; s++) check_sentence(run, &d, s);
}

const calco_family calco_check_jussive = { "jussive", rules, sizeof rules / sizeof *rules, NULL, check_document };
