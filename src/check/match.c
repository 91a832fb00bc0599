/* Matching phrase rules: one walk over the sentence with the trie of all patterns. */
#include "check/match.h"

#include "text/unicode.h"

/* A place in the trie and in the sentence. */
typedef struct {
    uint32_t state, at, depth, via;
} frame;
typedef struct {
    const calco_sentence_view *v;
    VEC(frame) stack;
    VEC(calco_match) found; /* that start at one token, one a row */
    uint32_t path[RULES_ITEMS_MAX + 1], via[RULES_ITEMS_MAX + 1];
} walk;

/* Patterns with many gaps could walk long over hostile text: from one token no further than this. */
enum { STEPS_MAX = 20000 };

/* --- what each token offers --- */

static bool fits(const calco_token *t, uint16_t x)
{
    if (x == X_ANY || x == t->tag) return true;
    return x >= CLASS_FIRST && calco_rules_in_class(t->feats, (unsigned)x - CLASS_FIRST);
}

static void add_offer(calco_sentence_view *v, const calco_token *t, uint32_t symbol, uint8_t tag)
{
    for (size_t i = v->symbol_first[t - v->tokens]; i < v->symbols.n; i++)
        if (v->symbols.p[i] == symbol) return;
    VEC_PUSH(v->run->scratch, &v->symbols, symbol);
    VEC_PUSH(v->run->scratch, &v->tags, tag);
}

static void offer(calco_sentence_view *v, const calco_token *t, uint32_t string, rule_kind kind)
{
    if (string == CALCO_NONE) return;
    const struct calco_phrases *p = v->p;
    for (uint32_t i = p->string_offers[string]; i < p->string_offers[string + 1]; i++)
        if (p->offers[i].kind == kind && fits(t, p->offers[i].x)) add_offer(v, t, p->offers[i].symbol, t->tag);
}

static void offer_lemma(calco_sentence_view *v, const calco_token *t, uint32_t string, uint8_t tag)
{
    const struct calco_phrases *p = v->p;
    if (string == CALCO_NONE) return;
    for (uint32_t i = p->string_offers[string]; i < p->string_offers[string + 1]; i++)
        if (p->offers[i].kind == KIND_LEMMA && p->offers[i].x == X_ANY) add_offer(v, t, p->offers[i].symbol, tag);
}

/* The tag of a singular common noun: what a form is that stands for itself where the tagger saw an inflected one. */
static uint8_t plain_noun(const calco_lang *lang, uint8_t otherwise)
{
    for (uint32_t tag = 0; tag < lang->tags.count && tag < 0xff; tag++)
        if ((lang->tag_feats[tag] & (FEAT_NOUN | FEAT_PROPER | FEAT_SG)) == (FEAT_NOUN | FEAT_SG)) return (uint8_t)tag;
    return otherwise;
}

/* A lemma without a tag is any of its forms, whatever the tagger made of this one. Forms that no table knows are taken
 * back to lemmas by rule, as a verb or a plural. */
static void offer_other_lemmas(calco_sentence_view *v, const calco_token *t, uint32_t fold)
{
    calco_analysis      all[8];
    const calco_lang   *lang = v->run->target;
    const calco_strtab *strings = &v->p->strings;
    if (!lang->forms || t->kind != TOKEN_WORD) {
        offer_lemma(v, t, fold, t->tag);
        return;
    }
    size_t n = calco_forms_analyse(lang->forms, t->fold, all, 8);
    for (size_t k = 0; k < n; k++) offer_lemma(v, t, calco_strtab_find(strings, all[k].lemma), all[k].tag);
    offer_lemma(v, t, fold, plain_noun(lang, t->tag));
    for (uint32_t tag = 0; !n && tag < lang->tags.count; tag++) {
        uint32_t feats = lang->tag_feats[tag];
        bool     inflects = (feats & FEAT_VERB) || ((feats & FEAT_NOUN) && (feats & FEAT_PL));
        str      lemma = inflects ? calco_forms_lemma(lang->forms, v->run->scratch, t->fold, (uint8_t)tag) : t->fold;
        if (!calco_str_eq(lemma, t->fold)) offer_lemma(v, t, calco_strtab_find(strings, lemma), (uint8_t)tag);
    }
}

