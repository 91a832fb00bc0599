/* Results kept from run to run: a file each, named by a hash of all that the result depends on. */
#include "cli/jobs.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static void add_part(calco_buf *b, str s)
{
    calco_buf_add(b, &s.n, sizeof s.n);
    calco_buf_str(b, s);
}

static void add_text(calco_buf *b, const char *s) { add_part(b, calco_str(s)); }

static void add_list(calco_buf *b, const char *const *list)
{
    for (; list && *list; list++) add_text(b, *list);
    add_text(b, "");
}

static void add_input(calco_buf *b, const calco_input *in)
{
    uint64_t hash = in ? calco_str_hash((str){ in->bytes, in->size }) : 0;
    calco_buf_add(b, &hash, sizeof hash);
    add_text(b, in ? in->name : "");
    add_text(b, in && in->encoding ? in->encoding : "");
    add_text(b, in && in->format ? in->format : "");
}

cli_cache_key cli_cache_key_of(const cli_text *text, const calco_input *in, const calco_input *source)
{
    const calco_settings *s = &text->config->settings;
    calco_buf     b = { 0 };
    cli_cache_key key;
    add_text(&b, CALCO_VERSION);
    add_text(&b, calco_engine_pack(text->engine));
    add_input(&b, in);
    add_input(&b, source);
    add_list(&b, s->only);
    add_list(&b, s->skip);
    add_list(&b, s->rules);
    add_list(&b, s->accepted);
    for (size_t i = 0; i < s->n_known; i++) {
        add_text(&b, s->known[i].fingerprint);
        add_text(&b, s->known[i].rough);
    }
    calco_buf_printf(&b, "%.6f %d %d", s->min_confidence, s->infer, s->words);
    calco_buf_add(&b, &text->glossary, sizeof text->glossary);
    uint64_t first = calco_str_hash(calco_buf_view(&b));
    calco_buf_char(&b, '#');
    snprintf(key.name, sizeof key.name, "%016llx%016llx", (unsigned long long)first, (unsigned long long)calco_str_hash(calco_buf_view(&b)));
    calco_buf_free(&b);
    return key;
}

static char *path_of(const char *directory, cli_cache_key key)
{
    char *path;
    if (asprintf(&path, "%s/%s", directory, key.name) < 0) abort();
    return path;
}

calco_result *cli_cache_get(const char *directory, cli_cache_key key)
{
    char     *path = path_of(directory, key);
    calco_buf bytes = { 0 };
    calco_err err;
    calco_result *r = calco_read_file(path, &bytes, &err) ? calco_result_load(bytes.p, bytes.n) : NULL;
    calco_buf_free(&bytes);
    free(path);
    return r;
}

void cli_cache_put(const char *directory, cli_cache_key key, const calco_result *result)
{
    char     *path = path_of(directory, key), *bytes;
    size_t    n;
    calco_err err;
    if (mkdir(directory, 0777) == 0 || errno == EEXIST) {
        calco_result_save(result, &bytes, &n);
        cli_replace_file(path, (str){ bytes, n }, &err);
        free(bytes);
    }
    free(path);
}
