/* Sentences and tokens: tables of texts, each with its pieces. Tokens are written with a space where white space stands
 * between them and with "|" where none does. */
#include "base/buf.h"
#include "laws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct { const char *name, *text, *wanted; } row;

/* One unit with the whole text, segmented with the small language of the laws or an Italian one. */
static calco_doc segment(calco_arena *a, str text, const char *locale)
{
    static const char *const italian[] = { "l'-", "un'-", "d'-", "dell'-", "all'-", "c'-", "quell'-", "po'", "e'", NULL };
    calco_doc    d = { .name = "unit", .text = text, .file_size = text.n };
    calco_unit   unit = { .start = 0, .end = text.n };
    calco_strs   abbreviations = laws_strings(a, laws_abbreviations);
    calco_strs   clitics = laws_strings(a, strcmp(locale, "it") == 0 ? italian : laws_clitics);
    calco_segmentation how = { locale, &abbreviations, &clitics, NULL };
    calco_offset_map_add(a, &d.to_file, 0, 0, 1, 1);
    VEC_PUSH(a, &d.units, unit);
    calco_segment(a, &d, &how);
    return d;
}

static void check_row(const row *r, str got)
{
    if (!calco_str_eq(got, calco_str(r->wanted)))
        fail_msg("%s\n  wanted: %s\n  got:    %.*s", r->name, r->wanted, (int)got.n, got.p);
}

static void check_tokens(void **state, const char *locale)
{
    const row   *r = *state;
    calco_arena *a = calco_arena_new();
    calco_doc    d = segment(a, calco_str(r->text), locale);
    calco_buf    got = { 0 };
    for (size_t i = 0; i < d.tokens.n; i++) {
        if (i) calco_buf_char(&got, d.tokens.p[i].space ? ' ' : '|');
        calco_buf_str(&got, calco_token_text(&d, &d.tokens.p[i]));
    }
    assert_true(d.sentences.n == 0 || !laws_of_units(&d, a));
    check_row(r, calco_buf_view(&got));
    calco_buf_free(&got);
    calco_arena_free(a);
}

static void tokens_en(void **state) { check_tokens(state, "en"); }
static void tokens_it(void **state) { check_tokens(state, "it"); }

static void sentences_en(void **state)
{
    const row   *r = *state;
    calco_arena *a = calco_arena_new();
    calco_doc    d = segment(a, calco_str(r->text), "en");
    calco_buf    got = { 0 };
    for (size_t i = 0; i < d.sentences.n; i++) {
        if (i) calco_buf_str(&got, STR(" // "));
        calco_buf_str(&got, calco_doc_cut(&d, d.sentences.p[i].start, d.sentences.p[i].end));
    }
    assert_true(d.sentences.n == 0 || !laws_of_units(&d, a));
    check_row(r, calco_buf_view(&got));
    calco_buf_free(&got);
    calco_arena_free(a);
}

/* w word, n number, p mark, s symbol, o other; for words the shape behind: l t u m and - for none. */
static void kinds_en(void **state)
{
    const row   *r = *state;
    calco_arena *a = calco_arena_new();
    calco_doc    d = segment(a, calco_str(r->text), "en");
    calco_buf    got = { 0 };
    for (size_t i = 0; i < d.tokens.n; i++) {
        if (i) calco_buf_char(&got, ' ');
        calco_buf_char(&got, "wnpso"[d.tokens.p[i].kind]);
        if (d.tokens.p[i].kind == TOKEN_WORD) calco_buf_char(&got, "-ltum"[d.tokens.p[i].shape]);
    }
    check_row(r, calco_buf_view(&got));
    calco_buf_free(&got);
    calco_arena_free(a);
}

