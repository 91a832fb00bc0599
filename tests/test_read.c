/* Readers: what each takes as text, and that every byte of it knows where it came from. */
#include "read/html.h"
#include "read/quoted.h"
#include "read/read.h"
#include "text/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef struct { calco_arena *arena; calco_doc doc, source; bool ok; calco_err err; } sample;

static sample *read_as(const char *name, str bytes, const char *encoding)
{
    calco_arena *a = calco_arena_new();
    sample      *s = ARENA_NEW(a, sample);
    s->arena = a;
    s->doc.name = s->source.name = name;
    s->doc.language = "en";
    assert_true(calco_decode(a, bytes.p, bytes.n, encoding, name, &s->doc.decoded, &s->err));
    s->doc.reader = s->source.reader = calco_reader_for(NULL, name, s->doc.decoded.text);
    s->source.decoded = s->doc.decoded;
    s->ok = s->doc.reader->read(a, &s->doc, s->doc.reader->bilingual ? &s->source : NULL, &s->err);
    return s;
}

static void add_units(calco_buf *b, const calco_doc *d)
{
    for (size_t i = 0; i < d->units.n; i++) {
        const calco_unit *u = &d->units.p[i];
        calco_buf_printf(b, "%c ", "phl"[u->kind]);
        calco_buf_str(b, calco_doc_cut(d, u->start, u->end));
        calco_buf_char(b, '\n');
    }
}

/* --- what is text --- */

