/* Whole sentences of the source that the text leaves out, sentences that the source does not have, and a source of something else. */
#include "check/memo.h"
#include "check/pair.h"

enum { OMITTED, ADDED, UNRELATED };
static const calco_rule_info rules[] = {
    [OMITTED] = { "omission/sentence", "omission", CALCO_MAJOR, 0.85f, "The translation leaves out a sentence of the source." },
    [ADDED] = { "addition/sentence", "addition", CALCO_MAJOR, 0.8f, "The source has no such sentence." },
    [UNRELATED] = { "mistranslation/unrelated", "mistranslation", CALCO_CRITICAL, 0.95f, "The text does not render this source: is it another article's?" },
};

/* A free rendering has some of the words, what was left out hardly any. */
static const float MOST_FOUND = 0.34f, ELSEWHERE = 0.5f, THERE = 0.02f;
/* Where less of both texts is paired, one is no translation of the other. */
static const double LEAST_PAIRED = 0.5, SURE = 0.95;
enum {
    LEAST_WORDS = 2, /* that say something */
    NEAR = 2,        /* beads to either side that may say it after all */
    MOST_COMPARED = 60
};

/* --- is it said after all? --- */

/* Sentences of a document that follow each other. */
typedef struct { const calco_doc *doc; size_t first, end; } sentences;

static calco_stretch stretch_of(sentences of)
{
    const calco_sentence *s = of.doc->sentences.p;
    calco_stretch all = { .doc = of.doc };
    if (of.first >= of.end) return all;
    all.first = s[of.first].first_token;
    all.n = s[of.end - 1].first_token + s[of.end - 1].n_tokens - all.first;
    return all;
}

static bool translatable(const calco_run *run, bool source, const calco_token *t)
{
    calco_translation one;
    if (!calco_is_content(source ? run->source_lang : run->target, t)) return false;
    if (t->kind == TOKEN_NUMBER || t->shape != SHAPE_LOWER) return true;
    return source ? calco_lexicon_targets(run->lexicon, t->fold, &one, 1) || calco_lexicon_targets(run->lexicon, t->lemma, &one, 1)
                  : calco_lexicon_sources(run->lexicon, t->fold, &one, 1) || calco_lexicon_sources(run->lexicon, t->lemma, &one, 1);
}

/* Share of the words of `own`, sentences among those of one side, that words of the other side render, which are nobody else's, and how
 * many say something at all. */
static calco_share share_of(calco_run *run, sentences source, sentences target, sentences own)
{
    bool        of_source = own.doc == run->source;
    calco_links links = calco_link_words(run->lexicon, run->source_lang, run->target, run->scratch, stretch_of(source), stretch_of(target));
    const calco_link     *mine = of_source ? links.source : links.target, *other = of_source ? links.target : links.source;
    const calco_sentence *s = own.doc->sentences.p;
    size_t      n = of_source ? links.n_source : links.n_target, found = 0;
    calco_share out = { 1, 0 };
    for (size_t i = 0; i < n; i++) {
        const calco_link *l = &mine[i];
        if (l->token->start < s[own.first].start || l->token->end > s[own.end - 1].end || !translatable(run, of_source, l->token)) continue;
        out.words++;
        found += l->peak > THERE && l->best != CALCO_NONE && other[l->best].best == i;
    }
    if (out.words) out.share = (float)found / (float)out.words;
    return out;
}

static calco_share share_found(calco_run *run, sentences source, sentences target, sentences own)
{
    if (!run->memo) return share_of(run, source, target, own);
    const size_t parts[] = { own.doc == run->source, own.first - (own.doc == run->source ? source.first : target.first), own.end - own.first,
                             (size_t)calco_memo_hash(source.doc, source.first, source.end), (size_t)calco_memo_hash(target.doc, target.first, target.end) };
    uint64_t    of = calco_str_hash((str){ (const char *)parts, sizeof parts });
    calco_share share;
    if (calco_memo_share(run->memo, of, &share)) return share;
    share = share_of(run, source, target, own);
    calco_memo_keep_share(run->memo, of, share);
    return share;
}

