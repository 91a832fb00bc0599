/* Tokens: words with their clitics split off, numbers, marks, symbols, addresses. */
#include "text/segment.h"

enum { QUOTE_REACH = 400, ABBREVIATION_MAX = 24 };

/* The tokens of one sentence under way. */
typedef struct {
    const calco_segmenter *g;
    calco_doc             *doc;
    str                    s;        /* the document's text up to the end of the unit */
    size_t                 end;      /* of the sentence */
    size_t                 chunk;    /* end of the run without white space that we are in */
    bool                   addresses; /* the chunk may hold one */
    bool                   space;    /* white space stands before the next token */
    bool                  *quoted;
} scan;

static bool ascii_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static bool ascii_digit(unsigned char c) { return (unsigned char)(c - '0') < 10; }

static uint32_t char_at(const scan *k, size_t at, size_t *length)
{
    *length = 0;
    return at < k->s.n ? calco_utf8_at(k->s, at, length) : 0;
}

static bool is_word_char(uint32_t c)
{
    if (c < 0x80) return ascii_letter((unsigned char)c) || ascii_digit((unsigned char)c);
    return calco_is_letter(c) || calco_is_mark(c) || calco_is_digit(c) || c == 0xad;
}

/* Does a letter or digit stand at `at`, before `end`? */
static bool word_at(str s, size_t at, size_t end)
{
    size_t length;
    return at < end && is_word_char(calco_utf8_at(s, at, &length));
}

static bool is_number_char(uint32_t c) { return c < 0x80 ? ascii_digit((unsigned char)c) : calco_is_digit(c); }

static calco_shape shape_of(str s)
{
    size_t upper = 0, lower = 0, digits = 0, length;
    bool   first_upper = false;
    for (size_t at = 0; at < s.n; at += length) {
        uint32_t c = (unsigned char)s.p[at];
        length = 1;
        if (c >= 0x80) c = calco_utf8_at(s, at, &length);
        bool up = c < 0x80 ? c >= 'A' && c <= 'Z' : calco_is_upper(c);
        bool low = !up && (c < 0x80 ? c >= 'a' && c <= 'z' : calco_is_lower(c));
        if (up && !upper && !lower) first_upper = true;
        upper += up;
        lower += low;
        digits += c < 0x80 && ascii_digit((unsigned char)c);
    }
    if (!upper) return lower ? SHAPE_LOWER : SHAPE_NONE;
    if (!lower) return upper > 1 || digits ? SHAPE_UPPER : SHAPE_TITLE;
    return first_upper && upper == 1 ? SHAPE_TITLE : SHAPE_MIXED;
}

static void add(scan *k, size_t start, size_t end, calco_token_kind kind)
{
    str         text = calco_str_cut(k->s, start, end), fold = calco_fold(k->g->arena, text);
    calco_token t = { .start = start, .end = end, .fold = fold, .lemma = fold, .kind = (uint8_t)kind };
    t.space = k->space;
    if (kind == TOKEN_WORD || kind == TOKEN_OTHER) t.shape = (uint8_t)shape_of(text);
    k->doc->words += kind == TOKEN_WORD || kind == TOKEN_NUMBER;
    VEC_PUSH(k->g->arena, &k->doc->tokens, t);
    k->space = false;
}

/* A number is digits with what joins them, also with letters behind ("8th", "1990s"); with a hyphen it is a word. */
static calco_token_kind kind_of(str s)
{
    size_t length;
    if (!s.n || !is_number_char(calco_utf8_at(s, 0, &length))) return TOKEN_WORD;
    bool letters = false, hyphen = false;
    for (size_t at = 0; at < s.n; at += length) {
        uint32_t c = calco_utf8_at(s, at, &length);
        letters |= calco_is_letter(c);
        hyphen |= calco_is_hyphen(c);
    }
    return letters && hyphen ? TOKEN_WORD : TOKEN_NUMBER;
}

/* --- clitics --- */

