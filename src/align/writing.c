/* How the source language is written: read from its tables once, asked for each sentence. */
#include "align/writing.h"

#include "lang/morph.h"

static bool take_contraction(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    struct { calco_writing *w; calco_arena *a; } *x = ctx;
    if (n >= 4 && calco_str_eq(column[0], STR("join"))) {
        calco_joint j = { column[1], column[2], column[3] };
        VEC_PUSH(x->a, &x->w->joints, j);
        calco_map_set(&x->w->joined, j.first, 1);
    } else if (n >= 5 && calco_str_eq(column[0], STR("vary"))) {
        calco_variant v = { .forms = column[2], .form = column[3], .before = column[4] };
        if (!calco_feats_parse(column[1], &v.feats)) return true;
        VEC_PUSH(x->a, &x->w->variants, v);
        for (str rest = v.forms, form; calco_str_split(&rest, ' ', &form);) calco_map_set(&x->w->varied, form, 1);
    }
    return true;
}

static char separator(const calco_lang *lang, const char *key)
{
    str value = calco_format_value(lang, key);
    return value.n ? value.p[0] : '\0';
}

/* May a word with the features `s` render one with the features `t`? Gender and, in the past, aspect are free. */
static bool tags_match(uint32_t t, uint32_t s)
{
    const uint32_t kinds = FEAT_NOUN | FEAT_VERB | FEAT_ADJ, number = FEAT_SG | FEAT_PL, forms = FEAT_FINITE | FEAT_INF | FEAT_GER | FEAT_PASTPART;
    if ((t & kinds) != (s & kinds) || !(t & kinds) || (s & (FEAT_PROPER | FEAT_CMP | FEAT_AUX | FEAT_PRON | FEAT_SUBJ))) return false;
    if (t & FEAT_NOUN) return !(t & number) || (s & t & number);
    if (!(t & FEAT_VERB)) return true;
    if (!(t & s & forms)) return false;
    if (!(t & FEAT_FINITE)) return true;
    if (!(s & FEAT_P3) || (s & (FEAT_COND | FEAT_FUT)) || !(t & s & (FEAT_PRES | FEAT_PAST))) return false;
    return !(t & number) || (s & t & number);
}

/* Tags of the future and of the conditional; persons that English leaves open, the third first. */
static void find_modals(calco_writing *w, const calco_lang *source)
{
    static const uint32_t moods[2] = { FEAT_FUT, FEAT_COND }, persons[2] = { FEAT_P3, FEAT_P1 };
    for (size_t m = 0; m < 2; m++)
        for (size_t p = 0; p < 2; p++)
            for (uint32_t t = 0; t < source->tags.count && t < 256; t++) {
                uint32_t f = source->tag_feats[t], all = FEAT_VERB | FEAT_FINITE | moods[m] | persons[p];
                if ((f & all) == all && !(f & FEAT_AUX) && w->n_modal[m] < WRITING_TAGS) w->modal[m][w->n_modal[m]++] = (uint8_t)t;
            }
}

void calco_writing_open(calco_writing *w, const calco_lang *source, const calco_lang *target, calco_arena *a)
{
    struct { calco_writing *w; calco_arena *a; } x = { w, a };
    w->varied = calco_map_new(a);
    w->joined = calco_map_new(a);
    calco_part contractions = calco_pack_part_of(source->pack, source->code, "contractions");
    if (contractions.p) calco_tsv_each((str){ contractions.p, contractions.n }, take_contraction, &x, NULL);
    w->group = separator(source, "group");
    w->decimal = separator(source, "decimal");
    w->target_group = separator(target, "group");
    w->target_decimal = separator(target, "decimal");
    find_modals(w, source);
    for (uint32_t t = 0; t < target->tags.count && t < 256; t++)
        for (uint32_t s = 0; s < source->tags.count && s < 256; s++)
            if (w->n_tags[t] < WRITING_TAGS && tags_match(target->tag_feats[t], source->tag_feats[s])) w->tags[t][w->n_tags[t]++] = (uint8_t)s;
}

str calco_writing_join(const calco_writing *w, str first, str second)
{
    if (calco_map_get(&w->joined, first) == CALCO_NONE) return (str){ NULL, 0 };
    for (size_t i = 0; i < w->joints.n; i++)
        if (calco_str_eq(w->joints.p[i].first, first) && calco_str_eq(w->joints.p[i].second, second)) return w->joints.p[i].one;
    return (str){ NULL, 0 };
}

static bool holds_word(str words, str word)
{
    for (str one; calco_str_split(&words, ' ', &one);)
        if (calco_str_eq(one, word)) return true;
    return false;
}

/* Length of the longest beginning of `next` in the list; SIZE_MAX where none fits. "*" fits all. */
static size_t fits(str before, str next)
{
    size_t best = SIZE_MAX;
    for (str one; calco_str_split(&before, ' ', &one);) {
        if (!one.n) continue;
        str  start = one.p[one.n - 1] == '*' ? calco_str_cut(one, 0, one.n - 1) : one;
        bool ok = start.n < one.n ? calco_str_starts(next, start) : calco_str_eq(next, start);
        if (ok && (best == SIZE_MAX || start.n > best)) best = start.n;
    }
    return best;
}

str calco_writing_vary(const calco_writing *w, str word, str next, uint32_t feats)
{
    const uint32_t gender = FEAT_MASC | FEAT_FEM, number = FEAT_SG | FEAT_PL;
    str    best = word;
    size_t length = 0;
    bool   found = false, agrees = false;
    if (calco_map_get(&w->varied, word) == CALCO_NONE) return word;
    for (size_t i = 0; i < w->variants.n; i++) {
        const calco_variant *v = &w->variants.p[i];
        if (!holds_word(v->forms, word)) continue;
        size_t n = fits(v->before, next);
        bool   fit = (!(v->feats & gender) || !(feats & gender) || (v->feats & feats & gender)) &&
                   (!(v->feats & number) || !(feats & number) || (v->feats & feats & number));
        if (n == SIZE_MAX || (found && (fit < agrees || (fit == agrees && n <= length)))) continue;
        best = v->form;
        length = n;
        found = true;
        agrees = fit;
    }
    return best;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What is grouped by threes and what is a decimal is seen by the digits: numbers that the machine left as they were in the
 * source stay so. */
str calco_writing_number(const calco_writing *w, calco_arena *a, str number)
{
    str   copy = calco_arena_str(a, number);
    char *p = (char *)(uintptr_t)copy.p;
    if (!w->group || !w->decimal) return copy;
    for (size_t i = 0; i < copy.n; i++) {
        size_t digits = 0;
        if (number.p[i] != w->target_group && number.p[i] != w->target_decimal) continue;
        while (i + 1 + digits < copy.n && is_digit(number.p[i + 1 + digits])) digits++;
        p[i] = digits == 3 && number.p[0] != '0' ? w->group : w->decimal;
    }
    return copy;
}
