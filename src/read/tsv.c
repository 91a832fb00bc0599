/* Tables of pairs: source TAB target on each line, further columns are not read. */
#include "read/pairs.h"
#include "read/read.h"

static bool named(str cell, const char *const *names)
{
    cell = calco_str_trim(cell);
    for (; *names; names++) {
        size_t n = strlen(*names), i = 0;
        while (i < n && i < cell.n && (cell.p[i] | 0x20) == (*names)[i]) i++;
        if (i == n && cell.n == n) return true;
    }
    return false;
}

/* A first line that names the columns. */
static bool is_header(str line)
{
    static const char *const sources[] = { "source", "src", NULL }, *const targets[] = { "target", "translation", "tgt", "mt", "hypothesis", NULL };
    str first, second;
    return calco_str_split(&line, '\t', &first) && line.p && calco_str_split(&line, '\t', &second) && named(first, sources) && named(second, targets);
}

static void add_cell(calco_pairs *p, size_t start, size_t end, bool target)
{
    calco_pieces *side = calco_pair_side(p, target);
    if (end > start) calco_piece(side, start, end);
    calco_pair_side_end(p, target);
}

static bool read_tsv(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    (void)err;
    calco_pairs p = calco_pairs_of(a, doc, source);
    str         text = doc->decoded.text;
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        for (end = at; end < text.n && text.p[end] != '\n' && text.p[end] != '\r';) end++;
        str line = calco_str_cut(text, at, end);
        if (!calco_str_trim(line).n || (at == 0 && is_header(line))) continue;
        if (line.p[0] == '#') {
            calco_add_comment(&p.target, at, end, calco_str_from(line, 1));
            continue;
        }
        size_t tab = calco_str_find(line, STR("\t"), 0), next = tab == SIZE_MAX ? SIZE_MAX : calco_str_find(line, STR("\t"), tab + 1);
        if (tab != SIZE_MAX) add_cell(&p, at, at + tab, false);
        add_cell(&p, tab == SIZE_MAX ? at : at + tab + 1, next == SIZE_MAX ? end : at + next, true);
        calco_pair_end(&p);
    }
    calco_pairs_finish(&p);
    return true;
}

/* What would end the cell becomes a space. */
static str escape(calco_arena *a, const calco_doc *doc, size_t at, str text)
{
    (void)doc, (void)at;
    str   out = calco_arena_str(a, text);
    char *p = (char *)(uintptr_t)out.p;
    for (size_t i = 0; i < out.n; i++)
        if (memchr("\t\r\n", p[i], 3)) p[i] = ' ';
    return out;
}

/* Only its header tells it from a text with tabs. */
static bool looks(str text)
{
    size_t end = calco_str_find(text, STR("\n"), 0);
    return is_header(end == SIZE_MAX ? text : calco_str_cut(text, 0, end));
}

static const char *const endings[] = { ".tsv", ".tab", NULL };
const calco_reader calco_reader_tsv = { .name = "tsv", .endings = endings, .read = read_tsv, .bilingual = true, .looks = looks, .escape = escape };
