/* Computes dictionaries/XX-YY/lexicon.tsv: words and phrases with P(source | target) and P(target | source), estimated
 * on parallel texts (model 1, a hidden Markov model in both directions, their agreement) with dictionaries as priors.
 * Usage: train-lexicon XX-YY PACK LEXICONS-FOLDER [-n ROWS] TEXT.tsv.xz=WEIGHT... >dictionaries/XX-YY/lexicon.tsv
 * A text whose lines have no second column counts as text of the source language only. */
#include "base/err.h"
#include "train/bitext.h"

enum { STEPS_LEMMA = 4, STEPS_FORM = 2, STEPS_HMM = 3, PHRASE_TARGET = 4, PHRASE_SOURCE = 5 };
static const double LINK = 0.2;         /* product of both posteriors from which two words are linked */
static const float  GROW = 0.4f;        /* probability in one direction of links that grow */
static const double DICTIONARY = 2.0;   /* pseudo-count of a word's dictionary entries */

/* What lemmas say of forms: the prior of the second stage. */
typedef struct {
    const hmm_table  *lemmas;
    const vocabulary *e, *f;
    const double     *lemma_count; /* of F, by lemma */
} lemma_prior;

static double prior_of(const void *ctx, uint32_t e, uint32_t f)
{
    const lemma_prior *p = ctx;
    uint32_t           le = p->e->lemma.p[e], lf = p->f->lemma.p[f];
    const hmm_slot    *s = hmm_find(p->lemmas, le, lf, false);
    return s ? (double)s->p * p->f->count.p[f] / (p->lemma_count[lf] + 0.5) : 0;
}

static double *lemma_counts(const vocabulary *v)
{
    double *n = calloc(v->words.n + 1, sizeof *n);
    if (!n) abort();
    for (size_t i = 0; i < v->words.n; i++) n[v->lemma.p[i]] += v->count.p[i];
    return n;
}

/* Dictionary entries of one word on both sides, as sentence pairs. */
static void add_dictionary(bitext *b, hmm_corpus *to)
{
    for (size_t i = 0; i < b->entries.n; i++) {
        const entry *e = &b->entries.p[i];
        if (spaces(e->side[0]) || spaces(e->side[1])) continue;
        hmm_pair  p = { .n = { 1, 1 }, .weight = e->weight };
        uint32_t *ids = ARENA_ARRAY(b->arena, uint32_t, 2);
        for (int side = 0; side < 2; side++) ids[side] = word_id(b, side, e->side[side]), p.words[side] = &ids[side];
        VEC_PUSH(b->arena, &to->pairs, p);
    }
}

static hmm_model train_direction(bitext *b, const hmm_corpus *with_dictionary, int e)
{
    hmm_model m = { .corpus = with_dictionary, .e = e, .map = { b->v[0].lemma.p, b->v[1].lemma.p },
                    .size = { b->v[0].words.n, b->v[1].words.n }, .t = hmm_table_new(1 << 24) };
    hmm_fill(&m);
    for (int i = 0; i < STEPS_LEMMA; i++) hmm_expect1(&m), hmm_maximise(&m, NULL, NULL);
    fprintf(stderr, "%d: %zu pairs of lemmas\n", e, m.t.n);

    double     *counts = lemma_counts(&b->v[!e]);
    hmm_table   lemmas = m.t;
    lemma_prior prior = { &lemmas, &b->v[e], &b->v[!e], counts };
    m.corpus = &b->corpus;
    m.map[0] = m.map[1] = NULL;
    m.t = hmm_table_new(1 << 24);
    hmm_fill(&m);
    hmm_maximise(&m, prior_of, &prior);
    for (int i = 0; i < STEPS_FORM; i++) hmm_expect1(&m), hmm_maximise(&m, prior_of, &prior);
    fprintf(stderr, "%d: %zu pairs of forms\n", e, m.t.n);
    for (size_t i = 0; i < 2 * HMM_JUMPS + 1; i++) m.jump[i] = 1.0 / (1 + fabs((double)i - HMM_JUMPS - 1));
    hmm_space *space = calloc(1, sizeof *space);
    if (!space) abort();
    for (int i = 0; i < STEPS_HMM; i++) hmm_expect(&m, space), hmm_maximise(&m, prior_of, &prior);
    fprintf(stderr, "%d: hidden Markov model\n", e);
    free(space);
    free(lemmas.slots);
    free(counts);
    return m;
}

