/* The patterns of phrase rules: elements are read one by one and multiplied out to rows of symbols. */
#include "check/pattern.h"
#include "text/unicode.h"

/* One open parenthesis (or the whole pattern): alternatives that are complete, and the one being read. */
typedef struct {
    calco_variants done, cur;
    int            capture; /* of the group itself, -1: none */
    size_t         at;      /* of the parenthesis */
    bool           empty;   /* nothing read since the last bar */
} level;

typedef struct {
    calco_symbols *symbols;
    calco_arena   *a;
    str            text;
    size_t         at;
    level          levels[PATTERN_NESTING_MAX + 1];
    size_t         depth;
    int            capture; /* waits for its element, -1: none */
    bool           fixed;
    calco_trouble *t;
} parser;

/* --- sets of variants --- */

static calco_variant concat(calco_arena *a, calco_variant x, calco_variant y)
{
    calco_variant v = { ARENA_ARRAY(a, int32_t, x.n + y.n), x.n + y.n };
    if (x.n) memcpy(v.items, x.items, x.n * sizeof *v.items);
    if (y.n) memcpy(v.items + x.n, y.items, y.n * sizeof *v.items);
    return v;
}

static bool multiply(parser *p, calco_variants *set, const calco_variants *by)
{
    if (set->n * by->n > PATTERN_VARIANTS_MAX)
        return calco_trouble_say(p->t, p->at,
                                 "the options and alternatives multiply to over %d wordings; use a list "
                                 "(@name), a tag, or split the row",
                                 PATTERN_VARIANTS_MAX);
    calco_variants out = { 0 };
    for (size_t i = 0; i < set->n; i++)
        for (size_t k = 0; k < by->n; k++) VEC_PUSH(p->a, &out, concat(p->a, set->p[i], by->p[k]));
    *set = out;
    return true;
}

static calco_variant one_item(parser *p, int32_t item)
{
    calco_variant v = { ARENA_ARRAY(p->a, int32_t, 1), 1 };
    v.items[0] = item;
    return v;
}

static calco_variants set_of(parser *p, calco_variant v)
{
    calco_variants set = { 0 };
    VEC_PUSH(p->a, &set, v);
    return set;
}

static bool add_mark(parser *p, int32_t mark)
{
    calco_variants set = set_of(p, one_item(p, mark));
    return multiply(p, &p->levels[p->depth].cur, &set);
}

/* An element is read: it may be optional, it may be captured. */
static bool add_set(parser *p, calco_variants set)
{
    if (p->at < p->text.n && p->text.p[p->at] == '?') {
        p->at++;
        p->fixed = false;
        VEC_PUSH(p->a, &set, ((calco_variant){ NULL, 0 }));
    }
    if (p->capture >= 0) {
        calco_variant open = one_item(p, ITEM_OPEN - p->capture), close = one_item(p, ITEM_CLOSE - p->capture);
        for (size_t i = 0; i < set.n; i++) set.p[i] = concat(p->a, concat(p->a, open, set.p[i]), close);
        p->capture = -1;
    }
    p->levels[p->depth].empty = false;
    return multiply(p, &p->levels[p->depth].cur, &set);
}

static bool add_symbols(parser *p, const uint32_t *symbols, size_t n)
{
    calco_variants set = { 0 };
    for (size_t i = 0; i < n; i++) VEC_PUSH(p->a, &set, one_item(p, (int32_t)symbols[i]));
    return add_set(p, set);
}

/* --- elements --- */

static bool ends_word(char c)
{
    return c == ' ' || c == '|' || c == '(' || c == ')' || c == '{' || c == '}' || c == '?';
}

static char peek(const parser *p, size_t ahead) { return p->at + ahead < p->text.n ? p->text.p[p->at + ahead] : ' '; }

/* A name after ':' up to a delimiter; the first character may be anything. */
static str tag_name(const parser *p, size_t at, bool angle)
{
    size_t end = at;
    while (end < p->text.n && (end == at || (!ends_word(p->text.p[end]) && !(angle && p->text.p[end] == '>')))) end++;
    if (end == at + 1 && (p->text.p[at] == ' ' || p->text.p[at] == ')')) end = at;
    return calco_str_cut(p->text, at, end);
}

enum { TAGS_MAX = 24 };

