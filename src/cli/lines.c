/* Reading a long text of lines some megabytes at a time, decoded. */
#include "cli/lines.h"

#include "base/err.h"
#include "text/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BLOCK = 4 << 20 };

struct cli_lines {
    FILE        *file;
    const char  *path;
    char        *encoding; /* as given, or as seen by now; NULL as long as there was nothing but ASCII */
    bool         whole;    /* line ends may lie inside characters: read all at once */
    calco_buf    bytes;
    size_t       used; /* of them */
    calco_arena *arena;
};

cli_lines *cli_lines_open(const char *path, const char *encoding, calco_err *err)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    struct stat st;
    if (!f) return calco_fail(err, CALCO_ERR_OPEN, path, "cannot be opened: %s", strerror(errno)), NULL;
    if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
        if (f != stdin) fclose(f);
        return calco_fail(err, CALCO_ERR_OPEN, path, "is a directory, not a file"), NULL;
    }
    cli_lines *l = calloc(1, sizeof *l);
    if (!l || (encoding && !(encoding = strdup(encoding)))) abort();
    l->file = f;
    l->path = path;
    l->encoding = (char *)(uintptr_t)encoding;
    l->whole = encoding != NULL;
    l->arena = calco_arena_new();
    return l;
}

static bool fill(cli_lines *l, size_t bytes, calco_err *err)
{
    char   piece[65536];
    size_t n;
    while (l->bytes.n - l->used < bytes && (n = fread(piece, 1, sizeof piece, l->file)) > 0) calco_buf_add(&l->bytes, piece, n);
    return !ferror(l->file) || calco_fail(err, CALCO_ERR_OPEN, l->path, "cannot be read: %s", strerror(errno));
}

/* Where the whole lines among what was read end: everything at the end of the file, nothing in the middle of a line. */
static size_t whole_lines(const cli_lines *l)
{
    if (feof(l->file)) return l->bytes.n;
    size_t end = l->bytes.n;
    while (end > l->used && l->bytes.p[end - 1] != '\n') end--;
    return end;
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static bool decode(cli_lines *l, size_t end, calco_decoded *out, calco_err *err)
{
    return calco_decode(l->arena, l->bytes.p + l->used, end - l->used, l->encoding, l->path, out, err);
}

/* Other encodings than these may have a byte like that of a line end inside a character. */
static bool splits_at_bytes(const char *encoding) { return strcmp(encoding, "UTF-8") == 0 || strcmp(encoding, "windows-1252") == 0; }

bool cli_lines_next(cli_lines *l, str *text, calco_err *err)
{
    calco_arena_reset(l->arena);
    if (l->used) memmove(l->bytes.p, l->bytes.p + l->used, l->bytes.n - l->used);
    l->bytes.n -= l->used;
    l->used = 0;
    size_t wanted = l->whole ? SIZE_MAX : BLOCK, end;
    for (;; wanted *= 2) { /* a line may be longer than a block */
        if (!fill(l, wanted, err)) return false;
        if ((end = whole_lines(l)) > 0 || feof(l->file)) break;
    }
    *text = STR("");
    if (!end) return true;
    calco_decoded out;
    if (!decode(l, end, &out, err)) return false;
    if (!l->encoding && !splits_at_bytes(out.encoding)) {
        if (!fill(l, SIZE_MAX, err) || !decode(l, end = l->bytes.n, &out, err)) return false;
    }
    if (!l->encoding && !is_ascii(out.text) && !(l->encoding = strdup(out.encoding))) abort();
    l->used = end;
    *text = out.text;
    return true;
}

void cli_lines_close(cli_lines *l)
{
    if (!l) return;
    if (l->file != stdin) fclose(l->file);
    calco_arena_free(l->arena);
    calco_buf_free(&l->bytes);
    free(l->encoding);
    free(l);
}
