/* The only door to ICU: character classes, case, normal form, break iterators over UTF-8, names from CLDR. */
#include "text/unicode.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

/* ICU's offsets are 32 bits: longer texts go through it in pieces. */
#define PIECE ((size_t)1 << 29)

bool calco_is_letter(uint32_t c) { return u_isalpha((UChar32)c); }
bool calco_is_upper(uint32_t c) { return u_isUUppercase((UChar32)c) || u_istitle((UChar32)c); }
bool calco_is_lower(uint32_t c) { return u_isULowercase((UChar32)c); }
bool calco_is_digit(uint32_t c) { return u_isdigit((UChar32)c); }
bool calco_is_space(uint32_t c) { return u_isUWhiteSpace((UChar32)c); }
bool calco_is_mark(uint32_t c) { return (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) != 0; }
bool calco_is_punct(uint32_t c) { return u_ispunct((UChar32)c); }
bool calco_is_unspaced(uint32_t c)
{
    if (!u_isalpha((UChar32)c)) return false; /* emoji break lines like ideographs */
    int32_t line = u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK);
    return line == U_LB_COMPLEX_CONTEXT || line == U_LB_IDEOGRAPHIC || line == U_LB_CONDITIONAL_JAPANESE_STARTER;
}
bool calco_is_pictograph(uint32_t c) { return u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC); }

size_t calco_columns(uint32_t c)
{
    if (c >= 0x20 && c < 0x7f) return 1;
    int32_t width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    if (calco_is_mark(c) || u_charType((UChar32)c) == U_FORMAT_CHAR) return 0;
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/* --- case --- */

/* Characters that a folded text does not keep: 0 drops it, else what stands instead. */
static uint32_t fold_char(uint32_t c)
{
    switch (c) {
    case 0x2019: case 0x2018: case 0x02bc: case 0x2032: case 0xff07: return '\'';
    case 0x2010: case 0x2011: return '-';
    case 0xad: case 0x200b: case 0x2060: case 0xfeff: return 0;
    default: return (uint32_t)u_tolower((UChar32)c);
    }
}

static str fold_ascii(calco_arena *a, str s, size_t from)
{
    char *p = calco_arena_alloc(a, s.n + 1, 1);
    memcpy(p, s.p, from);
    for (size_t i = from; i < s.n; i++) p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
    return (str){ p, s.n };
}

static str fold_wide(calco_arena *a, str s)
{
    /* u_tolower lengthens a character from two bytes to three at most. */
    char  *p = calco_arena_alloc(a, s.n + s.n / 2 + 4, 1);
    size_t n = 0;
    bool   compose = false;
    for (size_t at = 0, length; at < s.n; at += length) {
        uint32_t c = calco_utf8_at(s, at, &length);
        if (c == 0x130) { /* root locale: i and a dot above */
            p[n++] = 'i';
            c = 0x307;
        }
        uint32_t folded = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c | 0x20 : c) : fold_char(c);
        if (c && !folded) continue;
        compose |= folded >= 0x300;
        n += calco_utf8_put(folded, p + n);
    }
    str folded = { p, n };
    if (compose) folded = calco_nfc(a, folded);
    return calco_str_eq(folded, s) ? s : folded;
}

str calco_fold(calco_arena *a, str s)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80) return fold_wide(a, s);
        if (c >= 'A' && c <= 'Z' && first == SIZE_MAX) first = i;
    }
    return first == SIZE_MAX ? s : fold_ascii(a, s, first);
}

typedef enum { TO_UPPER, TO_TITLE, TO_LOWER } mapping;

