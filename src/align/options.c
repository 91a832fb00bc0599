/* What each stretch of target tokens may render: phrases, words, inflected lemmas, names, numbers and marks. */
#include "align/decode.h"

#include "text/unicode.h"

#include <stdlib.h>

enum { LOOKED = 12, KEPT_WORDS = 10, KEPT_PHRASES = 4, FORMS = 3, PARTICIPLES = 2,
       KINDS = FEAT_NOUN | FEAT_VERB | FEAT_ADJ };

/* Fitted on Europarl sentences that the lexicon was not estimated on (make infer-accuracy). */
static const float FORWARD = 0.64f, BACK = 0.17f, PHRASE = 0.25f /* for each token beyond the first */;
static const float COPY_NAME = -0.3f, COPY_KNOWN_NAME = -0.8f, COPY_WORD = -2.5f, INFLECTED = -0.4f, DROPPED = -0.85f;
static const float CONTEXT = 2.5f; /* log10 that the words before it rarely add to a word */
static const float ARTICLE = -0.5f, LINK = 0.2f, NO_ARTICLE = -1.3f, PERFECT = 0.6f, SWALLOWED = -0.2f, PROGRESSIVE = -0.3f, COPULA = -0.2f, MISMATCH = -1.2f, INFINITE = -2.0f, PERSON = -1.5f, DETERMINED = -1.5f;

static bool is_name(const calco_token *t) { return t->shape != SHAPE_LOWER && (t->feats & FEAT_PROPER); }

/* Gender, number and kind where all analyses agree on them. */
static uint32_t feats_of(const calco_search *s, str word)
{
    calco_analysis found[6];
    size_t         n = s->source->forms ? calco_forms_analyse(s->source->forms, word, found, 6) : 0;
    uint32_t       any = 0, determiner = 0;
    for (size_t i = 0; i < n; i++)
        if (s->source->tag_feats[found[i].tag] & FEAT_DET) determiner |= s->source->tag_feats[found[i].tag];
    any = determiner; /* an article may be a pronoun too: what matters here is what it agrees with */
    for (size_t i = 0; i < n && !determiner; i++) {
        uint32_t f = s->source->tag_feats[found[i].tag];
        const uint32_t nominal = FEAT_NOUN | FEAT_ADJ | FEAT_PASTPART | FEAT_DET;
        if (i == 0 || ((f & nominal) && (any & nominal)) || (f & any & FEAT_FINITE)) any |= f;
        any |= f & FEAT_INF;
    }
    if ((any & FEAT_MASC) && (any & FEAT_FEM)) any &= ~(uint32_t)(FEAT_MASC | FEAT_FEM);
    if ((any & FEAT_SG) && (any & FEAT_PL)) any &= ~(uint32_t)(FEAT_SG | FEAT_PL);
    return any;
}

static const calco_word_info *word_info(const calco_search *s, str word)
{
    calco_word_info *info = &s->cache[((uintptr_t)word.p * 0x9E3779B97F4A7C15u >> 32) % WORD_CACHE];
    if (info->word.p == word.p && info->word.n == word.n) return info;
    info->word = word;
    info->lm = calco_ngram_word(s->source->ngram, word);
    info->alone = calco_ngram_logp(s->source->ngram, LM_UNKNOWN, LM_UNKNOWN, info->lm) + CONTEXT;
    info->feats = feats_of(s, word);
    info->copula = (info->feats & FEAT_FINITE) && calco_in_list(s->source, "copula", word);
    return info;
}

static void fill_words(const calco_search *s, calco_option *o)
{
    str rest = o->text, word;
    while (calco_str_split(&rest, ' ', &word)) {
        if (!word.n) continue;
        const calco_word_info *info = word_info(s, word);
        if (!o->words) o->head = info->feats, o->copula = info->copula;
        o->tail = info->feats;
        if (o->words == OPTION_WORDS) continue;
        o->lm[o->words++] = info->lm;
        o->hope += info->alone < 0 ? info->alone : 0;
    }
}

