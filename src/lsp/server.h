/* What the files of the language server share: the server, its documents, requests and answers. */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include "base/arena.h"
#include "base/json.h"
#include "lsp/checker.h"
#include "lsp/frame.h"
#include "lsp/lsp.h"
#include "lsp/position.h"
#include "lsp/setup.h"

/* Codes of JSON-RPC and of the protocol. */
enum {
    LSP_PARSE_ERROR = -32700, LSP_INVALID_REQUEST = -32600, LSP_METHOD_NOT_FOUND = -32601, LSP_INVALID_PARAMS = -32602,
    LSP_NOT_INITIALIZED = -32002, LSP_CANCELLED = -32800, LSP_CONTENT_MODIFIED = -32801, LSP_REQUEST_FAILED = -32803
};

/* A text that the client has open. */
typedef struct {
    char          *uri;
    char          *path; /* NULL where it is no file */
    char          *language;
    int64_t        version;
    lsp_text       text;
    uint64_t       edit;    /* grows with every change */
    double         changed; /* when, in seconds */
    bool           due;     /* to be checked */
    bool           paused;  /* but not before someone asks */
    calco_memo    *memo;    /* NULL while a check uses it */
    lsp_job       *checked; /* the last check that is done: its result and what it was of; NULL before */
    lsp_job       *fixed, *page; /* of the very same text, where someone asked for them; else NULL */
    double         took;    /* seconds of that */
    char           result_id[17]; /* of the diagnostics that were sent last */
    double         push_at; /* when its diagnostics are pushed to a client that has not pulled any yet, in seconds; 0: never */
} lsp_document;

typedef struct {
    calco_json   *message;
    lsp_document *doc; /* whose check it waits for */
    uint64_t      edit;
    unsigned      needs; /* of lsp_work */
} lsp_waiting;

/* What the client can do. */
typedef struct {
    bool pull, push, refresh, document_changes, related, markdown, link_support, progress, show_document, configuration, watch, apply_edit,
        refresh_hints, refresh_lenses;
} lsp_client;

typedef enum { LSP_NEW, LSP_RUNNING, LSP_SHUT, LSP_GONE } lsp_state;

struct lsp_server {
    const lsp_host *host;
    lsp_frames      frames;
    calco_buf       out;
    size_t          sent; /* bytes of `out` that were taken */
    lsp_state       state;
    int             status;
    int64_t         parent; /* process of the client, 0 where unknown */
    double          looked; /* when it was last looked for */
    lsp_client      client;
    lsp_encoding    encoding;
    lsp_checker    *checker;
    lsp_setup      *setup;
    lsp_engines     engines;
    char           *pair; /* of the editor's settings, or NULL */
    char           *rules_url; /* of the editor's settings, or NULL */
    bool            pulled, pushes; /* the client says that it pulls: it has done so; it has not in time, and takes pushes */
    bool            hints_off, sentence_links; /* of the editor's settings */
    int64_t         next_id, settings_id; /* of requests to the client */
    int64_t         progress; /* token in use, 0: none */
    uint64_t        edits;
    char           *complaint; /* that was shown last */
    VEC(char *)         folders; /* paths of workspace folders */
    VEC(lsp_document *) documents;
    VEC(lsp_waiting)    waiting;
    calco_arena        *arena; /* of the three lists */
};

double lsp_now(void); /* seconds, monotonic */

/* --- answers (rpc.c) --- */

