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

/* Does some sentence of the body ask for this: an urging word, then the same verb as an infinitive with the same
 * object; or the same subject, a verb of duty and the same verb? */
static bool demanded(const calco_run *run, str verb, str object, str subject)
{
    for (size_t s = 0; s < run->doc->sentences.n; s++) {
        if (calco_unit_of(run, s)->kind == UNIT_HEADLINE) continue;
        calco_look l = calco_look_at(run, s);
        bool urged = false, about = false;
        for (size_t i = 0; i < l.n; i++) {
            urged |= calco_listed(run, "urging", &l.t[i]) || calco_listed(run, "duty", &l.t[i]);
            about |= calco_str_eq(l.t[i].lemma, subject);
            if (!urged || !is_demand_verb(&l.t[i]) || !calco_str_eq(l.t[i].lemma, verb)) continue;
            if (object.n ? calco_str_eq(object_after(&l, i), object) : about) return true;
        }
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

static void check_headline(calco_run *run, size_t s)
{
    calco_look l = calco_look_at(run, s);
    for (size_t i = 0; i < l.n; i++) {
        bool opens = i == 0 || calco_str_eq(l.t[i - 1].fold, STR(":")) ||
                     (i > 1 && l.t[i - 1].kind == TOKEN_PUNCT && calco_str_eq(l.t[i - 2].fold, STR(":")));
        if (!opens || l.t[i].kind != TOKEN_WORD) continue;
        size_t verb = statement_verb(run, &l, i);
        if (verb == SIZE_MAX || !demanded(run, l.t[verb].lemma, object_after(&l, verb), l.t[verb - 1].lemma)) continue;
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
    for (size_t s = 0; s < run->doc->sentences.n; s++)
        if (calco_unit_of(run, s)->kind == UNIT_HEADLINE) check_headline(run, s);
}

const calco_family calco_check_jussive = { "jussive", rules, sizeof rules / sizeof *rules, NULL, check_document };