/* ICU's full mapping of a whole piece. */
static str map_case(calco_arena *a, str s, mapping how)
{
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap  *map = ucasemap_open("", U_TITLECASE_NO_LOWERCASE | U_TITLECASE_WHOLE_STRING, &status);
    if (U_FAILURE(status) || s.n > PIECE) {
        ucasemap_close(map);
        return s;
    }
    size_t cap = s.n * 3 + 8;
    char  *p = calco_arena_alloc(a, cap, 1);
    int32_t (*const functions[])(const UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *) = {
        [TO_UPPER] = ucasemap_utf8ToUpper, [TO_LOWER] = ucasemap_utf8ToLower
    };
    int32_t n = how == TO_TITLE ? ucasemap_utf8ToTitle(map, p, (int32_t)cap, s.p, (int32_t)s.n, &status)
                                : functions[how](map, p, (int32_t)cap, s.p, (int32_t)s.n, &status);
    ucasemap_close(map);
    return U_FAILURE(status) ? s : (str){ p, (size_t)n };
}

/* An ASCII letter alone needs no ICU, which takes a thousand times as long. */
static str map_letter(calco_arena *a, str s, mapping how)
{
    if (s.n != 1) return map_case(a, s, how);
    char c = s.p[0];
    bool other = how == TO_LOWER ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z';
    if (!other) return s;
    c ^= 'a' ^ 'A';
    return calco_arena_str(a, (str){ &c, 1 });
}

/* `s` with its first letter mapped; what stands before it (a quote, an apostrophe) stays. */
static str map_first(calco_arena *a, str s, mapping how)
{
    size_t at = 0, length = 0;
    while (at < s.n && !calco_is_letter(calco_utf8_at(s, at, &length))) at += length;
    if (at >= s.n) return s;
    str first = calco_str_cut(s, at, at + length), mapped = map_letter(a, first, how);
    if (calco_str_eq(first, mapped)) return s;
    return calco_arena_join(a, (str[]){ calco_str_cut(s, 0, at), mapped, calco_str_from(s, at + length), { 0 } });
}

str calco_upper_first(calco_arena *a, str s) { return map_first(a, s, TO_TITLE); }
str calco_lower_first(calco_arena *a, str s) { return map_first(a, s, TO_LOWER); }
str calco_upper(calco_arena *a, str s) { return s.n ? map_case(a, s, TO_UPPER) : s; }

/* --- normal form --- */

static str from_utf16(calco_arena *a, const UChar *u, int32_t n)
{
    char   *p = calco_arena_alloc(a, (size_t)n * 3 + 1, 1);
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(p, n * 3 + 1, &length, u, n, &status);
    return U_FAILURE(status) ? STR("") : (str){ p, (size_t)length };
}

static str compose(calco_arena *a, str s, const UNormalizer2 *nfc)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar     *wide = malloc((s.n + 1) * sizeof *wide), *made = NULL;
    int32_t    n = 0, cap;
    str        result = s;
    if (!wide) abort();
    u_strFromUTF8(wide, (int32_t)s.n + 1, &n, s.p, (int32_t)s.n, &status);
    if (U_SUCCESS(status) && unorm2_quickCheck(nfc, wide, n, &status) != UNORM_YES && U_SUCCESS(status)) {
        cap = n * 3 + 8; /* the most that NFC lengthens UTF-16 by */
        made = malloc((size_t)cap * sizeof *made);
        if (!made) abort();
        n = unorm2_normalize(nfc, wide, n, made, cap, &status);
        if (U_SUCCESS(status)) result = from_utf16(a, made, n);
    }
    free(wide);
    free(made);
    return calco_str_eq(result, s) ? s : result;
}

str calco_nfc(calco_arena *a, str s)
{
    bool plain = true;
    for (size_t at = 0, length; at < s.n && plain; at += length) {
        at += calco_utf8_ascii(s, at);
        if (at >= s.n) break;
        plain = calco_utf8_at(s, at, &length) < 0x300;
    }
    UErrorCode          status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = plain || s.n > PIECE ? NULL : unorm2_getNFCInstance(&status);
    return nfc && U_SUCCESS(status) ? compose(a, s, nfc) : s;
}

/* --- breaks --- */

