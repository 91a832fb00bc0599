/* The parts "XX.words" (all forms that installed spelling dictionaries know, and words of our own) and "XX.spelling"
 * (where Hunspell finds these dictionaries for suggestions). */
#include "base/err.h"
#include "lang/wordset.h"
#include "pack/affix.h"
#include "pack/build.h"
#include "text/unicode.h"

#include <stdlib.h>

typedef struct {
    str     word;
    uint8_t flags;
} entry;

typedef struct {
    calco_arena *arena;
    uint8_t      flags; /* of the dictionary that is read */
    VEC(entry) entries;
} collector;

static bool has_upper(str word)
{
    size_t n;
    for (size_t at = 0; at < word.n; at += n)
        if (calco_is_upper(calco_utf8_at(word, at, &n))) return true;
    return false;
}

static bool has_controls(str word)
{
    for (size_t i = 0; i < word.n; i++)
        if ((unsigned char)word.p[i] <= WORDSET_FLAGS_MAX) return true;
    return false;
}

static void add(void *ctx, str form, bool hidden)
{
    collector *c = ctx;
    if (!form.n || has_controls(form) || !calco_utf8_valid(form)) return;
    uint8_t flags = (uint8_t)(c->flags | (has_upper(form) ? WORD_NAME : WORD_KNOWN) | (hidden ? WORDSET_HIDDEN : 0));
    VEC_PUSH(c->arena, &c->entries, ((entry){ calco_arena_str(c->arena, form), flags }));
}

static int by_word(const void *a, const void *b)
{
    return calco_str_cmp(((const entry *)a)->word, ((const entry *)b)->word);
}

static void write_set(collector *c, calco_buf *out)
{
    size_t   n = 0;
    entry   *e = c->entries.p;
    str     *words = ARENA_ARRAY(c->arena, str, c->entries.n);
    uint8_t *flags = ARENA_ARRAY(c->arena, uint8_t, c->entries.n);
    qsort(e, c->entries.n, sizeof *e, by_word);
    for (size_t i = 0; i < c->entries.n; i++) {
        if (n && calco_str_eq(words[n - 1], e[i].word)) {
            flags[n - 1] |= e[i].flags;
            continue;
        }
        words[n] = e[i].word;
        flags[n++] = e[i].flags;
    }
    calco_wordset_write(out, words, flags, n);
}

static uint8_t variety_flag(str name)
{
    if (calco_str_eq(name, STR("US"))) return WORD_US;
    if (calco_str_eq(name, STR("GB"))) return WORD_GB;
    return 0;
}

/* The .aff beside a .dic. */
static const char *aff_of(calco_arena *a, str dic)
{
    str stem = calco_str_ends(dic, STR(".dic")) ? calco_str_cut(dic, 0, dic.n - 4) : dic;
    return calco_arena_join(a, (str[]){ stem, STR(".aff"), { 0 } }).p;
}

/* words.txt: words that the dictionaries lack, one a line, common to all varieties. */
static bool add_own(calco_build *b, collector *c, calco_err *err)
{
    str text, line;
    if (!calco_build_file(b, "words.txt", &text, err)) return false;
    c->flags = 0;
    while (calco_str_split(&text, '\n', &line)) {
        line = calco_str_trim(line);
        if (line.n && line.p[0] != '#') add(c, line, false);
    }
    return true;
}

bool calco_build_words(calco_build *b, calco_err *err)
{
    const calco_installed *rows;
    size_t                 n;
    collector              c = { .arena = calco_arena_new() };
    bool                   ok = calco_build_installed(b, "spelling", &rows, &n, err);
    str                    origin = STR(""), licence = STR("");
    for (size_t i = 0; ok && i < n; i++) {
        bool compounds;
        ok = calco_affix_compounds(c.arena, aff_of(b->arena, rows[i].path), &compounds, err);
        if (!ok || compounds) continue; /* no list would be complete, nor free of forms that stand in compounds only */
        c.flags = variety_flag(rows[i].extra);
        ok = calco_affix_expand(c.arena, aff_of(b->arena, rows[i].path), rows[i].path.p, add, &c, err);
        str comma = i ? STR(", ") : STR("");
        origin = calco_arena_join(b->arena, (str[]){ origin, comma, rows[i].package, { 0 } });
        licence = calco_arena_join(b->arena, (str[]){ licence, comma, rows[i].licence, { 0 } });
    }
    ok = ok && add_own(b, &c, err);
    if (ok && n && c.entries.n) write_set(&c, calco_build_part(b, NULL, origin.p, licence.p));
    calco_arena_free(c.arena);
    return ok;
}

bool calco_build_spelling(calco_build *b, calco_err *err)
{
    const calco_installed *rows;
    size_t                 n;
    if (!calco_build_installed(b, "spelling", &rows, &n, err)) return false;
    if (!n) return true;
    calco_buf *out = calco_build_part(b, NULL, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        const char *aff = aff_of(b->arena, rows[i].path), *name = rows[i].extra.n ? rows[i].extra.p : "-";
        bool        compounds;
        if (!calco_affix_compounds(b->arena, aff, &compounds, err)) return false;
        calco_buf_printf(out, "%s\t%s\t%s%s\n", name, aff, rows[i].path.p, compounds ? "\tcompounds" : "");
    }
    return true;
}
