/* Plans: the files, their configuration with the command line's options laid over it, one engine a pair. */
#include "cli/plan.h"

#include "base/map.h"
#include "base/vec.h"
#include "paths.h"

#include <stdlib.h>

/* Engines by the pair that was asked for ("" where none was). */
typedef struct { const char *pair; calco_engine *engine; } pair_engine;
/* Glossaries by path and engine. */
typedef struct { const char *path; const calco_engine *engine; struct calco_glossary *glossary; uint64_t hash; } engine_glossary;
struct cli_engines {
    VEC(pair_engine) all;
    VEC(engine_glossary) glossaries;
    calco_map        known; /* patterns of rules that some engine knows */
};

/* --- engines and their rules --- */

static const calco_engine *engine_for(cli_plan *p, const cli_request *r, const char *pair)
{
    const char *key = r->pack || !pair ? "" : pair;
    for (size_t i = 0; i < p->engines->all.n; i++)
        if (strcmp(p->engines->all.p[i].pair, key) == 0) return p->engines->all.p[i].engine;
    calco_engine *engine = cli_open_engine(r->pack, pair, &(calco_settings){ .min_confidence = -1, .infer = true });
    if (!engine) return NULL;
    pair_engine own = { key, engine };
    VEC_PUSH(p->arena, &p->engines->all, own);
    return engine;
}

const calco_engine *cli_plan_engine(const cli_plan *p) { return p->engines->all.n ? p->engines->all.p[0].engine : NULL; }

static bool names_a_rule(cli_plan *p, const calco_engine *engine, const char *pattern)
{
    if (calco_map_get(&p->engines->known, calco_str(pattern)) != CALCO_NONE) return true;
    for (size_t i = 0; i < calco_rule_count(engine); i++)
        if (calco_rule_matches(pattern, calco_rule_at(engine, i).id)) return calco_map_set(&p->engines->known, calco_str(pattern), 1), true;
    return false;
}

static bool known_patterns(cli_plan *p, const calco_engine *engine, const char *const *patterns)
{
    for (size_t i = 0; patterns && patterns[i]; i++)
        if (!names_a_rule(p, engine, patterns[i])) return cli_complain_rule(engine, "", patterns[i]), false;
    return true;
}

/* "PATTERN=off" of the configuration: each knows its line. */
static bool known_rules(cli_plan *p, const calco_engine *engine, const calco_config *c)
{
    for (size_t i = 0; c->settings.rules && c->settings.rules[i]; i++) {
        const char *rule = c->settings.rules[i], *equals = strrchr(rule, '=');
        const char *pattern = calco_arena_str(p->arena, (str){ rule, (size_t)(equals - rule) }).p;
        if (names_a_rule(p, engine, pattern)) continue;
        cli_complain_rule(engine, calco_arena_printf(p->arena, "%s:%zu: ", c->rule_lines[i].file, c->rule_lines[i].line).p, pattern);
        return false;
    }
    return true;
}

/* --- glossaries --- */

static bool add_glossary(cli_plan *p, cli_text *t, calco_config *c)
{
    if (!c->glossary) return true;
    engine_glossary own = { .path = c->glossary, .engine = t->engine };
    for (size_t i = 0; i < p->engines->glossaries.n; i++) {
        const engine_glossary *g = &p->engines->glossaries.p[i];
        if (g->engine == own.engine && strcmp(g->path, own.path) == 0) own = *g;
    }
    if (!own.glossary) {
        calco_err err = { 0 };
        calco_buf bytes = { 0 };
        if (!calco_read_file(own.path, &bytes, &err) || !(own.glossary = calco_glossary_open(own.engine, own.path, &err))) {
            calco_buf_free(&bytes);
            return cli_complain_err(&err), false;
        }
        own.hash = calco_str_hash(calco_buf_view(&bytes));
        calco_buf_free(&bytes);
        VEC_PUSH(p->arena, &p->engines->glossaries, own);
    }
    c->settings.glossary = own.glossary;
    t->glossary = own.hash;
    return true;
}

/* --- one text --- */

