/* RFC 8089 in both directions, with percent-encoding as RFC 3986 wants it. */
#include "lsp/uri.h"

#include "base/buf.h"

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char *lsp_path_of(str uri)
{
    if (!calco_str_starts(uri, STR("file:"))) return NULL;
    str path = calco_str_from(uri, 5);
    if (calco_str_starts(path, STR("//"))) { /* past the host: "" or "localhost" */
        size_t slash = calco_str_find(path, STR("/"), 2);
        path = slash == SIZE_MAX ? STR("") : calco_str_from(path, slash);
    }
    calco_buf b = { 0 };
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (c == '%' && i + 2 < path.n && digit(path.p[i + 1]) >= 0 && digit(path.p[i + 2]) >= 0) {
            c = (char)(digit(path.p[i + 1]) * 16 + digit(path.p[i + 2]));
            i += 2;
        }
        calco_buf_char(&b, c);
    }
    bool good = b.n && b.p[0] == '/' && !memchr(b.p, '\0', b.n);
    calco_buf_char(&b, '\0');
    if (!good) calco_buf_free(&b);
    return good ? b.p : NULL;
}

char *lsp_uri_of(const char *path)
{
    calco_buf b = { 0 };
    calco_buf_str(&b, STR("file://"));
    for (const char *c = path; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("/-._~", *c);
        if (plain) calco_buf_char(&b, *c);
        else calco_buf_printf(&b, "%%%02X", (unsigned)(unsigned char)*c);
    }
    calco_buf_char(&b, '\0');
    return b.p;
}