/* Units: p paragraph, h headline, l list; the sources of a bilingual file after a line "--". */
static const struct { const char *name, *text, *wanted; } samples[] = {
    { "a.md", "---\ntitle: \"Uno: due\"\nlang: en\nsummary: Some words\n---\n# Head *line*\n\nOne\ntwo &amp; `code` [three](x.md).  \nfour\n\n> Quoted\n\n- item\n- item two\n\n  more\n\n"
              "| a | b |\n|---|---|\n| c | d |\n\n```\nnot this\n```\n\n    nor this\n\n<div>nor that</div>\n\n![Alt words](x.png)\n",
      "h Uno: due\np Some words\nh Head line\np One two & \xEF\xBF\xBC three. four\np Quoted\nl item\nl item two\nl more\nl a\nl b\nl c\nl d\np Alt words\n" },
    { "a.md", "---\r\ntitle: T\r\n---\r\nBody\r\nline\r\n", "h T\np Body line\n" },
    { "a.md", "---\nnot closed\n", "p not closed\n" },
    { "a.md", "+++\ntitle = \"toml\"\n+++\nBody\n", "p Body\n" },
    { "a.md", "---\n: [broken\n---\nBody\n", "p Body\n" },
    { "a.md", "---\nTitle: 'Italy''s **x**'\ndescription: >-\n  One two\n  three.\n\n  Four.\nsummary: \"A \\\"b\\\" \\u00e9\\\n  c\"\nlead: |\n  Two\n  lines.\nabstract: plain words\n  go on\n---\nBody\n",
      "h Italy's **x**\np One two three. Four.\np A \"b\" \xc3\xa9" "c\np Two lines.\np plain words go on\np Body\n" },
    { "a.md", "See ![the *icon*](x.png) for more.\n\n![First](y.png) and more.\n", "p See \xEF\xBF\xBC for more.\nl the icon\np First\np and more.\n" },
    { "a.md", "One [two *three*](x.md \"A title\"), ![an *icon* &amp; `c`\n![deep](z)](x.png 'Alt title') four [five][r] [six][r]\n\n[r]: y (Said once)\n\n[![Alone](x)](y \"Of the link\")\n"
              "\n[seven](x \"an \\\" escape\")\n",
      "p One two three, \xEF\xBF\xBC four five six\nl A title\nl an icon & \xEF\xBF\xBC deep\nl Alt title\nl Said once\np Alone\nl Of the link\np seven\n" },
    { "a.md", "a \\* b \xe2\x80\x94 <b>c</b> <!-- x --> d\n", "p a * b \xe2\x80\x94 c d\n" },
    { "a.md", "", "" },
    { "a.html", "<html lang=en><head><title>T &amp; U</title><meta name=description content='D \"d\"'><style>p{}</style></head><body><h1>H</h1><p>One <b>two</b>\n three&nbsp;four<br>five"
                "<p lang=it>Non questo<p translate=no>nor this<ul><li>item<li>item <em>2</em></ul><pre>code</pre><p>A <code>x</code> b<img src=x alt='Alt'><img alt='Only'><script>s</script></body>",
      "h T & U\np D \"d\"\nh H\np One two three\xc2\xa0" "four five\nl item\nl item 2\np A \xEF\xBF\xBC b\xEF\xBF\xBC\xEF\xBF\xBC\nl Alt\nl Only\n" },
    { "a.html", "<body lang=en-GB><p>One <a href=x title='A &quot;b&quot;'>two <img alt=\"Alt words\" title=T> three</a> <code title=no>x</code> <i lang=it title=no>due</i> four.<p><a title=L>five</a>"
                "<p>six <img alt=Alt translate=no> <img alt=''> seven<br><br><abbr title=Abbr>eight</abbr>",
      "p One two \xEF\xBF\xBC three \xEF\xBF\xBC \xEF\xBF\xBC four.\nl A \"b\"\nl Alt words\nl T\nl L\np five\np six \xEF\xBF\xBC \xEF\xBF\xBC seven\nl Abbr\np eight\n" },
    { "a.html", "<p>One <i lang=it>due</i> <i lang=en-GB>three</i>", "p One \xEF\xBF\xBC three\n" },
    { "a.html", "<p>&eacute;&#233;&#xe9; &copyright &amp;amp; &notin; a &b; & c &lt;tag&gt; &NotEqualTilde;", "p \xc3\xa9\xc3\xa9\xc3\xa9 \xc2\xa9right &amp; \xe2\x88\x89 a &b; & c <tag> \xe2\x89\x82\xcc\xb8\n" },
    { "a.html", "<p>a &#x8888888888;b &#0000000233;", "p a \xef\xbf\xbd#x8888888888;b \xc3\xa9\n" },
    { "a.html", "<table>moved<tr><td>cell</table>after <b>half", "p moved\nl cell\np after half\n" },
    { "a.html", "<p>One<br><br>Two<div>Three<div>Four</div>Five</div>", "p One\np Two\np Three\np Four\np Five\n" },
    { "a.html", "", "" },
    { "a.xlf", "<xliff version='1.2'><file source-language='it' target-language='en'><body><trans-unit id='1'><source>Ciao <g id='1'>a</g> te.</source>"
               "<target>Hello <g id='1'>to</g> <x id='2'/> you &amp; me.</target><alt-trans><target>no</target></alt-trans></trans-unit>"
               "<trans-unit id='2' translate='no'><source>x</source><target>y</target></trans-unit><trans-unit id='3'><source>Solo</source></trans-unit></body></file></xliff>",
      "p Hello to \xEF\xBF\xBC you & me.\nh \n--\np Ciao a te.\nh Solo\n" },
    { "a.xlf", "<xliff version='2.1' srcLang='it' trgLang='en'><file id='f'><unit id='u'><segment><source>Uno.</source><target>One <pc id='1'>two</pc>.</target></segment>"
               "<ignorable><source> </source></ignorable><segment><source>Due.</source><target>Two.</target></segment></unit></file></xliff>",
      "p One two.\np Two.\n--\np Uno.\np Due.\n" },
    { "a.tmx", "<tmx version='1.4'><header srclang='it-IT'/><body><tu><tuv lang='en'><seg>One.</seg></tuv><tuv lang='it'><seg>Uno.</seg></tuv><tuv lang='fr'><seg>Un.</seg></tuv></tu>"
               "<tu><tuv lang='it'><seg>Due <bpt i='1'>&lt;b&gt;</bpt>x<ept i='1'>&lt;/b&gt;</ept></seg></tuv><tuv lang='en'><seg>Two <ph>br</ph> x</seg></tuv></tu></body></tmx>",
      "p One.\nh Two \xEF\xBF\xBC x\n--\np Uno.\nh Due x\n" },
    { "a.po", "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\nmsgctxt \"c\"\nmsgid \"Uno \\\"a\\\"\"\n\" due.\"\nmsgstr \"One\\n two.\"\n\n#, fuzzy\nmsgid \"Un\"\nmsgid_plural \"Molti\"\nmsgstr[0] \"One\"\n"
              "msgstr[1] \"Many\"\n#~ msgid \"x\"\n#~ msgstr \"y\"\n", "p One two.\nh One\nh Many\n--\np Uno \"a\" due.\nh Un\nh Molti\n" },
    { "a.tsv", "Source\tTarget\n# note\nUno.\tOne.\textra\n\nDue\tTwo\r\nonly target\n\tx\n", "p One.\nh Two\nh only target\nh x\n--\np Uno.\nh Due\nh \nh \n" },
    { "a.jsonl", "{\"source\":\"Uno \\u00e9.\",\"target\":\"One \\ud83d\\ude00 \\\"a\\\" \\ud83d.\",\"meta\":{\"target\":\"no\"}}\n\n{\"mt\":\"Two\",\"src\":\"Due\"}\n",
      "p One \xf0\x9f\x98\x80 \"a\" \xef\xbf\xbd.\nh Two\n--\np Uno \xc3\xa9.\nh Due\n" },
    { "a.txt", "Words here.\n\n<!-- calco-disable-file style -- why -->\n\nMore words.\n", "p Words here.\np More words.\n" },
};

