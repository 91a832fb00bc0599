/* The phrase rules of a pack: opening and verifying their image, and looking rows up. */
#include "check/rules.h"

#include "base/err.h"
#include "text/unicode.h"

#include <stdio.h>

static bool within(uint32_t first, uint32_t n, uint32_t count) { return first <= count && n <= count - first; }

static bool offers_sound(const struct calco_phrases *p)
{
    const uint32_t *first = p->string_offers;
    if (p->count[SEC_STRING_OFFERS] != p->strings.count + 1 || p->count[SEC_SYMBOL_ROOT] != p->n_symbols) return false;
    if (first[0] != 0 || first[p->strings.count] != p->count[SEC_OFFERS]) return false;
    for (uint32_t i = 0; i < p->strings.count; i++)
        if (first[i] > first[i + 1]) return false;
    for (uint32_t i = 0; i < p->count[SEC_OFFERS]; i++)
        if (p->offers[i].symbol >= p->n_symbols) return false;
    for (uint32_t i = 0; i < p->n_symbols; i++)
        if (p->symbol_root[i] >= p->count[SEC_STATES]) return false;
    return true;
}

static bool trie_sound(const struct calco_phrases *p)
{
    uint32_t states = p->count[SEC_STATES], edges = p->count[SEC_EDGES], used = 0;
    if (states <= RULES_LISTS || !edges || (edges & (edges - 1))) return false;
    for (uint32_t i = 0; i < states; i++)
        if (!within(p->states[i].accept, p->states[i].n_accepts, p->count[SEC_ACCEPTS])) return false;
    for (uint32_t i = 0; i < edges; i++) {
        const rule_edge *e = &p->edges[i];
        if (!e->target) continue;
        used++;
        if (e->target <= e->state || e->target >= states || e->symbol >= p->n_symbols) return false;
    }
    for (uint32_t i = 0; i < p->count[SEC_ACCEPTS]; i++) {
        const rule_accept *x = &p->accepts[i];
        if (!within(x->mark, x->n_marks, p->count[SEC_MARKS]) || x->n_items > RULES_ITEMS_MAX) return false;
        if (x->row >= p->n_symbols && x->row >= p->count[SEC_ROWS]) return false;
        for (uint32_t k = 0; k < x->n_marks; k++) {
            const rule_mark *m = &p->marks[x->mark + k];
            if (m->kind >= RULES_CAPTURES || m->from > m->to || m->to > x->n_items) return false;
        }
    }
    return used < edges;
}

static bool ops_sound(const struct calco_phrases *p)
{
    uint32_t text = p->count[SEC_TEXT];
    for (uint32_t i = 0; i < p->count[SEC_OPS]; i++) {
        const rule_op *o = &p->ops[i];
        if (o->kind >= OP_KINDS || o->c >= RULES_CAPTURES) return false;
        bool literal = o->kind == OP_TEXT || o->kind == OP_LIKE;
        if (literal && (!within(o->a, o->b, text) || !calco_utf8_valid((str){ p->text + o->a, o->b }))) return false;
        if (o->kind == OP_AS_LIKE && o->b >= RULES_CAPTURES) return false;
    }
    for (uint32_t i = 0; i < p->count[SEC_BETTERS]; i++)
        if (!within(p->betters[i].op, p->betters[i].n_ops, p->count[SEC_OPS])) return false;
    for (uint32_t i = 0; i < p->count[SEC_CONDS]; i++) {
        const rule_cond *c = &p->conds[i];
        if (c->kind >= COND_KINDS || !within(c->arg, c->n_args, p->count[SEC_ARGS])) return false;
        for (uint32_t k = 0; k < c->n_args; k++)
            if (p->args[c->arg + k] >= (c->kind == COND_DOC ? text : p->n_symbols)) return false;
    }
    return true;
}

