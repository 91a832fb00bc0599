/* What the tagger looks at: words, endings, shapes, what the lexicon says, and the tags before. */
#include "lang/morph.h"

typedef enum {
    END,
    WORD,
    WORD_BEFORE,
    WORD_BEFORE2,
    WORD_NEXT,
    WORD_NEXT2,
    LOOK,
    LOOK_BEFORE,
    LOOK_NEXT,
    SUFFIX1,
    SUFFIX2,
    SUFFIX3,
    SUFFIX4,
    CLASS,
    CLASS_NEXT,
    CLASS_NEXT2,
    BEST,
    BEST_NEXT,
    TAG,
    TAG2,
    VERB,
    SUFFIX_BEFORE,
    SUFFIX_NEXT
} atom;

/* To add a feature: a row with a new name. A feature is what its atoms are, together. Tables must be trained anew. */
static const struct {
    const char *name;
    atom        atoms[4];
} templates[] = {
    { "word", { WORD } },
    { "ending1", { SUFFIX1 } },
    { "ending2", { SUFFIX2 } },
    { "ending3", { SUFFIX3 } },
    { "ending4", { SUFFIX4 } },
    { "look", { LOOK } },
    { "class", { CLASS } },
    { "tag", { TAG } },
    { "tags", { TAG, TAG2 } },
    { "tag+word", { TAG, WORD } },
    { "tags+class", { TAG, TAG2, CLASS } },
    { "tag+class+next", { TAG, CLASS, CLASS_NEXT } },
    { "class+next", { CLASS, CLASS_NEXT } },
    { "class+next2", { CLASS, CLASS_NEXT, CLASS_NEXT2 } },
    { "look+class", { LOOK, CLASS } },
    { "look+ending", { LOOK, SUFFIX3 } },
    { "look+tag", { LOOK, TAG } },
    { "looks", { LOOK_BEFORE, LOOK, LOOK_NEXT } },
    { "before", { WORD_BEFORE } },
    { "before2", { WORD_BEFORE2 } },
    { "next", { WORD_NEXT } },
    { "next2", { WORD_NEXT2 } },
    { "before+word", { WORD_BEFORE, WORD } },
    { "word+next", { WORD, WORD_NEXT } },
    { "around", { WORD_BEFORE, WORD_NEXT } },
    { "before+class", { WORD_BEFORE, CLASS } },
    { "class+nextword", { CLASS, WORD_NEXT } },
    { "word+nextclass", { WORD, CLASS_NEXT } },
    { "tag+ending", { TAG, SUFFIX3 } },
    { "tag+best", { TAG, BEST, BEST_NEXT } },
    { "nextending", { SUFFIX_NEXT, CLASS } },
    { "verb+class", { VERB, CLASS } },
    { "verb+tag+class", { VERB, TAG, CLASS } },
    { "verb+class+next", { VERB, CLASS, CLASS_NEXT } },
    { "verb+tag+word", { VERB, TAG, WORD } },
};
enum { TEMPLATES = sizeof templates / sizeof *templates };

static const char unknown[] = "?";

size_t      calco_tag_templates(void) { return TEMPLATES; }
const char *calco_tag_template_name(size_t i) { return templates[i].name; }

void calco_tag_context_add(calco_tag_context *c, uint8_t tag, str name, uint32_t feats)
{
    c->hash[tag] = calco_str_hash(name);
    if (feats & FEAT_PROPER) calco_tag_set_add(&c->proper, tag);
    if (feats & FEAT_PUNCT) calco_tag_set_add(&c->marks, tag);
    if (feats & FEAT_NUM) calco_tag_set_add(&c->numbers, tag);
    if (feats & FEAT_VERB) calco_tag_set_add(&c->verbs, tag);
    if ((feats & FEAT_FINITE) && !(feats & FEAT_AUX)) calco_tag_set_add(&c->finite, tag);
    if (feats & (FEAT_FINITE | FEAT_INF)) calco_tag_set_add(&c->main, tag);
    if (calco_str_eq(name, STR("."))) calco_tag_set_add(&c->ends, tag);
    if (feats & FEAT_NOUN) calco_tag_set_add(&c->nouns, tag);
    if (feats & FEAT_ADV) calco_tag_set_add(&c->adverbs, tag);
    bool relative = (feats & FEAT_PRON) && (feats & FEAT_DET);
    if ((feats & (FEAT_PUNCT | FEAT_CONJ)) || relative) calco_tag_set_add(&c->links, tag);
}

