/* A language: its words, tags, forms, n-gram model and speller, out of a pack. */
#ifndef CALCO_LANG_LANG_H
#define CALCO_LANG_LANG_H

#include "lang/table.h"
#include "text/doc.h"

/* What a tag means, the same for every language (dictionaries/XX/tags.tsv maps tags to these). */
enum calco_feat {
    /* one of: */
    FEAT_NOUN = 1u << 0, FEAT_PROPER = 1u << 1 /* with NOUN */, FEAT_VERB = 1u << 2, FEAT_ADJ = 1u << 3,
    FEAT_ADV = 1u << 4, FEAT_DET = 1u << 5, FEAT_PREP = 1u << 6, FEAT_PRON = 1u << 7, FEAT_CONJ = 1u << 8,
    FEAT_NUM = 1u << 9, FEAT_AUX = 1u << 10 /* modals; with VERB */, FEAT_PART = 1u << 11 /* particle, "to", "'s" */,
    FEAT_PUNCT = 1u << 12, FEAT_FOREIGN = 1u << 13, /* an interjection counts as an adverb */
    /* and: */
    FEAT_SG = 1u << 14, FEAT_PL = 1u << 15, FEAT_FEM = 1u << 16, FEAT_MASC = 1u << 17,
    FEAT_FINITE = 1u << 18, FEAT_INF = 1u << 19, FEAT_GER = 1u << 20, FEAT_PASTPART = 1u << 21,
    FEAT_PRES = 1u << 22, FEAT_PAST = 1u << 23, FEAT_FUT = 1u << 24, FEAT_COND = 1u << 25, FEAT_SUBJ = 1u << 26,
    FEAT_P1 = 1u << 27, FEAT_P2 = 1u << 28, FEAT_P3 = 1u << 29, FEAT_CMP = 1u << 30 /* comparative, superlative */
};

/* --- forms: dictionaries/XX: lemma and inflection (part "XX.forms") --- */
typedef struct { str lemma; uint8_t tag; } calco_analysis;
typedef struct calco_forms calco_forms;
/* Analyses of a folded form, best first; at most `max`; 0 where unknown. */
size_t calco_forms_analyse(const calco_forms *f, str fold, calco_analysis *out, size_t max);
/* The form of `lemma` with `tag` ("partner" + NNS -> "partners"); by table, then by rule. Memory from `a`. */
str calco_forms_inflect(const calco_forms *f, calco_arena *a, str lemma, uint8_t tag);
/* The lemma of a folded form that carries `tag`: by table, then by rule, else the form itself. */
str calco_forms_lemma(const calco_forms *f, calco_arena *a, str fold, uint8_t tag);

/* --- n-gram model (part "XX.ngram") --- */
typedef struct calco_ngram calco_ngram;
typedef struct calco_lang  calco_lang;
typedef struct calco_senses calco_senses;
#define LM_UNKNOWN 0u        /* id of <unk>; sentence start and end have ids of their own */
#define LM_SILENT UINT32_MAX /* of a token that is no word to the model: a mark, or a clitic that its host swallowed */
/* The model's word for a folded form: itself, an alias or class of dictionaries/XX/model-words.tsv (numbers), the last
 * part of a compound with hyphens; LM_UNKNOWN where there is none. */
uint32_t calco_ngram_word(const calco_ngram *m, str fold);
size_t calco_ngram_words(const calco_ngram *m); /* ids are below this */
str calco_ngram_text(const calco_ngram *m, uint32_t id); /* the word of an id */
/* Set `lm` of the tokens of a sentence: a host and its clitic ("do|n't") are one word where the model has them so, the
 * clitic then being LM_SILENT. Called by calco_analyse. */
void calco_ngram_tokens(const calco_lang *lang, calco_doc *doc, const calco_sentence *s);
uint32_t calco_ngram_start(const calco_ngram *m);
uint32_t calco_ngram_end(const calco_ngram *m);
/* log10 P(w | u v), with back-off. Pass calco_ngram_start for a missing history. */
float calco_ngram_logp(const calco_ngram *m, uint32_t u, uint32_t v, uint32_t w);
/* The same in two steps, for many words after one history: calco_ngram_next(m, calco_ngram_after(m, u, v), w). */
typedef struct { uint32_t v, from, to; float back; } calco_ngram_history;
calco_ngram_history calco_ngram_after(const calco_ngram *m, uint32_t u, uint32_t v);
float calco_ngram_next(const calco_ngram *m, calco_ngram_history after, uint32_t w);

