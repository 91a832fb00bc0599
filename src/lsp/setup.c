/* Configuration by text, read once and kept until a file that it comes from changes. */
#include "lsp/setup.h"

#include "base/buf.h"

#include <stdlib.h>
#include <sys/stat.h>

/* --- engines --- */

const calco_engine *lsp_engine_for(lsp_engines *all, calco_engine *(*open)(const char *pair), const char *pair)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->p[i].pair, pair ? pair : "") == 0) return all->p[i].engine;
    if (all->n == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 4;
        all->p = realloc(all->p, all->cap * sizeof *all->p);
        if (!all->p) abort();
    }
    lsp_engine own = { strdup(pair ? pair : ""), open(pair) };
    all->p[all->n++] = own;
    return own.engine;
}

void lsp_engines_free(lsp_engines *all)
{
    for (size_t i = 0; i < all->n; i++) {
        calco_engine_close(all->p[i].engine);
        free(all->p[i].pair);
    }
    free(all->p);
    *all = (lsp_engines){ 0 };
}

/* --- setups --- */

typedef struct {
    const char         *path;
    const calco_config *config;
    uint64_t            stamp;
} known_text;
typedef struct { const char *path; const calco_engine *engine; struct calco_glossary *glossary; } known_glossary;

struct lsp_setup {
    size_t         holds;
    calco_arena   *arena;
    calco_project *project;
    VEC(known_text)     texts;
    VEC(known_glossary) glossaries;
};

lsp_setup *lsp_setup_new(void)
{
    calco_arena *a = calco_arena_new();
    lsp_setup   *s = ARENA_NEW(a, lsp_setup);
    s->holds = 1;
    s->arena = a;
    s->project = calco_project_new(NULL);
    return s;
}

lsp_setup *lsp_setup_keep(lsp_setup *s)
{
    s->holds++;
    return s;
}

void lsp_setup_drop(lsp_setup *s)
{
    if (!s || --s->holds) return;
    for (size_t i = 0; i < s->glossaries.n; i++) calco_glossary_close(s->glossaries.p[i].glossary);
    calco_project_free(s->project);
    calco_arena_free(s->arena);
}

static known_text *text_of(lsp_setup *s, const char *path)
{
    for (size_t i = 0; i < s->texts.n; i++)
        if (strcmp(s->texts.p[i].path, path) == 0) return &s->texts.p[i];
    return NULL;
}

const calco_config *lsp_settings_for(lsp_setup *s, const char *path, calco_err *err)
{
    known_text *known = text_of(s, path);
    if (known) return known->config;
    const calco_config *config = calco_project_config(s->project, path, err);
    if (!config) return NULL;
    calco_config *quick = ARENA_NEW(s->arena, calco_config);
    *quick = *config;
    quick->settings.infer_quoted = true; /* the likely source of other sentences is reconstructed when someone points at them */
    known_text own = { calco_arena_str(s->arena, calco_str(path)).p, quick, 0 };
    VEC_PUSH(s->arena, &s->texts, own);
    uint64_t stamp = lsp_setup_stamp(s, path);
    s->texts.p[s->texts.n - 1].stamp = stamp;
    return own.config;
}

const calco_config *lsp_settings_with(lsp_setup *s, const calco_engine *engine, const calco_config *config, calco_err *err)
{
    if (!config->glossary || config->settings.glossary) return config;
    known_glossary own = { config->glossary, engine, NULL };
    for (size_t i = 0; i < s->glossaries.n; i++)
        if (s->glossaries.p[i].engine == engine && strcmp(s->glossaries.p[i].path, own.path) == 0) own = s->glossaries.p[i];
    if (!own.glossary) {
        if (!(own.glossary = calco_glossary_open(engine, own.path, err))) return NULL;
        VEC_PUSH(s->arena, &s->glossaries, own);
    }
    calco_config *with = ARENA_NEW(s->arena, calco_config);
    *with = *config;
    with->settings.glossary = own.glossary;
    for (size_t i = 0; i < s->texts.n; i++)
        if (s->texts.p[i].config == config) s->texts.p[i].config = with;
    return with;
}

/* --- freshness --- */

static void add_file(calco_buf *b, const char *path)
{
    struct stat st;
    if (!path || stat(path, &st) != 0) {
        calco_buf_str(b, STR("-\n"));
        return;
    }
    calco_buf_printf(b, "%lld %lld %ld %llu\n", (long long)st.st_size, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec, (unsigned long long)st.st_ino);
}

uint64_t lsp_setup_stamp(lsp_setup *s, const char *path)
{
    calco_buf   b = { 0 }, name = { 0 };
    known_text *t = text_of(s, path);
    for (size_t n = strlen(path); n > 0; n--) {
        if (path[n - 1] != '/') continue;
        name.n = 0;
        calco_buf_add(&name, path, n);
        calco_buf_add(&name, ".calco.yaml", sizeof ".calco.yaml");
        add_file(&b, name.p);
    }
    const calco_config *c = t ? t->config : NULL;
    for (const char *const *d = c ? c->dictionaries : NULL; d && *d; d++) add_file(&b, *d);
    add_file(&b, c ? c->baseline : NULL);
    add_file(&b, c ? c->glossary : NULL);
    uint64_t stamp = calco_str_hash(calco_buf_view(&b));
    calco_buf_free(&b);
    calco_buf_free(&name);
    return stamp;
}

bool lsp_setup_fresh(lsp_setup *s, const char *path)
{
    const known_text *t = text_of(s, path);
    return !t || t->stamp == lsp_setup_stamp(s, path);
}
