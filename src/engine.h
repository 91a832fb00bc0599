/* What an engine holds: a pack opened, its languages, lexicon and rules, and which rules are wanted. */
#ifndef CALCO_ENGINE_H
#define CALCO_ENGINE_H

#include "align/account.h"
#include "align/tenses.h"
#include "check/phrases.h"
#include "judge/judge.h"
#include "score.h"

struct calco_engine {
    calco_arena           *arena, *aside; /* the latter of account, weights and classes, which another thread opens */
    calco_pack            *pack;
    const char            *pair; /* "it-en" */
    calco_lang            *source, *target;
    calco_lexicon         *lexicon;
    struct calco_phrases  *phrases;
    struct calco_account_model *account;
    calco_tense_model     *tenses; /* or NULL */
    calco_calibration      calibration;
    double                 weights[CALCO_MEASURES_MAX]; /* of the measures, by the pack; 0 where it has none */
    bool                   weighted;
    calco_class_table     *classes;
    calco_settings         settings;
    VEC(calco_rule)        rules; /* of all families, in byte order of their ids */
};

/* Read what scores need: the part "XX-YY.score" (measure TAB weight) and the tables that measures look at. */
void calco_weights_open(calco_engine *engine);

/* Is a rule wanted by --only and --skip? */
bool calco_rule_wanted(const calco_settings *settings, const char *id);
/* The severity that the settings give a rule whose own is `own`. */
calco_severity calco_rule_severity(const calco_settings *settings, const char *id, calco_severity own);

/* --- calco.c: documents of a run, for all that needs a text and its source --- */

/* Read, segment and analyse the text, and its source: the given one, or the other side of a bilingual file; else run->source
 * is NULL. */
bool calco_read_texts(calco_run *run, const calco_engine *engine, const calco_input *text, const calco_input *source, calco_err *err);
/* The first part of a document that could not be read, as a failure: always false. */
bool calco_unread_error(const calco_doc *doc, calco_err *err);
/* Fill beads, source_of and source_count. */
void calco_pair_sentences(calco_run *run);

#endif
