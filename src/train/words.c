/* train-words: computes lexemes.tsv, irregular.tsv and forms.tsv of English from open lexicons and counted texts.
 *
 *     train-words PACK FOLDER AGID.xz LANGUAGETOOL.tsv.xz DEMONYMS.tsv.xz TAGGED.xz POSLEX MODEL
 *
 * PACK gives tags and rules of inflection; FOLDER (dictionaries/en) has closed.tsv and gets the tables. AGID and
 * LanguageTool's lexicon say what words there are, TAGGED (word/TAG) and Festival's POSLEX how often a form has a tag,
 * the vocabulary of pocketsphinx's MODEL which words are worth listing. */
#include "train/words.h"

/* --- what a lemma can be --- */

/* British spellings count as seen where the American ones are. */
static bool known_elsewhere(trainer *t, str form)
{
    static const char *const pairs[][2] = { { "is", "iz" },
                                            { "ys", "yz" },
                                            { "our", "or" },
                                            { "tre", "ter" },
                                            { "ogue", "og" },
                                            { "ence", "ense" },
                                            { "ll", "l" },
                                            { "ae", "e" },
                                            { "oe", "e" },
                                            { "pp", "p" },
                                            { "gramme", "gram" },
                                            { "gement", "gment" },
                                            { "mould", "mold" },
                                            { "plough", "plow" },
                                            { "grey", "gray" },
                                            { "tyre", "tire" },
                                            { "fulfil", "fulfill" },
                                            { "enrol", "enroll" },
                                            { "skilful", "skillful" },
                                            { "cheque", "check" } };
    if (form.n < 6) return false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        str from = calco_str(pairs[i][0]);
        for (size_t at = calco_str_find(form, from, 1); at != SIZE_MAX; at = calco_str_find(form, from, at + 1)) {
            str other = calco_arena_join(t->arena, (str[]){ calco_str_cut(form, 0, at),
                                                            calco_str(pairs[i][1]),
                                                            calco_str_from(form, at + from.n),
                                                            { 0 } });
            if (known(t, other)) return true;
        }
    }
    return false;
}

static bool made_from(const trainer *t, uint8_t tag, uint8_t base)
{
    return calco_forms_base(t->lang->forms, tag) == base;
}

/* How often the lemma's forms have the tags that are made from `base`; *any: texts know one of them. */
static uint32_t evidence(trainer *t, const lemma *l, uint8_t base, bool *any)
{
    const formeds *lists[] = { &l->lt, &l->ag };
    uint32_t       sum = look(t, l->text)->count[base];
    *any = known(t, l->text) || known_elsewhere(t, l->text);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->n; i++) {
            const formed *f = &lists[k]->p[i];
            if (!made_from(t, f->tag, base)) continue;
            bool twice = calco_str_eq(f->form, l->text) && f->tag == base;
            for (size_t m = 0; k == 1 && m < l->lt.n; m++)
                twice |= l->lt.p[m].tag == f->tag && calco_str_eq(l->lt.p[m].form, f->form);
            if (!twice) sum += look(t, f->form)->count[f->tag];
            *any |= known(t, f->form) || known_elsewhere(t, f->form);
        }
    return sum;
}

static bool can_be(trainer *t, const lemma *l, uint8_t base)
{
    const seen *s = look(t, l->text);
    bool noun = base == t->id[NN], verb = base == t->id[VB], adjective = base == t->id[JJ], name = base == t->id[NNP],
         any;
    bool lt = has(&l->lt, base), ag = has(&l->ag, base);
    if (noun && ag && has(&l->lt, t->id[NNS])) lt = true;
    if ((!lt && !ag) || (adjective && !lt)) return false; /* AGID has adverbs among its adjectives */
    uint32_t sum = evidence(t, l, base, &any);
    if (!any) return false;
    if (!name && s->closed && s->total >= 30 && !s->count[base]) return false;
    if (!noun && !verb && !adjective) return true;
    if (s->closed && sum < 2 && s->total > 20) return false;
    return !verb || sum || (ag && s->total <= 200);
}

/* The tags of lemmas in the order in which they are listed. */
static const int listed[] = { NN, VB, JJ, RB, UH, NNP, NNPS, CD, FW };
enum { N_LISTED = sizeof listed / sizeof *listed };

