/* Words that the other side does not account for: signs of omission and addition, and their weights. */
#include "align/account_model.h"

#include "base/number.h"

#include <math.h>

typedef struct {
    const calco_lang *lang;
    const calco_link *w;
    size_t            n;
    bool             *content, *known; /* known: accounted for */
    uint32_t         *used;            /* how often it is the best account of a word of the other side */
    float            *loose;           /* share of its uses that have no counterpart; -1 where unknown */
    float            *best;            /* probability of its most probable translation, 0 where the lexicon has none */
} side;

struct calco_account {
    const calco_account_model *model;
    const calco_lexicon *x;
    side   source, target;
    float *kin;     /* source.n × target.n: through common translations */
    float *near;    /* source.n × target.n: how near the target word's meaning is to that of translations, where either asks */
    float *logp;    /* per target word, of the n-gram model */
    uint32_t *lm;   /* words of the n-gram model: two starts, those of the target words, two ends */
    calco_stretch stretch; /* of the target */
    double freedom; /* share of content words of the whole text that are not accounted for */
    double covered; /* share of content words that are accounted for */
    double length;  /* log of the ratio of the sides */
};

static const float ACCOUNTED = 0.02f, ASKED_AT = 0.05f;

/* --- what is known of each side --- */

static float power10(float logp) { return powf(10.0f, logp); }

/* The most probable translation of a word; 0 where the lexicon does not know it. */
static float best_translation(const calco_lexicon *x, const calco_token *t, bool target, calco_translation *out)
{
    size_t n = target ? calco_lexicon_sources(x, t->fold, out, 1) : calco_lexicon_targets(x, t->fold, out, 1);
    if (!n) n = target ? calco_lexicon_sources(x, t->lemma, out, 1) : calco_lexicon_targets(x, t->lemma, out, 1);
    return !n ? 0 : power10(target ? out->logp : out->logp_back);
}

static bool is_light(const calco_lang *lang, const calco_token *t) { return t->kind != TOKEN_WORD || calco_token_listed(lang, "light", t); }

static float strength(const calco_link *l) { return l->peak > l->back ? l->peak : l->back; }

static float looseness(const calco_values *v, const calco_token *t)
{
    str share = calco_value(v, t->lemma);
    if (!share.n) share = calco_value(v, t->fold);
    double per_cent;
    return calco_number(share, &per_cent) ? (float)per_cent / 100 : -1;
}

static side side_of(calco_arena *a, const calco_lexicon *x, const calco_lang *lang, const calco_link *w, size_t n, const calco_link *other,
                    size_t n_other, bool target, const calco_values *loose)
{
    side s = { lang, w, n, ARENA_ARRAY(a, bool, n), ARENA_ARRAY(a, bool, n), ARENA_ARRAY(a, uint32_t, n), ARENA_ARRAY(a, float, n),
               ARENA_ARRAY(a, float, n) };
    for (size_t i = 0; i < n_other; i++)
        if (other[i].best != CALCO_NONE) s.used[other[i].best]++;
    for (size_t i = 0; i < n; i++) {
        calco_translation best;
        s.best[i] = best_translation(x, w[i].token, target, &best);
        s.content[i] = !is_light(lang, w[i].token);
        s.known[i] = strength(&w[i]) > ACCOUNTED;
        s.loose[i] = loose ? looseness(loose, w[i].token) : -1;
    }
    return s;
}

/* --- kinship: target words that share translations with translations --- */

enum { FAN = 8, MOST_KIN = 64 };

static void add_kin(calco_account *c, const calco_map *targets, size_t i, str source, float share)
{
    calco_translation out[FAN];
    size_t n = calco_lexicon_targets(c->x, source, out, FAN);
    for (size_t k = 0; k < n; k++) {
        uint32_t j = calco_map_get(targets, out[k].source);
        float    p = share * power10(out[k].logp_back);
        if (j != CALCO_NONE && p > c->kin[i * c->target.n + j]) c->kin[i * c->target.n + j] = p;
    }
}

static void find_kin(calco_account *c, const calco_map *targets, size_t i, str word)
{
    calco_translation there[FAN], back[FAN];
    size_t n = calco_lexicon_targets(c->x, word, there, FAN);
    for (size_t k = 0; k < n; k++) {
        float  p = power10(there[k].logp_back);
        size_t m = calco_lexicon_sources(c->x, there[k].source, back, FAN);
        for (size_t b = 0; b < m; b++) add_kin(c, targets, i, back[b].source, p * power10(back[b].logp));
    }
}

