/* Units into sentences, sentences into tokens. */
#include "text/doc.h"

#include "text/unicode.h"

#include <stdlib.h>

/* --- sentences --- */

static bool listed(const calco_strs *list, str fold)
{
    size_t low = 0, high = list ? list->n : 0; /* in byte order */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    c = calco_str_cmp(list->p[middle], fold);
        if (c == 0) return true;
        if (c < 0) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* Does the text before `end` (white space trimmed) close with an abbreviation or an initial? */
static bool ends_with_abbreviation(calco_arena *a, str s, size_t from, size_t end, const calco_segmentation *how)
{
    while (end > from && calco_is_space((unsigned char)s.p[end - 1])) end--;
    if (end <= from + 1 || s.p[end - 1] != '.') return false;
    size_t start = end - 1, n;
    while (start > from) {
        uint32_t c = calco_utf8_before(s, start, &n);
        if (!calco_is_letter(c) && c != '.' && !calco_is_mark(c)) break;
        start -= n;
    }
    str word = calco_str_cut(s, start, end);
    if (word.n < 2) return false;
    size_t first;
    uint32_t c = calco_utf8_at(word, 0, &first);
    bool initial = calco_is_upper(c) && first + 1 == word.n && c != 'I';
    return initial || listed(how->abbreviations, calco_fold(a, word));
}

static size_t trimmed_end(str s, size_t start, size_t end)
{
    while (end > start) {
        size_t n;
        if (!calco_is_space(calco_utf8_before(s, end, &n))) break;
        end -= n;
    }
    return end;
}

static size_t trimmed_start(str s, size_t start, size_t end)
{
    while (start < end) {
        size_t n;
        if (!calco_is_space(calco_utf8_at(s, start, &n))) break;
        start += n;
    }
    return start;
}

static void split_sentences(calco_arena *a, calco_doc *doc, size_t unit, calco_breaker *b, const calco_segmentation *how)
{
    calco_unit   *u = &doc->units.p[unit];
    calco_offsets at = { 0 };
    str           s = calco_doc_cut(doc, u->start, u->end);
    calco_break_sentences(b, a, s, &at);
    u->first_sentence = doc->sentences.n;
    size_t start = 0;
    for (size_t i = 0; i < at.n; i++) {
        if (i + 1 < at.n && ends_with_abbreviation(a, s, start, at.p[i], how)) continue;
        size_t from = trimmed_start(s, start, at.p[i]), to = trimmed_end(s, from, at.p[i]);
        start = at.p[i];
        if (from == to) continue;
        calco_sentence sentence = { u->start + from, u->start + to, 0, 0, unit };
        VEC_PUSH(a, &doc->sentences, sentence);
    }
    u->n_sentences = doc->sentences.n - u->first_sentence;
}

/* --- tokens --- */

typedef struct {
    calco_arena              *arena;
    calco_doc                *doc;
    const calco_segmentation *how;
    calco_breaker            *breaker;
    size_t                    base; /* of the piece in doc->text */
    bool                      space;
} tokenizer;

static calco_shape shape_of(str s)
{
    size_t upper = 0, lower = 0, n;
    bool   first_upper = false, seen = false;
    for (size_t at = 0; at < s.n; at += n) {
        uint32_t c = calco_utf8_at(s, at, &n);
        if (!calco_is_letter(c)) continue;
        bool up = calco_is_upper(c);
        if (!seen) first_upper = up, seen = true;
        upper += up;
        lower += calco_is_lower(c);
    }
    if (!upper) return lower ? SHAPE_LOWER : SHAPE_NONE;
    if (!lower) return upper == 1 && s.n <= 2 ? SHAPE_TITLE : SHAPE_UPPER;
    return first_upper && upper == 1 ? SHAPE_TITLE : SHAPE_MIXED;
}

static calco_token_kind kind_of(str s)
{
    size_t n;
    uint32_t first = calco_utf8_at(s, 0, &n);
    bool letters = false, digits = false;
    for (size_t at = 0; at < s.n; at += n) {
        uint32_t c = calco_utf8_at(s, at, &n);
        letters |= calco_is_letter(c);
        digits |= calco_is_digit(c);
    }
    if (letters) return TOKEN_WORD;
    if (digits) return TOKEN_NUMBER;
    return calco_is_punct(first) && first != '%' ? TOKEN_PUNCT : TOKEN_SYMBOL;
}

static void emit(tokenizer *t, size_t start, size_t end, calco_token_kind kind)
{
    if (start >= end) return;
    calco_token k = { .start = t->base + start, .end = t->base + end };
    str s = calco_doc_cut(t->doc, k.start, k.end);
    k.kind = (uint8_t)kind;
    k.shape = (uint8_t)shape_of(s);
    k.fold = calco_fold(t->arena, s);
    k.lemma = k.fold;
    k.space = t->space;
    t->space = false;
    if (kind == TOKEN_WORD || kind == TOKEN_NUMBER) t->doc->words++;
    VEC_PUSH(t->arena, &t->doc->tokens, k);
}

/* Bytes of the word's text that folds to the first (or last) `want` bytes of its fold. Apostrophes fold to one byte. */
static size_t bytes_for(str s, size_t want, bool from_end)
{
    size_t at = from_end ? s.n : 0, n, folded = 0;
    while (folded < want && (from_end ? at > 0 : at < s.n)) {
        uint32_t c = from_end ? calco_utf8_before(s, at, &n) : calco_utf8_at(s, at, &n);
        folded += c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x2032 ? 1 : n;
        at = from_end ? at - n : at + n;
    }
    return from_end ? s.n - at : at;
}

/* Split clitics off a word, the longest first: "-n't" off its end, "l'-" off its start. */
static void emit_word(tokenizer *t, size_t start, size_t end)
{
    str s = calco_str_cut(t->doc->text, t->base + start, t->base + end);
    str fold = calco_fold(t->arena, s);
    size_t prefix = 0, suffix = 0;
    bool   apostrophe = calco_str_find(fold, STR("'"), 0) != SIZE_MAX;
    for (size_t i = 0; apostrophe && t->how->clitics && i < t->how->clitics->n; i++) {
        str c = t->how->clitics->p[i];
        if (c.n < 2) continue;
        if (c.p[0] == '-' && calco_str_ends(fold, calco_str_from(c, 1)) && fold.n > c.n - 1 && c.n - 1 > suffix) suffix = c.n - 1;
        if (c.p[c.n - 1] == '-' && calco_str_starts(fold, calco_str_cut(c, 0, c.n - 1)) && fold.n > c.n - 1 && c.n - 1 > prefix)
            prefix = c.n - 1;
    }
    size_t head = prefix ? bytes_for(s, prefix, false) : 0, tail = suffix ? bytes_for(s, suffix, true) : 0;
    if (head + tail >= s.n) tail = 0;
    if (head) emit(t, start, start + head, TOKEN_WORD);
    emit(t, start + head, end - tail, kind_of(calco_str_cut(s, head, s.n - tail)));
    if (tail) emit(t, end - tail, end, TOKEN_WORD);
}

static bool is_hyphen(str s) { return calco_str_eq(s, STR("-")) || calco_str_eq(s, STR("\u2010")) || calco_str_eq(s, STR("\u2011")); }

static bool is_alnum_piece(str s)
{
    size_t n;
    uint32_t c = s.n ? calco_utf8_at(s, 0, &n) : 0;
    return calco_is_letter(c) || calco_is_digit(c);
}

/* "U.S", "p.m": letters with points between; and what a sentence break without a space glues ("end.The"). */
static bool is_dotted(str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.') letters = 0;
        else if (++letters > 2) return false;
    }
    return calco_str_find(s, STR("."), 0) != SIZE_MAX;
}

