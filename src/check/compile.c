/* Compiling phrase rules: rows of tables -> symbols, trie and short programs -> one image. */
#include "check/compile.h"

#include "base/err.h"
#include "text/unicode.h"

#include <stdlib.h>

const size_t calco_rules_section_size[SECTIONS] = {
    [SEC_STRING_OFFERS] = sizeof(uint32_t),
    [SEC_OFFERS] = sizeof(rule_offer),
    [SEC_SYMBOL_ROOT] = sizeof(uint32_t),
    [SEC_STATES] = sizeof(rule_state),
    [SEC_EDGES] = sizeof(rule_edge),
    [SEC_ACCEPTS] = sizeof(rule_accept),
    [SEC_MARKS] = sizeof(rule_mark),
    [SEC_CONDS] = sizeof(rule_cond),
    [SEC_ARGS] = sizeof(uint32_t),
    [SEC_BETTERS] = sizeof(rule_better),
    [SEC_OPS] = sizeof(rule_op),
    [SEC_ROWS] = sizeof(rule_row),
    [SEC_TEXT] = 1,
};

enum column {
    COL_ID,
    COL_PATTERN,
    COL_SOURCE,
    COL_BETTER,
    COL_CATEGORY,
    COL_SEVERITY,
    COL_CONFIDENCE,
    COL_CONDITION,
    COL_MESSAGE,
    COL_BAD,
    COL_GOOD,
    COLUMNS
};
static const char *const column_names[COLUMNS] = { "id",       "pattern",  "source",     "better",
                                                   "category", "severity", "confidence", "condition",
                                                   "message",  "bad",      "good" };
static const char *const families[] = { "calque", "collocation", "false-friend", "word-order", "article", "preposition",
                                        "name",   "number",      "tense",        "grammar",    "idiom",   "style",
                                        NULL };
static const char *const categories[] = { "calque",         "collocation", "false-friend", "idiom",
                                          "mistranslation", "word-order",  "article",      "preposition",
                                          "agreement",      "tense",       "grammar",      "name",
                                          "number-format",  "fragment",    "repetition",   "consistency",
                                          "punctuation",    "spelling",    "untranslated", "boilerplate",
                                          "style",          NULL };
static const char *const severities[] = { "minor", "major", "critical", NULL };

/* A row as it lies in its file. */
typedef struct {
    const char *path;
    size_t      line, number; /* its place in the order of ids */
    str         column[COLUMNS];
} table_row;
typedef struct {
    calco_arena *arena;
    const char  *path;
    VEC(table_row) rows;
} table;

static bool row_fail(const table_row *r, enum column c, size_t at, calco_err *err, const char *what)
{
    return calco_fail_line(err, CALCO_ERR_FORMAT, r->path, r->line, "column %d (%s), character %zu: %s", (int)c + 1,
                           column_names[c], at + 1, what);
}

static size_t index_of(const char *const *names, str name)
{
    size_t i = 0;
    while (names[i] && !calco_str_eq(calco_str(names[i]), name)) i++;
    return i;
}

/* --- reading --- */

static bool read_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    table    *t = ctx;
    table_row r = { .path = t->path, .line = line };
    if (n < COL_CONDITION || n > COLUMNS)
        return calco_fail_line(err, CALCO_ERR_FORMAT, t->path, line,
                               "the row has %zu columns; 7 to %d are wanted, separated by tabs", n, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        r.column[i] = calco_str_trim(column[i]);
        if (memchr(r.column[i].n ? r.column[i].p : "", '\0', r.column[i].n))
            return row_fail(&r, (enum column)i, 0, err, "a NUL byte; remove it");
    }
    VEC_PUSH(t->arena, &t->rows, r);
    return true;
}

static int by_id(const void *x, const void *y)
{
    const table_row *a = *(table_row *const *)x, *b = *(table_row *const *)y;
    int              c = calco_str_cmp(a->column[COL_ID], b->column[COL_ID]);
    return c ? c : (a > b) - (a < b);
}

