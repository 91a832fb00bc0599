/* The loop around a server: descriptors, and an end when the client is gone. */
#include "lsp/lsp.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum { CHUNK = 65536, PIPE_FULL = 4096 /* what a pipe that is ready takes without blocking: PIPE_BUF */, LISTENS = 1000 /* milliseconds */ };

/* False where the client is gone. */
static bool take_input(lsp_server *s, int in)
{
    static _Thread_local char bytes[CHUNK];
    ssize_t n = read(in, bytes, sizeof bytes);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    return n > 0 && lsp_server_feed(s, bytes, (size_t)n);
}

static bool give_output(lsp_server *s, int out)
{
    str     bytes = lsp_server_output(s);
    ssize_t n = write(out, bytes.p, bytes.n < PIPE_FULL ? bytes.n : PIPE_FULL);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    lsp_server_sent(s, (size_t)n);
    return true;
}

/* What is still to be said before the end, as long as someone listens. */
static void flush(lsp_server *s, int out)
{
    struct pollfd p = { out, POLLOUT, 0 };
    while (lsp_server_output(s).n && poll(&p, 1, LISTENS) > 0 && p.revents & POLLOUT && give_output(s, out)) {}
}

int lsp_run(const lsp_host *host, int in, int out)
{
    lsp_server *s = lsp_server_new(host);
    signal(SIGPIPE, SIG_IGN);
    for (bool on = true; on;) {
        int           wait = lsp_server_turn(s);
        if (!wait) break;
        bool          full = lsp_server_output(s).n > 0;
        struct pollfd p[3] = { { in, POLLIN, 0 }, { lsp_server_wake(s), POLLIN, 0 }, { out, full ? POLLOUT : 0, 0 } };
        if (poll(p, 3, wait) < 0 && errno != EINTR) break;
        if (p[2].revents & POLLOUT) on = give_output(s, out);
        else if (p[2].revents & (POLLERR | POLLNVAL)) on = false;
        if (on && p[0].revents) on = take_input(s, in);
    }
    flush(s, out);
    int status = lsp_server_status(s);
    lsp_server_free(s);
    return status;
}