static size_t points_in(str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

/* The offset `points` characters before `end`, not before start. */
static size_t back(const scan *k, size_t start, size_t end, size_t points)
{
    for (size_t length; points && end > start; points--) {
        calco_utf8_before(k->s, end, &length);
        end -= length;
    }
    return end;
}

static size_t forth(const scan *k, size_t start, size_t end, size_t points)
{
    for (size_t length; points && start < end; points--) {
        calco_utf8_at(k->s, start, &length);
        start += length;
    }
    return start;
}

/* The longest clitic at the end of a folded word; NULL where there is none. */
static const calco_end_clitic *end_clitic(const calco_segmenter *g, str fold)
{
    const calco_end_clitic *best = NULL;
    for (size_t i = 0; i < g->ends.n; i++) {
        const calco_end_clitic *e = &g->ends.p[i];
        if (fold.n <= e->clitic.n || !calco_str_ends(fold, e->clitic)) continue;
        if (!calco_str_ends(calco_str_cut(fold, 0, fold.n - e->clitic.n), e->host)) continue;
        if (!best || e->clitic.n > best->clitic.n) best = e;
    }
    return best;
}

static size_t start_clitic(const calco_segmenter *g, str fold)
{
    size_t best = 0;
    for (size_t i = 0; i < g->starts.n; i++) {
        str s = g->starts.p[i];
        if (fold.n > s.n && s.n > best && calco_str_starts(fold, s)) best = s.n;
    }
    return best;
}

/* A word with an apostrophe inside: its clitics, then what is left. */
static void add_with_clitics(scan *k, size_t start, size_t end)
{
    enum { PIECES = 4 };
    size_t cuts[PIECES], n = 0;
    str    fold = calco_fold(k->g->arena, calco_str_cut(k->s, start, end));
    const calco_end_clitic *e;
    if (calco_map_get(&k->g->wholes, fold) != CALCO_NONE) {
        add(k, start, end, TOKEN_WORD);
        return;
    }
    size_t head = start, tail = end;
    for (size_t cut; (cut = start_clitic(k->g, fold)) != 0;) {
        size_t next = forth(k, head, tail, points_in(calco_str_cut(fold, 0, cut)));
        if (next >= tail) break;
        add(k, head, next, TOKEN_WORD);
        head = next;
        fold = calco_str_from(fold, cut);
    }
    while (n < PIECES && (e = end_clitic(k->g, fold)) != NULL) {
        size_t cut = back(k, head, tail, e->points);
        if (cut <= head) break;
        cuts[n++] = tail;
        tail = cut;
        fold.n -= e->clitic.n;
    }
    add(k, head, tail, kind_of(calco_str_cut(k->s, head, tail)));
    while (n) {
        add(k, tail, cuts[n - 1], TOKEN_WORD);
        tail = cuts[--n];
    }
}

/* Does a mark that may close the open single quote stand further on? */
static bool closes_later(const scan *k, size_t at)
{
    size_t limit = k->s.n - at > QUOTE_REACH ? at + QUOTE_REACH : k->s.n, length, next_length;
    while (limit < k->s.n && ((unsigned char)k->s.p[limit] & 0xc0) == 0x80) limit++;
    bool spaced = false;
    for (; at < limit; at += length) {
        uint32_t c = calco_utf8_at(k->s, at, &length), next = char_at(k, at + length, &next_length);
        if (calco_is_apostrophe(c)) {
            if (spaced && is_word_char(next)) return false; /* the next quote opens */
            if (!spaced && !is_word_char(next)) return true;
        }
        spaced = c < 0x80 ? c == ' ' : calco_is_space(c);
    }
    return false;
}

/* Is the apostrophe at `end`, after a word, the possessive of a plural rather than the end of a quotation? */
static bool is_possessive(const scan *k, size_t start, size_t end, size_t length)
{
    if (!k->g->possessive) return false;
    char   fold[64];
    size_t n = end - start;
    if (n > sizeof fold - 1) return false;
    memcpy(fold, k->s.p + start, n);
    for (size_t i = 0; i < n; i++) fold[i] = fold[i] >= 'A' && fold[i] <= 'Z' ? (char)(fold[i] | 0x20) : fold[i];
    fold[n] = '\'';
    const calco_end_clitic *e = end_clitic(k->g, (str){ fold, n + 1 });
    if (!e || e->clitic.n != 1) return false;
    if (!*k->quoted) return true;
    size_t   next_length, after_length;
    uint32_t next = char_at(k, end + length, &next_length);
    uint32_t after = char_at(k, end + length + next_length, &after_length);
    return calco_is_space(next) && (calco_is_lower(after) || calco_is_digit(after)) && closes_later(k, end + length);
}

/* The word start..end, with the apostrophe after it where it belongs to it. Returns where to go on. */
static size_t add_word(scan *k, size_t start, size_t end, bool apostrophe)
{
    size_t   length;
    uint32_t next = end < k->end ? char_at(k, end, &length) : 0;
    if (next && calco_is_apostrophe(next) && next != 0x2018) {
        str  whole = calco_fold(k->g->arena, calco_str_cut(k->s, start, end + length));
        bool known = calco_map_get(&k->g->wholes, whole) != CALCO_NONE;
        for (size_t i = 0; i < k->g->starts.n && !known; i++) known = calco_str_eq(k->g->starts.p[i], whole);
        if (known) {
            add(k, start, end + length, TOKEN_WORD);
            return end + length;
        }
    }
    if (apostrophe) add_with_clitics(k, start, end);
    else add(k, start, end, kind_of(calco_str_cut(k->s, start, end)));
    if (next && calco_is_apostrophe(next) && next != 0x2018 && is_possessive(k, start, end, length)) {
        add(k, end, end + length, TOKEN_WORD);
        return end + length;
    }
    return end;
}

/* --- words and numbers --- */

static size_t digits_at(str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && ascii_digit((unsigned char)s.p[at + n])) n++;
    return n;
}