/* --- counting what both directions agree on --- */

typedef struct {
    bitext   *b;
    hmm_table words, phrases;  /* counts of (target, source) */
    calco_map ids[2];          /* phrases: text -> id */
    calco_strs texts[2];
    VEC(double) seen[2];       /* times of each phrase in the texts */
    double    *nothing;        /* times that a target word rendered no word */
} counter;

static uint32_t phrase_id(counter *c, int side, const uint32_t *words, size_t n)
{
    char   key[200];
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        str w = c->b->v[side].words.p[words[i]];
        if (!is_wordy(w) || len + w.n + 1 > sizeof key) return CALCO_NONE;
        if (i) key[len++] = ' ';
        memcpy(key + len, w.p, w.n);
        len += w.n;
    }
    str      s = { key, len };
    uint32_t id = calco_map_get(&c->ids[side], s);
    if (id != CALCO_NONE) return id;
    s = calco_arena_str(c->b->arena, s);
    id = (uint32_t)c->texts[side].n;
    calco_map_set(&c->ids[side], s, id);
    VEC_PUSH(c->b->arena, &c->texts[side], s);
    VEC_PUSH(c->b->arena, &c->seen[side], 0);
    return id;
}

/* Phrases of up to PHRASE_TARGET words whose links stay within a run of the other side (Och & Ney 2004), without loose
 * ends on either side. */
static void count_phrases(counter *c, const hmm_pair *p, const float *link)
{
    size_t n = p->n[TARGET], m = p->n[SOURCE];
    for (size_t i = 0; i < n; i++)
        for (size_t len = 1; len <= PHRASE_TARGET && i + len <= n; len++) {
            uint32_t id = phrase_id(c, TARGET, p->words[TARGET] + i, len);
            if (id == CALCO_NONE) break;
            c->seen[TARGET].p[id] += p->weight;
            size_t from = m, to = 0;
            for (size_t k = i; k < i + len; k++)
                for (size_t j = 0; j < m; j++)
                    if (link[k * m + j] > 0) from = j < from ? j : from, to = j + 1 > to ? j + 1 : to;
            if (from >= to || to - from > PHRASE_SOURCE || (len == 1 && to - from == 1)) continue;
            bool closed = true, first = false, last = false;
            for (size_t j = from; j < to; j++) {
                first |= link[i * m + j] > 0;
                last |= link[(i + len - 1) * m + j] > 0;
                for (size_t k = 0; k < n; k++) closed &= !(link[k * m + j] > 0) || (k >= i && k < i + len);
            }
            uint32_t other = closed && first && last ? phrase_id(c, SOURCE, p->words[SOURCE] + from, to - from) : CALCO_NONE;
            if (other != CALCO_NONE) hmm_at(&c->phrases, id, other)->count += (float)p->weight;
        }
    for (size_t j = 0; j < m; j++)
        for (size_t len = 1; len <= PHRASE_SOURCE && j + len <= m; len++) {
            uint32_t id = phrase_id(c, SOURCE, p->words[SOURCE] + j, len);
            if (id == CALCO_NONE) break;
            c->seen[SOURCE].p[id] += p->weight;
        }
}

static void count_nothing(counter *c, const hmm_pair *p, const float *link)
{
    for (size_t i = 0; i < p->n[TARGET]; i++) {
        bool linked = false;
        for (size_t j = 0; j < p->n[SOURCE]; j++) linked |= link[i * p->n[SOURCE] + j] > 0;
        if (!linked) c->nothing[p->words[TARGET][i]] += p->weight;
    }
}

