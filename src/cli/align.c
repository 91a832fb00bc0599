/* calco align: which sentences and words of two texts render each other, as a table, translation memory or JSON Lines. */
#include "cli/cli.h"

#include "report/json_out.h"
#include "report/markup.h"
#include "report/show.h"

#include <math.h>
#include <stdlib.h>

enum { OPT_SOURCE_ENCODING = 256, OPT_PACK, OPT_MIN, OPT_DATE, OPT_WORDS };
typedef enum { FORMAT_TSV, FORMAT_TMX, FORMAT_JSONL, FORMATS } output_format;
static const char *const format_names[] = { "tsv", "tmx", "jsonl" };

static const struct argp_option options[] = {
    { "pair", 'p', "PAIR", 0, "The languages, source first: it-en (default: the first pack that is found)", 1 },
    { "pack", OPT_PACK, "FILE", 0, "Use this pack instead of the one that is found for the pair", 1 },
    { "encoding", 'e', "NAME", 0, "The encoding of the target (default: by byte order mark, else guessed)", 1 },
    { "source-encoding", OPT_SOURCE_ENCODING, "NAME", 0, "The encoding of the source", 1 },
    { "format", 'f', "NAME", 0, "tsv (source, target, kind, confidence), tmx or jsonl (default: tsv)", 1 },
    { "words", OPT_WORDS, 0, 0, "Link words too: tsv, one more column \"0-0 1-2\" (source-target, from 0); jsonl, with the words and probabilities", 1 },
    { "min-confidence", OPT_MIN, "X", 0, "Leave out what is less sure than X, from 0 to 1", 1 },
    { "date", OPT_DATE, "WHEN", 0, "tmx: the creation date to write, YYYYMMDDThhmmssZ (default: none)", 1 },
    { 0 }
};

typedef struct {
    const char   *pair, *pack, *encoding, *source_encoding, *date, *source, *target;
    output_format format;
    bool          words;
    double        least;
} align_options;

static output_format format_of(const char *name)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(format_names[i], name) == 0) return (output_format)i;
    exit(cli_complain_unknown("format", name, format_names, FORMATS));
}

static const char *date_of(const char *s)
{
    static const char shape[] = "00000000T000000Z";
    bool good = strlen(s) == sizeof shape - 1;
    for (size_t i = 0; good && shape[i]; i++) good = shape[i] == '0' ? s[i] >= '0' && s[i] <= '9' : s[i] == shape[i];
    if (!good) exit(cli_complain("--date: \"%s\" is no date like 20261125T094500Z", s));
    return s;
}

