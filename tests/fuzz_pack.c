/* Fuzzer of the pack loader: whatever a file or a part of it holds, opening refuses it or every look-up stays inside.
 *
 * The first byte says what is hostile: the file after a header made to fit (so that the checksum hides nothing), or one
 * part of a pack: bytes as they are, or those of the tiny pack with some changed: u16 place, u8 value each. */
#include "tiny.h"

#include "lang/parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PART_NAMES = 12, FILE_IMAGE = PART_NAMES, MODES };

static const char *const names[PART_NAMES] = { "en.ngram",   "en.words",         "en.list.x",     "en.tags",
                                               "en.clitics", "en.forms",         "en.tagger",     "en.spelling",
                                               "en.list.",   "en.abbreviations", "en.inflection", "en.ngram" };

static void use_language(const calco_lang *lang)
{
    static const str words[] = {
        STR("a"), STR("don't"), STR("1987"), STR("Houses"), STR("HOUSES"), STR("x-b"), STR("")
    };
    enum { WORDS = sizeof words / sizeof words[0] };
    calco_arena *a = calco_arena_new();
    for (size_t i = 0; i < WORDS; i++) {
        calco_in_list(lang, "x", words[i]);
        calco_tag_id(lang, words[i]);
        calco_speller_check(lang->speller, words[i]);
        str better[3];
        calco_speller_suggest(lang->speller, a, words[i], better, 3);
        calco_analysis found[4];
        if (lang->forms) calco_forms_analyse(lang->forms, words[i], found, 4);
    }
    calco_phrase_logp(lang, words, WORDS, true);
    for (uint32_t i = 0; lang->ngram && i < 512; i++) calco_ngram_logp(lang->ngram, i & 7, i >> 3 & 7, i >> 6);
    calco_doc doc = { .name = "x", .text = STR("The houses don't 1987, 20 a b.") };
    VEC_PUSH(a, &doc.units, ((calco_unit){ .end = doc.text.n }));
    calco_segment(a, &doc, &lang->segmentation);
    calco_analyse(lang, a, &doc);
    calco_arena_free(a);
}

static void use_image(const char *image, size_t n)
{
    calco_err   err;
    calco_pack *pack = calco_pack_from_memory(image, n, "fuzz.calco", &err);
    if (!pack) return;
    for (size_t i = 0; i < calco_pack_count(pack); i++) {
        calco_part_info info = calco_pack_info(pack, i);
        calco_part      part = calco_pack_part(pack, info.name);
        if (part.n) calco_str_hash((str){ part.p, part.n });
    }
    calco_lang *lang = calco_lang_open(pack, "en", &err);
    if (lang) use_language(lang);
    calco_lang_close(lang);
    calco_pack_close(pack);
}

/* Bytes as a file whose header fits them. */
static void use_file(const uint8_t *data, size_t size)
{
    uint64_t n = 32 + size, hash;
    uint32_t version = CALCO_PACK_VERSION;
    char    *image = calloc(1, (size_t)n);
    memcpy(image, CALCO_PACK_MAGIC, 8);
    memcpy(image + 8, &version, 4);
    if (size) image[12] = (char)data[0];
    memcpy(image + 16, &n, 8);
    if (size) memcpy(image + 32, data, size);
    hash = calco_str_hash((str){ image, 24 }) ^ calco_str_hash((str){ image + 32, size });
    memcpy(image + 24, &hash, 8);
    use_image(image, (size_t)n);
    free(image);
}

static void damage(calco_buf *part, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 3 <= size && part->n; i += 3)
        part->p[(size_t)(data[i] | data[i + 1] << 8) % part->n] = (char)data[i + 2];
    if (size % 3 == 1) part->n -= part->n * data[size - 1] / 256;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    unsigned mode = data[0] % (MODES * 2), which = mode / 2;
    if (which == FILE_IMAGE) return use_file(data + 1, size - 1), 0;
    calco_buf         bytes[TINY_PARTS + 1] = { 0 }, image = { 0 };
    calco_part_source parts[TINY_PARTS + 1];
    tiny_parts(bytes, parts);
    size_t n = TINY_PARTS;
    if (mode % 2 == 0 && which < TINY_PARTS) {
        damage(&bytes[which], data + 1, size - 1);
        parts[which].bytes = calco_buf_view(&bytes[which]);
    } else if (which < TINY_PARTS) {
        parts[which].bytes = (str){ (const char *)data + 1, size - 1 };
    } else {
        parts[n++] = (calco_part_source){ names[which], "fuzz", "-", { (const char *)data + 1, size - 1 } };
    }
    calco_pack_image(&image, "en-en", parts, n);
    char *exact = malloc(image.n);
    memcpy(exact, image.p, image.n);
    use_image(exact, image.n);
    free(exact);
    calco_buf_free(&image);
    for (int i = 0; i < TINY_PARTS; i++) calco_buf_free(&bytes[i]);
    return 0;
}
