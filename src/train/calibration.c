/* Computes dictionaries/XX/calibration.tsv: bits per word at each percentile of the sentences of edited texts.
 * Usage: train-calibration PACK FILE... >dictionaries/en/calibration.tsv  (plain text files, one paragraph a line) */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

enum { FEWEST_WORDS = 5 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int fail(const calco_err *err)
{
    fprintf(stderr, "train-calibration: %s: %s\n", err->path, err->message);
    return 2;
}

/* Appends the surprisal of each sentence of a file to *bits; false and err where it cannot be read. */
static bool measure(const calco_engine *engine, const char *path, double **bits, size_t *n, calco_err *err)
{
    calco_buf file = { 0 };
    if (!calco_read_file(path, &file, err)) return false;
    calco_input   text = { .name = path, .bytes = file.p, .size = file.n };
    calco_result *r = calco_check(engine, &text, NULL, err);
    calco_buf_free(&file);
    if (!r) return false;
    double *more = realloc(*bits, (*n + r->n_sentences + 1) * sizeof **bits);
    if (!more) abort();
    *bits = more;
    for (size_t s = 0; s < r->n_sentences; s++)
        if (r->sentences[s].words >= FEWEST_WORDS) (*bits)[(*n)++] = r->sentences[s].surprisal;
    calco_result_free(r);
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 3) return fputs("usage: train-calibration PACK FILE...\n", stderr), 2;
    calco_err      err = { 0 };
    calco_settings settings = { .min_confidence = 1.0, .infer = false };
    calco_engine  *engine = calco_engine_open(argv[1], &settings, &err);
    if (!engine) return fail(&err);
    double *bits = NULL;
    size_t  n = 0;
    for (int i = 2; i < argc; i++)
        if (!measure(engine, argv[i], &bits, &n, &err)) return fail(&err);
    calco_engine_close(engine);
    if (n < 100) return fprintf(stderr, "train-calibration: only %zu sentences; give at least 100\n", n), 2;
    qsort(bits, n, sizeof *bits, by_value);
    printf("# Bits per word at each percentile of %zu sentences of edited text; computed by train-calibration.\n", n);
    for (size_t p = 0; p <= 100; p++) printf("%zu\t%.3f\n", p, bits[(n - 1) * p / 100]);
    free(bits);
    return 0;
}