static bool lay_over(cli_plan *p, const cli_request *r, calco_config *c)
{
    calco_err err = { 0 };
    if (r->pair) c->pair = r->pair;
    if (r->encoding) c->encoding = r->encoding;
    if (r->source_encoding) c->source_encoding = r->source_encoding;
    if (r->input_format) c->input_format = r->input_format;
    c->settings.only = r->only;
    c->settings.skip = r->skip;
    if (r->min_confidence >= 0) c->settings.min_confidence = r->min_confidence;
    if (r->no_infer) c->settings.infer = false;
    c->settings.words = r->words;
    if (r->min_score >= 0) c->min_score = r->min_score;
    if (r->max_per_1000 >= 0) c->max_per_1000 = r->max_per_1000;
    if (r->fail_on >= 0) c->fail_on = r->fail_on;
    if (c->fail_on < 0) c->fail_on = c->min_score >= 0 || c->max_per_1000 >= 0 ? CALCO_CRITICAL + 1 : CALCO_MINOR;
    if (r->glossary) c->glossary = r->glossary;
    if (r->no_baseline) c->settings.n_known = 0;
    if (r->baseline && !calco_project_baseline(p->project, r->baseline, c, &err)) return cli_complain_err(&err), false;
    return true;
}

/* --source: a file that must exist, or a pattern whose file may be missing. */
static void add_source(cli_plan *p, const cli_request *r, cli_text *t, calco_config *c)
{
    if (!r->source) return;
    if (strchr(r->source, '{')) c->source = calco_path_fill(p->arena, r->source, t->path, NULL, NULL);
    else t->source = r->source;
}

static bool add_text(cli_plan *p, const cli_request *r, const char *path)
{
    calco_err err = { 0 };
    const calco_config *found = calco_project_config(p->project, path, &err);
    if (!found) return cli_complain_err(&err), false;
    if (found->ignored) return true;
    calco_config *c = ARENA_NEW(p->arena, calco_config);
    *c = *found;
    cli_text t = { .path = path, .config = c };
    if (!lay_over(p, r, c)) return false;
    add_source(p, r, &t, c);
    if (!(t.engine = engine_for(p, r, c->pair))) return false;
    if (!known_patterns(p, t.engine, r->only) || !known_patterns(p, t.engine, r->skip) || !known_rules(p, t.engine, c)) return false;
    if (!add_glossary(p, &t, c)) return false;
    p->texts[p->n++] = t;
    return true;
}

/* --- all texts --- */

static bool project_files(cli_plan *p, cli_files *files)
{
    calco_err err = { 0 };
    const char *const *patterns = calco_project_files(p->project, &err);
    if (!patterns && err.message[0]) return cli_complain_err(&err), false;
    if (!patterns) return cli_complain("no text to check; name files, or - for standard input, or give \"files\" in .calco.yaml"), false;
    for (size_t i = 0; patterns[i]; i++) cli_files_add_pattern(files, patterns[i]);
    if (!files->n) return cli_complain("no text fits the \"files\" of .calco.yaml (%s)", patterns[0]), false;
    return true;
}

bool cli_plan_make(const cli_request *r, cli_plan *p)
{
    *p = (cli_plan){ .arena = calco_arena_new(), .trouble = r->trouble, .project = calco_project_new(r->config) };
    p->engines = ARENA_NEW(p->arena, struct cli_engines);
    p->engines->known = calco_map_new(p->arena);
    cli_files own = { 0 };
    const cli_files *files = &r->files;
    bool ok = true;
    if (!files->n && !r->trouble) {
        ok = project_files(p, &own);
        files = &own;
    }
    if (ok && r->source && files->n > 1 && !strchr(r->source, '{')) {
        cli_complain("--source names one file for %zu texts; write a pattern like \"{dir}/{name}.it.txt\"", files->n);
        ok = false;
    }
    p->texts = ARENA_ARRAY(p->arena, cli_text, files->n);
    for (size_t i = 0; ok && i < files->n; i++) ok = add_text(p, r, calco_arena_str(p->arena, calco_str(files->p[i])).p);
    cli_files_free(&own);
    return ok;
}

void cli_plan_free(cli_plan *p)
{
    for (size_t i = 0; p->engines && i < p->engines->glossaries.n; i++) calco_glossary_close(p->engines->glossaries.p[i].glossary);
    for (size_t i = 0; p->engines && i < p->engines->all.n; i++) calco_engine_close(p->engines->all.p[i].engine);
    calco_project_free(p->project);
    calco_arena_free(p->arena);
}
