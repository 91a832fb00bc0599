/* Acronyms that do not stand for the words before them: those of the source's words (“total body water (ACT)” for “agua corporal
 * total (ACT)”), and others that the machine made up. */
#include "check/pair.h"

#include "base/map.h"
#include "text/unicode.h"

enum { LEFT, WRONG };
static const calco_rule_info rules[] = {
    [LEFT] = { "untranslated/acronym", "untranslated", CALCO_MAJOR, 0.75f, "The acronym abbreviates words of the source language." },
    [WRONG] = { "mistranslation/acronym", "mistranslation", CALCO_MAJOR, 0.7f, "The acronym does not abbreviate the words before it." },
};
enum { SHORTEST = 2, LONGEST = 6 /* letters */ };

/* What the letters of an acronym in brackets have to do with the words before it. */
typedef struct { bool defined /* words stand there */, fits /* they begin with its letters */, common /* and are no names */; } reading;

static bool is_acronym(const calco_doc *doc, const calco_token *t)
{
    str text = calco_token_text(doc, t);
    if (t->kind != TOKEN_WORD || text.n < SHORTEST || text.n > LONGEST) return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 'A' || text.p[i] > 'Z') return false;
    return strspn(text.p, "IVXLCDM") < text.n; /* Roman numerals */
}

static bool is_mark(const calco_doc *doc, size_t i, char mark)
{
    if (i >= doc->tokens.n) return false;
    str text = calco_token_text(doc, &doc->tokens.p[i]);
    return text.n == 1 && text.p[0] == mark;
}

/* Does a word begin with the letter k of the acronym; or, `within` still allowed, with the one before and hold this one? */
static size_t letters_of(str word, str acronym, size_t left, bool *within)
{
    if (word.p[0] == acronym.p[left - 1]) return 1;
    if (!*within || left < 2 || word.p[0] != acronym.p[left - 2] || !memchr(word.p + 1, acronym.p[left - 1], word.n - 1)) return 0;
    *within = false;
    return 2;
}

/* Read the words before the acronym at token i, nearest first, skipping at most `skips` words of meaning. */
static reading read_definition(const calco_lang *lang, const calco_doc *doc, size_t i, size_t skips)
{
    str     acronym = doc->tokens.p[i].fold;
    size_t  left = acronym.n, names = 0, words = 0;
    bool    within = acronym.n > (skips > 1 ? 2 : 3); /* a reader who may skip words is lenient */
    reading r = { 0 };
    for (size_t k = i - 1; left && k-- > 0 && words < 3 * acronym.n;) {
        const calco_token *t = &doc->tokens.p[k];
        if (t->kind != TOKEN_WORD && !is_mark(doc, k, '-')) break;
        if (t->kind != TOKEN_WORD || !t->fold.n) continue;
        words++;
        r.defined = true;
        size_t taken = letters_of(t->fold, acronym, left, &within);
        left -= taken;
        names += taken && t->shape != SHAPE_LOWER;
        if (taken || calco_token_listed(lang, "function", t)) continue;
        if (!skips--) break;
    }
    r.fits = r.defined && !left;
    r.common = r.fits && names <= 1;
    return r;
}

static bool in_brackets(const calco_doc *doc, size_t i)
{
    return i && is_acronym(doc, &doc->tokens.p[i]) && is_mark(doc, i - 1, '(') && is_mark(doc, i + 1, ')');
}

/* Acronyms that the source explains by common words, by fold. */
static calco_map explained(calco_run *run)
{
    const calco_doc *doc = run->source;
    calco_map        found = calco_map_new(run->scratch);
    for (size_t i = 2; i < doc->tokens.n; i++) {
        if (!in_brackets(doc, i)) continue;
        if (read_definition(run->source_lang, doc, i, doc->tokens.p[i].fold.n > 2).common) calco_map_set(&found, doc->tokens.p[i].fold, 0);
    }
    return found;
}

