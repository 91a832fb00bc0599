/* The given source of a sentence, linked word by word, and findings that quote it. */
#include "check/pair.h"

#include "check/memo.h"

#include <math.h>

enum { MOST_TOKENS = 400 };
static const float ACCOUNTED = 0.005f;

/* --- the bead of a sentence --- */

static float covered(const calco_run *run, const calco_links *l)
{
    size_t all = 0, known = 0;
    for (size_t i = 0; i < l->n_source; i++)
        if (calco_is_content(run->source_lang, l->source[i].token)) all++, known += l->source[i].peak > ACCOUNTED;
    for (size_t j = 0; j < l->n_target; j++)
        if (calco_is_content(run->target, l->target[j].token)) all++, known += l->target[j].peak > ACCOUNTED;
    return all ? (float)known / (float)all : 1;
}

static calco_stretch stretch_of(const calco_doc *doc, size_t first, size_t n)
{
    calco_stretch s = { .doc = doc, .first = doc->sentences.p[first].first_token };
    for (size_t i = 0; i < n; i++) s.n += doc->sentences.p[first + i].n_tokens;
    return s;
}

/* The target sentences of the bead that begins with one; 0 where none does. */
static size_t bead_of(const calco_run *run, size_t sentence)
{
    size_t n = 1, from = run->source_of[sentence];
    if (from == SIZE_MAX || (sentence && run->source_of[sentence - 1] == from)) return 0;
    while (sentence + n < run->doc->sentences.n && run->source_of[sentence + n] == from) n++;
    return n;
}

static bool set_stretches(const calco_run *run, calco_paired *p, size_t sentence)
{
    size_t n = bead_of(run, sentence);
    if (!n) return false;
    p->source = stretch_of(run->source, run->source_of[sentence], run->source_count[sentence]);
    p->target = stretch_of(run->doc, sentence, n);
    return p->source.n <= MOST_TOKENS && p->target.n <= MOST_TOKENS;
}

/* Word links that the look at the whole text has made: the checks of the sentence use them. */
struct calco_linked {
    calco_arena *arena;
    calco_links *of; /* of the bead that begins with a sentence; n_source 0: not made */
};

/* How freely the text translates, from sentences spread over it: of a long text those that their words choose, so that one more or
 * one fewer elsewhere does not make it another sample. */
static double freedom_of(calco_run *run)
{
    enum { SAMPLE = 100, STEPS = 50, MOST_KEPT = 80 /* tokens: links of longer ones take much memory */ };
    size_t all = 0, unknown = 0, n = run->doc->sentences.n, step = 1;
    calco_arena *a = calco_arena_new();
    run->linked = ARENA_NEW(a, struct calco_linked);
    *run->linked = (struct calco_linked){ a, ARENA_ARRAY(a, calco_links, n) };
    while (n / step >= 2 * SAMPLE) step *= 2;
    for (size_t s = 0; s < n; s++) {
        const calco_sentence *own = &run->doc->sentences.p[s];
        calco_paired p = { 0 };
        size_t       counts[2] = { 0, 0 };
        if (step > 1 && calco_str_hash(calco_doc_cut(run->doc, own->start, own->end)) % step) continue;
        if (!set_stretches(run, &p, s)) continue;
        if (!run->memo || !calco_memo_counts(run->memo, run, s, counts)) {
            bool keep = p.source.n <= MOST_KEPT && p.target.n <= MOST_KEPT;
            p.links = calco_link_words(run->lexicon, run->source_lang, run->target, keep ? a : run->scratch, p.source, p.target);
            calco_account_count(&p.links, &counts[0], &counts[1], run->source_lang, run->target);
            if (keep) run->linked->of[s] = p.links;
            else calco_arena_reset(run->scratch);
            if (run->memo) calco_memo_keep_counts(run->memo, run, s, counts);
        }
        all += counts[0];
        unknown += counts[1];
    }
    return fmax(1, round(calco_account_freedom(all, unknown) * STEPS)) / STEPS; /* in steps, so that an edit elsewhere seldom matters */
}

void calco_pair_begin(calco_run *run)
{
    if (run->source && run->lexicon) run->freedom = freedom_of(run);
}

void calco_pair_done(calco_run *run)
{
    if (run->linked) calco_arena_free(run->linked->arena);
    run->linked = NULL;
}

static calco_paired *make_pair(calco_run *run, size_t sentence)
{
    calco_paired *p = ARENA_NEW(run->scratch, calco_paired);
    p->sentence = sentence;
    if (!set_stretches(run, p, sentence)) return p;
    p->links = run->linked->of[sentence];
    if (!p->links.n_source) p->links = calco_link_words(run->lexicon, run->source_lang, run->target, run->scratch, p->source, p->target);
    if (p->links.n_source && p->links.n_target)
        p->account = calco_account_of(run->scratch, run->account, run->lexicon, run->source_lang, run->target, p->source, p->target,
                                      &p->links, run->freedom);
    p->covered = covered(run, &p->links);
    return p;
}