static void find_all_kin(calco_account *c, calco_arena *a)
{
    calco_map targets = calco_map_new(a);
    c->kin = ARENA_ARRAY(a, float, c->source.n * c->target.n);
    for (size_t j = 0; j < c->target.n; j++) {
        const calco_token *t = c->target.w[j].token;
        if (!c->target.content[j]) continue;
        calco_map_set(&targets, t->fold, (uint32_t)j);
        if (calco_map_get(&targets, t->lemma) == CALCO_NONE) calco_map_set(&targets, t->lemma, (uint32_t)j);
    }
    for (size_t i = 0, asked = 0; i < c->source.n && asked < MOST_KIN; i++) {
        const calco_token *t = c->source.w[i].token;
        if (!c->source.content[i] || strength(&c->source.w[i]) > 0.2f) continue;
        asked++;
        find_kin(c, &targets, i, t->fold);
        if (!calco_str_eq(t->fold, t->lemma)) find_kin(c, &targets, i, t->lemma);
    }
}

/* --- nearness of meaning --- */

enum { SENSES = 8 };

/* Points of the likely translations of a source word; returns how many. */
static size_t points_of(const calco_account *c, size_t i, const int8_t *out[SENSES])
{
    static const float LIKELY = -1.7f;
    const calco_token *t = c->source.w[i].token;
    calco_translation found[2 * SENSES];
    size_t n = calco_lexicon_targets(c->x, t->fold, found, SENSES), kept = 0;
    if (!calco_str_eq(t->fold, t->lemma)) n += calco_lexicon_targets(c->x, t->lemma, found + n, SENSES);
    for (size_t k = 0; k < n && kept < SENSES; k++) {
        if (found[k].logp < LIKELY && found[k].logp_back < LIKELY) continue;
        const int8_t *point = calco_vectors_find(&c->model->vectors, found[k].source, found[k].source);
        if (point) out[kept++] = point;
    }
    if (!kept) { /* a word of both languages, perhaps */
        const int8_t *point = calco_vectors_find(&c->model->vectors, t->lemma, t->fold);
        if (point) out[kept++] = point;
    }
    return kept;
}

static void find_near(calco_account *c, calco_arena *a)
{
    c->near = ARENA_ARRAY(a, float, c->source.n * c->target.n);
    if (!c->model || !c->model->vectors.points) return;
    const int8_t **points = ARENA_ARRAY(a, const int8_t *, c->target.n);
    bool *asks = ARENA_ARRAY(a, bool, c->target.n), some = false;
    for (size_t j = 0; j < c->target.n; j++) {
        if (c->target.content[j]) points[j] = calco_vectors_find(&c->model->vectors, c->target.w[j].token->lemma, c->target.w[j].token->fold);
        some |= asks[j] = calco_account_asks(c, true, j);
    }
    for (size_t i = 0; i < c->source.n; i++) {
        const int8_t *own[SENSES];
        bool   asked = calco_account_asks(c, false, i);
        size_t n = c->source.content[i] && (asked || some) ? points_of(c, i, own) : 0;
        for (size_t j = 0; n && j < c->target.n; j++) {
            if (!points[j] || (!asked && !asks[j])) continue;
            float *best = &c->near[i * c->target.n + j];
            for (size_t k = 0; k < n; k++) {
                float near = calco_vectors_near(own[k], points[j]);
                if (near > *best) *best = near;
            }
        }
    }
}

/* --- the account --- */

static void find_surprisal(calco_account *c, calco_arena *a, calco_stretch s)
{
    const calco_lang *lang = c->target.lang;
    calco_sentence all = { .first_token = s.first, .n_tokens = s.n };
    float *logp = ARENA_ARRAY(a, float, s.n);
    calco_surprisal(lang, s.doc, &all, logp);
    c->logp = ARENA_ARRAY(a, float, c->target.n);
    for (size_t j = 0; j < c->target.n; j++) {
        float own = logp[(size_t)(c->target.w[j].token - s.doc->tokens.p) - s.first];
        c->logp[j] = isnan(own) ? -3 : own;
    }
}