static void offer_token(calco_sentence_view *v, const calco_token *t)
{
    const calco_strtab *strings = &v->p->strings;
    uint32_t            fold = calco_strtab_find(strings, t->fold), lemma = fold;
    bool                capital = t->shape == SHAPE_TITLE || t->shape == SHAPE_UPPER || t->shape == SHAPE_MIXED;
    if (!calco_str_eq(t->lemma, t->fold)) lemma = calco_strtab_find(strings, t->lemma);
    offer(v, t, fold, KIND_FOLD);
    offer(v, t, lemma, KIND_LEMMA);
    if (capital) {
        offer(v, t, calco_strtab_find(strings, calco_token_text(v->run->doc, t)), KIND_EXACT);
        /* lemmas that patterns write with a capital, and names whose lemma keeps it under lemmas without */
        str name = calco_upper_first(v->run->scratch, t->lemma), common = calco_fold(v->run->scratch, t->lemma);
        if (!calco_str_eq(name, t->lemma)) offer(v, t, calco_strtab_find(strings, name), KIND_LEMMA);
        if (!calco_str_eq(common, t->lemma)) offer(v, t, calco_strtab_find(strings, common), KIND_LEMMA);
    }
    offer_other_lemmas(v, t, fold);
    offer(v, t, v->p->no_string, KIND_TAG);
}

static uint32_t edge(const struct calco_phrases *p, uint32_t state, uint32_t symbol)
{
    if (state == RULES_ROOT) return p->symbol_root[symbol];
    if (!(p->states[state].bloom >> (symbol % 32) & 1)) return 0;
    for (uint32_t i = calco_rules_edge_hash(state, symbol) & p->edge_mask;; i = (i + 1) & p->edge_mask) {
        const rule_edge *e = &p->edges[i];
        if (!e->target || (e->state == state && e->symbol == symbol)) return e->target;
    }
}

static void push(walk *w, uint32_t state, uint32_t at, uint32_t depth, uint32_t via)
{
    frame f = { state, at, depth, via };
    VEC_PUSH(w->v->run->scratch, &w->stack, f);
}

static void push_symbols(walk *w, frame f)
{
    const calco_sentence_view *v = w->v;
    for (uint32_t i = v->symbol_first[f.at]; i < v->symbol_first[f.at + 1]; i++) {
        uint32_t target = edge(v->p, f.state, v->symbols.p[i]);
        if (target) push(w, target, f.at + 1, f.depth + 1, i);
    }
}

/* Members of lists: the same trie from its second root, over words only. */
static void find_spans(calco_sentence_view *v, walk *w)
{
    v->span_first = ARENA_ARRAY(v->run->scratch, uint32_t, v->n + 1);
    for (uint32_t start = 0; start < v->n; start++) {
        v->span_first[start] = (uint32_t)v->spans.n;
        push(w, RULES_LISTS, start, 0, CALCO_NONE);
        for (size_t steps = 0; w->stack.n && steps < STEPS_MAX; steps++) {
            frame             f = w->stack.p[--w->stack.n];
            const rule_state *s = &v->p->states[f.state];
            for (uint32_t i = 0; i < s->n_accepts; i++) {
                calco_list_span span = { v->p->accepts[s->accept + i].row, f.at };
                if (f.at > start && span.symbol < v->p->n_symbols) VEC_PUSH(v->run->scratch, &v->spans, span);
            }
            if (f.at < v->n && f.depth < RULES_ITEMS_MAX) push_symbols(w, f);
        }
        w->stack.n = 0;
    }
    v->span_first[v->n] = (uint32_t)v->spans.n;
}

static void view_sentence(calco_run *run, size_t number, calco_sentence_view *v)
{
    const calco_sentence *s = &run->doc->sentences.p[number];
    *v = (calco_sentence_view){ .run = run,
                                .p = run->phrases,
                                .sentence = s,
                                .number = number,
                                .tokens = run->doc->tokens.p + s->first_token,
                                .n = (uint32_t)s->n_tokens };
    v->symbol_first = ARENA_ARRAY(run->scratch, uint32_t, v->n + 1);
    for (uint32_t i = 0; i < v->n; i++) {
        v->symbol_first[i] = (uint32_t)v->symbols.n;
        offer_token(v, &v->tokens[i]);
    }
    v->symbol_first[v->n] = (uint32_t)v->symbols.n;
    while (v->open < v->n && v->tokens[v->open].kind == TOKEN_PUNCT) v->open++;
    v->close = v->n;
    while (v->close > v->open && v->tokens[v->close - 1].kind == TOKEN_PUNCT) v->close--;
}

/* --- the walk --- */

