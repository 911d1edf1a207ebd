/*
 * Test equipment: a disk that fails on purpose. Loaded in front of the C library (LD_PRELOAD) of a
 * process that writes a database "leye.db", it counts the calls that write, sync and truncate the
 * database's files, and fails the one it was told to fail. Everything else passes through.
 *
 * LEYE_FAULT = "CALL NUMBER ERROR TIMES"
 *   write, sync, truncate   fail call NUMBER and the TIMES - 1 after it with ERROR (an errno); with TIMES
 *                           0, all from it on until lifted. A write that fails has written its first half.
 *   room                    NUMBER bytes are left on the disk: growing further fails with ERROR until lifted.
 *   power                   at sync NUMBER the power goes: what was written since each file's last
 *                           sync is undone, and the process ends.
 * LEYE_FAULT_LIFTED         a path; once something is there the fault is over.
 * LEYE_FAULT_COUNTS         a path; at the end of the process "writes syncs truncations" is written there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { WRITE, SYNC, TRUNCATE, ROOM, POWER, NONE };
static const char *const NAMES[] = {"write", "sync", "truncate", "room", "power"};
enum file { MAIN, LOG, INDEX, OTHER };
static const char *const ENDINGS[] = {"/leye.db", "/leye.db-wal", "/leye.db-shm"};

/* What a stretch of a file was before it was written, newest first. */
struct before {
    struct before *older;
    enum file file;
    char path[PATH_MAX];
    off_t at, size;
    ssize_t length;
    char bytes[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum call fault = NONE;
static long number, error_number, times, counts[3];
static off_t used;
static struct before *newest;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);

static void find(void) {
    if (real_pwrite) return;
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
}

__attribute__((constructor)) static void begin(void) {
    char name[16];
    const char *told = getenv("LEYE_FAULT");
    find();
    if (!told || sscanf(told, "%15s %ld %ld %ld", name, &number, &error_number, &times) != 4) return;
    for (int call = WRITE; call < NONE; call++)
        if (!strcmp(name, NAMES[call])) fault = call;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("LEYE_FAULT_COUNTS");
    FILE *out = path ? fopen(path, "w") : NULL;
    if (!out) return;
    fprintf(out, "%ld %ld %ld\n", counts[WRITE], counts[SYNC], counts[TRUNCATE]);
    fclose(out);
}

static enum file which(int fd, char path[PATH_MAX]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return OTHER;
    path[length] = 0;
    for (int file = MAIN; file < OTHER; file++) {
        size_t ending = strlen(ENDINGS[file]);
        if ((size_t)length > ending && !strcmp(path + length - ending, ENDINGS[file])) return file;
    }
    return OTHER;
}

static int is_lifted(void) {
    const char *path = getenv("LEYE_FAULT_LIFTED");
    return path && access(path, F_OK) == 0;
}

/* Counts a call, and tells whether it is one that fails. */
static int fails(enum call call) {
    long count = ++counts[call];
    if (fault != call || count < number) return 0;
    return times ? count < number + times : !is_lifted();
}

static void remember(int fd, enum file file, const char *path, off_t at, size_t length) {
    struct stat now;
    if (fault != POWER || file == INDEX || fstat(fd, &now)) return;
    struct before *before = malloc(sizeof *before + length);
    if (!before) abort();
    int reader = open(path, O_RDONLY);
    before->length = reader < 0 ? 0 : pread(reader, before->bytes, length, at);
    if (reader >= 0) close(reader);
    before->file = file, before->at = at, before->size = now.st_size, before->older = newest;
    strcpy(before->path, path);
    newest = before;
}

static void forget(enum file file) {
    for (struct before **link = &newest; *link;) {
        struct before *before = *link;
        if (before->file == file) {
            *link = before->older;
            free(before);
        } else {
            link = &before->older;
        }
    }
}

static void lose_power(void) {
    for (struct before *before = newest; before; before = before->older) {
        int fd = open(before->path, O_WRONLY);
        if (fd < 0) continue;
        if (before->length > 0 && real_pwrite(fd, before->bytes, before->length, before->at) < 0) abort();
        if (real_ftruncate(fd, before->size)) abort();
        close(fd);
    }
    _exit(9);
}

/* SQLite writes at a place, never where a file happens to stand. */
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    char path[PATH_MAX];
    find();
    enum file file = which(fd, path);
    if (file == OTHER) return real_pwrite(fd, bytes, length, at);
    pthread_mutex_lock(&lock);
    struct stat now = {0};
    fstat(fd, &now);
    int failing = fails(WRITE);
    size_t fitting = failing ? length / 2 : length;
    off_t growth = at + (off_t)length - now.st_size;
    if (fault == ROOM && growth > 0 && used + growth > number && !is_lifted()) {
        /* As file systems do: what fits is written, and only the next call says that there is no room. */
        off_t lacking = used + growth - number;
        fitting = lacking < (off_t)length ? length - lacking : 0;
        failing = fitting == 0;
    }
    ssize_t done = 0;
    if (fitting) {
        remember(fd, file, path, at, fitting);
        done = real_pwrite(fd, bytes, fitting, at);
        growth = at + (off_t)done - now.st_size;
        if (done > 0 && growth > 0) used += growth;
    }
    if (failing) done = -1, errno = error_number;
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return pwrite64(fd, bytes, length, at);
}

static int sync_by(int (*real)(int), int fd) {
    char path[PATH_MAX];
    enum file file = which(fd, path);
    if (file == OTHER) return real(fd);
    pthread_mutex_lock(&lock);
    int failing = fails(SYNC), done = -1;
    if (fault == POWER && counts[SYNC] >= number) lose_power();
    if (!failing) {
        done = real(fd);
        forget(file);
    } else {
        errno = error_number;
    }
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}

int fsync(int fd) {
    find();
    return sync_by(real_fsync, fd);
}

int fdatasync(int fd) {
    find();
    return sync_by(real_fdatasync, fd);
}

int ftruncate(int fd, off_t length) {
    char path[PATH_MAX];
    find();
    enum file file = which(fd, path);
    if (file == OTHER) return real_ftruncate(fd, length);
    pthread_mutex_lock(&lock);
    struct stat now = {0};
    fstat(fd, &now);
    int done = -1;
    if (fails(TRUNCATE)) {
        errno = error_number;
    } else {
        if (length < now.st_size) remember(fd, file, path, length, now.st_size - length);
        done = real_ftruncate(fd, length);
        if (done == 0 && length < now.st_size) used -= now.st_size - length;
    }
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return done;
}

int ftruncate64(int fd, off64_t length) {
    return ftruncate(fd, length);
}