static void list_model_words(calco_account *c, calco_arena *a)
{
    const calco_ngram *m = c->target.lang->ngram;
    c->lm = ARENA_ARRAY(a, uint32_t, c->target.n + 4);
    for (size_t j = 0; m && j < c->target.n + 4; j++) c->lm[j] = j < 2 ? calco_ngram_start(m) : calco_ngram_end(m);
    for (size_t j = 0; m && j < c->target.n; j++) {
        uint32_t id = c->target.w[j].token->lm;
        c->lm[j + 2] = id == LM_SILENT ? calco_ngram_word(m, c->target.w[j].token->fold) : id;
    }
}

static void count_covered(calco_account *c)
{
    double all = 0.5, known = 0.5;
    const side *sides[] = { &c->source, &c->target };
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < sides[k]->n; i++)
            if (sides[k]->content[i]) all++, known += sides[k]->known[i];
    c->covered = known / all;
    c->length = log(((double)c->target.n + 2) / ((double)c->source.n + 2));
}

calco_account *calco_account_of(calco_arena *a, const calco_account_model *m, const calco_lexicon *x, const calco_lang *source_lang, const calco_lang *target_lang,
                                calco_stretch source, calco_stretch target, const calco_links *l, double freedom)
{
    (void)source;
    calco_account *c = ARENA_NEW(a, calco_account);
    c->x = x;
    c->model = m;
    c->source = side_of(a, x, source_lang, l->source, l->n_source, l->target, l->n_target, false, m ? &m->loose[0] : NULL);
    c->target = side_of(a, x, target_lang, l->target, l->n_target, l->source, l->n_source, true, m ? &m->loose[1] : NULL);
    find_all_kin(c, a);
    find_near(c, a);
    find_surprisal(c, a, target);
    list_model_words(c, a);
    c->freedom = freedom;
    c->stretch = target;
    count_covered(c);
    return c;
}

void calco_account_count(const calco_links *l, size_t *all, size_t *unknown, const calco_lang *source, const calco_lang *target)
{
    for (size_t i = 0; i < l->n_source; i++)
        if (!is_light(source, l->source[i].token)) ++*all, *unknown += strength(&l->source[i]) <= ACCOUNTED;
    for (size_t j = 0; j < l->n_target; j++)
        if (!is_light(target, l->target[j].token)) ++*all, *unknown += strength(&l->target[j]) <= ACCOUNTED;
}

double calco_account_freedom(size_t all, size_t unknown) { return ((double)unknown + 2) / ((double)all + 25); }

bool calco_account_content(const calco_account *c, bool target, size_t i) { return (target ? &c->target : &c->source)->content[i]; }
bool calco_account_knows(const calco_account *c, bool target, size_t i) { return (target ? &c->target : &c->source)->known[i]; }
float calco_account_kinship(const calco_account *c, size_t i, size_t j) { return c->kin[i * c->target.n + j]; }

/* Does its counterpart render another word rather? */
static bool contested(const side *own, const side *other, size_t i)
{
    uint32_t best = own->w[i].best;
    return best == CALCO_NONE || (other->w[best].best != i && other->w[best].best != CALCO_NONE && own->used[i] == 0);
}

bool calco_account_asks(const calco_account *c, bool target, size_t i)
{
    const side *s = target ? &c->target : &c->source;
    return s->content[i] && s->w[i].token->fold.n > 2 && (strength(&s->w[i]) < ASKED_AT || contested(s, target ? &c->source : &c->target, i));
}

/* --- signs --- */

static float best_of(const calco_account *c, const float *pairs, bool target, size_t i, bool free_only)
{
    float best = 0;
    const side *other = target ? &c->source : &c->target;
    for (size_t k = 0; k < other->n; k++) {
        float p = target ? pairs[k * c->target.n + i] : pairs[i * c->target.n + k];
        if (p > best && (!free_only || !other->known[k])) best = p;
    }
    return best;
}

/* The nearest accounted content word from i on in steps; its image in `image`. */
static size_t known_from(const side *s, size_t i, int step, uint32_t *image)
{
    for (size_t k = i; k < s->n; k += (size_t)step) {
        if (s->content[k] && strength(&s->w[k]) > ASKED_AT && s->w[k].best != CALCO_NONE) {
            *image = s->w[k].best;
            return k;
        }
        if (step < 0 && k == 0) break;
    }
    return SIZE_MAX;
}

