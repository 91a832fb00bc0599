/* calco baseline: write down today's findings, so that only new ones are reported. */
#include "cli/plan.h"

#include <stdlib.h>
#include <unistd.h>

enum { OPT_CONFIG = 256, OPT_PACK };

static const struct argp_option options[] = {
    { "output", 'o', "FILE", 0, "Where to write (default: the \"baseline\" of .calco.yaml, else .calco-baseline.tsv); - is standard output", 1 },
    { "pair", 'p', "PAIR", 0, "The languages, source first", 1 },
    { "source", 's', "FILE", 0, "The source of the text, or a pattern as of `calco check`", 1 },
    { "config", OPT_CONFIG, "FILE", 0, "Read this configuration", 1 },
    { "pack", OPT_PACK, "FILE", 0, "Use this pack", 1 },
    { 0 }
};

typedef struct {
    cli_request request;
    const char *output;
} baseline_options;

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    baseline_options *o = state->input;
    switch (key) {
    case 'o': o->output = arg; break;
    case 'p': o->request.pair = arg; break;
    case 's': o->request.source = arg; break;
    case OPT_CONFIG: o->request.config = arg; break;
    case OPT_PACK: o->request.pack = arg; break;
    case ARGP_KEY_ARG: if (!cli_files_add(&o->request.files, arg)) o->request.trouble = true; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = { options, take_option, "[FILE...]",
                                  "Record the findings of texts (default: the \"files\" of .calco.yaml), so that `calco check` reports only new "
                                  "ones. Commit the file; write it anew when findings have been mended.", NULL, NULL, NULL };

typedef struct {
    calco_buf out;
    size_t    findings, texts;
    bool      trouble;
} recording;

/* Tabs and line ends would break the table; nothing reads the column but people. */
static void add_text(calco_buf *out, str s)
{
    for (size_t i = 0; i < s.n; i++) calco_buf_char(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void record(void *ctx, const cli_text *text, const cli_outcome *outcome)
{
    recording          *r = ctx;
    const calco_result *result = outcome->result;
    if (!result) {
        cli_complain_err(&outcome->err);
        r->trouble = true;
        return;
    }
    r->trouble |= cli_complain_unread(result);
    r->texts++;
    for (size_t i = 0; i < result->n_findings; i++, r->findings++) {
        const calco_finding *f = &result->findings[i];
        calco_buf_printf(&r->out, "%s\t%s\t%s\t", f->fingerprint, f->rough, f->rule);
        add_text(&r->out, calco_str(text->path));
        calco_buf_char(&r->out, '\t');
        add_text(&r->out, f->text);
        calco_buf_char(&r->out, '\n');
    }
}

/* What was written, and what is still to be done for it to count. */
static void tell(const baseline_options *o, const cli_plan *plan, const recording *r, const char *path)
{
    fprintf(stderr, "calco: %zu %s in %zu %s recorded in %s\n", r->findings, r->findings == 1 ? "finding" : "findings", r->texts, r->texts == 1 ? "text" : "texts", path);
    if (!o->output && plan->n && !plan->texts[0].config->baseline)
        fprintf(stderr, "calco: it counts once .calco.yaml says \"baseline: %s\", or with --baseline %s\n", path, path);
}

static int write_baseline(const baseline_options *o, cli_plan *plan)
{
    long        processors = sysconf(_SC_NPROCESSORS_ONLN);
    cli_jobs    jobs = { .texts = plan->texts, .n = plan->n, .threads = processors > 0 ? (size_t)processors : 1 };
    recording   r = { .trouble = plan->trouble };
    const char *path = o->output ? o->output : plan->n && plan->texts[0].config->baseline ? plan->texts[0].config->baseline : ".calco-baseline.tsv";
    calco_err   err = { 0 };
    calco_buf_str(&r.out, STR("# Findings that are known: `calco check` reports only others. Written by `calco baseline`.\n"
                              "# of the sentence\tof its surroundings\trule\ttext\twords\n"));
    cli_jobs_run(&jobs, record, &r);
    if (strcmp(path, "-") == 0) cli_write(&r.out);
    else if (!r.trouble && !cli_replace_file(path, calco_buf_view(&r.out), &err)) r.trouble = true, cli_complain_err(&err);
    else if (!r.trouble) tell(o, plan, &r, path);
    calco_buf_free(&r.out);
    return r.trouble ? EXIT_TROUBLE : EXIT_CLEAN;
}

static int run_baseline(int argc, char **argv)
{
    baseline_options o = { .request = CLI_REQUEST };
    cli_plan         plan;
    o.request.no_baseline = true;
    cli_parse(&argp, argc, argv, &o);
    int status = cli_plan_make(&o.request, &plan) ? write_baseline(&o, &plan) : EXIT_TROUBLE;
    cli_plan_free(&plan);
    cli_files_free(&o.request.files);
    return status;
}

const cli_command cli_baseline = { "baseline", "record today's findings, so that only new ones are reported", &argp, run_baseline };
