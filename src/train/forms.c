/* Computes dictionaries/XX/forms.tsv: forms with lemma, tag and weight, from a lexicon of inflected forms (rows form,
 * lemma, tag in the names of morph-it), limited to what occurs in texts.
 * Usage: train-forms PACK XX FORMS.tsv.xz [-l LEXICON.tsv] TEXT.xz... >dictionaries/XX/forms.tsv
 * Lemmas in the second column of the lexicon are kept though no text has them.
 * A text with "XX-YY" in its name is a table whose first column counts; the pack gives XX.tags and segmentation. */
#include "base/err.h"
#include "train/texts.h"

#define BATCH 2000
#define EM_STEPS 8

typedef struct { str form, lemma; uint32_t lemma_id; uint8_t tag; double share, count; } row;

typedef struct {
    calco_arena *arena;
    calco_lang  *lang;
    calco_map    counts, lemmas, seen, listed; /* form -> tokens in the texts; lemma -> id; row -> 1 */
    VEC(row)     rows;
} trainer;

static void count_lines(trainer *t, const str *lines, size_t n)
{
    calco_arena *a = calco_arena_new();
    calco_doc   *doc = train_doc(t->lang, a, lines, n, false);
    for (size_t i = 0; i < doc->tokens.n; i++) {
        str fold = doc->tokens.p[i].fold;
        if (calco_map_get(&t->counts, fold) == CALCO_NONE) fold = calco_arena_str(t->arena, fold);
        ++*calco_map_at(&t->counts, fold, 0);
    }
    calco_arena_free(a);
}

static void count_text(trainer *t, const char *path, const char *code)
{
    calco_arena *a = calco_arena_new();
    str   text = train_unpack(a, path), line, lines[BATCH];
    bool  table = strstr(path, calco_arena_printf(a, ".%s-", code).p) != NULL;
    size_t n = 0;
    while (calco_str_split(&text, '\n', &line)) {
        lines[n++] = table ? train_column(line, 0) : line;
        if (n == BATCH) count_lines(t, lines, n), n = 0;
    }
    count_lines(t, lines, n);
    calco_arena_free(a);
}

/* The tag of tags.tsv that stands for one of the lexicon: verbs of all kinds are VER, clitics and pronouns merged. */
static uint8_t tag_of(const trainer *t, str name)
{
    char   s[64];
    size_t n = 0;
    str    kinds[] = { STR("MOD:"), STR("CAU:"), STR("ASP:") };
    if (name.n >= sizeof s - 8) return 0xff;
    for (size_t i = 0; i < 3; i++)
        if (calco_str_starts(name, kinds[i])) n = 4;
    snprintf(s, sizeof s, "%s%.*s", n ? "VER:" : "", (int)(name.n - n), name.p + n);
    uint8_t tag = calco_tag_id(t->lang, calco_str(s));
    if (tag != 0xff) return tag;
    static const char *const merged[][2] = {
        { "VER:inf+pres+", "VER:inf+cli" }, { "VER:ger+pres+", "VER:ger+cli" }, { "VER:impr+", "VER:impr+cli" },
        { "DET-NUM", "DET-NUM" }, { "PRO-PERS-CLI", "PRO-CLI" }, { "PRO-PERS-1", "PRO-PERS-1" },
        { "PRO-PERS-2", "PRO-PERS-2" }, { "PRO-PERS-3-M", "PRO-PERS-3-M" }, { "PRO-PERS-3-F", "PRO-PERS-3-F" },
        { "NE", "PRO-CLI" }, { "SI", "PRO-CLI" }, { "CI", "PRO-CLI" }, { "CE", "PRO-CLI" }, { "TALE:", "DET-INDEF:" },
    };
    for (size_t i = 0; i < sizeof merged / sizeof *merged; i++) {
        size_t k = strlen(merged[i][0]);
        if (strncmp(s, merged[i][0], k) != 0) continue;
        const char *to = merged[i][1];
        return calco_tag_id(t->lang, to[strlen(to) - 1] == ':' ? calco_arena_printf(t->arena, "%s%s", to, s + k) : calco_str(to));
    }
    if (strncmp(s, "PRO-", 4) == 0 && strlen(s) > 4) /* PRO-INDEF-M-S: its last four characters */
        return calco_tag_id(t->lang, calco_arena_printf(t->arena, "PRO%s", s + strlen(s) - 4));
    return 0xff;
}

