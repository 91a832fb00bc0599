/* SARIF: what the end of a run tells of the tool, its rules, their MQM categories and the texts. */
#include "report/sarif.h"

#include "report/json_out.h"
#include "report/mqm.h"

#include <ctype.h>

const char *calco_sarif_level(calco_severity s)
{
    static const char *const levels[] = { [CALCO_MINOR] = "note", [CALCO_MAJOR] = "warning", [CALCO_CRITICAL] = "error" };
    return levels[s];
}

void calco_sarif_uri(calco_buf *out, const char *name, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    calco_buf uri = { 0 };
    if (path[0] == '/') calco_buf_str(&uri, STR("file://"));
    while (strncmp(path, "./", 2) == 0) path += 2;
    for (; *path; path++) {
        if (strchr(plain, *path)) calco_buf_char(&uri, *path);
        else calco_buf_printf(&uri, "%%%02X", (unsigned)(unsigned char)*path);
    }
    calco_json_str(out, name, calco_buf_view(&uri));
    calco_buf_free(&uri);
}

static void message(calco_buf *out, const char *name, str text)
{
    calco_json_open(out, name, '{');
    calco_json_str(out, "text", text);
    calco_json_close(out, '}');
}

/* --- rules --- */

static bool find_rule(const calco_engine *engine, const char *id, calco_rule *rule)
{
    size_t low = 0, high = engine ? calco_rule_count(engine) : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        *rule = calco_rule_at(engine, middle);
        int order = strcmp(rule->id, id);
        if (order == 0) return true;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* "idiom/on-the-carpet" as "IdiomOnTheCarpet". */
static void name_of(calco_buf *out, const char *id)
{
    calco_buf name = { 0 };
    for (bool start = true; *id; id++) {
        bool letter = isalnum((unsigned char)*id);
        if (letter) calco_buf_char(&name, (char)(start ? toupper((unsigned char)*id) : *id));
        start = !letter;
    }
    calco_json_str(out, "name", calco_buf_view(&name));
    calco_buf_free(&name);
}

/* A column of examples, separated by " | ", as a paragraph or list. */
static void listed(calco_buf *text, calco_buf *markdown, const char *title, const char *column)
{
    if (!column[0]) return;
    calco_buf_printf(text, "\n%s: ", title);
    calco_buf_str(text, calco_str(column));
    calco_buf_printf(markdown, "\n**%s**\n\n", title);
    for (str rest = calco_str(column); rest.p && rest.n;) {
        size_t bar = calco_str_find(rest, STR(" | "), 0);
        str    one = calco_str_trim(bar == SIZE_MAX ? rest : calco_str_cut(rest, 0, bar));
        calco_buf_str(markdown, STR("- `"));
        calco_buf_str(markdown, one);
        calco_buf_str(markdown, STR("`\n"));
        rest = bar == SIZE_MAX ? STR("") : calco_str_from(rest, bar + 3);
    }
}

static void help(calco_buf *out, const calco_rule *rule, const char *category)
{
    calco_buf text = { 0 }, markdown = { 0 };
    calco_buf_str(&text, calco_str(rule->summary));
    calco_buf_printf(&text, "\nCategory: %s (MQM: %s)", category, calco_mqm_of(category)->mqm);
    calco_buf_str(&markdown, rule->pattern[0] ? STR("`") : STR(""));
    calco_buf_str(&markdown, calco_str(rule->summary));
    calco_buf_str(&markdown, rule->pattern[0] ? STR("`\n") : STR("\n"));
    calco_buf_printf(&markdown, "\nCategory: %s (MQM: %s)\n", category, calco_mqm_of(category)->mqm);
    listed(&text, &markdown, "Source expression", rule->source);
    listed(&text, &markdown, "Better", rule->better);
    listed(&text, &markdown, "Flagged", rule->bad);
    listed(&text, &markdown, "Not flagged", rule->good);
    calco_json_open(out, "help", '{');
    calco_json_str(out, "text", calco_buf_view(&text));
    calco_json_str(out, "markdown", calco_buf_view(&markdown));
    calco_json_close(out, '}');
    calco_buf_free(&text);
    calco_buf_free(&markdown);
}

static void relationship(calco_buf *out, const char *category)
{
    calco_json_open(out, "relationships", '[');
    calco_json_open(out, NULL, '{');
    calco_json_open(out, "target", '{');
    calco_json_text(out, "id", calco_mqm_of(category)->mqm);
    calco_json_size(out, "index", calco_mqm_index(category));
    calco_json_open(out, "toolComponent", '{');
    calco_json_text(out, "name", "MQM");
    calco_json_size(out, "index", 0);
    calco_json_close(out, '}');
    calco_json_close(out, '}');
    calco_json_open(out, "kinds", '[');
    calco_json_text(out, NULL, "superset");
    calco_json_close(out, ']');
    calco_json_close(out, '}');
    calco_json_close(out, ']');
}

/* GitHub shows and filters by these. */
static void properties(calco_buf *out, const sarif_rule *r)
{
    static const char *const problems[] = { [CALCO_MINOR] = "recommendation", [CALCO_MAJOR] = "warning", [CALCO_CRITICAL] = "error" };
    const char *precision = r->confidence >= 0.9 ? "very-high" : r->confidence >= 0.75 ? "high" : r->confidence >= 0.6 ? "medium" : "low";
    calco_json_open(out, "properties", '{');
    calco_json_open(out, "tags", '[');
    calco_json_text(out, NULL, "translation");
    calco_json_text(out, NULL, r->category);
    calco_json_close(out, ']');
    calco_json_text(out, "precision", precision);
    calco_json_text(out, "problem.severity", problems[r->severity]);
    calco_json_close(out, '}');
}

static void rule_of(calco_buf *out, const sarif_rule *r)
{
    calco_rule rule;
    if (!find_rule(r->engine, r->id, &rule))
        rule = (calco_rule){ .id = r->id, .category = r->category, .summary = r->category, .source = "", .pattern = "", .better = "",
                             .condition = "", .bad = "", .good = "" };
    calco_json_open(out, NULL, '{');
    calco_json_text(out, "id", r->id);
    name_of(out, r->id);
    message(out, "shortDescription", calco_str(rule.summary));
    message(out, "fullDescription", calco_str(rule.summary));
    help(out, &rule, r->category);
    calco_json_open(out, "defaultConfiguration", '{');
    calco_json_text(out, "level", calco_sarif_level(r->severity));
    calco_json_percent(out, "rank", r->confidence);
    calco_json_close(out, '}');
    relationship(out, r->category);
    properties(out, r);
    calco_json_close(out, '}');
    calco_buf_char(out, '\n');
}

void calco_sarif_tool(calco_buf *out, const sarif_run *run)
{
    calco_json_open(out, "tool", '{');
    calco_json_open(out, "driver", '{');
    calco_json_text(out, "name", "calco");
    calco_json_text(out, "version", CALCO_VERSION);
    calco_json_text(out, "semanticVersion", CALCO_VERSION);
    calco_json_text(out, "informationUri", CALCO_HOME);
    calco_json_open(out, "rules", '['); /* GitHub refuses a log without it */
    for (size_t i = 0; i < run->rules.n; i++) rule_of(out, &run->rules.p[i]);
    calco_json_close(out, ']');
    calco_json_open(out, "supportedTaxonomies", '[');
    calco_json_open(out, NULL, '{');
    calco_json_text(out, "name", "MQM");
    calco_json_size(out, "index", 0);
    calco_json_close(out, '}');
    calco_json_close(out, ']');
    calco_json_close(out, '}');
    calco_json_close(out, '}');
}

/* --- taxonomies, texts --- */

void calco_sarif_taxonomies(calco_buf *out)
{
    calco_json_open(out, "taxonomies", '[');
    calco_json_open(out, NULL, '{');
    calco_json_text(out, "name", "MQM");
    calco_json_text(out, "organization", "MQM Council");
    calco_json_text(out, "informationUri", "https://themqm.org/");
    message(out, "shortDescription", STR("Multidimensional Quality Metrics: a typology of translation errors."));
    calco_json_bool(out, "isComprehensive", false);
    calco_json_open(out, "taxa", '[');
    for (size_t i = 0; calco_mqm_names[i]; i++) {
        calco_json_open(out, NULL, '{');
        calco_json_text(out, "id", calco_mqm_names[i]);
        message(out, "shortDescription", calco_str(calco_mqm_names[i]));
        calco_json_close(out, '}');
    }
    calco_json_close(out, ']');
    calco_json_close(out, '}');
    calco_json_close(out, ']');
}

void calco_sarif_artifacts(calco_buf *out, const sarif_run *run)
{
    if (!run->texts.n) return;
    calco_json_open(out, "artifacts", '[');
    for (size_t i = 0; i < run->texts.n; i++) {
        calco_json_open(out, NULL, '{');
        calco_json_open(out, "location", '{');
        calco_sarif_uri(out, "uri", run->texts.p[i].path);
        calco_json_close(out, '}');
        calco_json_text(out, "encoding", run->texts.p[i].encoding);
        calco_json_close(out, '}');
        calco_buf_char(out, '\n');
    }
    calco_json_close(out, ']');
}
