/* Packs: mapping and verifying one, finding its parts, writing one. */
#include "lang/pack.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char     magic[8];
    uint32_t version, parts;
    uint64_t size, hash;
} header;

typedef struct {
    uint64_t offset, size, hash;
    uint32_t name, origin, licence, zero;
} entry;

enum { PART_ALIGN = 64, HASHED_HEADER = 24 };
#ifdef MADV_POPULATE_READ
enum { POPULATE_READ = MADV_POPULATE_READ };
#else
enum { POPULATE_READ = MADV_WILLNEED };
#endif

struct calco_pack {
    const char  *image;
    size_t       size;
    bool         mapped; /* else lent */
    const entry *entries;
    size_t       n;
    const char  *strings;
    size_t       strings_size;
    uint32_t    *by_name; /* entries in the order of their names */
    char        *path;
    char        *title; /* with the hash */
};

static uint64_t image_hash(const char *image, size_t size)
{
    return calco_str_hash((str){ image, HASHED_HEADER }) ^
           calco_str_hash((str){ image + sizeof(header), size - sizeof(header) });
}

/* "build/packs/it-en.calco" -> "it-en", for the command that rebuilds it. */
static str pair_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    str         name = calco_str(slash ? slash + 1 : path);
    str         ending = STR(".calco");
    if (calco_str_ends(name, ending)) name.n -= ending.n;
    return name.n ? name : STR("it-en");
}

static bool fail(calco_err *err, const char *path, calco_code code, const char *what)
{
    str pair = pair_of(path);
    return calco_fail(err, code, path,
                      "pack \"%.150s\" %s; rebuild it with `make packs` or `calco-pack %.*s dictionaries %.150s`", path,
                      what, pair.n > 40 ? 40 : (int)pair.n, pair.p, path);
}

static bool check_header(const calco_pack *p, calco_err *err)
{
    header h;
    if (!p->image || p->size < sizeof h) return fail(err, p->path, CALCO_ERR_PACK, "is truncated: it has no complete header");
    memcpy(&h, p->image, sizeof h);
    if (memcmp(h.magic, CALCO_PACK_MAGIC, sizeof h.magic) != 0)
        return fail(err, p->path, CALCO_ERR_PACK, "is not a pack of calco");
    if (h.version != CALCO_PACK_VERSION) {
        char what[96];
        snprintf(what, sizeof what, "has format version %u, this program reads version %d", (unsigned)h.version,
                 CALCO_PACK_VERSION);
        return fail(err, p->path, CALCO_ERR_PACK, what);
    }
    if (h.size > p->size) return fail(err, p->path, CALCO_ERR_PACK, "is truncated");
    if (h.size != p->size) return fail(err, p->path, CALCO_ERR_PACK, "is damaged: bytes follow its end");
    return true;
}

/* A pack whose checksum fits may still have been made by an attacker: nothing may point outside. */
static bool check_entries(calco_pack *p, calco_err *err)
{
    header h;
    memcpy(&h, p->image, sizeof h);
    size_t at = sizeof h;
    p->n = h.parts;
    if (p->n > (p->size - at) / sizeof(entry)) return fail(err, p->path, CALCO_ERR_PACK, "is damaged: too many parts");
    p->entries = (const entry *)(const void *)(p->image + at);
    at += p->n * sizeof(entry);
    uint64_t strings_size;
    if (p->size - at < sizeof strings_size) return fail(err, p->path, CALCO_ERR_PACK, "is damaged: no strings");
    memcpy(&strings_size, p->image + at, sizeof strings_size);
    at += sizeof strings_size;
    if (strings_size == 0 || strings_size > p->size - at || p->image[at + strings_size - 1] != '\0')
        return fail(err, p->path, CALCO_ERR_PACK, "is damaged: its strings run past its end");
    p->strings = p->image + at;
    p->strings_size = (size_t)strings_size;
    for (size_t i = 0; i < p->n; i++) {
        const entry *e = &p->entries[i];
        bool         inside = e->offset <= p->size && e->size <= p->size - e->offset && e->offset % PART_ALIGN == 0;
        bool         named = e->name < strings_size && e->origin < strings_size && e->licence < strings_size;
        if (!inside || !named) return fail(err, p->path, CALCO_ERR_PACK, "is damaged: a part lies outside of it");
    }
    return true;
}

