/* Framing: bytes to bodies and back, whatever comes; a broken header costs one message, not the connection. */
#include "lsp/frame.h"

void lsp_frames_feed(lsp_frames *f, const void *bytes, size_t n)
{
    size_t skipped = f->skip < n ? f->skip : n;
    f->skip -= skipped;
    if (n > skipped) calco_buf_add(&f->in, (const char *)bytes + skipped, n - skipped);
}

void lsp_frames_free(lsp_frames *f)
{
    calco_buf_free(&f->in);
    *f = (lsp_frames){ 0 };
}

/* Give the room of used bytes back. */
static void forget_used(lsp_frames *f)
{
    if (!f->at) return;
    f->in.n -= f->at;
    memmove(f->in.p, f->in.p + f->at, f->in.n);
    f->at = 0;
    if (f->in.cap > 1 << 20 && f->in.n < f->in.cap / 8) {
        calco_buf small = { 0 };
        calco_buf_str(&small, calco_buf_view(&f->in));
        calco_buf_free(&f->in);
        f->in = small;
    }
}

/* Names of header fields have no case. */
static size_t find_name(str s, str name)
{
    for (size_t at = 0; at + name.n <= s.n; at++)
        if (strncasecmp(s.p + at, name.p, name.n) == 0) return at;
    return SIZE_MAX;
}

static bool read_number(str s, size_t *out)
{
    *out = 0;
    s = calco_str_trim(s);
    if (!s.n || s.n > 18) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        *out = *out * 10 + (size_t)(s.p[i] - '0');
    }
    return true;
}

/* The charset must be UTF-8, also as the "utf8" of older clients. */
static bool content_type_fits(str value)
{
    size_t at = find_name(value, STR("charset="));
    if (at == SIZE_MAX) return true;
    str name = calco_str_trim(calco_str_from(value, at + 8));
    return find_name(name, STR("utf-8")) != SIZE_MAX || find_name(name, STR("utf8")) != SIZE_MAX;
}

/* False where a line makes no sense; `*length` is set where one is found all the same: so the stream stays in step. */
static bool read_header(str header, size_t *length, bool *has_length)
{
    str  line;
    bool good = true;
    *has_length = false;
    while (calco_str_split(&header, '\n', &line)) {
        line = calco_str_trim(line);
        size_t at = find_name(line, STR("Content-Length:")), n;
        if (at != SIZE_MAX && read_number(calco_str_from(line, at + 15), &n)) {
            good &= at == 0 && !*has_length;
            *length = n;
            *has_length = true;
        } else if (find_name(line, STR("Content-Type:")) == 0) good &= content_type_fits(line);
        else if (line.n) good &= at == SIZE_MAX && calco_str_find(line, STR(":"), 1) != SIZE_MAX;
    }
    return good && *has_length;
}

lsp_frame lsp_frames_next(lsp_frames *f, str *body)
{
    forget_used(f);
    *body = (str){ NULL, 0 };
    str    in = calco_buf_view(&f->in);
    size_t end = calco_str_find(in, STR("\r\n\r\n"), 0), length = 0;
    if (end == SIZE_MAX || end > LSP_LARGEST_HEADER) {
        if (in.n <= LSP_LARGEST_HEADER) return LSP_FRAME_NONE;
        f->at = in.n - 3; /* the end of the next header may have begun */
        if (end != SIZE_MAX && end + 4 < f->at) f->at = end + 4;
        return LSP_FRAME_BAD;
    }
    bool has_length, good = read_header(calco_str_cut(in, 0, end), &length, &has_length);
    size_t start = end + 4;
    if (!has_length) {
        f->at = start;
        return LSP_FRAME_BAD;
    }
    if (length > LSP_LARGEST_BODY) {
        size_t here = in.n - start < length ? in.n - start : length;
        f->at = start + here;
        f->skip = length - here;
        return LSP_FRAME_GIANT;
    }
    if (in.n - start < length) return LSP_FRAME_NONE;
    f->at = start + length;
    *body = calco_str_cut(in, start, f->at);
    return good ? LSP_FRAME_BODY : LSP_FRAME_BAD;
}

void lsp_frame_write(calco_buf *out, str body)
{
    calco_buf_printf(out, "Content-Length: %zu\r\n\r\n", body.n);
    calco_buf_str(out, body);
}
