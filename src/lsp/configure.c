/* Words into dictionaries, rules into .calco.yaml: as few bytes as possible are changed, and the outcome is read once more
 * before it is written. */
#include "lsp/configure.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/yaml.h"

#include <stdlib.h>
#include <unistd.h>

static const char FILE_NAME[] = ".calco.yaml";

/* --- YAML --- */

static const calco_yaml *member(const calco_yaml *map, str key, const calco_yaml **name)
{
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->n; i++)
        if (calco_str_eq(map->keys[i].value, key)) return *name = &map->keys[i], &map->items[i];
    return NULL;
}

static size_t line_start(str s, size_t line)
{
    size_t at = 0;
    for (size_t i = 1; i < line && at < s.n; i++) {
        size_t end = calco_str_find(s, STR("\n"), at);
        at = end == SIZE_MAX ? s.n : end + 1;
    }
    return at;
}

static void put_at(calco_buf *b, str file, size_t at, str line)
{
    calco_buf_str(b, calco_str_cut(file, 0, at));
    if (at && file.p[at - 1] != '\n') calco_buf_char(b, '\n');
    calco_buf_str(b, line);
    calco_buf_str(b, calco_str_from(file, at));
}

/* What was there and what is wanted, told apart by reading: the same keys, and the new one says what it should. */
static bool reads_well(calco_arena *a, str file, const char *key, const char *name, const char *value)
{
    calco_err         err;
    const calco_yaml *tree = calco_yaml_parse(a, file, FILE_NAME, &err), *ignored;
    const calco_yaml *in = member(tree, calco_str(key), &ignored), *said = member(in, calco_str(name ? name : ""), &ignored);
    if (name) return said && calco_str_eq(said->value, calco_str(value));
    return in && in->kind == YAML_SCALAR && calco_str_eq(in->value, calco_str(value));
}

bool lsp_yaml_put(calco_arena *a, str file, const char *key, const char *name, const char *value, str *out)
{
    calco_err         err;
    calco_buf         b = { 0 };
    const calco_yaml *tree = calco_yaml_parse(a, file, FILE_NAME, &err), *own = NULL, *at = NULL;
    if (!tree || (tree->kind != YAML_MAP && tree->kind != YAML_NULL)) return false;
    const calco_yaml *in = member(tree, calco_str(key), &own), *said = name ? member(in, calco_str(name), &at) : NULL;
    if (said && said->plain) { /* another severity stood there */
        calco_buf_str(&b, calco_str_cut(file, 0, said->start));
        calco_buf_str(&b, calco_str(value));
        calco_buf_str(&b, calco_str_from(file, said->end));
    } else if (in && in->kind == YAML_MAP && in->n && name && in->keys[0].line > own->line) { /* behind the last pair, as it is indented */
        size_t last = in->keys[in->n - 1].line, behind = line_start(file, last + 1);
        put_at(&b, file, behind, calco_arena_printf(a, "%*s%s: %s\n", (int)in->keys[0].column - 1, "", name, value));
    } else if (in && in->kind == YAML_MAP && in->n && name) { /* {a: off} on one line: before the first pair's end it would not count last */
        const calco_yaml *last = &in->items[in->n - 1];
        if (last->plain) {
            calco_buf_str(&b, calco_str_cut(file, 0, last->end));
            calco_buf_str(&b, calco_arena_printf(a, ", %s: %s", name, value));
            calco_buf_str(&b, calco_str_from(file, last->end));
        }
    } else if (in && name && (in->kind == YAML_NULL || (in->kind == YAML_SCALAR && !in->value.n))) /* "rules:" alone */
        put_at(&b, file, line_start(file, own->line + 1), calco_arena_printf(a, "  %s: %s\n", name, value));
    else if (!in) put_at(&b, file, file.n, name ? calco_arena_printf(a, "%s:\n  %s: %s\n", key, name, value) : calco_arena_printf(a, "%s: %s\n", key, value));
    *out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out->n && reads_well(a, *out, key, name, value);
}

/* --- files --- */

/* The nearest configuration file from the text's directory upwards to its repository; a new one's path where there is none. */
static const char *config_path(calco_arena *a, const char *text_path, const char *root)
{
    str dir = calco_str(text_path);
    while (dir.n) {
        while (dir.n && dir.p[dir.n - 1] != '/') dir.n--;
        const char *path = calco_arena_join(a, (str[]){ dir, calco_str(FILE_NAME), { 0 } }).p;
        if (access(path, F_OK) == 0) return path;
        if (access(calco_arena_join(a, (str[]){ dir, STR(".git"), { 0 } }).p, F_OK) == 0) return path;
        if (dir.n) dir.n--;
    }
    if (root) return calco_arena_join(a, (str[]){ calco_str(root), STR("/"), calco_str(FILE_NAME), { 0 } }).p;
    size_t slash = strlen(text_path);
    while (slash && text_path[slash - 1] != '/') slash--;
    return calco_arena_join(a, (str[]){ { text_path, slash }, calco_str(FILE_NAME), { 0 } }).p;
}

static bool put_into(const lsp_host *host, calco_arena *a, const char *path, const char *key, const char *name, const char *value, calco_err *err)
{
    calco_buf bytes = { 0 };
    str       out = STR("");
    if (access(path, F_OK) == 0 && !calco_read_file(path, &bytes, err)) return false;
    bool ok = lsp_yaml_put(a, calco_buf_view(&bytes), key, name, value, &out) ||
              calco_fail(err, CALCO_ERR_FORMAT, path, "is written in a way that calco does not change; write \"%s%s%s: %s\" there yourself", key,
                         name ? ": " : "", name ? name : "", value);
    ok = ok && host->write_file(path, out, err);
    calco_buf_free(&bytes);
    return ok;
}

bool lsp_rule_off(const lsp_host *host, const char *text_path, const char *root, const char *rule, calco_err *err)
{
    calco_arena *a = calco_arena_new();
    bool         ok = put_into(host, a, config_path(a, text_path, root), "rules", rule, "off", err);
    calco_arena_free(a);
    return ok;
}

bool lsp_add_word(const lsp_host *host, const calco_config *config, const char *text_path, const char *root, str word, calco_err *err)
{
    calco_arena *a = calco_arena_new();
    const char  *list = NULL, *named = NULL;
    for (const char *const *d = config->dictionaries; d && *d; d++) list = *d;
    if (!list) {
        named = config_path(a, text_path, root);
        list = calco_arena_join(a, (str[]){ { named, strlen(named) - strlen(FILE_NAME) }, STR("words.txt"), { 0 } }).p;
    }
    calco_buf bytes = { 0 };
    bool      ok = access(list, F_OK) != 0 || calco_read_file(list, &bytes, err);
    if (ok && bytes.n && bytes.p[bytes.n - 1] != '\n') calco_buf_char(&bytes, '\n');
    calco_buf_str(&bytes, word);
    calco_buf_char(&bytes, '\n');
    ok = ok && host->write_file(list, calco_buf_view(&bytes), err);
    if (ok && named) ok = put_into(host, a, named, "dictionary", NULL, "words.txt", err);
    calco_buf_free(&bytes);
    calco_arena_free(a);
    return ok;
}
