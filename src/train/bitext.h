/* What train-lexicon reads: parallel texts as word ids, and dictionaries as pairs of words or phrases. */
#ifndef CALCO_TRAIN_BITEXT_H
#define CALCO_TRAIN_BITEXT_H

#include "train/hmm.h"

enum { TARGET, SOURCE }; /* sides; in tables of texts and dictionaries the source stands first */

typedef struct {
    calco_lang *lang;
    calco_map   ids;
    calco_strs  words;   /* word 0: nothing */
    VEC(uint32_t) lemma; /* of each word */
    VEC(double)   count;
} vocabulary;

/* A pair out of dictionaries. */
typedef struct { str side[2]; double weight; } entry;

typedef struct {
    calco_arena  *arena;
    vocabulary    v[2];
    hmm_corpus    corpus;
    VEC(entry)    entries;
    calco_map     entry_index; /* "target\tsource" -> entry */
    calco_map     grams;       /* runs of up to 5 words of texts in the source language -> times */
} bitext;

static inline uint32_t word_id(bitext *b, int side, str fold)
{
    vocabulary *v = &b->v[side];
    uint32_t    id = calco_map_get(&v->ids, fold);
    if (id != CALCO_NONE) return id;
    id = (uint32_t)v->words.n;
    str own = calco_arena_str(b->arena, fold);
    calco_map_set(&v->ids, own, id);
    VEC_PUSH(b->arena, &v->words, own);
    VEC_PUSH(b->arena, &v->lemma, id);
    VEC_PUSH(b->arena, &v->count, 0);
    calco_analysis best;
    if (v->lang->forms && calco_forms_analyse(v->lang->forms, own, &best, 1)) {
        uint32_t lemma = word_id(b, side, best.lemma); /* one level deep: a lemma is its own */
        v->lemma.p[id] = calco_str_eq(best.lemma, own) ? id : lemma;
    }
    return id;
}

static inline void vocabulary_open(bitext *b, int side, calco_lang *lang)
{
    b->v[side].lang = lang;
    b->v[side].ids = calco_map_new(b->arena);
    word_id(b, side, STR("\t"));
}

static inline const uint32_t *unit_words(bitext *b, int side, const calco_doc *doc, size_t unit, double weight, size_t *n)
{
    size_t             count;
    const calco_token *t = train_tokens(doc, unit, &count);
    uint32_t          *ids = ARENA_ARRAY(b->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        ids[i] = word_id(b, side, train_word(b->v[side].lang, &t[i]));
        b->v[side].count.p[ids[i]] += weight;
    }
    *n = count;
    return ids;
}

/* A letter at least: marks and numbers are not in the lexicon. */
static inline bool is_wordy(str s)
{
    size_t n;
    for (size_t at = 0; at < s.n; at += n)
        if (calco_is_letter(calco_utf8_at(s, at, &n))) return true;
    return false;
}

static inline void count_grams(bitext *b, const calco_doc *doc, size_t unit)
{
    size_t             n;
    const calco_token *t = train_tokens(doc, unit, &n);
    char               key[160];
    for (size_t i = 0; i < n; i++) {
        size_t len = 0;
        for (size_t k = i; k < n && k < i + 5; k++) {
            if (t[k].kind != TOKEN_WORD || len + t[k].fold.n + 1 > sizeof key) break;
            if (k > i) key[len++] = ' ';
            memcpy(key + len, t[k].fold.p, t[k].fold.n);
            len += t[k].fold.n;
            str s = { key, len };
            if (calco_map_get(&b->grams, s) == CALCO_NONE) s = calco_arena_str(b->arena, s);
            ++*calco_map_at(&b->grams, s, 0);
        }
    }
}

/* --- parallel texts: rows source, target; a text without a tab on its lines is in the source language only --- */

enum { BATCH = 2000 };

static inline void take_batch(bitext *b, str lines[2][BATCH], size_t n, double weight)
{
    calco_arena *a = calco_arena_new();
    calco_doc   *doc[2];
    for (int side = 0; side < 2; side++) doc[side] = train_doc(b->v[side].lang, a, lines[side], n, false);
    for (size_t i = 0; i < n; i++) {
        count_grams(b, doc[SOURCE], i);
        if (!lines[TARGET][i].n) continue;
        hmm_pair p = { .weight = weight };
        for (int side = 0; side < 2; side++) p.words[side] = unit_words(b, side, doc[side], i, weight, &p.n[side]);
        size_t least = p.n[0] < p.n[1] ? p.n[0] : p.n[1], most = p.n[0] < p.n[1] ? p.n[1] : p.n[0];
        if (least && most <= HMM_LONGEST && most <= 3 * least + 4) VEC_PUSH(b->arena, &b->corpus.pairs, p);
    }
    calco_arena_free(a);
}

static inline void read_corpus(bitext *b, const char *path, double weight)
{
    calco_arena *a = calco_arena_new();
    str          text = train_unpack(a, path), line;
    static str   lines[2][BATCH];
    size_t       n = 0;
    while (calco_str_split(&text, '\n', &line)) {
        lines[SOURCE][n] = train_column(line, 0);
        lines[TARGET][n] = train_column(line, 1);
        if (++n == BATCH) take_batch(b, lines, n, weight), n = 0;
    }
    take_batch(b, lines, n, weight);
    calco_arena_free(a);
}

/* --- dictionaries --- */

