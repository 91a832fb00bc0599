/* Part "XX-YY.rules": the phrase rules of all files of dictionaries/XX-YY/rules, in byte order of their names. */
#include "pack/build.h"

#include "base/err.h"
#include "check/phrases.h"

bool calco_build_rules(calco_build *b, calco_err *err)
{
    const char *folder = calco_build_path(b, "rules");
    calco_strs  found = { 0 };
    if (!calco_build_folder(b, "rules", ".tsv", &found, err)) return false;
    if (!found.n) return true;
    calco_rule_file *files = ARENA_ARRAY(b->arena, calco_rule_file, found.n);
    for (size_t i = 0; i < found.n; i++) {
        calco_buf bytes = { 0 };
        files[i].path = calco_arena_printf(b->arena, "%s/%s", folder, found.p[i].p).p;
        bool ok = calco_read_file(files[i].path, &bytes, err);
        files[i].text = calco_arena_str(b->arena, calco_buf_view(&bytes));
        calco_buf_free(&bytes);
        if (!ok) return false;
    }
    return calco_phrases_compile(b->arena, files, found.n, b->target, calco_build_part(b, NULL, NULL, NULL), err);
}