bool calco_tag_context_mend(calco_tag_context *c, str before, uint8_t tag, uint8_t right)
{
    if (c->n_mends == CALCO_TAG_MENDS) return false;
    c->mends[c->n_mends++] = (calco_tag_mend){ calco_str_hash(before), tag, right, { 0 } };
    return true;
}

uint8_t calco_tag_mended(const calco_tag_context *c, const calco_tag_token *view, const uint8_t *tags, size_t i,
                         uint8_t tag)
{
    if (i == 0) return tag;
    size_t k = i - 1;
    while (k && calco_tag_set_has(&c->adverbs, tags[k])) k--;
    uint64_t word = view[k + 2].word_hash, class = c->hash[tags[k]];
    for (uint64_t m = 0; m < c->n_mends; m++) {
        const calco_tag_mend *x = &c->mends[m];
        if (x->tag == tag && (x->before == word || x->before == class) &&
            calco_tag_set_has(&view[i + 2].allowed, x->right))
            return x->right;
    }
    return tag;
}

void calco_tag_history_add(calco_tag_history *h, const calco_tag_context *c, uint8_t tag)
{
    h->before2 = h->before;
    h->before = tag;
    if (calco_tag_set_has(&c->verbs, tag)) {
        h->verb = tag;
        h->linked = false;
    } else if (calco_tag_set_has(&c->links, tag)) {
        h->linked = true;
    }
}

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

static uint64_t start_hash(size_t template) { return mix(0x5851F42D4C957F2Du, template + 1); }

/* --- values --- */

static uint64_t class_hash(const calco_tag_context *c, const calco_tag_set *set, bool part)
{
    uint64_t h = part ? 1 : 0;
    for (unsigned w = 0; w < 4; w++)
        for (uint64_t bits = set->bits[w]; bits; bits &= bits - 1)
            h += c->hash[w * 64 + (unsigned)__builtin_ctzll(bits)];
    return h;
}

static uint64_t value(const calco_tag_context *c, const calco_tag_token *t, const calco_tag_history *h, atom what)
{
    switch (what) {
    case WORD: return t->word_hash;
    case WORD_BEFORE: return t[-1].word_hash;
    case WORD_BEFORE2: return t[-2].word_hash;
    case WORD_NEXT: return t[1].word_hash;
    case WORD_NEXT2: return t[2].word_hash;
    case LOOK: return t->look_hash;
    case LOOK_BEFORE: return t[-1].look_hash;
    case LOOK_NEXT: return t[1].look_hash;
    case SUFFIX1: return t->suffix_hash[0];
    case SUFFIX2: return t->suffix_hash[1];
    case SUFFIX3: return t->suffix_hash[2];
    case SUFFIX4: return t->suffix_hash[3];
    case SUFFIX_BEFORE: return t[-1].suffix_hash[1];
    case SUFFIX_NEXT: return t[1].suffix_hash[1];
    case CLASS: return t->class_hash;
    case CLASS_NEXT: return t[1].class_hash;
    case CLASS_NEXT2: return t[2].class_hash;
    case BEST: return t->best_hash;
    case BEST_NEXT: return t[1].best_hash;
    case TAG: return h->before == 0xff ? 0 : c->hash[h->before];
    case TAG2: return h->before2 == 0xff ? 0 : c->hash[h->before2];
    case VERB: return h->verb == 0xff ? 0 : c->hash[h->verb] + h->linked;
    case END: break;
    }
    return 0;
}