/* ":X|Y" from the colon on. Within parentheses a bar starts another tag only where a tag follows. */
static bool read_tags(parser *p, bool angle, uint16_t *tags, size_t *n)
{
    for (*n = 0; *n == 0 || peek(p, 0) == '|';) {
        str      name = tag_name(p, p->at + 1, angle);
        uint16_t tag = calco_symbols_tag(p->symbols, name);
        if (tag == X_ANY && *n && p->depth && !angle) return true;
        if (name.n == 0)
            return calco_trouble_say(p->t, p->at, "a tag or class must follow ':' (the mark itself is written \\:)");
        if (tag == X_ANY)
            return calco_trouble_say(p->t, p->at + 1, "'%.*s' is no tag of tags.tsv and no class (N NP V J R D P PR C)",
                                     STR_FMT(name));
        if (*n == TAGS_MAX) return calco_trouble_say(p->t, p->at, "over %d tags; use a class", TAGS_MAX);
        tags[(*n)++] = tag;
        p->at += 1 + name.n;
    }
    return true;
}

static bool read_tag(parser *p)
{
    uint16_t tags[TAGS_MAX];
    uint32_t symbols[TAGS_MAX];
    size_t   n;
    p->fixed = false;
    if (!read_tags(p, false, tags, &n)) return false;
    for (size_t i = 0; i < n; i++) symbols[i] = calco_symbols_add(p->symbols, KIND_TAG, tags[i], STR(""));
    return add_symbols(p, symbols, n);
}

/* <lemma>, <a|b>, <lemma:X>, <lemma:X|Y> */
static bool read_lemma(parser *p)
{
    size_t start = p->at + 1, end = start, colon = SIZE_MAX;
    while (end < p->text.n && p->text.p[end] != '>') {
        if (p->text.p[end] == ' ') return calco_trouble_say(p->t, end, "a lemma in <> is one word");
        if (p->text.p[end] == ':' && colon == SIZE_MAX && end > start) colon = end;
        end++;
    }
    if (end == p->text.n) return calco_trouble_say(p->t, p->at, "'<' without '>' (the mark itself is written \\<)");
    uint16_t tags[TAGS_MAX] = { X_ANY };
    size_t   n_tags = 1, at = p->at;
    if (colon != SIZE_MAX) {
        p->at = colon;
        if (!read_tags(p, true, tags, &n_tags)) return false;
        if (p->at != end) return calco_trouble_say(p->t, p->at, "'>' must follow the tag");
    }
    calco_variants set = { 0 };
    str            lemma, rest = calco_str_cut(p->text, start, colon != SIZE_MAX ? colon : end);
    while (calco_str_split(&rest, '|', &lemma)) {
        if (!lemma.n) return calco_trouble_say(p->t, at, "an empty lemma");
        for (size_t i = 0; i < n_tags; i++)
            VEC_PUSH(p->a, &set, one_item(p, (int32_t)calco_symbols_add(p->symbols, KIND_LEMMA, tags[i], lemma)));
    }
    p->at = end + 1;
    p->fixed = false;
    return add_set(p, set);
}

static bool read_list(parser *p)
{
    size_t end = p->at + 1;
    while (end < p->text.n && !ends_word(p->text.p[end])) end++;
    str name = calco_str_cut(p->text, p->at + 1, end);
    if (!name.n)
        return calco_trouble_say(p->t, p->at, "a list's name must follow '@' (the mark itself is written \\@)");
    if (calco_map_get(&p->symbols->lang->lists, name) == CALCO_NONE)
        return calco_trouble_say(p->t, p->at, "there is no list lists/%.*s.txt in the language's folder",
                                 STR_FMT(name));
    p->at = end;
    p->fixed = false;
    uint32_t symbol = calco_symbols_add(p->symbols, KIND_LIST, X_ANY, name);
    return add_symbols(p, &symbol, 1);
}

static bool is_gap(const parser *p)
{
    return peek(p, 0) == '.' && peek(p, 1) == '.' && peek(p, 2) >= '0' && peek(p, 2) <= '9';
}

static bool read_gap(parser *p)
{
    size_t   at = p->at;
    unsigned n = 0;
    for (p->at += 2; p->at < p->text.n && p->text.p[p->at] >= '0' && p->text.p[p->at] <= '9' && n < 100; p->at++)
        n = n * 10 + (unsigned)(p->text.p[p->at] - '0');
    if (n < 1 || n > RULES_GAP_MAX) return calco_trouble_say(p->t, at, "a gap is ..1 to ..%d tokens", RULES_GAP_MAX);
    p->fixed = false;
    uint32_t symbol = SYM_GAP + n;
    return add_symbols(p, &symbol, 1);
}

