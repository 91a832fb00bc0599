/* Counts dictionaries/XX-YY/classes.tsv: how often a class of words or verb groups of one language is rendered by one of the other.
 * Usage: train-classes PACK TEXT.tsv.xz... >dictionaries/XX-YY/classes.tsv
 * A TEXT holds rows `source TAB translation`. Words are linked as `calco score` links them; a word without a counterpart
 * counts as "-" on the other side. Rows seen less than LEAST times are left out. */
#include "judge/classes.h"
#include "train/texts.h"

enum { LEAST = 3, LONGEST = 60, ROWS = 256 };
static const float LINKED = 0.05f;

typedef struct {
    calco_arena *arena;
    calco_map    pairs;
} counts;

static void count(counts *c, str source, str target)
{
    if (!source.n || !target.n) return;
    str key = calco_arena_join(c->arena, (str[]){ source, STR("\t"), target, { 0 } });
    *calco_map_at(&c->pairs, key, 0) += 1;
}

static calco_stretch stretch_of(const calco_doc *doc, size_t unit)
{
    size_t             n;
    const calco_token *t = train_tokens(doc, unit, &n);
    return (calco_stretch){ doc, t ? (size_t)(t - doc->tokens.p) : 0, n };
}

static void count_pair(counts *c, calco_arena *scratch, const calco_lexicon *x, const calco_lang *from, const calco_lang *to,
                       calco_stretch source, calco_stretch target)
{
    if (!source.n || !target.n || source.n > LONGEST || target.n > LONGEST) return;
    calco_links   links = calco_link_words(x, from, to, scratch, source, target);
    calco_classes s = calco_classes_of(from, scratch, source), t = calco_classes_of(to, scratch, target);
    bool         *used = ARENA_ARRAY(scratch, bool, source.n + 1);
    for (size_t j = 0; j < links.n_target; j++) {
        const calco_link *l = &links.target[j];
        size_t at = (size_t)(l->token - &target.doc->tokens.p[target.first]);
        if (t.head[at] != at) continue;
        size_t other = l->best == CALCO_NONE || l->peak < LINKED ? SIZE_MAX : (size_t)(links.source[l->best].token - &source.doc->tokens.p[source.first]);
        if (other != SIZE_MAX) used[s.head[other]] = true;
        str from_class = other == SIZE_MAX ? STR(CALCO_CLASS_NONE) : s.name[s.head[other]];
        int kind = calco_kind_of(&t, l->token, at);
        count(c, from_class, t.name[at]);
        if (kind != CALCO_KINDS) count(c, from_class, calco_str(calco_kind_names[kind]));
    }
    for (size_t i = 0; i < source.n; i++) {
        if (s.head[i] != i || !s.name[i].n) continue;
        if (!used[i]) count(c, s.name[i], STR(CALCO_CLASS_NONE));
        count(c, s.name[i], STR(CALCO_CLASS_SEEN));
        count(c, STR(CALCO_CLASS_NONE), STR(CALCO_CLASS_SEEN));
    }
}

static void read_table(counts *c, const calco_lexicon *x, const calco_lang *from, const calco_lang *to, const char *path)
{
    str          rest = train_unpack(c->arena, path), line;
    calco_arena *a = calco_arena_new(), *scratch = calco_arena_new();
    while (rest.n) {
        calco_strs sides[2] = { { 0 } };
        while (sides[0].n < ROWS && calco_str_split(&rest, '\n', &line)) {
            VEC_PUSH(a, &sides[0], train_column(line, 0));
            VEC_PUSH(a, &sides[1], train_column(line, 1));
        }
        if (!sides[0].n) break;
        calco_doc *source = train_doc(from, a, sides[0].p, sides[0].n, true), *target = train_doc(to, a, sides[1].p, sides[1].n, true);
        for (size_t u = 0; u < sides[0].n; u++) {
            count_pair(c, scratch, x, from, to, stretch_of(source, u), stretch_of(target, u));
            calco_arena_reset(scratch);
        }
        calco_arena_reset(a);
    }
    calco_arena_free(a), calco_arena_free(scratch);
}

static int by_key(const void *a, const void *b) { return calco_str_cmp(((const struct calco_map_slot *)a)->key, ((const struct calco_map_slot *)b)->key); }

static void print(counts *c)
{
    puts("# Classes of words and verb groups, and how often one renders the other in open parallel texts; counted by train-classes. Source, target, times.");
    qsort(c->pairs.slots, c->pairs.cap, sizeof *c->pairs.slots, by_key);
    for (size_t i = 0; i < c->pairs.cap; i++)
        if (c->pairs.slots[i].key.p && c->pairs.slots[i].value >= LEAST) printf("%.*s\t%u\n", STR_FMT(c->pairs.slots[i].key), c->pairs.slots[i].value);
}

static int complain(const calco_err *err) { return fprintf(stderr, "train-classes: %s: %s\n", err->path, err->message), 2; }

int main(int argc, char **argv)
{
    if (argc < 3) return fputs("usage: train-classes PACK TEXT.tsv.xz...\n", stderr), 2;
    calco_err   err = { 0 };
    counts      c = { .arena = calco_arena_new() };
    calco_pack *pack = calco_pack_open(argv[1], &err);
    if (!pack) return complain(&err);
    str title = calco_str(calco_pack_title(pack)), pair, code[2];
    calco_str_split(&title, ' ', &pair);
    pair = calco_arena_str(c.arena, pair);
    str rest = pair;
    calco_lang *lang[2];
    for (int side = 0; side < 2; side++) {
        calco_str_split(&rest, '-', &code[side]);
        if (!(lang[side] = calco_lang_open(pack, calco_arena_str(c.arena, code[side]).p, &err))) return complain(&err);
    }
    calco_lexicon *x = calco_lexicon_open(pack, pair.p, c.arena, &err);
    if (!x) return complain(&err);
    calco_lexicon_languages(x, lang[0], lang[1], c.arena);
    c.pairs = calco_map_new(c.arena);
    for (int i = 2; i < argc; i++) read_table(&c, x, lang[0], lang[1], argv[i]);
    print(&c);
    calco_lang_close(lang[0]), calco_lang_close(lang[1]);
    calco_pack_close(pack);
    calco_arena_free(c.arena);
    return 0;
}