static bool number_rows(table *t, calco_err *err)
{
    table_row **order = ARENA_ARRAY(t->arena, table_row *, t->rows.n);
    for (size_t i = 0; i < t->rows.n; i++) order[i] = &t->rows.p[i];
    qsort(order, t->rows.n, sizeof(table_row *), by_id);
    for (size_t i = 0; i < t->rows.n; i++) {
        order[i]->number = i;
        if (!i || !calco_str_eq(order[i - 1]->column[COL_ID], order[i]->column[COL_ID])) continue;
        return calco_fail_line(err, CALCO_ERR_FORMAT, order[i]->path, order[i]->line,
                               "the id %.*s is also in %s, line %zu; every row has its own",
                               STR_FMT(order[i]->column[COL_ID]), order[i - 1]->path, order[i - 1]->line);
    }
    return true;
}

/* --- checking --- */

static bool check_id(const table_row *r, calco_err *err)
{
    str    id = r->column[COL_ID];
    size_t slash = calco_str_find(id, STR("/"), 0);
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || i == slash))
            return row_fail(r, COL_ID, i, err, "an id is family/problem in lower-case letters, digits and hyphens");
    }
    if (slash == SIZE_MAX || slash + 1 == id.n)
        return row_fail(r, COL_ID, 0, err, "an id is family/problem, as in calque/risky-partner");
    if (!families[index_of(families, calco_str_cut(id, 0, slash))])
        return row_fail(r, COL_ID, 0, err,
                        "no such family; there are calque collocation false-friend word-order article "
                        "preposition name number tense grammar idiom style");
    return true;
}

/* Brackets in the bad examples pair and none is missing. */
static bool check_bad(const table_row *r, calco_err *err)
{
    str rest = r->column[COL_BAD], piece;
    while (r->column[COL_BAD].n && calco_next_alternative(&rest, &piece)) {
        size_t at = (size_t)(piece.p - r->column[COL_BAD].p), open = calco_str_find(piece, STR("["), 0);
        size_t close = open == SIZE_MAX ? SIZE_MAX : calco_str_find(piece, STR("]"), open);
        if (close == SIZE_MAX || close == open + 1)
            return row_fail(r, COL_BAD, at, err, "the flagged words of every bad example stand in square brackets");
    }
    return true;
}

static bool check_columns(const table_row *r, rule_row *row, calco_err *err)
{
    if (!check_id(r, err) || !check_bad(r, err)) return false;
    if (!r->column[COL_PATTERN].n) return row_fail(r, COL_PATTERN, 0, err, "the pattern is missing");
    if (!categories[index_of(categories, r->column[COL_CATEGORY])])
        return row_fail(r, COL_CATEGORY, 0, err, "no such category; dictionaries/README.md lists them");
    row->severity = (uint32_t)index_of(severities, r->column[COL_SEVERITY]);
    if (!severities[row->severity]) return row_fail(r, COL_SEVERITY, 0, err, "severity is minor, major or critical");
    if (!calco_decimal(r->column[COL_CONFIDENCE], &row->confidence) || row->confidence < 0 || row->confidence > 1)
        return row_fail(r, COL_CONFIDENCE, 0, err, "confidence is a number from 0.00 to 1.00");
    return true;
}

/* --- compiling --- */

static bool add_pattern(calco_compiler *c, const table_row *r, calco_pattern *p, calco_err *err)
{
    calco_trouble t = { 0 };
    if (!calco_pattern_parse(&c->symbols, r->column[COL_PATTERN], false, p, &t))
        return row_fail(r, COL_PATTERN, t.at, err, t.text);
    for (size_t i = 0; i < p->variants.n; i++)
        if (!calco_trie_add(&c->trie, RULES_ROOT, &p->variants.p[i], (uint32_t)r->number))
            return row_fail(r, COL_PATTERN, 0, err, "the patterns of all rows are too many; use lists and tags");
    return true;
}

