/* train-tagger: learns tagger.tsv, an averaged perceptron, from text tagged as word/TAG (one sentence a line).
 *
 *     train-tagger PACK LANGUAGE MEND.tsv OUT.tsv [TEST] <TAGGED
 *
 * PACK gives tags and forms (its tagger is not used), MEND what to correct in the tags of the text. With TEST = N every
 * Nth sentence is kept out of training and measured; with ERRORS in the environment each error is printed. Collins,
 * Discriminative training methods for hidden Markov models, EMNLP 2002. */
#include "base/err.h"
#include "lang/morph.h"

#include <stdio.h>
#include <stdlib.h>

enum { EPOCHS = 8, MIN_COUNT = 4, SCALE = 100, LEAST = 100, TITLE_EVERY = 6, UPPER_EVERY = 25, NOT_TAGGED = 0xff };

typedef struct {
    calco_tag_token *view;
    calco_token     *tokens;
    uint8_t         *gold, *given;
    uint32_t         n;
} sentence;
typedef struct {
    uint32_t next;
    int32_t  weight;
    uint32_t stamp;
    uint8_t  tag;
    int64_t  total;
} cell; /* of a feature's list */
typedef struct {
    uint64_t hash;
    uint32_t cells, count, sentence;
    uint16_t at;
    uint8_t template;
    calco_tag_history history;
} feature;

typedef struct {
    calco_arena      *arena;
    calco_lang       *lang;
    calco_tag_context context;
    VEC(sentence) train, test;
    feature *features;
    size_t   mask, n_features;
    VEC(cell) cells;
    uint32_t now;
    uint64_t random;
    size_t   mended;
} trainer;

static uint64_t next_random(trainer *t)
{
    t->random ^= t->random << 13;
    t->random ^= t->random >> 7;
    return t->random ^= t->random << 17;
}

/* --- reading --- */

/* A byte that starts a letter beyond ASCII: Latin, Greek, Cyrillic. */
static bool high_letter(char c) { return (unsigned char)c >= 0xC3 && (unsigned char)c <= 0xD4; }

static bool has_letter(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || high_letter(s.p[i])) return true;
    return false;
}

static calco_token token_of(calco_arena *a, str word)
{
    calco_token t = { .kind = TOKEN_PUNCT, .shape = SHAPE_NONE };
    size_t      upper = 0, lower = 0;
    bool        digit = false, first_upper = false;
    char       *fold = ARENA_ARRAY(a, char, word.n);
    size_t      n = 0;
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (calco_str_starts(calco_str_from(word, i), STR("\xE2\x80\x99"))) { /* the apostrophe, as calco_fold has it */
            fold[n++] = '\'';
            i += 2;
            continue;
        }
        bool up = c >= 'A' && c <= 'Z';
        upper += up;
        lower += (c >= 'a' && c <= 'z') || high_letter(c);
        digit |= c >= '0' && c <= '9';
        if (up && upper + lower == 1) first_upper = true;
        fold[n++] = (char)(up ? c + 32 : c);
    }
    t.fold = (str){ fold, n };
    if (has_letter(word)) {
        t.kind = calco_str_find(word, STR("://"), 0) != SIZE_MAX || word.p[0] == '@' ? TOKEN_OTHER : TOKEN_WORD;
        t.shape = !upper ? SHAPE_LOWER : first_upper && upper == 1 ? SHAPE_TITLE : !lower ? SHAPE_UPPER : SHAPE_MIXED;
    } else if (digit) {
        t.kind = TOKEN_NUMBER;
    }
    return t;
}

/* The corpus tags many marks as nouns: what is no word has the tag that the lexicon knows. */
static void mend(const sentence *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const calco_tag_token *v = &s->view[i + 2];
        if (s->tokens[i].kind == TOKEN_WORD || v->best == NOT_TAGGED) continue;
        if (s->gold[i] == NOT_TAGGED || !calco_tag_set_has(&v->lexicon, s->gold[i])) s->gold[i] = v->best;
    }
}

