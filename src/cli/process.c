/* Other programs: running one, feeding it, taking what it prints. */
#include "cli/cli.h"

#include <errno.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Write `in` and read into `out` as the other side is ready for either. */
static void exchange(int to, int from, str in, calco_buf *out)
{
    size_t given = 0;
    if (!in.n) close(to), to = -1;
    for (;;) {
        struct pollfd ends[2] = { { from, POLLIN, 0 }, { to, POLLOUT, 0 } };
        char          bytes[8192];
        if (poll(ends, 2, -1) < 0 && errno != EINTR) break;
        if (ends[1].revents) {
            ssize_t n = write(to, in.p + given, in.n - given);
            if (n > 0) given += (size_t)n;
            if (n < 0 || given == in.n) close(to), to = -1;
        }
        if (!ends[0].revents) continue;
        ssize_t n = read(from, bytes, sizeof bytes);
        if (n <= 0) break;
        calco_buf_add(out, bytes, (size_t)n);
    }
    if (to >= 0) close(to);
}

int cli_run_program(char *const argv[], str in, calco_buf *out)
{
    int to[2], from[2], status;
    if (pipe(to) != 0 || pipe(from) != 0) return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    const int all[] = { to[0], to[1], from[0], from[1] };
    for (size_t i = 0; i < 4; i++) posix_spawn_file_actions_addclose(&actions, all[i]);
    pid_t child;
    bool  started = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(to[0]);
    close(from[1]);
    if (started) exchange(to[1], from[0], in, out);
    else close(to[1]);
    close(from[0]);
    if (!started || waitpid(child, &status, 0) < 0 || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}
