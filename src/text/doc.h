/* A document: clean text in units, sentences and tokens, every offset traceable to the file's bytes. */
#ifndef CALCO_TEXT_DOC_H
#define CALCO_TEXT_DOC_H

#include "text/decode.h"

typedef enum { UNIT_PARAGRAPH, UNIT_HEADLINE, UNIT_LIST } calco_unit_kind;

/* A stretch of running text that no sentence crosses. Bytes in calco_doc.text. */
typedef struct {
    size_t          start, end;
    calco_unit_kind kind;
    size_t          first_sentence, n_sentences;
} calco_unit;

typedef struct {
    size_t start, end; /* without the white space after it in `end`; sentences and the space between tile the unit */
    size_t first_token, n_tokens;
    size_t unit;
} calco_sentence;

typedef enum {
    TOKEN_WORD,
    TOKEN_NUMBER, /* digits and what joins them, also with letters behind: "8th", "1990s", "2.8bn" */
    TOKEN_PUNCT,
    TOKEN_SYMBOL, /* %, &, currency signs, emoji */
    TOKEN_OTHER   /* URL, domain, e-mail, #tag, @name */
} calco_token_kind;
typedef enum { SHAPE_NONE, SHAPE_LOWER, SHAPE_TITLE, SHAPE_UPPER, SHAPE_MIXED } calco_shape;

/* A word, number or mark. Clitics are tokens of their own (do|n't, Italy|'s, dell'|Alleanza); words
 * joined by hyphens are one ("anti-tank"); numbers keep separators, sign and per cent apart ("20.000", "%"). */
typedef struct {
    size_t   start, end; /* bytes in calco_doc.text */
    str      fold;       /* calco_fold of it */
    str      lemma;      /* folded for common words; set by calco_analyse, equals fold before */
    uint32_t feats;      /* calco_feat bits of `tag`; set by calco_analyse */
    uint32_t lm;         /* its word in the language's n-gram model; set by calco_analyse */
    uint8_t  tag;        /* in the language's tag set; set by calco_analyse */
    uint8_t  kind, shape;
    bool     space;      /* white space stands before it */
    bool     known;      /* spelling or lexicon knows it; set by calco_analyse */
    uint64_t lists[2];   /* word lists of the language that hold its fold or lemma, a bit each; set by calco_analyse */
} calco_token;

/* A comment of the file, without its marks: where suppressions are written. Bytes in calco_doc.decoded.text. */
typedef struct { size_t start, end; str text; } calco_comment;
/* A field of the file's head (front matter, XLIFF or PO header): "lang", "it-en"... */
typedef struct { str key, value; } calco_field;

/* `text` is what the reader took from the file. All arrays belong to the arena it was made in. */
typedef struct {
    const char      *name;
    const char      *language; /* that it is expected to be in, "en"; NULL: not known */
    const struct calco_reader *reader; /* that filled it */
    str              text;
    calco_offset_map to_file;
    size_t           file_size;
    calco_decoded    decoded; /* the whole file, for lines and columns */
    VEC(calco_unit)     units;
    VEC(calco_sentence) sentences;
    VEC(calco_token)    tokens;
    size_t           words; /* tokens of kind word or number */
    VEC(calco_comment) comments; /* in order */
    VEC(calco_field)   fields;
    VEC(calco_unread)  unread; /* what its reader could not make out, in order */
} calco_doc;

/* What segmentation must know of a language; the tables come from dictionaries/XX/. All folded. */
typedef struct {
    const char       *locale;         /* "en" */
    const calco_strs *abbreviations;  /* with their point: "sen.", "on." */
    const calco_strs *clitics;        /* "-n't", "-'s" split off an end; "l'-" off a start */
    const struct calco_segmenter *ready; /* the same as tables (text/segment.h), or NULL: they are made for each text */
} calco_segmentation;

/* Fill sentences and tokens of a document that has text and units. */
void calco_segment(calco_arena *a, calco_doc *doc, const calco_segmentation *how);

static inline str calco_doc_cut(const calco_doc *d, size_t start, size_t end)
{
    return calco_str_cut(d->text, start, end);
}
static inline str calco_token_text(const calco_doc *d, const calco_token *t)
{
    return calco_doc_cut(d, t->start, t->end);
}

/* Is a stretch of doc.text the text of one stretch of the file, without anything else between? */
bool calco_doc_unbroken(const calco_doc *d, size_t start, size_t end);

/* File bytes of a stretch of doc.text: the start of its first character, the end of its last. */
void calco_doc_span(const calco_doc *d, size_t start, size_t end, size_t *byte_start, size_t *byte_end);

#endif
