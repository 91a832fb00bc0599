/* Computes dictionaries/XX/ngram.tsv: a trigram model, interpolated Kneser-Ney (Chen & Goodman 1998, one discount an
 * order) without the rarest n-grams, whose probability goes to the shorter ones.
 * Usage: train-ngram PACK XX [-c WORD,BIGRAM,TRIGRAM] TEXT.xz[=TIMES]... >dictionaries/XX/ngram.tsv
 * A text with "XX-YY" in its name is a table whose first column counts; one with "YY-XX" its second. */
#include "base/err.h"
#include "train/texts.h"

enum { BATCH = 2000, UNKNOWN = 0, START = 1, END = 2, BITS = 21 };

typedef struct {
    uint64_t key;
    uint32_t count, kinds;
} slot; /* kinds: different words before it */
typedef struct {
    slot  *slots;
    size_t cap, n;
} grams;
typedef struct {
    double total, kept;
} history; /* counts after it; of those the discounted ones that stay */

typedef struct {
    calco_arena *arena;
    calco_lang  *lang;
    calco_map    ids;
    calco_strs   words;
    VEC(uint32_t) text; /* ids, sentences from START to END */
    VEC(uint32_t) count;
    grams    order[3]; /* by packed ids; [0] unigrams */
    uint32_t cut[3];
    double   discount[3];
} trainer;

/* --- counting --- */

static slot *slot_of(const grams *g, uint64_t key)
{
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 18) & (g->cap - 1);
    while (g->slots[i].key && g->slots[i].key != key) i = (i + 1) & (g->cap - 1);
    return &g->slots[i];
}

static grams grams_new(size_t cap)
{
    grams g = { calloc(cap, sizeof(slot)), cap, 0 };
    if (!g.slots) abort();
    return g;
}

static slot *slot_at(grams *g, uint64_t key)
{
    slot *s = slot_of(g, key);
    if (s->key) return s;
    if (++g->n > g->cap / 2) {
        grams more = grams_new(g->cap * 2);
        for (size_t i = 0; i < g->cap; i++)
            if (g->slots[i].key) *slot_of(&more, g->slots[i].key) = g->slots[i];
        more.n = g->n;
        free(g->slots);
        *g = more;
        s = slot_of(g, key);
    }
    s->key = key;
    return s;
}

/* Ids are stored plus one: a key is never 0, and its length can be seen. */
static uint64_t pack1(uint32_t w) { return (uint64_t)w + 1; }
static uint64_t pack2(uint32_t v, uint32_t w) { return pack1(v) << BITS | pack1(w); }
static uint64_t pack3(uint32_t u, uint32_t v, uint32_t w) { return pack1(u) << 2 * BITS | pack2(v, w); }
static uint32_t unpack(uint64_t key, unsigned back) { return (uint32_t)(key >> back * BITS & ((1u << BITS) - 1)) - 1; }

static uint32_t word_id(trainer *t, str fold)
{
    uint32_t id = calco_map_get(&t->ids, fold);
    if (id != CALCO_NONE) return id;
    str own = calco_arena_str(t->arena, fold);
    id = (uint32_t)t->words.n;
    calco_map_set(&t->ids, own, id);
    VEC_PUSH(t->arena, &t->words, own);
    VEC_PUSH(t->arena, &t->count, 0);
    return id;
}

static void take_lines(trainer *t, const str *lines, size_t n, unsigned times)
{
    calco_arena *a = calco_arena_new();
    calco_doc   *doc = train_doc(t->lang, a, lines, n, false);
    for (size_t s = 0; s < doc->sentences.n * times; s++) {
        const calco_sentence *sentence = &doc->sentences.p[s % doc->sentences.n];
        const calco_token    *token = doc->tokens.p + sentence->first_token;
        VEC_PUSH(t->arena, &t->text, START);
        for (size_t i = 0; i < sentence->n_tokens; i++) {
            if (token[i].kind != TOKEN_WORD && token[i].kind != TOKEN_NUMBER) continue;
            uint32_t id = word_id(t, train_word(t->lang, &token[i]));
            t->count.p[id]++;
            VEC_PUSH(t->arena, &t->text, id);
        }
        VEC_PUSH(t->arena, &t->text, END);
    }
    calco_arena_free(a);
}