static void decide(trainer *t, lemma *l)
{
    const seen *s = look(t, l->text);
    unsigned    n = 0;
    for (size_t i = 0; i < N_LISTED; i++)
        if (can_be(t, l, t->id[listed[i]])) l->bases |= (uint64_t)1 << t->id[listed[i]], n++;
    double names = s->count[t->id[NNP]] + s->count[t->id[NNPS]], total = s->total;
    if ((n > 1 && total >= 5 && names < 0.1 * total) || (s->closed && total >= 30 && names < 0.3 * total))
        l->bases &= ~((uint64_t)1 << t->id[NNP] | (uint64_t)1 << t->id[NNPS]);
}

/* --- irregular forms --- */

static void push_new(trainer *t, calco_strs *v, str s)
{
    for (size_t i = 0; i < v->n; i++)
        if (calco_str_eq(v->p[i], s)) return;
    VEC_PUSH(t->arena, v, s);
}

/* The forms of a lemma with a tag that are in use, the one to write first; none where the rule alone is right. */
static void irregular(trainer *t, lemma *l, uint8_t tag, bool adjective)
{
    calco_strs all = { 0 }, kept = { 0 };
    str        rule;
    uint32_t   most = 0;
    bool       ag = !adjective && has(&l->ag, tag);
    if (!calco_forms_rule(t->lang->forms, t->arena, l->text, tag, &rule)) rule = (str){ "", 0 };
    for (size_t i = 0; ag && i < l->ag.n; i++)
        if (l->ag.p[i].tag == tag) push_new(t, &all, l->ag.p[i].form);
    for (size_t i = 0; i < l->lt.n; i++)
        if (l->lt.p[i].tag == tag) push_new(t, &all, l->lt.p[i].form);
    bool regular = false;
    for (size_t i = 0; i < all.n; i++) regular |= calco_str_eq(all.p[i], rule);
    for (size_t i = 0; i < all.n; i++) {
        const seen *s = look(t, all.p[i]);
        if (regular && i && !calco_str_eq(all.p[i], rule) && !s->count[tag] && !s->vocabulary) continue;
        VEC_PUSH(t->arena, &kept, all.p[i]);
        if (s->count[tag] > most) most = s->count[tag];
    }
    size_t best = 0;
    bool   given = kept.n && ag && 4 * look(t, kept.p[0])->count[tag] >= most;
    for (size_t i = 1; regular && !given && i < kept.n; i++)
        if (look(t, kept.p[i])->count[tag] > look(t, kept.p[best])->count[tag]) best = i;
    if (!kept.n || (kept.n == 1 && regular)) return;
    formed first = { tag, kept.p[best] };
    VEC_PUSH(t->arena, &l->is, first);
    for (size_t i = 0; i < kept.n; i++) {
        formed f = { tag, kept.p[i] };
        if (i != best) VEC_PUSH(t->arena, &l->is, f);
    }
}

/* Comparatives only where texts have them, and mostly as such: "traveler" is none. */
static bool compared(trainer *t, const lemma *l, uint8_t tag)
{
    for (size_t i = 0; i < l->lt.n; i++) {
        const seen *s = look(t, l->lt.p[i].form);
        uint32_t    other = calco_map_get(&t->lemmas, l->lt.p[i].form);
        if (l->lt.p[i].tag != tag || !(s->total || s->vocabulary) || 2 * s->count[tag] < s->total) continue;
        if (s->count[tag] || other == CALCO_NONE || !has(&t->list.p[other].lt, t->id[NN])) return true;
    }
    return false;
}

/* The verbs that follow no rule at all. */
static bool auxiliary(trainer *t, lemma *l)
{
    static const struct {
        const char *lemma;
        int         tag;
        const char *form;
    } rows[] = { { "be", VBP, "are" },   { "be", VBP, "am" },    { "be", VBZ, "is" },    { "be", VBD, "was" },
                 { "be", VBD, "were" },  { "be", VBN, "been" },  { "be", VBG, "being" }, { "have", VBZ, "has" },
                 { "have", VBD, "had" }, { "have", VBN, "had" }, { "do", VBZ, "does" },  { "do", VBD, "did" },
                 { "do", VBN, "done" } };
    bool any = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!calco_str_eq(l->text, calco_str(rows[i].lemma))) continue;
        formed f = { t->id[rows[i].tag], calco_str(rows[i].form) };
        VEC_PUSH(t->arena, &l->is, f);
        l->bases |= (uint64_t)1 << t->id[VB];
        l->plus |= (uint64_t)1 << t->id[VB];
        any = true;
    }
    return any;
}

