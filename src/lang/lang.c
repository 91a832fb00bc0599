/* A language: opening the parts "XX.*" of a pack, and its word lists and tags. */
#include "lang/lang.h"

#include "base/err.h"
#include "base/number.h"
#include "lang/context.h"
#include "text/segment.h"

#include <stdio.h>

/* The part "CODE.NAME"; p NULL where the pack has none. */
static calco_part part_of(const calco_lang *lang, const char *name)
{
    return calco_pack_part_of(lang->pack, lang->code, name);
}

/* The lines of a text part, without comments and white space. */
static const calco_strs *open_lines(calco_lang *lang, const char *name)
{
    calco_part  part = part_of(lang, name);
    calco_strs *lines = ARENA_NEW(lang->arena, calco_strs);
    str         rest = { part.p, part.n }, line;
    while (calco_str_split(&rest, '\n', &line)) {
        line = calco_str_trim(line);
        if (line.n && line.p[0] != '#') VEC_PUSH(lang->arena, lines, line);
    }
    return lines;
}

/* Text parts are read as they are: what is in them must be UTF-8. */
static bool check_texts(calco_lang *lang, calco_err *err)
{
    static const char *const texts[] = { "abbreviations", "articles", "calibration", "clitics", "contractions",
                                         "formats",       "spelling", "variants", "numbers", "antonyms",
                                         "tagrams" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        str text;
        if (!calco_text_part(lang->pack, lang->code, texts[i], &text, err)) return false;
    }
    return true;
}

enum { MOST_LISTS = 128 };

static void note_members(calco_lang *lang, uint32_t list)
{
    for (uint32_t m = 0; m < lang->list_tabs[list].count; m++) {
        uint32_t *at = calco_map_at(&lang->listed, calco_strtab_at(&lang->list_tabs[list], m), (uint32_t)lang->list_sets.n);
        if (*at == lang->list_sets.n) VEC_PUSH(lang->arena, &lang->list_sets, ((calco_list_set){ { 0 } }));
        lang->list_sets.p[*at].bits[list / 64] |= (uint64_t)1 << list % 64;
    }
}

static bool open_lists(calco_lang *lang, calco_err *err)
{
    str    prefix = calco_arena_printf(lang->arena, "%s.list.", lang->code);
    size_t n = 0, count = calco_pack_count(lang->pack);
    lang->lists = calco_map_new(lang->arena);
    lang->listed = calco_map_new(lang->arena);
    lang->list_tabs = ARENA_ARRAY(lang->arena, calco_strtab, count);
    for (size_t i = 0; i < count; i++) {
        str name = calco_str(calco_pack_info(lang->pack, i).name);
        if (!calco_str_starts(name, prefix)) continue;
        calco_part part = calco_pack_part(lang->pack, name.p);
        if (!calco_strtab_open(&lang->list_tabs[n], part.p, part.n, err)) return false;
        if (n == MOST_LISTS) return calco_fail(err, CALCO_ERR_PACK, NULL, "more than %d word lists", MOST_LISTS);
        note_members(lang, (uint32_t)n);
        calco_map_set(&lang->lists, calco_str_from(name, prefix.n), (uint32_t)n++);
    }
    return true;
}

static bool open_tags(calco_lang *lang, calco_err *err)
{
    calco_part part = part_of(lang, "tags");
    if (!part.p) return true;
    if (!calco_strtab_open(&lang->tags, part.p, part.n, err)) return false;
    calco_cursor c = { .p = part.p, .n = part.n, .at = lang->tags.size };
    calco_cursor_align(&c, 8);
    lang->tag_feats = calco_cursor_take(&c, (size_t)lang->tags.count * sizeof *lang->tag_feats);
    if (c.bad || lang->tags.count > UINT8_MAX)
        return calco_fail(err, CALCO_ERR_PACK, NULL,
                          "the table of tags is malformed; rebuild the pack with `make packs`");
    return true;
}

static bool take_value(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_values *v = ctx;
    if (n < 2) return true;
    calco_map_set(&v->keys, column[0], (uint32_t)v->values.n);
    VEC_PUSH(v->keys.arena, &v->values, column[1]);
    return true;
}

static bool open_values(calco_lang *lang, const char *name, calco_values *v, calco_err *err)
{
    calco_part part = part_of(lang, name);
    v->keys = calco_map_new(lang->arena);
    return !part.p || calco_tsv_each((str){ part.p, part.n }, take_value, v, err);
}

static bool open_tables(calco_lang *lang, calco_err *err)
{
    return open_values(lang, "formats", &lang->formats, err) && open_values(lang, "numbers", &lang->numbers, err) &&
           open_values(lang, "antonyms", &lang->antonyms, err) && open_values(lang, "tagrams", &lang->tagrams, err);
}

str calco_value(const calco_values *v, str key)
{
    uint32_t i = calco_map_get(&v->keys, key);
    return i == CALCO_NONE ? STR("") : v->values.p[i];
}

