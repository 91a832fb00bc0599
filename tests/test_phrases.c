/* The phrase rules' engine: patterns, conditions, suggestions, errors, hostile images, settling. */
#include "rules_stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

/* One row (without id and the columns after `better`), a tagged sentence, and what must come out: the text flagged,
 * ">", the best suggestion; several separated by ";"; "" for silence. */
typedef struct {
    const char *pattern, *better, *condition, *sentence, *want;
} match_case;

static const match_case matches[] = {
    /* words */
    { "risky partner", "", "", "A/DT risky/JJ partner/NN|./.", "risky partner" },
    { "risky partner", "", "", "Risky/JJ PARTNER/NN|./.", "Risky PARTNER" },
    { "risky partner", "", "", "A/DT risky/JJ partners/NNS/partner", "" },
    { "Dragon", "", "", "the/DT Dragon/NNP said/VBD/say", "Dragon" },
    { "Dragon", "", "", "the/DT dragon/NN said/VBD/say", "" },
    { "risky partner", "", "", "", "" },
    { "risky partner", "", "", "risky/JJ", "" },
    /* lemmas, tags, classes */
    { "<take> part", "", "", "he/PRP took/VBD/take part/NN", "took part" },
    { "<partner:NNS>", "", "", "one/CD partner/NN and/CC partners/NNS/partner", "partners" },
    { "<work:N>", "", "", "they/PRP work/VB the/DT works/NNS/work", "works" },
    { "<work|labour>", "", "", "work/NN labour/NN", "work;labour" },
    { ":J partners", "", "", "risky/JJ partners/NNS/partner", "risky partners" },
    { ":NN|NNS of", "", "", "men/NNS/man of/IN", "men of" },
    { ":NP :N", "", "", "Kiev/NNP talks/NNS/talk Kiev/NNP", "Kiev talks" },
    { "her:PRP$", "", "", "her/PRP her/PRP$", "her" },
    { ":V :R :D :P :PR :C", "", "", "can/MD now/RB the/DT of/IN it/PRP two/CD", "can now the of it two" },
    { "Will:NN", "", "", "Will/MD Will/NN will/NN", "Will" },
    /* alternatives, options, gaps, edges */
    { "(a b|c|<take>) d", "", "", "a b d c d took/VBD/take d b d", "a b d;c d;took d" },
    { "a? b c?", "", "", "x b", "b" },
    { "a? b c?", "", "", "a b c", "a b c" },
    { "a (b c)? d", "", "", "a d a b c d a b d", "a d;a b c d" },
    { "a ((b|c) d?|:NN) e", "", "", "a b e a c d e a x/NN e", "a b e;a c d e;a x e" },
    { "(:NN|of|:JJ|NNS) x", "", "", "of x q/NNS x NNS x", "of x;q x" },
    { "from ..2 to", "", "", "from a to", "from a to" },
    { "from ..2 to", "", "", "from to", "from to" },
    { "from ..2 to", "", "", "from a b c to", "" },
    { "from ..2 to", "", "", "from a|;/. to", "" },
    { "from ..3 to", "", "", "from a to b to", "from a to b to" },
    { "^ and", "", "", "And that and", "And" },
    { "^ and", "", "", "\"|And that", "And" },
    { "so $", "", "", "so it is so|./.", "so" },
    { "so $", "", "", "so it is", "" },
    { "\\? a\\:b \\$5", "", "", "why ?|a:b $5", "?a:b $5" },
    /* lists: a capital counts, members may have several words */
    { "in @capital-city", "", "", "in Kiev in kiev in Addis Ababa", "in Kiev;in Addis Ababa" },
    { "@say that", "", "", "he went on to say that", "went on to say that" },
    /* braces */
    { "the {risky} partner", "safe", "", "the risky/JJ partner/NN", "risky>safe" },
    { "{ a? b } c", "", "", "a b c", "a b" },
    { "({a}|b {c}) d", "", "", "a d b c d", "a;c" },
    /* the longest at one place */
    { "a b? c? d?", "", "", "a b c d", "a b c d" },
    /* conditions */
    { "x", "", "prev:<be>", "is/VB/be x", "x" },
    { "x", "", "prev:<be>", "y x", "" },
    { "x", "", "prev:^", "x y", "x" },
    { "x", "", "prev!a|:DT", "the/DT x", "" },
    { "x", "", "prev!a|:DT", "x", "x" },
    { "x", "", "prev:@capital-city", "Addis Ababa x", "x" },
    { "x", "", "next:@say", "x went on to say", "x" },
    { "x", "", "next!$", "x|./.", "" },
    { "x", "", "next:of next!y", "x of", "x" },
    { "x", "", "has:y|<z>", "zs/NN/z a x", "x" },
    { "x y", "", "has:y", "x y", "" },
    { "x", "", "has!y", "x y", "" },
    { "x", "", "doc:<take>", "x took/VBD/take", "x" },
    { "x", "", "doc!took", "x took/VBD/take", "" },
    { "x", "", "body", "x", "x" },
    { "x", "", "headline", "x", "" },
    { "x", "", "source?", "x", "x" },
    { "x", "", "source", "x", "" },
    /* suggestions */
    { "risky $1:<partner>", "$1 at risk", "", "met/VBD risky/JJ partners/NNS/partner|./.",
      "risky partners>partners at risk" },
    { "risky $1:<partner>", "$1 at risk", "", "Risky/JJ partners/NNS/partner left", "Risky partners>Partners at risk" },
    { "$1::N of $2::N", "$2 $1", "", "Men/NNS/man of war/NN", "Men of war>War men" },
    { "$1::NP talks", "talks in $1", "", "Kiev/NNP talks/NNS/talk", "Kiev talks>Talks in Kiev" },
    { "elderly $1::N", "$1", "", "an/DT elderly/JJ man/NN", "an elderly man>a man" },
    { "man", "hourly man", "", "A/DT man/NN", "A man>An hourly man" },
    { "man", "MP", "", "a/DT man/NN", "a man>an MP" },
    { "man", "European", "", "a/DT man/NN", "man>European" },
    { "see $1::N", "see a $1", "", "see egg/NN", "see egg>see an egg" },
    { "$1:(a|b)? x $2:(:N c)?", "$2 y $1", "", "x", "x>y" },
    { "$1:(a|b)? x $2:(:N c)?", "$2 y $1", "", "b x egg/NN c", "b x egg c>egg c y b" },
    { "big", "\\$1 \\<b", "", "big", "big>$1 <b" },
    { "big $1::N", "<house:$1>", "", "big hut/NN", "big hut>house" },
    { "big $1::N", "<$1:N>", "", "big huts/NNS/hut", "big huts>hut" },
    { "was here", "left", "", "IT/PRP WAS/VBD HERE/RB", "WAS HERE>LEFT" },
    { "{'s} man", "of the", "", "Rome/NNP|'s/POS man/NN", "'s> of the" },
    /* deletions */
    { "so-called", "-", "", "the/DT so-called/JJ partner/NN", "so-called >-" },
    { "so-called", "-", "", "a/DT so-called/JJ event/NN", "a so-called>an" },
    { "in fact", "-", "", "he/PRP said/VBD|, in fact|, that", ", in fact,>-" },
    { "in fact", "-", "", "he/PRP left/VBD|, in fact|.", ", in fact>-" },
    { "in fact", "-", "", "he/PRP left/VBD in fact|.", " in fact>-" },
    { "in fact", "-", "", "In fact|, he/PRP left/VBD", "In fact, he>He" },
    { "in fact", "-", "", "In fact|, Rome/NNP fell/VBD", "In fact, >-" },
    { "in fact", "indeed | -", "", "he/PRP in fact left/VBD", "in fact >indeed " },
    { "x", "y", "lm:-5", "a x b", "x>y" },
};

