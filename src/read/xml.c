/* XML through expat, the only file that includes it: its byte counts give every position. */
#include "read/xml.h"

#include "base/err.h"

#include <expat.h>
#include <stdlib.h>

enum { CHUNK = 64 << 20 };

typedef struct {
    XML_Parser              parser;
    const calco_xml_events *events;
    void                   *ctx;
    bool                    entities; /* some are declared */
} reading;

static str local(const char *name)
{
    const char *colon = strchr(name, ':');
    return calco_str(colon ? colon + 1 : name);
}

bool calco_xml_among(str name, const char *const *list)
{
    for (; *list; list++)
        if (calco_str_eq(name, calco_str(*list))) return true;
    return false;
}

const char *calco_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (calco_str_eq(local(attributes[0]), calco_str(name))) return attributes[1];
    return NULL;
}

static size_t place(const reading *r, size_t *end)
{
    size_t at = (size_t)XML_GetCurrentByteIndex(r->parser);
    *end = at + (size_t)XML_GetCurrentByteCount(r->parser);
    return at;
}

static void start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    reading *r = user;
    size_t   end, at = place(r, &end);
    r->events->start(r->ctx, local(name), attributes, at, end);
}

static void end_of(void *user, const XML_Char *name)
{
    reading *r = user;
    size_t   end, at = place(r, &end);
    r->events->end(r->ctx, local(name), at, end);
}

static void text_of(void *user, const XML_Char *s, int n)
{
    reading *r = user;
    size_t   end, at = place(r, &end);
    r->events->text(r->ctx, (str){ s, (size_t)n }, at, end);
}

static void comment(void *user, const XML_Char *s)
{
    reading *r = user;
    size_t   end, at = place(r, &end);
    if (r->events->comment) r->events->comment(r->ctx, calco_str(s), at, end);
}

static void entity(void *user, const XML_Char *name, int parameter, const XML_Char *value, int n, const XML_Char *base, const XML_Char *system,
                   const XML_Char *public, const XML_Char *notation)
{
    reading *r = user;
    (void)name, (void)parameter, (void)value, (void)n, (void)base, (void)system, (void)public, (void)notation;
    r->entities = true;
    XML_StopParser(r->parser, XML_FALSE);
}

bool calco_xml_read(str text, const char *name, const calco_xml_events *events, void *ctx, calco_err *err)
{
    reading r = { .parser = XML_ParserCreate("UTF-8"), .events = events, .ctx = ctx };
    if (!r.parser) abort(); /* out of memory */
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, start, end_of);
    XML_SetCharacterDataHandler(r.parser, text_of);
    XML_SetCommentHandler(r.parser, comment);
    XML_SetEntityDeclHandler(r.parser, entity);
    XML_SetHashSalt(r.parser, 1); /* the same on every run */
    bool ok = true;
    for (size_t at = 0; ok && at <= text.n;) {
        size_t n = text.n - at < CHUNK ? text.n - at : CHUNK;
        bool   last = at + n == text.n;
        ok = XML_Parse(r.parser, n ? text.p + at : "", (int)n, last) == XML_STATUS_OK;
        at += n;
        if (last) break;
    }
    if (!ok) {
        size_t line = XML_GetCurrentLineNumber(r.parser);
        if (r.entities) calco_fail_line(err, CALCO_ERR_FORMAT, name, line, "declares entities, which are not expanded: take the declaration out");
        else calco_fail_line(err, CALCO_ERR_FORMAT, name, line, "is no well-formed XML: %s", XML_ErrorString(XML_GetErrorCode(r.parser)));
        if (err) err->byte = (size_t)XML_GetCurrentByteIndex(r.parser);
    }
    XML_ParserFree(r.parser);
    return ok;
}