static size_t unaccounted(const side *s, size_t from, size_t to, size_t except)
{
    size_t n = 0;
    for (size_t k = from; k < to && k < s->n; k++) n += k != except && s->content[k] && !s->known[k];
    return n;
}

/* Where on the other side word i should stand: between the images of its neighbours. */
typedef struct { size_t from, to; bool ordered; } room;

static room room_of(const side *s, const side *other, size_t i)
{
    uint32_t before = 0, after = 0;
    size_t left = i ? known_from(s, i - 1, -1, &before) : SIZE_MAX, right = i + 1 < s->n ? known_from(s, i + 1, 1, &after) : SIZE_MAX;
    size_t from = left == SIZE_MAX ? 0 : before + 1, to = right == SIZE_MAX ? other->n : after;
    if (from <= to) return (room){ from, to, true };
    return (room){ to > 1 ? to - 1 : 0, from + 2 < other->n ? from + 2 : other->n, false };
}

static double log_scale(float p) { return (log10((double)p + 1e-4) + 4) / 4; }

static void mark_class(const calco_token *t, double *v)
{
    bool name = t->shape == SHAPE_TITLE || t->shape == SHAPE_UPPER || t->shape == SHAPE_MIXED;
    if (name) v[NAME] = 1;
    else if (t->feats & FEAT_VERB) v[VERB] = 1;
    else if (t->feats & FEAT_NOUN) v[NOUN] = 1;
    else if (t->feats & FEAT_ADJ) v[ADJ] = 1;
    else if (t->feats & FEAT_ADV) v[ADV] = 1;
}

static void mark_room(const side *own, const side *other, size_t i, double *v)
{
    room   r = room_of(own, other, i);
    size_t wide = r.to - r.from, free = unaccounted(other, r.from, r.to, SIZE_MAX);
    size_t near_from = r.from > 3 ? r.from - 3 : 0;
    v[ORDER] = r.ordered;
    v[TIGHT] = r.ordered && wide == 0;
    v[ROOM] = wide > 6 ? 1 : (double)wide / 6;
    v[WIDE] = wide > 6;
    v[FREE_NEAR] = log(1 + (double)free);
    v[FREE_WIDE] = log(1 + (double)unaccounted(other, near_from, r.to + 3, SIZE_MAX));
    v[TIGHT_ALONE] = r.ordered && !free;
}

/* The most surprising target word around the place of word i. */
static double surprising(const calco_account *c, bool target, size_t i)
{
    room   r = target ? (room){ i, i + 1, true } : room_of(&c->source, &c->target, i);
    float  least = 0;
    for (size_t j = r.from; j <= r.to && j < c->target.n && j < r.from + 5; j++)
        if (c->logp[j] < least) least = c->logp[j];
    return (-(double)least - 3) / 2;
}

/* --- what the model of the target language says of a word more, less or other --- */

/* log10 P of `n` words that stand behind u, v and before two more words. */
static double row_logp(const calco_ngram *m, const uint32_t *history, const uint32_t *words, size_t n, const uint32_t *after)
{
    uint32_t u = history[0], v = history[1];
    double   sum = 0;
    for (size_t k = 0; k < n + 2; k++) {
        uint32_t w = k < n ? words[k] : after[k - n];
        if (v == calco_ngram_end(m)) break;
        sum += (double)calco_ngram_logp(m, u, v, w);
        u = v, v = w;
    }
    return sum;
}

enum { TRIED = 10 };

/* Model words of the translations of source word i; returns how many. */
static size_t model_translations(const calco_account *c, size_t i, uint32_t out[TRIED])
{
    const calco_token *t = c->source.w[i].token;
    calco_translation found[2 * TRIED];
    size_t n = calco_lexicon_targets(c->x, t->fold, found, TRIED), kept = 0;
    n += calco_lexicon_targets(c->x, t->lemma, found + n, 2 * TRIED - n);
    for (size_t k = 0; k < n && kept < TRIED; k++) {
        uint32_t id = calco_ngram_word(c->target.lang->ngram, found[k].source);
        if (id != LM_UNKNOWN && !memchr(found[k].source.p, ' ', found[k].source.n)) out[kept++] = id;
    }
    return kept;
}