static void read_text(trainer *t, char *path, const char *code)
{
    calco_arena *a = calco_arena_new();
    char        *equal = strrchr(path, '=');
    unsigned     times = equal ? (unsigned)strtoul(equal + 1, NULL, 10) : 1;
    if (equal) *equal = '\0';
    bool first = strstr(path, calco_arena_printf(a, ".%s-", code).p),
         second = strstr(path, calco_arena_printf(a, "-%s.tsv", code).p);
    str    text = train_unpack(a, path), line, lines[BATCH];
    size_t n = 0;
    while (calco_str_split(&text, '\n', &line)) {
        lines[n++] = first ? train_column(line, 0) : second ? train_column(line, 1) : line;
        if (n == BATCH) take_lines(t, lines, n, times), n = 0;
    }
    take_lines(t, lines, n, times);
    calco_arena_free(a);
}

static void count_grams(trainer *t)
{
    for (size_t i = 0; i < 3; i++) t->order[i] = grams_new(1 << 20);
    for (size_t i = 0; i < t->text.n; i++)
        if (t->text.p[i] > END && t->count.p[t->text.p[i]] < t->cut[0]) t->text.p[i] = UNKNOWN;
    for (size_t i = 1; i < t->text.n; i++) {
        uint32_t w = t->text.p[i], v = t->text.p[i - 1], u = i > 1 && v != START ? t->text.p[i - 2] : START;
        if (w == START) continue;
        slot_at(&t->order[0], pack1(w))->count++;
        slot *two = slot_at(&t->order[1], pack2(v, w));
        if (!two->count++) slot_at(&t->order[0], pack1(w))->kinds++;
        slot *three = slot_at(&t->order[2], pack3(u, v, w));
        if (!three->count++) slot_at(&t->order[1], pack2(v, w))->kinds++;
    }
}

/* --- probabilities --- */

/* What an n-gram counts for: itself in the highest order and after START, else the words it follows (Kneser & Ney
 * 1995). */
static double weight_of(const slot *s, size_t order)
{
    if (order == 2 || (order == 1 && unpack(s->key, 1) == START)) return (double)s->count;
    return (double)s->kinds;
}

static void discounts(trainer *t)
{
    for (size_t order = 0; order < 3; order++) {
        double once = 1, twice = 1;
        for (size_t i = 0; i < t->order[order].cap; i++) {
            const slot *s = &t->order[order].slots[i];
            if (!s->key) continue;
            once += weight_of(s, order) == 1;
            twice += weight_of(s, order) == 2;
        }
        t->discount[order] = once / (once + 2 * twice);
    }
}

static bool stays(const trainer *t, const slot *s, size_t order)
{
    if (!s->key || unpack(s->key, 0) == UNKNOWN || (order && unpack(s->key, 1) == UNKNOWN)) return false;
    if (order == 2) {
        const slot *prefix = slot_of(&t->order[1], s->key >> BITS),
                   *suffix = slot_of(&t->order[1], s->key & (((uint64_t)1 << 2 * BITS) - 1));
        if (unpack(s->key, 2) == UNKNOWN || !stays(t, prefix, 1) || !stays(t, suffix, 1)) return false;
    }
    return order == 0 || s->count >= t->cut[order];
}

/* Of each history of `order` words: the sum of counts after it, and the share that longer n-grams keep. */
static history *histories(const trainer *t, size_t order, const grams *of)
{
    history *h = calloc(of->cap, sizeof *h);
    if (!h) abort();
    for (size_t i = 0; i < t->order[order].cap; i++) {
        const slot *s = &t->order[order].slots[i];
        if (!s->key) continue;
        history *at = &h[slot_of(of, s->key >> BITS) - of->slots];
        at->total += weight_of(s, order);
        if (stays(t, s, order)) at->kept += weight_of(s, order) - t->discount[order];
    }
    return h;
}

typedef struct {
    const trainer *t;
    history       *after[3];
    double         kinds;
    size_t         vocabulary;
} model;

static double unigram(const model *m, uint32_t w)
{
    const slot *s = slot_of(&m->t->order[0], pack1(w));
    double      d = m->t->discount[0], seen = s->key && s->kinds ? (double)s->kinds - d : 0;
    return (seen + d * (double)m->vocabulary / (double)(m->vocabulary + 1)) / m->kinds;
}

