/* The rules of dictionaries/ over the languages of a built pack, compiled afresh: what test_rows and curate share, so
 * that a row is tried without building the pack again. Include once. */
#ifndef TESTS_RULES_LAB_H
#define TESTS_RULES_LAB_H

#include "check/phrases.h"
#include "text/unicode.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LAB_COLUMNS = 11,
    LAB_ID = 0,
    LAB_PATTERN = 1,
    LAB_SOURCE = 2,
    LAB_BETTER = 3,
    LAB_CONDITION = 7,
    LAB_BAD = 9,
    LAB_GOOD = 10
};

typedef struct {
    size_t      file, line;
    str         column[LAB_COLUMNS];
    const char *error;
} lab_row;
typedef struct {
    calco_arena          *arena, *scratch;
    calco_pack           *pack, *rules_pack;
    calco_lang           *target, *source;
    struct calco_phrases *phrases;
    calco_buf             image; /* of rules_pack */
    VEC(calco_rule_file) files;
    VEC(lab_row) rows;
} lab;

static void lab_die(const char *what, const char *detail)
{
    fprintf(stderr, "%s: %s\n", what, detail);
    exit(2);
}

static int lab_by_path(const void *x, const void *y)
{
    return strcmp(((const calco_rule_file *)x)->path, ((const calco_rule_file *)y)->path);
}

static void lab_add_file(lab *l, const char *path)
{
    calco_buf bytes = { 0 };
    calco_err err = { 0 };
    if (!calco_read_file(path, &bytes, &err)) lab_die(path, err.message);
    calco_rule_file f = { calco_arena_str(l->arena, calco_str(path)).p,
                          calco_arena_str(l->arena, calco_buf_view(&bytes)) };
    VEC_PUSH(l->arena, &l->files, f);
    calco_buf_free(&bytes);
}

/* A file, or all tables of a folder. */
static void lab_add(lab *l, const char *path)
{
    DIR *dir = opendir(path);
    if (!dir) {
        lab_add_file(l, path);
        return;
    }
    size_t first = l->files.n;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir))
        if (e->d_name[0] != '.' && calco_str_ends(calco_str(e->d_name), STR(".tsv")))
            lab_add_file(l, calco_arena_printf(l->arena, "%s/%s", path, e->d_name).p);
    closedir(dir);
    if (l->files.n > first) qsort(l->files.p + first, l->files.n - first, sizeof *l->files.p, lab_by_path);
}

static bool lab_read_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    lab    *l = ctx;
    lab_row r = { .file = l->files.n - 1, .line = line };
    (void)n;
    (void)err;
    for (size_t i = 0; i < LAB_COLUMNS; i++) r.column[i] = calco_str_trim(column[i]);
    VEC_PUSH(l->arena, &l->rows, r);
    return true;
}

static void lab_compile(lab *l, const calco_rule_file *files, size_t n, calco_err *err)
{
    calco_buf rules = { 0 };
    if (!calco_phrases_compile(l->arena, files, n, l->target, &rules, err)) return;
    calco_part        articles = calco_pack_part(l->pack, "en.articles");
    calco_part_source parts[2] = { { "it-en.rules", "test", "MIT", calco_buf_view(&rules) },
                                   { "en.articles", "test", "MIT", { articles.p, articles.n } } };
    calco_pack_image(&l->image, "it-en", parts, articles.p ? 2 : 1);
    l->rules_pack = calco_pack_from_memory(l->image.p, l->image.n, "it-en", err);
    l->phrases = l->rules_pack ? calco_phrases_open(l->rules_pack, "it-en", l->target, l->arena, err) : NULL;
    calco_buf_free(&rules);
}

