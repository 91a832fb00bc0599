/* Markup, placeholders and addresses of the source that the text changed, lost or added: {name}, %1$d, <b>, &amp;, URLs. */
#include "check/pair.h"

enum { MISSING, ADDED, ADDRESS };
static const calco_rule_info rules[] = {
    [MISSING] = { "markup/missing", "punctuation", CALCO_CRITICAL, 0.9f, "Markup or a placeholder of the source is missing." },
    [ADDED] = { "markup/added", "punctuation", CALCO_CRITICAL, 0.85f, "The source has no such markup or placeholder." },
    [ADDRESS] = { "markup/address", "punctuation", CALCO_MAJOR, 0.85f, "An address of the source is not in the translation." },
};

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char at(str s, size_t i) { return i < s.n ? s.p[i] : '\0'; }

/* A name of letters, digits, points and hyphens from i on, then `close`; returns the byte after it, 0 where there is none. */
static size_t named(str s, size_t i, const char *close)
{
    size_t from = i, n = strlen(close);
    while (i < s.n && (is_letter(s.p[i]) || is_digit(s.p[i]) || s.p[i] == '.' || s.p[i] == '-')) i++;
    return i > from && calco_str_starts(calco_str_from(s, i), (str){ close, n }) ? i + n : 0;
}

/* printf's: %s, %1$d, %.2f, %(name)s; a per cent before a blank or at the end is one. */
static size_t conversion(str s, size_t i)
{
    if (at(s, i + 1) == '(') {
        size_t end = named(s, i + 2, ")");
        return end && is_letter(at(s, end)) ? end + 1 : 0;
    }
    if (i && is_digit(s.p[i - 1])) return 0; /* "50%di" */
    i++;
    while (is_digit(at(s, i)) || at(s, i) == '.' || at(s, i) == '$' || at(s, i) == 'l') i++;
    return at(s, i) && strchr("sdifuxc@", s.p[i]) && !is_letter(at(s, i + 1)) ? i + 1 : 0;
}

/* <b>, </b>, <br/>, <a href="…"> */
static size_t tag(str s, size_t i)
{
    enum { LONGEST = 200 };
    size_t from = i++;
    if (at(s, i) == '/') i++;
    if (!is_letter(at(s, i))) return 0;
    while (i < s.n && s.p[i] != '>' && s.p[i] != '<' && i - from < LONGEST) i++;
    return at(s, i) == '>' ? i + 1 : 0;
}

/* The end of the piece of markup that starts at byte i; 0 where none does. */
static size_t piece_at(str s, size_t i)
{
    size_t end;
    switch (s.p[i]) {
    case '{': return at(s, i + 1) == '{' ? named(s, i + 2, "}}") : named(s, i + 1, "}");
    case '$': return at(s, i + 1) == '{' ? named(s, i + 2, "}") : 0;
    case '%': return conversion(s, i);
    case '<': return tag(s, i);
    case '&':
        if (at(s, i + 1) == '#') return named(s, i + 2, ";");
        end = named(s, i + 1, ";");
        return end;
    default: return 0;
    }
}

typedef struct { size_t start, end; } piece; /* bytes of the document */
typedef VEC(piece) pieces;

static pieces pieces_of(calco_arena *a, const calco_stretch *s)
{
    pieces out = { 0 };
    const calco_token *t = &s->doc->tokens.p[s->first];
    size_t end = t[s->n - 1].end;
    str    text = calco_doc_cut(s->doc, 0, end);
    for (size_t i = t->start; i < end; i++) {
        size_t after = strchr("{$%<&", text.p[i]) && text.p[i] ? piece_at(text, i) : 0;
        if (!after) continue;
        VEC_PUSH(a, &out, ((piece){ i, after }));
        i = after - 1;
    }
    return out;
}

