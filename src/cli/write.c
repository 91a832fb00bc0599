/* Files written whole or not at all. */
#include "cli/jobs.h"

#include "base/err.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int file, str bytes)
{
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = write(file, bytes.p + at, bytes.n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        at += (size_t)n;
    }
    return true;
}

bool cli_replace_file(const char *path, str bytes, calco_err *err)
{
    char       *real = realpath(path, NULL), *temporary = NULL;
    const char *target = real ? real : path;
    struct stat st;
    mode_t      mode = stat(target, &st) == 0 ? st.st_mode & 07777 : 0644;
    int         file = -1;
    bool        ok = false;
    if (asprintf(&temporary, "%s.calco-XXXXXX", target) < 0) abort();
    if ((file = mkstemp(temporary)) >= 0) {
        ok = write_all(file, bytes) && fchmod(file, mode) == 0;
        ok = close(file) == 0 && ok && rename(temporary, target) == 0;
        if (!ok) unlink(temporary);
    }
    if (!ok) calco_fail(err, CALCO_ERR_OPEN, path, "cannot be written: %s", strerror(errno));
    free(temporary);
    free(real);
    return ok;
}
