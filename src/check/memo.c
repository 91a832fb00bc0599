/* Memos: maps from hashes of all that a result depends on to copies of the result. */
#include "check/memo.h"

#include "base/buf.h"

#include <stdlib.h>

enum { MOST_BYTES = 48 << 20 };

typedef struct { str lemma; bool known; } answer;

/* Offsets are relative to the sentence's start; those of the source to the start of its first source sentence. */
typedef struct {
    calco_hit   *hits;
    size_t       n;
    answer      *asked;
    size_t       n_asked;
} remembered_hits;

typedef struct { const str *better; size_t n; } remembered_spelling;
typedef struct { calco_token *tokens; size_t n; } remembered_tokens;
typedef struct { size_t counts[2]; } remembered_counts;

struct calco_memo {
    calco_arena *arena;
    uint64_t     stamp;
    size_t       room; /* bytes that may be in use */
    calco_map    index;
    VEC(remembered_tokens)   tokens;
    VEC(remembered_hits)     hits;
    VEC(calco_inferred)      inferred;
    VEC(remembered_spelling) spelling;
    VEC(remembered_counts)   counts;
    VEC(calco_surprise)      surprises;
    VEC(calco_share)         shares;
};

static void forget(calco_memo *m)
{
    calco_arena *a = m->arena;
    calco_arena_reset(a);
    *m = (calco_memo){ .arena = a, .index = calco_map_new(a), .room = MOST_BYTES };
}

calco_memo *calco_memo_new(void)
{
    calco_memo *m = calloc(1, sizeof *m);
    if (!m) abort();
    m->arena = calco_arena_new();
    forget(m);
    return m;
}

void calco_memo_free(calco_memo *m)
{
    if (m) calco_arena_free(m->arena);
    free(m);
}

void calco_memo_begin(calco_memo *m, uint64_t stamp)
{
    if (m->stamp != stamp || calco_arena_used(m->arena) > m->room) forget(m);
    m->stamp = stamp;
}

/* --- keys --- */

typedef struct { char bytes[9]; } memo_key; /* what it is of, and a hash */

static str view(const memo_key *k) { return (str){ k->bytes, sizeof k->bytes }; }

static memo_key key_of(char what, uint64_t hash)
{
    memo_key k = { { what } };
    memcpy(k.bytes + 1, &hash, sizeof hash);
    return k;
}

static uint64_t mixed(uint64_t a, uint64_t b) { return (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu; }

/* The text, and where its tokens lie: these depend a little on the text before. */
static uint64_t hash_of(const calco_doc *doc, size_t sentence)
{
    const calco_sentence *s = &doc->sentences.p[sentence];
    uint64_t h = calco_str_hash(calco_doc_cut(doc, s->start, s->end));
    h = mixed(h, (uint64_t)doc->units.p[s->unit].kind);
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &doc->tokens.p[s->first_token + i];
        h = mixed(h, (t->start - s->start) << 32 | (t->end - s->start) << 8 | t->kind);
    }
    return h;
}

/* The same of all sentences of the bead, on both sides, and which of them this is. */
static uint64_t hash_of_pair(const calco_run *run, size_t sentence)
{
    uint64_t h = hash_of(run->doc, sentence);
    size_t   from = run->source ? run->source_of[sentence] : SIZE_MAX, first = sentence, last = sentence;
    if (!run->source) return h;
    if (from == SIZE_MAX) return mixed(h, 1);
    while (first && run->source_of[first - 1] == from) first--;
    while (last + 1 < run->doc->sentences.n && run->source_of[last + 1] == from) last++;
    const calco_sentence *t = run->doc->sentences.p, *s = &run->source->sentences.p[from];
    h = mixed(mixed(h, sentence - first), last - first);
    h = mixed(h, calco_str_hash(calco_doc_cut(run->doc, t[first].start, t[last].end)));
    return mixed(h, calco_str_hash(calco_doc_cut(run->source, s->start, s[run->source_count[sentence] - 1].end)));
}

static uint32_t place(const calco_memo *m, memo_key k) { return calco_map_get(&m->index, view(&k)); }

static void put(calco_memo *m, memo_key k, size_t at) { calco_map_set(&m->index, calco_arena_str(m->arena, view(&k)), (uint32_t)at); }

/* --- tokens --- */