static void each_format_gives_its_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        sample   *s = read_as(samples[i].name, calco_str(samples[i].text), NULL);
        calco_buf b = { 0 };
        if (!s->ok) fail_msg("sample %zu: %s", i, s->err.message);
        add_units(&b, &s->doc);
        if (s->doc.reader->bilingual) {
            assert_int_equal(s->doc.units.n, s->source.units.n);
            calco_buf_str(&b, STR("--\n"));
            add_units(&b, &s->source);
        }
        if (!calco_str_eq(calco_buf_view(&b), calco_str(samples[i].wanted))) fail_msg("sample %zu, %s:\n%.*s\nwanted:\n%s", i, samples[i].name, (int)b.n, b.p, samples[i].wanted);
        calco_buf_free(&b);
        calco_arena_free(s->arena);
    }
}

/* --- positions --- */

static bool is_white(str s)
{
    for (size_t i = 0, n; i < s.n; i += n)
        if (!calco_is_space(calco_utf8_at(s, i, &n))) return false;
    return s.n > 0;
}

/* Does `raw` of a file stand for the character `c` of its text? */
static bool stands_for(calco_arena *a, const calco_doc *d, str raw, str c)
{
    if (calco_str_eq(raw, c) || calco_str_eq(c, CALCO_OBJECT)) return true;
    if (c.n == 1 && is_white(c)) return is_white(raw) || (raw.n && raw.p[0] == '<') || (raw.n && raw.p[0] == '\\') || !raw.n;
    if (raw.n > 1 && raw.p[0] == '&') return calco_str_find(calco_html_reference(a, raw), c, 0) != SIZE_MAX;
    if (raw.n && raw.p[0] == '\\') return calco_str_eq(calco_quoted_value(a, raw), c);
    if (calco_str_eq(raw, STR("''")) && calco_str_eq(c, STR("'"))) return true; /* in YAML */
    bool control = raw.n == 1 && ((unsigned char)raw.p[0] < ' ' || raw.p[0] == '&');
    return (d->decoded.bad || control) && calco_str_eq(c, STR("\xef\xbf\xbd"));
}

/* Every character of every unit, back in the bytes as they lie on disk. In HTML and Markdown what is said within a sentence (the words of a
 * picture, a title) is a unit behind it. */
static void check_positions(const char *what, str bytes, const char *encoding, const calco_doc *d)
{
    calco_arena *a = calco_arena_new();
    size_t before = 0;
    bool   within = d->reader == &calco_reader_html || d->reader == &calco_reader_markdown;
    for (size_t u = 0; u < d->units.n; u++, before = within ? 0 : before)
        for (size_t at = d->units.p[u].start, n; at < d->units.p[u].end; at += n) {
            size_t start, end;
            calco_utf8_at(d->text, at, &n);
            calco_doc_span(d, at, at + n, &start, &end);
            if (end < start || end > bytes.n) fail_msg("%s: %zu..%zu of %zu", what, start, end, bytes.n);
            calco_decoded raw;
            calco_err     err;
            assert_true(calco_decode(a, bytes.p + start, end - start, encoding, "", &raw, &err));
            if (!stands_for(a, d, raw.text, calco_doc_cut(d, at, at + n)))
                fail_msg("%s: \"%.*s\" is said to lie at %zu..%zu: \"%.*s\"", what, (int)n, d->text.p + at, start, end, (int)raw.text.n, raw.text.p);
            if (start < before) fail_msg("%s: %zu after %zu", what, start, before);
            before = start;
        }
    calco_arena_free(a);
}

/* The same text as other bytes. */
static str encoded(calco_arena *a, str text, const char *encoding, bool bom)
{
    str out, mark = STR("");
    if (!calco_encode(a, text, encoding, &out)) return (str){ NULL, 0 };
    if (bom) assert_true(calco_encode(a, STR("\xEF\xBB\xBF"), encoding, &mark));
    return calco_arena_join(a, (str[]){ mark, out, { 0 } });
}

static str with_crlf(calco_arena *a, str text)
{
    calco_buf b = { 0 };
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n' && (!i || text.p[i - 1] != '\r')) calco_buf_char(&b, '\r');
        calco_buf_char(&b, text.p[i]);
    }
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}

