/* Fuzzer of the readers: any bytes as any format give units within the text, in order, that lie where they say. */
#include "read/read.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *what)
{
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

/* `again`: units may lie before the last one, as the source of each plural form does, what HTML moves out of a table, and what is said within a sentence. */
static void check(const calco_doc *d, size_t size, bool again)
{
    size_t before = 0, bytes = 0;
    for (size_t i = 0; i < d->units.n; i++) {
        const calco_unit *u = &d->units.p[i];
        if (u->start < before || u->end < u->start || u->end > d->text.n) fail("units");
        before = u->end;
        if (again) bytes = 0;
        for (size_t at = u->start, n; at < u->end; at += n) {
            size_t start, end;
            calco_utf8_at(d->text, at, &n);
            calco_doc_span(d, at, at + n, &start, &end);
            if (start > end || end > size || start < bytes) fail("positions");
            bytes = start;
        }
    }
    if (!calco_utf8_valid(d->text)) fail("UTF-8");
    for (size_t i = 0; i < d->comments.n; i++)
        if (d->comments.p[i].start > d->comments.p[i].end || d->comments.p[i].end > d->decoded.text.n) fail("comments");
}

/* The reader that an input asks for: by its name in a first line, as the seeds do, or by its first byte; `*head` is what that takes. */
static const calco_reader *asked(const uint8_t *data, size_t size, size_t *head)
{
    size_t formats = 0;
    for (; calco_readers[formats]; formats++) {
        size_t n = strlen(calco_readers[formats]->name);
        *head = n + 1;
        if (size > n && memcmp(data, calco_readers[formats]->name, n) == 0 && data[n] == '\n') return calco_readers[formats];
    }
    *head = 1;
    return calco_readers[data[0] % formats];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t head;
    if (!size) return 0;
    const calco_reader *reader = asked(data, size, &head);
    size_t n = size - head;
    char  *exact = malloc(n ? n : 1); /* no byte more: ASan sees what reads beyond */
    if (!exact) return 0;
    if (n) memcpy(exact, data + head, n);
    calco_arena *a = calco_arena_new();
    calco_doc    doc = { .name = "fuzz", .reader = reader }, source = { .name = "fuzz", .reader = reader };
    calco_err    err;
    if (calco_decode(a, exact, n, NULL, "fuzz", &doc.decoded, &err)) {
        source.decoded = doc.decoded;
        bool ok = reader->read(a, &doc, reader->bilingual ? &source : NULL, &err);
        check(&doc, n, reader == &calco_reader_html || reader == &calco_reader_markdown);
        if (reader->bilingual) check(&source, n, true);
        if (ok && reader->bilingual && doc.units.n != source.units.n) fail("pairs");
    }
    calco_arena_free(a);
    free(exact);
    return 0;
}