const calco_paired *calco_pair_at(calco_run *run, size_t sentence)
{
    if (!run->source || !run->lexicon) return NULL;
    if (!run->paired || run->paired->sentence != sentence) run->paired = make_pair(run, sentence);
    return run->paired->links.n_source && run->paired->links.n_target ? run->paired : NULL;
}

/* --- findings --- */

size_t calco_sentence_with(const calco_doc *doc, size_t sentence, size_t token)
{
    while (sentence + 1 < doc->sentences.n && doc->sentences.p[sentence + 1].first_token <= token) sentence++;
    return sentence;
}

void calco_hit_quote(calco_run *run, calco_hit *hit, size_t source_start, size_t source_end)
{
    hit->origin = CALCO_ORIGIN_GIVEN;
    hit->source_start = source_start;
    hit->source_end = source_end;
    hit->source = calco_doc_cut(run->source, source_start, source_end);
}

calco_hit *calco_pair_hit(calco_run *run, const calco_rule_info *rule, const calco_paired *p, size_t first, size_t last,
                          const calco_token *from, const calco_token *to)
{
    const calco_token *t = run->doc->tokens.p;
    calco_hit *hit = calco_hit_add(run, rule, calco_sentence_with(run->doc, p->sentence, first), t[first].start, t[last].end);
    if (from) calco_hit_quote(run, hit, from->start, to->end);
    return hit;
}

size_t calco_pair_translations(const calco_run *run, const calco_token *source, calco_translation *out, size_t max)
{
    size_t n = calco_lexicon_targets(run->lexicon, source->fold, out, max);
    return n ? n : calco_lexicon_targets(run->lexicon, source->lemma, out, max);
}

str calco_pair_lemma(const calco_run *run, str form)
{
    calco_analysis one[1];
    return run->target->forms && calco_forms_analyse(run->target->forms, form, one, 1) ? one[0].lemma : form;
}

void calco_pair_say(calco_run *run, calco_hit *hit, const char *message)
{
    calco_strs pieces = { 0 };
    str rest = calco_str(message), piece;
    for (bool name = false; calco_str_split(&rest, '%', &piece); name = !name) {
        if (name) piece = calco_str_eq(piece, STR("source")) ? hit->source : calco_doc_cut(run->doc, hit->start, hit->end);
        VEC_PUSH(run->scratch, &pieces, piece);
    }
    VEC_PUSH(run->scratch, &pieces, ((str){ 0 }));
    hit->message = calco_arena_join(run->arena, pieces.p);
}

/* The outermost image of the nearest words from i on in steps that the text surely renders; CALCO_NONE where there are none. */
static uint32_t image(const calco_paired *p, size_t i, int step)
{
    enum { LOOKED_AT = 3 };
    const calco_links *l = &p->links;
    uint32_t found = CALCO_NONE;
    for (size_t k = i, seen = 0; k < l->n_source && seen < LOOKED_AT; k += (size_t)step) {
        const calco_link *s = &l->source[k];
        if (s->best != CALCO_NONE && calco_account_content(p->account, false, k) && calco_account_knows(p->account, false, k)) {
            bool outer = found == CALCO_NONE || (step < 0 ? s->best > found && s->best - found < 4 : s->best < found && found - s->best < 4);
            if (outer) found = s->best;
            seen++;
        }
        if (step < 0 && k == 0) break;
    }
    return found;
}

void calco_pair_gap(const calco_paired *p, const calco_token *t, size_t *first, size_t *last)
{
    const calco_links *l = &p->links;
    size_t i = 0, from = p->target.first, end = p->target.first + p->target.n;
    while (i < l->n_source && l->source[i].token < t) i++;
    uint32_t before = i ? image(p, i - 1, -1) : CALCO_NONE, after = i + 1 < l->n_source ? image(p, i + 1, 1) : CALCO_NONE;
    size_t a = before != CALCO_NONE ? calco_token_index(&p->target, l->target[before].token) : from;
    size_t b = after != CALCO_NONE ? calco_token_index(&p->target, l->target[after].token) : end - 1;
    if (a > b) {
        size_t swap = a;
        a = b, b = swap;
    }
    if (b - a > 5 && before != CALCO_NONE) b = a + 2 < end ? a + 2 : end - 1;
    else if (b - a > 5) a = b - 2;
    if (a == b && b + 1 < end) b++;
    *first = a;
    *last = b;
}
