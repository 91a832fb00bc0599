/* All forms that a Hunspell dictionary knows, after hunspell(5). */
#include "pack/affix.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "text/unicode.h"

enum { FORM_MAX = 256, FIELDS = 6, FLAGS_MAX = 128, FLAG_VALUES = 65536, NO_FLAG = 0 };

typedef enum { FLAG_BYTE, FLAG_LONG /* two bytes */, FLAG_NUMBER /* 12,345 */, FLAG_UTF8 } flag_kind;

/* A word's flags. */
typedef struct {
    uint16_t flag[FLAGS_MAX];
    size_t   n;
} flag_set;

typedef struct {
    str  strip, add, condition, more; /* `more`: flags that the form gets */
    bool cross, prefix;
} affix;

typedef VEC(affix) affixes;

typedef struct {
    flag_kind  kind;
    bool       full_strip, compounds;
    affixes   *rules; /* by flag */
    bool      *cross; /* by flag */
    uint16_t   need_affix, only_in_compound, forbidden, no_suggest;
    bool       hidden; /* the stem that is expanded has no_suggest */
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

/* Cut the first flag off `*flags`; NO_FLAG at their end. */
static uint16_t next_flag(flag_kind kind, str *flags)
{
    size_t   n = 1;
    uint32_t flag = 0;
    if (!flags->n) return NO_FLAG;
    switch (kind) {
    case FLAG_BYTE: flag = (unsigned char)flags->p[0]; break;
    case FLAG_LONG:
        n = flags->n < 2 ? 1 : 2;
        for (size_t i = 0; i < n; i++) flag = flag << 8 | (unsigned char)flags->p[i];
        break;
    case FLAG_NUMBER:
        for (n = 0; n < flags->n && flags->p[n] >= '0' && flags->p[n] <= '9'; n++)
            flag = flag * 10 % FLAG_VALUES + (uint32_t)(flags->p[n] - '0');
        n += n < flags->n;
        break;
    case FLAG_UTF8: flag = calco_utf8_at(*flags, 0, &n); break;
    }
    *flags = calco_str_from(*flags, n);
    return flag < FLAG_VALUES ? (uint16_t)flag : NO_FLAG;
}

static void parse_flags(const expander *x, str flags, flag_set *set)
{
    set->n = 0;
    while (flags.n && set->n < FLAGS_MAX) {
        uint16_t flag = next_flag(x->kind, &flags);
        if (flag != NO_FLAG) set->flag[set->n++] = flag;
    }
}

static bool has_flag(const flag_set *set, uint16_t flag)
{
    for (size_t i = 0; flag != NO_FLAG && i < set->n; i++)
        if (set->flag[i] == flag) return true;
    return false;
}

static bool take_kind(expander *x, str name)
{
    static const struct {
        const char *name;
        flag_kind   kind;
    } kinds[] = { { "long", FLAG_LONG }, { "num", FLAG_NUMBER }, { "UTF-8", FLAG_UTF8 } };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (calco_str_eq(name, calco_str(kinds[i].name))) {
            x->kind = kinds[i].kind;
            return true;
        }
    return false;
}

static void take_option(expander *x, const str *field)
{
    static const struct {
        const char *name;
        size_t      at;
    } options[] = {
        { "NEEDAFFIX", offsetof(expander, need_affix) },
        { "ONLYINCOMPOUND", offsetof(expander, only_in_compound) },
        { "FORBIDDENWORD", offsetof(expander, forbidden) },
        { "NOSUGGEST", offsetof(expander, no_suggest) },
    };
    str rest = field[1];
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (calco_str_eq(field[0], calco_str(options[i].name)))
            *(uint16_t *)(void *)((char *)x + options[i].at) = next_flag(x->kind, &rest);
    if (calco_str_eq(field[0], STR("COMPOUNDFLAG")) || calco_str_eq(field[0], STR("COMPOUNDBEGIN")))
        x->compounds = true;
}

static void add_affix(calco_arena *a, expander *x, const str *field, size_t n, bool prefix)
{
    str      name = field[1];
    uint16_t flag = next_flag(x->kind, &name);
    if (n < 4 || flag == NO_FLAG) return;
    if (n == 4 && (calco_str_eq(field[2], STR("Y")) || calco_str_eq(field[2], STR("N"))) && field[3].p[0] >= '0' &&
        field[3].p[0] <= '9') {
        x->cross[flag] = field[2].p[0] == 'Y'; /* the head of a group: flag, cross product, count */
        return;
    }
    affix  r = { .strip = field[2],
                 .add = field[3],
                 .condition = n > 4 ? field[4] : STR("."),
                 .cross = x->cross[flag],
                 .prefix = prefix };
    size_t slash = calco_str_find(r.add, STR("/"), 0);
    if (slash != SIZE_MAX) {
        r.more = calco_str_from(r.add, slash + 1);
        r.add.n = slash;
    }
    if (calco_str_eq(r.strip, STR("0"))) r.strip = STR("");
    if (calco_str_eq(r.add, STR("0"))) r.add = STR("");
    bool apostrophe =
        calco_str_find(r.add, STR("'"), 0) != SIZE_MAX || calco_str_find(r.add, STR("\xe2\x80\x99"), 0) != SIZE_MAX;
    if (!apostrophe) VEC_PUSH(a, &x->rules[flag], r);
}

static bool parse_aff(calco_arena *a, expander *x, str text, const char *path, calco_err *err)
{
    str line;
    if (!calco_utf8_valid(text))
        return calco_fail(err, CALCO_ERR_FORMAT, path, "only dictionaries in UTF-8 can be read");
    for (size_t number = 1; calco_str_split(&text, '\n', &line); number++) {
        str    field[FIELDS];
        size_t n = fields(line, field);
        if (n && calco_str_eq(field[0], STR("FULLSTRIP"))) x->full_strip = true;
        if (n < 2) continue;
        if (calco_str_eq(field[0], STR("SET")) && !calco_str_eq(field[1], STR("UTF-8")))
            return calco_fail_line(err, CALCO_ERR_FORMAT, path, number, "only dictionaries in UTF-8 can be read");
        if (calco_str_eq(field[0], STR("FLAG")) && !take_kind(x, field[1]))
            return calco_fail_line(err, CALCO_ERR_FORMAT, path, number, "an unknown kind of flags");
        if (calco_str_eq(field[0], STR("AF")))
            return calco_fail_line(err, CALCO_ERR_FORMAT, path, number,
                                   "dictionaries with aliases of flags cannot be read");
        take_option(x, field);
        bool prefix = calco_str_eq(field[0], STR("PFX"));
        if (prefix || calco_str_eq(field[0], STR("SFX"))) add_affix(a, x, field, n, prefix);
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
static str apply(const expander *x, const affix *r, str word, char *to)
{
    bool fits = r->prefix ? calco_str_starts(word, r->strip) : calco_str_ends(word, r->strip);
    if (!fits || (word.n == r->strip.n && !x->full_strip) || word.n - r->strip.n + r->add.n > FORM_MAX ||
        !condition_holds(r, word))
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

static void emit(const expander *x, str form, const flag_set *flags)
{
    if (form.n && !has_flag(flags, x->need_affix) && !has_flag(flags, x->only_in_compound))
        x->each(x->ctx, form, x->hidden || has_flag(flags, x->no_suggest));
}

/* All prefixes under `flags` before `word`; `cross`: only those that go with a suffix. */
static void add_prefixes(const expander *x, str word, const flag_set *flags, bool cross)
{
    for (size_t f = 0; f < flags->n; f++) {
        const affixes *rules = &x->rules[flags->flag[f]];
        for (size_t i = 0; i < rules->n; i++) {
            const affix *r = &rules->p[i];
            char         buffer[FORM_MAX];
            flag_set     more;
            if (!r->prefix || (cross && !r->cross)) continue;
            parse_flags(x, r->more, &more);
            emit(x, apply(x, r, word, buffer), &more);
        }
    }
}

/* The suffixes that suffixes bring along. */
static void add_second_suffixes(const expander *x, str word, const flag_set *flags)
{
    for (size_t f = 0; f < flags->n; f++) {
        const affixes *rules = &x->rules[flags->flag[f]];
        for (size_t i = 0; i < rules->n; i++) {
            char     buffer[FORM_MAX];
            flag_set more;
            if (rules->p[i].prefix) continue;
            parse_flags(x, rules->p[i].more, &more);
            emit(x, apply(x, &rules->p[i], word, buffer), &more);
        }
    }
}

/* A stem with all its suffixes, those of its suffixes, and the prefixes that go with them. */
static void expand(const expander *x, str stem, const flag_set *flags)
{
    emit(x, stem, flags);
    add_prefixes(x, stem, flags, false);
    for (size_t f = 0; f < flags->n; f++) {
        const affixes *rules = &x->rules[flags->flag[f]];
        for (size_t i = 0; i < rules->n; i++) {
            const affix *r = &rules->p[i];
            char         buffer[FORM_MAX];
            flag_set     more;
            str          form = r->prefix ? (str){ buffer, 0 } : apply(x, r, stem, buffer);
            if (!form.n) continue;
            parse_flags(x, r->more, &more);
            emit(x, form, &more);
            if (r->cross) add_prefixes(x, form, flags, true);
            add_prefixes(x, form, &more, true);
            add_second_suffixes(x, form, &more);
        }
    }
}

/* A line of the dictionary without its morphology: what follows a tab, or a blank with a field like "po:noun". */
static str without_morphology(str line)
{
    size_t tab = calco_str_find(line, STR("\t"), 0);
    if (tab != SIZE_MAX) line.n = tab;
    for (size_t at = calco_str_find(line, STR(" "), 0); at != SIZE_MAX; at = calco_str_find(line, STR(" "), at + 1))
        if (at + 3 < line.n && line.p[at + 3] == ':') line.n = at;
    return calco_str_trim(line);
}

static void expand_dic(expander *x, str text)
{
    str line;
    calco_str_split(&text, '\n', &line); /* the count */
    while (calco_str_split(&text, '\n', &line)) {
        line = without_morphology(line);
        if (line.n && line.p[0] == '/') continue; /* a remark */
        size_t slash = 0;                         /* the first that is not escaped and not the word itself */
        do slash = calco_str_find(line, STR("/"), slash + 1);
        while (slash != SIZE_MAX && line.p[slash - 1] == '\\');
        str      stem = slash == SIZE_MAX ? line : calco_str_cut(line, 0, slash);
        str      names = slash == SIZE_MAX ? STR("") : calco_str_from(line, slash + 1);
        flag_set flags;
        parse_flags(x, names, &flags);
        x->hidden = has_flag(&flags, x->no_suggest);
        if (stem.n && stem.n <= FORM_MAX && !has_flag(&flags, x->forbidden)) expand(x, stem, &flags);
    }
}

static expander *expander_new(calco_arena *a)
{
    expander *x = ARENA_NEW(a, expander);
    x->rules = ARENA_ARRAY(a, affixes, FLAG_VALUES);
    x->cross = ARENA_ARRAY(a, bool, FLAG_VALUES);
    return x;
}

bool calco_affix_expand(calco_arena *a, const char *aff_path, const char *dic_path, calco_form each, void *ctx,
                        calco_err *err)
{
    calco_buf aff = { 0 }, dic = { 0 };
    expander *x = expander_new(a);
    x->each = each;
    x->ctx = ctx;
    bool ok = calco_read_file(aff_path, &aff, err) && calco_read_file(dic_path, &dic, err) &&
              parse_aff(a, x, calco_buf_view(&aff), aff_path, err);
    if (ok && !calco_utf8_valid(calco_buf_view(&dic)))
        ok = calco_fail(err, CALCO_ERR_FORMAT, dic_path, "only dictionaries in UTF-8 can be read");
    if (ok) expand_dic(x, calco_buf_view(&dic));
    calco_buf_free(&aff);
    calco_buf_free(&dic);
    return ok;
}

bool calco_affix_compounds(calco_arena *a, const char *aff_path, bool *compounds, calco_err *err)
{
    calco_buf aff = { 0 };
    expander *x = expander_new(a);
    bool      ok = calco_read_file(aff_path, &aff, err) && parse_aff(a, x, calco_buf_view(&aff), aff_path, err);
    *compounds = x->compounds;
    calco_buf_free(&aff);
    return ok;
}
