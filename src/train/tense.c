/* Which verb groups render which: prints dictionaries/XX-YY/tense.tsv.
 * Usage: train-tense PACK TABLE PACK TABLE... >dictionaries/XX-YY/tense.tsv
 * A TABLE (xz) holds rows `source TAB translation`. Groups whose main verbs render each other are counted; a row is printed
 * for classes that would meet at least three times by chance: log10 of how much more often they do. */
#include "align/verbgroup.h"
#include "train/texts.h"

enum { LEAST_EXPECTED = 3 };

typedef struct {
    calco_arena *arena;
    calco_map    source, target, both;
    double       pairs;
} counts;

static void add(counts *c, calco_map *m, str key)
{
    bool known = calco_map_get(m, key) != CALCO_NONE;
    ++*calco_map_at(m, known ? key : calco_arena_str(c->arena, key), 0);
}

static calco_stretch stretch_of(const calco_doc *doc, size_t unit)
{
    size_t n;
    const calco_token *t = train_tokens(doc, unit, &n);
    return (calco_stretch){ doc, t ? (size_t)(t - doc->tokens.p) : 0, n };
}

static void count_pair(counts *c, const calco_lexicon *x, const calco_lang *from, const calco_lang *to, calco_arena *a, calco_stretch s, calco_stretch t)
{
    calco_links l = calco_link_words(x, from, to, a, s, t);
    for (size_t j = 0; j < l.n_target; j++) {
        uint32_t i = calco_verb_counterpart(&l, j);
        if (i == CALCO_NONE) continue;
        calco_verb_group own = calco_verb_group_at(from, a, s, (size_t)(l.source[i].token - s.doc->tokens.p));
        calco_verb_group other = calco_verb_group_at(to, a, t, (size_t)(l.target[j].token - t.doc->tokens.p));
        if (!own.name.n || !other.name.n || !own.finite || !other.finite) continue;
        str    all[4] = { other.name };
        size_t n = 1 + calco_verb_aspects(a, other.name, all + 1);
        add(c, &c->source, own.name);
        for (size_t k = 0; k < n; k++) {
            add(c, &c->target, all[k]);
            add(c, &c->both, calco_arena_join(a, (str[]){ own.name, STR("\t"), all[k], { 0 } }));
        }
        c->pairs++;
    }
}

static void read_table(counts *c, const char *pack_path, const char *path)
{
    calco_err   err;
    calco_pack *pack = calco_pack_open(pack_path, &err);
    const char *slash = strrchr(pack_path, '/');
    char        pair[8], from_code[3] = "", to_code[3] = "";
    snprintf(pair, sizeof pair, "%.5s", slash ? slash + 1 : pack_path);
    memcpy(from_code, pair, 2), memcpy(to_code, pair + 3, 2);
    calco_arena   *a = calco_arena_new(), *scratch = calco_arena_new();
    calco_lang    *from = pack ? calco_lang_open(pack, from_code, &err) : NULL, *to = from ? calco_lang_open(pack, to_code, &err) : NULL;
    calco_lexicon *x = to ? calco_lexicon_open(pack, pair, a, &err) : NULL;
    if (!x) fprintf(stderr, "train-tense: %s: %s\n", pack_path, err.message), exit(2);
    str rest = train_unpack(a, path), line;
    calco_strs side[2] = { { 0 } };
    while (calco_str_split(&rest, '\n', &line)) {
        if (line.n > 900 || !train_column(line, 1).n) continue;
        VEC_PUSH(a, &side[0], train_column(line, 0));
        VEC_PUSH(a, &side[1], train_column(line, 1));
    }
    calco_doc *s = train_doc(from, a, side[0].p, side[0].n, true), *t = train_doc(to, a, side[1].p, side[1].n, true);
    for (size_t u = 0; u < side[0].n; u++) {
        count_pair(c, x, from, to, scratch, stretch_of(s, u), stretch_of(t, u));
        calco_arena_reset(scratch);
    }
    calco_lang_close(from), calco_lang_close(to);
    calco_arena_free(a), calco_arena_free(scratch);
    calco_pack_close(pack);
}

static int by_key(const void *a, const void *b) { return calco_str_cmp(*(const str *)a, *(const str *)b); }

static calco_strs keys_of(calco_arena *a, const calco_map *m)
{
    calco_strs out = { 0 };
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key.p) VEC_PUSH(a, &out, m->slots[i].key);
    if (out.n) qsort(out.p, out.n, sizeof *out.p, by_key);
    return out;
}

int main(int argc, char **argv)
{
    counts c = { .arena = calco_arena_new() };
    c.source = calco_map_new(c.arena), c.target = calco_map_new(c.arena), c.both = calco_map_new(c.arena);
    for (int i = 1; i + 1 < argc; i += 2) read_table(&c, argv[i], argv[i + 1]);
    puts("# How much more often than by chance verb groups render each other: class of the source, of the target, log10 ratio; computed by train-tense.");
    calco_strs sources = keys_of(c.arena, &c.source), targets = keys_of(c.arena, &c.target);
    for (size_t i = 0; i < sources.n; i++)
        for (size_t j = 0; j < targets.n; j++) {
            double expected = (double)calco_map_get(&c.source, sources.p[i]) * (double)calco_map_get(&c.target, targets.p[j]) / c.pairs;
            if (expected < LEAST_EXPECTED) continue;
            uint32_t n = calco_map_get(&c.both, calco_arena_join(c.arena, (str[]){ sources.p[i], STR("\t"), targets.p[j], { 0 } }));
            printf("%.*s\t%.*s\t%.2f\n", STR_FMT(sources.p[i]), STR_FMT(targets.p[j]), log10(((n == CALCO_NONE ? 0 : (double)n) + 0.5) / (expected + 0.5)));
        }
    fprintf(stderr, "%.0f pairs of groups, %zu and %zu classes\n", c.pairs, sources.n, targets.n);
    calco_arena_free(c.arena);
    return 0;
}
