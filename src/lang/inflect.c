/* Rules of regular inflection: matching a lemma's end, building the form, and undoing it. */
#include "lang/inflect.h"

#define MARK_START '^'
#define MARK_LEMMA '~'

static bool is_class(char c) { return c >= 'A' && c <= 'Z'; }

/* Bytes of the character that ends before `at`. */
static size_t char_before(str s, size_t at)
{
    size_t n = 0;
    while (n < at && n < 4 && ((unsigned char)s.p[at - 1 - n] & 0xC0) == 0x80) n++;
    return n < at ? n + 1 : at;
}

/* Does the pattern fit the end of the lemma? *keep: bytes that stay when its literal tail is replaced. */
static bool fits(const calco_inflection *r, str pattern, str lemma, size_t *keep)
{
    size_t at = lemma.n;
    bool   tail = true;
    *keep = lemma.n;
    for (size_t k = pattern.n; k-- > 0;) {
        char c = pattern.p[k];
        if (c == MARK_START) {
            if (at) return false;
            tail = false;
        } else if (is_class(c)) {
            size_t n = char_before(lemma, at);
            if (!n || calco_str_find(r->classes[c - 'A'], (str){ lemma.p + at - n, n }, 0) == SIZE_MAX) return false;
            at -= n;
            tail = false;
        } else {
            if (!at || lemma.p[at - 1] != c) return false;
            at--;
            if (tail) *keep = at;
        }
    }
    return true;
}

static str build(calco_arena *a, str ending, str lemma, size_t keep)
{
    size_t mark = calco_str_find(ending, STR("~"), 0);
    if (mark != SIZE_MAX)
        return calco_arena_join(
            a, (str[]){ calco_str_cut(ending, 0, mark), lemma, calco_str_from(ending, mark + 1), { 0 } });
    if (!ending.n || ending.p[0] != '+')
        return calco_arena_join(a, (str[]){ calco_str_cut(lemma, 0, keep), ending, { 0 } });
    ending = calco_str_from(ending, 1);
    if (!ending.n || ending.p[0] != '+') return calco_arena_join(a, (str[]){ lemma, ending, { 0 } });
    size_t n = char_before(lemma, lemma.n);
    return calco_arena_join(a, (str[]){ lemma, calco_str_from(lemma, lemma.n - n), calco_str_from(ending, 1), { 0 } });
}

bool calco_inflection_apply(const calco_inflection *r, calco_arena *a, str lemma, uint8_t tag, str *form)
{
    if (!lemma.n) return false;
    for (size_t i = 0; i < r->rows.n; i++) {
        const calco_rule_row *row = &r->rows.p[i];
        size_t                keep;
        if (row->tag != tag || !fits(r, row->pattern, lemma, &keep)) continue;
        *form = build(a, row->ending, lemma, keep);
        return true;
    }
    return false;
}

/* The letters of the pattern that a replacing ending stands for. */
static str literal_tail(str pattern)
{
    size_t at = pattern.n;
    while (at && !is_class(pattern.p[at - 1]) && pattern.p[at - 1] != MARK_START) at--;
    return calco_str_from(pattern, at);
}

/* What the lemma must have been if this row made the form; false where it cannot have. */
static bool undo_row(calco_arena *a, const calco_rule_row *row, str form, str *lemma)
{
    str  ending = row->ending, tail = { "", 0 };
    bool twice = false;
    if (calco_str_find(ending, STR("~"), 0) != SIZE_MAX) return false;
    if (ending.n && ending.p[0] == '+') {
        ending = calco_str_from(ending, 1);
        twice = ending.n && ending.p[0] == '+';
        if (twice) ending = calco_str_from(ending, 1);
    } else {
        tail = literal_tail(row->pattern);
    }
    if (form.n <= ending.n || !calco_str_ends(form, ending)) return false;
    str stem = calco_str_cut(form, 0, form.n - ending.n);
    if (twice) {
        size_t n = char_before(stem, stem.n);
        if (stem.n < 2 * n || memcmp(stem.p + stem.n - n, stem.p + stem.n - 2 * n, n) != 0) return false;
        stem.n -= n;
    }
    *lemma = tail.n ? calco_arena_join(a, (str[]){ stem, tail, { 0 } }) : stem;
    return lemma->n > 0;
}

bool calco_inflection_undo(const calco_inflection *r, calco_arena *a, str form, uint8_t tag, size_t *row, str *lemma)
{
    while (*row < r->rows.n) {
        const calco_rule_row *rule = &r->rows.p[(*row)++];
        str                   candidate, again;
        size_t                keep;
        if (rule->tag == tag && undo_row(a, rule, form, &candidate) && fits(r, rule->pattern, candidate, &keep) &&
            calco_inflection_apply(r, a, candidate, tag, &again) && calco_str_eq(again, form)) {
            *lemma = candidate;
            return true;
        }
    }
    return false;
}
