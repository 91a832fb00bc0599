/* Punctuation: its end, its spaces, marks too many and too few. */
#include "judge/judge.h"

#include "text/unicode.h"

enum { END, NO_END, QUESTION, SPACE_BEFORE, DOUBLED, EXTRA, LACKING, EXTRA_STRONG, STRAY };
static const calco_measure measures[] = {
    { "marks/end", -1, "another mark at the end than in the source" },
    { "marks/no-end", -1, "no mark at the end" },
    { "marks/question", -1, "question marks on one side only" },
    { "marks/space-before", -1, "spaces where none belongs: before a mark, after a bracket" },
    { "marks/doubled", -1, "two marks in a row" },
    { "marks/extra", -1, "marks that the source does not have" },
    { "marks/lacking", -1, "marks of the source that are missing" },
    { "marks/extra-strong", -1, "question and exclamation marks, colons, semicolons that the source does not have" },
    { "marks/stray", -1, "marks where no writer puts them" },
    { NULL, 0, NULL },
};

/* Kinds of mark that languages share, whatever their shape: commas, stops, quotation marks… */
static const struct { const char *marks; char kind; } kinds[] = {
    { ",、،", ',' }, { ".。", '.' }, { ";", ';' }, { ":", ':' }, { "?؟？", '?' }, { "!！", '!' }, { "(（", '(' }, { ")）", ')' },
    { "\"“”„«»", '"' }, { "…", '~' }, { "-–—", '-' },
};

static char kind_of(const calco_stretch *s, size_t i)
{
    const calco_token *t = &s->doc->tokens.p[s->first + i];
    str own = calco_token_text(s->doc, t);
    if (t->kind != TOKEN_PUNCT && t->kind != TOKEN_SYMBOL) return 0;
    if (own.n > 1 && own.p[0] == '.') return '~';
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (own.n && calco_str_find(calco_str(kinds[k].marks), own, 0) != SIZE_MAX) return kinds[k].kind;
    return 0;
}

/* The mark that ends the text, behind closing quotation marks and brackets; 0 where a word does. */
static char end_of(const calco_stretch *s)
{
    for (size_t i = s->n; i > 0; i--) {
        char k = kind_of(s, i - 1);
        const calco_token *t = &s->doc->tokens.p[s->first + i - 1];
        bool closing = k == '"' || k == ')' || (t->kind == TOKEN_PUNCT && calco_str_eq(t->fold, STR("'")));
        if (!closing) return k == '.' || k == '!' || k == '?' || k == '~' || k == ':' ? k : 0;
    }
    return 0;
}

static void count(const calco_stretch *s, int counts[128], int step)
{
    for (size_t i = 0; i < s->n; i++) counts[(unsigned char)kind_of(s, i) & 127] += step;
}

static bool letter_or_digit(str s, size_t at, bool before)
{
    size_t   n;
    uint32_t c = before ? calco_utf8_before(s, at, &n) : at < s.n ? calco_utf8_at(s, at, &n) : 0;
    return calco_is_letter(c) || calco_is_digit(c);
}

/* Marks that stand where no writer puts them: "will- be", "from' there" (but "allies' there"), "may^ come". */
static size_t count_stray(str s)
{
    size_t stray = 0, n;
    bool   quoted = false;
    for (size_t i = 0; i < s.n; i += n) {
        uint32_t c = calco_utf8_at(s, i, &n);
        bool before = letter_or_digit(s, i, true), after = letter_or_digit(s, i + n, false);
        size_t   m;
        uint32_t left = calco_utf8_before(s, i, &m), right = i + n < s.n ? calco_utf8_at(s, i + n, &m) : ' ';
        if (c == '^' || c == '~' || c == '`' || c == '|' || c == '\\' || c == '_' || c == '{' || c == '}' || c == '<' || c == '>') stray++;
        else if (c == '-') stray += !calco_is_space(left) && i > 0 && calco_is_space(right) && left != '-';
        else if (c == '\'' && !before && after) quoted = true;
        else if (c == '\'' && before && !after) stray += !quoted && left != 's' && left != 'S', quoted = false;
        else if (c == '\'' && !before && !after) stray++;
    }
    return stray;
}

static void measure_target(const calco_pairing *p, double *v)
{
    for (size_t i = 0; i < p->target.n; i++) {
        char k = kind_of(&p->target, i), before = i ? kind_of(&p->target, i - 1) : 0;
        const calco_token *t = calco_target_token(p, i);
        bool close_up = k && strchr(",.;:?!)", k), open = before == '(';
        v[SPACE_BEFORE] += (close_up && t->space && i) || (open && t->space);
        v[SPACE_BEFORE] += t->kind == TOKEN_WORD && t->fold.n > 1 && t->fold.p[0] == '\'' && t->space && i;
        v[DOUBLED] += i && close_up && before && strchr(",.;:?!", before) && k != ')' && !t->space;
    }
    v[NO_END] = end_of(&p->target) == 0;
    size_t target = count_stray(p->target_text), source = count_stray(p->source_text);
    v[STRAY] = target > source ? (double)(target - source) : 0;
}

static void measure(const calco_pairing *p, double *v)
{
    measure_target(p, v);
    if (!p->source.n) return;
    int balance[128] = { 0 };
    count(&p->target, balance, 1);
    count(&p->source, balance, -1);
    for (const char *k = ",.;:?!(\")"; *k; k++) {
        int extra = balance[(unsigned char)*k];
        v[extra > 0 ? EXTRA : LACKING] += extra > 0 ? extra : -extra;
        if (extra > 0 && strchr("?!;:", *k)) v[EXTRA_STRONG] += extra;
    }
    v[END] = end_of(&p->source) != end_of(&p->target);
    v[QUESTION] = (balance['?'] != 0);
}

const calco_measures calco_measures_marks = { measures, measure };
