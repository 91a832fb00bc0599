/* Front matter: fields of the document, and the titles and descriptions that readers see. */
#include "read/front.h"

#include "base/yaml.h"

/* Keys whose values are text for readers. */
static const struct { const char *key; calco_unit_kind kind; } shown[] = {
    { "title", UNIT_HEADLINE },      { "subtitle", UNIT_HEADLINE },     { "headline", UNIT_HEADLINE },  { "linktitle", UNIT_HEADLINE },
    { "description", UNIT_PARAGRAPH }, { "summary", UNIT_PARAGRAPH },   { "excerpt", UNIT_PARAGRAPH },  { "abstract", UNIT_PARAGRAPH },
    { "lead", UNIT_PARAGRAPH },      { "standfirst", UNIT_PARAGRAPH },  { "caption", UNIT_PARAGRAPH },
};

/* The line at `at` without its end; `*next` is where the next begins. */
static str line_at(str text, size_t at, size_t *next)
{
    size_t end = at;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') end++;
    *next = end;
    if (*next < text.n && text.p[*next] == '\r') ++*next;
    if (*next < text.n && text.p[*next] == '\n' && (*next == end || text.p[*next - 1] == '\r')) ++*next;
    str line = calco_str_cut(text, at, end);
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t')) line.n--;
    return line;
}

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static size_t behind_white(str text, size_t at)
{
    while (at < text.n && is_white(text.p[at])) at++;
    return at;
}

/* Bytes of the escape at `at` of a double-quoted scalar. */
static size_t escape_length(str text, size_t at)
{
    char c = at + 1 < text.n ? text.p[at + 1] : '\0';
    return c == 'x' ? 4u : c == 'u' ? 6u : c == 'U' ? 10u : 2u;
}

/* Where the words of a scalar begin and end: within its quotes, or below the line of a block's mark. */
static str words_of(str text, size_t start, size_t end, char *quote)
{
    text.n = end;
    *quote = start < end ? text.p[start] : '\0';
    if (*quote == '|' || *quote == '>') {
        while (start < end && text.p[start] != '\n' && text.p[start] != '\r') start++;
        return calco_str_cut(text, behind_white(text, start), end);
    }
    if ((*quote == '"' || *quote == '\'') && end - start >= 2) return calco_str_cut(text, start + 1, end - 1);
    *quote = '\0';
    return calco_str_cut(text, start, end);
}

/* Walk along the words as they are written and as they are meant: white space for white space, escapes for what they stand for. Appends to `p`
 * where that is not NULL. False where the two do not agree. */
static bool take_words(calco_pieces *p, str raw, size_t base, str meant, char quote)
{
    size_t at = behind_white(raw, 0), plain = at;
    for (size_t v = 0; v < meant.n;) {
        bool   folded = quote == '"' && at + 1 < raw.n && raw.p[at] == '\\' && is_white(raw.p[at + 1]) && raw.p[at + 1] != ' ' && raw.p[at + 1] != '\t';
        bool   escape = quote == '"' && at < raw.n && raw.p[at] == '\\', twice = quote == '\'' && at + 1 < raw.n && raw.p[at] == '\'' && raw.p[at + 1] == '\'';
        bool   white = is_white(meant.p[v]) && !escape;
        size_t n = folded ? behind_white(raw, at + 1) - at : escape ? escape_length(raw, at) : twice ? 2 : white ? behind_white(raw, at) - at : 0, means = 1;
        if (!n && (at >= raw.n || raw.p[at] != meant.p[v])) return false;
        if (!n) {
            at++, v++;
            continue;
        }
        if (at + n > raw.n) return false;
        if (p && at > plain) calco_piece(p, base + plain, base + at);
        if (white)
            while (v + means < meant.n && is_white(meant.p[v + means])) means++;
        else while (v + means < meant.n && ((unsigned char)meant.p[v + means] & 0xc0) == 0x80) means++;
        if (p && !folded) calco_piece_as(p, base + at, base + at + n, white ? STR(" ") : calco_str_cut(meant, v, v + means));
        if (!folded) v += means;
        plain = at += n;
    }
    if (p && at > plain) calco_piece(p, base + plain, base + at);
    return behind_white(raw, at) == raw.n;
}

