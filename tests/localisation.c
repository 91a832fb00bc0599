/* Do findings point at what is wrong: `localisation PACK TABLE... [-v]` on translations with one planted fault each.
 *
 * A row of a TABLE (DEMETR) is kind, id, source, intact translation, the same with a fault; a kind's name begins with its
 * severity. Both translations are checked with the source. The words that differ (longest common subsequence) are the
 * fault's place; where words were only removed, the place is the two words around the gap. A fault is found where a
 * finding overlaps its place that is no flag on the whole sentence (at most twice the place's length and 30 bytes). An
 * intact translation is flagged where it has any finding. Even ids / 4 separate the halves `a` (to tune on) and `b`.
 * With -v what was missed and what was flagged in intact ones is listed. Prints only; exit 2 where something cannot be read. */
#include <calco.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_KINDS = 64, MAX_WORDS = 400, MAX_PLACES = 64, MAX_INTACT = 4096 };

typedef struct { size_t start, end; } span;
typedef struct { span w[MAX_WORDS]; size_t n; } words;
typedef struct { char name[48]; size_t n, found; } kind;
typedef struct {
    kind     kinds[MAX_KINDS];
    size_t   n_kinds, intact, flagged;
    char    *seen[MAX_INTACT];
    bool     verbose;
} tally;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "localisation: %s: %s\n", what, detail);
    exit(2);
}

static kind *kind_of(tally *t, const char *name)
{
    for (size_t i = 0; i < t->n_kinds; i++)
        if (!strcmp(t->kinds[i].name, name)) return &t->kinds[i];
    if (t->n_kinds == MAX_KINDS || strlen(name) >= sizeof t->kinds->name) die("too many kinds, at", name);
    kind *k = &t->kinds[t->n_kinds++];
    snprintf(k->name, sizeof k->name, "%s", name);
    return k;
}

/* --- the fault's place --- */

static void cut_words(const char *s, words *out)
{
    out->n = 0;
    for (size_t i = 0; s[i] && out->n < MAX_WORDS;) {
        i += strspn(s + i, " ");
        size_t n = strcspn(s + i, " ");
        if (n) out->w[out->n++] = (span){ i, i + n };
        i += n;
    }
}

static bool same(const char *a, span x, const char *b, span y)
{
    return x.end - x.start == y.end - y.start && !memcmp(a + x.start, b + y.start, x.end - x.start);
}

/* Where `faulty` departs from `good`. */
static size_t places_of(const char *good, const char *faulty, span out[MAX_PLACES])
{
    static unsigned short common[MAX_WORDS + 1][MAX_WORDS + 1];
    static words g, f;
    cut_words(good, &g);
    cut_words(faulty, &f);
    memset(common, 0, sizeof common);
    for (size_t i = g.n; i-- > 0;)
        for (size_t j = f.n; j-- > 0;) {
            unsigned short down = common[i + 1][j], right = common[i][j + 1];
            common[i][j] = same(good, g.w[i], faulty, f.w[j]) ? (unsigned short)(common[i + 1][j + 1] + 1) : down > right ? down : right;
        }
    size_t n = 0, i = 0, j = 0;
    while ((i < g.n || j < f.n) && n < MAX_PLACES) {
        if (i < g.n && j < f.n && same(good, g.w[i], faulty, f.w[j])) {
            i++, j++;
            continue;
        }
        size_t from = j;
        while ((i < g.n || j < f.n) && !(i < g.n && j < f.n && same(good, g.w[i], faulty, f.w[j])))
            if (j >= f.n || (i < g.n && common[i + 1][j] >= common[i][j + 1])) i++;
            else j++;
        size_t first = j > from ? from : from ? from - 1 : 0, last = j > from ? j - 1 : from < f.n ? from : f.n - 1;
        if (f.n) out[n++] = (span){ f.w[first].start, f.w[last].end };
    }
    return n;
}

static bool is_found(const calco_result *r, const span *places, size_t n)
{
    for (size_t i = 0; i < r->n_findings; i++)
        for (size_t k = 0; k < n; k++) {
            const calco_place *p = &r->findings[i].place;
            size_t length = places[k].end - places[k].start;
            if (p->byte_start < places[k].end && places[k].start < p->byte_end && p->byte_end - p->byte_start <= 2 * length + 30) return true;
        }
    return false;
}

/* --- rows --- */

static calco_result *check(const calco_engine *engine, const char *text, const char *source)
{
    calco_err   err;
    calco_input in = { .name = "target.txt", .bytes = text, .size = strlen(text), .encoding = "UTF-8" };
    calco_input from = { .name = "source.txt", .bytes = source, .size = strlen(source), .encoding = "UTF-8" };
    calco_result *r = calco_check(engine, &in, &from, &err);
    if (!r) die(text, err.message);
    return r;
}