static const row token_rows[] = {
    { "plain words", "The ships  left.", "The ships left|." },
    { "negation as the Penn treebank has it", "I can't, won't, don't and cannot.", "I ca|n't|, wo|n't|, do|n't and cannot|." },
    { "two clitics", "She shouldn't've", "She should|n't|'ve" },
    { "capitals", "DON'T SAY IT'S", "DO|N'T SAY IT|'S" },
    { "curly apostrophe", "Italy\u2019s army hasn\u2019t", "Italy|\u2019s army has|n\u2019t" },
    { "badly typed apostrophe", "don\u2018t", "do|n\u2018t" },
    { "opening quote without space", "means\u2018courage\u2019", "means|\u2018|courage|\u2019" },
    { "names keep theirs", "O'Brien's D'Alema", "O'Brien|'s D'Alema" },
    { "whole words", "At ten o'clock we saw 'em.", "At ten o'clock we saw 'em|." },
    { "plural possessive", "the allies' plans", "the allies|' plans" },
    { "possessive at the end", "The win was the allies'.", "The win was the allies|'|." },
    { "closing quote after s", "He said 'no more ships' and left.", "He said '|no more ships|' and left|." },
    { "possessive within a quotation", "'The allies' plans failed,' he said", "'|The allies|' plans failed|,|' he said" },
    { "quote at the end", "They spoke of 'new partners'.", "They spoke of '|new partners|'|." },
    { "curly single quotes", "a \u2018fair fight\u2019 now", "a \u2018|fair fight|\u2019 now" },
    { "decades", "the '90s and 1990s", "the '90s and 1990s" },
    { "double quotes", "\"Yes,\" \u201cno\u201d \u00abs\u00ec\u00bb \u201eja\u201c ``so''",
      "\"|Yes|,|\" \u201c|no|\u201d \u00ab|s\u00ec|\u00bb \u201e|ja|\u201c ``|so|''" },
    { "hyphens", "anti-tank, F-16s and the U.S.-led force", "anti-tank|, F-16s and the U.S.-led force" },
    { "no-break hyphen", "no\u2011fly zone", "no\u2011fly zone" },
    { "hyphen between numbers", "in 2014-2015", "in 2014|-|2015" },
    { "number in a compound", "a 10-year-old", "a 10-year-old" },
    { "dashes", "yes - no -- so \u2013 or\u2014not", "yes - no -- so \u2013 or|\u2014|not" },
    { "separators", "20.000, 1,234.5 and 3.", "20.000|, 1,234.5 and 3|." },
    { "spaces between groups", "20\u00a0000 men, 3\u00a04", "20\u00a0000 men|, 3 4" },
    { "time, date, fraction", "3:30 on 12/03/2022, 1/2", "3:30 on 12/03/2022|, 1/2" },
    { "a colon is no time", "Result: 2:1, ratio 10:5", "Result|: 2|:|1|, ratio 10|:|5" },
    { "signs", "1% of $5, \u20ac20 or -3\u00b0", "1|% of $|5|, \u20ac|20 or -|3|\u00b0" },
    { "ordinals", "the 8th and 21st", "the 8th and 21st" },
    { "sign in a name", "AT&T and R & D", "AT&T and R & D" },
    { "slash", "and/or 5 km/h", "and|/|or 5 km|/|h" },
    { "initials", "J. Stoltenberg, J.K. Rowling", "J. Stoltenberg|, J.K. Rowling" },
    { "letters with points", "the U.S. and e.g. 5 p.m. (U.N.)", "the U.S. and e.g. 5 p.m. (|U.N.|)" },
    { "abbreviations", "Mr. Smith of Acme Inc. met Prof.ssa Rossi", "Mr. Smith of Acme Inc. met Prof.ssa Rossi" },
    { "abbreviation at the end", "He sells ships etc.", "He sells ships etc|." },
    { "letter at the end", "This is plan B.", "This is plan B|." },
    { "abbreviation before a number only", "No. 5 or no. Well", "No. 5 or no|. Well" },
    { "missing space", "It ended.The rest", "It ended|.|The rest" },
    { "ellipses", "so... and\u2026 or .. no", "so|... and|\u2026 or .. no" },
    { "addresses", "see https://a.b/c?d=(e), www.x.org/y. or x.it!", "see https://a.b/c?d=(e)|, www.x.org/y|. or x.it|!" },
    { "e-mail", "Write to <j.doe+x@mail.example.com>.", "Write to <|j.doe+x@mail.example.com|>|." },
    { "tags and names", "#Nato @jens_s #1 @ home", "#Nato @jens_s #|1 @ home" },
    { "no address", "and so on.but not 1.5.x", "and so on|.|but not 1.5|.|x" },
    { "emoji", "ok \U0001F44D\U0001F3FD\U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F1EE\U0001F1F9\U0001F1EC\U0001F1E7",
      "ok \U0001F44D\U0001F3FD|\U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F1EE\U0001F1F9|\U0001F1EC\U0001F1E7" },
    { "combining marks", "cafe\u0301 and n\u0303o", "cafe\u0301 and n\u0303o" },
    { "soft hyphen", "part\u00adners", "part\u00adners" },
    { "zero-width space", "a\u200bb", "a|b" },
    { "Chinese", "in \u5317\u4eac\u5e02 today", "in \u5317\u4eac\u5e02 today" },
    { "Cyrillic", "\u041a\u0438\u0457\u0432 and \u041c\u043e\u0441\u043a\u0432\u0430.", "\u041a\u0438\u0457\u0432 and \u041c\u043e\u0441\u043a\u0432\u0430|." },
    { "marks alone", "?! () ...", "?|! (|) ..." },
    { "an apostrophe alone", "a ' b", "a ' b" },
    { "nothing", "", "" },
};

