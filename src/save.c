/* A result as bytes and back: for caches. Not a format for others: it changes with the version. */
#include "result.h"

#include "base/buf.h"

static const char MAGIC[8] = "calco\0r4";

/* One description of all members serves writing and reading. */
typedef struct {
    calco_buf   *out;   /* NULL: reading */
    str          in;
    size_t       at;
    bool         damaged;
    calco_arena *arena;
    str          text;  /* of the result: strings that lie in it are written as places */
} flow;

static void raw(flow *f, void *p, size_t n)
{
    if (f->out) calco_buf_add(f->out, p, n);
    else if (f->in.n - f->at < n) f->damaged = true;
    else memcpy(p, f->in.p + f->at, n), f->at += n;
}

static void size(flow *f, size_t *n)
{
    uint64_t wide = *n;
    raw(f, &wide, sizeof wide);
    if (!f->out) *n = f->damaged ? 0 : (size_t)wide;
}

static void string(flow *f, str *s)
{
    size_t place = SIZE_MAX;
    if (f->out && s->n && f->text.n && s->p >= f->text.p && s->p + s->n <= f->text.p + f->text.n) place = (size_t)(s->p - f->text.p);
    size(f, &s->n);
    size(f, &place);
    if (f->out) {
        if (place == SIZE_MAX) calco_buf_str(f->out, *s);
        return;
    }
    bool inside = place != SIZE_MAX;
    str  from = inside ? f->text : calco_str_from(f->in, f->at);
    if (inside ? place > from.n || from.n - place < s->n : from.n < s->n) f->damaged = true;
    if (f->damaged) *s = STR("");
    else if (inside) *s = calco_str_cut(from, place, place + s->n);
    else *s = calco_arena_str(f->arena, calco_str_cut(from, 0, s->n)), f->at += s->n;
}

static void words(flow *f, const char **c)
{
    str s = calco_str(*c ? *c : "");
    string(f, &s);
    if (!f->out) *c = calco_arena_str(f->arena, s).p;
}

/* How many of something of at least one byte each follow; a damaged number reads as none. */
static void count(flow *f, size_t *n)
{
    size(f, n);
    if (!f->out && *n > f->in.n) f->damaged = true, *n = 0;
}

static void strings(flow *f, const str **list, size_t n)
{
    str *own = f->out ? NULL : ARENA_ARRAY(f->arena, str, n);
    for (size_t i = 0; i < n; i++) {
        str s = f->out ? (*list)[i] : STR("");
        string(f, &s);
        if (own) own[i] = s;
    }
    if (own) *list = own;
}

static void finding(flow *f, calco_finding *x)
{
    words(f, &x->rule);
    words(f, &x->category);
    raw(f, &x->severity, sizeof x->severity);
    raw(f, &x->confidence, sizeof x->confidence);
    raw(f, &x->place, sizeof x->place);
    size(f, &x->sentence);
    string(f, &x->text);
    size(f, &x->text_start);
    string(f, &x->source_text);
    raw(f, &x->source_origin, sizeof x->source_origin);
    raw(f, &x->source_place, sizeof x->source_place);
    string(f, &x->message);
    count(f, &x->n_suggestions);
    strings(f, &x->suggestions, x->n_suggestions);
    raw(f, &x->deletes, sizeof x->deletes);
    bool edits = x->edits != NULL;
    raw(f, &edits, sizeof edits);
    if (edits) strings(f, &x->edits, x->n_suggestions);
    raw(f, &x->safe, sizeof x->safe);
    raw(f, x->fingerprint, sizeof x->fingerprint);
    raw(f, x->rough, sizeof x->rough);
    raw(f, &x->suppression, sizeof x->suppression);
    string(f, &x->reason);
}

static void findings(flow *f, const calco_finding **list, size_t *n)
{
    count(f, n);
    calco_finding *own = f->out ? NULL : ARENA_ARRAY(f->arena, calco_finding, *n);
    for (size_t i = 0; i < *n && !f->damaged; i++) {
        calco_finding x = f->out ? (*list)[i] : (calco_finding){ 0 };
        finding(f, &x);
        if (own) own[i] = x;
    }
    if (own) *list = own;
}

