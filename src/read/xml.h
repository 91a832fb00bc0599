/* XML as events with their places in the file: what XLIFF and TMX are read with. */
#ifndef CALCO_READ_XML_H
#define CALCO_READ_XML_H

#include "base/str.h"

/* `at`, `end`: bytes of the text that the event takes. Names come without their prefix. Lent for the call. */
typedef struct {
    void (*start)(void *ctx, str name, const char **attributes, size_t at, size_t end);
    void (*end)(void *ctx, str name, size_t at, size_t end);
    void (*text)(void *ctx, str text, size_t at, size_t end);
    void (*comment)(void *ctx, str text, size_t at, size_t end);
} calco_xml_events;

/* Read a text (valid UTF-8, whatever encoding it declares). False and `err`, with line and byte, where it is not well-formed or declares
 * entities: bombs and external files are refused, not expanded. */
bool calco_xml_read(str text, const char *name, const calco_xml_events *events, void *ctx, calco_err *err);
/* Is a name one of a NULL-terminated list? */
bool calco_xml_among(str name, const char *const *list);
/* The value of an attribute by its name without prefix, NULL where the element has none. */
const char *calco_xml_attribute(const char **attributes, const char *name);

#endif
