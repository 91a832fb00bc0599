/* Computes dictionaries/XX/vectors.tsv: words of a language as points, near each other where words mean much the same.
 * Usage: train-vectors PACK LANGUAGE WORDNET-FOLDER -n WORDS [-l LEXICON.tsv]... TEXT.xz... >dictionaries/XX/vectors.tsv
 * A word's contexts are words around it in texts (second column of tables), the synsets of WordNet with their glosses and
 * relatives, and what it translates (target column of lexicon.tsv). Positive pointwise mutual information of each kind, its
 * singular vectors by subspace iteration (Levy & Goldberg 2014; Halko et al. 2011). A row: word, one character a dimension
 * ('0' + 0..63 for -0.5..0.5 of a unit vector). Deterministic: the dice are seeded. */
#include "base/err.h"
#include "train/texts.h"

enum { DIMS = 64, SPARE = 16, WIDTH = DIMS + SPARE, ROUNDS = 4, WINDOW = 5, LEVELS = 64, LEAST_USES = 2, CELLS = 1 << 26 };
typedef enum { NEAR_IT, WORDNET, LEXICON, KINDS } kind;
static const double KIND_WEIGHT[KINDS] = { 0.6, 1.0, 1.3 };

typedef struct { uint32_t row, column; float n; } cell;
typedef struct {
    calco_arena *arena;
    calco_lang  *lang;
    calco_map    rows, columns;
    calco_strs   words;
    VEC(uint8_t) kind_of; /* of columns */
    cell        *cells;   /* a hash table, then a list */
    size_t       n_cells;
} table;

/* --- words --- */

static bool is_wordy(str w)
{
    if (w.n < 2) return false;
    for (size_t i = 0; i < w.n; i++)
        if (!((w.p[i] >= 'a' && w.p[i] <= 'z') || (unsigned char)w.p[i] >= 0x80 || (i && (w.p[i] == '-' || w.p[i] == '\'')))) return false;
    return true;
}

static bool is_light(const calco_lang *lang, const calco_token *t) { return t->kind != TOKEN_WORD || calco_token_listed(lang, "light", t); }

static str lemma_of(const table *t, str word)
{
    calco_analysis a;
    return t->lang->forms && calco_forms_analyse(t->lang->forms, word, &a, 1) ? a.lemma : word;
}

static void count(calco_map *m, calco_arena *a, str word, uint32_t n)
{
    bool known = calco_map_get(m, word) != CALCO_NONE;
    *calco_map_at(m, known ? word : calco_arena_str(a, word), 0) += n;
}

/* --- cells --- */

static void add(table *t, uint32_t row, kind k, str context, double n)
{
    if (row == CALCO_NONE) return;
    char key[80];
    if (context.n + 2 > sizeof key) return;
    key[0] = (char)('0' + k);
    memcpy(key + 1, context.p, context.n);
    str s = { key, context.n + 1 };
    uint32_t column = calco_map_get(&t->columns, s);
    if (column == CALCO_NONE) {
        column = (uint32_t)t->kind_of.n;
        calco_map_set(&t->columns, calco_arena_str(t->arena, s), column);
        VEC_PUSH(t->arena, &t->kind_of, (uint8_t)k);
    }
    uint64_t hash = ((uint64_t)row << 32 | column) * 0x9e3779b97f4a7c15u;
    size_t   at = hash >> 38;
    while (t->cells[at].n > 0 && !(t->cells[at].row == row && t->cells[at].column == column)) at = (at + 1) % CELLS;
    if (t->cells[at].n <= 0 && ++t->n_cells > CELLS / 10 * 9) fprintf(stderr, "train-vectors: too many cells\n"), exit(2);
    t->cells[at] = (cell){ row, column, t->cells[at].n + (float)n };
}

static uint32_t row_of(const table *t, str word) { return calco_map_get(&t->rows, word); }

static void add_window(table *t, const calco_doc *d, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const calco_token *own = &d->tokens.p[i];
        uint32_t row = own->kind == TOKEN_WORD ? row_of(t, own->lemma) : CALCO_NONE;
        if (row == CALCO_NONE) continue;
        for (size_t j = i > first + WINDOW ? i - WINDOW : first; j < end && j <= i + WINDOW; j++) {
            const calco_token *other = &d->tokens.p[j];
            if (i != j && !is_light(t->lang, other)) add(t, row, NEAR_IT, other->lemma, 1.0 / (double)(i > j ? i - j : j - i));
        }
    }
}

