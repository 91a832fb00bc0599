/* The table of readers. */
#include "read/read.h"

static const calco_reader *const readers[] = { &calco_reader_plain, NULL };

const calco_reader *calco_reader_for(const char *name)
{
    str n = calco_str(name);
    for (size_t i = 0; readers[i]; i++)
        for (size_t e = 0; readers[i]->endings[e]; e++)
            if (calco_str_ends(n, calco_str(readers[i]->endings[e]))) return readers[i];
    return &calco_reader_plain;
}
