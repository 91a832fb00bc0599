/* Sentences: ICU's breaks, joined again after abbreviations, initials and marks that do not end a sentence. */
#include "text/segment.h"

enum { WORD_MAX = 32 };

/* --- the tables of a language --- */

static void add_abbreviation(calco_segmenter *g, str entry)
{
    uint32_t flags = ABBREVIATION;
    if (entry.p[0] == '^') flags = STARTER, entry = calco_str_from(entry, 1);
    else if (calco_str_ends(entry, STR("?"))) flags = MAY_END, entry.n--;
    else if (calco_str_ends(entry, STR("#"))) flags = BEFORE_NUMBER, entry.n--;
    if (entry.n) *calco_map_at(&g->abbreviations, calco_fold(g->arena, entry), 0) |= flags;
}

static void add_clitic(calco_segmenter *g, str entry)
{
    entry = calco_fold(g->arena, entry);
    size_t hyphen = calco_str_find(entry, STR("-"), 0);
    if (hyphen == SIZE_MAX) {
        calco_map_set(&g->wholes, entry, 1);
    } else if (hyphen + 1 == entry.n) {
        entry.n--;
        if (entry.n) VEC_PUSH(g->arena, &g->starts, entry);
    } else {
        calco_end_clitic e = { calco_str_cut(entry, 0, hyphen), calco_str_from(entry, hyphen + 1), 0 };
        for (size_t i = 0; i < e.clitic.n; i++) e.points += ((unsigned char)e.clitic.p[i] & 0xc0) != 0x80;
        g->possessive |= calco_str_eq(e.clitic, STR("'"));
        VEC_PUSH(g->arena, &g->ends, e);
    }
}

calco_segmenter calco_segmenter_of(calco_arena *a, const calco_segmentation *how)
{
    calco_segmenter g = { .arena = a, .abbreviations = calco_map_new(a), .wholes = calco_map_new(a) };
    for (size_t i = 0; how->abbreviations && i < how->abbreviations->n; i++)
        if (how->abbreviations->p[i].n) add_abbreviation(&g, how->abbreviations->p[i]);
    for (size_t i = 0; how->clitics && i < how->clitics->n; i++)
        if (how->clitics->p[i].n) add_clitic(&g, how->clitics->p[i]);
    return g;
}

uint32_t calco_segmenter_flags(const calco_segmenter *g, str word)
{
    uint32_t flags = calco_map_get(&g->abbreviations, calco_fold(g->arena, word));
    return flags == CALCO_NONE ? 0 : flags;
}

/* --- marks --- */

static bool one_of(uint32_t c, const uint32_t *list)
{
    while (*list && *list != c) list++;
    return c && *list;
}

bool calco_is_opening(uint32_t c)
{
    static const uint32_t marks[] = { '"',    '\'',   '(',    '[',    '{',    0xab,   0xbb,   0x2018, 0x201a, 0x201c,
                                      0x201d, 0x201e, 0x2039, 0x203a, 0x2019, 0x300c, 0x300e, 0xbf,   0xa1,   0 };
    return one_of(c, marks);
}

bool calco_is_closing(uint32_t c)
{
    static const uint32_t marks[] = { '"',    '\'',   ')',    ']',    '}',    0xab,   0xbb,   0x2018, 0x2019,
                                      0x201c, 0x201d, 0x2039, 0x203a, 0x300d, 0x300f, 0 };
    return one_of(c, marks);
}

bool calco_is_initials(str word)
{
    size_t   length, at = 0, n = 0;
    uint32_t c = 0;
    while (at < word.n) {
        c = calco_utf8_at(word, at, &length);
        if (!calco_is_letter(c)) return false;
        at += length;
        if (at >= word.n || word.p[at] != '.') return false;
        at++;
        n++;
    }
    return n > 1 || (n == 1 && calco_is_upper(c));
}

/* --- joining --- */

static size_t skip_spaces(str s, size_t at)
{
    for (size_t length; at < s.n; at += length)
        if (!calco_is_space(calco_utf8_at(s, at, &length))) break;
    return at;
}

static size_t trim_end(str s, size_t start, size_t end)
{
    for (size_t length; end > start; end -= length)
        if (!calco_is_space(calco_utf8_before(s, end, &length))) break;
    return end;
}

static bool has_word(str s, size_t start, size_t end)
{
    for (size_t at = start, length; at < end; at += length) {
        uint32_t c = calco_utf8_at(s, at, &length);
        if (calco_is_letter(c) || calco_is_digit(c)) return true;
    }
    return false;
}

/* The word that ends with the point before `end`, points inside it too; empty where there is none. */
static str pointed_word(str s, size_t start, size_t end)
{
    size_t at = end - 1, length;
    while (at > start && end - at < WORD_MAX) {
        uint32_t c = calco_utf8_before(s, at, &length);
        if (!calco_is_letter(c) && !calco_is_digit(c) && !calco_is_mark(c) && c != '.') break;
        at -= length;
    }
    return calco_str_cut(s, at, end);
}

/* Does a sentence start with the word at `at`? */
static bool is_starter(const calco_segmenter *g, str s, size_t at)
{
    size_t end = at, length;
    while (end < s.n && end - at < WORD_MAX && calco_is_letter(calco_utf8_at(s, end, &length))) end += length;
    return (calco_segmenter_flags(g, calco_str_cut(s, at, end)) & STARTER) != 0;
}