/* How much more probable the target gets with a translation of source word i in its place: instead of word `j`, or put in
 * before it where `put`. */
static double gain_with(const calco_account *c, const uint32_t *words, size_t n, size_t j, bool put)
{
    const calco_ngram *m = c->target.lang->ngram;
    const uint32_t *at = c->lm + j;
    double before = put ? row_logp(m, at, at, 0, at + 2) : row_logp(m, at, at + 2, 1, at + 3), best = -9;
    for (size_t k = 0; k < n; k++) {
        double with = row_logp(m, at, &words[k], 1, put ? at + 2 : at + 3);
        if (with - before > best) best = with - before;
    }
    return best;
}

static double insert_gain(const calco_account *c, size_t i)
{
    uint32_t words[TRIED];
    size_t   n = c->target.lang->ngram ? model_translations(c, i, words) : 0;
    room     r = room_of(&c->source, &c->target, i);
    double   best = -9;
    for (size_t j = r.from; n && j <= r.to && j <= c->target.n && j < r.from + 8; j++) {
        double gain = gain_with(c, words, n, j, true);
        if (gain > best) best = gain;
    }
    return best;
}

static double delete_gain(const calco_account *c, size_t j)
{
    const calco_ngram *m = c->target.lang->ngram;
    const uint32_t *at = c->lm + j;
    return m ? row_logp(m, at, at, 0, at + 3) - row_logp(m, at, at + 2, 1, at + 3) : 0;
}

/* The best exchange of target word j for a translation of a source word without counterpart that stands near. */
static double replace_gain(const calco_account *c, bool target, size_t at)
{
    uint32_t words[TRIED];
    double   best = -9;
    const side *other = target ? &c->source : &c->target;
    for (size_t k = 0; c->target.lang->ngram && k < other->n; k++) {
        if (!other->content[k] || other->known[k]) continue;
        size_t i = target ? k : at, j = target ? at : k;
        double apart = fabs(((double)i + 0.5) / (double)c->source.n - ((double)j + 0.5) / (double)c->target.n);
        if (apart > 0.2 && apart * (double)c->target.n > 4) continue;
        size_t n = model_translations(c, i, words);
        double gain = n ? gain_with(c, words, n, j, false) : -9;
        if (gain > best) best = gain;
    }
    return best;
}

/* --- what rows of tags say of it --- */

static str tag_at(const calco_account *c, long i)
{
    if (i < 0) return STR("^");
    if ((size_t)i >= c->stretch.n) return STR("$");
    const calco_token *t = &c->stretch.doc->tokens.p[c->stretch.first + (size_t)i];
    return t->tag < c->target.lang->tags.count ? calco_strtab_at(&c->target.lang->tags, t->tag) : STR("?");
}

static double tag_logp(const calco_account *c, str u, str v, str w) { return calco_tag_logp(c->target.lang, u, v, w, -0.4); }

/* Of the tags at `at` and the two behind it after those before, with `put` before them where it is not empty, without the first
 * where `less`. */
static double row_of_tags(const calco_account *c, long at, str put, bool less)
{
    str u = tag_at(c, at - 2), v = tag_at(c, at - 1);
    double sum = 0;
    if (put.n) sum += tag_logp(c, u, v, put), u = v, v = put;
    for (long k = less; k < 2 + less; k++) {
        str w = tag_at(c, at + k);
        sum += tag_logp(c, u, v, w);
        if (w.p[0] == '$') break;
        u = v, v = w;
    }
    return sum;
}

static size_t token_of(const calco_account *c, size_t j)
{
    return j < c->target.n ? (size_t)(c->target.w[j].token - c->stretch.doc->tokens.p) - c->stretch.first : c->stretch.n;
}

/* The least probable tag in the room of source word i, and what a word of its class would gain there. */
static void mark_tags(const calco_account *c, size_t i, double *v)
{
    const calco_lang *lang = c->target.lang;
    room   r = room_of(&c->source, &c->target, i);
    size_t from = r.from ? token_of(c, r.from - 1) + 1 : 0, to = token_of(c, r.to);
    uint32_t feats = c->source.w[i].token->feats & (FEAT_NOUN | FEAT_VERB | FEAT_ADJ | FEAT_ADV);
    double least = 0, most = -9;
    if (to > from + 8) to = from + 8;
    for (size_t k = from; k <= to && k <= c->stretch.n; k++) {
        double here = row_of_tags(c, (long)k, STR(""), false);
        if (here < least) least = here;
        for (uint32_t g = 0; g < lang->tags.count; g++) {
            if (!(lang->tag_feats[g] & feats) || (lang->tag_feats[g] & FEAT_AUX)) continue;
            double gain = row_of_tags(c, (long)k, calco_strtab_at(&lang->tags, g), false) - here;
            if (gain > most) most = gain;
        }
    }
    v[TAGS] = least;
    v[TAGS_PUT] = most;
}

