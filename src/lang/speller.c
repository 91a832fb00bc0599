/* Spelling: the pack's word list; Hunspell where a language joins words, so that no list is complete. */
#include "lang/parts.h"

#include "lang/wordset.h"
#include "text/unicode.h"

#include <hunspell/hunspell.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { VARIETIES = 4 };

/* One Hunspell dictionary, loaded when first needed. */
typedef struct {
    unsigned   flag; /* WORD_US, WORD_GB or 0 */
    str        aff, dic;
    Hunhandle *hunspell;
    bool       tried;
} variety;

typedef struct {
    pthread_mutex_t lock; /* Hunspell is not to be used by two threads at a time */
    variety         varieties[VARIETIES];
    size_t          n;
    bool            compounds; /* one of them joins words freely */
} lazy;

struct calco_speller {
    calco_wordset words;
    bool          complete; /* the list holds all that Hunspell knows, which joins no words: what it lacks is unknown */
    lazy         *lazy;
    const calco_ngram *ngram; /* ranks suggestions; may be NULL */
};

static bool add_variety(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    lazy *l = ctx;
    if (n < 3 || l->n == VARIETIES) return true;
    l->compounds = l->compounds || calco_str_eq(column[3], STR("compounds"));
    unsigned flag = calco_str_eq(column[0], STR("US")) ? WORD_US : calco_str_eq(column[0], STR("GB")) ? WORD_GB : 0;
    l->varieties[l->n++] = (variety){ .flag = flag, .aff = column[1], .dic = column[2] };
    return true;
}

calco_speller *calco_speller_open(calco_part words, calco_part varieties, const calco_ngram *ngram, calco_arena *a,
                                  calco_err *err)
{
    calco_speller *s = ARENA_NEW(a, calco_speller);
    s->ngram = ngram;
    if (words.p && !calco_wordset_open(&s->words, words, err)) return NULL;
    s->lazy = ARENA_NEW(a, lazy);
    if (varieties.p && !calco_tsv_each((str){ varieties.p, varieties.n }, add_variety, s->lazy, err)) return NULL;
    s->complete = words.p && !s->lazy->compounds;
    for (size_t i = 0; i < s->lazy->n; i++) {
        variety *v = &s->lazy->varieties[i];
        v->aff = calco_arena_str(a, v->aff);
        v->dic = calco_arena_str(a, v->dic);
    }
    pthread_mutex_init(&s->lazy->lock, NULL);
    return s;
}

void calco_speller_close(calco_speller *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->lazy->n; i++)
        if (s->lazy->varieties[i].hunspell) Hunspell_destroy(s->lazy->varieties[i].hunspell);
    pthread_mutex_destroy(&s->lazy->lock);
}

/* The dictionary, or NULL where it is not installed. The lock is held. */
static Hunhandle *load(variety *v)
{
    if (!v->tried && access(v->aff.p, R_OK) == 0 && access(v->dic.p, R_OK) == 0)
        v->hunspell = Hunspell_create(v->aff.p, v->dic.p);
    v->tried = true;
    return v->hunspell;
}

/* --- checking --- */

/* Exactly as written. */
static unsigned exact(const calco_speller *s, str word)
{
    unsigned flags = calco_wordset_find(&s->words, word) & ~(unsigned)WORDSET_HIDDEN;
    if (flags || s->complete) return flags;
    char copy[128];
    if (word.n == 0 || word.n >= sizeof copy || memchr(word.p, '\0', word.n)) return 0;
    memcpy(copy, word.p, word.n);
    copy[word.n] = '\0';
    pthread_mutex_lock(&s->lazy->lock);
    for (size_t i = 0; i < s->lazy->n; i++) {
        Hunhandle *h = load(&s->lazy->varieties[i]);
        if (h && Hunspell_spell(h, copy)) flags |= WORD_KNOWN | s->lazy->varieties[i].flag;
    }
    pthread_mutex_unlock(&s->lazy->lock);
    return flags;
}

/* Is the first letter a capital, and are all behind it? */
static bool capitals(str word, bool *all)
{
    size_t n;
    if (!word.n || !calco_is_upper(calco_utf8_at(word, 0, &n))) return false;
    bool small = false, big = false;
    for (size_t at = n; at < word.n; at += n) {
        uint32_t c = calco_utf8_at(word, at, &n);
        small = small || calco_is_lower(c);
        big = big || calco_is_upper(c);
    }
    *all = big && !small;
    return !(big && small);
}

/* "House" is also "house"; "HOUSE" is also "house" or "House". */
unsigned calco_speller_check(const calco_speller *s, str word)
{
    if (!s) return WORD_KNOWN;
    unsigned flags = exact(s, word);
    bool     all;
    if (flags || !capitals(word, &all)) return flags;
    calco_arena *a = calco_arena_new();
    str          small = all ? calco_fold(a, word) : calco_lower_first(a, word);
    flags = exact(s, small);
    if (!flags && all) flags = exact(s, calco_upper_first(a, small));
    calco_arena_free(a);
    return flags;
}

/* --- suggestions --- */

enum { NEAR_ONE = 15, NEAR_TWO = 25, NEAR_THREE = 36, CASE = 4 }; /* costs of slips */
enum { CANDIDATES = 64, LONG = 9 /* bytes of a word that may hold three slips */ };
#define SLIP 0.25f      /* log10 of the probability of a tenth of a slip */
#define UNHEARD (-8.0f) /* of a word that the language model does not know */
#define FAR_LESS 2.0f

typedef struct {
    str   word;
    float score;
} candidate;

typedef struct {
    const calco_speller *speller;
    calco_arena         *arena;
    unsigned             wanted; /* flags, one of which a candidate must have */
    candidate            best[CANDIDATES];
    size_t               n;
} candidates;

