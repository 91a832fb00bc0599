/* The main path: bytes in, findings out. Here the stages meet, and only here. */
#include "engine.h"

#include "align/sentences.h"
#include "base/err.h"
#include "read/read.h"
#include "text/lines.h"

#include <math.h>
#include <stdlib.h>

static const double BITS_PER_LOG10 = 3.321928094887362; /* log2(10) */
/* Longer sentences are none: lists, tables, noise. */
enum { LONGEST_INFERRED = 400 /* tokens */ };
/* The likely source is quoted as evidence from this confidence on. */
static const float SURE = 0.5f;

/* --- bytes -> decode -> reader -> document -> sentences -> tokens --- */

static calco_doc *read_document(calco_arena *a, const calco_input *in, const calco_lang *lang, calco_err *err)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    doc->name = calco_arena_str(a, calco_str(in->name ? in->name : "-")).p;
    str own = calco_arena_str(a, (str){ in->bytes, in->size });
    if (!calco_decode(a, own.p, own.n, in->encoding, doc->name, &doc->decoded, err)) return NULL;
    doc->file_size = in->size;
    calco_reader_for(doc->name)->read(a, doc);
    calco_segment(a, doc, &lang->segmentation);
    calco_analyse(lang, a, doc);
    return doc;
}

static calco_map *lemmas_of(calco_arena *a, const calco_doc *doc)
{
    calco_map *m = ARENA_NEW(a, calco_map);
    *m = calco_map_new(a);
    for (size_t i = 0; i < doc->tokens.n; i++) {
        calco_map_set(m, doc->tokens.p[i].fold, 1);
        calco_map_set(m, doc->tokens.p[i].lemma, 1);
    }
    return m;
}

/* --- pair: the given source, aligned --- */

static void pair_sentences(calco_run *run)
{
    size_t  n = run->doc->sentences.n;
    size_t *of = ARENA_ARRAY(run->arena, size_t, n), *count = ARENA_ARRAY(run->arena, size_t, n);
    for (size_t i = 0; i < n; i++) of[i] = SIZE_MAX;
    run->source_of = of;
    run->source_count = count;
    if (!run->source) return;
    calco_beads beads = { 0 };
    calco_align_sentences(run->arena, run->source, run->doc, &beads);
    for (size_t b = 0; b < beads.n; b++)
        for (size_t i = 0; i < beads.p[b].n_target && beads.p[b].n_source; i++) {
            of[beads.p[b].target + i] = beads.p[b].source;
            count[beads.p[b].target + i] = beads.p[b].n_source;
        }
}

/* --- checks -> findings --- */

static void run_checks(calco_run *run, const calco_settings *settings)
{
    for (size_t s = 0; s < run->doc->sentences.n; s++) {
        for (size_t f = 0; calco_families[f]; f++)
            if (calco_families[f]->sentence) calco_families[f]->sentence(run, s);
        calco_arena_reset(run->scratch);
    }
    for (size_t f = 0; calco_families[f]; f++) {
        if (calco_families[f]->document) calco_families[f]->document(run);
        calco_arena_reset(run->scratch);
    }
    size_t kept = 0;
    for (size_t i = 0; i < run->hits.n; i++) {
        const calco_hit *h = &run->hits.p[i];
        if ((double)h->confidence + 1e-6 >= settings->min_confidence && calco_rule_wanted(settings, h->rule))
            run->hits.p[kept++] = *h;
    }
    run->hits.n = kept;
    calco_hits_settle(run);
}

/* --- the likely source, where none was given --- */

static str given_source(const calco_run *run, size_t sentence)
{
    if (run->source_of[sentence] == SIZE_MAX) return STR("");
    const calco_sentence *first = &run->source->sentences.p[run->source_of[sentence]];
    return calco_doc_cut(run->source, first->start, first[run->source_count[sentence] - 1].end);
}

static calco_inferred infer(const calco_engine *e, const calco_run *run, size_t sentence)
{
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    if (!e->settings.infer || !e->lexicon || run->source || s->n_tokens > LONGEST_INFERRED) return (calco_inferred){ 0 };
    return calco_infer(e->lexicon, e->source, e->target, run->scratch, run->doc, s);
}

/* A hit that names no source expression of its own, or only an example, quotes what the inference renders its words as. */
static void quote_inferred(const calco_run *run, const calco_inferred *inferred, size_t sentence, calco_hit *hit)
{
    bool own = hit->source.n && !(hit->example && hit->origin == CALCO_ORIGIN_RULE);
    if (own || inferred->confidence < SURE) return;
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    uint32_t first = 0, n = 0;
    for (uint32_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &run->doc->tokens.p[s->first_token + i];
        if (t->end <= hit->start || t->start >= hit->end) continue;
        if (!n++) first = i;
    }
    str likely = n ? calco_inferred_span(inferred, run->scratch, first, n) : STR("");
    if (!likely.n) return;
    hit->source = calco_arena_str(run->arena, likely);
    hit->origin = CALCO_ORIGIN_INFERRED;
}

/* --- findings -> result --- */

static calco_finding finding_of(const calco_run *run, const calco_lines *lines, const calco_hit *h)
{
    size_t start, end;
    calco_doc_span(run->doc, h->start, h->end, &start, &end);
    calco_finding f = {
        .rule = h->rule, .category = h->category, .severity = h->severity, .confidence = (double)h->confidence,
        .place = calco_lines_place(lines, start, end), .sentence = h->sentence,
        .text = calco_doc_cut(run->doc, h->start, h->end), .source_text = h->source, .source_origin = h->origin,
        .message = h->message, .suggestions = h->suggestions, .n_suggestions = h->n_suggestions, .deletes = h->deletes,
    };
    if (run->source && h->origin == CALCO_ORIGIN_GIVEN)
        calco_doc_span(run->source, h->source_start, h->source_end, &f.source_byte_start, &f.source_byte_end);
    return f;
}

