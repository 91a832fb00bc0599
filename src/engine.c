/* Opening an engine: the pack, its two languages, the lexicon, the rules and the settings. */
#include "engine.h"

#include "base/buf.h"
#include "base/err.h"
#include "check/glossary.h"

#include <pthread.h>
#include <stdlib.h>

/* "calque" means all of a family, "calque/armed-*" all that start so, else the very rule. */
bool calco_rule_matches(const char *pattern, const char *id)
{
    size_t n = strlen(pattern);
    if (n && pattern[n - 1] == '*') return strncmp(pattern, id, n - 1) == 0;
    return strncmp(pattern, id, n) == 0 && (id[n] == '\0' || id[n] == '/');
}

static bool any_matches(const char *const *patterns, const char *id)
{
    for (size_t i = 0; patterns && patterns[i]; i++)
        if (calco_rule_matches(patterns[i], id)) return true;
    return false;
}

/* What the last of "PATTERN=what" that fits says of a rule; empty where none does. */
static str setting_of(const calco_settings *s, const char *id)
{
    str last = STR("");
    for (size_t i = 0; s->rules && s->rules[i]; i++) {
        const char *equals = strrchr(s->rules[i], '=');
        char        pattern[96];
        if (!equals || (size_t)(equals - s->rules[i]) >= sizeof pattern) continue;
        memcpy(pattern, s->rules[i], (size_t)(equals - s->rules[i]));
        pattern[equals - s->rules[i]] = '\0';
        if (calco_rule_matches(pattern, id)) last = calco_str(equals + 1);
    }
    return last;
}

bool calco_rule_wanted(const calco_settings *s, const char *id)
{
    if (s->only && s->only[0] && !any_matches(s->only, id)) return false;
    return !any_matches(s->skip, id) && !calco_str_eq(setting_of(s, id), STR("off"));
}

calco_severity calco_rule_severity(const calco_settings *s, const char *id, calco_severity own)
{
    static const char *const names[] = { [CALCO_MINOR] = "minor", [CALCO_MAJOR] = "major", [CALCO_CRITICAL] = "critical" };
    str setting = setting_of(s, id);
    for (int k = CALCO_MINOR; k <= CALCO_CRITICAL; k++)
        if (calco_str_eq(setting, calco_str(names[k]))) return (calco_severity)k;
    return own;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const calco_rule *)a)->id, ((const calco_rule *)b)->id);
}

/* The phrase rules come in order; those of the other families are few: sort these, then merge. */
static void list_rules(calco_engine *e)
{
    VEC(calco_rule) coded = { 0 };
    for (size_t f = 0; calco_families[f]; f++)
        for (size_t r = 0; r < calco_families[f]->n_rules; r++) {
            const calco_rule_info *info = &calco_families[f]->rules[r];
            calco_rule rule = { info->id, info->category, info->severity, (double)info->confidence, info->summary,
                                "", "", "", "", "", "", false };
            VEC_PUSH(e->arena, &coded, rule);
        }
    if (coded.n) qsort(coded.p, coded.n, sizeof *coded.p, by_id);
    size_t c = 0;
    for (size_t i = 0; e->phrases && i < calco_phrases_count(e->phrases); i++) {
        calco_rule rule = calco_phrases_rule(e->phrases, i);
        while (c < coded.n && strcmp(coded.p[c].id, rule.id) < 0) VEC_PUSH(e->arena, &e->rules, coded.p[c++]);
        VEC_PUSH(e->arena, &e->rules, rule);
    }
    while (c < coded.n) VEC_PUSH(e->arena, &e->rules, coded.p[c++]);
}

/* "it-en 1 …" names the languages: "it" and "en". */
static bool split_pair(calco_engine *e, char source[8], char target[8], calco_err *err)
{
    str title = calco_str(calco_pack_title(e->pack)), pair, from;
    if (!calco_str_split(&title, ' ', &pair) || !pair.n) pair = STR("?");
    e->pair = calco_arena_str(e->arena, pair).p;
    str rest = pair;
    if (!calco_str_split(&rest, '-', &from) || !rest.p || from.n > 7 || rest.n > 7 || !from.n || !rest.n)
        return calco_fail(err, CALCO_ERR_PACK, calco_pack_path(e->pack), "names no language pair: \"%s\"; rebuild it", e->pair);
    memcpy(source, from.p, from.n);
    memcpy(target, rest.p, rest.n);
    return true;
}

