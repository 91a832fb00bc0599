/* What train-words reads: two lexicons, a table of demonyms, tagged text, counts and the vocabulary of a model. */
#ifndef CALCO_TRAIN_WORDS_H
#define CALCO_TRAIN_WORDS_H

#include "lang/morph.h"
#include "train/texts.h"

enum { TAGS = 64, NN, NNS, NNP, NNPS, VB, VBP, VBZ, VBD, VBN, VBG, JJ, JJR, JJS, RB, UH, CD, FW, LS, SYM, NAMED_TAGS };
static const char *const tag_names[NAMED_TAGS] = {
    [NN] = "NN",   [NNS] = "NNS", [NNP] = "NNP", [NNPS] = "NNPS", [VB] = "VB",   [VBP] = "VBP", [VBZ] = "VBZ",
    [VBD] = "VBD", [VBN] = "VBN", [VBG] = "VBG", [JJ] = "JJ",     [JJR] = "JJR", [JJS] = "JJS", [RB] = "RB",
    [UH] = "UH",   [CD] = "CD",   [FW] = "FW",   [LS] = "LS",     [SYM] = "SYM"
};

typedef struct {
    uint8_t tag;
    str     form;
} formed;
typedef VEC(formed) formeds;
typedef struct {
    uint32_t count[TAGS], total;
    bool     vocabulary, closed, demonym;
} seen; /* of a form */
typedef struct {
    str      text;
    formeds  lt, ag, is;
    uint64_t bases, plus;
} lemma; /* `is`: its irregular forms */
typedef struct {
    str     lemma;
    uint8_t tag;
} reading;
typedef VEC(reading) readings;

typedef struct {
    calco_arena *arena;
    calco_lang  *lang;
    uint8_t      id[NAMED_TAGS];
    calco_map    forms, lemmas, analysed, fixed; /* -> seen, lemma, readings; "form TAG" with a weight of our own */
    VEC(seen) seen;
    VEC(lemma) list;
    VEC(readings) of;
    calco_strs of_form;
} trainer;

static inline str tag_name(const trainer *t, uint8_t tag) { return calco_strtab_at(&t->lang->tags, tag); }

static inline seen *seen_of(trainer *t, str form)
{
    uint32_t *at = calco_map_at(&t->forms, form, CALCO_NONE);
    if (*at == CALCO_NONE) {
        seen fresh = { { 0 }, 0, false, false, false };
        *at = (uint32_t)t->seen.n;
        VEC_PUSH(t->arena, &t->seen, fresh);
    }
    return &t->seen.p[*at];
}

static const seen *look(const trainer *t, str form)
{
    static const seen nothing;
    uint32_t          at = calco_map_get(&t->forms, form);
    return at == CALCO_NONE ? &nothing : &t->seen.p[at];
}

static inline bool known(const trainer *t, str form) { return look(t, form)->total || look(t, form)->vocabulary; }

static inline lemma *lemma_of(trainer *t, str text)
{
    uint32_t *at = calco_map_at(&t->lemmas, text, CALCO_NONE);
    if (*at == CALCO_NONE) {
        lemma fresh = { .text = text };
        *at = (uint32_t)t->list.n;
        VEC_PUSH(t->arena, &t->list, fresh);
    }
    return &t->list.p[*at];
}

static inline bool has(const formeds *v, uint8_t tag)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->p[i].tag == tag) return true;
    return false;
}

static inline bool is_word(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool mark = i && (c == '\'' || c == '.' || c == '-');
        if (!(c >= 'a' && c <= 'z') && (unsigned char)c < 0x80 && !mark) return false;
    }
    return s.n > 0;
}

/* --- reading --- */

static inline void add_count(trainer *t, str word, str tag, uint32_t n)
{
    uint8_t id = calco_tag_id(t->lang, tag);
    if (id >= TAGS || !n) return;
    seen *s = seen_of(t, calco_fold(t->arena, word));
    s->count[id] += n;
    s->total += n;
}

static inline void read_tagged(trainer *t, str text)
{
    for (str line; calco_str_split(&text, '\n', &line);)
        for (str piece; calco_str_split(&line, ' ', &piece);) {
            size_t at = piece.n;
            while (at && piece.p[at - 1] != '/') at--;
            if (at > 1) add_count(t, calco_str_cut(piece, 0, at - 1), calco_str_from(piece, at), 1);
        }
}

/* ("word" ((tag -lnP) (tag -lnP)) () ): the least P of a tag is a single occurrence. Two passes. */
static inline void read_poslex(trainer *t, str text)
{
    double least[TAGS] = { 0 };
    for (int pass = 0; pass < 2; pass++)
        for (str rest = text, line; calco_str_split(&rest, '\n', &line);) {
            size_t end = calco_str_find(line, STR("\" (("), 0);
            if (!calco_str_starts(line, STR("(\"")) || end == SIZE_MAX) continue;
            str word = calco_str_cut(line, 2, end), pairs = calco_str_from(line, end + 3);
            for (str pair; calco_str_split(&pairs, ')', &pair) && pair.n > 2;) {
                str tag = calco_upper(t->arena,
                                      calco_str_trim(calco_str_from(pair, calco_str_find(pair, STR("("), 0) + 1))),
                    name;
                if (!calco_str_split(&tag, ' ', &name) || !tag.p) continue;
                double  p = atof(calco_arena_str(t->arena, tag).p);
                uint8_t id = calco_tag_id(t->lang, name);
                if (id >= TAGS) continue;
                if (pass == 0 && p < least[id]) least[id] = p;
                if (pass == 1) add_count(t, word, name, (uint32_t)lround(exp(p - least[id])));
            }
        }
}

