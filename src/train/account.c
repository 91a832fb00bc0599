/* Fits dictionaries/XX-YY/account.tsv: how much each sign says that a word is not accounted for by the other side.
 * Usage: train-account PACK TABLE PACK TABLE... >dictionaries/XX-YY/account.tsv
 * A TABLE (xz) holds rows `source TAB translation`. Faults are planted: a content word or a few words in a row left out, a
 * word replaced by another of its class, a word put in. Words of the pairs as they are, and the others of the faulty ones, are
 * what is right. Gradient-boosted trees (Friedman 2001) with Newton steps; every fifth pair is held out for the figures on
 * standard error. `train-account -l PACK TABLE...` prints loose.tsv instead: how often a word has no counterpart, which the
 * packs should have before the trees are fitted. Deterministic: the dice are seeded. */
#include "align/account.h"
#include "base/buf.h"
#include "train/texts.h"

enum { MOST_PAIRS = 3000, FAULTS = 10, TREES = 140, BINS = 32, LONGEST = 70 };
static const double RATE = 0.1, PENALTY = 5, LEAF = 20;

typedef struct { float x[CALCO_SIGNS]; bool wrong, held, planted; uint32_t pair; double z; } example;
typedef VEC(example) examples;

typedef struct {
    calco_arena *arena;
    examples     of[2]; /* source, target */
    uint64_t     dice;
    uint32_t     pairs;
    bool         loose;         /* only count */
    calco_map    uses[2], alone[2];
} trainer;

/* A pair with a fault: what is wrong, as byte offsets of words of the lines. */
typedef struct { str source, target; size_t lost[8], n_lost, extra; uint32_t pair; bool held; } faulty;
typedef VEC(faulty) faulties;

static uint64_t roll(trainer *t, uint64_t n)
{
    t->dice ^= t->dice << 13, t->dice ^= t->dice >> 7, t->dice ^= t->dice << 17;
    return n ? t->dice % n : 0;
}

/* --- one pair --- */

typedef struct {
    calco_stretch  source, target;
    calco_links    links;
    calco_account *account;
    size_t         source_start, target_start; /* of the lines in their documents */
} pair_view;

static pair_view view(const calco_account_model *m, const calco_lexicon *x, const calco_lang *from, const calco_lang *to, calco_arena *a,
                      const calco_doc *s, const calco_doc *d, size_t unit, double freedom)
{
    pair_view v = { .source_start = s->units.p[unit].start, .target_start = d->units.p[unit].start };
    const calco_doc *docs[] = { s, d };
    calco_stretch *out[] = { &v.source, &v.target };
    for (int k = 0; k < 2; k++) {
        const calco_unit *u = &docs[k]->units.p[unit];
        out[k]->doc = docs[k];
        for (size_t i = 0; i < u->n_sentences; i++) {
            const calco_sentence *one = &docs[k]->sentences.p[u->first_sentence + i];
            if (!i) out[k]->first = one->first_token;
            out[k]->n += one->n_tokens;
        }
    }
    v.links = calco_link_words(x, from, to, a, v.source, v.target);
    if (unit % 2) { /* half of them as if they were the whole text */
        size_t all = 0, unknown = 0;
        calco_account_count(&v.links, &all, &unknown, from, to);
        freedom = calco_account_freedom(all, unknown);
    }
    v.account = calco_account_of(a, m, x, from, to, v.source, v.target, &v.links, freedom);
    return v;
}

static void collect(trainer *t, const pair_view *v, const faulty *f, uint32_t pair, bool held)
{
    for (int side = 0; side < 2; side++) {
        size_t n = side ? v->links.n_target : v->links.n_source;
        for (size_t i = 0; i < n; i++) {
            if (!calco_account_asks(v->account, side, i)) continue;
            double  signs[CALCO_SIGNS];
            example e = { .held = held, .pair = pair, .planted = f != NULL };
            size_t  at = (side ? v->links.target : v->links.source)[i].token->start - (side ? v->target_start : v->source_start);
            calco_account_signs(v->account, side, i, signs);
            for (size_t k = 0; k < CALCO_SIGNS; k++) e.x[k] = (float)signs[k];
            if (f && side) e.wrong = at == f->extra;
            for (size_t k = 0; f && !side && k < f->n_lost; k++) e.wrong |= at == f->lost[k];
            VEC_PUSH(t->arena, &t->of[side], e);
        }
    }
}

