/* Standard output: written whole, closed pipes end quietly, colour only where it is wanted. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int write_failed(void)
{
    if (errno == EPIPE) _exit(128 + 13); /* as if SIGPIPE had ended it */
    return cli_complain("standard output cannot be written: %s", strerror(errno));
}

void cli_write(calco_buf *out)
{
    if (out->n && fwrite(out->p, 1, out->n, stdout) != out->n) _exit(write_failed());
    out->n = 0;
}

int cli_finish(int status) { return fflush(stdout) == 0 && !ferror(stdout) ? status : write_failed(); }

size_t cli_terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col) return 0;
    return size.ws_col < 40 ? 40 : size.ws_col;
}

bool cli_color(const char *when, bool *color)
{
    const char *term = getenv("TERM"), *no = getenv("NO_COLOR");
    if (strcmp(when, "always") == 0) *color = true;
    else if (strcmp(when, "never") == 0) *color = false;
    else if (strcmp(when, "auto") == 0)
        *color = isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
    else return false;
    return true;
}
