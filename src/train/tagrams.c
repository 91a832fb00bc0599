/* How probable a tag is after the two before it: prints dictionaries/XX/tagrams.tsv.
 * Usage: xz -dc TAGGED | train-tagrams >dictionaries/XX/tagrams.tsv
 * Standard input holds a sentence a line, `word/TAG word/TAG`. Pairs and triples of tags that were seen often enough, `^` before
 * a sentence, `$` behind it; log10 of the probability. */
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAST_PAIRS = 3, LEAST_TRIPLES = 4 };

static int by_key(const void *a, const void *b) { return calco_str_cmp(*(const str *)a, *(const str *)b); }

static void print_counts(calco_arena *a, const calco_map *m, const calco_map *before, uint32_t least)
{
    calco_strs keys = { 0 };
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key.p && m->slots[i].value >= least) VEC_PUSH(a, &keys, m->slots[i].key);
    if (keys.n) qsort(keys.p, keys.n, sizeof *keys.p, by_key);
    for (size_t i = 0; i < keys.n; i++) {
        size_t end = keys.p[i].n;
        while (keys.p[i].p[end - 1] != ' ') end--;
        double n = calco_map_get(m, keys.p[i]), all = calco_map_get(before, calco_str_cut(keys.p[i], 0, end - 1));
        printf("%.*s\t%.2f\n", STR_FMT(keys.p[i]), log10(n / all));
    }
}

int main(void)
{
    calco_arena *a = calco_arena_new();
    calco_buf    file = { 0 };
    calco_err    err;
    calco_map    one = calco_map_new(a), two = calco_map_new(a), three = calco_map_new(a);
    if (!calco_read_file("-", &file, &err)) return fprintf(stderr, "train-tagrams: %s\n", err.message), 2;
    str rest = calco_buf_view(&file), line, word;
    while (calco_str_split(&rest, '\n', &line)) {
        str u = STR("^"), v = STR("^");
        for (bool more = line.n > 0; more;) {
            more = calco_str_split(&line, ' ', &word);
            size_t at = word.n;
            while (more && at > 0 && word.p[at - 1] != '/') at--;
            str tag = more ? calco_str_from(word, at) : STR("$");
            if (more && !tag.n) continue;
            str pair = calco_arena_join(a, (str[]){ u, STR(" "), v, { 0 } });
            ++*calco_map_at(&one, v, 0);
            ++*calco_map_at(&two, calco_arena_join(a, (str[]){ v, STR(" "), tag, { 0 } }), 0);
            ++*calco_map_at(&three, calco_arena_join(a, (str[]){ pair, STR(" "), tag, { 0 } }), 0);
            u = v, v = tag;
        }
    }
    puts("# How probable a tag is after those before it: two or three tags, log10; computed by train-tagrams.");
    calco_map pairs = calco_map_new(a);
    for (size_t i = 0; i < three.cap; i++) {
        if (!three.slots[i].key.p) continue;
        size_t end = three.slots[i].key.n;
        while (three.slots[i].key.p[end - 1] != ' ') end--;
        *calco_map_at(&pairs, calco_str_cut(three.slots[i].key, 0, end - 1), 0) += three.slots[i].value;
    }
    print_counts(a, &two, &one, LEAST_PAIRS);
    print_counts(a, &three, &pairs, LEAST_TRIPLES);
    calco_buf_free(&file);
    calco_arena_free(a);
    return 0;
}
