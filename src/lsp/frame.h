/* Frames of the language server protocol: "Content-Length: N", an empty line, N bytes. */
#ifndef LSP_FRAME_H
#define LSP_FRAME_H

#include "base/buf.h"

enum { LSP_LARGEST_HEADER = 8192, LSP_LARGEST_BODY = 64 << 20 };

typedef enum {
    LSP_FRAME_NONE,  /* more bytes are needed */
    LSP_FRAME_BODY,  /* a body is there */
    LSP_FRAME_BAD,   /* a header that makes no sense was dropped; the next one is looked for */
    LSP_FRAME_GIANT  /* a body above the limit is being skipped */
} lsp_frame;

/* {0} is ready; free with lsp_frames_free. */
typedef struct {
    calco_buf in;
    size_t    at;   /* bytes of `in` that are used up */
    size_t    skip; /* bytes of a giant body still to come */
} lsp_frames;

void lsp_frames_feed(lsp_frames *f, const void *bytes, size_t n);
/* The next frame; `*body` is lent until the next call of a function here. */
lsp_frame lsp_frames_next(lsp_frames *f, str *body);
void lsp_frames_free(lsp_frames *f);

/* Append a header and the body. */
void lsp_frame_write(calco_buf *out, str body);

#endif