static float word_score(const calco_speller *s, calco_arena *a, str word)
{
    uint32_t id = s->ngram ? calco_ngram_word(s->ngram, calco_fold(a, word)) : LM_UNKNOWN;
    return id == LM_UNKNOWN ? UNHEARD : calco_ngram_logp(s->ngram, LM_UNKNOWN, LM_UNKNOWN, id);
}

/* Best first; of equals the first in byte order. */
static void add_candidate(candidates *c, str word, float score)
{
    size_t at = c->n;
    while (at && c->best[at - 1].score < score) at--;
    if (at == CANDIDATES) return;
    if (c->n < CANDIDATES) c->n++;
    memmove(&c->best[at + 1], &c->best[at], (c->n - at - 1) * sizeof c->best[0]);
    c->best[at] = (candidate){ calco_arena_str(c->arena, word), score };
}

static void take_near(void *ctx, str word, unsigned flags, unsigned cost)
{
    candidates *c = ctx;
    if (flags & c->wanted && !(flags & WORDSET_HIDDEN))
        add_candidate(c, word, word_score(c->speller, c->arena, word) - SLIP * (float)cost);
}

static bool is_new(const str *out, size_t n, str s)
{
    for (size_t i = 0; i < n; i++)
        if (calco_str_eq(out[i], s)) return false;
    return true;
}

/* "alot": the two known words with the most probable pair, where it is not far less probable than the best word. */
static void take_split(candidates *c, str word)
{
    const calco_speller *s = c->speller;
    float                best = c->n ? c->best[0].score - FAR_LESS : 2 * UNHEARD;
    str                  both = { 0 };
    for (size_t at = 1; s->ngram && at < word.n; at++) {
        str      one = calco_str_cut(word, 0, at), two = calco_str_from(word, at);
        uint32_t u = calco_ngram_word(s->ngram, one), v = calco_ngram_word(s->ngram, two);
        if (u == LM_UNKNOWN || v == LM_UNKNOWN) continue;
        float pair =
            calco_ngram_logp(s->ngram, LM_UNKNOWN, LM_UNKNOWN, u) + calco_ngram_logp(s->ngram, LM_UNKNOWN, u, v);
        float score = pair - SLIP * NEAR_MISSING;
        if (score <= best || !(exact(s, one) & WORD_KNOWN) || !(exact(s, two) & WORD_KNOWN)) continue;
        best = score;
        both = calco_arena_join(c->arena, (str[]){ one, STR(" "), two, { 0 } });
    }
    if (both.p) add_candidate(c, both, best);
}

static void take_all_near(candidates *c, str fold, bool capital, unsigned most)
{
    c->wanted = WORD_KNOWN;
    calco_wordset_near(&c->speller->words, fold, most, take_near, c);
    c->wanted = WORD_NAME;
    if (capital) calco_wordset_near(&c->speller->words, calco_upper_first(c->arena, fold), most, take_near, c);
}

/* From the word list: in a tenth of a millisecond what takes Hunspell fifty, and its loading as many again. */
static size_t suggest_listed(const calco_speller *s, calco_arena *a, str word, str *out, size_t max)
{
    bool        all = false, capital = capitals(word, &all) || all;
    str         fold = calco_fold(a, word), name = calco_upper_first(a, fold);
    candidates *c = ARENA_NEW(a, candidates);
    *c = (candidates){ .speller = s, .arena = a };
    take_all_near(c, fold, capital, NEAR_ONE);
    if (!capital && exact(s, name) & WORD_NAME) add_candidate(c, name, word_score(s, a, name) - SLIP * CASE);
    if (!c->n) take_all_near(c, fold, capital, NEAR_TWO);
    if (!c->n && fold.n >= LONG) take_all_near(c, fold, capital, NEAR_THREE);
    take_split(c, fold);
    size_t n = 0;
    for (size_t i = 0; i < c->n && n < max; i++) {
        str better = capital ? calco_upper_first(a, c->best[i].word) : c->best[i].word;
        if (all) better = calco_upper(a, better);
        if (is_new(out, n, better)) out[n++] = better;
    }
    return n;
}

static size_t ask(Hunhandle *h, calco_arena *a, const char *word, str *out, size_t n, size_t max)
{
    char **list = NULL;
    int    count = Hunspell_suggest(h, &list, word);
    for (int i = 0; i < count && n < max; i++) {
        str better = calco_str(list[i]);
        if (calco_utf8_valid(better) && is_new(out, n, better)) out[n++] = calco_arena_str(a, better);
    }
    Hunspell_free_list(h, &list, count);
    return n;
}

static size_t suggest_hunspell(const calco_speller *s, calco_arena *a, str word, str *out, size_t max)
{
    str    copy = calco_arena_str(a, word);
    size_t n = 0;
    pthread_mutex_lock(&s->lazy->lock);
    /* The next variety only where the one before knows nothing: loading takes 30 to 50 ms. */
    for (size_t i = 0; i < s->lazy->n && n == 0; i++) {
        Hunhandle *h = load(&s->lazy->varieties[i]);
        if (h) n = ask(h, a, copy.p, out, n, max);
    }
    pthread_mutex_unlock(&s->lazy->lock);
    return n;
}

size_t calco_speller_suggest(const calco_speller *s, calco_arena *a, str word, str *out, size_t max)
{
    if (!s || !max || word.n == 0 || word.n > 100 || memchr(word.p, '\0', word.n)) return 0;
    size_t n = suggest_listed(s, a, word, out, max);
    return n || s->complete ? n : suggest_hunspell(s, a, word, out, max);
}