static void inflect(trainer *t, lemma *l)
{
    bool done = auxiliary(t, l);
    for (uint8_t tag = 0; tag < t->lang->tags.count && tag < TAGS; tag++) {
        uint8_t base = calco_forms_base(t->lang->forms, tag);
        if (base == tag || !(l->bases >> base & 1)) continue;
        bool noun = base == t->id[NN], verb = base == t->id[VB], adjective = base == t->id[JJ];
        if ((!noun && !verb && !adjective) || (verb && done)) continue;
        if (adjective && !compared(t, l, tag)) continue;
        if (noun && !has(&l->lt, tag) && !has(&l->ag, tag)) continue;
        l->plus |= (uint64_t)1 << base;
        if (tag != t->id[VBP]) irregular(t, l, tag, adjective);
    }
}

/* --- readings and their weights --- */

static void add_readings(trainer *t, const lemma *l)
{
    for (uint8_t tag = 0; tag < t->lang->tags.count && tag < TAGS; tag++) {
        uint8_t base = calco_forms_base(t->lang->forms, tag);
        str     form;
        if (l->bases >> tag & 1) add_reading(t, l->text, l->text, tag);
        if (base == tag || !(l->plus >> base & 1)) continue;
        for (size_t i = 0; i < l->is.n; i++)
            if (l->is.p[i].tag == tag) add_reading(t, l->is.p[i].form, l->text, tag);
        if (has(&l->is, tag) || !calco_forms_rule(t->lang->forms, t->arena, l->text, tag, &form)) continue;
        if (!memchr(form.p, ' ', form.n)) add_reading(t, form, l->text, tag);
    }
}

/* Of several lemmas the one that texts have most. */
static str best_lemma(const trainer *t, const readings *r, uint8_t tag)
{
    str     best = { NULL, 0 };
    uint8_t base = calco_forms_base(t->lang->forms, tag);
    for (int exact = 1; exact >= 0 && !best.p; exact--)
        for (size_t i = 0; r && i < r->n; i++) {
            if (exact ? r->p[i].tag != tag : !made_from(t, r->p[i].tag, base)) continue;
            const seen *a = look(t, r->p[i].lemma), *b = best.p ? look(t, best) : NULL;
            if (!b || a->count[base] > b->count[base] || (a->count[base] == b->count[base] && a->total > b->total))
                best = r->p[i].lemma;
        }
    return best;
}

static bool tagged(const readings *r, uint8_t tag)
{
    for (size_t i = 0; r && i < r->n; i++)
        if (r->p[i].tag == tag) return true;
    return false;
}

/* May texts give a form this tag? What the lexicon lacks needs evidence, and closed classes take no newcomers. */
static bool accepted(const trainer *t, str form, const seen *s, const readings *r, uint8_t tag)
{
    uint32_t feats = t->lang->tag_feats[tag], n = s->count[tag];
    double   names = s->count[t->id[NNP]] + s->count[t->id[NNPS]];
    bool     here = tagged(r, tag), common = false, name = tag == t->id[NNP] || tag == t->id[NNPS];
    for (size_t i = 0; r && i < r->n; i++) common |= r->p[i].tag != t->id[NNP] && r->p[i].tag != t->id[NNPS];
    (void)form;
    if (!n || ((tag == t->id[LS] || tag == t->id[SYM] || tag == t->id[FW]) && !here)) return false;
    if (name && common && names < (here ? 0.1 : 0.25) * s->total) return false;
    if (here) return true;
    bool closed = (feats & (FEAT_DET | FEAT_PREP | FEAT_PRON | FEAT_CONJ | FEAT_AUX | FEAT_PART)) != 0;
    if (closed || (s->closed && s->total > 50)) return false;
    return (n >= 3 && n >= 0.02 * s->total) || (!r && n >= 2);
}

