/* Names of the source that the text does not have, and names that the source does not have. */
#include "check/alike.h"
#include "check/pair.h"

#include <math.h>

/* A text that says things in its own words may call things by other names ("the Viminale", "the interior ministry"). */
static const float COVERED = 0.7f;
enum { SOME_SENTENCES = 5 }; /* fewer say little of how free a text is */

enum { MISSING, ADDED, CHANGED };
static const calco_rule_info rules[] = {
    [MISSING] = { "name/missing", "name", CALCO_MAJOR, 0.75f, "A name of the source is missing." },
    [ADDED] = { "name/added", "name", CALCO_MAJOR, 0.7f, "The source does not have this name." },
    [CHANGED] = { "name/changed", "name", CALCO_CRITICAL, 0.85f, "The source has another name." },
};

static bool has_capital(const calco_token *t)
{
    return t->kind == TOKEN_WORD && (t->shape == SHAPE_TITLE || t->shape == SHAPE_UPPER || t->shape == SHAPE_MIXED);
}

/* --- do two names look alike --- */

/* The same letters in another order: "UE", "EU". */
static bool is_anagram(str a, str b)
{
    int count[256] = { 0 };
    if (a.n != b.n || a.n > 6) return false;
    for (size_t i = 0; i < a.n; i++) count[(unsigned char)a.p[i]]++, count[(unsigned char)b.p[i]]--;
    for (size_t i = 0; i < 256; i++)
        if (count[i]) return false;
    return true;
}

/* A name within a compound counts, and so does the start of a longer one: "Livi", "Livingston". */
static bool are_alike(str a, const calco_token *other)
{
    str b = other->fold;
    str least = a.n < b.n ? a : b, most = a.n < b.n ? b : a;
    if (least.n >= 3 && has_capital(other) && calco_str_find(most, least, 0) != SIZE_MAX) return true;
    size_t common = 0;
    while (common < least.n && a.p[common] == b.p[common]) common++;
    double most_apart = !has_capital(other) ? 0.2 : least.n < 4 ? 0.25 : 0.5;
    return common >= 4 || calco_apart(a, b) <= most_apart || is_anagram(a, b);
}

/* Acronyms may stand for what the other side writes out, and abbreviations too; Roman numerals name nothing. */
static bool is_short(str text, const calco_token *t)
{
    size_t capitals = 0;
    for (size_t i = 0; i < text.n; i++) capitals += text.p[i] >= 'A' && text.p[i] <= 'Z';
    return capitals > 1 && t->fold.n < 6;
}

static bool is_no_name(str text)
{
    return !text.n || strspn(text.p, "IVXLCDM") >= text.n || memchr(text.p, '.', text.n) || (unsigned char)text.p[0] == 0xc2;
}

static bool is_matched(const calco_paired *p, bool target, size_t i)
{
    const calco_links *l = &p->links;
    const calco_link *own = target ? &l->target[i] : &l->source[i], *other = target ? l->source : l->target;
    size_t n = target ? l->n_source : l->n_target;
    if (own->peak > 0.01f || own->back > 0.01f) return true;
    for (size_t k = 0; k < n; k++)
        if (are_alike(own->token->fold, other[k].token) ||
            (target ? calco_account_kinship(p->account, k, i) : calco_account_kinship(p->account, i, k)) > 1e-3f)
            return true;
    return false;
}

/* --- the names of a side --- */

/* Words with a capital letter that follow each other. */
typedef struct { size_t first, last; bool common /* may be no name */, brief /* an acronym */, part /* of a longer name */, goes_on; } name;
typedef VEC(name) names;

/* Is it a word of everyday language that only stands in capitals here? Then others ask for it. */
static bool is_common(const calco_lang *lang, const calco_lexicon *x, const calco_token *t, bool target)
{
    calco_translation best;
    calco_analysis    one[4];
    if (calco_token_listed(lang, "light", t)) return true;
    size_t n = target ? calco_lexicon_sources(x, t->fold, &best, 1) : calco_lexicon_targets(x, t->fold, &best, 1);
    size_t readings = lang->forms ? calco_forms_analyse(lang->forms, t->fold, one, 4) : 0;
    for (size_t k = 0; k < readings; k++)
        if (one[k].tag < lang->tags.count && !(lang->tag_feats[one[k].tag] & FEAT_PROPER)) return true;
    return n && t->shape != SHAPE_UPPER && !(t->feats & FEAT_PROPER);
}

/* First words have their capital for another reason. */
static bool starts_sentence(const calco_doc *doc, const calco_token *t)
{
    for (; t > doc->tokens.p; t--) {
        const calco_token *before = t - 1;
        str mark = calco_token_text(doc, before);
        if (before->kind == TOKEN_WORD || before->kind == TOKEN_NUMBER) return false;
        if (mark.n && strchr(".!?:", mark.p[0])) return true;
        if (before->kind != TOKEN_PUNCT || calco_str_eq(mark, STR(","))) return false;
    }
    return true;
}

