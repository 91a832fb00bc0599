/* Documents made of known sentence pairs, with sentences merged, split and dropped by seed: what test_align and
 * align_accuracy share. Include once. */
#ifndef TESTS_ALIGN_LAB_H
#define TESTS_ALIGN_LAB_H

#include "align/links.h"
#include "align/sentences.h"
#include "base/buf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    calco_arena   *arena;
    calco_pack    *pack;
    calco_lang    *source, *target;
    calco_lexicon *lexicon;
} align_lab;

typedef struct { str source, target; } lab_pair;
typedef VEC(lab_pair) lab_pairs;

/* How documents are made. Shares of sentences (paragraphs: of paragraphs), 0..1. */
typedef struct {
    const char *name;
    double merged;   /* two source sentences made one; as many targets again */
    double dropped;  /* left out of the source; as many of the target again */
    double paragraphs; /* whole ones left out of either side */
    double broken;   /* ends of paragraphs that one side does not have */
    bool   flat;     /* no blank lines at all */
    bool   bare;     /* without the lexicon */
} lab_mix;

typedef struct { size_t right, wanted, found; } lab_score;

static inline double lab_f1(lab_score s) { return s.wanted + s.found ? 2.0 * (double)s.right / (double)(s.wanted + s.found) : 1; }

static void lab_fail(const char *what, const char *detail)
{
    fprintf(stderr, "%s: %s\n", what, detail);
    exit(2);
}

/* The languages and the lexicon of a pack. */
static align_lab lab_open(const char *path)
{
    align_lab l = { .arena = calco_arena_new() };
    calco_err err = { 0 };
    if (!(l.pack = calco_pack_open(path, &err)) || !(l.source = calco_lang_open(l.pack, "it", &err)) ||
        !(l.target = calco_lang_open(l.pack, "en", &err)) || !(l.lexicon = calco_lexicon_open(l.pack, "it-en", l.arena, &err)))
        lab_fail(path, err.message);
    return l;
}

static void lab_close(align_lab *l)
{
    calco_lang_close(l->source);
    calco_lang_close(l->target);
    calco_pack_close(l->pack);
    calco_arena_free(l->arena);
}

/* The same numbers on every machine: splitmix64 (Steele et al. 2014). */
static double lab_random(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* --- documents --- */

/* Text of pieces; where each begins; units where a piece begins one. */
typedef struct {
    calco_buf text;
    VEC(size_t) starts;
    VEC(calco_unit) units;
} lab_text;

static bool lab_ends(str s)
{
    static const str ends[] = { { ".", 1 }, { "?", 1 }, { "!", 1 }, { "…", 3 }, { ".\"", 2 }, { ".”", 4 }, { "?”", 4 }, { "!”", 4 }, { "?\"", 2 }, { "!\"", 2 } };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (calco_str_ends(s, ends[i])) return true;
    return false;
}

static void lab_add(calco_arena *a, lab_text *t, str piece, bool unit)
{
    if (unit || !t->units.n) {
        if (t->text.n) calco_buf_str(&t->text, STR("\n\n"));
        calco_unit u = { .start = t->text.n };
        VEC_PUSH(a, &t->units, u);
    } else {
        if (!lab_ends(calco_buf_view(&t->text))) calco_buf_char(&t->text, '.'); /* a headline, within a paragraph */
        calco_buf_char(&t->text, ' ');
    }
    VEC_PUSH(a, &t->starts, t->text.n);
    calco_buf_str(&t->text, piece);
    t->units.p[t->units.n - 1].end = t->text.n;
}

static calco_doc *lab_document(calco_arena *a, const calco_lang *lang, lab_text *t)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    doc->name = "-";
    doc->text = calco_arena_str(a, calco_buf_view(&t->text));
    calco_buf_free(&t->text);
    for (size_t i = 0; i < t->units.n; i++) VEC_PUSH(a, &doc->units, t->units.p[i]);
    calco_segment(a, doc, &lang->segmentation);
    calco_analyse(lang, a, doc);
    return doc;
}

static calco_doc *lab_one(calco_arena *a, const calco_lang *lang, str text)
{
    lab_text t = { 0 };
    lab_add(a, &t, text, true);
    return lab_document(a, lang, &t);
}

/* --- pairs --- */

