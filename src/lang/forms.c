/* Forms and lemmas of a language: the table of the part "XX.forms" first, then the rules of inflection. */
#include "base/err.h"
#include "lang/inflect.h"
#include "lang/morph.h"

/* The image: u32 version, entries of the two tables, rules, tags; u32 0 x 3; a string table; then per table u32
 * start[strings + 1] and its entries; then the rules and 26 u32 class strings. Strings by id. */
typedef struct {
    uint32_t other;
    uint8_t  tag, weight;
    uint16_t zero;
} entry;
typedef struct {
    uint32_t pattern, ending;
    uint8_t  tag, base;
    uint16_t zero;
} rule_image;
typedef struct {
    const uint32_t *starts;
    const entry    *entries;
} table;

struct calco_forms {
    calco_strtab     strings;
    table            lemmas; /* form -> its analyses, most probable first */
    table            forms;  /* lemma -> its forms, the preferred one of a tag first */
    calco_inflection rules;
    uint8_t          base[256];
    uint32_t         tags;
};

static bool malformed(calco_err *err)
{
    return calco_fail(err, CALCO_ERR_PACK, NULL, "the forms of the pack are malformed; rebuild it with make packs");
}

static bool open_table(calco_cursor *c, table *t, uint32_t strings, uint32_t entries, uint32_t tags)
{
    calco_cursor_align(c, 8);
    t->starts = calco_cursor_take(c, ((size_t)strings + 1) * sizeof(uint32_t));
    calco_cursor_align(c, 8);
    t->entries = calco_cursor_take(c, (size_t)entries * sizeof(entry));
    if (c->bad || !t->starts || t->starts[0] != 0 || t->starts[strings] != entries) return false;
    for (uint32_t i = 0; i < strings; i++)
        if (t->starts[i] > t->starts[i + 1]) return false;
    for (uint32_t i = 0; i < entries; i++)
        if (t->entries[i].other >= strings || t->entries[i].tag >= tags) return false;
    return true;
}

static bool open_rules(calco_cursor *c, calco_forms *f, calco_arena *a, uint32_t n, uint32_t tags)
{
    calco_cursor_align(c, 8);
    const rule_image *rules = calco_cursor_take(c, (size_t)n * sizeof(rule_image));
    const uint32_t   *classes = calco_cursor_take(c, 26 * sizeof(uint32_t));
    if (c->bad || !classes) return false;
    for (unsigned i = 0; i < 256; i++) f->base[i] = (uint8_t)i;
    for (uint32_t i = 0; i < n; i++) {
        const rule_image *r = &rules[i];
        if (r->pattern >= f->strings.count || r->ending >= f->strings.count || r->tag >= tags || r->base >= tags)
            return false;
        calco_rule_row row = { calco_strtab_at(&f->strings, r->pattern), calco_strtab_at(&f->strings, r->ending),
                               r->tag, r->base };
        VEC_PUSH(a, &f->rules.rows, row);
        f->base[r->tag] = r->base;
    }
    for (unsigned i = 0; i < 26; i++) {
        if (classes[i] >= f->strings.count) return false;
        f->rules.classes[i] = calco_strtab_at(&f->strings, classes[i]);
    }
    return true;
}

calco_forms *calco_forms_open(calco_part part, calco_arena *a, calco_err *err)
{
    calco_forms *f = ARENA_NEW(a, calco_forms);
    calco_cursor c = { .p = part.p, .n = part.n };
    uint32_t     head[8];
    for (unsigned i = 0; i < 8; i++) head[i] = calco_cursor_u32(&c);
    if (c.bad || head[0] != CALCO_FORMS_VERSION || head[4] > 255) {
        malformed(err);
        return NULL;
    }
    if (!calco_strtab_open(&f->strings, c.p + c.at, c.n - c.at, err)) return NULL;
    calco_cursor_take(&c, f->strings.size);
    if (!open_table(&c, &f->lemmas, f->strings.count, head[1], head[4]) ||
        !open_table(&c, &f->forms, f->strings.count, head[2], head[4]) || !open_rules(&c, f, a, head[3], head[4])) {
        malformed(err);
        return NULL;
    }
    f->tags = head[4];
    return f;
}

uint32_t calco_forms_tags(const calco_forms *f) { return f->tags; }

