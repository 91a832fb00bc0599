/* Articles that change with the next word's first sound, from dictionaries/XX/articles.tsv (part "XX.articles"). */
#ifndef CALCO_CHECK_ARTICLE_H
#define CALCO_CHECK_ARTICLE_H

#include "lang/lang.h"

typedef struct calco_articles calco_articles;

/* NULL (and no error) where the pack has no such part; NULL and err where it is malformed. */
calco_articles *calco_articles_open(calco_pack *pack, const char *code, calco_arena *a, calco_err *err);
/* Is a folded word one of the articles? */
bool calco_articles_has(const calco_articles *x, str fold);
/* The article that stands before `word` (as written); empty where the table does not say. Points into the pack. */
str calco_articles_before(const calco_articles *x, calco_arena *scratch, str word);

#endif