/* A piece between white space that is an address or a tag of the web; its length without closing marks, or 0. */
static size_t web_length(str s)
{
    bool web = calco_str_find(s, STR("://"), 0) != SIZE_MAX || calco_str_starts(s, STR("www."));
    size_t at = calco_str_find(s, STR("@"), 0);
    bool mail = at != SIZE_MAX && calco_str_find(s, STR("."), at) != SIZE_MAX && at > 0;
    bool tag = s.n > 1 && (s.p[0] == '@' || s.p[0] == '#') && is_alnum_piece(calco_str_from(s, 1));
    if (!web && !mail && !tag) return 0;
    size_t end = s.n;
    while (end > 1 && memchr(".,;:!?)\"'", s.p[end - 1], 9)) end--;
    return end;
}

/* The pieces of one stretch without white space: word breaks, then what belongs together is joined. */
static void split_stretch(tokenizer *t, size_t from, size_t to, const size_t *at, size_t n)
{
    size_t i = 0, start = from;
    while (start < to && i < n) {
        size_t end = at[i] > to ? to : at[i];
        str    piece = calco_str_cut(t->doc->text, t->base + start, t->base + end);
        if (is_alnum_piece(piece)) {
            while (i + 2 < n && at[i + 2] <= to && is_hyphen(calco_str_cut(t->doc->text, t->base + end, t->base + at[i + 1])) &&
                   is_alnum_piece(calco_str_cut(t->doc->text, t->base + at[i + 1], t->base + at[i + 2])) &&
                   !(kind_of(piece) == TOKEN_NUMBER && calco_is_digit((unsigned char)t->doc->text.p[t->base + at[i + 1]]))) {
                i += 2;
                end = at[i];
            }
            piece = calco_str_cut(t->doc->text, t->base + start, t->base + end);
            bool stop = i + 1 < n && end < to && t->doc->text.p[t->base + end] == '.';
            str  with_stop = stop ? calco_str_cut(t->doc->text, t->base + start, t->base + end + 1) : piece;
            size_t first;
            bool initial = stop && calco_is_upper(calco_utf8_at(piece, 0, &first)) && first == piece.n && end + 1 == to && piece.p[0] != 'I';
            if (stop && (is_dotted(piece) || initial || listed(t->how->abbreviations, calco_fold(t->arena, with_stop)))) {
                i++;
                emit(t, start, end + 1, TOKEN_WORD);
                start = end + 1;
                i++;
                continue;
            }
            size_t dot = calco_str_find(piece, STR("."), 0);
            if (kind_of(piece) == TOKEN_WORD && dot != SIZE_MAX && !is_dotted(piece) && dot + 1 < piece.n &&
                calco_is_upper((unsigned char)piece.p[dot + 1])) {
                emit_word(t, start, start + dot);
                emit(t, start + dot, start + dot + 1, TOKEN_PUNCT);
                emit_word(t, start + dot + 1, end);
            } else {
                emit_word(t, start, end);
            }
        } else if (calco_str_eq(piece, STR("."))) {
            while (i + 1 < n && at[i + 1] <= to && calco_str_eq(calco_str_cut(t->doc->text, t->base + end, t->base + at[i + 1]), STR("."))) end = at[++i];
            emit(t, start, end, TOKEN_PUNCT);
        } else {
            emit(t, start, end, kind_of(piece));
        }
        start = end;
        i++;
    }
}

