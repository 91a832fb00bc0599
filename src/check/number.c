/* Numbers, times and money written as the source language writes them. */
#include "check/look.h"

enum { GROUPING, DECIMAL, CURRENCY_AFTER, CURRENCY_SPACE, PERCENT_SPACE, TIME_POINT };
static const calco_rule_info rules[] = {
    [GROUPING] = { "number/foreign-grouping", "number-format", CALCO_CRITICAL, 0.92f,
                   "Thousands are grouped with the source language's separator: read here, the number is a thousand times smaller." },
    [DECIMAL] = { "number/foreign-decimal", "number-format", CALCO_MAJOR, 0.88f,
                  "The decimals stand after the source language's separator." },
    [CURRENCY_AFTER] = { "number/currency-after", "number-format", CALCO_MINOR, 0.8f,
                         "The currency sign stands after the amount, as in the source language." },
    [CURRENCY_SPACE] = { "number/currency-space", "number-format", CALCO_MINOR, 0.7f,
                         "A space stands between the currency sign and the amount." },
    [PERCENT_SPACE] = { "number/percent-space", "number-format", CALCO_MINOR, 0.75f,
                        "A space stands before the per-cent sign." },
    [TIME_POINT] = { "number/time-point", "number-format", CALCO_MINOR, 0.7f,
                     "The time of day is written with the source language's separator." },
};

/* The separators of both languages, and the marks that stand around amounts. */
typedef struct {
    char group, decimal, source_group, source_decimal, time, source_time;
    str  currencies, percent;
    bool writes_decimals; /* the text has a number with the target's decimals */
} formats;

static char first_of(const calco_lang *lang, const char *key)
{
    str v = lang ? calco_format_value(lang, key) : STR("");
    return v.n ? v.p[0] : '\0';
}

static formats formats_of(const calco_run *run)
{
    return (formats){ first_of(run->target, "group"), first_of(run->target, "decimal"), first_of(run->source_lang, "group"),
                      first_of(run->source_lang, "decimal"), first_of(run->target, "time"), first_of(run->source_lang, "time"),
                      calco_format_value(run->target, "currency-signs"), calco_format_value(run->target, "percent"), false };
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits(str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && is_digit(s.p[at + n])) n++;
    return n;
}

/* Length of a number grouped by `sep` at the start of s ("1.234.567"), and its groups of three; 0 where there is none. */
static size_t grouped(str s, char sep, size_t *groups)
{
    size_t at = digits(s, 0);
    *groups = 0;
    if (!at || at > 3 || !sep) return 0;
    while (at < s.n && s.p[at] == sep && digits(s, at + 1) == 3) at += 4, ++*groups;
    return *groups ? at : 0;
}

/* The number with the two separators exchanged for the target's. */
static str rewritten(const calco_run *run, const formats *f, str s)
{
    str copy = calco_arena_str(run->arena, s);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == f->source_group) p[i] = f->group;
        else if (s.p[i] == f->source_decimal) p[i] = f->decimal;
    }
    return copy;
}

/* Four groups of at most 255 are an address of the internet. */
static bool is_address(str s, size_t groups)
{
    for (size_t i = 0; i + 3 <= s.n; i++)
        if (is_digit(s.p[i]) && digits(s, i) == 3 && s.p[i] > '2') return false;
    return groups == 3;
}

/* Does the text write decimals as the target language does elsewhere? */
static bool writes_decimals(const calco_run *run, const formats *f)
{
    for (size_t i = 0; i < run->doc->tokens.n; i++) {
        const calco_token *t = &run->doc->tokens.p[i];
        str    s = calco_token_text(run->doc, t);
        size_t whole = t->kind == TOKEN_NUMBER ? digits(s, 0) : 0;
        if (whole && whole < s.n && s.p[whole] == f->decimal && digits(s, whole + 1) == s.n - whole - 1 && s.n - whole - 1 != 3) return true;
    }
    return false;
}

/* How sure it is that "20.000" means twenty thousand: what is counted follows, or a sum of money stands by it. */
static float grouping_confidence(const calco_run *run, const formats *f, const calco_look *l, size_t i)
{
    const calco_token *next = i + 1 < l->n ? &l->t[i + 1] : NULL, *before = i ? &l->t[i - 1] : NULL;
    if (next && calco_listed(run, "unit", next)) return 0.55f;
    if (next && ((next->feats & (FEAT_NOUN | FEAT_ADJ)) || calco_is_mark_of(run, next, f->currencies))) return rules[GROUPING].confidence;
    if (before && calco_is_mark_of(run, before, f->currencies)) return rules[GROUPING].confidence;
    return f->writes_decimals ? 0.3f : 0.6f;
}

