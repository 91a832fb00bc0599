/* Findings that are not held against a text: by comments in it, or because the baseline knows them.
 *
 *     calco-disable RULES: reason                  from here to "calco-enable RULES", or to the end
 *     calco-disable-line RULES: reason             on the lines of the comment
 *     calco-disable-next-line RULES: reason        on the line below the comment
 *     calco-disable-next-paragraph RULES: reason   in the paragraph, heading, list item or segment below
 *     calco-disable-file RULES: reason             everywhere
 *
 * RULES are ids, families or beginnings with *, separated by commas or spaces; none: all rules. "--" may stand for the colon, but
 * Markdown before CommonMark 0.31 takes no comment within a line that holds it. */
#include "result.h"

#include "check/suppression.h"
#include "text/unicode.h"

#include <stdlib.h>

enum { MOST_DIRECTIVES = 1000, LONGEST_RULE = 96 };

typedef enum { OPEN, CLOSE, ON_LINE, ON_NEXT_LINE, ON_NEXT_PARAGRAPH, ON_FILE } directive_kind;
static const struct { const char *name; directive_kind kind; } kinds[] = {
    { "calco-disable", OPEN }, { "calco-enable", CLOSE }, { "calco-disable-line", ON_LINE }, { "calco-disable-next-line", ON_NEXT_LINE },
    { "calco-disable-next-paragraph", ON_NEXT_PARAGRAPH }, { "calco-disable-file", ON_FILE },
};

typedef struct {
    directive_kind kind;
    calco_strs     rules;
    str            listed; /* the rules as they are written */
    str            reason;
    size_t         start, end; /* of the comment, file bytes */
    size_t         from, to;   /* what it covers, file bytes */
    bool           used;
} directive;

typedef struct {
    const calco_engine *engine;
    calco_run          *run;
    const calco_lines  *lines;
    calco_drafts       *drafts;
    VEC(directive)      all;
} suppressing;

/* --- findings about directives --- */

/* The last sentence that begins before a byte of the file. */
static size_t sentence_at(const calco_doc *doc, size_t byte)
{
    size_t low = 0, high = doc->sentences.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2, start, end;
        calco_doc_span(doc, doc->sentences.p[middle].start, doc->sentences.p[middle].end, &start, &end);
        if (start <= byte) low = middle + 1;
        else high = middle;
    }
    return low ? low - 1 : 0;
}

static void complain(suppressing *s, int rule, const directive *d, str text, str message)
{
    const calco_rule_info *info = &calco_check_suppression.rules[rule];
    calco_draft draft = { .finding = { .rule = info->id, .category = info->category, .severity = info->severity, .confidence = 1,
        .place = calco_lines_place(s->lines, d->start, d->end), .sentence = sentence_at(s->run->doc, d->start), .text = text, .text_start = SIZE_MAX,
        .message = message.n ? message : calco_str(info->summary), .suggestions = NULL } };
    VEC_PUSH(s->run->arena, s->drafts, draft);
}

/* --- reading directives --- */

static bool names_a_rule(const calco_engine *e, str pattern)
{
    char name[LONGEST_RULE];
    if (pattern.n >= sizeof name) return false;
    memcpy(name, pattern.p, pattern.n);
    name[pattern.n] = '\0';
    for (size_t i = 0; i < calco_rule_count(e); i++)
        if (calco_rule_matches(name, calco_rule_at(e, i).id)) return true;
    return false;
}

static void read_rules(suppressing *s, directive *d, str text)
{
    d->listed = calco_str_trim(text);
    for (size_t at = 0; at < text.n;) {
        size_t end = at;
        while (end < text.n && !strchr(", \t\r\n", text.p[end])) end++;
        str rule = calco_str_cut(text, at, end);
        if (rule.n && !names_a_rule(s->engine, rule))
            complain(s, SUPPRESSION_UNKNOWN, d, rule, calco_arena_printf(s->run->arena, "There is no rule or family “%.*s”.", STR_FMT(rule)));
        if (rule.n) VEC_PUSH(s->run->arena, &d->rules, rule);
        at = end + 1;
    }
}

