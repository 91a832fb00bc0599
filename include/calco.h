/* The public interface of calco, a linter for machine-translated text.
 *
 *     calco_err err;
 *     calco_engine *engine = calco_engine_open("build/packs/it-en.calco", NULL, &err);
 *     calco_input text = { .name = "a.en.txt", .bytes = p, .size = n };
 *     calco_result *r = engine ? calco_check(engine, &text, NULL, &err) : NULL;
 *     for (size_t i = 0; r && i < r->n_findings; i++) puts(r->findings[i].rule);
 *     calco_result_free(r);
 *     calco_engine_close(engine);
 *
 * An engine is immutable after opening and may be shared by threads. A result owns all that hangs
 * from it, its texts too, and does not need the engine or the input any more. Nothing here prints,
 * exits or reads the locale. */
#ifndef CALCO_H
#define CALCO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CALCO_VERSION "0.1.0"
#define CALCO_SCHEMA 1 /* of the JSON Lines contract */

/* A borrowed piece of valid UTF-8; it may hold NUL bytes and is not terminated by one. */
typedef struct { const char *p; size_t n; } str;

typedef enum {
    CALCO_OK = 0,
    CALCO_ERR_MEMORY,
    CALCO_ERR_OPEN,     /* a file cannot be opened or read */
    CALCO_ERR_ENCODING, /* an unknown or impossible encoding was asked for */
    CALCO_ERR_PACK,     /* a pack is missing, damaged, truncated or of another version */
    CALCO_ERR_FORMAT,   /* a data file (rules, tables) does not follow its format */
    CALCO_ERR_USAGE,    /* a parameter makes no sense */
    CALCO_ERR_STOPPED   /* calco_input.stop said so */
} calco_code;

/* What went wrong, where, and what to do: filled by functions that return false or NULL. */
typedef struct {
    calco_code code;
    char       message[512]; /* one sentence, with the remedy */
    char       path[512];    /* the file concerned, or empty */
    size_t     line;         /* from 1, 0 where it has no meaning */
    size_t     byte;         /* offset in the file, 0 where it has no meaning */
} calco_err;

typedef enum { CALCO_MINOR = 0, CALCO_MAJOR = 1, CALCO_CRITICAL = 2 } calco_severity;

/* Where the source expression of a finding or sentence comes from. */
typedef enum { CALCO_ORIGIN_NONE = 0, CALCO_ORIGIN_RULE, CALCO_ORIGIN_INFERRED, CALCO_ORIGIN_GIVEN } calco_origin;

/* A place in the file as it lies on disk: bytes from 0, line and column from 1, columns in code
 * points; the end is exclusive. */
typedef struct {
    size_t byte_start, byte_end;
    size_t line, column, end_line, end_column;
} calco_place;

/* Why a finding is not held against a text. */
typedef enum { CALCO_LIVE = 0, CALCO_SUPPRESSED_INLINE /* a comment in the text */, CALCO_SUPPRESSED_BASELINE } calco_suppression;

typedef struct {
    const char    *rule;     /* "family/problem" */
    const char    *category;
    calco_severity severity;
    double         confidence; /* 0..1 */
    calco_place    place;
    size_t         sentence;   /* index into calco_result.sentences */
    str            text;       /* the words flagged, decoded */
    size_t         text_start; /* byte at which they begin in the sentence's text; SIZE_MAX: they stand elsewhere (in a comment) */
    str            source_text;
    calco_origin   source_origin;
    calco_place    source_place; /* in the source file, where given; else all 0 */
    str            message;
    const str     *suggestions; /* best first */
    size_t         n_suggestions;
    bool           deletes;     /* the best suggestion is to delete the text */
    const str     *edits;       /* of each suggestion: the bytes that take the place of place.byte_start..byte_end, escaped as the
                                   format and encoded as the file wants; NULL where markup stands between the words */
    bool           safe;        /* the best suggestion may be applied without asking */
    char           fingerprint[17]; /* of rule, sentence and words, 16 hexadecimal digits: the same where the text is re-flowed or moved */
    char           rough[17];       /* the same without the sentence, with its source or the words around: survives a new translation */
    calco_suppression suppression;
    str            reason;      /* that the suppression gives, or empty */
} calco_finding;