/* Links of one direction that touch a link of both and give a word its first (after "grow-diag", Koehn et al. 2003). */
static void grow_links(float *link, const float *forward, const float *back, size_t nt, size_t ns)
{
    bool row[HMM_LONGEST] = { false }, column[HMM_LONGEST] = { false };
    for (size_t k = 0; k < nt * ns; k++)
        if (link[k] > 0) row[k / ns] = column[k % ns] = true;
    for (int step = 0; step < 3; step++)
        for (size_t k = 0; k < nt * ns; k++) {
            size_t i = k / ns, j = k % ns;
            float  q = forward[j * nt + i] > back[i * ns + j] ? forward[j * nt + i] : back[i * ns + j];
            if (link[k] > 0 || q < GROW || (row[i] && column[j])) continue;
            bool touches = (i && link[k - ns] > 0) || (i + 1 < nt && link[k + ns] > 0) || (j && link[k - 1] > 0) ||
                           (j + 1 < ns && link[k + 1] > 0);
            if (touches) link[k] = q, row[i] = column[j] = true;
        }
}

static void count_agreement(counter *c, const hmm_model m[2])
{
    hmm_space *space = calloc(1, sizeof *space);
    size_t     size = (size_t)HMM_LONGEST * HMM_LONGEST;
    float     *by[2] = { malloc(size * sizeof(float)), malloc(size * sizeof(float)) }, *link = malloc(size * sizeof(float));
    if (!space || !by[0] || !by[1] || !link) abort();
    for (size_t k = 0; k < c->b->corpus.pairs.n; k++) {
        const hmm_pair *p = &c->b->corpus.pairs.p[k];
        if (!hmm_posteriors(&m[TARGET], space, p, by[0]) || !hmm_posteriors(&m[SOURCE], space, p, by[1])) continue;
        size_t nt = p->n[TARGET], ns = p->n[SOURCE];
        for (size_t i = 0; i < nt; i++)
            for (size_t j = 0; j < ns; j++) {
                float q = by[0][j * nt + i] * by[1][i * ns + j]; /* [0]: source words given the target; [1]: the reverse */
                link[i * ns + j] = (double)q >= LINK ? q : 0;
                if (q > 0.01f) hmm_at(&c->words, p->words[TARGET][i], p->words[SOURCE][j])->count += (float)p->weight * q;
            }
        count_nothing(c, p, link);
        grow_links(link, by[0], by[1], nt, ns);
        count_phrases(c, p, link);
    }
    free(link);
    free(by[0]);
    free(by[1]);
    free(space);
}

/* --- rows --- */

typedef struct { str target, source; double forward, back, use; } out_row; /* probabilities; rows with more use stay */
typedef struct { calco_arena *arena; VEC(out_row) rows; } out_table;

/* Words that start with a letter or are clitics ("'s"). */
static bool starts_well(str s)
{
    size_t n;
    return is_wordy(s) && (s.p[0] == '\'' || calco_is_letter(calco_utf8_at(s, 0, &n)));
}

/* How usual a target word is in its language at large, on the scale of the logarithm of its count in the texts. */
static double commonness(const bitext *b, str word)
{
    const calco_ngram *m = b->v[TARGET].lang->ngram;
    uint32_t           id = m ? calco_ngram_word(m, word) : LM_UNKNOWN;
    return id == LM_UNKNOWN ? 0 : 2.3 * ((double)calco_ngram_logp(m, LM_UNKNOWN, LM_UNKNOWN, id) + 7);
}

