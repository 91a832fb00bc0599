/* The checking thread: one job at a time; a pipe says that it is done. */
#include "lsp/checker.h"

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

calco_input lsp_job_text(const lsp_job *j)
{
    return (calco_input){ .name = j->name, .bytes = j->text.p, .size = j->text.n, .encoding = "UTF-8", .format = j->format,
                          .settings = &j->config->settings, .memo = j->memo };
}

calco_input lsp_job_source(const lsp_job *j)
{
    return (calco_input){ .name = j->source_name, .bytes = j->source.p, .size = j->source.n, .encoding = j->config->source_encoding };
}

void lsp_job_free(lsp_job *j)
{
    if (!j) return;
    calco_result_free(j->result);
    calco_memo_free(j->memo);
    lsp_setup_drop(j->setup);
    calco_buf_free(&j->text);
    calco_buf_free(&j->source);
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

static void do_job(lsp_job *j)
{
    double      since = seconds();
    calco_input text = lsp_job_text(j), source = lsp_job_source(j);
    text.stop = is_stopped;
    text.stop_ctx = j;
    j->result = calco_check(j->engine, &text, j->source_name ? &source : NULL, &j->err);
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

const char *lsp_checker_works_on(const lsp_checker *c) { return c->at_work && !is_stopped(c->at_work) ? c->at_work->uri : NULL; }

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
