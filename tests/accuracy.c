/* Precision and recall on the labelled articles of corpus/: `accuracy PACK FOLDER [-v]`.
 *
 * Every NAME.mt.en.txt is checked without and with NAME.it.txt, every NAME.good.en.txt without. A fault of NAME.gold.tsv
 * is found when a finding overlaps it that is no flag on the whole sentence (at most twice its length and 30 bytes) and no
 * spelling flag on a fault of another kind. A finding that overlaps no fault, and any on a good text, is a false alarm.
 * With -v the faults missed and the false alarms are listed. Prints only; exit 2 where something cannot be read. */
#include <calco.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ARTICLES = 200, MAX_GOLD = 200, MAX_ROWS = 64, NAME = 64 };

typedef struct { char *p; size_t n; } file;
typedef struct { char id[16], category[NAME]; bool must; size_t start, end; bool found; const char *better; } fault;
typedef struct { char name[NAME]; size_t must, must_found, should, should_found, right, wrong, wrong_good; } row;
typedef struct { row rows[MAX_ROWS]; size_t n; } table;
typedef struct { table faults, rules; size_t words, good_words, good_findings; bool verbose; } tally;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "accuracy: %s: %s\n", what, detail);
    exit(2);
}

static file slurp(const char *folder, const char *name, const char *ending)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    FILE *in = fopen(path, "rb");
    if (!in) die("cannot open", path);
    file f = { NULL, 0 };
    for (size_t room = 1 << 16;; room *= 2) {
        f.p = realloc(f.p, room + 1);
        if (!f.p) die("no memory for", path);
        f.n += fread(f.p + f.n, 1, room - f.n, in);
        if (f.n < room) break;
    }
    fclose(in);
    f.p[f.n] = 0;
    return f;
}

static row *row_of(table *t, const char *name)
{
    size_t length = strcspn(name, "/");
    for (size_t i = 0; i < t->n; i++)
        if (strlen(t->rows[i].name) == length && !memcmp(t->rows[i].name, name, length)) return &t->rows[i];
    if (t->n == MAX_ROWS || length >= NAME) die("too many categories or rule families, at", name);
    row *r = &t->rows[t->n++];
    memset(r, 0, sizeof *r);
    memcpy(r->name, name, length);
    return r;
}

static void locate(fault *f, const file *text, char *span, const char *where)
{
    size_t nth = 1;
    char *mark = strrchr(span, '#');
    if (mark && mark[1] >= '1' && mark[1] <= '9') {
        nth = strtoul(mark + 1, NULL, 10);
        *mark = 0;
    }
    const char *at = text->p;
    for (size_t i = 0; i < nth; i++) {
        at = strstr(i ? at + 1 : at, span);
        if (!at) die(where, span);
    }
    f->start = (size_t)(at - text->p);
    f->end = f->start + strlen(span);
}

/* Rows: id, must or should, span, category, source, better. The strings stay in `gold`. */
static size_t read_faults(fault *out, file *gold, const file *text, const char *name)
{
    size_t n = 0;
    char *rest = NULL;
    for (char *line = strtok_r(gold->p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] == '#') continue;
        char *column[6], *tabs = line;
        for (size_t i = 0; i < 6; i++)
            if (!(column[i] = strsep(&tabs, "\t"))) die("a row of the gold file has too few columns", line);
        if (n == MAX_GOLD) die("too many faults", name);
        fault *f = &out[n++];
        memset(f, 0, sizeof *f);
        snprintf(f->id, sizeof f->id, "%s", column[0]);
        snprintf(f->category, sizeof f->category, "%s", column[3]);
        f->must = !strcmp(column[1], "must");
        f->better = column[5];
        locate(f, text, column[2], name);
    }
    return n;
}

static bool overlaps(const fault *f, const calco_finding *x)
{
    return x->place.byte_start < f->end && f->start < x->place.byte_end;
}

static bool counts(const fault *f, const calco_finding *x)
{
    static const char *const spelt[] = { "spelling", "consistency", "name", "untranslated" };
    if (!overlaps(f, x) || x->place.byte_end - x->place.byte_start > 2 * (f->end - f->start) + 30) return false;
    if (strncmp(x->rule, "spelling", 8)) return true;
    for (size_t i = 0; i < sizeof spelt / sizeof *spelt; i++)
        if (!strcmp(f->category, spelt[i])) return true;
    return false;
}

static void alarm(const tally *t, const char *name, const calco_finding *x)
{
    if (t->verbose)
        printf("  ? %-12s %-34s \"%.*s\"\n", name, x->rule, (int)x->text.n, x->text.p);
}

static void compare(tally *t, const char *name, const calco_result *r, fault *faults, size_t n, const file *text)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const calco_finding *x = &r->findings[i];
        bool right = false;
        for (size_t k = 0; k < n; k++) {
            right = right || overlaps(&faults[k], x);
            if (counts(&faults[k], x)) faults[k].found = true;
        }
        row *family = row_of(&t->rules, x->rule);
        right ? family->right++ : family->wrong++;
        if (!right) alarm(t, name, x);
    }
    for (size_t k = 0; k < n; k++) {
        const fault *f = &faults[k];
        row *kind = row_of(&t->faults, f->category);
        *(f->must ? &kind->must : &kind->should) += 1;
        *(f->must ? &kind->must_found : &kind->should_found) += f->found;
        if (t->verbose && !f->found)
            printf("  - %s %-6s %-14s \"%.*s\" -> %s\n", f->id, f->must ? "must" : "should", f->category,
                   (int)(f->end - f->start), text->p + f->start, f->better);
    }
    t->words += r->words;
}

