/* N-gram models: opening an image and looking up probabilities with back-off. */
#include "lang/ngram_image.h"
#include "lang/parts.h"

#include "base/err.h"

struct calco_ngram {
    const ngram_header  *head;
    calco_strtab         words, aliases;
    const uint32_t      *alias_word;
    const ngram_unigram *unigrams;
    const uint32_t      *bigrams;
    const uint64_t      *marks;
    const uint32_t      *ranks;
    const uint8_t       *backs;
    const uint32_t      *firsts;
    const uint32_t      *trigrams;
};

static bool take_strtab(calco_cursor *c, calco_strtab *t, calco_err *err)
{
    calco_cursor_align(c, 8);
    if (c->bad || !calco_strtab_open(t, c->p + c->at, c->n - c->at, err)) return false;
    calco_cursor_take(c, t->size);
    return true;
}

static const void *take(calco_cursor *c, size_t count, size_t size)
{
    calco_cursor_align(c, 8);
    return calco_cursor_take(c, count * size); /* counts are 32 bits wide, sizes small */
}

static bool take_arrays(calco_ngram *m, calco_cursor *c)
{
    const ngram_header *h = m->head;
    size_t              blocks = (size_t)h->bigrams / 64 + 1;
    m->alias_word = take(c, h->aliases, sizeof *m->alias_word);
    m->unigrams = take(c, (size_t)h->words + 1, sizeof *m->unigrams);
    m->bigrams = take(c, h->bigrams, sizeof *m->bigrams);
    m->marks = take(c, blocks, sizeof *m->marks);
    m->ranks = take(c, blocks, sizeof *m->ranks);
    m->backs = take(c, h->parents, sizeof *m->backs);
    m->firsts = take(c, (size_t)h->parents + 1, sizeof *m->firsts);
    m->trigrams = take(c, h->trigrams, sizeof *m->trigrams);
    return !c->bad;
}

/* Ranges are in order and end where their arrays do; ranks count the marks. */
static bool ranges_sound(const calco_ngram *m)
{
    const ngram_header *h = m->head;
    if (h->start >= h->words || h->end >= h->words) return false;
    for (uint32_t i = 0; i < h->aliases; i++)
        if (m->alias_word[i] >= h->words) return false;
    for (uint32_t i = 0; i < h->words; i++)
        if (m->unigrams[i].first > m->unigrams[i + 1].first) return false;
    if (m->unigrams[h->words].first != h->bigrams) return false;
    uint32_t parents = 0;
    for (size_t i = 0; i <= h->bigrams / 64; i++) {
        if (m->ranks[i] != parents) return false;
        parents += (uint32_t)__builtin_popcountll(m->marks[i]);
    }
    if (parents != h->parents) return false;
    for (uint32_t i = 0; i < h->parents; i++)
        if (m->firsts[i] > m->firsts[i + 1]) return false;
    return m->firsts[h->parents] == h->trigrams;
}

calco_ngram *calco_ngram_open(calco_part part, calco_arena *a, calco_err *err)
{
    calco_ngram *m = ARENA_NEW(a, calco_ngram);
    calco_cursor c = { .p = part.p, .n = part.n };
    m->head = calco_cursor_take(&c, sizeof *m->head);
    bool ok = m->head && m->head->magic == NGRAM_MAGIC && take_strtab(&c, &m->words, err) &&
              take_strtab(&c, &m->aliases, err) && m->words.count == m->head->words &&
              m->aliases.count == m->head->aliases && take_arrays(m, &c) && ranges_sound(m);
    if (ok) return m;
    calco_fail(err, CALCO_ERR_PACK, NULL, "the n-gram model is malformed; rebuild the pack with `make packs`");
    return NULL;
}

size_t calco_ngram_words(const calco_ngram *m) { return m->head->words; }

str calco_ngram_text(const calco_ngram *m, uint32_t id)
{
    return calco_strtab_at(&m->words, id < m->head->words ? id : LM_UNKNOWN);
}

uint32_t calco_ngram_start(const calco_ngram *m) { return m->head->start; }

uint32_t calco_ngram_end(const calco_ngram *m) { return m->head->end; }

/* --- words --- */

