/* XLIFF 1.2 (trans-unit) and 2.x (unit, segment): sources and targets with their inline tags taken out. */
#include "read/xml_pairs.h"

typedef struct {
    calco_xml_pairs xml;
    bool            segment; /* in one */
} reading;

static const char *const skipped[] = { "alt-trans", "seg-source", "ignorable", "metadata", "matches", "glossary", "header", "bin-unit", "skeleton",
                                       "originalData", "mda", NULL };
static const char *const codes[] = { "bpt", "ept", "it", "ph", "x", "bx", "ex", "sc", "ec", "cp", "sm", "em", NULL };
static const char *const objects[] = { "ph", "x", "it", NULL };

static void take_languages(reading *r, const char **attributes)
{
    static const char *const names[] = { "srcLang", "source-language", "trgLang", "target-language", NULL };
    for (size_t i = 0; names[i]; i++) {
        const char *value = calco_xml_attribute(attributes, names[i]);
        if (value) calco_add_field(&r->xml.pairs.target, i < 2 ? STR("source-language") : STR("target-language"),
                                   calco_arena_str(r->xml.pairs.target.arena, calco_str(value)));
    }
}

static void start(void *ctx, str name, const char **attributes, size_t at, size_t end)
{
    reading    *r = ctx;
    const char *translate = calco_xml_attribute(attributes, "translate");
    if (calco_str_eq(name, STR("xliff")) || calco_str_eq(name, STR("file"))) take_languages(r, attributes);
    bool kept = translate && strcmp(translate, "no") == 0;
    if (r->xml.skip || calco_xml_among(name, skipped) || kept) {
        if (!r->xml.skip++ && r->xml.side && kept) calco_piece_as(r->xml.side, at, at, CALCO_OBJECT);
        return;
    }
    if (r->xml.side) {
        if (calco_xml_among(name, objects)) calco_piece_as(r->xml.side, at, at, CALCO_OBJECT);
        if (calco_xml_among(name, codes)) r->xml.skip++;
        return;
    }
    if (calco_str_eq(name, STR("unit")) || calco_str_eq(name, STR("trans-unit"))) r->xml.tag = at, r->xml.tag_end = end;
    if (calco_str_eq(name, STR("trans-unit")) || calco_str_eq(name, STR("segment"))) r->segment = true;
    if (calco_str_eq(name, STR("note"))) r->xml.note = true;
    bool source = calco_str_eq(name, STR("source"));
    if (!r->segment || (!source && !calco_str_eq(name, STR("target")))) return;
    r->xml.target = !source;
    r->xml.side = calco_pair_side(&r->xml.pairs, r->xml.target);
}

static void end_element(void *ctx, str name, size_t at, size_t end)
{
    reading *r = ctx;
    (void)at, (void)end;
    if (r->xml.skip) {
        r->xml.skip--;
        return;
    }
    if (r->xml.side) {
        if (!calco_str_eq(name, r->xml.target ? STR("target") : STR("source"))) return;
        calco_pair_side_end(&r->xml.pairs, r->xml.target);
        r->xml.side = NULL;
    }
    if (calco_str_eq(name, STR("note"))) calco_xml_pairs_end_note(&r->xml);
    if (calco_str_eq(name, STR("trans-unit")) || calco_str_eq(name, STR("segment"))) {
        calco_pair_end(&r->xml.pairs);
        r->segment = false;
    }
}

static bool read_xliff(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    static const calco_xml_events events = { start, end_element, calco_xml_pairs_text, calco_xml_pairs_comment };
    reading r = { .xml = { .side = NULL } };
    return calco_xml_pairs_read(a, doc, source, &events, &r.xml, err);
}

static bool looks(str s) { return calco_xml_pairs_looks(s, STR("<xliff")); }

static const char *const endings[] = { ".xlf", ".xliff", ".mxliff", ".sdlxliff", NULL };
const calco_reader calco_reader_xliff = { .name = "xliff", .endings = endings, .read = read_xliff, .bilingual = true, .looks = looks, .escape = calco_xml_pairs_escape };
