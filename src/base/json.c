/* JSON through jansson, behind base/json.h. */
#include "base/json.h"

#include "base/err.h"

#include <jansson.h>
#include <stdlib.h>

enum { DEEPEST = 200 };

/* --- parsing --- */

static int hex4(str s, size_t at)
{
    int value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < s.n ? s.p[i] : 'x';
        int  digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

static bool is_high(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
static bool is_low(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

/* jansson refuses a text for half a surrogate pair, which editors can send. Write U+FFFD over such halves, in place, and measure
 * how deep the text nests: jansson recurses. */
static size_t mend(char *p, size_t n)
{
    str    s = { p, n };
    size_t depth = 0, deepest = 0;
    bool   inside = false;
    for (size_t i = 0; i < n; i++) {
        if (!inside) {
            inside = p[i] == '"';
            if (p[i] == '[' || p[i] == '{') deepest = ++depth > deepest ? depth : deepest;
            if ((p[i] == ']' || p[i] == '}') && depth) depth--;
        } else if (p[i] == '"') inside = false;
        else if (p[i] == '\\' && i + 1 < n && p[i + 1] != 'u') i++;
        else if (p[i] == '\\') {
            int unit = hex4(s, i + 2);
            if (is_high(unit) && i + 7 < n && p[i + 6] == '\\' && p[i + 7] == 'u' && is_low(hex4(s, i + 8))) i += 11;
            else if (is_high(unit) || is_low(unit)) memcpy(p + i + 2, "FFFD", 4);
        }
    }
    return deepest;
}

calco_json *calco_json_parse(str text, calco_err *err)
{
    json_error_t trouble;
    char *copy = malloc(text.n + 1);
    if (!copy) abort();
    if (text.n) memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    calco_json *v = NULL;
    if (mend(copy, text.n) > DEEPEST) calco_fail(err, CALCO_ERR_FORMAT, NULL, "the JSON nests deeper than %d", DEEPEST);
    else if (!(v = json_loadb(copy, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &trouble))) {
        calco_fail(err, CALCO_ERR_FORMAT, NULL, "no JSON: %s", trouble.text);
        if (err) err->byte = trouble.position < 0 ? 0 : (size_t)trouble.position;
    }
    free(copy);
    return v;
}

void calco_json_free(calco_json *v) { json_decref(v); }

/* --- looking --- */

calco_json *calco_json_get(const calco_json *object, const char *name) { return json_object_get(object, name); }
calco_json *calco_json_item(const calco_json *array, size_t i) { return json_array_get(array, i); }
size_t calco_json_count(const calco_json *array) { return json_array_size(array); }
bool calco_json_is_object(const calco_json *v) { return json_is_object(v); }
bool calco_json_is_array(const calco_json *v) { return json_is_array(v); }
bool calco_json_is_string(const calco_json *v) { return json_is_string(v); }
bool calco_json_is_integer(const calco_json *v) { return json_is_integer(v); }
bool calco_json_is_null(const calco_json *v) { return json_is_null(v); }
str calco_json_as_str(const calco_json *v) { return (str){ json_string_value(v), json_string_length(v) }; }
int64_t calco_json_as_int(const calco_json *v, int64_t otherwise) { return json_is_integer(v) ? json_integer_value(v) : otherwise; }
bool calco_json_as_bool(const calco_json *v, bool otherwise) { return json_is_boolean(v) ? json_is_true(v) : otherwise; }

/* --- building --- */

static calco_json *made(calco_json *v)
{
    if (!v) abort();
    return v;
}

calco_json *calco_json_new_object(void) { return made(json_object()); }
calco_json *calco_json_new_array(void) { return made(json_array()); }
calco_json *calco_json_of_str(str s) { return made(json_stringn(s.n ? s.p : "", s.n)); }
calco_json *calco_json_of_text(const char *s) { return made(json_string(s)); }
calco_json *calco_json_of_int(int64_t n) { return made(json_integer(n)); }
calco_json *calco_json_of_real(double x) { return made(json_real(x)); }
calco_json *calco_json_of_bool(bool b) { return json_boolean(b); }
calco_json *calco_json_of_null(void) { return json_null(); }
calco_json *calco_json_share(const calco_json *v) { return v ? json_incref((json_t *)(uintptr_t)v) : json_null(); }

void calco_json_set(calco_json *object, const char *name, calco_json *value)
{
    if (json_object_set_new(object, name, value) != 0) abort();
}

void calco_json_push(calco_json *array, calco_json *value)
{
    if (json_array_append_new(array, value) != 0) abort();
}

static int append(const char *p, size_t n, void *out)
{
    calco_buf_add(out, p, n);
    return 0;
}

void calco_json_dump(calco_buf *out, const calco_json *v)
{
    /* 15 digits give back every rounded figure as it was meant: 12.3, not 12.300000000000001. */
    if (json_dump_callback(v, append, out, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) != 0) abort();
}
