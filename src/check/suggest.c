/* Suggestions of phrase rules: templates are rendered, inflected and fitted into the sentence. */
#include "check/match.h"

#include "text/unicode.h"

/* --- words --- */

static str text_of(const calco_sentence_view *v, uint32_t at) { return calco_token_text(v->run->doc, &v->tokens[at]); }

static bool starts_upper(str s)
{
    size_t n;
    return s.n && calco_is_upper(calco_utf8_at(s, 0, &n));
}

static bool starts_letter(str s)
{
    size_t n;
    return s.n && calco_is_letter(calco_utf8_at(s, 0, &n));
}

/* Has a token its capital only from standing first in the sentence? */
static bool capital_by_place(const calco_sentence_view *v, uint32_t at)
{
    const calco_token *t = &v->tokens[at];
    if (at != v->open || (t->feats & FEAT_PROPER)) return false;
    if (t->shape == SHAPE_UPPER) return t->end - t->start == 1 && (t->feats & FEAT_DET);
    if (t->shape != SHAPE_TITLE) return false;
    const calco_speller *speller = v->run->target->speller;
    return !speller || (calco_speller_check(speller, t->fold) & ~(unsigned)WORD_NAME);
}

/* A whole sentence in capitals: suggestions are in capitals too. */
static bool shouting(const calco_sentence_view *v)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < v->n && i < 64; i++) {
        if (v->tokens[i].kind != TOKEN_WORD) continue;
        if (v->tokens[i].shape != SHAPE_UPPER) return false;
        words++;
    }
    return words >= 3;
}

static uint32_t feats_of(const calco_sentence_view *v, const calco_match *m, uint32_t at)
{
    const calco_lang *lang = v->run->target;
    uint8_t           tag = calco_match_tag(v, m, at);
    return tag != v->tokens[at].tag && tag < lang->tags.count ? lang->tag_feats[tag] : v->tokens[at].feats;
}

uint32_t calco_match_head(const calco_sentence_view *v, const calco_match *m, uint32_t from, uint32_t to)
{
    uint32_t last = to - 1, verb = CALCO_NONE;
    for (uint32_t i = to; i-- > from;) {
        uint32_t feats = feats_of(v, m, i);
        if (feats & FEAT_NOUN) return i;
        if (feats & FEAT_VERB) verb = i;
    }
    while (last > from && v->tokens[last].kind == TOKEN_PUNCT) last--;
    return verb != CALCO_NONE ? verb : last;
}

/* --- rendering one template --- */

typedef struct {
    const calco_sentence_view *v;
    const calco_match         *m;
    calco_arena               *a; /* run->scratch */
    calco_buf                  out;
} renderer;

/* Tokens from..to as they stand, in one line; a capital that came from the place is taken off. */
static void put_tokens(renderer *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        str text = text_of(r->v, i);
        if (i > from && r->v->tokens[i].space) calco_buf_char(&r->out, ' ');
        calco_buf_str(&r->out, capital_by_place(r->v, i) ? calco_lower_first(r->a, text) : text);
    }
}

static str inflect(const renderer *r, str lemma, uint8_t tag)
{
    const calco_lang *lang = r->v->run->target;
    str               form = lang->forms ? calco_forms_inflect(lang->forms, r->a, lemma, tag) : lemma;
    return form.n ? form : lemma;
}

/* A lemma of several words: a verb's first word changes, a noun's last. */
static str inflect_all(const renderer *r, str lemma, uint8_t tag)
{
    const calco_lang *lang = r->v->run->target;
    size_t            space = calco_str_find(lemma, STR(" "), 0);
    if (tag >= lang->tags.count) return lemma;
    if (space == SIZE_MAX) return inflect(r, lemma, tag);
    if (lang->tag_feats[tag] & FEAT_VERB)
        return calco_arena_join(
            r->a, (str[]){ inflect(r, calco_str_cut(lemma, 0, space), tag), calco_str_from(lemma, space), { 0 } });
    size_t last = lemma.n;
    while (lemma.p[last - 1] != ' ') last--;
    return calco_arena_join(
        r->a, (str[]){ calco_str_cut(lemma, 0, last), inflect(r, calco_str_from(lemma, last), tag), { 0 } });
}

/* The lemma of a token as a word of a class: another analysis of its form where its own is of another class. */
static str lemma_as(const renderer *r, const calco_token *t, unsigned class)
{
    const calco_lang *lang = r->v->run->target;
    calco_analysis    all[16];
    if (class >= CLASS_COUNT || calco_rules_in_class(t->feats, class) || !lang->forms) return t->lemma;
    size_t n = calco_forms_analyse(lang->forms, t->fold, all, 16);
    for (size_t i = 0; i < n; i++)
        if (all[i].tag < lang->tags.count && calco_rules_in_class(lang->tag_feats[all[i].tag], class))
            return all[i].lemma;
    return t->lemma;
}

/* The class that a tag belongs to, CLASS_COUNT where none. */
static unsigned class_of_tag(const calco_lang *lang, uint32_t tag)
{
    unsigned class = 0;
    while (class < CLASS_COUNT && !(tag < lang->tags.count && calco_rules_in_class(lang->tag_feats[tag], class)))
        class ++;
    return class;
}

