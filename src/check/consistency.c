/* One text, one way of writing: spelling variants, names, hyphens. */
#include "check/look.h"

enum { VARIANT, HYPHEN };
static const calco_rule_info rules[] = {
    [VARIANT] = { "consistency/variant", "consistency", CALCO_MINOR, 0.75f, "The text writes this word in two ways." },
    [HYPHEN] = { "consistency/hyphen", "consistency", CALCO_MINOR, 0.65f, "The text writes this word with and without a hyphen." },
};

typedef struct {
    size_t count, first; /* how often, and the token that comes first */
} uses;

typedef struct {
    calco_run *run;
    calco_map  index; /* fold -> uses */
    VEC(uses)  words;
} counted;

static void count_words(counted *c)
{
    const calco_doc *doc = c->run->doc;
    c->index = calco_map_new(c->run->scratch);
    for (size_t i = 0; i < doc->tokens.n; i++) {
        if (doc->tokens.p[i].kind != TOKEN_WORD) continue;
        uint32_t *at = calco_map_at(&c->index, doc->tokens.p[i].fold, (uint32_t)c->words.n);
        if (*at == c->words.n) VEC_PUSH(c->run->scratch, &c->words, ((uses){ 0, i }));
        c->words.p[*at].count++;
    }
}

static size_t sentence_of_token(const calco_doc *doc, size_t token)
{
    size_t low = 0, high = doc->sentences.n;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (doc->sentences.p[middle].first_token <= token) low = middle;
        else high = middle;
    }
    return low;
}

/* Flag the rarer of two ways of writing; of equally frequent ones that which comes later. */
static void flag(counted *c, const calco_rule_info *rule, str one, str other)
{
    uint32_t a = calco_map_get(&c->index, one), b = calco_map_get(&c->index, other);
    if (a == CALCO_NONE || b == CALCO_NONE) return;
    uses x = c->words.p[a], y = c->words.p[b];
    bool first_is_rarer = x.count < y.count || (x.count == y.count && x.first > y.first);
    uses rare = first_is_rarer ? x : y;
    const calco_token *t = &c->run->doc->tokens.p[rare.first];
    calco_hit *hit = calco_hit_add(c->run, rule, sentence_of_token(c->run->doc, rare.first), t->start, t->end);
    str better = first_is_rarer ? other : one;
    if (t->shape == SHAPE_TITLE) {
        const calco_token *model = &c->run->doc->tokens.p[first_is_rarer ? y.first : x.first];
        if (model->shape == SHAPE_TITLE) better = calco_token_text(c->run->doc, model);
    }
    calco_hit_suggest(c->run, hit, better);
    hit->message = calco_arena_printf(c->run->arena, "The text writes both “%.*s” and “%.*s”.", STR_FMT(one), STR_FMT(other));
}

/* A row of variants.tsv: two forms of one word. */
static bool take_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    if (n >= 2) flag(ctx, &rules[VARIANT], column[0], column[1]);
    return true;
}

static void check_hyphens(counted *c)
{
    const calco_doc *doc = c->run->doc;
    for (size_t i = 0; i < doc->tokens.n; i++) {
        str fold = doc->tokens.p[i].fold;
        uint32_t at = calco_map_get(&c->index, fold);
        size_t hyphen = calco_str_find(fold, STR("-"), 1);
        if (doc->tokens.p[i].kind != TOKEN_WORD || at == CALCO_NONE || c->words.p[at].first != i || hyphen == SIZE_MAX) continue;
        str closed = calco_arena_join(c->run->scratch, (str[]){ calco_str_cut(fold, 0, hyphen), calco_str_from(fold, hyphen + 1), { 0 } });
        if (closed.n >= 5) flag(c, &rules[HYPHEN], fold, closed);
    }
}

static void check_document(calco_run *run)
{
    counted c = { .run = run };
    count_words(&c);
    calco_part part = calco_pack_part_of(run->target->pack, run->target->code, "variants");
    if (part.p) calco_tsv_each((str){ part.p, part.n }, take_row, &c, NULL);
    check_hyphens(&c);
}

const calco_family calco_check_consistency = { "consistency", rules, sizeof rules / sizeof *rules, NULL, check_document };