/* A run of letters and digits with what may stand between them. */
typedef struct {
    size_t start, at;
    size_t digits;     /* where they begin: behind a clitic */
    bool   numeric;    /* digits and their separators only, from there on */
    bool   apostrophe; /* one is inside */
    bool   pointed;    /* ends in the point of an abbreviation */
} word_run;

/* Is what follows the point at `at` only the end of the sentence? */
static bool ends_here(const scan *k, size_t at)
{
    for (size_t length; at < k->end; at += length) {
        uint32_t c = calco_utf8_at(k->s, at, &length);
        if (!calco_is_closing(c) && !calco_is_space(c)) return false;
    }
    return true;
}

/* The end of an abbreviation whose point is at `w->at`; 0 where the point is none of its. */
static size_t abbreviation_end(const scan *k, const word_run *w)
{
    size_t end = w->at + 1;
    if (w->at - w->start > ABBREVIATION_MAX) return 0;
    if (word_at(k->s, end, k->end)) { /* "u.s", "ph.d" */
        while (end < k->end && end - w->start <= ABBREVIATION_MAX && ascii_letter((unsigned char)k->s.p[end])) end++;
        bool point = end < k->end && k->s.p[end] == '.';
        str  word = calco_str_cut(k->s, w->start, end);
        if (!word_at(k->s, end, k->end) && calco_segmenter_flags(k->g, word)) return end; /* "dott.ssa" */
        if (point && calco_segmenter_flags(k->g, calco_str_cut(k->s, w->start, end + 1))) return end + 1;
        if (point && calco_is_initials(calco_str_cut(k->s, w->start, end + 1))) return end + 1;
        if (end - w->at != 2 || word_at(k->s, end, k->end)) return 0;
        bool initials = calco_is_initials(calco_str_cut(k->s, w->start, w->at + 1));
        return w->at - w->start == 1 || initials ? w->start + word.n : 0;
    }
    str      word = calco_str_cut(k->s, w->start, end);
    uint32_t flags = calco_segmenter_flags(k->g, word);
    bool     dotted = memchr(word.p, '.', word.n - 1) != NULL;
    if (calco_is_initials(word)) return dotted || !ends_here(k, end) ? end : 0;
    if (!(flags & (ABBREVIATION | MAY_END | BEFORE_NUMBER)) || (ends_here(k, end) && !dotted)) return 0;
    if (flags & (ABBREVIATION | MAY_END)) return end;
    size_t next = end, length;
    while (next < k->end && calco_is_space(calco_utf8_at(k->s, next, &length))) next += length;
    return next < k->end && ascii_digit((unsigned char)k->s.p[next]) ? end : 0;
}

/* Is start..end, with an apostrophe last, a clitic that begins a word ("dell'")? */
static bool is_elided(const scan *k, size_t start, size_t end)
{
    if (end - start > ABBREVIATION_MAX) return false;
    str elided = calco_fold(k->g->arena, calco_str_cut(k->s, start, end));
    for (size_t i = 0; i < k->g->starts.n; i++)
        if (calco_str_eq(k->g->starts.p[i], elided)) return true;
    return false;
}

/* Is the opening quote at w->at, inside a word, a badly typed apostrophe ("don‘t", "dell‘arte")? */
static bool is_apostrophe_after_all(const scan *k, const word_run *w, size_t length)
{
    size_t after = w->at + length, end = after;
    while (end < k->end && end - after <= 2 && ascii_letter((unsigned char)k->s.p[end])) end++;
    if (end - after <= 2 && !word_at(k->s, end, k->end)) return true;
    return is_elided(k, w->start, after);
}