/* An error of a request; code 0: none. */
typedef struct { int code; char message[256]; } lsp_error;
/* Fill `error` and return NULL. */
calco_json *lsp_fail(lsp_error *error, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Take one body: answers are appended to s->out. */
void lsp_take_body(lsp_server *s, str body);
/* Say that a frame could not be taken. */
void lsp_refuse_frame(lsp_server *s, const char *why);
/* Both take the params over. */
void lsp_notify(lsp_server *s, const char *method, calco_json *params);
int64_t lsp_request(lsp_server *s, const char *method, calco_json *params); /* its id */
/* Say something to the person (1 error, 2 warning, 3 information). */
void lsp_show(lsp_server *s, int type, const char *text);
void lsp_log(lsp_server *s, int type, const char *text);
/* Do again what waited for the check of a document that is current now. */
void lsp_serve_waiting(lsp_server *s);
/* Answer what waits for a document with an error; doc NULL: all. */
void lsp_drop_waiting(lsp_server *s, const lsp_document *doc, int code, const char *why);

static inline void lsp_put(calco_json *o, const char *name, calco_json *v) { calco_json_set(o, name, v); }
static inline void lsp_put_text(calco_json *o, const char *name, const char *v) { calco_json_set(o, name, calco_json_of_text(v)); }
static inline void lsp_put_str(calco_json *o, const char *name, str v) { calco_json_set(o, name, calco_json_of_str(v)); }
static inline void lsp_put_int(calco_json *o, const char *name, int64_t v) { calco_json_set(o, name, calco_json_of_int(v)); }
static inline void lsp_put_bool(calco_json *o, const char *name, bool v) { calco_json_set(o, name, calco_json_of_bool(v)); }

/* --- what requests do; each returns the result, or NULL with the error filled --- */

typedef calco_json *lsp_handler(lsp_server *s, const calco_json *params, lsp_error *error);
lsp_handler lsp_initialize;                                             /* lifecycle.c */
lsp_handler lsp_diagnostic;                                             /* diagnostics.c */
lsp_handler lsp_code_action;                                            /* actions.c */
lsp_handler lsp_hover, lsp_definition, lsp_document_link, lsp_code_lens, lsp_inlay_hint; /* show.c */
lsp_handler lsp_execute_command;                                        /* commands.c */

typedef void lsp_notified(lsp_server *s, const calco_json *params);
lsp_notified lsp_initialized, lsp_did_change_configuration, lsp_did_change_watched_files, lsp_did_change_folders; /* lifecycle.c */
lsp_notified lsp_did_open, lsp_did_change, lsp_did_close, lsp_did_save; /* documents.c */

/* --- documents (documents.c) --- */

lsp_document *lsp_document_of(const lsp_server *s, str uri); /* NULL where it is not open */
/* The document that params.textDocument.uri names; NULL with the error filled. */
lsp_document *lsp_document_in(const lsp_server *s, const calco_json *params, lsp_error *error);
lsp_document *lsp_document_at(const lsp_server *s, const char *path);
bool lsp_is_current(const lsp_document *doc);
/* Have a document checked as it is now: a check of how it was before is stopped. */
void lsp_make_due(lsp_server *s, lsp_document *doc);
/* Stop what is under way for the document where nobody needs it any more; a check is not begun again before someone asks. */
void lsp_stop_unneeded(lsp_server *s, lsp_document *doc);
/* Is it current, and has what else a request needs of it been made? A text that is not checked has nothing to make. */
bool lsp_is_ready(const lsp_document *doc, unsigned needs);
/* Is there a finding whose best suggestion is safe? */
bool lsp_can_fix(const lsp_document *doc);
/* The result for the text as it is now; NULL where there is none. */
const calco_result *lsp_result_of(const lsp_document *doc);
void lsp_document_free(lsp_document *doc);
/* Have all documents checked again; with `anew` under configuration read afresh. */
void lsp_recheck(lsp_server *s, bool anew);
/* The answer to workspace/configuration, or the settings of a notification. */
void lsp_take_settings(lsp_server *s, const calco_json *settings);

/* --- diagnostics (diagnostics.c) --- */

/* Does the client ask for diagnostics itself, so that none are pushed? */
bool lsp_pulls(const lsp_server *s);
/* Push to a client that says that it pulls, and does not. The next moment to look again, in seconds; 0: none. */
double lsp_push_unpulled(lsp_server *s, double now);
/* Tell the client what the last check of a document found; an empty list where it is closing. */
void lsp_publish(lsp_server *s, lsp_document *doc, bool closing);
calco_json *lsp_json_diagnostic(const lsp_server *s, const lsp_document *doc, const calco_finding *f);
/* The place of the source: its address (heap; NULL where there is none) and range. */
char *lsp_source_location(const lsp_server *s, const lsp_document *doc, calco_place place, calco_json **range);

/* --- edits (edits.c) --- */

/* A WorkspaceEdit that holds `edits` (taken over) for the document. */
calco_json *lsp_workspace_edit(const lsp_server *s, const lsp_document *doc, calco_json *edits);
calco_json *lsp_text_edit(const lsp_server *s, const lsp_document *doc, size_t from, size_t to, str by);
/* Does a code action request ask for the edits of all safe fixes? */
bool lsp_wants_fix_all(const calco_json *params);
/* The edits that turn the document into what `calco check --fix` makes of it, which must have been made; NULL where nothing is to fix. */
calco_json *lsp_fix_all(const lsp_server *s, const lsp_document *doc);
/* The edit that accepts a finding by a comment of the text's format; NULL where the format has none. */
calco_json *lsp_accept_edit(const lsp_server *s, const lsp_document *doc, const calco_finding *f);

#endif
