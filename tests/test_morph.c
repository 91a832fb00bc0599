/* Forms, lemmas, rules of inflection, tags of sentences, and parts of packs that are damaged. */
#include "lang/context.h"
#include "lang/inflect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static calco_pack  *pack;
static calco_lang  *english, *italian;
static calco_arena *arena;

static int open_pack(void **state)
{
    (void)state;
    calco_err   err = { 0 };
    const char *path = getenv("CALCO_TEST_PACK");
    arena = calco_arena_new();
    pack = calco_pack_open(path ? path : "build/packs/it-en.calco", &err);
    english = pack ? calco_lang_open(pack, "en", &err) : NULL;
    italian = pack ? calco_lang_open(pack, "it", &err) : NULL;
    if (!italian) fprintf(stderr, "%s: %s\n", err.path, err.message);
    return italian ? 0 : -1;
}

static int close_pack(void **state)
{
    (void)state;
    calco_lang_close(english);
    calco_lang_close(italian);
    calco_pack_close(pack);
    calco_arena_free(arena);
    return 0;
}

static void expect(str got, const char *want, const char *what, const char *tag)
{
    if (calco_str_eq(got, calco_str(want))) return;
    fail_msg("%s %s: \"%.*s\", expected \"%s\"", what, tag, STR_FMT(got), want);
}

static uint8_t tag_of(const calco_lang *lang, const char *name)
{
    uint8_t tag = calco_tag_id(lang, calco_str(name));
    assert_int_not_equal(tag, 0xff);
    return tag;
}

/* --- inflection both ways --- */

