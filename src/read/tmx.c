/* TMX 1.4: of each translation unit the source language's text and the first other one. */
#include "read/pairs.h"
#include "read/read.h"
#include "read/xml.h"

typedef struct {
    calco_pairs   pairs;
    calco_pieces *side;     /* of the segment that is open, or NULL */
    bool          target;
    char          source[16]; /* language, as far as it goes; empty: the first of each unit */
    bool          variant_is_source, wanted; /* of the tuv that is open */
    unsigned      skip, note; /* depth */
    size_t        tag, tag_end;
    calco_buf     words;
} reading;

static bool same_language(const char *a, const char *b)
{
    size_t i = 0;
    for (; a[i] && a[i] != '-' && a[i] != '_'; i++)
        if ((a[i] | 0x20) != (b[i] | 0x20)) return false;
    return !b[i] || b[i] == '-' || b[i] == '_';
}

static void start_variant(reading *r, const char **attributes)
{
    const char *lang = calco_xml_attribute(attributes, "lang");
    r->variant_is_source = r->source[0] ? lang && same_language(r->source, lang) : !r->pairs.has_source;
    r->wanted = r->variant_is_source ? !r->pairs.has_source : !r->pairs.has_target;
}

static void start(void *ctx, str name, const char **attributes, size_t at, size_t end)
{
    reading *r = ctx;
    if (r->skip) {
        r->skip++;
        return;
    }
    if (r->side) {
        static const char *const codes[] = { "bpt", "ept", "it", "ph", "ut", "sub" };
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
            if (calco_str_eq(name, calco_str(codes[i]))) {
                if (i == 2 || i == 3) calco_piece_as(r->side, at, at, CALCO_OBJECT);
                r->skip++;
            }
        return;
    }
    if (calco_str_eq(name, STR("header"))) {
        const char *lang = calco_xml_attribute(attributes, "srclang");
        if (lang && lang[0] != '*' && strlen(lang) < sizeof r->source) strcpy(r->source, lang);
        if (lang) calco_add_field(&r->pairs.target, STR("source-language"), calco_arena_str(r->pairs.target.arena, calco_str(lang)));
    } else if (calco_str_eq(name, STR("tu"))) r->tag = at, r->tag_end = end;
    else if (calco_str_eq(name, STR("tuv"))) start_variant(r, attributes);
    else if (calco_str_eq(name, STR("note"))) r->note = 1;
    else if (calco_str_eq(name, STR("seg")) && r->wanted) {
        r->target = !r->variant_is_source;
        r->side = calco_pair_side(&r->pairs, r->target);
    }
}

static void end_element(void *ctx, str name, size_t at, size_t end)
{
    reading *r = ctx;
    (void)at, (void)end;
    if (r->skip) {
        r->skip--;
        return;
    }
    if (r->side && calco_str_eq(name, STR("seg"))) {
        calco_pair_side_end(&r->pairs, r->target);
        r->side = NULL;
    } else if (calco_str_eq(name, STR("note"))) {
        if (r->tag_end) calco_add_comment(&r->pairs.target, r->tag, r->tag_end, calco_arena_str(r->pairs.target.arena, calco_buf_view(&r->words)));
        r->words.n = r->note = 0;
    } else if (calco_str_eq(name, STR("tuv"))) r->wanted = false;
    else if (calco_str_eq(name, STR("tu"))) calco_pair_end(&r->pairs);
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

static bool read_tmx(calco_arena *a, calco_doc *doc, calco_doc *source, calco_err *err)
{
    static const calco_xml_events events = { start, end_element, text, comment };
    reading r = { .pairs = calco_pairs_of(a, doc, source) };
    bool    ok = calco_xml_read(doc->decoded.text, doc->name, &events, &r, err);
    calco_pairs_finish(&r.pairs);
    calco_buf_free(&r.words);
    return ok;
}

static bool looks(str s) { return calco_str_find(s.n > 1000 ? calco_str_cut(s, 0, 1000) : s, STR("<tmx"), 0) != SIZE_MAX; }

static str escape(calco_arena *a, const calco_doc *doc, size_t at, str s)
{
    (void)doc, (void)at;
    return calco_escape_xml(a, s, 0);
}

static const char *const endings[] = { ".tmx", NULL };
const calco_reader calco_reader_tmx = { .name = "tmx", .endings = endings, .read = read_tmx, .bilingual = true, .looks = looks, .escape = escape };
