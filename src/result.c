/* Findings to a result that the caller owns: places, evidence, edits, fingerprints, sentences and their scores. */
#include "result.h"

#include "check/memo.h"
#include "read/read.h"

#include <math.h>

static const double BITS_PER_LOG10 = 3.321928094887362; /* log2(10) */
/* Longer sentences are none: lists, tables, noise. */
enum { LONGEST_INFERRED = 400 /* tokens */ };
/* The likely source is quoted as evidence from this confidence on. */
static const float SURE = 0.5f;

/* What all functions here share. */
typedef struct {
    const calco_engine   *engine;
    calco_run            *run;
    const calco_settings *settings;
    calco_lines           lines, source_lines; /* the latter only with a given source */
} making;

/* --- the likely source, where none was given --- */

static calco_inferred infer(const making *m, size_t sentence)
{
    const calco_run      *run = m->run;
    const calco_engine   *e = m->engine;
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    if (!m->settings->infer || !e->lexicon || run->source || s->n_tokens > LONGEST_INFERRED) return (calco_inferred){ 0 };
    calco_inferred inferred;
    if (run->memo && calco_memo_inferred(run->memo, run->doc, sentence, &inferred)) return inferred;
    inferred = calco_infer(e->lexicon, e->source, e->target, run->scratch, run->doc, s);
    if (run->memo) calco_memo_keep_inferred(run->memo, run->doc, sentence, &inferred);
    return inferred;
}

static bool names_source(const calco_draft *d)
{
    return d->finding.source_text.n && !(d->example && d->finding.source_origin == CALCO_ORIGIN_RULE);
}

/* A finding that names no source expression of its own, or only an example, quotes what the inference renders its words as. */
static void quote_inferred(const making *m, const calco_inferred *inferred, size_t sentence, calco_draft *draft)
{
    if (names_source(draft) || inferred->confidence < SURE) return;
    const calco_doc      *doc = m->run->doc;
    const calco_sentence *s = &doc->sentences.p[sentence];
    uint32_t first = 0, n = 0;
    for (uint32_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &doc->tokens.p[s->first_token + i];
        if (t->end <= draft->start || t->start >= draft->end) continue;
        if (!n++) first = i;
    }
    str likely = n ? calco_inferred_span(inferred, m->run->scratch, first, n) : STR("");
    if (!likely.n) return;
    draft->finding.source_text = calco_arena_str(m->run->arena, likely);
    draft->finding.source_origin = CALCO_ORIGIN_INFERRED;
}

/* --- drafts: findings whose suppression and evidence are still open --- */

static calco_place place_of(const calco_doc *doc, const calco_lines *lines, size_t start, size_t end)
{
    size_t byte_start, byte_end;
    calco_doc_span(doc, start, end, &byte_start, &byte_end);
    return calco_lines_place(lines, byte_start, byte_end);
}

/* Rule ids and messages may be lent by the pack, which a result must outlive: take copies. */
static calco_draft draft_of(const making *m, const calco_hit *h)
{
    calco_arena *a = m->run->arena;
    str *suggestions = ARENA_ARRAY(a, str, h->n_suggestions);
    for (size_t k = 0; k < h->n_suggestions; k++) suggestions[k] = calco_arena_str(a, h->suggestions[k]);
    calco_draft d = { .start = h->start, .end = h->end, .example = h->example, .finding = {
        .rule = calco_arena_str(a, calco_str(h->rule)).p, .category = calco_arena_str(a, calco_str(h->category)).p,
        .severity = h->severity, .confidence = (double)h->confidence, .sentence = h->sentence,
        .place = place_of(m->run->doc, &m->lines, h->start, h->end), .text = calco_doc_cut(m->run->doc, h->start, h->end),
        .source_text = calco_arena_str(a, h->source), .source_origin = h->origin, .message = calco_arena_str(a, h->message),
        .suggestions = suggestions, .n_suggestions = h->n_suggestions, .deletes = h->deletes,
    } };
    calco_finding *f = &d.finding;
    const calco_sentence *own = h->sentence < m->run->doc->sentences.n ? &m->run->doc->sentences.p[h->sentence] : NULL;
    f->text_start = own && h->start >= own->start && h->start <= own->end ? h->start - own->start : SIZE_MAX;
    f->edits = calco_edits_of(a, m->run->doc, h->start, h->end, suggestions, h->n_suggestions);
    f->safe = f->edits && f->n_suggestions > 0 && calco_rule_safe(h->rule);
    if (m->run->source && h->origin == CALCO_ORIGIN_GIVEN)
        f->source_place = place_of(m->run->source, &m->source_lines, h->source_start, h->source_end);
    return d;
}

/* --- sentences --- */

typedef struct {
    double penalty, bits;
    size_t words;
} totals;

static void add_source(const making *m, const calco_inferred *inferred, size_t sentence, calco_sentence_result *r)
{
    const calco_run *run = m->run;
    if (!run->source) {
        r->source = calco_arena_str(run->arena, inferred->text);
        r->source_origin = r->source.n ? CALCO_ORIGIN_INFERRED : CALCO_ORIGIN_NONE;
        r->source_confidence = (double)inferred->confidence;
    } else if (run->source_of[sentence] != SIZE_MAX) {
        const calco_sentence *first = &run->source->sentences.p[run->source_of[sentence]];
        size_t end = first[run->source_count[sentence] - 1].end;
        r->source = calco_doc_cut(run->source, first->start, end);
        r->source_place = place_of(run->source, &m->source_lines, first->start, end);
        r->source_origin = r->source.n ? CALCO_ORIGIN_GIVEN : CALCO_ORIGIN_NONE;
        r->source_confidence = 1;
    }
}

