/* The symbols and strings that the patterns of a rule pack name, numbered as they come. */
#include "check/pattern.h"
#include "text/unicode.h"

#include <stdarg.h>
#include <stdio.h>

bool calco_trouble_say(calco_trouble *t, size_t at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(t->text, sizeof t->text, format, args);
    va_end(args);
    t->at = at;
    return false;
}

static const struct {
    const char *name;
    uint32_t    all, none;
} classes[CLASS_COUNT] = {
    { "N", FEAT_NOUN, FEAT_PROPER },
    { "NP", FEAT_NOUN | FEAT_PROPER, 0 },
    { "V", FEAT_VERB, 0 },
    { "J", FEAT_ADJ, 0 },
    { "R", FEAT_ADV, 0 },
    { "D", FEAT_DET, 0 },
    { "P", FEAT_PREP, 0 },
    { "PR", FEAT_PRON, 0 },
    { "C", FEAT_NUM, 0 },
};

unsigned calco_rules_class(str name)
{
    unsigned k = 0;
    while (k < CLASS_COUNT && !calco_str_eq(name, calco_str(classes[k].name))) k++;
    return k;
}

bool calco_rules_in_class(uint32_t feats, unsigned class)
{
    return class < CLASS_COUNT && (feats & classes[class].all) == classes[class].all && !(feats & classes[class].none);
}

bool calco_has_capital(str s)
{
    for (size_t at = 0, n = 0; at < s.n; at += n)
        if (calco_is_upper(calco_utf8_at(s, at, &n))) return true;
    return false;
}

calco_symbols calco_symbols_new(calco_arena *a, calco_arena *scratch, const calco_lang *lang)
{
    calco_symbols s = { .arena = a,
                        .scratch = scratch,
                        .lang = lang,
                        .ids = calco_map_new(a),
                        .string_ids = calco_map_new(a),
                        .list_ids = calco_map_new(a) };
    calco_symbol  reserved = { KIND_FOLD, 0, 0 };
    while (s.symbols.n < SYM_FREE) VEC_PUSH(a, &s.symbols, reserved);
    return s;
}

static uint32_t string_id(calco_symbols *s, str string)
{
    uint32_t id = calco_map_get(&s->string_ids, string);
    if (id != CALCO_NONE) return id;
    str own = calco_arena_str(s->arena, string);
    calco_map_set(&s->string_ids, own, (uint32_t)s->strings.n);
    VEC_PUSH(s->arena, &s->strings, own);
    return (uint32_t)s->strings.n - 1;
}

uint32_t calco_symbols_add(calco_symbols *s, rule_kind kind, uint16_t x, str string)
{
    str key = calco_arena_printf(s->scratch, "%u %u ", (unsigned)kind, (unsigned)x);
    key = calco_arena_join(s->scratch, (str[]){ key, string.p ? string : STR(""), { 0 } });
    uint32_t id = calco_map_get(&s->ids, key);
    if (id != CALCO_NONE) return id;
    id = (uint32_t)s->symbols.n;
    calco_map_set(&s->ids, calco_arena_str(s->arena, key), id);
    calco_symbol symbol = { kind, x, string_id(s, string) };
    VEC_PUSH(s->arena, &s->symbols, symbol);
    if (kind == KIND_LIST) VEC_PUSH(s->arena, &s->lists, id);
    return id;
}

uint32_t calco_symbols_word(calco_symbols *s, str word, uint16_t x)
{
    if (calco_has_capital(word)) return calco_symbols_add(s, KIND_EXACT, x, word);
    return calco_symbols_add(s, KIND_FOLD, x, calco_fold(s->scratch, word));
}

uint16_t calco_symbols_tag(const calco_symbols *s, str name)
{
    unsigned class = calco_rules_class(name);
    if (class < CLASS_COUNT) return (uint16_t)(CLASS_FIRST + class);
    uint32_t tag = s->lang->tags.count ? calco_strtab_find(&s->lang->tags, name) : CALCO_NONE;
    return tag < 0xff ? (uint16_t)tag : (uint16_t)X_ANY;
}

/* Letters, hyphens within and an apostrophe before them are one token wherever they are written so: no need to ask. */
static bool plain_word(str w)
{
    for (size_t at = 0, n = 0; at < w.n; at += n) {
        uint32_t c = calco_utf8_at(w, at, &n);
        if (!calco_is_letter(c) && !(c == '-' && at > 0 && at + 1 < w.n) && !(c == '\'' && at == 0)) return false;
    }
    return true;
}

static bool is_clitic(const calco_segmentation *how, str w)
{
    for (size_t i = 0; how->clitics && i < how->clitics->n; i++) {
        str c = how->clitics->p[i];
        if (c.n == w.n + 1 && c.p[0] == '-' && calco_str_eq(calco_str_from(c, 1), w)) return true;
        if (c.n == w.n + 1 && c.p[c.n - 1] == '-' && calco_str_eq((str){ c.p, c.n - 1 }, w)) return true;
    }
    return false;
}

void calco_symbols_split(calco_symbols *s, str word, calco_strs *out)
{
    const calco_segmentation *how = &s->lang->segmentation;
    if (!how->locale || plain_word(word) || is_clitic(how, calco_fold(s->scratch, word))) {
        VEC_PUSH(s->scratch, out, word);
        return;
    }
    calco_doc  doc = { .name = "-", .text = word };
    calco_unit unit = { .start = 0, .end = word.n, .kind = UNIT_PARAGRAPH };
    VEC_PUSH(s->scratch, &doc.units, unit);
    calco_segment(s->scratch, &doc, how);
    for (size_t i = 0; i < doc.tokens.n; i++) VEC_PUSH(s->scratch, out, calco_token_text(&doc, &doc.tokens.p[i]));
    if (!doc.tokens.n) VEC_PUSH(s->scratch, out, word);
}
