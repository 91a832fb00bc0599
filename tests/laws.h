/* What must hold of every document, whatever the bytes: checked by tests and fuzzers alike. */
#ifndef CALCO_TESTS_LAWS_H
#define CALCO_TESTS_LAWS_H

#include "read/read.h"
#include "text/lines.h"
#include "text/unicode.h"

/* A small language: enough entries to reach every branch of segmentation. */
static inline calco_strs laws_strings(calco_arena *a, const char *const *list)
{
    calco_strs out = { 0 };
    for (; *list; list++) VEC_PUSH(a, &out, calco_str(*list));
    return out;
}

static const char *const laws_abbreviations[] = { "mr.",  "sen.", "gen.", "st.",  "etc.?", "inc.?", "ph.d.?", "feb.?",
                                                  "no.#", "p.#",  "vs.",  "prof.ssa", "^the", "^he", "^it", NULL };
static const char *const laws_clitics[] = { "-n't", "-'s", "-'re", "-'ve", "-'ll", "-'d", "-'m", "s-'",
                                            "'em",  "o'clock", "l'-", "dell'-", "un'-", "c'-", "po'", NULL };

static inline bool laws_boundary(str s, size_t at)
{
    return at <= s.n && (at == s.n || ((unsigned char)s.p[at] & 0xc0) != 0x80);
}

static inline bool laws_ignorable(uint32_t c)
{
    return c == 0xad || c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x200e || c == 0x200f;
}

/* Only white space and, where allowed, characters without width between two offsets. */
static inline bool laws_blank(str s, size_t from, size_t to, bool ignorable, bool *space)
{
    for (size_t length; from < to; from += length) {
        uint32_t c = calco_utf8_at(s, from, &length);
        bool     is_space = calco_is_space(c);
        if (space) *space |= is_space;
        if (!is_space && !(ignorable && laws_ignorable(c))) return false;
    }
    return true;
}

static inline const char *laws_of_map(const calco_doc *d)
{
    const calco_decoded *x = &d->decoded;
    if (!calco_utf8_valid(x->text)) return "the text is valid UTF-8";
    if ((x->bad > 0) != (x->bad && x->first_bad < x->file_size)) return "the first bad byte lies in the file";
    size_t before = 0, step = x->text.n / 4096 + 1;
    for (size_t at = 0; at < x->text.n; at += step) {
        if (!laws_boundary(x->text, at)) continue;
        size_t to = calco_offset_map_to(&x->to_file, at);
        if (to < before) return "the map never goes back";
        if (to >= x->file_size) return "the map stays in the file";
        size_t run = calco_offset_map_run(&x->to_file, at);
        if (run == SIZE_MAX) return "every offset has a run";
        bool plain = x->to_file.runs.p[run].to_unit > 0;
        if (plain && calco_offset_map_from(&x->to_file, to) != at) return "the map can be inverted";
        before = to;
    }
    return x->text.n && calco_offset_map_end(&x->to_file, x->text.n) > x->file_size ? "the map ends in the file" : NULL;
}

static inline const char *laws_of_tokens(const calco_doc *d, const calco_sentence *s, calco_arena *a)
{
    size_t at = s->start;
    for (size_t i = 0; i < s->n_tokens; i++) {
        const calco_token *t = &d->tokens.p[s->first_token + i];
        if (t->start < at || t->end <= t->start || t->end > s->end) return "tokens lie in their sentence, in order";
        if (!laws_boundary(d->text, t->start) || !laws_boundary(d->text, t->end)) return "tokens are whole characters";
        bool space = false;
        if (!laws_blank(d->text, at, t->start, true, &space)) return "nothing visible lies between tokens";
        if (i && space != t->space) return "the space flag tells of white space";
        bool brief = t->end - t->start < 4096;
        if (brief && !calco_str_eq(t->fold, calco_fold(a, calco_token_text(d, t)))) return "fold is calco_fold";
        at = t->end;
    }
    return laws_blank(d->text, at, s->end, true, NULL) ? NULL : "tokens reach to the end of the sentence";
}

static inline const char *laws_of_units(const calco_doc *d, calco_arena *a)
{
    size_t at = 0, sentence = 0, token = 0;
    for (size_t u = 0; u < d->units.n; u++) {
        const calco_unit *unit = &d->units.p[u];
        if (unit->start < at || unit->end <= unit->start) return "units are in order";
        if (unit->end > d->text.n) return "units lie in the text";
        if (unit->first_sentence != sentence || !unit->n_sentences) return "units have sentences";
        size_t end = unit->start;
        for (size_t i = 0; i < unit->n_sentences; i++, sentence++) {
            const calco_sentence *s = &d->sentences.p[sentence];
            if (s->unit != u || s->start < end || s->end <= s->start) return "sentences are in order";
            if (s->end > unit->end) return "sentences lie in their unit";
            bool whole = laws_boundary(d->text, s->start) && laws_boundary(d->text, s->end);
            if (!whole) return "sentences are whole characters";
            if (!laws_blank(d->text, end, s->start, false, NULL)) return "sentences and space tile the unit";
            if (s->first_token != token) return "tokens follow their sentences";
            const char *broken = laws_of_tokens(d, s, a);
            if (broken) return broken;
            token += s->n_tokens;
            end = s->end;
        }
        if (!laws_blank(d->text, end, unit->end, false, NULL)) return "sentences reach to the end of the unit";
        at = unit->end;
    }
    return sentence == d->sentences.n && token == d->tokens.n ? NULL : "no sentence or token is outside a unit";
}

static inline const char *laws_of_lines(const calco_doc *d, calco_arena *a)
{
    calco_lines l = calco_lines_of(a, &d->decoded);
    size_t      step = d->sentences.n / 512 + 1;
    for (size_t i = 0; i < d->sentences.n; i += step) {
        const calco_sentence *s = &d->sentences.p[i];
        size_t start, end;
        calco_doc_span(d, s->start, s->end, &start, &end);
        if (start >= end || end > d->file_size) return "a sentence has bytes in the file";
        calco_place p = calco_lines_place(&l, start, end);
        size_t      run = calco_offset_map_run(&d->to_file, s->start);
        bool        plain = d->to_file.runs.p[run].to_unit > 0;
        if (!p.line || p.line > l.starts.n || !p.column) return "places begin at 1";
        if (p.end_line < p.line) return "places do not go back";
        if (plain && calco_lines_byte(&l, p.line, p.column) != start) return "line and column give the byte back";
        if (calco_lines_text(&l, p.line).n + 1 < p.column) return "the column lies in the line";
    }
    return NULL;
}

/* Decode, read and segment bytes. False where the encoding is unknown. */
static inline bool laws_document(calco_arena *a, const void *bytes, size_t n, const char *encoding, calco_doc *d)
{
    calco_err err;
    *d = (calco_doc){ .name = "law.txt" };
    if (!calco_decode(a, bytes, n, encoding, d->name, &d->decoded, &err)) return false;
    d->reader = calco_reader_for(NULL, d->name, d->decoded.text);
    d->reader->read(a, d, NULL, NULL);
    calco_strs         abbreviations = laws_strings(a, laws_abbreviations), clitics = laws_strings(a, laws_clitics);
    calco_segmentation how = { "en", &abbreviations, &clitics, NULL };
    calco_segment(a, d, &how);
    return true;
}

/* The law that a document breaks; NULL where all hold. */
static inline const char *laws_broken(const calco_doc *d, calco_arena *a)
{
    const char *broken = laws_of_map(d);
    if (!broken) broken = laws_of_units(d, a);
    if (!broken) broken = laws_of_lines(d, a);
    return broken;
}

#endif
