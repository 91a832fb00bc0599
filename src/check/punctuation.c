/* Marks: quotation marks that do not pair, marks of the source language, spaces and doubled marks. */
#include "check/look.h"

enum { QUOTE_PAIR, FOREIGN_QUOTE, SPACE_BEFORE, SPACE_AFTER, DOUBLED, UNCLOSED };
static const calco_rule_info rules[] = {
    [QUOTE_PAIR] = { "punctuation/quote-pair", "punctuation", CALCO_MINOR, 0.85f,
                     "A quotation opens in one style of quotation marks and closes in another." },
    [FOREIGN_QUOTE] = { "punctuation/foreign-quotes", "punctuation", CALCO_MINOR, 0.9f,
                        "These quotation marks are the source language's." },
    [SPACE_BEFORE] = { "punctuation/space-before", "punctuation", CALCO_MINOR, 0.8f, "A space stands before this mark." },
    [SPACE_AFTER] = { "punctuation/space-after", "punctuation", CALCO_MINOR, 0.75f, "No space stands after this mark." },
    [DOUBLED] = { "punctuation/doubled", "punctuation", CALCO_MINOR, 0.85f, "Two marks stand where one belongs." },
    [UNCLOSED] = { "punctuation/unclosed", "punctuation", CALCO_MINOR, 0.7f, "A bracket is opened and never closed." },
};

typedef struct {
    str close_up, quotes, foreign;
} marks;

static bool text_is(const calco_run *run, const calco_token *t, const char *mark)
{
    return calco_str_eq(calco_token_text(run->doc, t), calco_str(mark));
}

/* A mark in `quotes` (pairs: opening, closing, opening, closing…): which pair, and whether it opens. -1: none. */
static int quote_pair(const calco_run *run, const calco_token *t, str quotes, bool *opens, bool *straight)
{
    str own = calco_token_text(run->doc, t);
    if (t->kind == TOKEN_WORD || !own.n) return -1;
    size_t index = 0;
    for (size_t at = 0; at < quotes.n; index++) {
        size_t n = 1;
        while (at + n < quotes.n && ((unsigned char)quotes.p[at + n] & 0xC0) == 0x80) n++;
        if (calco_str_eq(own, calco_str_cut(quotes, at, at + n))) {
            *straight = n == 1;
            *opens = index % 2 == 0;
            return (int)(index / 2);
        }
        at += n;
    }
    return -1;
}

/* One unit: a double quotation opened curly must close curly, and the other way round. */
static void check_quotes(calco_run *run, const marks *m, const calco_unit *u)
{
    const calco_token *open = NULL;
    bool open_straight = false;
    for (size_t s = u->first_sentence; s < u->first_sentence + u->n_sentences; s++) {
        calco_look l = calco_look_at(run, s);
        for (size_t i = 0; i < l.n; i++) {
            bool opens, straight;
            int  pair = quote_pair(run, &l.t[i], m->quotes, &opens, &straight);
            if (pair < 0 || text_is(run, &l.t[i], "'") || pair % 2) continue; /* single marks are apostrophes too often */
            bool starts = straight ? !open : opens;
            if (starts && open && !open_straight && !straight) continue; /* a new paragraph of the same quotation */
            if (starts) {
                open = &l.t[i];
                open_straight = straight;
            } else if (!open) {
                continue;
            } else {
                if (straight != open_straight) {
                    calco_hit *hit = calco_hit_add(run, &rules[QUOTE_PAIR], s, l.t[i].start, l.t[i].end);
                    size_t at = straight ? calco_str_find(m->quotes, calco_token_text(run->doc, open), 0) : 0;
                    str    close = straight && at != SIZE_MAX ? calco_str_cut(m->quotes, at + 3, at + 6) : calco_token_text(run->doc, open);
                    calco_hit_suggest(run, hit, close);
                }
                open = NULL;
            }
        }
    }
}