/* Sentences of two texts that render each other, one by one where both have as many. */
static void lab_add_pairs(align_lab *l, lab_pairs *out, str source, str target)
{
    calco_doc *s = lab_one(l->arena, l->source, source), *t = lab_one(l->arena, l->target, target);
    if (s->sentences.n != t->sentences.n) return;
    for (size_t i = 0; i < s->sentences.n; i++) {
        const calco_sentence *x = &s->sentences.p[i], *y = &t->sentences.p[i];
        lab_pair p = { calco_doc_cut(s, x->start, x->end), calco_doc_cut(t, y->start, y->end) };
        if (x->n_tokens && y->n_tokens) VEC_PUSH(l->arena, out, p);
    }
}

/* Rows "source TAB target"; none where there is no such file. */
static lab_pairs lab_table(align_lab *l, const char *path)
{
    lab_pairs out = { 0 };
    calco_buf bytes = { 0 };
    calco_err err;
    if (!calco_read_file(path, &bytes, &err)) return out;
    str rest = calco_arena_str(l->arena, calco_buf_view(&bytes)), line, source;
    calco_buf_free(&bytes);
    while (calco_str_split(&rest, '\n', &line)) {
        if (calco_str_starts(line, STR("#"))) continue;
        if (calco_str_split(&line, '\t', &source) && line.p) lab_add_pairs(l, &out, source, line);
    }
    return out;
}

static int lab_is_source(const struct dirent *d)
{
    return calco_str_ends(calco_str(d->d_name), STR(".it.txt"));
}

/* The articles NAME.it.txt and NAME.mt.en.txt of a folder, paragraph by paragraph. */
static lab_pairs lab_folder(align_lab *l, const char *folder)
{
    lab_pairs       out = { 0 };
    struct dirent **files;
    int             n = scandir(folder, &files, lab_is_source, alphasort);
    for (int i = 0; i < n; i++) {
        str       name = calco_str(files[i]->d_name), s, t;
        calco_buf source = { 0 }, target = { 0 };
        calco_err err;
        str from = calco_arena_printf(l->arena, "%s/%s", folder, name.p);
        str to = calco_arena_printf(l->arena, "%s/%.*s.mt.en.txt", folder, (int)(name.n - STR(".it.txt").n), name.p);
        if (calco_read_file(from.p, &source, &err) && calco_read_file(to.p, &target, &err)) {
            str rest_s = calco_arena_str(l->arena, calco_str_trim(calco_buf_view(&source)));
            str rest_t = calco_arena_str(l->arena, calco_str_trim(calco_buf_view(&target)));
            size_t lines_s = 0, lines_t = 0;
            for (str r = rest_s; calco_str_split(&r, '\n', &s);) lines_s++;
            for (str r = rest_t; calco_str_split(&r, '\n', &t);) lines_t++;
            while (lines_s == lines_t && calco_str_split(&rest_s, '\n', &s) && calco_str_split(&rest_t, '\n', &t))
                if (s.n && t.n) lab_add_pairs(l, &out, s, t);
        }
        calco_buf_free(&source);
        calco_buf_free(&target);
        free(files[i]);
    }
    if (n >= 0) free(files);
    return out;
}

/* --- mixing --- */

/* Two sentences as one: the end of the first is no end any more. */
static str lab_join(calco_arena *a, str x, str y)
{
    static const str marks[] = { { ".", 1 }, { "?", 1 }, { "!", 1 }, { "…", 3 } }, quotes[] = { { "\"", 1 }, { "'", 1 }, { "”", 3 }, { "’", 3 }, { "»", 2 } };
    str behind = STR("");
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (calco_str_ends(x, quotes[i])) x.n -= quotes[i].n, behind = quotes[i], i = SIZE_MAX;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (calco_str_ends(x, marks[i])) x.n -= marks[i].n, i = SIZE_MAX;
    return calco_arena_printf(a, "%.*s%.*s; %.*s", STR_FMT(x), STR_FMT(behind), STR_FMT(y));
}

typedef struct {
    calco_doc  *source, *target;
    calco_beads gold;
} lab_case;

static size_t sentences_before(const calco_doc *d, size_t byte)
{
    size_t n = 0;
    while (n < d->sentences.n && d->sentences.p[n].start < byte) n++;
    return n;
}