void calco_tag_features(const calco_tag_context *c, const calco_tag_token *at, const calco_tag_history *h,
                        uint64_t *out)
{
    for (size_t i = 0; i < TEMPLATES; i++) {
        uint64_t sum = start_hash(i);
        for (const atom *a = templates[i].atoms; *a != END; a++) sum = mix(sum, value(c, at, h, *a));
        out[i] = sum;
    }
}

static void class_text(const calco_strtab *tags, const calco_tag_token *t, calco_buf *out)
{
    bool first = !t->part;
    if (t->part) calco_buf_char(out, '-');
    for (unsigned tag = 0; tag < tags->count; tag++) {
        if (!calco_tag_set_has(&t->lexicon, (uint8_t)tag)) continue;
        if (!first) calco_buf_char(out, '|');
        calco_buf_str(out, calco_strtab_at(tags, tag));
        first = false;
    }
    if (first && !t->part) calco_buf_str(out, STR("?"));
}

static void tag_text(const calco_strtab *tags, uint8_t tag, calco_buf *out)
{
    calco_buf_str(out, tag == 0xff ? STR("?") : calco_strtab_at(tags, tag));
}

static str ending(const calco_tag_token *t, unsigned i)
{
    return t->suffix[i] ? calco_str_from(t->word, t->word.n - t->suffix[i]) : STR("?");
}

static void value_text(const calco_strtab *tags, const calco_tag_token *t, const calco_tag_history *h, atom what,
                       calco_buf *out)
{
    switch (what) {
    case WORD: calco_buf_str(out, t->word); break;
    case WORD_BEFORE: calco_buf_str(out, t[-1].word); break;
    case WORD_BEFORE2: calco_buf_str(out, t[-2].word); break;
    case WORD_NEXT: calco_buf_str(out, t[1].word); break;
    case WORD_NEXT2: calco_buf_str(out, t[2].word); break;
    case LOOK: calco_buf_str(out, t->look); break;
    case LOOK_BEFORE: calco_buf_str(out, t[-1].look); break;
    case LOOK_NEXT: calco_buf_str(out, t[1].look); break;
    case SUFFIX1:
    case SUFFIX2:
    case SUFFIX3:
    case SUFFIX4: calco_buf_str(out, ending(t, what - SUFFIX1)); break;
    case SUFFIX_BEFORE: calco_buf_str(out, ending(t - 1, 1)); break;
    case SUFFIX_NEXT: calco_buf_str(out, ending(t + 1, 1)); break;
    case CLASS: class_text(tags, t, out); break;
    case CLASS_NEXT: class_text(tags, t + 1, out); break;
    case CLASS_NEXT2: class_text(tags, t + 2, out); break;
    case BEST: tag_text(tags, t->best, out); break;
    case BEST_NEXT: tag_text(tags, t[1].best, out); break;
    case TAG: tag_text(tags, h->before, out); break;
    case TAG2: tag_text(tags, h->before2, out); break;
    case VERB:
        tag_text(tags, h->verb, out);
        if (h->verb != 0xff && h->linked) calco_buf_char(out, '+');
        break;
    case END: break;
    }
}

void calco_tag_feature_text(const calco_strtab *tags, const calco_tag_token *at, const calco_tag_history *h, size_t i,
                            calco_buf *out)
{
    for (const atom *a = templates[i].atoms; *a != END; a++) {
        if (a != templates[i].atoms) calco_buf_char(out, ' ');
        value_text(tags, at, h, *a, out);
    }
}

/* The hash of a value written as text: the other side of value(). */
static uint64_t text_hash(atom what, str text)
{
    bool class = what == CLASS || what == CLASS_NEXT || what == CLASS_NEXT2;
    if (calco_str_eq(text, calco_str(unknown)) && what != WORD && what != WORD_BEFORE && what != WORD_BEFORE2 &&
        what != WORD_NEXT && what != WORD_NEXT2)
        return 0;
    if (what == VERB && calco_str_ends(text, STR("+"))) return calco_str_hash(calco_str_cut(text, 0, text.n - 1)) + 1;
    if (!class) return calco_str_hash(text);
    uint64_t h = 0;
    if (text.n > 1 && text.p[0] == '-' && text.p[1] == '|') h = 1, text = calco_str_from(text, 2);
    for (str tag; calco_str_split(&text, '|', &tag);) h += calco_str_hash(tag);
    return h;
}