static void count(trainer *t, calco_map *m, str word)
{
    bool known = calco_map_get(m, word) != CALCO_NONE;
    ++*calco_map_at(m, known ? word : calco_arena_str(t->arena, word), 0);
}

static void count_uses(trainer *t, const pair_view *v)
{
    for (int side = 0; side < 2; side++) {
        size_t n = side ? v->links.n_target : v->links.n_source;
        for (size_t i = 0; i < n; i++) {
            const calco_link *l = &(side ? v->links.target : v->links.source)[i];
            if (!calco_account_content(v->account, side, i)) continue;
            count(t, &t->uses[side], l->token->lemma);
            if (calco_account_asks(v->account, side, i)) count(t, &t->alone[side], l->token->lemma);
        }
    }
}

/* --- planting --- */

/* Words of texts by tag, to put in the place of others. */
typedef struct { calco_strs of[256]; } pool;

static str splice(calco_arena *a, str line, size_t from, size_t to, str with)
{
    return calco_arena_join(a, (str[]){ calco_str_cut(line, 0, from), with, calco_str_from(line, to), { 0 } });
}

static void note_lost(faulty *f, const pair_view *v, size_t j)
{
    uint32_t i = v->links.target[j].best;
    if (i == CALCO_NONE || v->links.source[i].best != j || v->links.target[j].peak < 0.02f || f->n_lost == 8) return;
    if (!calco_account_content(v->account, false, i)) return;
    f->lost[f->n_lost++] = v->links.source[i].token->start - v->source_start;
}

static void plant(trainer *t, const pair_view *v, const pool *words, str source, str target, int kind, faulties *out)
{
    const calco_links *l = &v->links;
    faulty f = { .source = source, .extra = SIZE_MAX };
    size_t j = roll(t, l->n_target), n = 1;
    for (size_t tries = 0; tries < 8 && !calco_account_content(v->account, true, j); tries++) j = roll(t, l->n_target);
    if (!calco_account_content(v->account, true, j)) return;
    const calco_token *tok = l->target[j].token;
    size_t from = tok->start - v->target_start, to = tok->end - v->target_start;
    if (kind < 2) {
        n = kind ? 2 + roll(t, 3) : 1;
        if (j + n > l->n_target || l->n_target < n + 3) return;
        for (size_t k = j; k < j + n; k++) note_lost(&f, v, k);
        if (!f.n_lost) return;
        to = l->target[j + n - 1].token->end - v->target_start;
        if (from && target.p[from - 1] == ' ') from--;
        f.target = splice(t->arena, target, from, to, STR(""));
    } else {
        const calco_strs *same = &words->of[tok->tag];
        if (same->n < 50) return;
        str other = same->p[roll(t, same->n)];
        if (kind == 2) {
            note_lost(&f, v, j);
            f.target = splice(t->arena, target, from, to, other);
        } else {
            if (!(tok->feats & (FEAT_ADJ | FEAT_ADV | FEAT_NOUN))) return;
            f.target = splice(t->arena, target, from, from, calco_arena_join(t->arena, (str[]){ other, STR(" "), { 0 } }));
        }
        f.extra = from;
    }
    VEC_PUSH(t->arena, out, f);
}

static double freedom_of(const calco_account_model *m, const calco_lexicon *x, const calco_lang *from, const calco_lang *to,
                         calco_arena *scratch, const calco_doc *s, const calco_doc *d, size_t n)
{
    size_t all = 0, unknown = 0;
    for (size_t u = 0; u < n; u++) {
        pair_view v = view(m, x, from, to, scratch, s, d, u, 0);
        calco_account_count(&v.links, &all, &unknown, from, to);
        calco_arena_reset(scratch);
    }
    fprintf(stderr, "freedom %.3f\n", calco_account_freedom(all, unknown));
    return calco_account_freedom(all, unknown);
}

