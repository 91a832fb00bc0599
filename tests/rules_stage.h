/* A stage for the phrase rules: a small language of its own and sentences written with their tags, so that the
 * engine is tested apart from tagger, forms and packs. Include once. */
#ifndef TESTS_RULES_STAGE_H
#define TESTS_RULES_STAGE_H

#include "check/phrases.h"
#include "check/rules.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    calco_arena          *arena, *scratch;
    calco_lang            lang, source_lang;
    calco_pack           *pack;
    struct calco_phrases *phrases;
    calco_err             err;
} stage;

static const struct {
    const char *name;
    uint32_t    feats;
} stage_tags[] = {
    { "NN", FEAT_NOUN | FEAT_SG },
    { "NNS", FEAT_NOUN | FEAT_PL },
    { "NNP", FEAT_NOUN | FEAT_PROPER | FEAT_SG },
    { "VB", FEAT_VERB | FEAT_INF },
    { "VBD", FEAT_VERB | FEAT_FINITE | FEAT_PAST },
    { "JJ", FEAT_ADJ },
    { "RB", FEAT_ADV },
    { "DT", FEAT_DET },
    { "IN", FEAT_PREP },
    { "PRP", FEAT_PRON },
    { "PRP$", FEAT_DET },
    { "CD", FEAT_NUM },
    { "MD", FEAT_VERB | FEAT_AUX },
    { ",", FEAT_PUNCT },
    { ".", FEAT_PUNCT },
    { "POS", FEAT_PART },
};
static const char *const stage_lists[][8] = {
    /* name, members */
    { "capital-city", "Kiev", "Rome", "Addis Ababa", "washington d.c.", NULL },
    { "say", "say", "said", "went on to say", NULL },
};
enum { STAGE_TAGS = sizeof stage_tags / sizeof *stage_tags, STAGE_LISTS = sizeof stage_lists / sizeof *stage_lists };

static void stage_clitics(stage *s)
{
    calco_strs *clitics = ARENA_NEW(s->arena, calco_strs);
    VEC_PUSH(s->arena, clitics, STR("l'-"));
    VEC_PUSH(s->arena, clitics, STR("dell'-"));
    s->source_lang.segmentation.clitics = clitics;
}

static void stage_strtab(stage *s, calco_strtab *t, const str *strings, size_t n)
{
    calco_buf out = { 0 };
    calco_strtab_write(&out, strings, n);
    calco_strtab_open(t, calco_arena_str(s->arena, calco_buf_view(&out)).p, out.n, NULL);
    calco_buf_free(&out);
}

static stage *stage_new(void)
{
    calco_arena *a = calco_arena_new();
    stage       *s = ARENA_NEW(a, stage);
    str          names[STAGE_TAGS];
    uint32_t    *feats = ARENA_ARRAY(a, uint32_t, STAGE_TAGS);
    s->arena = a;
    s->scratch = calco_arena_new();
    snprintf(s->lang.code, sizeof s->lang.code, "en");
    for (size_t i = 0; i < STAGE_TAGS; i++) {
        names[i] = calco_str(stage_tags[i].name);
        feats[i] = stage_tags[i].feats;
    }
    stage_strtab(s, &s->lang.tags, names, STAGE_TAGS);
    s->lang.tag_feats = feats;
    s->source_lang.segmentation.locale = "it";
    stage_clitics(s);
    s->lang.lists = calco_map_new(a);
    s->lang.list_tabs = ARENA_ARRAY(a, calco_strtab, STAGE_LISTS);
    for (size_t i = 0; i < STAGE_LISTS; i++) {
        str    members[8];
        size_t n = 0;
        while (stage_lists[i][n + 1]) members[n] = calco_str(stage_lists[i][n + 1]), n++;
        stage_strtab(s, &s->lang.list_tabs[i], members, n);
        calco_map_set(&s->lang.lists, calco_str(stage_lists[i][0]), (uint32_t)i);
    }
    return s;
}

static void stage_free(stage *s)
{
    calco_pack_close(s->pack);
    calco_arena_free(s->scratch);
    calco_arena_free(s->arena);
}

static const char stage_articles[] =
    "a\t*\nan\ta*\nan\te*\nan\ti*\nan\to*\nan\tu*\na\teu*\nan\thour*\nan\tM*\na\tuni*\n";

static const char stage_messages[] = "calque\t%text% from %source%: %better%\t%text% is no English\n";

/* Open an image of rules as a pack would. */
static bool stage_open(stage *s, str image)
{
    char path[] = "/tmp/calco-rules-XXXXXX";
    int  fd = mkstemp(path);
    if (fd < 0) return false;
    close(fd);
    calco_part_source parts[] = { { "it-en.rules", "test", "MIT", image },
                                  { "en.articles", "test", "MIT", STR(stage_articles) },
                                  { "it-en.messages", "test", "MIT", STR(stage_messages) } };
    calco_pack_close(s->pack);
    s->phrases = NULL;
    s->pack = calco_pack_write(path, "it-en", parts, 3, &s->err) ? calco_pack_open(path, &s->err) : NULL;
    unlink(path);
    if (s->pack) s->phrases = calco_phrases_open(s->pack, "it-en", &s->lang, s->arena, &s->err);
    return s->phrases != NULL;
}

