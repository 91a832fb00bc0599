/* What calco needs of ICU: breaks, case, classes, names. The only file that includes ICU. */
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

/* --- code points --- */

uint32_t calco_utf8_at(str s, size_t at, size_t *length)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c < 0x80) {
        *length = 1;
        return c;
    }
    int32_t i = 0, n = s.n - at < 4 ? (int32_t)(s.n - at) : 4;
    UChar32 point;
    U8_NEXT((const uint8_t *)s.p + at, i, n, point);
    *length = (size_t)i;
    return point < 0 ? 0xFFFD : (uint32_t)point;
}

uint32_t calco_utf8_before(str s, size_t at, size_t *length)
{
    *length = 0;
    if (!at) return 0;
    size_t start = at - 1;
    while (start > 0 && at - start < 4 && ((unsigned char)s.p[start] & 0xC0) == 0x80) start--;
    size_t n;
    uint32_t c = calco_utf8_at(calco_str_cut(s, 0, at), start, &n);
    *length = at - start;
    return c;
}

size_t calco_utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> n & 0xF0u) | c);
    return n;
}

bool calco_utf8_valid(str s)
{
    for (size_t at = 0; at < s.n;) {
        int32_t i = 0, n = s.n - at < 4 ? (int32_t)(s.n - at) : 4;
        UChar32 c;
        U8_NEXT((const uint8_t *)s.p + at, i, n, c);
        if (c < 0) return false;
        at += (size_t)i;
    }
    return true;
}

bool calco_is_letter(uint32_t c) { return c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : u_isalpha((UChar32)c) != 0; }
bool calco_is_upper(uint32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper((UChar32)c) || u_istitle((UChar32)c); }
bool calco_is_lower(uint32_t c) { return c < 0x80 ? c >= 'a' && c <= 'z' : u_islower((UChar32)c) != 0; }
bool calco_is_digit(uint32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : u_isdigit((UChar32)c) != 0; }
bool calco_is_space(uint32_t c) { return c < 0x80 ? c == ' ' || (c >= 9 && c <= 13) : u_isUWhiteSpace((UChar32)c) || c == 0x200B; }
bool calco_is_mark(uint32_t c) { return c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0; }
bool calco_is_punct(uint32_t c) { return u_ispunct((UChar32)c) != 0; }

/* --- case and normal forms --- */

static bool is_folded_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80 || (c >= 'A' && c <= 'Z')) return false;
    }
    return true;
}

static str to_nfc(calco_arena *a, str s)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    if (s.n > INT32_MAX / 4) return s;
    int32_t cap = (int32_t)s.n + 1, n = 0;
    UChar  *wide = ARENA_ARRAY(a, UChar, (size_t)cap);
    u_strFromUTF8(wide, cap, &n, s.p, (int32_t)s.n, &status);
    if (U_FAILURE(status) || unorm2_isNormalized(nfc, wide, n, &status)) return s;
    UChar  *made = ARENA_ARRAY(a, UChar, (size_t)cap * 3);
    int32_t m = unorm2_normalize(nfc, wide, n, made, cap * 3, &status), bytes = 0;
    char   *out = ARENA_ARRAY(a, char, (size_t)m * 3 + 1);
    u_strToUTF8(out, m * 3 + 1, &bytes, made, m, &status);
    return U_FAILURE(status) ? s : (str){ out, (size_t)bytes };
}

str calco_nfc(calco_arena *a, str s) { return is_folded_ascii(s) ? s : to_nfc(a, s); }

static uint32_t folded(uint32_t c)
{
    if (c == 0x2019 || c == 0x02BC || c == 0x2032 || c == 0x2018) return '\'';
    if (c == 0x2010 || c == 0x2011) return '-';
    return (uint32_t)u_tolower((UChar32)c);
}

str calco_fold(calco_arena *a, str s)
{
    if (is_folded_ascii(s)) return s;
    char  *out = ARENA_ARRAY(a, char, s.n * 2 + 4);
    size_t n = 0;
    bool   marks = false;
    for (size_t at = 0, length; at < s.n; at += length) {
        uint32_t c = calco_utf8_at(s, at, &length);
        marks |= c >= 0x300;
        n += calco_utf8_put(folded(c), out + n);
    }
    return marks ? to_nfc(a, (str){ out, n }) : (str){ out, n };
}