static bool open_parts(calco_engine *e, const char *target, calco_err *err)
{
    if (!(e->target = calco_lang_open(e->pack, target, err))) return false;
    if (calco_pack_part_of(e->pack, e->pair, "lexicon").p &&
        !(e->lexicon = calco_lexicon_open(e->pack, e->pair, e->arena, err)))
        return false;
    if (calco_pack_part_of(e->pack, e->pair, "rules").p &&
        !(e->phrases = calco_phrases_open(e->pack, e->pair, e->target, e->arena, err)))
        return false;
    e->calibration = calco_calibration_open(e->pack, target);
    e->tenses = calco_tense_model_open(e->pack, e->pair, e->arena);
    return true;
}

/* --- what another thread does meanwhile: half of all work --- */

typedef struct {
    calco_engine *engine;
    const char   *source;
    calco_err     err;
    bool          good;
} side_work;

static void *do_aside(void *arg)
{
    side_work    *w = arg;
    calco_engine *e = w->engine;
    w->good = calco_pack_verify(e->pack, &w->err) && (e->source = calco_lang_open(e->pack, w->source, &w->err)) != NULL;
    e->account = calco_account_open(e->pack, e->pair, e->aside);
    calco_weights_open(e);
    return NULL;
}

static bool open_all(calco_engine *e, calco_err *err)
{
    char source[8] = "", target[8] = "";
    if (!split_pair(e, source, target, err)) return calco_pack_verify(e->pack, err) && false;
    side_work w = { .engine = e, .source = source };
    pthread_t thread;
    bool      runs = pthread_create(&thread, NULL, do_aside, &w) == 0;
    if (!runs) do_aside(&w);
    bool ok = open_parts(e, target, err);
    if (runs) pthread_join(thread, NULL);
    if (!w.good && err) *err = w.err; /* where the pack is damaged all else that is wrong follows from it */
    if (ok && w.good && e->lexicon) calco_lexicon_languages(e->lexicon, e->source, e->target, e->arena);
    return ok && w.good;
}

calco_engine *calco_engine_open(const char *pack_path, const calco_settings *settings, calco_err *err)
{
    calco_arena  *a = calco_arena_new();
    calco_engine *e = ARENA_NEW(a, calco_engine);
    e->arena = a;
    e->aside = calco_arena_new();
    e->settings = settings ? *settings : (calco_settings){ .min_confidence = -1, .infer = true };
    if (!(e->pack = calco_pack_open_early(pack_path, err)) || !open_all(e, err)) {
        calco_engine_close(e);
        return NULL;
    }
    list_rules(e);
    return e;
}

void calco_engine_close(calco_engine *e)
{
    if (!e) return;
    calco_lang_close(e->source);
    calco_lang_close(e->target);
    calco_pack_close(e->pack);
    calco_arena_free(e->aside);
    calco_arena_free(e->arena);
}

size_t calco_rule_count(const calco_engine *e) { return e->rules.n; }

calco_rule calco_rule_at(const calco_engine *e, size_t i)
{
    calco_rule rule = e->rules.p[i];
    rule.safe = calco_rule_safe(rule.id);
    return rule;
}

size_t calco_part_count(const calco_engine *e) { return calco_pack_count(e->pack); }

calco_part_info calco_part_at(const calco_engine *e, size_t i) { return calco_pack_info(e->pack, i); }

const char *calco_engine_pack(const calco_engine *e) { return calco_pack_title(e->pack); }

struct calco_glossary *calco_glossary_open(const calco_engine *e, const char *path, calco_err *err)
{
    calco_arena    *a = calco_arena_new();
    calco_buf       bytes = { 0 };
    calco_decoded   text;
    calco_glossary *g = NULL;
    if (calco_read_file(path, &bytes, err) && calco_decode(a, bytes.p, bytes.n, NULL, path, &text, err))
        g = calco_glossary_read(text.text, path, e->source, e->target, err);
    calco_buf_free(&bytes);
    calco_arena_free(a);
    return g;
}