static void every_character_lies_where_it_says(void **state)
{
    (void)state;
    static const char *const encodings[] = { "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "UTF-32LE" };
    for (size_t i = 0; i < COUNT(samples); i++)
        for (size_t e = 0; e < COUNT(encodings); e++)
            for (int way = 0; way < 4; way++) {
                calco_arena *a = calco_arena_new();
                str text = calco_str(samples[i].text);
                if (way & 1) text = with_crlf(a, text);
                str bytes = encoded(a, text, encodings[e], way & 2 && e != 3);
                if (bytes.p) {
                    sample *s = read_as(samples[i].name, bytes, encodings[e]);
                    check_positions(samples[i].name, bytes, encodings[e], &s->doc);
                    if (s->doc.reader->bilingual) {
                        assert_int_equal(s->doc.units.n, s->source.units.n);
                        assert_true(s->ok);
                    }
                    calco_arena_free(s->arena);
                }
                calco_arena_free(a);
            }
}

/* Findings, end to end: the bytes of each in the file. */
static const struct { const char *name, *text, *rule, *raw; } faults[] = {
    { "a.md", "\xf0\x9f\x98\x80 e\xcc\x81\t*They* paid &amp; **20.000** euro.\n", "number/foreign-grouping", "20.000" },
    { "a.md", "\xef\xbb\xbf---\r\ntitle: 'They paid 20.000 euro'\r\n---\r\nx\r\n", "number/foreign-grouping", "20.000" },
    { "a.md", "He met the *risky* partners.\n", "calque/risky-people", "risky* partners" },
    { "a.md", "See [the figures](x.md \"They paid 20.000 euro\") of it.\r\n", "number/foreign-grouping", "20.000" },
    { "a.md", "The \xf0\x9f\x98\x80 picture ![They paid *20.000* euro](x.png) shows it.\n", "number/foreign-grouping", "20.000" },
    { "a.html", "<p>The <img src=x alt='They paid 20.000 euro'> picture shows it.", "number/foreign-grouping", "20.000" },
    { "a.html", "<p>&eacute;\xf0\x9f\x98\x80<b>They</b>\r\npaid&#32;<i>20.000</i> euro.", "number/foreign-grouping", "20.000" },
    { "a.html", "<p title='They paid 20.000 euro'>x", "number/foreign-grouping", "20.000" },
    { "a.html", "<p>He met the <b>risky</b>\n<i>partners</i>.", "calque/risky-people", "risky</b>\n<i>partners" },
    { "a.xlf", "<xliff><file><body><trans-unit id='1'><source>x</source><target>\xf0\x9f\x98\x80 &lt; They paid <g id='1'>20.000</g> euro.</target></trans-unit></body></file></xliff>",
      "number/foreign-grouping", "20.000" },
    { "a.tmx", "<tmx><header srclang='it'/><body><tu><tuv lang='it'><seg>x</seg></tuv><tuv lang='en'><seg>e\xcc\x81 They paid 20.000 euro.</seg></tuv></tu></body></tmx>",
      "number/foreign-grouping", "20.000" },
    { "a.po", "msgid \"x\"\nmsgstr \"\\\"They\\\" paid \\t\"\n\"20.000 euro.\"\n", "number/foreign-grouping", "20.000" },
    { "a.tsv", "x\t\xf0\x9f\x98\x80 They paid 20.000 euro.\r\n", "number/foreign-grouping", "20.000" },
    { "a.jsonl", "{\"source\":\"x\",\"target\":\"\\ud83d\\ude00 They paid 20.000 euro.\"}\r\n", "number/foreign-grouping", "20.000" },
};

static void findings_name_their_bytes(void **state)
{
    (void)state;
    calco_err     err;
    const char   *pack = getenv("CALCO_TEST_PACK");
    calco_engine *engine = calco_engine_open(pack ? pack : "build/packs/it-en.calco", NULL, &err);
    assert_non_null(engine);
    for (size_t i = 0; i < COUNT(faults); i++) {
        calco_input   in = { .name = faults[i].name, .bytes = faults[i].text, .size = strlen(faults[i].text) };
        calco_result *r = calco_check(engine, &in, NULL, &err);
        bool found = false;
        for (size_t k = 0; r && k < r->n_findings; k++) {
            const calco_place *p = &r->findings[k].place;
            if (strcmp(r->findings[k].rule, faults[i].rule) != 0) continue;
            found = true;
            str raw = { faults[i].text + p->byte_start, p->byte_end - p->byte_start };
            if (!calco_str_eq(raw, calco_str(faults[i].raw))) fail_msg("row %zu: \"%.*s\"", i, (int)raw.n, raw.p);
        }
        if (!found) fail_msg("row %zu: no %s", i, faults[i].rule);
        calco_result_free(r);
    }
    calco_engine_close(engine);
}

/* --- what is written back --- */

/* `words` as they are written where `place` stands; NULL: they cannot be. */
static const struct { const char *name, *text, *place, *words, *wanted; } written[] = {
    { "a.md", "one two\n", "two", "a*b_c", "a\\*b\\_c" },
    { "a.md", "[x](y \"one two\")\n", "two", "\"a\"", NULL }, { "a.md", "[x](y \"one two\")\n", "two", "a", "a" },
    { "a.md", "[x](y (z)) says \"one two\"\n", "two", "\"a\"", "\"a\"" }, { "a.md", "[x](y \"z\") one two\n", "two", "it's", "it's" },
    { "a.md", "[x]: <y> (one two)\n[x]", "two", "a) b", NULL },
    { "a.md", "---\ntitle: 'one two'\n---\nx\n", "two", "it's *x*", "it''s *x*" },
    { "a.md", "---\ntitle: \"one two\"\n---\nx\n", "two", "it's \"x\"", "it's \\\"x\\\"" },
    { "a.md", "---\ntitle: one two\n---\nx\n", "two", "it's \"x\"", "it's \"x\"" },
    { "a.md", "---\ntitle: one two\n---\nx\n", "two", "a: b", NULL },
    { "a.md", "---\ntitle: one two\n---\nx\n", "one", "\"x\"", NULL },
    { "a.md", "---\ntitle: 'x'\n---\none two\n", "two", "it's", "it's" },
    { "a.md", "---\nlead: >\n  one two\n---\nx\n", "two", "a: 'b'", "a: 'b'" },
    { "a.html", "<p>one two", "two", "\"a\" & <b> it's", "\"a\" &amp; &lt;b&gt; it's" },
    { "a.html", "<p title='one two'>x", "two", "\"a\" it's", "\"a\" it&#39;s" },
    { "a.html", "<p title=\"a > one two\">x", "two", "\"a\" it's", "&quot;a&quot; it's" },
    { "a.html", "<img alt=one>", "one", "a b", "a&#32;b" },
    { "a.xlf", "<xliff><x>one two</x></xliff>", "two", "\"a\" & <b>", "\"a\" &amp; &lt;b&gt;" },
    { "a.po", "msgid \"x\"\nmsgstr \"one two\"\n", "two", "\"a\" \\", "\\\"a\\\" \\\\" },
    { "a.jsonl", "{\"target\":\"one two\"}\n", "two", "\"a\"", "\\\"a\\\"" },
    { "a.tsv", "x\tone two\n", "two", "a\tb", "a b" },
};

/* What HTML's tree has in another order than the file is no one unit: no finding ends before it begins. */
static void units_never_go_back(void **state)
{
    (void)state;
    static const char *const texts[] = { "<p>a<table><tr><td>b</td></tr>c<b>d</b></table>e", "x <html title='y'>z", "<table>a<b>c<tr><td>d</b>e</table>f", "<b>1<p>2</b>3</p>4" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        sample *s = read_as("a.html", calco_str(texts[i]), NULL);
        assert_true(s->doc.units.n > 0);
        for (size_t u = 0; u < s->doc.units.n; u++)
            for (size_t at = s->doc.units.p[u].start, before = 0, start, end; at < s->doc.units.p[u].end; at++, before = start) {
                calco_doc_span(&s->doc, at, at + 1, &start, &end);
                if (start < before) fail_msg("%s: %zu after %zu", texts[i], start, before);
            }
        calco_arena_free(s->arena);
    }
}

static void words_are_written_as_their_place_wants(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(written); i++) {
        sample *s = read_as(written[i].name, calco_str(written[i].text), NULL);
        str     out = s->doc.reader->escape(s->arena, &s->doc, calco_str_find(s->doc.decoded.text, calco_str(written[i].place), 0), calco_str(written[i].words));
        bool    same = written[i].wanted ? calco_str_eq(out, calco_str(written[i].wanted)) : !out.p;
        if (!same) fail_msg("row %zu: %.*s", i, (int)out.n, out.p ? out.p : "");
        calco_arena_free(s->arena);
    }
}

