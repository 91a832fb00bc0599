/* A sentence and what it renders: what all checks against a given source share. */
#ifndef CALCO_CHECK_PAIR_H
#define CALCO_CHECK_PAIR_H

#include "align/account.h"
#include "check/look.h"

/* A bead of the alignment with its word links. Words are indexes into `links`. */
typedef struct calco_paired {
    size_t        sentence;        /* the first of the target's */
    calco_stretch source, target;
    calco_links   links;
    calco_account *account;
    float         covered;         /* share of the content words of both sides that the other side accounts for */
} calco_paired;

/* Look at the whole of a text and its source once, before the first sentence: how freely does it translate? */
void calco_pair_begin(calco_run *run);
/* After the last: give back what that look has left. */
void calco_pair_done(calco_run *run);

/* The bead that begins with a target sentence, computed once; NULL where there is no source, none of it stands against
 * the sentence, an earlier sentence of the bead has it, or it is too long to be a sentence. Lives until the next sentence. */
const calco_paired *calco_pair_at(calco_run *run, size_t sentence);

/* A hit over target tokens first..last (indexes in the document) that quotes the source tokens from..to of `p`'s document. */
calco_hit *calco_pair_hit(calco_run *run, const calco_rule_info *rule, const calco_paired *p, size_t first, size_t last,
                          const calco_token *from, const calco_token *to);
/* Where what source token `t` renders should stand: the target tokens around the gap (indexes in the document). */
void calco_pair_gap(const calco_paired *p, const calco_token *t, size_t *first, size_t *last);
/* Message with "%text%" and "%source%" of the hit in their places. */
void calco_pair_say(calco_run *run, calco_hit *hit, const char *message);

/* Does a word of the text mean about the same as a usual translation of a source word: equal or one step off,
 * not only by its part of speech? */
bool calco_pair_close(const calco_run *run, const calco_token *source, const calco_token *t);

/* A word that carries meaning: not in the list `function` of its language. */
static inline bool calco_is_content(const calco_lang *lang, const calco_token *t)
{
    return t->kind == TOKEN_WORD ? !calco_token_listed(lang, "function", t) : t->kind == TOKEN_NUMBER;
}
static inline size_t calco_token_index(const calco_stretch *s, const calco_token *t) { return (size_t)(t - s->doc->tokens.p); }

#endif