/* A row for each pair of words that counts or dictionaries know. */
static void word_rows(counter *c, out_table *out)
{
    bitext *b = c->b;
    double *total[2], *listed[2];
    for (int side = 0; side < 2; side++) {
        total[side] = calloc(b->v[side].words.n + 1, sizeof(double));
        listed[side] = calloc(b->v[side].words.n + 1, sizeof(double));
        if (!total[side] || !listed[side]) abort();
    }
    for (size_t i = 0; i < b->entries.n; i++) {
        const entry *e = &b->entries.p[i];
        if (spaces(e->side[0]) || spaces(e->side[1])) continue;
        uint32_t t = word_id(b, TARGET, e->side[TARGET]), s = word_id(b, SOURCE, e->side[SOURCE]);
        hmm_at(&c->words, t, s)->p += (float)e->weight;
        listed[TARGET][t] += e->weight;
        listed[SOURCE][s] += e->weight;
    }
    for (size_t i = 0; i < c->words.cap; i++) {
        const hmm_slot *s = &c->words.slots[i];
        if (!s->key) continue;
        total[TARGET][(s->key - 1) >> 32] += (double)s->count;
        total[SOURCE][(uint32_t)(s->key - 1)] += (double)s->count;
    }
    for (size_t i = 0; i < c->words.cap; i++) {
        const hmm_slot *s = &c->words.slots[i];
        if (!s->key) continue;
        uint32_t t = (uint32_t)((s->key - 1) >> 32), f = (uint32_t)(s->key - 1);
        str      words[2] = { b->v[TARGET].words.p[t], b->v[SOURCE].words.p[f] };
        if (!starts_well(words[0]) || !starts_well(words[1])) continue;
        double dt = listed[TARGET][t] > 0 ? DICTIONARY : 0, ds = listed[SOURCE][f] > 0 ? DICTIONARY : 0;
        double forward = ((double)s->count + (dt > 0 ? dt * (double)s->p / listed[TARGET][t] : 0)) / (total[TARGET][t] + dt + 0.1);
        double back = ((double)s->count + (ds > 0 ? ds * (double)s->p / listed[SOURCE][f] : 0)) / (total[SOURCE][f] + ds + 0.1);
        double often = log(2 + b->v[TARGET].count.p[t] + b->v[SOURCE].count.p[f] + 3 * (double)s->count), known = commonness(b, words[0]);
        if (known > often) often = known;
        bool   sure = s->p > 0 || ((double)s->count >= 0.4 && forward * back > 1e-3);
        if (!sure || (forward < 0.003 && back < 0.01)) continue;
        out_row r = { words[TARGET], words[SOURCE], forward, back, 0 };
        r.use = 0.5 * (sqrt(forward * back) + (forward > back ? forward : back)) * often + ((double)s->p >= 1 ? 0.05 * often : 0);
        VEC_PUSH(out->arena, &out->rows, r);
    }
    for (int side = 0; side < 2; side++) free(total[side]), free(listed[side]);
}

/* The best product of single words in order, for phrases of equal length: what a phrase must surpass to be worth a row. */
static double word_product(const counter *c, str target, str source)
{
    double p = 1;
    str    t, s;
    while (calco_str_split(&target, ' ', &t)) {
        if (!calco_str_split(&source, ' ', &s)) return 0;
        uint32_t a = calco_map_get(&c->b->v[TARGET].ids, t), b = calco_map_get(&c->b->v[SOURCE].ids, s);
        const hmm_slot *slot = a == CALCO_NONE || b == CALCO_NONE ? NULL : hmm_find(&c->words, a, b, false);
        p *= slot ? (double)slot->count / (c->b->v[TARGET].count.p[a] + 1) : 0;
    }
    return source.p ? 0 : p;
}

static void phrase_rows(counter *c, out_table *out)
{
    for (size_t i = 0; i < c->phrases.cap; i++) {
        const hmm_slot *s = &c->phrases.slots[i];
        if (!s->key || s->count < 1.9f) continue;
        uint32_t t = (uint32_t)((s->key - 1) >> 32), f = (uint32_t)(s->key - 1);
        double   n = (double)s->count - 0.7, forward = n / c->seen[TARGET].p[t], back = n / c->seen[SOURCE].p[f];
        str      target = c->texts[TARGET].p[t], source = c->texts[SOURCE].p[f];
        if (forward < 0.08 || back < 0.01 || n < 1.2) continue;
        double product = word_product(c, target, source);
        out_row r = { target, source, forward, back, 0 };
        r.use = (forward - 0.8 * product) * sqrt(back) * log(1 + n) * log(1 + n);
        if (r.use > 0.02) VEC_PUSH(out->arena, &out->rows, r);
    }
}

