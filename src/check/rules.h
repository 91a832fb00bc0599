/* The image of compiled phrase rules: what compile.c writes, phrases.c validates and match.c walks. */
#ifndef CALCO_CHECK_RULES_H
#define CALCO_CHECK_RULES_H

#include "check/article.h"
#include "check/message.h"
#include "check/phrases.h"

/* Image, little endian: rule_header, a string table (the words and lemmas that patterns name), then the sections
 * in the order below, each at a multiple of 8. Ids of strings, symbols, states and rows are positions.
 *
 * A *symbol* is a thing that a token can be: a word, a word as written, a lemma, each perhaps with a tag or class,
 * a tag or class alone, a member of a list. Symbols below SYM_FREE are reserved and stand for places, not tokens.
 * Patterns are expanded to rows of symbols and kept in one trie; state 0 is its root, state 1 the root of the members
 * of lists. An edge leads to a state of a higher number, so that no walk can go round. */
enum {
    RULES_MAGIC = 0x4c555243, /* "CRUL" */
    RULES_VERSION = 2,
    RULES_ROOT = 0,
    RULES_LISTS = 1,
    SYM_START = 0, /* the sentence starts here */
    SYM_END = 1,   /* it ends here */
    SYM_GAP = 2,   /* SYM_GAP + n: up to n tokens */
    RULES_GAP_MAX = 12,
    SYM_FREE = 16,
    RULES_ITEMS_MAX = 40, /* of one expanded pattern */
    RULES_CAPTURES = 10   /* 0 is the part that is flagged */
};

typedef enum { KIND_FOLD, KIND_EXACT, KIND_LEMMA, KIND_TAG, KIND_LIST } rule_kind;

/* Tag or class that a symbol asks for: a tag's id, CLASS_FIRST + class, or X_ANY. */
enum { CLASS_FIRST = 256, CLASS_COUNT = 9, X_ANY = 0xffff };

/* A string's (or, under the empty string, a tag's) symbols. */
typedef struct { uint16_t kind, x; uint32_t symbol; } rule_offer;

/* `reserved`: bit k set where an edge with the reserved symbol k exists; `bloom`: bit (symbol % 32) of all edges. */
typedef struct { uint32_t accept, n_accepts, reserved, bloom; } rule_state;
typedef struct { uint32_t state, symbol, target; } rule_edge; /* target 0: a free slot */

/* The end of an expanded pattern: `row`, or in the trie of lists the list's symbol. */
typedef struct { uint32_t row, mark, n_marks, n_items; } rule_accept;
/* Items from..to are capture `kind`; kind 0: what is flagged. */
typedef struct { uint8_t kind, from, to, zero; } rule_mark;

typedef enum { COND_PREV, COND_NEXT, COND_HAS, COND_DOC, COND_HEADLINE, COND_BODY, COND_LM, COND_SOURCE,
               COND_SOURCE_IF_GIVEN, COND_KINDS } cond_kind;
/* args: symbols, for COND_DOC offsets of folded words in the text. */
typedef struct { uint32_t kind, negated, arg, n_args; float x; uint32_t zero; } rule_cond;

typedef struct { uint32_t op, n_ops, deletes, zero; } rule_better;
typedef enum { OP_TEXT, OP_CAPTURE, OP_LIKE, OP_AS, OP_AS_LIKE, OP_KINDS } op_kind;
/* TEXT: text a..a+b. CAPTURE: c. LIKE: lemma a..a+b inflected like c. AS: lemma of c with tag or class b (X_ANY: none).
 * AS_LIKE: lemma of c inflected like capture b. */
typedef struct { uint32_t kind, a, b, c; } rule_op;

/* Texts are offsets of NUL-terminated strings. */
typedef struct {
    uint32_t id, pattern, source, better, category, condition, message, bad, good, summary;
    uint32_t severity;
    float    confidence;
    uint32_t cond, n_conds, first_better, n_betters;
    uint32_t example; /* the source is an example: the pattern is open, and no $itN says what it renders here */
} rule_row;

enum section { SEC_STRING_OFFERS, SEC_OFFERS, SEC_SYMBOL_ROOT, SEC_STATES, SEC_EDGES, SEC_ACCEPTS, SEC_MARKS, SEC_CONDS,
               SEC_ARGS, SEC_BETTERS, SEC_OPS, SEC_ROWS, SEC_TEXT, SECTIONS };

typedef struct { uint32_t magic, version, n_symbols, zero; uint32_t count[SECTIONS], zero2; } rule_header;

/* Bytes of one thing in a section. */
extern const size_t calco_rules_section_size[SECTIONS];

struct calco_phrases {
    calco_strtab        strings;
    const uint32_t     *string_offers; /* per string: its first offer; one more at the end */
    const rule_offer   *offers;
    const uint32_t     *symbol_root;   /* per symbol: the state it leads to from the root, 0 for none */
    const rule_state   *states;
    const rule_edge    *edges;
    const rule_accept  *accepts;
    const rule_mark    *marks;
    const rule_cond    *conds;
    const uint32_t     *args;
    const rule_better  *betters;
    const rule_op      *ops;
    const rule_row     *rows;
    const char         *text;
    uint32_t            n_symbols, count[SECTIONS], edge_mask, no_string; /* no_string: id of "" */
    const calco_articles *articles; /* or NULL */
    const calco_messages *messages; /* or NULL */
};

static inline uint32_t calco_rules_edge_hash(uint32_t state, uint32_t symbol)
{
    uint64_t h = ((uint64_t)state << 32 | symbol) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32);
}

/* Classes of patterns by name ("NP"), CLASS_COUNT where unknown. */
unsigned calco_rules_class(str name);
/* Does a token with these features belong to a class? */
bool calco_rules_in_class(uint32_t feats, unsigned class);

#endif
