/* Which files an argument means: a file, the texts of a directory, the matches of a pattern, standard input. */
#include "cli/cli.h"

#include "paths.h"
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

/* The directory that a pattern does not leave: all up to the last slash before its first wildcard. */
static char *fixed_part(const char *pattern)
{
    size_t n = strcspn(pattern, "*?{[");
    while (n > 1 && pattern[n - 1] != '/') n--;
    char *directory = strndup(pattern, n > 1 ? n - 1 : n);
    if (!directory) abort();
    return directory;
}

bool cli_files_add_pattern(cli_files *files, const char *pattern)
{
    calco_arena *a = calco_arena_new();
    char        *root = fixed_part(pattern), *roots[] = { root, NULL };
    FTS         *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    const char  *here = calco_path_whole(a, ".");
    FTSENT      *e;
    while (tree && (e = fts_read(tree))) {
        bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';
        if (hidden && e->fts_info == FTS_D) fts_set(tree, e, FTS_SKIP);
        if (e->fts_info != FTS_F || hidden || !calco_path_fits(a, pattern, e->fts_path, NULL, NULL)) continue;
        const char *below = calco_path_under(here, e->fts_path);
        add(files, below ? below : e->fts_path);
    }
    if (tree) fts_close(tree);
    free(root);
    calco_arena_free(a);
    return true;
}

void cli_files_free(cli_files *files)
{
    for (size_t i = 0; i < files->n; i++) free(files->p[i]);
    free(files->p);
}