/* --- WordNet: data.noun etc. of wordnet-base --- */

typedef struct { calco_strs words; str gloss, key; calco_strs relatives; } synset;
typedef VEC(synset) synsets;

static str field(str *rest)
{
    str f = { "", 0 };
    calco_str_split(rest, ' ', &f);
    return f;
}

static synset read_synset(calco_arena *a, str line, char pos)
{
    synset s = { .gloss = STR(""), .key = calco_arena_printf(a, "%c%.8s", pos, line.p) };
    const char *bar = memchr(line.p, '|', line.n);
    if (bar) s.gloss = calco_str_from(line, (size_t)(bar - line.p) + 1);
    field(&line), field(&line), field(&line);
    for (long n = strtol(field(&line).p, NULL, 16); n > 0; n--) {
        str w = calco_arena_str(a, field(&line));
        field(&line);
        char *p = (char *)(uintptr_t)w.p;
        for (size_t i = 0; i < w.n; i++) {
            if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 'a' - 'A');
            if (p[i] == '(') w.n = i;
        }
        if (is_wordy(w)) VEC_PUSH(a, &s.words, w);
    }
    for (long n = strtol(field(&line).p, NULL, 10); n > 0; n--) {
        str sign = field(&line), offset = field(&line), part = field(&line);
        field(&line);
        if (sign.n && offset.n == 8 && part.n && strchr("@~+&\\^$*>", sign.p[0]))
            VEC_PUSH(a, &s.relatives, calco_arena_printf(a, "%c%.8s", part.p[0] == 's' ? 'a' : part.p[0], offset.p));
    }
    return s;
}

static void read_wordnet(table *t, const char *folder, synsets *out)
{
    static const char *const files[] = { "noun", "verb", "adj", "adv" };
    for (int k = 0; k < 4; k++) {
        calco_err err;
        calco_buf bytes = { 0 };
        if (!calco_read_file(calco_arena_printf(t->arena, "%s/data.%s", folder, files[k]).p, &bytes, &err))
            fprintf(stderr, "train-vectors: %s: %s\n", err.path, err.message), exit(2);
        str rest = calco_arena_str(t->arena, calco_buf_view(&bytes)), line;
        calco_buf_free(&bytes);
        while (calco_str_split(&rest, '\n', &line))
            if (line.n > 20 && line.p[0] != ' ') VEC_PUSH(t->arena, out, read_synset(t->arena, line, "nvar"[k]));
    }
}

static void add_synset(table *t, const synsets *all, const calco_map *by_key, const synset *s, const calco_doc *glosses, size_t unit)
{
    size_t n = 0;
    const calco_token *gloss = train_tokens(glosses, unit, &n);
    for (size_t w = 0; w < s->words.n; w++) {
        uint32_t row = row_of(t, lemma_of(t, s->words.p[w]));
        if (row == CALCO_NONE) continue;
        double share = 1.0 / sqrt((double)s->words.n);
        add(t, row, WORDNET, s->key, 3);
        for (size_t i = 0; i < s->relatives.n; i++) {
            add(t, row, WORDNET, s->relatives.p[i], 1);
            uint32_t other = calco_map_get(by_key, s->relatives.p[i]);
            for (size_t k = 0; other != CALCO_NONE && k < all->p[other].words.n && k < 6; k++)
                add(t, row, WORDNET, lemma_of(t, all->p[other].words.p[k]), 0.7);
        }
        for (size_t k = 0; k < s->words.n; k++) add(t, row, WORDNET, lemma_of(t, s->words.p[k]), 2);
        for (size_t i = 0; i < n; i++) {
            if (is_light(t->lang, &gloss[i])) continue;
            add(t, row, WORDNET, gloss[i].lemma, share);
            uint32_t back = row_of(t, gloss[i].lemma);
            if (back != CALCO_NONE) add(t, back, WORDNET, lemma_of(t, s->words.p[w]), 0.5 * share);
        }
    }
}

/* --- lexicons: target, source, log10 P(source | target), log10 P(target | source) --- */