static void add_row(trainer *t, str form, str lemma, str tag)
{
    uint8_t id = tag_of(t, tag);
    if (id == 0xff || memchr(form.p, ' ', form.n)) return;
    row r = { .form = calco_fold(t->arena, form), .lemma = calco_fold(t->arena, lemma), .tag = id };
    str key = calco_arena_printf(t->arena, "%.*s\t%.*s\t%u", STR_FMT(r.form), STR_FMT(r.lemma), (unsigned)id);
    uint32_t *seen = calco_map_at(&t->seen, key, 0);
    if ((*seen)++) return;
    r.lemma_id = *calco_map_at(&t->lemmas, r.lemma, (uint32_t)t->lemmas.n);
    VEC_PUSH(t->arena, &t->rows, r);
}

static int by_form(const void *x, const void *y)
{
    const row *a = x, *b = y;
    int c = calco_str_cmp(a->form, b->form);
    if (!c) c = a->share > b->share ? -1 : a->share < b->share ? 1 : calco_str_cmp(a->lemma, b->lemma);
    return c ? c : (int)a->tag - (int)b->tag;
}

/* Most frequent first: of two forms of a lemma with the same tag the usual one is written. */
static int by_count(const void *x, const void *y)
{
    const row *a = x, *b = y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return by_form(x, y);
}

static double count_of(const trainer *t, str form)
{
    uint32_t n = calco_map_get(&t->counts, form);
    return n == CALCO_NONE ? 0 : (double)n;
}

/* P(lemma, tag | form) from P(lemma) and P(tag), by expectation and maximisation over the texts. */
static void estimate(trainer *t)
{
    double *lemma = ARENA_ARRAY(t->arena, double, t->lemmas.n + 1), tag[256];
    for (size_t i = 0; i <= t->lemmas.n; i++) lemma[i] = 1;
    for (size_t i = 0; i < 256; i++) tag[i] = 1;
    for (int step = 0; step <= EM_STEPS; step++) {
        double *next = ARENA_ARRAY(t->arena, double, t->lemmas.n + 1), next_tag[256] = { 0 };
        for (size_t i = 0, end; i < t->rows.n; i = end) {
            double sum = 0;
            for (end = i; end < t->rows.n && calco_str_eq(t->rows.p[end].form, t->rows.p[i].form); end++)
                sum += t->rows.p[end].share = lemma[t->rows.p[end].lemma_id] * tag[t->rows.p[end].tag];
            for (size_t k = i; k < end; k++) {
                row *r = &t->rows.p[k];
                r->share = sum > 0 ? r->share / sum : 1.0 / (double)(end - i);
                next[r->lemma_id] += r->share * count_of(t, r->form);
                next_tag[r->tag] += r->share * count_of(t, r->form);
            }
        }
        for (size_t i = 0; i <= t->lemmas.n; i++) lemma[i] = next[i] + 0.1;
        for (size_t i = 0; i < 256; i++) tag[i] = next_tag[i] + 0.1;
    }
}

/* Forms that readers meet: the rest of a paradigm is kept where it serves to inflect a lemma of the texts. */
static bool core_tag(const calco_lang *lang, uint8_t tag)
{
    uint32_t f = lang->tag_feats[tag];
    if (f & FEAT_CMP) return false;
    if (!(f & FEAT_VERB)) return true;
    if (f & (FEAT_INF | FEAT_GER | FEAT_PASTPART)) return !(f & FEAT_PRON);
    return (f & FEAT_FINITE) && !(f & FEAT_PRON) && (f & FEAT_P3);
}

