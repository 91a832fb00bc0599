/* The keys of ".calco.yaml": reading one file into layers, and applying layers to a configuration. */
#ifndef CALCO_CONFIG_H
#define CALCO_CONFIG_H

#include "base/buf.h"
#include "base/vec.h"
#include "base/yaml.h"

/* A mapping that may apply: a whole file, or one of its overrides. */
typedef struct {
    const calco_yaml *map;
    const char       *file; /* the configuration file, as it is shown */
    const char       *dir;  /* its directory, absolute: patterns and paths are relative to it */
    bool              inner; /* an override: its "files" only say where it applies */
} calco_layer;

/* A list of NULL-terminated growing strings. */
typedef VEC(const char *) calco_names;

/* A configuration being put together, with the origin of each key. */
typedef struct {
    calco_config            config;
    calco_names             rules;
    VEC(calco_config_line)  rule_lines;
    calco_config_line      *from;  /* of each key, calco_config_keys() of them */
    const calco_yaml      **value; /* the same */
} calco_config_draft;

size_t calco_config_keys(void);
const char *calco_config_key(size_t i);
const char *calco_config_about(size_t i);
/* What key `i` is where nothing says it, as it would be written. */
const char *calco_config_default(size_t i);

/* Do all keys and values of a file make sense? Else false and `err`, with line and remedy. */
bool calco_config_valid(calco_arena *a, const calco_layer *file, calco_err *err);
/* Lay a layer over what is in force for `path` (absolute). */
void calco_config_apply(calco_arena *a, const calco_layer *layer, const char *path, calco_config_draft *draft);
typedef VEC(calco_layer) calco_layers;
/* Append the overrides of a file whose patterns `path` fits, in order. */
void calco_config_overrides(calco_arena *a, const calco_layer *file, const char *path, calco_layers *out);
/* The value of a key, NULL where the layer does not say it. */
const calco_yaml *calco_config_get(const calco_layer *layer, const char *key);
/* Does the file say that files above it do not count? */
bool calco_config_is_root(const calco_layer *file);
/* Append the patterns of a key ("files") as absolute paths. */
void calco_config_patterns(calco_arena *a, const calco_layer *file, const char *key, calco_names *out);
#endif
