/* calco_align: a text and its source in, beads out. */
#include "engine.h"

#include "align/links.h"
#include "base/err.h"
#include "text/lines.h"

typedef struct {
    calco_alignment alignment;
    calco_arena    *arena;
} owned_alignment;

static calco_place place_of(const calco_lines *lines, const calco_doc *doc, size_t first, size_t n)
{
    size_t start, end;
    if (!n) return (calco_place){ 0 };
    const calco_sentence *s = &doc->sentences.p[first];
    calco_doc_span(doc, s->start, s[n - 1].end, &start, &end);
    return calco_lines_place(lines, start, end);
}

static str text_of(const calco_doc *doc, size_t first, size_t n)
{
    if (!n) return STR("");
    const calco_sentence *s = &doc->sentences.p[first];
    return calco_doc_cut(doc, s->start, s[n - 1].end);
}

static calco_stretch stretch_of(const calco_doc *doc, size_t first, size_t n)
{
    const calco_sentence *s = doc->sentences.p + first;
    return (calco_stretch){ doc, s->first_token, s[n - 1].first_token + s[n - 1].n_tokens - s->first_token };
}

static const str *words_of(calco_arena *a, const calco_doc *doc, const calco_link *links, size_t n)
{
    str *words = ARENA_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++) words[i] = calco_token_text(doc, links[i].token);
    return words;
}

static void link_words(const calco_run *run, const calco_bead *b, calco_aligned *out)
{
    calco_arena *a = run->arena;
    if (!b->n_source || !b->n_target) return;
    calco_linking how = { run->lexicon, run->source_lang, run->target, stretch_of(run->source, b->source, b->n_source),
                          stretch_of(run->doc, b->target, b->n_target), NULL };
    calco_links   links = calco_link_words(run->lexicon, run->source_lang, run->target, run->scratch, how.source, how.target);
    how.links = &links;
    calco_word_pairs pairs = calco_pair_words(run->scratch, &how);
    calco_word_link *own = ARENA_ARRAY(a, calco_word_link, pairs.n);
    for (size_t i = 0; i < pairs.n; i++)
        own[i] = (calco_word_link){ pairs.p[i].source, pairs.p[i].target, (double)pairs.p[i].probability };
    out->source_words = words_of(a, run->source, links.source, links.n_source);
    out->target_words = words_of(a, run->doc, links.target, links.n_target);
    out->n_source_words = links.n_source;
    out->n_target_words = links.n_target;
    out->links = own;
    out->n_links = pairs.n;
    calco_arena_reset(run->scratch);
}

static void fill(calco_run *run, const calco_engine *e, bool words, calco_alignment *out)
{
    calco_lines    source = calco_lines_of(run->arena, &run->source->decoded), target = calco_lines_of(run->arena, &run->doc->decoded);
    calco_aligned *beads = ARENA_ARRAY(run->arena, calco_aligned, run->beads.n);
    for (size_t i = 0; i < run->beads.n; i++) {
        const calco_bead *b = &run->beads.p[i];
        beads[i] = (calco_aligned){
            .n_source = b->n_source, .n_target = b->n_target, .confidence = b->confidence,
            .source = text_of(run->source, b->source, b->n_source), .target = text_of(run->doc, b->target, b->n_target),
            .source_place = place_of(&source, run->source, b->source, b->n_source),
            .target_place = place_of(&target, run->doc, b->target, b->n_target),
        };
        if (words) link_words(run, b, &beads[i]);
    }
    out->beads = beads;
    out->n_beads = run->beads.n;
    out->source_language = calco_arena_str(run->arena, calco_str(e->source->code)).p;
    out->target_language = calco_arena_str(run->arena, calco_str(e->target->code)).p;
}

calco_alignment *calco_align(const calco_engine *e, const calco_input *text, const calco_input *source, bool words, calco_err *err)
{
    calco_arena *a = calco_arena_new(), *scratch = calco_arena_new();
    calco_run    run = { .target = e->target, .source_lang = e->source, .lexicon = e->lexicon, .arena = a, .scratch = scratch };
    owned_alignment *own = ARENA_NEW(a, owned_alignment);
    own->arena = a;
    bool ok = calco_read_texts(&run, e, text, source, err);
    if (ok && run.doc->unread.n) ok = calco_unread_error(run.doc, err); /* who aligns wants all of it */
    if (ok && !run.source) ok = calco_fail(err, CALCO_ERR_USAGE, run.doc->name, "there is no source: name it, or a file that holds both languages");
    if (ok) {
        calco_pair_sentences(&run);
        fill(&run, e, words, &own->alignment);
    }
    calco_arena_free(scratch);
    if (!ok) calco_arena_free(a);
    return ok ? &own->alignment : NULL;
}

void calco_alignment_free(calco_alignment *alignment)
{
    if (alignment) calco_arena_free(((owned_alignment *)alignment)->arena);
}
