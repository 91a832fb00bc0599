/* Positions of the protocol to bytes of a text and back: the one place that knows both. */
#ifndef LSP_POSITION_H
#define LSP_POSITION_H

#include "base/buf.h"
#include "base/json.h"

/* What `character` counts, as negotiated. */
typedef enum { LSP_UTF16, LSP_UTF8, LSP_UTF32 } lsp_encoding;
const char *lsp_encoding_name(lsp_encoding e); /* "utf-16" */

/* A text (valid UTF-8) and where its lines start; LF, CRLF and CR end lines. {0} is an empty text that has no lines yet. */
typedef struct {
    calco_buf text;
    size_t   *starts, n, cap;
} lsp_text;

void lsp_text_set(lsp_text *t, str text);
/* Put `by` in the place of from..to. */
void lsp_text_replace(lsp_text *t, size_t from, size_t to, str by);
void lsp_text_free(lsp_text *t);

typedef struct { size_t line, character; } lsp_position; /* both from 0 */

/* Past the line's end: its end, before the line break; past the last line: the end of the text; inside a character: its start. */
size_t lsp_byte_of(const lsp_text *t, lsp_encoding e, lsp_position p);
/* Past the end: the end; inside a character: its start. */
lsp_position lsp_position_of(const lsp_text *t, lsp_encoding e, size_t byte);

/* --- as JSON --- */

bool lsp_read_position(const calco_json *v, lsp_position *out);
/* from..to in bytes; false where `v` is no range. An end before the start is taken as the start. */
bool lsp_read_range(const lsp_text *t, lsp_encoding e, const calco_json *v, size_t *from, size_t *to);
calco_json *lsp_json_range(const lsp_text *t, lsp_encoding e, size_t from, size_t to);

#endif