static double left_over(const model *m, size_t order, uint64_t key)
{
    const slot *s = slot_of(&m->t->order[order - 1], key);
    if (!s->key) return 1;
    const history *h = &m->after[order][s - m->t->order[order - 1].slots];
    return h->total > 0 ? 1 - h->kept / h->total : 1;
}

static double probability(const model *m, size_t order, uint64_t key)
{
    if (order == 0) return unigram(m, unpack(key, 0));
    uint64_t    lower = key & (((uint64_t)1 << order * BITS) - 1);
    const slot *s = slot_of(&m->t->order[order], key), *before = slot_of(&m->t->order[order - 1], key >> BITS);
    double      p = left_over(m, order, key >> BITS) * probability(m, order - 1, lower); /* two levels at most */
    if (s->key && stays(m->t, s, order))
        p += (weight_of(s, order) - m->t->discount[order]) /
             m->after[order][before - m->t->order[order - 1].slots].total;
    return p;
}

static int by_key(const void *x, const void *y)
{
    uint64_t a = (*(const slot *const *)x)->key, b = (*(const slot *const *)y)->key;
    return (a > b) - (a < b);
}

static void print_order(const model *m, size_t order)
{
    const grams *g = &m->t->order[order];
    const slot **rows = malloc((g->n + 1) * sizeof *rows);
    size_t       n = 0;
    if (!rows) abort();
    for (size_t i = 0; i < g->cap; i++)
        if (stays(m->t, &g->slots[i], order)) rows[n++] = &g->slots[i];
    qsort(rows, n, sizeof *rows, by_key);
    for (size_t i = 0; i < n; i++) {
        printf("%zu\t", order + 1);
        for (size_t k = order + 1; k-- > 0;) {
            str w = m->t->words.p[unpack(rows[i]->key, (unsigned)k)];
            printf("%.*s%s", STR_FMT(w), k ? " " : "");
        }
        printf("\t%.2f\n", log10(probability(m, order, rows[i]->key)));
    }
    fprintf(stderr, "train-ngram: %zu of order %zu\n", n, order + 1);
    free(rows);
}

static void print_model(trainer *t)
{
    model m = { .t = t };
    for (size_t order = 1; order < 3; order++) m.after[order] = histories(t, order, &t->order[order - 1]);
    for (size_t i = 0; i < t->order[0].cap; i++) {
        m.kinds += (double)t->order[0].slots[i].kinds;
        m.vocabulary += t->order[0].slots[i].key != 0;
    }
    puts("# A trigram model: order, words, log10 probability; computed by train-ngram (see SOURCES.md). calco-pack "
         "adds back-offs.");
    for (size_t order = 0; order < 3; order++) print_order(&m, order);
    free(m.after[1]);
    free(m.after[2]);
}

int main(int argc, char **argv)
{
    if (argc < 4) return fputs("usage: train-ngram PACK XX [-c WORD,BIGRAM,TRIGRAM] TEXT.xz[=TIMES]...\n", stderr), 2;
    calco_err   err = { 0 };
    calco_pack *pack = calco_pack_open(argv[1], &err);
    trainer     t = { .arena = calco_arena_new(), .cut = { 2, 2, 3 } };
    t.lang = pack ? calco_lang_open(pack, argv[2], &err) : NULL;
    if (!t.lang) return fprintf(stderr, "train-ngram: %s: %s\n", err.path, err.message), 2;
    int first = 3;
    if (strcmp(argv[3], "-c") == 0 && argc > 5) {
        char *rest = argv[4];
        for (size_t i = 0; i < 3 && *rest; i++, rest += *rest == ',') t.cut[i] = (uint32_t)strtoul(rest, &rest, 10);
        first = 5;
    }
    t.ids = calco_map_new(t.arena);
    word_id(&t, STR("<unk>"));
    word_id(&t, STR("<s>"));
    word_id(&t, STR("</s>"));
    for (int i = first; i < argc; i++) read_text(&t, argv[i], argv[2]);
    if (t.words.n >= (1u << BITS) - 2) return fputs("train-ngram: too many words\n", stderr), 2;
    count_grams(&t);
    discounts(&t);
    print_model(&t);
    for (size_t i = 0; i < 3; i++) free(t.order[i].slots);
    calco_lang_close(t.lang);
    calco_pack_close(pack);
    calco_arena_free(t.arena);
    return 0;
}
