/* Part "XX-YY.rules": the phrase rules of all files of dictionaries/XX-YY/rules, in byte order of their names. */
#include "pack/build.h"

#include "base/err.h"
#include "check/phrases.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

static int by_name(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

typedef VEC(const char *) names;

/* False and err where the folder exists but cannot be read; a missing one holds no rules. */
static bool rule_files(calco_build *b, const char *folder, names *out, calco_err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT || calco_fail(err, CALCO_ERR_OPEN, folder, "cannot be opened: %s", strerror(errno));
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        str name = calco_str(e->d_name);
        if (name.p[0] != '.' && calco_str_ends(name, STR(".tsv"))) VEC_PUSH(b->arena, out, calco_arena_str(b->arena, name).p);
    }
    closedir(dir);
    if (out->n) qsort(out->p, out->n, sizeof *out->p, by_name);
    return true;
}

bool calco_build_rules(calco_build *b, calco_err *err)
{
    const char *folder = calco_build_path(b, "rules");
    names       found = { 0 };
    if (!rule_files(b, folder, &found, err)) return false;
    if (!found.n) return true;
    calco_rule_file *files = ARENA_ARRAY(b->arena, calco_rule_file, found.n);
    for (size_t i = 0; i < found.n; i++) {
        calco_buf bytes = { 0 };
        files[i].path = calco_arena_printf(b->arena, "%s/%s", folder, found.p[i]).p;
        bool ok = calco_read_file(files[i].path, &bytes, err);
        files[i].text = calco_arena_str(b->arena, calco_buf_view(&bytes));
        calco_buf_free(&bytes);
        if (!ok) return false;
    }
    return calco_phrases_compile(b->arena, files, found.n, b->target, calco_build_part(b, NULL, NULL, NULL), err);
}
