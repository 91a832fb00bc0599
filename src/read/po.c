/* Gettext's PO: each msgstr against its msgid, plural forms against msgid_plural. */
#include "read/pairs.h"
#include "read/quoted.h"
#include "read/read.h"

/* One string of an entry: its pieces between quotes, a line each. */
typedef struct { size_t start, end; } span;
typedef VEC(span) spans;

typedef struct {
    calco_pairs pairs;
    str         text;
    spans       id, plural, translation;
    spans      *open;      /* that further lines add to */
    size_t      form;      /* of the translation: msgstr[form] */
} reading;

static void add_string(reading *r, size_t at, size_t line_end)
{
    size_t quote = calco_str_find(calco_str_cut(r->text, 0, line_end), STR("\""), at);
    if (quote == SIZE_MAX || !r->open) return;
    span s = { quote + 1, calco_quoted_end(r->text, quote + 1, line_end) };
    VEC_PUSH(r->pairs.target.arena, r->open, s);
}

static bool is_empty(const spans *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->p[i].end > s->p[i].start) return false;
    return true;
}

static void add_side(reading *r, const spans *s, bool target)
{
    calco_pieces *side = calco_pair_side(&r->pairs, target);
    for (size_t i = 0; i < s->n; i++) calco_quoted(side, s->p[i].start, s->p[i].end);
    calco_pair_side_end(&r->pairs, target);
}

/* The header is the translation of nothing: "Language: en\n". */
static void add_header(reading *r)
{
    calco_arena *a = r->pairs.target.arena;
    for (size_t i = 0; i < r->translation.n; i++) {
        str line = calco_quoted_value(a, calco_str_cut(r->text, r->translation.p[i].start, r->translation.p[i].end)), key;
        if (calco_str_split(&line, ':', &key) && line.p) calco_add_field(&r->pairs.target, key, calco_str_trim(line));
    }
}

/* A translation is complete: pair it. */
static void end_translation(reading *r)
{
    if (r->open == &r->translation) {
        const spans *source = r->form && r->plural.n ? &r->plural : &r->id;
        if (is_empty(&r->id)) add_header(r);
        else {
            add_side(r, source, false);
            add_side(r, &r->translation, true);
            calco_pair_end(&r->pairs);
        }
    }
    r->translation.n = 0;
    r->open = NULL;
}

static void take_comment(reading *r, size_t at, size_t end)
{
    size_t start = at + 1;
    if (start < end && (r->text.p[start] == '.' || r->text.p[start] == ' ')) start++;
    calco_add_comment(&r->pairs.target, at, end, calco_str_cut(r->text, start, end));
}

static void take_line(reading *r, size_t at, size_t end)
{
    str line = calco_str_trim(calco_str_cut(r->text, at, end));
    if (!line.n) return;
    if (line.p[0] == '"') {
        add_string(r, at, end);
        return;
    }
    end_translation(r);
    if (line.p[0] == '#') {
        if (line.n < 2 || line.p[1] != '~') take_comment(r, at, end);
        return;
    }
    if (calco_str_starts(line, STR("msgid_plural"))) r->open = &r->plural;
    else if (calco_str_starts(line, STR("msgid"))) {
        r->id.n = r->plural.n = 0;
        r->open = &r->id;
    } else if (calco_str_starts(line, STR("msgstr"))) {
        r->open = &r->translation;
        r->form = line.n > 7 && line.p[6] == '[' ? (size_t)(unsigned char)line.p[7] - '0' : 0;
    } else return; /* msgctxt */
    add_string(r, at, end);
}

static bool read_po(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    (void)err;
    reading r = { .pairs = calco_pairs_of(a, doc, source), .text = doc->decoded.text };
    for (size_t at = 0, end; at < r.text.n; at = end + 1) {
        for (end = at; end < r.text.n && r.text.p[end] != '\n' && r.text.p[end] != '\r';) end++;
        take_line(&r, at, end);
    }
    end_translation(&r);
    calco_pairs_finish(&r.pairs);
    return true;
}

static str escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    (void)doc, (void)at;
    return calco_quoted_escape(a, text);
}

/* What stands first, below comments, is an entry. */
static bool looks(str text)
{
    str line;
    while (calco_str_split(&text, '\n', &line)) {
        line = calco_str_trim(line);
        if (line.n && line.p[0] != '#') return calco_str_starts(line, STR("msgid \"")) || calco_str_starts(line, STR("msgctxt \""));
    }
    return false;
}

static const char *const endings[] = { ".po", ".pot", NULL };
const calco_reader calco_reader_po = { .name = "po", .endings = endings, .read = read_po, .bilingual = true, .looks = looks, .escape = escape };