static const char *run_case(stage *s, const match_case *c, bool headline)
{
    str row = calco_arena_printf(s->arena, "calque/t\t%s\tx\t%s\tcalque\tmajor\t0.9\t%s\t\t[%s]", c->pattern, c->better,
                                 c->condition, "x");
    if (!stage_rows(s, row.p)) return s->err.message;
    const calco_doc *doc = stage_doc(s, c->sentence, headline);
    calco_run        run = stage_run(s, doc);
    calco_buf        out = { 0 };
    for (size_t i = 0; i < run.hits.n; i++) {
        const calco_hit *h = &run.hits.p[i];
        if (i) calco_buf_char(&out, ';');
        calco_buf_str(&out, calco_doc_cut(doc, h->start, h->end));
        if (!h->n_suggestions) continue;
        calco_buf_char(&out, '>');
        calco_buf_str(&out, h->deletes ? STR("-") : h->suggestions[0]);
    }
    const char *got = calco_arena_str(s->arena, calco_buf_view(&out)).p;
    calco_buf_free(&out);
    return got;
}

static void test_matches(void **state)
{
    (void)state;
    size_t failed = 0;
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        stage      *s = stage_new();
        const char *got = run_case(s, &matches[i], false);
        if (strcmp(got, matches[i].want) != 0) {
            failed++;
            print_error("'%s' -> '%s' [%s] on '%s': got '%s', want '%s'\n", matches[i].pattern, matches[i].better,
                        matches[i].condition, matches[i].sentence, got, matches[i].want);
        }
        stage_free(s);
    }
    assert_int_equal(failed, 0);
}

