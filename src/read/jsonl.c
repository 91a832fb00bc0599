/* JSON Lines of pairs, through yajl, the only file that includes it: an object a line with "source" and "target". */
#include "read/pairs.h"
#include "read/quoted.h"
#include "read/read.h"

#include "base/err.h"

#include <stdlib.h>
#include <yajl/yajl_parse.h>

enum { NOTHING, SOURCE, TARGET, NOTE, MEMBERS };

/* One line: where the strings of its members lie. yajl checks the grammar and says where each value ends. */
typedef struct {
    yajl_handle handle;
    str         line;
    unsigned    depth;
    int         member;            /* that the value belongs to */
    size_t      end;               /* of the token before */
    bool        has[MEMBERS];
    size_t      start[MEMBERS], stop[MEMBERS]; /* inside the quotes, in the line */
} reading;

static int member_named(str key)
{
    static const struct { const char *name; int member; } names[] = {
        { "source", SOURCE }, { "src", SOURCE }, { "target", TARGET }, { "translation", TARGET }, { "mt", TARGET }, { "hypothesis", TARGET },
        { "tgt", TARGET }, { "note", NOTE }, { "comment", NOTE },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (calco_str_eq(key, calco_str(names[i].name))) return names[i].member;
    return NOTHING;
}

static int take_key(void *ctx, const unsigned char *p, size_t n)
{
    reading *r = ctx;
    r->member = r->depth == 1 ? member_named((str){ (const char *)p, n }) : NOTHING;
    r->end = yajl_get_bytes_consumed(r->handle);
    return 1;
}

static int take_string(void *ctx, const unsigned char *p, size_t n)
{
    reading *r = ctx;
    (void)p, (void)n;
    size_t end = yajl_get_bytes_consumed(r->handle), quote = calco_str_find(r->line, STR("\""), r->end);
    if (r->depth == 1 && r->member != NOTHING && !r->has[r->member] && quote < end) {
        r->has[r->member] = true;
        r->start[r->member] = quote + 1;
        r->stop[r->member] = calco_quoted_end(r->line, quote + 1, r->line.n);
    }
    return 1;
}

static int enter(void *ctx) { return ((reading *)ctx)->depth++, 1; }
static int leave(void *ctx) { return ((reading *)ctx)->depth--, 1; }

static const yajl_callbacks callbacks = { .yajl_string = take_string, .yajl_start_map = enter, .yajl_map_key = take_key, .yajl_end_map = leave,
                                          .yajl_start_array = enter, .yajl_end_array = leave };

/* yajl keeps a stack and no limits: what nests deep is no pair. */
static bool nests(str line)
{
    enum { DEEPEST = 100 };
    size_t deep = 0;
    for (size_t at = 0; at < line.n && deep <= DEEPEST; at++) {
        char c = line.p[at];
        if (c == '"') at = calco_quoted_end(line, at + 1, line.n);
        else if (c == '[' || c == '{') deep++;
        else if (c == ']' || c == '}') deep -= deep > 0;
    }
    return deep > DEEPEST;
}

static bool parse(reading *r)
{
    const unsigned char *p = (const unsigned char *)r->line.p;
    if (nests(r->line) || !(r->handle = yajl_alloc(&callbacks, NULL, r))) return false;
    bool ok = yajl_parse(r->handle, p, r->line.n) == yajl_status_ok && yajl_complete_parse(r->handle) == yajl_status_ok;
    yajl_free(r->handle);
    return ok && (r->has[SOURCE] || r->has[TARGET]);
}

static bool read_jsonl(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    calco_pairs p = calco_pairs_of(a, doc, source);
    str         text = doc->decoded.text;
    size_t      number = 0;
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        for (end = at; end < text.n && text.p[end] != '\n';) end++;
        reading r = { .line = calco_str_cut(text, at, end) };
        number++;
        if (!calco_str_trim(r.line).n) continue;
        if (!parse(&r)) {
            calco_unread wrong = { number, STR("is no object with \"source\" and \"target\"") };
            VEC_PUSH(a, &doc->unread, wrong);
            continue;
        }
        if (r.has[NOTE]) calco_add_comment(&p.target, at, at, calco_quoted_value(a, calco_str_cut(r.line, r.start[NOTE], r.stop[NOTE])));
        for (int side = SOURCE; side <= TARGET; side++) {
            if (!r.has[side]) continue;
            calco_pieces *to = calco_pair_side(&p, side == TARGET);
            calco_quoted(to, at + r.start[side], at + r.stop[side]);
            calco_pair_side_end(&p, side == TARGET);
        }
        calco_pair_end(&p);
    }
    calco_pairs_finish(&p);
    if (doc->units.n || !doc->unread.n) return true;
    return calco_fail_line(err, CALCO_ERR_FORMAT, doc->name, doc->unread.p[0].line, "%.*s; no line is", STR_FMT(doc->unread.p[0].message));
}

static str escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    (void)doc, (void)at;
    return calco_quoted_escape(a, text);
}

/* Its first line is an object with a side of a pair. */
static bool looks(str text)
{
    text = calco_str_trim(text);
    size_t  end = calco_str_find(text, STR("\n"), 0);
    reading r = { .line = end == SIZE_MAX ? text : calco_str_cut(text, 0, end) };
    return r.line.n && r.line.p[0] == '{' && parse(&r);
}

static const char *const endings[] = { ".jsonl", ".ndjson", NULL };
const calco_reader calco_reader_jsonl = { .name = "jsonl", .endings = endings, .read = read_jsonl, .bilingual = true, .looks = looks, .escape = escape };