typedef struct {
    double penalty, bits;
    size_t words;
} totals;

static calco_sentence_result sentence_of(const calco_engine *e, calco_run *run, const calco_lines *lines, size_t sentence,
                                         calco_hit *hits, size_t n_hits, totals *all)
{
    const calco_sentence *s = &run->doc->sentences.p[sentence];
    calco_sentence_result r = { .text = calco_doc_cut(run->doc, s->start, s->end), .findings = n_hits };
    size_t start, end;
    calco_doc_span(run->doc, s->start, s->end, &start, &end);
    r.place = calco_lines_place(lines, start, end);

    calco_inferred inferred = infer(e, run, sentence);
    for (size_t i = 0; i < n_hits; i++) quote_inferred(run, &inferred, sentence, &hits[i]);
    r.source = run->source ? given_source(run, sentence) : calco_arena_str(run->arena, inferred.text);
    r.source_origin = !r.source.n ? CALCO_ORIGIN_NONE : run->source ? CALCO_ORIGIN_GIVEN : CALCO_ORIGIN_INFERRED;
    r.source_confidence = run->source ? 1 : (double)inferred.confidence;

    float *logp = ARENA_ARRAY(run->scratch, float, s->n_tokens);
    size_t counted = calco_surprisal(e->target, run->doc, s, logp);
    double bits = 0, penalty = 0;
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &run->doc->tokens.p[s->first_token + i];
        r.words += t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER;
        if (!isnan(logp[i])) bits -= (double)logp[i] * BITS_PER_LOG10;
    }
    for (size_t i = 0; i < n_hits; i++) penalty += calco_penalty(hits[i].severity, hits[i].category);
    r.surprisal = counted ? bits / (double)counted : 0;
    r.fluency = calco_fluency(&e->calibration, r.surprisal);
    r.score = calco_score_of(penalty, r.words);
    all->penalty += penalty;
    all->bits += bits;
    all->words += counted;
    calco_arena_reset(run->scratch);
    return r;
}

/* What the caller gets first, so that freeing the arena frees it all. */
typedef struct {
    calco_result result;
    calco_arena *arena, *scratch;
} owned_result;

static calco_result *result_of(const calco_engine *e, calco_run *run, owned_result *own)
{
    calco_result *r = &own->result;
    calco_arena  *a = run->arena;
    calco_lines   lines = calco_lines_of(a, &run->doc->decoded);
    size_t        n = run->doc->sentences.n, h = 0;
    totals        all = { 0, 0, 0 };
    calco_sentence_result *sentences = ARENA_ARRAY(a, calco_sentence_result, n);
    for (size_t s = 0; s < n; s++) {
        size_t from = h;
        while (h < run->hits.n && run->hits.p[h].sentence == s) h++;
        sentences[s] = sentence_of(e, run, &lines, s, h > from ? &run->hits.p[from] : NULL, h - from, &all);
    }
    calco_finding *findings = ARENA_ARRAY(a, calco_finding, run->hits.n);
    for (size_t i = 0; i < run->hits.n; i++) findings[i] = finding_of(run, &lines, &run->hits.p[i]);

    r->name = run->doc->name;
    r->findings = findings;
    r->n_findings = run->hits.n;
    r->sentences = sentences;
    r->n_sentences = n;
    r->words = run->doc->words;
    r->fluency = all.words ? calco_fluency(&e->calibration, all.bits / (double)all.words) : 100;
    r->score = calco_score_of(all.penalty, r->words);
    r->per_1000 = r->words ? 1000.0 * (double)r->n_findings / (double)r->words : 0;
    r->encoding = run->doc->decoded.encoding;
    r->pack = calco_arena_str(a, calco_str(calco_pack_title(e->pack))).p;
    r->text = run->doc->decoded.text;
    return r;
}

/* Rule ids and messages may be lent by the pack, which a result must outlive: take copies. */
static void own_strings(calco_arena *a, calco_hits *hits)
{
    for (size_t i = 0; i < hits->n; i++) {
        calco_hit *h = &hits->p[i];
        h->rule = calco_arena_str(a, calco_str(h->rule)).p;
        h->category = calco_arena_str(a, calco_str(h->category)).p;
        h->source = calco_arena_str(a, h->source);
        h->message = calco_arena_str(a, h->message);
        str *own = ARENA_ARRAY(a, str, h->n_suggestions);
        for (size_t k = 0; k < h->n_suggestions; k++) own[k] = calco_arena_str(a, h->suggestions[k]);
        h->suggestions = own;
    }
}

calco_result *calco_check(const calco_engine *e, const calco_input *text, const calco_input *source, calco_err *err)
{
    calco_arena  *a = calco_arena_new();
    owned_result *own = ARENA_NEW(a, owned_result);
    own->arena = a;
    own->scratch = calco_arena_new();
    calco_run run = { .target = e->target, .source_lang = e->source, .lexicon = e->lexicon, .phrases = e->phrases,
                      .arena = a, .scratch = own->scratch };

    if (!(run.doc = read_document(a, text, e->target, err)) ||
        (source && !(run.source = read_document(a, source, e->source, err)))) {
        calco_result_free(&own->result);
        return NULL;
    }
    run.doc_lemmas = lemmas_of(a, run.doc);
    pair_sentences(&run);
    run_checks(&run, &e->settings);
    own_strings(a, &run.hits);
    return result_of(e, &run, own);
}

void calco_result_free(calco_result *result)
{
    if (!result) return;
    owned_result *own = (owned_result *)result;
    calco_arena_free(own->scratch);
    calco_arena_free(own->arena);
}
