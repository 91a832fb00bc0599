/* Fuzzer of the text floor: any bytes in any encoding make a document that keeps the laws. */
#include "laws.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = {
        NULL,       NULL,           NULL,        "UTF-8",       "UTF-16LE", "UTF-16",
        "UTF-32BE", "windows-1252", "SHIFT_JIS", "ISO-2022-JP", "UTF-7",    "GB18030",
    };
    const char *encoding = size ? encodings[data[0] % (sizeof encodings / sizeof *encodings)] : NULL;
    size_t      n = size ? size - 1 : 0;
    char       *exact = malloc(n ? n : 1); /* no byte more: ASan sees what reads beyond */
    if (!exact) return 0;
    if (n) memcpy(exact, data + 1, n);
    calco_arena *a = calco_arena_new();
    calco_doc    d;
    const char  *broken = laws_document(a, exact, n, encoding, &d) ? laws_broken(&d, a) : NULL;
    if (broken) {
        fprintf(stderr, "broken: %s\n", broken);
        abort();
    }
    calco_arena_free(a);
    free(exact);
    return 0;
}