/* Nothing that an edit replaces holds a tag, a placeholder or a picture. */
static void no_edit_takes_markup_away(void **state)
{
    (void)state;
    static const struct { const char *name, *text; bool whole; } rows[] = {
        { "a.html", "<p>risky partners", true },           { "a.html", "<p>risky\n  partners", true },        { "a.html", "<p>risky<img src=x> partners", false },
        { "a.html", "<p>risky<br>partners", false },        { "a.html", "<p><b>risky</b> partners", false },    { "a.html", "<p>risky<!-- x --> partners", false },
        { "a.md", "risky partners", true },                 { "a.md", "risky `x` partners", false },            { "a.md", "risky ![x](y) partners", false },
        { "a.md", "> risky\n> partners", false },           { "a.md", "risky *partners*", false },              { "a.po", "msgid \"\"\nmsgid \"x\"\nmsgstr \"risky \"\n\"partners\"", false },
        { "a.xlf", "<xliff><file><body><trans-unit id='1'><source>x</source><target>risky<x id='1'/> partners</target></trans-unit></body></file></xliff>", false },
        { "a.xlf", "<xliff><file><body><trans-unit id='1'><source>x</source><target>risky<mrk translate='no'>x</mrk> partners</target></trans-unit></body></file></xliff>", false },
        { "a.tmx", "<tmx><header srclang='it'/><body><tu><tuv lang='en'><seg>risky<ph/> partners</seg></tuv></tu></body></tmx>", false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sample *s = read_as(rows[i].name, calco_str(rows[i].text), NULL);
        size_t  from = calco_str_find(s->doc.text, STR("risky"), 0), to = calco_str_find(s->doc.text, STR("partners"), 0);
        assert_true(from < to && to < s->doc.text.n);
        if (calco_doc_unbroken(&s->doc, from, to + 8) != rows[i].whole) fail_msg("row %zu", i);
        calco_arena_free(s->arena);
    }
}

/* --- suppressions, in every format's comments --- */

static const struct { const char *name, *text; size_t live, suppressed; const char *rule; } directives[] = {
    { "a.txt", "<!-- calco-disable-next-line number -- quoted -->\nThey paid 20.000 euro.\nThey paid 30.000 euro.\n", 1, 1, "number/foreign-grouping" },
    { "a.md", "They paid 20.000 euro. <!-- calco-disable-line number: quoted -->\n\nThey paid 30.000 euro.\n", 1, 1, "number/foreign-grouping" },
    { "a.md", "<!-- calco-disable number: quoted -->\n\nThey paid 20.000 euro.\n\n<!-- calco-enable number -->\n\nThey paid 30.000 euro.\n", 1, 1, "number/foreign-grouping" },
    { "a.md", "They paid 20.000 euro.\n\n<!-- calco-disable-file: all quoted -->\n", 0, 1, NULL },
    { "a.md", "<!-- calco-disable-next-paragraph number/foreign-*: q -->\n\nThey paid 20.000 euro.\nThey paid 21.000 euro.\n\nThey paid 30.000 euro.\n", 1, 2, "number/foreign-grouping" },
    { "a.md", "---\ntitle: They paid 20.000 euro # calco-disable-line number: q\n---\nx\n", 0, 1, NULL },
    { "a.html", "<!-- calco-disable-next-line number: q -->\n<p>They paid 20.000 euro.\n", 0, 1, NULL },
    { "a.xlf", "<xliff><file><body><trans-unit id='1'><source>x</source><target>They paid 20.000 euro.</target><note>calco-disable-next-paragraph number: q</note></trans-unit></body></file></xliff>",
      0, 1, NULL },
    { "a.tmx", "<tmx><header srclang='it'/><body><tu><note>calco-disable-next-paragraph number: q</note><tuv lang='it'><seg>x</seg></tuv><tuv lang='en'><seg>They paid 20.000 euro.</seg></tuv></tu></body></tmx>",
      0, 1, NULL },
    { "a.po", "# calco-disable-next-paragraph number: q\nmsgid \"x\"\nmsgstr \"They paid 20.000 euro.\"\n", 0, 1, NULL },
    { "a.tsv", "# calco-disable-next-line number: q\nx\tThey paid 20.000 euro.\n", 0, 1, NULL },
    { "a.jsonl", "{\"source\":\"x\",\"target\":\"They paid 20.000 euro.\",\"note\":\"calco-disable-line number: q\"}\n", 0, 1, NULL },
    { "a.md", "<!-- calco-disable-file number: q -->\nNothing.\n", 1, 0, "suppression/unused" },
    { "a.md", "<!-- calco-disable-line nubmer: q -->\nNothing.\n", 2, 0, "suppression/unknown-rule" },
    { "a.md", "They paid 20.000 euro. <!-- calco-disable-line number -->\n", 1, 1, "suppression/no-reason" },
    { "a.md", "<!-- calco-disbale-line number: q -->\nNothing.\n", 1, 0, "suppression/malformed" },
    { "a.md", "<!-- about calco-disable-line -->\nThey paid 20.000 euro.\n", 1, 0, "number/foreign-grouping" },
};

static void suppressions_hold(void **state)
{
    (void)state;
    static const char *const only[] = { "number/foreign-grouping", "suppression", NULL };
    calco_settings settings = { .only = only, .min_confidence = -1 };
    calco_err      err;
    const char    *pack = getenv("CALCO_TEST_PACK");
    calco_engine  *engine = calco_engine_open(pack ? pack : "build/packs/it-en.calco", NULL, &err);
    for (size_t i = 0; i < COUNT(directives); i++) {
        calco_input   in = { .name = directives[i].name, .bytes = directives[i].text, .size = strlen(directives[i].text), .settings = &settings };
        calco_result *r = calco_check(engine, &in, NULL, &err);
        assert_non_null(r);
        if (r->n_findings != directives[i].live || r->n_suppressed != directives[i].suppressed)
            fail_msg("row %zu: %zu live, %zu suppressed; first %s", i, r->n_findings, r->n_suppressed, r->n_findings ? r->findings[0].rule : "-");
        bool named = !directives[i].rule;
        for (size_t k = 0; k < r->n_findings; k++) named |= strcmp(r->findings[k].rule, directives[i].rule ? directives[i].rule : "") == 0;
        if (!named) fail_msg("row %zu: no %s", i, directives[i].rule);
        if (r->n_suppressed) assert_int_equal(r->suppressed[0].suppression, CALCO_SUPPRESSED_INLINE);
        calco_result_free(r);
    }
    calco_engine_close(engine);
}

/* --- hostile and broken files --- */

static void broken_files_are_told(void **state)
{
    (void)state;
    static const struct { const char *name, *text, *says; size_t line; } rows[] = {
        { "a.xlf", "<!DOCTYPE x [<!ENTITY a 'b'>]>\n<xliff>&a;</xliff>", "declares entities", 1 },
        { "a.xlf", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xliff>&a;</xliff>", "declares entities", 1 },
        { "a.tmx", "<!DOCTYPE x [\n<!ENTITY % p SYSTEM 'http://x/y'> %p; ]><tmx/>", "declares entities", 2 },
        { "a.xlf", "<xliff>\n<file></xliff>", "no well-formed XML", 2 },
        { "a.xlf", "", "no well-formed XML", 1 },
        { "a.tmx", "<tmx>\n", "no well-formed XML", 2 },
        { "a.jsonl", "\nnot json\n[]\n", "is no object", 2 },
        { "a.jsonl", "{\"source\":\"a\",\"target\":\"b\"\n", "is no object", 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sample *s = read_as(rows[i].name, calco_str(rows[i].text), NULL);
        if (s->ok || !strstr(s->err.message, rows[i].says) || s->err.line != rows[i].line) fail_msg("row %zu: %d, %zu: %s", i, s->ok, s->err.line, s->err.message);
        calco_arena_free(s->arena);
    }
}

/* One broken line is no reason to leave the others unread, nor is it forgotten. */
static void broken_lines_are_named(void **state)
{
    (void)state;
    sample *s = read_as("a.jsonl", STR("{\"source\":\"a\",\"target\":\"b\"}\nnot json\n{\"target\":\"c\"}\n{\"target\":\"d\n"), NULL);
    assert_true(s->ok);
    assert_int_equal(s->doc.units.n, 2);
    assert_int_equal(s->doc.unread.n, 2);
    assert_int_equal(s->doc.unread.p[0].line, 2);
    assert_int_equal(s->doc.unread.p[1].line, 4);
    calco_arena_free(s->arena);
}

static str repeated(calco_arena *a, const char *head, const char *piece, size_t n, const char *tail)
{
    calco_buf b = { 0 };
    calco_buf_str(&b, calco_str(head));
    for (size_t i = 0; i < n; i++) calco_buf_str(&b, calco_str(piece));
    calco_buf_str(&b, calco_str(tail));
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}

static void deep_and_long_files_are_read_or_refused(void **state)
{
    (void)state;
    static const struct { const char *name, *head, *piece, *tail; } rows[] = {
        { "a.html", "", "<div>", "x" }, { "a.html", "<p>", "<b>", "x" }, { "a.html", "", "<p>x<br>", "" }, { "a.html", "<p>", "&amp;", "" }, { "a.html", "<table>", "<tr>x", "" },
        { "a.md", "", "> ", "x" }, { "a.md", "", "[", "x" }, { "a.md", "", "*a ", "" }, { "a.md", "", "<!-- ", "" }, { "a.md", "", "![", "](x)" }, { "a.md", "", "`", "x" },
        { "a.xlf", "", "<a>", "" }, { "a.po", "msgid \"x\"\nmsgstr \"", "\\\"", "\"\n" }, { "a.po", "", "msgstr \"a\"\n", "" }, { "a.tsv", "", "\t", "" },
        { "a.html", "<p ", "a=1 ", ">x" }, { "a.html", "<p>", "<b c>x<p>", "" }, { "a.html", "<script>", "i<b;j<a;", "</script><p>x" }, { "a.md", "", "&amp;&eacute;", "" },
        { "a.md", "", "<!--\n", "" }, { "a.md", "<!--\n", "a <!-- \n", "-->" }, { "a.jsonl", "{\"target\":\"", "[", "\"}" }, { "a.jsonl", "", "[", "" }, { "a.jsonl", "{\"source\":\"", "\\u0041", "\"}" }, { "a.jsonl", "{\"target\":\"", "\\", "" },
    };
    const char *limit = getenv("LONG_LINE");
    size_t      n = limit ? 20000 : 100000;
    for (size_t i = 0; i < COUNT(rows); i++) {
        calco_arena *a = calco_arena_new();
        str     text = repeated(a, rows[i].head, rows[i].piece, n, rows[i].tail);
        sample *s = read_as(rows[i].name, text, NULL);
        if (s->ok && s->doc.text.n > 2 * text.n + 64) fail_msg("row %zu: %zu bytes of text", i, s->doc.text.n);
        if (!s->ok) assert_true(s->err.message[0]);
        calco_arena_free(s->arena);
        calco_arena_free(a);
    }
}

static void any_bytes_will_do(void **state)
{
    (void)state;
    static const char *const names[] = { "a.md", "a.html", "a.xlf", "a.tmx", "a.po", "a.tsv", "a.jsonl", "a.txt" };
    static const str bytes[] = { { "", 0 }, { "\0", 1 }, { "\xff\xfe", 2 }, { "a\0b\0", 4 }, { "\xc3", 1 }, { "---\n---", 7 }, { "---\n", 4 }, { "<", 1 }, { "<!--", 4 },
                                 { "&", 1 }, { "\\", 1 }, { "\"", 1 }, { "{\"source\":\"\0\"}", 14 }, { "\r\r\n\n\r", 5 }, { "# \xf0\x9f\x98\x80\0\n", 8 }, { "<p>\0&\0;", 7 }, { "<\x05-c-\x3emsgid \"\"\rq&#A \"\".qqq&", 26 } };
    for (size_t i = 0; i < COUNT(names); i++)
        for (size_t k = 0; k < COUNT(bytes); k++) {
            sample *s = read_as(names[i], bytes[k], NULL);
            check_positions(names[i], bytes[k], s->doc.decoded.encoding, &s->doc);
            calco_arena_free(s->arena);
        }
}

static void formats_are_known_by_name_and_by_content(void **state)
{
    (void)state;
    static const struct { const char *format, *name, *text, *wanted; } rows[] = {
        { NULL, "a.md", "", "markdown" }, { NULL, "-", "<!DOCTYPE html><p>x", "html" }, { NULL, "-", "<?xml version='1.0'?><xliff version='1.2'>", "xliff" },
        { NULL, "-", "<tmx version='1.4'>", "tmx" }, { NULL, "-", "# x\n\nmsgid \"\"\nmsgstr \"\"\n", "po" }, { NULL, "-", "msgctxt \"a\"\n", "po" },
        { NULL, "-", "msgid entries are words.\n", "plain" }, { NULL, "-", "\n{\"mt\": \"a\"}\nx", "jsonl" }, { NULL, "-", "{\"a\": 1}\n", "plain" }, { NULL, "-", "{", "plain" },
        { NULL, "-", "src\tmt\na\tb\n", "tsv" }, { NULL, "-", "one\ttwo\n", "plain" }, { NULL, "-", "Words.", "plain" }, { "po", "a.md", "", "po" }, { NULL, "a.unknown", "x", "plain" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(calco_reader_for(rows[i].format, rows[i].name, calco_str(rows[i].text))->name, rows[i].wanted);
    assert_null(calco_reader_for("docx", "a.md", STR("")));
    assert_string_equal(calco_format_name(0), "plain");
    assert_null(calco_format_name(1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_gives_its_text), cmocka_unit_test(every_character_lies_where_it_says), cmocka_unit_test(findings_name_their_bytes),
        cmocka_unit_test(suppressions_hold), cmocka_unit_test(words_are_written_as_their_place_wants), cmocka_unit_test(no_edit_takes_markup_away), cmocka_unit_test(units_never_go_back), cmocka_unit_test(broken_files_are_told), cmocka_unit_test(broken_lines_are_named), cmocka_unit_test(deep_and_long_files_are_read_or_refused),
        cmocka_unit_test(any_bytes_will_do), cmocka_unit_test(formats_are_known_by_name_and_by_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
