/* JSON as a tree: parsed from text, built, written. The only file that includes jansson is json.c. */
#ifndef CALCO_BASE_JSON_H
#define CALCO_BASE_JSON_H

#include "base/buf.h"

typedef struct json_t calco_json;

/* Any JSON value from valid UTF-8. Halves of surrogate pairs ("\ud83d" alone) become U+FFFD. NULL and `err` (with its byte)
 * where it is no JSON, nests deeper than 200 or holds numbers beyond 64 bits. Free with calco_json_free. */
calco_json *calco_json_parse(str text, calco_err *err);
void calco_json_free(calco_json *v); /* accepts NULL */

/* --- looking: every function takes NULL and values of other kinds, and then answers with nothing --- */

calco_json *calco_json_get(const calco_json *object, const char *name); /* lent; NULL where missing */
calco_json *calco_json_item(const calco_json *array, size_t i);         /* lent */
size_t calco_json_count(const calco_json *array);
bool calco_json_is_object(const calco_json *v);
bool calco_json_is_array(const calco_json *v);
bool calco_json_is_string(const calco_json *v);
bool calco_json_is_integer(const calco_json *v);
bool calco_json_is_null(const calco_json *v); /* a null that is there */
str calco_json_as_str(const calco_json *v);   /* lent; p NULL where it is no string; a NUL follows it */
int64_t calco_json_as_int(const calco_json *v, int64_t otherwise);
bool calco_json_as_bool(const calco_json *v, bool otherwise);

/* --- building: never NULL; without memory the process aborts --- */

calco_json *calco_json_new_object(void);
calco_json *calco_json_new_array(void);
calco_json *calco_json_of_str(str valid_utf8);
calco_json *calco_json_of_text(const char *valid_utf8);
calco_json *calco_json_of_int(int64_t n);
calco_json *calco_json_of_real(double finite);
calco_json *calco_json_of_bool(bool b);
calco_json *calco_json_of_null(void);
calco_json *calco_json_share(const calco_json *v); /* the same value once more, to be put elsewhere */
/* Both take `value` over; the members of an object keep the order in which they came. */
void calco_json_set(calco_json *object, const char *name, calco_json *value);
void calco_json_push(calco_json *array, calco_json *value);

/* Append on one line; reals with at most 15 digits. */
void calco_json_dump(calco_buf *out, const calco_json *v);

#endif
