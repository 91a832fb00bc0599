/* Guessing an encoding: by mark, by NUL bytes, by how the bytes above ASCII fit their neighbours. */
#include "text/guess.h"

#include "text/unicode.h"

enum { SAMPLE = 65536, HIGH_SAMPLE = 4096 };

calco_form calco_guess_bom(str b, size_t *length)
{
    static const struct { calco_form form; unsigned char n, bytes[4]; } marks[] = {
        { FORM_UTF32LE, 4, { 0xff, 0xfe, 0, 0 } }, { FORM_UTF32BE, 4, { 0, 0, 0xfe, 0xff } },
        { FORM_UTF8, 3, { 0xef, 0xbb, 0xbf } },    { FORM_UTF16LE, 2, { 0xff, 0xfe } },
        { FORM_UTF16BE, 2, { 0xfe, 0xff } },
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (b.n < marks[i].n || memcmp(b.p, marks[i].bytes, marks[i].n) != 0) continue;
        if (marks[i].n == 4 && b.n % 4) continue; /* UTF-16 that begins with NUL */
        *length = marks[i].n;
        return marks[i].form;
    }
    *length = 0;
    return FORM_OTHER;
}

calco_form calco_guess_nuls(str b)
{
    size_t nul[4] = { 0 }, n = b.n < SAMPLE ? b.n : SAMPLE;
    n -= n % 4;
    if (!n) n = b.n - b.n % 2;
    for (size_t i = 0; i < n; i++) nul[i % 4] += b.p[i] == 0;
    size_t quarter = n / 4, half = n / 2;
    if (quarter && b.n % 4 == 0) {
        if (nul[3] == quarter && nul[2] * 10 > quarter * 9 && nul[0] * 10 < quarter) return FORM_UTF32LE;
        if (nul[0] == quarter && nul[1] * 10 > quarter * 9 && nul[3] * 10 < quarter) return FORM_UTF32BE;
    }
    size_t even = nul[0] + nul[2], odd = nul[1] + nul[3];
    if (half && odd * 10 >= half * 4 && even * 50 <= half) return FORM_UTF16LE;
    if (half && even * 10 >= half * 4 && odd * 50 <= half) return FORM_UTF16BE;
    return FORM_OTHER;
}

bool calco_guess_damaged_utf8(str b)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < b.n;) {
        at += calco_utf8_ascii(b, at);
        if (at >= b.n) break;
        bool valid;
        at += calco_utf8_step(b, at, &valid);
        good += valid;
        bad += !valid;
    }
    return good > 0 && good >= bad;
}

/* What stands beside a byte. */
typedef enum { EDGE, SPACE, LOWER, UPPER, DIGIT, MARK } neighbour;

static uint32_t code_of(const calco_codepage *page, unsigned char c) { return c < 0x80 ? c : page->high[c - 0x80]; }

static neighbour class_of(const calco_codepage *page, str b, size_t at)
{
    if (at >= b.n) return EDGE;
    uint32_t c = code_of(page, (unsigned char)b.p[at]);
    if (c == GUESS_BAD) return MARK;
    if (calco_is_space(c)) return SPACE;
    if (calco_is_upper(c)) return UPPER;
    if (calco_is_letter(c)) return LOWER;
    return calco_is_digit(c) ? DIGIT : MARK;
}

static bool one_of(uint32_t c, const uint32_t *list)
{
    while (*list && *list != c) list++;
    return *list != 0;
}

static bool word(neighbour n) { return n == LOWER || n == UPPER || n == DIGIT; }

static int score_letter(uint32_t c, neighbour before, neighbour after)
{
    if (c == 0xaa || c == 0xba) return before == DIGIT || before == LOWER ? 1 : -2; /* ordinal signs */
    if (calco_is_upper(c)) {
        if (before == LOWER || before == DIGIT) return -4;
        return before == UPPER || after == UPPER || after == LOWER ? 2 : 1;
    }
    if (before == UPPER && after == UPPER) return -3;
    return before == LOWER || before == UPPER || after == LOWER ? 2 : 1;
}

static int score_mark(uint32_t c, neighbour before, neighbour after)
{
    static const uint32_t opening[] = { 0x2018, 0x201c, 0x201e, 0xab, 0x201a, 0xbf, 0xa1, 0x2039, 0 },
                          closing[] = { 0x2019, 0x201d, 0xbb, 0x203a, 0 }, line[] = { 0x2013, 0x2014, 0x2026, 0 },
                          money[] = { 0x20ac, 0xa3, 0xa5, 0xa2, 0 },
                          fraction[] = { 0xbc, 0xbd, 0xbe, 0xb2, 0xb3, 0xb9, 0 };
    if (c == 0x2019 && word(before) && word(after)) return 4;
    if (one_of(c, opening)) return !word(before) && (word(after) || after == MARK) ? 3 : -2;
    if (one_of(c, closing)) return before != SPACE && before != EDGE && !word(after) ? 3 : -2;
    if (one_of(c, line)) return 2;
    if (one_of(c, money)) return before == DIGIT || after == DIGIT || (before == SPACE && after == SPACE) ? 2 : -1;
    if (one_of(c, fraction)) return before == LOWER || after == LOWER ? -4 : 1;
    if (c == 0xa0) return word(before) && word(after) ? 0 : 1;
    if (c == 0xad || c == 0xb7) return word(before) ? 1 : -1;
    if (c == 0xb0) return before == DIGIT || before == SPACE ? 2 : -1;
    return word(before) && word(after) ? -4 : -1;
}

long calco_guess_score(str b, const calco_codepage *page)
{
    long   score = 0;
    size_t seen = 0;
    for (size_t at = 0; at < b.n && seen < HIGH_SAMPLE; at++) {
        at += calco_utf8_ascii(b, at);
        if (at >= b.n) break;
        seen++;
        uint32_t  c = code_of(page, (unsigned char)b.p[at]);
        neighbour before = at ? class_of(page, b, at - 1) : EDGE, after = class_of(page, b, at + 1);
        if (c == GUESS_BAD || (c >= 0x80 && c < 0xa0)) score -= 8;
        else score += calco_is_letter(c) ? score_letter(c, before, after) : score_mark(c, before, after);
    }
    return score;
}
