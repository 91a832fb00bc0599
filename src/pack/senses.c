/* The part "XX.senses": which words mean the same, something more general or the opposite, from the data files of WordNet. */
#include "base/err.h"
#include "lang/senses_image.h"
#include "pack/build.h"

#include <stdlib.h>

/* WordNet's files data.POS and index.POS: wndb(5WN). A row of installed.tsv names the folder's data.noun; the other files lie beside. */
static const char *const kinds[SENSES_KINDS] = { "noun", "verb", "adj", "adv" };

typedef struct { uint32_t kind, offset, links, n_links; bool wanted; } synset;
typedef struct { uint32_t to, kind; } link; /* to: an index in `synsets` once all are read */

typedef struct {
    calco_build *b;
    calco_map    vocabulary; /* lemmas that the language knows; empty: all words are wanted */
    calco_map    by_key;     /* "n123" -> synset */
    VEC(synset)  synsets;
    VEC(link)    links;
    VEC(str)     keys;       /* of the links, until all synsets are known */
    calco_map    by_word;
    calco_strs   words;
    VEC(uint32_t) first[SENSES_KINDS]; /* per word and kind: where its senses begin in `senses` */
    VEC(uint32_t) count[SENSES_KINDS];
    VEC(uint32_t) senses;
} net;

static str field(str *rest)
{
    str out = { 0 };
    calco_str_split(rest, ' ', &out);
    return out;
}

static unsigned long number(str s, int base)
{
    char digits[16] = "";
    if (s.n < sizeof digits) memcpy(digits, s.p, s.n);
    return strtoul(digits, NULL, base);
}

/* Satellite adjectives lie with the others. */
static uint32_t kind_of(str letter)
{
    char c = letter.n ? letter.p[0] : 'n';
    return c == 'v' ? 1 : c == 'a' || c == 's' ? 2 : c == 'r' ? 3 : 0;
}

static str key_of(net *w, uint32_t kind, str offset)
{
    return calco_arena_printf(w->b->arena, "%u%.*s", (unsigned)kind, STR_FMT(offset));
}

