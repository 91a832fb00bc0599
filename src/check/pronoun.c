/* Pronouns in the wrong case: "As him stated", "announced she candidacy", "theirs have". */
#include "check/look.h"

static const calco_rule_info rules[] = {
    { "grammar/pronoun-case", "agreement", CALCO_MINOR, 0.8f, "The pronoun has the form of another case." },
};
enum { LEAST_WORDS = 3 /* around and with the pronoun */ };

/* The other forms of a pronoun, separated by spaces: key `forms.X` of formats.tsv. */
static str forms_of(const calco_run *run, str fold)
{
    char key[32] = "forms.";
    if (fold.n + 7 > sizeof key) return (str){ 0 };
    memcpy(key + 6, fold.p, fold.n);
    key[6 + fold.n] = '\0';
    return calco_format_value(run->target, key);
}

/* Does what follows ask for another form: a noun for an owner, a verb for a subject? Else the words must be past doubt. */
static double least_gain(const calco_look *l, size_t i)
{
    static const double USUAL = 2.5, SURE = 4.5;
    const calco_token *next = i + 1 < l->n && l->t[i + 1].kind == TOKEN_WORD ? &l->t[i + 1] : NULL;
    bool after_noun = i > 0 && (l->t[i - 1].feats & FEAT_NOUN); /* "Mary herself said" */
    if (!next || (after_noun && !(next->feats & (FEAT_NOUN | FEAT_ADJ)))) return SURE;
    return next->feats & (FEAT_NOUN | FEAT_ADJ | FEAT_FINITE | FEAT_ADV) ? USUAL : SURE;
}

static void check(calco_run *run, size_t s)
{
    calco_look l = calco_look_at(run, s);
    for (size_t i = 0; run->target->ngram && i < l.n; i++) {
        if (l.t[i].kind != TOKEN_WORD || !(l.t[i].feats & FEAT_PRON)) continue;
        str    rest = forms_of(run, l.t[i].fold), form, best = { 0 };
        double most = least_gain(&l, i);
        while (rest.n && calco_str_split(&rest, ' ', &form)) {
            double gain = form.n ? calco_look_gain(run, &l, i, 1, &form, LEAST_WORDS, true) : 0;
            if (gain > most) most = gain, best = form;
        }
        if (!best.n) continue;
        calco_hit *hit = calco_hit_add(run, &rules[0], s, l.t[i].start, l.t[i].end);
        calco_hit_suggest(run, hit, best);
    }
}

const calco_family calco_check_pronoun = { "grammar", rules, sizeof rules / sizeof *rules, check, NULL };