static const row italian_rows[] = {
    { "elision", "L'esercito dell'Alleanza", "L'|esercito dell'|Alleanza" },
    { "curly elision", "all\u2019Onu c\u2019\u00e8", "all\u2019|Onu c\u2019|\u00e8" },
    { "before a quote", "dell'\u00abAlleanza\u00bb e l'\"altro\"", "dell'|\u00ab|Alleanza|\u00bb e l'|\"|altro|\"" },
    { "before a number", "l'11 settembre", "l'|11 settembre" },
    { "before a decimal", "dell'1,2 e l'8,75 o all'1.300", "dell'|1,2 e l'|8,75 o all'|1.300" },
    { "truncation", "un po' di pane", "un po' di pane" },
    { "typed accent", "E' vero", "E' vero" },
    { "no possessive", "'gli alleati' e poi", "'|gli alleati|' e poi" },
};

static const row sentence_rows[] = {
    { "two", "The ships left. They sank.", "The ships left. // They sank." },
    { "title", "We met Mr. Smith and Gen. Jones. Good.", "We met Mr. Smith and Gen. Jones. // Good." },
    { "initial", "It is J. Smith. So be it.", "It is J. Smith. // So be it." },
    { "letters with points go on", "The U.S. Senate met.", "The U.S. Senate met." },
    { "letters with points end", "He left the U.S. The rest stayed.", "He left the U.S. // The rest stayed." },
    { "abbreviation that may end", "Ships, planes etc. He left.", "Ships, planes etc. // He left." },
    { "and may go on", "Acme Inc. Chairman Smith left.", "Acme Inc. Chairman Smith left." },
    { "month", "On Feb. 15 it rained. In Feb. It snowed.", "On Feb. 15 it rained. // In Feb. // It snowed." },
    { "number sign", "See no. 5 now. He said no. Then he left.", "See no. 5 now. // He said no. // Then he left." },
    { "what CLDR would suppress", "The Clean Air Act. The end. He gave up. Then he left.",
      "The Clean Air Act. // The end. // He gave up. // Then he left." },
    { "closing quote", "\"We left.\" The end.", "\"We left.\" // The end." },
    { "curly quotes", "\u201cWe left. They stayed.\u201d The end.", "\u201cWe left. // They stayed.\u201d // The end." },
    { "opening quote", "He left. \"We stay.\"", "He left. // \"We stay.\"" },
    { "guillemets", "\u00abWe left.\u00bb The end.", "\u00abWe left.\u00bb // The end." },
    { "bracket", "(We left.) The end.", "(We left.) // The end." },
    { "question that goes on", "\"Did they leave?\" he asked. Yes!", "\"Did they leave?\" he asked. // Yes!" },
    { "exclamation in a name", "Yahoo! is a firm.", "Yahoo! is a firm." },
    { "lower case after a stop", "This is the end. of the summit.", "This is the end. of the summit." },
    { "ellipsis of points", "I wonder... The end.", "I wonder... // The end." },
    { "ellipsis character", "I wonder\u2026 The end\u2026 of it.", "I wonder\u2026 // The end\u2026 of it." },
    { "numbered", "1. The ships left.", "1. The ships left." },
    { "marks alone belong to what is before", "We left. ! ? Now.", "We left. ! ? // Now." },
    { "marks alone at the start", "! ? We left.", "! ? We left." },
    { "line ends are spaces", "The ships\nleft.\r\nThey sank.", "The ships\nleft. // They sank." },
    { "no space", "It ended.The rest", "It ended.The rest" },
    { "decimal", "It is 3.5 now. Yes.", "It is 3.5 now. // Yes." },
    { "only white space", " \t ", "" },
};