struct calco_breaker {
    char            locale[32];
    UBreakIterator *words, *sentences;
    UText           text;
};

calco_breaker *calco_breaker_new(const char *locale)
{
    calco_breaker *b = calloc(1, sizeof *b);
    if (!b) abort();
    UErrorCode  status = U_ZERO_ERROR;
    const UText empty = UTEXT_INITIALIZER;
    size_t      n = strlen(locale);
    if (n >= sizeof b->locale) n = 0;
    memcpy(b->locale, locale, n);
    b->text = empty;
    b->sentences = ubrk_open(UBRK_SENTENCE, b->locale, NULL, 0, &status);
    if (U_SUCCESS(status)) return b;
    calco_breaker_free(b);
    return NULL;
}

void calco_breaker_free(calco_breaker *b)
{
    if (!b) return;
    ubrk_close(b->words);
    ubrk_close(b->sentences);
    utext_close(&b->text);
    free(b);
}

static size_t piece_end(str s, size_t start)
{
    if (s.n - start <= PIECE) return s.n;
    size_t end = start + PIECE;
    while (end > start && ((unsigned char)s.p[end] & 0xc0) == 0x80) end--;
    return end;
}

static void break_with(calco_breaker *b, UBreakIterator *it, calco_arena *a, str s, calco_offsets *out)
{
    for (size_t start = 0; start < s.n;) {
        size_t     end = piece_end(s, start);
        UErrorCode status = U_ZERO_ERROR;
        utext_openUTF8(&b->text, s.p + start, (int64_t)(end - start), &status);
        if (it) ubrk_setUText(it, &b->text, &status);
        for (int32_t at; it && U_SUCCESS(status) && (at = ubrk_next(it)) != UBRK_DONE;) {
            if ((size_t)at < end - start) VEC_PUSH(a, out, start + (size_t)at);
        }
        VEC_PUSH(a, out, end);
        start = end;
    }
}

void calco_break_words(calco_breaker *b, calco_arena *a, str s, calco_offsets *out)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!b->words) b->words = ubrk_open(UBRK_WORD, b->locale, NULL, 0, &status);
    break_with(b, b->words, a, s, out);
}

void calco_break_sentences(calco_breaker *b, calco_arena *a, str s, calco_offsets *out)
{
    break_with(b, b->sentences, a, s, out);
}

/* --- names --- */

static str display_name(calco_arena *a, const char *locale, const char *code, bool territory)
{
    UErrorCode             status = U_ZERO_ERROR;
    UDisplayContext        contexts[] = { UDISPCTX_DIALECT_NAMES, UDISPCTX_NO_SUBSTITUTE };
    ULocaleDisplayNames   *names = uldn_openForContext(locale, contexts, 2, &status);
    UChar                  name[256];
    int32_t                n = 0;
    if (U_SUCCESS(status))
        n = territory ? uldn_regionDisplayName(names, code, name, 256, &status)
                      : uldn_languageDisplayName(names, code, name, 256, &status);
    uldn_close(names);
    return U_FAILURE(status) || n <= 0 || n >= 256 ? STR("") : from_utf16(a, name, n);
}

str calco_territory_name(calco_arena *a, const char *locale, const char *code)
{
    return display_name(a, locale, code, true);
}

str calco_language_name(calco_arena *a, const char *locale, const char *code)
{
    return display_name(a, locale, code, false);
}

static void two_letter_codes(calco_arena *a, calco_strs *out, bool territory)
{
    const char *const *codes = territory ? uloc_getISOCountries() : uloc_getISOLanguages();
    for (; *codes; codes++) {
        str code = calco_str(*codes);
        if (code.n == 2 && display_name(a, "en", *codes, territory).n) VEC_PUSH(a, out, code);
    }
}

void calco_territory_codes(calco_arena *a, calco_strs *out) { two_letter_codes(a, out, true); }
void calco_language_codes(calco_arena *a, calco_strs *out) { two_letter_codes(a, out, false); }