/* Nouns, adjectives, names: a lemma of the lexicon is worth its few forms. */
static bool listed(const trainer *t, const row *r)
{
    return calco_map_get(&t->listed, r->lemma) != CALCO_NONE && !(t->lang->tag_feats[r->tag] & (FEAT_VERB | FEAT_CMP | FEAT_FINITE)) &&
           core_tag(t->lang, r->tag);
}

static void read_lexicon(trainer *t, const char *path)
{
    calco_buf file = { 0 };
    if (!calco_read_file(path, &file, NULL)) return;
    str rest = calco_arena_str(t->arena, calco_buf_view(&file)), line;
    while (calco_str_split(&rest, '\n', &line)) calco_map_set(&t->listed, train_column(line, 1), 1);
    calco_buf_free(&file);
}

static void print_rows(trainer *t)
{
    double *lemma = ARENA_ARRAY(t->arena, double, t->lemmas.n + 1);
    for (size_t i = 0; i < t->rows.n; i++) lemma[t->rows.p[i].lemma_id] += t->rows.p[i].share * count_of(t, t->rows.p[i].form);
    for (size_t i = 0; i < t->rows.n; i++) t->rows.p[i].count = count_of(t, t->rows.p[i].form);
    qsort(t->rows.p, t->rows.n, sizeof(row), by_count);
    for (size_t i = 0; i < t->rows.n; i++) {
        const row *r = &t->rows.p[i];
        double     n = count_of(t, r->form), all = lemma[r->lemma_id];
        bool       attested = n > 0 && r->share > 0.0005;
        if (!attested && !(all >= 5 && core_tag(t->lang, r->tag)) && !listed(t, r)) continue;
        str name = calco_strtab_at(&t->lang->tags, r->tag);
        printf("%.*s\t%.*s\t%.*s", STR_FMT(r->form), STR_FMT(r->lemma), STR_FMT(name));
        long weight = lround(r->share * 255);
        if (weight > 1) printf("\t%ld", weight);
        putchar('\n');
    }
}

int main(int argc, char **argv)
{
    if (argc < 5) return fputs("usage: train-forms PACK XX FORMS.tsv.xz [-l LEXICON.tsv] TEXT.xz...\n", stderr), 2;
    calco_err   err = { 0 };
    calco_pack *pack = calco_pack_open(argv[1], &err);
    trainer     t = { .arena = calco_arena_new() };
    t.lang = pack ? calco_lang_open(pack, argv[2], &err) : NULL;
    if (!t.lang) return fprintf(stderr, "train-forms: %s: %s\n", err.path, err.message), 2;
    t.counts = calco_map_new(t.arena);
    t.lemmas = calco_map_new(t.arena);
    t.seen = calco_map_new(t.arena);
    t.listed = calco_map_new(t.arena);
    int first = 4;
    if (strcmp(argv[4], "-l") == 0 && argc > 6) read_lexicon(&t, argv[5]), first = 6;
    for (int i = first; i < argc; i++) count_text(&t, argv[i], argv[2]);
    str text = train_unpack(t.arena, argv[3]), line;
    while (calco_str_split(&text, '\n', &line)) add_row(&t, train_column(line, 0), train_column(line, 1), train_column(line, 2));
    if (!t.rows.n) return fprintf(stderr, "train-forms: no rows with tags of the pack in %s\n", argv[3]), 2;
    qsort(t.rows.p, t.rows.n, sizeof(row), by_form);
    estimate(&t);
    puts("# Forms with lemma, tag and weight; computed by train-forms (see SOURCES.md).");
    print_rows(&t);
    calco_lang_close(t.lang);
    calco_pack_close(pack);
    calco_arena_free(t.arena);
    return 0;
}
