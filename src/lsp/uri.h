/* file:// addresses and paths. */
#ifndef LSP_URI_H
#define LSP_URI_H

#include "base/str.h"

/* The path that a file: URI means, heap; NULL where it is none ("untitled:…"), or where its path holds NUL bytes. */
char *lsp_path_of(str uri);
/* "file:///a%20b" of an absolute path; heap. */
char *lsp_uri_of(const char *path);

#endif