static bool mend_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    trainer *t = ctx;
    if (calco_str_eq(column[0], STR("=capital"))) {
        for (str rest = column[1], name; calco_str_split(&rest, ' ', &name);)
            if (calco_tag_id(t->lang, name) != NOT_TAGGED)
                calco_tag_set_add(&t->context.capital, calco_tag_id(t->lang, name));
        return true;
    }
    uint8_t tag = calco_tag_id(t->lang, column[1]), right = calco_tag_id(t->lang, column[2]);
    if (n != 3 || tag == NOT_TAGGED || right == NOT_TAGGED ||
        !calco_tag_context_mend(&t->context, column[0], tag, right))
        return calco_fail_line(err, CALCO_ERR_FORMAT, NULL, line, "a row of mend.tsv has word or tag, tag, right tag");
    return true;
}

/* Correct what cannot be in the tags of the corpus, which a program proposed. */
static void mend_words(trainer *t, const sentence *s)
{
    for (uint32_t i = 1; i < s->n; i++) {
        uint8_t right =
            s->gold[i] == NOT_TAGGED ? NOT_TAGGED : calco_tag_mended(&t->context, s->view, s->gold, i, s->gold[i]);
        t->mended += right != s->gold[i];
        s->gold[i] = right;
    }
}

static sentence prepared(trainer *t, calco_token *tokens, uint8_t *gold, uint32_t n)
{
    sentence s = { ARENA_ARRAY(t->arena, calco_tag_token, n + 4), tokens, gold, gold, n };
    calco_tag_prepare(&t->context, t->lang->forms, t->arena, tokens, n, s.view);
    mend(&s);
    return s;
}

/* A copy as headlines are written: longer words with a capital, or all in capitals. */
static void add_recased(trainer *t, const sentence *s, bool upper)
{
    calco_token *tokens = ARENA_ARRAY(t->arena, calco_token, s->n);
    memcpy(tokens, s->tokens, s->n * sizeof *tokens);
    for (uint32_t i = 0; i < s->n; i++) {
        if (tokens[i].kind != TOKEN_WORD) continue;
        if (upper)
            tokens[i].shape = SHAPE_UPPER;
        else if (tokens[i].shape == SHAPE_LOWER && tokens[i].fold.n > 3)
            tokens[i].shape = SHAPE_TITLE;
    }
    sentence copy = prepared(t, tokens, s->gold, s->n);
    VEC_PUSH(t->arena, &t->train, copy);
}

/* Words that the corpus cuts at their hyphens are joined: "Winston-/NNP Salem/NNP". */
static bool joins(str before) { return before.n > 1 && before.p[before.n - 1] == '-' && has_letter(before); }

static void read_sentence(trainer *t, str line, size_t number, size_t test)
{
    VEC(calco_token) tokens = { 0 };
    VEC(uint8_t) gold = { 0 };
    str prefix = { "", 0 };
    for (str piece; calco_str_split(&line, ' ', &piece);) {
        size_t slash = piece.n;
        while (slash && piece.p[slash - 1] != '/') slash--;
        if (slash < 2) continue;
        str word = calco_str_cut(piece, 0, slash - 1);
        if (prefix.n) word = calco_arena_join(t->arena, (str[]){ prefix, word, { 0 } });
        prefix = (str){ "", 0 };
        if (joins(word) && line.p && line.n) {
            prefix = word;
            continue;
        }
        VEC_PUSH(t->arena, &tokens, token_of(t->arena, word));
        VEC_PUSH(t->arena, &gold, calco_tag_id(t->lang, calco_str_from(piece, slash)));
    }
    if (!tokens.n || tokens.n > UINT16_MAX) return;
    sentence s = prepared(t, tokens.p, gold.p, (uint32_t)tokens.n);
    s.given = memcpy(ARENA_ARRAY(t->arena, uint8_t, tokens.n), gold.p, tokens.n);
    mend_words(t, &s);
    if (test && number % test == 0) {
        VEC_PUSH(t->arena, &t->test, s);
        return;
    }
    VEC_PUSH(t->arena, &t->train, s);
    if (number % TITLE_EVERY == 1) add_recased(t, &s, false);
    if (number % UPPER_EVERY == 1) add_recased(t, &s, true);
}

/* --- the model --- */

static feature *find(trainer *t, uint64_t hash)
{
    size_t i = (size_t)hash & t->mask;
    while (t->features[i].hash && t->features[i].hash != hash) i = (i + 1) & t->mask;
    return &t->features[i];
}

