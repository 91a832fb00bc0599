/* Time and memory of whole runs, beside hunspell's program on the same text: `bench CALCO PAIRS TEXT...`.
 *
 * PAIRS holds lines "source TAB translation"; they are repeated to 100,000 and scored on one core.
 * The texts are joined and repeated into an article of 900 words and a book of 1 MB. Each figure is the
 * median of several process runs, by wall clock and getrusage; ratios and sentences a second are of processor time, which
 * other work on the machine disturbs least. Prints only; exit 2 where a program cannot be run. */
#include "base/buf.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_RUNS = 15, WORDS = 900, BOOK_BYTES = 1000000, PAIRS = 100000 };

typedef struct { double seconds, cpu; long kilobytes; } figures;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static figures run_once(char *const *argv)
{
    double start = seconds();
    pid_t  pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        if (null >= 0) dup2(null, STDOUT_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    int           status;
    struct rusage use;
    if (pid < 0 || wait4(pid, &status, 0, &use) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "bench: %s cannot be run\n", argv[0]);
        exit(2);
    }
    return (figures){ seconds() - start,
                      (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6,
                      use.ru_maxrss };
}

static int by_time(const void *a, const void *b)
{
    double x = ((const figures *)a)->cpu, y = ((const figures *)b)->cpu;
    return (x > y) - (x < y);
}

static figures median(char *const *argv, size_t runs)
{
    figures all[MAX_RUNS];
    run_once(argv); /* warms the file cache */
    for (size_t i = 0; i < runs; i++) all[i] = run_once(argv);
    qsort(all, runs, sizeof *all, by_time);
    return all[runs / 2];
}

/* The first `words` words of a text. */
static str first_words(str text, size_t words)
{
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        bool space = text.p[i] == ' ' || text.p[i] == '\n';
        if (space && inside && !--words) return calco_str_cut(text, 0, i);
        inside = !space;
    }
    return text;
}

static void save(const char *path, str s)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(s.p, 1, s.n, f) != s.n || fclose(f) != 0) perror(path), exit(2);
}

/* Sentences that the program itself counts in the summary of a file. */
static double sentences_of(const char *calco, const char *path)
{
    char  command[1024], line[4096];
    double n = 0;
    snprintf(command, sizeof command, "%s check --no-infer --fail-on never --format jsonl %s | tail -n 1", calco, path);
    FILE *p = popen(command, "r");
    if (p && fgets(line, sizeof line, p)) {
        const char *at = strstr(line, "\"sentences\":");
        if (at) n = strtod(at + 12, NULL);
    }
    if (p) pclose(p);
    return n;
}

static void line(const char *name, figures f, const figures *beside)
{
    printf("%-34s %8.1f ms %8.1f ms cpu %8.1f MB", name, 1000 * f.seconds, 1000 * f.cpu, (double)f.kilobytes / 1024);
    if (beside) printf("   %5.2f x time, %5.2f x memory", f.cpu / beside->cpu, (double)f.kilobytes / (double)beside->kilobytes);
    putchar('\n');
}

/* `calco score` on the lines of a file, repeated. */
static void bench_score(char *calco, const char *pairs, const char *path)
{
    calco_buf file = { 0 }, many = { 0 };
    calco_err err;
    if (!calco_read_file(pairs, &file, &err)) fprintf(stderr, "bench: %s: %s\n", pairs, err.message), exit(2);
    size_t n = 0;
    while (n < PAIRS && file.n) {
        str rest = calco_buf_view(&file), line;
        while (rest.n && n < PAIRS && calco_str_split(&rest, '\n', &line)) calco_buf_str(&many, line), calco_buf_char(&many, '\n'), n++;
    }
    save(path, calco_buf_view(&many));
    figures f = run_once((char *[]){ calco, "score", "-j1", (char *)(uintptr_t)path, NULL });
    printf("one core, %zu pairs, %.1f MB:\n", n, (double)many.n / 1e6);
    line("  calco score", f, NULL);
    printf("pairs a second of processor time: %.0f\n", (double)n / f.cpu);
    calco_buf_free(&file);
    calco_buf_free(&many);
}

int main(int argc, char **argv)
{
    if (argc < 4) return fprintf(stderr, "usage: bench CALCO PAIRS TEXT...\n"), 2;
    calco_buf texts = { 0 }, book = { 0 };
    calco_err err;
    for (int i = 3; i < argc; i++)
        if (!calco_read_file(argv[i], &texts, &err)) return fprintf(stderr, "bench: %s: %s\n", argv[i], err.message), 2;
    while (book.n < BOOK_BYTES) calco_buf_str(&book, calco_buf_view(&texts));

    char directory[] = "/tmp/calco-bench-XXXXXX", article_path[64], book_path[64];
    if (!mkdtemp(directory)) return perror(directory), 2;
    snprintf(article_path, sizeof article_path, "%s/article.txt", directory);
    snprintf(book_path, sizeof book_path, "%s/book.txt", directory);
    save(article_path, first_words(calco_buf_view(&book), WORDS));
    save(book_path, calco_buf_view(&book));
    double sentences = sentences_of(argv[1], book_path);

    figures spell = median((char *[]){ "hunspell", "-d", "en_US", "-l", article_path, NULL }, 9);
    figures plain = median((char *[]){ argv[1], "check", "--no-infer", "-j1", article_path, NULL }, 9);
    figures infer = median((char *[]){ argv[1], "check", "-j1", article_path, NULL }, 9);
    printf("one process, %d words:\n", WORDS);
    line("  hunspell -l", spell, NULL);
    line("  calco check --no-infer", plain, &spell);
    line("  calco check", infer, &spell);

    figures spell_book = median((char *[]){ "hunspell", "-d", "en_US", "-l", book_path, NULL }, 1);
    figures plain_book = median((char *[]){ argv[1], "check", "--no-infer", "-j1", book_path, NULL }, 1);
    figures infer_book = median((char *[]){ argv[1], "check", "-j1", book_path, NULL }, 1);
    printf("one core, %.0f sentences, %.1f MB:\n", sentences, (double)book.n / 1e6);
    line("  hunspell -l", spell_book, NULL);
    line("  calco check --no-infer", plain_book, &spell_book);
    line("  calco check", infer_book, &spell_book);
    printf("sentences a second of processor time: hunspell %.0f, calco --no-infer %.0f, calco %.0f\n", sentences / spell_book.cpu,
           sentences / plain_book.cpu, sentences / infer_book.cpu);
    bench_score(argv[1], argv[2], book_path);

    unlink(article_path);
    unlink(book_path);
    rmdir(directory);
    calco_buf_free(&texts);
    calco_buf_free(&book);
    return 0;
}