/* A word with its escapes undone, up to a delimiter or ':'. */
static bool read_bare(parser *p, str *out)
{
    size_t start = p->at, n = 0;
    char  *word = ARENA_ARRAY(p->a, char, p->text.n - p->at + 1);
    while (p->at < p->text.n && !ends_word(p->text.p[p->at]) && p->text.p[p->at] != ':') {
        char c = p->text.p[p->at++];
        if (c == '<' || c == '>')
            return calco_trouble_say(p->t, p->at - 1, "'%c' within a word; the mark itself is written \\%c", c, c);
        if (c == '\\') {
            if (p->at == p->text.n) return calco_trouble_say(p->t, p->at - 1, "a character must follow '\\'");
            c = p->text.p[p->at++];
        }
        word[n++] = c;
    }
    *out = (str){ word, n };
    return n > 0 || calco_trouble_say(p->t, start, "'%c' has no element before it; the mark itself is written \\%c",
                                      p->text.p[start], p->text.p[start]);
}

static bool read_word(parser *p)
{
    str      word = { 0 };
    uint32_t symbols[TAGS_MAX];
    uint16_t tags[TAGS_MAX];
    size_t   n = 0;
    if (!read_bare(p, &word)) return false;
    if (peek(p, 0) == ':') {
        p->fixed = false;
        if (!read_tags(p, false, tags, &n)) return false;
        for (size_t i = 0; i < n; i++) symbols[i] = calco_symbols_word(p->symbols, word, tags[i]);
        return add_symbols(p, symbols, n);
    }
    calco_strs pieces = { 0 };
    calco_symbols_split(p->symbols, word, &pieces);
    calco_variant row = { ARENA_ARRAY(p->a, int32_t, pieces.n), pieces.n };
    for (size_t i = 0; i < pieces.n; i++) row.items[i] = (int32_t)calco_symbols_word(p->symbols, pieces.p[i], X_ANY);
    return add_set(p, set_of(p, row));
}

/* --- structure --- */

static bool open_group(parser *p)
{
    if (p->depth == PATTERN_NESTING_MAX)
        return calco_trouble_say(p->t, p->at, "parentheses nest over %d deep; split the row", PATTERN_NESTING_MAX);
    level *l = &p->levels[++p->depth];
    *l = (level){ .capture = p->capture, .at = p->at, .empty = true };
    VEC_PUSH(p->a, &l->cur, ((calco_variant){ NULL, 0 }));
    p->capture = -1;
    p->fixed = false;
    p->at++;
    return true;
}

static bool end_alternative(parser *p)
{
    level *l = &p->levels[p->depth];
    if (l->empty)
        return calco_trouble_say(p->t, p->at, "an alternative is empty; write (...)? for what may be missing");
    for (size_t i = 0; i < l->cur.n; i++) VEC_PUSH(p->a, &l->done, l->cur.p[i]);
    if (l->done.n > PATTERN_VARIANTS_MAX)
        return calco_trouble_say(p->t, p->at, "over %d alternatives; use a list (@name)", PATTERN_VARIANTS_MAX);
    l->cur = set_of(p, (calco_variant){ NULL, 0 });
    l->empty = true;
    return true;
}

static bool bar(parser *p)
{
    if (!p->depth)
        return calco_trouble_say(p->t, p->at, "'|' outside parentheses; write (a|b), or \\| for the mark itself");
    if (!end_alternative(p)) return false;
    p->at++;
    return true;
}

static bool close_group(parser *p)
{
    if (!p->depth) return calco_trouble_say(p->t, p->at, "')' without '('; the mark itself is written \\)");
    if (!end_alternative(p)) return false;
    level *l = &p->levels[p->depth--];
    p->capture = l->capture;
    p->at++;
    return add_set(p, l->done);
}

static bool dollar(parser *p)
{
    char k = peek(p, 1);
    if (k >= '1' && k <= '9' && peek(p, 2) == ':') {
        if (p->capture >= 0) return calco_trouble_say(p->t, p->at, "a capture of a capture");
        p->capture = k - '0';
        p->at += 3;
        p->fixed = false;
        if (peek(p, 0) == ' ' || peek(p, 0) == '{' || peek(p, 0) == '}' || peek(p, 0) == '$')
            return calco_trouble_say(p->t, p->at, "an element must follow $%c: without a space", k);
        return true;
    }
    if (k != ' ' && k != '}' && k != ')' && k != '|') return read_word(p); /* "$5" */
    p->at++;
    p->fixed = false;
    uint32_t symbol = SYM_END;
    return add_symbols(p, &symbol, 1);
}

static bool caret(parser *p)
{
    char next = peek(p, 1);
    if (next != ' ' && next != '{' && next != ')' && next != '|') return read_word(p);
    p->at++;
    p->fixed = false;
    uint32_t symbol = SYM_START;
    return add_symbols(p, &symbol, 1);
}