/* Bytes to take with the character c at w->at that is neither letter nor digit; 0 ends the word. */
static size_t joint(const scan *k, word_run *w, uint32_t c, size_t length)
{
    size_t   next_length, before_length;
    uint32_t next = w->at + length < k->end ? char_at(k, w->at + length, &next_length) : 0;
    uint32_t before = calco_utf8_before(k->s, w->at, &before_length);
    if (c == '.' && !w->numeric) {
        size_t end = abbreviation_end(k, w);
        if (end) {
            w->pointed = k->s.p[end - 1] == '.';
            return end - w->at;
        }
    }
    if (!is_word_char(next)) return 0;
    if (calco_is_hyphen(c)) return w->numeric && is_number_char(next) ? 0 : length;
    if (!is_word_char(before)) return 0;
    if (is_number_char(before) && is_number_char(next)) {
        size_t digits = digits_at(k->s, w->at + length), had = w->at - w->digits;
        if (c == '.' || c == ',' || c == '/') return w->numeric ? length : 0;
        if (c == ':') return w->numeric && digits == 2 ? length : 0;
        if (calco_is_apostrophe(c) || c == 0xa0 || c == 0x202f || c == 0x2009)
            return w->numeric && digits == 3 && had >= 1 && (had <= 3 || had > 4) ? length : 0;
    }
    if (calco_is_apostrophe(c) && (c != 0x2018 || is_apostrophe_after_all(k, w, length))) {
        w->apostrophe = true;
        if (is_number_char(next) && is_elided(k, w->start, w->at + length)) { /* "dell'1,2" */
            w->numeric = true;
            w->digits = w->at + length;
        }
        return length;
    }
    if (c == '&') return calco_is_upper(before) && calco_is_upper(next) ? length : 0;
    return c == '_' ? length : 0;
}

static size_t scan_word(scan *k, size_t at)
{
    word_run w = { .start = at, .at = at, .digits = at, .numeric = true };
    while (w.at < k->end) {
        unsigned char b = (unsigned char)k->s.p[w.at];
        if (ascii_letter(b)) {
            w.at++;
            w.numeric = false;
            continue;
        }
        if (ascii_digit(b)) {
            w.at++;
            continue;
        }
        if (b == ' ') break;
        size_t   length;
        uint32_t c = calco_utf8_at(k->s, w.at, &length);
        if (c >= 0x80 && is_word_char(c)) {
            if (calco_is_unspaced(c)) break;
            w.numeric &= calco_is_digit(c);
            w.at += length;
            continue;
        }
        size_t taken = joint(k, &w, c, length);
        if (!taken) break;
        w.at += taken;
        if (w.pointed && (w.at >= k->end || !calco_is_hyphen((unsigned char)k->s.p[w.at]))) break;
        w.pointed = false;
    }
    return add_word(k, w.start, w.at, w.apostrophe);
}

/* A run in a script without spaces, as ICU's dictionaries cut it. */
static size_t scan_unspaced(scan *k, size_t at)
{
    size_t end = at, length;
    for (; end < k->end; end += length) {
        uint32_t c = calco_utf8_at(k->s, end, &length);
        if (!calco_is_unspaced(c) && !calco_is_mark(c)) break;
    }
    calco_offsets breaks = { 0 };
    calco_break_words(k->g->breaker, k->g->arena, calco_str_cut(k->s, at, end), &breaks);
    size_t from = at;
    for (size_t i = 0; i < breaks.n; i++) {
        if (at + breaks.p[i] > from) add(k, from, at + breaks.p[i], TOKEN_WORD);
        from = at + breaks.p[i];
    }
    return end;
}

/* --- marks --- */

/* The end of an emoji with its modifiers and joined companions. */
static size_t pictograph_end(const scan *k, size_t at)
{
    size_t length, next_length;
    bool   flag = false;
    for (bool first = true; at < k->end; first = false, at += length) {
        uint32_t c = calco_utf8_at(k->s, at, &length);
        bool     regional = c >= 0x1f1e6 && c <= 0x1f1ff;
        if (first) flag = regional;
        else if (c == 0x200d) {
            uint32_t next = char_at(k, at + length, &next_length);
            if (at + length < k->end && calco_is_pictograph(next)) length += next_length;
        } else if (flag && regional) flag = false;
        else if (!calco_is_mark(c) && !(c >= 0x1f3fb && c <= 0x1f3ff) && !(c >= 0xe0020 && c <= 0xe007f)) break;
    }
    return at;
}

static size_t run_of(const scan *k, size_t at)
{
    size_t end = at + 1;
    while (end < k->end && k->s.p[end] == k->s.p[at]) end++;
    return end;
}

