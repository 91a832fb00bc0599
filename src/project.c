/* Projects: the configuration files that count for a text, laid over each other, and the lists they name. */
#include "config.h"
#include "engine.h"

#include "base/err.h"
#include "paths.h"
#include "read/front.h"
#include "read/read.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char FILE_NAME[] = ".calco.yaml";
enum { DEEPEST = 64 /* directories above a text */ };

/* A directory whose configuration file has been read; map NULL: it has none. */
typedef struct {
    const char *dir;
    calco_layer layer;
    bool        repository; /* it holds .git: nothing above counts */
} folder;

/* A list of words or of known findings, by the path of its file. */
typedef struct {
    const char        *path;
    calco_names        words;
    VEC(calco_known)   known;
} list_file;

struct calco_project {
    calco_arena    *arena;
    const char     *config; /* the one file, "" for none, NULL for those that are found */
    VEC(folder *)   folders;
    VEC(list_file *) lists;
};

calco_project *calco_project_new(const char *config)
{
    calco_arena   *a = calco_arena_new();
    calco_project *p = ARENA_NEW(a, calco_project);
    p->arena = a;
    p->config = config ? calco_arena_str(a, calco_str(config)).p : NULL;
    return p;
}

void calco_project_free(calco_project *p)
{
    if (p) calco_arena_free(p->arena);
}

/* --- configuration files --- */

static bool exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

static const char *shown(calco_arena *a, const char *whole)
{
    const char *below = calco_path_under(calco_path_whole(a, "."), whole);
    return below ? below : whole;
}

static bool read_layer(calco_arena *a, const char *path, const char *dir, calco_layer *layer, calco_err *err)
{
    calco_buf bytes = { 0 };
    *layer = (calco_layer){ .file = shown(a, path), .dir = dir };
    if (!calco_read_file(path, &bytes, err)) return false;
    str text = calco_arena_str(a, calco_buf_view(&bytes));
    calco_buf_free(&bytes);
    layer->map = calco_yaml_parse(a, text, layer->file, err);
    if (!layer->map) return false;
    if (layer->map->kind == YAML_NULL) return layer->map = NULL, true; /* nothing but comments */
    return calco_config_valid(a, layer, err);
}

static folder *folder_of(calco_project *p, const char *dir, calco_err *err)
{
    for (size_t i = 0; i < p->folders.n; i++)
        if (strcmp(p->folders.p[i]->dir, dir) == 0) return p->folders.p[i];
    calco_arena *a = p->arena;
    folder      *f = ARENA_NEW(a, folder);
    const char  *path = calco_path_whole(a, calco_path_join(a, dir, FILE_NAME));
    f->dir = dir;
    f->repository = exists(calco_path_join(a, dir, ".git"));
    if (exists(path) && !read_layer(a, path, dir, &f->layer, err)) return NULL;
    VEC_PUSH(a, &p->folders, f);
    return f;
}

/* The files that count for what lies in `dir`, the farthest first. */
static bool files_for(calco_project *p, const char *dir, calco_layers *out, calco_err *err)
{
    calco_layers nearest = { 0 };
    if (p->config) {
        calco_layer layer = { 0 };
        if (!p->config[0]) return true;
        const char *path = calco_path_whole(p->arena, p->config);
        if (!read_layer(p->arena, path, calco_path_dir(p->arena, path), &layer, err)) return false;
        if (layer.map) VEC_PUSH(p->arena, out, layer);
        return true;
    }
    for (int i = 0; i < DEEPEST; i++) {
        const folder *f = folder_of(p, dir, err);
        if (!f) return false;
        if (f->layer.map) VEC_PUSH(p->arena, &nearest, f->layer);
        if (f->repository || (f->layer.map && calco_config_is_root(&f->layer)) || strcmp(dir, "/") == 0) break;
        dir = calco_path_dir(p->arena, dir);
    }
    while (nearest.n) VEC_PUSH(p->arena, out, nearest.p[--nearest.n]);
    return true;
}

/* --- lists --- */

/* A word a line, # begins a comment. */
static void read_words(calco_arena *a, str text, list_file *list)
{
    str line;
    while (calco_str_split(&text, '\n', &line)) {
        size_t hash = calco_str_find(line, STR("#"), 0);
        str    word = calco_str_trim(hash == SIZE_MAX ? line : calco_str_cut(line, 0, hash));
        if (word.n) VEC_PUSH(a, &list->words, calco_arena_str(a, word).p);
    }
}

/* fingerprint TAB rough TAB rule TAB file TAB text: the last three are for people. */
static void read_known(calco_arena *a, str text, list_file *list)
{
    str line, exact, rough;
    while (calco_str_split(&text, '\n', &line)) {
        if (!line.n || line.p[0] == '#' || !calco_str_split(&line, '\t', &exact) || !calco_str_split(&line, '\t', &rough)) continue;
        calco_known known = { calco_arena_str(a, exact).p, calco_arena_str(a, rough).p };
        VEC_PUSH(a, &list->known, known);
    }
}

static const list_file *list_of(calco_project *p, const char *path, void (*read)(calco_arena *, str, list_file *), calco_err *err)
{
    for (size_t i = 0; i < p->lists.n; i++)
        if (strcmp(p->lists.p[i]->path, path) == 0) return p->lists.p[i];
    list_file *list = ARENA_NEW(p->arena, list_file);
    calco_buf  bytes = { 0 };
    list->path = path;
    if (!calco_read_file(path, &bytes, err)) return NULL;
    read(p->arena, calco_buf_view(&bytes), list);
    calco_buf_free(&bytes);
    VEC_PUSH(p->arena, &p->lists, list);
    return list;
}