/* Compile rows and open them. */
static bool stage_rows(stage *s, const char *rows)
{
    calco_buf       image = { 0 };
    calco_rule_file file = { "t.tsv", calco_str(rows) };
    bool            ok =
        calco_phrases_compile(s->arena, &file, 1, &s->lang, &image, &s->err) && stage_open(s, calco_buf_view(&image));
    calco_buf_free(&image);
    return ok;
}

static void stage_token(stage *s, calco_doc *doc, str word, calco_buf *text, bool space)
{
    str form, lemma = STR(""), tag = STR("");
    calco_str_split(&word, '/', &form);
    if (word.p) calco_str_split(&word, '/', &tag);
    if (word.p) calco_str_split(&word, '/', &lemma);
    if (space) calco_buf_char(text, ' ');
    calco_token t = { .start = text->n, .end = text->n + form.n, .space = space, .kind = TOKEN_WORD };
    calco_buf_str(text, form);
    t.fold = calco_arena_str(s->arena, calco_fold(s->arena, form));
    t.lemma = lemma.n ? calco_arena_str(s->arena, lemma) : t.fold;
    uint32_t id = calco_strtab_find(&s->lang.tags, tag);
    t.tag = id == CALCO_NONE ? 0xff : (uint8_t)id;
    t.feats = id == CALCO_NONE ? 0 : s->lang.tag_feats[id];
    size_t upper = 0, n;
    for (size_t at = 0; at < form.n; at += n) upper += calco_is_upper(calco_utf8_at(form, at, &n));
    bool letter = calco_is_letter(calco_utf8_at(form, 0, &n)), first = calco_is_upper(calco_utf8_at(form, 0, &n));
    t.shape = (uint8_t)(!letter               ? SHAPE_NONE
                        : !upper              ? SHAPE_LOWER
                        : upper == form.n     ? SHAPE_UPPER
                        : first && upper == 1 ? SHAPE_TITLE
                                              : SHAPE_MIXED);
    if (!letter)
        t.kind = calco_is_digit(calco_utf8_at(form, 0, &n)) ? TOKEN_NUMBER
                 : form.p[0] == '\''                        ? TOKEN_WORD
                                                            : TOKEN_PUNCT;
    VEC_PUSH(s->arena, &doc->tokens, t);
}

/* "They/PRP met/VBD/meet her/PRP$ partners/NNS/partner|./." : word/tag/lemma; a bar for a space that is not there.
 * One sentence; `headline` for a headline. */
static calco_doc *stage_doc(stage *s, const char *tagged, bool headline)
{
    calco_doc *doc = ARENA_NEW(s->arena, calco_doc);
    calco_buf  text = { 0 };
    str        rest = calco_str(tagged), group, word;
    while (calco_str_split(&rest, ' ', &group)) {
        bool space = doc->tokens.n > 0;
        while (group.n && calco_str_split(&group, '|', &word)) {
            stage_token(s, doc, word, &text, space);
            space = false;
        }
    }
    doc->name = "t";
    doc->text = calco_arena_str(s->arena, calco_buf_view(&text));
    calco_buf_free(&text);
    calco_unit     unit = { 0, doc->text.n, headline ? UNIT_HEADLINE : UNIT_PARAGRAPH, 0, 1 };
    calco_sentence sentence = { 0, doc->text.n, 0, doc->tokens.n, 0 };
    VEC_PUSH(s->arena, &doc->units, unit);
    VEC_PUSH(s->arena, &doc->sentences, sentence);
    return doc;
}

/* Run the phrase rules over a document of one sentence, with another as its source where that is not NULL. */
static calco_run stage_run_with(stage *s, const calco_doc *doc, const calco_doc *source)
{
    static const size_t of[] = { 0 }, count[] = { 1 };
    calco_map          *lemmas = ARENA_NEW(s->arena, calco_map);
    *lemmas = calco_map_new(s->arena);
    for (size_t i = 0; i < doc->tokens.n; i++) {
        calco_map_set(lemmas, doc->tokens.p[i].fold, 1);
        calco_map_set(lemmas, doc->tokens.p[i].lemma, 1);
    }
    calco_run run = { .target = &s->lang,
                      .source_lang = &s->source_lang,
                      .source = source,
                      .source_of = of,
                      .source_count = count,
                      .phrases = s->phrases,
                      .doc = doc,
                      .doc_lemmas = lemmas,
                      .arena = s->arena,
                      .scratch = s->scratch };
    calco_check_phrases.sentence(&run, 0);
    calco_arena_reset(s->scratch);
    return run;
}

static calco_run stage_run(stage *s, const calco_doc *doc) { return stage_run_with(s, doc, NULL); }

#endif