static uint32_t link_kind(str pointer)
{
    static const struct { const char *pointer; uint32_t kind; } known[] = {
        { "@", SENSES_ABOVE }, { "@i", SENSES_ABOVE }, { "!", SENSES_OPPOSITE }, { "&", SENSES_NEAR }, { "+", SENSES_NEAR },
        { "$", SENSES_NEAR }, { "=", SENSES_NEAR }, { "\\", SENSES_NEAR },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (calco_str_eq(pointer, calco_str(known[i].pointer))) return known[i].kind;
    return SENSES_LINKS;
}

/* offset lex_filenum ss_type w_cnt (word lex_id)… p_cnt (pointer offset pos source/target)… */
static void read_synset(net *w, uint32_t kind, str line)
{
    str      offset = field(&line);
    synset   s = { .kind = kind, .links = (uint32_t)w->links.n };
    field(&line), field(&line);
    for (unsigned long n = number(field(&line), 16); n; n--) field(&line), field(&line);
    for (unsigned long n = number(field(&line), 10); n; n--) {
        uint32_t is = link_kind(field(&line));
        str      to = field(&line), pos = field(&line);
        field(&line);
        if (is == SENSES_LINKS) continue;
        VEC_PUSH(w->b->arena, &w->links, ((link){ 0, is }));
        VEC_PUSH(w->b->arena, &w->keys, key_of(w, kind_of(pos), to));
    }
    s.n_links = (uint32_t)w->links.n - s.links;
    calco_map_set(&w->by_key, key_of(w, kind, offset), (uint32_t)w->synsets.n);
    VEC_PUSH(w->b->arena, &w->synsets, s);
}

static uint32_t word_id(net *w, str word)
{
    uint32_t *id = calco_map_at(&w->by_word, word, (uint32_t)w->words.n);
    if (*id < w->words.n) return *id;
    VEC_PUSH(w->b->arena, &w->words, word);
    for (size_t k = 0; k < SENSES_KINDS; k++) {
        VEC_PUSH(w->b->arena, &w->first[k], 0);
        VEC_PUSH(w->b->arena, &w->count[k], 0);
    }
    return *id;
}

/* lemma pos synset_cnt p_cnt pointer… sense_cnt tagsense_cnt offset…, the most frequent sense first */
static void read_word(net *w, uint32_t kind, str line)
{
    str word = field(&line);
    if (memchr(word.p, '_', word.n) || (w->vocabulary.n && calco_map_get(&w->vocabulary, word) == CALCO_NONE)) return;
    field(&line);
    unsigned long n = number(field(&line), 10);
    for (unsigned long p = number(field(&line), 10); p; p--) field(&line);
    field(&line), field(&line);
    uint32_t id = word_id(w, word);
    w->first[kind].p[id] = (uint32_t)w->senses.n;
    for (; n; n--) {
        uint32_t s = calco_map_get(&w->by_key, key_of(w, kind, field(&line)));
        if (s == CALCO_NONE) continue;
        w->synsets.p[s].wanted = true;
        VEC_PUSH(w->b->arena, &w->senses, s);
        w->count[kind].p[id]++;
    }
}

/* Lines that begin with a space are the licence. */
static bool read_lines(net *w, str folder, const char *file, uint32_t kind, void (*read)(net *, uint32_t, str), calco_err *err)
{
    const char *path = calco_arena_printf(w->b->arena, "%.*s%s.%s", STR_FMT(folder), file, kinds[kind]).p;
    calco_buf   bytes = { 0 };
    bool        ok = calco_read_file(path, &bytes, err);
    str         line, rest = ok ? calco_arena_str(w->b->arena, calco_buf_view(&bytes)) : STR("");
    while (calco_str_split(&rest, '\n', &line))
        if (line.n && line.p[0] != ' ') read(w, kind, line);
    calco_buf_free(&bytes);
    return ok;
}

/* A row of senses.tsv: a word, another one whose senses as a noun it has too, before its own. */
static bool share_senses(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    net *w = ctx;
    uint32_t word = n == 2 ? calco_map_get(&w->by_word, column[0]) : CALCO_NONE, other = n == 2 ? calco_map_get(&w->by_word, column[1]) : CALCO_NONE;
    if (word == CALCO_NONE || other == CALCO_NONE) return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected two words that WordNet knows");
    uint32_t own = w->first[0].p[word], n_own = w->count[0].p[word], first = w->first[0].p[other], more = w->count[0].p[other];
    w->first[0].p[word] = (uint32_t)w->senses.n;
    w->count[0].p[word] = n_own + more;
    for (uint32_t i = 0; i < more; i++) VEC_PUSH(w->b->arena, &w->senses, w->senses.p[first + i]);
    for (uint32_t i = 0; i < n_own; i++) VEC_PUSH(w->b->arena, &w->senses, w->senses.p[own + i]);
    return true;
}

static bool add_lemma(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)n, (void)err;
    calco_map_set(&((net *)ctx)->vocabulary, column[0], 1);
    return true;
}

/* What is above a wanted sense is wanted; rows of data files need not stand in order. */
static void want_above(net *w)
{
    VEC(uint32_t) open = { 0 };
    for (uint32_t i = 0; i < w->synsets.n; i++)
        if (w->synsets.p[i].wanted) VEC_PUSH(w->b->arena, &open, i);
    while (open.n) {
        const synset *s = &w->synsets.p[open.p[--open.n]];
        for (uint32_t k = s->links; k < s->links + s->n_links; k++) {
            link *l = &w->links.p[k];
            if (l->kind != SENSES_ABOVE || l->to == CALCO_NONE || w->synsets.p[l->to].wanted) continue;
            w->synsets.p[l->to].wanted = true;
            VEC_PUSH(w->b->arena, &open, l->to);
        }
    }
}

static void add_u32(calco_buf *out, uint32_t x) { calco_buf_add(out, &x, sizeof x); }