static error_t take_option(int key, char *arg, struct argp_state *state)
{
    align_options *o = state->input;
    switch (key) {
    case 'p': o->pair = arg; break;
    case OPT_PACK: o->pack = arg; break;
    case 'e': o->encoding = arg; break;
    case OPT_SOURCE_ENCODING: o->source_encoding = arg; break;
    case 'f': o->format = format_of(arg); break;
    case OPT_WORDS: o->words = true; break;
    case OPT_MIN: o->least = cli_number("--min-confidence", arg, 1); break;
    case OPT_DATE: o->date = date_of(arg); break;
    case ARGP_KEY_ARG:
        if (o->target) argp_error(state, "more than two files");
        if (o->source) o->target = arg;
        else o->source = arg;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = { options, take_option, "SOURCE TARGET\nBILINGUAL-FILE",
                                  "Align a text with its translation, sentence by sentence and word by word.\v"
                                  "Kinds are 1-1, 2-1 (two sentences of the source, one of the target) and so on; 1-0 and 0-1 stand alone. "
                                  "A translation memory (tmx) holds only what has both sides.", NULL, NULL, NULL };

/* --- output --- */

/* One line, without doubled blanks. */
static void flat(calco_buf *out, str s, void (*put)(calco_buf *, str))
{
    for (size_t at = 0; at < s.n;) {
        size_t end = at;
        while (end < s.n && (unsigned char)s.p[end] > ' ') end++;
        if (end > at) put(out, calco_str_cut(s, at, end));
        for (at = end; at < s.n && (s.p[at] == ' ' || (s.p[at] >= '\t' && s.p[at] <= '\r')); at++) continue;
        if (at > end && at < s.n) calco_buf_char(out, ' ');
        if (at == end && at < s.n) put(out, calco_str_cut(s, at, at + 1)), at++;
    }
}

static void hundredths(calco_buf *out, double x)
{
    int n = (int)lround(x * 100);
    calco_buf_printf(out, "%d.%02d", n / 100, n % 100);
}

static void print_tsv(calco_buf *out, const align_options *o, const calco_aligned *b)
{
    flat(out, b->source, calco_show);
    calco_buf_char(out, '\t');
    flat(out, b->target, calco_show);
    calco_buf_printf(out, "\t%zu-%zu\t", b->n_source, b->n_target);
    hundredths(out, b->confidence);
    if (o->words) calco_buf_char(out, '\t');
    for (size_t i = 0; o->words && i < b->n_links; i++)
        calco_buf_printf(out, "%s%zu-%zu", i ? " " : "", b->links[i].source, b->links[i].target);
    calco_buf_char(out, '\n');
}

static void print_tuv(calco_buf *out, const char *language, str text)
{
    calco_buf_str(out, STR("      <tuv"));
    calco_markup_attribute(out, "xml:lang", calco_str(language));
    calco_buf_str(out, STR("><seg>"));
    flat(out, text, calco_markup_text);
    calco_buf_str(out, STR("</seg></tuv>\n"));
}

static void print_tmx(calco_buf *out, const align_options *o, const calco_alignment *x)
{
    calco_buf_str(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  <header creationtool=\"calco\" creationtoolversion=\""
                           CALCO_VERSION "\" segtype=\"sentence\" o-tmf=\"calco\" adminlang=\"en\" datatype=\"plaintext\""));
    calco_markup_attribute(out, "srclang", calco_str(x->source_language));
    if (o->date) calco_markup_attribute(out, "creationdate", calco_str(o->date));
    calco_buf_str(out, STR("/>\n  <body>\n"));
    for (size_t i = 0; i < x->n_beads; i++) {
        const calco_aligned *b = &x->beads[i];
        if (!b->n_source || !b->n_target || b->confidence < o->least) continue;
        calco_buf_str(out, STR("    <tu>\n"));
        print_tuv(out, x->source_language, b->source);
        print_tuv(out, x->target_language, b->target);
        calco_buf_str(out, STR("    </tu>\n"));
    }
    calco_buf_str(out, STR("  </body>\n</tmx>\n"));
}

static void print_words(calco_buf *out, const char *name, const str *words, size_t n)
{
    calco_json_open(out, name, '[');
    for (size_t i = 0; i < n; i++) calco_json_str(out, NULL, words[i]);
    calco_json_close(out, ']');
}

static void print_number(calco_buf *out, const char *name, double x)
{
    if (name) calco_buf_printf(out, ",\"%s\":", name);
    else calco_buf_char(out, ',');
    hundredths(out, x);
}

static void print_jsonl(calco_buf *out, const align_options *o, const calco_aligned *b)
{
    calco_buf_printf(out, "{\"type\":\"bead\",\"schema\":%d,\"kind\":\"%zu-%zu\"", CALCO_SCHEMA, b->n_source, b->n_target);
    print_number(out, "confidence", b->confidence);
    calco_json_str(out, "source", b->source);
    calco_json_str(out, "target", b->target);
    calco_json_size(out, "source_byte_start", b->source_place.byte_start);
    calco_json_size(out, "source_byte_end", b->source_place.byte_end);
    calco_json_size(out, "byte_start", b->target_place.byte_start);
    calco_json_size(out, "byte_end", b->target_place.byte_end);
    if (o->words) {
        print_words(out, "source_words", b->source_words, b->n_source_words);
        print_words(out, "target_words", b->target_words, b->n_target_words);
        calco_json_open(out, "links", '[');
        for (size_t i = 0; i < b->n_links; i++) {
            calco_json_open(out, NULL, '[');
            calco_json_size(out, NULL, b->links[i].source);
            calco_json_size(out, NULL, b->links[i].target);
            print_number(out, NULL, b->links[i].probability);
            calco_json_close(out, ']');
        }
        calco_json_close(out, ']');
    }
    calco_buf_str(out, STR("}\n"));
}

static void print_alignment(calco_buf *out, const align_options *o, const calco_alignment *x)
{
    if (o->format == FORMAT_TMX) print_tmx(out, o, x);
    for (size_t i = 0; o->format != FORMAT_TMX && i < x->n_beads; i++) {
        if (x->beads[i].confidence < o->least) continue;
        if (o->format == FORMAT_TSV) print_tsv(out, o, &x->beads[i]);
        else print_jsonl(out, o, &x->beads[i]);
        if (out->n > 1 << 16) cli_write(out);
    }
    cli_write(out);
}

static int run_align(int argc, char **argv)
{
    align_options o = { 0 };
    cli_parse(&argp, argc, argv, &o);
    if (!o.source) return cli_complain("no texts; name the source, then the target");
    if (!o.target) o.target = o.source, o.source = NULL;
    if (o.source && strcmp(o.source, "-") == 0 && strcmp(o.target, "-") == 0) return cli_complain("only one of both texts can be standard input");
    calco_engine *engine = cli_open_engine(o.pack, o.pair, &(calco_settings){ .min_confidence = -1 });
    if (!engine) return EXIT_TROUBLE;
    calco_err        err = { 0 };
    calco_buf        source = { 0 }, target = { 0 }, out = { 0 };
    calco_alignment *x = NULL;
    if ((!o.source || calco_read_file(o.source, &source, &err)) && calco_read_file(o.target, &target, &err)) {
        calco_input from = { .name = o.source, .bytes = source.p, .size = source.n, .encoding = o.source_encoding };
        calco_input text = { .name = o.target, .bytes = target.p, .size = target.n, .encoding = o.encoding };
        x = calco_align(engine, &text, o.source ? &from : NULL, o.words, &err);
    }
    if (x) print_alignment(&out, &o, x);
    else cli_complain_err(&err);
    int status = x ? EXIT_CLEAN : EXIT_TROUBLE;
    calco_alignment_free(x);
    calco_buf_free(&out);
    calco_buf_free(&source);
    calco_buf_free(&target);
    calco_engine_close(engine);
    return status;
}

const cli_command cli_align = { "align", "align a text with its source by sentences and words", &argp, run_align };
