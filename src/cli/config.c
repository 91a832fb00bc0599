/* calco init and calco config: a configuration to begin with, and the one in force. */
#include "cli/cli.h"

#include <stdlib.h>
#include <unistd.h>

/* --- init --- */

static error_t take_none(int key, char *arg, struct argp_state *state)
{
    (void)key, (void)arg, (void)state;
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option no_options[] = { { 0 } };
static const struct argp init_argp = { no_options, take_none, "", "Write a commented .calco.yaml into the current directory.", NULL, NULL, NULL };

static int run_init(int argc, char **argv)
{
    static const char name[] = ".calco.yaml";
    cli_parse(&init_argp, argc, argv, NULL);
    if (access(name, F_OK) == 0) return cli_complain("%s is there already; `calco config` prints what is in force", name);
    FILE *file = fopen(name, "wx");
    char *sample = calco_config_sample();
    bool  ok = file && fputs(sample, file) >= 0;
    ok = file && fclose(file) == 0 && ok;
    free(sample);
    if (!ok) return cli_complain("%s cannot be written here", name);
    printf("%s is written: take the # off what you want, then `calco check`\n", name);
    return EXIT_CLEAN;
}

const cli_command cli_init = { "init", "write a commented configuration", &init_argp, run_init };

/* --- config --- */

typedef struct { const char *config, *path; } config_options;
enum { OPT_CONFIG = 256 };
static const struct argp_option options[] = { { "config", OPT_CONFIG, "FILE", 0, "Read this configuration", 1 }, { 0 } };

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    config_options *o = state->input;
    switch (key) {
    case OPT_CONFIG: o->config = arg; break;
    case ARGP_KEY_ARG: o->path = arg; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = { options, take_option, "[FILE]",
                                  "Print what is in force for a text (default: any text of this directory), and from where.", NULL, NULL, NULL };

static int run_config(int argc, char **argv)
{
    config_options o = { NULL, "text" };
    calco_err      err = { 0 };
    size_t         n = 0;
    cli_parse(&argp, argc, argv, &o);
    calco_project            *project = calco_project_new(o.config);
    const calco_config       *config = calco_project_config(project, o.path, &err);
    const calco_config_entry *e = config ? calco_project_entries(project, o.path, &n, &err) : NULL;
    if (!e) cli_complain_err(&err);
    for (size_t i = 0; e && i < n; i++) {
        printf("%s: %s", e[i].key, e[i].value[0] ? e[i].value : "~");
        if (e[i].from.file) printf("  # %s:%zu\n", e[i].from.file, e[i].from.line);
        else printf("  # default\n");
    }
    if (e && config->source) printf("# the source of %s: %s%s\n", o.path, config->source, access(config->source, R_OK) == 0 ? "" : " (missing)");
    if (e && config->ignored) printf("# %s is ignored\n", o.path);
    calco_project_free(project);
    return e ? EXIT_CLEAN : EXIT_TROUBLE;
}

const cli_command cli_config = { "config", "print the configuration in force, and from where", &argp, run_config };
