/* The source expression of a phrase rule: found in the given source, or shown as the likely one. */
#include "check/match.h"

#include "check/compile.h"
#include "text/unicode.h"

enum { WORDS_MAX = 16, BETWEEN_MAX = 2, ANALYSES = 12 };

/* What a form can be: its lemmas, and the features of all analyses together. */
typedef struct {
    str      lemmas[ANALYSES];
    size_t   n;
    uint32_t feats;
} readings;

/* One word of an expression; `any`: the place of a capture's translation. */
typedef struct {
    str      fold;
    readings is;
    bool     any;
} wanted;

/* An expression without what stands in parentheses. */
static str without_glosses(calco_arena *a, str s)
{
    char  *out = ARENA_ARRAY(a, char, s.n + 1);
    size_t n = 0, depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '(')
            depth++;
        else if (s.p[i] == ')' && depth)
            depth--;
        else if (!depth && !(s.p[i] == ' ' && (n == 0 || out[n - 1] == ' ')))
            out[n++] = s.p[i];
    }
    return calco_str_trim((str){ out, n });
}

static readings readings_of(const calco_lang *lang, str fold)
{
    calco_analysis all[ANALYSES];
    readings       r = { .n = lang->forms ? calco_forms_analyse(lang->forms, fold, all, ANALYSES) : 0 };
    for (size_t i = 0; i < r.n; i++) {
        r.lemmas[i] = all[i].lemma;
        if (all[i].tag < lang->tags.count) r.feats |= lang->tag_feats[all[i].tag];
    }
    return r;
}

/* A preposition that holds an article may stand for one that does not: which article follows is not the row's matter.
 */
static bool contracts(uint32_t feats, uint32_t other)
{
    return (feats & FEAT_PREP) && (other & FEAT_PREP) && ((feats | other) & FEAT_DET);
}

static bool is_article(const wanted *w)
{
    return !w->any && (w->is.feats & FEAT_DET) &&
           !(w->is.feats & (FEAT_PREP | FEAT_NOUN | FEAT_VERB | FEAT_ADJ | FEAT_NUM));
}

static bool is_wanted(const calco_lang *lang, const wanted *w, const calco_token *t)
{
    if (w->any) return t->kind != TOKEN_PUNCT;
    if (calco_str_eq(w->fold, t->fold)) return true;
    readings own = readings_of(lang, t->fold);
    if (contracts(w->is.feats, own.feats)) return true;
    for (size_t i = 0; i < w->is.n; i++) {
        if (calco_str_eq(w->is.lemmas[i], t->fold)) return true;
        for (size_t k = 0; k < own.n; k++)
            if (calco_str_eq(w->is.lemmas[i], own.lemmas[k])) return true;
    }
    return false;
}

/* Articles may be others or missing: they count only where the expression has nothing else. */
static size_t without_articles(wanted *w, size_t n)
{
    size_t kept = 0, articles = 0;
    for (size_t i = 0; i < n; i++) articles += is_article(&w[i]);
    if (articles == n) return n;
    for (size_t i = 0; i < n; i++)
        if (!is_article(&w[i])) w[kept++] = w[i];
    return kept;
}

/* The words of an expression, cut as the source text is. */
static size_t words_of(calco_run *run, str expression, wanted out[WORDS_MAX])
{
    calco_doc  doc = { .name = "-", .text = expression };
    calco_unit unit = { .end = expression.n };
    VEC_PUSH(run->scratch, &doc.units, unit);
    calco_segment(run->scratch, &doc, &run->source_lang->segmentation);
    size_t n = 0;
    for (size_t i = 0; i < doc.tokens.n && n < WORDS_MAX; i++) {
        str text = calco_token_text(&doc, &doc.tokens.p[i]);
        out[n] = (wanted){ .fold = doc.tokens.p[i].fold };
        if (calco_str_eq(text, STR("$")) && i + 1 < doc.tokens.n) { /* "$" "it1" */
            out[n].any = true;
            i++;
        } else if (calco_str_starts(text, STR("$it"))) {
            out[n].any = true;
        } else {
            out[n].is = readings_of(run->source_lang, out[n].fold);
        }
        n++;
    }
    return without_articles(out, n);
}

/* The first place from `start` on where all words follow each other, with at most BETWEEN_MAX others between. */
static bool find_words(const calco_run *run, const wanted *w, size_t n, const calco_token *t, size_t n_tokens,
                       size_t start, size_t *end)
{
    enum { SPREAD = WORDS_MAX * (BETWEEN_MAX + 1) };
    bool here[SPREAD + 1] = { true }, next[SPREAD + 1];
    for (size_t k = 1; k < n; k++) {
        bool any = false;
        memset(next, 0, sizeof next);
        for (size_t at = 0; at <= SPREAD; at++) {
            if (!here[at]) continue;
            for (size_t to = at + 1; to <= at + 1 + BETWEEN_MAX && to <= SPREAD && start + to < n_tokens; to++) {
                if (!is_wanted(run->source_lang, &w[k], &t[start + to])) continue;
                next[to] = any = true;
                break;
            }
        }
        if (!any) return false;
        memcpy(here, next, sizeof here);
    }
    size_t at = 0;
    while (!here[at]) at++;
    *end = start + at + 1;
    return true;
}

