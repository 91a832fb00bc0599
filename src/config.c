/* The keys of ".calco.yaml", a row each: what they take, what they set, and what the sample says of them. */
#include "config.h"

#include "base/err.h"
#include "base/nearest.h"
#include "base/number.h"
#include "paths.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

typedef enum { TEXT, PATH, PATHS, NUMBER, YES_NO, SEVERITY, PATTERNS, RULES, SOURCE, OVERRIDES } value_kind;

typedef struct {
    const char *name;
    value_kind  kind;
    size_t      offset; /* in calco_config, where the kind sets a member there */
    double      most;   /* NUMBER: from 0 to this */
    const char *unset;  /* what is in force where nothing says it */
    const char *sample; /* YAML for the sample, without the key */
    const char *about;
} key_row;

#define AT(member) offsetof(calco_config, member)
static const key_row keys[] = {
    { "root", YES_NO, SIZE_MAX, 0, "false", " true", "Configuration files in directories above are not read." },
    { "pair", TEXT, AT(pair), 0, "it-en", " it-en", "The languages, source first." },
    { "files", PATTERNS, SIZE_MAX, 0, "", " [\"articles/**/*.en.md\"]", "What `calco check` checks where no file is named." },
    { "ignore", PATTERNS, SIZE_MAX, 0, "", " [\"drafts/**\"]", "Texts that are never checked." },
    { "source", SOURCE, SIZE_MAX, 0, "", "\n#   \"articles/{name}.en.md\": \"articles/{name}.it.md\"",
      "Where the source of a text lies: a pattern with {name}, {file} and {dir}, or texts and their sources by pattern. A text may\n"
      "# also name its own in its front matter. Where the file is missing, the source is inferred." },
    { "encoding", TEXT, AT(encoding), 0, "", " UTF-8", "The encoding of the texts (default: found out)." },
    { "source-encoding", TEXT, AT(source_encoding), 0, "", " UTF-8", "The encoding of the sources." },
    { "input-format", TEXT, AT(input_format), 0, "", " markdown", "The format of the texts (default: by their names)." },
    { "rules", RULES, SIZE_MAX, 0, "", "\n#   style: off\n#   spelling/unknown: minor",
      "Rules, families or beginnings with *: off, on, minor, major or critical. The last that fits counts." },
    { "min-confidence", NUMBER, AT(settings.min_confidence), 1, "0.5", " 0.5", "Findings less sure than this are left out." },
    { "infer", YES_NO, AT(settings.infer), 0, "true", " true", "Reconstruct the source where none is at hand." },
    { "fail-on", SEVERITY, AT(fail_on), 0, "minor", " major", "The severity of a finding that fails: minor, major, critical or never." },
    { "min-score", NUMBER, AT(min_score), 100, "", " 80", "A text that scores less fails, 0 to 100." },
    { "max-per-1000", NUMBER, AT(max_per_1000), 1e6, "", " 5", "A text with more findings per 1,000 words fails." },
    { "dictionary", PATHS, AT(dictionaries), 0, "", " words.txt", "Word lists, a word a line: words that are right here." },
    { "glossary", PATH, AT(glossary), 0, "", " glossary.tsv", "Terms that must be translated so: source TAB translation." },
    { "baseline", PATH, AT(baseline), 0, "", " .calco-baseline.tsv", "Findings known already, written by `calco baseline`." },
    { "overrides", OVERRIDES, SIZE_MAX, 0, "", "\n#   - files: [\"press/**\"]\n#     fail-on: minor",
      "The same keys for some of the texts only." },
};
enum { KEYS = sizeof keys / sizeof *keys };
static const char *const severities[] = { "minor", "major", "critical", "never" };
static const char *const rule_words[] = { "off", "on", "minor", "major", "critical" };

size_t calco_config_keys(void) { return KEYS; }
const char *calco_config_key(size_t i) { return keys[i].name; }
const char *calco_config_about(size_t i) { return keys[i].about; }
const char *calco_config_default(size_t i) { return keys[i].unset; }