static void check_separators(calco_run *run, const formats *f, size_t sentence, const calco_look *l, size_t i)
{
    const calco_token *t = &l->t[i];
    str    s = calco_token_text(run->doc, t);
    size_t groups, n = grouped(s, f->source_group, &groups), whole = digits(s, 0);
    const calco_rule_info *rule = NULL;
    float confidence = 0;
    if (n && f->source_group == f->decimal && s.p[0] != '0') {
        bool certain = groups > 1 || (n < s.n && s.p[n] == f->source_decimal && digits(s, n + 1) == s.n - n - 1);
        if ((!certain && n != s.n) || is_address(s, groups)) return;
        rule = &rules[GROUPING];
        confidence = certain ? 0.98f : grouping_confidence(run, f, l, i);
    } else if (f->source_decimal == f->group && whole && whole < s.n && s.p[whole] == f->source_decimal) {
        size_t after = digits(s, whole + 1);
        if (i && calco_is(&l->t[i - 1], FEAT_NOUN | FEAT_PL)) return; /* "chapters 1,2" */
        if (!after || after == 3 || after == 4 || after > 6 || whole + 1 + after != s.n) return;
        rule = &rules[DECIMAL];
        confidence = i + 1 < l->n && calco_listed(run, "unit", &l->t[i + 1]) ? 0.95f : rule->confidence;
    }
    if (!rule) return;
    calco_hit *hit = calco_hit_add(run, rule, sentence, t->start, t->end);
    hit->confidence = confidence;
    hit->source = s;
    hit->origin = CALCO_ORIGIN_RULE;
    calco_hit_suggest(run, hit, rewritten(run, f, s));
}

/* "at 18.30" is half past six in the evening. */
static void check_time(calco_run *run, const formats *f, size_t sentence, const calco_look *l, size_t i)
{
    str s = calco_token_text(run->doc, &l->t[i]);
    if (s.n != 5 || digits(s, 0) != 2 || s.p[2] != f->source_time || digits(s, 3) != 2 || f->source_time == f->time || !i) return;
    int hour = (s.p[0] - '0') * 10 + (s.p[1] - '0');
    if (hour < 13 || hour > 23 || s.p[3] > '5' || !calco_listed(run, "time-preposition", &l->t[i - 1])) return;
    if (i + 1 < l->n && (calco_listed(run, "unit", &l->t[i + 1]) || calco_is_mark_of(run, &l->t[i + 1], f->percent))) return;
    calco_hit *hit = calco_hit_add(run, &rules[TIME_POINT], sentence, l->t[i].start, l->t[i].end);
    calco_hit_suggest(run, hit, calco_arena_printf(run->arena, "%.2s%c%.2s", s.p, f->time, s.p + 3));
}

static void check_money(calco_run *run, const formats *f, size_t sentence, const calco_look *l, size_t i)
{
    const calco_token *t = &l->t[i];
    str s = calco_token_text(run->doc, t);
    bool sign_before = i && calco_is_mark_of(run, &l->t[i - 1], f->currencies);
    if (sign_before && t->space && l->t[i - 1].end < t->start) {
        calco_hit *hit = calco_hit_add(run, &rules[CURRENCY_SPACE], sentence, l->t[i - 1].start, t->end);
        calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){ calco_token_text(run->doc, &l->t[i - 1]), s, { 0 } }));
    }
    if (i + 1 >= l->n) return;
    const calco_token *next = &l->t[i + 1];
    bool number_follows = i + 2 < l->n && l->t[i + 2].kind == TOKEN_NUMBER && !l->t[i + 2].space;
    if (!sign_before && !number_follows && calco_is_mark_of(run, next, f->currencies)) {
        calco_hit *hit = calco_hit_add(run, &rules[CURRENCY_AFTER], sentence, t->start, next->end);
        calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){ calco_token_text(run->doc, next), s, { 0 } }));
    }
    if (calco_is_mark_of(run, next, f->percent) && next->space) {
        calco_hit *hit = calco_hit_add(run, &rules[PERCENT_SPACE], sentence, t->start, next->end);
        calco_hit_suggest(run, hit, calco_arena_join(run->arena, (str[]){ s, calco_token_text(run->doc, next), { 0 } }));
    }
}

static void check_document(calco_run *run)
{
    formats f = formats_of(run);
    f.writes_decimals = writes_decimals(run, &f);
    for (size_t s = 0; s < run->doc->sentences.n; s++) {
        calco_look l = calco_look_at(run, s);
        for (size_t i = 0; i < l.n; i++) {
            if (l.t[i].kind != TOKEN_NUMBER) continue;
            check_separators(run, &f, s, &l, i);
            check_time(run, &f, s, &l, i);
            check_money(run, &f, s, &l, i);
        }
    }
}

const calco_family calco_check_number = { "number", rules, sizeof rules / sizeof *rules, NULL, check_document };
