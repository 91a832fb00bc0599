/* calco infer: each sentence with the source that it most likely renders. */
#include "cli/cli.h"

#include "report/show.h"

#include <math.h>
#include <stdlib.h>

/* Below this the reconstruction is shown, but said to be unsure. */
static const double SURE = 0.5;

static const struct argp_option options[] = {
    { "pair", 'p', "PAIR", 0, "The languages, source first: it-en (default: the first pack that is found)", 1 },
    { "encoding", 'e', "NAME", 0, "The encoding of the texts (default: by byte order mark, else guessed)", 1 },
    { "pack", 'P', "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { "tsv", 't', 0, 0, "A line a sentence: file, line, column, confidence, source, text", 1 },
    { 0 }
};

typedef struct {
    const char *pair, *pack, *encoding;
    cli_files   files;
    bool        tsv, trouble;
    size_t      width;
} infer_options;

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    infer_options *o = state->input;
    switch (key) {
    case 'p': o->pair = arg; break;
    case 'e': o->encoding = arg; break;
    case 'P': o->pack = arg; break;
    case 't': o->tsv = true; break;
    case ARGP_KEY_ARG: if (!cli_files_add(&o->files, arg)) o->trouble = true; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = { options, take_option, "FILE...",
                                  "Reconstruct the sentences that a text was most likely translated from.\v"
                                  "Each sentence is followed by its likely source and how sure that is, from 0 to 1.",
                                  NULL, NULL, NULL };

static void print_sentence(calco_buf *out, const infer_options *o, const char *file, const calco_sentence_result *s)
{
    int sure = (int)lround(s->source_confidence * 100);
    if (o->tsv) {
        calco_buf_printf(out, "%s\t%zu\t%zu\t%d.%02d\t", file, s->place.line, s->place.column, sure / 100, sure % 100);
        calco_show(out, s->source);
        calco_buf_char(out, '\t');
        calco_show(out, s->text);
        calco_buf_char(out, '\n');
        return;
    }
    calco_buf_printf(out, "%s:%zu:%zu: ", file, s->place.line, s->place.column);
    if (!s->source.n) calco_buf_str(out, STR("unknown\n"));
    else calco_buf_printf(out, "%s (%d.%02d)\n", s->source_confidence < SURE ? "not sure" : "likely", sure / 100, sure % 100);
    calco_buf_str(out, STR("   "));
    calco_show_wrapped(out, s->text, 3, o->width);
    if (s->source.n) {
        calco_buf_str(out, STR("\n   "));
        calco_show_wrapped(out, s->source, 3, o->width);
    }
    calco_buf_char(out, '\n');
}

static int run_infer(int argc, char **argv)
{
    infer_options o = { .width = cli_terminal_width() };
    if (!o.width) o.width = 100;
    cli_parse(&argp, argc, argv, &o);
    if (!o.files.n && !o.trouble) return cli_complain("no text; name files, or - for standard input");
    calco_engine *engine = cli_open_engine(o.pack, o.pair, NULL);
    o.trouble |= !engine;
    calco_buf out = { 0 };
    for (size_t i = 0; engine && i < o.files.n; i++) {
        calco_err     err = { 0 };
        calco_buf     bytes = { 0 };
        bool          read = calco_read_file(o.files.p[i], &bytes, &err);
        calco_input   in = { .name = o.files.p[i], .bytes = bytes.p, .size = bytes.n, .encoding = o.encoding };
        calco_result *r = read ? calco_check(engine, &in, NULL, &err) : NULL;
        if (!r) cli_complain_err(&err), o.trouble = true;
        else o.trouble |= cli_complain_unread(r);
        for (size_t k = 0; r && k < r->n_sentences; k++) print_sentence(&out, &o, o.files.p[i], &r->sentences[k]);
        cli_write(&out);
        calco_result_free(r);
        calco_buf_free(&bytes);
    }
    calco_buf_free(&out);
    calco_engine_close(engine);
    cli_files_free(&o.files);
    return o.trouble ? EXIT_TROUBLE : EXIT_CLEAN;
}

const cli_command cli_infer = { "infer", "print the likely source of each sentence", &argp, run_infer };
