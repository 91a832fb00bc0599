/* Readers: one file a format, one row in the table. */
#ifndef CALCO_READ_READ_H
#define CALCO_READ_READ_H

#include "text/doc.h"

typedef struct calco_reader {
    const char *name;             /* "plain" */
    const char *const *endings;   /* ".txt", NULL-terminated */
    /* Fill text, to_file, units, comments and fields of `doc`, whose `decoded` is set. A bilingual format also fills those of
     * `source`, whose `decoded` is the same: as many units, the i-th of one rendering the i-th of the other. False and `err`
     * (line and byte set) only where the file is not of this format at all or is hostile; a half-broken one is read as far as it goes,
     * and what does not go is named in `unread`. */
    bool (*read)(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err);
    bool bilingual;
    /* Does a text that no ending tells look like this format? NULL: never. */
    bool (*looks)(str text);
    /* `text` as it must be written at byte `at` of doc->decoded.text (entities, escapes), p NULL where it cannot be; NULL: as it is. */
    str (*escape)(calco_arena *a, const calco_doc *doc, size_t at, str text);
} calco_reader;

extern const calco_reader calco_reader_plain, calco_reader_markdown, calco_reader_html, calco_reader_xliff, calco_reader_tmx, calco_reader_po,
    calco_reader_tsv, calco_reader_jsonl;
/* NULL-terminated; plain is the first. */
extern const calco_reader *const calco_readers[];
/* By name where `format` is not NULL (NULL where unknown), else by the file name's ending, else by what the text looks like; plain where nothing fits. */
const calco_reader *calco_reader_for(const char *format, const char *name, str text);
/* Do two language tags name one language, whatever the region ("en", "en-GB", "EN_us")? */
bool calco_same_language(str a, str b);
/* Has a file name an ending that some reader knows? */
bool calco_readable(const char *name);

#endif
