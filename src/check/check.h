/* Checks: what a check sees, how it reports, and the table of all families. */
#ifndef CALCO_CHECK_CHECK_H
#define CALCO_CHECK_CHECK_H

#include "align/sentences.h"

/* How to add a check: write src/check/NAME.c exporting `const calco_family calco_check_NAME`, add it to the
 * list in check.c. Words and tables of a language come from lists and the pack, never from the code. */

/* One rule as code declares it. Ids are "family/problem", never renamed or reused. */
typedef struct {
    const char    *id, *category;
    calco_severity severity;
    float          confidence;
    const char    *summary; /* one sentence; also the message where a finding has none of its own */
} calco_rule_info;

/* A finding as a check makes it: offsets in run->doc->text. Strings live in run->arena or longer. */
typedef struct {
    const char    *rule, *category;
    calco_severity severity;
    float          confidence;
    size_t         start, end;
    size_t         sentence;
    str            source; /* likely or given source expression; empty: the runner asks the inference */
    calco_origin   origin;
    size_t         source_start, source_end; /* in run->source->text, where origin is given */
    str            message;
    const str     *suggestions;
    size_t         n_suggestions;
    bool           deletes;
    bool           example; /* `source` is an example: what the inference is sure of says more */
    bool           context; /* the span is context for the reader: it may overlap others without dropping them */
} calco_hit;

typedef VEC(calco_hit) calco_hits;

struct calco_phrases; /* the rows of dictionaries/XX-YY/, compiled: phrases.h */

/* Whether a check is to end before its time: nobody waits for it any more. */
typedef struct calco_stop {
    bool (*asked)(void *ctx);
    void  *ctx;
} calco_stop;

/* Everything about one text that is being checked. Immutable for checks, but for hits and arena. */
typedef struct calco_run {
    const calco_lang           *target, *source_lang; /* English; Italian (NULL members where the pack lacks parts) */
    const calco_lexicon        *lexicon;
    const struct calco_phrases *phrases;
    const struct calco_account_model *account; /* which words a translation may leave without a counterpart */
    const struct calco_tense_model *tenses;    /* which tenses may stand where: align/tenses.h; or NULL */
    const calco_doc            *doc;
    const calco_doc            *source;        /* the given source document or NULL */
    const size_t               *source_of;     /* per target sentence: index of the aligned source sentence or SIZE_MAX */
    const size_t               *source_count;  /* per target sentence: how many source sentences from there */
    calco_beads                 beads;         /* of both documents, all sentences; empty where there is no source */
    bool                        unrelated;     /* the source is no source of this text: no sentence has one */
    const struct calco_glossary *glossary;     /* or NULL */
    const calco_map            *accepted;      /* folded words that are right here, whatever the dictionaries say */
    calco_map                  *doc_lemmas;    /* every lemma and fold of the document */
    calco_arena                *arena;         /* lives as long as the result */
    calco_arena                *scratch;       /* emptied after each sentence */
    calco_memo                 *memo;          /* or NULL */
    const struct calco_stop    *stop;          /* or NULL */
    calco_strs                  asked;         /* lemmas that the checks of this sentence looked for in doc_lemmas, where there is a memo */
    struct calco_linked        *linked;        /* what pair.c keeps until the end of the checks */
    double                      freedom;       /* how freely the source is translated; 0 until pair.c knows it */
    struct calco_paired        *paired;        /* of the sentence that is being checked: pair.h; in scratch */
    calco_hits                  hits;
} calco_run;

static inline bool calco_stopped(const calco_run *run) { return run->stop && run->stop->asked(run->stop->ctx); }

typedef struct calco_family {
    const char            *name; /* "fragment" */
    const calco_rule_info *rules;
    size_t                 n_rules;
    void (*sentence)(calco_run *run, size_t sentence); /* or NULL */
    void (*document)(calco_run *run);                  /* or NULL; after all sentences */
} calco_family;

extern const calco_family *const calco_families[]; /* NULL-terminated */

/* May the best suggestion of a rule be applied without asking? (safe.c) */
bool calco_rule_safe(const char *id);

/* Does a word stand anywhere in the document, as it is or as a lemma? All checks of sentences ask here, so that memos know. */
bool calco_in_document(calco_run *run, str word);

/* Add a hit of `rule` over bytes start..end of the text; fields of the rule are copied, others zero.
 * The pointer is valid until the next hit. */
calco_hit *calco_hit_add(calco_run *run, const calco_rule_info *rule, size_t sentence, size_t start, size_t end);
void calco_hit_suggest(calco_run *run, calco_hit *hit, str suggestion);

/* Drop what overlaps: of two hits on overlapping bytes the more confident (then the longer, then the more
 * severe, then the earlier) stays, unless one is `context`. Sorts in reading order. */
void calco_hits_settle(calco_run *run);

#endif