static void grow(trainer *t)
{
    feature *old = t->features;
    size_t   cap = t->features ? t->mask + 1 : 0;
    t->mask = cap ? cap * 2 - 1 : 65535;
    t->features = calloc(t->mask + 1, sizeof *t->features);
    if (!t->features) abort();
    for (size_t i = 0; i < cap; i++)
        if (old[i].hash) *find(t, old[i].hash) = old[i];
    free(old);
}

static void count_features(trainer *t)
{
    for (size_t s = 0; s < t->train.n; s++) {
        const sentence   *x = &t->train.p[s];
        calco_tag_history h = CALCO_TAG_HISTORY_NEW;
        for (uint32_t i = 0; i < x->n; i++) {
            uint64_t hashes[CALCO_TAG_FEATURES];
            calco_tag_features(&t->context, &x->view[i + 2], &h, hashes);
            for (size_t k = 0; k < calco_tag_templates(); k++) {
                if (t->n_features * 2 >= t->mask) grow(t);
                feature *f = find(t, hashes[k]);
                if (!f->hash) {
                    *f = (feature){ hashes[k], 0, 0, (uint32_t)s, (uint16_t)i, (uint8_t)k, h };
                    t->n_features++;
                }
                f->count++;
            }
            calco_tag_history_add(&h, &t->context, x->gold[i]);
        }
    }
}

static void add_weight(trainer *t, feature *f, uint8_t tag, int by)
{
    uint32_t at = f->cells;
    while (at && t->cells.p[at].tag != tag) at = t->cells.p[at].next;
    if (!at) {
        cell fresh = { .next = f->cells, .tag = tag, .stamp = t->now };
        at = f->cells = (uint32_t)t->cells.n;
        VEC_PUSH(t->arena, &t->cells, fresh);
    }
    cell *c = &t->cells.p[at];
    c->total += (int64_t)c->weight * (t->now - c->stamp);
    c->stamp = t->now;
    c->weight += by;
}

static uint8_t best_of(const calco_tag_set *allowed, const int64_t *scores)
{
    uint8_t best = NOT_TAGGED;
    for (unsigned tag = 0; tag < 255; tag++)
        if (calco_tag_set_has(allowed, (uint8_t)tag) && (best == NOT_TAGGED || scores[tag] > scores[best]))
            best = (uint8_t)tag;
    return best;
}

/* The best allowed tag; `scores` has room for 256 and gets them all, `found` the features that the model knows. */
static uint8_t predict(trainer *t, const sentence *x, uint32_t i, const calco_tag_history *h, feature **found,
                       size_t *n, int64_t *scores)
{
    uint64_t hashes[CALCO_TAG_FEATURES];
    memset(scores, 0, 256 * sizeof *scores);
    calco_tag_features(&t->context, &x->view[i + 2], h, hashes);
    *n = 0;
    for (size_t k = 0; k < calco_tag_templates(); k++) {
        feature *f = find(t, hashes[k]);
        if (!f->hash || f->count < MIN_COUNT) continue;
        found[(*n)++] = f;
        for (uint32_t at = f->cells; at; at = t->cells.p[at].next) scores[t->cells.p[at].tag] += t->cells.p[at].weight;
    }
    return best_of(&x->view[i + 2].allowed, scores);
}

static void learn(trainer *t, const sentence *x, size_t *right, size_t *all)
{
    calco_tag_history h = CALCO_TAG_HISTORY_NEW;
    for (uint32_t i = 0; i < x->n; i++) {
        feature *found[CALCO_TAG_FEATURES];
        int64_t  scores[256];
        size_t   n;
        uint8_t  gold = x->gold[i], tag = predict(t, x, i, &h, found, &n, scores);
        t->now++;
        *all += 1;
        *right += tag == gold;
        if (tag != gold && gold != NOT_TAGGED && tag != NOT_TAGGED && calco_tag_set_has(&x->view[i + 2].allowed, gold))
            for (size_t k = 0; k < n; k++) {
                add_weight(t, found[k], gold, 1);
                add_weight(t, found[k], tag, -1);
            }
        calco_tag_history_add(&h, &t->context, tag);
    }
}

static void shuffle(trainer *t, uint32_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t   j = (size_t)(next_random(t) % i);
        uint32_t at = order[i - 1];
        order[i - 1] = order[j];
        order[j] = at;
    }
}