typedef struct {
    str     form, lemma;
    uint8_t tag;
    int     weight;
} weighted;
typedef VEC(weighted) weights;

static void weigh(trainer *t, str form, const readings *r, weights *out)
{
    const seen *s = look(t, form);
    double      sum = 0;
    unsigned    tags = 0, n = 0;
    for (uint8_t tag = 0; tag < t->lang->tags.count && tag < TAGS; tag++) {
        bool yes = accepted(t, form, s, r, tag);
        sum += yes ? s->count[tag] : 0;
        n += yes;
        tags += yes || tagged(r, tag);
    }
    for (uint8_t tag = 0; tag < t->lang->tags.count && tag < TAGS; tag++) {
        bool     yes = accepted(t, form, s, r, tag);
        unsigned lemmas = 0;
        for (size_t i = 0; r && i < r->n; i++) lemmas += r->p[i].tag == tag;
        if (calco_map_get(&t->fixed, form_and_tag(t, form, tag)) != CALCO_NONE) continue;
        if (!(yes && n && !(tags < 2 && r && r->n < 2)) && lemmas < 2) continue;
        str own = best_lemma(t, r, tag);
        if (!own.p && calco_forms_base(t->lang->forms, tag) != tag) continue;
        int      share = yes ? (int)lround(255 * s->count[tag] / (sum + 1)) : 2;
        weighted w = { form, own.p ? own : form, tag, share < 2 ? 2 : share > 255 ? 255 : share };
        VEC_PUSH(t->arena, out, w);
    }
}

/* --- writing --- */

static FILE *create(const char *folder, const char *name, const char *head)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    if (!out) {
        perror(path);
        exit(2);
    }
    fputs(head, out);
    return out;
}

static int by_text(const void *a, const void *b)
{
    return calco_str_cmp(((const lemma *)a)->text, ((const lemma *)b)->text);
}

static int by_form(const void *pa, const void *pb)
{
    const weighted *a = pa, *b = pb;
    int             c = calco_str_cmp(a->form, b->form);
    return c ? c : a->weight != b->weight ? b->weight - a->weight : a->tag - b->tag;
}

static bool same_forms(const lemma *l, uint8_t a, uint8_t b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < l->is.n && l->is.p[i].tag != a) i++;
        while (k < l->is.n && l->is.p[k].tag != b) k++;
        if (i == l->is.n || k == l->is.n) return i == l->is.n && k == l->is.n;
        if (!calco_str_eq(l->is.p[i].form, l->is.p[k].form)) return false;
    }
}

static void write_lemmas(const trainer *t, const char *folder)
{
    FILE *lexemes = create(folder, "lexemes.tsv",
                           "# Lemmas: what they can be; + adds what the rules of inflection make of them. Computed by "
                           "train-words (SOURCES.md).\n");
    FILE *forms = create(folder, "irregular.tsv",
                         "# Where the rules go wrong: lemma, tags, form; the first form is the one to write. Computed "
                         "by train-words (SOURCES.md).\n");
    for (size_t i = 0; i < t->list.n; i++) {
        const lemma *l = &t->list.p[i];
        char         sep = '\t';
        if (!l->bases) continue;
        fprintf(lexemes, "%.*s", STR_FMT(l->text));
        for (size_t k = 0; k < N_LISTED; k++) {
            uint8_t tag = t->id[listed[k]];
            if (!(l->bases >> tag & 1)) continue;
            fprintf(lexemes, "%c%.*s%s", sep, STR_FMT(tag_name(t, tag)), l->plus >> tag & 1 ? "+" : "");
            sep = ' ';
        }
        fputc('\n', lexemes);
        bool both = has(&l->is, t->id[VBD]) && same_forms(l, t->id[VBD], t->id[VBN]);
        for (size_t k = 0; k < l->is.n; k++) {
            uint8_t tag = l->is.p[k].tag;
            if (both && tag == t->id[VBN]) continue;
            fprintf(forms, "%.*s\t%.*s%s\t%.*s\n", STR_FMT(l->text), STR_FMT(tag_name(t, tag)),
                    both && tag == t->id[VBD] ? "|VBN" : "", STR_FMT(l->is.p[k].form));
        }
    }
    fclose(lexemes);
    fclose(forms);
}

