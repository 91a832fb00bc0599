/* How calco-pack builds the parts of a pack: a table of rows, a function each. */
#ifndef CALCO_PACK_BUILD_H
#define CALCO_PACK_BUILD_H

#include "base/map.h"
#include "lang/lang.h"

/* How to add a part: write src/pack/NAME.c with a calco_builder, declare it below, add a row to the table in main.c.
 * A builder that finds no data adds no part and succeeds: what needs the part is then switched off. */

typedef enum {
    SCOPE_LANGUAGE /* once for each language of the pair */,
    SCOPE_PAIR /* once, languages opened */
} calco_scope;

struct calco_build;
typedef bool (*calco_builder)(struct calco_build *b, calco_err *err);

typedef struct {
    const char   *name; /* "ngram": the part is "en.ngram" or "it-en.ngram" */
    calco_scope   scope;
    calco_builder build;
} calco_build_row;

/* One part in the making. */
typedef struct {
    const char *name, *origin, *licence;
    calco_buf   bytes;
} calco_made;

typedef struct calco_build {
    const char            *dictionaries; /* the folder */
    const char            *pair;         /* "it-en" */
    const char            *code;         /* of the row's scope: "en", "it" or "it-en" */
    const calco_build_row *row;
    calco_arena           *arena;           /* lives until the pack is written */
    calco_pack            *language_pack;   /* SCOPE_PAIR: the parts of both languages */
    calco_lang            *source, *target; /* SCOPE_PAIR: opened from it */
    VEC(calco_made *) made;
} calco_build;

/* Add the part CODE.NAME of the row, or CODE.NAME.SUBNAME where `subname` is not NULL; the caller fills the returned
 * buffer. An empty one is left out of the pack. NULL origin, licence: calco_build_own. */
calco_buf *calco_build_part(calco_build *b, const char *subname, const char *origin, const char *licence);

/* Origin and licence of the row's own data: from dictionaries/CODE/origins.tsv (part, origin, licence), else as usual:
 * dictionaries of calco, MIT. */
typedef struct {
    const char *origin, *licence;
} calco_build_origin;
calco_build_origin calco_build_own(calco_build *b);

/* dictionaries/CODE/NAME in memory of the build; p NULL (and true) where there is no such file. */
bool calco_build_file(calco_build *b, const char *name, str *text, calco_err *err);
/* The path of that file, for messages. */
const char *calco_build_path(calco_build *b, const char *name);

/* The names of the files of dictionaries/CODE/FOLDER with this ending, in byte order; none where there is no folder. */
bool calco_build_folder(calco_build *b, const char *folder, const char *ending, calco_strs *names, calco_err *err);

/* Data of installed packages that a language uses, from dictionaries/CODE/installed.tsv: use, path, Debian package,
 * licence, extra. */
typedef struct {
    str use, path, package, licence, extra;
} calco_installed;
/* The rows with this use ("ngram", "spelling"), in order. Fails where a file does not exist, naming the package. */
bool calco_build_installed(calco_build *b, const char *use, const calco_installed **rows, size_t *n, calco_err *err);

/* For calco_tsv_each errors: set the path that a row function could not know. */
bool calco_build_at(calco_err *err, const char *path);

/* --- builders --- */
bool calco_build_ngram(calco_build *b, calco_err *err);
bool calco_build_tags(calco_build *b, calco_err *err);
bool calco_build_forms(calco_build *b, calco_err *err);
bool calco_build_context(calco_build *b, calco_err *err);
bool calco_build_tagger(calco_build *b, calco_err *err);
bool calco_build_words(calco_build *b, calco_err *err);
bool calco_build_vectors(calco_build *b, calco_err *err);
bool calco_build_spelling(calco_build *b, calco_err *err);
bool calco_build_lists(calco_build *b, calco_err *err);
bool calco_build_texts(calco_build *b, calco_err *err); /* abbreviations, clitics: copied as they are */
bool calco_build_senses(calco_build *b, calco_err *err);
bool calco_build_lexicon(calco_build *b, calco_err *err);
bool calco_build_rules(calco_build *b, calco_err *err);

#endif
