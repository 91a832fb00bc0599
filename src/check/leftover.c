/* What a web page left in the text: buttons, captions, counters. */
#include "check/look.h"

#include "text/unicode.h"

static const calco_rule_info rules[] = {
    { "boilerplate/leftover", "boilerplate", CALCO_MINOR, 0.9f, "A leftover of the web page, not of the article." },
};
enum { LONGEST = 60 };

/* Without the marks and digits around it: "Share (12)" is "share". */
static str core(const calco_run *run, const calco_unit *u, calco_arena *a)
{
    str s = calco_str_trim(calco_doc_cut(run->doc, u->start, u->end));
    if (s.n > LONGEST) return STR("");
    s = calco_fold(a, s);
    while (s.n && (unsigned char)s.p[0] < 0x80 && !((s.p[0] | 32) >= 'a' && (s.p[0] | 32) <= 'z')) s = calco_str_from(s, 1);
    while (s.n && (unsigned char)s.p[s.n - 1] < 0x80 && !((s.p[s.n - 1] | 32) >= 'a' && (s.p[s.n - 1] | 32) <= 'z')) s.n--;
    return s;
}

static void check_document(calco_run *run)
{
    if (run->doc->units.n < 2) return;
    for (size_t i = 0; i < run->doc->units.n; i++) {
        const calco_unit *u = &run->doc->units.p[i];
        if (!u->n_sentences || !calco_in_list(run->target, "leftover", core(run, u, run->scratch))) continue;
        calco_hit *hit = calco_hit_add(run, &rules[0], u->first_sentence, u->start, u->end);
        hit->deletes = true;
        calco_hit_suggest(run, hit, STR(""));
    }
}

const calco_family calco_check_leftover = { "boilerplate", rules, sizeof rules / sizeof *rules, NULL, check_document };