/* Names, or parts of names, that the other side does not have. Where the text is close to its source a part is enough. */
static names unmatched(calco_run *run, const calco_paired *p, bool target)
{
    static const double CLOSE = 0.15;
    const calco_links *l = &p->links;
    const calco_link  *own = target ? l->target : l->source;
    const calco_lang  *lang = target ? run->target : run->source_lang;
    size_t n = target ? l->n_target : l->n_source;
    names  out = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (!has_capital(own[i].token) || is_matched(p, target, i)) continue;
        bool before = i > 0 && has_capital(own[i - 1].token) && own[i - 1].token + 1 == own[i].token;
        name found = { .first = i, .last = i, .common = true, .brief = true };
        bool no_name = false;
        for (size_t k = i; k < n && has_capital(own[k].token) && own[k].token == own[i].token + (k - i) && !is_matched(p, target, k); k++) {
            str text = calco_token_text(target ? run->doc : run->source, own[k].token);
            no_name |= is_no_name(text) || (own[k].token->fold.n < 3 && k == i);
            found.common &= is_common(lang, run->lexicon, own[k].token, target);
            found.brief &= is_short(text, own[k].token);
            found.last = k;
        }
        bool after = found.last + 1 < n && has_capital(own[found.last + 1].token) && own[found.last].token + 1 == own[found.last + 1].token;
        found.part = before || after;
        found.goes_on = after;
        bool start = found.first == found.last && starts_sentence(target ? run->doc : run->source, own[i].token);
        i = found.last;
        if (no_name || start || (found.part && run->freedom > CLOSE)) continue;
        VEC_PUSH(run->scratch, &out, found);
    }
    return out;
}

/* Texts all in capitals name nothing. */
static bool shouts(const calco_link *w, size_t n)
{
    size_t lower = 0;
    for (size_t i = 0; i < n; i++) lower += w[i].token->shape == SHAPE_LOWER;
    return lower * 2 < n;
}

static double place_of(const name *at, size_t n) { return ((double)at->first + (double)at->last + 1) / 2 / (double)n; }

static size_t opposite(const calco_paired *p, const name *at, const names *others)
{
    size_t best = SIZE_MAX;
    double least = 0.35;
    for (size_t k = 0; others->p && k < others->n; k++) {
        double apart = fabs(place_of(at, p->links.n_target) - place_of(&others->p[k], p->links.n_source));
        if (at->brief || others->p[k].brief) continue; /* acronyms are others in each language, or written out */
        if (apart < least && !(at->common && others->p[k].common)) least = apart, best = k;
    }
    return best;
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p || calco_format_value(run->source_lang, "capital-nouns").n || shouts(p->links.source, p->links.n_source) || shouts(p->links.target, p->links.n_target)) return;
    if (calco_manner_of(run) == CALCO_FREE && p->covered < COVERED && run->doc->sentences.n >= SOME_SENTENCES) return;
    names lost = unmatched(run, p, false), extra = unmatched(run, p, true);
    const calco_links *l = &p->links;
    for (size_t i = 0; i < extra.n; i++) {
        size_t k = opposite(p, &extra.p[i], &lost), first = calco_token_index(&p->target, l->target[extra.p[i].first].token);
        size_t last = calco_token_index(&p->target, l->target[extra.p[i].last].token);
        if (k >= lost.n) {
            if (extra.p[i].brief || extra.p[i].common || extra.p[i].part) continue;
            calco_pair_say(run, calco_pair_hit(run, &rules[ADDED], p, first, last, NULL, NULL), "The source does not name “%text%”.");
            continue;
        }
        calco_hit *hit = calco_pair_hit(run, &rules[CHANGED], p, first, last, l->source[lost.p[k].first].token, l->source[lost.p[k].last].token);
        calco_pair_say(run, hit, "The source names “%source%”, not “%text%”.");
        calco_hit_suggest(run, hit, hit->source);
        lost.p[k] = lost.p[--lost.n];
    }
    bool acronyms = false;
    for (size_t i = 0; i < extra.n; i++) acronyms |= extra.p[i].brief;
    for (size_t k = 0; k < lost.n; k++) {
        size_t first, last;
        if (lost.p[k].brief && acronyms) continue;
        if (lost.p[k].common || (lost.p[k].part && lost.p[k].goes_on)) continue; /* “Giorgio” Bassanelli */
        const calco_token *from = l->source[lost.p[k].first].token, *to = l->source[lost.p[k].last].token;
        calco_pair_gap(p, from, &first, &last);
        calco_pair_say(run, calco_pair_hit(run, &rules[MISSING], p, first, last, from, to), "“%source%” of the source is not named here.");
    }
}

const calco_family calco_check_named = { "name", rules, sizeof rules / sizeof *rules, check, NULL };