static bool rows_sound(const struct calco_phrases *p)
{
    uint32_t text = p->count[SEC_TEXT];
    if (!text || p->text[text - 1] != '\0' || !calco_utf8_valid((str){ p->text, text })) return false;
    if (!calco_utf8_valid((str){ p->strings.bytes, p->strings.starts[p->strings.count] })) return false;
    for (uint32_t i = 0; i < p->count[SEC_ROWS]; i++) {
        const rule_row *r = &p->rows[i];
        const uint32_t  texts[] = { r->id,        r->pattern, r->source, r->better, r->category,
                                    r->condition, r->message, r->bad,    r->good,   r->summary };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (texts[k] >= text || ((unsigned char)p->text[texts[k]] & 0xc0) == 0x80) return false;
        if (r->severity > CALCO_CRITICAL || !(r->confidence >= 0 && r->confidence <= 1)) return false;
        if (!within(r->cond, r->n_conds, p->count[SEC_CONDS])) return false;
        if (!within(r->first_better, r->n_betters, p->count[SEC_BETTERS])) return false;
        if (i && strcmp(p->text + r[-1].id, p->text + r->id) >= 0) return false;
    }
    return true;
}

/* Walk the sections of the image in their order. */
static bool read_image(struct calco_phrases *p, calco_part part, calco_err *err)
{
    const void        *at[SECTIONS];
    calco_cursor       c = { .p = part.p, .n = part.n };
    const rule_header *h = calco_cursor_take(&c, sizeof *h);
    if (!h || h->magic != RULES_MAGIC || h->version != RULES_VERSION) return false;
    if (!calco_strtab_open(&p->strings, (const char *)part.p + c.at, part.n - c.at, err)) return false;
    calco_cursor_take(&c, p->strings.size);
    for (size_t i = 0; i < SECTIONS; i++) {
        calco_cursor_align(&c, 8);
        at[i] = calco_cursor_take(&c, (size_t)h->count[i] * calco_rules_section_size[i]);
        p->count[i] = h->count[i];
    }
    if (c.bad) return false;
    p->n_symbols = h->n_symbols;
    p->string_offers = at[SEC_STRING_OFFERS];
    p->offers = at[SEC_OFFERS];
    p->symbol_root = at[SEC_SYMBOL_ROOT];
    p->states = at[SEC_STATES];
    p->edges = at[SEC_EDGES];
    p->accepts = at[SEC_ACCEPTS];
    p->marks = at[SEC_MARKS];
    p->conds = at[SEC_CONDS];
    p->args = at[SEC_ARGS];
    p->betters = at[SEC_BETTERS];
    p->ops = at[SEC_OPS];
    p->rows = at[SEC_ROWS];
    p->text = at[SEC_TEXT];
    p->edge_mask = p->count[SEC_EDGES] - 1;
    p->no_string = calco_strtab_find(&p->strings, STR(""));
    return true;
}

struct calco_phrases *calco_phrases_open(calco_pack *pack, const char *pair, const calco_lang *target, calco_arena *a,
                                         calco_err *err)
{
    char name[64];
    snprintf(name, sizeof name, "%s.rules", pair);
    struct calco_phrases *p = ARENA_NEW(a, struct calco_phrases);
    calco_part            part = calco_pack_part(pack, name);
    calco_err             why = { 0 };
    if (!part.p) {
        calco_fail(err, CALCO_ERR_PACK, calco_pack_path(pack), "the pack has no part %s; rebuild it with `make packs`",
                   name);
        return NULL;
    }
    if (!read_image(p, part, &why) || !offers_sound(p) || !trie_sound(p) || !ops_sound(p) || !rows_sound(p) ||
        p->no_string == CALCO_NONE) {
        calco_fail(err, CALCO_ERR_PACK, calco_pack_path(pack),
                   "the part %s is malformed; rebuild the pack with `make packs`", name);
        return NULL;
    }
    p->articles = calco_articles_open(pack, target->code, a, &why);
    if (why.code == CALCO_OK) p->messages = calco_messages_open(pack, pair, a, &why);
    if (why.code != CALCO_OK) {
        if (err) *err = why;
        return NULL;
    }
    return p;
}

size_t calco_phrases_count(const struct calco_phrases *p) { return p ? p->count[SEC_ROWS] : 0; }

calco_rule calco_phrases_rule(const struct calco_phrases *p, size_t i)
{
    const rule_row *r = &p->rows[i];
    return (calco_rule){
        .id = p->text + r->id,
        .category = p->text + r->category,
        .severity = (calco_severity)r->severity,
        .confidence = (double)r->confidence,
        .summary = p->text + r->summary,
        .source = p->text + r->source,
        .pattern = p->text + r->pattern,
        .better = p->text + r->better,
        .condition = p->text + r->condition,
        .bad = p->text + r->bad,
        .good = p->text + r->good,
    };
}
