/* Writing a row of source words out: contractions, elisions, capitals, blanks and marks. */
#include "align/decode.h"

#include "text/unicode.h"

#include <math.h>

typedef struct { str text; uint32_t choice; bool copy, glued; /* no blank before it */ } item;
typedef VEC(item) items;

/* --- words --- */

static uint32_t feats_of_word(const calco_search *s, str word)
{
    calco_analysis best;
    if (!s->source->forms || !calco_forms_analyse(s->source->forms, word, &best, 1)) return 0;
    return s->source->tag_feats[best.tag];
}

static void split(const calco_search *s, const calco_choices *row, items *out)
{
    for (uint32_t c = 0; c < row->n; c++) {
        const calco_option *o = row->p[c].option;
        str rest = o->text, word;
        if (o->copy) {
            VEC_PUSH(s->arena, out, ((item){ o->text, c, true, false }));
            continue;
        }
        while (o->text.n && calco_str_split(&rest, ' ', &word))
            if (word.n) VEC_PUSH(s->arena, out, ((item){ word, c, false, false }));
    }
}

static void contract(const calco_search *s, items *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        str one = n && !list->p[i].copy && !list->p[n - 1].copy ? calco_writing_join(s->writing, list->p[n - 1].text, list->p[i].text)
                                                                : (str){ NULL, 0 };
        if (one.p) list->p[n - 1].text = one, list->p[n - 1].choice = list->p[i].choice;
        else list->p[n++] = list->p[i];
    }
    list->n = n;
}

static void vary(const calco_search *s, items *list)
{
    for (size_t i = 0; i + 1 < list->n; i++) {
        const item *next = &list->p[i + 1];
        if (list->p[i].copy) continue;
        str fold = next->copy ? calco_fold(s->arena, next->text) : next->text;
        list->p[i].text = calco_writing_vary(s->writing, list->p[i].text, fold, feats_of_word(s, fold));
    }
}

/* --- capitals --- */

static bool starts_upper(str s)
{
    size_t n;
    return s.n && calco_is_upper(calco_utf8_at(s, 0, &n));
}

/* Are all target words of the option written with capitals, and not only because the sentence starts there? */
static bool is_title(const calco_search *s, const calco_option *o, size_t *words)
{
    bool proper = false;
    *words = 0;
    if (o->first == CALCO_NONE) return false;
    for (uint32_t i = o->first; i < o->first + o->len; i++) {
        const calco_token *t = &s->t[i];
        bool upper = starts_upper(calco_token_text(s->doc, t));
        if (!upper && (t->feats & (FEAT_DET | FEAT_PREP | FEAT_PART))) continue;
        if (t->kind != TOKEN_WORD || !upper) return false;
        ++*words;
        proper |= (t->feats & FEAT_PROPER) != 0;
    }
    return proper;
}

/* Names get their capitals back; what the source language writes small, like days and peoples, stays so. */
static void capitals(const calco_search *s, const calco_choices *row, items *list)
{
    for (size_t i = 0; i < list->n; i++) {
        item               *at = &list->p[i];
        const calco_option *o = row->p[at->choice].option;
        size_t               words;
        if (at->copy || !is_title(s, o, &words)) continue;
        uint32_t feats = feats_of_word(s, at->text);
        bool     content = !(feats & (FEAT_DET | FEAT_PREP | FEAT_CONJ | FEAT_PRON | FEAT_ADV));
        bool     small = (s->t[o->first + o->len - 1u].feats & FEAT_PL) ? feats && !(feats & FEAT_PROPER)
                                                                       : calco_in_list(s->source, "small", at->text);
        bool     all = s->t[o->first].shape == SHAPE_UPPER && o->len == 1;
        bool     name = all || (content && (words > 1 || !small));
        if (name) at->text = all ? calco_upper(s->arena, at->text) : calco_upper_first(s->arena, at->text);
    }
    for (size_t i = 0; i < list->n; i++) { /* marks may stand before the first word */
        size_t n;
        if (!calco_is_letter(calco_utf8_at(list->p[i].text, 0, &n))) continue;
        list->p[i].text = calco_upper_first(s->arena, list->p[i].text);
        break;
    }
}

