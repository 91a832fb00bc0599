/* calco lsp: the language server, for editors. */
#include "cli/jobs.h"

#include "lsp/lsp.h"

#include <unistd.h>

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    (void)arg, (void)state;
    return key == 's' ? 0 : ARGP_ERR_UNKNOWN;
}

static const struct argp_option options[] = {
    { "stdio", 's', 0, 0, "Standard input and output, as some editors say; there is nothing else", 1 },
    { 0 }
};
static const struct argp argp = { options, take_option, "",
                                  "Check texts while they are edited: a language server (LSP 3.17) on standard input and output.", NULL, NULL, NULL };

static calco_engine *open_engine(const char *pair)
{
    return cli_open_engine(NULL, pair, &(calco_settings){ .min_confidence = -1, .infer = true });
}

static int run_lsp(int argc, char **argv)
{
    static const lsp_host host = { open_engine, cli_replace_file };
    cli_parse(&argp, argc, argv, NULL);
    return lsp_run(&host, STDIN_FILENO, STDOUT_FILENO);
}

const cli_command cli_lsp = { "lsp", "check texts in an editor: a language server", &argp, run_lsp };