static bool divides(const calco_sentence_view *v, uint32_t at)
{
    static const char marks[] = ".;:?!";
    return v->tokens[at].fold.n == 1 && memchr(marks, v->tokens[at].fold.p[0], sizeof marks - 1);
}

/* Of several matches of one row at one place the longest counts; of equally long ones the first. */
static void accept(walk *w, const rule_accept *x, frame f)
{
    const calco_sentence_view *v = w->v;
    if (x->row >= v->p->count[SEC_ROWS] || x->n_items != f.depth) return;
    const rule_row *row = &v->p->rows[x->row];
    calco_match    *m = NULL;
    for (size_t i = 0; i < w->found.n && !m; i++)
        if (w->found.p[i].row == row) m = &w->found.p[i];
    if (m && m->end >= f.at) return;
    if (!m) {
        VEC_PUSH(v->run->scratch, &w->found, ((calco_match){ .row = row }));
        m = &w->found.p[w->found.n - 1];
        m->path = ARENA_ARRAY(v->run->scratch, uint32_t, RULES_ITEMS_MAX + 1);
        m->via = ARENA_ARRAY(v->run->scratch, uint32_t, RULES_ITEMS_MAX + 1);
    }
    m->accept = x;
    m->start = w->path[0];
    m->end = f.at;
    memcpy(m->path, w->path, (f.depth + 1) * sizeof *m->path);
    memcpy(m->via, w->via, f.depth * sizeof *m->via);
}

static void push_reserved(walk *w, frame f, uint32_t reserved)
{
    const calco_sentence_view *v = w->v;
    if ((reserved >> SYM_START & 1) && f.at <= v->open)
        push(w, edge(v->p, f.state, SYM_START), f.at, f.depth + 1, CALCO_NONE);
    if ((reserved >> SYM_END & 1) && f.at >= v->close)
        push(w, edge(v->p, f.state, SYM_END), f.at, f.depth + 1, CALCO_NONE);
    for (uint32_t gap = 1; gap <= RULES_GAP_MAX; gap++) {
        if (!(reserved >> (SYM_GAP + gap) & 1)) continue;
        uint32_t target = edge(v->p, f.state, SYM_GAP + gap);
        for (uint32_t k = 0;; k++) {
            push(w, target, f.at + k, f.depth + 1, CALCO_NONE);
            if (k == gap || f.at + k == v->n || divides(v, f.at + k)) break;
        }
    }
}

static void walk_from(walk *w, uint32_t start)
{
    const calco_sentence_view *v = w->v;
    w->stack.n = w->found.n = 0;
    push(w, RULES_ROOT, start, 0, CALCO_NONE);
    for (size_t steps = 0; w->stack.n && steps < STEPS_MAX; steps++) {
        frame             f = w->stack.p[--w->stack.n];
        const rule_state *s = &v->p->states[f.state];
        w->path[f.depth] = f.at;
        if (f.depth) w->via[f.depth - 1] = f.via;
        for (uint32_t i = 0; i < s->n_accepts; i++) accept(w, &v->p->accepts[s->accept + i], f);
        if (!s->bloom || f.depth == RULES_ITEMS_MAX) continue;
        if (s->reserved) push_reserved(w, f, s->reserved);
        if (f.at == v->n) continue;
        push_symbols(w, f);
        for (uint32_t i = v->span_first[f.at]; i < v->span_first[f.at + 1]; i++) {
            uint32_t target = edge(v->p, f.state, v->spans.p[i].symbol);
            if (target) push(w, target, v->spans.p[i].end, f.depth + 1, CALCO_NONE);
        }
    }
}

bool calco_match_part(const calco_sentence_view *v, const calco_match *m, unsigned k, uint32_t *from, uint32_t *to)
{
    for (uint32_t i = 0; i < m->accept->n_marks; i++) {
        const rule_mark *mark = &v->p->marks[m->accept->mark + i];
        if (mark->kind != k) continue;
        *from = m->path[mark->from];
        *to = m->path[mark->to];
        return *to > *from;
    }
    *from = m->start;
    *to = m->end;
    return k == 0 && m->end > m->start;
}

uint8_t calco_match_tag(const calco_sentence_view *v, const calco_match *m, uint32_t at)
{
    for (uint32_t i = 0; i < m->accept->n_items; i++)
        if (m->path[i] == at && m->path[i + 1] == at + 1 && m->via[i] != CALCO_NONE) return v->tags.p[m->via[i]];
    return v->tokens[at].tag;
}

/* --- matches become hits --- */