/* A word of a sentence, for showing. Bytes of calco_sentence_result.text and .source. */
typedef struct {
    size_t start, end;
    double bits; /* surprisal; NAN where it has none */
    size_t source_start, source_end; /* what it most likely renders; 0, 0: unknown */
} calco_word;

/* What a stretch of running text is. */
typedef enum { CALCO_PARAGRAPH = 0, CALCO_HEADLINE, CALCO_ITEM } calco_block;

typedef struct {
    calco_place  place;
    str          text;
    str          source; /* given or inferred; empty where neither is sure */
    calco_origin source_origin;
    calco_place  source_place; /* in the source file, where given; else all 0 */
    double       source_confidence; /* 0..1 */
    double       surprisal; /* bits per word */
    double       fluency;   /* 0..100: percentile among sentences of edited news */
    double       score;     /* 0..100 */
    size_t       words;
    size_t       findings;
    const calco_word *word; /* where calco_settings.words asks for them */
    size_t       n_word;
    size_t       block;      /* of the text, from 0, that it stands in: sentences of one paragraph, headline or item share it */
    calco_block  block_kind;
} calco_sentence_result;

/* A part of the file that could not be read and is not checked: an error of the file, no finding. */
typedef struct { size_t line; str message; } calco_unread;

typedef struct {
    const char                  *name; /* of the input */
    const calco_finding         *findings;  /* in reading order */
    size_t                       n_findings;
    const calco_finding         *suppressed; /* in reading order: not held against the text */
    size_t                       n_suppressed;
    const calco_sentence_result *sentences; /* in reading order */
    size_t                       n_sentences;
    size_t                       words;
    double                       fluency, score; /* of the article, 0..100 */
    double                       per_1000; /* findings per 1,000 words */
    const char                  *encoding; /* that the file was read as */
    const char                  *pack;     /* name, version and hash of the pack */
    str                          text;     /* the whole file, decoded: for showing lines */
    const char                  *format;   /* that the file was read as: "plain" */
    const char                  *source_name; /* the file of the given source; NULL where it is inferred */
    bool                         bom;      /* a byte order mark stands before `text` in the file */
    const calco_unread          *unread;   /* in order; what can be read is checked all the same */
    size_t                       n_unread;
} calco_result;

/* Bytes to check. `encoding` NULL: found from the BOM or guessed. Lent for the call only. */
typedef struct {
    const char *name;
    const void *bytes;
    size_t      size;
    const char *encoding;
    const char *format;   /* a name of calco_format_name; NULL: by the ending of `name` and the content */
    const struct calco_settings *settings; /* NULL: those that the engine was opened with */
    struct calco_memo *memo; /* of earlier versions of the text, or NULL */
    bool (*stop)(void *ctx); /* of the text: asked between its sentences; true ends the check with CALCO_ERR_STOPPED, the memo keeps
                                what is known by then. NULL: never */
    void       *stop_ctx;
} calco_input;

/* What checks of a text found out, for its next version: in an editor only sentences that changed are checked anew. The result is the
 * same with and without. For one text at a time and one thread at a time; it must not outlive the engine. Its size is bounded. */
typedef struct calco_memo calco_memo;
calco_memo *calco_memo_new(void);
void calco_memo_free(calco_memo *memo); /* accepts NULL */

/* The formats that can be read, from 0 on; NULL behind the last. */
const char *calco_format_name(size_t i);

/* What to look for. All lists are NULL-terminated and lent until the engine is closed. A rule
 * pattern is a rule id, a family ("calque"), or an id with a final '*'. */
