/* The main path: bytes in, findings out. Here the stages meet, and only here. */
#include "engine.h"

#include "align/sentences.h"
#include "base/buf.h"
#include "base/err.h"
#include "check/memo.h"
#include "check/pair.h"
#include "read/read.h"
#include "result.h"
#include "text/unicode.h"

static const double DEFAULT_CONFIDENCE = 0.5;

/* --- bytes -> decode -> reader -> document -> sentences -> tokens --- */

static calco_doc *new_document(calco_arena *a, const calco_input *in, const calco_lang *lang)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    doc->language = lang ? lang->code : NULL;
    doc->name = calco_arena_str(a, calco_str(in->name ? in->name : "-")).p;
    return doc;
}

/* False where the check is to stop. */
static bool analyse(calco_run *run, calco_doc *doc, const calco_lang *lang)
{
    if (!doc) return true;
    calco_segment(run->arena, doc, &lang->segmentation);
    for (size_t s = 0; s < doc->sentences.n; s++) {
        if (calco_stopped(run)) return false;
        if (run->memo && calco_memo_tokens(run->memo, lang, doc, s)) continue;
        calco_analyse_sentence(lang, run->arena, run->scratch, doc, s);
        if (run->memo) calco_memo_keep_tokens(run->memo, lang, doc, s);
    }
    return true;
}

static bool fail_stopped(calco_err *err, const char *name)
{
    return calco_fail(err, CALCO_ERR_STOPPED, name, "the check was stopped");
}

/* Fill `doc`, and `source` too where the format is bilingual; else `*source` becomes NULL. */
static bool read_input(calco_arena *a, const calco_input *in, calco_doc *doc, calco_doc **source, calco_err *err)
{
    str own = calco_arena_str(a, (str){ in->bytes, in->size });
    if (!calco_decode(a, own.p, own.n, in->encoding, doc->name, &doc->decoded, err)) return false;
    doc->file_size = in->size;
    doc->reader = calco_reader_for(in->format, doc->name, doc->decoded.text);
    if (!doc->reader) return calco_fail(err, CALCO_ERR_USAGE, doc->name, "there is no format \"%s\"", in->format);
    if (!doc->reader->bilingual) *source = NULL;
    else {
        (*source)->reader = doc->reader;
        (*source)->decoded = doc->decoded;
        (*source)->file_size = doc->file_size;
    }
    return doc->reader->read(a, doc, *source, err);
}

bool calco_unread_error(const calco_doc *doc, calco_err *err)
{
    return calco_fail_line(err, CALCO_ERR_FORMAT, doc->name, doc->unread.p[0].line, "%.*s", STR_FMT(doc->unread.p[0].message));
}

bool calco_read_texts(calco_run *run, const calco_engine *e, const calco_input *text, const calco_input *source, calco_err *err)
{
    calco_arena *a = run->arena;
    calco_doc   *doc = new_document(a, text, e->target), *other = new_document(a, text, e->source);
    if (!read_input(a, text, doc, &other, err)) return false;
    if (source) {
        calco_doc *given = new_document(a, source, e->source), *translation = new_document(a, source, e->target);
        if (!read_input(a, source, given, &translation, err)) return false;
        if (given->unread.n) return calco_unread_error(given, err), false; /* what is missing would be held against the translation */
        other = translation ? translation : given;
    }
    if (!analyse(run, doc, e->target) || !analyse(run, other, e->source)) return fail_stopped(err, doc->name);
    run->doc = doc;
    run->source = other;
    return true;
}

static calco_map *accepted_words(calco_arena *a, const calco_settings *settings)
{
    calco_map *m = ARENA_NEW(a, calco_map);
    *m = calco_map_new(a);
    for (const char *const *w = settings->accepted; w && *w; w++) calco_map_set(m, calco_fold(a, calco_arena_str(a, calco_str(*w))), 1);
    return m;
}

