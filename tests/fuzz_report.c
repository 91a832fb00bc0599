/* Fuzzer of the reporters: names, texts and findings made of any bytes, at any place, in every format. */
#include "report/parts.h"
#include "text/unicode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Numbers that the input begins with decide; the rest is the text. */
typedef struct { const uint8_t *p; size_t n; } numbers;
static size_t below(numbers *in, size_t limit)
{
    if (in->n < 2 || !limit) return 0;
    size_t x = ((size_t)in->p[0] << 8 | in->p[1]) % limit;
    in->p += 2;
    in->n -= 2;
    return x;
}

static str piece(numbers *in, str text, size_t *start)
{
    *start = below(in, text.n + 1);
    size_t end = *start + below(in, text.n + 1 - *start);
    while (*start && *start < text.n && ((unsigned char)text.p[*start] & 0xc0) == 0x80) --*start;
    while (end < text.n && ((unsigned char)text.p[end] & 0xc0) == 0x80) end++;
    return calco_str_cut(text, *start, end);
}

static int by_place(const void *x, const void *y)
{
    const calco_finding *a = x, *b = y;
    return a->text_start < b->text_start ? -1 : a->text_start > b->text_start;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = { "plain", "xliff" }, *const encodings[] = { "UTF-8", "UTF-16LE", "windows-1252" };
    enum { FINDINGS = 4, HEAD = 64 };
    if (size < HEAD) return 0;
    numbers      in = { data, HEAD };
    calco_arena *a = calco_arena_new();
    calco_decoded d;
    calco_err    err;
    if (!calco_decode(a, data + HEAD, size - HEAD, "UTF-8", "", &d, &err)) abort();
    calco_result r = { .text = calco_arena_str(a, d.text), .format = formats[below(&in, 2)], .encoding = encodings[below(&in, 3)],
                       .pack = "it-en 1 x", .source_name = "s", .bom = below(&in, 2) };
    calco_lines lines = calco_report_lines(a, &r);
    size_t at;
    str    name = piece(&in, r.text, &at);
    r.name = calco_arena_str(a, name).p;
    const calco_sentence_result sentence = { .text = r.text, .source = name, .source_place = { 0, 1, 1, 1, 1, 2 } };
    calco_finding findings[FINDINGS] = { 0 };
    for (size_t i = 0; i < FINDINGS; i++) {
        calco_finding *f = &findings[i];
        f->rule = "f/r";
        f->category = "calque";
        f->severity = (calco_severity)below(&in, 3);
        f->text = piece(&in, r.text, &f->text_start);
        f->place = calco_lines_place(&lines, f->text_start, f->text_start + f->text.n);
        f->message = f->source_text = piece(&in, r.text, &at);
        f->suggestions = f->edits = &f->message;
        f->n_suggestions = 1;
        if (below(&in, 16) == 15) f->text_start = SIZE_MAX;
    }
    qsort(findings, FINDINGS, sizeof *findings, by_place);
    r.findings = findings;
    r.n_findings = FINDINGS - 1;
    r.suppressed = findings + FINDINGS - 1;
    r.n_suppressed = 1;
    r.sentences = &sentence;
    r.n_sentences = 1;
    for (size_t i = 0; calco_reporters[i]; i++) {
        calco_report_memory  memory = { 0 };
        calco_report_options o = { .memory = &memory, .suppressed = true, .baseline = true, .n_files = 1 };
        const char *const    files[] = { r.name };
        calco_totals         all = { 0 };
        calco_buf            out = { 0 };
        o.files = files;
        calco_reporters[i]->begin(&out, &o);
        calco_reporters[i]->result(&out, &o, &r, true);
        calco_totals_add(&all, &r);
        calco_reporters[i]->end(&out, &o, &all);
        calco_report_forget(&memory);
        calco_buf_free(&out);
    }
    calco_arena_free(a);
    return 0;
}