/* Has the row flagged this stretch already, from an earlier start or with more optional words? */
static bool flagged(const calco_sentence_view *v, const char *rule, size_t start, size_t end)
{
    const calco_hits *hits = &v->run->hits;
    for (size_t i = hits->n; i-- > 0 && hits->p[i].sentence == v->number && hits->n - i <= 64;)
        if (hits->p[i].rule == rule && hits->p[i].start <= start && end <= hits->p[i].end) return true;
    return false;
}

/* Is the row about words that render certain others, and names them? Order, articles and the like have too many causes. */
static bool names_words(const calco_sentence_view *v, const rule_row *row)
{
    static const char *const lexical[] = { "calque", "collocation", "false-friend", "idiom" };
    bool of_words = false;
    for (size_t i = 0; i < sizeof lexical / sizeof *lexical; i++) of_words |= !strcmp(v->p->text + row->category, lexical[i]);
    return of_words && !row->example && !strchr(v->p->text + row->source, '$');
}

/* Where the given source holds the expression, doubt shrinks. Where it does not, it grows a little; a row that names the words it
 * comes from is silent then, unless somebody asks for the least likely findings. */
static float weigh(const calco_sentence_view *v, const rule_row *row, calco_evidence_state state)
{
    if (state == EVIDENCE_FOUND) return 1 - (1 - row->confidence) * 0.3f;
    if (state != EVIDENCE_ABSENT) return row->confidence;
    return row->confidence * (names_words(v, row) ? 0.5f : 0.8f);
}

static bool source_allows(const calco_sentence_view *v, const calco_match *m, calco_evidence_state state)
{
    if (calco_match_term(v, m, COND_SOURCE) && state != EVIDENCE_FOUND) return false;
    return !calco_match_term(v, m, COND_SOURCE_IF_GIVEN) || state != EVIDENCE_ABSENT;
}

static void report(const calco_sentence_view *v, const calco_match *m)
{
    uint32_t    from, to;
    calco_run  *run = v->run;
    const char *text = v->p->text;
    if (!calco_match_part(v, m, 0, &from, &to)) return;
    if (flagged(v, text + m->row->id, v->tokens[from].start, v->tokens[to - 1].end)) return;
    if (!calco_match_conditions(v, m)) return;
    calco_evidence evidence = calco_match_evidence(v, m);
    if (!source_allows(v, m, evidence.state)) return;
    calco_replacement r = calco_match_replacement(v, m);
    const rule_cond  *lm = calco_match_term(v, m, COND_LM);
    if (lm && (!r.n || calco_match_gain(v, &r) < (double)lm->x)) return;
    calco_rule_info info = { .id = text + m->row->id,
                             .category = text + m->row->category,
                             .severity = (calco_severity)m->row->severity,
                             .confidence = weigh(v, m->row, evidence.state) };
    calco_hit      *h = calco_hit_add(run, &info, v->number, r.start, r.end);
    h->message = calco_str(text + m->row->message);
    h->suggestions = r.better;
    h->n_suggestions = r.n;
    h->deletes = r.deletes;
    if (evidence.state == EVIDENCE_FOUND) {
        h->source = calco_doc_cut(run->source, evidence.start, evidence.end);
        h->origin = CALCO_ORIGIN_GIVEN;
        h->source_start = evidence.start;
        h->source_end = evidence.end;
    } else {
        h->source = calco_match_source(v, m, run->arena);
        h->example = m->row->example;
        h->origin = h->source.n ? CALCO_ORIGIN_RULE : CALCO_ORIGIN_NONE;
    }
    if (!h->message.n)
        h->message = calco_messages_make(v->p->messages, run->arena, calco_str(h->category),
                                         calco_doc_cut(run->doc, v->tokens[from].start, v->tokens[to - 1].end),
                                         h->source, r.n ? r.better[0] : STR(""));
}

static void check_sentence(calco_run *run, size_t number)
{
    if (!run->phrases || !run->phrases->count[SEC_ROWS] || !run->doc->sentences.p[number].n_tokens) return;
    calco_sentence_view v;
    view_sentence(run, number, &v);
    walk w = { .v = &v };
    find_spans(&v, &w);
    for (uint32_t start = 0; start < v.n; start++) {
        walk_from(&w, start);
        for (size_t i = 0; i < w.found.n; i++) report(&v, &w.found.p[i]);
    }
}

const calco_family calco_check_phrases = { .name = "phrases", .sentence = check_sentence };