double calco_tag_logp(const calco_lang *lang, str u, str v, str w, double back_off)
{
    static const double UNSEEN = -3.5;
    char   key[64];
    size_t n = 0;
    double logp;
    if (u.n + v.n + w.n + 2 > sizeof key) return UNSEEN;
    memcpy(key, u.p, u.n), n = u.n, key[n++] = ' ';
    memcpy(key + n, v.p, v.n), n += v.n, key[n++] = ' ';
    memcpy(key + n, w.p, w.n), n += w.n;
    if (calco_number(calco_value(&lang->tagrams, (str){ key, n }), &logp)) return logp;
    return calco_number(calco_value(&lang->tagrams, (str){ key + u.n + 1, v.n + w.n + 1 }), &logp) ? logp + back_off : UNSEEN;
}

str calco_format_value(const calco_lang *lang, const char *key) { return calco_value(&lang->formats, calco_str(key)); }

static bool open_model(calco_lang *lang, calco_err *err)
{
    calco_part part = part_of(lang, "ngram");
    return !part.p || (lang->ngram = calco_ngram_open(part, lang->arena, err));
}

static bool of_other_tags(calco_err *err)
{
    return calco_fail(err, CALCO_ERR_PACK, NULL,
                      "forms or tagger have another tag set; rebuild the pack with `make packs`");
}

static bool open_forms(calco_lang *lang, calco_err *err)
{
    calco_part part = part_of(lang, "forms");
    if (!part.p) return true;
    if (!(lang->forms = calco_forms_open(part, lang->arena, err))) return false;
    return calco_forms_tags(lang->forms) == lang->tags.count || of_other_tags(err);
}

static bool open_tagger(calco_lang *lang, calco_err *err)
{
    calco_part part = part_of(lang, "tagger");
    if (!part.p) return true;
    if (!(lang->tagger = calco_tagger_open(part, lang->arena, err))) return false;
    return calco_tagger_tags(lang->tagger) == lang->tags.count || of_other_tags(err);
}

static bool open_speller(calco_lang *lang, calco_err *err)
{
    calco_part words = part_of(lang, "words"), spelling = part_of(lang, "spelling");
    if (!words.p && !spelling.p) return true;
    return (lang->speller = calco_speller_open(words, spelling, lang->ngram, lang->arena, err)) != NULL;
}

static bool open_context(calco_lang *lang, calco_err *err)
{
    calco_part part = part_of(lang, "context");
    if (!part.p) return true;
    if (!(lang->context = calco_context_open(part, lang->arena, err))) return false;
    return calco_context_tags(lang->context) == lang->tags.count || of_other_tags(err);
}

static bool open_senses(calco_lang *lang, calco_err *err)
{
    calco_part part = part_of(lang, "senses");
    return !part.p || (lang->senses = calco_senses_open(part, lang->arena, err)) != NULL;
}

static bool (*const openers[])(calco_lang *, calco_err *) = { check_texts, open_tags,   open_lists,   open_tables,  open_model,
                                                              open_forms,  open_tagger, open_context, open_senses, open_speller };

calco_lang *calco_lang_open(calco_pack *pack, const char *code, calco_err *err)
{
    calco_arena *a = calco_arena_new();
    calco_lang  *lang = ARENA_NEW(a, calco_lang);
    lang->arena = a;
    lang->pack = pack;
    snprintf(lang->code, sizeof lang->code, "%s", code);
    lang->segmentation.locale = lang->code;
    lang->segmentation.abbreviations = open_lines(lang, "abbreviations");
    lang->segmentation.clitics = open_lines(lang, "clitics");
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        if (openers[i](lang, err)) continue;
        if (err && !err->path[0]) snprintf(err->path, sizeof err->path, "%s", calco_pack_path(pack));
        calco_lang_close(lang);
        return NULL;
    }
    calco_segmenter *ready = ARENA_NEW(a, calco_segmenter);
    *ready = calco_segmenter_of(a, &lang->segmentation);
    lang->segmentation.ready = ready;
    return lang;
}

void calco_lang_close(calco_lang *lang)
{
    if (!lang) return;
    calco_speller_close(lang->speller);
    calco_arena_free(lang->arena);
}

uint8_t calco_tag_id(const calco_lang *lang, str name)
{
    uint32_t id = calco_strtab_find(&lang->tags, name);
    return id == CALCO_NONE ? 0xff : (uint8_t)id;
}

calco_list_set calco_lists_of(const calco_lang *lang, str fold)
{
    uint32_t at = calco_map_get(&lang->listed, fold);
    return at == CALCO_NONE ? (calco_list_set){ { 0 } } : lang->list_sets.p[at];
}

bool calco_token_listed(const calco_lang *lang, const char *list, const calco_token *t)
{
    uint32_t i = t->lists[0] | t->lists[1] ? calco_map_get(&lang->lists, calco_str(list)) : CALCO_NONE;
    return i != CALCO_NONE && (t->lists[i / 64] >> i % 64 & 1);
}

bool calco_in_list(const calco_lang *lang, const char *list, str fold)
{
    uint32_t i = calco_map_get(&lang->lists, calco_str(list));
    return i != CALCO_NONE && calco_strtab_find(&lang->list_tabs[i], fold) != CALCO_NONE;
}
