/* Parts that are text: the files of dictionaries/XX that are read as they are. */
#include "pack/build.h"

bool calco_build_texts(calco_build *b, calco_err *err)
{
    static const char *const endings[] = { ".txt", ".tsv" };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        str text, name = calco_arena_join(b->arena, (str[]){ calco_str(b->row->name), calco_str(endings[i]), { 0 } });
        if (!calco_build_file(b, name.p, &text, err)) return false;
        if (!text.p) continue;
        calco_buf_str(calco_build_part(b, NULL, NULL, NULL), text);
        return true;
    }
    return true;
}
