/* What is shown on demand: hover, the source's place, scores of sentences and of the text. */
#include "lsp/server.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- writing for people --- */

typedef struct {
    calco_buf b;
    bool      markdown;
} writing;

/* Text as it is: in Markdown its signs are escaped. */
static void say(writing *w, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (w->markdown && strchr("\\`*_{}[]<>()#+-.!|~&", s.p[i]) && s.p[i]) calco_buf_char(&w->b, '\\');
        calco_buf_char(&w->b, s.p[i]);
    }
}

static void say_text(writing *w, const char *s) { say(w, calco_str(s)); }
static void mark(writing *w, const char *marks) { if (w->markdown) calco_buf_str(&w->b, calco_str(marks)); }
static void gap(writing *w) { if (w->b.n) calco_buf_str(&w->b, STR("\n\n")); }

/* "  \n" breaks a line in Markdown. */
static void line(writing *w) { calco_buf_str(&w->b, w->markdown ? STR("  \n") : STR("\n")); }

static void tenths(writing *w, double x)
{
    long long n = isfinite(x) ? llround(x * 10) : 0;
    calco_buf_printf(&w->b, "%s%lld.%lld", n < 0 ? "-" : "", llabs(n) / 10, llabs(n) % 10);
}

static calco_rule rule_of(const calco_engine *e, const char *id)
{
    size_t low = 0, high = calco_rule_count(e);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    c = strcmp(calco_rule_at(e, middle).id, id);
        if (c == 0) return calco_rule_at(e, middle);
        if (c < 0) low = middle + 1;
        else high = middle;
    }
    return (calco_rule){ .id = id, .summary = "", .bad = "", .good = "", .better = "", .source = "" };
}

static void say_finding(writing *w, const lsp_document *doc, const calco_finding *f)
{
    static const char *const severities[] = { "minor", "major", "critical" };
    gap(w);
    mark(w, "**");
    say_text(w, f->rule);
    mark(w, "**");
    calco_buf_printf(&w->b, " (%s): ", severities[f->severity]);
    say(w, f->message);
    calco_rule rule = rule_of(doc->checked->engine, f->rule);
    const struct { const char *name, *value; } parts[] = { { "Why: ", calco_str_eq(f->message, calco_str(rule.summary)) ? "" : rule.summary },
        { "Source expression: ", rule.source }, { "Wrong: ", rule.bad }, { "Right: ", rule.good } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].value || !parts[i].value[0]) continue;
        line(w);
        calco_buf_str(&w->b, calco_str(parts[i].name));
        say_text(w, parts[i].value);
    }
}

/* --- hover --- */

/* The sentence at a byte of the text; NULL between sentences. The title of a link within a sentence comes after it. */
static const calco_sentence_result *sentence_at(const calco_result *r, size_t byte)
{
    const calco_sentence_result *found = NULL;
    for (size_t i = 0; r && i < r->n_sentences; i++)
        if (r->sentences[i].place.byte_start <= byte && byte < r->sentences[i].place.byte_end) found = &r->sentences[i];
    return found;
}

/* One sentence checked once more on its own, with its words and its likely source: with all sentences every check would take longer. */
static calco_result *look_closer(const lsp_document *doc, const calco_sentence_result *sentence)
{
    calco_settings settings = { .min_confidence = 1, .infer = sentence->source_origin != CALCO_ORIGIN_GIVEN && doc->checked->config->settings.infer,
                                .words = true };
    calco_input    text = { .name = "sentence", .bytes = sentence->text.p, .size = sentence->text.n, .encoding = "UTF-8", .format = "plain", .settings = &settings };
    calco_input    source = { .name = "source", .bytes = sentence->source.p, .size = sentence->source.n, .encoding = "UTF-8", .format = "plain" };
    calco_err      err;
    return calco_check(doc->checked->engine, &text, sentence->source_origin == CALCO_ORIGIN_GIVEN ? &source : NULL, &err);
}

static void say_word(writing *w, const calco_sentence_result *part, const calco_word *word)
{
    gap(w);
    calco_buf_str(&w->b, STR("“"));
    say(w, calco_str_cut(part->text, word->start, word->end));
    calco_buf_str(&w->b, STR("”"));
    if (word->source_end > word->source_start && word->source_end <= part->source.n) {
        calco_buf_str(&w->b, STR(" renders “"));
        say(w, calco_str_cut(part->source, word->source_start, word->source_end));
        calco_buf_str(&w->b, STR("”"));
    }
    if (isnan(word->bits)) return;
    calco_buf_str(&w->b, STR("; surprisal "));
    tenths(w, word->bits);
    calco_buf_str(&w->b, STR(" bits"));
}