/* --- blanks --- */

/* Does nothing stand between a word and what follows ("l'")? */
static bool is_clitic(const calco_search *s, str word)
{
    const calco_strs *clitics = s->source->segmentation.clitics;
    if (!word.n || word.p[word.n - 1] != '\'') return false;
    str fold = calco_fold(s->arena, word);
    for (size_t i = 0; clitics && i < clitics->n; i++) {
        str c = clitics->p[i];
        if (c.n == fold.n + 1 && c.p[fold.n] == '-' && calco_str_starts(c, fold)) return true;
    }
    return false;
}

static void blanks(const calco_search *s, const calco_choices *row, items *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const calco_option *o = row->p[list->p[i].choice].option;
        list->p[i].glued = i == 0 || (!list->p[i - 1].copy && is_clitic(s, list->p[i - 1].text));
        if (o->first == CALCO_NONE) continue;
        const calco_token *t = &s->t[o->first];
        if (list->p[i].copy && t->kind != TOKEN_WORD && !t->space) list->p[i].glued = true;
        if (i == 0 || !list->p[i - 1].copy) continue;
        const calco_option *before = row->p[list->p[i - 1].choice].option;
        if (s->t[before->first].kind != TOKEN_WORD && before->first + 1 < s->n && !s->t[before->first + 1].space) list->p[i].glued = true;
    }
}

/* --- pieces --- */

/* The share of pieces of this kind whose words stand in the real source: fitted on held-out sentences. */
static float confidence_of(const calco_choice *c)
{
    const calco_option *o = c->option;
    if (o->copy) return o->cost < -2 ? 0.15f : o->words ? 0.85f : 0.95f;
    float per_word = o->words ? c->lm / (float)o->words : -4;
    float x = 1.2f + 1.2f * o->logp + 0.35f * (per_word + 2.5f);
    return 1 / (1 + expf(-x));
}

static void add_piece(calco_arena *a, calco_inferred *out, const calco_choice *c, str text)
{
    calco_inferred_piece *last = out->pieces.n ? &out->pieces.p[out->pieces.n - 1] : NULL;
    const calco_option   *o = c->option;
    if (last && last->n == 0) { /* inserted words go with what follows them */
        last->text.n = (size_t)(text.p + text.n - last->text.p);
        last->first = o->first;
        last->n = o->len;
        last->confidence = confidence_of(c);
        return;
    }
    bool inserted = o->first == CALCO_NONE;
    calco_inferred_piece p = { text, inserted ? 0 : o->first, inserted ? 0 : o->len, confidence_of(c) };
    VEC_PUSH(a, &out->pieces, p); /* NOLINT(clang-analyzer-core.NullDereference): growing aborts rather than fail */
}

void calco_write_source(const calco_search *s, calco_arena *a, const calco_choices *row, calco_inferred *out)
{
    items  list = { 0 };
    split(s, row, &list);
    contract(s, &list);
    vary(s, &list);
    capitals(s, row, &list);
    blanks(s, row, &list);
    size_t bytes = 0, at = 0;
    for (size_t i = 0; i < list.n; i++) bytes += list.p[i].text.n + 1;
    char *text = ARENA_ARRAY(a, char, bytes + 1);
    for (size_t i = 0; i < list.n;) {
        uint32_t choice = list.p[i].choice;
        size_t   start = SIZE_MAX;
        for (; i < list.n && list.p[i].choice == choice; i++) {
            if (!list.p[i].glued) text[at++] = ' ';
            if (start == SIZE_MAX) start = at;
            memcpy(text + at, list.p[i].text.p, list.p[i].text.n);
            at += list.p[i].text.n;
        }
        add_piece(a, out, &row->p[choice], (str){ text + start, at - start });
    }
    out->text = (str){ text, at };
}
