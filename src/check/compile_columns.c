/* Compiling the columns better, condition and source of phrase rules to short programs. */
#include "check/compile.h"
#include "text/unicode.h"

bool calco_decimal(str s, float *out)
{
    bool   minus = s.n && s.p[0] == '-', point = false;
    double value = 0, scale = 1;
    size_t digits = 0;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.' && !point)
            point = true;
        else if (s.p[i] < '0' || s.p[i] > '9' || digits++ > 12)
            return false;
        else {
            value = value * 10 + (s.p[i] - '0');
            if (point) scale *= 10;
        }
    }
    *out = (float)((minus ? -value : value) / scale);
    return digits > 0;
}

bool calco_next_alternative(str *rest, str *piece)
{
    if (!rest->p) return false;
    size_t bar = calco_str_find(*rest, STR(" | "), 0);
    *piece = calco_str_trim(bar == SIZE_MAX ? *rest : calco_str_cut(*rest, 0, bar));
    *rest = bar == SIZE_MAX ? (str){ NULL, 0 } : calco_str_from(*rest, bar + 3);
    return true;
}

uint32_t calco_compile_text(calco_compiler *c, str s)
{
    uint32_t at = calco_map_get(&c->texts, s);
    if (at != CALCO_NONE) return at;
    at = (uint32_t)c->sections[SEC_TEXT].n;
    calco_buf_str(&c->sections[SEC_TEXT], s);
    calco_buf_char(&c->sections[SEC_TEXT], '\0');
    calco_map_set(&c->texts, calco_arena_str(c->arena, s), at);
    return at;
}

static uint32_t section_n(const calco_compiler *c, enum section s)
{
    return (uint32_t)(c->sections[s].n / calco_rules_section_size[s]);
}

/* --- better --- */

static bool known_capture(const char *at, str text, unsigned captures, unsigned *k, calco_trouble *t)
{
    size_t offset = (size_t)(at - text.p);
    *k = offset < text.n ? (unsigned)(unsigned char)*at - '0' : 10;
    if (*k < 1 || *k > 9) return calco_trouble_say(t, offset, "a capture is $1 to $9 (the mark itself is written \\$)");
    return (captures >> *k & 1) || calco_trouble_say(t, offset, "the pattern has no capture $%u:", *k);
}

static void add_op(calco_compiler *c, rule_op op) { calco_buf_add(&c->sections[SEC_OPS], &op, sizeof op); }

static void flush_text(calco_compiler *c, calco_buf *text)
{
    if (!text->n) return;
    add_op(c, (rule_op){ OP_TEXT, calco_compile_text(c, calco_buf_view(text)), (uint32_t)text->n, 0 });
    text->n = 0;
}

/* <lemma:$1>, <$1:NNS>, <$1:$2>, <$1>; *at stands on '<' and is set behind '>'. */
static bool form_op(calco_compiler *c, str piece, size_t *at, unsigned captures, calco_trouble *t)
{
    size_t close = calco_str_find(piece, STR(">"), *at);
    if (close == SIZE_MAX) return calco_trouble_say(t, *at, "'<' without '>' (the mark itself is written \\<)");
    str      inside = calco_str_cut(piece, *at + 1, close);
    size_t   colon = calco_str_find(inside, STR(":"), 0);
    str      base = colon == SIZE_MAX ? inside : calco_str_cut(inside, 0, colon);
    str      like = colon == SIZE_MAX ? STR("") : calco_str_from(inside, colon + 1);
    unsigned k = 0, from = 0;
    size_t   start = *at + 1;
    *at = close + 1;
    if (like.n == 2 && like.p[0] == '$' && !known_capture(like.p + 1, piece, captures, &k, t)) return false;
    if (base.n == 2 && base.p[0] == '$') {
        if (!known_capture(base.p + 1, piece, captures, &from, t)) return false;
        uint16_t tag = calco_symbols_tag(&c->symbols, like);
        if (like.n && !k && tag == X_ANY)
            return calco_trouble_say(t, start + 3, "'%.*s' is no tag of tags.tsv and no class", STR_FMT(like));
        add_op(c, k ? (rule_op){ OP_AS_LIKE, 0, k, from } : (rule_op){ OP_AS, 0, tag, from });
        return true;
    }
    if (!k || !base.n)
        return calco_trouble_say(t, start, "write <lemma:$1>, inflected like capture 1, or <$1:NNS>, capture 1 as NNS");
    add_op(c, (rule_op){ OP_LIKE, calco_compile_text(c, base), (uint32_t)base.n, k });
    return true;
}

static bool compile_piece(calco_compiler *c, str piece, unsigned captures, calco_trouble *t)
{
    calco_buf text = { 0 };
    bool      ok = true;
    for (size_t at = 0; ok && at < piece.n;) {
        char     ch = piece.p[at];
        unsigned k;
        if (ch == '\\') {
            if (at + 1 == piece.n)
                ok = calco_trouble_say(t, at, "a character must follow '\\'");
            else
                calco_buf_char(&text, piece.p[at + 1]);
            at += 2;
        } else if (ch == '$') {
            flush_text(c, &text);
            ok = known_capture(piece.p + at + 1, piece, captures, &k, t);
            if (ok) add_op(c, (rule_op){ OP_CAPTURE, 0, 0, k });
            at += 2;
        } else if (ch == '<') {
            flush_text(c, &text);
            ok = form_op(c, piece, &at, captures, t);
        } else {
            calco_buf_char(&text, ch);
            at++;
        }
    }
    if (ok) flush_text(c, &text);
    calco_buf_free(&text);
    return ok;
}

