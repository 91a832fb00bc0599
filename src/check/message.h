/* What is wrong, in one sentence, for rows that do not say so themselves: dictionaries/XX-YY/messages.tsv. */
#ifndef CALCO_CHECK_MESSAGE_H
#define CALCO_CHECK_MESSAGE_H

#include "lang/lang.h"

typedef struct calco_messages calco_messages;

/* Part "PAIR.messages". NULL (and no error) where the pack has none; NULL and err where it is malformed. */
calco_messages *calco_messages_open(calco_pack *pack, const char *pair, calco_arena *a, calco_err *err);
/* The sentence of a category with the words filled in, memory from `a`; empty where the table has none. */
str calco_messages_make(const calco_messages *m, calco_arena *a, str category, str text, str source, str better);

#endif
