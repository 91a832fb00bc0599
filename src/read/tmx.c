/* TMX 1.4: of each translation unit the source language's text and the first other one. */
#include "read/xml_pairs.h"

typedef struct {
    calco_xml_pairs xml;
    char            source[16]; /* language, as far as it goes; empty: the first of each unit */
    bool            variant_is_source, wanted; /* of the tuv that is open */
} reading;

static void start_variant(reading *r, const char **attributes)
{
    const char *lang = calco_xml_attribute(attributes, "lang");
    r->variant_is_source = r->source[0] ? lang && calco_same_language(calco_str(r->source), calco_str(lang)) : !r->xml.pairs.has_source;
    r->wanted = r->variant_is_source ? !r->xml.pairs.has_source : !r->xml.pairs.has_target;
}

static void start(void *ctx, str name, const char **attributes, size_t at, size_t end)
{
    reading *r = ctx;
    if (r->xml.skip) {
        r->xml.skip++;
        return;
    }
    if (r->xml.side) {
        static const char *const codes[] = { "bpt", "ept", "it", "ph", "ut", "sub", NULL }, *const objects[] = { "it", "ph", NULL };
        if (calco_xml_among(name, objects)) calco_piece_as(r->xml.side, at, at, CALCO_OBJECT);
        if (calco_xml_among(name, codes)) r->xml.skip++;
        return;
    }
    if (calco_str_eq(name, STR("header"))) {
        const char *lang = calco_xml_attribute(attributes, "srclang");
        if (lang && lang[0] != '*' && strlen(lang) < sizeof r->source) strcpy(r->source, lang);
        if (lang) calco_add_field(&r->xml.pairs.target, STR("source-language"), calco_arena_str(r->xml.pairs.target.arena, calco_str(lang)));
    } else if (calco_str_eq(name, STR("tu"))) r->xml.tag = at, r->xml.tag_end = end;
    else if (calco_str_eq(name, STR("tuv"))) start_variant(r, attributes);
    else if (calco_str_eq(name, STR("note"))) r->xml.note = true;
    else if (calco_str_eq(name, STR("seg")) && r->wanted) {
        r->xml.target = !r->variant_is_source;
        r->xml.side = calco_pair_side(&r->xml.pairs, r->xml.target);
    }
}

static void end_element(void *ctx, str name, size_t at, size_t end)
{
    reading *r = ctx;
    (void)at, (void)end;
    if (r->xml.skip) {
        r->xml.skip--;
        return;
    }
    if (r->xml.side && calco_str_eq(name, STR("seg"))) {
        calco_pair_side_end(&r->xml.pairs, r->xml.target);
        r->xml.side = NULL;
    } else if (calco_str_eq(name, STR("note"))) calco_xml_pairs_end_note(&r->xml);
    else if (calco_str_eq(name, STR("tuv"))) r->wanted = false;
    else if (calco_str_eq(name, STR("tu"))) calco_pair_end(&r->xml.pairs);
}

static bool read_tmx(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    static const calco_xml_events events = { start, end_element, calco_xml_pairs_text, calco_xml_pairs_comment };
    reading r = { .xml = { .side = NULL } };
    return calco_xml_pairs_read(a, doc, source, &events, &r.xml, err);
}

static bool looks(str s) { return calco_xml_pairs_looks(s, STR("<tmx")); }

static const char *const endings[] = { ".tmx", NULL };
const calco_reader calco_reader_tmx = { .name = "tmx", .endings = endings, .read = read_tmx, .bilingual = true, .looks = looks, .escape = calco_xml_pairs_escape };
