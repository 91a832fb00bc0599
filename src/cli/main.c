/* calco: a linter for machine-translated text. Picks the command; the commands do the rest. */
#include "cli/cli.h"

#include <stdlib.h>

/* To add a command: write its file, declare it in cli.h, add a row here. */
const cli_command *const cli_commands[] = { &cli_check, &cli_baseline, &cli_init,  &cli_config, &cli_infer,
                                           &cli_score, &cli_align,    &cli_rules, &cli_packs,  &cli_lsp, NULL };

static void print_help(void)
{
    puts("calco: find calques, mistranslations and fluency faults in machine-translated text\n\nCommands:");
    for (size_t i = 0; cli_commands[i]; i++) printf("  calco %-8s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
    puts("\n`calco COMMAND --help` lists a command's options.\n\n"
         "Examples:\n"
         "  calco check article.txt                           the likely source is inferred\n"
         "  calco check --source article.it.txt article.txt   the source at hand\n"
         "  calco check --format jsonl texts/ | jq -r .rule   all texts of a directory, for programs\n"
         "  calco check --fail-on major --min-score 80 -      standard input, as a gate\n"
         "  calco rules calque                                what is looked for\n\n"
         "Exit status: 0 nothing at or above the gate, 1 findings, 2 something could not be read or done.");
}

static int unknown_command(const char *word)
{
    const char *names[sizeof cli_commands / sizeof *cli_commands];
    size_t      n = 0;
    for (; cli_commands[n]; n++) names[n] = cli_commands[n]->name;
    return cli_complain_unknown("command", word, names, n);
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) return print_help(), cli_finish(EXIT_CLEAN);
    if (strcmp(word, "--version") == 0) return puts("calco " CALCO_VERSION), cli_finish(EXIT_CLEAN);
    if (strcmp(word, "--print-man") == 0) return cli_print_man(stdout), cli_finish(EXIT_CLEAN);
    if (!*word) return cli_complain("no command; `calco --help` lists them");
    for (size_t i = 0; cli_commands[i]; i++) {
        if (strcmp(cli_commands[i]->name, word) != 0) continue;
        char name[32];
        snprintf(name, sizeof name, "calco %s", word);
        argv[1] = name; /* what argp calls the program */
        return cli_finish(cli_commands[i]->run(argc - 1, argv + 1));
    }
    return unknown_command(word);
}