/* Do the sentences around bead `at`, or unpaired ones of the other side anywhere, say what it says? */
static bool said_after_all(calco_run *run, size_t at, bool of_source)
{
    const calco_bead *b = &run->beads.p[at];
    size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < run->beads.n ? at + NEAR : run->beads.n - 1, compared = 0;
    const calco_bead *first = &run->beads.p[from], *last = &run->beads.p[to];
    sentences   source = { run->source, first->source, last->source + last->n_source }, target = { run->doc, first->target, last->target + last->n_target };
    sentences   own = of_source ? (sentences){ run->source, b->source, b->source + b->n_source } : (sentences){ run->doc, b->target, b->target + b->n_target };
    calco_share found = share_found(run, source, target, own);
    if (found.words < LEAST_WORDS || found.share > MOST_FOUND) return true;
    for (size_t i = 0; i < run->beads.n && compared < MOST_COMPARED; i++) {
        const calco_bead *x = &run->beads.p[i];
        if (of_source ? x->n_source || !x->n_target : x->n_target || !x->n_source) continue;
        compared++;
        source = of_source ? own : (sentences){ run->source, x->source, x->source + x->n_source };
        target = of_source ? (sentences){ run->doc, x->target, x->target + x->n_target } : own;
        if (share_found(run, source, target, own).share > ELSEWHERE) return true;
    }
    return false;
}

/* --- findings --- */

static void add_omission(calco_run *run, size_t first, size_t end)
{
    const calco_sentence *from = &run->source->sentences.p[run->beads.p[first].source];
    const calco_bead     *last = &run->beads.p[end - 1];
    const calco_sentence *to = &run->source->sentences.p[last->source + last->n_source - 1];
    size_t                at = last->target;
    if (!run->doc->sentences.n) return;
    size_t                sentence = at ? at - 1 : 0;
    const calco_sentence *near = &run->doc->sentences.p[sentence];
    if (!near->n_tokens) return;
    const calco_token *t = &run->doc->tokens.p[at ? near->first_token + near->n_tokens - 1 : near->first_token];
    calco_hit         *hit = calco_hit_add(run, &rules[OMITTED], sentence, t->start, t->end);
    hit->context = true;
    calco_hit_quote(run, hit, from->start, to->end);
}

static void add_addition(calco_run *run, size_t at)
{
    const calco_bead *b = &run->beads.p[at];
    for (size_t s = b->target; s < b->target + b->n_target; s++) {
        const calco_sentence *x = &run->doc->sentences.p[s];
        calco_hit_add(run, &rules[ADDED], s, x->start, x->end)->context = true;
    }
}

/* One finding for sentences that follow each other within a paragraph. */
static void report(calco_run *run, size_t first, size_t end)
{
    size_t begin = SIZE_MAX;
    bool   of_source = run->beads.p[first].n_source > 0;
    for (size_t i = first; i < end; i++) {
        const calco_sentence *s = run->source->sentences.p;
        bool gone = !said_after_all(run, i, of_source);
        if (!of_source && gone) add_addition(run, i);
        if (!of_source) continue;
        bool other_unit = begin != SIZE_MAX && s[run->beads.p[begin].source].unit != s[run->beads.p[i].source].unit;
        if (begin != SIZE_MAX && (!gone || other_unit)) {
            add_omission(run, begin, i);
            begin = SIZE_MAX;
        }
        if (gone && begin == SIZE_MAX) begin = i;
        calco_arena_reset(run->scratch);
    }
    if (begin != SIZE_MAX) add_omission(run, begin, end);
}

static bool paired(const calco_run *run)
{
    size_t source = 0, target = 0;
    for (size_t i = 0; i < run->beads.n; i++) {
        const calco_bead *b = &run->beads.p[i];
        if (!b->n_source || !b->n_target || b->confidence < SURE) continue;
        source += b->n_source;
        target += b->n_target;
    }
    return source && ((double)source >= LEAST_PAIRED * (double)run->source->sentences.n || (double)target >= LEAST_PAIRED * (double)run->doc->sentences.n);
}

static void check(calco_run *run)
{
    if (run->unrelated) calco_hit_add(run, &rules[UNRELATED], 0, run->doc->sentences.p[0].start, run->doc->sentences.p[0].end)->context = true;
    if (run->unrelated || !run->source || !run->lexicon || !run->beads.n || !paired(run)) return;
    for (size_t i = 0, end; i < run->beads.n; i = end) {
        bool lost = false, new = false;
        for (end = i; end < run->beads.n && !(run->beads.p[end].n_source && run->beads.p[end].n_target); end++) {
            lost |= run->beads.p[end].n_source > 0;
            new |= run->beads.p[end].n_target > 0;
        }
        if (lost != new) report(run, i, end); /* with both, one may render the other in words of its own */
        if (end == i) end++;
    }
}

const calco_family calco_check_unaligned = { "omission", rules, sizeof rules / sizeof *rules, NULL, check };