static void test_headline(void **state)
{
    (void)state;
    stage     *s = stage_new();
    match_case c = { "x", "", "headline", "x", "" };
    assert_string_equal(run_case(s, &c, true), "x");
    c.condition = "body";
    assert_string_equal(run_case(s, &c, true), "");
    stage_free(s);
}

/* --- the given source --- */

static const struct {
    const char *source, *condition, *given; /* the row's expression and condition; the source sentence or NULL */
    const char *want;                       /* source text of the hit, NULL where the row is silent */
    double      confidence;                 /* of a row at 0.5 */
} sources[] = {
    { "partner a rischio", "", NULL, "partner a rischio", 0.5 },
    { "partner a rischio", "", "i partner a rischio", "partner a rischio", 0.85 },
    { "partner a rischio", "", "I Partner molto ben a rischio", "Partner molto ben a rischio", 0.85 },
    { "partner a rischio", "", "partner che non sono a rischio", "partner a rischio", 0.25 },
    { "partner a rischio", "source", "partner a rischio", "partner a rischio", 0.85 },
    { "partner a rischio", "source", "nulla", NULL, 0 },
    { "partner a rischio", "source", NULL, NULL, 0 },
    { "partner a rischio", "source?", "nulla", NULL, 0 },
    { "partner a rischio", "source?", NULL, "partner a rischio", 0.5 },
    { "carri (in military news) | tank", "", NULL, "carri", 0.5 },
    { "carri (in military news) | tank", "", "un tank", "tank", 0.85 },
    { "$it1 a rischio", "", "soci a rischio", "soci a rischio", 0.85 },
    { "$it1 a rischio", "", "a rischio", "\u2026 a rischio", 0.4 },
    { "$it2 a rischio", "", NULL, "Kiev a rischio", 0.5 },
    { "dell'alleanza", "", "membri dell'|alleanza", "dell'alleanza", 0.85 },
    { "", "", "nulla", "", 0.5 },
};

static void test_given_source(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        stage *s = stage_new();
        str    row =
            calco_arena_printf(s->arena, "calque/t\t$2:Kiev? risky $1:<partner>\t%s\t$1\tcalque\tmajor\t0.5\t%s\t\t[x]",
                               sources[i].source, sources[i].condition);
        assert_true(stage_rows(s, row.p));
        const calco_doc *given = sources[i].given ? stage_doc(s, sources[i].given, false) : NULL;
        calco_run        run = stage_run_with(s, stage_doc(s, "Kiev/NNP risky/JJ partners/NNS/partner", false), given);
        assert_int_equal(run.hits.n, sources[i].want != NULL);
        if (sources[i].want) {
            const calco_hit *h = &run.hits.p[0];
            if (!calco_str_eq(h->source, calco_str(sources[i].want)) ||
                fabs((double)h->confidence - sources[i].confidence) > 1e-4)
                fail_msg("%s in %s: '%.*s' %f", sources[i].source, sources[i].given ? sources[i].given : "-",
                         STR_FMT(h->source), (double)h->confidence);
            bool found = sources[i].confidence > 0.8;
            assert_int_equal(h->origin, found         ? CALCO_ORIGIN_GIVEN
                                        : h->source.n ? CALCO_ORIGIN_RULE
                                                      : CALCO_ORIGIN_NONE);
            if (found) assert_true(calco_str_eq(calco_doc_cut(given, h->source_start, h->source_end), h->source));
        }
        stage_free(s);
    }
}