static const struct {
    const char *lemma, *tag, *form;
} inflections[] = {
    { "partner", "NNS", "partners" },
    { "city", "NNS", "cities" },
    { "boy", "NNS", "boys" },
    { "church", "NNS", "churches" },
    { "box", "NNS", "boxes" },
    { "bus", "NNS", "buses" },
    { "quiz", "NNS", "quizzes" },
    { "hero", "NNS", "heroes" },
    { "potato", "NNS", "potatoes" },
    { "photo", "NNS", "photos" },
    { "knife", "NNS", "knives" },
    { "roof", "NNS", "roofs" },
    { "man", "NNS", "men" },
    { "woman", "NNS", "women" },
    { "human", "NNS", "humans" },
    { "child", "NNS", "children" },
    { "foot", "NNS", "feet" },
    { "mouse", "NNS", "mice" },
    { "crisis", "NNS", "crises" },
    { "analysis", "NNS", "analyses" },
    { "criterion", "NNS", "criteria" },
    { "phenomenon", "NNS", "phenomena" },
    { "stimulus", "NNS", "stimuli" },
    { "sheep", "NNS", "sheep" },
    { "aircraft", "NNS", "aircraft" },
    { "species", "NNS", "species" },
    { "series", "NNS", "series" },
    { "monarch", "NNS", "monarchs" },
    { "stomach", "NNS", "stomachs" },
    { "drone", "NNS", "drones" },
    { "fighter", "NNS", "fighters" },
    { "unit", "NNS", "units" },
    { "cyberattack", "NNS", "cyberattacks" },
    { "spokesman", "NNS", "spokesmen" },
    { "spokeswoman", "NNS", "spokeswomen" },
    { "passer-by", "NNS", "passers-by" },
    { "tax", "NNS", "taxes" },
    { "colour", "NNS", "colours" },
    { "day", "NNS", "days" },
    { "loss", "NNS", "losses" },
    { "leaf", "NNS", "leaves" },
    { "life", "NNS", "lives" },
    { "half", "NNS", "halves" },
    { "ally", "NNS", "allies" },
    { "country", "NNS", "countries" },
    { "wish", "NNS", "wishes" },
    { "ceasefire", "NNS", "ceasefires" },
    { "labour", "NNS", "labours" },
    { "labor", "NNS", "labors" },
    { "carry", "VBZ", "carries" },
    { "play", "VBZ", "plays" },
    { "go", "VBZ", "goes" },
    { "do", "VBZ", "does" },
    { "have", "VBZ", "has" },
    { "be", "VBZ", "is" },
    { "wash", "VBZ", "washes" },
    { "fix", "VBZ", "fixes" },
    { "pass", "VBZ", "passes" },
    { "deny", "VBZ", "denies" },
    { "veto", "VBZ", "vetoes" },
    { "watch", "VBZ", "watches" },
    { "read", "VBZ", "reads" },
    { "negotiate", "VBZ", "negotiates" },
    { "stop", "VBD", "stopped" },
    { "plan", "VBD", "planned" },
    { "labour", "VBD", "laboured" },
    { "labor", "VBD", "labored" },
    { "agree", "VBD", "agreed" },
    { "die", "VBD", "died" },
    { "try", "VBD", "tried" },
    { "play", "VBD", "played" },
    { "panic", "VBD", "panicked" },
    { "see", "VBD", "saw" },
    { "go", "VBD", "went" },
    { "put", "VBD", "put" },
    { "read", "VBD", "read" },
    { "bring", "VBD", "brought" },
    { "catch", "VBD", "caught" },
    { "lead", "VBD", "led" },
    { "leave", "VBD", "left" },
    { "find", "VBD", "found" },
    { "found", "VBD", "founded" },
    { "focus", "VBD", "focused" },
    { "benefit", "VBD", "benefited" },
    { "refer", "VBD", "referred" },
    { "prefer", "VBD", "preferred" },
    { "admit", "VBD", "admitted" },
    { "open", "VBD", "opened" },
    { "visit", "VBD", "visited" },
    { "control", "VBD", "controlled" },
    { "quit", "VBD", "quit" },
    { "reiterate", "VBD", "reiterated" },
    { "criticise", "VBD", "criticised" },
    { "criticize", "VBD", "criticized" },
    { "be", "VBD", "was" },
    { "be", "VBN", "been" },
    { "see", "VBN", "seen" },
    { "go", "VBN", "gone" },
    { "take", "VBN", "taken" },
    { "write", "VBN", "written" },
    { "begin", "VBN", "begun" },
    { "speak", "VBN", "spoken" },
    { "give", "VBN", "given" },
    { "drive", "VBN", "driven" },
    { "eat", "VBN", "eaten" },
    { "swim", "VBN", "swum" },
    { "show", "VBN", "shown" },
    { "stop", "VBG", "stopping" },
    { "die", "VBG", "dying" },
    { "lie", "VBG", "lying" },
    { "make", "VBG", "making" },
    { "see", "VBG", "seeing" },
    { "be", "VBG", "being" },
    { "agree", "VBG", "agreeing" },
    { "run", "VBG", "running" },
    { "begin", "VBG", "beginning" },
    { "refer", "VBG", "referring" },
    { "open", "VBG", "opening" },
    { "panic", "VBG", "panicking" },
    { "argue", "VBG", "arguing" },
    { "program", "VBG", "programming" },
    { "organise", "VBG", "organising" },
    { "organize", "VBG", "organizing" },
    { "be", "VBP", "are" },
    { "go", "VBP", "go" },
    { "big", "JJR", "bigger" },
    { "happy", "JJR", "happier" },
    { "large", "JJR", "larger" },
    { "new", "JJR", "newer" },
    { "good", "JJR", "better" },
    { "bad", "JJR", "worse" },
    { "hot", "JJS", "hottest" },
    { "early", "JJS", "earliest" },
    { "strong", "JJS", "strongest" },
    { "simple", "JJR", "simpler" },
    { "narrow", "JJR", "narrower" },
    { "few", "JJS", "fewest" },
    { "well", "RBR", "better" },
    { "re-take", "VBD", "re-took" },
    { "anti-tank-gun", "NNS", "anti-tank-guns" },
    { "tweetstorm", "NNS", "tweetstorms" },
    { "refudiate", "VBD", "refudiated" },
    { "blig", "VBD", "bligged" },
    { "blig", "VBG", "bligging" },
    { "snazzle", "VBG", "snazzling" },
    { "glorbify", "VBZ", "glorbifies" },
    { "splorch", "NNS", "splorches" },
};

static void test_inflect(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inflections / sizeof *inflections; i++) {
        uint8_t tag = tag_of(english, inflections[i].tag);
        expect(calco_forms_inflect(english->forms, arena, calco_str(inflections[i].lemma), tag), inflections[i].form,
               inflections[i].lemma, inflections[i].tag);
    }
}

static void test_lemma(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inflections / sizeof *inflections; i++) {
        uint8_t tag = tag_of(english, inflections[i].tag);
        expect(calco_forms_lemma(english->forms, arena, calco_str(inflections[i].form), tag), inflections[i].lemma,
               inflections[i].form, inflections[i].tag);
    }
}