/* The part of a sentence at a byte of it, with its word there; NULL where there is none. */
static const calco_sentence_result *say_part(writing *w, const calco_result *closer, size_t at)
{
    const calco_sentence_result *part = sentence_at(closer, at);
    for (size_t k = 0; part && k < part->n_word; k++)
        if (at >= part->place.byte_start + part->word[k].start && at < part->place.byte_start + part->word[k].end) say_word(w, part, &part->word[k]);
    return part;
}

/* Its source, given or (of `part`) likely, and its figures. */
static void say_sentence(writing *w, const calco_sentence_result *s, const calco_sentence_result *part)
{
    const calco_sentence_result *own = s->source_origin == CALCO_ORIGIN_GIVEN || !part ? s : part;
    if (own->source.n) {
        gap(w);
        calco_buf_str(&w->b, own->source_origin == CALCO_ORIGIN_GIVEN ? STR("Source: ") : STR("Likely source: "));
        mark(w, "*");
        say(w, own->source);
        mark(w, "*");
        if (own->source_origin != CALCO_ORIGIN_GIVEN) calco_buf_printf(&w->b, " (%lld %% sure)", llround(own->source_confidence * 100));
    }
    gap(w);
    calco_buf_str(&w->b, STR("Sentence: score "));
    tenths(w, s->score);
    calco_buf_str(&w->b, STR(", fluency "));
    tenths(w, s->fluency);
    calco_buf_str(&w->b, STR(", "));
    tenths(w, s->surprisal);
    calco_buf_str(&w->b, STR(" bits a word"));
}

calco_json *lsp_hover(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    lsp_position  p;
    if (!doc) return NULL;
    if (!lsp_read_position(calco_json_get(params, "position"), &p)) return lsp_fail(error, LSP_INVALID_PARAMS, "params hold no position");
    size_t byte = lsp_byte_of(&doc->text, s->encoding, p);
    const calco_result          *r = lsp_result_of(doc);
    const calco_sentence_result *sentence = sentence_at(r, byte);
    const calco_finding         *first = NULL;
    writing w = { .markdown = s->client.markdown };
    for (size_t i = 0; r && i < r->n_findings; i++) {
        const calco_finding *f = &r->findings[i];
        if (byte < f->place.byte_start || byte >= f->place.byte_end) continue;
        if (!first) first = f;
        say_finding(&w, doc, f);
    }
    if (sentence) {
        calco_result *closer = look_closer(doc, sentence);
        say_sentence(&w, sentence, say_part(&w, closer, byte - sentence->place.byte_start));
        calco_result_free(closer);
    }
    if (!w.b.n) return NULL;
    calco_json *hover = calco_json_new_object(), *contents = calco_json_new_object();
    lsp_put_text(contents, "kind", w.markdown ? "markdown" : "plaintext");
    lsp_put_str(contents, "value", calco_buf_view(&w.b));
    calco_buf_free(&w.b);
    lsp_put(hover, "contents", contents);
    calco_place place = first ? first->place : sentence->place;
    lsp_put(hover, "range", lsp_json_range(&doc->text, s->encoding, place.byte_start, place.byte_end));
    return hover;
}

/* --- the source --- */

calco_json *lsp_definition(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    lsp_position  p;
    if (!doc) return NULL;
    if (!lsp_read_position(calco_json_get(params, "position"), &p)) return lsp_fail(error, LSP_INVALID_PARAMS, "params hold no position");
    const calco_sentence_result *sentence = sentence_at(lsp_result_of(doc), lsp_byte_of(&doc->text, s->encoding, p));
    calco_json *range = NULL;
    char       *uri = sentence ? lsp_source_location(s, doc, sentence->source_place, &range) : NULL;
    if (!uri) return NULL;
    calco_json *list = calco_json_new_array(), *to = calco_json_new_object();
    if (s->client.link_support) {
        lsp_put(to, "originSelectionRange", lsp_json_range(&doc->text, s->encoding, sentence->place.byte_start, sentence->place.byte_end));
        lsp_put_text(to, "targetUri", uri);
        lsp_put(to, "targetRange", range);
        lsp_put(to, "targetSelectionRange", calco_json_share(range));
    } else {
        lsp_put_text(to, "uri", uri);
        lsp_put(to, "range", range);
    }
    calco_json_push(list, to);
    free(uri);
    return list;
}

