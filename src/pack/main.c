/* calco-pack PAIR DICTIONARIES OUTPUT: compile dictionaries and installed data into a pack. */
#include "pack/build.h"

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

/* In the order of the pack. Language parts are built for the source, then for the target language; then both are opened
 * and the parts of the pair are built with them. Origins and licences: dictionaries/CODE/origins.tsv. */
static const calco_build_row rows[] = {
    { "abbreviations", SCOPE_LANGUAGE, calco_build_texts },
    { "clitics", SCOPE_LANGUAGE, calco_build_texts },
    { "articles", SCOPE_LANGUAGE, calco_build_texts },
    { "formats", SCOPE_LANGUAGE, calco_build_texts },
    { "contractions", SCOPE_LANGUAGE, calco_build_texts },
    { "numbers", SCOPE_LANGUAGE, calco_build_texts },
    { "antonyms", SCOPE_LANGUAGE, calco_build_texts },
    { "tagrams", SCOPE_LANGUAGE, calco_build_texts },
    { "variants", SCOPE_LANGUAGE, calco_build_texts },
    { "calibration", SCOPE_LANGUAGE, calco_build_texts },
    { "tags", SCOPE_LANGUAGE, calco_build_tags },
    { "forms", SCOPE_LANGUAGE, calco_build_forms },
    { "context", SCOPE_LANGUAGE, calco_build_context },
    { "tagger", SCOPE_LANGUAGE, calco_build_tagger },
    { "list", SCOPE_LANGUAGE, calco_build_lists },
    { "words", SCOPE_LANGUAGE, calco_build_words },
    { "vectors", SCOPE_LANGUAGE, calco_build_vectors },
    { "spelling", SCOPE_LANGUAGE, calco_build_spelling },
    { "ngram", SCOPE_LANGUAGE, calco_build_ngram },
    { "senses", SCOPE_LANGUAGE, calco_build_senses },
    { "messages", SCOPE_PAIR, calco_build_texts },
    { "lexicon", SCOPE_PAIR, calco_build_lexicon },
    { "score", SCOPE_PAIR, calco_build_texts },
    { "classes", SCOPE_PAIR, calco_build_texts },
    { "account", SCOPE_PAIR, calco_build_texts },
    { "loose", SCOPE_PAIR, calco_build_texts },
    { "tense", SCOPE_PAIR, calco_build_texts },
    { "rules", SCOPE_PAIR, calco_build_rules },
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

static bool build_rows(calco_build *b, calco_scope scope, const char *code, calco_err *err)
{
    b->code = code;
    for (size_t i = 0; i < N_ROWS; i++) {
        b->row = &rows[i];
        if (rows[i].scope == scope && !rows[i].build(b, err)) return false;
    }
    return true;
}

static const calco_part_source *finished_parts(calco_build *b, size_t *n)
{
    calco_part_source *parts = ARENA_ARRAY(b->arena, calco_part_source, b->made.n + 1);
    *n = 0;
    for (size_t i = 0; i < b->made.n; i++) {
        const calco_made *m = b->made.p[i];
        if (m->bytes.n)
            parts[(*n)++] = (calco_part_source){ m->name, m->origin, m->licence, calco_buf_view(&m->bytes) };
    }
    return parts;
}

static bool open_languages(calco_build *b, calco_buf *image, const char *source, const char *target, calco_err *err)
{
    size_t                   n;
    const calco_part_source *parts = finished_parts(b, &n);
    calco_pack_image(image, b->pair, parts, n);
    b->language_pack = calco_pack_from_memory(image->p, image->n, b->pair, err);
    if (!b->language_pack) return false;
    b->source = calco_lang_open(b->language_pack, source, err);
    b->target = b->source ? calco_lang_open(b->language_pack, target, err) : NULL;
    return b->target != NULL;
}

static bool build_pack(calco_build *b, const char *output, calco_err *err)
{
    const char *dash = strchr(b->pair, '-');
    if (!dash || dash == b->pair || !dash[1])
        return calco_fail(err, CALCO_ERR_USAGE, NULL,
                          "\"%.100s\" is no pair of languages; write SOURCE-TARGET, like it-en", b->pair);
    const char *source = calco_arena_str(b->arena, (str){ b->pair, (size_t)(dash - b->pair) }).p;
    const char *target = dash + 1;
    calco_buf   image = { 0 };
    bool        ok = build_rows(b, SCOPE_LANGUAGE, source, err) && build_rows(b, SCOPE_LANGUAGE, target, err) &&
              open_languages(b, &image, source, target, err) && build_rows(b, SCOPE_PAIR, b->pair, err);
    if (ok) {
        size_t                   n;
        const calco_part_source *parts = finished_parts(b, &n);
        ok = calco_pack_write(output, b->pair, parts, n, err);
    }
    calco_lang_close(b->source);
    calco_lang_close(b->target);
    calco_pack_close(b->language_pack);
    calco_buf_free(&image);
    for (size_t i = 0; i < b->made.n; i++) calco_buf_free(&b->made.p[i]->bytes);
    return ok;
}

static int complain(const calco_err *err)
{
    fputs("calco-pack: ", stderr);
    if (err->path[0] && err->line)
        fprintf(stderr, "%s:%zu: ", err->path, err->line);
    else if (err->path[0])
        fprintf(stderr, "%s: ", err->path);
    fprintf(stderr, "%s\n", err->message);
    return 2;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: calco-pack PAIR DICTIONARIES OUTPUT\n"
              "Compile the knowledge of a pair of languages, like it-en, into the pack OUTPUT.\n",
              stderr);
        return 2;
    }
    calco_err   err = { 0 };
    calco_build b = { .pair = argv[1], .dictionaries = argv[2], .arena = calco_arena_new() };
    bool        ok = build_pack(&b, argv[3], &err);
    calco_arena_free(b.arena);
    return ok ? 0 : complain(&err);
}
