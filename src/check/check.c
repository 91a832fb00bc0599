/* The table of all families of checks. Add a row: declare `calco_check_NAME` and list it. */
#include "check/phrases.h"
#include "check/suppression.h"

extern const calco_family calco_check_fragment, calco_check_jussive, calco_check_number, calco_check_punctuation,
    calco_check_repetition, calco_check_consistency, calco_check_spelling, calco_check_capital, calco_check_leftover,
    calco_check_quantity, calco_check_negation, calco_check_stops, calco_check_copied, calco_check_missing, calco_check_named,
    calco_check_tense, calco_check_order, calco_check_antonym, calco_check_unaligned, calco_check_terminology,
    calco_check_sound, calco_check_stray, calco_check_acronym, calco_check_markup, calco_check_sense,
    calco_check_swapped, calco_check_pronoun;

const calco_family *const calco_families[] = {
    &calco_check_phrases,     &calco_check_fragment,    &calco_check_jussive,   &calco_check_number,
    &calco_check_punctuation, &calco_check_repetition,  &calco_check_spelling,  &calco_check_capital,
    &calco_check_consistency, &calco_check_leftover,    &calco_check_quantity,  &calco_check_negation,
    &calco_check_stops,       &calco_check_copied,      &calco_check_missing,   &calco_check_named,
    &calco_check_tense,       &calco_check_order,       &calco_check_unaligned, &calco_check_terminology,
    &calco_check_antonym,     &calco_check_sound,       &calco_check_stray,     &calco_check_acronym,
    &calco_check_markup,      &calco_check_sense,       &calco_check_swapped,     &calco_check_pronoun,
    &calco_check_suppression, NULL,
};
