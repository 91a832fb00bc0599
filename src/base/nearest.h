/* The name that a misspelt word most likely means. */
#ifndef CALCO_BASE_NEAREST_H
#define CALCO_BASE_NEAREST_H

#include <stddef.h>

/* The name that takes the fewest edits (insert, delete, replace, swap), NULL where none is near: by Damerau-Levenshtein
 * distance, at most a third of the word plus one. */
const char *calco_nearest(const char *word, const char *const *names, size_t n);

#endif
