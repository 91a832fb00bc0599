/* The table of readers. To add one: write its file, declare it in read.h, add a row here. */
#include "read/read.h"

static const calco_reader *const readers[] = { &calco_reader_plain };

const calco_reader *calco_reader_for(const char *name)
{
    str file = calco_str(name);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        for (const char *const *ending = readers[i]->endings; *ending; ending++)
            if (calco_str_ends(file, calco_str(*ending))) return readers[i];
    return &calco_reader_plain;
}
