/* Checking many files on several threads: each takes the next file, results wait until it is their turn. */
#include "cli/jobs.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* --- one text --- */

static bool exists(const char *path) { return access(path, R_OK) == 0; }

/* The source that the command line names must be there; the text's own and the configuration's may be missing. */
static bool read_source(const cli_text *text, const calco_input *in, calco_buf *bytes, calco_input *source, cli_outcome *out)
{
    const calco_config *c = text->config;
    char       *named = text->source ? NULL : calco_named_source(in);
    const char *path = text->source ? text->source : named ? named : c->source;
    if (path && !text->source && !exists(path)) {
        if (!(out->missing = strdup(path))) abort();
        path = NULL;
    }
    bool ok = !path || calco_read_file(path, bytes, &out->err);
    if (path && ok) *source = (calco_input){ .name = strdup(path), .bytes = bytes->p, .size = bytes->n, .encoding = c->source_encoding };
    free(named);
    return ok;
}

/* What fixing would change, as diff shows it. */
static void show_diff(const char *path, str after, cli_outcome *out)
{
    calco_arena *a = calco_arena_new();
    char *old = (char *)(uintptr_t)calco_arena_printf(a, "--label=a/%s", path).p;
    char *new = (char *)(uintptr_t)calco_arena_printf(a, "--label=b/%s", path).p;
    char diff[] = "diff", unified[] = "-u", end[] = "--", dash[] = "-";
    char *const argv[] = { diff, unified, old, new, end, (char *)(uintptr_t)path, dash, NULL };
    if (cli_run_program(argv, after, &out->diff) > 1) out->diff.n = 0;
    calco_arena_free(a);
}

static void fix(const cli_jobs *jobs, const cli_text *text, const calco_input *in, const calco_input *source, cli_outcome *out)
{
    char  *bytes;
    size_t size;
    out->result = calco_fix(text->engine, in, source, &bytes, &size, &out->fixed, &out->err);
    if (!out->result || !bytes) return;
    if (jobs->dry_run) {
        show_diff(text->path, (str){ bytes, size }, out);
        calco_result_free(out->result);
        out->result = calco_check(text->engine, in, source, &out->err);
    } else if (!cli_replace_file(text->path, (str){ bytes, size }, &out->err)) {
        calco_result_free(out->result);
        out->result = NULL;
    }
    free(bytes);
}

static void check(const cli_jobs *jobs, const cli_text *text, const calco_input *in, const calco_input *source, cli_outcome *out)
{
    cli_cache_key key = { "" };
    if (jobs->cache) {
        key = cli_cache_key_of(text, in, source);
        if ((out->result = cli_cache_get(jobs->cache, key))) return;
    }
    out->result = calco_check(text->engine, in, source, &out->err);
    if (jobs->cache && out->result) cli_cache_put(jobs->cache, key, out->result);
}

cli_outcome cli_check_text(const cli_jobs *jobs, const cli_text *text)
{
    const calco_config *c = text->config;
    cli_outcome out = { 0 };
    calco_buf   bytes = { 0 }, source_bytes = { 0 };
    calco_input source = { 0 };
    if (calco_read_file(text->path, &bytes, &out.err)) {
        calco_input in = { .name = text->path, .bytes = bytes.p, .size = bytes.n, .encoding = c->encoding,
                           .format = c->input_format, .settings = &c->settings };
        if (read_source(text, &in, &source_bytes, &source, &out)) {
            if (jobs->fix) fix(jobs, text, &in, source.name ? &source : NULL, &out);
            else check(jobs, text, &in, source.name ? &source : NULL, &out);
        }
    }
    free((char *)(uintptr_t)source.name);
    calco_buf_free(&bytes);
    calco_buf_free(&source_bytes);
    return out;
}

void cli_outcome_free(cli_outcome *out)
{
    calco_result_free(out->result);
    calco_buf_free(&out->diff);
    free(out->missing);
}

/* --- many files --- */

/* Workers may be this many texts ahead of the output, for each thread: memory stays bounded. */
enum { AHEAD = 4 };

typedef struct {
    cli_outcome outcome;
    bool        ready;
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
        own.outcome = cli_check_text(p->jobs, &p->jobs->texts[i]);

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

void cli_jobs_run(const cli_jobs *jobs, void (*done)(void *ctx, const cli_text *text, const cli_outcome *outcome), void *ctx)
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
        else own.outcome = cli_check_text(jobs, &jobs->texts[i]);
        hide_progress(jobs);
        done(ctx, &jobs->texts[i], &own.outcome);
        cli_outcome_free(&own.outcome);
        show_progress(jobs, i + 1, since);
    }
    hide_progress(jobs);

    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    pthread_cond_destroy(&p.changed);
    pthread_mutex_destroy(&p.lock);
    free(p.slots);
    free(threads);
}
