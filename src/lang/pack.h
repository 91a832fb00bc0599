/* A pack: one read-only, memory-mapped, checksummed file of named parts, made by calco-pack. */
#ifndef CALCO_LANG_PACK_H
#define CALCO_LANG_PACK_H

#include "base/vec.h"

/* Layout, little endian:
 *   magic "CALCOPK\n", u32 version, u32 parts, u64 file size, u64 XXH3 of all bytes after this header (32 bytes),
 *   then per part: u64 offset, u64 size, u64 XXH3, u32 name, u32 origin, u32 licence, u32 0   (offsets into strings),
 *   then u64 size and bytes of the NUL-terminated strings, then the parts, each at a multiple of 64. */
#define CALCO_PACK_VERSION 1
#define CALCO_PACK_MAGIC "CALCOPK\n"

typedef struct calco_pack calco_pack;

/* NULL and an error that names the file and the command that rebuilds it, where it is missing, damaged,
 * truncated or of another version. The whole file is verified. */
calco_pack *calco_pack_open(const char *path, calco_err *err);
void calco_pack_close(calco_pack *pack);

typedef struct { const void *p; size_t n; } calco_part;

/* Lent until the pack is closed; p == NULL where the pack has no such part. Aligned to 64 bytes. */
calco_part calco_pack_part(const calco_pack *pack, const char *name);
size_t calco_pack_count(const calco_pack *pack);
calco_part_info calco_pack_info(const calco_pack *pack, size_t i);
const char *calco_pack_path(const calco_pack *pack);
/* "it-en 1 0123456789abcdef": name, version, hash. */
const char *calco_pack_title(const calco_pack *pack);

/* --- writing (calco-pack and tests) --- */
typedef struct {
    const char *name, *origin, *licence;
    str         bytes;
} calco_part_source;
/* Parts are stored in the given order: the same parts give the same bytes. */
bool calco_pack_write(const char *path, const char *title, const calco_part_source *parts, size_t n, calco_err *err);

#endif