static int by_name(const void *a, const void *b, void *pack)
{
    const calco_pack *p = pack;
    uint32_t          x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int               c = strcmp(p->strings + p->entries[x].name, p->strings + p->entries[y].name);
    return c ? c : (x > y) - (x < y);
}

static void index_names(calco_pack *p)
{
    p->by_name = malloc((p->n + 1) * sizeof *p->by_name);
    if (!p->by_name) abort();
    for (size_t i = 0; i < p->n; i++) p->by_name[i] = (uint32_t)i;
    qsort_r(p->by_name, p->n, sizeof *p->by_name, by_name, p);
}

/* All but the checksum. */
static bool take_image(calco_pack *p, calco_err *err)
{
    if (!check_header(p, err) || !check_entries(p, err)) return false;
    header h;
    memcpy(&h, p->image, sizeof h);
    int n = asprintf(&p->title, "%s %u %016llx", p->strings, (unsigned)h.version, (unsigned long long)h.hash);
    if (n < 0) abort();
    index_names(p);
    return true;
}

static calco_pack *pack_new(const char *path)
{
    calco_pack *p = calloc(1, sizeof *p);
    if (!p || !(p->path = strdup(path))) abort();
    return p;
}

static bool map_file(calco_pack *p, calco_err *err)
{
    char what[128];
    int  fd = open(p->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        snprintf(what, sizeof what, errno == ENOENT ? "is missing" : "cannot be opened: %s", strerror(errno));
        return fail(err, p->path, CALCO_ERR_PACK, what);
    }
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(header)) {
        close(fd);
        return fail(err, p->path, CALCO_ERR_PACK, "is truncated or no file at all");
    }
    p->size = (size_t)st.st_size;
    void *image = mmap(NULL, p->size, PROT_READ, MAP_PRIVATE, fd, 0);
    int   why = errno;
    close(fd);
    if (image == MAP_FAILED) {
        snprintf(what, sizeof what, "cannot be mapped: %s", strerror(why));
        return fail(err, p->path, CALCO_ERR_OPEN, what);
    }
    p->image = image;
    p->mapped = true;
    return true;
}

calco_pack *calco_pack_open_early(const char *path, calco_err *err)
{
    calco_pack *p = pack_new(path);
    if (map_file(p, err) && take_image(p, err)) return p;
    calco_pack_close(p);
    return NULL;
}

bool calco_pack_verify(const calco_pack *p, calco_err *err)
{
    header h;
    memcpy(&h, p->image, sizeof h);
    /* All pages at once: one by one they cost more than hashing them. Where the kernel cannot, hashing brings them. */
    if (p->mapped) madvise((void *)(uintptr_t)p->image, p->size, POPULATE_READ);
    return h.hash == image_hash(p->image, p->size) || fail(err, p->path, CALCO_ERR_PACK, "is damaged: its checksum does not fit");
}

calco_pack *calco_pack_open(const char *path, calco_err *err)
{
    calco_pack *p = calco_pack_open_early(path, err);
    if (p && calco_pack_verify(p, err)) return p;
    calco_pack_close(p);
    return NULL;
}

calco_pack *calco_pack_from_memory(const void *image, size_t n, const char *path, calco_err *err)
{
    calco_pack *p = pack_new(path);
    p->image = image;
    p->size = n;
    if (take_image(p, err) && calco_pack_verify(p, err)) return p;
    calco_pack_close(p);
    return NULL;
}

void calco_pack_close(calco_pack *pack)
{
    if (!pack) return;
    if (pack->mapped) munmap((void *)(uintptr_t)pack->image, pack->size);
    free(pack->by_name);
    free(pack->path);
    free(pack->title);
    free(pack);
}

