/* Strings between double quotes, escape by escape. */
#include "read/quoted.h"

#include "text/unicode.h"

enum { REPLACEMENT = 0xfffd };

static bool hex4(str s, size_t at, uint32_t *c)
{
    *c = 0;
    for (size_t i = at; i < at + 4; i++) {
        if (i >= s.n) return false;
        char d = s.p[i];
        if (d >= '0' && d <= '9') *c = *c * 16 + (uint32_t)(d - '0');
        else if ((d | 0x20) >= 'a' && (d | 0x20) <= 'f') *c = *c * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
        else return false;
    }
    return true;
}

/* The escape at `at`, before `end`: its bytes and the character it means; 0 where it means none. */
static size_t escape_at(str s, size_t at, size_t end, uint32_t *c)
{
    static const char letters[] = "nrtbfav\"\\/'?", meant[] = "\n\r\t\b\f\a\v\"\\/'?";
    s.n = end;
    if (at + 1 >= end) return 0;
    const char *letter = s.p[at + 1] ? strchr(letters, s.p[at + 1]) : NULL;
    if (letter) {
        *c = (unsigned char)meant[letter - letters];
        return 2;
    }
    uint32_t low;
    if (s.p[at + 1] != 'u' || !hex4(s, at + 2, c)) return 0;
    if (*c >= 0xd800 && *c < 0xdc00 && at + 7 < end && s.p[at + 6] == '\\' && s.p[at + 7] == 'u' && hex4(s, at + 8, &low) && low >= 0xdc00 && low < 0xe000) {
        *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
        return 12;
    }
    if (*c >= 0xd800 && *c < 0xe000) *c = REPLACEMENT; /* half of a pair */
    return 6;
}

void calco_quoted(calco_pieces *p, size_t start, size_t end)
{
    str text = p->doc->decoded.text;
    for (size_t at = start; at < end;) {
        size_t plain = at;
        while (at < end && text.p[at] != '\\') at++;
        if (at > plain) calco_piece(p, plain, at);
        if (at >= end) break;
        uint32_t c;
        char     bytes[4];
        size_t   n = escape_at(text, at, end, &c);
        if (!n) {
            calco_piece(p, at, at + 1);
            at++;
            continue;
        }
        calco_piece_as(p, at, at + n, calco_arena_str(p->arena, (str){ bytes, calco_utf8_put(c, bytes) }));
        at += n;
    }
}

str calco_quoted_value(calco_arena *a, str inside)
{
    char  *out = ARENA_ARRAY(a, char, inside.n + 4);
    size_t n = 0;
    for (size_t at = 0; at < inside.n;) {
        uint32_t c;
        size_t   length = inside.p[at] == '\\' ? escape_at(inside, at, inside.n, &c) : 0;
        if (length) n += calco_utf8_put(c, out + n), at += length;
        else out[n++] = inside.p[at++];
    }
    return (str){ out, n };
}

size_t calco_quoted_end(str text, size_t at, size_t limit)
{
    while (at < limit && text.p[at] != '"') at += text.p[at] == '\\' && at + 1 < limit ? 2 : 1;
    return at < limit ? at : limit;
}

str calco_quoted_escape(calco_arena *a, str text)
{
    calco_buf b = { 0 };
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\') calco_buf_char(&b, '\\');
        if (text.p[i] == '\n') calco_buf_str(&b, STR("\\n"));
        else if (text.p[i] == '\t') calco_buf_str(&b, STR("\\t"));
        else calco_buf_char(&b, text.p[i]);
    }
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}
