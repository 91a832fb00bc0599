/* Reading a glossary: both sides of its terms are segmented and analysed like texts. */
#include "check/glossary.h"

#include "base/err.h"

typedef struct { str source, right, wrong, note; } row;
typedef VEC(row) rows;

static bool read_rows(calco_arena *a, str text, const char *path, rows *out, calco_err *err)
{
    str line;
    for (size_t n = 1; calco_str_split(&text, '\n', &line); n++) {
        row  r = { .note = { 0 } };
        str *columns[] = { &r.source, &r.right, &r.wrong, &r.note };
        line = calco_str_trim(line);
        if (!line.n || line.p[0] == '#') continue;
        for (size_t i = 0; i < 4 && line.p; i++) {
            if (i == 3) *columns[i] = line;
            else calco_str_split(&line, '\t', columns[i]);
            *columns[i] = calco_str_trim(*columns[i]);
        }
        if (!r.source.n || (!r.right.n && !r.wrong.n))
            return calco_fail_line(err, CALCO_ERR_FORMAT, path, n, "a line is \"term TAB translation | translation TAB wrong one | wrong one TAB note\"");
        VEC_PUSH(a, out, r);
    }
    return true;
}

/* A document with a unit for each phrase. */
typedef struct { calco_doc *doc; calco_strs texts; } phrases;

static void analyse(calco_arena *a, phrases *p, const calco_lang *lang)
{
    size_t n = 0, at = 0;
    for (size_t i = 0; i < p->texts.n; i++) n += p->texts.p[i].n + 1;
    char *text = ARENA_ARRAY(a, char, n + 1);
    p->doc = ARENA_NEW(a, calco_doc);
    p->doc->name = "";
    for (size_t i = 0; i < p->texts.n; i++) {
        calco_unit unit = { .start = at, .end = at + p->texts.p[i].n, .kind = UNIT_LIST };
        memcpy(text + at, p->texts.p[i].p, p->texts.p[i].n);
        VEC_PUSH(a, &p->doc->units, unit);
        at = unit.end;
        text[at++] = '\n';
    }
    p->doc->text = (str){ text, at };
    calco_segment(a, p->doc, &lang->segmentation);
    calco_analyse(lang, a, p->doc);
}

static calco_term_words words_of(const phrases *p, size_t i, size_t term)
{
    const calco_unit *u = &p->doc->units.p[i];
    calco_term_words  w = { .text = p->texts.p[i], .term = (uint32_t)term };
    for (size_t k = 0; k < u->n_sentences; k++) {
        const calco_sentence *s = &p->doc->sentences.p[u->first_sentence + k];
        if (!k) w.words = &p->doc->tokens.p[s->first_token];
        w.n += s->n_tokens;
    }
    return w;
}

static void index_words(calco_arena *a, calco_term_index *index, calco_term_words w)
{
    if (!w.n) return;
    for (int i = 0; i < 2; i++) {
        str key = i ? w.words[0].lemma : w.words[0].fold;
        if (i && calco_str_eq(key, w.words[0].fold)) continue;
        uint32_t *at = calco_map_at(&index->first, key, 0);
        w.next = *at;
        VEC_PUSH(a, &index->all, w);
        *at = (uint32_t)index->all.n;
    }
}

static size_t add_pieces(calco_arena *a, calco_strs *out, str list)
{
    size_t before = out->n;
    str    piece;
    while (list.n && calco_str_split(&list, '|', &piece)) {
        piece = calco_str_trim(piece);
        if (piece.n) VEC_PUSH(a, out, piece);
    }
    return out->n - before;
}

calco_glossary *calco_glossary_read(str text, const char *path, const calco_lang *source, const calco_lang *target, calco_err *err)
{
    calco_arena    *a = calco_arena_new();
    calco_glossary *g = ARENA_NEW(a, calco_glossary);
    rows            all = { 0 };
    g->arena = a;
    g->source.first = calco_map_new(a);
    g->wrong.first = calco_map_new(a);
    if (!read_rows(a, calco_arena_str(a, text), path, &all, err)) {
        calco_arena_free(a);
        return NULL;
    }
    phrases terms = { .doc = NULL }, right = { .doc = NULL }, wrong = { .doc = NULL };
    size_t *n_right = ARENA_ARRAY(a, size_t, all.n), *n_wrong = ARENA_ARRAY(a, size_t, all.n);
    for (size_t i = 0; i < all.n; i++) {
        VEC_PUSH(a, &terms.texts, all.p[i].source);
        n_right[i] = add_pieces(a, &right.texts, all.p[i].right);
        n_wrong[i] = add_pieces(a, &wrong.texts, all.p[i].wrong);
    }
    analyse(a, &terms, source);
    analyse(a, &right, target);
    analyse(a, &wrong, target);
    for (size_t i = 0, r = 0, w = 0; i < all.n; i++) {
        calco_term term = { .source = all.p[i].source, .n_right = n_right[i], .note = all.p[i].note };
        term.right = ARENA_ARRAY(a, calco_term_words, n_right[i]);
        for (size_t k = 0; k < n_right[i]; k++) term.right[k] = words_of(&right, r++, i);
        for (size_t k = 0; k < n_wrong[i]; k++) index_words(a, &g->wrong, words_of(&wrong, w++, i));
        index_words(a, &g->source, words_of(&terms, i, i));
        VEC_PUSH(a, &g->terms, term);
    }
    return g;
}

void calco_glossary_close(calco_glossary *g)
{
    if (g) calco_arena_free(g->arena);
}