/* The one line that lists of rules show: the row's message, else the row itself. */
static str summary_of(calco_arena *a, const table_row *r)
{
    str source = r->column[COL_SOURCE], better = r->column[COL_BETTER];
    if (r->column[COL_MESSAGE].n) return r->column[COL_MESSAGE];
    if (!better.n) better = STR("?");
    if (!source.n) return calco_arena_join(a, (str[]){ r->column[COL_PATTERN], STR(" → "), better, { 0 } });
    return calco_arena_join(a, (str[]){ source, STR(": "), r->column[COL_PATTERN], STR(" → "), better, { 0 } });
}

/* A pattern with tags or lists takes words that its source expression does not name. */
static bool is_example(const table_row *r)
{
    str pattern = r->column[COL_PATTERN];
    if (calco_str_find(r->column[COL_SOURCE], STR("$it"), 0) != SIZE_MAX) return false;
    for (size_t i = 0; i + 1 < pattern.n; i++) {
        bool starts = i == 0 || pattern.p[i - 1] == ' ' || pattern.p[i - 1] == '(' || pattern.p[i - 1] == ':' || pattern.p[i - 1] == '|';
        if (starts && (pattern.p[i] == '@' || (pattern.p[i] == ':' && pattern.p[i + 1] >= 'A' && pattern.p[i + 1] <= 'Z'))) return true;
    }
    return false;
}

static bool compile_row(calco_compiler *c, const table_row *r, rule_row *row, calco_err *err)
{
    calco_pattern p;
    calco_trouble t = { 0 };
    const str    *col = r->column;
    if (!check_columns(r, row, err) || !add_pattern(c, r, &p, err)) return false;
    if (!calco_compile_better(c, col[COL_BETTER], p.captures, row, &t))
        return row_fail(r, COL_BETTER, t.at, err, t.text);
    if (!calco_compile_source(col[COL_SOURCE], p.captures, &t)) return row_fail(r, COL_SOURCE, t.at, err, t.text);
    if (!calco_compile_condition(c, col[COL_CONDITION], row, &t)) return row_fail(r, COL_CONDITION, t.at, err, t.text);
    const rule_cond *conds = (const rule_cond *)(const void *)c->sections[SEC_CONDS].p;
    for (uint32_t i = row->cond; i < row->cond + row->n_conds; i++) {
        if (conds[i].kind == COND_LM && !row->n_betters)
            return row_fail(r, COL_CONDITION, 0, err, "lm: compares with the best suggestion, and the row has none");
        if ((conds[i].kind == COND_SOURCE || conds[i].kind == COND_SOURCE_IF_GIVEN) && !col[COL_SOURCE].n)
            return row_fail(r, COL_CONDITION, 0, err, "source needs a source expression in column 3");
    }
    if ((!p.fixed || row->n_conds) && !col[COL_BAD].n)
        return row_fail(r, COL_BAD, 0, err, "a pattern or condition needs a bad example: They met [risky partners].");
    row->id = calco_compile_text(c, col[COL_ID]);
    row->pattern = calco_compile_text(c, col[COL_PATTERN]);
    row->source = calco_compile_text(c, col[COL_SOURCE]);
    row->example = is_example(r);
    row->better = calco_compile_text(c, col[COL_BETTER]);
    row->category = calco_compile_text(c, col[COL_CATEGORY]);
    row->condition = calco_compile_text(c, col[COL_CONDITION]);
    row->message = calco_compile_text(c, col[COL_MESSAGE]);
    row->summary = calco_compile_text(c, summary_of(c->scratch, r));
    row->bad = calco_compile_text(c, col[COL_BAD]);
    row->good = calco_compile_text(c, col[COL_GOOD]);
    return true;
}

/* --- the image --- */