static calco_result *check(const calco_engine *engine, const char *name, const file *text, const file *source)
{
    calco_err err;
    calco_input in = { .name = name, .bytes = text->p, .size = text->n };
    calco_input from = { .name = name, .bytes = source ? source->p : NULL, .size = source ? source->n : 0 };
    calco_result *r = calco_check(engine, &in, source ? &from : NULL, &err);
    if (!r) die(name, err.message);
    return r;
}

static void article(const calco_engine *engine, tally *t, const char *folder, const char *name, bool with_source)
{
    static fault faults[MAX_GOLD];
    file text = slurp(folder, name, ".mt.en.txt"), gold = slurp(folder, name, ".gold.tsv");
    file good = slurp(folder, name, ".good.en.txt"), source = slurp(folder, name, ".it.txt");
    size_t n = read_faults(faults, &gold, &text, name);
    calco_result *r = check(engine, name, &text, with_source ? &source : NULL);
    compare(t, name, r, faults, n, &text);
    calco_result_free(r);
    r = check(engine, name, &good, with_source ? &source : NULL);
    t->good_words += r->words;
    for (size_t i = 0; i < r->n_findings; i++, t->good_findings++) {
        row_of(&t->rules, r->findings[i].rule)->wrong_good++;
        alarm(t, name, &r->findings[i]);
    }
    calco_result_free(r);
    free(text.p);
    free(gold.p);
    free(good.p);
    free(source.p);
}

static int by_name(const void *a, const void *b) { return strcmp(((const row *)a)->name, ((const row *)b)->name); }

static double percent(size_t part, size_t whole) { return whole ? 100.0 * (double)part / (double)whole : 100.0; }

/* Sort the rows by name and return their sum. */
static row settle(table *t)
{
    row all = { .name = "all" };
    qsort(t->rows, t->n, sizeof *t->rows, by_name);
    for (size_t i = 0; i < t->n; i++) {
        const row *r = &t->rows[i];
        all.must += r->must, all.must_found += r->must_found;
        all.should += r->should, all.should_found += r->should_found;
        all.right += r->right, all.wrong += r->wrong, all.wrong_good += r->wrong_good;
    }
    return all;
}

static void print(tally *t)
{
    row all = settle(&t->faults), flags = settle(&t->rules);
    printf("%-16s %13s %17s\n", "kind of fault", "must found", "should found");
    for (size_t i = 0; i <= t->faults.n; i++) {
        const row *r = i < t->faults.n ? &t->faults.rows[i] : &all;
        printf("%-16s %4zu of %4zu %3.0f%% %6zu of %4zu %3.0f%%\n", r->name, r->must_found, r->must,
               percent(r->must_found, r->must), r->should_found, r->should, percent(r->should_found, r->should));
    }
    printf("\n%-16s %6s %6s %14s %10s\n", "family of rules", "right", "wrong", "on good texts", "precision");
    for (size_t i = 0; i <= t->rules.n; i++) {
        const row *r = i < t->rules.n ? &t->rules.rows[i] : &flags;
        printf("%-16s %6zu %6zu %14zu %9.0f%%\n", r->name, r->right, r->wrong, r->wrong_good,
               percent(r->right, r->right + r->wrong + r->wrong_good));
    }
    printf("\nfalse alarms per 1,000 words: %.2f in machine texts, %.2f in good ones\n\n",
           t->words ? 1000.0 * (double)flags.wrong / (double)t->words : 0,
           t->good_words ? 1000.0 * (double)t->good_findings / (double)t->good_words : 0);
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage", "accuracy PACK FOLDER [-v]");
    calco_err err;
    calco_engine *engine = calco_engine_open(argv[1], NULL, &err);
    if (!engine) die(argv[1], err.message);
    struct dirent **entries;
    int n = scandir(argv[2], &entries, NULL, alphasort);
    if (n < 0) die("cannot read the folder", argv[2]);
    for (int with_source = 0; with_source < 2; with_source++) {
        static tally t;
        memset(&t, 0, sizeof t);
        t.verbose = argc > 3 && !strcmp(argv[3], "-v");
        size_t articles = 0;
        for (int i = 0; i < n; i++) {
            char *ending = strstr(entries[i]->d_name, ".gold.tsv");
            if (!ending || ending[9]) continue;
            char name[NAME];
            snprintf(name, sizeof name, "%.*s", (int)(ending - entries[i]->d_name), entries[i]->d_name);
            article(engine, &t, argv[2], name, with_source);
            articles++;
        }
        printf("== %zu articles, %s the source\n", articles, with_source ? "with" : "without");
        print(&t);
    }
    for (int i = 0; i < n; i++) free(entries[i]);
    free(entries);
    calco_engine_close(engine);
    return 0;
}