static bool only_number(str s, size_t start, size_t end)
{
    for (size_t i = start; i + 1 < end; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return end - start > 1 && end - start <= 4;
}

/* Does the sentence that began at `start`, and has words, go on after the break at `at`? */
static bool goes_on(const calco_segmenter *g, str s, size_t start, size_t at)
{
    size_t   end = trim_end(s, start, at), length, word = at;
    bool     quote = false;
    uint32_t c = calco_utf8_at(s, word, &length);
    while (word + length < s.n && calco_is_opening(c)) {
        quote = true;
        word += length;
        c = calco_utf8_at(s, word, &length);
    }
    if (calco_is_lower(c)) return true;
    if (s.p[end - 1] != '.') return false;
    if (only_number(s, start, end)) return true;
    str      last = pointed_word(s, start, end);
    uint32_t flags = calco_segmenter_flags(g, last);
    if (flags & ABBREVIATION) return true;
    if ((flags & BEFORE_NUMBER) && calco_is_digit(c)) return true;
    if (!(flags & MAY_END) && !calco_is_initials(last)) return false;
    return !quote && !is_starter(g, s, word);
}

/* --- sentences --- */

/* A unit under way. */
typedef struct {
    const calco_segmenter *g;
    calco_doc             *doc;
    size_t                 unit;
    size_t                 base; /* of the unit's text in the document's */
    bool                   quoted;
} segmenting;

static void add_sentence(segmenting *k, str s, size_t start, size_t end)
{
    start = skip_spaces(s, start);
    end = start < end ? trim_end(s, start, end) : start;
    if (start >= end) return;
    calco_doc     *d = k->doc;
    calco_unit    *unit = &d->units.p[k->unit];
    calco_sentence new = { .start = k->base + start, .end = k->base + end, .unit = k->unit };
    new.first_token = d->tokens.n;
    calco_tokens_add(k->g, d, new.start, new.end, unit->end, &k->quoted);
    new.n_tokens = d->tokens.n - new.first_token;
    VEC_PUSH(k->g->arena, &d->sentences, new);
    unit->n_sentences++;
}

/* Add start..end, cut after each "…" that a capital letter follows: ICU has no break there. */
static void add_cut(segmenting *k, str s, size_t start, size_t end)
{
    static const str ellipsis = { "\xe2\x80\xa6", 3 };
    str    whole = calco_str_cut(s, 0, end);
    size_t from = start;
    for (size_t hit = start; (hit = calco_str_find(whole, ellipsis, hit)) != SIZE_MAX;) {
        size_t length, at = hit += ellipsis.n;
        while (at < end && calco_is_closing(calco_utf8_at(s, at, &length))) at += length;
        size_t next = skip_spaces(whole, at);
        if (next == at || next >= end || !has_word(s, from, at)) continue;
        size_t word = next;
        while (word < end && calco_is_opening(calco_utf8_at(s, word, &length))) word += length;
        if (word >= end || !calco_is_upper(calco_utf8_at(s, word, &length))) continue;
        add_sentence(k, s, from, at);
        from = hit = next;
    }
    add_sentence(k, s, from, end);
}

/* The unit's text as ICU should see it: line ends inside it are spaces. */
static str without_lines(calco_arena *a, str s)
{
    if (!s.n || (!memchr(s.p, '\n', s.n) && !memchr(s.p, '\r', s.n))) return s;
    char *p = calco_arena_alloc(a, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i];
    return (str){ p, s.n };
}

static void segment_unit(segmenting *k, calco_breaker *breaker, calco_offsets *breaks)
{
    calco_unit *unit = &k->doc->units.p[k->unit];
    unit->first_sentence = k->doc->sentences.n;
    unit->n_sentences = 0;
    str s = without_lines(k->g->arena, calco_doc_cut(k->doc, unit->start, unit->end));
    breaks->n = 0;
    if (breaker) calco_break_sentences(breaker, k->g->arena, s, breaks);
    else if (s.n) VEC_PUSH(k->g->arena, breaks, s.n);
    size_t start = 0;
    bool   begun = false; /* the sentence has words */
    for (size_t i = 0; i < breaks->n; i++) {
        size_t at = breaks->p[i];
        bool   last = i + 1 == breaks->n;
        begun = begun || has_word(s, i ? breaks->p[i - 1] : 0, at);
        if (!last && (!begun || !has_word(s, at, breaks->p[i + 1]) || goes_on(k->g, s, start, at))) continue;
        add_cut(k, s, start, at);
        start = at;
        begun = false;
    }
}

/* Room for about as many tokens as the text has, so that the array is not moved while it grows. */
static void reserve_tokens(calco_arena *a, calco_doc *doc)
{
    size_t n = 16;
    bool   word = false;
    for (size_t i = 0; i < doc->text.n; i++) {
        unsigned char c = (unsigned char)doc->text.p[i];
        bool          now = (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10 || c >= 0x80;
        n += now ? !word : c > ' ';
        word = now;
    }
    doc->tokens.p = ARENA_ARRAY(a, calco_token, n);
    doc->tokens.cap = n;
}

void calco_segment(calco_arena *a, calco_doc *doc, const calco_segmentation *how)
{
    calco_segmenter g = how->ready ? *how->ready : calco_segmenter_of(a, how);
    g.arena = a;
    calco_offsets   breaks = { 0 };
    g.breaker = calco_breaker_new(how->locale ? how->locale : "");
    doc->sentences.n = doc->tokens.n = doc->words = 0;
    reserve_tokens(a, doc);
    for (size_t i = 0; i < doc->units.n; i++) {
        segmenting k = { .g = &g, .doc = doc, .unit = i, .base = doc->units.p[i].start };
        segment_unit(&k, g.breaker, &breaks);
    }
    calco_breaker_free(g.breaker);
}
