/* The conditions of phrase rules on what stands around a match. */
#include "check/match.h"

/* `has` looks no further than this to either side: longer sentences are no sentences. */
enum { REACH = 256 };

static bool is_arg(const calco_sentence_view *v, const rule_cond *c, uint32_t symbol)
{
    for (uint32_t k = 0; k < c->n_args; k++)
        if (v->p->args[c->arg + k] == symbol) return true;
    return false;
}

/* Is the token itself one of the symbols, or does a list's member start there (and end before `limit`)? */
static bool token_is(const calco_sentence_view *v, const rule_cond *c, uint32_t at, uint32_t limit)
{
    for (uint32_t i = v->symbol_first[at]; i < v->symbol_first[at + 1]; i++)
        if (is_arg(v, c, v->symbols.p[i])) return true;
    for (uint32_t i = v->span_first[at]; i < v->span_first[at + 1]; i++)
        if (v->spans.p[i].end <= limit && is_arg(v, c, v->spans.p[i].symbol)) return true;
    return false;
}

static bool before(const calco_sentence_view *v, const rule_cond *c, uint32_t start)
{
    if (start <= v->open && is_arg(v, c, SYM_START)) return true;
    if (start == 0) return false;
    for (uint32_t i = v->symbol_first[start - 1]; i < v->symbol_first[start]; i++)
        if (is_arg(v, c, v->symbols.p[i])) return true;
    for (uint32_t at = start; at-- > 0 && start - at <= RULES_ITEMS_MAX;)
        for (uint32_t i = v->span_first[at]; i < v->span_first[at + 1]; i++)
            if (v->spans.p[i].end == start && is_arg(v, c, v->spans.p[i].symbol)) return true;
    return false;
}

static bool after(const calco_sentence_view *v, const rule_cond *c, uint32_t end)
{
    if (end >= v->close && is_arg(v, c, SYM_END)) return true;
    return end < v->n && token_is(v, c, end, v->n);
}

static bool elsewhere(const calco_sentence_view *v, const rule_cond *c, const calco_match *m)
{
    uint32_t from = m->start > REACH ? m->start - REACH : 0, to = v->n - m->end > REACH ? m->end + REACH : v->n;
    for (uint32_t at = from; at < m->start; at++)
        if (token_is(v, c, at, m->start)) return true;
    for (uint32_t at = m->end; at < to; at++)
        if (token_is(v, c, at, v->n)) return true;
    return false;
}

static bool in_document(const calco_sentence_view *v, const rule_cond *c)
{
    for (uint32_t k = 0; v->run->doc_lemmas && k < c->n_args; k++)
        if (calco_in_document(v->run, calco_str(v->p->text + v->p->args[c->arg + k]))) return true;
    return false;
}

static bool holds(const calco_sentence_view *v, const rule_cond *c, const calco_match *m)
{
    bool headline = v->run->doc->units.p[v->sentence->unit].kind == UNIT_HEADLINE;
    switch ((cond_kind)c->kind) {
    case COND_PREV: return before(v, c, m->start) != (bool)c->negated;
    case COND_NEXT: return after(v, c, m->end) != (bool)c->negated;
    case COND_HAS: return elsewhere(v, c, m) != (bool)c->negated;
    case COND_DOC: return in_document(v, c) != (bool)c->negated;
    case COND_HEADLINE: return headline;
    case COND_BODY: return !headline;
    case COND_LM:
    case COND_SOURCE:
    case COND_SOURCE_IF_GIVEN:
    case COND_KINDS: break;
    }
    return true;
}

bool calco_match_conditions(const calco_sentence_view *v, const calco_match *m)
{
    for (uint32_t i = 0; i < m->row->n_conds; i++)
        if (!holds(v, &v->p->conds[m->row->cond + i], m)) return false;
    return true;
}

const rule_cond *calco_match_term(const calco_sentence_view *v, const calco_match *m, cond_kind kind)
{
    for (uint32_t i = 0; i < m->row->n_conds; i++)
        if (v->p->conds[m->row->cond + i].kind == kind) return &v->p->conds[m->row->cond + i];
    return NULL;
}
