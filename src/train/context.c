/* train-context: learns which tag follows which from plain text, for a language that has a lexicon but no tagged text.
 *
 *     train-context PACK LANGUAGE context.tsv weights.tsv FILE.xz... (of tables, *.tsv.xz, the first column)
 *
 * Expectation and maximisation of a hidden Markov model whose states the lexicon restricts (Merialdo 1994, Tagging
 * English text with a probabilistic model): few rounds, and the lexicon's shares are kept as pseudo-counts. */
#include "lang/context.h"
#include "train/texts.h"

enum { ROUNDS = 4, LEAST_FORM = 8, ROWS_FROM = 3 };
#define FORM_PRIOR 6.0 /* pseudo-counts of the lexicon's shares */
#define AFTER_PRIOR 30.0
#define RARE 0.004

typedef struct {
    calco_candidate is[CALCO_CANDIDATES];
    double          share[CALCO_CANDIDATES], seen[CALCO_CANDIDATES], prior[CALCO_CANDIDATES];
    size_t          n;
    str             form;
    bool            known;
} word;

typedef struct {
    calco_arena *arena;
    calco_lang  *lang;
    calco_map    ids; /* form and capital -> word */
    VEC(word) words;
    VEC(uint32_t) text; /* words; UINT32_MAX ends a sentence */
    size_t   n;         /* tags */
    double  *tag, *start, *after, *tag_seen, *start_seen, *after_seen;
    int16_t *unknown;
} trainer;

/* A finite form without a tense is an imperative, rare in the texts that are checked and the darling of a model that is
 * free to choose; so is a determiner beside a conjunction: both have a small share for good. */
static bool is_rare(const trainer *t, const word *w, size_t k)
{
    uint32_t feats = t->lang->tag_feats[w->is[k].tag];
    bool     conjunction = false;
    for (size_t i = 0; i < w->n; i++) conjunction |= (t->lang->tag_feats[w->is[i].tag] & FEAT_CONJ) != 0;
    if (conjunction && (feats & FEAT_DET)) return true;
    return w->n > 1 && (feats & FEAT_FINITE) && !(feats & (FEAT_PRES | FEAT_PAST | FEAT_FUT | FEAT_COND | FEAT_SUBJ));
}

static uint32_t word_of(trainer *t, const calco_token *token, bool first)
{
    bool      capital = token->shape != SHAPE_LOWER, known = false;
    char      mark[3] = { '\t', capital ? 'X' : 'x', first ? '^' : (char)('0' + token->kind) };
    str       fold = token->kind == TOKEN_NUMBER ? STR("0") : token->fold;
    uint32_t *id = calco_map_at(&t->ids, calco_arena_join(t->arena, (str[]){ fold, { mark, 3 }, { 0 } }), CALCO_NONE);
    if (*id != CALCO_NONE) return *id;
    word           w = { .form = calco_arena_str(t->arena, fold) };
    calco_analysis any;
    w.n = calco_candidates(t->lang, t->unknown, token, first, w.is);
    known = calco_forms_analyse(t->lang->forms, token->fold, &any, 1) > 0;
    w.known = known && !capital;
    double sum = 0;
    for (size_t i = 0; i < w.n; i++) sum += w.share[i] = sqrt(exp(w.is[i].score / 100.0)) + 0.05;
    for (size_t i = 0; i < w.n; i++) w.prior[i] = w.share[i] = is_rare(t, &w, i) ? RARE : w.share[i] / sum;
    *id = (uint32_t)t->words.n;
    VEC_PUSH(t->arena, &t->words, w);
    return *id;
}

