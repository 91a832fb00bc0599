/* calco's language server: what a program needs to run one. */
#ifndef LSP_LSP_H
#define LSP_LSP_H

#include "base/str.h"

/* What the program around the server does for it. */
typedef struct {
    /* The engine of a pair ("it-en"), of the first pack where that is NULL; NULL after a complaint on standard error. */
    calco_engine *(*open_engine)(const char *pair);
    /* Replace a file, whole or not at all. */
    bool (*write_file)(const char *path, str bytes, calco_err *err);
} lsp_host;

/* Serve the client at the descriptors until it says exit or is gone; the program's exit status. */
int lsp_run(const lsp_host *host, int in, int out);

/* --- without descriptors, for tests and fuzzers --- */

typedef struct lsp_server lsp_server;
lsp_server *lsp_server_new(const lsp_host *host);
void lsp_server_free(lsp_server *s); /* waits for a check that runs */
/* Take bytes of the client. False when the server is to end with lsp_server_status. */
bool lsp_server_feed(lsp_server *s, const void *bytes, size_t n);
/* Start checks that are due and take up those that are done. Milliseconds until it should be called again; -1: only when
 * something happens. */
int lsp_server_turn(lsp_server *s);
/* Bytes for the client, lent until the next call; lsp_server_sent says how many were taken. */
str lsp_server_output(const lsp_server *s);
void lsp_server_sent(lsp_server *s, size_t n);
/* A descriptor that becomes readable when a check is done; lsp_server_turn empties it. */
int lsp_server_wake(const lsp_server *s);
int lsp_server_status(const lsp_server *s);
/* Is a check under way, and is it one that ends before its time because nobody waits for it any more? */
bool lsp_server_busy(const lsp_server *s);
bool lsp_server_stops(const lsp_server *s);

#endif
