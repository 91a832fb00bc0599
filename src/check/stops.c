/* How sentences end: questions made statements and statements questions, the final mark that got lost. */
#include "check/pair.h"

enum { ASKED, UNASKED, FINAL };
static const calco_rule_info rules[] = {
    [ASKED] = { "question/added", "mistranslation", CALCO_MAJOR, 0.85f, "The source states what the text asks." },
    [UNASKED] = { "question/lost", "mistranslation", CALCO_MAJOR, 0.7f, "The source asks what the text states." },
    [FINAL] = { "punctuation/final", "punctuation", CALCO_MINOR, 0.75f, "The final mark of the source is missing." },
};

/* The last mark of a stretch that a language ends sentences with ('?' for all of "?؟"), behind quotes and brackets; 0
 * where a word stands last. `at` is its token, or the last word. */
static char end_of(const calco_stretch *s, size_t *at)
{
    static const char *const stops = "...!?!!…:;";
    for (size_t i = s->n; i-- > 0;) {
        const calco_token *t = &s->doc->tokens.p[s->first + i];
        str own = calco_token_text(s->doc, t);
        *at = s->first + i;
        if (t->kind != TOKEN_PUNCT) return own.n && own.p[own.n - 1] == '.' ? '.' : 0; /* an abbreviation */
        if (calco_str_find(calco_str(stops), own, 0) != SIZE_MAX || (own.n && own.p[0] == '.')) return own.p[own.n - 1];
    }
    return 0;
}

static size_t count_questions(const calco_stretch *s, size_t *last)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        str own = calco_token_text(s->doc, &s->doc->tokens.p[s->first + i]);
        if (own.n && calco_str_find(own, STR("?"), 0) != SIZE_MAX) n++, *last = s->first + i;
    }
    return n;
}

static void check(calco_run *run, size_t sentence)
{
    const calco_paired *p = calco_pair_at(run, sentence);
    if (!p) return;
    size_t source_at = 0, target_at = 0, source_end = 0, target_end = 0, begin = p->target.first;
    size_t source = count_questions(&p->source, &source_at), target = count_questions(&p->target, &target_at);
    char   from = end_of(&p->source, &source_end), to = end_of(&p->target, &target_end);
    const calco_token *s = run->source->tokens.p;
    if (target && !source) {
        calco_pair_hit(run, &rules[ASKED], p, target_at > begin ? target_at - 1 : target_at, target_at, &s[source_end], &s[source_end]);
    } else if (source && !target && from == '?') {
        calco_pair_hit(run, &rules[UNASKED], p, to && target_end > begin ? target_end - 1 : target_end, target_end, &s[source_end], &s[source_end]);
    } else if (!to && from && !strchr(":;", from) && p->target.n > 4) {
        calco_hit *hit = calco_pair_hit(run, &rules[FINAL], p, target_end, target_end, &s[source_end], &s[source_end]);
        str mark = calco_token_text(run->source, &s[source_end]), word = calco_doc_cut(run->doc, hit->start, hit->end);
        calco_hit_suggest(run, hit, calco_arena_join(run->scratch, (str[]){ word, mark, { 0 } }));
    }
}

const calco_family calco_check_stops = { "punctuation", rules, sizeof rules / sizeof *rules, check, NULL };