static void add_lexicon(table *t, const char *path)
{
    calco_err err;
    calco_buf bytes = { 0 };
    if (!calco_read_file(path, &bytes, &err)) fprintf(stderr, "train-vectors: %s: %s\n", path, err.message), exit(2);
    str rest = calco_buf_view(&bytes), line;
    while (calco_str_split(&rest, '\n', &line)) {
        if (!line.n || line.p[0] == '#') continue;
        str word = train_column(line, 0), source = train_column(line, 1);
        if (memchr(word.p, ' ', word.n) || memchr(source.p, ' ', source.n)) continue;
        double p = pow(10, strtod(train_column(line, 2).p, NULL)), back = pow(10, strtod(train_column(line, 3).p, NULL));
        if (p < 0.01 && back < 0.01) continue;
        add(t, row_of(t, lemma_of(t, word)), LEXICON, source, 10 * sqrt(p * back) + 2 * back);
    }
    calco_buf_free(&bytes);
}

/* --- mutual information --- */

static int by_row(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static void weigh(table *t)
{
    static const double SMOOTH = 0.75;
    size_t    n = 0;
    double   *row[KINDS], *column = calloc(t->kind_of.n + 1, sizeof *column), all[KINDS] = { 0 }, smooth[KINDS] = { 0 };
    uint32_t *uses = calloc(t->kind_of.n + 1, sizeof *uses);
    for (int k = 0; k < KINDS; k++) row[k] = calloc(t->words.n + 1, sizeof *row[k]);
    for (size_t i = 0; i < CELLS; i++) {
        if (t->cells[i].n <= 0) continue;
        t->cells[n] = t->cells[i];
        uses[t->cells[n++].column]++;
    }
    t->n_cells = n;
    for (size_t i = 0; i < n; i++) {
        const cell *c = &t->cells[i];
        if (uses[c->column] < LEAST_USES) continue;
        kind k = t->kind_of.p[c->column];
        row[k][c->row] += (double)c->n, column[c->column] += (double)c->n, all[k] += (double)c->n;
    }
    for (size_t c = 0; c < t->kind_of.n; c++) smooth[t->kind_of.p[c]] += pow(column[c], SMOOTH);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        cell c = t->cells[i];
        kind k = t->kind_of.p[c.column];
        if (uses[c.column] < LEAST_USES) continue;
        double pmi = log((double)c.n * smooth[k] / (row[k][c.row] * pow(column[c.column], SMOOTH)));
        if (pmi <= 0) continue;
        c.n = (float)(pmi * KIND_WEIGHT[k]);
        t->cells[kept++] = c;
    }
    t->n_cells = kept;
    qsort(t->cells, kept, sizeof *t->cells, by_row);
    /* each row of length 1, so that frequent words do not rule */
    for (size_t i = 0, end; i < kept; i = end) {
        double sum = 0;
        for (end = i; end < kept && t->cells[end].row == t->cells[i].row; end++) sum += (double)t->cells[end].n * (double)t->cells[end].n;
        for (size_t j = i; j < end; j++) t->cells[j].n = (float)((double)t->cells[j].n / sqrt(sum));
    }
    for (int k = 0; k < KINDS; k++) free(row[k]);
    free(column), free(uses);
    fprintf(stderr, "%zu words, %zu contexts, %zu cells\n", t->words.n, t->kind_of.n, kept);
}

/* --- singular vectors --- */

static void orthonormal(float (*m)[WIDTH], size_t n)
{
    for (size_t k = 0; k < WIDTH; k++) {
        for (int twice = 0; twice < 2; twice++)
            for (size_t j = 0; j < k; j++) {
                double dot = 0;
                for (size_t i = 0; i < n; i++) dot += (double)m[i][k] * (double)m[i][j];
                for (size_t i = 0; i < n; i++) m[i][k] -= (float)dot * m[i][j];
            }
        double sum = 1e-30;
        for (size_t i = 0; i < n; i++) sum += (double)m[i][k] * (double)m[i][k];
        for (size_t i = 0; i < n; i++) m[i][k] = (float)((double)m[i][k] / sqrt(sum));
    }
}

static void times(const table *t, const float (*in)[WIDTH], float (*out)[WIDTH], size_t n_out, bool across)
{
    memset(out, 0, n_out * sizeof *out);
    for (size_t i = 0; i < t->n_cells; i++) {
        const cell *c = &t->cells[i];
        const float *from = in[across ? c->row : c->column];
        float *to = out[across ? c->column : c->row];
        for (size_t k = 0; k < WIDTH; k++) to[k] += c->n * from[k];
    }
}