/* Words that often render nothing, like auxiliaries and pronouns: the source is "-". */
static void nothing_rows(const counter *c, out_table *out)
{
    const vocabulary *v = &c->b->v[TARGET];
    for (size_t i = 0; i < v->words.n; i++) {
        double share = c->nothing[i] / (v->count.p[i] + 1);
        if (v->count.p[i] < 200 || share < 0.15 || !starts_well(v->words.p[i])) continue;
        out_row r = { v->words.p[i], STR("-"), share, 1e-5, share };
        VEC_PUSH(out->arena, &out->rows, r);
    }
}

/* Dictionary phrases that the texts of the source language hold. */
static void entry_rows(counter *c, out_table *out)
{
    bitext   *b = c->b;
    calco_map known = calco_map_new(out->arena);
    for (size_t i = 0; i < out->rows.n; i++)
        calco_map_set(&known, calco_arena_join(out->arena, (str[]){ out->rows.p[i].target, STR("\t"), out->rows.p[i].source, { 0 } }), 1);
    calco_map total = calco_map_new(out->arena);
    VEC(double) sums = { 0 };
    for (size_t i = 0; i < b->entries.n; i++) {
        uint32_t *at = calco_map_at(&total, b->entries.p[i].side[TARGET], (uint32_t)sums.n);
        if (*at == sums.n) VEC_PUSH(out->arena, &sums, 0);
        sums.p[*at] += b->entries.p[i].weight;
    }
    for (size_t i = 0; i < b->entries.n; i++) {
        const entry *e = &b->entries.p[i];
        uint32_t     times = calco_map_get(&b->grams, e->side[SOURCE]);
        if ((!spaces(e->side[0]) && !spaces(e->side[1])) || times == CALCO_NONE) continue;
        str key = calco_arena_join(out->arena, (str[]){ e->side[TARGET], STR("\t"), e->side[SOURCE], { 0 } });
        if (calco_map_get(&known, key) != CALCO_NONE) continue;
        double  share = e->weight / sums.p[calco_map_get(&total, e->side[TARGET])];
        out_row r = { e->side[TARGET], e->side[SOURCE], 0.7 * share, 0.3, 0 };
        r.use = share * (spaces(e->side[TARGET]) ? 0.35 : 0.15) * log(2 + (double)times);
        VEC_PUSH(out->arena, &out->rows, r);
    }
}

static int by_use(const void *x, const void *y)
{
    const out_row *a = x, *b = y;
    if (a->use != b->use) return a->use > b->use ? -1 : 1;
    int c = calco_str_cmp(a->target, b->target);
    return c ? c : calco_str_cmp(a->source, b->source);
}

static int by_target(const void *x, const void *y)
{
    const out_row *a = x, *b = y;
    int c = calco_str_cmp(a->target, b->target);
    if (!c && a->forward != b->forward) return a->forward > b->forward ? -1 : 1;
    return c ? c : calco_str_cmp(a->source, b->source);
}

/* Of the rows from `first` on, keep the `most` useful. */
static void trim(out_table *out, size_t first, size_t most)
{
    size_t n = out->rows.n - first;
    if (n) qsort(out->rows.p + first, n, sizeof(out_row), by_use);
    fprintf(stderr, "%zu rows, %zu kept\n", n, n < most ? n : most);
    if (n > most) out->rows.n = first + most;
}

static void print_rows(out_table *out)
{
    qsort(out->rows.p, out->rows.n, sizeof(out_row), by_target);
    puts("# Target, source, log10 P(source | target), log10 P(target | source); computed by train-lexicon (see SOURCES.md).");
    for (size_t i = 0; i < out->rows.n; i++) {
        const out_row *r = &out->rows.p[i];
        double         p[2] = { r->forward, r->back };
        printf("%.*s\t%.*s", STR_FMT(r->target), STR_FMT(r->source));
        for (int k = 0; k < 2; k++) printf("\t%.2f", p[k] >= 0.995 ? 0.0 : p[k] > 1e-5 ? log10(p[k]) : -5.0);
        putchar('\n');
    }
}

