/* calco check: texts in, findings out, and an exit status that gates. */
#include "cli/changed.h"
#include "cli/plan.h"

#include "paths.h"
#include "report/report.h"

#include <stdlib.h>
#include <unistd.h>

/* --- options --- */

enum {
    OPT_ONLY = 256, OPT_SKIP, OPT_MIN_CONFIDENCE, OPT_MIN_SCORE, OPT_FAIL_ON, OPT_MAX_PER_1000, OPT_SOURCE_ENCODING, OPT_COLOR,
    OPT_SENTENCES, OPT_NO_INFER, OPT_PACK, OPT_FILES_FROM, OPT_CONFIG, OPT_NO_CONFIG, OPT_INPUT_FORMAT, OPT_BASELINE, OPT_NO_BASELINE,
    OPT_CHANGED_SINCE, OPT_FIX, OPT_DRY_RUN, OPT_CACHE, OPT_GLOSSARY, OPT_SUPPRESSED
};

/* A row here is an option of usage, help and man page too. */
static const struct argp_option options[] = {
    { 0, 0, 0, 0, "What is checked", 1 },
    { "pair", 'p', "PAIR", 0, "The languages, source first: it-en (default: the first pack that is found)", 1 },
    { "source", 's', "FILE", 0,
      "The source of the text. For several texts a pattern: {name} is a text's file name up to its first point, {file} its whole "
      "file name, {dir} its directory", 1 },
    { "encoding", 'e', "NAME", 0, "The encoding of the texts (default: by byte order mark, else guessed)", 1 },
    { "source-encoding", OPT_SOURCE_ENCODING, "NAME", 0, "The encoding of the source", 1 },
    { "files-from", OPT_FILES_FROM, "FILE", 0, "Check the files named in FILE too, one a line; - is standard input", 1 },
    { "input-format", OPT_INPUT_FORMAT, "NAME", 0, "The format of the texts (default: by their names and contents)", 1 },
    { "config", OPT_CONFIG, "FILE", 0, "Read this configuration instead of the files .calco.yaml from the text upwards", 1 },
    { "no-config", OPT_NO_CONFIG, 0, 0, "Read no configuration", 1 },
    { "pack", OPT_PACK, "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { 0, 0, 0, 0, "What is reported", 2 },
    { "only", OPT_ONLY, "RULE", 0, "Only these rules: an id, a family, or a beginning with *; commas and repetition add more", 2 },
    { "skip", OPT_SKIP, "RULE", 0, "All but these rules", 2 },
    { "min-confidence", OPT_MIN_CONFIDENCE, "X", 0, "Leave out findings less sure than X, 0 to 1 (default 0.5)", 2 },
    { "no-infer", OPT_NO_INFER, 0, 0, "Do not reconstruct the likely source of sentences", 2 },
    { "glossary", OPT_GLOSSARY, "FILE", 0,
      "Terms that must be translated so: lines \"term TAB translation | translation TAB wrong one | wrong one TAB note\"", 2 },
    { "baseline", OPT_BASELINE, "FILE", 0, "Findings that FILE knows are not reported; `calco baseline` writes one", 2 },
    { "no-baseline", OPT_NO_BASELINE, 0, 0, "Report what the configured baseline knows, too", 2 },
    { "changed-since", OPT_CHANGED_SINCE, "REV", 0, "Only findings on lines that changed since a git revision; scores stay those of the whole texts", 2 },
    { "format", 'f', "NAME", 0, "text (default), json, jsonl, html (one page that needs nothing else), sarif, github, gitlab, junit, checkstyle, rdjson, rdjsonl, mqm or xliff", 2 },
    { "suppressed", OPT_SUPPRESSED, 0, 0, "json, jsonl: what comments and the baseline suppress, too, marked as such", 2 },
    { "sentences", OPT_SENTENCES, 0, 0, "text: list the sentences with their scores and likely source too", 2 },
    { "color", OPT_COLOR, "WHEN", 0, "auto (default: on a terminal, where NO_COLOR is not set), always or never", 2 },
    { "quiet", 'q', 0, 0, "Findings only: no sentences, no summary, no progress", 2 },
    { 0, 0, 0, 0, "What makes the exit status 1", 3 },
    { "fail-on", OPT_FAIL_ON, "SEVERITY", 0,
      "A finding as severe as this: minor, major, critical, or never (default: minor; never where one of the next two is given)", 3 },
    { "min-score", OPT_MIN_SCORE, "X", 0, "A text that scores less than X, 0 to 100", 3 },
    { "max-per-1000", OPT_MAX_PER_1000, "X", 0, "A text with more than X findings per 1,000 words", 3 },
    { 0, 0, 0, 0, "Work", 4 },
    { "fix", OPT_FIX, 0, 0, "Apply the safe suggestions to the files, then report what is left", 4 },
    { "dry-run", OPT_DRY_RUN, 0, 0, "With --fix: change nothing, print what would change as a diff", 4 },
    { "cache", OPT_CACHE, "DIR", 0, "Keep results in DIR and take them from there while text, source, pack and settings are the same", 4 },
    { "jobs", 'j', "N", 0, "Check N texts at a time (default: as many as there are processors); the output stays the same", 4 },
    { 0 }
};

typedef struct {
    cli_request           request;
    calco_report_options  report;
    const calco_reporter *reporter;
    cli_jobs              jobs;
    const char           *changed_since;
} check_options;

static const char *const severities[] = { "minor", "major", "critical", "never" };
static const char *const whens[] = { "auto", "always", "never" };

/* The place of `word` in a list of choices, or exit 2. */
static int choice(const char *what, const char *word, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], word) == 0) return (int)i;
    exit(cli_complain_unknown(what, word, names, n));
}

