/* The likely source of a sentence: options, orders, the best row, written out, and how sure all that is. */
#include "align/decode.h"


static calco_search search_of(const calco_lexicon *x, const calco_lang *source, const calco_lang *target, calco_arena *arena,
                              const calco_doc *doc, const calco_token *t, uint32_t n)
{
    calco_search s = { .x = x, .writing = calco_lexicon_writing(x), .source = source, .target = target, .arena = arena, .doc = doc, .t = t, .n = n };
    s.at = ARENA_ARRAY(arena, calco_options, n);
    s.bare = ARENA_ARRAY(arena, bool, n);
    s.cache = ARENA_ARRAY(arena, calco_word_info, WORD_CACHE);
    return s;
}

/* Words weigh by what the reader relies on: marks say nothing. */
static float sentence_confidence(const calco_inferred *out, const calco_token *t)
{
    float sum = 0, weight = 0;
    for (size_t i = 0; i < out->pieces.n; i++) {
        const calco_inferred_piece *p = &out->pieces.p[i];
        if (p->n == 0 || t[p->first].kind == TOKEN_PUNCT) continue;
        sum += p->confidence * (float)p->n;
        weight += (float)p->n;
    }
    return weight > 0 ? sum / weight : 0;
}

calco_inferred calco_infer(const calco_lexicon *x, const calco_lang *source, const calco_lang *target, calco_arena *a,
                           const calco_doc *doc, const calco_sentence *sentence)
{
    calco_inferred     out = { 0 };
    const calco_token *t = doc->tokens.p + sentence->first_token;
    if (!x || !source || !source->ngram || !target || !calco_lexicon_writing(x) || !sentence->n_tokens || sentence->n_tokens > UINT32_MAX / 2)
        return out;
    calco_arena  *scratch = calco_arena_new();
    calco_search  s = search_of(x, source, target, scratch, doc, t, (uint32_t)sentence->n_tokens);
    calco_choices row = { 0 };
    calco_find_options(&s);
    calco_find_paths(&s);
    calco_decode_source(&s, &row);
    calco_write_source(&s, a, &row, &out);
    out.confidence = sentence_confidence(&out, t);
    calco_arena_free(scratch);
    return out;
}

str calco_inferred_span(const calco_inferred *i, calco_arena *a, uint32_t first, uint32_t n)
{
    str    text = { "", 0 };
    size_t last = 0;    /* index + 1 of the piece added last */
    bool   view = true; /* `text` is part of i->text */
    for (size_t k = 0; k < i->pieces.n; k++) {
        const calco_inferred_piece *p = &i->pieces.p[k];
        if (p->first >= first + n || p->first + p->n <= first) continue;
        str         before = last && last == k ? i->pieces.p[k - 1].text : (str){ 0 };
        bool        follows = before.p && before.p + before.n <= p->text.p;
        const char *from = follows ? before.p + before.n : p->text.p;
        str         more = { from, (size_t)(p->text.p + p->text.n - from) };
        if (!last) text = p->text;
        else if (follows && view) text.n += more.n;
        else {
            text = calco_arena_join(a, (str[]){ text, follows ? STR("") : STR(" "), more, { 0 } });
            view = false;
        }
        last = k + 1;
    }
    return text;
}
