/* Which lines of which files changed since a revision, as git sees it. */
#include "cli/changed.h"

#include "base/map.h"
#include "paths.h"

#include <stdlib.h>

typedef struct { size_t first, n; } hunk; /* lines of the new file */

typedef struct {
    VEC(hunk) hunks;
    bool      whole; /* git does not know the file yet */
} changes;

struct cli_changed {
    calco_arena *arena;
    const char  *top; /* of the work tree, absolute */
    calco_map    index; /* path below `top` -> place in files */
    VEC(changes) files;
};

static changes *file_at(cli_changed *c, str path)
{
    uint32_t *at = calco_map_at(&c->index, calco_arena_str(c->arena, path), (uint32_t)c->files.n);
    if (*at == c->files.n) VEC_PUSH(c->arena, &c->files, ((changes){ 0 }));
    return &c->files.p[*at];
}

/* git writes names with unusual bytes in quotes, escaped as in C. */
static str unquoted(calco_arena *a, str name)
{
    if (!name.n || name.p[0] != '"') return name;
    char  *out = ARENA_ARRAY(a, char, name.n);
    size_t n = 0;
    for (size_t i = 1; i + 1 < name.n; i++) {
        if (name.p[i] != '\\') out[n++] = name.p[i];
        else if (i + 3 < name.n && name.p[i + 1] >= '0' && name.p[i + 1] <= '3') {
            out[n++] = (char)((name.p[i + 1] - '0') * 64 + (name.p[i + 2] - '0') * 8 + (name.p[i + 3] - '0'));
            i += 3;
        } else {
            static const char codes[] = "abtnvfr", meant[] = "\a\b\t\n\v\f\r";
            const char *code = strchr(codes, name.p[++i]);
            out[n++] = code && *code ? meant[code - codes] : name.p[i];
        }
    }
    return (str){ out, n };
}

/* "@@ -12,0 +13,2 @@": lines 13 and 14 are new. */
static bool read_hunk(str line, hunk *h)
{
    size_t plus = calco_str_find(line, STR(" +"), 0);
    char   number[64];
    if (plus == SIZE_MAX) return false;
    str    rest = calco_str_from(line, plus + 2);
    size_t n = rest.n < sizeof number - 1 ? rest.n : sizeof number - 1;
    memcpy(number, rest.p, n);
    number[n] = '\0';
    char *end;
    h->first = strtoul(number, &end, 10);
    h->n = *end == ',' ? strtoul(end + 1, NULL, 10) : 1;
    return true;
}

static void read_diff(cli_changed *c, str diff)
{
    str      line;
    changes *file = NULL;
    while (calco_str_split(&diff, '\n', &line)) {
        hunk h;
        if (calco_str_starts(line, STR("+++ "))) {
            str name = unquoted(c->arena, calco_str_from(line, 4));
            if (name.n && name.p[name.n - 1] == '\t') name.n--; /* after names with spaces */
            file = file_at(c, name);
        } else if (file && calco_str_starts(line, STR("@@ -")) && read_hunk(line, &h)) VEC_PUSH(c->arena, &file->hunks, h);
    }
}

static bool git(const char *directory, const char *const *words, calco_buf *out)
{
    const char *argv[20] = { "git", "-C", directory, "-c", "core.quotePath=false" };
    size_t      n = 5;
    while (*words && n < 19) argv[n++] = *words++;
    argv[n] = NULL;
    return cli_run_program((char *const *)(uintptr_t)argv, STR(""), out) == 0;
}

cli_changed *cli_changed_open(const char *revision)
{
    calco_arena *a = calco_arena_new();
    cli_changed *c = ARENA_NEW(a, cli_changed);
    calco_buf    out = { 0 };
    c->arena = a;
    c->index = calco_map_new(a);
    if (!git(".", (const char *const[]){ "rev-parse", "--show-toplevel", NULL }, &out)) {
        cli_complain("--changed-since works in a git work tree, with git installed");
        goto failed;
    }
    c->top = calco_arena_str(a, calco_str_trim(calco_buf_view(&out))).p;
    out.n = 0;
    if (!git(c->top, (const char *const[]){ "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-prefix", "--no-renames",
                                            "--end-of-options", revision, "--", NULL }, &out)) {
        cli_complain("git does not know the revision \"%s\"; in a shallow clone fetch it first (`git fetch --unshallow`)", revision);
        goto failed;
    }
    read_diff(c, calco_arena_str(a, calco_buf_view(&out)));
    out.n = 0;
    if (git(c->top, (const char *const[]){ "ls-files", "--others", "--exclude-standard", "-z", NULL }, &out)) {
        str rest = calco_arena_str(a, calco_buf_view(&out)), name;
        while (calco_str_split(&rest, '\0', &name))
            if (name.n) file_at(c, name)->whole = true;
    }
    calco_buf_free(&out);
    return c;
failed:
    calco_buf_free(&out);
    calco_arena_free(a);
    return NULL;
}

void cli_changed_close(cli_changed *c)
{
    if (c) calco_arena_free(c->arena);
}

static const changes *changes_of(const cli_changed *c, const char *path)
{
    char       *real = realpath(path, NULL), *top = realpath(c->top, NULL);
    const char *below = real && top ? calco_path_under(top, real) : NULL;
    uint32_t    at = below ? calco_map_get(&c->index, calco_str(below)) : CALCO_NONE;
    free(real);
    free(top);
    return at == CALCO_NONE ? NULL : &c->files.p[at];
}

bool cli_changed_file(const cli_changed *c, const char *path) { return changes_of(c, path) != NULL; }

calco_result cli_changed_only(const cli_changed *c, const char *path, const calco_result *r, calco_finding **kept)
{
    const changes *file = changes_of(c, path);
    calco_result   view = *r;
    view.n_findings = 0;
    if (!(*kept = calloc(r->n_findings + 1, sizeof **kept))) abort();
    for (size_t i = 0; file && i < r->n_findings; i++) {
        const calco_place *p = &r->findings[i].place;
        bool changed = file->whole;
        for (size_t k = 0; !changed && k < file->hunks.n; k++)
            changed = p->end_line >= file->hunks.p[k].first && p->line < file->hunks.p[k].first + file->hunks.p[k].n;
        if (changed) (*kept)[view.n_findings++] = r->findings[i];
    }
    view.findings = *kept;
    view.per_1000 = r->words ? 1000.0 * (double)view.n_findings / (double)r->words : 0;
    return view;
}
