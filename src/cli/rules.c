/* calco rules: what is looked for; explains a rule with its examples. */
#include "cli/cli.h"

#include "base/arena.h"
#include "report/report.h"
#include "report/value.h"

#include <math.h>
#include <stdlib.h>

enum { OPT_FAMILIES = 256, OPT_PACK };

static const struct argp_option options[] = {
    { "pair", 'p', "PAIR", 0, "The languages, source first: it-en (default: the first pack that is found)", 1 },
    { "pack", OPT_PACK, "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { "families", OPT_FAMILIES, 0, 0, "List the families and how many rules each has", 1 },
    { "format", 'f', "NAME", 0, "text (default) or json", 1 },
    { 0 }
};

typedef struct {
    const char  *pair, *pack;
    const char **wanted; /* NULL-terminated, or NULL for all */
    bool         families, json;
} rules_options;

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    static const char *const formats[] = { "text", "json" };
    rules_options *o = state->input;
    switch (key) {
    case 'p': o->pair = arg; break;
    case OPT_PACK: o->pack = arg; break;
    case OPT_FAMILIES: o->families = true; break;
    case 'f':
        o->json = strcmp(arg, "json") == 0;
        if (!o->json && strcmp(arg, "text") != 0) exit(cli_complain_unknown("format", arg, formats, 2));
        break;
    case ARGP_KEY_ARG: cli_list_add(&o->wanted, arg); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = { options, take_option, "[RULE...]",
                                  "List the rules: id, category, severity, confidence, and one sentence.\v"
                                  "RULE is an id, a family, or a beginning with *. A single rule is explained with its examples.",
                                  NULL, NULL, NULL };

int cli_complain_rule(const calco_engine *engine, const char *where, const char *word)
{
    size_t       n = calco_rule_count(engine);
    const char **names = calloc(2 * n + 1, sizeof *names), *last = "";
    calco_arena *families = calco_arena_new();
    if (!names) abort();
    for (size_t i = 0; i < n; i++) {
        const char *id = calco_rule_at(engine, i).id;
        size_t      family = strcspn(id, "/");
        names[i] = id;
        if (strncmp(last, id, family) != 0 || last[family]) last = calco_arena_str(families, (str){ id, family }).p;
        names[n + i] = last;
    }
    int status = cli_complain_unknown_at(where, "rule", word, names, 2 * n);
    calco_arena_free(families);
    free(names);
    return status;
}

/* --- the list --- */

static void list_line(calco_buf *out, const calco_rule *rule)
{
    int confidence = (int)lround(rule->confidence * 100);
    calco_buf_printf(out, "%-44s %-16s %-8s %d.%02d  %s\n", rule->id, rule->category, calco_severity_name(rule->severity),
                     confidence / 100, confidence % 100, rule->summary);
}

/* Examples stand in one column, separated by " | ". */
static void examples(calco_buf *out, const char *title, const char *column)
{
    str rest = calco_str(column);
    while (rest.p && rest.n) {
        size_t bar = calco_str_find(rest, STR(" | "), 0);
        str    one = bar == SIZE_MAX ? rest : calco_str_cut(rest, 0, bar);
        calco_buf_printf(out, "  %-10s ", title);
        calco_buf_str(out, calco_str_trim(one));
        calco_buf_char(out, '\n');
        rest = bar == SIZE_MAX ? STR("") : calco_str_from(rest, bar + 3);
    }
}

static void explain(calco_buf *out, const calco_rule *rule)
{
    int confidence = (int)lround(rule->confidence * 100);
    calco_buf_printf(out, "%s\n  %s\n\n", rule->id, rule->summary);
    calco_buf_printf(out, "  %-10s %s\n  %-10s %s\n  %-10s %d.%02d\n", "category", rule->category, "severity",
                     calco_severity_name(rule->severity), "confidence", confidence / 100, confidence % 100);
    if (rule->safe) calco_buf_printf(out, "  %-10s %s\n", "fix", "safe: applied by `calco check --fix`");
    if (rule->pattern[0]) calco_buf_printf(out, "  %-10s %s\n", "pattern", rule->pattern);
    if (rule->condition[0]) calco_buf_printf(out, "  %-10s %s\n", "condition", rule->condition);
    if (rule->source[0]) calco_buf_printf(out, "  %-10s %s\n", "source", rule->source);
    examples(out, "better", rule->better);
    examples(out, "bad", rule->bad);
    examples(out, "good", rule->good);
}

static void list_families(calco_buf *out, const calco_rule *rules, size_t n)
{
    for (size_t i = 0, from = 0; i < n; i++) {
        size_t family = strcspn(rules[i].id, "/");
        if (i + 1 < n && strncmp(rules[i + 1].id, rules[i].id, family + 1) == 0) continue;
        calco_buf_printf(out, "%-16.*s %6zu\n", (int)family, rules[i].id, i + 1 - from);
        from = i + 1;
    }
}

static void list_json(calco_buf *out, const calco_rule *rules, size_t n)
{
    calco_buf_printf(out, "{\"schema\":%d,\"rules\":[", CALCO_SCHEMA);
    for (size_t i = 0; i < n; i++) {
        calco_buf_str(out, i ? STR(",\n ") : STR("\n "));
        calco_value_rule(out, &rules[i]);
    }
    calco_buf_str(out, STR("]}\n"));
}

/* The wanted rules, in order, on the heap. NULL after a complaint. */
static calco_rule *wanted_rules(const calco_engine *engine, const rules_options *o, size_t *n)
{
    size_t      all = calco_rule_count(engine);
    calco_rule *rules = calloc(all + 1, sizeof *rules);
    bool       *used = calloc(all + 1, sizeof *used);
    if (!rules || !used) abort();
    *n = 0;
    for (const char **w = o->wanted; w && *w; w++) {
        bool known = false;
        for (size_t i = 0; i < all; i++)
            if (calco_rule_matches(*w, calco_rule_at(engine, i).id)) used[i] = known = true;
        if (known) continue;
        cli_complain_rule(engine, "", *w);
        free(used);
        free(rules);
        return NULL;
    }
    for (size_t i = 0; i < all; i++)
        if (!o->wanted || used[i]) rules[(*n)++] = calco_rule_at(engine, i);
    free(used);
    return rules;
}

static int run_rules(int argc, char **argv)
{
    rules_options o = { 0 };
    cli_parse(&argp, argc, argv, &o);
    calco_engine *engine = cli_open_engine(o.pack, o.pair, NULL);
    if (!engine) {
        cli_list_free(o.wanted);
        return EXIT_TROUBLE;
    }
    size_t      n;
    calco_rule *rules = wanted_rules(engine, &o, &n);
    calco_buf   out = { 0 };
    if (rules && o.json) list_json(&out, rules, n);
    else if (rules && o.families) list_families(&out, rules, n);
    else if (rules && o.wanted && n == 1) explain(&out, &rules[0]);
    else for (size_t i = 0; rules && i < n; i++) list_line(&out, &rules[i]);
    cli_write(&out);
    calco_buf_free(&out);
    int status = rules ? EXIT_CLEAN : EXIT_TROUBLE;
    free(rules);
    calco_engine_close(engine);
    cli_list_free(o.wanted);
    return status;
}

const cli_command cli_rules = { "rules", "list the rules, or explain one", &argp, run_rules };