/* The words at the end of the model's file, each followed by a NUL. */
static inline void read_model(trainer *t, str bytes)
{
    str tail = calco_str_from(bytes, bytes.n > 1500000 ? bytes.n - 1500000 : 0);
    for (str word; calco_str_split(&tail, '\0', &word);)
        if (is_word(word)) seen_of(t, calco_arena_str(t->arena, word))->vocabulary = true;
}

static inline void read_languagetool(trainer *t, str text)
{
    for (str line; calco_str_split(&text, '\n', &line);) {
        str form = calco_fold(t->arena, train_column(line, 0)), text_of = calco_fold(t->arena, train_column(line, 1));
        str tag = train_column(line, 2), name = tag;
        calco_str_split(&tag, ':', &name); /* NN:U */
        formed f = { calco_tag_id(t->lang, name), form };
        if (f.tag >= TAGS || !is_word(form) || !is_word(text_of)) continue;
        lemma *l = lemma_of(t, text_of);
        VEC_PUSH(t->arena, &l->lt, f);
    }
}

/* Forms of one column: "labeled, labelled 1, label~"; marks and levels of 2 and more are doubtful. */
static inline void agid_column(trainer *t, lemma *l, str column, const uint8_t *tags, size_t n)
{
    for (str item; calco_str_split(&column, ',', &item);) {
        item = calco_str_trim(item);
        str form;
        if (!calco_str_split(&item, ' ', &form) || !form.n || memchr("~!<?", form.p[form.n - 1], 4)) continue;
        if (item.p && item.n && item.p[0] >= '2' && item.p[0] <= '9') continue;
        form = calco_fold(t->arena, form);
        for (size_t i = 0; i < n && is_word(form); i++) {
            formed f = { tags[i], form };
            VEC_PUSH(t->arena, &l->ag, f);
        }
    }
}

static inline void read_agid(trainer *t, str text)
{
    for (str line; calco_str_split(&text, '\n', &line);) {
        size_t colon = calco_str_find(line, STR(": "), 0), space = calco_str_find(line, STR(" "), 0), n = 0;
        if (colon == SIZE_MAX || space + 1 >= colon) continue;
        str word = calco_fold(t->arena, calco_str_cut(line, 0, space)), rest = calco_str_from(line, colon + 2),
            columns[8];
        if (!is_word(word)) continue;
        for (size_t at; n < 7 && (at = calco_str_find(rest, STR(" | "), 0)) != SIZE_MAX;
             rest = calco_str_from(rest, at + 3))
            columns[n++] = calco_str_cut(rest, 0, at);
        columns[n++] = rest;
        char          kind = line.p[space + 1];
        const uint8_t past[2] = { t->id[VBD], t->id[VBN] };
        lemma        *l = lemma_of(t, word);
        if (kind == 'N') agid_column(t, l, columns[0], &t->id[NNS], 1);
        if (kind == 'V' && (n == 3 || n == 4)) {
            agid_column(t, l, columns[0], past, n == 3 ? 2 : 1);
            if (n == 4) agid_column(t, l, columns[1], past + 1, 1);
            agid_column(t, l, columns[n - 2], &t->id[VBG], 1);
            agid_column(t, l, columns[n - 1], &t->id[VBZ], 1);
        }
        formed base = { kind == 'N' ? t->id[NN] : kind == 'V' ? t->id[VB] : t->id[JJ], word };
        if (line.p[colon - 1] != '?') VEC_PUSH(t->arena, &l->ag, base);
    }
}

static inline void add_reading(trainer *t, str form, str text, uint8_t tag)
{
    uint32_t *at = calco_map_at(&t->analysed, form, CALCO_NONE);
    if (*at == CALCO_NONE) {
        readings none = { 0 };
        *at = (uint32_t)t->of.n;
        VEC_PUSH(t->arena, &t->of, none);
        VEC_PUSH(t->arena, &t->of_form, form);
    }
    readings *r = &t->of.p[*at];
    for (size_t i = 0; i < r->n; i++)
        if (r->p[i].tag == tag && calco_str_eq(r->p[i].lemma, text)) return;
    reading fresh = { text, tag };
    VEC_PUSH(t->arena, r, fresh);
}

static inline str form_and_tag(trainer *t, str form, uint8_t tag)
{
    return calco_arena_join(t->arena, (str[]){ form, STR(" "), tag_name(t, tag), { 0 } });
}

static inline bool closed_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    trainer *t = ctx;
    uint8_t  tag = calco_tag_id(t->lang, column[2]);
    (void)line;
    (void)err;
    if (tag >= TAGS) return true;
    add_reading(t, column[0], column[1], tag);
    if (n > 3)
        calco_map_set(&t->fixed, form_and_tag(t, column[0], tag), 1);
    else
        seen_of(t, column[0])->closed = true;
    if (n > 3 && tag == t->id[JJ] && calco_str_eq(column[0], column[1])) seen_of(t, column[0])->demonym = true;
    return true;
}

static inline void read_demonyms(trainer *t, str text)
{
    for (str line; calco_str_split(&text, '\n', &line);) {
        str names = train_column(line, 1);
        for (str word; calco_str_split(&names, ' ', &word);)
            if (word.n > 3) seen_of(t, calco_fold(t->arena, word))->demonym = true;
    }
}

#endif
