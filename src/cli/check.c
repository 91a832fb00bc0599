/* calco check: texts in, findings out, and an exit status that gates. */
#include "cli/jobs.h"

#include "report/report.h"

#include <stdlib.h>
#include <unistd.h>

/* --- options --- */

enum {
    OPT_ONLY = 256, OPT_SKIP, OPT_MIN_CONFIDENCE, OPT_MIN_SCORE, OPT_FAIL_ON, OPT_MAX_PER_1000, OPT_SOURCE_ENCODING, OPT_COLOR,
    OPT_SENTENCES, OPT_NO_INFER, OPT_PACK, OPT_FILES_FROM
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
    { "pack", OPT_PACK, "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { 0, 0, 0, 0, "What is reported", 2 },
    { "only", OPT_ONLY, "RULE", 0, "Only these rules: an id, a family, or a beginning with *; commas and repetition add more", 2 },
    { "skip", OPT_SKIP, "RULE", 0, "All but these rules", 2 },
    { "min-confidence", OPT_MIN_CONFIDENCE, "X", 0, "Leave out findings less sure than X, 0 to 1 (default 0.5)", 2 },
    { "no-infer", OPT_NO_INFER, 0, 0, "Do not reconstruct the likely source of sentences", 2 },
    { "format", 'f', "NAME", 0, "text (default), json or jsonl", 2 },
    { "sentences", OPT_SENTENCES, 0, 0, "text: list the sentences with their scores and likely source too", 2 },
    { "color", OPT_COLOR, "WHEN", 0, "auto (default: on a terminal, where NO_COLOR is not set), always or never", 2 },
    { "quiet", 'q', 0, 0, "Findings only: no sentences, no summary, no progress", 2 },
    { 0, 0, 0, 0, "What makes the exit status 1", 3 },
    { "fail-on", OPT_FAIL_ON, "SEVERITY", 0,
      "A finding as severe as this: minor, major, critical, or never (default: minor; never where one of the next two is given)", 3 },
    { "min-score", OPT_MIN_SCORE, "X", 0, "A text that scores less than X, 0 to 100", 3 },
    { "max-per-1000", OPT_MAX_PER_1000, "X", 0, "A text with more than X findings per 1,000 words", 3 },
    { 0, 0, 0, 0, "Work", 4 },
    { "jobs", 'j', "N", 0, "Check N texts at a time (default: as many as there are processors); the output stays the same", 4 },
    { 0 }
};

typedef struct {
    calco_settings       settings;
    calco_report_options report;
    const calco_reporter *reporter;
    cli_jobs             jobs;
    const char          *pair, *pack;
    double               min_score, max_per_1000; /* negative: no gate */
    int                  fail_on; /* a severity; -1: not said; above CALCO_CRITICAL: never */
    cli_files            files;
    bool                 trouble; /* something could not be read */
} check_options;

static const char *const severities[] = { "minor", "major", "critical", "never" };
static const char *const formats[] = { "text", "json", "jsonl" };
static const char *const whens[] = { "auto", "always", "never" };

/* The place of `word` in a list of choices, or exit 2. */
static int choice(const char *what, const char *word, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], word) == 0) return (int)i;
    exit(cli_complain_unknown(what, word, names, n));
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
        if (path && !cli_files_add(&o->files, path)) o->trouble = true;
        free(path);
    }
    calco_buf_free(&b);
}

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    check_options *o = state->input;
    switch (key) {
    case 'p': o->pair = arg; break;
    case 's': o->jobs.source = arg; break;
    case 'e': o->jobs.encoding = arg; break;
    case OPT_SOURCE_ENCODING: o->jobs.source_encoding = arg; break;
    case OPT_FILES_FROM: add_files_from(o, arg); break;
    case OPT_PACK: o->pack = arg; break;
    case OPT_ONLY: cli_list_add((const char ***)(uintptr_t)&o->settings.only, arg); break;
    case OPT_SKIP: cli_list_add((const char ***)(uintptr_t)&o->settings.skip, arg); break;
    case OPT_MIN_CONFIDENCE: o->settings.min_confidence = cli_number("min-confidence", arg, 1); break;
    case OPT_NO_INFER: o->settings.infer = false; break;
    case 'f': o->reporter = calco_reporter_named(formats[choice("format", arg, formats, 3)]); break;
    case OPT_SENTENCES: o->report.sentences = true; break;
    case OPT_COLOR: cli_color(whens[choice("colour", arg, whens, 3)], &o->report.color); break;
    case 'q': o->report.quiet = true; break;
    case OPT_FAIL_ON: o->fail_on = choice("severity", arg, severities, 4); break;
    case OPT_MIN_SCORE: o->min_score = cli_number("min-score", arg, 100); break;
    case OPT_MAX_PER_1000: o->max_per_1000 = cli_number("max-per-1000", arg, 1e6); break;
    case 'j': o->jobs.threads = (size_t)cli_number("jobs", arg, 1024); break;
    case ARGP_KEY_ARG: if (!cli_files_add(&o->files, arg)) o->trouble = true; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = {
    options, take_option, "FILE...",
    "Find calques, mistranslations and fluency faults in machine-translated text.\v"
    "FILE is a text, a directory (all texts in it), a quoted pattern, or - for standard input.\n\n"
    "Exit status: 0 nothing at or above the gate, 1 findings, 2 something could not be read or done.", NULL, NULL, NULL };

static check_options options_of(int argc, char **argv)
{
    long          processors = sysconf(_SC_NPROCESSORS_ONLN);
    check_options o = { .settings = { .min_confidence = -1, .infer = true }, .min_score = -1, .max_per_1000 = -1, .fail_on = -1,
                        .reporter = calco_reporters[0], .jobs.threads = processors > 0 ? (size_t)processors : 1 };
    cli_color("auto", &o.report.color);
    o.report.width = cli_terminal_width();
    cli_parse(&argp, argc, argv, &o);
    if (!o.files.n && !o.trouble) exit(cli_complain("no text to check; name files, or - for standard input"));
    if (o.jobs.source && o.files.n > 1 && !strchr(o.jobs.source, '{'))
        exit(cli_complain("--source names one file for %zu texts; write a pattern like \"{dir}/{name}.it.txt\"", o.files.n));
    if (o.fail_on < 0) o.fail_on = o.min_score >= 0 || o.max_per_1000 >= 0 ? CALCO_CRITICAL + 1 : CALCO_MINOR;
    if (!o.jobs.threads) o.jobs.threads = 1;
    o.jobs.files = o.files.p;
    o.jobs.n = o.files.n;
    o.jobs.progress = !o.report.quiet && isatty(STDERR_FILENO);
    return o;
}

/* --- rules that --only and --skip name must exist --- */

static bool known_rules(const calco_engine *engine, const char *const *patterns)
{
    size_t n = calco_rule_count(engine);
    for (size_t i = 0; patterns && patterns[i]; i++) {
        bool known = false;
        for (size_t k = 0; k < n && !known; k++) known = calco_rule_matches(patterns[i], calco_rule_at(engine, k).id);
        if (!known) {
            cli_complain_rule(engine, patterns[i]);
            return false;
        }
    }
    return true;
}

/* --- results as they come --- */

typedef struct {
    const check_options *options;
    calco_buf            out;
    calco_totals         totals;
    bool                 gated, trouble;
} check_run;

static bool fails(const check_options *o, const calco_result *r)
{
    if (o->min_score >= 0 && r->score < o->min_score) return true;
    if (o->max_per_1000 >= 0 && r->per_1000 > o->max_per_1000) return true;
    for (size_t i = 0; i < r->n_findings; i++)
        if ((int)r->findings[i].severity >= o->fail_on) return true;
    return false;
}

static void done(void *ctx, const calco_result *r, const calco_err *err)
{
    check_run           *run = ctx;
    const check_options *o = run->options;
    if (!r) {
        cli_complain_err(err);
        run->trouble = true;
        return;
    }
    o->reporter->result(&run->out, &o->report, r, !run->totals.files);
    calco_totals_add(&run->totals, r);
    run->gated |= fails(o, r);
    cli_write(&run->out);
}

static int check_files(check_options *o, const calco_engine *engine)
{
    o->jobs.engine = engine;
    check_run run = { .options = o, .trouble = o->trouble };
    o->reporter->begin(&run.out, &o->report);
    cli_jobs_run(&o->jobs, done, &run);
    o->reporter->end(&run.out, &o->report, &run.totals);
    cli_write(&run.out);
    calco_buf_free(&run.out);
    return run.trouble ? EXIT_TROUBLE : run.gated ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int run_check(int argc, char **argv)
{
    check_options o = options_of(argc, argv);
    calco_engine *engine = cli_open_engine(o.pack, o.pair, &o.settings);
    bool          ready = engine && known_rules(engine, o.settings.only) && known_rules(engine, o.settings.skip);
    int           status = ready ? check_files(&o, engine) : EXIT_TROUBLE;
    calco_engine_close(engine);
    cli_files_free(&o.files);
    cli_list_free(o.settings.only);
    cli_list_free(o.settings.skip);
    return status;
}

const cli_command cli_check = { "check", "find calques, mistranslations and fluency faults in texts", &argp, run_check };
