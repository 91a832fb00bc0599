/* Addresses in running text: URLs, domains, e-mail addresses, #tags and @names. */
#include "text/segment.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63, DOMAIN_MAX = 253 };

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Cut closing marks that belong to the sentence off the end of an address. */
static size_t without_marks(str s, size_t start, size_t end)
{
    size_t opened = 0, closed = 0;
    for (size_t i = start; i < end; i++) opened += s.p[i] == '(', closed += s.p[i] == ')';
    while (end > start) {
        char c = s.p[end - 1];
        if (c == ')' && closed > opened) closed--;
        else if (!c || !strchr(".,;:!?'\"]}>", c)) break;
        end--;
    }
    return end;
}

/* Up to white space or a quote. */
static size_t run_end(str s, size_t at, size_t limit)
{
    for (size_t length; at < limit; at += length) {
        uint32_t c = calco_utf8_at(s, at, &length);
        if (c <= ' ' || c == '"' || c == '<' || c == '>') break;
        if (c >= 0x80 && (calco_is_space(c) || calco_is_opening(c) || calco_is_closing(c))) break;
    }
    return at;
}

/* "scheme://" at `at`: its end, or `at`. */
static size_t scheme_end(str s, size_t at, size_t limit)
{
    size_t i = at;
    while (i < limit && i - at < 12 && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z'))) i++;
    return i > at && limit - i > 3 && memcmp(s.p + i, "://", 3) == 0 && is_alnum(s.p[i + 3]) ? i + 3 : at;
}

/* Labels joined by points ("www.example.org"): the end and the start of the last label; at least two labels. */
static size_t domain_end(str s, size_t at, size_t limit, size_t *last)
{
    size_t i = at, labels = 0;
    while (i - at < DOMAIN_MAX) {
        size_t start = i;
        while (i < limit && i - start < LABEL_MAX && (is_alnum(s.p[i]) || (i > start && s.p[i] == '-'))) i++;
        if (i == start) break;
        labels++;
        *last = start;
        if (i >= limit || s.p[i] != '.' || i + 1 >= limit || !is_alnum(s.p[i + 1])) break;
        i++;
    }
    return labels >= 2 ? i : at;
}

/* Top-level domains that may be told from a word after a point where a space is missing. */
static bool is_top_level(str label)
{
    static const char known[] = " com org net gov edu info biz eu uk fr de es it ru ua ch io tv ";
    char key[8];
    if (!label.n || label.n > 5) return false;
    key[0] = ' ';
    memcpy(key + 1, label.p, label.n);
    key[label.n + 1] = ' ';
    key[label.n + 2] = '\0';
    return !memchr(label.p, ' ', label.n) && strstr(known, key) != NULL;
}

static size_t email_end(str s, size_t at, size_t limit)
{
    size_t i = at, last;
    while (i < limit && i - at < LOCAL_MAX && (is_alnum(s.p[i]) || (s.p[i] && strchr("._%+-", s.p[i])))) i++;
    if (i == at || i + 1 >= limit || s.p[i] != '@') return at;
    size_t end = domain_end(s, i + 1, limit, &last);
    return end > i + 1 ? end : at;
}

size_t calco_address_end(str s, size_t at, size_t limit)
{
    size_t i = at, end, last = at;
    if ((s.p[at] == '#' || s.p[at] == '@') && at + 1 < limit && is_alnum(s.p[at + 1])) {
        size_t length;
        bool   letter = false;
        for (i = at + 1; i < limit; i += length) {
            uint32_t c = calco_utf8_at(s, i, &length);
            if (c != '_' && !calco_is_letter(c) && !calco_is_digit(c) && !calco_is_mark(c)) break;
            letter |= calco_is_letter(c);
        }
        return letter ? i : at;
    }
    if (!is_alnum(s.p[at])) return at;
    if ((i = scheme_end(s, at, limit)) > at) return without_marks(s, i, run_end(s, i, limit));
    if ((end = email_end(s, at, limit)) > at) return end;
    end = domain_end(s, at, limit, &last);
    if (end == at) return at;
    bool www = end - at > 4 && memcmp(s.p + at, "www.", 4) == 0;
    if (!www && !is_top_level(calco_str_cut(s, last, end))) return at;
    bool path = end < limit && (s.p[end] == '/' || s.p[end] == ':' || s.p[end] == '?');
    return path ? without_marks(s, at, run_end(s, end, limit)) : end;
}