/* Eigenvectors of a symmetric matrix by Jacobi's rotations. */
static void jacobi(double a[WIDTH][WIDTH], double v[WIDTH][WIDTH])
{
    for (size_t i = 0; i < WIDTH; i++)
        for (size_t j = 0; j < WIDTH; j++) v[i][j] = i == j;
    for (int sweep = 0; sweep < 30; sweep++)
        for (size_t p = 0; p < WIDTH; p++)
            for (size_t q = p + 1; q < WIDTH; q++) {
                if (fabs(a[p][q]) < 1e-14) continue;
                double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]), s, c;
                double tan = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
                c = 1 / sqrt(tan * tan + 1), s = tan * c;
                for (size_t k = 0; k < WIDTH; k++) {
                    double x = a[k][p], y = a[k][q];
                    a[k][p] = c * x - s * y, a[k][q] = s * x + c * y;
                    x = v[k][p], y = v[k][q];
                    v[k][p] = c * x - s * y, v[k][q] = s * x + c * y;
                }
                for (size_t k = 0; k < WIDTH; k++) {
                    double x = a[p][k], y = a[q][k];
                    a[p][k] = c * x - s * y, a[q][k] = s * x + c * y;
                }
            }
}

/* Rows of U S^½, ranked by singular value, of unit length. */
static float (*points(const table *t))[WIDTH]
{
    size_t rows = t->words.n, columns = t->kind_of.n;
    float (*y)[WIDTH] = calloc(rows, sizeof *y), (*z)[WIDTH] = calloc(columns, sizeof *z);
    uint64_t dice = 88172645463325252u;
    for (size_t i = 0; i < columns; i++)
        for (size_t k = 0; k < WIDTH; k++) {
            dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
            z[i][k] = (float)(dice % 2001) / 1000 - 1;
        }
    for (int round = 0; round < ROUNDS; round++) {
        times(t, (const float (*)[WIDTH])z, y, rows, false);
        orthonormal(y, rows);
        times(t, (const float (*)[WIDTH])y, z, columns, true);
        if (round + 1 < ROUNDS) orthonormal(z, columns);
    }
    static double gram[WIDTH][WIDTH], v[WIDTH][WIDTH];
    for (size_t i = 0; i < columns; i++)
        for (size_t a = 0; a < WIDTH; a++)
            for (size_t b = 0; b < WIDTH; b++) gram[a][b] += (double)z[i][a] * (double)z[i][b];
    jacobi(gram, v);
    size_t order[WIDTH];
    for (size_t k = 0; k < WIDTH; k++) order[k] = k;
    for (size_t a = 0; a < WIDTH; a++)
        for (size_t b = a + 1; b < WIDTH; b++)
            if (gram[order[b]][order[b]] > gram[order[a]][order[a]]) { size_t s = order[a]; order[a] = order[b], order[b] = s; }
    for (size_t i = 0; i < rows; i++) {
        double x[DIMS], sum = 1e-30;
        for (size_t k = 0; k < DIMS; k++) {
            x[k] = 0;
            for (size_t a = 0; a < WIDTH; a++) x[k] += (double)y[i][a] * v[a][order[k]];
            x[k] *= pow(gram[order[k]][order[k]], 0.25);
            sum += x[k] * x[k];
        }
        for (size_t k = 0; k < DIMS; k++) y[i][k] = (float)(x[k] / sqrt(sum));
    }
    free(z);
    return y;
}

/* --- input and output --- */

static calco_map counts_of;
static int by_count(const void *a, const void *b)
{
    str x = *(const str *)a, y = *(const str *)b;
    uint32_t n = calco_map_get(&counts_of, x), m = calco_map_get(&counts_of, y);
    if (n != m) return n > m ? -1 : 1;
    return calco_str_cmp(x, y);
}
static int by_bytes(const void *a, const void *b) { return calco_str_cmp(*(const str *)a, *(const str *)b); }

