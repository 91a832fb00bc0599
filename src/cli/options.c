/* Options: parsing with argp's tables, and complaints that name the nearest option. */
#include "cli/cli.h"

#include "base/nearest.h"
#include "base/number.h"

#include <math.h>
#include <stdlib.h>

static const char *const builtin[] = { "help", "usage" };

/* The option of a table that "--NAME" means, also by a unique beginning. */
static const struct argp_option *option_named(const struct argp_option *table, str name, bool *ambiguous)
{
    const struct argp_option *found = NULL;
    for (const struct argp_option *o = table; o->name || o->key || o->doc; o++) {
        if (!o->name || !calco_str_starts(calco_str(o->name), name)) continue;
        if (strlen(o->name) == name.n) return o;
        *ambiguous = found != NULL;
        found = o;
    }
    return found;
}

static void complain_option(const struct argp *argp, const char *word, str name)
{
    const char *names[64];
    size_t      n = 0;
    for (const struct argp_option *o = argp->options; (o->name || o->key || o->doc) && n < 60; o++)
        if (o->name) names[n++] = o->name;
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) names[n++] = builtin[i];
    char own[128];
    snprintf(own, sizeof own, "%.*s", STR_FMT(name));
    const char *near = calco_nearest(own, names, n);
    if (near) cli_complain("no option \"%s\"; did you mean \"--%s\"?", word, near);
    else cli_complain("no option \"%s\"; --help lists what there is", word);
    exit(EXIT_TROUBLE);
}

/* argp would only say that an option is not recognised. */
static void look_for_unknown(const struct argp *argp, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0) continue;
        str  rest = calco_str(argv[i] + 2), name;
        bool ambiguous = false, known = false;
        calco_str_split(&rest, '=', &name);
        for (size_t k = 0; k < sizeof builtin / sizeof *builtin; k++)
            known |= calco_str_starts(calco_str(builtin[k]), name);
        const struct argp_option *o = option_named(argp->options, name, &ambiguous);
        if (!o && !known) complain_option(argp, argv[i], name);
        if (o && !ambiguous && o->arg && !(o->flags & OPTION_ARG_OPTIONAL) && !rest.p) i++; /* its value */
    }
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *ctx)
{
    argp_err_exit_status = EXIT_TROUBLE;
    look_for_unknown(argp, argc, argv);
    if (argp_parse(argp, argc, argv, 0, NULL, ctx) != 0) exit(EXIT_TROUBLE);
}

double cli_number(const char *option, const char *text, double max)
{
    double x;
    if (!calco_number(calco_str(text), &x) || !isfinite(x) || x < 0 || x > max) {
        cli_complain("--%s takes a number from 0 to %g, not \"%s\"", option, max, text);
        exit(EXIT_TROUBLE);
    }
    return x;
}

void cli_list_add(const char ***list, const char *commas)
{
    size_t n = 0;
    while (*list && (*list)[n]) n++;
    char *copy = strdup(commas), *rest = NULL;
    if (!copy) abort();
    for (char *piece = strtok_r(copy, ", ", &rest); piece; piece = strtok_r(NULL, ", ", &rest)) {
        const char **larger = realloc(*list, (n + 2) * sizeof *larger);
        if (!larger) abort();
        larger[n++] = strdup(piece);
        larger[n] = NULL;
        *list = larger;
    }
    free(copy);
}

void cli_list_free(const char *const *list)
{
    for (size_t i = 0; list && list[i]; i++) free((void *)(uintptr_t)list[i]);
    free((void *)(uintptr_t)list);
}