static void read_file(trainer *t, const char *path)
{
    str          text = train_unpack(t->arena, path), line;
    bool         table = calco_str_ends(calco_str(path), STR(".tsv.xz"));
    calco_arena *own = calco_arena_new();
    while (calco_str_split(&text, '\n', &line)) {
        if (table) line = train_column(line, 0);
        if (!line.n) continue;
        calco_doc *doc = train_doc(t->lang, own, &line, 1, false);
        for (size_t s = 0; s < doc->sentences.n; s++) {
            const calco_sentence *x = &doc->sentences.p[s];
            for (size_t i = 0; i < x->n_tokens; i++)
                VEC_PUSH(t->arena, &t->text, word_of(t, &doc->tokens.p[x->first_token + i], i == 0));
            VEC_PUSH(t->arena, &t->text, UINT32_MAX);
        }
        calco_arena_reset(own);
    }
    calco_arena_free(own);
}

/* How likely the word is with its candidate k, in proportion: P(tag | word) / P(tag). */
static double emission(const trainer *t, const word *w, size_t k) { return w->share[k] / t->tag[w->is[k].tag]; }

typedef struct {
    double forward[CALCO_CANDIDATES], backward[CALCO_CANDIDATES];
} cell;

static void forward(const trainer *t, const uint32_t *text, size_t n, cell *cells)
{
    for (size_t i = 0; i < n; i++) {
        const word *w = &t->words.p[text[i]], *before = i ? &t->words.p[text[i - 1]] : NULL;
        double      sum = 0;
        for (size_t k = 0; k < w->n; k++) {
            uint8_t tag = w->is[k].tag;
            double  p = before ? 0 : t->start[tag];
            for (size_t b = 0; before && b < before->n; b++)
                p += cells[i - 1].forward[b] * t->after[before->is[b].tag * t->n + tag];
            sum += cells[i].forward[k] = p * emission(t, w, k);
        }
        for (size_t k = 0; k < w->n; k++) cells[i].forward[k] /= sum;
    }
}

/* Backwards through a sentence, counting what is expected of each tag and pair. */
static void count(trainer *t, const uint32_t *text, size_t n, cell *cells)
{
    for (size_t i = n; i-- > 0;) {
        word  *w = &t->words.p[text[i]];
        double sum = 0, scale = 0;
        for (size_t k = 0; k < w->n; k++) {
            if (i + 1 == n) cells[i].backward[k] = 1;
            sum += cells[i].forward[k] * cells[i].backward[k];
        }
        for (size_t k = 0; k < w->n; k++) {
            double p = cells[i].forward[k] * cells[i].backward[k] / sum;
            w->seen[k] += p;
            t->tag_seen[w->is[k].tag] += p;
            if (i == 0) t->start_seen[w->is[k].tag] += p;
        }
        if (i == 0) break;
        const word *b = &t->words.p[text[i - 1]];
        double      pairs[CALCO_CANDIDATES][CALCO_CANDIDATES], all = 0;
        for (size_t x = 0; x < b->n; x++) {
            cells[i - 1].backward[x] = 0;
            for (size_t k = 0; k < w->n; k++) {
                double step = t->after[b->is[x].tag * t->n + w->is[k].tag] * emission(t, w, k) * cells[i].backward[k];
                cells[i - 1].backward[x] += step;
                all += pairs[x][k] = cells[i - 1].forward[x] * step;
            }
            scale += cells[i - 1].backward[x];
        }
        for (size_t x = 0; x < b->n; x++) {
            cells[i - 1].backward[x] /= scale;
            for (size_t k = 0; k < w->n; k++) t->after_seen[b->is[x].tag * t->n + w->is[k].tag] += pairs[x][k] / all;
        }
    }
}

