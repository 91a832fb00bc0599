/* calco_score: pairs in, scores and measures out. Pairs are read, segmented and tagged many at a time. */
#include "engine.h"

#include "base/err.h"
#include "base/number.h"

#include <math.h>

enum { BATCH = 256, MOST_DOUBTED = 1 << 16 /* pairs of words: longer texts are not searched for what is lost */ };

/* --- weights --- */

static bool take_weight(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_engine *e = ctx;
    double weight;
    if (n < 2 || !calco_number(column[1], &weight)) return true;
    for (size_t i = 0; i < calco_measure_count(); i++)
        if (calco_str_eq(column[0], calco_str(calco_measure_name(i)))) e->weights[i] = weight, e->weighted = true;
    return true;
}

void calco_weights_open(calco_engine *e)
{
    calco_part part = calco_pack_part_of(e->pack, e->pair, "score");
    calco_part classes = calco_pack_part_of(e->pack, e->pair, "classes");
    if (part.p) calco_tsv_each((str){ part.p, part.n }, take_weight, e, NULL);
    e->classes = calco_class_table_open(e->aside, (str){ classes.p, classes.n });
}

double calco_measure_weight(const calco_engine *e, size_t i) { return e->weights[i]; }

/* --- a batch: one document a side, one unit a pair --- */

static calco_doc *document_of(calco_arena *a, const calco_pair *pairs, size_t n, bool target, const calco_lang *lang)
{
    calco_doc *doc = ARENA_NEW(a, calco_doc);
    size_t     bytes = 0;
    for (size_t i = 0; i < n; i++) bytes += (target ? pairs[i].target.n : pairs[i].source.n) + 1;
    char *text = ARENA_ARRAY(a, char, bytes + 1);
    size_t at = 0;
    doc->name = "";
    for (size_t i = 0; i < n; i++) {
        str s = target ? pairs[i].target : pairs[i].source;
        if (s.n) memcpy(text + at, s.p, s.n);
        calco_unit unit = { .start = at, .end = at + s.n, .kind = UNIT_PARAGRAPH };
        VEC_PUSH(a, &doc->units, unit);
        at += s.n;
        text[at++] = '\n';
    }
    doc->text = (str){ text, at };
    calco_segment(a, doc, &lang->segmentation);
    calco_analyse(lang, a, doc);
    return doc;
}

static calco_stretch stretch_of(const calco_doc *doc, size_t unit)
{
    const calco_unit *u = &doc->units.p[unit];
    calco_stretch s = { .doc = doc };
    for (size_t i = 0; i < u->n_sentences; i++) {
        const calco_sentence *sentence = &doc->sentences.p[u->first_sentence + i];
        if (!i) s.first = sentence->first_token;
        s.n += sentence->n_tokens;
    }
    return s;
}

static const float *surprisal_of(const calco_engine *e, calco_arena *a, const calco_doc *doc, size_t unit, size_t n)
{
    float  *logp = ARENA_ARRAY(a, float, n);
    size_t  at = 0;
    const calco_unit *u = &doc->units.p[unit];
    for (size_t i = 0; i < u->n_sentences; i++) {
        const calco_sentence *s = &doc->sentences.p[u->first_sentence + i];
        calco_surprisal(e->target, doc, s, logp + at);
        at += s->n_tokens;
    }
    return logp;
}

/* The logit is a sum over words: spread over the scale so that long sentences do not all end at 0. */
static const double SPREAD = 20;

static double score_of(const calco_engine *e, const double *values, size_t n)
{
    double z = 0;
    for (size_t i = 0; i < n; i++) z += e->weights[i] * values[i];
    return 100 / (1 + exp(-z / SPREAD));
}

static void judge_batch(const calco_engine *e, const calco_pair *pairs, size_t n, double *scores, double *measures)
{
    calco_arena *a = calco_arena_new(), *scratch = calco_arena_new();
    calco_doc   *source = document_of(a, pairs, n, false, e->source), *target = document_of(a, pairs, n, true, e->target);
    size_t       count = calco_measure_count();
    for (size_t i = 0; i < n; i++) {
        calco_pairing p = { .source_lang = e->source, .target_lang = e->target, .lexicon = e->lexicon, .scratch = scratch,
                            .source = stretch_of(source, i), .target = stretch_of(target, i),
                            .source_text = pairs[i].source, .target_text = pairs[i].target, .classes = e->classes };
        double values[CALCO_MEASURES_MAX];
        p.logp = surprisal_of(e, scratch, target, i, p.target.n);
        p.links = calco_link_words(e->lexicon, e->source, e->target, scratch, p.source, p.target);
        p.source_classes = calco_classes_of(e->source, scratch, p.source);
        p.target_classes = calco_classes_of(e->target, scratch, p.target);
        if (e->account && p.links.n_source && p.links.n_target <= MOST_DOUBTED / p.links.n_source)
            p.account = calco_account_of(scratch, e->account, e->lexicon, e->source, e->target, p.source, p.target, &p.links, 0);
        calco_judge(&p, values);
        scores[i] = score_of(e, values, count);
        for (size_t k = 0; measures && k < count; k++) measures[i * count + k] = values[k];
        calco_arena_reset(scratch);
    }
    calco_arena_free(scratch);
    calco_arena_free(a);
}

bool calco_score(const calco_engine *e, const calco_pair *pairs, size_t n, double *scores, double *measures, calco_err *err)
{
    if (!e->weighted && !measures)
        return calco_fail(err, CALCO_ERR_PACK, calco_pack_path(e->pack), "has no weights for scores: dictionaries/%s/score.tsv is missing", e->pair);
    for (size_t at = 0; at < n; at += BATCH) {
        size_t some = n - at < BATCH ? n - at : BATCH;
        judge_batch(e, pairs + at, some, scores + at, measures ? measures + at * calco_measure_count() : NULL);
    }
    return true;
}
