/* Words that the other side does not account for, as the findings omission, addition and mistranslation weigh them. */
#include "judge/judge.h"

enum { SOURCE, TARGET };
static const calco_measure measures[] = {
    { "doubt/source", -1, "words of the source that may not be rendered, by how likely that is" },
    { "doubt/target", -1, "words of the translation that may render nothing, by how likely that is" },
    { NULL, 0, NULL },
};

static void measure(const calco_pairing *p, double *v)
{
    if (!p->links.n_source || !p->account) return;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0, n = side ? p->links.n_target : p->links.n_source; i < n; i++)
            if (calco_account_asks(p->account, side, i)) v[side ? TARGET : SOURCE] += calco_account_doubt(p->account, side, i);
}

const calco_measures calco_measures_doubt = { measures, measure };
