/* The given source of a sentence, linked word by word, and findings that quote it. */
#include "check/pair.h"

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

static calco_paired *make_pair(calco_run *run, size_t sentence)
{
    calco_paired *p = ARENA_NEW(run->scratch, calco_paired);
    size_t n = 1, from = run->source_of[sentence];
    p->sentence = sentence;
    if (from == SIZE_MAX || (sentence && run->source_of[sentence - 1] == from)) return p;
    while (sentence + n < run->doc->sentences.n && run->source_of[sentence + n] == from) n++;
    p->source = stretch_of(run->source, from, run->source_count[sentence]);
    p->target = stretch_of(run->doc, sentence, n);
    if (p->source.n > MOST_TOKENS || p->target.n > MOST_TOKENS) return p;
    p->links = calco_link_words(run->lexicon, run->source_lang, run->target, run->scratch, p->source, p->target);
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

static size_t sentence_with(const calco_run *run, size_t sentence, size_t token)
{
    while (sentence + 1 < run->doc->sentences.n && run->doc->sentences.p[sentence + 1].first_token <= token) sentence++;
    return sentence;
}

calco_hit *calco_pair_hit(calco_run *run, const calco_rule_info *rule, const calco_paired *p, size_t first, size_t last,
                          const calco_token *from, const calco_token *to)
{
    const calco_token *t = run->doc->tokens.p;
    calco_hit *hit = calco_hit_add(run, rule, sentence_with(run, p->sentence, first), t[first].start, t[last].end);
    if (!from) return hit;
    hit->origin = CALCO_ORIGIN_GIVEN;
    hit->source_start = from->start;
    hit->source_end = to->end;
    hit->source = calco_doc_cut(run->source, from->start, to->end);
    return hit;
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

/* The target word of the nearest source word, from `i` on in steps, that is surely rendered; CALCO_NONE where none is. */
static uint32_t rendered(const calco_links *l, size_t i, int step, size_t *distance)
{
    static const float SURE = 0.03f;
    for (*distance = 1; i < l->n_source; i += (size_t)step, ++*distance) {
        const calco_link *s = &l->source[i];
        if (s->best != CALCO_NONE && s->peak > SURE && s->rarity > 2.4f) return s->best;
        if (step < 0 && i == 0) break;
    }
    return CALCO_NONE;
}

void calco_pair_gap(const calco_paired *p, const calco_token *t, size_t *first, size_t *last)
{
    const calco_links *l = &p->links;
    size_t i = 0, before_at = SIZE_MAX, after_at = SIZE_MAX, from = p->target.first, end = p->target.first + p->target.n;
    while (i < l->n_source && l->source[i].token < t) i++;
    uint32_t before = i ? rendered(l, i - 1, -1, &before_at) : CALCO_NONE;
    uint32_t after = i + 1 < l->n_source ? rendered(l, i + 1, 1, &after_at) : CALCO_NONE;
    size_t a = before != CALCO_NONE ? calco_token_index(&p->target, l->target[before].token) : from;
    size_t b = after != CALCO_NONE ? calco_token_index(&p->target, l->target[after].token) : end - 1;
    bool   near = a < b && b - a <= 4;
    if (!near && before_at <= after_at) b = a + 1 < end ? a + 1 : a;
    if (!near && before_at > after_at) a = b > from ? b - 1 : b;
    *first = a;
    *last = b;
}