static uint32_t find_exact(const calco_ngram *m, str fold)
{
    uint64_t hash = calco_str_hash(fold);
    uint32_t id = calco_strtab_find_hashed(&m->words, fold, hash);
    if (id != CALCO_NONE) return id;
    id = calco_strtab_find_hashed(&m->aliases, fold, hash);
    return id == CALCO_NONE ? CALCO_NONE : m->alias_word[id];
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Numbers by their shape: digits become 'N' one by one from the right ("19NN" before "NNNN"); then, where there are no
 * letters, "N" for any number. */
static uint32_t find_number(const calco_ngram *m, str fold)
{
    char   shape[32];
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < fold.n; i++) {
        digits += is_digit(fold.p[i]);
        letters += !is_digit(fold.p[i]) && ((fold.p[i] >= 'a' && fold.p[i] <= 'z') || (unsigned char)fold.p[i] >= 0x80);
    }
    if (digits == 0) return CALCO_NONE;
    if (fold.n <= sizeof shape) {
        memcpy(shape, fold.p, fold.n);
        for (size_t i = fold.n; i-- > 0;) {
            if (!is_digit(shape[i])) continue;
            shape[i] = 'N';
            uint32_t id = calco_strtab_find(&m->aliases, (str){ shape, fold.n });
            if (id != CALCO_NONE) return m->alias_word[id];
        }
    }
    if (letters) return CALCO_NONE;
    uint32_t id = calco_strtab_find(&m->aliases, STR("N"));
    return id == CALCO_NONE ? CALCO_NONE : m->alias_word[id];
}

uint32_t calco_ngram_word(const calco_ngram *m, str fold)
{
    uint32_t id = find_exact(m, fold);
    if (id == CALCO_NONE) id = find_number(m, fold);
    const char *hyphen = id == CALCO_NONE && fold.n ? memrchr(fold.p, '-', fold.n) : NULL;
    if (hyphen) id = find_exact(m, calco_str_from(fold, (size_t)(hyphen - fold.p) + 1));
    return id == CALCO_NONE ? LM_UNKNOWN : id;
}

/* --- probabilities --- */

/* Index in a sorted range of `word << 8 | code`, or CALCO_NONE. */
static uint32_t find(const uint32_t *grams, uint32_t from, uint32_t to, uint32_t word)
{
    uint32_t end = to;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (grams[middle] >> 8 < word)
            from = middle + 1;
        else
            to = middle;
    }
    return from < end && grams[from] >> 8 == word ? from : CALCO_NONE;
}

static uint32_t find_bigram(const calco_ngram *m, uint32_t v, uint32_t w)
{
    return find(m->bigrams, m->unigrams[v].first, m->unigrams[v + 1].first, w);
}

static uint32_t find_parent(const calco_ngram *m, uint32_t bigram)
{
    uint64_t block = m->marks[bigram / 64], bit = (uint64_t)1 << bigram % 64;
    if (!(block & bit)) return CALCO_NONE;
    return m->ranks[bigram / 64] + (uint32_t)__builtin_popcountll(block & (bit - 1));
}

calco_ngram_history calco_ngram_after(const calco_ngram *m, uint32_t u, uint32_t v)
{
    const ngram_header *h = m->head;
    if (u >= h->words) u = LM_UNKNOWN;
    if (v >= h->words) v = LM_UNKNOWN;
    calco_ngram_history after = { .v = v };
    uint32_t bigram = find_bigram(m, u, v);
    uint32_t parent = bigram == CALCO_NONE ? CALCO_NONE : find_parent(m, bigram);
    if (parent == CALCO_NONE) return after;
    after.from = m->firsts[parent];
    after.to = m->firsts[parent + 1];
    after.back = h->back2[m->backs[parent]];
    return after;
}

float calco_ngram_next(const calco_ngram *m, calco_ngram_history after, uint32_t w)
{
    const ngram_header *h = m->head;
    if (w >= h->words) w = LM_UNKNOWN;
    if (after.from < after.to) {
        uint32_t trigram = find(m->trigrams, after.from, after.to, w);
        if (trigram != CALCO_NONE) return h->prob3[m->trigrams[trigram] & 0xff];
    }
    uint32_t bigram = find_bigram(m, after.v, w);
    if (bigram != CALCO_NONE) return after.back + h->prob2[m->bigrams[bigram] & 0xff];
    return after.back + m->unigrams[after.v].back + m->unigrams[w].prob;
}

float calco_ngram_logp(const calco_ngram *m, uint32_t u, uint32_t v, uint32_t w)
{
    return calco_ngram_next(m, calco_ngram_after(m, u, v), w);
}
