/* What all builders share: adding parts, reading dictionaries, finding installed data. */
#include "pack/build.h"

#include "base/err.h"
#include "text/unicode.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

const char *calco_build_path(calco_build *b, const char *name)
{
    return calco_arena_printf(b->arena, "%s/%s/%s", b->dictionaries, b->code, name).p;
}

/* Dictionaries are UTF-8. */
static bool check_text(str text, const char *path, calco_err *err)
{
    size_t line = 1;
    if (calco_utf8_valid(text)) return true;
    for (str rest = text, piece; calco_str_split(&rest, '\n', &piece) && calco_utf8_valid(piece);) line++;
    return calco_fail_line(err, CALCO_ERR_FORMAT, path, line, "this line is not UTF-8");
}

bool calco_build_file(calco_build *b, const char *name, str *text, calco_err *err)
{
    const char *path = calco_build_path(b, name);
    *text = (str){ NULL, 0 };
    if (access(path, F_OK) != 0) return true;
    calco_buf bytes = { 0 };
    bool      ok = calco_read_file(path, &bytes, err) && check_text(calco_buf_view(&bytes), path, err);
    if (ok) *text = calco_arena_str(b->arena, calco_buf_view(&bytes));
    calco_buf_free(&bytes);
    return ok;
}

#define OWN_ORIGIN "dictionaries/ of calco"
#define OWN_LICENCE "MIT"

typedef struct {
    calco_build       *b;
    calco_build_origin found;
} origin_search;

static bool match_origin(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    origin_search *s = ctx;
    if (n != 3) return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected part, origin, licence");
    if (!calco_str_eq(column[0], calco_str(s->b->row->name))) return true;
    s->found.origin = calco_arena_str(s->b->arena, column[1]).p;
    s->found.licence = calco_arena_str(s->b->arena, column[2]).p;
    return true;
}

calco_build_origin calco_build_own(calco_build *b)
{
    origin_search s = { b, { OWN_ORIGIN, OWN_LICENCE } };
    str           text;
    if (calco_build_file(b, "origins.tsv", &text, NULL) && text.p) calco_tsv_each(text, match_origin, &s, NULL);
    return s.found;
}

calco_buf *calco_build_part(calco_build *b, const char *subname, const char *origin, const char *licence)
{
    calco_made        *m = ARENA_NEW(b->arena, calco_made);
    const char        *dot = subname ? "." : "";
    calco_build_origin own = calco_build_own(b);
    m->name = calco_arena_printf(b->arena, "%s.%s%s%s", b->code, b->row->name, dot, subname ? subname : "").p;
    m->origin = origin ? origin : own.origin;
    m->licence = licence ? licence : own.licence;
    VEC_PUSH(b->arena, &b->made, m);
    return &m->bytes;
}

static int by_bytes(const void *x, const void *y) { return calco_str_cmp(*(const str *)x, *(const str *)y); }

bool calco_build_folder(calco_build *b, const char *folder, const char *ending, calco_strs *names, calco_err *err)
{
    const char *path = calco_build_path(b, folder);
    DIR        *dir = opendir(path);
    if (!dir) return errno == ENOENT || calco_fail(err, CALCO_ERR_OPEN, path, "cannot be opened: %s", strerror(errno));
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        str name = calco_str(e->d_name);
        if (name.p[0] != '.' && calco_str_ends(name, calco_str(ending)))
            VEC_PUSH(b->arena, names, calco_arena_str(b->arena, name));
    }
    closedir(dir);
    if (names->n) qsort(names->p, names->n, sizeof *names->p, by_bytes);
    return true;
}

bool calco_build_at(calco_err *err, const char *path)
{
    size_t n = strlen(path);
    if (n >= sizeof err->path) n = sizeof err->path - 1;
    memcpy(err->path, path, n);
    err->path[n] = '\0';
    return false;
}

typedef struct {
    calco_build *b;
    str          use;
    VEC(calco_installed) rows;
} installed_rows;

static bool add_installed(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    installed_rows *r = ctx;
    if (n < 4)
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "expected use, path, package, licence[, extra]");
    if (!calco_str_eq(column[0], r->use)) return true;
    calco_arena    *a = r->b->arena;
    calco_installed row = { column[0], calco_arena_str(a, column[1]), calco_arena_str(a, column[2]),
                            calco_arena_str(a, column[3]), calco_arena_str(a, column[4]) };
    VEC_PUSH(a, &r->rows, row);
    return true;
}

bool calco_build_installed(calco_build *b, const char *use, const calco_installed **rows, size_t *n, calco_err *err)
{
    str            text;
    installed_rows r = { .b = b, .use = calco_str(use) };
    if (!calco_build_file(b, "installed.tsv", &text, err)) return false;
    if (text.p && !calco_tsv_each(text, add_installed, &r, err))
        return calco_build_at(err, calco_build_path(b, "installed.tsv"));
    for (size_t i = 0; i < r.rows.n; i++) {
        const calco_installed *row = &r.rows.p[i];
        if (access(row->path.p, R_OK) != 0)
            return calco_fail(err, CALCO_ERR_OPEN, row->path.p,
                              "cannot be read; install the Debian package %s (apt-get install %s)", row->package.p,
                              row->package.p);
    }
    *rows = r.rows.p;
    *n = r.rows.n;
    return true;
}