static void cover(suppressing *s, directive *d)
{
    const calco_doc *doc = s->run->doc;
    calco_place      p = calco_lines_place(s->lines, d->start, d->end);
    d->from = 0;
    d->to = SIZE_MAX;
    if (d->kind == ON_LINE) {
        d->from = calco_lines_byte(s->lines, p.line, 1);
        d->to = calco_lines_byte(s->lines, p.end_line, SIZE_MAX);
    } else if (d->kind == ON_NEXT_LINE) {
        d->from = calco_lines_byte(s->lines, p.end_line + 1, 1);
        d->to = calco_lines_byte(s->lines, p.end_line + 1, SIZE_MAX);
    } else if (d->kind == ON_NEXT_PARAGRAPH) {
        d->from = d->to = d->end;
        for (size_t i = 0; i < doc->units.n && d->to == d->end; i++) {
            size_t start, end;
            calco_doc_span(doc, doc->units.p[i].start, doc->units.p[i].end, &start, &end);
            if (start >= d->end && end > start) d->from = start, d->to = end;
        }
    } else if (d->kind == OPEN) d->from = d->start;
}

/* "calco-enable RULES" ends what "calco-disable" began with the same rules; without rules it ends all. */
static void close_open(suppressing *s, directive *d)
{
    for (size_t i = 0; i < s->all.n; i++) {
        directive *o = &s->all.p[i];
        if (o->kind != OPEN || o->to != SIZE_MAX || (d->listed.n && !calco_str_eq(o->listed, d->listed))) continue;
        o->to = d->start;
        d->used = true;
    }
}

/* Where the rules end; the reason begins at `*after`. */
static size_t reason_at(str text, size_t *after)
{
    size_t colon = calco_str_find(text, STR(":"), 0), dashes = calco_str_find(text, STR("--"), 0);
    size_t stop = colon < dashes ? colon : dashes;
    *after = stop == SIZE_MAX ? text.n : stop + (colon < dashes ? 1 : 2);
    return stop == SIZE_MAX ? text.n : stop;
}

static void read_comment(suppressing *s, const calco_comment *c)
{
    str       text = calco_str_trim(c->text), word;
    directive d = { 0 };
    if (!calco_str_starts(text, STR("calco-")) || s->all.n >= MOST_DIRECTIVES) return;
    d.start = calco_offset_map_to(&s->run->doc->decoded.to_file, c->start);
    d.end = calco_offset_map_end(&s->run->doc->decoded.to_file, c->end);
    size_t n = 0, after, stop = reason_at(text, &after);
    while (n < stop && !strchr(" \t\r\n", text.p[n])) n++;
    word = calco_str_cut(text, 0, n);
    size_t k = 0;
    while (k < sizeof kinds / sizeof *kinds && !calco_str_eq(word, calco_str(kinds[k].name))) k++;
    if (k == sizeof kinds / sizeof *kinds) {
        complain(s, SUPPRESSION_MALFORMED, &d, word, STR(""));
        return;
    }
    d.kind = kinds[k].kind;
    d.reason = calco_str_trim(calco_str_from(text, after));
    read_rules(s, &d, calco_str_cut(text, n, stop));
    cover(s, &d);
    if (d.kind == CLOSE) close_open(s, &d);
    else if (!d.reason.n) complain(s, SUPPRESSION_NO_REASON, &d, text, STR(""));
    VEC_PUSH(s->run->arena, &s->all, d);
}

/* --- applying them --- */

static bool means(const directive *d, const char *rule)
{
    for (size_t i = 0; i < d->rules.n; i++) {
        char name[LONGEST_RULE];
        if (d->rules.p[i].n >= sizeof name) continue;
        memcpy(name, d->rules.p[i].p, d->rules.p[i].n);
        name[d->rules.p[i].n] = '\0';
        if (calco_rule_matches(name, rule)) return true;
    }
    return !d->rules.n;
}