static void list(const calco_result *r)
{
    for (size_t i = 0; i < r->n_findings; i++)
        printf("      %s \"%.*s\" (%.*s)\n", r->findings[i].rule, (int)r->findings[i].text.n, r->findings[i].text.p,
               (int)r->findings[i].source_text.n, r->findings[i].source_text.p);
}

static void check_intact(const calco_engine *engine, tally *t, const char *source, const char *good)
{
    for (size_t i = 0; i < t->intact; i++)
        if (!strcmp(t->seen[i], good)) return;
    if (t->intact == MAX_INTACT || !(t->seen[t->intact++] = strdup(good))) die("too many rows, at", good);
    calco_result *r = check(engine, good, source);
    t->flagged += r->n_findings > 0;
    if (t->verbose && r->n_findings) printf("  ? %s\n    %s\n", good, source), list(r);
    calco_result_free(r);
}

static void check_faulty(const calco_engine *engine, tally *t, char **column)
{
    span   places[MAX_PLACES];
    size_t n = places_of(column[3], column[4], places);
    calco_result *r = check(engine, column[4], column[2]);
    bool   found = is_found(r, places, n);
    kind  *k = kind_of(t, column[0]);
    k->n++;
    k->found += found;
    if (t->verbose && !found) {
        printf("  - %s: %s\n    %s\n     ", column[0], column[4], column[2]);
        for (size_t i = 0; i < n; i++) printf(" [%.*s]", (int)(places[i].end - places[i].start), column[4] + places[i].start);
        printf("\n");
        list(r);
    }
    calco_result_free(r);
}

static void read_table(const calco_engine *engine, tally *t, const char *path, const char *half)
{
    FILE  *in = fopen(path, "r");
    char  *line = NULL;
    size_t room = 0;
    if (!in) die("cannot open", path);
    while (getline(&line, &room, in) > 0) {
        char *rest = line, *column[5];
        size_t n = 0;
        line[strcspn(line, "\n")] = 0;
        while (n < 5 && (column[n] = strsep(&rest, "\t"))) n++;
        if (line[0] == '#' || n < 5) continue;
        if (half && (strtoul(column[1], NULL, 10) / 2 % 2 ? 'b' : 'a') != half[0]) continue;
        check_intact(engine, t, column[2], column[3]);
        check_faulty(engine, t, column);
    }
    free(line);
    fclose(in);
}

static int by_name(const void *a, const void *b) { return strcmp(((const kind *)a)->name, ((const kind *)b)->name); }

static void print_sum(const tally *t, const char *title, const char *severities)
{
    size_t n = 0, found = 0;
    for (size_t i = 0; i < t->n_kinds; i++)
        if (strstr(severities, (char[]){ t->kinds[i].name[0], t->kinds[i].name[1], 0 })) n += t->kinds[i].n, found += t->kinds[i].found;
    printf("%-34s %5zu of %5zu %5.1f %%\n", title, found, n, n ? 100.0 * (double)found / (double)n : 0);
}

int main(int argc, char **argv)
{
    static tally t;
    calco_err    err;
    if (argc < 3) die("usage", "localisation PACK TABLE... [-v] [-a|-b]");
    const char *half = NULL;
    for (int i = 2; i < argc; i++) {
        if (!strcmp(argv[i], "-v")) t.verbose = true;
        else if (argv[i][0] == '-') half = argv[i] + 1;
    }
    calco_engine *engine = calco_engine_open(argv[1], NULL, &err);
    if (!engine) die(argv[1], err.message);
    for (int i = 2; i < argc; i++)
        if (argv[i][0] != '-') read_table(engine, &t, argv[i], half);
    qsort(t.kinds, t.n_kinds, sizeof *t.kinds, by_name);
    printf("== findings on planted faults, %s\n", argv[2]);
    for (size_t i = 0; i < t.n_kinds; i++)
        printf("%-34s %5zu of %5zu %5.1f %%\n", t.kinds[i].name, t.kinds[i].found, t.kinds[i].n,
               100.0 * (double)t.kinds[i].found / (double)t.kinds[i].n);
    print_sum(&t, "critical and major", "cr ma");
    print_sum(&t, "minor", "mi");
    printf("%-34s %5zu of %5zu %5.1f %%\n\n", "intact ones flagged", t.flagged, t.intact,
           t.intact ? 100.0 * (double)t.flagged / (double)t.intact : 0);
    for (size_t i = 0; i < t.intact; i++) free(t.seen[i]);
    calco_engine_close(engine);
    return 0;
}
