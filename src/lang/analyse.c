/* Analysing a document: tag, features, lemma, language-model word and known-ness of every token. */
#include "lang/context.h"

#define NO_TAG 0xffu

/* The most probable tag by itself. */
static uint8_t likely_tag(const calco_lang *lang, const calco_token *t, bool first)
{
    calco_candidate some[CALCO_CANDIDATES];
    size_t          n = calco_candidates(lang, NULL, t, first, some), best = 0;
    for (size_t i = 1; i < n; i++)
        if (some[i].score > some[best].score) best = i;
    return n ? some[best].tag : NO_TAG;
}

static void fill(const calco_lang *lang, calco_arena *a, const calco_doc *doc, calco_token *t)
{
    calco_analysis any;
    t->feats = t->tag < lang->tags.count ? lang->tag_feats[t->tag] : 0;
    bool listed = lang->forms && calco_forms_analyse(lang->forms, t->fold, &any, 1);
    t->lemma = lang->forms && t->tag != NO_TAG && t->kind == TOKEN_WORD
                   ? calco_forms_lemma(lang->forms, a, t->fold, t->tag)
                   : t->fold;
    calco_list_set own = calco_lists_of(lang, t->fold);
    calco_list_set base = calco_str_eq(t->lemma, t->fold) ? own : calco_lists_of(lang, t->lemma);
    for (int i = 0; i < 2; i++) t->lists[i] = own.bits[i] | base.bits[i];
    t->known = t->kind != TOKEN_WORD || listed || !lang->speller ||
               calco_speller_check(lang->speller, calco_token_text(doc, t));
}

void calco_analyse_sentence(const calco_lang *lang, calco_arena *a, calco_arena *scratch, calco_doc *doc, size_t sentence)
{
    calco_token *tokens = doc->tokens.p + doc->sentences.p[sentence].first_token;
    size_t       n = doc->sentences.p[sentence].n_tokens;
    if (!n) return;
    if (lang->tagger && lang->forms)
        calco_tagger_run(lang->tagger, lang, scratch, tokens, n);
    else if (lang->context && lang->forms)
        calco_context_run(lang->context, lang, scratch, tokens, n);
    else
        for (size_t i = 0; i < n; i++) tokens[i].tag = likely_tag(lang, &tokens[i], i == 0);
    for (size_t i = 0; i < n; i++) fill(lang, a, doc, &tokens[i]);
    calco_ngram_tokens(lang, doc, &doc->sentences.p[sentence]);
    calco_arena_reset(scratch);
}

void calco_analyse(const calco_lang *lang, calco_arena *a, calco_doc *doc)
{
    calco_arena *scratch = calco_arena_new();
    for (size_t s = 0; s < doc->sentences.n; s++) calco_analyse_sentence(lang, a, scratch, doc, s);
    calco_arena_free(scratch);
}