calco_part calco_pack_part(const calco_pack *pack, const char *name)
{
    size_t from = 0, to = pack->n;
    while (from < to) {
        size_t       middle = from + (to - from) / 2;
        const entry *e = &pack->entries[pack->by_name[middle]];
        int          c = strcmp(pack->strings + e->name, name);
        if (c == 0) return (calco_part){ pack->image + e->offset, (size_t)e->size };
        if (c < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return (calco_part){ NULL, 0 };
}

calco_part calco_pack_part_of(const calco_pack *pack, const char *owner, const char *name)
{
    char whole[128];
    int  n = snprintf(whole, sizeof whole, "%s.%s", owner, name);
    return n > 0 && (size_t)n < sizeof whole ? calco_pack_part(pack, whole) : (calco_part){ NULL, 0 };
}

size_t calco_pack_count(const calco_pack *pack) { return pack->n; }

calco_part_info calco_pack_info(const calco_pack *pack, size_t i)
{
    const entry *e = &pack->entries[i];
    return (calco_part_info){ pack->strings + e->name, pack->strings + e->origin, pack->strings + e->licence, e->hash,
                              (size_t)e->size };
}

const char *calco_pack_path(const calco_pack *pack) { return pack->path; }

const char *calco_pack_title(const calco_pack *pack) { return pack->title; }

/* Offset of a string in `strings`, added where it is new. */
static uint32_t intern(calco_buf *strings, const char *text)
{
    for (size_t at = 0; at < strings->n; at += strlen(strings->p + at) + 1)
        if (strcmp(strings->p + at, text) == 0) return (uint32_t)at;
    size_t at = strings->n;
    calco_buf_add(strings, text, strlen(text) + 1);
    return (uint32_t)at;
}

void calco_pack_image(calco_buf *out, const char *title, const calco_part_source *parts, size_t n)
{
    calco_buf strings = { 0 };
    intern(&strings, title);
    header h = { .version = CALCO_PACK_VERSION, .parts = (uint32_t)n };
    memcpy(h.magic, CALCO_PACK_MAGIC, sizeof h.magic);
    calco_buf_add(out, &h, sizeof h);
    for (size_t i = 0; i < n; i++) {
        entry e = { .size = parts[i].bytes.n, .hash = calco_str_hash(parts[i].bytes) };
        e.name = intern(&strings, parts[i].name);
        e.origin = intern(&strings, parts[i].origin);
        e.licence = intern(&strings, parts[i].licence);
        calco_buf_add(out, &e, sizeof e);
    }
    uint64_t size = strings.n;
    calco_buf_add(out, &size, sizeof size);
    calco_buf_str(out, calco_buf_view(&strings));
    calco_buf_free(&strings);
    for (size_t i = 0; i < n; i++) {
        calco_buf_align(out, PART_ALIGN);
        uint64_t offset = out->n;
        memcpy(out->p + sizeof h + i * sizeof(entry) + offsetof(entry, offset), &offset, sizeof offset);
        calco_buf_str(out, parts[i].bytes);
    }
    h.size = out->n;
    memcpy(out->p + offsetof(header, size), &h.size, sizeof h.size);
    h.hash = image_hash(out->p, out->n);
    memcpy(out->p + offsetof(header, hash), &h.hash, sizeof h.hash);
}

static bool write_all(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes = calco_str_from(bytes, (size_t)n);
    }
    return fsync(fd) == 0;
}

bool calco_pack_write(const char *path, const char *title, const calco_part_source *parts, size_t n, calco_err *err)
{
    char *temporary;
    if (asprintf(&temporary, "%s.tmp", path) < 0) abort();
    calco_buf image = { 0 };
    calco_pack_image(&image, title, parts, n);
    int  fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool ok = fd >= 0 && write_all(fd, calco_buf_view(&image));
    int  why = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && rename(temporary, path) != 0) {
        ok = false;
        why = errno;
    }
    if (!ok) {
        if (fd >= 0) unlink(temporary);
        calco_fail(err, CALCO_ERR_OPEN, path, "pack \"%.200s\" cannot be written: %s", path, strerror(why));
    }
    calco_buf_free(&image);
    free(temporary);
    return ok;
}
