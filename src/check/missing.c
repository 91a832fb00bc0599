/* Words of the source that are not rendered, words of the text that render nothing, and words that render another. */
#include "check/pair.h"

#include <math.h>

enum { OMITTED, ADDED, CHANGED };
static const calco_rule_info rules[] = {
    [OMITTED] = { "omission/words", "omission", CALCO_MAJOR, 0.7f, "The translation leaves out words of the source." },
    [ADDED] = { "addition/words", "addition", CALCO_MAJOR, 0.7f, "The source says nothing of this." },
    [CHANGED] = { "mistranslation/word", "mistranslation", CALCO_MAJOR, 0.7f, "The word does not render the source's." },
};

/* How doubtful a word must be: where the whole text follows its source closely less is needed, where it is free nearly all
 * words without a counterpart are rendered in other words. */
static double least_doubt(const calco_run *run, bool target)
{
    static const double LEAST[][2] = { { 0.80, 0.75 }, { 0.93, 0.85 }, { 0.97, 0.97 } }; /* by manner, source and target */
    if (!run->source_lang->tags.count) return 0.985; /* compounds and inflected forms find no counterpart by themselves */
    return LEAST[calco_manner_of(run)][target];
}

static bool is_name(const calco_token *t) { return t->shape == SHAPE_TITLE || t->shape == SHAPE_UPPER || t->shape == SHAPE_MIXED; }

typedef struct {
    calco_run          *run;
    const calco_paired *p;
    double             *source, *target; /* doubts */
    bool               *told;            /* source words that a finding quotes */
} doubts;

static doubts doubts_of(calco_run *run, const calco_paired *p)
{
    const calco_links *l = &p->links;
    doubts d = { run, p, ARENA_ARRAY(run->scratch, double, l->n_source), ARENA_ARRAY(run->scratch, double, l->n_target),
                 ARENA_ARRAY(run->scratch, bool, l->n_source) };
    for (size_t i = 0; i < l->n_source; i++)
        d.source[i] = calco_account_asks(p->account, false, i) ? calco_account_doubt(p->account, false, i) : 0;
    for (size_t j = 0; j < l->n_target; j++)
        d.target[j] = calco_account_asks(p->account, true, j) ? calco_account_doubt(p->account, true, j) : 0;
    return d;
}

static size_t at_of(const doubts *d, size_t j) { return calco_token_index(&d->p->target, d->p->links.target[j].token); }

/* The source word that has no counterpart either and stands in about the same place; SIZE_MAX where there is none. */
static size_t opposite(const doubts *d, size_t j)
{
    const calco_links *l = &d->p->links;
    size_t best = SIZE_MAX;
    double most = 0;
    bool   name = is_name(l->target[j].token);
    for (size_t i = 0; i < l->n_source; i++) {
        if (!calco_account_asks(d->p->account, false, i) || d->told[i]) continue;
        double apart = calco_pair_apart(l, i, j) * (double)l->n_source;
        double near = d->source[i] * exp(-apart / 4) * (name == is_name(l->source[i].token) ? 1 : 0.3);
        if (near > most) most = near, best = i;
    }
    return most > 0.05 ? best : SIZE_MAX;
}

static float confidence_of(double doubt) { return doubt > 0.9 ? 0.9f : doubt < 0.5 ? 0.5f : (float)doubt; }

/* A word that stands in the place of source word i and renders nothing; SIZE_MAX where there is none. */
static size_t in_its_place(const doubts *d, size_t i)
{
    size_t first, last, best = SIZE_MAX;
    calco_pair_gap(d->p, d->p->links.source[i].token, &first, &last);
    for (size_t j = 0; j < d->p->links.n_target; j++) {
        size_t at = at_of(d, j);
        if (at < first || at > last || !calco_account_asks(d->p->account, true, j)) continue;
        if (best == SIZE_MAX || d->target[j] > d->target[best]) best = j;
    }
    return best;
}

static void say_changed(doubts *d, size_t i, size_t j)
{
    const calco_token *s = d->p->links.source[i].token;
    d->told[i] = true;
    if (calco_pair_close(d->run, s, d->p->links.target[j].token)) return; /* in other words */
    calco_hit *hit = calco_pair_hit(d->run, &rules[CHANGED], d->p, at_of(d, j), at_of(d, j), s, s);
    calco_translation best;
    calco_pair_say(d->run, hit, "“%text%” does not render “%source%”.");
    if (calco_lexicon_targets(d->run->lexicon, s->fold, &best, 1)) calco_hit_suggest(d->run, hit, best.source);
    hit->confidence = confidence_of(d->target[j] > d->source[i] ? d->target[j] : d->source[i]);
}

static void report_target(doubts *d, size_t j)
{
    size_t i = opposite(d, j), at = at_of(d, j);
    if (i != SIZE_MAX) {
        say_changed(d, i, j);
        return;
    }
    calco_hit *hit = calco_pair_hit(d->run, &rules[ADDED], d->p, at, at, NULL, NULL);
    calco_pair_say(d->run, hit, "Nothing in the source says “%text%”.");
    hit->confidence = confidence_of(d->target[j]);
}

/* Doubtful source words that follow each other are one omission. */
static size_t report_source(doubts *d, size_t i, double least)
{
    const calco_links *l = &d->p->links;
    size_t last = i, first_target, last_target, j;
    for (size_t k = i + 1; k < l->n_source && k <= last + 3; k++)
        if (d->source[k] > least / 2 && !d->told[k]) last = k;
    if (last == i && (j = in_its_place(d, i)) != SIZE_MAX) {
        say_changed(d, i, j);
        return last;
    }
    calco_pair_gap(d->p, l->source[i].token, &first_target, &last_target);
    calco_hit *hit = calco_pair_hit(d->run, &rules[OMITTED], d->p, first_target, last_target, l->source[i].token, l->source[last].token);
    calco_pair_say(d->run, hit, "“%source%” of the source is not rendered here.");
    hit->confidence = confidence_of(d->source[i]);
    return last;
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p) return;
    doubts d = doubts_of(run, p);
    double least = least_doubt(run, false), least_added = least_doubt(run, true);
    for (size_t j = 0; j < p->links.n_target; j++)
        if (d.target[j] > least_added) report_target(&d, j);
    for (size_t i = 0; i < p->links.n_source; i++)
        if (d.source[i] > least && !d.told[i]) i = report_source(&d, i, least);
}

const calco_family calco_check_missing = { "omission", rules, sizeof rules / sizeof *rules, check, NULL };
