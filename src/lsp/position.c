/* Lines and characters of the protocol, in UTF-16, UTF-8 or UTF-32 units. */
#include "lsp/position.h"

#include "text/unicode.h"

#include <stdlib.h>

const char *lsp_encoding_name(lsp_encoding e) { return e == LSP_UTF8 ? "utf-8" : e == LSP_UTF32 ? "utf-32" : "utf-16"; }

/* --- texts --- */

static void add_start(lsp_text *t, size_t at)
{
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->starts = realloc(t->starts, t->cap * sizeof *t->starts);
        if (!t->starts) abort();
    }
    t->starts[t->n++] = at;
}

static void find_lines(lsp_text *t)
{
    const char *p = t->text.p;
    t->n = 0;
    add_start(t, 0);
    for (size_t i = 0; i < t->text.n; i++) {
        if (p[i] != '\n' && p[i] != '\r') continue;
        if (p[i] == '\r' && i + 1 < t->text.n && p[i + 1] == '\n') i++;
        add_start(t, i + 1);
    }
}

void lsp_text_set(lsp_text *t, str text)
{
    calco_buf own = { 0 };
    calco_buf_str(&own, text);
    calco_buf_free(&t->text);
    t->text = own;
    find_lines(t);
}

void lsp_text_replace(lsp_text *t, size_t from, size_t to, str by)
{
    str       all = calco_buf_view(&t->text);
    calco_buf next = { 0 };
    calco_buf_str(&next, calco_str_cut(all, 0, from));
    calco_buf_str(&next, by);
    calco_buf_str(&next, calco_str_from(all, to));
    calco_buf_free(&t->text);
    t->text = next;
    find_lines(t);
}

void lsp_text_free(lsp_text *t)
{
    calco_buf_free(&t->text);
    free(t->starts);
    *t = (lsp_text){ 0 };
}

/* --- units --- */

static size_t bytes_of(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static size_t units_of(lsp_encoding e, size_t bytes) { return e == LSP_UTF8 ? bytes : e == LSP_UTF16 && bytes == 4 ? 2 : 1; }

static size_t line_end(const lsp_text *t, size_t line)
{
    if (line + 1 >= t->n) return t->text.n;
    size_t end = t->starts[line + 1] - 1;
    return t->text.p[end] == '\n' && end > t->starts[line] && t->text.p[end - 1] == '\r' ? end - 1 : end;
}

size_t lsp_byte_of(const lsp_text *t, lsp_encoding e, lsp_position p)
{
    if (p.line >= t->n) return t->text.n;
    size_t at = t->starts[p.line], end = line_end(t, p.line);
    for (size_t left = p.character; at < end;) {
        size_t bytes = bytes_of(t->text.p[at]), units = units_of(e, bytes);
        if (left < units) break;
        left -= units;
        at += bytes;
    }
    return at < end ? at : end;
}

lsp_position lsp_position_of(const lsp_text *t, lsp_encoding e, size_t byte)
{
    size_t low = 0, high = t->n;
    if (byte > t->text.n) byte = t->text.n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (t->starts[middle] <= byte) low = middle;
        else high = middle;
    }
    size_t start = t->n ? t->starts[low] : 0, end = t->n ? line_end(t, low) : 0, wide;
    if (byte > end) byte = end;
    while (byte > start && byte < end && ((unsigned char)t->text.p[byte] & 0xc0) == 0x80) byte--; /* a character is not parted */
    size_t points = byte > start ? calco_utf8_count(calco_str_cut(calco_buf_view(&t->text), start, byte), &wide) : (wide = 0);
    return (lsp_position){ low, e == LSP_UTF8 ? byte - start : e == LSP_UTF16 ? points + wide : points };
}

/* --- JSON --- */

bool lsp_read_position(const calco_json *v, lsp_position *out)
{
    int64_t line = calco_json_as_int(calco_json_get(v, "line"), -1), character = calco_json_as_int(calco_json_get(v, "character"), -1);
    if (line < 0 || character < 0) return false;
    *out = (lsp_position){ (size_t)line, (size_t)character };
    return true;
}

bool lsp_read_range(const lsp_text *t, lsp_encoding e, const calco_json *v, size_t *from, size_t *to)
{
    lsp_position start, end;
    if (!lsp_read_position(calco_json_get(v, "start"), &start) || !lsp_read_position(calco_json_get(v, "end"), &end)) return false;
    *from = lsp_byte_of(t, e, start);
    *to = lsp_byte_of(t, e, end);
    if (*to < *from) *to = *from;
    return true;
}

static calco_json *json_position(lsp_position p)
{
    calco_json *v = calco_json_new_object();
    calco_json_set(v, "line", calco_json_of_int((int64_t)p.line));
    calco_json_set(v, "character", calco_json_of_int((int64_t)p.character));
    return v;
}

calco_json *lsp_json_range(const lsp_text *t, lsp_encoding e, size_t from, size_t to)
{
    calco_json *v = calco_json_new_object();
    calco_json_set(v, "start", json_position(lsp_position_of(t, e, from)));
    calco_json_set(v, "end", json_position(lsp_position_of(t, e, to)));
    return v;
}