static void put_as(renderer *r, const rule_op *o)
{
    uint32_t from, to, like_from, like_to, tag = o->b;
    if (!calco_match_part(r->v, r->m, o->c, &from, &to)) return;
    if (o->kind == OP_AS_LIKE) {
        if (!calco_match_part(r->v, r->m, o->b, &like_from, &like_to)) return;
        tag = calco_match_tag(r->v, r->m, calco_match_head(r->v, r->m, like_from, like_to));
    }
    const calco_lang *lang = r->v->run->target;
    uint32_t          head = calco_match_head(r->v, r->m, from, to);
    unsigned class = tag >= CLASS_FIRST ? tag - CLASS_FIRST : class_of_tag(lang, tag);
    str lemma = lemma_as(r, &r->v->tokens[head], class);
    put_tokens(r, from, head);
    if (head > from && r->v->tokens[head].space) calco_buf_char(&r->out, ' ');
    calco_buf_str(&r->out, tag < lang->tags.count ? inflect(r, lemma, (uint8_t)tag) : lemma);
    if (head + 1 < to && r->v->tokens[head + 1].space) calco_buf_char(&r->out, ' ');
    put_tokens(r, head + 1, to);
}

static void put_op(renderer *r, const rule_op *o)
{
    uint32_t from, to;
    str      literal = { r->v->p->text + o->a, o->b };
    switch ((op_kind)o->kind) {
    case OP_TEXT: calco_buf_str(&r->out, literal); break;
    case OP_CAPTURE:
        if (calco_match_part(r->v, r->m, o->c, &from, &to)) put_tokens(r, from, to);
        break;
    case OP_LIKE:
        if (calco_match_part(r->v, r->m, o->c, &from, &to))
            literal = inflect_all(r, literal, calco_match_tag(r->v, r->m, calco_match_head(r->v, r->m, from, to)));
        calco_buf_str(&r->out, literal);
        break;
    case OP_AS:
    case OP_AS_LIKE: put_as(r, o); break;
    case OP_KINDS: break;
    }
}

/* Captures that were not there leave spaces behind; articles must fit what now follows them. */
static str tidy(const renderer *r, str s, bool articles)
{
    const calco_articles *x = articles ? r->v->p->articles : NULL;
    calco_buf             out = { 0 };
    str                   word, rest = s, pending = STR("");
    while (calco_str_split(&rest, ' ', &word)) {
        if (!word.n) continue;
        if (pending.n) {
            str  fit = calco_articles_before(x, r->a, word);
            bool upper = starts_upper(pending);
            if (fit.n && !calco_str_eq(fit, calco_fold(r->a, pending)))
                pending = upper ? calco_upper_first(r->a, fit) : fit;
            calco_buf_str(&out, pending);
        }
        if (out.n) calco_buf_char(&out, ' ');
        bool article = x && calco_articles_has(x, calco_fold(r->a, word));
        pending = article ? word : STR("");
        if (!article) calco_buf_str(&out, word);
    }
    calco_buf_str(&out, pending);
    str tidied = calco_arena_str(r->a, calco_buf_view(&out));
    calco_buf_free(&out);
    return tidied;
}

/* Is the capital of a token its own: a name's, or one inside a sentence after a word without ("the British ministers")? */
static bool own_capital(const calco_sentence_view *v, uint32_t at)
{
    if (at == v->open) return false;
    if (v->tokens[at].feats & FEAT_PROPER) return true;
    const calco_token *before = &v->tokens[at - 1];
    return before->kind == TOKEN_WORD && before->shape == SHAPE_LOWER;
}

/* The first letter follows the text that is replaced, where its capital is not its own. */
static str fit_case(const renderer *r, str s, uint32_t first)
{
    const calco_sentence_view *v = r->v;
    if (shouting(v)) return calco_upper(r->a, s);
    return !own_capital(v, first) && starts_upper(text_of(v, first)) ? calco_upper_first(r->a, s) : s;
}

static str render(renderer *r, const rule_better *b, uint32_t first)
{
    bool captures = false;
    r->out.n = 0;
    for (uint32_t i = 0; i < b->n_ops; i++) {
        const rule_op *o = &r->v->p->ops[b->op + i];
        captures |= o->kind != OP_TEXT;
        put_op(r, o);
    }
    str s = tidy(r, calco_buf_view(&r->out), captures);
    /* a clitic's place is taken by a word */
    if (first > 0 && !r->v->tokens[first].space && r->v->tokens[first - 1].kind == TOKEN_WORD && starts_letter(s) &&
        !starts_letter(text_of(r->v, first)))
        s = calco_arena_join(r->a, (str[]){ STR(" "), s, { 0 } });
    return fit_case(r, s, first);
}

/* --- fitting into the sentence --- */

static str first_word(str s)
{
    size_t end = calco_str_find(s, STR(" "), 0);
    return end == SIZE_MAX ? s : calco_str_cut(s, 0, end);
}

