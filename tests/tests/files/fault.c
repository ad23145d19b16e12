/* Preloaded into a program, ends it or fails it at a chosen operation on files of one folder.
 *
 * FAULT_FOLDER is the folder, which is also where the program starts; FAULT_AT counts its operations from 1. FAULT_WITH is
 * `kill` (by SIGKILL, before the operation; a write is done by half first; what only reads does not count), `full` (no
 * space from that operation on; only what needs some counts), or the number of an error that this one operation meets. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KILL = -1, FULL = -2 };
enum { READS = 0, CHANGES = 1, GROWS = 2 };

static const char *folder;
static long at;
static int with;
static atomic_long count;
static char ours[4096];

__attribute__((constructor)) static void begin(void) {
    const char *word = getenv("FAULT_WITH");
    folder = getenv("FAULT_FOLDER");
    if (!word || !folder) abort();
    at = atol(getenv("FAULT_AT"));
    with = !strcmp(word, "kill") ? KILL : !strcmp(word, "full") ? FULL : atoi(word);
}

static int lies_there(const char *path) {
    return path[0] != '/' || !strncmp(path, folder, strlen(folder));
}

static int is_ours(int file) { return file >= 0 && file < (int)sizeof ours && ours[file]; }

/* Whether this is the chosen operation. */
static int is_due(int what) {
    if ((with == KILL && what == READS) || (with == FULL && what != GROWS)) return 0;
    long now = atomic_fetch_add(&count, 1) + 1;
    return with == FULL ? now >= at : now == at;
}

/* Says so and gives the error; does not come back where the program is killed. */
static int meet(void) {
    if (with == KILL) for (;;) kill(getpid(), SIGKILL);
    dprintf(2, "fault met\n");
    errno = with == FULL ? ENOSPC : with;
    return -1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;         \
        va_end(rest);                                                     \
        int here = lies_there(path);                                      \
        int what = flags & O_CREAT ? GROWS : READS;                       \
        if (here && is_due(what)) return meet();                          \
        int file = NEXT(name)(path, flags, mode);                         \
        if (file >= 0 && file < (int)sizeof ours) ours[file] = here;      \
        return file;                                                      \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (is_ours(file)) ours[file] = 0;
    return NEXT(close)(file);
}

ssize_t write(int file, const void *bytes, size_t length) {
    if (is_ours(file) && is_due(GROWS)) {
        if (with == KILL) (void)!NEXT(write)(file, bytes, length / 2);
        return meet();
    }
    return NEXT(write)(file, bytes, length);
}

/* Nothing reaches a disk here, so that thousands of runs take no longer than their work. */
int fsync(int file) { return is_ours(file) && is_due(CHANGES) ? meet() : 0; }

int fchmod(int file, mode_t mode) { return is_ours(file) && is_due(CHANGES) ? meet() : NEXT(fchmod)(file, mode); }

#define ON_PATH(name, what, parameters, arguments) \
    int name parameters { return lies_there(path) && is_due(what) ? meet() : NEXT(name) arguments; }
ON_PATH(rename, CHANGES, (const char *from, const char *path), (from, path))
ON_PATH(unlink, CHANGES, (const char *path), (path))
ON_PATH(rmdir, CHANGES, (const char *path), (path))
ON_PATH(mkdir, GROWS, (const char *path, mode_t mode), (path, mode))

DIR *opendir(const char *path) {
    if (lies_there(path) && is_due(READS)) return meet(), NULL;
    return NEXT(opendir)(path);
}
