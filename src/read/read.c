/* The table of readers. To add one: write its file, declare it in read.h, add a row here. */
#include "read/read.h"

const calco_reader *const calco_readers[] = { &calco_reader_plain, &calco_reader_markdown, &calco_reader_html, &calco_reader_xliff, &calco_reader_tmx,
                                              &calco_reader_po,    &calco_reader_tsv,      &calco_reader_jsonl, NULL };

static const calco_reader *by_ending(const char *name)
{
    str file = calco_str(name);
    for (size_t i = 0; calco_readers[i]; i++)
        for (const char *const *ending = calco_readers[i]->endings; *ending; ending++)
            if (calco_str_ends(file, calco_str(*ending))) return calco_readers[i];
    return NULL;
}

bool calco_same_language(str a, str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] != '-' && a.p[i] != '_' && (a.p[i] | 0x20) == (b.p[i] | 0x20)) i++;
    return (i == a.n || a.p[i] == '-' || a.p[i] == '_') && (i == b.n || b.p[i] == '-' || b.p[i] == '_');
}

bool calco_readable(const char *name) { return by_ending(name) != NULL; }

const calco_reader *calco_reader_for(const char *format, const char *name, str text)
{
    const calco_reader *reader = format ? NULL : by_ending(name);
    if (reader) return reader;
    for (size_t i = 0; calco_readers[i]; i++) {
        if (format && strcmp(format, calco_readers[i]->name) == 0) return calco_readers[i];
        if (!format && calco_readers[i]->looks && calco_readers[i]->looks(text)) return calco_readers[i];
    }
    return format ? NULL : &calco_reader_plain;
}

const char *calco_format_name(size_t i) { return i < sizeof calco_readers / sizeof *calco_readers - 1 ? calco_readers[i]->name : NULL; }
