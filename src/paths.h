/* Path patterns: which files a pattern means, and which source file a text has. */
#ifndef CALCO_PATHS_H
#define CALCO_PATHS_H

#include "base/vec.h"

/* In a pattern * stands for anything but a slash, ** / for any directories, ? for one character, {name} for anything but a
 * slash that is to be remembered. */

/* Does the whole of `path` fit the pattern? What the {name}s stand for goes to `names` and `values` where these are not NULL. */
bool calco_path_fits(calco_arena *a, const char *pattern, const char *path, calco_strs *names, calco_strs *values);

/* `pattern` with {name} (the file's name up to its first point), {file} (its whole name), {dir} (its directory) and the given
 * names filled in; names given win. Memory from `a`. */
const char *calco_path_fill(calco_arena *a, const char *pattern, const char *file, const calco_strs *names, const calco_strs *values);

/* "dir/name": `name` alone where it is absolute or `dir` is "" or ".". Memory from `a`. */
const char *calco_path_join(calco_arena *a, const char *dir, const char *name);
/* The directory of a path, "." where it has none. Memory from `a`. */
const char *calco_path_dir(calco_arena *a, const char *path);
/* An absolute path without "." and ".." and double slashes, whether it exists or not; links are not followed. Memory from `a`. */
const char *calco_path_whole(calco_arena *a, const char *path);
/* `path` (absolute) as seen from the directory `base` (absolute), NULL where it lies elsewhere. Lent from `path`. */
const char *calco_path_under(const char *base, const char *path);

#endif
