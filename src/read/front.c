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

/* Where a scalar's own text lies: within its quotes where these hold nothing that must be read otherwise. */
static bool own_text(str text, const calco_yaml *v, size_t base, size_t *start, size_t *end)
{
    *start = base + v->start;
    *end = base + v->end;
    if (!v->plain && *end - *start == v->value.n + 2) ++*start, --*end;
    return *end - *start == v->value.n && memcmp(text.p + *start, v->value.p, v->value.n) == 0;
}

static void take_pair(calco_pieces *p, const calco_yaml *key, const calco_yaml *value, size_t base)
{
    size_t start, end;
    if (key->kind != YAML_SCALAR || value->kind != YAML_SCALAR) return;
    calco_add_field(p, key->value, value->value);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        bool same = key->value.n == strlen(shown[i].key);
        for (size_t k = 0; same && k < key->value.n; k++) same = (key->value.p[k] | 0x20) == shown[i].key[k];
        if (!same || !own_text(p->doc->decoded.text, value, base, &start, &end)) continue;
        calco_unit_open(p, shown[i].kind, true);
        calco_piece(p, start, end);
        calco_unit_close(p, false);
    }
}

/* A comment of YAML: from " #" to the end of its line, outside of quotes as far as suppressions need. */
static void take_comment(calco_pieces *p, size_t start, str line)
{
    size_t hash = calco_str_find(line, STR("# calco-"), 0);
    if (hash != SIZE_MAX) calco_add_comment(p, start + hash, start + line.n, calco_str_from(line, hash + 2));
}

size_t calco_read_front(calco_pieces *p)
{
    str    text = p->doc->decoded.text;
    size_t body, at, next;
    str    first = line_at(text, 0, &body);
    bool   yaml = calco_str_eq(first, STR("---")), toml = calco_str_eq(first, STR("+++"));
    if (!yaml && !toml) return 0;
    for (at = body; at < text.n; at = next) {
        str line = line_at(text, at, &next);
        if (calco_str_eq(line, first) || (yaml && calco_str_eq(line, STR("...")))) break;
    }
    if (at >= text.n) return 0; /* never closed: a rule of the text */
    for (size_t line = body, after; line < at; line = after) {
        str s = line_at(text, line, &after);
        take_comment(p, line, s);
    }
    const calco_yaml *map = yaml ? calco_yaml_parse(p->arena, calco_str_cut(text, body, at), p->doc->name, NULL) : NULL;
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->n; i++) take_pair(p, &map->keys[i], &map->items[i], body);
    return next;
}