static void write_weights(trainer *t, const char *folder)
{
    weights all = { 0 };
    for (size_t i = 0; i < t->of.n; i++) weigh(t, t->of_form.p[i], &t->of.p[i], &all);
    for (size_t i = 0; i < t->forms.cap; i++) {
        str form = t->forms.slots[i].key;
        if (form.p && form.n && form.p[0] != '#' && is_word(form) && calco_map_get(&t->analysed, form) == CALCO_NONE)
            weigh(t, form, NULL, &all);
    }
    qsort(all.p, all.n, sizeof *all.p, by_form);
    FILE *out = create(folder, "forms.tsv",
                       "# How probable the tags of a form are: form, lemma, tag, weight (255 times its share). "
                       "Computed by train-words (SOURCES.md).\n");
    for (size_t i = 0; i < all.n; i++)
        fprintf(out, "%.*s\t%.*s\t%.*s\t%d\n", STR_FMT(all.p[i].form), STR_FMT(all.p[i].lemma),
                STR_FMT(tag_name(t, all.p[i].tag)), all.p[i].weight);
    fclose(out);
    printf("%zu lemmas read, %zu weights\n", t->list.n, all.n);
}

static str whole_file(trainer *t, const char *path)
{
    calco_buf bytes = { 0 };
    calco_err err;
    if (!calco_read_file(path, &bytes, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        exit(2);
    }
    str s = calco_arena_str(t->arena, calco_buf_view(&bytes));
    calco_buf_free(&bytes);
    return s;
}

int main(int argc, char **argv)
{
    calco_err   err = { 0 };
    trainer     t = { .arena = calco_arena_new() };
    calco_pack *pack = argc == 9 ? calco_pack_open(argv[1], &err) : NULL;
    if (!pack || !(t.lang = calco_lang_open(pack, "en", &err)) || !t.lang->forms) {
        fprintf(stderr, "usage: train-words PACK FOLDER AGID LANGUAGETOOL DEMONYMS TAGGED POSLEX MODEL\n%s %s\n",
                err.path, err.message);
        return 2;
    }
    t.forms = calco_map_new(t.arena), t.lemmas = calco_map_new(t.arena);
    t.analysed = calco_map_new(t.arena), t.fixed = calco_map_new(t.arena);
    for (int i = NN; i < NAMED_TAGS; i++) t.id[i] = calco_tag_id(t.lang, calco_str(tag_names[i]));
    calco_tsv_each(whole_file(&t, calco_arena_printf(t.arena, "%s/closed.tsv", argv[2]).p), closed_row, &t, &err);
    read_agid(&t, train_unpack(t.arena, argv[3]));
    read_languagetool(&t, train_unpack(t.arena, argv[4]));
    read_demonyms(&t, train_unpack(t.arena, argv[5]));
    read_tagged(&t, train_unpack(t.arena, argv[6]));
    read_poslex(&t, whole_file(&t, argv[7]));
    read_model(&t, whole_file(&t, argv[8]));
    qsort(t.list.p, t.list.n, sizeof *t.list.p, by_text);
    for (size_t i = 0; i < t.list.n; i++) calco_map_set(&t.lemmas, t.list.p[i].text, (uint32_t)i);
    for (size_t i = 0; i < t.list.n; i++) {
        lemma *l = &t.list.p[i];
        decide(&t, l);
        inflect(&t, l);
        seen *s = seen_of(&t, l->text);
        if (s->demonym && l->bases >> t.id[JJ] & 1) { /* an adjective before it is a name */
            uint32_t name = s->count[t.id[NNP]];
            s->count[t.id[JJ]] += name;
            uint32_t most = s->count[t.id[JJ]] / 8;
            s->count[t.id[NNP]] = name < most ? name : most;
        }
    }
    for (size_t i = 0; i < t.list.n; i++) add_readings(&t, &t.list.p[i]);
    write_lemmas(&t, argv[2]);
    write_weights(&t, argv[2]);
    calco_lang_close(t.lang);
    calco_pack_close(pack);
    calco_arena_free(t.arena);
    return 0;
}