static void choose_words(table *t, size_t most)
{
    calco_strs all = { 0 };
    for (size_t i = 0; i < counts_of.cap; i++)
        if (counts_of.slots[i].key.p && counts_of.slots[i].value >= LEAST_USES && is_wordy(counts_of.slots[i].key)) VEC_PUSH(t->arena, &all, counts_of.slots[i].key);
    qsort(all.p, all.n, sizeof *all.p, by_count);
    if (all.n > most) all.n = most;
    qsort(all.p, all.n, sizeof *all.p, by_bytes);
    t->words = all;
    t->rows = calco_map_new(t->arena);
    for (size_t i = 0; i < all.n; i++) calco_map_set(&t->rows, all.p[i], (uint32_t)i);
}

static void count_lexicon(table *t, const char *path)
{
    calco_err err;
    calco_buf bytes = { 0 };
    if (!calco_read_file(path, &bytes, &err)) fprintf(stderr, "train-vectors: %s: %s\n", path, err.message), exit(2);
    str rest = calco_buf_view(&bytes), line;
    while (calco_str_split(&rest, '\n', &line))
        if (line.n && line.p[0] != '#') count(&counts_of, t->arena, lemma_of(t, train_column(line, 0)), 1);
    calco_buf_free(&bytes);
}

int main(int argc, char **argv)
{
    table     t = { .arena = calco_arena_new(), .cells = calloc(CELLS, sizeof(cell)) };
    calco_err err;
    size_t    most = 40000;
    calco_pack *pack = argc > 4 ? calco_pack_open(argv[1], &err) : NULL;
    t.lang = pack ? calco_lang_open(pack, argv[2], &err) : NULL;
    if (!t.lang || !t.cells) fprintf(stderr, "train-vectors: %s\n", pack ? err.message : "see the comment in its source"), exit(2);
    t.columns = calco_map_new(t.arena), counts_of = calco_map_new(t.arena);
    synsets all = { 0 };
    read_wordnet(&t, argv[3], &all);
    calco_map by_key = calco_map_new(t.arena);
    calco_strs glosses = { 0 }, lines = { 0 }, lexicons = { 0 };
    for (size_t i = 0; i < all.n; i++) {
        calco_map_set(&by_key, all.p[i].key, (uint32_t)i);
        VEC_PUSH(t.arena, &glosses, all.p[i].gloss);
    }
    for (int i = 4; i < argc; i++) {
        if (!strcmp(argv[i], "-n")) { most = (size_t)strtoul(argv[++i], NULL, 10); continue; }
        if (!strcmp(argv[i], "-l")) { VEC_PUSH(t.arena, &lexicons, calco_str(argv[++i])); continue; }
        str rest = train_unpack(t.arena, argv[i]), line;
        while (calco_str_split(&rest, '\n', &line)) {
            str two = train_column(line, 1);
            if (two.n || line.n) VEC_PUSH(t.arena, &lines, two.n ? two : line);
        }
    }
    calco_doc *gloss = train_doc(t.lang, t.arena, glosses.p, glosses.n, true), *text = train_doc(t.lang, t.arena, lines.p, lines.n, true);
    const calco_doc *docs[] = { gloss, text };
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < docs[k]->tokens.n; i++)
            if (!is_light(t.lang, &docs[k]->tokens.p[i])) count(&counts_of, t.arena, docs[k]->tokens.p[i].lemma, k ? 2 : 1);
    for (size_t i = 0; i < lexicons.n; i++) count_lexicon(&t, lexicons.p[i].p);
    choose_words(&t, most);
    for (size_t i = 0; i < all.n; i++) add_synset(&t, &all, &by_key, &all.p[i], gloss, i);
    for (size_t i = 0; i < text->sentences.n; i++) add_window(&t, text, text->sentences.p[i].first_token, text->sentences.p[i].first_token + text->sentences.p[i].n_tokens);
    for (size_t i = 0; i < lexicons.n; i++) add_lexicon(&t, lexicons.p[i].p);
    weigh(&t);
    float (*p)[WIDTH] = points(&t);
    puts("# Words as points (word, a character a dimension: '0' + 0..63 for -0.5..0.5); computed by train-vectors.");
    for (size_t i = 0; i < t.words.n; i++) {
        char row[DIMS + 1] = "";
        for (size_t k = 0; k < DIMS; k++) {
            double x = ((double)p[i][k] + 0.5) * LEVELS;
            row[k] = (char)('0' + (x < 0 ? 0 : x >= LEVELS ? LEVELS - 1 : (int)x));
        }
        printf("%.*s\t%.64s\n", STR_FMT(t.words.p[i]), row);
    }
    return 0;
}
