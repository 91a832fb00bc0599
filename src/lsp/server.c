/* The server's turn: bytes in, messages taken, checks started and taken up. */
#include "lsp/server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A check that took longer than the first waits as long itself after a change, but no longer than the second: seconds. A shorter one
 * begins at once: where the next key overtakes it, it is stopped. */
static const double QUICK = 0.1, LONGEST_WAIT = 0.25;
static const double FRESH = 1;   /* how long the configuration is taken for unchanged */
static const double PARENT = 5;  /* how often the client's process is looked for */
enum { LONG_TEXT = 100000 /* bytes: checks of longer ones show their progress */ };

lsp_server *lsp_server_new(const lsp_host *host)
{
    calco_arena *a = calco_arena_new();
    lsp_server  *s = ARENA_NEW(a, lsp_server);
    s->arena = a;
    s->host = host;
    s->status = 1;
    s->checker = lsp_checker_new();
    s->setup = lsp_setup_new();
    return s;
}

void lsp_server_free(lsp_server *s)
{
    if (!s) return;
    lsp_checker_free(s->checker);
    for (size_t i = 0; i < s->waiting.n; i++) calco_json_free(s->waiting.p[i].message);
    for (size_t i = 0; i < s->documents.n; i++) lsp_document_free(s->documents.p[i]);
    for (size_t i = 0; i < s->folders.n; i++) free(s->folders.p[i]);
    lsp_setup_drop(s->setup);
    lsp_engines_free(&s->engines);
    lsp_frames_free(&s->frames);
    calco_buf_free(&s->out);
    free(s->pair);
    free(s->rules_url);
    free(s->complaint);
    calco_arena_free(s->arena);
}

int lsp_server_wake(const lsp_server *s) { return lsp_checker_wake(s->checker); }
int lsp_server_status(const lsp_server *s) { return s->status; }
bool lsp_server_busy(const lsp_server *s) { return lsp_checker_busy(s->checker); }
bool lsp_server_stops(const lsp_server *s)
{
    lsp_work work;
    return lsp_checker_busy(s->checker) && !lsp_checker_works_on(s->checker, &work);
}

str lsp_server_output(const lsp_server *s) { return calco_str_from(calco_buf_view(&s->out), s->sent); }

void lsp_server_sent(lsp_server *s, size_t n)
{
    s->sent += n;
    if (s->sent < s->out.n) return;
    s->sent = s->out.n = 0;
    if (s->out.cap > 1 << 20) calco_buf_free(&s->out), s->out = (calco_buf){ 0 };
}

/* --- bytes in --- */

bool lsp_server_feed(lsp_server *s, const void *bytes, size_t n)
{
    str       body;
    lsp_frame frame;
    lsp_frames_feed(&s->frames, bytes, n);
    while (s->state != LSP_GONE && (frame = lsp_frames_next(&s->frames, &body)) != LSP_FRAME_NONE) {
        if (frame == LSP_FRAME_BODY) lsp_take_body(s, body);
        else lsp_refuse_frame(s, frame == LSP_FRAME_GIANT ? "the message is larger than 64 MB" : "a header that makes no sense; \"Content-Length: N\" must stand there");
    }
    return s->state != LSP_GONE;
}

/* --- starting a check --- */

/* Once for each new trouble. */
static void complain(lsp_server *s, const calco_err *err)
{
    char text[1200];
    if (err->path[0] && err->line) snprintf(text, sizeof text, "calco: %s:%zu: %s", err->path, err->line, err->message);
    else snprintf(text, sizeof text, "calco: %s%s%s", err->path, err->path[0] ? ": " : "", err->message);
    if (s->complaint && strcmp(s->complaint, text) == 0) return;
    free(s->complaint);
    s->complaint = strdup(text);
    lsp_show(s, 1, text);
}

/* A text in the source language: another's source, or called so ("x.it.txt" of the pair it-en). */
static bool is_source(const lsp_server *s, const lsp_document *doc, const calco_engine *engine)
{
    for (size_t i = 0; doc->path && i < s->documents.n; i++) {
        const lsp_document *other = s->documents.p[i];
        if (other != doc && other->checked && other->checked->source_name && strcmp(other->checked->source_name, doc->path) == 0) return true;
    }
    const char *name = doc->path ? strrchr(doc->path, '/') : NULL, *pack = calco_engine_pack(engine);
    char        mark[16];
    snprintf(mark, sizeof mark, ".%.*s.", (int)strcspn(pack, "-"), pack);
    return name && strstr(name, mark);
}