static bool element(parser *p)
{
    switch (p->text.p[p->at]) {
    case ' ':
        if (p->capture >= 0) return calco_trouble_say(p->t, p->at, "an element must follow a capture without a space");
        p->at++;
        return true;
    case '(': return open_group(p);
    case ')': return close_group(p);
    case '|': return bar(p);
    case '{':
        p->at++;
        p->fixed = false;
        return add_mark(p, ITEM_OPEN);
    case '}':
        p->at++;
        p->fixed = false;
        return add_mark(p, ITEM_CLOSE);
    case '<': return read_lemma(p);
    case ':': return read_tag(p);
    case '@': return read_list(p);
    case '$': return dollar(p);
    case '^': return caret(p);
    default: return is_gap(p) ? read_gap(p) : read_word(p);
    }
}

/* --- what a finished variant must look like --- */

static bool is_symbol(int32_t item) { return item >= 0; }

static bool check_marks(parser *p, const calco_variant *v, unsigned *captures)
{
    unsigned open = 0, closed = 0;
    size_t   inside = 0;
    for (size_t i = 0; i < v->n; i++) {
        int32_t item = v->items[i];
        bool    opens = item <= ITEM_OPEN && item > ITEM_CLOSE;
        if (is_symbol(item)) {
            inside += (open & 1) && !(closed & 1) && item >= SYM_FREE;
            continue;
        }
        unsigned k = (unsigned)(opens ? ITEM_OPEN - item : ITEM_CLOSE - item);
        if (opens && (open >> k & 1))
            return k ? calco_trouble_say(p->t, 0, "$%u: captures twice in one wording", k)
                     : calco_trouble_say(p->t, 0, "more than one pair of braces; flag one stretch a row");
        if (!opens && (!(open >> k & 1) || (closed >> k & 1))) return calco_trouble_say(p->t, 0, "'}' without '{'");
        if (opens)
            open |= 1u << k;
        else
            closed |= 1u << k;
    }
    if (open != closed) return calco_trouble_say(p->t, 0, "'{' without '}'");
    if ((open & 1) && !inside) return calco_trouble_say(p->t, 0, "the braces can be empty; some word must be flagged");
    *captures |= open;
    return true;
}

static bool check_variant(parser *p, const calco_variant *v, bool inner, unsigned *captures)
{
    size_t  n = 0, tokens = 0;
    int32_t first = -1, last = -1;
    for (size_t i = 0; i < v->n; i++) {
        if (!is_symbol(v->items[i])) continue;
        if (!n++) first = v->items[i];
        last = v->items[i];
        tokens += v->items[i] >= SYM_FREE;
    }
    if (n > RULES_ITEMS_MAX) return calco_trouble_say(p->t, 0, "over %d elements in a row", RULES_ITEMS_MAX);
    if (inner)
        return (n == 1 && v->n == 1 && (tokens == 1 || first <= SYM_END)) ||
               calco_trouble_say(p->t, 0, "a condition looks at single tokens: words, <lemmas>, @lists, :TAGS");
    if (!tokens)
        return calco_trouble_say(p->t, 0, "the pattern can match nothing at all; one element must be required");
    if ((first >= SYM_GAP && first < SYM_FREE) || (last >= SYM_GAP && last < SYM_FREE))
        return calco_trouble_say(p->t, 0,
                                 "the pattern can begin or end with a gap; put it with what is optional: (x ..3)?");
    return check_marks(p, v, captures);
}

bool calco_pattern_parse(calco_symbols *symbols, str text, bool inner, calco_pattern *out, calco_trouble *t)
{
    calco_arena *a = symbols->scratch;
    if (inner) text = calco_arena_join(a, (str[]){ STR("("), text, STR(")"), { 0 } });
    parser p = { .symbols = symbols, .a = a, .text = text, .capture = -1, .fixed = true, .t = t };
    VEC_PUSH(a, &p.levels[0].cur, ((calco_variant){ NULL, 0 }));
    while (p.at < text.n)
        if (!element(&p)) return false;
    if (p.depth) return calco_trouble_say(t, p.levels[p.depth].at, "'(' without ')'; the mark itself is written \\(");
    if (p.capture >= 0) return calco_trouble_say(t, text.n, "an element must follow $%d:", p.capture);
    *out = (calco_pattern){ .variants = p.levels[0].cur, .fixed = p.fixed };
    for (size_t i = 0; i < out->variants.n; i++)
        if (!check_variant(&p, &out->variants.p[i], inner, &out->captures)) return false;
    return true;
}
