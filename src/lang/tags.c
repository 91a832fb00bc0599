/* The names of features, as tags.tsv has them. */
#include "lang/morph.h"

static const struct {
    const char *name;
    uint32_t    bit;
} feat_names[] = {
    { "noun", FEAT_NOUN },     { "proper", FEAT_PROPER },
    { "verb", FEAT_VERB },     { "adj", FEAT_ADJ },
    { "adv", FEAT_ADV },       { "det", FEAT_DET },
    { "prep", FEAT_PREP },     { "pron", FEAT_PRON },
    { "conj", FEAT_CONJ },     { "num", FEAT_NUM },
    { "aux", FEAT_AUX },       { "part", FEAT_PART },
    { "punct", FEAT_PUNCT },   { "foreign", FEAT_FOREIGN },
    { "sg", FEAT_SG },         { "pl", FEAT_PL },
    { "fem", FEAT_FEM },       { "masc", FEAT_MASC },
    { "finite", FEAT_FINITE }, { "inf", FEAT_INF },
    { "ger", FEAT_GER },       { "pastpart", FEAT_PASTPART },
    { "pres", FEAT_PRES },     { "past", FEAT_PAST },
    { "fut", FEAT_FUT },       { "cond", FEAT_COND },
    { "subj", FEAT_SUBJ },     { "p1", FEAT_P1 },
    { "p2", FEAT_P2 },         { "p3", FEAT_P3 },
    { "cmp", FEAT_CMP },
};

bool calco_feats_parse(str names, uint32_t *feats)
{
    *feats = 0;
    for (str rest = calco_str_trim(names), name; calco_str_split(&rest, ' ', &name);) {
        if (!name.n) continue;
        size_t i = 0, n = sizeof feat_names / sizeof *feat_names;
        while (i < n && !calco_str_eq(name, calco_str(feat_names[i].name))) i++;
        if (i == n) return false;
        *feats |= feat_names[i].bit;
    }
    return true;
}
