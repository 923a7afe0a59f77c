/* Makes every sync of a file take longer, as on a disk with a slower one: preloaded by `./bench intake_slow`, used by nothing else. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_first(void) {
  static int micros = -1;
  if (micros < 0) {
    const char *given = getenv("SLOW_SYNC_MICROS");
    micros = given ? atoi(given) : 0;
  }
  if (micros > 0) usleep((useconds_t)micros);
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_first();
  return real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_first();
  return real(fd);
}