static void apply(suppressing *s, calco_finding *f)
{
    for (size_t i = 0; i < s->all.n; i++) {
        directive *d = &s->all.p[i];
        if (d->kind == CLOSE || f->place.byte_start >= d->to || f->place.byte_end <= d->from || !means(d, f->rule)) continue;
        d->used = true;
        if (f->suppression != CALCO_LIVE) continue;
        f->suppression = CALCO_SUPPRESSED_INLINE;
        f->reason = d->reason;
    }
}

/* --- fingerprints and the baseline --- */

static void add_folded(calco_run *run, calco_buf *b, str text)
{
    str folded = calco_fold(run->scratch, text);
    for (size_t at = 0, length; at < folded.n; at += length) {
        bool space = calco_is_space(calco_utf8_at(folded, at, &length));
        if (!space) calco_buf_add(b, folded.p + at, length);
        else if (b->n && b->p[b->n - 1] != ' ') calco_buf_char(b, ' ');
    }
    calco_buf_char(b, '\n');
}

/* A sentence as it is hashed. It is folded once for all findings in it; of a very long one (a list, a table) a hash stands for it, so
 * that many findings in one cost no more than in many. */
typedef struct { const calco_sentence *of; calco_buf text; } folded_sentence;

static void add_sentence(calco_run *run, calco_buf *b, folded_sentence *f, const calco_doc *doc, const calco_sentence *s)
{
    enum { LONG = 4096 };
    if (f->of != s) {
        f->of = s;
        f->text.n = 0;
        add_folded(run, &f->text, calco_doc_cut(doc, s->start, s->end));
        if (f->text.n > LONG) {
            uint64_t hash = calco_str_hash(calco_buf_view(&f->text));
            f->text.n = 0;
            calco_buf_printf(&f->text, "%016llx\n", (unsigned long long)hash);
        }
    }
    calco_buf_str(b, calco_buf_view(&f->text));
}

/* What lasts when the translation changes: the source sentence, or else the words before and after. */
static void add_surroundings(calco_run *run, calco_buf *b, folded_sentence *source, const calco_sentence *s, const calco_draft *d)
{
    enum { NEAR = 2 };
    size_t sentence = d->finding.sentence;
    if (run->source && sentence < run->doc->sentences.n && run->source_of[sentence] != SIZE_MAX) {
        add_sentence(run, b, source, run->source, &run->source->sentences.p[run->source_of[sentence]]);
        return;
    }
    if (!s) return;
    const calco_token *t = &run->doc->tokens.p[s->first_token];
    size_t first = 0, last = s->n_tokens;
    while (first < last) { /* tokens that end before the finding */
        size_t middle = first + (last - first) / 2;
        if (t[middle].end <= d->start) first = middle + 1;
        else last = middle;
    }
    for (last = first; last < s->n_tokens && t[last].start < d->end;) last++;
    for (size_t i = first > NEAR ? first - NEAR : 0; i < first; i++) add_folded(run, b, t[i].fold);
    for (size_t i = last; i < s->n_tokens && i < last + NEAR; i++) add_folded(run, b, t[i].fold);
}

/* Of findings that are alike in all that is hashed, the second and third get prints of their own. */
static void print_of(calco_map *seen, calco_arena *a, calco_buf *b, char out[17])
{
    uint64_t  hash = calco_str_hash(calco_buf_view(b));
    str       key = calco_arena_printf(a, "%016llx", (unsigned long long)hash);
    uint32_t *times = calco_map_at(seen, key, 0);
    if ((*times)++) {
        calco_buf_printf(b, "%u", *times);
        key = calco_arena_printf(a, "%016llx", (unsigned long long)calco_str_hash(calco_buf_view(b)));
    }
    memcpy(out, key.p, 17);
    b->n = 0;
}