bool calco_tag_feature_hash(str name, str values, uint64_t *hash)
{
    size_t i = 0;
    while (i < TEMPLATES && !calco_str_eq(name, calco_str(templates[i].name))) i++;
    if (i == TEMPLATES) return false;
    uint64_t h = start_hash(i);
    for (const atom *a = templates[i].atoms; *a != END; a++) {
        str text;
        if (!calco_str_split(&values, ' ', &text)) return false;
        h = mix(h, text_hash(*a, text));
    }
    *hash = h;
    return !values.p;
}

/* --- preparing --- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The word with each digit as 0: all years look alike. */
static str plain_word(calco_arena *scratch, str fold)
{
    size_t i = 0;
    while (i < fold.n && !is_digit(fold.p[i])) i++;
    if (i == fold.n) return fold;
    char *p = ARENA_ARRAY(scratch, char, fold.n);
    for (i = 0; i < fold.n; i++) p[i] = is_digit(fold.p[i]) ? '0' : fold.p[i];
    return (str){ p, fold.n };
}

static void set_suffixes(calco_tag_token *t)
{
    size_t at = t->word.n;
    for (unsigned i = 0; i < 4 && at > 0; i++) {
        do at--;
        while (at > 0 && ((unsigned char)t->word.p[at] & 0xC0) == 0x80);
        t->suffix[i] = t->word.n - at;
        t->suffix_hash[i] = calco_str_hash(calco_str_from(t->word, at));
    }
}

static bool is_word(const calco_token *t) { return t->kind == TOKEN_WORD; }

/* Are nearly all longer words after the first written with a capital? */
static bool is_title(const calco_token *tokens, size_t n)
{
    size_t capital = 0, small = 0, seen = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_word(&tokens[i]) || !seen++ || tokens[i].fold.n < 4) continue;
        if (tokens[i].shape == SHAPE_LOWER)
            small++;
        else
            capital++;
    }
    return capital >= 2 && small * 5 <= capital;
}

/* The look of a word: its shape, before it '^' at the start of the sentence, '"' after a mark, '~' in a title. */
static str look_of(const calco_token *tokens, size_t i, bool started, bool title)
{
    static const char *const looks[5][4] = {
        { "*", "^*", "\"*", "~*" },     { "x", "^x", "\"x", "~x" },     { "Xx", "^Xx", "\"Xx", "~Xx" },
        { "XX", "^XX", "\"XX", "~XX" }, { "xX", "^xX", "\"xX", "~xX" },
    };
    static const char *const kinds[] = { "", "0", ".", "$", "@" };
    const calco_token       *t = &tokens[i];
    if (!is_word(t)) return calco_str(kinds[t->kind < 5 ? t->kind : 4]);
    bool mark = i > 0 && tokens[i - 1].kind == TOKEN_PUNCT && !calco_str_eq(tokens[i - 1].fold, STR(","));
    return calco_str(looks[t->shape < 5 ? t->shape : 0][!started ? 1 : title ? 3 : mark ? 2 : 0]);
}

static void set_union(calco_tag_set *a, const calco_tag_set *b)
{
    for (unsigned i = 0; i < 4; i++) a->bits[i] |= b->bits[i];
}

/* Take b out of a, unless nothing would be left. */
static void set_minus(calco_tag_set *a, const calco_tag_set *b)
{
    uint64_t left = 0;
    for (unsigned i = 0; i < 4; i++) left |= a->bits[i] & ~b->bits[i];
    for (unsigned i = 0; left && i < 4; i++) a->bits[i] &= ~b->bits[i];
}