static void read_table(trainer *t, const char *pack_path, const char *path)
{
    calco_err     err;
    calco_pack   *pack = calco_pack_open(pack_path, &err);
    const char   *slash = strrchr(pack_path, '/');
    char          pair[8], from_code[3] = "", to_code[3] = "";
    snprintf(pair, sizeof pair, "%.5s", slash ? slash + 1 : pack_path);
    memcpy(from_code, pair, 2), memcpy(to_code, pair + 3, 2);
    calco_lang    *from = pack ? calco_lang_open(pack, from_code, &err) : NULL, *to = from ? calco_lang_open(pack, to_code, &err) : NULL;
    calco_lexicon *x = to ? calco_lexicon_open(pack, pair, t->arena, &err) : NULL;
    if (!x) fprintf(stderr, "train-account: %s: %s\n", pack_path, err.message), exit(2);
    const calco_account_model *m = calco_account_open(pack, pair, t->arena);
    str rest = train_unpack(t->arena, path), line;
    calco_strs side[2] = { { 0 } };
    size_t lines = 0;
    for (str all = rest; calco_str_split(&all, '\n', &line);) lines++;
    for (size_t i = 0, step = t->loose ? 1 : lines / MOST_PAIRS + 1; calco_str_split(&rest, '\n', &line); i++) {
        if (i % step || line.n < 40 || line.n > 900 || !train_column(line, 1).n) continue;
        VEC_PUSH(t->arena, &side[0], train_column(line, 0));
        VEC_PUSH(t->arena, &side[1], train_column(line, 1));
    }
    calco_doc *s = train_doc(from, t->arena, side[0].p, side[0].n, true), *d = train_doc(to, t->arena, side[1].p, side[1].n, true);
    pool *words = ARENA_NEW(t->arena, pool);
    for (size_t i = 0; i < d->tokens.n; i++)
        if (d->tokens.p[i].kind == TOKEN_WORD) VEC_PUSH(t->arena, &words->of[d->tokens.p[i].tag], calco_token_text(d, &d->tokens.p[i]));
    faulties planted = { 0 };
    calco_arena *scratch = calco_arena_new();
    double freedom = t->loose ? 0 : freedom_of(m, x, from, to, scratch, s, d, side[0].n);
    for (size_t u = 0; u < side[0].n; u++, t->pairs++) {
        pair_view v = view(m, x, from, to, scratch, s, d, u, freedom);
        bool held = u % 5 == 4, usable = v.links.n_source > 3 && v.links.n_target > 4 && v.links.n_target < LONGEST;
        if (usable && t->loose) count_uses(t, &v);
        else if (usable) collect(t, &v, NULL, t->pairs, held);
        for (int k = 0; usable && !t->loose && k < FAULTS; k++) {
            size_t before = planted.n;
            plant(t, &v, words, side[0].p[u], side[1].p[u], (int[]){ 0, 1, 2, 3, 3 }[k % 5], &planted);
            if (planted.n > before) planted.p[before].pair = t->pairs, planted.p[before].held = held;
        }
        calco_arena_reset(scratch);
    }
    calco_strs faulty_lines[2] = { { 0 } };
    for (size_t i = 0; i < planted.n; i++) {
        VEC_PUSH(t->arena, &faulty_lines[0], planted.p[i].source);
        VEC_PUSH(t->arena, &faulty_lines[1], planted.p[i].target);
    }
    if (planted.n) s = train_doc(from, t->arena, faulty_lines[0].p, planted.n, true);
    if (planted.n) d = train_doc(to, t->arena, faulty_lines[1].p, planted.n, true);
    for (size_t u = 0; u < planted.n; u++) {
        pair_view v = view(m, x, from, to, scratch, s, d, u, freedom);
        collect(t, &v, &planted.p[u], planted.p[u].pair, planted.p[u].held);
        calco_arena_reset(scratch);
    }
    fprintf(stderr, "%s %s: %zu pairs, %zu faults\n", pair, path, side[0].n, planted.n);
    calco_arena_free(scratch);
    calco_lang_close(from), calco_lang_close(to);
    calco_pack_close(pack);
}

/* --- fitting --- */

typedef struct {
    float    limits[CALCO_SIGNS][BINS]; /* upper ends of bins */
    uint8_t *bin;                       /* [example][sign] */
    double  *z;
    uint16_t *node;
} boost;