static void add_fingerprints(calco_run *run, calco_drafts *drafts)
{
    calco_map exact = calco_map_new(run->arena), rough = calco_map_new(run->arena);
    calco_buf b = { 0 };
    folded_sentence own = { 0 }, source = { 0 };
    for (size_t i = 0; i < drafts->n; i++) {
        calco_finding *f = &drafts->p[i].finding;
        const calco_sentence *s = f->sentence < run->doc->sentences.n ? &run->doc->sentences.p[f->sentence] : NULL;
        calco_buf_printf(&b, "%s\n", f->rule);
        add_folded(run, &b, f->text);
        size_t common = b.n;
        if (s) add_sentence(run, &b, &own, run->doc, s);
        print_of(&exact, run->arena, &b, f->fingerprint);
        b.n = common; /* the beginning still stands in the buffer */
        add_surroundings(run, &b, &source, s, &drafts->p[i]);
        print_of(&rough, run->arena, &b, f->rough);
        calco_arena_reset(run->scratch);
    }
    calco_buf_free(&own.text);
    calco_buf_free(&source.text);
    calco_buf_free(&b);
}

/* Each entry of the baseline covers one finding: first those that are the same, then those in a changed sentence. */
static void apply_baseline(calco_run *run, const calco_settings *settings, calco_drafts *drafts)
{
    calco_map exact = calco_map_new(run->arena), rough = calco_map_new(run->arena);
    bool     *spent = ARENA_ARRAY(run->arena, bool, settings->n_known);
    for (size_t i = settings->n_known; i-- > 0;) {
        calco_map_set(&exact, calco_str(settings->known[i].fingerprint), (uint32_t)i);
        calco_map_set(&rough, calco_str(settings->known[i].rough), (uint32_t)i);
    }
    for (int pass = 0; pass < 2 && settings->n_known; pass++)
        for (size_t i = 0; i < drafts->n; i++) {
            calco_finding *f = &drafts->p[i].finding;
            uint32_t entry = calco_map_get(pass ? &rough : &exact, calco_str(pass ? f->rough : f->fingerprint));
            if (f->suppression != CALCO_LIVE || entry == CALCO_NONE || spent[entry]) continue;
            f->suppression = CALCO_SUPPRESSED_BASELINE;
            spent[entry] = true;
        }
}

static int by_place(const void *x, const void *y)
{
    const calco_finding *a = &((const calco_draft *)x)->finding, *b = &((const calco_draft *)y)->finding;
    if (a->sentence != b->sentence) return a->sentence < b->sentence ? -1 : 1;
    if (a->place.byte_start != b->place.byte_start) return a->place.byte_start < b->place.byte_start ? -1 : 1;
    int c = strcmp(a->rule, b->rule);
    return c ? c : calco_str_cmp(a->text, b->text);
}

void calco_suppress(const calco_engine *engine, calco_run *run, const calco_settings *settings, const calco_lines *lines,
                    calco_drafts *drafts)
{
    suppressing s = { .engine = engine, .run = run, .lines = lines, .drafts = drafts };
    size_t checked = drafts->n;
    for (size_t i = 0; i < run->doc->comments.n; i++) read_comment(&s, &run->doc->comments.p[i]);
    for (size_t i = 0; i < checked; i++) apply(&s, &drafts->p[i].finding);
    for (size_t i = 0; i < s.all.n; i++)
        if (!s.all.p[i].used) complain(&s, SUPPRESSION_UNUSED, &s.all.p[i], s.all.p[i].listed, STR(""));
    size_t kept = checked;
    for (size_t i = checked; i < drafts->n; i++)
        if (calco_rule_wanted(settings, drafts->p[i].finding.rule)) drafts->p[kept++] = drafts->p[i];
    drafts->n = kept;
    if (kept > checked) qsort(drafts->p, drafts->n, sizeof *drafts->p, by_place);
    add_fingerprints(run, drafts);
    apply_baseline(run, settings, drafts);
}