static void read_all(bitext *b, const char *pair, const char *folder, char **texts, size_t n)
{
    for (size_t i = 0; i < sizeof dictionaries / sizeof *dictionaries; i++) {
        bool reversed = strcmp(dictionaries[i].name, "enwiktionary") == 0; /* named YY-XX; its first column is the source all the same */
        const char *dash = strchr(pair, '-');
        const char *name = reversed ? calco_arena_printf(b->arena, "%s-%.*s", dash + 1, (int)(dash - pair), pair).p : pair;
        read_dictionary(b, calco_arena_printf(b->arena, "%s/%s.%s.tsv.xz", folder, dictionaries[i].name, name).p, dictionaries[i].kind,
                        dictionaries[i].weight);
    }
    fprintf(stderr, "%zu entries\n", b->entries.n);
    for (size_t i = 0; i < n; i++) {
        char *equal = strrchr(texts[i], '=');
        if (equal) *equal = '\0';
        read_corpus(b, texts[i], equal ? strtod(equal + 1, NULL) : 1);
    }
    fprintf(stderr, "%zu pairs, %zu and %zu words\n", b->corpus.pairs.n, b->v[0].words.n, b->v[1].words.n);
}

static bool open_languages(bitext *b, const char *pair, calco_pack *pack, calco_err *err)
{
    const char *dash = strchr(pair, '-');
    if (!dash) return calco_fail(err, CALCO_ERR_USAGE, NULL, "\"%s\" is no pair of languages", pair);
    str         source = calco_arena_str(b->arena, (str){ pair, (size_t)(dash - pair) });
    calco_lang *t = calco_lang_open(pack, dash + 1, err), *s = t ? calco_lang_open(pack, source.p, err) : NULL;
    if (!s) return false;
    vocabulary_open(b, TARGET, t);
    vocabulary_open(b, SOURCE, s);
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 5) return fputs("usage: train-lexicon XX-YY PACK LEXICONS-FOLDER [-n ROWS] TEXT.tsv.xz=WEIGHT...\n", stderr), 2;
    calco_err   err = { 0 };
    calco_pack *pack = calco_pack_open(argv[2], &err);
    bitext      b = { .arena = calco_arena_new() };
    b.entry_index = calco_map_new(b.arena);
    b.grams = calco_map_new(b.arena);
    if (!pack || !open_languages(&b, argv[1], pack, &err)) return fprintf(stderr, "train-lexicon: %s: %s\n", err.path, err.message), 2;
    bool sized = strcmp(argv[4], "-n") == 0 && argc > 6;
    read_all(&b, argv[1], argv[3], argv + (sized ? 6 : 4), (size_t)(argc - (sized ? 6 : 4)));

    hmm_corpus both = { 0 };
    for (size_t i = 0; i < b.corpus.pairs.n; i++) VEC_PUSH(b.arena, &both.pairs, b.corpus.pairs.p[i]);
    add_dictionary(&b, &both);
    hmm_model m[2] = { train_direction(&b, &both, TARGET), train_direction(&b, &both, SOURCE) };
    counter   c = { .b = &b, .words = hmm_table_new(1 << 22), .phrases = hmm_table_new(1 << 22),
                    .ids = { calco_map_new(b.arena), calco_map_new(b.arena) } };
    c.nothing = calloc(b.v[TARGET].words.n + 1, sizeof(double));
    if (!c.nothing) abort();
    count_agreement(&c, m);
    out_table out = { .arena = b.arena };
    size_t most = sized ? strtoul(argv[5], NULL, 10) : 140000;
    word_rows(&c, &out);
    trim(&out, 0, most * 62 / 100);
    size_t words = out.rows.n;
    phrase_rows(&c, &out);
    nothing_rows(&c, &out);
    trim(&out, words, most * 32 / 100);
    size_t both_kinds = out.rows.n;
    entry_rows(&c, &out);
    trim(&out, both_kinds, most - both_kinds);
    print_rows(&out);
    calco_lang_close(b.v[0].lang);
    calco_lang_close(b.v[1].lang);
    calco_pack_close(pack);
    calco_arena_free(b.arena);
    return 0;
}