bool calco_compile_better(calco_compiler *c, str column, unsigned captures, rule_row *row, calco_trouble *t)
{
    str piece, rest = column;
    row->first_better = section_n(c, SEC_BETTERS);
    while (column.n && calco_next_alternative(&rest, &piece)) {
        rule_better b = { .op = section_n(c, SEC_OPS), .deletes = calco_str_eq(piece, STR("-")) };
        if (!piece.n)
            return calco_trouble_say(t, (size_t)(piece.p - column.p), "an empty suggestion; '-' deletes the text");
        if (!b.deletes && !compile_piece(c, piece, captures, t)) {
            t->at += (size_t)(piece.p - column.p);
            return false;
        }
        b.n_ops = section_n(c, SEC_OPS) - b.op;
        calco_buf_add(&c->sections[SEC_BETTERS], &b, sizeof b);
        row->n_betters++;
    }
    return true;
}

/* --- condition --- */

static void add_cond(calco_compiler *c, rule_cond cond, rule_row *row)
{
    cond.n_args = section_n(c, SEC_ARGS) - cond.arg;
    calco_buf_add(&c->sections[SEC_CONDS], &cond, sizeof cond);
    row->n_conds++;
}

static bool add_element(calco_compiler *c, cond_kind kind, str element, calco_trouble *t)
{
    calco_pattern p;
    if (!calco_pattern_parse(&c->symbols, element, true, &p, t)) {
        t->at = t->at ? t->at - 1 : 0;
        return false;
    }
    for (size_t i = 0; i < p.variants.n; i++) {
        uint32_t arg = (uint32_t)p.variants.p[i].items[0];
        if (kind == COND_DOC) {
            calco_symbol symbol = c->symbols.symbols.p[arg];
            if (arg < SYM_FREE || symbol.x != X_ANY || symbol.kind == KIND_LIST || symbol.kind == KIND_TAG)
                return calco_trouble_say(t, 0, "doc looks for words and <lemmas> only");
            arg = calco_compile_text(c, calco_fold(c->scratch, c->symbols.strings.p[symbol.string]));
        } else if (kind == COND_HAS && arg < SYM_FREE) {
            return calco_trouble_say(t, 0, "has looks for tokens, not for the start or end of the sentence");
        }
        calco_buf_add(&c->sections[SEC_ARGS], &arg, sizeof arg);
    }
    return true;
}

static bool compile_term(calco_compiler *c, str term, rule_row *row, calco_trouble *t)
{
    static const struct {
        const char *name;
        cond_kind   kind;
    } with[] = {
        { "prev", COND_PREV },
        { "next", COND_NEXT },
        { "has", COND_HAS },
        { "doc", COND_DOC },
    };
    static const struct {
        const char *name;
        cond_kind   kind;
    } alone[] = {
        { "headline", COND_HEADLINE },
        { "body", COND_BODY },
        { "source", COND_SOURCE },
        { "source?", COND_SOURCE_IF_GIVEN },
    };
    rule_cond cond = { .arg = section_n(c, SEC_ARGS) };
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
        if (!calco_str_eq(term, calco_str(alone[i].name))) continue;
        cond.kind = alone[i].kind;
        add_cond(c, cond, row);
        return true;
    }
    if (calco_str_starts(term, STR("lm:"))) {
        cond.kind = COND_LM;
        if (!calco_decimal(calco_str_from(term, 3), &cond.x))
            return calco_trouble_say(t, 3, "a number must follow lm:, as in lm:1.5");
        add_cond(c, cond, row);
        return true;
    }
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        size_t n = strlen(with[i].name);
        if (!calco_str_starts(term, calco_str(with[i].name)) || term.n <= n || !(term.p[n] == ':' || term.p[n] == '!'))
            continue;
        if (term.n == n + 1) return calco_trouble_say(t, n, "an element must follow without a space, as in prev:<be>");
        cond.kind = with[i].kind;
        cond.negated = term.p[n] == '!';
        if (!add_element(c, with[i].kind, calco_str_from(term, n + 1), t)) {
            t->at += n + 1;
            return false;
        }
        add_cond(c, cond, row);
        return true;
    }
    return calco_trouble_say(t, 0,
                             "'%.*s' is no condition; there are prev: prev! next: next! has: has! doc: doc! headline "
                             "body lm:X source source?",
                             STR_FMT(term));
}

bool calco_compile_condition(calco_compiler *c, str column, rule_row *row, calco_trouble *t)
{
    str term, rest = column;
    row->cond = section_n(c, SEC_CONDS);
    while (calco_str_split(&rest, ' ', &term)) {
        if (!term.n) continue;
        if (compile_term(c, term, row, t)) continue;
        t->at += (size_t)(term.p - column.p);
        return false;
    }
    return true;
}

/* --- source --- */

bool calco_compile_source(str column, unsigned captures, calco_trouble *t)
{
    for (size_t at = 0; (at = calco_str_find(column, STR("$"), at)) != SIZE_MAX; at++) {
        unsigned k = at + 3 < column.n ? (unsigned)(unsigned char)column.p[at + 3] - '0' : 10;
        if (!calco_str_starts(calco_str_from(column, at), STR("$it")) || k < 1 || k > 9)
            return calco_trouble_say(t, at, "a source word of a capture is $it1 to $it9");
        if (!(captures >> k & 1)) return calco_trouble_say(t, at, "the pattern has no capture $%u:", k);
    }
    return true;
}
