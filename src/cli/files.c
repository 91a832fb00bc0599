/* Which files an argument means: a file, the texts of a directory, the matches of a pattern, standard input. */
#include "cli/cli.h"

#include "read/read.h"

#include <errno.h>
#include <fts.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

static void add(cli_files *files, const char *path)
{
    if (files->n == files->cap) {
        files->cap = files->cap ? 2 * files->cap : 16;
        char **larger = realloc(files->p, files->cap * sizeof *larger);
        if (!larger) abort();
        files->p = larger;
    }
    if (!(files->p[files->n++] = strdup(path))) abort();
}

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

/* fts reports a directory that leads back to itself instead of following it. */
static bool add_directory(cli_files *files, const char *path)
{
    char *roots[] = { (char *)(uintptr_t)path, NULL };
    FTS  *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    if (!tree) return cli_complain("%s: cannot be read: %s", path, strerror(errno)), false;
    bool    ok = true;
    FTSENT *e;
    while ((e = fts_read(tree))) {
        bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';
        if (hidden && e->fts_info == FTS_D) fts_set(tree, e, FTS_SKIP);
        if (e->fts_info == FTS_F && !hidden && calco_readable(e->fts_name)) add(files, e->fts_path);
        if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR) {
            cli_complain("%s: cannot be read: %s", e->fts_path, strerror(e->fts_errno));
            ok = false;
        }
    }
    fts_close(tree);
    return ok;
}

bool cli_files_add(cli_files *files, const char *argument)
{
    struct stat st;
    if (strcmp(argument, "-") != 0 && stat(argument, &st) == 0 && S_ISDIR(st.st_mode)) return add_directory(files, argument);
    glob_t g;
    if (strcmp(argument, "-") != 0 && stat(argument, &st) != 0 && strpbrk(argument, "*?[") &&
        glob(argument, 0, NULL, &g) == 0) {
        for (size_t i = 0; i < g.gl_pathc; i++) add(files, g.gl_pathv[i]);
        globfree(&g);
        return true;
    }
    add(files, argument); /* where it cannot be read, reading it says so */
    return true;
}

void cli_files_free(cli_files *files)
{
    for (size_t i = 0; i < files->n; i++) free(files->p[i]);
    free(files->p);
}
