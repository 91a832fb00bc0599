/* A pack: one read-only, memory-mapped, checksummed file of named parts, made by calco-pack. */
#ifndef CALCO_LANG_PACK_H
#define CALCO_LANG_PACK_H

#include "base/buf.h"
#include "base/vec.h"

/* Layout, little endian:
 *   magic "CALCOPK\n", u32 version, u32 parts, u64 file size, u64 hash (32 bytes: the header; hash = XXH3 of its
 *   first 24 bytes XOR XXH3 of all bytes after it, so that no byte of the file is outside it),
 *   then per part: u64 offset, u64 size, u64 XXH3, u32 name, u32 origin, u32 licence, u32 0   (offsets into strings),
 *   then u64 size and bytes of the NUL-terminated strings (the first is the title), then the parts, each at a multiple
 * of 64. */
#define CALCO_PACK_VERSION 1
#define CALCO_PACK_MAGIC "CALCOPK\n"

typedef struct calco_pack calco_pack;

/* NULL and an error that names the file and the command that rebuilds it, where it is missing, damaged,
 * truncated or of another version. The whole file is verified. */
calco_pack *calco_pack_open(const char *path, calco_err *err);
/* The same in two steps, for opening parts while another thread verifies: parts check what they hold themselves, but what comes of
 * them is good only where calco_pack_verify says so. */
calco_pack *calco_pack_open_early(const char *path, calco_err *err);
bool        calco_pack_verify(const calco_pack *pack, calco_err *err);
/* The same for an image in memory, aligned to 8 at least and lent until the pack is closed; `path` is for messages. */
calco_pack *calco_pack_from_memory(const void *image, size_t n, const char *path, calco_err *err);
void        calco_pack_close(calco_pack *pack);

typedef struct {
    const void *p;
    size_t      n;
} calco_part;

/* Lent until the pack is closed; p == NULL where the pack has no such part. At a multiple of 64 in the image. */
calco_part      calco_pack_part(const calco_pack *pack, const char *name);
/* The part "OWNER.NAME": of a language ("en", "forms") or a pair ("it-en", "rules"). */
calco_part      calco_pack_part_of(const calco_pack *pack, const char *owner, const char *name);
size_t          calco_pack_count(const calco_pack *pack);
calco_part_info calco_pack_info(const calco_pack *pack, size_t i);
const char     *calco_pack_path(const calco_pack *pack);
/* "it-en 1 0123456789abcdef": name, version, hash. */
const char *calco_pack_title(const calco_pack *pack);

/* --- writing (calco-pack and tests) --- */
typedef struct {
    const char *name, *origin, *licence;
    str         bytes;
} calco_part_source;
/* Append the image of a pack to the empty buffer `out`. Parts are stored in the given order: the same parts give the
 * same bytes. */
void calco_pack_image(calco_buf *out, const char *title, const calco_part_source *parts, size_t n);
/* The same as a file: written beside it as PATH.tmp, synced and renamed. */
bool calco_pack_write(const char *path, const char *title, const calco_part_source *parts, size_t n, calco_err *err);

#endif