static void write_image(net *w, calco_buf *out)
{
    uint32_t *id = ARENA_ARRAY(w->b->arena, uint32_t, w->synsets.n + 1), n = 0, at = 0, n_links = 0;
    for (size_t i = 0; i < w->synsets.n; i++) id[i] = w->synsets.p[i].wanted ? n++ : CALCO_NONE;
    VEC(uint32_t) links = { 0 }, starts = { 0 };
    for (size_t i = 0; i < w->synsets.n; i++) {
        const synset *s = &w->synsets.p[i];
        if (!s->wanted) continue;
        VEC_PUSH(w->b->arena, &starts, n_links);
        for (uint32_t k = s->links; k < s->links + s->n_links; k++) {
            const link *l = &w->links.p[k];
            if (l->to == CALCO_NONE || id[l->to] == CALCO_NONE) continue;
            VEC_PUSH(w->b->arena, &links, id[l->to] * SENSES_LINKS + l->kind);
            n_links++;
        }
    }
    VEC_PUSH(w->b->arena, &starts, n_links);
    uint32_t all = 0;
    for (size_t i = 0; i < w->words.n; i++)
        for (size_t k = 0; k < SENSES_KINDS; k++) all += w->count[k].p[i];
    add_u32(out, SENSES_VERSION), add_u32(out, all), add_u32(out, n), add_u32(out, n_links);
    calco_strtab_write(out, w->words.p, w->words.n);
    calco_buf_align(out, 8);
    for (size_t i = 0; i < w->words.n; i++)
        for (size_t k = 0; k < SENSES_KINDS; k++) add_u32(out, at), at += w->count[k].p[i];
    add_u32(out, at);
    for (size_t i = 0; i < w->words.n; i++)
        for (size_t k = 0; k < SENSES_KINDS; k++)
            for (uint32_t s = 0; s < w->count[k].p[i]; s++) add_u32(out, id[w->senses.p[w->first[k].p[i] + s]]);
    calco_buf_add(out, starts.p, starts.n * sizeof *starts.p);
    if (links.n) calco_buf_add(out, links.p, links.n * sizeof *links.p);
}

bool calco_build_senses(calco_build *b, calco_err *err)
{
    const calco_installed *rows;
    size_t n;
    str    lemmas;
    net    w = { .b = b, .vocabulary = calco_map_new(b->arena), .by_key = calco_map_new(b->arena), .by_word = calco_map_new(b->arena) };
    if (!calco_build_installed(b, "senses", &rows, &n, err)) return false;
    if (!n) return true;
    if (!calco_build_file(b, "lexemes.tsv", &lemmas, err) || (lemmas.p && !calco_tsv_each(lemmas, add_lemma, &w, err))) return false;
    if (!calco_str_ends(rows[0].path, calco_str(kinds[0])))
        return calco_fail(err, CALCO_ERR_FORMAT, rows[0].path.p, "the row senses of installed.tsv names the file data.%s", kinds[0]);
    str data = { rows[0].path.p, rows[0].path.n - strlen(kinds[0]) - 1 };
    str folder = { data.p, data.n };
    while (folder.n && folder.p[folder.n - 1] != '/') folder.n--;
    for (uint32_t k = 0; k < SENSES_KINDS; k++)
        if (!read_lines(&w, folder, "data", k, read_synset, err)) return false;
    for (size_t i = 0; i < w.links.n; i++) w.links.p[i].to = calco_map_get(&w.by_key, w.keys.p[i]);
    for (uint32_t k = 0; k < SENSES_KINDS; k++)
        if (!read_lines(&w, folder, "index", k, read_word, err)) return false;
    if (!calco_build_file(b, "senses.tsv", &lemmas, err)) return false;
    if (lemmas.p && !calco_tsv_each(lemmas, share_senses, &w, err)) return calco_build_at(err, calco_build_path(b, "senses.tsv"));
    want_above(&w);
    write_image(&w, calco_build_part(b, NULL, calco_arena_printf(b->arena, "WordNet (%.*s)", STR_FMT(rows[0].package)).p, rows[0].licence.p));
    return true;
}
