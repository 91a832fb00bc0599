/* YAML as a tree whose scalars know where they stand: configuration files and front matter. */
#ifndef CALCO_BASE_YAML_H
#define CALCO_BASE_YAML_H

#include "base/arena.h"

typedef enum { YAML_NULL, YAML_SCALAR, YAML_LIST, YAML_MAP } calco_yaml_kind;

typedef struct calco_yaml {
    calco_yaml_kind kind;
    str             value;        /* of a scalar, as a string: `off` is "off" */
    bool            plain;        /* a scalar without quotes and on one line: start..end is its very text */
    size_t          line, column; /* from 1, in characters */
    size_t          start, end;   /* bytes of the text */
    size_t          n;            /* items, or pairs */
    struct calco_yaml *items;     /* of a list; of a map: the values */
    struct calco_yaml *keys;      /* of a map */
} calco_yaml;

/* The first document of a text (valid UTF-8, without BOM); kind YAML_NULL where it holds none. NULL and `err`, with line and
 * byte, where it is no YAML, nests deeper than 32, or has more than 100,000 nodes (aliases count each time). */
const calco_yaml *calco_yaml_parse(calco_arena *a, str text, const char *name, calco_err *err);
/* A tree on one line, in YAML's flow style. Memory from `a`. */
str calco_yaml_write(calco_arena *a, const calco_yaml *tree);

#endif