/* Forms that are never written but are read; lemmas that are not made. */
static void test_one_way(void **state)
{
    (void)state;
    static const struct {
        const char *form, *tag, *lemma;
    } lemmas[] = {
        { "travelled", "VBD", "travel" },
        { "traveled", "VBN", "travel" },
        { "focussed", "VBD", "focus" },
        { "brussels", "NNP", "brussels" },
        { "united", "NNP", "united" },
        { "better", "RBR", "well" },
        { "means", "NNS", "means" },
        { "means", "VBZ", "mean" },
        { "is", "VBZ", "be" },
        { "'s", "VBZ", "be" },
        { "n't", "RB", "not" },
        { "am", "VBP", "be" },
        { "were", "VBD", "be" },
        { "them", "PRP", "they" },
        { "those", "DT", "that" },
        { "an", "DT", "a" },
        { "left", "VBN", "leave" },
        { "saw", "NN", "saw" },
        { "fighters", "NN", "fighter" },
        { "googled", "VBD", "google" },
        { "", "NNS", "" },
        { "s", "NNS", "s" },
        { "qwx", "VBD", "qwx" },
        { "ing", "VBG", "ing" },
        { "ÿÿÿs", "NNS", "ÿÿÿ" },
        { "-", "NNS", "-" },
        { "--s", "NNS", "--" },
    };
    for (size_t i = 0; i < sizeof lemmas / sizeof *lemmas; i++)
        expect(calco_forms_lemma(english->forms, arena, calco_str(lemmas[i].form), tag_of(english, lemmas[i].tag)),
               lemmas[i].lemma, lemmas[i].form, lemmas[i].tag);
    static const struct {
        const char *lemma, *tag, *form;
    } forms[] = {
        { "beautiful", "JJR", "more beautiful" },
        { "important", "JJS", "most important" },
        { "", "NNS", "" },
        { "quickly", "RBR", "more quickly" },
        { "brussels", "NNP", "brussels" },
        { "of", "IN", "of" },
        { "walk", "VB", "walk" },
        { "é", "NNS", "és" },
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        expect(calco_forms_inflect(english->forms, arena, calco_str(forms[i].lemma), tag_of(english, forms[i].tag)),
               forms[i].form, forms[i].lemma, forms[i].tag);
}

/* --- what a form can be --- */

static void expect_analyses(const calco_lang *lang, const char *form, const char *want)
{
    calco_analysis found[16];
    calco_buf      text = { 0 };
    size_t         n = calco_forms_analyse(lang->forms, calco_str(form), found, 16);
    for (size_t i = 0; i < n; i++) {
        if (i) calco_buf_char(&text, ' ');
        calco_buf_str(&text, found[i].lemma);
        calco_buf_char(&text, '/');
        calco_buf_str(&text, calco_strtab_at(&lang->tags, found[i].tag));
    }
    str got = calco_arena_str(arena, calco_buf_view(&text));
    calco_buf_free(&text);
    expect(got, want, form, "");
}

static void test_analyse(void **state)
{
    (void)state;
    expect_analyses(english, "fighters", "fighter/NNS");
    expect_analyses(english, "saw", "see/VBD saw/NN saw/VB saw/VBP");
    expect_analyses(english, "labour", "labour/NN labour/VB labour/VBP");
    expect_analyses(english, "the", "the/DT");
    expect_analyses(english, "zzzq", "");
    expect_analyses(english, "", "");
    calco_analysis one;
    assert_int_equal(calco_forms_analyse(english->forms, STR("saw"), &one, 1), 1);
    assert_int_equal(calco_forms_analyse(english->forms, STR("saw"), &one, 0), 0);
    assert_int_equal(calco_forms_weight(english->forms, STR("saw"), tag_of(english, "NNS")), -1);
    assert_true(calco_forms_weight(english->forms, STR("saw"), tag_of(english, "VBD")) >
                calco_forms_weight(english->forms, STR("saw"), tag_of(english, "NN")));
    assert_int_equal(calco_forms_base(english->forms, tag_of(english, "VBG")), tag_of(english, "VB"));
    assert_int_equal(calco_forms_base(english->forms, tag_of(english, "IN")), tag_of(english, "IN"));
}

/* --- rules by themselves --- */

static void test_rules(void **state)
{
    (void)state;
    calco_inflection r = { 0 };
    for (unsigned i = 0; i < 26; i++) r.classes[i] = STR("");
    r.classes['V' - 'A'] = STR("aeiouéà");
    const calco_rule_row rows[] = {
        { STR("^Vt"), STR("++a"), 1, 0 }, { STR("é"), STR("ée"), 1, 0 },   { STR("Vy"), STR("+s"), 1, 0 },
        { STR("y"), STR("ies"), 1, 0 },   { STR("xx"), STR("~ ~"), 1, 0 }, { STR("z"), STR("ze ~"), 1, 0 },
        { STR("Bb"), STR("+no"), 1, 0 },  { STR("k"), STR(""), 1, 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) VEC_PUSH(arena, &r.rows, rows[i]);
    static const struct {
        const char *lemma, *form;
        bool        back;
    } cases[] = {
        { "at", "atta", true },   { "ét", "étta", true }, { "cat", NULL, false },     { "carré", "carrée", true },
        { "day", "days", true },  { "éy", "éys", true },  { "city", "cities", true }, { "y", "ies", false },
        { "az", "ze az", false }, { "bb", NULL, false },  { "ak", "a", true },        { "k", "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str    form = { "", 0 }, lemma = { "", 0 };
        size_t row = 0;
        bool   fits = calco_inflection_apply(&r, arena, calco_str(cases[i].lemma), 1, &form), back = false;
        assert_int_equal(fits, cases[i].form != NULL);
        if (!fits) continue;
        expect(form, cases[i].form, cases[i].lemma, "");
        while (!back && calco_inflection_undo(&r, arena, form, 1, &row, &lemma))
            back = calco_str_eq(lemma, calco_str(cases[i].lemma));
        assert_int_equal(back, cases[i].back);
    }
    str form;
    assert_false(calco_inflection_apply(&r, arena, STR(""), 1, &form));
    assert_false(calco_inflection_apply(&r, arena, STR("day"), 2, &form));
}

/* --- sentences --- */

static calco_doc analysed(const calco_lang *lang, str text)
{
    calco_doc  doc = { .name = "test", .text = text };
    calco_unit unit = { .start = 0, .end = text.n };
    if (text.n) VEC_PUSH(arena, &doc.units, unit);
    calco_segment(arena, &doc, &lang->segmentation);
    calco_analyse(lang, arena, &doc);
    return doc;
}

static const char *tags_of(const calco_lang *lang, const calco_doc *doc)
{
    calco_buf text = { 0 };
    for (size_t i = 0; i < doc->tokens.n; i++) {
        const calco_token *t = &doc->tokens.p[i];
        assert_true(t->tag < lang->tags.count);
        assert_int_equal(t->feats, lang->tag_feats[t->tag]);
        if (i) calco_buf_char(&text, ' ');
        calco_buf_str(&text, calco_strtab_at(&lang->tags, t->tag));
    }
    const char *tags = calco_arena_str(arena, calco_buf_view(&text)).p;
    calco_buf_free(&text);
    return tags;
}

static const struct {
    const char *text, *tags;
} sentences[] = {
    { "The army will deploy six new units fighters along the border.", "DT NN MD VB CD JJ NNS NNS IN DT NN ." },
    { "Britain negotiates with Tehran", "NNP VBZ IN NNP" },
    { "“We are ready,” the communique reads.", "`` PRP VBP JJ , '' DT NN VBZ ." },
    { "They travelled to places like the Romania.", "PRP VBD TO NNS IN DT NNP ." },
    { "Confirmed the deputy minister Anna Kowalska, the talks will resume.", "VBD DT NN NN NNP NNP , DT NNS MD VB ." },
    { "The minister's advisers haven't seen the report.", "DT NN POS NNS VBP RB VBN DT NN ." },
    { "GOVERNMENT FALLS AFTER VOTE", "NN VBZ IN NN" },
    { "Many people were killed when a bomb exploded near the station.", "JJ NNS VBD VBN WRB DT NN VBD IN DT NN ." },
    { "He has already been told that she left.", "PRP VBZ RB VBN VBN IN PRP VBD ." },
    { "To win, the team must score twice before the break.", "TO VB , DT NN MD VB RB IN DT NN ." },
    { "She said that the prices had risen by 3.5 % since January.", "PRP VBD IN DT NNS VBD VBN IN CD NN IN NNP ." },
    { "Police arrested two suspects and seized their phones.", "NN VBD CD NNS CC VBD PRP$ NNS ." },
    { "I don't know whether he can swim.", "PRP VBP RB VB IN PRP MD VB ." },
    { "The biggest and most expensive house was sold.", "DT JJS CC RBS JJ NN VBD VBN ." },
    { "Nobody has put the blame on us.", "NN VBZ VBN DT NN IN PRP ." },
    { "Let's go home.", "VB PRP VB NN ." },
    { "Is it true that dogs bark at strangers?", "VBZ PRP JJ IN NNS VBP IN NNS ." },
    { "The well-known 44-year-old singer refused to comment.", "DT JJ JJ NN VBD TO VB ." },
    { "The mayor cut the ribbon yesterday.", "DT NN VBD DT NN NN ." },
    { "He wants to buy a larger car and sell this house.", "PRP VBZ TO VB DT JJR NN CC VB DT NN ." },
    { "There were no survivors.", "EX VBD DT NNS ." },
};

static void test_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        calco_doc doc = analysed(english, calco_str(sentences[i].text));
        expect(calco_str(tags_of(english, &doc)), sentences[i].tags, sentences[i].text, "");
    }
}

static void test_lemmas_of_tokens(void **state)
{
    (void)state;
    calco_doc                doc = analysed(english, STR("The ministers haven't told Italy's allies."));
    static const char *const lemmas[] = { "the", "minister", "have", "not", "tell", "italy", "'s", "ally", "." };
    assert_int_equal(doc.tokens.n, sizeof lemmas / sizeof *lemmas);
    for (size_t i = 0; i < doc.tokens.n; i++) {
        expect(doc.tokens.p[i].lemma, lemmas[i], "lemma of a token", "");
        assert_true(doc.tokens.p[i].known);
    }
    doc = analysed(english, STR("The glorbnix fell."));
    assert_false(doc.tokens.p[1].known);
}

/* Tags in context: the same form is read in two ways. */
static void test_italian(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lemmas;
    } rows[] = {
        { "La porta è aperta.", "la porta essere aprire ." },
        { "Un uomo che portava la borsa.", "un uomo che portare la borsa ." },
        { "Il treno parte per Roma.", "il treno partire per roma ." },
        { "Una parte del paese.", "una parte del paese ." },
        { "I ministri hanno detto la verità.", "il ministro avere dire la verità ." },
        { "Lo dice il medico.", "lo dire il medico ." },
        { "Zzkq", "zzkq" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calco_doc doc = analysed(italian, calco_str(rows[i].text));
        calco_buf text = { 0 };
        for (size_t k = 0; k < doc.tokens.n; k++) {
            if (k) calco_buf_char(&text, ' ');
            calco_buf_str(&text, doc.tokens.p[k].lemma);
        }
        str got = calco_arena_str(arena, calco_buf_view(&text));
        calco_buf_free(&text);
        expect(got, rows[i].lemmas, rows[i].text, "");
    }
    expect(calco_forms_inflect(italian->forms, arena, STR("ministro"), tag_of(italian, "NOUN-M:p")), "ministri",
           "ministro", "");
    expect(calco_forms_lemma(italian->forms, arena, STR("inviarono"), tag_of(italian, "VER:ind+past+3+p")), "inviare",
           "inviarono", "");
}

static void test_edges(void **state)
{
    (void)state;
    static const char *const texts[] = { "",
                                         " ",
                                         ".",
                                         "\xF0\x9F\x98\x80",
                                         "a",
                                         "A",
                                         "...",
                                         "---",
                                         "’",
                                         "“”",
                                         "5",
                                         "@x #y http://z.it",
                                         "The the the the the the the the.",
                                         "\xC3\x89",
                                         "A B C D E F G H.",
                                         "'" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        calco_doc doc = analysed(english, calco_str(texts[i]));
        tags_of(english, &doc);
        doc = analysed(italian, calco_str(texts[i]));
        tags_of(italian, &doc);
    }
    calco_doc doc = analysed(english, STR("a\0b the\0 end"));
    tags_of(english, &doc);
    size_t n = 1 << 20;
    char  *word = ARENA_ARRAY(arena, char, n);
    memset(word, 'w', n);
    word[n - 1] = 's';
    assert_int_equal(calco_forms_lemma(english->forms, arena, (str){ word, n }, tag_of(english, "NNS")).n, n - 1);
}

static void test_features(void **state)
{
    (void)state;
    uint32_t feats;
    assert_true(calco_feats_parse(STR("noun  proper sg"), &feats));
    assert_int_equal(feats, FEAT_NOUN | FEAT_PROPER | FEAT_SG);
    assert_true(calco_feats_parse(STR(""), &feats));
    assert_int_equal(feats, 0);
    assert_false(calco_feats_parse(STR("noun sgg"), &feats));
    uint64_t hash;
    assert_true(calco_tag_feature_hash(STR("tags"), STR("NN DT"), &hash));
    assert_false(calco_tag_feature_hash(STR("tags"), STR("NN"), &hash));
    assert_false(calco_tag_feature_hash(STR("tags"), STR("NN DT NN"), &hash));
    assert_false(calco_tag_feature_hash(STR("no such"), STR("NN"), &hash));
    assert_true(calco_tag_templates() <= CALCO_TAG_FEATURES);
}

/* --- damage --- */

static uint64_t chance = 88172645463325252u;

static size_t below(size_t n)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (size_t)(chance % n);
}

