/* Latency of the language server: `bench_lsp CALCO [-s] TEXT...`, as a client sees it through its pipes; -s: with the given source
 * beside each text (x.it.txt of x.mt.en.txt).
 *
 * The texts are joined into an article of 2,000 words. Printed are the time from the program's start to the first diagnostics
 * (median and least of several starts), the median and 99th percentile from a change in one sentence to its diagnostics over 1,000
 * changes, both with the processor time of the server, which a busy machine lengthens less, and the memory after them. */
#include "base/buf.h"
#include "base/json.h"
#include "lsp/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 2000, CHANGES = 1000, STARTS = 9 };

typedef struct {
    int        in, out;
    pid_t      pid;
    lsp_frames frames;
} server;

static char uri[128] = "file:///nowhere/article.en.txt";

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_lsp: %s\n", what);
    exit(2);
}

static server start(const char *calco)
{
    server s = { 0 };
    int    to[2], from[2];
    if (pipe(to) != 0 || pipe(from) != 0) fail("no pipe");
    s.pid = fork();
    if (s.pid == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        close(to[1]);
        close(from[0]);
        execl(calco, calco, "lsp", (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    s.in = to[1];
    s.out = from[0];
    return s;
}

static void say(server *s, const char *method, int id, calco_json *params)
{
    calco_json *m = calco_json_new_object();
    calco_buf   body = { 0 }, frame = { 0 };
    calco_json_set(m, "jsonrpc", calco_json_of_text("2.0"));
    if (id) calco_json_set(m, "id", calco_json_of_int(id));
    calco_json_set(m, "method", calco_json_of_text(method));
    if (params) calco_json_set(m, "params", params);
    calco_json_dump(&body, m);
    lsp_frame_write(&frame, calco_buf_view(&body));
    for (size_t at = 0; at < frame.n;) {
        ssize_t n = write(s->in, frame.p + at, frame.n - at);
        if (n <= 0) fail("the server is gone");
        at += (size_t)n;
    }
    calco_json_free(m);
    calco_buf_free(&body);
    calco_buf_free(&frame);
}

/* Wait for diagnostics of a version; how many there are. */
static size_t wait_for(server *s, int64_t version)
{
    for (;;) {
        str body;
        for (lsp_frame k; (k = lsp_frames_next(&s->frames, &body)) != LSP_FRAME_NONE;) {
            calco_json *m = calco_json_parse(body, NULL), *params = calco_json_get(m, "params");
            int64_t     got = calco_json_as_int(calco_json_get(params, "version"), -1);
            size_t      n = calco_json_count(calco_json_get(params, "diagnostics"));
            calco_json_free(m);
            if (got == version) return n;
        }
        char    bytes[65536];
        ssize_t n = read(s->out, bytes, sizeof bytes);
        if (n <= 0) fail("the server is gone");
        lsp_frames_feed(&s->frames, bytes, (size_t)n);
    }
}

static calco_json *document(const char *member, calco_json *value)
{
    calco_json *d = calco_json_new_object();
    calco_json_set(d, "uri", calco_json_of_text(uri));
    if (member) calco_json_set(d, member, value);
    return d;
}

static calco_json *position(size_t line, size_t character)
{
    calco_json *p = calco_json_new_object();
    calco_json_set(p, "line", calco_json_of_int((int64_t)line));
    calco_json_set(p, "character", calco_json_of_int((int64_t)character));
    return p;
}

static void change(server *s, int64_t version, size_t line, const char *text, size_t replaced)
{
    calco_json *params = calco_json_new_object(), *list = calco_json_new_array(), *one = calco_json_new_object(), *range = calco_json_new_object();
    calco_json_set(params, "textDocument", document("version", calco_json_of_int(version)));
    calco_json_set(range, "start", position(line, 0));
    calco_json_set(range, "end", position(line, replaced));
    calco_json_set(one, "range", range);
    calco_json_set(one, "text", calco_json_of_text(text));
    calco_json_push(list, one);
    calco_json_set(params, "contentChanges", list);
    say(s, "textDocument/didChange", 0, params);
}

/* Append what lies beside "x.mt.en.txt": "x.it.txt". */
static void add_source(const char *file, calco_buf *source)
{
    char        path[512];
    calco_err   err;
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file, *point = strchr(name, '.');
    snprintf(path, sizeof path, "%.*s.it.txt", (int)(point ? point - file : 0), file);
    if (!calco_read_file(path, source, &err)) fail("a source cannot be read");
    calco_buf_char(source, '\n');
}

static void write_file(const char *folder, const char *name, str bytes)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0) fail("a file cannot be written");
}

/* A folder whose article has that source. */
static void set_up(char *folder, const calco_buf *source)
{
    if (!mkdtemp(folder)) fail("no folder");
    write_file(folder, ".calco.yaml", STR("root: true\nsource: \"{dir}/{name}.it.txt\"\n"));
    write_file(folder, "article.it.txt", calco_buf_view(source));
    snprintf(uri, sizeof uri, "file://%s/article.en.txt", folder);
}

static void clean_up(const char *folder)
{
    static const char *const names[] = { ".calco.yaml", "article.it.txt", "" };
    char path[160];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
}

static calco_buf article(char **files, int n, size_t *lines, calco_buf *source)
{
    calco_buf all = { 0 };
    size_t    words = 0;
    bool      inside = false;
    *lines = 0;
    for (int i = 0; i < n && words < WORDS; i++) {
        calco_buf text = { 0 };
        calco_err err;
        if (!calco_read_file(files[i], &text, &err)) fail("a text cannot be read");
        if (source) add_source(files[i], source);
        for (size_t k = 0; k < text.n && (words < WORDS || text.p[k] != '\n'); k++) {
            calco_buf_char(&all, text.p[k]);
            bool letter = text.p[k] != ' ' && text.p[k] != '\n';
            words += letter && !inside;
            inside = letter;
            *lines += text.p[k] == '\n';
        }
        calco_buf_char(&all, '\n');
        ++*lines;
        calco_buf_free(&text);
    }
    return all;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static long resident(pid_t pid)
{
    char  path[64], line[256];
    long  kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
    if (f) fclose(f);
    return kilobytes;
}

/* Processor seconds of all threads of a process. */
static double used(pid_t pid)
{
    clockid_t       clock;
    struct timespec t = { 0 };
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0) fail("no clock of the server");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Begin a server on the text; how many findings there are. */
static size_t open_article(server *s, const char *calco, str text)
{
    *s = start(calco);
    calco_json *init = calco_json_new_object(), *open = calco_json_new_object();
    calco_json_set(init, "capabilities", calco_json_new_object());
    say(s, "initialize", 1, init);
    say(s, "initialized", 0, calco_json_new_object());
    calco_json *item = document("text", calco_json_of_str(text));
    calco_json_set(item, "languageId", calco_json_of_text("plaintext"));
    calco_json_set(item, "version", calco_json_of_int(1));
    calco_json_set(open, "textDocument", item);
    say(s, "textDocument/didOpen", 0, open);
    return wait_for(s, 1);
}

static void stop(server *s)
{
    say(s, "shutdown", 2, NULL);
    say(s, "exit", 0, NULL);
    waitpid(s->pid, NULL, 0);
    close(s->in);
    close(s->out);
    lsp_frames_free(&s->frames);
}

/* Change a sentence: a word is put before a line, and taken away again. Wall and processor time of each change. */
static long make_changes(server *s, size_t lines, double *took, double *cost)
{
    long before = 0;
    for (size_t i = 0; i < CHANGES; i++) {
        double since = seconds(), spent = used(s->pid);
        change(s, (int64_t)i + 2, i / 2 * 7 % lines, i % 2 ? "" : "Today ", i % 2 ? 6 : 0);
        wait_for(s, (int64_t)i + 2);
        took[i] = seconds() - since;
        cost[i] = used(s->pid) - spent;
        if (i == CHANGES / 10) before = resident(s->pid);
    }
    qsort(took, CHANGES, sizeof *took, ascending);
    qsort(cost, CHANGES, sizeof *cost, ascending);
    return before;
}

int main(int argc, char **argv)
{
    size_t lines, findings = 0;
    double starts[STARTS], took[CHANGES], cost[CHANGES], processor = 1e9;
    char   folder[] = "/tmp/calco-bench-XXXXXX";
    bool   with_source = argc > 2 && strcmp(argv[2], "-s") == 0;
    int    first = with_source ? 3 : 2;
    server s;
    if (argc <= first) fail("usage: bench_lsp CALCO [-s] TEXT...");
    calco_buf source = { 0 }, text = article(argv + first, argc - first, &lines, with_source ? &source : NULL);
    if (with_source) set_up(folder, &source);
    for (size_t i = 0; i < STARTS; i++) {
        double since = seconds();
        findings = open_article(&s, argv[1], calco_buf_view(&text));
        starts[i] = seconds() - since;
        if (used(s.pid) < processor) processor = used(s.pid);
        if (i + 1 < STARTS) stop(&s);
    }
    long before = make_changes(&s, lines, took, cost);
    qsort(starts, STARTS, sizeof *starts, ascending);
    printf("lsp, %d words%s, %zu findings: start to diagnostics %.0f ms median, %.0f ms least, %.0f ms of processor time; change to diagnostics\n"
           "     %.1f ms median, %.1f ms 99th percentile, %.1f and %.1f ms of processor time; resident %.0f MB after %d changes, %.0f MB after %d\n",
           WORDS, with_source ? " with their source" : "", findings, starts[STARTS / 2] * 1e3, starts[0] * 1e3, processor * 1e3, took[CHANGES / 2] * 1e3,
           took[CHANGES * 99 / 100] * 1e3, cost[CHANGES / 2] * 1e3, cost[CHANGES * 99 / 100] * 1e3, (double)before / 1024, CHANGES / 10,
           (double)resident(s.pid) / 1024, CHANGES);
    stop(&s);
    if (with_source) clean_up(folder);
    calco_buf_free(&source);
    calco_buf_free(&text);
    return 0;
}
