/* All forms that a Hunspell dictionary knows, after hunspell(5). */
#include "pack/affix.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

enum { FORM_MAX = 256, FIELDS = 6 };

typedef struct {
    str           strip, add, condition, more; /* `more`: flags that the form gets */
    bool          cross, prefix;
} affix;

typedef struct {
    VEC(affix) rules[256]; /* by flag */
    bool       left_out[256];
    int        need_affix, only_in_compound, forbidden; /* flags, -1 where the dictionary has none */
    calco_form each;
    void      *ctx;
} expander;

/* The words of a line, separated by blanks. */
static size_t fields(str line, str *field)
{
    size_t n = 0, at = 0;
    while (n < FIELDS) {
        while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t' || line.p[at] == '\r')) at++;
        if (at == line.n || line.p[at] == '#') break;
        size_t from = at;
        while (at < line.n && line.p[at] != ' ' && line.p[at] != '\t' && line.p[at] != '\r') at++;
        field[n++] = calco_str_cut(line, from, at);
    }
    return n;
}

static unsigned char flag_of(str s) { return s.n ? (unsigned char)s.p[0] : 0; }

static void take_option(expander *x, const str *field)
{
    static const struct { const char *name; size_t at; } options[] = {
        { "NEEDAFFIX", offsetof(expander, need_affix) },
        { "ONLYINCOMPOUND", offsetof(expander, only_in_compound) },
        { "FORBIDDENWORD", offsetof(expander, forbidden) },
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (calco_str_eq(field[0], calco_str(options[i].name))) *(int *)(void *)((char *)x + options[i].at) = flag_of(field[1]);
}

static bool parse_aff(calco_arena *a, expander *x, str text, const char *path, calco_err *err)
{
    bool cross[256] = { false };
    str  line;
    for (size_t number = 1; calco_str_split(&text, '\n', &line); number++) {
        str    field[FIELDS];
        size_t n = fields(line, field);
        if (n < 2) continue;
        take_option(x, field);
        if (calco_str_eq(field[0], STR("SET")) && !calco_str_eq(field[1], STR("UTF-8")))
            return calco_fail_line(err, CALCO_ERR_FORMAT, path, number, "only dictionaries in UTF-8 can be read");
        if (calco_str_eq(field[0], STR("FLAG")))
            return calco_fail_line(err, CALCO_ERR_FORMAT, path, number, "only dictionaries with one-byte flags can be read");
        bool          prefix = calco_str_eq(field[0], STR("PFX"));
        unsigned char flag = flag_of(field[1]);
        if (!prefix && !calco_str_eq(field[0], STR("SFX"))) continue;
        if (n < 5) { /* the head of a group: flag, cross product, count */
            cross[flag] = n > 2 && calco_str_eq(field[2], STR("Y"));
            continue;
        }
        affix r = { .strip = field[2], .add = field[3], .condition = field[4], .cross = cross[flag], .prefix = prefix };
        size_t slash = calco_str_find(r.add, STR("/"), 0);
        if (slash != SIZE_MAX) {
            r.more = calco_str_from(r.add, slash + 1);
            r.add.n = slash;
        }
        if (calco_str_eq(r.strip, STR("0"))) r.strip = STR("");
        if (calco_str_eq(r.add, STR("0"))) r.add = STR("");
        if (calco_str_find(r.add, STR("'"), 0) == SIZE_MAX) VEC_PUSH(a, &x->rules[flag], r);
    }
    return true;
}

static size_t char_length(str s, size_t at)
{
    size_t n = 1;
    while (at + n < s.n && ((unsigned char)s.p[at + n] & 0xc0) == 0x80) n++;
    return n;
}

/* Does the class at `*at` of a condition (one character, '.', or "[...]") hold the character `c`? Moves past it. */
static bool class_holds(str condition, size_t *at, str c)
{
    if (condition.p[*at] != '[') {
        size_t n = char_length(condition, *at);
        bool   same = condition.p[*at] == '.' || calco_str_eq(calco_str_cut(condition, *at, *at + n), c);
        *at += n;
        return same;
    }
    bool negated = *at + 1 < condition.n && condition.p[*at + 1] == '^', in = false;
    for (*at += negated ? 2 : 1; *at < condition.n && condition.p[*at] != ']';) {
        size_t n = char_length(condition, *at);
        in = in || calco_str_eq(calco_str_cut(condition, *at, *at + n), c);
        *at += n;
    }
    if (*at < condition.n) ++*at;
    return in != negated;
}

static size_t classes(str condition)
{
    size_t n = 0, at = 0;
    while (at < condition.n) {
        class_holds(condition, &at, STR(""));
        n++;
    }
    return n;
}

/* Does the condition hold at the start (prefixes) or the end (suffixes) of a word? */
static bool condition_holds(const affix *r, str word)
{
    if (calco_str_eq(r->condition, STR("."))) return true;
    size_t at = 0;
    if (!r->prefix) {
        at = word.n;
        for (size_t n = classes(r->condition); n; n--) {
            if (at == 0) return false;
            do at--;
            while (at && ((unsigned char)word.p[at] & 0xc0) == 0x80);
        }
    }
    for (size_t c = 0; c < r->condition.n;) {
        if (at >= word.n) return false;
        size_t n = char_length(word, at);
        if (!class_holds(r->condition, &c, calco_str_cut(word, at, at + n))) return false;
        at += n;
    }
    return true;
}

/* The word with the affix, in `to`; empty where it does not fit. */
static str apply(const affix *r, str word, char *to)
{
    bool fits = r->prefix ? calco_str_starts(word, r->strip) : calco_str_ends(word, r->strip);
    if (!fits || word.n <= r->strip.n || word.n - r->strip.n + r->add.n > FORM_MAX || !condition_holds(r, word))
        return (str){ to, 0 };
    size_t kept = word.n - r->strip.n;
    if (r->prefix) {
        if (r->add.n) memcpy(to, r->add.p, r->add.n);
        memcpy(to + r->add.n, word.p + r->strip.n, kept);
    } else {
        memcpy(to, word.p, kept);
        if (r->add.n) memcpy(to + kept, r->add.p, r->add.n);
    }
    return (str){ to, kept + r->add.n };
}

static bool has_flag(str flags, int flag)
{
    return flag >= 0 && flags.n && memchr(flags.p, flag, flags.n) != NULL;
}

static void emit(const expander *x, str form, str flags)
{
    if (!has_flag(flags, x->need_affix) && !has_flag(flags, x->only_in_compound)) x->each(x->ctx, form);
}

/* All prefixes under `flags` before `word`; `cross`: only those that go with a suffix. */
static void add_prefixes(const expander *x, str word, str flags, bool cross)
{
    for (size_t f = 0; f < flags.n; f++) {
        unsigned char flag = (unsigned char)flags.p[f];
        for (size_t i = 0; i < x->rules[flag].n && !x->left_out[flag]; i++) {
            const affix *r = &x->rules[flag].p[i];
            char         buffer[FORM_MAX];
            if (!r->prefix || (cross && !r->cross)) continue;
            str form = apply(r, word, buffer);
            if (form.n) emit(x, form, r->more);
        }
    }
}

/* A stem with all its suffixes, those of its suffixes, and the prefixes that go with them. */
static void expand(const expander *x, str stem, str flags)
{
    emit(x, stem, flags);
    add_prefixes(x, stem, flags, false);
    for (size_t f = 0; f < flags.n; f++) {
        unsigned char flag = (unsigned char)flags.p[f];
        for (size_t i = 0; i < x->rules[flag].n && !x->left_out[flag]; i++) {
            const affix *r = &x->rules[flag].p[i];
            char         buffer[FORM_MAX], second[FORM_MAX];
            str          form = r->prefix ? (str){ buffer, 0 } : apply(r, stem, buffer);
            if (!form.n) continue;
            emit(x, form, r->more);
            if (r->cross) add_prefixes(x, form, flags, true);
            add_prefixes(x, form, r->more, true);
            for (size_t m = 0; m < r->more.n; m++) {
                unsigned char next = (unsigned char)r->more.p[m];
                for (size_t k = 0; k < x->rules[next].n && !x->left_out[next]; k++) {
                    const affix *twice = &x->rules[next].p[k];
                    str          longer = twice->prefix ? (str){ second, 0 } : apply(twice, form, second);
                    if (longer.n) emit(x, longer, twice->more);
                }
            }
        }
    }
}

static void expand_dic(const expander *x, str text)
{
    str line;
    calco_str_split(&text, '\n', &line); /* the count */
    while (calco_str_split(&text, '\n', &line)) {
        size_t tab = calco_str_find(line, STR("\t"), 0); /* morphology follows it */
        line = calco_str_trim(tab == SIZE_MAX ? line : calco_str_cut(line, 0, tab));
        size_t slash = 0; /* the first that is not escaped and not the word itself */
        do slash = calco_str_find(line, STR("/"), slash + 1);
        while (slash != SIZE_MAX && line.p[slash - 1] == '\\');
        str stem = slash == SIZE_MAX ? line : calco_str_cut(line, 0, slash);
        str flags = slash == SIZE_MAX ? STR("") : calco_str_from(line, slash + 1);
        size_t blank = calco_str_find(flags, STR(" "), 0);
        if (blank != SIZE_MAX) flags.n = blank;
        if (stem.n && stem.n <= FORM_MAX && !has_flag(flags, x->forbidden)) expand(x, stem, flags);
    }
}

bool calco_affix_expand(calco_arena *a, const char *aff_path, const char *dic_path, str leave_out, calco_form each,
                        void *ctx, calco_err *err)
{
    calco_buf aff = { 0 }, dic = { 0 };
    expander *x = ARENA_NEW(a, expander);
    x->need_affix = x->only_in_compound = x->forbidden = -1;
    x->each = each;
    x->ctx = ctx;
    for (size_t i = 0; i < leave_out.n; i++) x->left_out[(unsigned char)leave_out.p[i]] = true;
    bool ok = calco_read_file(aff_path, &aff, err) && calco_read_file(dic_path, &dic, err) &&
              parse_aff(a, x, calco_buf_view(&aff), aff_path, err);
    if (ok) expand_dic(x, calco_buf_view(&dic));
    calco_buf_free(&aff);
    calco_buf_free(&dic);
    return ok;
}