/* --- errors: a row, and what the message must hold --- */

static const struct {
    const char *row;
    size_t      line;
    const char *message;
} errors[] = {
    { "# c\ncalque/a\tb\n", 2, "2 columns" },
    { "Calque/a\tb\t\t\tcalque\tmajor\t0.9", 1, "column 1 (id), character 1: an id is" },
    { "calque\tb\t\t\tcalque\tmajor\t0.9", 1, "family/problem" },
    { "verse/a\tb\t\t\tcalque\tmajor\t0.9", 1, "no such family" },
    { "calque/a\t\t\t\tcalque\tmajor\t0.9", 1, "pattern is missing" },
    { "calque/a\tb\t\t\tverse\tmajor\t0.9", 1, "column 5 (category)" },
    { "calque/a\tb\t\t\tcalque\tgrave\t0.9", 1, "minor, major or critical" },
    { "calque/a\tb\t\t\tcalque\tmajor\t1.5", 1, "0.00 to 1.00" },
    { "calque/a\tb\t\t\tcalque\tmajor\tx", 1, "0.00 to 1.00" },
    { "calque/a\tb\t\t\tcalque\tmajor\t1\n\ncalque/a\tc\t\t\tcalque\tmajor\t1", 3, "is also in t.tsv, line 1" },
    { "calque/a\tb (c\t\t\tcalque\tmajor\t1", 1, "character 3: '(' without ')'" },
    { "calque/a\tb c)\t\t\tcalque\tmajor\t1", 1, "character 4: ')' without '('" },
    { "calque/a\tb|c\t\t\tcalque\tmajor\t1", 1, "'|' outside parentheses" },
    { "calque/a\t(b|)\t\t\tcalque\tmajor\t1", 1, "alternative is empty" },
    { "calque/a\t<b\t\t\tcalque\tmajor\t1", 1, "'<' without '>'" },
    { "calque/a\t<b c>\t\t\tcalque\tmajor\t1", 1, "one word" },
    { "calque/a\t<b:Q>\t\t\tcalque\tmajor\t1", 1, "'Q' is no tag" },
    { "calque/a\t:Q\t\t\tcalque\tmajor\t1", 1, "'Q' is no tag" },
    { "calque/a\t:NN|Q\t\t\tcalque\tmajor\t1", 1, "'Q' is no tag" },
    { "calque/a\tb :\t\t\tcalque\tmajor\t1", 1, "must follow ':'" },
    { "calque/a\t@none\t\t\tcalque\tmajor\t1", 1, "no list lists/none.txt" },
    { "calque/a\ta?\t\t\tcalque\tmajor\t1", 1, "match nothing" },
    { "calque/a\t..3 a\t\t\tcalque\tmajor\t1", 1, "gap" },
    { "calque/a\ta? ..3 b\t\t\tcalque\tmajor\t1", 1, "begin or end with a gap" },
    { "calque/a\ta ..99 b\t\t\tcalque\tmajor\t1", 1, "a gap is" },
    { "calque/a\ta ?\t\t\tcalque\tmajor\t1", 1, "written \\?" },
    { "calque/a\t{a b\t\t\tcalque\tmajor\t1", 1, "'{' without '}'" },
    { "calque/a\t{a} {b}\t\t\tcalque\tmajor\t1", 1, "one pair of braces" },
    { "calque/a\t{a?} b\t\t\tcalque\tmajor\t1", 1, "braces can be empty" },
    { "calque/a\t$1: a\t\t\tcalque\tmajor\t1", 1, "without a space" },
    { "calque/a\t$1:a $1:b\t\t\tcalque\tmajor\t1", 1, "captures twice" },
    { "calque/a\ta\\\t\t\tcalque\tmajor\t1", 1, "must follow '\\'" },
    { "calque/a\t((((((((((a))))))))))\t\t\tcalque\tmajor\t1", 1, "nest" },
    { "calque/a\t(a|b|c|d|e|f|g|h|i|j) (a|b|c|d|e|f|g|h|i|j) (a|b|c|d|e|f|g|h|i|j) "
      "(a|b|c|d|e|f|g|h|i|j)\t\t\tcalque\tmajor\t1",
      1, "use a list" },
    { "calque/a\ta\t\t$1\tcalque\tmajor\t1", 1, "column 4 (better), character 2: the pattern has no capture $1" },
    { "calque/a\t$1:a\t\tb | <$1\tcalque\tmajor\t1", 1, "column 4 (better), character 5: '<' without '>'" },
    { "calque/a\t$1:a\t\t<$1:QQ>\tcalque\tmajor\t1", 1, "'QQ' is no tag" },
    { "calque/a\t$1:a\t\t<b>\tcalque\tmajor\t1", 1, "write <lemma:$1>" },
    { "calque/a\ta\t$it1\tb\tcalque\tmajor\t1", 1, "no capture $1" },
    { "calque/a\ta\t\t\tcalque\tmajor\t1\tnear:b", 1, "is no condition" },
    { "calque/a\ta\t\t\tcalque\tmajor\t1\tprev: b", 1, "must follow without a space" },
    { "calque/a\ta\t\t\tcalque\tmajor\t1\tbody prev:b?", 1, "single tokens" },
    { "calque/a\ta\t\t\tcalque\tmajor\t1\tdoc:@say", 1, "words and <lemmas> only" },
    { "calque/a\ta\t\tb\tcalque\tmajor\t1\tlm:x", 1, "a number must follow" },
    { "calque/a\ta\t\t\tcalque\tmajor\t1\tlm:1", 1, "best suggestion" },
    { "calque/a\ta\t\t\tcalque\tmajor\t1\tsource", 1, "source expression" },
    { "calque/a\t<a>\tb\tc\tcalque\tmajor\t1", 1, "needs a bad example" },
    { "calque/a\ta\tb\tc\tcalque\tmajor\t1\t\t\tno brackets", 1, "square brackets" },
    { "calque/a\t\xff\tb\tc\tcalque\tmajor\t1", 0, "not UTF-8" },
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        stage *s = stage_new();
        if (stage_rows(s, errors[i].row)) fail_msg("no error for %s", errors[i].row);
        if (s->err.line != errors[i].line || !strstr(s->err.message, errors[i].message) ||
            strcmp(s->err.path, "t.tsv") != 0 || s->err.code != CALCO_ERR_FORMAT)
            fail_msg("%s\n gives %s:%zu: %s", errors[i].row, s->err.path, s->err.line, s->err.message);
        stage_free(s);
    }
}

