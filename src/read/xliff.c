/* XLIFF 1.2 (trans-unit) and 2.x (unit, segment): sources and targets with their inline tags taken out. */
#include "read/pairs.h"
#include "read/read.h"
#include "read/xml.h"

typedef struct {
    calco_pairs   pairs;
    calco_pieces *side;       /* the one that is open, or NULL */
    bool          target;     /* which that is */
    unsigned      skip;       /* depth within what is no text */
    bool          segment;    /* in one */
    size_t        tag, tag_end; /* of the unit that is open: its notes speak of it */
    bool          note;
    calco_buf     words;      /* of the note */
} reading;

static bool among(str name, const char *const *list)
{
    for (; *list; list++)
        if (calco_str_eq(name, calco_str(*list))) return true;
    return false;
}

static const char *const skipped[] = { "alt-trans", "seg-source", "ignorable", "metadata", "matches", "glossary", "header", "bin-unit", "skeleton",
                                       "originalData", "mda", NULL };
static const char *const codes[] = { "bpt", "ept", "it", "ph", "x", "bx", "ex", "sc", "ec", "cp", "sm", "em", NULL };
static const char *const objects[] = { "ph", "x", "it", NULL };

static void take_languages(reading *r, const char **attributes)
{
    static const char *const names[] = { "srcLang", "source-language", "trgLang", "target-language", NULL };
    for (size_t i = 0; names[i]; i++) {
        const char *value = calco_xml_attribute(attributes, names[i]);
        if (value) calco_add_field(&r->pairs.target, i < 2 ? STR("source-language") : STR("target-language"),
                                   calco_arena_str(r->pairs.target.arena, calco_str(value)));
    }
}

static void start(void *ctx, str name, const char **attributes, size_t at, size_t end)
{
    reading    *r = ctx;
    const char *translate = calco_xml_attribute(attributes, "translate");
    if (calco_str_eq(name, STR("xliff")) || calco_str_eq(name, STR("file"))) take_languages(r, attributes);
    bool kept = translate && strcmp(translate, "no") == 0;
    if (r->skip || among(name, skipped) || kept) {
        if (!r->skip++ && r->side && kept) calco_piece_as(r->side, at, at, CALCO_OBJECT);
        return;
    }
    if (r->side) {
        if (among(name, objects)) calco_piece_as(r->side, at, at, CALCO_OBJECT);
        if (among(name, codes)) r->skip++;
        return;
    }
    if (calco_str_eq(name, STR("unit")) || calco_str_eq(name, STR("trans-unit"))) r->tag = at, r->tag_end = end;
    if (calco_str_eq(name, STR("trans-unit")) || calco_str_eq(name, STR("segment"))) r->segment = true;
    if (calco_str_eq(name, STR("note"))) r->note = true;
    bool source = calco_str_eq(name, STR("source"));
    if (!r->segment || (!source && !calco_str_eq(name, STR("target")))) return;
    r->target = !source;
    r->side = calco_pair_side(&r->pairs, r->target);
}

static void end_note(reading *r)
{
    calco_arena *a = r->pairs.target.arena;
    if (r->tag_end) calco_add_comment(&r->pairs.target, r->tag, r->tag_end, calco_arena_str(a, calco_buf_view(&r->words)));
    r->words.n = 0;
    r->note = false;
}

static void end_element(void *ctx, str name, size_t at, size_t end)
{
    reading *r = ctx;
    (void)at, (void)end;
    if (r->skip) {
        r->skip--;
        return;
    }
    if (r->side) {
        if (!calco_str_eq(name, r->target ? STR("target") : STR("source"))) return;
        calco_pair_side_end(&r->pairs, r->target);
        r->side = NULL;
    }
    if (calco_str_eq(name, STR("note"))) end_note(r);
    if (calco_str_eq(name, STR("trans-unit")) || calco_str_eq(name, STR("segment"))) {
        calco_pair_end(&r->pairs);
        r->segment = false;
    }
}

static void text(void *ctx, str words, size_t at, size_t end)
{
    reading *r = ctx;
    if (r->skip) return;
    if (r->note) calco_buf_str(&r->words, words);
    if (!r->side) return;
    if (end - at == words.n) calco_piece(r->side, at, end);
    else calco_piece_as(r->side, at, end, calco_arena_str(r->side->arena, words));
}

static void comment(void *ctx, str words, size_t at, size_t end)
{
    reading *r = ctx;
    calco_add_comment(&r->pairs.target, at, end, calco_arena_str(r->pairs.target.arena, words));
}

static bool read_xliff(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    static const calco_xml_events events = { start, end_element, text, comment };
    reading r = { .pairs = calco_pairs_of(a, doc, source) };
    bool    ok = calco_xml_read(doc->decoded.text, doc->name, &events, &r, err);
    calco_pairs_finish(&r.pairs);
    calco_buf_free(&r.words);
    return ok;
}

static bool looks(str s) { return calco_str_find(s.n > 1000 ? calco_str_cut(s, 0, 1000) : s, STR("<xliff"), 0) != SIZE_MAX; }

static str escape(calco_arena *a, const calco_doc *doc, size_t at, str s)
{
    (void)doc, (void)at;
    return calco_escape_xml(a, s, 0);
}

static const char *const endings[] = { ".xlf", ".xliff", ".mxliff", ".sdlxliff", NULL };
const calco_reader calco_reader_xliff = { .name = "xliff", .endings = endings, .read = read_xliff, .bilingual = true, .looks = looks, .escape = escape };
