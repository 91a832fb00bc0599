/* Numbers by value: reading digits, words and multipliers, and comparing them. */
#include "align/values.h"

#include "text/unicode.h"

#include <math.h>
#include <stdlib.h>

/* --- digits --- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The value with `decimal` before the decimals and every other mark between digits as a separator of groups; false where
 * groups are not of three digits. */
static bool read_digits(str s, char decimal, double *value)
{
    double v = 0, unit = 0;
    size_t group = 0, groups = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (is_digit(s.p[i])) {
            if (unit > 0) v += unit * (s.p[i] - '0'), unit /= 10;
            else v = v * 10 + (s.p[i] - '0'), group++;
        } else if (s.p[i] == decimal && unit == 0) {
            if (groups && group != 3) return false;
            unit = 0.1;
        } else {
            if (unit > 0 || (groups && group != 3) || group > 3) return false;
            groups++;
            group = 0;
        }
    }
    *value = v;
    return !(groups && group != 3);
}

static void add_value(calco_quantity *q, double v)
{
    for (size_t i = 0; i < q->n_values; i++)
        if (q->value[i] == v) return;
    if (q->n_values < CALCO_READINGS) q->value[q->n_values++] = v;
}

/* Digits and the marks between them at the start of a token; what follows is its suffix ("th", "bn"). */
static str digits_part(str s)
{
    size_t end = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (is_digit(s.p[i])) end = i + 1;
        else if (!strchr(".,:'/ ", s.p[i])) break;
    }
    return calco_str_cut(s, 0, end);
}

static double multiplier(const calco_lang *lang, str word)
{
    str v = calco_value(&lang->numbers, word);
    return v.n > 1 && v.p[0] == '*' ? strtod(v.p + 1, NULL) : 0;
}

/* A time of day: the hour, with its minutes as a fraction. */
static bool read_time(str s, double *hours)
{
    size_t n = s.n;
    if (n < 4 || n > 5 || !strchr(":.", s.p[n - 3]) || !is_digit(s.p[0])) return false;
    double hour = s.p[0] - '0', minute = (s.p[n - 2] - '0') * 10 + (s.p[n - 1] - '0');
    if (n == 5) hour = hour * 10 + (s.p[1] - '0');
    *hours = hour + minute / 60;
    return hour < 25 && minute < 60;
}

/* A number token, or a word with digits ("13-year-old", "SS19"). */
static calco_quantity digits_quantity(const calco_lang *lang, const calco_stretch *s, size_t i)
{
    str text = calco_token_text(s->doc, &s->doc->tokens.p[i]);
    while (text.n && !is_digit(text.p[0])) text = calco_str_from(text, 1);
    str digits = digits_part(text), suffix = calco_str_from(text, digits.n);
    calco_quantity q = { .first = i, .n = 1, .digits = 0 };
    double v;
    for (size_t k = 0; k < digits.n; k++)
        if (is_digit(digits.p[k])) q.digits = q.digits > UINT64_MAX / 20 ? UINT64_MAX : q.digits * 10 + (uint64_t)(digits.p[k] - '0');
    if (read_time(digits, &v)) add_value(&q, v);
    if (read_digits(digits, '.', &v)) add_value(&q, v);
    if (read_digits(digits, ',', &v)) add_value(&q, v);
    double times = suffix.n ? multiplier(lang, suffix) : 0;
    for (size_t k = 0, n = q.n_values; times > 0 && k < n; k++) add_value(&q, q.value[k] * times);
    if (!q.n_values) q.value[q.n_values++] = (double)q.digits;
    return q;
}

/* --- words --- */

typedef struct { double total, current; bool any, weak; } reading;

/* Add a row's value: "*1000" multiplies, "~2" is weak. */
static void add_word(reading *r, str value)
{
    char   kind = value.p[0];
    double v = strtod(kind == '*' || kind == '~' ? value.p + 1 : value.p, NULL);
    if (kind == '*' && v < 1000) r->current = (r->current > 0 ? r->current : 1) * v;
    else if (kind == '*') {
        double whole = r->total > 0 && r->total < v ? r->total + r->current : r->current;
        if (r->total > 0 && r->total < v) r->total = 0;
        r->total += (whole > 0 ? whole : 1) * v, r->current = 0;
    } else r->current += v;
    r->any = true;
    r->weak |= kind == '~';
}

/* A word as numbers written together ("duecentoventi"): the longest row that fits, again and again. */
static bool read_word(const calco_lang *lang, str word, reading *r)
{
    reading whole = *r;
    bool    after_weak = false;
    str own = calco_value(&lang->numbers, word);
    if (own.n) {
        add_word(r, own);
        return true;
    }
    for (str rest = word; rest.n;) {
        size_t n = rest.n;
        while (n > 1 && !(own = calco_value(&lang->numbers, calco_str_cut(rest, 0, n))).n) n--;
        bool first = rest.n == word.n, weak = own.n && own.p[0] == '~';
        if (n < 2 || (weak && !first) || (after_weak && own.p[0] != '*')) return false;
        after_weak = weak;
        add_word(&whole, own);
        rest = calco_str_from(rest, n);
        if (rest.n && rest.p[0] == '-') rest = calco_str_from(rest, 1);
    }
    whole.weak = r->weak;
    if (after_weak) return false;
    *r = whole;
    return true;
}