/* --- values --- */

static bool said(const calco_yaml *v, const char *word) { return v->kind == YAML_SCALAR && calco_str_eq(v->value, calco_str(word)); }

static size_t choice(const calco_yaml *v, const char *const *words, size_t n)
{
    size_t i = 0;
    while (i < n && !said(v, words[i])) i++;
    return i;
}

static bool yes_no(const calco_yaml *v, bool *yes)
{
    static const char *const words[] = { "true", "yes", "on", "false", "no", "off" };
    size_t i = choice(v, words, 6);
    *yes = i < 3;
    return i < 6;
}

static bool number(const calco_yaml *v, double most, double *x)
{
    return v->kind == YAML_SCALAR && calco_number(v->value, x) && *x >= 0 && *x <= most;
}

/* YAML 1.1 reads `off` as a truth value, but here it is a word; scalars keep their spelling. */
static const calco_yaml *item(const calco_yaml *v, size_t i) { return v->kind == YAML_LIST ? &v->items[i] : v; }
static size_t items(const calco_yaml *v) { return v->kind == YAML_LIST ? v->n : 1; }

/* --- checking --- */

static bool wrong(const calco_layer *l, const calco_yaml *at, calco_err *err, const char *key, const char *wants)
{
    return calco_fail_line(err, CALCO_ERR_FORMAT, l->file, at->line, "\"%s\" takes %s", key, wants);
}

static bool all_scalars(const calco_yaml *v)
{
    for (size_t i = 0; i < items(v); i++)
        if (item(v, i)->kind != YAML_SCALAR) return false;
    return true;
}

static bool all_pairs(const calco_yaml *v)
{
    for (size_t i = 0; v->kind == YAML_MAP && i < v->n; i++)
        if (v->items[i].kind != YAML_SCALAR) return false;
    return v->kind == YAML_MAP;
}

static bool check_map(calco_arena *a, const calco_layer *l, const calco_yaml *map, bool inner, calco_err *err);

static bool check_value(calco_arena *a, const calco_layer *l, const key_row *row, const calco_yaml *v, bool inner, calco_err *err)
{
    bool   yes;
    double x;
    switch (row->kind) {
    case TEXT:
    case PATH: return v->kind == YAML_SCALAR || wrong(l, v, err, row->name, "one word");
    case PATHS:
    case PATTERNS: return all_scalars(v) || wrong(l, v, err, row->name, "a list of paths");
    case NUMBER: return number(v, row->most, &x) || wrong(l, v, err, row->name, calco_arena_printf(a, "a number from 0 to %g", row->most).p);
    case YES_NO: return yes_no(v, &yes) || wrong(l, v, err, row->name, "true or false");
    case SEVERITY: return choice(v, severities, 4) < 4 || wrong(l, v, err, row->name, "minor, major, critical or never");
    case SOURCE: return v->kind == YAML_SCALAR || all_pairs(v) || wrong(l, v, err, row->name, "a pattern, or texts and their sources by pattern");
    case RULES:
        if (!all_pairs(v)) return wrong(l, v, err, row->name, "rules, each with off, on, minor, major or critical");
        for (size_t i = 0; i < v->n; i++)
            if (choice(&v->items[i], rule_words, 5) == 5)
                return wrong(l, &v->items[i], err, calco_arena_str(a, v->keys[i].value).p, "off, on, minor, major or critical");
        return true;
    case OVERRIDES:
        if (inner || v->kind != YAML_LIST) return wrong(l, v, err, row->name, "a list of mappings with \"files\", and stands at the top only");
        for (size_t i = 0; i < v->n; i++)
            if (!check_map(a, l, &v->items[i], true, err)) return false;
        return true;
    }
    return true;
}

static const key_row *row_of(str name)
{
    for (size_t i = 0; i < KEYS; i++)
        if (calco_str_eq(calco_str(keys[i].name), name)) return &keys[i];
    return NULL;
}