/* What a memo's contents depend on, beside the sentences themselves. */
static uint64_t stamp_of(const calco_engine *e, const calco_settings *settings)
{
    calco_buf b = { 0 };
    calco_buf_add(&b, &e, sizeof e);
    calco_buf_add(&b, &settings->glossary, sizeof settings->glossary);
    for (const char *const *w = settings->accepted; w && *w; w++) calco_buf_printf(&b, "%s\n", *w);
    uint64_t stamp = calco_str_hash(calco_buf_view(&b));
    calco_buf_free(&b);
    return stamp;
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

/* Hardly a sentence surely renders one of the source: it is another text's. Our articles have 0.74 at least, against the source
 * of another article none at all. */
static bool is_unrelated(const calco_beads *beads, size_t n_source, size_t n_target)
{
    enum { LEAST_SENTENCES = 5 };
    static const double SURE = 0.95, MOST = 0.1, MOST_PAIRED = 0.5;
    size_t paired = 0, sure = 0;
    for (size_t b = 0; b < beads->n; b++) {
        const calco_bead *x = &beads->p[b];
        if (!x->n_source) continue;
        paired += x->n_target;
        if (x->confidence >= SURE) sure += x->n_target;
    }
    return n_source >= LEAST_SENTENCES && n_target >= LEAST_SENTENCES && (double)sure < MOST * (double)n_target && (double)paired < MOST_PAIRED * (double)n_target;
}

void calco_pair_sentences(calco_run *run)
{
    size_t  n = run->doc->sentences.n;
    size_t *of = ARENA_ARRAY(run->arena, size_t, n), *count = ARENA_ARRAY(run->arena, size_t, n);
    for (size_t i = 0; i < n; i++) of[i] = SIZE_MAX;
    run->source_of = of;
    run->source_count = count;
    if (!run->source) return;
    calco_beads *beads = &run->beads;
    bool        one_file = run->doc->reader->bilingual && run->source->decoded.text.p == run->doc->decoded.text.p;
    calco_sides sides = { run->lexicon, run->source_lang, run->target, one_file };
    calco_align_sentences(run->arena, &sides, run->source, run->doc, beads);
    run->unrelated = !one_file && is_unrelated(beads, run->source->sentences.n, n);
    if (run->unrelated) return;
    for (size_t b = 0; b < beads->n; b++)
        for (size_t i = 0; i < beads->p[b].n_target && beads->p[b].n_source; i++) {
            of[beads->p[b].target + i] = beads->p[b].source;
            count[beads->p[b].target + i] = beads->p[b].n_source;
        }
}

/* --- checks -> findings --- */

static void check_sentence(calco_run *run, size_t s)
{
    size_t first = run->hits.n;
    run->asked.n = 0;
    if (run->memo && calco_memo_hits(run->memo, run, s)) return;
    for (size_t f = 0; calco_families[f]; f++)
        if (calco_families[f]->sentence) calco_families[f]->sentence(run, s);
    if (run->memo) calco_memo_keep_hits(run->memo, run, s, first);
    calco_arena_reset(run->scratch);
    run->paired = NULL;
}

/* False where it was stopped. */
static bool run_checks(calco_run *run, const calco_settings *settings)
{
    calco_pair_begin(run);
    for (size_t s = 0; s < run->doc->sentences.n; s++) {
        if (calco_stopped(run)) return false;
        check_sentence(run, s);
    }
    for (size_t f = 0; calco_families[f]; f++) {
        if (calco_stopped(run)) return false;
        if (calco_families[f]->document) calco_families[f]->document(run);
        calco_arena_reset(run->scratch);
    }
    double least = settings->min_confidence < 0 ? DEFAULT_CONFIDENCE : settings->min_confidence;
    size_t kept = 0;
    for (size_t i = 0; i < run->hits.n; i++) {
        calco_hit *h = &run->hits.p[i];
        if ((double)h->confidence + 1e-6 < least || !calco_rule_wanted(settings, h->rule)) continue;
        h->severity = calco_rule_severity(settings, h->rule, h->severity);
        run->hits.p[kept++] = *h;
    }
    run->hits.n = kept;
    calco_hits_settle(run);
    return true;
}

calco_result *calco_check(const calco_engine *e, const calco_input *text, const calco_input *source, calco_err *err)
{
    calco_arena *a = calco_arena_new(), *scratch = calco_arena_new();
    const calco_settings *settings = text->settings ? text->settings : &e->settings;
    calco_run run = { .target = e->target, .source_lang = e->source, .lexicon = e->lexicon, .phrases = e->phrases, .account = e->account, .tenses = e->tenses,
                      .arena = a, .scratch = scratch, .memo = text->memo };
    calco_stop    stop = { text->stop, text->stop_ctx };
    calco_result *result = NULL;
    if (text->stop) run.stop = &stop;
    if (run.memo) calco_memo_begin(run.memo, stamp_of(e, settings));
    if (calco_read_texts(&run, e, text, source, err)) {
        run.doc_lemmas = lemmas_of(a, run.doc);
        run.glossary = settings->glossary;
        run.accepted = accepted_words(a, settings);
        calco_pair_sentences(&run);
        bool whole = run_checks(&run, settings);
        calco_pair_done(&run);
        if (whole) result = calco_result_of(e, &run, settings);
        if (!result) fail_stopped(err, run.doc->name);
    }
    calco_arena_free(scratch);
    if (!result) calco_arena_free(a);
    return result;
}