/* Those of `own` that `other` does not have as often. */
static pieces unmatched(calco_arena *a, const pieces *own, const calco_doc *of, const pieces *other, const calco_doc *with)
{
    pieces out = { 0 };
    for (size_t i = 0; i < own->n; i++) {
        str    text = calco_doc_cut(of, own->p[i].start, own->p[i].end);
        size_t before = 0, there = 0;
        for (size_t k = 0; k <= i; k++) before += calco_str_eq(text, calco_doc_cut(of, own->p[k].start, own->p[k].end));
        for (size_t k = 0; k < other->n; k++) there += calco_str_eq(text, calco_doc_cut(with, other->p[k].start, other->p[k].end));
        if (before > there) VEC_PUSH(a, &out, own->p[i]);
    }
    return out;
}

static size_t token_at(const calco_stretch *s, size_t byte)
{
    size_t i = 0;
    while (i + 1 < s->n && s->doc->tokens.p[s->first + i].end <= byte) i++;
    return s->first + i;
}

/* Placeholders stand for placeholders, tags for tags, entities for entities. */
static bool are_alike(char a, char b) { return a == b || (strchr("{$%", a) && strchr("{$%", b)); }

static void check_markup(calco_run *run, const calco_paired *p)
{
    pieces source = pieces_of(run->scratch, &p->source), target = pieces_of(run->scratch, &p->target);
    pieces lost = unmatched(run->scratch, &source, run->source, &target, run->doc);
    pieces extra = unmatched(run->scratch, &target, run->doc, &source, run->source);
    for (size_t i = 0; i < extra.n; i++) {
        calco_hit *hit = calco_hit_add(run, &rules[ADDED], p->sentence, extra.p[i].start, extra.p[i].end);
        size_t k = 0;
        while (k < lost.n && !are_alike(run->source->text.p[lost.p[k].start], run->doc->text.p[extra.p[i].start])) k++;
        if (k == lost.n) continue;
        calco_hit_quote(run, hit, lost.p[k].start, lost.p[k].end);
        calco_pair_say(run, hit, "The source has “%source%” here, not “%text%”.");
        calco_hit_suggest(run, hit, hit->source);
        memmove(&lost.p[k], &lost.p[k + 1], (lost.n - k - 1) * sizeof *lost.p);
        lost.n--;
    }
    for (size_t i = 0; i < lost.n; i++) {
        size_t first, last;
        const calco_token *t = &run->source->tokens.p[token_at(&p->source, lost.p[i].start)];
        calco_pair_gap(p, t, &first, &last);
        calco_hit *hit = calco_pair_hit(run, &rules[MISSING], p, first, last, t, t);
        calco_hit_quote(run, hit, lost.p[i].start, lost.p[i].end);
        calco_pair_say(run, hit, "“%source%” of the source is missing here.");
    }
}

/* Addresses stay as they are, but for the language they name. */
static void check_addresses(calco_run *run, const calco_paired *p)
{
    str whole = calco_doc_cut(run->doc, run->doc->tokens.p[p->target.first].start, run->doc->tokens.p[p->target.first + p->target.n - 1].end);
    for (size_t i = 0; i < p->source.n; i++) {
        const calco_token *t = &run->source->tokens.p[p->source.first + i];
        str text = calco_token_text(run->source, t);
        bool address = calco_str_find(text, STR("://"), 0) != SIZE_MAX || calco_str_find(text, STR("@"), 0) != SIZE_MAX;
        if (t->kind != TOKEN_OTHER || !address || calco_str_find(whole, text, 0) != SIZE_MAX) continue;
        size_t first, last;
        calco_pair_gap(p, t, &first, &last);
        for (size_t k = 0; k < p->target.n; k++)
            if (run->doc->tokens.p[p->target.first + k].kind == TOKEN_OTHER) first = last = p->target.first + k;
        calco_pair_say(run, calco_pair_hit(run, &rules[ADDRESS], p, first, last, t, t), "“%source%” of the source is not here as it was.");
    }
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p || !p->source.n || !p->target.n) return;
    check_markup(run, p);
    check_addresses(run, p);
}

const calco_family calco_check_markup = { "markup", rules, sizeof rules / sizeof *rules, check, NULL };
