/* Reading what is learnt of words without a counterpart. */
#include "align/account_model.h"

#include "base/number.h"

#define SIGN_NAME(id, name) name,
static const char *const sign_names[] = { SIGNS(SIGN_NAME) };

const char *calco_account_sign_name(size_t k) { return k < (size_t)N_SIGNS ? sign_names[k] : NULL; }

double calco_tree_worth(const calco_tree *t, const double *signs)
{
    size_t n = 0;
    while (t->sign[n] >= 0) n = signs[t->sign[n]] < (double)t->limit[n] ? 2 * n + 1 : 2 * n + 2;
    return (double)t->limit[n];
}

static double number_of(str s)
{
    double x;
    return calco_number(s, &x) ? x : 0;
}

/* Rows: side, tree, node, sign (or "=" for a leaf), limit or worth. */
static bool take_node(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_account_model *m = ctx;
    if (n < 5) return true;
    bool   target = calco_str_eq(column[0], STR("target"));
    size_t tree = (size_t)number_of(column[1]), node = (size_t)number_of(column[2]);
    calco_trees *own = &m->side[target];
    if (tree > own->n || tree > 4000 || node >= CALCO_TREE_NODES) return true;
    if (tree == own->n) {
        calco_tree empty = { 0 };
        memset(empty.sign, -1, sizeof empty.sign);
        VEC_PUSH(m->loose[0].keys.arena, own, empty);
    }
    calco_tree *t = &own->p[tree];
    for (size_t k = 0; k < (size_t)N_SIGNS && 2 * node + 2 < CALCO_TREE_NODES; k++) {
        if (!calco_str_eq(column[3], calco_str(sign_names[k]))) continue;
        t->sign[node] = (int8_t)k;
        break;
    }
    t->limit[node] = (float)number_of(column[4]);
    return true;
}

/* Rows: side, word, per cent. */
static bool take_loose(void *ctx, size_t line, const str *column, size_t n, calco_err *err)
{
    (void)line, (void)err;
    calco_account_model *m = ctx;
    if (n < 3) return true;
    calco_values *v = &m->loose[calco_str_eq(column[0], STR("target"))];
    calco_map_set(&v->keys, column[1], (uint32_t)v->values.n);
    VEC_PUSH(v->keys.arena, &v->values, column[2]);
    return true;
}

calco_account_model *calco_account_open(calco_pack *pack, const char *pair, calco_arena *a)
{
    calco_part nodes = calco_pack_part_of(pack, pair, "account"), loose = calco_pack_part_of(pack, pair, "loose");
    calco_account_model *m = ARENA_NEW(a, calco_account_model);
    for (size_t k = 0; k < 2; k++) m->loose[k].keys = calco_map_new(a);
    if (strlen(pair) > 3) m->vectors = calco_vectors_open(pack, pair + 3);
    if (loose.p) calco_tsv_each((str){ loose.p, loose.n }, take_loose, m, NULL);
    if (nodes.p) calco_tsv_each((str){ nodes.p, nodes.n }, take_node, m, NULL);
    return m;
}