static void take_pair(calco_pieces *p, const calco_yaml *key, const calco_yaml *value, size_t base)
{
    char quote;
    if (key->kind != YAML_SCALAR || value->kind != YAML_SCALAR) return;
    calco_add_field(p, key->value, value->value);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        bool same = key->value.n == strlen(shown[i].key);
        for (size_t k = 0; same && k < key->value.n; k++) same = (key->value.p[k] | 0x20) == shown[i].key[k];
        if (!same) continue;
        str text = p->doc->decoded.text, meant = calco_str_trim(value->value), raw = words_of(text, base + value->start, base + value->end, &quote);
        if (!take_words(NULL, raw, 0, meant, quote)) continue;
        calco_unit_open(p, shown[i].kind, true);
        take_words(p, raw, calco_place_in(text, raw.p), meant, quote);
        calco_unit_close(p, false);
    }
}

/* A comment of YAML: from " #" to the end of its line, outside of quotes as far as suppressions need. */
static void take_comment(calco_pieces *p, size_t start, str line)
{
    size_t hash = calco_str_find(line, STR("# calco-"), 0);
    if (hash != SIZE_MAX) calco_add_comment(p, start + hash, start + line.n, calco_str_from(line, hash + 2));
}

typedef struct { bool yaml; size_t start, end, next; } front; /* the lines between the marks, and what follows */

/* False where there is none, or it is never closed: then its mark is a rule of the text. */
static bool find(str text, front *f)
{
    str  first = line_at(text, 0, &f->start);
    bool toml = calco_str_eq(first, STR("+++"));
    f->yaml = calco_str_eq(first, STR("---"));
    if (!f->yaml && !toml) return false;
    for (f->end = f->start; f->end < text.n; f->end = f->next) {
        str line = line_at(text, f->end, &f->next);
        if (calco_str_eq(line, first) || (f->yaml && calco_str_eq(line, STR("...")))) return true;
    }
    return false;
}

size_t calco_read_front(calco_pieces *p)
{
    str   text = p->doc->decoded.text;
    front f;
    if (!find(text, &f)) return 0;
    for (size_t line = f.start, after; line < f.end; line = after) {
        str s = line_at(text, line, &after);
        take_comment(p, line, s);
    }
    const calco_yaml *map = f.yaml ? calco_yaml_parse(p->arena, calco_str_cut(text, f.start, f.end), p->doc->name, NULL) : NULL;
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->n; i++) take_pair(p, &map->keys[i], &map->items[i], f.start);
    return f.next;
}

size_t calco_front_end(str text)
{
    front f;
    return find(text, &f) ? f.next : 0;
}

bool calco_in_front(str text, size_t at)
{
    front f;
    return find(text, &f) && at < f.end;
}

static str doubled(calco_arena *a, str words, const char *which, char before)
{
    calco_buf b = { 0 };
    for (size_t i = 0; i < words.n; i++) {
        if (words.p[i] && strchr(which, words.p[i])) calco_buf_char(&b, before ? before : words.p[i]);
        calco_buf_char(&b, words.p[i]);
    }
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}

/* Would words in a value without quotes be read as something else? `first`: they begin it. */
static bool speaks_yaml(str words, bool first)
{
    if (words.n && memchr(":#", words.p[0], 2)) return true;
    if (first && (!words.n || strchr("-?:,[]{}#&*!|>'\"%@` ", words.p[0]))) return true;
    return calco_str_find(words, STR(": "), 0) != SIZE_MAX || calco_str_find(words, STR(" #"), 0) != SIZE_MAX || calco_str_ends(words, STR(":"));
}

str calco_front_escape(calco_arena *a, str text, size_t at, str words)
{
    front f;
    const calco_yaml *map = find(text, &f) && f.yaml ? calco_yaml_parse(a, calco_str_cut(text, f.start, f.end), "", NULL) : NULL;
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
        const calco_yaml *v = &map->items[i];
        char quote;
        if (v->kind != YAML_SCALAR || at < f.start + v->start || at >= f.start + v->end) continue;
        words_of(text, f.start + v->start, f.start + v->end, &quote);
        if (quote == '"') return doubled(a, words, "\"\\", '\\');
        if (quote == '\'') return doubled(a, words, "'", '\0');
        if (quote || !speaks_yaml(words, at == f.start + v->start)) return words;
    }
    return (str){ NULL, 0 };
}