static const row kind_rows[] = {
    { "words", "The NATO ships McKay I eBay x", "wt wu wl wm wt wm wl" },
    { "hyphens", "Anti-Tank Anti-tank F-16 G7 10-year", "wm wt wu wu wl" },
    { "numbers", "5 8th 1990s 20.000 3:30 2.8bn", "n n n n n n" },
    { "marks and symbols", "% $ \u20ac & + ( \" ' - \u2013 \u00ab \u2026 \U0001F600 \u00b0 / *", "s s s s s p p p p p p p s s p s" },
    { "addresses", "www.a.org #x @y a@b.org", "o o o o" },
    { "clitics", "don't", "wl wl" },
};

static void tables_may_be_missing(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    calco_doc    d = { .name = "x", .text = STR("Don't. The \xc3\xa9l\xc3\xa9phant's No. 5.") };
    calco_unit   unit = { .end = d.text.n };
    calco_segmentation how = { NULL, NULL, NULL, NULL };
    VEC_PUSH(a, &d.units, unit);
    calco_segment(a, &d, &how);
    assert_int_equal(d.sentences.n, 3);
    assert_null(laws_of_units(&d, a));
    size_t tokens = d.tokens.n;
    calco_segment(a, &d, &how); /* again: the same */
    assert_int_equal(d.tokens.n, tokens);
    calco_arena_free(a);
}

static void entries_may_be_odd(void **state)
{
    (void)state;
    static const char *const odd[] = { "", "?", "#", "^", "-", "--", "'", "-'", "'-", "s-", "-s", NULL };
    calco_arena *a = calco_arena_new();
    calco_strs   list = laws_strings(a, odd);
    calco_doc    d = { .name = "x", .text = STR("James's ships' 'st s' - -s ' ' ? #s.") };
    calco_unit   unit = { .end = d.text.n };
    calco_segmentation how = { "en", &list, &list, NULL };
    VEC_PUSH(a, &d.units, unit);
    calco_segment(a, &d, &how);
    assert_null(laws_of_units(&d, a));
    calco_arena_free(a);
}

#define ROWS(table, function) add_rows(tests, &n, table, sizeof table / sizeof *table, function)

static void add_rows(struct CMUnitTest *tests, size_t *n, const row *rows, size_t n_rows, CMUnitTestFunction run)
{
    for (size_t i = 0; i < n_rows; i++)
        tests[(*n)++] = (struct CMUnitTest){ rows[i].name, run, NULL, NULL, (void *)(uintptr_t)&rows[i] };
}

int main(void)
{
    static struct CMUnitTest tests[200];
    size_t n = 0;
    ROWS(token_rows, tokens_en);
    ROWS(italian_rows, tokens_it);
    ROWS(sentence_rows, sentences_en);
    ROWS(kind_rows, kinds_en);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(tables_may_be_missing);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(entries_may_be_odd);
    return _cmocka_run_group_tests("segment", tests, n, NULL, NULL);
}