/* Texts without a path are of the format that the editor says, where calco knows it. */
static const char *format_of(const lsp_document *doc, const calco_config *config)
{
    if (config->input_format) return config->input_format;
    for (size_t i = 0; !doc->path && calco_format_name(i); i++)
        if (strcmp(calco_format_name(i), doc->language) == 0) return calco_format_name(i);
    return NULL;
}

/* Paths of a configuration may start from the server's directory. */
static char *whole_path(const char *path)
{
    char cwd[4096], *whole = NULL;
    if (path[0] == '/' || !getcwd(cwd, sizeof cwd)) return strdup(path);
    if (asprintf(&whole, "%s/%s", strcmp(cwd, "/") == 0 ? "" : cwd, path) < 0) abort();
    return whole;
}

/* The source is read as it lies on disk, or as it stands in the editor. */
static void add_source(lsp_server *s, lsp_job *j)
{
    calco_input text = lsp_job_text(j);
    char       *named = calco_named_source(&text);
    char       *path = named ? whole_path(named) : j->config->source ? whole_path(j->config->source) : NULL;
    calco_err   err;
    if (path) {
        const lsp_document *open = lsp_document_at(s, path);
        if (open) calco_buf_str(&j->source, calco_buf_view(&open->text.text));
        if (open || (access(path, R_OK) == 0 && calco_read_file(path, &j->source, &err))) j->source_name = strdup(path);
    }
    free(path);
    free(named);
}

/* True where the job is to be checked; else its result stays NULL. */
static bool prepare(lsp_server *s, lsp_document *doc, lsp_job *j)
{
    calco_err err = { 0 };
    calco_buf path = { 0 };
    if (doc->path) calco_buf_str(&path, calco_str(doc->path));
    else calco_buf_printf(&path, "%s/%s", s->folders.n ? s->folders.p[0] : "/", "untitled");
    calco_buf_char(&path, '\0');
    j->name = path.p;
    const calco_config *config = lsp_settings_for(s->setup, j->name, &err);
    if (!config) return complain(s, &err), false;
    j->engine = lsp_engine_for(&s->engines, s->host->open_engine, config->pair ? config->pair : s->pair);
    if (!j->engine) {
        snprintf(err.message, sizeof err.message, "there is no pack for the pair %s", config->pair ? config->pair : s->pair ? s->pair : "that is wanted");
        return complain(s, &err), false;
    }
    if (config->ignored || is_source(s, doc, j->engine)) return false;
    if (!(j->config = lsp_settings_with(s->setup, j->engine, config, &err))) return complain(s, &err), false;
    j->format = format_of(doc, j->config);
    calco_buf_str(&j->text, calco_buf_view(&doc->text.text));
    add_source(s, j);
    return true;
}

static void show_progress(lsp_server *s, const lsp_job *j, const char *kind)
{
    if (!s->client.progress || j->text.n < LONG_TEXT || (strcmp(kind, "end") == 0 && !s->progress)) return;
    calco_json *p = calco_json_new_object(), *value = calco_json_new_object();
    if (!s->progress) {
        calco_json *create = calco_json_new_object();
        s->progress = (int64_t)s->edits;
        lsp_put_int(create, "token", s->progress);
        lsp_request(s, "window/workDoneProgress/create", create);
    }
    lsp_put_int(p, "token", s->progress);
    lsp_put_text(value, "kind", kind);
    if (strcmp(kind, "begin") == 0) {
        lsp_put_text(value, "title", "calco");
        lsp_put_text(value, "message", "checking a long text");
    } else s->progress = 0;
    lsp_put(p, "value", value);
    lsp_notify(s, "$/progress", p);
}

/* --- taking up what is done --- */

/* What a check found out serves the next one, stopped or not. */
static void take_memo(const lsp_server *s, lsp_document *doc, lsp_job *j)
{
    if (j->setup != s->setup || doc->memo) return;
    doc->memo = j->memo;
    j->memo = NULL;
}

static void take_up(lsp_server *s, lsp_document *doc, lsp_job *j)
{
    take_memo(s, doc, j);
    doc->took = j->took;
    lsp_job_free(doc->checked);
    lsp_job_free(doc->fixed);
    lsp_job_free(doc->page);
    doc->checked = j;
    doc->fixed = doc->page = NULL;
    lsp_document *source = j->source_name ? lsp_document_at(s, j->source_name) : NULL;
    if (source && source->checked && source->checked->result) lsp_make_due(s, source); /* it was taken for a text */
    if (!lsp_is_current(doc)) return;
    if (j->result && j->result->n_unread) {
        const calco_unread *first = &j->result->unread[0];
        calco_err err = { .code = CALCO_ERR_FORMAT, .line = first->line };
        snprintf(err.path, sizeof err.path, "%s", j->name);
        snprintf(err.message, sizeof err.message, "%.*s; it is not checked", STR_FMT(first->message));
        complain(s, &err);
    }
    if (!j->result && j->err.message[0]) complain(s, &j->err);
    lsp_publish(s, doc, false);
    lsp_serve_waiting(s);
}

