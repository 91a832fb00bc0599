/* The working thread: one job at a time; a pipe says that it is done. */
#include "lsp/checker.h"

#include "report/report.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct lsp_checker {
    pthread_t       thread;
    pthread_mutex_t lock;
    pthread_cond_t  changed;
    lsp_job        *todo, *done;
    lsp_job        *at_work; /* was started and not taken back; the main thread's own, but for `stop` */
    bool            end, runs;
    int             pipe[2];
};

static bool is_stopped(void *job) { return atomic_load_explicit(&((lsp_job *)job)->stop, memory_order_relaxed); }

calco_input lsp_job_text(lsp_job *j)
{
    return (calco_input){ .name = j->name, .bytes = j->text.p, .size = j->text.n, .encoding = "UTF-8", .format = j->format,
                          .settings = &j->config->settings, .memo = j->memo, .stop = is_stopped, .stop_ctx = j };
}

calco_input lsp_job_source(const lsp_job *j)
{
    return (calco_input){ .name = j->source_name, .bytes = j->source.p, .size = j->source.n, .encoding = j->config->source_encoding };
}

lsp_job *lsp_job_like(const lsp_job *j, lsp_work work)
{
    lsp_job *own = calloc(1, sizeof *own);
    if (!own) abort();
    *own = (lsp_job){ .work = work, .uri = strdup(j->uri), .edit = j->edit, .setup = lsp_setup_keep(j->setup), .engine = j->engine, .config = j->config,
                      .name = strdup(j->name), .source_name = j->source_name ? strdup(j->source_name) : NULL, .format = j->format };
    calco_buf_str(&own->text, calco_buf_view(&j->text));
    calco_buf_str(&own->source, calco_buf_view(&j->source));
    return own;
}

void lsp_job_free(lsp_job *j)
{
    if (!j) return;
    calco_result_free(j->result);
    calco_memo_free(j->memo);
    lsp_setup_drop(j->setup);
    calco_buf_free(&j->text);
    calco_buf_free(&j->source);
    calco_buf_free(&j->made);
    free(j->uri);
    free(j->name);
    free(j->source_name);
    free(j);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(lsp_job *j, const calco_input *text, const calco_input *source)
{
    j->result = calco_check(j->engine, text, source, &j->err);
}

/* The likely source is evidence to people and changes no edit: the passes need none. */
static void fix(lsp_job *j, calco_input text, const calco_input *source)
{
    calco_settings settings = *text.settings;
    char          *bytes;
    size_t         size, applied;
    settings.infer = false;
    text.settings = &settings;
    text.memo = calco_memo_new();
    calco_result_free(calco_fix(j->engine, &text, source, &bytes, &size, &applied, &j->err));
    calco_memo_free(text.memo);
    if (bytes) {
        calco_buf_add(&j->made, bytes, size);
        calco_buf_char(&j->made, '\0'); /* so that it is there even where nothing is left */
        j->made.n--;
    }
    free(bytes);
}

static void write_page(lsp_job *j, calco_input text, const calco_input *source)
{
    calco_settings settings = *text.settings;
    settings.words = true;
    settings.infer_quoted = false;
    text.settings = &settings;
    calco_result *r = calco_check(j->engine, &text, source, &j->err);
    if (!r) return;
    calco_report_memory  memory = { 0 };
    calco_report_options o = { .memory = &memory, .engine = j->engine, .files = &r->name, .n_files = 1, .baseline = settings.n_known > 0 };
    calco_totals         all = { 0 };
    calco_totals_add(&all, r);
    calco_report_html.begin(&j->made, &o);
    calco_report_html.result(&j->made, &o, r, true);
    calco_report_html.end(&j->made, &o, &all);
    calco_report_forget(&memory);
    calco_result_free(r);
}

static void do_job(lsp_job *j)
{
    double             since = seconds();
    calco_input        text = lsp_job_text(j), bytes = lsp_job_source(j);
    const calco_input *source = j->source_name ? &bytes : NULL;
    switch (j->work) {
    case LSP_CHECK: check(j, &text, source); break;
    case LSP_FIX: fix(j, text, source); break;
    case LSP_PAGE: write_page(j, text, source); break;
    }
    j->took = seconds() - since;
}

static void *work(void *arg)
{
    lsp_checker *c = arg;
    pthread_mutex_lock(&c->lock);
    for (;;) {
        while (!c->todo && !c->end) pthread_cond_wait(&c->changed, &c->lock);
        if (c->end) break;
        lsp_job *j = c->todo;
        c->todo = NULL;
        pthread_mutex_unlock(&c->lock);
        do_job(j);
        pthread_mutex_lock(&c->lock);
        c->done = j;
        ssize_t ignored = write(c->pipe[1], "", 1); /* full: it is readable already */
        (void)ignored;
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

lsp_checker *lsp_checker_new(void)
{
    lsp_checker *c = calloc(1, sizeof *c);
    if (!c || pipe2(c->pipe, O_CLOEXEC | O_NONBLOCK) != 0) abort();
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    c->runs = pthread_create(&c->thread, NULL, work, c) == 0;
    return c;
}

void lsp_checker_free(lsp_checker *c)
{
    if (!c) return;
    lsp_checker_stop(c);
    pthread_mutex_lock(&c->lock);
    c->end = true;
    pthread_cond_signal(&c->changed);
    pthread_mutex_unlock(&c->lock);
    if (c->runs) pthread_join(c->thread, NULL);
    lsp_job_free(c->todo);
    lsp_job_free(c->done);
    close(c->pipe[0]);
    close(c->pipe[1]);
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

bool lsp_checker_busy(const lsp_checker *c) { return c->at_work != NULL; }

const char *lsp_checker_works_on(const lsp_checker *c, lsp_work *work)
{
    if (!c->at_work || is_stopped(c->at_work)) return NULL;
    *work = c->at_work->work;
    return c->at_work->uri;
}

void lsp_checker_stop(lsp_checker *c)
{
    if (c->at_work) atomic_store_explicit(&c->at_work->stop, true, memory_order_relaxed);
}

void lsp_checker_start(lsp_checker *c, lsp_job *j)
{
    c->at_work = j;
    pthread_mutex_lock(&c->lock);
    if (c->runs) c->todo = j;
    else do_job(j), c->done = j; /* no thread is to be had */
    pthread_cond_signal(&c->changed);
    pthread_mutex_unlock(&c->lock);
}

lsp_job *lsp_checker_done(lsp_checker *c)
{
    char drain[16];
    while (read(c->pipe[0], drain, sizeof drain) > 0) {}
    pthread_mutex_lock(&c->lock);
    lsp_job *j = c->done;
    c->done = NULL;
    pthread_mutex_unlock(&c->lock);
    if (j) c->at_work = NULL;
    return j;
}

int lsp_checker_wake(const lsp_checker *c) { return c->pipe[0]; }
