/* How well sentences and words are aligned: `align_accuracy PACK CORPUS [PAIRS.tsv] [-v]`. With -v the wrong beads are
 * listed. Prints only; exit 2 where something cannot be read. */
#include "align_lab.h"

enum { SEEDS = 5 };

static void measure(align_lab *l, const char *title, const lab_pairs *pairs, bool show)
{
    printf("%s: %zu sentence pairs, strict F1 of beads over %d seeds\n", title, pairs->n, SEEDS);
    for (size_t m = 0; m < LAB_MIXES; m++) {
        lab_score all = { 0, 0, 0 };
        double    worst = 1;
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            lab_score s = lab_run(l, pairs, &lab_mixes[m], seed, show);
            if (lab_f1(s) < worst) worst = lab_f1(s);
            all.right += s.right;
            all.wanted += s.wanted;
            all.found += s.found;
        }
        printf("  %-22s %.4f  worst %.4f  (%zu beads)\n", lab_mixes[m].name, lab_f1(all), worst, all.wanted);
    }
}

int main(int argc, char **argv)
{
    bool show = argc > 1 && strcmp(argv[argc - 1], "-v") == 0;
    argc -= show;
    if (argc < 3) lab_fail("usage", "align_accuracy PACK CORPUS [PAIRS.tsv] [-v]");
    align_lab l = lab_open(argv[1]);
    lab_pairs own = lab_folder(&l, argv[2]), other = { 0 };
    measure(&l, argv[2], &own, show);
    if (argc > 3) other = lab_table(&l, argv[3]);
    if (argc > 3 && !other.n) printf("%s: not here, skipped\n", argv[3]);
    if (other.n) measure(&l, argv[3], &other, show);
    lab_links words = lab_word_links(&l, "tests/align_words.tsv", show);
    printf("word links: alignment error rate %.3f (%zu links, %zu of %zu sure ones found)\n", lab_aer(words), words.found, words.found_sure, words.sure);
    lab_close(&l);
    return 0;
}