static void maximise(trainer *t)
{
    double all = 0, starts = 0;
    for (size_t i = 0; i < t->n; i++) all += t->tag_seen[i] += 0.1;
    for (size_t i = 0; i < t->n; i++) starts += t->start_seen[i];
    for (size_t i = 0; i < t->n; i++) t->tag[i] = t->tag_seen[i] / all;
    for (size_t i = 0; i < t->n; i++) {
        double sum = 0;
        t->start[i] = (t->start_seen[i] + AFTER_PRIOR * t->tag[i]) / (starts + AFTER_PRIOR);
        for (size_t k = 0; k < t->n; k++) sum += t->after_seen[i * t->n + k];
        for (size_t k = 0; k < t->n; k++)
            t->after[i * t->n + k] = (t->after_seen[i * t->n + k] + AFTER_PRIOR * t->tag[k]) / (sum + AFTER_PRIOR);
    }
    for (size_t i = 0; i < t->words.n; i++) {
        word  *w = &t->words.p[i];
        double sum = FORM_PRIOR;
        for (size_t k = 0; k < w->n; k++) sum += w->seen[k];
        for (size_t k = 0; k < w->n; k++) {
            w->share[k] = is_rare(t, w, k) ? RARE : (w->seen[k] + FORM_PRIOR * w->prior[k]) / sum;
            w->seen[k] = 0;
        }
    }
    memset(t->tag_seen, 0, t->n * sizeof *t->tag_seen);
    memset(t->start_seen, 0, t->n * sizeof *t->start_seen);
}

static void estimate(trainer *t, bool last)
{
    size_t longest = 1;
    for (size_t from = 0, i = 0; i < t->text.n; i++) {
        if (t->text.p[i] != UINT32_MAX) continue;
        if (i - from > longest) longest = i - from;
        from = i + 1;
    }
    cell *cells = ARENA_ARRAY(t->arena, cell, longest);
    if (!last) memset(t->after_seen, 0, t->n * t->n * sizeof *t->after_seen);
    for (size_t from = 0, i = 0; i < t->text.n; i++) {
        if (t->text.p[i] != UINT32_MAX) continue;
        if (i > from) {
            forward(t, t->text.p + from, i - from, cells);
            count(t, t->text.p + from, i - from, cells);
        }
        from = i + 1;
    }
}

/* --- writing --- */

static int hundredths(double p, double of) { return (int)lround(100 * log(p / of)); }

static bool write_context(const trainer *t, const char *path)
{
    FILE *out = fopen(path, "wb");
    if (!out) return false;
    fputs("# Which tag follows which: tag (^ start), next tag, 100 ln of how much likelier than elsewhere; ?: 100 ln "
          "of the share\n"
          "# of a tag among unknown words. Computed by train-context (SOURCES.md).\n",
          out);
    for (size_t k = 0; k < t->n; k++) {
        str tag = calco_strtab_at(&t->lang->tags, (uint32_t)k);
        fprintf(out, "^\t%.*s\t%d\n", STR_FMT(tag), hundredths(t->start[k], t->tag[k]));
        if (t->unknown[k]) fprintf(out, "?\t%.*s\t%d\n", STR_FMT(tag), hundredths(t->tag[k], 1));
    }
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->n; k++) {
            double seen = t->after_seen[i * t->n + k], sum = 0;
            for (size_t x = 0; x < t->n; x++) sum += t->after_seen[i * t->n + x];
            int value = hundredths(t->after[i * t->n + k], t->tag[k]);
            if (seen < ROWS_FROM && sum * t->tag[k] < ROWS_FROM) continue;
            str a = calco_strtab_at(&t->lang->tags, (uint32_t)i), b = calco_strtab_at(&t->lang->tags, (uint32_t)k);
            fprintf(out, "%.*s\t%.*s\t%d\n", STR_FMT(a), STR_FMT(b), value);
        }
    return fclose(out) == 0;
}

static int by_form(const void *pa, const void *pb)
{
    const word *const *a = pa, *const *b = pb;
    return calco_str_cmp((*a)->form, (*b)->form);
}