static bool find_expression(calco_run *run, str expression, const calco_token *t, size_t n_tokens, calco_evidence *out)
{
    wanted w[WORDS_MAX];
    size_t n = words_of(run, expression, w), end, all = 0;
    for (size_t k = 0; k < n; k++) all += w[k].any;
    if (!n || all == n) return false;
    for (size_t start = 0; start < n_tokens; start++) {
        if (!is_wanted(run->source_lang, &w[0], &t[start]) || !find_words(run, w, n, t, n_tokens, start, &end))
            continue;
        *out = (calco_evidence){ EVIDENCE_FOUND, t[start].start, t[end - 1].end };
        return true;
    }
    return false;
}

calco_evidence calco_match_evidence(const calco_sentence_view *v, const calco_match *m)
{
    calco_run     *run = v->run;
    calco_evidence e = { .state = EVIDENCE_UNKNOWN };
    str            piece, rest = calco_str(v->p->text + m->row->source);
    if (!run->source || !rest.n || !run->source_of || run->source_of[v->number] == SIZE_MAX) return e;
    const calco_sentence *first = &run->source->sentences.p[run->source_of[v->number]];
    size_t                count = run->source_count[v->number], n_tokens = 0;
    for (size_t i = 0; i < count; i++) n_tokens += first[i].n_tokens;
    e.state = EVIDENCE_ABSENT;
    while (calco_next_alternative(&rest, &piece))
        if (find_expression(run, without_glosses(run->scratch, piece), run->source->tokens.p + first->first_token,
                            n_tokens, &e))
            break;
    return e;
}

/* --- the likely expression --- */

/* A source word in a number (FEAT_SG or FEAT_PL): itself where it has it or forms do not tell, else its other form. */
static str in_number(const calco_run *run, str word, uint32_t number)
{
    const calco_lang *lang = run->source_lang;
    calco_analysis    all[ANALYSES];
    size_t            n = number && lang && lang->forms ? calco_forms_analyse(lang->forms, word, all, ANALYSES) : 0;
    for (size_t k = 0; k < n; k++)
        if (all[k].tag < lang->tags.count && lang->tag_feats[all[k].tag] & number) return word;
    for (size_t k = 0; k < n; k++) {
        uint32_t is = all[k].tag < lang->tags.count ? lang->tag_feats[all[k].tag] : 0;
        uint32_t target = (is & ~(uint32_t)(FEAT_SG | FEAT_PL)) | number;
        for (uint32_t tag = 0; (is & FEAT_NOUN) && tag < lang->tags.count; tag++) {
            if (lang->tag_feats[tag] != target) continue;
            str form = calco_forms_inflect(lang->forms, run->scratch, all[k].lemma, (uint8_t)tag);
            if (form.n) return form;
        }
    }
    return word;
}

/* The most probable translation of a capture, in its number. */
static str translation(const calco_sentence_view *v, const calco_match *m, uint32_t from, uint32_t to)
{
    const calco_run   *run = v->run;
    calco_translation  best;
    const calco_token *head = &v->tokens[calco_match_head(v, m, from, to)];
    str    whole = calco_fold(run->scratch, calco_doc_cut(run->doc, v->tokens[from].start, v->tokens[to - 1].end));
    size_t n = run->lexicon ? calco_lexicon_sources(run->lexicon, whole, &best, 1) : 0;
    if (run->lexicon && !n) n = calco_lexicon_sources(run->lexicon, head->fold, &best, 1);
    if (run->lexicon && !n) n = calco_lexicon_sources(run->lexicon, head->lemma, &best, 1);
    if (n) return in_number(run, best.source, head->feats & (FEAT_SG | FEAT_PL));
    bool same = (head->feats & (FEAT_PROPER | FEAT_NUM)) || head->kind == TOKEN_NUMBER; /* names and figures stay */
    return same ? calco_doc_cut(run->doc, v->tokens[from].start, v->tokens[to - 1].end) : STR("");
}

str calco_match_source(const calco_sentence_view *v, const calco_match *m, calco_arena *a)
{
    str      piece = STR(""), rest = calco_str(v->p->text + m->row->source);
    uint32_t from, to;
    if (!rest.n || !calco_next_alternative(&rest, &piece)) return STR("");
    piece = without_glosses(v->run->scratch, piece);
    calco_buf out = { 0 };
    for (size_t at = 0; at < piece.n; at++) {
        bool slot = calco_str_starts(calco_str_from(piece, at), STR("$it")) && at + 3 < piece.n;
        if (!slot) {
            calco_buf_char(&out, piece.p[at]);
            continue;
        }
        unsigned k = (unsigned)(unsigned char)piece.p[at + 3] - '0';
        str      word =
            k < RULES_CAPTURES && k && calco_match_part(v, m, k, &from, &to) ? translation(v, m, from, to) : STR("");
        calco_buf_str(&out, word.n ? word : STR("…"));
        at += 3;
    }
    str s = calco_arena_str(a, calco_buf_view(&out));
    calco_buf_free(&out);
    return s;
}
