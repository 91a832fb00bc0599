/* The parts "XX.list.NAME": word lists of dictionaries/XX/lists, and names that ICU knows. */
#include "base/err.h"
#include "lang/table.h"
#include "pack/build.h"
#include "text/unicode.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b) { return calco_str_cmp(*(const str *)a, *(const str *)b); }

static void add_lines(calco_arena *a, calco_strs *members, str text)
{
    str line;
    while (calco_str_split(&text, '\n', &line)) {
        line = calco_str_trim(line);
        if (line.n && line.p[0] != '#') VEC_PUSH(a, members, line);
    }
}

/* Members as written, in byte order, without doubles. */
static void write_list(calco_build *b, const char *name, calco_strs *members, bool from_icu)
{
    size_t n = 0;
    if (!members->n) return;
    qsort(members->p, members->n, sizeof *members->p, by_bytes);
    for (size_t i = 0; i < members->n; i++)
        if (!n || !calco_str_eq(members->p[n - 1], members->p[i])) members->p[n++] = members->p[i];
    calco_build_origin own = calco_build_own(b);
    const char        *origin = from_icu ? calco_arena_printf(b->arena, "ICU (CLDR), %s", own.origin).p : NULL;
    const char        *licence = from_icu ? calco_arena_printf(b->arena, "Unicode-3.0, %s", own.licence).p : NULL;
    calco_strtab_write(calco_build_part(b, name, origin, licence), members->p, n);
}

/* --- names from ICU: the list of that name holds them beside what its file has --- */

static const struct {
    const char *name;
    void (*codes)(calco_arena *a, calco_strs *out);
    str (*name_of)(calco_arena *a, const char *locale, const char *code);
} generated[] = {
    { "country", calco_territory_codes, calco_territory_name },
    { "language", calco_language_codes, calco_language_name },
};
enum { N_GENERATED = sizeof generated / sizeof generated[0] };

static void add_generated(calco_build *b, size_t which, calco_strs *members)
{
    calco_strs codes = { 0 };
    generated[which].codes(b->arena, &codes);
    for (size_t i = 0; i < codes.n; i++) {
        str name = generated[which].name_of(b->arena, b->code, codes.p[i].p);
        if (name.n) VEC_PUSH(b->arena, members, name);
    }
}

bool calco_build_lists(calco_build *b, calco_err *err)
{
    calco_strs files = { 0 };
    bool       done[N_GENERATED] = { false };
    if (!calco_build_folder(b, "lists", ".txt", &files, err)) return false;
    for (size_t i = 0; i < files.n; i++) {
        str        name = calco_str_cut(files.p[i], 0, files.p[i].n - 4), text;
        calco_strs members = { 0 };
        if (!calco_build_file(b, calco_arena_printf(b->arena, "lists/%s", files.p[i].p).p, &text, err)) return false;
        add_lines(b->arena, &members, text);
        bool from_icu = false;
        for (size_t g = 0; g < N_GENERATED; g++) {
            if (!calco_str_eq(name, calco_str(generated[g].name))) continue;
            add_generated(b, g, &members);
            done[g] = from_icu = true;
        }
        write_list(b, calco_arena_str(b->arena, name).p, &members, from_icu);
    }
    for (size_t g = 0; g < N_GENERATED; g++) {
        calco_strs members = { 0 };
        if (done[g]) continue;
        add_generated(b, g, &members);
        write_list(b, generated[g].name, &members, true);
    }
    return true;
}