static bool write_weights(trainer *t, const char *path)
{
    FILE        *out = fopen(path, "wb");
    const word **rows = ARENA_ARRAY(t->arena, const word *, t->words.n);
    size_t       n = 0;
    if (!out) return false;
    for (size_t i = 0; i < t->words.n; i++)
        if (t->words.p[i].known && t->words.p[i].n > 1 && t->words.p[i].seen[0] >= 0) rows[n++] = &t->words.p[i];
    qsort(rows, n, sizeof *rows, by_form);
    fputs("# How probable the tags of a form are: form, tag, 255 times its share. Computed by train-context "
          "(SOURCES.md).\n",
          out);
    for (size_t i = 0; i < n; i++) {
        double seen = 0;
        if (i && calco_str_eq(rows[i]->form, rows[i - 1]->form)) continue; /* elsewhere than at a start comes first */
        for (size_t k = 0; k < rows[i]->n; k++) seen += rows[i]->seen[k];
        for (size_t k = 0; k < rows[i]->n && seen >= LEAST_FORM; k++) {
            str tag = calco_strtab_at(&t->lang->tags, rows[i]->is[k].tag);
            int weight = (int)lround(255 * rows[i]->share[k]);
            fprintf(out, "%.*s\t%.*s\t%d\n", STR_FMT(rows[i]->form), STR_FMT(tag), weight < 1 ? 1 : weight);
        }
    }
    return fclose(out) == 0;
}

static void start_values(trainer *t)
{
    t->n = t->lang->tags.count;
    t->tag = ARENA_ARRAY(t->arena, double, t->n);
    t->start = ARENA_ARRAY(t->arena, double, t->n);
    t->after = ARENA_ARRAY(t->arena, double, t->n * t->n);
    t->tag_seen = ARENA_ARRAY(t->arena, double, t->n);
    t->start_seen = ARENA_ARRAY(t->arena, double, t->n);
    t->after_seen = ARENA_ARRAY(t->arena, double, t->n * t->n);
    t->unknown = ARENA_ARRAY(t->arena, int16_t, t->n);
    size_t open = 0;
    for (size_t i = 0; i < t->n; i++) {
        uint32_t feats = t->lang->tag_feats[i],
                 plain = feats & ~(uint32_t)(FEAT_NOUN | FEAT_ADJ | FEAT_FEM | FEAT_MASC | FEAT_SG | FEAT_PL);
        bool may =
            ((feats & (FEAT_NOUN | FEAT_ADJ)) && !plain) || (feats & FEAT_PASTPART && !(feats & FEAT_AUX)) ||
            ((feats & FEAT_VERB) && (feats & FEAT_P3) && (feats & FEAT_PRES) && !(feats & (FEAT_AUX | FEAT_SUBJ)));
        if (may && open++ < CALCO_CANDIDATES) t->unknown[i] = -1;
        t->tag[i] = t->start[i] = 1.0 / (double)t->n;
        for (size_t k = 0; k < t->n; k++) t->after[i * t->n + k] = 1.0 / (double)t->n;
    }
}

int main(int argc, char **argv)
{
    calco_err   err = { 0 };
    trainer     t = { .arena = calco_arena_new() };
    calco_pack *pack = argc > 5 ? calco_pack_open(argv[1], &err) : NULL;
    t.lang = pack ? calco_lang_open(pack, argv[2], &err) : NULL;
    if (!t.lang || !t.lang->forms) {
        fprintf(stderr, "usage: train-context PACK LANGUAGE context.tsv weights.tsv FILE.xz...\n%s %s\n", err.path,
                err.message);
        return 2;
    }
    t.ids = calco_map_new(t.arena);
    start_values(&t);
    for (int i = 5; i < argc; i++) read_file(&t, argv[i]);
    for (int round = 0; round < ROUNDS; round++) {
        estimate(&t, false);
        maximise(&t);
    }
    memset(t.after_seen, 0, t.n * t.n * sizeof *t.after_seen);
    estimate(&t, true); /* counts for the tables */
    bool ok = write_context(&t, argv[3]) && write_weights(&t, argv[4]);
    printf("%zu tokens, %zu words\n", t.text.n, t.words.n);
    calco_lang_close(t.lang);
    calco_pack_close(pack);
    calco_arena_free(t.arena);
    return ok ? 0 : 2;
}