static bool set_empty(const calco_tag_set *s) { return !(s->bits[0] | s->bits[1] | s->bits[2] | s->bits[3]); }

static void look_up(const calco_tag_context *c, const calco_forms *forms, const calco_token *token, calco_tag_token *t)
{
    calco_analysis found[16];
    size_t         n = forms ? calco_forms_analyse(forms, token->fold, found, 16) : 0;
    if (!n && forms && is_word(token)) {
        size_t at = token->fold.n;
        while (at && token->fold.p[at - 1] != '-') at--;
        n = at && at < token->fold.n ? calco_forms_analyse(forms, calco_str_from(token->fold, at), found, 16) : 0;
        t->part = n > 0;
    }
    for (size_t i = 0; i < n; i++) calco_tag_set_add(&t->lexicon, found[i].tag);
    t->best = n ? found[0].tag : 0xff;
    t->best_hash = n ? c->hash[t->best] : 0;
    t->class_hash = class_hash(c, &t->lexicon, t->part);
}

/* May the word be part of a name that begins before it? Unknown, or a noun most often. */
static bool continues_name(const calco_tag_context *c, const calco_token *token, const calco_tag_token *t)
{
    if (!is_word(token) || token->shape == SHAPE_LOWER) return false;
    if (token->shape == SHAPE_UPPER && token->end - token->start == 1) return false;
    return t->best == 0xff || calco_tag_set_has(&c->nouns, t->best);
}

/* What a token may be. `plain`: it stands where any word has a capital, and no name begins there; `inside`: where only
 * names have one. */
static void set_allowed(const calco_tag_context *c, const calco_token *token, bool plain, bool inside,
                        calco_tag_token *t)
{
    if (!t->part) t->allowed = t->lexicon;
    if (is_word(token)) {
        bool capital = token->shape != SHAPE_LOWER;
        if (!capital) set_minus(&t->allowed, &c->proper);
        if (set_empty(&t->allowed))
            t->allowed = capital && inside && !set_empty(&c->capital) ? c->capital : c->open;
        else if (plain && token->shape == SHAPE_TITLE)
            capital = false;
        if (capital) set_union(&t->allowed, &c->proper);
    } else if (set_empty(&t->allowed)) {
        t->allowed = token->kind == TOKEN_PUNCT || token->kind == TOKEN_SYMBOL ? c->marks : c->open;
        if (token->kind == TOKEN_NUMBER) set_union(&t->allowed, &c->numbers);
    }
}

void calco_tag_prepare(const calco_tag_context *c, const calco_forms *forms, calco_arena *scratch,
                       const calco_token *tokens, size_t n, calco_tag_token *out)
{
    static const char *const pads[] = { "<<", "<", ">", ">>" };
    for (unsigned i = 0; i < 4; i++) {
        calco_tag_token *t = &out[i < 2 ? i : n + i];
        *t = (calco_tag_token){ .word = calco_str(pads[i]), .look = calco_str(pads[i]), .best = 0xff };
        t->word_hash = t->look_hash = calco_str_hash(t->word);
    }
    bool title = is_title(tokens, n), started = false;
    for (size_t i = 0; i < n; i++) {
        calco_tag_token *t = &out[i + 2];
        *t = (calco_tag_token){ .word = plain_word(scratch, tokens[i].fold) };
        t->look = look_of(tokens, i, started, title);
        started |= is_word(&tokens[i]) || tokens[i].kind == TOKEN_NUMBER;
        t->word_hash = calco_str_hash(t->word);
        t->look_hash = calco_str_hash(t->look);
        set_suffixes(t);
        look_up(c, forms, &tokens[i], t);
    }
    started = false;
    for (size_t i = 0; i < n; i++) {
        bool plain = !started && !(i + 1 < n && continues_name(c, &tokens[i + 1], &out[i + 3]));
        set_allowed(c, &tokens[i], plain, started && !title, &out[i + 2]);
        started |= is_word(&tokens[i]) || tokens[i].kind == TOKEN_NUMBER;
    }
}
