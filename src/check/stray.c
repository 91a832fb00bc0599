/* Marks that stand where none can: within what belongs together, against a source that has none there. */
#include "check/pair.h"

enum { STRAY, QUOTE };
static const calco_rule_info rules[] = {
    [STRAY] = { "punctuation/stray", "punctuation", CALCO_MINOR, 0.85f, "The mark parts words that belong together; the source has none here." },
    [QUOTE] = { "punctuation/unpaired-quote", "punctuation", CALCO_MINOR, 0.8f, "The quotation mark closes nothing that is open." },
};

typedef struct {
    calco_run          *run;
    const calco_paired *p;
    const calco_token  *t; /* of the target's stretch */
    size_t              n;
    str                 source; /* its text */
} look;

static str text_of(const look *l, size_t i) { return calco_token_text(l->run->doc, &l->t[i]); }
static bool is_mark(const look *l, size_t i, char c) { str s = text_of(l, i); return s.n == 1 && s.p[0] == c; }
static bool is_open(const look *l, size_t i) /* a mark glued to the word before and not to the one behind */
{
    return i > 0 && i + 1 < l->n && !l->t[i].space && l->t[i - 1].kind == TOKEN_WORD && l->t[i + 1].space && l->t[i + 1].kind == TOKEN_WORD;
}
static bool source_has(const look *l, const char *mark) { return calco_str_find(l->source, calco_str(mark), 0) != SIZE_MAX; }

static const calco_link *link_at(const look *l, size_t i)
{
    for (size_t j = 0; j < l->p->links.n_target; j++)
        if (l->p->links.target[j].token == &l->t[i]) return &l->p->links.target[j];
    return NULL;
}

/* Do both words surely render neighbours of the source, with no mark between them, and belong to one phrase? */
static bool parts_neighbours(const look *l, size_t before, size_t after)
{
    static const float SURE = 0.1f;
    const calco_token *x = &l->t[before], *y = &l->t[after];
    bool noun = (x->feats & FEAT_ADJ) && (y->feats & FEAT_NOUN) && !(y->feats & FEAT_PROPER) && x->shape == SHAPE_LOWER;
    bool verb = (x->feats & FEAT_AUX) && (y->feats & FEAT_INF);
    if (!noun && !verb) return false;
    const calco_link *a = link_at(l, before), *b = link_at(l, after), *s = l->p->links.source;
    if (!a || !b || a->best == CALCO_NONE || b->best == CALCO_NONE || a->peak < SURE || b->peak < SURE) return false;
    uint32_t first = a->best < b->best ? a->best : b->best, last = a->best < b->best ? b->best : a->best;
    if (last - first != 1) return false;
    const calco_token *from = s[first].token, *to = s[last].token;
    return to - from == 1;
}

static bool is_stray(const look *l, size_t i)
{
    str own = text_of(l, i);
    if (own.n != 1 || (l->t[i].kind != TOKEN_PUNCT && l->t[i].kind != TOKEN_SYMBOL) || i == 0 || i + 1 >= l->n) return false;
    const calco_token *before = &l->t[i - 1], *next = &l->t[i + 1];
    bool leans = before->kind == TOKEN_WORD && calco_token_listed(l->run->target, "leaning", before);
    switch (own.p[0]) {
    case '_': return !l->t[i].space && next->space && !source_has(l, "_");
    case '-':
        if (is_mark(l, i - 1, ',') && !l->t[i].space) return !source_has(l, ",-");
        return is_open(l, i) && !(next->feats & (FEAT_CONJ | FEAT_PREP)) && !source_has(l, "- ") && !source_has(l, "\xe2\x80\x93") && !source_has(l, "\xe2\x80\x94");
    case '!':
    case '?': return is_open(l, i) && next->shape == SHAPE_LOWER && !source_has(l, own.p[0] == '!' ? "!" : "?");
    case ':':
    case ';':
    case ',': return is_open(l, i) && (leans || parts_neighbours(l, i - 1, i + 1));
    default: return false;
    }
}

/* An apostrophe behind a word that needs none, where no quotation is open. */
static bool is_lone_apostrophe(const look *l, size_t i)
{
    str word = i ? text_of(l, i - 1) : (str){ 0 };
    if (!is_mark(l, i, '\'') || !is_open(l, i) || !word.n || calco_token_listed(l->run->target, "apostrophe-end", &l->t[i - 1])) return false;
    char last = word.p[word.n - 1];
    for (size_t k = 0; k < i; k++) {
        str s = text_of(l, k);
        bool quote = calco_str_eq(s, STR("\xe2\x80\x98")) || (is_mark(l, k, '\'') && k + 1 < l->n && !l->t[k + 1].space);
        if (quote || (s.n > 1 && s.p[0] == '\'')) return false;
    }
    return last != 's' && last != 'z' && last != 'x' && last != 'n';
}

/* A straight quotation mark behind a word that leads on to the next one, where none is open: of" the tiger. */
static bool is_lone_quote(const look *l, size_t i)
{
    size_t before = 0;
    if (!is_mark(l, i, '"') || !is_open(l, i) || !(l->t[i - 1].feats & (FEAT_DET | FEAT_PREP))) return false;
    for (size_t k = 0; k < i; k++) before += is_mark(l, k, '"');
    return before % 2 == 0;
}

static void report(const look *l, size_t i, const calco_rule_info *rule)
{
    size_t at = l->p->target.first + i, first = at > l->p->target.first && !l->t[i].space ? at - 1 : at;
    calco_hit *hit = calco_pair_hit(l->run, rule, l->p, first, at, NULL, NULL);
    calco_hit_suggest(l->run, hit, first < at ? text_of(l, i - 1) : STR(""));
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p || !p->source.n || !p->target.n) return;
    const calco_token *s = &run->source->tokens.p[p->source.first];
    look l = { run, p, &run->doc->tokens.p[p->target.first], p->target.n, calco_doc_cut(run->source, s->start, s[p->source.n - 1].end) };
    for (size_t i = 0; i < l.n; i++)
        if (is_stray(&l, i)) report(&l, i, &rules[STRAY]);
        else if (is_lone_apostrophe(&l, i) || is_lone_quote(&l, i)) report(&l, i, &rules[QUOTE]);
}

const calco_family calco_check_stray = { "punctuation", rules, sizeof rules / sizeof *rules, check, NULL };