/* A noun does not render a verb, nor an adjective a noun with its article. */
static float misfit(const calco_search *s, const calco_option *o)
{
    uint32_t       feats = s->t[o->first].feats;
    bool           speaker = false;
    const uint32_t nominal = FEAT_NOUN | FEAT_ADJ | FEAT_PASTPART;
    float cost = 0;
    if ((feats & FEAT_INF) && (o->head & FEAT_INF) && calco_verb_turns_finite(s, o->first)) cost += INFINITE;
    if (o->len > 1) return cost;
    if ((feats & FEAT_NOUN) && (o->head & FEAT_VERB) && !(o->head & nominal)) cost += MISMATCH;
    if ((feats & FEAT_VERB) && !(feats & FEAT_GER) && (o->head & nominal) && !(o->head & (FEAT_VERB | FEAT_FINITE | FEAT_INF))) cost += MISMATCH;
    if ((feats & FEAT_ADJ) && o->words > 1 && (o->head & FEAT_DET)) cost += DETERMINED;
    if ((feats & (FEAT_PART | FEAT_PREP)) == FEAT_PART && (o->head & FEAT_FINITE)) cost += DETERMINED + MISMATCH;
    if (!(o->head & (FEAT_P1 | FEAT_P2)) || (o->head & FEAT_P3) || !(o->head & FEAT_FINITE)) return cost;
    for (uint32_t k = o->first > 3 ? o->first - 3 : 0; k < o->first; k++) speaker |= calco_in_list(s->target, "speaker", s->t[k].fold);
    return speaker ? cost : cost + PERSON;
}

static void add(const calco_search *s, calco_options *to, calco_option o, bool copy)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->p[i].len == o.len && calco_str_eq(to->p[i].text, o.text)) {
            if (o.cost > to->p[i].cost) to->p[i].cost = o.cost;
            return;
        }
    o.copy = copy;
    if (o.text.n && !copy) {
        fill_words(s, &o);
        if (o.len) o.cost += misfit(s, &o);
    }
    VEC_PUSH(s->arena, to, o);
}

static int by_length_and_cost(const void *x, const void *y)
{
    const calco_option *a = x, *b = y;
    if (a->len != b->len) return (int)a->len - (int)b->len;
    if (a->cost != b->cost) return a->cost > b->cost ? -1 : 1;
    return calco_str_cmp(a->text, b->text);
}

/* --- from the lexicon --- */

static void add_translations(calco_search *s, uint32_t i, uint8_t len, str key, size_t most)
{
    calco_translation found[LOOKED];
    size_t n = calco_lexicon_sources(s->x, key, found, LOOKED);
    for (size_t k = 0; k < n && k < most; k++) {
        calco_option o = { .text = found[k].source, .len = len, .first = i, .logp = found[k].logp };
        o.cost = FORWARD * found[k].logp + BACK * found[k].logp_back + PHRASE * (float)(len - 1);
        if (calco_str_eq(o.text, STR("-"))) {
            if ((s->t[i].feats & (FEAT_NOUN | FEAT_ADJ | FEAT_NUM | FEAT_VERB)) && !(s->t[i].feats & FEAT_AUX)) continue;
            o.text = STR("");
            o.cost = FORWARD * found[k].logp + DROPPED;
        }
        add(s, &s->at[i], o, false);
    }
}

/* Of the analyses of a word, the lemma that has forms with the tag; empty where none has. */
static str lemma_for(const calco_search *s, const calco_analysis *as, size_t n, uint8_t tag)
{
    uint32_t wanted = s->source->tag_feats[tag] & KINDS;
    for (size_t i = 0; i < n; i++)
        if ((s->source->tag_feats[as[i].tag] & KINDS & wanted) == wanted) return as[i].lemma;
    return (str){ NULL, 0 };
}

/* Forms of a translation that match the token's tag. */
static void inflect(calco_search *s, uint32_t i, const calco_translation *of)
{
    uint8_t        tags[WRITING_TAGS];
    calco_analysis as[6];
    size_t         n = calco_verb_tags(s, i, tags), analyses;
    if (memchr(of->source.p, ' ', of->source.n)) return;
    analyses = calco_forms_analyse(s->source->forms, of->source, as, 6);
    for (size_t g = 0; g < n; g++) {
        uint8_t wanted = tags[g];
        str     lemma = lemma_for(s, as, analyses, wanted);
        if (!lemma.n) continue;
        str form = calco_forms_inflect(s->source->forms, s->arena, lemma, wanted);
        if (calco_str_eq(form, lemma) && !(s->source->tag_feats[wanted] & (FEAT_SG | FEAT_INF))) continue; /* the table lacks it */
        calco_option o = { .text = form, .len = 1, .first = i, .logp = of->logp + INFLECTED };
        o.cost = FORWARD * of->logp + BACK * of->logp_back + INFLECTED;
        add(s, &s->at[i], o, false);
    }
}