/* Every sentence with a place in the source; the fragment is how editors open a file at a line. */
calco_json *lsp_document_link(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    if (!doc) return NULL;
    calco_json         *list = calco_json_new_array();
    const calco_result *r = lsp_result_of(doc);
    for (size_t i = 0; r && s->sentence_links && i < r->n_sentences; i++) {
        const calco_sentence_result *sentence = &r->sentences[i];
        calco_json *range, *link;
        char       *uri = lsp_source_location(s, doc, sentence->source_place, &range);
        if (!uri) continue;
        const calco_json *start = calco_json_get(range, "start");
        calco_buf         target = { 0 };
        calco_buf_printf(&target, "%s#L%lld,%lld", uri, (long long)calco_json_as_int(calco_json_get(start, "line"), 0) + 1,
                         (long long)calco_json_as_int(calco_json_get(start, "character"), 0) + 1);
        link = calco_json_new_object();
        lsp_put(link, "range", lsp_json_range(&doc->text, s->encoding, sentence->place.byte_start, sentence->place.byte_end));
        lsp_put_str(link, "target", calco_buf_view(&target));
        lsp_put_str(link, "tooltip", sentence->source);
        calco_json_push(list, link);
        calco_json_free(range);
        calco_buf_free(&target);
        free(uri);
    }
    return list;
}

/* --- scores --- */

calco_json *lsp_code_lens(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    if (!doc) return NULL;
    calco_json         *list = calco_json_new_array();
    const calco_result *r = lsp_result_of(doc);
    if (!r || !r->n_sentences) return list;
    calco_json *lens = calco_json_new_object(), *command = calco_json_new_object(), *arguments = calco_json_new_array();
    size_t      at = r->sentences[0].place.byte_start;
    writing     w = { 0 };
    calco_buf_str(&w.b, STR("calco: score "));
    tenths(&w, r->score);
    calco_buf_printf(&w.b, ", %zu finding%s, fluency ", r->n_findings, r->n_findings == 1 ? "" : "s");
    tenths(&w, r->fluency);
    lsp_put(lens, "range", lsp_json_range(&doc->text, s->encoding, at, at));
    lsp_put_str(command, "title", calco_buf_view(&w.b));
    lsp_put_text(command, "command", "calco.report");
    calco_json_push(arguments, calco_json_of_text(doc->uri));
    lsp_put(command, "arguments", arguments);
    lsp_put(lens, "command", command);
    calco_json_push(list, lens);
    calco_buf_free(&w.b);
    return list;
}

/* Only sentences with findings: scores behind all others would be noise. */
calco_json *lsp_inlay_hint(lsp_server *s, const calco_json *params, lsp_error *error)
{
    lsp_document *doc = lsp_document_in(s, params, error);
    if (!doc) return NULL;
    size_t from, to;
    if (!lsp_read_range(&doc->text, s->encoding, calco_json_get(params, "range"), &from, &to))
        return lsp_fail(error, LSP_INVALID_PARAMS, "params hold no range");
    calco_json         *list = calco_json_new_array();
    const calco_result *r = lsp_result_of(doc);
    for (size_t i = 0; r && !s->hints_off && i < r->n_sentences; i++) {
        const calco_sentence_result *sentence = &r->sentences[i];
        if (!sentence->findings || sentence->place.byte_end < from || sentence->place.byte_end > to) continue;
        calco_json *hint = calco_json_new_object(), *range = lsp_json_range(&doc->text, s->encoding, sentence->place.byte_end, sentence->place.byte_end);
        char        label[32];
        snprintf(label, sizeof label, "%lld", llround(sentence->score));
        lsp_put(hint, "position", calco_json_share(calco_json_get(range, "start")));
        calco_json_free(range);
        lsp_put_text(hint, "label", label);
        lsp_put_text(hint, "tooltip", "calco: the score of this sentence, 0 to 100");
        lsp_put_bool(hint, "paddingLeft", true);
        calco_json_push(list, hint);
    }
    return list;
}
