/* Plain text: paragraphs between blank lines, wrapped lines joined, headlines and list lines on their own. */
#include "read/read.h"

#include "text/unicode.h"

enum { WRAP_MIN = 40, WRAP_MAX = 120, WRAP_SLACK = 25, HEADLINE_MAX = 160 };

typedef struct {
    size_t start, end; /* without the line end and outer white space */
} line;
typedef VEC(line) lines;

static line trimmed(str s, size_t start, size_t end)
{
    size_t n;
    while (start < end && calco_is_space(calco_utf8_at(s, start, &n))) start += n;
    while (end > start && calco_is_space(calco_utf8_before(s, end, &n))) end -= n;
    return (line){ start, end };
}

/* A bullet or number that opens a list line: its length with the space after it, or 0. */
static size_t bullet(str s)
{
    size_t n = 0, length;
    if (!s.n) return 0;
    uint32_t c = calco_utf8_at(s, 0, &length);
    if (c == '-' || c == '*' || c == '+' || c == 0x2022 || c == 0x2013 || c == 0x2014 || c == 0x25AA || c == 0x00B7) n = length;
    else {
        while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9') n++;
        if (!n || n > 2 || n >= s.n || (s.p[n] != '.' && s.p[n] != ')')) return 0;
        n++;
    }
    if (n >= s.n || s.p[n] != ' ') return 0;
    while (n < s.n && s.p[n] == ' ') n++;
    return n < s.n ? n : 0;
}

/* No full stop at the end, not long: a headline, a caption, a button. */
static bool is_headline(str s)
{
    size_t end = s.n, n;
    while (end) {
        uint32_t c = calco_utf8_before(s, end, &n);
        if (c != '"' && c != '\'' && c != ')' && c != 0x201D && c != 0x2019 && c != 0xBB) break;
        end -= n;
    }
    if (!end || s.n > HEADLINE_MAX * 2) return false;
    uint32_t last = calco_utf8_before(s, end, &n);
    return last != '.' && last != 0x2026 && last != ':' && last != ';' && last != ',' && (s.n <= HEADLINE_MAX || end < s.n) &&
           !((last == '?' || last == '!') && s.n > 80);
}

static void add_unit(calco_arena *a, calco_doc *doc, size_t start, size_t end)
{
    if (start >= end) return;
    str    s = calco_str_cut(doc->text, start, end);
    size_t skip = bullet(s);
    calco_unit u = { .start = start + skip, .end = end };
    u.kind = skip ? UNIT_LIST : is_headline(s) ? UNIT_HEADLINE : UNIT_PARAGRAPH;
    VEC_PUSH(a, &doc->units, u);
}

/* Are these lines one paragraph that was wrapped? All but the last come close to the longest, which is of a usual width. */
static bool is_wrapped(str s, const line *l, size_t n)
{
    size_t longest = 0;
    for (size_t i = 0; i < n; i++)
        if (l[i].end - l[i].start > longest) longest = l[i].end - l[i].start;
    if (n < 2 || longest < WRAP_MIN || longest > WRAP_MAX) return false;
    for (size_t i = 0; i + 1 < n; i++)
        if (l[i].end - l[i].start + WRAP_SLACK < longest || bullet(calco_str_cut(s, l[i].start, l[i].end))) return false;
    return true;
}

static void add_block(calco_arena *a, calco_doc *doc, const line *l, size_t n)
{
    if (!n) return;
    if (is_wrapped(doc->text, l, n)) {
        add_unit(a, doc, l[0].start, l[n - 1].end);
        return;
    }
    for (size_t i = 0; i < n; i++) add_unit(a, doc, l[i].start, l[i].end);
}

static void read_plain(calco_arena *a, calco_doc *doc)
{
    str s = doc->text = doc->decoded.text;
    doc->to_file = doc->decoded.to_file;
    lines  block = { 0 };
    size_t start = 0;
    while (start <= s.n) {
        size_t end = start;
        while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r') end++;
        line l = trimmed(s, start, end);
        if (l.start < l.end) {
            VEC_PUSH(a, &block, l);
        } else {
            add_block(a, doc, block.p, block.n);
            block.n = 0;
        }
        start = end + 1;
        if (end + 1 < s.n && s.p[end] == '\r' && s.p[end + 1] == '\n') start++;
    }
    add_block(a, doc, block.p, block.n);
}

static const char *const endings[] = { ".txt", ".text", NULL };
const calco_reader       calco_reader_plain = { "plain", endings, read_plain };