typedef struct { const char *fingerprint, *rough; } calco_known; /* as in calco_finding */
typedef struct calco_settings {
    const char *const *only;
    const char *const *skip;
    double             min_confidence; /* findings below are left out; default 0.5 where negative */
    bool               infer; /* reconstruct the likely source of every sentence */
    bool               infer_quoted; /* with infer: only of sentences with a finding that quotes it */
    bool               words; /* fill calco_sentence_result.word */
    const char *const *rules;      /* "PATTERN=off", "=on", "=minor", "=major", "=critical": the last that fits a rule counts */
    const char *const *accepted;   /* words that are right here, whatever the spelling dictionaries say */
    const struct calco_glossary *glossary; /* terms that must be translated so, or NULL */
    const calco_known *known;      /* the baseline: findings that are known already */
    size_t             n_known;
} calco_settings;

typedef struct calco_engine calco_engine;

/* Open a pack file. `settings` NULL: all rules, confidence 0.5, inference on. NULL on failure. */
calco_engine *calco_engine_open(const char *pack_path, const calco_settings *settings, calco_err *err);
void calco_engine_close(calco_engine *engine);
/* Pair, version and hash of its pack: "it-en 1 0123456789abcdef". */
const char *calco_engine_pack(const calco_engine *engine);

/* Check a text, with its source where `source` is not NULL; a bilingual file (XLIFF, TMX, PO, TSV, JSON Lines) brings its own.
 * Bad bytes are findings, not failures.
 * The caller frees the result with calco_result_free. NULL on failure. */
calco_result *calco_check(const calco_engine *engine, const calco_input *text, const calco_input *source,
                          calco_err *err);
void calco_result_free(calco_result *result);

/* A result as bytes (heap, free()), for a cache that this version on this kind of machine reads again; NULL where they are damaged. */
void calco_result_save(const calco_result *result, char **bytes, size_t *size);
calco_result *calco_result_load(const void *bytes, size_t size);

/* Check a text and apply the safe suggestions, again and again until none is left, so that fixing twice is fixing once. The
 * result is that of the fixed text. `*bytes` (NULL where nothing was to fix) is the new file, `*size` long, to be freed with
 * free(): every byte outside the edits is as it was. NULL on failure. */
calco_result *calco_fix(const calco_engine *engine, const calco_input *text, const calco_input *source, char **bytes, size_t *size,
                        size_t *applied, calco_err *err);

/* A glossary file for an engine's languages: "term TAB translation | translation TAB wrong one | wrong one TAB note" lines, found in
 * any inflection. It must live as long as settings that name it, and not longer than the engine. NULL on failure. */
struct calco_glossary *calco_glossary_open(const calco_engine *engine, const char *path, calco_err *err);
void calco_glossary_close(struct calco_glossary *glossary); /* accepts NULL */

/* A sentence and its translation; the source may be empty: then only the target's own faults count. */
typedef struct { str source, target; } calco_pair;

/* Judge translations: scores[i] is 0..100, higher is better, comparable between translations of one source.
 * `measures`, where not NULL, receives calco_measure_count() figures a pair, in order; calco_measure_weight() says what
 * each unit of a measure takes from or gives to the logit of the score. False only where the pack has no weights. */
bool calco_score(const calco_engine *engine, const calco_pair *pairs, size_t n, double *scores, double *measures, calco_err *err);
size_t calco_measure_count(void);
const char *calco_measure_name(size_t i); /* "coverage/source-unused" */
const char *calco_measure_about(size_t i); /* what a larger value says, in some words */
double calco_measure_weight(const calco_engine *engine, size_t i);

/* --- alignment: which sentences and words of a source stand for which of its translation --- */

typedef struct { size_t source, target; double probability; } calco_word_link; /* indexes into the words of a bead */

/* Sentences that render each other: one of either side as a rule, up to three, or none of one. */
typedef struct {
    size_t       n_source, n_target;         /* sentences */
    double       confidence;                 /* 0..1 that they belong together; of a lone one, that it stands alone */
    str          source, target;             /* as they stand, with what is between them */
    calco_place  source_place, target_place; /* all 0 where there is none */
    const str   *source_words, *target_words; /* words and numbers, where they are asked for */
    size_t       n_source_words, n_target_words;
    const calco_word_link *links;            /* by source word, then target word; a word may have none or several */
    size_t       n_links;
} calco_aligned;

