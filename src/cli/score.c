/* calco score: lines "source TAB translation" in, a score a line out. */
#include "cli/cli.h"

#include "base/vec.h"
#include "cli/lines.h"
#include "report/show.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPT_HEADER = 256, OPT_PACK, OPT_EXPLAIN };
enum { BATCH = 256, THREADS_MAX = 1024 };

static const struct argp_option options[] = {
    { "pair", 'p', "PAIR", 0, "The languages, source first: it-en (default: the first pack that is found)", 1 },
    { "pack", OPT_PACK, "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { "encoding", 'e', "NAME", 0, "The encoding of the lines (default: by byte order mark, else guessed)", 1 },
    { "header", OPT_HEADER, 0, 0, "Name the columns in a first line", 1 },
    { "explain", OPT_EXPLAIN, 0, 0, "Under each score, what raised and what lowered it, most first", 1 },
    { "jobs", 'j', "N", 0, "Use N threads (default: as many as there are processors); the output stays the same", 1 },
    { 0 }
};

typedef struct {
    const char *pair, *pack, *file, *encoding;
    bool        header, explain;
    size_t      threads;
} score_options;

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    score_options *o = state->input;
    switch (key) {
    case 'p': o->pair = arg; break;
    case 'e': o->encoding = arg; break;
    case 'j': o->threads = (size_t)cli_number("jobs", arg, THREADS_MAX); break;
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

/* --- output --- */

static void fixed(calco_buf *out, double x, int decimals)
{
    long long unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    long long n = llround(fabs(x) * (double)unit);
    if (!decimals) calco_buf_printf(out, "%s%lld", x < 0 && n ? "-" : "", n);
    else calco_buf_printf(out, "%s%lld.%0*lld", x < 0 && n ? "-" : "", n / unit, decimals, n % unit);
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

/* What raised or lowered a score: a measure, or several that only make sense together. */
typedef struct {
    double      share, value; /* on the logit; of the measure, NAN for several */
    const char *name, *about;
    size_t      name_length;
} cause;

/* The cause among n that stands for the positive measures of the family that `name` starts with; n where there is none yet. */
static size_t cause_of_family(const cause *causes, size_t n, const char *name, size_t length)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(causes[i].value) && causes[i].name_length == length && strncmp(causes[i].name, name, length) == 0) return i;
    return n;
}

/* A measure whose weight is below 0 counts faults: a cause of its own. The others (log probabilities, and what makes up for the
 * length of a sentence) are large for every sentence and balance each other: one cause a family, named by the first. */
static size_t causes_of(const calco_engine *engine, const double *measures, cause *causes)
{
    size_t n = 0;
    for (size_t i = 0; i < calco_measure_count(); i++) {
        double      weight = calco_measure_weight(engine, i);
        bool        fault = weight <= 0;
        const char *name = calco_measure_name(i);
        size_t      length = fault ? strlen(name) : strcspn(name, "/"), at = fault ? n : cause_of_family(causes, n, name, length);
        if (at == n) causes[n++] = (cause){ 0, fault ? measures[i] : NAN, name, calco_measure_about(i), length };
        causes[at].share += weight * measures[i];
    }
    return n;
}

static int by_share(const void *a, const void *b)
{
    const cause *x = a, *y = b;
    double d = fabs(y->share) - fabs(x->share);
    return d > 0 ? 1 : d < 0 ? -1 : strcmp(x->name, y->name);
}

/* How many of something, or how much: whole numbers have no decimals. */
static void amount(calco_buf *out, double x) { fixed(out, x, fabs(x - rint(x)) < 0.05 ? 0 : 1); }

static void explain(calco_buf *out, const calco_engine *engine, double score, const double *measures, str target)
{
    fixed(out, score, 1);
    calco_buf_char(out, '\t');
    calco_show(out, target);
    calco_buf_char(out, '\n');
    cause *causes = calloc(calco_measure_count() + 1, sizeof *causes);
    if (!causes) abort();
    size_t n = causes_of(engine, measures, causes);
    qsort(causes, n, sizeof *causes, by_share);
    for (size_t i = 0; i < n && fabs(causes[i].share) >= 0.05; i++) {
        const cause *c = &causes[i];
        calco_buf_str(out, c->share > 0 ? STR("   +") : STR("   "));
        fixed(out, c->share, 1);
        calco_buf_printf(out, "  %.*s: %s", (int)c->name_length, c->name, c->about);
        if (!isnan(c->value)) calco_buf_str(out, STR(": ")), amount(out, c->value);
        calco_buf_char(out, '\n');
    }
    free(causes);
}

/* --- pairs, some thousands at a time --- */

typedef struct {
    size_t line;      /* of the last pair, from 1 */
    size_t untabbed;  /* lines without a tab that hold something */
    size_t first;     /* line of the first of them */
} lines_seen;

typedef struct {
    const calco_engine *engine;
    VEC(calco_pair)     pairs;
    double             *scores, *measures;
    atomic_size_t       next; /* pair that is taken next */
} block;

/* Lines are cut as they lie: a line without a tab has no source. */
static void take_pairs(calco_arena *a, block *b, str text, lines_seen *seen)
{
    str line;
    while (text.n && calco_str_split(&text, '\n', &line)) {
        seen->line++;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        size_t tab = calco_str_find(line, STR("\t"), 0);
        calco_pair pair = tab == SIZE_MAX ? (calco_pair){ STR(""), line }
                                          : (calco_pair){ calco_str_cut(line, 0, tab), calco_str_from(line, tab + 1) };
        if (tab == SIZE_MAX && line.n && !seen->untabbed++) seen->first = seen->line;
        VEC_PUSH(a, &b->pairs, pair);
    }
    b->scores = ARENA_ARRAY(a, double, b->pairs.n);
    b->measures = ARENA_ARRAY(a, double, b->pairs.n * calco_measure_count());
}

/* The library fails only where weights are missing, which was asked before. */
static void *work(void *arg)
{
    block *b = arg;
    for (size_t at; (at = atomic_fetch_add(&b->next, BATCH)) < b->pairs.n;) {
        size_t n = b->pairs.n - at < BATCH ? b->pairs.n - at : BATCH;
        calco_score(b->engine, b->pairs.p + at, n, b->scores + at, b->measures + at * calco_measure_count(), NULL);
    }
    return NULL;
}

static void run_threads(block *b, size_t threads)
{
    size_t     batches = (b->pairs.n + BATCH - 1) / BATCH, n = (threads < batches ? threads : batches), started = 0;
    pthread_t *others = calloc(n + 1, sizeof *others);
    if (!others) abort();
    while (started + 1 < n && pthread_create(&others[started], NULL, work, b) == 0) started++;
    work(b);
    for (size_t i = 0; i < started; i++) pthread_join(others[i], NULL);
    free(others);
}

static void score_block(const calco_engine *engine, const score_options *o, str text, lines_seen *seen)
{
    calco_arena *a = calco_arena_new();
    calco_buf    out = { 0 };
    block        b = { .engine = engine };
    take_pairs(a, &b, text, seen);
    run_threads(&b, o->threads);
    for (size_t i = 0; i < b.pairs.n; i++) {
        const double *own = b.measures + i * calco_measure_count();
        if (o->explain) explain(&out, engine, b.scores[i], own, b.pairs.p[i].target);
        else print_line(&out, b.scores[i], own);
    }
    cli_write(&out);
    calco_buf_free(&out);
    calco_arena_free(a);
}

static bool score_file(const calco_engine *engine, const score_options *o, const char *file, calco_err *err)
{
    if (!calco_score(engine, NULL, 0, NULL, NULL, err)) return false; /* no weights */
    cli_lines *lines = cli_lines_open(file, o->encoding, err);
    lines_seen seen = { 0 };
    calco_buf  out = { 0 };
    str        text;
    if (lines && o->header && !o->explain) print_header(&out), cli_write(&out);
    bool ok = lines != NULL;
    while (ok && (ok = cli_lines_next(lines, &text, err)) && text.n) score_block(engine, o, text, &seen);
    calco_buf_free(&out);
    cli_lines_close(lines);
    if (seen.untabbed)
        cli_complain("%s:%zu: no tab, so taken for a translation without its source (%zu such line%s): write \"source TAB translation\", "
                     "with nothing before the tab where there is no source", file, seen.first, seen.untabbed, seen.untabbed == 1 ? "" : "s");
    return ok;
}

static int run_score(int argc, char **argv)
{
    long          processors = sysconf(_SC_NPROCESSORS_ONLN);
    score_options o = { .threads = processors > 0 && processors < THREADS_MAX ? (size_t)processors : 1 };
    cli_parse(&argp, argc, argv, &o);
    if (!o.threads) o.threads = 1;
    calco_engine *engine = cli_open_engine(o.pack, o.pair, &(calco_settings){ .min_confidence = -1 });
    if (!engine) return EXIT_TROUBLE;
    calco_err err = { 0 };
    bool      ok = score_file(engine, &o, o.file ? o.file : "-", &err);
    if (!ok) cli_complain_err(&err);
    calco_engine_close(engine);
    return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

const cli_command cli_score = { "score", "score translations line by line", &argp, run_score };