/* --- spelling --- */
enum { WORD_KNOWN = 1, WORD_US = 2, WORD_GB = 4, WORD_NAME = 8 /* only known capitalised */ };
typedef struct calco_speller calco_speller;
/* Bits above; 0 where no variety knows the word as written (case counts: "georgia" is unknown, "Georgia" a name).
 * The pack's word list answers; where it is not complete Hunspell is loaded when first needed, behind a lock. No speller (NULL)
 * knows every word. */
unsigned calco_speller_check(const calco_speller *s, str word);
/* At most `max` suggestions, best first, in memory from `a`: words one or two slips away, ranked by slips and by the
 * language model, or two words; 0.1 to 1 ms. Hunspell's, which take 50 ms, where the word list is not complete. */
size_t calco_speller_suggest(const calco_speller *s, calco_arena *a, str word, str *out, size_t max);

typedef struct { uint64_t bits[2]; } calco_list_set; /* lists by their index: 128 at most */

/* A table of two columns: key, value. */
typedef struct { calco_map keys; calco_strs values; } calco_values;

struct calco_lang {
    char               code[8]; /* "en" */
    calco_segmentation segmentation;
    calco_strtab       tags;       /* tag names: "NN", "VBD"... */
    const uint32_t    *tag_feats;  /* one a tag */
    calco_forms       *forms;
    calco_ngram       *ngram;
    calco_speller     *speller;
    struct calco_tagger *tagger;
    calco_values       formats, numbers, antonyms, tagrams; /* formats.tsv… of the language */
    struct calco_senses *senses;   /* what words mean to each other: senses.h */
    struct calco_context *context; /* tags in context, where there is no tagger */
    calco_map          lists;      /* name of a word list -> index in list_tabs */
    calco_strtab      *list_tabs;
    calco_map          listed;     /* every member of a list -> index in list_sets */
    VEC(calco_list_set) list_sets;
    calco_pack        *pack;
    calco_arena       *arena;
};

/* Open a language from the parts "CODE.*" of a pack; parts that are missing leave NULL members.
 * NULL and err where a part is malformed. */
calco_lang *calco_lang_open(calco_pack *pack, const char *code, calco_err *err);
void calco_lang_close(calco_lang *lang);

/* Set tag, feats, lemma, lm and known of every token of a segmented document. Thread-safe. */
void calco_analyse(const calco_lang *lang, calco_arena *a, calco_doc *doc);
/* The same for one sentence; `scratch` is emptied. It depends on nothing but the sentence's text and tokens. */
void calco_analyse_sentence(const calco_lang *lang, calco_arena *a, calco_arena *scratch, calco_doc *doc, size_t sentence);

/* log10 P of tag w behind u and v (tagrams.tsv; "^" before a sentence, "$" behind it); where the three were never seen, that of w
 * behind v plus `back_off`; -3.5 where that was not seen either. */
double calco_tag_logp(const calco_lang *lang, str u, str v, str w, double back_off);
uint8_t calco_tag_id(const calco_lang *lang, str name); /* 0xff where unknown */
/* Is a folded string in a word list (dictionaries/XX/lists/NAME.txt)? False where there is no such list. */
bool calco_in_list(const calco_lang *lang, const char *list, str fold);
/* The lists that hold a string, and whether a list is among those of a token (its fold's or lemma's). */
calco_list_set calco_lists_of(const calco_lang *lang, str fold);
bool calco_token_listed(const calco_lang *lang, const char *list, const calco_token *t);
/* The value of a key; empty where it has none. */
str calco_value(const calco_values *v, str key);
/* A value of dictionaries/XX/formats.tsv ("decimal": "."); empty where it has none. */
str calco_format_value(const calco_lang *lang, const char *key);

/* log10 probability of each token of an analysed sentence given the two before it (punctuation skipped; unknown words
 * get the model's <unk>); `out` has s->n_tokens entries, NAN where the token has none. Returns words counted. */
size_t calco_surprisal(const calco_lang *lang, const calco_doc *doc, const calco_sentence *s, float *out);
/* log10 probability of a run of words (clitics may be apart or joined; marks are skipped), with sentence boundaries where `whole`. */
double calco_phrase_logp(const calco_lang *lang, const str *folds, size_t n, bool whole);

#endif