static int by_float(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void make_bins(boost *b, const examples *e)
{
    float *all = calloc(e->n, sizeof *all);
    b->bin = calloc(e->n, CALCO_SIGNS);
    for (size_t k = 0; k < CALCO_SIGNS; k++) {
        for (size_t i = 0; i < e->n; i++) all[i] = e->p[i].x[k];
        qsort(all, e->n, sizeof *all, by_float);
        for (size_t q = 0; q < BINS; q++) b->limits[k][q] = q + 1 < BINS ? all[e->n * (q + 1) / BINS] : INFINITY;
        for (size_t i = 0; i < e->n; i++) {
            uint8_t q = 0;
            while (e->p[i].x[k] >= b->limits[k][q] && q + 1 < BINS) q++;
            b->bin[i * CALCO_SIGNS + k] = q;
        }
    }
    free(all);
}

typedef struct { double g, h; } sums;

static double worth(sums s) { return s.g * s.g / (s.h + PENALTY); }

/* The best question for a node; false where none helps. */
static bool split(const boost *b, sums (*hist)[CALCO_SIGNS][BINS], size_t node, calco_tree *t)
{
    double best = 1e-3;
    for (size_t k = 0; k < CALCO_SIGNS; k++) {
        sums all = { 0, 0 }, left = { 0, 0 };
        for (size_t q = 0; q < BINS; q++) all.g += hist[node][k][q].g, all.h += hist[node][k][q].h;
        for (size_t q = 0; q + 1 < BINS; q++) {
            left.g += hist[node][k][q].g, left.h += hist[node][k][q].h;
            sums right = { all.g - left.g, all.h - left.h };
            if (left.h < LEAF / 4 || right.h < LEAF / 4) continue;
            double gain = worth(left) + worth(right) - worth(all);
            if (gain <= best) continue;
            best = gain;
            t->sign[node] = (int8_t)k;
            t->limit[node] = b->limits[k][q];
        }
    }
    return t->sign[node] >= 0;
}

static void grow(boost *b, const examples *e, calco_tree *t)
{
    static sums hist[CALCO_TREE_NODES][CALCO_SIGNS][BINS];
    memset(t->sign, -1, sizeof t->sign);
    memset(t->limit, 0, sizeof t->limit);
    memset(b->node, 0, e->n * sizeof *b->node);
    for (size_t level = 0, first = 0; level <= CALCO_TREE_DEPTH; level++, first = 2 * first + 1) {
        size_t end = 2 * first + 1;
        memset(hist, 0, sizeof hist);
        for (size_t i = 0; i < e->n; i++) {
            size_t n = b->node[i];
            if (e->p[i].held || n < first || n >= end) continue;
            double p = 1 / (1 + exp(-b->z[i])), g = (double)e->p[i].wrong - p, h = p * (1 - p);
            for (size_t k = 0; k < CALCO_SIGNS; k++) {
                sums *s = &hist[n][k][b->bin[i * CALCO_SIGNS + k]];
                s->g += g, s->h += h;
            }
        }
        for (size_t n = first; n < end; n++) {
            if (level < CALCO_TREE_DEPTH && split(b, hist, n, t)) continue;
            sums all = { 0, 0 };
            for (size_t q = 0; q < BINS; q++) all.g += hist[n][0][q].g, all.h += hist[n][0][q].h;
            t->limit[n] = (float)(RATE * all.g / (all.h + PENALTY));
        }
        for (size_t i = 0; i < e->n; i++) {
            size_t n = b->node[i];
            if (n < first || n >= end || t->sign[n] < 0) continue;
            b->node[i] = (uint16_t)(e->p[i].x[t->sign[n]] < t->limit[n] ? 2 * n + 1 : 2 * n + 2);
        }
    }
}

static void fit(examples *e, calco_tree *trees)
{
    boost b = { .z = calloc(e->n, sizeof(double)), .node = calloc(e->n, sizeof(uint16_t)) };
    make_bins(&b, e);
    for (size_t k = 0; k < TREES; k++) {
        grow(&b, e, &trees[k]);
        for (size_t i = 0; i < e->n; i++) {
            size_t n = 0;
            while (trees[k].sign[n] >= 0) n = e->p[i].x[trees[k].sign[n]] < trees[k].limit[n] ? 2 * n + 1 : 2 * n + 2;
            b.z[i] += (double)trees[k].limit[n];
        }
    }
    for (size_t i = 0; i < e->n; i++) e->p[i].z = b.z[i];
    free(b.bin), free(b.z), free(b.node);
}

static void print_trees(const calco_tree *trees, const char *side)
{
    for (size_t k = 0; k < TREES; k++)
        for (size_t n = 0; n < CALCO_TREE_NODES; n++) {
            bool reached = n == 0 || trees[k].sign[(n - 1) / 2] >= 0;
            if (reached && trees[k].sign[n] >= 0) printf("%s\t%zu\t%zu\t%s\t%.5f\n", side, k, n, calco_account_sign_name((size_t)trees[k].sign[n]), (double)trees[k].limit[n]);
            else if (reached && (n == 0 || trees[k].sign[(n - 1) / 2] >= 0)) printf("%s\t%zu\t%zu\t=\t%.5f\n", side, k, n, (double)trees[k].limit[n]);
        }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Of the planted faults of held-out pairs those found where a given share of intact pairs has a false alarm. */
static void evaluate(const trainer *t, const examples *e, const char *title)
{
    double *worst = calloc(t->pairs, sizeof *worst);
    size_t  pairs = 0, wrong = 0;
    for (size_t i = 0; i < t->pairs; i++) worst[i] = -1e9;
    for (size_t i = 0; i < e->n; i++) {
        const example *x = &e->p[i];
        if (!x->held) continue;
        wrong += x->wrong;
        double z = x->z;
        if (!x->planted && z > worst[x->pair]) worst[x->pair] = z;
    }
    for (size_t i = 0; i < t->pairs; i++) pairs += i % 5 == 4;
    qsort(worst, t->pairs, sizeof *worst, by_size);
    static const double shares[] = { 0.01, 0.02, 0.05, 0.1 };
    for (size_t s = 0; s < 4; s++) {
        double limit = worst[(size_t)(shares[s] * (double)pairs)];
        size_t found = 0;
        for (size_t i = 0; i < e->n; i++) found += e->p[i].held && e->p[i].wrong && e->p[i].z > limit;
        fprintf(stderr, "%s: at %.0f %% of pairs with a false alarm (z > %.2f) %.1f %% of %zu words found\n", title, 100 * shares[s], limit,
                100.0 * (double)found / (double)wrong, wrong);
    }
    free(worst);
}

/* --- words without a counterpart --- */

static int by_key(const void *a, const void *b) { return calco_str_cmp(*(const str *)a, *(const str *)b); }

static void print_loose(const trainer *t)
{
    enum { LEAST = 4, PRIOR = 3 };
    puts("# Words that translations often leave without a counterpart: side, word, share of its uses in per cent; computed by train-account.");
    for (int side = 0; side < 2; side++) {
        calco_strs keys = { 0 };
        for (size_t i = 0; i < t->uses[side].cap; i++)
            if (t->uses[side].slots[i].key.p && t->uses[side].slots[i].value >= LEAST) VEC_PUSH(t->arena, &keys, t->uses[side].slots[i].key);
        if (keys.n) qsort(keys.p, keys.n, sizeof *keys.p, by_key);
        for (size_t i = 0; i < keys.n; i++) {
            uint32_t n = calco_map_get(&t->uses[side], keys.p[i]), alone = calco_map_get(&t->alone[side], keys.p[i]);
            double share = ((alone == CALCO_NONE ? 0 : (double)alone) + 0.15 * PRIOR) / ((double)n + PRIOR);
            printf("%s\t%.*s\t%.0f\n", side ? "target" : "source", STR_FMT(keys.p[i]), 100 * share);
        }
    }
}

int main(int argc, char **argv)
{
    static calco_tree trees[TREES];
    trainer t = { .arena = calco_arena_new(), .dice = 88172645463325252u };
    t.loose = argc > 1 && strcmp(argv[1], "-l") == 0;
    for (int side = 0; side < 2; side++) t.uses[side] = calco_map_new(t.arena), t.alone[side] = calco_map_new(t.arena);
    for (int i = t.loose ? 2 : 1; i + 1 < argc; i += 2) read_table(&t, argv[i], argv[i + 1]);
    if (t.loose) {
        print_loose(&t);
        return 0;
    }
    puts("# When a word is not accounted for by the other side: trees over signs; fitted by train-account. Side, tree, node, sign (=: leaf), limit or worth.");
    for (int side = 0; side < 2; side++) {
        fit(&t.of[side], trees);
        evaluate(&t, &t.of[side], side ? "target" : "source");
        print_trees(trees, side ? "target" : "source");
    }
    calco_arena_free(t.arena);
    return 0;
}