static void check_brackets(calco_run *run, const calco_unit *u)
{
    const calco_token *open = NULL;
    size_t where = 0, depth = 0;
    for (size_t s = u->first_sentence; s < u->first_sentence + u->n_sentences; s++) {
        calco_look l = calco_look_at(run, s);
        for (size_t i = 0; i < l.n; i++) {
            if (text_is(run, &l.t[i], "(") && depth++ == 0) open = &l.t[i], where = s;
            else if (text_is(run, &l.t[i], ")") && depth) depth--;
        }
    }
    if (depth && open) calco_hit_add(run, &rules[UNCLOSED], where, open->start, open->end);
}

static void check_foreign(calco_run *run, const marks *m, size_t s, const calco_token *t)
{
    bool opens, straight, ours, other;
    if (quote_pair(run, t, m->foreign, &opens, &straight) < 0 || quote_pair(run, t, m->quotes, &ours, &other) >= 0) return;
    calco_hit *hit = calco_hit_add(run, &rules[FOREIGN_QUOTE], s, t->start, t->end);
    size_t n = m->quotes.n >= 6 ? 3 : 0; /* the usual pair is curly: three bytes each */
    if (n) calco_hit_suggest(run, hit, opens ? calco_str_cut(m->quotes, 0, n) : calco_str_cut(m->quotes, n, 2 * n));
}

/* Single marks only: "...", "?!", "!!" are meant. */
static void check_spaces(calco_run *run, const marks *m, size_t s, const calco_look *l, size_t i)
{
    const calco_token *t = &l->t[i], *before = i ? &l->t[i - 1] : NULL, *after = i + 1 < l->n ? &l->t[i + 1] : NULL;
    str own = calco_token_text(run->doc, t);
    if (t->kind != TOKEN_PUNCT || own.n != 1 || !calco_is_mark_of(run, t, m->close_up) || !before) return;
    bool comma = own.p[0] == ',' || own.p[0] == ';';
    bool before_mark = before->kind == TOKEN_PUNCT && calco_is_mark_of(run, before, m->close_up);
    bool glued = after && !after->space; /* ":)", ".5" */
    if (t->space && !before_mark && !(glued && (after->kind == TOKEN_NUMBER || text_is(run, after, ")")))) {
        calco_hit *hit = calco_hit_add(run, &rules[SPACE_BEFORE], s, before->end, t->end);
        calco_hit_suggest(run, hit, own);
    } else if (comma && after && !after->space && after->kind == TOKEN_WORD && before->kind == TOKEN_WORD) {
        calco_hit *hit = calco_hit_add(run, &rules[SPACE_AFTER], s, t->start, after->end);
        calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){ own, STR(" "), calco_token_text(run->doc, after), { 0 } }));
    }
    if (before_mark && comma && calco_token_text(run->doc, before).n == 1 &&
        (calco_str_eq(before->fold, t->fold) || text_is(run, before, ";") || text_is(run, before, ":"))) {
        calco_hit *hit = calco_hit_add(run, &rules[DOUBLED], s, before->start, t->end);
        calco_hit_suggest(run, hit, own);
    }
}

static void check_document(calco_run *run)
{
    marks m = { calco_format_value(run->target, "no-space-before"), calco_format_value(run->target, "quotes"),
                calco_format_value(run->target, "foreign-quotes") };
    for (size_t u = 0; u < run->doc->units.n; u++) {
        check_quotes(run, &m, &run->doc->units.p[u]);
        check_brackets(run, &run->doc->units.p[u]);
    }
    for (size_t s = 0; s < run->doc->sentences.n; s++) {
        calco_look l = calco_look_at(run, s);
        for (size_t i = 0; i < l.n; i++) {
            check_foreign(run, &m, s, &l.t[i]);
            check_spaces(run, &m, s, &l, i);
        }
    }
}

const calco_family calco_check_punctuation = { "punctuation", rules, sizeof rules / sizeof *rules, NULL, check_document };