bool calco_memo_tokens(const calco_memo *m, const calco_lang *lang, calco_doc *doc, size_t sentence)
{
    const calco_sentence *s = &doc->sentences.p[sentence];
    uint32_t at = place(m, key_of('t', mixed(hash_of(doc, sentence), calco_str_hash(calco_str(lang->code)))));
    if (at == CALCO_NONE || m->tokens.p[at].n != s->n_tokens) return false;
    for (size_t i = 0; i < s->n_tokens; i++) {
        calco_token       *t = &doc->tokens.p[s->first_token + i];
        const calco_token *kept = &m->tokens.p[at].tokens[i];
        t->lemma = kept->lemma;
        t->feats = kept->feats;
        t->lm = kept->lm;
        t->tag = kept->tag;
        t->known = kept->known;
        memcpy(t->lists, kept->lists, sizeof t->lists);
    }
    return true;
}

void calco_memo_keep_tokens(calco_memo *m, const calco_lang *lang, const calco_doc *doc, size_t sentence)
{
    const calco_sentence *s = &doc->sentences.p[sentence];
    remembered_tokens kept = { ARENA_ARRAY(m->arena, calco_token, s->n_tokens), s->n_tokens };
    for (size_t i = 0; i < s->n_tokens; i++) {
        kept.tokens[i] = doc->tokens.p[s->first_token + i];
        kept.tokens[i].lemma = calco_arena_str(m->arena, kept.tokens[i].lemma);
    }
    put(m, key_of('t', mixed(hash_of(doc, sentence), calco_str_hash(calco_str(lang->code)))), m->tokens.n);
    VEC_PUSH(m->arena, &m->tokens, kept);
}

/* --- hits --- */

static const str *copied(calco_arena *a, const str *from, size_t n)
{
    str *own = ARENA_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++) own[i] = calco_arena_str(a, from[i]);
    return own;
}

/* Move a hit by what lies between two versions of the text; unsigned arithmetic wraps where it goes back. */
static void shift(const calco_run *run, size_t sentence, calco_hit *h, bool back)
{
    size_t by = run->doc->sentences.p[sentence].start;
    size_t source = run->source && run->source_of[sentence] != SIZE_MAX ? run->source->sentences.p[run->source_of[sentence]].start : 0;
    h->start = back ? h->start - by : h->start + by;
    h->end = back ? h->end - by : h->end + by;
    h->sentence = back ? h->sentence - sentence : h->sentence + sentence;
    if (h->origin != CALCO_ORIGIN_GIVEN) return;
    h->source_start = back ? h->source_start - source : h->source_start + source;
    h->source_end = back ? h->source_end - source : h->source_end + source;
}

/* Against a source how freely the text translates as a whole counts too. */
static memo_key hits_key(const calco_run *run, size_t sentence)
{
    uint64_t h = hash_of_pair(run, sentence);
    return key_of('h', run->source ? mixed(h, (uint64_t)(run->freedom * 1000)) : h);
}

bool calco_memo_hits(const calco_memo *m, calco_run *run, size_t sentence)
{
    uint32_t at = place(m, hits_key(run, sentence));
    if (at == CALCO_NONE) return false;
    const remembered_hits *kept = &m->hits.p[at];
    for (size_t i = 0; i < kept->n_asked; i++)
        if ((calco_map_get(run->doc_lemmas, kept->asked[i].lemma) != CALCO_NONE) != kept->asked[i].known) return false;
    for (size_t i = 0; i < kept->n; i++) {
        calco_hit h = kept->hits[i];
        shift(run, sentence, &h, false);
        VEC_PUSH(run->arena, &run->hits, h);
    }
    return true;
}

void calco_memo_keep_hits(calco_memo *m, const calco_run *run, size_t sentence, size_t first)
{
    remembered_hits kept = { .n = run->hits.n - first, .n_asked = run->asked.n };
    kept.hits = ARENA_ARRAY(m->arena, calco_hit, kept.n);
    kept.asked = ARENA_ARRAY(m->arena, answer, kept.n_asked);
    for (size_t i = 0; i < kept.n; i++) {
        calco_hit *h = &kept.hits[i];
        *h = run->hits.p[first + i];
        h->source = calco_arena_str(m->arena, h->source);
        h->message = calco_arena_str(m->arena, h->message);
        h->suggestions = copied(m->arena, h->suggestions, h->n_suggestions);
        shift(run, sentence, h, true);
    }
    for (size_t i = 0; i < kept.n_asked; i++) {
        str lemma = calco_arena_str(m->arena, run->asked.p[i]);
        kept.asked[i] = (answer){ lemma, calco_map_get(run->doc_lemmas, lemma) != CALCO_NONE };
    }
    put(m, hits_key(run, sentence), m->hits.n);
    VEC_PUSH(m->arena, &m->hits, kept);
}

