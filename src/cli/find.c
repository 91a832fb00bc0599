/* Finding packs: $CALCO_PACKS, packs/ beside the program, share/calco of its prefix, then the prefix it was built for. */
#include "cli/cli.h"

#include "base/nearest.h"

#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

/* The directory of the running program, without a final '/'. */
static const char *program_directory(void)
{
    static char path[4096];
    ssize_t     n = path[0] ? 0 : readlink("/proc/self/exe", path, sizeof path - 1);
    char       *slash = n >= 0 ? strrchr(path, '/') : NULL;
    if (n > 0 && slash) *slash = '\0';
    return n >= 0 && path[0] ? path : ".";
}

const char *const *cli_pack_directories(void)
{
    static char        beside[4200], prefix[4200];
    static const char *directories[5];
    size_t             n = 0;
    const char        *own = getenv("CALCO_PACKS");
    if (own && *own) directories[n++] = own;
    if (!beside[0]) {
        const char *here = program_directory();
        snprintf(beside, sizeof beside, "%s/packs", here);
        snprintf(prefix, sizeof prefix, "%s/../share/calco", here);
    }
    directories[n++] = beside;
    directories[n++] = prefix;
    directories[n++] = CALCO_DATADIR;
    directories[n] = NULL;
    return directories;
}

char *cli_pair_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char       *pair = strdup(slash ? slash + 1 : path);
    if (!pair) abort();
    char *dot = strstr(pair, ".calco");
    if (dot) *dot = '\0';
    return pair;
}

static bool has_name(char *const *paths, size_t n, const char *path)
{
    const char *name = strrchr(path, '/');
    for (size_t i = 0; i < n; i++)
        if (strcmp(strrchr(paths[i], '/'), name) == 0) return true;
    return false;
}

char **cli_pack_paths(size_t *n)
{
    char **paths = NULL;
    *n = 0;
    for (const char *const *d = cli_pack_directories(); *d; d++) {
        char   pattern[4300];
        glob_t g;
        snprintf(pattern, sizeof pattern, "%s/*.calco", *d);
        if (glob(pattern, 0, NULL, &g) != 0) continue;
        for (size_t i = 0; i < g.gl_pathc; i++) {
            if (has_name(paths, *n, g.gl_pathv[i])) continue;
            char **larger = realloc(paths, (*n + 1) * sizeof *larger);
            if (!larger) abort();
            paths = larger;
            paths[(*n)++] = strdup(g.gl_pathv[i]);
        }
        globfree(&g);
    }
    return paths;
}

static int no_packs(void)
{
    const char *const *d = cli_pack_directories();
    fputs("calco: no pack was found in", stderr);
    for (size_t i = 0; d[i]; i++) fprintf(stderr, "%s %s", i ? "," : "", d[i]);
    fputs("; build one with `make packs`, or name it with --pack\n", stderr);
    return EXIT_TROUBLE;
}

/* Where nobody names a pair and there are several. */
static const char DEFAULT_PAIR[] = "it-en";

/* The path of the pack of `pair`; of the default, else of the first pack where that is NULL. NULL after a complaint. */
static char *find_pack(const char *pair)
{
    size_t      n;
    char      **paths = cli_pack_paths(&n), *found = NULL;
    const char **pairs = calloc(n + 1, sizeof *pairs);
    if (!pairs) abort();
    for (size_t i = 0; i < n; i++) pairs[i] = cli_pair_of(paths[i]);
    for (size_t i = 0; i < n && !found; i++)
        if (strcmp(pair ? pair : DEFAULT_PAIR, pairs[i]) == 0) found = strdup(paths[i]);
    if (!found && !pair && n) found = strdup(paths[0]);
    if (!found && !n) no_packs();
    else if (!found) {
        const char *near = calco_nearest(pair, pairs, n);
        cli_complain("no pack for the pair \"%s\"; %s \"%s\"%s", pair, near ? "did you mean" : "there is", near ? near : pairs[0],
                     near ? "?" : "");
    }
    for (size_t i = 0; i < n; i++) free(paths[i]), free((char *)(uintptr_t)pairs[i]);
    free(paths);
    free(pairs);
    return found;
}

calco_engine *cli_open_engine(const char *pack, const char *pair, const calco_settings *settings)
{
    char *path = pack ? strdup(pack) : find_pack(pair);
    if (!path) return NULL;
    calco_err     err = { 0 };
    calco_engine *engine = calco_engine_open(path, settings, &err);
    if (!engine) cli_complain_err(&err);
    free(path);
    return engine;
}
