/* A sentence as the rules see it, and what matched in it. */
#ifndef CALCO_CHECK_MATCH_H
#define CALCO_CHECK_MATCH_H

#include "check/rules.h"

/* A member of a list that starts at a token; `end` is the token after it. */
typedef struct { uint32_t symbol, end; } calco_list_span;

/* Tokens are numbered from 0 in the sentence. Memory from run->scratch. */
typedef struct {
    calco_run                  *run;
    const struct calco_phrases *p;
    const calco_sentence       *sentence;
    size_t                      number;
    const calco_token          *tokens;
    uint32_t                    n;
    uint32_t                    open, close;   /* first token that is no mark; the marks that end it start here */
    uint32_t                   *symbol_first;  /* per token, and one more */
    VEC(uint32_t)               symbols;
    VEC(uint8_t)                tags;          /* per symbol: the tag under which the token is it */
    uint32_t                   *span_first;    /* per token, and one more */
    VEC(calco_list_span)        spans;
} calco_sentence_view;

typedef struct {
    const rule_row    *row;
    const rule_accept *accept;
    uint32_t           start, end; /* all that matched */
    uint32_t          *path;       /* first token of each item, and the end */
    uint32_t          *via;        /* per item: index in the view's symbols, CALCO_NONE for lists, gaps and edges */
} calco_match;

/* Tokens of capture k (0: the flagged ones); false where it is not there. */
bool calco_match_part(const calco_sentence_view *v, const calco_match *m, unsigned k, uint32_t *from, uint32_t *to);

/* --- condition.c: all terms but lm and source --- */
bool calco_match_conditions(const calco_sentence_view *v, const calco_match *m);
/* The row's term of a kind, or NULL. */
const rule_cond *calco_match_term(const calco_sentence_view *v, const calco_match *m, cond_kind kind);

/* --- evidence.c --- */
typedef enum { EVIDENCE_UNKNOWN, EVIDENCE_ABSENT, EVIDENCE_FOUND } calco_evidence_state;
typedef struct { calco_evidence_state state; size_t start, end; /* bytes in run->source->text */ } calco_evidence;
/* Look for the row's source expression in the given source of the sentence. */
calco_evidence calco_match_evidence(const calco_sentence_view *v, const calco_match *m);
/* The row's source expression for showing: first alternative, glosses off, $itN from the lexicon. Memory from `a`. */
str calco_match_source(const calco_sentence_view *v, const calco_match *m, calco_arena *a);

/* --- suggest.c --- */
typedef struct {
    size_t start, end; /* bytes of the text that go: the flagged ones, an article or a comma before, a space after */
    str   *better;     /* what comes instead, memory from run->arena */
    size_t n;
    bool   deletes;
} calco_replacement;
calco_replacement calco_match_replacement(const calco_sentence_view *v, const calco_match *m);
/* log10 P(sentence with the best suggestion) - log10 P(sentence). */
double calco_match_gain(const calco_sentence_view *v, const calco_replacement *r);
/* The token that carries the inflection of from..to: the last noun, else the first verb, else the last word. */
uint32_t calco_match_head(const calco_sentence_view *v, const calco_match *m, uint32_t from, uint32_t to);
/* A token's tag, or that under which it is an inflection of the lemma that the pattern asks for. */
uint8_t calco_match_tag(const calco_sentence_view *v, const calco_match *m, uint32_t at);

#endif