/* The entries of a string in a table. */
static const entry *entries_of(const calco_forms *f, const table *t, str s, size_t *n)
{
    *n = 0;
    uint32_t id = calco_strtab_find(&f->strings, s);
    if (id == CALCO_NONE) return NULL;
    *n = t->starts[id + 1] - t->starts[id];
    return t->entries + t->starts[id];
}

size_t calco_forms_analyse(const calco_forms *f, str fold, calco_analysis *out, size_t max)
{
    size_t       n;
    const entry *e = entries_of(f, &f->lemmas, fold, &n);
    if (n > max) n = max;
    for (size_t i = 0; i < n; i++) out[i] = (calco_analysis){ calco_strtab_at(&f->strings, e[i].other), e[i].tag };
    return n;
}

int calco_forms_weight(const calco_forms *f, str fold, uint8_t tag)
{
    size_t       n;
    const entry *e = entries_of(f, &f->lemmas, fold, &n);
    for (size_t i = 0; i < n; i++)
        if (e[i].tag == tag) return e[i].weight;
    return -1;
}

uint8_t calco_forms_base(const calco_forms *f, uint8_t tag) { return f->base[tag]; }

bool calco_forms_rule(const calco_forms *f, calco_arena *a, str lemma, uint8_t tag, str *form)
{
    return calco_inflection_apply(&f->rules, a, lemma, tag, form);
}

/* The part of a word after its last hyphen; empty where it has none. */
static str after_hyphen(str s)
{
    size_t at = s.n;
    while (at && s.p[at - 1] != '-') at--;
    return at ? calco_str_from(s, at) : (str){ s.p, 0 };
}

static const entry *find_tag(const entry *e, size_t n, uint8_t tag)
{
    for (size_t i = 0; i < n; i++)
        if (e[i].tag == tag) return &e[i];
    return NULL;
}

str calco_forms_inflect(const calco_forms *f, calco_arena *a, str lemma, uint8_t tag)
{
    size_t       n;
    const entry *e = entries_of(f, &f->forms, lemma, &n);
    const entry *hit = find_tag(e, n, tag);
    if (hit) return calco_strtab_at(&f->strings, hit->other);
    if (!n) { /* re-take: as its last part goes */
        str tail = after_hyphen(lemma);
        if (tail.n) {
            e = entries_of(f, &f->forms, tail, &n);
            hit = find_tag(e, n, tag);
            if (hit)
                return calco_arena_join(a, (str[]){ calco_str_cut(lemma, 0, lemma.n - tail.n),
                                                    calco_strtab_at(&f->strings, hit->other),
                                                    { 0 } });
        }
    }
    str form;
    return calco_inflection_apply(&f->rules, a, lemma, tag, &form) ? form : lemma;
}

/* A lemma that the rules undo the form to: one that the table knows, else the first. */
static str lemma_by_rule(const calco_forms *f, calco_arena *a, str fold, uint8_t tag)
{
    str  lemma, best = fold;
    bool found = false;
    for (size_t row = 0; calco_inflection_undo(&f->rules, a, fold, tag, &row, &lemma);) {
        size_t       n;
        const entry *e = entries_of(f, &f->lemmas, lemma, &n);
        if (find_tag(e, n, f->base[tag])) return lemma;
        if (!found) best = lemma;
        found = true;
    }
    return best;
}

str calco_forms_lemma(const calco_forms *f, calco_arena *a, str fold, uint8_t tag)
{
    size_t       n;
    const entry *e = entries_of(f, &f->lemmas, fold, &n);
    const entry *hit = find_tag(e, n, tag);
    for (size_t i = 0; !hit && i < n; i++)
        if (f->base[e[i].tag] == f->base[tag]) hit = &e[i];
    if (hit) return calco_strtab_at(&f->strings, hit->other);
    str tail = after_hyphen(fold);
    if (!n && tail.n) {
        e = entries_of(f, &f->lemmas, tail, &n);
        hit = find_tag(e, n, tag);
        if (hit)
            return calco_arena_join(
                a, (str[]){ calco_str_cut(fold, 0, fold.n - tail.n), calco_strtab_at(&f->strings, hit->other), { 0 } });
    }
    return f->base[tag] == tag ? fold : lemma_by_rule(f, a, fold, tag);
}
