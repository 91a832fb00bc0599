/* Edits of the repository's files, so that the editor and continuous integration agree. */
#ifndef LSP_CONFIGURE_H
#define LSP_CONFIGURE_H

#include "base/arena.h"
#include "lsp/lsp.h"

/* Add a word to the last dictionary of the text's configuration; where it has none "words.txt" is begun, and named there. */
bool lsp_add_word(const lsp_host *host, const calco_config *config, const char *text_path, const char *root, str word, calco_err *err);
/* Write "RULE: off" into the nearest configuration file above the text; into a new one in `root` (or beside the text where that is
 * NULL) where there is none. */
bool lsp_rule_off(const lsp_host *host, const char *text_path, const char *root, const char *rule, calco_err *err);

/* The bytes of a configuration file with `line` ("words.txt", "calque: off") put under `key` as a list item or a pair; what
 * stands there stays as it is. False where the file is written in a way that cannot be changed so. */
bool lsp_yaml_put(calco_arena *a, str file, const char *key, const char *name, const char *value, str *out);

#endif