static size_t roman(str s)
{
    static const char letters[] = "IVXLCDM";
    static const size_t worth[] = { 1, 5, 10, 50, 100, 500, 1000 };
    size_t total = 0, before = 0;
    for (size_t i = s.n; i-- > 0;) {
        const char *at = strchr(letters, s.p[i]);
        if (!at || !*at) return 0;
        size_t v = worth[at - letters];
        total = v < before ? total - v : total + v;
        if (v > before) before = v;
    }
    return total;
}

/* Words of numbers from token i on; n is 0 where none begins there. */
static calco_quantity written_quantity(const calco_lang *lang, const calco_stretch *s, size_t i, size_t end)
{
    reading r = { 0 };
    calco_quantity q = { .first = i, .digits = UINT64_MAX, .written = true };
    const calco_token *t = s->doc->tokens.p;
    double before = INFINITY;
    for (size_t k = i; k < end && t[k].kind == TOKEN_WORD; k++) {
        str value = calco_value(&lang->numbers, t[k].fold);
        bool simple = value.n && value.p[0] != '*';
        double v = simple ? strtod(value.p + (value.p[0] == '~'), NULL) : 0;
        if (simple && r.any && (value.p[0] == '~' || r.weak || v >= before || (before < 10 && r.current > 0))) break;
        if (!read_word(lang, t[k].fold, &r)) break;
        before = simple ? v : 100;
        q.n++;
    }
    if (r.any) add_value(&q, r.total + r.current);
    q.weak = r.weak;
    if (!q.n && t[i].kind == TOKEN_WORD && t[i].shape == SHAPE_UPPER) {
        size_t v = roman(calco_token_text(s->doc, &t[i]));
        if (v) q.n = 1, q.weak = true, add_value(&q, (double)v);
    }
    return q;
}

/* --- a stretch --- */

static bool has_digits(const calco_stretch *s, size_t i)
{
    const calco_token *t = &s->doc->tokens.p[i];
    if (t->kind == TOKEN_NUMBER) return true;
    for (size_t k = 0; t->kind == TOKEN_WORD && k < t->fold.n; k++)
        if (is_digit(t->fold.p[k])) return true;
    return false;
}

/* Thousands apart: "7 400". */
static bool groups_on(const calco_stretch *s, size_t i, size_t end)
{
    const calco_token *t = &s->doc->tokens.p[i];
    if (i + 1 >= end || t[1].kind != TOKEN_NUMBER || !t[1].space || t[1].fold.n != 3 || t->fold.n > 3) return false;
    return strspn(t[1].fold.p, "0123456789") >= 3 && is_digit(t->fold.p[0]) && is_digit(t->fold.p[t->fold.n - 1]);
}

static calco_quantity joined(const calco_quantity *q, const calco_token *group)
{
    calco_quantity both = *q;
    uint64_t last = 0;
    for (size_t k = 0; k < 3; k++) last = last * 10 + (uint64_t)(group->fold.p[k] - '0');
    both.digits = q->digits * 1000 + last;
    for (size_t v = 0; v < q->n_values; v++) both.value[v] = q->value[v] * 1000 + (double)last;
    both.n++;
    return both;
}

calco_quantities calco_quantities_of(const calco_lang *lang, calco_arena *a, calco_stretch s)
{
    calco_quantities out = { 0 };
    const calco_token *t = s.doc->tokens.p;
    size_t end = s.first + s.n;
    for (size_t i = s.first; i < end;) {
        calco_quantity q = has_digits(&s, i) ? digits_quantity(lang, &s, i) : written_quantity(lang, &s, i, end);
        if (!q.n) {
            i++;
            continue;
        }
        double times;
        if (!q.written && groups_on(&s, i, end)) q = joined(&q, &s.doc->tokens.p[i + 1]);
        for (size_t k = i + q.n; !q.written && k < end && t[k].fold.n > 1 && (times = multiplier(lang, t[k].fold)) > 0; k++, q.n++)
            for (size_t v = 0; v < q.n_values; v++) q.value[v] *= times;
        VEC_PUSH(a, &out, q);
        i += q.n;
    }
    return out;
}

bool calco_same_quantity(const calco_quantity *a, const calco_quantity *b)
{
    if (a->digits != UINT64_MAX && a->digits == b->digits) return true;
    for (size_t i = 0; i < a->n_values; i++)
        for (size_t k = 0; k < b->n_values; k++)
            if (fabs(a->value[i] - b->value[k]) <= 1e-6 * fabs(a->value[i])) return true;
    return false;
}
