/* Path patterns, by way of libc's regular expressions, and paths made whole. */
#include "paths.h"

#include "base/buf.h"

#include <regex.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_NAMES = 16, LONGEST_PATTERN = 4096 };

/* The pattern as an extended regular expression; the names of its groups, "" for one that is not remembered. */
static bool expression_of(calco_arena *a, const char *pattern, calco_buf *b, calco_strs *groups)
{
    calco_buf_char(b, '^');
    for (const char *p = pattern; *p;) {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        if (strncmp(p, "**/", 3) == 0) {
            calco_buf_str(b, STR("(.*/)?"));
            VEC_PUSH(a, groups, STR(""));
            p += 3;
        } else if (strncmp(p, "**", 2) == 0) {
            calco_buf_str(b, STR(".*"));
            p += 2;
        } else if (close) {
            calco_buf_str(b, STR("([^/]+)"));
            VEC_PUSH(a, groups, ((str){ p + 1, (size_t)(close - p - 1) }));
            p = close + 1;
        } else {
            if (*p == '*') calco_buf_str(b, STR("[^/]*"));
            else if (*p == '?') calco_buf_str(b, STR("[^/]"));
            else {
                if (strchr(".[]{}()\\+|^$", *p)) calco_buf_char(b, '\\');
                calco_buf_char(b, *p);
            }
            p++;
        }
    }
    calco_buf_str(b, (str){ "$", 2 }); /* with its NUL */
    return groups->n <= MOST_NAMES && b->n <= LONGEST_PATTERN;
}

bool calco_path_fits(calco_arena *a, const char *pattern, const char *path, calco_strs *names, calco_strs *values)
{
    calco_buf  b = { 0 };
    calco_strs groups = { 0 };
    regex_t    expression;
    regmatch_t at[MOST_NAMES + 1];
    bool       fits = expression_of(a, pattern, &b, &groups) && regcomp(&expression, b.p, REG_EXTENDED) == 0;
    if (fits) {
        fits = regexec(&expression, path, groups.n + 1, at, 0) == 0;
        regfree(&expression);
    }
    calco_buf_free(&b);
    for (size_t i = 0; fits && names && i < groups.n; i++) {
        if (!groups.p[i].n) continue;
        VEC_PUSH(a, names, groups.p[i]);
        VEC_PUSH(a, values, ((str){ path + at[i + 1].rm_so, (size_t)(at[i + 1].rm_eo - at[i + 1].rm_so) }));
    }
    return fits;
}

static bool filled(calco_buf *b, str name, const calco_strs *names, const calco_strs *values)
{
    for (size_t i = 0; names && i < names->n; i++)
        if (calco_str_eq(names->p[i], name)) return calco_buf_str(b, values->p[i]), true;
    return false;
}

const char *calco_path_fill(calco_arena *a, const char *pattern, const char *file, const calco_strs *names, const calco_strs *values)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    str         directory = slash ? (str){ file, slash > file ? (size_t)(slash - file) : 1 } : STR(".");
    calco_buf   b = { 0 };
    for (const char *p = pattern; *p;) {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        str         name = close ? (str){ p + 1, (size_t)(close - p - 1) } : STR("");
        if (close && filled(&b, name, names, values)) p = close + 1;
        else if (calco_str_eq(name, STR("name"))) calco_buf_add(&b, base, strcspn(base, ".")), p = close + 1;
        else if (calco_str_eq(name, STR("file"))) calco_buf_str(&b, calco_str(base)), p = close + 1;
        else if (calco_str_eq(name, STR("dir"))) calco_buf_str(&b, directory), p = close + 1;
        else calco_buf_char(&b, *p++);
    }
    const char *path = calco_arena_str(a, calco_buf_view(&b)).p;
    calco_buf_free(&b);
    return path;
}

const char *calco_path_join(calco_arena *a, const char *dir, const char *name)
{
    if (name[0] == '/' || !dir[0] || strcmp(dir, ".") == 0) return calco_arena_str(a, calco_str(name)).p;
    const char *between = dir[strlen(dir) - 1] == '/' ? "" : "/";
    return calco_arena_printf(a, "%s%s%s", dir, between, name).p;
}

const char *calco_path_dir(calco_arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return ".";
    return calco_arena_str(a, (str){ path, slash > path ? (size_t)(slash - path) : 1 }).p;
}

const char *calco_path_whole(calco_arena *a, const char *path)
{
    char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
    str   rest = calco_arena_printf(a, "%s/%s", here ? here : "", path), part;
    free(here);
    char  *out = ARENA_ARRAY(a, char, rest.n + 2);
    size_t n = 0;
    while (calco_str_split(&rest, '/', &part)) {
        if (!part.n || calco_str_eq(part, STR("."))) continue;
        if (calco_str_eq(part, STR(".."))) {
            while (n && out[--n] != '/') continue;
            continue;
        }
        out[n++] = '/';
        memcpy(out + n, part.p, part.n);
        n += part.n;
    }
    if (!n) out[n++] = '/';
    out[n] = '\0';
    return out;
}

const char *calco_path_under(const char *base, const char *path)
{
    size_t n = strlen(base);
    if (n == 1) return path + 1; /* the root */
    return strncmp(path, base, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}