/* Adjectives and participles agree in the source, infinitives may follow an auxiliary that it lacks: all forms of what the
 * token renders. Other words: the forms of what
 * the lemma renders, where that is another word. */
static void add_inflected(calco_search *s, uint32_t i)
{
    const calco_token *t = &s->t[i];
    calco_translation  found[FORMS];
    if (!s->source->forms || t->tag == 0xff) return;
    bool   agrees = t->feats & (FEAT_ADJ | FEAT_PASTPART | FEAT_INF);
    if (!agrees && calco_str_eq(t->lemma, t->fold)) return;
    size_t n = calco_lexicon_sources(s->x, agrees ? t->fold : t->lemma, found, FORMS);
    if (!n && agrees) n = calco_lexicon_sources(s->x, t->lemma, found, FORMS);
    for (size_t k = 0; k < n; k++) inflect(s, i, &found[k]);
}

/* A participle with an auxiliary: where the auxiliary is a copula the participle takes all forms of its number, else the
 * one that most forms of the tense have. */
static void add_compound(calco_search *s, uint32_t i, const calco_option *participle, str auxiliary)
{
    const uint32_t number = FEAT_SG | FEAT_PL;
    bool           copula = word_info(s, auxiliary)->copula;
    uint32_t       feats = word_info(s, auxiliary)->feats;
    calco_analysis as[6];
    size_t         analyses = calco_forms_analyse(s->source->forms, participle->text, as, 6);
    for (uint32_t tag = 0, made = 0; tag < s->source->tags.count && tag < 0xff; tag++) {
        uint32_t f = s->source->tag_feats[tag];
        if ((f & (FEAT_VERB | FEAT_PASTPART)) != (FEAT_VERB | FEAT_PASTPART) || (f & FEAT_AUX) || (made && !copula)) continue;
        if (copula && (feats & number) && !(f & feats & number)) continue;
        str lemma = lemma_for(s, as, analyses, (uint8_t)tag);
        if (!lemma.n) return;
        str form = calco_forms_inflect(s->source->forms, s->arena, lemma, (uint8_t)tag);
        made++;
        calco_option with = { .text = calco_arena_join(s->arena, (str[]){ auxiliary, STR(" "), form, { 0 } }),
                              .len = 1, .first = i, .logp = participle->logp, .cost = participle->cost + PERFECT + (copula ? COPULA : 0) };
        add(s, &s->at[i], with, false);
    }
}

/* A past tense of the target may be a participle with an auxiliary in the source: the model of the source chooses. */
static void add_perfect(calco_search *s, uint32_t i)
{
    const uint32_t past = FEAT_VERB | FEAT_FINITE | FEAT_PAST;
    uint32_t       id = calco_map_get(&s->source->lists, STR("perfect")), made = 0;
    if ((s->t[i].feats & past) != past || id == CALCO_NONE || calco_verb_is_auxiliary(s, i)) return;
    const calco_strtab *list = &s->source->list_tabs[id];
    for (size_t k = 0, n = s->at[i].n; k < n && made < PARTICIPLES; k++) {
        const calco_option o = s->at[i].p[k];
        if (!(o.head & FEAT_PASTPART) || o.words != 1) continue;
        made++;
        for (uint32_t a = 0; a < list->count; a++) add_compound(s, i, &o, calco_strtab_at(list, a));
    }
}

/* "is working": the verb of the source that goes with a gerund, in the tense of the target's. */
static void add_progressive(calco_search *s, uint32_t i)
{
    const calco_writing *w = s->writing;
    uint32_t             id = calco_map_get(&s->source->lists, STR("progressive"));
    if (id == CALCO_NONE || !calco_verb_is_progressive(s, i)) return;
    for (size_t k = 0; k < s->at[i].n; k++) s->at[i].p[k].cost += MISMATCH;
    for (uint32_t m = 0; m < s->source->list_tabs[id].count; m++)
        for (size_t g = 0; g < w->n_tags[s->t[i].tag]; g++) {
            str form = calco_forms_inflect(s->source->forms, s->arena, calco_strtab_at(&s->source->list_tabs[id], m), w->tags[s->t[i].tag][g]);
            add(s, &s->at[i], (calco_option){ .text = form, .len = 1, .first = i, .logp = PROGRESSIVE, .cost = PROGRESSIVE }, false);
        }
}

