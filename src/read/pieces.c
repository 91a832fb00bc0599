/* Building the text of a document from pieces of the file. */
#include "read/pieces.h"

#include "text/unicode.h"

calco_pieces calco_pieces_of(calco_arena *a, calco_doc *doc)
{
    return (calco_pieces){ .arena = a, .doc = doc, .space = SIZE_MAX };
}

void calco_pieces_finish(calco_pieces *p)
{
    calco_unit_close(p, false);
    p->doc->text = calco_arena_str(p->arena, calco_buf_view(&p->text));
    p->doc->file_size = p->doc->decoded.file_size;
    if (!p->doc->to_file.runs.n) calco_offset_map_add(p->arena, &p->doc->to_file, 0, 0, 1, 1);
    calco_buf_free(&p->text);
}

/* --- appending --- */

/* The map of the decoded text, as far as it concerns start..end, shifted to where these are appended. */
static void copy(calco_pieces *p, size_t start, size_t end)
{
    const calco_offset_map *m = &p->doc->decoded.to_file;
    size_t r = calco_offset_map_run(m, start), at = start;
    while (at < end && r < m->runs.n) {
        const calco_offset_run *run = &m->runs.p[r];
        size_t stop = r + 1 < m->runs.n && m->runs.p[r + 1].from < end ? m->runs.p[r + 1].from : end;
        calco_offset_map_add(p->arena, &p->doc->to_file, p->text.n + (at - start), run->to + (at - run->from) / run->from_unit * run->to_unit,
                             run->from_unit, run->to_unit);
        at = stop;
        r++;
    }
    calco_buf_add(&p->text, p->doc->decoded.text.p + start, end - start);
}

static void put(calco_pieces *p, size_t start, size_t end, str what)
{
    const calco_offset_map *m = &p->doc->decoded.to_file;
    size_t from = calco_offset_map_to(m, start), to = end > start ? calco_offset_map_end(m, end) : from, wide = to - from;
    calco_offset_map_add(p->arena, &p->doc->to_file, p->text.n, from, (uint8_t)what.n, (uint8_t)(wide > UINT8_MAX ? UINT8_MAX : wide));
    calco_buf_str(&p->text, what);
}

/* White space that was held back, now that more follows; at the start of a unit it is dropped. */
static void flush_space(calco_pieces *p)
{
    if (p->space == SIZE_MAX) return;
    if (p->text.n > p->unit) put(p, p->space, p->space_end, STR(" "));
    p->space = SIZE_MAX;
}

static void hold_space(calco_pieces *p, size_t start, size_t end)
{
    if (p->space != SIZE_MAX) return; /* one stands for all */
    p->space = start;
    p->space_end = end;
}

static bool is_white(str text, size_t at) { return memchr(" \t\r\n\f\v", text.p[at], 6) != NULL; }

static void ensure_open(calco_pieces *p)
{
    if (!p->open) calco_unit_open(p, UNIT_PARAGRAPH, true);
}

void calco_piece(calco_pieces *p, size_t start, size_t end)
{
    str text = p->doc->decoded.text;
    ensure_open(p);
    if (!p->collapse) {
        copy(p, start, end);
        return;
    }
    while (start < end) {
        size_t white = start, word;
        while (white < end && is_white(text, white)) white++;
        if (white > start) hold_space(p, start, white);
        for (word = white; word < end && !is_white(text, word);) word++;
        if (word > white) {
            flush_space(p);
            copy(p, white, word);
        }
        start = word;
    }
}

void calco_piece_as(calco_pieces *p, size_t start, size_t end, str what)
{
    ensure_open(p);
    if (p->collapse && what.n == 1 && is_white(what, 0)) {
        hold_space(p, start, end);
        return;
    }
    flush_space(p);
    put(p, start, end, what);
}

/* --- units --- */

void calco_unit_open(calco_pieces *p, calco_unit_kind kind, bool collapse)
{
    calco_unit_close(p, false);
    p->open = true;
    p->kind = kind;
    p->collapse = collapse;
    p->unit = p->text.n;
}

void calco_unit_close(calco_pieces *p, bool keep)
{
    if (!p->open) return;
    size_t start = p->unit, end = p->text.n;
    while (start < end && is_white((str){ p->text.p, end }, start)) start++;
    while (end > start && is_white((str){ p->text.p, end }, end - 1)) end--;
    p->open = false;
    p->space = SIZE_MAX;
    if (end > start || keep) {
        calco_unit unit = { .start = start, .end = end, .kind = p->kind };
        VEC_PUSH(p->arena, &p->doc->units, unit);
    }
    /* Units are a line apart, so that none can be read as part of the next. */
    calco_offset_map_add(p->arena, &p->doc->to_file, p->text.n, p->doc->to_file.runs.n ? calco_offset_map_to(&p->doc->to_file, p->text.n) : 0, 1, 0);
    calco_buf_char(&p->text, '\n');
}

calco_unit_kind calco_unit_kind_of(str text)
{
    static const char *const closing[] = { "\"", "'", ")", "]", "\xc2\xbb", "\xe2\x80\x9d", "\xe2\x80\x99" };
    static const char *const final[] = { ".", "!", "?", ":", "\xe2\x80\xa6" };
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
            if (calco_str_ends(text, calco_str(closing[i]))) text.n -= strlen(closing[i]), again = true;
    }
    for (size_t i = 0; i < sizeof final / sizeof *final; i++)
        if (calco_str_ends(text, calco_str(final[i]))) return UNIT_PARAGRAPH;
    return UNIT_HEADLINE;
}

/* --- beside the text --- */

void calco_add_comment(calco_pieces *p, size_t start, size_t end, str text)
{
    calco_comment c = { start, end, text };
    VEC_PUSH(p->arena, &p->doc->comments, c);
}

void calco_add_field(calco_pieces *p, str key, str value)
{
    calco_field f = { key, value };
    VEC_PUSH(p->arena, &p->doc->fields, f);
}

str calco_escape_xml(calco_arena *a, str text, char quote)
{
    calco_buf b = { 0 };
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool bare = quote == ' ' && c && strchr(" \t\r\n\"'=`", c);
        if (c == '&') calco_buf_str(&b, STR("&amp;"));
        else if (c == '<') calco_buf_str(&b, STR("&lt;"));
        else if (c == '>') calco_buf_str(&b, STR("&gt;"));
        else if (c == '"' && c == quote) calco_buf_str(&b, STR("&quot;"));
        else if (bare || (c && c == quote)) calco_buf_printf(&b, "&#%d;", c);
        else calco_buf_char(&b, c);
    }
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}
