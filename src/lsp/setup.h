/* What is in force for texts: configuration files, glossaries, engines. */
#ifndef LSP_SETUP_H
#define LSP_SETUP_H

#include "base/vec.h"

/* Engines by the pair that was asked for; they stay open. */
typedef struct { char *pair; calco_engine *engine; } lsp_engine;
typedef struct { lsp_engine *p; size_t n, cap; } lsp_engines;
/* NULL where there is no pack for the pair. */
const calco_engine *lsp_engine_for(lsp_engines *all, calco_engine *(*open)(const char *pair), const char *pair);
void lsp_engines_free(lsp_engines *all);

/* The configuration as it was read at one time; a check keeps the one that it began with. Counted: lsp_setup_new gives one hold. */
typedef struct lsp_setup lsp_setup;
lsp_setup *lsp_setup_new(void);
lsp_setup *lsp_setup_keep(lsp_setup *setup);
void lsp_setup_drop(lsp_setup *setup); /* accepts NULL */

/* What is in force for the text at `path`; NULL and `err` where it cannot be understood. */
const calco_config *lsp_settings_for(lsp_setup *setup, const char *path, calco_err *err);
/* The same with its glossary open, for an engine. */
const calco_config *lsp_settings_with(lsp_setup *setup, const calco_engine *engine, const calco_config *config, calco_err *err);
/* Sums up the files that the configuration of `path` was read from: another value where one of them changed. */
uint64_t lsp_setup_stamp(lsp_setup *setup, const char *path);
/* Is that still what it was when the configuration of `path` was read? */
bool lsp_setup_fresh(lsp_setup *setup, const char *path);

#endif