/* An apostrophe where no word is before it: of a short form ("'em", "'90s"), or a single quote. */
static size_t scan_apostrophe(scan *k, size_t at, size_t length)
{
    size_t   end = at + length, next_length, limit = at + ABBREVIATION_MAX < k->end ? at + ABBREVIATION_MAX : k->end;
    uint32_t next = end < k->end ? char_at(k, end, &next_length) : 0;
    if (ascii_digit((unsigned char)(next < 0x80 ? next : 0)) && digits_at(k->s, end) == 2) {
        size_t after = end + 2;
        while (after < limit && ascii_letter((unsigned char)k->s.p[after])) after++;
        if (!word_at(k->s, after, k->end) && (!*k->quoted || !closes_later(k, after))) {
            add(k, at, after, TOKEN_NUMBER);
            return after;
        }
    }
    if (next && is_word_char(next)) {
        size_t after = end;
        while (after < limit && ascii_letter((unsigned char)k->s.p[after])) after++;
        size_t   quote_length = 0;
        uint32_t quote = after < k->end ? char_at(k, after, &quote_length) : 0;
        for (int pass = calco_is_apostrophe(quote) ? 0 : 1; pass < 2; pass++) {
            size_t stop = after + (pass ? 0 : quote_length);
            str    fold = calco_fold(k->g->arena, calco_str_cut(k->s, at, stop));
            if (calco_map_get(&k->g->wholes, fold) == CALCO_NONE) continue;
            add(k, at, stop, TOKEN_WORD);
            return stop;
        }
    }
    if (k->s.p[at] == '\'' && next == '\'') end++; /* '' for " */
    else *k->quoted = !*k->quoted && next && !calco_is_space(next);
    add(k, at, end, TOKEN_PUNCT);
    return end;
}

/* Marks of writing; what stands for a word or an operation (%, &, @, +) is a symbol. */
static bool is_punctuation(uint32_t c)
{
    if (c < 0x80) return c > ' ' && c < 0x7f && !strchr("#$%&*+<=>@\\^_`|~", (int)c);
    return calco_is_punct(c);
}

static size_t scan_mark(scan *k, size_t at)
{
    size_t   length;
    uint32_t c = calco_utf8_at(k->s, at, &length);
    if (calco_is_apostrophe(c)) return scan_apostrophe(k, at, length);
    if (c == '.' || c == '-' || c == '`') {
        size_t end = run_of(k, at);
        add(k, at, end, TOKEN_PUNCT);
        return end;
    }
    if (c == 0xad || c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x200e || c == 0x200f) return at + length;
    if (is_punctuation(c)) {
        add(k, at, at + length, TOKEN_PUNCT);
        return at + length;
    }
    size_t end = pictograph_end(k, at);
    add(k, at, end, TOKEN_SYMBOL);
    return end;
}

/* The run without white space at `at`: where it ends, and whether an address may be in it. */
static void look_ahead(scan *k, size_t at)
{
    size_t i = at;
    k->addresses = false;
    for (; i < k->end && (unsigned char)k->s.p[i] > ' '; i++) {
        char c = k->s.p[i];
        if (c == '@' || c == '#') k->addresses = true;
        if (c == '.' || c == ':') k->addresses |= i > at && i + 2 < k->end && ((unsigned char)k->s.p[i + 1] > '.');
    }
    k->chunk = i;
}

void calco_tokens_add(const calco_segmenter *g, calco_doc *doc, size_t start, size_t end, size_t unit_end, bool *quoted)
{
    scan k = { .g = g, .doc = doc, .end = end, .chunk = start, .quoted = quoted };
    k.s = calco_str_cut(doc->text, 0, unit_end);
    k.space = start && calco_is_space(calco_utf8_before(doc->text, start, &(size_t){ 0 }));
    for (size_t at = start; at < end;) {
        unsigned char b = (unsigned char)k.s.p[at];
        if (b == ' ') {
            k.space = true;
            at++;
            continue;
        }
        if (at >= k.chunk) look_ahead(&k, at);
        if (k.addresses) {
            size_t stop = calco_address_end(k.s, at, end);
            if (stop > at) {
                add(&k, at, stop, TOKEN_OTHER);
                at = stop;
                continue;
            }
        }
        size_t   length;
        uint32_t c = calco_utf8_at(k.s, at, &length);
        if (calco_is_space(c)) {
            k.space = true;
            at += length;
        } else if (c >= 0x80 && calco_is_unspaced(c) && g->breaker) at = scan_unspaced(&k, at);
        else at = is_word_char(c) && c != 0xad && !calco_is_mark(c) ? scan_word(&k, at) : scan_mark(&k, at);
    }
}