/* --- inference --- */

bool calco_memo_inferred(const calco_memo *m, const calco_doc *doc, size_t sentence, calco_inferred *out)
{
    uint32_t at = place(m, key_of('i', hash_of(doc, sentence)));
    if (at != CALCO_NONE) *out = m->inferred.p[at];
    return at != CALCO_NONE;
}

void calco_memo_keep_inferred(calco_memo *m, const calco_doc *doc, size_t sentence, const calco_inferred *inferred)
{
    calco_inferred kept = { .text = calco_arena_str(m->arena, inferred->text), .confidence = inferred->confidence };
    for (size_t i = 0; i < inferred->pieces.n; i++) {
        calco_inferred_piece piece = inferred->pieces.p[i];
        piece.text.p = kept.text.p + (piece.text.p - inferred->text.p); /* pieces are views of the text */
        VEC_PUSH(m->arena, &kept.pieces, piece);
    }
    put(m, key_of('i', hash_of(doc, sentence)), m->inferred.n);
    VEC_PUSH(m->arena, &m->inferred, kept);
}

/* --- counts --- */

bool calco_memo_counts(const calco_memo *m, const calco_run *run, size_t sentence, size_t counts[2])
{
    uint32_t at = place(m, key_of('c', hash_of_pair(run, sentence)));
    if (at != CALCO_NONE) memcpy(counts, m->counts.p[at].counts, sizeof m->counts.p[at].counts);
    return at != CALCO_NONE;
}

void calco_memo_keep_counts(calco_memo *m, const calco_run *run, size_t sentence, const size_t counts[2])
{
    remembered_counts kept = { { counts[0], counts[1] } };
    put(m, key_of('c', hash_of_pair(run, sentence)), m->counts.n);
    VEC_PUSH(m->arena, &m->counts, kept);
}

/* --- surprisal --- */

bool calco_memo_surprise(const calco_memo *m, const calco_doc *doc, size_t sentence, calco_surprise *out)
{
    uint32_t at = place(m, key_of('p', hash_of(doc, sentence)));
    if (at != CALCO_NONE) *out = m->surprises.p[at];
    return at != CALCO_NONE;
}

void calco_memo_keep_surprise(calco_memo *m, const calco_doc *doc, size_t sentence, const calco_surprise *surprise)
{
    calco_surprise kept = { surprise->bits, surprise->counted, NULL };
    put(m, key_of('p', hash_of(doc, sentence)), m->surprises.n);
    VEC_PUSH(m->arena, &m->surprises, kept);
}

/* --- shares --- */

uint64_t calco_memo_hash(const calco_doc *doc, size_t first, size_t end)
{
    uint64_t h = end - first;
    for (size_t i = first; i < end; i++) h = mixed(h, hash_of(doc, i));
    return h;
}

bool calco_memo_share(const calco_memo *m, uint64_t of, calco_share *out)
{
    uint32_t at = place(m, key_of('u', of));
    if (at != CALCO_NONE) *out = m->shares.p[at];
    return at != CALCO_NONE;
}

void calco_memo_keep_share(calco_memo *m, uint64_t of, calco_share share)
{
    put(m, key_of('u', of), m->shares.n);
    VEC_PUSH(m->arena, &m->shares, share);
}

/* --- spelling --- */

bool calco_memo_spelling(const calco_memo *m, str word, const str **better, size_t *n)
{
    uint32_t at = place(m, key_of('s', calco_str_hash(word)));
    if (at == CALCO_NONE) return false;
    *better = m->spelling.p[at].better;
    *n = m->spelling.p[at].n;
    return true;
}

void calco_memo_keep_spelling(calco_memo *m, str word, const str *better, size_t n)
{
    remembered_spelling kept = { copied(m->arena, better, n), n };
    put(m, key_of('s', calco_str_hash(word)), m->spelling.n);
    VEC_PUSH(m->arena, &m->spelling, kept);
}