enum { EXPLAINED = 0, FOREIGN, OWN, MADE_UP };

/* Does what target sentence s renders explain an acronym by common words? */
static bool source_explains(const calco_run *run, const calco_map *found, size_t s)
{
    if (!run->source_of || run->source_of[s] == SIZE_MAX) return false;
    const calco_sentence *first = &run->source->sentences.p[run->source_of[s]], *last = first + run->source_count[s] - 1;
    for (size_t i = first->first_token; i < last->first_token + last->n_tokens; i++)
        if (in_brackets(run->source, i) && calco_map_get(found, run->source->tokens.p[i].fold) != CALCO_NONE) return true;
    return false;
}

/* The words that the source has. */
static calco_map words_of_source(calco_run *run)
{
    calco_map words = calco_map_new(run->scratch);
    for (size_t i = 0; i < run->source->tokens.n; i++) calco_map_set(&words, run->source->tokens.p[i].fold, 0);
    return words;
}

/* Acronyms here where the source explains one: they fit the words before them, or nothing ever does. */
static void find_made_up(calco_run *run, calco_map *found)
{
    const calco_doc *doc = run->doc;
    calco_map        words = words_of_source(run), here = calco_map_new(run->scratch);
    for (size_t i = 2, s = 0; i < doc->tokens.n; i++) {
        if (!in_brackets(doc, i) || calco_map_get(&words, doc->tokens.p[i].fold) != CALCO_NONE) continue;
        s = calco_sentence_with(doc, s, i);
        reading r = read_definition(run->target, doc, i, 3 * doc->tokens.p[i].fold.n);
        if (r.fits) calco_map_set(&here, doc->tokens.p[i].fold, OWN);
        else if (r.defined && source_explains(run, found, s)) calco_map_at(&here, doc->tokens.p[i].fold, MADE_UP);
    }
    for (size_t i = 2; i < doc->tokens.n; i++)
        if (in_brackets(doc, i) && calco_map_get(&here, doc->tokens.p[i].fold) == MADE_UP) calco_map_set(found, doc->tokens.p[i].fold, MADE_UP);
}

/* Of them, those in brackets here behind words that do not begin with their letters, and nowhere behind such that do. */
static void compare(calco_run *run, calco_map *found)
{
    const calco_doc *doc = run->doc;
    for (size_t i = 2; i < doc->tokens.n; i++) {
        const calco_token *t = &doc->tokens.p[i];
        if (!in_brackets(doc, i)) continue;
        uint32_t state = calco_map_get(found, t->fold);
        if (state == CALCO_NONE || state == OWN) continue;
        reading r = read_definition(run->target, doc, i, 3 * t->fold.n);
        if (r.defined) calco_map_set(found, t->fold, r.fits ? OWN : FOREIGN);
    }
}

static void check_document(calco_run *run)
{
    if (!run->source || !run->source_lang || !run->doc->sentences.n) return;
    calco_map found = explained(run);
    compare(run, &found);
    find_made_up(run, &found);
    for (size_t i = 0, sentence = 0; i < run->doc->tokens.n; i++) {
        const calco_token *t = &run->doc->tokens.p[i];
        uint32_t           state = is_acronym(run->doc, t) ? calco_map_get(&found, t->fold) : CALCO_NONE;
        if (state != FOREIGN && state != MADE_UP) continue;
        sentence = calco_sentence_with(run->doc, sentence, i);
        calco_hit *hit = calco_hit_add(run, &rules[state == FOREIGN ? LEFT : WRONG], sentence, t->start, t->end);
        str        text = calco_doc_cut(run->doc, t->start, t->end);
        hit->message = calco_arena_printf(run->arena, state == FOREIGN ? "“%.*s” abbreviates the words of the source, not these."
                                                                       : "“%.*s” does not abbreviate the words that it follows.", STR_FMT(text));
    }
}

const calco_family calco_check_acronym = { "untranslated", rules, sizeof rules / sizeof *rules, NULL, check_document };
