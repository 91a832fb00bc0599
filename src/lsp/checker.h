/* One thread that checks and fixes texts and writes reports, one after the other, so that the client is answered meanwhile. */
#ifndef LSP_CHECKER_H
#define LSP_CHECKER_H

#include "base/buf.h"
#include "lsp/setup.h"

#include <stdatomic.h>

/* What is done with a text; bits, for what a request waits for. */
typedef enum { LSP_CHECK = 1, LSP_FIX = 2, LSP_PAGE = 4 } lsp_work;

/* A text to work on, and afterwards what came of it. Owned by the checker while it works. */
typedef struct lsp_job {
    lsp_work            work;
    char               *uri;
    uint64_t            edit; /* of the document */
    lsp_setup          *setup;
    const calco_engine *engine;
    const calco_config *config;
    char               *name, *source_name; /* the latter NULL without source */
    const char         *format;
    calco_buf           text, source;
    calco_memo         *memo;
    calco_result       *result; /* of a check; NULL and err where it failed, or where the text is not checked */
    calco_buf           made;   /* the fixed text, or the report's page; p is NULL where nothing is to fix, or where it failed (err) */
    calco_err           err;
    double              took; /* seconds */
    atomic_bool         stop; /* nobody waits for it any more: it ends with CALCO_ERR_STOPPED */
} lsp_job;

calco_input lsp_job_text(lsp_job *j); /* that stops where the job does */
calco_input lsp_job_source(const lsp_job *j);
/* What one must give a job to have something else done with the same text. */
lsp_job *lsp_job_like(const lsp_job *j, lsp_work work);
void lsp_job_free(lsp_job *j); /* accepts NULL */

typedef struct lsp_checker lsp_checker;
lsp_checker *lsp_checker_new(void);
void lsp_checker_free(lsp_checker *c); /* stops the job in work and waits for its end */
bool lsp_checker_busy(const lsp_checker *c);
/* The URI of the text whose job was started and not taken back, while it is not stopped; else NULL. `*work`: what it does. */
const char *lsp_checker_works_on(const lsp_checker *c, lsp_work *work);
/* Have the job in work end soon: it is still to be taken back. */
void lsp_checker_stop(lsp_checker *c);
/* Take a job over; only where it is not busy. */
void lsp_checker_start(lsp_checker *c, lsp_job *j);
/* The job that is done, now the caller's; NULL where none is. */
lsp_job *lsp_checker_done(lsp_checker *c);
int lsp_checker_wake(const lsp_checker *c);

#endif