/* Replace each weight by its average over all steps, in units of 1/SCALE. */
static void average(trainer *t)
{
    for (size_t i = 1; i < t->cells.n; i++) {
        cell   *c = &t->cells.p[i];
        int64_t total = c->total + (int64_t)c->weight * (t->now - c->stamp);
        int64_t value = total * SCALE / (int64_t)(t->now ? t->now : 1);
        if (value < LEAST && value > -LEAST) value = 0;
        c->weight = (int32_t)(value > INT16_MAX ? INT16_MAX : value < -INT16_MAX ? -INT16_MAX : value);
    }
}

static void fit(trainer *t)
{
    uint32_t *order = ARENA_ARRAY(t->arena, uint32_t, t->train.n);
    for (size_t i = 0; i < t->train.n; i++) order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        size_t right = 0, all = 0;
        shuffle(t, order, t->train.n);
        for (size_t i = 0; i < t->train.n; i++) learn(t, &t->train.p[order[i]], &right, &all);
        printf("epoch %d: %.2f %%\n", epoch + 1, 100.0 * (double)right / (double)(all ? all : 1));
        fflush(stdout);
    }
    average(t);
}

/* --- measuring and writing --- */

static void measure(trainer *t)
{
    size_t        all = 0, right = 0, as_given = 0, reach = 0, of[256] = { 0 }, hit[256] = { 0 }, given[256] = { 0 };
    static size_t confusion[256][256];
    for (size_t s = 0; s < t->test.n; s++) {
        const sentence   *x = &t->test.p[s];
        calco_tag_history h = CALCO_TAG_HISTORY_NEW;
        for (uint32_t i = 0; i < x->n; i++) {
            feature *found[CALCO_TAG_FEATURES];
            int64_t  scores[256];
            size_t   n;
            uint8_t  tag = predict(t, x, i, &h, found, &n, scores), gold = x->gold[i];
            all++;
            right += tag == gold;
            as_given += tag == x->given[i];
            of[gold]++;
            given[tag]++;
            hit[gold] += tag == gold;
            confusion[gold][tag]++;
            reach += gold != NOT_TAGGED && calco_tag_set_has(&x->view[i + 2].allowed, gold);
            if (tag != gold && getenv("ERRORS"))
                printf("%.*s %.*s/%.*s %.*s  %.*s\n", STR_FMT(x->view[i + 1].word), STR_FMT(x->view[i + 2].word),
                       STR_FMT(calco_strtab_at(&t->lang->tags, gold == 0xff ? 0 : gold)), STR_FMT(x->view[i + 3].word),
                       STR_FMT(calco_strtab_at(&t->lang->tags, tag == 0xff ? 0 : tag)));
            calco_tag_history_add(&h, &t->context, tag);
        }
    }
    double share = 100.0 / (double)(all ? all : 1);
    printf("%zu tokens, %.2f %% right (%.2f %% before mending words), %.2f %% reachable\n", all, share * (double)right,
           share * (double)as_given, share * (double)reach);
    for (unsigned tag = 0; tag < t->lang->tags.count; tag++) {
        if (!of[tag]) continue;
        str name = calco_strtab_at(&t->lang->tags, tag);
        printf("%-5.*s %6zu  recall %5.1f  precision %5.1f ", STR_FMT(name), of[tag],
               100.0 * (double)hit[tag] / (double)of[tag],
               given[tag] ? 100.0 * (double)hit[tag] / (double)given[tag] : 0.0);
        for (unsigned other = 0; other < t->lang->tags.count; other++)
            if (other != tag && confusion[tag][other] * 200 > all / 100)
                printf(" %.*s %zu", STR_FMT(calco_strtab_at(&t->lang->tags, other)), confusion[tag][other]);
        putchar('\n');
    }
}

static int by_text(const void *pa, const void *pb)
{
    const str *a = pa, *b = pb;
    return calco_str_cmp(*a, *b);
}