static void sentence(flow *f, calco_sentence_result *s)
{
    raw(f, &s->place, sizeof s->place);
    string(f, &s->text);
    string(f, &s->source);
    raw(f, &s->source_origin, sizeof s->source_origin);
    raw(f, &s->source_place, sizeof s->source_place);
    double *const numbers[] = { &s->source_confidence, &s->surprisal, &s->fluency, &s->score };
    for (size_t i = 0; i < 4; i++) raw(f, numbers[i], sizeof *numbers[i]);
    size(f, &s->words);
    size(f, &s->findings);
    size(f, &s->block);
    raw(f, &s->block_kind, sizeof s->block_kind);
    count(f, &s->n_word);
    calco_word *own = f->out ? NULL : ARENA_ARRAY(f->arena, calco_word, s->n_word);
    if (f->out) raw(f, (void *)(uintptr_t)s->word, s->n_word * sizeof *s->word);
    else raw(f, own, s->n_word * sizeof *own), s->word = own;
}

static void unread(flow *f, calco_result *r)
{
    count(f, &r->n_unread);
    calco_unread *own = f->out ? NULL : ARENA_ARRAY(f->arena, calco_unread, r->n_unread);
    for (size_t i = 0; i < r->n_unread && !f->damaged; i++) {
        calco_unread u = f->out ? r->unread[i] : (calco_unread){ 0 };
        size(f, &u.line);
        string(f, &u.message);
        if (own) own[i] = u;
    }
    if (own) r->unread = own;
}

static void result(flow *f, calco_result *r)
{
    string(f, &r->text);
    f->text = r->text;
    words(f, &r->name);
    findings(f, &r->findings, &r->n_findings);
    findings(f, &r->suppressed, &r->n_suppressed);
    count(f, &r->n_sentences);
    calco_sentence_result *own = f->out ? NULL : ARENA_ARRAY(f->arena, calco_sentence_result, r->n_sentences);
    for (size_t i = 0; i < r->n_sentences && !f->damaged; i++) {
        calco_sentence_result s = f->out ? r->sentences[i] : (calco_sentence_result){ 0 };
        sentence(f, &s);
        if (own) own[i] = s;
    }
    if (own) r->sentences = own;
    size(f, &r->words);
    double *const numbers[] = { &r->fluency, &r->score, &r->per_1000 };
    for (size_t i = 0; i < 3; i++) raw(f, numbers[i], sizeof *numbers[i]);
    words(f, &r->encoding);
    words(f, &r->pack);
    words(f, &r->format);
    raw(f, &r->bom, sizeof r->bom);
    bool given = r->source_name != NULL;
    raw(f, &given, sizeof given);
    if (given) words(f, &r->source_name);
    unread(f, r);
}

void calco_result_save(const calco_result *r, char **bytes, size_t *n)
{
    calco_buf    b = { 0 };
    flow         f = { .out = &b };
    calco_result own = *r;
    calco_buf_add(&b, MAGIC, sizeof MAGIC);
    result(&f, &own);
    uint64_t hash = calco_str_hash(calco_buf_view(&b));
    calco_buf_add(&b, &hash, sizeof hash);
    *bytes = b.p;
    *n = b.n;
}

calco_result *calco_result_load(const void *bytes, size_t n)
{
    uint64_t hash = 0;
    str      in = { bytes, n >= sizeof hash ? n - sizeof hash : 0 };
    if (in.n < sizeof MAGIC || memcmp(in.p, MAGIC, sizeof MAGIC) != 0) return NULL;
    memcpy(&hash, in.p + in.n, sizeof hash);
    if (hash != calco_str_hash(in)) return NULL;
    calco_arena  *a = calco_arena_new();
    calco_result *r = calco_result_new(a);
    flow          f = { .in = in, .at = sizeof MAGIC, .arena = a };
    result(&f, r);
    if (!f.damaged) return r;
    calco_result_free(r);
    return NULL;
}