/* Beads of pieces become beads of the sentences that these were cut into. */
static void lab_settle(lab_case *c, const lab_text *s, const lab_text *t, const calco_doc *source, const calco_doc *target)
{
    for (size_t i = 0; i < c->gold.n; i++) {
        calco_bead *b = &c->gold.p[i];
        size_t s_end = b->source + b->n_source, t_end = b->target + b->n_target;
        size_t s0 = b->source < s->starts.n ? sentences_before(source, s->starts.p[b->source]) : source->sentences.n;
        size_t s1 = s_end < s->starts.n ? sentences_before(source, s->starts.p[s_end]) : source->sentences.n;
        size_t t0 = b->target < t->starts.n ? sentences_before(target, t->starts.p[b->target]) : target->sentences.n;
        size_t t1 = t_end < t->starts.n ? sentences_before(target, t->starts.p[t_end]) : target->sentences.n;
        *b = (calco_bead){ s0, s1 - s0, t0, t1 - t0, 1 };
    }
}

static lab_case lab_mixed(align_lab *l, calco_arena *a, const lab_pair *pairs, size_t n, const lab_mix *mix, uint64_t seed)
{
    lab_text s = { 0 }, t = { 0 };
    lab_case c = { 0 };
    size_t   left = 0; /* pairs until the paragraph ends */
    int      gone = 0; /* the side that this paragraph is missing on */
    bool     new_s = true, new_t = true;
    for (size_t i = 0; i < n; i++) {
        if (!left--) {
            left = (size_t)(lab_random(&seed) * 5);
            double lost = lab_random(&seed), broken = lab_random(&seed);
            gone = lost < mix->paragraphs / 2 ? 1 : lost < mix->paragraphs ? 2 : 0;
            new_s |= !mix->flat && broken >= mix->broken / 2;
            new_t |= !mix->flat && (broken < mix->broken / 2 || broken >= mix->broken);
        }
        double     what = lab_random(&seed), merged = mix->merged, dropped = mix->dropped;
        calco_bead b = { s.starts.n, 1, t.starts.n, 1, 1 };
        str        source = pairs[i].source, target = pairs[i].target;
        if (gone || what < 2 * dropped) {
            bool from_source = gone ? gone == 1 : what < dropped;
            b.n_source -= from_source;
            b.n_target -= !from_source;
        } else if (what < 2 * dropped + 2 * merged && i + 1 < n && left) {
            bool in_source = what < 2 * dropped + merged;
            i++, left--;
            if (in_source) source = lab_join(a, source, pairs[i].source), b.n_target = 2;
            else target = lab_join(a, target, pairs[i].target), b.n_source = 2;
        }
        for (size_t k = 0; k < b.n_source; k++) lab_add(a, &s, k ? pairs[i].source : b.n_source > 1 ? pairs[i - 1].source : source, new_s && !k);
        for (size_t k = 0; k < b.n_target; k++) lab_add(a, &t, k ? pairs[i].target : b.n_target > 1 ? pairs[i - 1].target : target, new_t && !k);
        new_s &= !b.n_source;
        new_t &= !b.n_target;
        VEC_PUSH(a, &c.gold, b);
    }
    c.source = lab_document(a, l->source, &s);
    c.target = lab_document(a, l->target, &t);
    lab_settle(&c, &s, &t, c.source, c.target);
    return c;
}

static bool lab_same(const calco_bead *g, const calco_bead *f)
{
    return f->n_source == g->n_source && f->n_target == g->n_target && (!g->n_source || f->source == g->source) &&
           (!g->n_target || f->target == g->target);
}

static void lab_print(const char *side, const calco_doc *d, size_t first, size_t n)
{
    for (const calco_sentence *s = &d->sentences.p[first]; n--; s++)
        printf("  %s %zu %.*s\n", side, (size_t)(s - d->sentences.p), STR_FMT(calco_doc_cut(d, s->start, s->end)));
}

/* Strictly: a bead is right where both its sides are. `show`: print the wrong ones. */
static lab_score lab_compare(const lab_case *c, const calco_beads *found, bool show)
{
    const calco_beads *gold = &c->gold;
    lab_score score = { 0, gold->n, found->n };
    size_t    k = 0;
    for (size_t i = 0; i < found->n; i++) {
        const calco_bead *f = &found->p[i];
        size_t x = k;
        while (x < gold->n && x < k + 8 && !lab_same(&gold->p[x], f)) x++;
        bool right = x < gold->n && x < k + 8;
        score.right += right;
        if (right) k = x + 1;
        while (k < gold->n && gold->p[k].source + gold->p[k].n_source < f->source && gold->p[k].target + gold->p[k].n_target < f->target) k++;
        if (right || !show) continue;
        printf("  %zu-%zu %.3f\n", f->n_source, f->n_target, f->confidence);
        lab_print("<", c->source, f->source, f->n_source);
        lab_print(">", c->target, f->target, f->n_target);
    }
    return score;
}