static void mark_tags_less(const calco_account *c, size_t j, double *v)
{
    long at = (long)token_of(c, j);
    v[TAGS] = row_of_tags(c, at, STR(""), false);
    v[TAGS_LESS] = row_of_tags(c, at, STR(""), true) - v[TAGS];
}

static bool again(const side *s, size_t i)
{
    for (size_t k = 0; k < s->n; k++)
        if (k != i && calco_str_eq(s->w[k].token->lemma, s->w[i].token->lemma)) return true;
    return false;
}

size_t calco_account_signs(const calco_account *c, bool target, size_t i, double v[CALCO_SIGNS])
{
    const side *own = target ? &c->target : &c->source, *other = target ? &c->source : &c->target;
    const calco_link *l = &own->w[i];
    memset(v, 0, CALCO_SIGNS * sizeof *v);
    v[ONE] = 1;
    v[PEAK] = log_scale(l->peak);
    v[MASS] = log_scale(l->mass);
    v[BACK] = log_scale(l->back);
    v[UNUSED] = own->used[i] == 0;
    v[RARITY] = ((double)l->rarity - 4) / 2;
    v[BEST] = log_scale(own->best[i]);
    v[UNLISTED] = own->best[i] <= 0;
    v[KIN] = log_scale(best_of(c, c->kin, target, i, false));
    v[KIN_FREE] = log_scale(best_of(c, c->kin, target, i, true));
    v[NEAR] = (double)best_of(c, c->near, target, i, false);
    v[NEAR_FREE] = (double)best_of(c, c->near, target, i, true);
    v[CONTESTED] = contested(own, other, i);
    v[FREE_ALL] = log(1 + (double)unaccounted(other, 0, other->n, SIZE_MAX));
    v[ALONE_NEAR] = log(1 + (double)unaccounted(own, i > 3 ? i - 3 : 0, i + 4, i));
    v[ALONE_ALL] = log(1 + (double)unaccounted(own, 0, own->n, i));
    v[NEXT_ALONE] = (double)(unaccounted(own, i ? i - 1 : 0, i, i) + unaccounted(own, i + 1, i + 2, i));
    mark_room(own, other, i, v);
    mark_class(l->token, v);
    v[UNCOVERED] = 1 - c->covered;
    v[LENGTH] = target ? c->length : -c->length;
    v[AGAIN] = again(own, i);
    if (target) v[SURPRISING] = (-(double)c->logp[i] - 3) / 2;
    v[LOOSE] = own->loose[i] < 0 ? 0.3 : (double)own->loose[i];
    v[SEEN] = own->loose[i] >= 0;
    v[SURPRISING_ROOM] = surprising(c, target, i);
    if (c->target.lang->tagrams.values.n) target ? mark_tags_less(c, i, v) : mark_tags(c, i, v);
    v[FREEDOM] = c->freedom;
    v[WORDS] = (double)own->n / 20;
    v[INSERT] = target ? 0 : insert_gain(c, i);
    v[DELETE] = target ? delete_gain(c, i) : 0;
    v[REPLACE] = replace_gain(c, target, i);
    v[START] = i == 0;
    v[EDGE] = i + 1 == own->n;
    v[SURE_ALONE] = strength(l) < 1e-4f && own->used[i] == 0 && own->best[i] > 0.2f;
    return N_SIGNS;
}

double calco_account_doubt(const calco_account *c, bool target, size_t i)
{
    double v[CALCO_SIGNS], z = 0;
    const calco_trees *t = &c->model->side[target];
    if (!t->n) return 0;
    calco_account_signs(c, target, i, v);
    for (size_t k = 0; k < t->n; k++) z += calco_tree_worth(&t->p[k], v);
    return 1 / (1 + exp(-z));
}
