/* A power cut in a file: preloaded into the service (LD_PRELOAD), it keeps beside every file whose
 * path begins with POWERLOSS_FILE a shadow in the folder POWERLOSS_SHADOWS, which holds what was
 * synced and nothing else. Writes go to the real file as ever and are remembered as ranges; fsync
 * and fdatasync copy those ranges into the shadow. After a SIGKILL the shadows are what a disk
 * would show on which no unsynced write survived the cut.
 *
 * Creating and removing files counts as durable at once; "-shm" is left alone, SQLite makes it anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FILES 16
#define MOST_DESCRIPTORS 65536
#define MOST_RANGES 1024

struct range {
    off_t from, to;
};

struct file {
    char name[256];
    ino_t inode;
    int shadow;
    int ranges;
    struct range dirty[MOST_RANGES];
};

static struct file files[MOST_FILES];
static int number_of_files;
static struct file *file_of[MOST_DESCRIPTORS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

#define REAL(name) ((__typeof__(&name))real(#name))

static int real_open(const char *path, int flags) {
    int (*open_it)(const char *, int, ...) = real("open64");
    return open_it(path, flags | O_CLOEXEC, 0600);
}

static int is_watched(const char *path) {
    const char *watched = getenv("POWERLOSS_FILE");
    size_t length = strlen(path);
    if (!watched || strncmp(path, watched, strlen(watched))) return 0;
    return length < 4 || strcmp(path + length - 4, "-shm");
}

static const char *shadow_of(const char *path, char *buffer, size_t size) {
    const char *name = strrchr(path, '/');
    snprintf(buffer, size, "%s/%s", getenv("POWERLOSS_SHADOWS"), name ? name + 1 : path);
    return buffer;
}

static struct file *find(const char *path, ino_t inode) {
    for (int i = 0; i < number_of_files; i++)
        if (files[i].inode == inode && !strcmp(files[i].name, path)) return &files[i];
    if (number_of_files == MOST_FILES) abort();
    struct file *made = &files[number_of_files++];
    char shadow[512];
    snprintf(made->name, sizeof made->name, "%s", path);
    made->inode = inode;
    made->shadow = real_open(shadow_of(path, shadow, sizeof shadow), O_RDWR | O_CREAT);
    if (made->shadow < 0) abort();
    return made;
}

static void opened(int descriptor, const char *path) {
    struct stat status;
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS) return;
    pthread_mutex_lock(&lock);
    file_of[descriptor] = NULL;
    if (is_watched(path) && !fstat(descriptor, &status))
        file_of[descriptor] = find(path, status.st_ino);
    pthread_mutex_unlock(&lock);
}

#define OPENING(name)                                   \
    int name(const char *path, int flags, ...) {        \
        int (*open_it)(const char *, int, ...) = real(#name); \
        va_list more;                                   \
        va_start(more, flags);                          \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                   \
        int descriptor = open_it(path, flags, mode);    \
        opened(descriptor, path);                       \
        return descriptor;                              \
    }
OPENING(open)
OPENING(open64)

static struct file *watched(int descriptor) {
    return descriptor >= 0 && descriptor < MOST_DESCRIPTORS ? file_of[descriptor] : NULL;
}

/* Ranges that touch the last one grow it; when there is no more room, all become one. */
static void written(int descriptor, off_t from, ssize_t length) {
    struct file *file = watched(descriptor);
    if (!file || length <= 0) return;
    pthread_mutex_lock(&lock);
    struct range *last = file->ranges ? &file->dirty[file->ranges - 1] : NULL;
    if (last && from == last->to) {
        last->to = from + length;
    } else if (file->ranges < MOST_RANGES) {
        file->dirty[file->ranges++] = (struct range){from, from + length};
    } else {
        struct range all = {from, from + length};
        for (int i = 0; i < file->ranges; i++) {
            if (file->dirty[i].from < all.from) all.from = file->dirty[i].from;
            if (file->dirty[i].to > all.to) all.to = file->dirty[i].to;
        }
        file->dirty[0] = all;
        file->ranges = 1;
    }
    pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t at) {
    ssize_t done = REAL(pwrite64)(descriptor, bytes, length, at);
    written(descriptor, at, done);
    return done;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t at) {
    return pwrite64(descriptor, bytes, length, at);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
    off_t at = watched(descriptor) ? lseek(descriptor, 0, SEEK_CUR) : 0;
    ssize_t done = REAL(write)(descriptor, bytes, length);
    written(descriptor, at, done);
    return done;
}

static void copy(int from, int to, struct range range) {
    char block[65536];
    while (range.from < range.to) {
        size_t left = range.to - range.from;
        ssize_t got = pread(from, block, left < sizeof block ? left : sizeof block, range.from);
        if (got <= 0) return; /* cut meanwhile */
        if (REAL(pwrite64)(to, block, got, range.from) != got) abort();
        range.from += got;
    }
}

static void synced(int descriptor) {
    struct stat status;
    struct file *file = watched(descriptor);
    if (!file || fstat(descriptor, &status)) return;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < file->ranges; i++) copy(descriptor, file->shadow, file->dirty[i]);
    file->ranges = 0;
    if (REAL(ftruncate64)(file->shadow, status.st_size)) abort();
    pthread_mutex_unlock(&lock);
}

int fsync(int descriptor) {
    int problem = REAL(fsync)(descriptor);
    if (!problem) synced(descriptor);
    return problem;
}

int fdatasync(int descriptor) {
    int problem = REAL(fdatasync)(descriptor);
    if (!problem) synced(descriptor);
    return problem;
}

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < MOST_DESCRIPTORS) file_of[descriptor] = NULL;
    return REAL(close)(descriptor);
}

int unlink(const char *path) {
    char shadow[512];
    int problem = REAL(unlink)(path);
    if (problem || !is_watched(path)) return problem;
    pthread_mutex_lock(&lock);
    REAL(unlink)(shadow_of(path, shadow, sizeof shadow));
    for (int i = 0; i < number_of_files; i++)
        if (!strcmp(files[i].name, path)) files[i].inode = 0;
    pthread_mutex_unlock(&lock);
    return 0;
}
