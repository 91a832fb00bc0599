/* What the commands of the program share: exit codes, complaints, packs, options. */
#ifndef CALCO_CLI_CLI_H
#define CALCO_CLI_CLI_H

#include "base/buf.h"

#include <argp.h>
#include <stdio.h>

enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

/* A command: a row of the table in main.c. Its options are a table too; help, usage and man page are printed from both.
 * `argv[0]` of run is "calco NAME". */
typedef struct {
    const char        *name, *summary;
    const struct argp *argp;
    int (*run)(int argc, char **argv);
} cli_command;

extern const cli_command cli_check, cli_baseline, cli_init, cli_config, cli_infer, cli_score, cli_align, cli_rules, cli_packs, cli_lsp;
extern const cli_command *const cli_commands[]; /* NULL-terminated */

/* --- complaints (complain.c) --- */

/* "calco: …" on standard error; returns EXIT_TROUBLE. */
int cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same for an error of the library, with file and line. */
int cli_complain_err(const calco_err *err);
/* Name the lines of a file that could not be read, as far as anyone would read on. True where there are some: then the status is EXIT_TROUBLE. */
bool cli_complain_unread(const calco_result *r);
/* "calco: no WHAT "word"; did you mean "near"?"; returns EXIT_TROUBLE. */
int cli_complain_unknown(const char *what, const char *word, const char *const *names, size_t n);
/* The same with a place in a file before it: ".calco.yaml:7: ". */
int cli_complain_unknown_at(const char *where, const char *what, const char *word, const char *const *names, size_t n);

/* The same for a rule, with the rules and families of the engine as names (rules.c). */
int cli_complain_rule(const calco_engine *engine, const char *where, const char *word);

/* --- output (output.c) --- */

/* Write and empty `out`. A closed pipe ends the program quietly, any other failure with a complaint. */
void cli_write(calco_buf *out);
/* Flush standard output; EXIT_TROUBLE where that fails, else `status`. */
int cli_finish(int status);
/* Columns of the terminal that standard output is, 0 where it is none. */
size_t cli_terminal_width(void);
/* --color: "auto", "always", "never"; false where it is none of these. */
bool cli_color(const char *when, bool *color);

/* --- options (options.c) --- */

/* Parse with the command's table. Unknown options are answered with the nearest name, and exit 2. `ctx` reaches the
 * parser as state->input. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *ctx);
/* A number from 0 to `max`, or a complaint that names the option and exit 2. */
double cli_number(const char *option, const char *text, double max);
/* Append the pieces of "a,b" to a NULL-terminated list on the heap. */
void cli_list_add(const char ***list, const char *commas);
void cli_list_free(const char *const *list); /* accepts NULL */
/* printf the manual page of all commands. */
void cli_print_man(FILE *out);

/* --- packs (find.c) --- */

/* Directories that are searched for packs, in order; NULL-terminated, lent for the life of the program. */
const char *const *cli_pack_directories(void);
/* Paths of all packs, sorted by name within a directory; of one name only the first. `*n` of them, on the heap. */
char **cli_pack_paths(size_t *n);
/* "it-en" of "dir/it-en.calco", on the heap. */
char *cli_pair_of(const char *path);
/* Open the engine of --pack or --pair (both may be NULL). NULL after a complaint. */
calco_engine *cli_open_engine(const char *pack, const char *pair, const calco_settings *settings);

/* --- other programs (process.c) --- */

/* Run argv[0] (looked for in PATH) with `in` as its standard input; what it prints is appended to `out`. Its exit status, -1
 * where it could not be run. */
int cli_run_program(char *const argv[], str in, calco_buf *out);

/* --- files (files.c) --- */

typedef struct { char **p; size_t n, cap; } cli_files;
/* Files that an argument means: itself, the texts in a directory (recursive, sorted, hidden ones skipped), or what a
 * quoted pattern matches. False after a complaint. */
bool cli_files_add(cli_files *files, const char *argument);
/* All files that a pattern of absolute paths fits, sorted by directory; hidden ones are skipped. */
bool cli_files_add_pattern(cli_files *files, const char *pattern);
void cli_files_free(cli_files *files);

#endif
