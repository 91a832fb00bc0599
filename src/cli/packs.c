/* calco packs: what is installed, and what each part is made of. */
#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct argp_option options[] = { { 0 } };

static const struct argp argp = { options, NULL, "[FILE...]",
                                  "List the packs that are found, or the given ones: the parts of each with size, hash, licence and "
                                  "origin.", NULL, NULL, NULL };

static bool print_pack(calco_buf *out, const char *path)
{
    calco_err     err = { 0 };
    calco_engine *engine = calco_engine_open(path, NULL, &err);
    if (!engine) return cli_complain_err(&err), false;
    char *pair = cli_pair_of(path);
    calco_buf_printf(out, "%s  %s\n", pair, path);
    free(pair);
    for (size_t i = 0; i < calco_part_count(engine); i++) {
        calco_part_info p = calco_part_at(engine, i);
        calco_buf_printf(out, "  %-26s %10zu  %016" PRIx64 "  %-14s %s\n", p.name, p.size, p.hash, p.licence, p.origin);
    }
    calco_engine_close(engine);
    return true;
}

static int run_packs(int argc, char **argv)
{
    argp_err_exit_status = EXIT_TROUBLE;
    int first = 0;
    if (argp_parse(&argp, argc, argv, 0, &first, NULL) != 0) return EXIT_TROUBLE;
    calco_buf out = { 0 };
    bool      ok = true;
    size_t    n = 0;
    char    **found = first == argc ? cli_pack_paths(&n) : NULL;
    for (size_t i = 0; i < n; i++) {
        ok &= print_pack(&out, found[i]);
        free(found[i]);
    }
    for (int i = first; i < argc; i++) ok &= print_pack(&out, argv[i]);
    if (first == argc && !n) ok = cli_open_engine(NULL, NULL, NULL) != NULL; /* complains */
    free(found);
    cli_write(&out);
    calco_buf_free(&out);
    return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

const cli_command cli_packs = { "packs", "list the packs with origin and licence of their parts", &argp, run_packs };
