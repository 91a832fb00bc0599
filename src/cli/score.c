/* calco score: lines "source TAB translation" in, a score a line out. */
#include "cli/cli.h"

#include "report/show.h"
#include "text/decode.h"

#include <math.h>
#include <stdlib.h>

enum { OPT_HEADER = 256, OPT_PACK, OPT_EXPLAIN };

static const struct argp_option options[] = {
    { "pair", 'p', "PAIR", 0, "The languages, source first: it-en (default: the first pack that is found)", 1 },
    { "pack", OPT_PACK, "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { "header", OPT_HEADER, 0, 0, "Name the columns in a first line", 1 },
    { "explain", OPT_EXPLAIN, 0, 0, "Under each score, what raised and what lowered it, most first", 1 },
    { 0 }
};

typedef struct {
    const char *pair, *pack, *file;
    bool        header, explain;
} score_options;

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    score_options *o = state->input;
    switch (key) {
    case 'p': o->pair = arg; break;
    case OPT_PACK: o->pack = arg; break;
    case OPT_HEADER: o->header = true; break;
    case OPT_EXPLAIN: o->explain = true; break;
    case ARGP_KEY_ARG:
        if (o->file) argp_error(state, "more than one file");
        o->file = arg;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = { options, take_option, "[FILE]",
                                  "Score translations: lines \"source TAB translation\" in (FILE or standard input), a line \"score TAB "
                                  "measures...\" out for each, 0 to 100, higher is better. The source may be empty.", NULL, NULL, NULL };

static void fixed(calco_buf *out, double x, int decimals)
{
    long long unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    long long n = llround(fabs(x) * (double)unit);
    calco_buf_printf(out, "%s%lld.%0*lld", x < 0 && n ? "-" : "", n / unit, decimals, n % unit);
}

static void print_header(calco_buf *out)
{
    calco_buf_str(out, STR("score"));
    for (size_t i = 0; i < calco_measure_count(); i++) calco_buf_printf(out, "\t%s", calco_measure_name(i));
    calco_buf_char(out, '\n');
}

static void print_line(calco_buf *out, double score, const double *measures)
{
    fixed(out, score, 4);
    for (size_t i = 0; i < calco_measure_count(); i++) {
        calco_buf_char(out, '\t');
        fixed(out, measures[i], 4);
    }
    calco_buf_char(out, '\n');
}

/* What each measure adds to the logit, the largest first. */
static void explain(calco_buf *out, const calco_engine *engine, double score, const double *measures, str target)
{
    fixed(out, score, 1);
    calco_buf_char(out, '\t');
    calco_show(out, target);
    calco_buf_char(out, '\n');
    size_t n = calco_measure_count();
    bool  *told = calloc(n + 1, sizeof *told);
    if (!told) abort();
    for (;;) {
        size_t most = n;
        double largest = 0.005;
        for (size_t i = 0; i < n; i++) {
            double share = fabs(measures[i] * calco_measure_weight(engine, i));
            if (!told[i] && share > largest) largest = share, most = i;
        }
        if (most == n) break;
        told[most] = true;
        double share = measures[most] * calco_measure_weight(engine, most);
        calco_buf_str(out, share > 0 ? STR("   +") : STR("   "));
        fixed(out, share, 2);
        calco_buf_printf(out, "  %s ", calco_measure_name(most));
        fixed(out, measures[most], 3);
        calco_buf_char(out, '\n');
    }
    free(told);
}

/* Lines are cut as they lie: a line without a tab has no source. */
static calco_pair *pairs_of(str text, size_t *n)
{
    calco_pair *pairs = NULL;
    size_t      cap = 0;
    *n = 0;
    str line;
    while (text.n && calco_str_split(&text, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (*n == cap) {
            cap = cap ? 2 * cap : 256;
            calco_pair *larger = realloc(pairs, cap * sizeof *larger);
            if (!larger) abort();
            pairs = larger;
        }
        size_t tab = calco_str_find(line, STR("\t"), 0);
        pairs[(*n)++] = tab == SIZE_MAX ? (calco_pair){ STR(""), line }
                                        : (calco_pair){ calco_str_cut(line, 0, tab), calco_str_from(line, tab + 1) };
    }
    return pairs;
}

static bool score_text(const calco_engine *engine, const score_options *o, str text, calco_err *err)
{
    size_t      n;
    calco_pair *pairs = pairs_of(text, &n);
    double     *scores = calloc(n + 1, sizeof *scores), *measures = calloc(n * calco_measure_count() + 1, sizeof *measures);
    if (!scores || !measures) abort();
    calco_buf out = { 0 };
    bool      ok = calco_score(engine, pairs, 0, scores, NULL, err) && /* are there weights? */
              calco_score(engine, pairs, n, scores, measures, err);
    if (ok && o->header && !o->explain) print_header(&out);
    for (size_t i = 0; ok && i < n; i++) {
        const double *own = measures + i * calco_measure_count();
        if (o->explain) explain(&out, engine, scores[i], own, pairs[i].target);
        else print_line(&out, scores[i], own);
    }
    cli_write(&out);
    calco_buf_free(&out);
    free(measures);
    free(scores);
    free(pairs);
    return ok;
}

static int run_score(int argc, char **argv)
{
    score_options o = { 0 };
    cli_parse(&argp, argc, argv, &o);
    calco_engine *engine = cli_open_engine(o.pack, o.pair, &(calco_settings){ .min_confidence = -1 });
    if (!engine) return EXIT_TROUBLE;
    calco_arena  *arena = calco_arena_new();
    calco_buf     bytes = { 0 };
    calco_err     err = { 0 };
    calco_decoded text;
    const char   *file = o.file ? o.file : "-";
    bool          ok = calco_read_file(file, &bytes, &err) &&
              calco_decode(arena, bytes.p, bytes.n, NULL, file, &text, &err) && score_text(engine, &o, text.text, &err);
    if (!ok) cli_complain_err(&err);
    calco_buf_free(&bytes);
    calco_arena_free(arena);
    calco_engine_close(engine);
    return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

const cli_command cli_score = { "score", "score translations line by line", &argp, run_score };
