/* Readers: one file a format, one row in the table. */
#ifndef CALCO_READ_READ_H
#define CALCO_READ_READ_H

#include "text/doc.h"

typedef struct {
    const char *name;             /* "plain" */
    const char *const *endings;   /* ".txt", NULL-terminated */
    /* Fill text, to_file and units of `doc`, whose `decoded` is set. Never fails: hostile input is text too. */
    void (*read)(calco_arena *a, calco_doc *doc);
} calco_reader;

extern const calco_reader calco_reader_plain;
/* By the file name's ending; plain where nothing fits. */
const calco_reader *calco_reader_for(const char *name);

#endif
