/* Checking many files on several threads: each takes the next file, results wait until it is their turn. */
#include "cli/jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* --- one file --- */

char *cli_source_path(const char *pattern, const char *file)
{
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
    size_t      directory = slash ? (size_t)(slash - file) : 0;
    calco_buf   b = { 0 };
    for (const char *p = pattern; *p;) {
        if (strncmp(p, "{name}", 6) == 0) calco_buf_add(&b, name, strcspn(name, ".")), p += 6;
        else if (strncmp(p, "{file}", 6) == 0) calco_buf_str(&b, calco_str(name)), p += 6;
        else if (strncmp(p, "{dir}", 5) == 0) {
            if (slash) calco_buf_add(&b, file, directory ? directory : 1);
            else calco_buf_char(&b, '.');
            p += 5;
        } else calco_buf_char(&b, *p++);
    }
    calco_buf_char(&b, '\0');
    return b.p;
}

calco_result *cli_check_file(const cli_jobs *jobs, const char *file, calco_err *err)
{
    calco_buf     text = { 0 }, source_text = { 0 };
    char         *path = jobs->source ? cli_source_path(jobs->source, file) : NULL;
    calco_result *r = NULL;
    if (calco_read_file(file, &text, err) && (!path || calco_read_file(path, &source_text, err))) {
        calco_input in = { .name = file, .bytes = text.p, .size = text.n, .encoding = jobs->encoding };
        calco_input source = { .name = path, .bytes = source_text.p, .size = source_text.n, .encoding = jobs->source_encoding };
        r = calco_check(jobs->engine, &in, path ? &source : NULL, err);
    }
    free(path);
    calco_buf_free(&text);
    calco_buf_free(&source_text);
    return r;
}

/* --- many files --- */

/* Workers may be this many files ahead of the output, for each thread: memory stays bounded. */
enum { AHEAD = 4 };

typedef struct {
    calco_result *result;
    calco_err     err;
    bool          ready;
} slot;

typedef struct {
    const cli_jobs *jobs;
    slot           *slots; /* a ring: file i lies in slot i % n_slots */
    size_t          n_slots;
    size_t          next;    /* file that is taken next */
    size_t          printed; /* files whose result was handed out */
    pthread_mutex_t lock;
    pthread_cond_t  changed;
} pool;

static void *work(void *arg)
{
    pool *p = arg;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->next < p->jobs->n && p->next >= p->printed + p->n_slots) pthread_cond_wait(&p->changed, &p->lock);
        if (p->next >= p->jobs->n) break;
        size_t i = p->next++;
        pthread_mutex_unlock(&p->lock);

        slot own = { .ready = true };
        own.result = cli_check_file(p->jobs, p->jobs->files[i], &own.err);

        pthread_mutex_lock(&p->lock);
        p->slots[i % p->n_slots] = own;
        pthread_cond_broadcast(&p->changed);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Shown from the first second on and taken away before anything else is written. */
static void show_progress(const cli_jobs *jobs, size_t done, double since)
{
    if (jobs->progress && jobs->n > 1 && seconds() - since > 1)
        fprintf(stderr, "\r\x1b[Kcalco: %zu of %zu texts\r", done, jobs->n);
}

static void hide_progress(const cli_jobs *jobs)
{
    if (jobs->progress && jobs->n > 1) fputs("\x1b[K", stderr);
}

static slot take(pool *p, size_t i)
{
    pthread_mutex_lock(&p->lock);
    while (!p->slots[i % p->n_slots].ready) pthread_cond_wait(&p->changed, &p->lock);
    slot own = p->slots[i % p->n_slots];
    p->slots[i % p->n_slots] = (slot){ 0 };
    p->printed++;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
    return own;
}

void cli_jobs_run(const cli_jobs *jobs, void (*done)(void *ctx, const calco_result *r, const calco_err *err), void *ctx)
{
    size_t     n_threads = jobs->threads < jobs->n ? jobs->threads : jobs->n, started = 0;
    pool       p = { .jobs = jobs, .n_slots = AHEAD * (n_threads + 1) };
    pthread_t *threads = calloc(n_threads + 1, sizeof *threads);
    p.slots = calloc(p.n_slots, sizeof *p.slots);
    if (!threads || !p.slots) abort();
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.changed, NULL);
    while (n_threads > 1 && started < n_threads && pthread_create(&threads[started], NULL, work, &p) == 0) started++;

    double since = seconds();
    for (size_t i = 0; i < jobs->n; i++) {
        slot own = { 0 };
        if (started) own = take(&p, i);
        else own.result = cli_check_file(jobs, jobs->files[i], &own.err);
        hide_progress(jobs);
        done(ctx, own.result, &own.err);
        calco_result_free(own.result);
        show_progress(jobs, i + 1, since);
    }
    hide_progress(jobs);

    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    pthread_cond_destroy(&p.changed);
    pthread_mutex_destroy(&p.lock);
    free(p.slots);
    free(threads);
}
