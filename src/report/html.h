/* Parts of the HTML report: texts made harmless, sentences with their marks, notes, the summary of a file. */
#ifndef CALCO_REPORT_HTML_H
#define CALCO_REPORT_HTML_H

#include "base/vec.h"
#include "base/buf.h"

/* The files of src/report/assets (embedded at build time), and the hashes by which the page's policy allows them. */
extern const str calco_html_page_css, calco_html_page_js, calco_html_tools_html, calco_html_end_html;
extern const char calco_html_page_css_hash[], calco_html_page_js_hash[];

/* A finding with the number that readers see: live ones and suppressed ones count from 1, each on their own. */
typedef struct {
    const calco_finding *finding;
    size_t               number;
} calco_html_noted;

/* One file on the page. */
typedef struct {
    calco_buf          *out;
    calco_arena        *arena;
    const calco_result *r;
    const calco_engine *engine; /* that checked it, or NULL: then notes give no examples */
    size_t              file; /* from 1: part of all ids */
    str                 source_lang, target_lang; /* "it", "en" */
    calco_html_noted   *noted; /* by sentence, live ones first */
    size_t             *first; /* of each sentence in `noted`; n_sentences + 1 of them, the last ends the list */
} calco_html_view;

/* Append text between tags, or in a quoted attribute: markup is escaped, control characters become U+FFFD, line ends
 * spaces; characters that reorder what follows are named instead of obeyed. Any bytes may come. */
void calco_html_text(calco_buf *out, str s);
/* One decimal, whatever the locale. */
void calco_html_tenths(calco_buf *out, double x);

/* The running text of sentence `i`: marks around what findings flag, and every word with its surprisal and what it
 * renders. */
void calco_html_target(const calco_html_view *v, size_t i);
/* Its source, cut into the pieces that words render. */
void calco_html_source(const calco_html_view *v, size_t i);
/* What findings noted[from] to noted[to - 1] say: the live ones listed, the suppressed ones folded away. */
void calco_html_notes(const calco_html_view *v, size_t from, size_t to);
/* Scores, counts and the histogram of the file. */
void calco_html_summary(const calco_html_view *v);

#endif