static bool is_comma(const calco_sentence_view *v, uint32_t at) { return calco_str_eq(v->tokens[at].fold, STR(",")); }

/* What goes with deleted words from..to: the space after them, or that before a mark, or a comma. */
static void widen_deletion(const calco_sentence_view *v, uint32_t from, uint32_t to, calco_replacement *r)
{
    bool comma_before = from > 0 && is_comma(v, from - 1), comma_after = to < v->n && is_comma(v, to);
    bool mark_after = to == v->n || v->tokens[to].kind == TOKEN_PUNCT;
    if (from == v->open) {
        uint32_t next = to + comma_after;
        if (next < v->n) r->end = v->tokens[next].start;
    } else if (comma_before && mark_after) {
        r->start = v->tokens[from - 1].start;
        if (comma_after) r->end = v->tokens[to].end;
    } else if (mark_after) {
        if (from > 0) r->start = v->tokens[from - 1].end;
    } else {
        r->end = v->tokens[to].start;
    }
}

/* Deleting the first words hands their capital on to the next one. */
static bool hand_capital_on(const calco_sentence_view *v, uint32_t from, uint32_t to, calco_replacement *r, str *better)
{
    uint32_t next = to + (to < v->n && is_comma(v, to));
    if (from != v->open || next >= v->n || !starts_upper(text_of(v, from)) || v->tokens[next].shape != SHAPE_LOWER)
        return false;
    r->end = v->tokens[next].end;
    *better = calco_upper_first(v->run->scratch, text_of(v, next));
    return true;
}

/* Does some suggestion want another article before it than there is? Sets `articles` (one a suggestion). */
static bool article_changes(const calco_sentence_view *v, uint32_t from, uint32_t to, const str *cores,
                            const bool *deletes, size_t n, str *articles)
{
    const calco_articles *x = v->p->articles;
    bool                  changes = false;
    if (!x || from == 0 || !calco_articles_has(x, v->tokens[from - 1].fold)) return false;
    for (size_t i = 0; i < n; i++) {
        str word = !deletes[i] ? first_word(cores[i]) : to < v->n ? text_of(v, to) : STR("");
        str fit = word.n ? calco_articles_before(x, v->run->scratch, word) : STR("");
        articles[i] = fit.n ? fit : v->tokens[from - 1].fold;
        changes |= !calco_str_eq(articles[i], v->tokens[from - 1].fold);
        if (starts_upper(text_of(v, from - 1))) articles[i] = calco_upper_first(v->run->scratch, articles[i]);
    }
    return changes;
}

static str keep(const calco_sentence_view *v, str before, str core, str after)
{
    return calco_arena_join(v->run->arena,
                            (str[]){ before.p ? before : STR(""), core, after.p ? after : STR(""), { 0 } });
}

static void fit_in(const calco_sentence_view *v, uint32_t from, uint32_t to, const str *cores, const bool *deletes,
                   calco_replacement *r)
{
    str *articles = ARENA_ARRAY(v->run->scratch, str, r->n);
    if (article_changes(v, from, to, cores, deletes, r->n, articles)) {
        r->start = v->tokens[from - 1].start;
        for (size_t i = 0; i < r->n; i++)
            r->better[i] =
                deletes[i] ? keep(v, articles[i], STR(""), STR("")) : keep(v, articles[i], STR(" "), cores[i]);
        return;
    }
    size_t start = r->start, end = r->end;
    str    handed = STR("");
    bool   any = false;
    for (size_t i = 0; i < r->n; i++) any |= deletes[i];
    if (any && !hand_capital_on(v, from, to, r, &handed)) widen_deletion(v, from, to, r);
    r->deletes = r->n && deletes[0] && !handed.n;
    for (size_t i = 0; i < r->n; i++)
        r->better[i] = deletes[i] ? keep(v, handed, STR(""), STR(""))
                                  : keep(v, calco_doc_cut(v->run->doc, r->start, start), cores[i],
                                         calco_doc_cut(v->run->doc, end, r->end));
}

calco_replacement calco_match_replacement(const calco_sentence_view *v, const calco_match *m)
{
    uint32_t from, to;
    calco_match_part(v, m, 0, &from, &to);
    calco_replacement r = { .start = v->tokens[from].start, .end = v->tokens[to - 1].end };
    renderer          out = { .v = v, .m = m, .a = v->run->scratch };
    str              *cores = ARENA_ARRAY(out.a, str, m->row->n_betters);
    bool             *deletes = ARENA_ARRAY(out.a, bool, m->row->n_betters);
    for (uint32_t i = 0; i < m->row->n_betters; i++) {
        const rule_better *b = &v->p->betters[m->row->first_better + i];
        cores[r.n] = b->deletes ? STR("") : render(&out, b, from);
        deletes[r.n] = b->deletes;
        if (cores[r.n].n || deletes[r.n]) r.n++;
    }
    calco_buf_free(&out.out);
    r.better = ARENA_ARRAY(v->run->arena, str, r.n);
    fit_in(v, from, to, cores, deletes, &r);
    return r;
}