typedef enum { GLOSSES /* senses in prose */, PAIRS, TITLES /* of an encyclopedia */ } dictionary_kind;
static const struct { const char *name; dictionary_kind kind; double weight; } dictionaries[] = {
    { "wiktionary2022", GLOSSES, 1 }, { "enwiktionary", PAIRS, 1.5 }, { "omw", PAIRS, 0.4 },      { "apertium", PAIRS, 1.5 },
    { "freedict", GLOSSES, 1 },       { "eurovoc", PAIRS, 1 },        { "names-cldr", PAIRS, 2 }, { "names-countries", PAIRS, 3 },
    { "names-places", PAIRS, 0.5 },   { "wikititles", TITLES, 0.5 },
};

static inline void add_entry(bitext *b, str target, str source, double weight)
{
    if (!target.n || !source.n || !is_wordy(target) || !is_wordy(source)) return;
    str       key = calco_arena_join(b->arena, (str[]){ target, STR("\t"), source, { 0 } });
    uint32_t *at = calco_map_at(&b->entry_index, key, CALCO_NONE);
    if (*at == CALCO_NONE) {
        entry e = { { calco_str_cut(key, 0, target.n), calco_str_cut(key, target.n + 1, key.n) }, 0 };
        *at = (uint32_t)b->entries.n;
        VEC_PUSH(b->arena, &b->entries, e);
    }
    b->entries.p[*at].weight += weight;
}

/* Without what stands in brackets, and white space. */
static inline str without_brackets(calco_arena *a, str s)
{
    calco_buf out = { 0 };
    int       depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '(' || s.p[i] == '[') depth++;
        else if (s.p[i] == ')' || s.p[i] == ']') depth -= depth > 0;
        else if (!depth) calco_buf_char(&out, s.p[i]);
    }
    str own = calco_str_trim(calco_arena_str(a, calco_buf_view(&out)));
    calco_buf_free(&out);
    return own;
}

static inline size_t spaces(str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == ' ';
    return n;
}

/* A translation in a gloss: without the marks of senses and of the infinitive, empty where it is prose. */
static inline str gloss_piece(str s)
{
    static const char *const lead[] = { "to ", "a ", "an ", "the ", "to be " }, *const prose[] = { " of ", " form", "plural", "compound" };
    s = calco_str_trim(s);
    while (s.n && s.p[0] >= '0' && s.p[0] <= '9') s = calco_str_from(s, 1);
    if (s.n && s.p[0] == '.') s = calco_str_trim(calco_str_from(s, 1));
    for (size_t i = 0; i < sizeof lead / sizeof *lead; i++)
        if (calco_str_starts(s, calco_str(lead[i]))) s = calco_str_from(s, strlen(lead[i]));
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
        if (calco_str_find(s, calco_str(prose[i]), 0) != SIZE_MAX) return (str){ "", 0 };
    return spaces(s) > 3 ? (str){ "", 0 } : s;
}

/* Cut at , ; | into `out`: at most 12 pieces. */
static inline size_t gloss_pieces(str gloss, str out[12])
{
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= gloss.n && n < 12; i++) {
        if (i < gloss.n && gloss.p[i] != ',' && gloss.p[i] != ';' && gloss.p[i] != '|') continue;
        str s = gloss_piece(calco_str_cut(gloss, from, i));
        if (s.n) out[n++] = s;
        from = i + 1;
    }
    return n;
}

/* Tokens of a unit joined by spaces, without marks. */
static inline str joined(calco_arena *a, const calco_doc *doc, size_t unit)
{
    size_t             n;
    const calco_token *t = train_tokens(doc, unit, &n);
    calco_buf          out = { 0 };
    for (size_t i = 0; i < n; i++) {
        if (t[i].kind == TOKEN_PUNCT || t[i].kind == TOKEN_SYMBOL) continue;
        if (out.n) calco_buf_char(&out, ' ');
        calco_buf_str(&out, t[i].fold);
    }
    str s = calco_arena_str(a, calco_buf_view(&out));
    calco_buf_free(&out);
    return s;
}

typedef struct { str lines[2][BATCH]; double weight[BATCH]; size_t n; } entry_batch;

static inline void flush_entries(bitext *b, calco_arena *a, entry_batch *batch)
{
    calco_doc *doc[2];
    for (int side = 0; side < 2; side++) doc[side] = train_doc(b->v[side].lang, a, batch->lines[side], batch->n, false);
    for (size_t i = 0; i < batch->n; i++) add_entry(b, joined(a, doc[TARGET], i), joined(a, doc[SOURCE], i), batch->weight[i]);
    batch->n = 0;
}

static inline void read_dictionary(bitext *b, const char *path, dictionary_kind kind, double weight)
{
    calco_arena *a = calco_arena_new();
    entry_batch *batch = ARENA_NEW(a, entry_batch);
    str          text = train_unpack(a, path), line;
    while (calco_str_split(&text, '\n', &line)) {
        str    source = without_brackets(a, train_column(line, 0)), gloss = without_brackets(a, train_column(line, 1)), pieces[12] = { gloss };
        size_t n = kind == GLOSSES ? gloss_pieces(gloss, pieces) : 1;
        if (!source.n || spaces(source) > 4) continue;
        if (kind == TITLES && (calco_str_eq(source, gloss) || memchr(source.p, ',', source.n))) continue;
        for (size_t i = 0; i < n; i++) {
            if (!pieces[i].n || spaces(pieces[i]) > 3) continue;
            batch->lines[SOURCE][batch->n] = source;
            batch->lines[TARGET][batch->n] = pieces[i];
            batch->weight[batch->n] = weight / (1 + 0.5 * (double)i);
            if (++batch->n == BATCH) flush_entries(b, a, batch);
        }
    }
    flush_entries(b, a, batch);
    calco_arena_free(a);
}

#endif