/* An auxiliary that the verb after it swallows ("will"): it renders nothing, and hardly anything else. */
static void add_swallowed(calco_search *s, uint32_t i)
{
    if (!calco_verb_swallows(s, i)) return;
    for (size_t k = 0; k < s->at[i].n; k++)
        if (s->at[i].p[k].text.n) s->at[i].p[k].cost += MISMATCH;
    add(s, &s->at[i], (calco_option){ .text = STR(""), .len = 1, .first = i, .cost = SWALLOWED, .logp = SWALLOWED }, false);
}

static void add_phrases(calco_search *s, uint32_t i)
{
    char   key[256];
    size_t n = 0;
    for (uint32_t k = i; k < s->n && k < i + OPTION_SPAN; k++) {
        const calco_token *t = &s->t[k];
        if (t->kind != TOKEN_WORD || n + t->fold.n + 1 > sizeof key) break;
        if (n) key[n++] = ' ';
        memcpy(key + n, t->fold.p, t->fold.n);
        n += t->fold.n;
        if (k > i) add_translations(s, i, (uint8_t)(k - i + 1), (str){ key, n }, KEPT_PHRASES);
    }
}

/* --- names, numbers, marks --- */

static void add_copy(calco_search *s, uint32_t i, float cost)
{
    const calco_token *t = &s->t[i];
    calco_option       o = { .text = calco_token_text(s->doc, t), .len = 1, .first = i, .cost = cost };
    if (t->kind == TOKEN_NUMBER) o.text = calco_writing_number(s->writing, s->arena, o.text);
    if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_OTHER) {
        o.lm[0] = calco_ngram_word(s->source->ngram, t->fold);
        o.words = 1;
    }
    add(s, &s->at[i], o, true);
}

/* Sorted, the best KEPT_WORDS of one token and all longer ones. */
static void prune(calco_options *o)
{
    size_t kept = 0, single = 0;
    if (o->n) qsort(o->p, o->n, sizeof *o->p, by_length_and_cost);
    for (size_t i = 0; i < o->n; i++)
        if (o->p[i].len > 1 || single++ < KEPT_WORDS) o->p[kept++] = o->p[i];
    o->n = kept;
}

static void add_word(calco_search *s, uint32_t i)
{
    const calco_token *t = &s->t[i];
    add_translations(s, i, 1, t->fold, LOOKED);
    add_inflected(s, i);
    if (s->at[i].n > 1) qsort(s->at[i].p, s->at[i].n, sizeof *s->at[i].p, by_length_and_cost);
    add_perfect(s, i);
    add_progressive(s, i);
    add_swallowed(s, i);
    bool known = s->at[i].n > 0, name = is_name(t) || (!known && t->shape != SHAPE_LOWER);
    if (name) add_copy(s, i, known ? COPY_KNOWN_NAME : COPY_NAME);
    else if (!known) add_copy(s, i, COPY_WORD);
    if (t->feats & FEAT_DET) {
        const calco_options *o = &s->at[i];
        for (size_t k = 0; k < o->n; k++)
            if (calco_in_list(s->source, "definite", o->p[k].text)) {
                add(s, &s->at[i], (calco_option){ .text = STR(""), .len = 1, .first = i, .cost = NO_ARTICLE, .logp = NO_ARTICLE }, false);
                break;
            }
    }
    add_phrases(s, i);
}

static void fill_list(calco_search *s, const char *name, float cost, calco_options *out)
{
    uint32_t id = calco_map_get(&s->source->lists, calco_str(name));
    if (id == CALCO_NONE) return;
    const calco_strtab *list = &s->source->list_tabs[id];
    for (uint32_t i = 0; i < list->count; i++)
        add(s, out, (calco_option){ .text = calco_strtab_at(list, i), .first = CALCO_NONE, .cost = cost, .logp = cost }, false);
}

void calco_find_options(calco_search *s)
{
    fill_list(s, "definite", ARTICLE, &s->articles);
    fill_list(s, "genitive", LINK, &s->links);
    calco_options work = { 0 }; /* grown once, used for each token */
    for (uint32_t i = 0; i < s->n; i++) {
        work.n = 0;
        s->at[i] = work;
        if (s->t[i].kind == TOKEN_WORD) add_word(s, i);
        else add_copy(s, i, 0);
        prune(&s->at[i]);
        work = s->at[i];
        s->at[i] = (calco_options){ ARENA_ARRAY(s->arena, calco_option, work.n), work.n, work.n };
        if (work.n) memcpy(s->at[i].p, work.p, work.n * sizeof *work.p);
    }
}