/* Where a damaged part opens all the same, using it must be harmless. */
static void use_forms(calco_part part)
{
    calco_err                err;
    calco_arena             *own = calco_arena_new();
    calco_forms             *f = calco_forms_open(part, own, &err);
    static const char *const words[] = { "saw", "fighters", "glorbs", "re-took", "", "be" };
    for (size_t i = 0; f && i < sizeof words / sizeof *words; i++) {
        calco_analysis found[8];
        calco_forms_analyse(f, calco_str(words[i]), found, 8);
        for (unsigned tag = 0; tag < calco_forms_tags(f); tag++) {
            calco_forms_lemma(f, own, calco_str(words[i]), (uint8_t)tag);
            calco_forms_inflect(f, own, calco_str(words[i]), (uint8_t)tag);
        }
    }
    calco_arena_free(own);
}

static void use_tagger(calco_part part)
{
    calco_err            err;
    calco_arena         *own = calco_arena_new();
    struct calco_tagger *t = calco_tagger_open(part, own, &err);
    calco_doc            doc = { .text = STR("The mayor put six books on the table in Rome.") };
    if (t && calco_tagger_tags(t) == english->tags.count) {
        calco_unit unit = { .start = 0, .end = doc.text.n };
        VEC_PUSH(own, &doc.units, unit);
        calco_segment(own, &doc, &english->segmentation);
        calco_tagger_run(t, english, own, doc.tokens.p, doc.tokens.n);
    }
    calco_arena_free(own);
}