static void test_rules_by_id(void **state)
{
    (void)state;
    stage *s = stage_new();
    assert_true(stage_rows(s, "name/b\tx\tfonte\tbuono\tname\tminor\t0.25\t\tSays so.\t[x] a\tgood\r\n"
                              "calque/z\ty\t\t\tcalque\tcritical\t1\n# c\n\ncalque/a\tz\t\t\tcalque\tmajor\t0"));
    assert_int_equal(calco_phrases_count(s->phrases), 3);
    assert_string_equal(calco_phrases_rule(s->phrases, 0).id, "calque/a");
    assert_string_equal(calco_phrases_rule(s->phrases, 1).id, "calque/z");
    calco_rule r = calco_phrases_rule(s->phrases, 2);
    assert_string_equal(r.id, "name/b");
    assert_string_equal(r.pattern, "x");
    assert_string_equal(r.source, "fonte");
    assert_string_equal(r.better, "buono");
    assert_string_equal(r.summary, "Says so.");
    assert_string_equal(r.bad, "[x] a");
    assert_string_equal(r.good, "good");
    assert_int_equal(r.severity, CALCO_MINOR);
    assert_string_equal(calco_phrases_rule(s->phrases, 1).summary, "y → ?");
    stage_free(s);
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *row, *want;
    } rows[] = {
        { "calque/a\tx\tfonte\ty\tcalque\tmajor\t1", "x from fonte: y" },
        { "calque/a\tx\t\ty\tcalque\tmajor\t1", "x is no English" },
        { "calque/a\tx\t\ty\tcalque\tmajor\t1\t\tOwn words.", "Own words." },
        { "calque/a\tx\t\ty\tname\tmajor\t1", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        stage *s = stage_new();
        assert_true(stage_rows(s, rows[i].row));
        calco_run run = stage_run(s, stage_doc(s, "a x b", false));
        assert_int_equal(run.hits.n, 1);
        if (!calco_str_eq(run.hits.p[0].message, calco_str(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].row, STR_FMT(run.hits.p[0].message));
        stage_free(s);
    }
}

static void test_same_bytes_twice(void **state)
{
    (void)state;
    stage          *s = stage_new();
    calco_buf       one = { 0 }, two = { 0 };
    calco_rule_file f = { "t.tsv", STR("calque/a\t(a|b)? $1::N @say\t\t<$1:NNS>\tcalque\tmajor\t1\tprev:x\t\t[x]") };
    assert_true(calco_phrases_compile(s->arena, &f, 1, &s->lang, &one, &s->err));
    assert_true(calco_phrases_compile(s->arena, &f, 1, &s->lang, &two, &s->err));
    assert_true(calco_str_eq(calco_buf_view(&one), calco_buf_view(&two)));
    calco_buf_free(&one);
    calco_buf_free(&two);
    stage_free(s);
}

/* Damage every word of an image: it is refused, or it runs within its bounds (ASan watches). */
static void test_hostile_images(void **state)
{
    (void)state;
    static const uint32_t values[] = { 0, 7, 0xffffffff };
    stage                *s = stage_new();
    calco_buf             image = { 0 };
    calco_rule_file       f = { "t.tsv",
                                STR("calque/a\t(a|b)? $1::N ..2 @say\tfonte $it1\t<big:$1> <$1:NNS> | -\tcalque\tmajor\t1"
                                          "\tprev!x doc!q has!w lm:-9\tm\t[x]") };
    assert_true(calco_phrases_compile(s->arena, &f, 1, &s->lang, &image, &s->err));
    size_t refused = 0, tried = 0;
    for (size_t at = 0; at + 4 <= image.n; at += 4)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++, tried++) {
            stage *own = stage_new();
            char  *copy = malloc(image.n);
            memcpy(copy, image.p, image.n);
            memcpy(copy + at, &values[k], 4);
            if (!stage_open(own, (str){ copy, image.n }))
                refused++;
            else
                stage_run(own, stage_doc(own, "a man/NN he then went on to say b egg/NN said", false));
            free(copy);
            stage_free(own);
        }
    assert_true(refused > tried / 20);
    for (size_t n = 0; n < image.n; n += 12) {
        stage *own = stage_new();
        assert_false(stage_open(own, (str){ image.p, n }));
        assert_int_equal(own->err.code, CALCO_ERR_PACK);
        stage_free(own);
    }
    calco_buf_free(&image);
    stage_free(s);
}