/* Symbols by the string they are about, so that a token finds all of its own at once. */
static void write_offers(calco_compiler *c)
{
    const calco_symbols *s = &c->symbols;
    uint32_t            *first = calloc(s->strings.n + 2, sizeof *first);
    rule_offer          *offers = calloc(s->symbols.n + 1, sizeof *offers);
    if (!first || !offers) abort();
    for (size_t i = SYM_FREE; i < s->symbols.n; i++)
        if (s->symbols.p[i].kind != KIND_LIST) first[s->symbols.p[i].string + 1]++;
    for (size_t i = 0; i < s->strings.n; i++) first[i + 1] += first[i];
    size_t n = first[s->strings.n];
    for (size_t i = s->symbols.n; i-- > SYM_FREE;) { /* from the end: counting sort that fills backwards */
        calco_symbol y = s->symbols.p[i];
        if (y.kind != KIND_LIST) offers[--first[y.string + 1]] = (rule_offer){ (uint16_t)y.kind, y.x, (uint32_t)i };
    }
    calco_buf_add(&c->sections[SEC_STRING_OFFERS], first + 1, s->strings.n * sizeof *first);
    uint32_t end = (uint32_t)n;
    calco_buf_add(&c->sections[SEC_STRING_OFFERS], &end, sizeof end);
    calco_buf_add(&c->sections[SEC_OFFERS], offers, n * sizeof *offers);
    free(first);
    free(offers);
}

static void write_image(calco_compiler *c, calco_buf *out)
{
    rule_header h = { .magic = RULES_MAGIC, .version = RULES_VERSION, .n_symbols = (uint32_t)c->symbols.symbols.n };
    write_offers(c);
    calco_trie_write(&c->trie, c->symbols.symbols.n, c->sections);
    for (size_t i = 0; i < SECTIONS; i++) h.count[i] = (uint32_t)(c->sections[i].n / calco_rules_section_size[i]);
    calco_buf_align(out, 8);
    calco_buf_add(out, &h, sizeof h);
    calco_strtab_write(out, c->symbols.strings.p, c->symbols.strings.n);
    for (size_t i = 0; i < SECTIONS; i++) {
        calco_buf_align(out, 8);
        calco_buf_str(out, calco_buf_view(&c->sections[i]));
    }
    calco_buf_align(out, 8);
}

static bool compile_all(calco_compiler *c, const table *t, calco_err *err)
{
    rule_row *rows = ARENA_ARRAY(c->arena, rule_row, t->rows.n);
    calco_compile_text(c, STR(""));
    calco_symbols_add(&c->symbols, KIND_TAG, X_ANY, STR("")); /* so that the empty string has an id */
    for (size_t i = 0; i < t->rows.n; i++) {
        if (!compile_row(c, &t->rows.p[i], &rows[t->rows.p[i].number], err)) return false;
        calco_arena_reset(c->scratch);
    }
    if (!calco_trie_add_lists(&c->trie, &c->symbols))
        return calco_fail(err, CALCO_ERR_FORMAT, NULL, "the lists that rules name are too long; shorten them");
    calco_buf_add(&c->sections[SEC_ROWS], rows, t->rows.n * sizeof *rows);
    return true;
}

bool calco_phrases_compile(calco_arena *a, const calco_rule_file *files, size_t n, const calco_lang *target,
                           calco_buf *out, calco_err *err)
{
    table t = { .arena = a };
    for (size_t i = 0; i < n; i++) {
        t.path = files[i].path;
        if (!calco_utf8_valid(files[i].text))
            return calco_fail(err, CALCO_ERR_FORMAT, files[i].path, "is not UTF-8; convert it with iconv");
        if (!calco_tsv_each(files[i].text, read_row, &t, err)) {
            if (err && !err->path[0] && files[i].path)
                calco_fail_line(err, err->code, files[i].path, err->line, "%s",
                                calco_arena_str(a, calco_str(err->message)).p);
            return false;
        }
    }
    if (!number_rows(&t, err)) return false;
    calco_compiler c = {
        .arena = a, .scratch = calco_arena_new(), .texts = calco_map_new(a), .trie = calco_trie_new(a)
    };
    c.symbols = calco_symbols_new(a, c.scratch, target);
    bool ok = compile_all(&c, &t, err);
    if (ok) write_image(&c, out);
    for (size_t i = 0; i < SECTIONS; i++) calco_buf_free(&c.sections[i]);
    calco_arena_free(c.scratch);
    return ok;
}