static void damage(const char *name, size_t head, void (*use)(calco_part))
{
    calco_part part = calco_pack_part(pack, name);
    assert_non_null(part.p);
    char *copy = aligned_alloc(64, (part.n + 63) / 64 * 64);
    assert_non_null(copy);
    memcpy(copy, part.p, part.n);
    use((calco_part){ copy, part.n });
    for (int i = 0; i < 40; i++) use((calco_part){ copy, i < 20 ? (size_t)i * 7 : below(part.n) });
    for (int i = 0; i < 150; i++) {
        size_t at[3];
        for (int k = 0; k < 3; k++) copy[at[k] = below(i % 2 ? head : part.n)] ^= (char)(1 << below(8));
        use((calco_part){ copy, part.n });
        for (int k = 0; k < 3; k++) copy[at[k]] = ((const char *)part.p)[at[k]];
    }
    free(copy);
}

static void test_damaged_forms(void **state)
{
    (void)state;
    damage("en.forms", 64, use_forms);
}

static void use_context(calco_part part)
{
    calco_err             err;
    calco_arena          *own = calco_arena_new();
    struct calco_context *c = calco_context_open(part, own, &err);
    calco_doc             doc = { .text = STR("Il sindaco porta 6 libri a Zkroma.") };
    if (c && calco_context_tags(c) == italian->tags.count) {
        calco_unit unit = { .start = 0, .end = doc.text.n };
        VEC_PUSH(own, &doc.units, unit);
        calco_segment(own, &doc, &italian->segmentation);
        calco_context_run(c, italian, own, doc.tokens.p, doc.tokens.n);
    }
    calco_arena_free(own);
}

static void test_damaged_context(void **state)
{
    (void)state;
    damage("it.context", 16, use_context);
}

static void test_damaged_tagger(void **state)
{
    (void)state;
    damage("en.tagger", 4096, use_tagger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inflect),
        cmocka_unit_test(test_lemma),
        cmocka_unit_test(test_one_way),
        cmocka_unit_test(test_analyse),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_features),
        cmocka_unit_test(test_lemmas_of_tokens),
        cmocka_unit_test(test_damaged_forms),
        cmocka_unit_test(test_damaged_tagger),
        cmocka_unit_test(test_damaged_context),
        cmocka_unit_test(test_italian),
    };
    return cmocka_run_group_tests_name("words and tags", tests, open_pack, close_pack);
}