bool calco_project_baseline(calco_project *p, const char *path, calco_config *c, calco_err *err)
{
    const list_file *list = list_of(p, calco_arena_str(p->arena, calco_str(path)).p, read_known, err);
    if (!list) return false;
    c->settings.known = list->known.p;
    c->settings.n_known = list->known.n;
    c->baseline = list->path;
    return true;
}

static bool add_lists(calco_project *p, calco_config *c, calco_err *err)
{
    calco_names words = { 0 };
    for (const char *const *path = c->dictionaries; path && *path; path++) {
        const list_file *list = list_of(p, *path, read_words, err);
        if (!list) return false;
        for (size_t i = 0; i < list->words.n; i++) VEC_PUSH(p->arena, &words, list->words.p[i]);
    }
    VEC_PUSH(p->arena, &words, NULL);
    c->settings.accepted = words.p;
    return !c->baseline || !exists(c->baseline) /* it is written later */ || calco_project_baseline(p, c->baseline, c, err);
}

/* --- what is in force --- */

static bool draft_for(calco_project *p, const char *path, calco_config_draft *d, calco_err *err)
{
    calco_arena *a = p->arena;
    const char  *whole = calco_path_whole(a, path);
    calco_layers files = { 0 }, layers = { 0 };
    *d = (calco_config_draft){ .config = { .settings = { .min_confidence = -1, .infer = true }, .fail_on = -1, .min_score = -1, .max_per_1000 = -1 },
                               .from = ARENA_ARRAY(a, calco_config_line, calco_config_keys()),
                               .value = ARENA_ARRAY(a, const calco_yaml *, calco_config_keys()) };
    if (!files_for(p, calco_path_dir(a, whole), &files, err)) return false;
    for (size_t i = 0; i < files.n; i++) {
        VEC_PUSH(a, &layers, files.p[i]);
        calco_config_overrides(a, &files.p[i], whole, &layers);
    }
    for (size_t i = 0; i < layers.n; i++) calco_config_apply(a, &layers.p[i], whole, d);
    VEC_PUSH(a, &d->rules, NULL);
    d->config.settings.rules = d->rules.p;
    d->config.rule_lines = d->rule_lines.p;
    return true;
}

const calco_config *calco_project_config(calco_project *p, const char *path, calco_err *err)
{
    calco_config_draft *d = ARENA_NEW(p->arena, calco_config_draft);
    return draft_for(p, path, d, err) && add_lists(p, &d->config, err) ? &d->config : NULL;
}

const char *const *calco_project_files(calco_project *p, calco_err *err)
{
    calco_layers files = { 0 };
    calco_names  patterns = { 0 };
    if (!files_for(p, calco_path_whole(p->arena, "."), &files, err)) return NULL;
    for (size_t i = files.n; i-- > 0 && !patterns.n;) calco_config_patterns(p->arena, &files.p[i], "files", &patterns);
    if (!patterns.n) return NULL;
    VEC_PUSH(p->arena, &patterns, NULL);
    return patterns.p;
}

const calco_config_entry *calco_project_entries(calco_project *p, const char *path, size_t *n, calco_err *err)
{
    calco_config_draft d;
    if (!draft_for(p, path, &d, err)) return NULL;
    *n = calco_config_keys();
    calco_config_entry *entries = ARENA_ARRAY(p->arena, calco_config_entry, *n);
    for (size_t i = 0; i < *n; i++) {
        entries[i] = (calco_config_entry){ calco_config_key(i), calco_config_default(i), calco_config_about(i), d.from[i] };
        if (d.value[i]) entries[i].value = calco_yaml_write(p->arena, d.value[i]).p;
    }
    return entries;
}

/* --- what a text says itself --- */

/* Can a text, whose reader is known, name its source? What need not be read for that is cut off: it is read once more for the check. */
static bool may_name_source(calco_doc *doc)
{
    str *text = &doc->decoded.text;
    if (doc->reader == &calco_reader_plain || doc->reader->bilingual) return false;
    if (doc->reader == &calco_reader_markdown) *text = calco_str_cut(*text, 0, calco_front_end(*text));
    return calco_str_find(*text, STR("source"), 0) != SIZE_MAX;
}

char *calco_named_source(const calco_input *text)
{
    calco_arena *a = calco_arena_new();
    calco_doc    doc = { .name = text->name ? text->name : "-" }, other = { 0 };
    calco_err    err;
    char        *path = NULL;
    if (calco_decode(a, text->bytes, text->size, text->encoding, doc.name, &doc.decoded, &err) &&
        (doc.reader = calco_reader_for(text->format, doc.name, doc.decoded.text)) && may_name_source(&doc) && doc.reader->read(a, &doc, &other, &err))
        for (size_t i = 0; i < doc.fields.n; i++) {
            if (!calco_str_eq(doc.fields.p[i].key, STR("source"))) continue;
            free(path);
            path = strdup(calco_path_join(a, calco_path_dir(a, doc.name), calco_arena_str(a, doc.fields.p[i].value).p));
        }
    calco_arena_free(a);
    return path;
}