typedef struct {
    const calco_aligned *beads; /* in reading order; every sentence of both texts is in one */
    size_t               n_beads;
    const char          *source_language, *target_language; /* "it", "en" */
} calco_alignment;

/* Align a text with its source (NULL: the text's file is a bilingual one) by sentences and, with `words`, by words. Linear in the
 * number of sentences. The caller frees it with calco_alignment_free. NULL on failure. */
calco_alignment *calco_align(const calco_engine *engine, const calco_input *text, const calco_input *source, bool words, calco_err *err);
void calco_alignment_free(calco_alignment *alignment); /* accepts NULL */

/* --- projects: what the files ".calco.yaml" say of a text --- */

/* A place in a configuration file; file NULL: nowhere. */
typedef struct { const char *file; size_t line; } calco_config_line;

/* What is in force for one text. NULL and negative numbers: nothing is said. All is lent by the project. */
typedef struct {
    calco_settings settings;
    const calco_config_line *rule_lines; /* of each of settings.rules */
    const char *pair, *encoding, *source_encoding, *input_format;
    const char *source;     /* path of the text's source, whether it exists or not */
    const char *baseline;   /* path of the baseline in force */
    const char *glossary;   /* path of the glossary in force */
    const char *const *dictionaries; /* paths; words are added to the last */
    int         fail_on;    /* a calco_severity; above CALCO_CRITICAL: never */
    double      min_score, max_per_1000;
    bool        ignored;    /* the text is not to be checked */
} calco_config;

typedef struct calco_project calco_project;

/* A project finds and keeps configuration files. `config`: the one file that counts, "" for none, or NULL: all files called
 * ".calco.yaml" from a text's directory upwards to the root of its repository, the nearer over the farther. Never fails.
 * Not to be used by two threads at once. */
calco_project *calco_project_new(const char *config);
void calco_project_free(calco_project *project); /* accepts NULL */
/* What is in force for the text at `path` (which need not exist). NULL and `err`, with file, line and remedy, where a
 * configuration file cannot be read or understood. */
const calco_config *calco_project_config(calco_project *project, const char *path, calco_err *err);
/* Take the findings of another baseline file into `config`. False and `err` where it cannot be read. */
bool calco_project_baseline(calco_project *project, const char *path, calco_config *config, calco_err *err);
/* The patterns of the texts to check where nobody names any ("files:" of the configuration in force for the current directory),
 * NULL-terminated, as absolute paths; NULL where none are named. */
const char *const *calco_project_files(calco_project *project, calco_err *err);
/* Every key in force for `path`: its value as it would be written, and where it comes from (file NULL: the default). */
typedef struct { const char *key, *value, *about; calco_config_line from; } calco_config_entry;
const calco_config_entry *calco_project_entries(calco_project *project, const char *path, size_t *n, calco_err *err);
/* A commented configuration file to begin with; heap, free(). */
char *calco_config_sample(void);
/* The source that a text names itself in its front matter ("source: x.it.md"), beside the text; heap, NULL where it names none. */
char *calco_named_source(const calco_input *text);

/* One rule, for lists and explanations; all is lent by the engine. */
typedef struct {
    const char    *id, *category;
    calco_severity severity;
    double         confidence;
    const char    *summary;   /* one sentence */
    const char    *source;    /* the Italian (or other) expression, or "" */
    const char    *pattern;   /* as written in the dictionary, or "" */
    const char    *better, *condition, *bad, *good; /* as written, or "" */
    bool           safe;      /* its best suggestion may be applied without asking */
} calco_rule;

size_t calco_rule_count(const calco_engine *engine);
calco_rule calco_rule_at(const calco_engine *engine, size_t i); /* by id, in byte order */
/* Does a rule pattern of calco_settings mean the rule `id`? */
bool calco_rule_matches(const char *pattern, const char *id);

/* One part of a pack. */
typedef struct {
    const char *name, *origin, *licence;
    uint64_t    hash; /* XXH3 of its bytes */
    size_t      size;
} calco_part_info;

size_t calco_part_count(const calco_engine *engine);
calco_part_info calco_part_at(const calco_engine *engine, size_t i);

#ifdef __cplusplus
}
#endif
#endif