static const char *input_format(const char *word)
{
    const char *names[32] = { NULL };
    size_t      n = 0;
    for (const char *name; n < 32 && (name = calco_format_name(n)); n++) names[n] = name;
    return names[choice("input format", word, names, n)];
}

static const calco_reporter *reporter(const char *word)
{
    const char *names[32];
    size_t n = 0;
    for (; n < sizeof names / sizeof *names && calco_reporters[n]; n++) names[n] = calco_reporters[n]->name;
    return calco_reporters[choice("format", word, names, n)];
}

static void add_files_from(check_options *o, const char *list)
{
    calco_buf b = { 0 };
    calco_err err = { 0 };
    if (!calco_read_file(list, &b, &err)) exit(cli_complain_err(&err));
    str line;
    for (str rest = calco_buf_view(&b); calco_str_split(&rest, '\n', &line);) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        char *path = line.n ? strndup(line.p, line.n) : NULL;
        if (path && !cli_files_add(&o->request.files, path)) o->request.trouble = true;
        free(path);
    }
    calco_buf_free(&b);
}

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    check_options *o = state->input;
    cli_request   *r = &o->request;
    switch (key) {
    case 'p': r->pair = arg; break;
    case 's': r->source = arg; break;
    case 'e': r->encoding = arg; break;
    case OPT_SOURCE_ENCODING: r->source_encoding = arg; break;
    case OPT_INPUT_FORMAT: r->input_format = input_format(arg); break;
    case OPT_FILES_FROM: add_files_from(o, arg); break;
    case OPT_CONFIG: r->config = arg; break;
    case OPT_NO_CONFIG: r->config = ""; break;
    case OPT_PACK: r->pack = arg; break;
    case OPT_ONLY: cli_list_add((const char ***)(uintptr_t)&r->only, arg); break;
    case OPT_SKIP: cli_list_add((const char ***)(uintptr_t)&r->skip, arg); break;
    case OPT_MIN_CONFIDENCE: r->min_confidence = cli_number("min-confidence", arg, 1); break;
    case OPT_NO_INFER: r->no_infer = true; break;
    case OPT_GLOSSARY: r->glossary = arg; break;
    case OPT_BASELINE: r->baseline = arg; break;
    case OPT_NO_BASELINE: r->no_baseline = true; break;
    case OPT_CHANGED_SINCE: o->changed_since = arg; break;
    case 'f': o->reporter = reporter(arg); break;
    case OPT_SUPPRESSED: o->report.suppressed = true; break;
    case OPT_SENTENCES: o->report.sentences = true; break;
    case OPT_COLOR: cli_color(whens[choice("colour", arg, whens, 3)], &o->report.color); break;
    case 'q': o->report.quiet = true; break;
    case OPT_FAIL_ON: r->fail_on = choice("severity", arg, severities, 4); break;
    case OPT_MIN_SCORE: r->min_score = cli_number("min-score", arg, 100); break;
    case OPT_MAX_PER_1000: r->max_per_1000 = cli_number("max-per-1000", arg, 1e6); break;
    case OPT_FIX: o->jobs.fix = true; break;
    case OPT_DRY_RUN: o->jobs.dry_run = true; break;
    case OPT_CACHE: o->jobs.cache = arg; break;
    case 'j': o->jobs.threads = (size_t)cli_number("jobs", arg, 1024); break;
    case ARGP_KEY_ARG: if (!cli_files_add(&r->files, arg)) r->trouble = true; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = {
    options, take_option, "[FILE...]",
    "Find calques, mistranslations and fluency faults in machine-translated text.\v"
    "FILE is a text, a directory (all texts in it), a quoted pattern, or - for standard input; without it the \"files\" of .calco.yaml "
    "are checked.\n\n"
    "Exit status: 0 nothing at or above the gate, 1 findings, 2 something could not be read or done.", NULL, NULL, NULL };

static check_options options_of(int argc, char **argv)
{
    long          processors = sysconf(_SC_NPROCESSORS_ONLN);
    check_options o = { .request = CLI_REQUEST, .reporter = calco_reporters[0], .jobs.threads = processors > 0 ? (size_t)processors : 1 };
    cli_color("auto", &o.report.color);
    o.report.width = cli_terminal_width();
    cli_parse(&argp, argc, argv, &o);
    if (o.jobs.dry_run && !o.jobs.fix) exit(cli_complain("--dry-run shows what --fix would do: give both"));
    for (size_t i = 0; o.jobs.fix && i < o.request.files.n; i++)
        if (strcmp(o.request.files.p[i], "-") == 0) exit(cli_complain("--fix changes files; standard input is none"));
    if (!o.jobs.threads) o.jobs.threads = 1;
    o.request.words = o.reporter == &calco_report_html;
    o.jobs.progress = !o.report.quiet && isatty(STDERR_FILENO);
    return o;
}

/* --- outcomes as they come --- */

typedef struct {
    const check_options *options;
    const cli_changed   *changed; /* or NULL */
    calco_buf            out;
    calco_totals         totals;
    calco_report_memory  memory;
    calco_arena         *arena;
    const char          *root; /* of the repository, else the current directory */
    size_t               fixed;
    bool                 gated, trouble;
} check_run;

static bool fails(const calco_config *c, const calco_result *r)
{
    if (c->min_score >= 0 && r->score < c->min_score) return true;
    if (c->max_per_1000 >= 0 && r->per_1000 > c->max_per_1000) return true;
    for (size_t i = 0; i < r->n_findings; i++)
        if ((int)r->findings[i].severity >= c->fail_on) return true;
    return false;
}

/* The directory above all texts from which others count paths: the repository's, else the current one. */
static const char *root_of(calco_arena *a)
{
    const char *here = calco_path_whole(a, ".");
    for (const char *dir = here;; dir = calco_path_dir(a, dir)) {
        if (access(calco_path_join(a, dir, ".git"), F_OK) == 0) return dir;
        if (strcmp(dir, "/") == 0) return here;
    }
}

static const char *path_from_root(const check_run *run, const char *name)
{
    if (!name || strcmp(name, "-") == 0) return NULL;
    return calco_path_under(run->root, calco_path_whole(run->arena, name));
}

static void report(check_run *run, const cli_text *text, const calco_result *r)
{
    calco_report_options o = run->options->report;
    o.memory = &run->memory;
    o.file = (size_t)(text - run->options->jobs.texts);
    o.engine = text->engine;
    o.path = path_from_root(run, r->name);
    o.source_path = path_from_root(run, r->source_name);
    run->options->reporter->result(&run->out, &o, r, !run->totals.files);
}

static void done(void *ctx, const cli_text *text, const cli_outcome *outcome)
{
    check_run           *run = ctx;
    const check_options *o = run->options;
    if (outcome->missing && !o->report.quiet)
        fprintf(stderr, "calco: note: %s: its source %s is missing: it is inferred\n", text->path, outcome->missing);
    if (!outcome->result) {
        cli_complain_err(&outcome->err);
        run->trouble = true;
        run->totals.unread++;
        return;
    }
    if (cli_complain_unread(outcome->result)) {
        run->trouble = true;
        run->totals.unread++;
    }
    calco_finding *kept = NULL;
    calco_result   view = *outcome->result;
    if (run->changed) view = cli_changed_only(run->changed, text->path, outcome->result, &kept);
    if (o->jobs.dry_run) calco_buf_str(&run->out, calco_buf_view(&outcome->diff));
    else report(run, text, &view);
    calco_totals_add(&run->totals, &view);
    run->gated |= o->jobs.dry_run ? outcome->fixed > 0 : fails(text->config, &view);
    run->fixed += outcome->fixed;
    cli_write(&run->out);
    free(kept);
}

/* Texts without a changed line need no look. */
static void keep_changed(cli_plan *plan, const cli_changed *changed)
{
    size_t kept = 0;
    for (size_t i = 0; i < plan->n; i++)
        if (cli_changed_file(changed, plan->texts[i].path)) plan->texts[kept++] = plan->texts[i];
    plan->n = kept;
}

static int check_texts(check_options *o, cli_plan *plan)
{
    check_run run = { .options = o, .trouble = plan->trouble, .totals.unread = plan->trouble, .arena = calco_arena_new() };
    cli_changed *changed = NULL;
    if (o->changed_since) {
        if (!(changed = cli_changed_open(o->changed_since))) return EXIT_TROUBLE;
        keep_changed(plan, changed);
        run.changed = changed;
    }
    o->jobs.texts = plan->texts;
    o->jobs.n = plan->n;
    o->report.memory = &run.memory;
    for (size_t i = 0; i < plan->n && !o->report.baseline; i++)
        o->report.baseline = plan->texts[i].config->baseline && access(plan->texts[i].config->baseline, F_OK) == 0;
    run.root = root_of(run.arena);
    const char **names = ARENA_ARRAY(run.arena, const char *, plan->n);
    for (size_t i = 0; i < plan->n; i++) names[i] = plan->texts[i].path;
    o->report.files = names;
    o->report.n_files = plan->n;
    if (!o->jobs.dry_run) o->reporter->begin(&run.out, &o->report);
    cli_jobs_run(&o->jobs, done, &run);
    if (!o->jobs.dry_run) o->reporter->end(&run.out, &o->report, &run.totals);
    cli_write(&run.out);
    calco_buf_free(&run.out);
    calco_report_forget(&run.memory);
    calco_arena_free(run.arena);
    cli_changed_close(changed);
    if (o->jobs.fix && run.fixed && !o->report.quiet)
        fprintf(stderr, "calco: %zu %s %s\n", run.fixed, run.fixed == 1 ? "fix" : "fixes", o->jobs.dry_run ? "would be made" : "made");
    return run.trouble ? EXIT_TROUBLE : run.gated ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int run_check(int argc, char **argv)
{
    check_options o = options_of(argc, argv);
    cli_plan      plan;
    int           status = cli_plan_make(&o.request, &plan) ? check_texts(&o, &plan) : EXIT_TROUBLE;
    cli_plan_free(&plan);
    cli_files_free(&o.request.files);
    cli_list_free(o.request.only);
    cli_list_free(o.request.skip);
    return status;
}

const cli_command cli_check = { "check", "find calques, mistranslations and fluency faults in texts", &argp, run_check };