static str with_first(calco_arena *a, str s, UChar32 (*change)(UChar32))
{
    if (!s.n) return s;
    size_t length;
    char   first[4];
    size_t n = calco_utf8_put((uint32_t)change((UChar32)calco_utf8_at(s, 0, &length)), first);
    return calco_arena_join(a, (str[]){ { first, n }, calco_str_from(s, length), { NULL, 0 } });
}

str calco_upper_first(calco_arena *a, str s) { return with_first(a, s, u_totitle); }
str calco_lower_first(calco_arena *a, str s) { return with_first(a, s, u_tolower); }

str calco_upper(calco_arena *a, str s)
{
    char  *out = ARENA_ARRAY(a, char, s.n * 2 + 4);
    size_t n = 0;
    for (size_t at = 0, length; at < s.n; at += length) n += calco_utf8_put((uint32_t)u_toupper((UChar32)calco_utf8_at(s, at, &length)), out + n);
    return (str){ out, n };
}

/* --- breaks --- */

struct calco_breaker {
    UBreakIterator *words, *sentences;
};

calco_breaker *calco_breaker_new(const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    char       with_suppressions[64];
    calco_breaker *b = calloc(1, sizeof *b);
    if (!b) abort();
    snprintf(with_suppressions, sizeof with_suppressions, "%s@ss=standard", locale);
    b->words = ubrk_open(UBRK_WORD, locale, NULL, 0, &status);
    b->sentences = ubrk_open(UBRK_SENTENCE, with_suppressions, NULL, 0, &status);
    if (U_SUCCESS(status)) return b;
    calco_breaker_free(b);
    return NULL;
}

void calco_breaker_free(calco_breaker *b)
{
    if (!b) return;
    if (b->words) ubrk_close(b->words);
    if (b->sentences) ubrk_close(b->sentences);
    free(b);
}

static void breaks(UBreakIterator *it, calco_arena *a, str s, calco_offsets *out)
{
    UErrorCode status = U_ZERO_ERROR;
    UText      text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, s.p, (int64_t)s.n, &status);
    ubrk_setUText(it, &text, &status);
    if (U_SUCCESS(status))
        for (int32_t at = ubrk_next(it); at != UBRK_DONE; at = ubrk_next(it)) VEC_PUSH(a, out, (size_t)at);
    utext_close(&text);
}

void calco_break_words(calco_breaker *b, calco_arena *a, str s, calco_offsets *out) { breaks(b->words, a, s, out); }
void calco_break_sentences(calco_breaker *b, calco_arena *a, str s, calco_offsets *out) { breaks(b->sentences, a, s, out); }

/* --- names --- */

typedef int32_t (*name_function)(const ULocaleDisplayNames *, const char *, UChar *, int32_t, UErrorCode *);

static str name_of(calco_arena *a, const char *locale, const char *code, name_function name)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar      wide[256];
    char       narrow[768];
    int32_t    n = 0, bytes = 0;
    ULocaleDisplayNames *names = uldn_open(locale, ULDN_STANDARD_NAMES, &status);
    if (U_SUCCESS(status)) n = name(names, code, wide, 256, &status);
    if (names) uldn_close(names);
    if (U_SUCCESS(status)) u_strToUTF8(narrow, sizeof narrow, &bytes, wide, n, &status);
    if (U_FAILURE(status) || calco_str_eq((str){ narrow, (size_t)bytes }, calco_str(code))) return STR("");
    return calco_arena_str(a, (str){ narrow, (size_t)bytes });
}

str calco_territory_name(calco_arena *a, const char *locale, const char *code) { return name_of(a, locale, code, uldn_regionDisplayName); }
str calco_language_name(calco_arena *a, const char *locale, const char *code) { return name_of(a, locale, code, uldn_languageDisplayName); }

static void codes(calco_arena *a, const char *const *list, calco_strs *out)
{
    for (; *list; list++)
        if (strlen(*list) == 2) VEC_PUSH(a, out, calco_arena_str(a, calco_str(*list)));
}

void calco_territory_codes(calco_arena *a, calco_strs *out) { codes(a, uloc_getISOCountries(), out); }
void calco_language_codes(calco_arena *a, calco_strs *out) { codes(a, uloc_getISOLanguages(), out); }