/* Of the whole sentence; of each token where words are asked for. */
static calco_surprise surprise_of(const making *m, size_t sentence)
{
    const calco_run      *run = m->run;
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    calco_surprise        own = { 0 };
    if (run->memo && !m->settings->words && calco_memo_surprise(run->memo, run->doc, sentence, &own)) return own;
    float *logp = ARENA_ARRAY(run->scratch, float, s->n_tokens);
    own.counted = calco_surprisal(m->engine->target, run->doc, s, logp);
    for (size_t i = 0; i < s->n_tokens; i++)
        if (!isnan(logp[i])) own.bits -= (double)logp[i] * BITS_PER_LOG10;
    if (run->memo) calco_memo_keep_surprise(run->memo, run->doc, sentence, &own);
    own.logp = logp;
    return own;
}

static calco_block block_kind(calco_unit_kind kind)
{
    return kind == UNIT_HEADLINE ? CALCO_HEADLINE : kind == UNIT_LIST ? CALCO_ITEM : CALCO_PARAGRAPH;
}

static calco_sentence_result sentence_of(const making *m, size_t sentence, calco_draft *drafts, size_t n_drafts, totals *all)
{
    const calco_run      *run = m->run;
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    calco_sentence_result r = { .text = calco_doc_cut(run->doc, s->start, s->end), .place = place_of(run->doc, &m->lines, s->start, s->end),
                                .block = s->unit, .block_kind = block_kind(run->doc->units.p[s->unit].kind) };
    calco_inferred inferred = { 0 };
    bool           quoted = false;
    for (size_t i = 0; i < n_drafts; i++) quoted |= !names_source(&drafts[i]);
    if (quoted || !m->settings->infer_quoted) inferred = infer(m, sentence);
    add_source(m, &inferred, sentence, &r);

    double penalty = 0;
    calco_surprise surprise = surprise_of(m, sentence);
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &run->doc->tokens.p[s->first_token + i];
        r.words += t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER;
    }
    for (size_t i = 0; i < n_drafts; i++) {
        quote_inferred(m, &inferred, sentence, &drafts[i]);
        if (drafts[i].finding.suppression != CALCO_LIVE) continue;
        penalty += calco_penalty(drafts[i].finding.severity, drafts[i].finding.category);
        r.findings++;
    }
    if (m->settings->words) calco_words_of(run, sentence, &inferred, surprise.logp, &r);
    r.surprisal = surprise.counted ? surprise.bits / (double)surprise.counted : 0;
    r.fluency = calco_fluency(&m->engine->calibration, r.surprisal);
    r.score = calco_score_of(penalty, r.words);
    all->penalty += penalty;
    all->bits += surprise.bits;
    all->words += surprise.counted;
    calco_arena_reset(run->scratch);
    return r;
}

/* --- the result --- */

/* What the caller gets first, so that freeing the arena frees it all. */
typedef struct {
    calco_result result;
    calco_arena *arena;
} owned_result;

calco_result *calco_result_new(calco_arena *a)
{
    owned_result *own = ARENA_NEW(a, owned_result);
    own->arena = a;
    return &own->result;
}

static void add_findings(calco_arena *a, const calco_drafts *drafts, calco_result *r)
{
    calco_finding *live = ARENA_ARRAY(a, calco_finding, drafts->n), *suppressed = ARENA_ARRAY(a, calco_finding, drafts->n);
    for (size_t i = 0; i < drafts->n; i++) {
        const calco_finding *f = &drafts->p[i].finding;
        if (f->suppression == CALCO_LIVE) live[r->n_findings++] = *f;
        else suppressed[r->n_suppressed++] = *f;
    }
    r->findings = live;
    r->suppressed = suppressed;
}

calco_result *calco_result_of(const calco_engine *e, calco_run *run, const calco_settings *settings)
{
    calco_arena  *a = run->arena;
    calco_result *r = calco_result_new(a);
    making        m = { .engine = e, .run = run, .settings = settings, .lines = calco_lines_of(a, &run->doc->decoded) };
    if (run->source) m.source_lines = calco_lines_of(a, &run->source->decoded);

    calco_drafts drafts = { 0 };
    for (size_t i = 0; i < run->hits.n; i++) VEC_PUSH(a, &drafts, draft_of(&m, &run->hits.p[i]));
    calco_suppress(e, run, settings, &m.lines, &drafts);

    size_t n = run->doc->sentences.n, d = 0;
    totals all = { 0, 0, 0 };
    calco_sentence_result *sentences = ARENA_ARRAY(a, calco_sentence_result, n);
    for (size_t s = 0; s < n; s++) {
        size_t from = d;
        if (calco_stopped(run)) return NULL;
        while (d < drafts.n && drafts.p[d].finding.sentence == s) d++;
        sentences[s] = sentence_of(&m, s, d > from ? &drafts.p[from] : NULL, d - from, &all);
    }
    add_findings(a, &drafts, r);

    r->name = run->doc->name;
    r->sentences = sentences;
    r->n_sentences = n;
    r->words = run->doc->words;
    r->fluency = all.words ? calco_fluency(&e->calibration, all.bits / (double)all.words) : 100;
    r->score = calco_score_of(all.penalty, r->words);
    r->per_1000 = r->words ? 1000.0 * (double)r->n_findings / (double)r->words : 0;
    r->encoding = run->doc->decoded.encoding;
    r->pack = calco_arena_str(a, calco_str(calco_pack_title(e->pack))).p;
    r->text = run->doc->decoded.text;
    r->format = run->doc->reader->name;
    r->bom = run->doc->decoded.bom;
    r->unread = run->doc->unread.p;
    r->n_unread = run->doc->unread.n;
    r->source_name = run->source ? run->source->name : NULL;
    return r;
}

void calco_result_free(calco_result *result)
{
    if (result) calco_arena_free(((owned_result *)result)->arena);
}
