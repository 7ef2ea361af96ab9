/*
 * A disk under a database, for tests (LD_PRELOAD). It writes down what happens to files whose name begins with that of the
 * database, in order. While a file named FAULT_SWITCH is there, it fails as the first letter in that file says (disk-trace.ts):
 * f(sync), r(ead) and w(rite) with EIO; e: each write ENOSPC; t(orn): half of a write, and then ENOSPC; s(hort): half of each write,
 * which is no error; c(orrupt): reading a page gives other bytes. What it writes down is read by disk-trace.ts: op, file, offset,
 * length, bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { OP_WRITE = 1, OP_TRUNCATE = 2, OP_SYNC = 3, OP_SYNC_FAILED = 4, OP_UNLINK = 5 };
enum { FILE_NONE = 0, FILE_DATABASE = 1, FILE_WAL = 2, FILE_JOURNAL = 3, FILE_FOLDER = 4 };

static int trace_fd = -2;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int file_of_path(const char *path) {
  const char *name = strstr(path, "/wijktafel.sqlite");
  if (name == NULL) return FILE_NONE;
  name += strlen("/wijktafel.sqlite");
  if (*name == 0) return FILE_DATABASE;
  if (strcmp(name, "-wal") == 0) return FILE_WAL;
  if (strcmp(name, "-journal") == 0) return FILE_JOURNAL;
  return FILE_NONE;
}

static int file_of(int fd) {
  char link[64], path[1024];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return FILE_NONE;
  path[length] = 0;
  const char *folder = getenv("DATA_DIR");
  if (folder != NULL && strcmp(path, folder) == 0) return FILE_FOLDER;
  return file_of_path(path);
}

static void all(const void *bytes, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  const char *from = bytes;
  while (length > 0) {
    ssize_t done = real(trace_fd, from, length);
    if (done <= 0) return;
    from += done;
    length -= (size_t)done;
  }
}

static void note(uint8_t op, uint8_t file, uint64_t offset, uint32_t length, const void *bytes) {
  int saved = errno;
  pthread_mutex_lock(&lock);
  if (trace_fd == -2) {
    const char *path = getenv("DISK_TRACE");
    trace_fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  if (trace_fd >= 0) {
    char head[14];
    head[0] = (char)op;
    head[1] = (char)file;
    memcpy(head + 2, &offset, 8);
    memcpy(head + 10, &length, 4);
    all(head, sizeof head);
    if (bytes != NULL) all(bytes, length);
  }
  pthread_mutex_unlock(&lock);
  errno = saved;
}

/* The letter of the fault; 0 while the disk works. */
static char fault(void) {
  static int (*real_open)(const char *, int, ...);
  static ssize_t (*real_read)(int, void *, size_t);
  if (!real_open) real_open = dlsym(RTLD_NEXT, "open");
  if (!real_read) real_read = dlsym(RTLD_NEXT, "read");
  const char *path = getenv("FAULT_SWITCH");
  int saved = errno, fd = path == NULL ? -1 : real_open(path, O_RDONLY | O_CLOEXEC);
  char letter = 0;
  if (fd >= 0) {
    if (real_read(fd, &letter, 1) != 1) letter = 0;
    close(fd);
  }
  errno = saved;
  return letter;
}

/* How much of a write is done: all of it, half, or -1 with errno. */
static ssize_t allowed(int fd, size_t length) {
  static __thread int is_torn = 0;
  if (file_of(fd) == FILE_NONE) return (ssize_t)length;
  char letter = fault();
  if (letter == 'w') {
    errno = EIO;
    return -1;
  }
  if (letter == 's') return length > 1 ? (ssize_t)(length / 2) : (ssize_t)length;
  if (letter == 't' && !is_torn && length > 1) {
    is_torn = 1;
    return (ssize_t)(length / 2);
  }
  is_torn = 0;
  if (letter == 'e' || letter == 't') {
    errno = ENOSPC;
    return -1;
  }
  return (ssize_t)length;
}

static ssize_t wrote(int fd, const void *bytes, ssize_t done, off_t offset) {
  int file = file_of(fd);
  if (file != FILE_NONE && done > 0) note(OP_WRITE, (uint8_t)file, (uint64_t)offset, (uint32_t)done, bytes);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite");
  ssize_t some = allowed(fd, length);
  if (some < 0) return -1;
  length = (size_t)some;
  return wrote(fd, bytes, real(fd, bytes, length, offset), offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t some = allowed(fd, length);
  if (some < 0) return -1;
  length = (size_t)some;
  return wrote(fd, bytes, real(fd, bytes, length, offset), offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  ssize_t some = allowed(fd, length);
  if (some < 0) return -1;
  length = (size_t)some;
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real(fd, bytes, length);
  return offset < 0 ? done : wrote(fd, bytes, done, offset);
}

/* Pages are read whole; what is shorter (the head of a file) is left as it is, so that it is a page that is damaged. */
enum { PAGE_BYTES = 4096 };

static ssize_t was_read(int fd, void *bytes, ssize_t done) {
  int file = file_of(fd);
  if (file != FILE_NONE && file != FILE_FOLDER && done >= PAGE_BYTES && fault() == 'c') memset(bytes, 0xA5, (size_t)done);
  return done;
}

static int may_read(int fd) {
  int file = file_of(fd);
  if (file == FILE_NONE || file == FILE_FOLDER || fault() != 'r') return 1;
  errno = EIO;
  return 0;
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset) {
  static ssize_t (*real)(int, void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pread");
  return may_read(fd) ? was_read(fd, bytes, real(fd, bytes, length, offset)) : -1;
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) {
  static ssize_t (*real)(int, void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pread64");
  return may_read(fd) ? was_read(fd, bytes, real(fd, bytes, length, offset)) : -1;
}

static int synced(int fd, const char *name) {
  int file = file_of(fd);
  if (file != FILE_NONE && file != FILE_FOLDER && fault() == 'f') {
    note(OP_SYNC_FAILED, (uint8_t)file, 0, 0, NULL);
    errno = EIO;
    return -1;
  }
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  int result = real(fd);
  if (file != FILE_NONE && result == 0) note(OP_SYNC, (uint8_t)file, 0, 0, NULL);
  return result;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

int ftruncate64(int fd, off64_t length) {
  static int (*real)(int, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
  int result = real(fd, length), file = file_of(fd);
  if (file != FILE_NONE && result == 0) note(OP_TRUNCATE, (uint8_t)file, (uint64_t)length, 0, NULL);
  return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
  static int (*real)(const char *);
  if (!real) real = dlsym(RTLD_NEXT, "unlink");
  int result = real(path), file = file_of_path(path);
  if (file != FILE_NONE && result == 0) note(OP_UNLINK, (uint8_t)file, 0, 0, NULL);
  return result;
}