/* Rows of random pieces: each is refused with a line and a remedy, or compiles and runs. */
static void test_random_rows(void **state)
{
    (void)state;
    static const char *const pieces[] = { "a",   "b",   " ",  " ",        "(",   ")",          "|",    "?", "{", "}",
                                          "<a>", "<",   ">",  ":",        ":NN", "$1:",        "$2:",  "$", "^", "@say",
                                          "@",   "..3", "\\", "\xc3\xa9", "A",   "<a:VBD|VB>", "x:NN", "'s" };
    static const char *const betters[] = { "", "y", "$1", "<y:$1>", "<$1:NNS> | -", "-", "\\$ $2", "<$2:$1>", "$" };
    static const char *const conditions[] = { "",      "prev:a",  "has!(a|b)", "next:$ prev!^",
                                              "lm:-1", "doc:<a>", "prev:@say", "prev:(" };
    enum {
        PIECES = sizeof pieces / sizeof *pieces,
        BETTERS = sizeof betters / sizeof *betters,
        CONDITIONS = sizeof conditions / sizeof *conditions
    };
    uint64_t seed = 7;
    size_t   compiled = 0;
    for (size_t i = 0; i < 3000; i++) {
        stage    *s = stage_new();
        calco_buf row = { 0 };
        calco_buf_printf(&row, "calque/t\t");
        for (size_t k = 0; k < 1 + i % 8; k++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            calco_buf_printf(&row, "%s", pieces[(seed >> 33) % PIECES]);
        }
        calco_buf_printf(&row, "\tfonte\t%s\tcalque\tmajor\t1\t%s\t\t[x]", betters[i % 2 ? (seed >> 40) % BETTERS : 0],
                         conditions[i % 3 ? 0 : (seed >> 50) % CONDITIONS]);
        calco_buf_char(&row, '\0');
        if (stage_rows(s, row.p)) {
            compiled++;
            stage_run(s, stage_doc(s, "A a/VBD/a b x/NN|'s a said b a A b", false));
        } else if (!s->err.line || !s->err.message[0]) {
            fail_msg("%s: no line or no message", row.p);
        }
        calco_buf_free(&row);
        stage_free(s);
    }
    assert_true(compiled > 100);
}