static bool unknown_key(calco_arena *a, const calco_layer *l, const calco_yaml *key, calco_err *err)
{
    const char *names[KEYS];
    for (size_t i = 0; i < KEYS; i++) names[i] = keys[i].name;
    const char *word = calco_arena_str(a, key->value).p, *near = calco_nearest(word, names, KEYS);
    if (near) return calco_fail_line(err, CALCO_ERR_FORMAT, l->file, key->line, "there is no key \"%s\"; did you mean \"%s\"?", word, near);
    return calco_fail_line(err, CALCO_ERR_FORMAT, l->file, key->line, "there is no key \"%s\"; `calco init` writes a file with all there are", word);
}

/* Recursion goes one level deep: overrides hold no overrides. */
static bool check_map(calco_arena *a, const calco_layer *l, const calco_yaml *map, bool inner, calco_err *err)
{
    if (map->kind != YAML_MAP)
        return calco_fail_line(err, CALCO_ERR_FORMAT, l->file, map->line, "a configuration is lines \"key: value\"; `calco init` writes an example");
    bool files = false;
    for (size_t i = 0; i < map->n; i++) {
        const key_row *row = row_of(map->keys[i].value);
        if (!row) return unknown_key(a, l, &map->keys[i], err);
        if (!check_value(a, l, row, &map->items[i], inner, err)) return false;
        files |= row->kind == PATTERNS && strcmp(row->name, "files") == 0;
    }
    if (inner && !files) return calco_fail_line(err, CALCO_ERR_FORMAT, l->file, map->line, "an override must say for which \"files\"");
    return true;
}

bool calco_config_valid(calco_arena *a, const calco_layer *file, calco_err *err) { return check_map(a, file, file->map, false, err); }

/* --- applying --- */

static const char *text_of(calco_arena *a, const calco_yaml *v) { return calco_arena_str(a, v->value).p; }

/* A path of the configuration as the program opens it: seen from the current directory where it lies below that. */
static const char *path_of(calco_arena *a, const calco_layer *l, const char *path)
{
    const char *whole = calco_path_whole(a, calco_path_join(a, l->dir, path)), *below = calco_path_under(calco_path_whole(a, "."), whole);
    return below ? below : whole;
}

static bool fits_any(calco_arena *a, const calco_layer *l, const calco_yaml *patterns, const char *path)
{
    for (size_t i = 0; i < items(patterns); i++)
        if (calco_path_fits(a, calco_path_whole(a, calco_path_join(a, l->dir, text_of(a, item(patterns, i)))), path, NULL, NULL)) return true;
    return false;
}

/* One pattern for all texts, or of several the first that the text fits. */
static void apply_source(calco_arena *a, const calco_layer *l, const calco_yaml *v, const char *path, calco_config *c)
{
    calco_strs names = { 0 }, values = { 0 };
    if (v->kind == YAML_SCALAR) {
        c->source = path_of(a, l, calco_path_fill(a, text_of(a, v), path, NULL, NULL));
        return;
    }
    for (size_t i = 0; i < v->n; i++) {
        const char *pattern = calco_path_whole(a, calco_path_join(a, l->dir, text_of(a, &v->keys[i])));
        names.n = values.n = 0;
        if (!calco_path_fits(a, pattern, path, &names, &values)) continue;
        c->source = path_of(a, l, calco_path_fill(a, text_of(a, &v->items[i]), path, &names, &values));
        return;
    }
}

static void apply_rules(calco_arena *a, const calco_layer *l, const calco_yaml *v, calco_config_draft *d)
{
    for (size_t i = 0; i < v->n; i++) {
        const char *rule = calco_arena_printf(a, "%.*s=%.*s", STR_FMT(v->keys[i].value), STR_FMT(v->items[i].value)).p;
        calco_config_line line = { l->file, v->keys[i].line };
        VEC_PUSH(a, &d->rules, rule);
        VEC_PUSH(a, &d->rule_lines, line);
    }
}