static const lab_mix lab_mixes[] = {
    { "as they are", 0, 0, 0, 0, false, false },
    { "some merged, dropped", 0.06, 0.04, 0, 0.2, false, false },
    { "many merged, dropped", 0.12, 0.10, 0, 0.3, false, false },
    { "paragraphs dropped", 0.04, 0.02, 0.15, 0.1, false, false },
    { "no blank lines", 0.06, 0.04, 0, 0, true, false },
    { "many, no blank lines", 0.12, 0.10, 0, 0, true, false },
    { "no lexicon", 0.06, 0.04, 0, 0.2, false, true },
};
enum { LAB_MIXES = sizeof lab_mixes / sizeof *lab_mixes };

static lab_score lab_run(align_lab *l, const lab_pairs *pairs, const lab_mix *mix, uint64_t seed, bool show)
{
    calco_arena *a = calco_arena_new();
    lab_case     c = lab_mixed(l, a, pairs->p, pairs->n, mix, seed);
    calco_beads  found = { 0 };
    calco_sides  sides = { mix->bare ? NULL : l->lexicon, l->source, l->target, false };
    calco_align_sentences(a, &sides, c.source, c.target, &found);
    lab_score score = lab_compare(&c, &found, show);
    calco_arena_free(a);
    return score;
}

/* --- words --- */

typedef struct { size_t found, found_sure, found_possible, sure; } lab_links;

/* Alignment error rate (Och & Ney 2003). */
static inline double lab_aer(lab_links x)
{
    return 1 - (double)(x.found_sure + x.found_possible) / (double)(x.found + x.sure);
}

static bool lab_has_link(str links, uint32_t source, uint32_t target)
{
    char   wanted[32];
    size_t n = (size_t)snprintf(wanted, sizeof wanted, "%u-%u", source, target);
    for (str one; calco_str_split(&links, ' ', &one);)
        if (calco_str_eq(one, (str){ wanted, n })) return true;
    return false;
}

/* Rows: source, target, sure links, possible links. `show`: print the wrong ones. */
static lab_links lab_word_links(align_lab *l, const char *path, bool show)
{
    lab_links all = { 0, 0, 0, 0 };
    calco_buf bytes = { 0 };
    calco_err err;
    if (!calco_read_file(path, &bytes, &err)) lab_fail(path, err.message);
    str rest = calco_arena_str(l->arena, calco_str_trim(calco_buf_view(&bytes))), line, column[4];
    calco_buf_free(&bytes);
    while (calco_str_split(&rest, '\n', &line)) {
        if (calco_str_starts(line, STR("#"))) continue;
        for (size_t k = 0; k < 4; k++)
            if (!calco_str_split(&line, '\t', &column[k])) column[k] = STR("");
        calco_doc    *s = lab_one(l->arena, l->source, column[0]), *t = lab_one(l->arena, l->target, column[1]);
        calco_linking how = { l->lexicon, l->source, l->target, { s, 0, s->tokens.n }, { t, 0, t->tokens.n }, NULL };
        calco_links   links = calco_link_words(l->lexicon, l->source, l->target, l->arena, how.source, how.target);
        how.links = &links;
        calco_word_pairs pairs = calco_pair_words(l->arena, &how);
        str sure = column[2];
        for (str one; calco_str_split(&sure, ' ', &one);) all.sure += one.n > 0;
        for (size_t i = 0; i < pairs.n; i++) {
            const calco_word_pair *p = &pairs.p[i];
            bool right = lab_has_link(column[2], p->source, p->target), possible = right || lab_has_link(column[3], p->source, p->target);
            all.found++;
            all.found_sure += right;
            all.found_possible += possible;
            if (show && !possible)
                printf("  %.*s - %.*s\n", STR_FMT(links.source[p->source].token->fold), STR_FMT(links.target[p->target].token->fold));
        }
    }
    return all;
}

#endif