static void split_tokens(tokenizer *t, calco_sentence *sentence)
{
    calco_offsets at = { 0 };
    str s = calco_doc_cut(t->doc, sentence->start, sentence->end);
    calco_break_words(t->breaker, t->arena, s, &at);
    t->base = sentence->start;
    t->space = false;
    sentence->first_token = t->doc->tokens.n;
    size_t i = 0;
    for (size_t from = 0; from < s.n;) {
        size_t n, to = from;
        if (calco_is_space(calco_utf8_at(s, from, &n))) {
            t->space = true;
            from += n;
            continue;
        }
        while (to < s.n && !calco_is_space(calco_utf8_at(s, to, &n))) to += n;
        size_t web = web_length(calco_str_cut(s, from, to));
        if (web) {
            emit(t, from, from + web, TOKEN_OTHER);
            from += web;
            if (from == to) continue;
        }
        while (i < at.n && at.p[i] <= from) i++;
        split_stretch(t, from, to, at.p + i, at.n - i);
        from = to;
    }
    sentence->n_tokens = t->doc->tokens.n - sentence->first_token;
}

void calco_segment(calco_arena *a, calco_doc *doc, const calco_segmentation *how)
{
    calco_breaker *b = calco_breaker_new(how->locale ? how->locale : "");
    if (!b) abort(); /* ICU falls back to its root rules: only a broken installation has none */
    for (size_t u = 0; u < doc->units.n; u++) split_sentences(a, doc, u, b, how);
    tokenizer t = { .arena = a, .doc = doc, .how = how, .breaker = b };
    for (size_t s = 0; s < doc->sentences.n; s++) split_tokens(&t, &doc->sentences.p[s]);
    calco_breaker_free(b);
}