/* A fixed text or a page: of what the text is still, and for whom it was made. */
static void take_made(lsp_server *s, lsp_document *doc, lsp_job *j)
{
    lsp_job **place = j->work == LSP_FIX ? &doc->fixed : &doc->page;
    if (j->err.code == CALCO_ERR_STOPPED || !lsp_result_of(doc) || doc->checked->edit != j->edit || doc->checked->setup != j->setup) {
        lsp_job_free(j);
        return;
    }
    lsp_job_free(*place);
    *place = j;
    lsp_serve_waiting(s);
}

static void take_done(lsp_server *s)
{
    lsp_job *j = lsp_checker_done(s->checker);
    if (!j) return;
    show_progress(s, j, "end");
    lsp_document *doc = lsp_document_of(s, calco_str(j->uri));
    if (doc && j->work != LSP_CHECK) take_made(s, doc, j);
    else if (doc && j->err.code == CALCO_ERR_STOPPED) {
        take_memo(s, doc, j);
        if (doc->took < j->took) doc->took = j->took;
        lsp_job_free(j);
    } else if (doc && (!doc->checked || doc->checked->edit <= j->edit)) take_up(s, doc, j);
    else lsp_job_free(j);
}

static void start(lsp_server *s, lsp_document *doc)
{
    if (doc->path && lsp_now() - s->looked > FRESH) {
        s->looked = lsp_now();
        if (!lsp_setup_fresh(s->setup, doc->path)) lsp_recheck(s, true);
    }
    lsp_job *j = calloc(1, sizeof *j);
    if (!j) abort();
    j->work = LSP_CHECK;
    j->uri = strdup(doc->uri);
    j->edit = doc->edit;
    j->setup = lsp_setup_keep(s->setup);
    doc->due = false;
    if (!prepare(s, doc, j)) {
        take_up(s, doc, j);
        return;
    }
    j->memo = doc->memo ? doc->memo : calco_memo_new();
    doc->memo = NULL;
    show_progress(s, j, "begin");
    lsp_checker_start(s->checker, j);
}

/* When a document's check may begin. */
static double due_at(const lsp_document *doc)
{
    double wait = doc->took < QUICK ? 0 : doc->took < LONGEST_WAIT ? doc->took : LONGEST_WAIT;
    return doc->changed + wait;
}

/* Begin what a request waits for beside a check; false where none does. */
static bool start_making(lsp_server *s)
{
    for (size_t i = 0; i < s->waiting.n; i++) {
        const lsp_document *doc = s->waiting.p[i].doc;
        unsigned            needs = s->waiting.p[i].needs;
        if (!lsp_is_current(doc) || lsp_is_ready(doc, needs)) continue;
        lsp_job *j = lsp_job_like(doc->checked, needs & LSP_FIX && !doc->fixed ? LSP_FIX : LSP_PAGE);
        show_progress(s, j, "begin");
        lsp_checker_start(s->checker, j);
        return true;
    }
    return false;
}

static bool parent_is_gone(lsp_server *s)
{
    return s->parent && kill((pid_t)s->parent, 0) != 0 && errno == ESRCH;
}

int lsp_server_turn(lsp_server *s)
{
    take_done(s);
    double now = lsp_now(), next = s->parent ? PARENT : 3600;
    while (!lsp_checker_busy(s->checker)) {
        lsp_document *first = NULL;
        for (size_t i = 0; i < s->documents.n; i++) {
            lsp_document *doc = s->documents.p[i];
            if (doc->due && !doc->paused && (!first || due_at(doc) < due_at(first))) first = doc;
        }
        if ((!first || due_at(first) > now) && start_making(s)) break;
        if (!first) break;
        if (due_at(first) > now) {
            next = due_at(first) - now < next ? due_at(first) - now : next;
            break;
        }
        start(s, first);
    }
    double push = lsp_push_unpulled(s, now);
    if (push > 0 && push - now < next) next = push - now;
    if (parent_is_gone(s)) s->state = LSP_GONE;
    return s->state == LSP_GONE ? 0 : (int)(next * 1000) + 1;
}
