/*
 * A disk under a database, for tests (LD_PRELOAD). It writes down what happens to files whose name begins with that of the
 * database, in order, and makes their fsync fail from the moment a file named FAULT_SWITCH is there. What it writes down is
 * read by disk-trace.ts: op, file, offset, length, bytes.
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

static int is_broken(void) {
  const char *path = getenv("FAULT_SWITCH");
  return path != NULL && access(path, F_OK) == 0;
}

static ssize_t wrote(int fd, const void *bytes, ssize_t done, off_t offset) {
  int file = file_of(fd);
  if (file != FILE_NONE && done > 0) note(OP_WRITE, (uint8_t)file, (uint64_t)offset, (uint32_t)done, bytes);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite");
  return wrote(fd, bytes, real(fd, bytes, length, offset), offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  return wrote(fd, bytes, real(fd, bytes, length, offset), offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real(fd, bytes, length);
  return offset < 0 ? done : wrote(fd, bytes, done, offset);
}

static int synced(int fd, const char *name) {
  int file = file_of(fd);
  if (file != FILE_NONE && file != FILE_FOLDER && is_broken()) {
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
