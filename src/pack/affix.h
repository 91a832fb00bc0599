/* All forms that a Hunspell dictionary (.aff, .dic) knows. */
#ifndef CALCO_PACK_AFFIX_H
#define CALCO_PACK_AFFIX_H

#include "base/map.h"

/* Called for each form, some more than once; `form` lives until it returns. `hidden`: not to be suggested (rude words).
 */
typedef void (*calco_form)(void *ctx, str form, bool hidden);

/* Expand a dictionary in UTF-8, as hunspell(5) describes them: flags of all four kinds, conditions, cross products of
 * prefixes and suffixes, continuation flags of suffixes. Compounds are left out, and affixes that hold an apostrophe,
 * for tokens have none. Fails where a file is not such a dictionary. */
bool calco_affix_expand(calco_arena *a, const char *aff_path, const char *dic_path, calco_form each, void *ctx,
                        calco_err *err);
/* Does the dictionary join words freely (German), so that no list of its forms is complete? */
bool calco_affix_compounds(calco_arena *a, const char *aff_path, bool *compounds, calco_err *err);

#endif