static const char *const *paths_of(calco_arena *a, const calco_layer *l, const calco_yaml *v)
{
    const char **paths = ARENA_ARRAY(a, const char *, items(v) + 1);
    for (size_t i = 0; i < items(v); i++) paths[i] = path_of(a, l, text_of(a, item(v, i)));
    return paths;
}

static void apply_value(calco_arena *a, const calco_layer *l, const key_row *row, const calco_yaml *v, const char *path, calco_config_draft *d)
{
    bool  nowhere; /* keys that say something of files set no member */
    void *member = row->offset == SIZE_MAX ? (char *)&nowhere : (char *)&d->config + row->offset;
    switch (row->kind) {
    case TEXT: *(const char **)member = text_of(a, v); break;
    case PATH: *(const char **)member = path_of(a, l, text_of(a, v)); break;
    case PATHS: *(const char *const **)member = paths_of(a, l, v); break;
    case NUMBER: number(v, row->most, member); break;
    case YES_NO: yes_no(v, member); break;
    case SEVERITY: *(int *)member = (int)choice(v, severities, 4); break;
    case SOURCE: apply_source(a, l, v, path, &d->config); break;
    case RULES: apply_rules(a, l, v, d); break;
    case PATTERNS: if (strcmp(row->name, "ignore") == 0 && fits_any(a, l, v, path)) d->config.ignored = true; break;
    case OVERRIDES: break;
    }
}

void calco_config_apply(calco_arena *a, const calco_layer *layer, const char *path, calco_config_draft *d)
{
    for (size_t i = 0; i < layer->map->n; i++) {
        const key_row *row = row_of(layer->map->keys[i].value);
        if (!row || (layer->inner && strcmp(row->name, "files") == 0)) continue;
        apply_value(a, layer, row, &layer->map->items[i], path, d);
        d->from[row - keys] = (calco_config_line){ layer->file, layer->map->keys[i].line };
        d->value[row - keys] = &layer->map->items[i];
    }
}

const calco_yaml *calco_config_get(const calco_layer *layer, const char *key)
{
    for (size_t i = 0; i < layer->map->n; i++)
        if (calco_str_eq(layer->map->keys[i].value, calco_str(key))) return &layer->map->items[i];
    return NULL;
}

bool calco_config_is_root(const calco_layer *file)
{
    const calco_yaml *v = calco_config_get(file, "root");
    bool yes = false;
    return v && yes_no(v, &yes) && yes;
}

void calco_config_patterns(calco_arena *a, const calco_layer *file, const char *key, calco_names *out)
{
    const calco_yaml *v = calco_config_get(file, key);
    for (size_t i = 0; v && i < items(v); i++)
        VEC_PUSH(a, out, calco_path_whole(a, calco_path_join(a, file->dir, text_of(a, item(v, i)))));
}

void calco_config_overrides(calco_arena *a, const calco_layer *file, const char *path, calco_layers *out)
{
    const calco_yaml *list = calco_config_get(file, "overrides");
    for (size_t i = 0; list && i < list->n; i++) {
        calco_layer layer = { &list->items[i], file->file, file->dir, true };
        const calco_yaml *files = calco_config_get(&layer, "files");
        if (files && fits_any(a, file, files, path)) VEC_PUSH(a, out, layer);
    }
}

/* --- the sample --- */

char *calco_config_sample(void)
{
    calco_buf b = { 0 };
    calco_buf_str(&b, STR("# What calco does with the texts of this directory and those below. Take the # off what you want; all keys are optional.\n"
                          "# A \".calco.yaml\" in a directory below changes what it says for the texts there. `calco config FILE` prints what is in force.\n"));
    for (size_t i = 0; i < KEYS; i++) {
        /* A baseline may be missing, and is what `calco baseline` writes: in force from the start. */
        const char *mark = keys[i].offset == AT(baseline) ? "" : "# ";
        calco_buf_printf(&b, "\n# %s\n%s%s:%s\n", keys[i].about, mark, keys[i].name, keys[i].sample);
    }
    calco_buf_char(&b, '\0');
    return b.p;
}