static bool write_model(trainer *t, const char *path)
{
    calco_strs rows = { 0 };
    calco_buf  b = { 0 };
    size_t     weights = 0;
    for (size_t i = 0; i <= t->mask; i++) {
        const feature *f = &t->features[i];
        b.n = 0;
        size_t kept = 0;
        for (uint32_t at = f->cells; at; at = t->cells.p[at].next) {
            const cell *c = &t->cells.p[at];
            if (!c->weight) continue;
            if (!kept++) {
                calco_buf_printf(&b, "%s\t", calco_tag_template_name(f->template));
                calco_tag_feature_text(&t->lang->tags, &t->train.p[f->sentence].view[f->at + 2], &f->history,
                                       f->template, &b);
            }
            str tag = calco_strtab_at(&t->lang->tags, c->tag);
            calco_buf_printf(&b, "%c%.*s:%d", kept == 1 ? '\t' : ' ', STR_FMT(tag), c->weight);
        }
        weights += kept;
        if (kept) VEC_PUSH(t->arena, &rows, calco_arena_str(t->arena, calco_buf_view(&b)));
    }
    qsort(rows.p, rows.n, sizeof *rows.p, by_text);
    FILE *out = fopen(path, "wb");
    if (!out) return false;
    fputs("# Weights of the tagger: feature, its values, TAG:weight. Computed by train-tagger (SOURCES.md).\n=open\t",
          out);
    bool first = true;
    for (unsigned tag = 0; tag < t->lang->tags.count; tag++) {
        if (!calco_tag_set_has(&t->context.open, (uint8_t)tag)) continue;
        str name = calco_strtab_at(&t->lang->tags, tag);
        fprintf(out, "%s%.*s", first ? "" : " ", STR_FMT(name));
        first = false;
    }
    fputc('\n', out);
    for (size_t i = 0; i < rows.n; i++) {
        fwrite(rows.p[i].p, 1, rows.p[i].n, out);
        fputc('\n', out);
    }
    printf("%zu features, %zu weights\n", rows.n, weights);
    calco_buf_free(&b);
    return fclose(out) == 0;
}

/* --- the program --- */

static void set_context(trainer *t)
{
    for (unsigned i = 0; i < t->lang->tags.count; i++) {
        uint32_t feats = t->lang->tag_feats[i];
        uint8_t  tag = (uint8_t)i;
        calco_tag_context_add(&t->context, tag, calco_strtab_at(&t->lang->tags, i), feats);
        bool closed = (feats & (FEAT_DET | FEAT_PREP | FEAT_PRON | FEAT_CONJ | FEAT_AUX | FEAT_PART | FEAT_PUNCT)) != 0;
        if (!closed) calco_tag_set_add(&t->context.open, tag);
    }
}

int main(int argc, char **argv)
{
    calco_err   err = { 0 };
    calco_buf   text = { 0 }, mends = { 0 };
    trainer     t = { .arena = calco_arena_new(), .random = 88172645463325252u };
    cell        none = { 0 };
    calco_pack *pack = argc > 4 ? calco_pack_open(argv[1], &err) : NULL;
    if (argc < 5) fprintf(stderr, "usage: train-tagger PACK LANGUAGE MEND.tsv OUT.tsv [TEST] <TAGGED\n");
    if (!pack || !(t.lang = calco_lang_open(pack, argv[2], &err)) || !t.lang->tags.count ||
        !calco_read_file("-", &text, &err) || !calco_read_file(argv[3], &mends, &err)) {
        fprintf(stderr, "train-tagger: %s %s\n", err.path, err.message);
        return 2;
    }
    size_t test = argc > 5 ? (size_t)strtoul(argv[5], NULL, 10) : 0, number = 0;
    set_context(&t);
    if (!calco_tsv_each(calco_buf_view(&mends), mend_row, &t, &err)) {
        fprintf(stderr, "train-tagger: %s:%zu: %s\n", argv[3], err.line, err.message);
        return 2;
    }
    str rest = calco_buf_view(&text);
    for (str line; calco_str_split(&rest, '\n', &line);) read_sentence(&t, line, ++number, test);
    printf("%zu tags mended\n", t.mended);
    VEC_PUSH(t.arena, &t.cells, none);
    count_features(&t);
    fit(&t);
    if (test) measure(&t);
    int ok = write_model(&t, argv[4]) ? 0 : 2;
    calco_buf_free(&text);
    calco_buf_free(&mends);
    calco_lang_close(t.lang);
    calco_pack_close(pack);
    return ok;
}