/* --- settling --- */

static void add(calco_run *run, const char *id, float confidence, size_t start, size_t end, bool context)
{
    calco_rule_info info = { id, "calque", CALCO_MAJOR, confidence, "" };
    calco_hit_add(run, &info, 0, start, end)->context = context;
}

static void test_settle(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    calco_run    run = { .arena = a };
    calco_hits_settle(&run);
    assert_int_equal(run.hits.n, 0);
    add(&run, "r/long", 0.6f, 10, 30, false);
    add(&run, "r/sure", 0.9f, 15, 20, false);
    add(&run, "r/next", 0.5f, 20, 25, false);
    add(&run, "r/context", 0.1f, 0, 100, true);
    add(&run, "r/longer", 0.8f, 40, 60, false);
    add(&run, "r/shorter", 0.8f, 45, 60, false);
    add(&run, "r/early", 0.7f, 0, 5, false);
    add(&run, "r/inside", 0.1f, 16, 16, false);
    add(&run, "r/empty", 0.1f, 35, 35, false);
    calco_hits_settle(&run);
    const char *want[] = { "r/early", "r/context", "r/sure", "r/next", "r/empty", "r/longer" };
    assert_int_equal(run.hits.n, 6);
    for (size_t i = 0; i < 6; i++) assert_string_equal(run.hits.p[i].rule, want[i]);
    calco_arena_free(a);
}

static void test_settle_many(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    calco_run    run = { .arena = a };
    for (size_t i = 0; i < 200000; i++) add(&run, i % 2 ? "r/a" : "r/b", i % 2 ? 0.5f : 0.6f, i * 2, i * 2 + 3, false);
    add(&run, "r/all", 0.1f, 0, 400000, false);
    calco_hits_settle(&run);
    assert_int_equal(run.hits.n, 100000);
    for (size_t i = 1; i < run.hits.n; i++) assert_true(run.hits.p[i - 1].end <= run.hits.p[i].start);
    calco_arena_free(a);
}

static void test_suggest(void **state)
{
    (void)state;
    calco_arena *a = calco_arena_new();
    calco_run    run = { .arena = a };
    add(&run, "r/a", 1, 0, 1, false);
    calco_hit_suggest(&run, &run.hits.p[0], STR("one"));
    calco_hit_suggest(&run, &run.hits.p[0], STR("two"));
    assert_int_equal(run.hits.p[0].n_suggestions, 2);
    assert_true(calco_str_eq(run.hits.p[0].suggestions[1], STR("two")));
    calco_arena_free(a);
}

/* Thousands of tokens in one sentence, and patterns made to walk far: time stays linear. */
static void test_long_sentence(void **state)
{
    (void)state;
    stage *s = stage_new();
    assert_true(stage_rows(s, "calque/a\ta ..9 a ..9 a ..9 a ..9 b\t\tx\tcalque\tmajor\t1\thas!q\t\t[x]\n"
                              "calque/b\ta a\t\tx\tcalque\tmajor\t1\thas!q lm:-99\t\t[x]"));
    calco_buf text = { 0 };
    for (size_t i = 0; i < 5000; i++) calco_buf_printf(&text, "%sa", i ? " " : "");
    calco_buf_char(&text, '\0');
    calco_run run = stage_run(s, stage_doc(s, text.p, false));
    assert_int_equal(run.hits.n, 4999);
    calco_buf_free(&text);
    stage_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),          cmocka_unit_test(test_headline),
        cmocka_unit_test(test_errors),           cmocka_unit_test(test_rules_by_id),
        cmocka_unit_test(test_same_bytes_twice), cmocka_unit_test(test_hostile_images),
        cmocka_unit_test(test_settle),           cmocka_unit_test(test_settle_many),
        cmocka_unit_test(test_suggest),          cmocka_unit_test(test_long_sentence),
        cmocka_unit_test(test_given_source),     cmocka_unit_test(test_messages),
        cmocka_unit_test(test_random_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
