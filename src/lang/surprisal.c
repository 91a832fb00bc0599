/* How probable a text is: its tokens as words of the n-gram model, and their probabilities. */
#include "lang/lang.h"

#include <math.h>

enum { JOINED_MAX = 64 }; /* bytes of a host with its clitic; longer ones are looked up apart */

static bool is_end_clitic(const calco_lang *lang, str fold)
{
    const calco_strs *clitics = lang->segmentation.clitics;
    if (!clitics || fold.n == 0) return false;
    for (size_t i = 0; i < clitics->n; i++) {
        str c = clitics->p[i];
        if (c.n == fold.n + 1 && c.p[0] == '-' && memcmp(c.p + 1, fold.p, fold.n) == 0) return true;
    }
    return false;
}

/* The model's word for host and clitic together ("do" + "n't"), LM_UNKNOWN where it has none. */
static uint32_t joined_word(const calco_lang *lang, str host, str clitic)
{
    char both[JOINED_MAX];
    if (host.n + clitic.n > sizeof both || !is_end_clitic(lang, clitic)) return LM_UNKNOWN;
    memcpy(both, host.p, host.n);
    memcpy(both + host.n, clitic.p, clitic.n);
    return calco_ngram_word(lang->ngram, (str){ both, host.n + clitic.n });
}

static uint32_t token_word(const calco_lang *lang, const calco_token *t)
{
    if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER) return calco_ngram_word(lang->ngram, t->fold);
    if (t->kind != TOKEN_SYMBOL) return LM_SILENT;
    uint32_t id = calco_ngram_word(lang->ngram, t->fold);
    return id == LM_UNKNOWN ? LM_SILENT : id;
}

void calco_ngram_tokens(const calco_lang *lang, calco_doc *doc, const calco_sentence *s)
{
    calco_token *tokens = doc->tokens.p + s->first_token;
    for (size_t i = 0; i < s->n_tokens; i++) {
        calco_token *t = &tokens[i];
        if (!lang->ngram) {
            t->lm = LM_SILENT;
            continue;
        }
        bool     hosts = t->kind == TOKEN_WORD && i + 1 < s->n_tokens && !tokens[i + 1].space;
        uint32_t both = hosts ? joined_word(lang, t->fold, tokens[i + 1].fold) : LM_UNKNOWN;
        if (both != LM_UNKNOWN) {
            t->lm = both;
            tokens[++i].lm = LM_SILENT;
        } else {
            t->lm = token_word(lang, t);
        }
    }
}

size_t calco_surprisal(const calco_lang *lang, const calco_doc *doc, const calco_sentence *s, float *out)
{
    const calco_token *tokens = doc->tokens.p + s->first_token;
    size_t             words = 0;
    uint32_t           u = 0, v = 0;
    if (lang->ngram) u = v = calco_ngram_start(lang->ngram);
    for (size_t i = 0; i < s->n_tokens; i++) {
        out[i] = NAN;
        if (!lang->ngram || tokens[i].lm == LM_SILENT) continue;
        out[i] = calco_ngram_logp(lang->ngram, u, v, tokens[i].lm);
        u = v;
        v = tokens[i].lm;
        words++;
    }
    return words;
}

/* Without a letter or digit: ASCII marks, Latin-1 marks (lead byte C2), general punctuation and symbols (E2). */
static bool is_marks(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool          alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (alnum || (c >= 0xc3 && c != 0xe2)) return false;
    }
    return true;
}

double calco_phrase_logp(const calco_lang *lang, const str *folds, size_t n, bool whole)
{
    const calco_ngram *m = lang->ngram;
    if (!m) return 0;
    double   sum = 0;
    size_t   words = 0;
    uint32_t u = calco_ngram_start(m), v = u;
    for (size_t i = 0; i < n; i++) {
        uint32_t w = i + 1 < n ? joined_word(lang, folds[i], folds[i + 1]) : LM_UNKNOWN;
        if (w != LM_UNKNOWN)
            i++;
        else
            w = calco_ngram_word(m, folds[i]);
        if (w == LM_UNKNOWN && is_marks(folds[i])) continue;
        /* Inside a text the first word has no history: it counts with its own probability, that of the unknown word. */
        if (words++ == 0 && !whole) u = v = LM_UNKNOWN;
        sum += (double)calco_ngram_logp(m, u, v, w);
        u = v;
        v = w;
    }
    if (whole) sum += (double)calco_ngram_logp(m, u, v, calco_ngram_end(m));
    return sum;
}
