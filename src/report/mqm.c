/* Our categories in the terms of MQM and ITS, and MQM's tab-separated values for annotation tools. */
#include "report/mqm.h"

#include "report/parts.h"

/* To add a category: a row here, and its MQM name in the list below where that is new. A calque is wording taken over from the
 * source: what it means is wrong or it means nothing (Accuracy), unless English only words it otherwise (Style, Fluency). */
static const calco_mqm rows[] = {
    { "calque", "Accuracy/Mistranslation", "mistranslation" },
    { "false-friend", "Accuracy/Mistranslation", "mistranslation" },
    { "idiom", "Accuracy/Mistranslation", "mistranslation" },
    { "mistranslation", "Accuracy/Mistranslation", "mistranslation" },
    { "negation", "Accuracy/Mistranslation", "mistranslation" },
    { "number", "Accuracy/Mistranslation", "numbers" },
    { "omission", "Accuracy/Omission", "omission" },
    { "addition", "Accuracy/Addition", "addition" },
    { "untranslated", "Accuracy/Untranslated text", "untranslated" },
    { "agreement", "Fluency/Grammar", "grammar" },
    { "article", "Fluency/Grammar", "grammar" },
    { "fragment", "Fluency/Grammar", "grammar" },
    { "grammar", "Fluency/Grammar", "grammar" },
    { "preposition", "Fluency/Grammar", "grammar" },
    { "question", "Fluency/Grammar", "grammar" },
    { "tense", "Fluency/Grammar", "grammar" },
    { "word-order", "Fluency/Grammar", "grammar" },
    { "consistency", "Fluency/Inconsistency", "inconsistency" },
    { "punctuation", "Fluency/Punctuation", "typographical" },
    { "repetition", "Fluency/Grammar", "duplication" },
    { "spelling", "Fluency/Spelling", "misspelling" },
    { "collocation", "Style/Awkward", "style" },
    { "style", "Style/Awkward", "style" },
    { "terminology", "Terminology/Inappropriate for context", "terminology" },
    { "name", "Locale convention/Name format", "locale-violation" },
    { "number-format", "Locale convention/Number format", "locale-violation" },
    { "boilerplate", "Other", "other" },
    { "suppression", "Other", "other" },
    { "", "Other", "uncategorized" },
};

const char *const calco_mqm_names[] = {
    "Accuracy/Mistranslation", "Accuracy/Omission", "Accuracy/Addition", "Accuracy/Untranslated text", "Fluency/Grammar",
    "Fluency/Inconsistency", "Fluency/Punctuation", "Fluency/Spelling", "Style/Awkward", "Terminology/Inappropriate for context",
    "Locale convention/Name format", "Locale convention/Number format", "Other", NULL };

const calco_mqm *calco_mqm_of(const char *category)
{
    const calco_mqm *row = rows;
    while (row->category[0] && strcmp(row->category, category) != 0) row++;
    return row;
}

size_t calco_mqm_index(const char *category)
{
    const char *mqm = calco_mqm_of(category)->mqm;
    size_t i = 0;
    while (calco_mqm_names[i + 1] && strcmp(calco_mqm_names[i], mqm) != 0) i++;
    return i;
}

const char *calco_mqm_severity(calco_severity s)
{
    static const char *const names[] = { [CALCO_MINOR] = "Minor", [CALCO_MAJOR] = "Major", [CALCO_CRITICAL] = "Critical" };
    return names[s];
}

/* In the proportions of the penalties that calco_result.score takes. */
unsigned calco_its_severity(calco_severity s)
{
    static const unsigned of[] = { [CALCO_MINOR] = 10, [CALCO_MAJOR] = 50, [CALCO_CRITICAL] = 100 };
    return of[s];
}

/* --- tab-separated values, as Google publishes its MQM annotations and Marot shows them --- */

static void begin(calco_buf *out, const calco_report_options *o)
{
    (void)o;
    calco_buf_str(out, STR("system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n"));
}

/* The format has no quoting: what would end a cell or a row is a space. */
static void cell(calco_buf *out, str s)
{
    for (size_t i = 0; i < s.n; i++) calco_buf_char(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

/* A row up to the source, without its last tab. doc_id counts the sentences of the document, seg_id those of the run. */
static void segment(calco_buf *out, const calco_result *r, size_t sentence, size_t before)
{
    calco_buf_str(out, STR("mt\t"));
    cell(out, calco_str(r->name));
    calco_buf_printf(out, "\t%zu\t%zu\tcalco\t", sentence + 1, before + sentence + 1);
    size_t from;
    cell(out, calco_report_around(r->sentences[sentence].source, 0, 0, &from));
    calco_buf_char(out, '\t');
}

static void annotated(calco_buf *out, const calco_result *r, const calco_finding *f, size_t before)
{
    str    text = r->sentences[f->sentence].text;
    size_t start = f->text_start, end = start > text.n ? start : start + f->text.n, from;
    bool   inside = end <= text.n;
    text = calco_report_around(text, inside ? start : 0, inside ? end : 0, &from);
    segment(out, r, f->sentence, before);
    if (inside) {
        start -= from;
        end -= from;
        cell(out, calco_str_cut(text, 0, start));
        calco_buf_str(out, STR("<v>"));
        cell(out, calco_str_cut(text, start, end));
        calco_buf_str(out, STR("</v>"));
        cell(out, calco_str_from(text, end));
    } else cell(out, text);
    calco_buf_printf(out, "\t%s\t%s\n", calco_mqm_of(f->category)->mqm, calco_mqm_severity(f->severity));
}

static void result(calco_buf *out, const calco_report_options *o, const calco_result *r, bool first)
{
    (void)first;
    size_t f = 0;
    for (size_t s = 0; s < r->n_sentences; s++) {
        bool any = false;
        for (; f < r->n_findings && r->findings[f].sentence <= s; f++)
            if (r->findings[f].sentence == s) annotated(out, r, &r->findings[f], o->memory->items), any = true;
        if (any) continue;
        segment(out, r, s, o->memory->items);
        cell(out, r->sentences[s].text);
        calco_buf_str(out, STR("\tNo-error\tNo-error\n"));
    }
    o->memory->items += r->n_sentences;
}

static void end(calco_buf *out, const calco_report_options *o, const calco_totals *all) { (void)out, (void)o, (void)all; }

const calco_reporter calco_report_mqm = { "mqm", begin, result, end };