/* Where the whole does not compile: try every row alone, note the errors, compile the others. */
static void lab_compile_singly(lab *l)
{
    calco_map        ids = calco_map_new(l->arena);
    calco_rule_file *good = ARENA_ARRAY(l->arena, calco_rule_file, l->rows.n);
    size_t           n = 0;
    calco_err        err;
    for (size_t i = 0; i < l->rows.n; i++) {
        lab_row  *r = &l->rows.p[i];
        calco_buf image = { 0 }, line = { 0 };
        for (size_t k = 0; k < LAB_COLUMNS; k++) {
            if (k) calco_buf_char(&line, '\t');
            calco_buf_str(&line, r->column[k]);
        }
        calco_rule_file one = { l->files.p[r->file].path, calco_arena_str(l->arena, calco_buf_view(&line)) };
        if (calco_map_get(&ids, r->column[LAB_ID]) != CALCO_NONE)
            r->error = "another row has this id";
        else if (!calco_phrases_compile(l->arena, &one, 1, l->target, &image, &err))
            r->error = calco_arena_str(l->arena, calco_str(err.message)).p;
        else
            good[n++] = one;
        calco_map_set(&ids, r->column[LAB_ID], 1);
        calco_buf_free(&image);
        calco_buf_free(&line);
    }
    err = (calco_err){ 0 };
    lab_compile(l, good, n, &err);
    if (!l->phrases) lab_die("rules", err.message);
}

/* The languages of a pack and the rules of some files and folders. Exits where there is no pack. */
static lab *lab_open(const char *pack, const char *const *paths, size_t n)
{
    calco_arena *a = calco_arena_new();
    lab         *l = ARENA_NEW(a, lab);
    calco_err    err = { 0 };
    l->arena = a;
    l->scratch = calco_arena_new();
    l->pack = calco_pack_open(pack, &err);
    if (!l->pack) lab_die(pack, err.message);
    l->target = calco_lang_open(l->pack, "en", &err);
    l->source = calco_lang_open(l->pack, "it", &err);
    if (!l->target || !l->source) lab_die(pack, err.message);
    for (size_t i = 0; i < n; i++) {
        size_t first = l->files.n;
        lab_add(l, paths[i]);
        size_t all = l->files.n;
        for (l->files.n = first + 1; l->files.n <= all; l->files.n++) /* rows know their file by the number of files */
            calco_tsv_each(l->files.p[l->files.n - 1].text, lab_read_row, l, &err);
        l->files.n = all;
    }
    lab_compile(l, l->files.p, l->files.n, &err);
    if (!l->phrases) lab_compile_singly(l);
    return l;
}

static void lab_close(lab *l)
{
    calco_pack_close(l->rules_pack);
    calco_buf_free(&l->image);
    calco_lang_close(l->target);
    calco_lang_close(l->source);
    calco_pack_close(l->pack);
    calco_arena_free(l->scratch);
    calco_arena_free(l->arena);
}

/* A text cut and analysed, each line a unit. */
static calco_doc *lab_doc(const calco_lang *lang, calco_arena *a, str text, calco_unit_kind kind)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    str        line, rest = text;
    doc->name = "example";
    doc->text = text;
    while (calco_str_split(&rest, '\n', &line)) {
        calco_unit unit = { .start = (size_t)(line.p - text.p),
                            .end = (size_t)(line.p - text.p) + line.n,
                            .kind = kind };
        if (line.n) VEC_PUSH(a, &doc->units, unit);
    }
    calco_segment(a, doc, &lang->segmentation);
    calco_analyse(lang, a, doc);
    return doc;
}

/* All hits of the rules on a document, not settled. Every sentence has the first one of `source` (or NULL) as its
 * source. */
static calco_run lab_run(lab *l, calco_arena *a, const calco_doc *doc, const calco_doc *source)
{
    calco_map lemmas = calco_map_new(a);
    for (size_t i = 0; i < doc->tokens.n; i++) {
        calco_map_set(&lemmas, doc->tokens.p[i].fold, 1);
        calco_map_set(&lemmas, doc->tokens.p[i].lemma, 1);
    }
    size_t *of = ARENA_ARRAY(a, size_t, doc->sentences.n), *count = ARENA_ARRAY(a, size_t, doc->sentences.n);
    for (size_t s = 0; s < doc->sentences.n; s++) count[s] = 1;
    calco_run run = { .target = l->target,
                      .source_lang = l->source,
                      .source = source,
                      .source_of = of,
                      .source_count = count,
                      .phrases = l->phrases,
                      .doc = doc,
                      .doc_lemmas = &lemmas,
                      .arena = a,
                      .scratch = l->scratch };
    for (size_t s = 0; s < doc->sentences.n; s++) {
        calco_check_phrases.sentence(&run, s);
        calco_arena_reset(l->scratch);
    }
    run.doc_lemmas = NULL;
    return run;
}

#endif
