/* Articles that change with the next word's first sound: a table of words and beginnings, the longest fit wins. */
#include "check/article.h"

#include "base/err.h"
#include "text/unicode.h"

/* Rows of articles.tsv: article, word or beginning (with a final '*'; '*' alone: any word). A row with a capital
 * letter is for words in capitals only, and before all others. */
struct calco_articles {
    calco_map  words, beginnings; /* -> index in `articles` */
    calco_strs articles;
    size_t     longest;
};

typedef struct {
    calco_arena    *arena;
    calco_articles *x;
} reading;

static bool read_row(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    reading        *r = ctx;
    calco_articles *x = r->x;
    str             word = column[1];
    if (n < 2 || !column[0].n || !word.n)
        return calco_fail_line(err, CALCO_ERR_PACK, NULL, line, "articles.tsv has rows: article, word or beginning*");
    uint32_t article = 0;
    while (article < x->articles.n && !calco_str_eq(x->articles.p[article], column[0])) article++;
    if (article == x->articles.n) VEC_PUSH(r->arena, &x->articles, column[0]);
    bool begins = word.p[word.n - 1] == '*';
    if (begins) word.n--;
    if (word.n > x->longest) x->longest = word.n;
    calco_map_set(begins ? &x->beginnings : &x->words, word, article);
    return true;
}

calco_articles *calco_articles_open(calco_pack *pack, const char *code, calco_arena *a, calco_err *err)
{
    str text;
    if (!calco_text_part(pack, code, "articles", &text, err) || !text.p) return NULL;
    calco_articles *x = ARENA_NEW(a, calco_articles);
    x->words = calco_map_new(a);
    x->beginnings = calco_map_new(a);
    reading r = { a, x };
    return calco_tsv_each(text, read_row, &r, err) ? x : NULL;
}

bool calco_articles_has(const calco_articles *x, str fold)
{
    for (size_t i = 0; i < x->articles.n; i++)
        if (calco_str_eq(x->articles.p[i], fold)) return true;
    return false;
}

static uint32_t longest_fit(const calco_articles *x, str word)
{
    uint32_t hit = calco_map_get(&x->words, word);
    for (size_t n = word.n < x->longest ? word.n : x->longest; hit == CALCO_NONE && n > 0; n--)
        hit = calco_map_get(&x->beginnings, (str){ word.p, n });
    return hit;
}

static bool in_capitals(str word)
{
    size_t n, letters = 0;
    for (size_t at = 0; at < word.n; at += n, letters++) {
        uint32_t c = calco_utf8_at(word, at, &n);
        if (c == '-' && letters > 1) break;
        if (!calco_is_upper(c)) return false;
    }
    return letters > 1;
}

str calco_articles_before(const calco_articles *x, calco_arena *scratch, str word)
{
    uint32_t hit = in_capitals(word) ? longest_fit(x, word) : CALCO_NONE;
    if (hit == CALCO_NONE) hit = longest_fit(x, calco_fold(scratch, word));
    if (hit == CALCO_NONE && word.n) hit = calco_map_get(&x->beginnings, STR(""));
    return hit == CALCO_NONE ? STR("") : x->articles.p[hit];
}
