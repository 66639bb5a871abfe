#define _GNU_SOURCE
#include "CNCurses.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

FILE *nc_stdin(void) { return stdin; }
FILE *nc_stdout(void) { return stdout; }

int nc_terminfo_load(const char *term, int descriptor) {
  int status = 0;
  if (setupterm(term, descriptor, &status) == OK) return 1;
  return status == -1 ? -1 : 0;
}

void nc_terminfo_release(void) {
  if (cur_term) del_curterm(cur_term);
}

const char *nc_terminfo_string(const char *capability) {
  const char *value = tigetstr(capability);
  return value == (const char *)-1 ? NULL : value;
}

int nc_terminfo_number(const char *capability) {
  int value = tigetnum(capability);
  return value < 0 ? -1 : value;
}

int nc_terminfo_flag(const char *capability) { return tigetflag(capability) > 0; }

const char *nc_expand(const char *parameterised, int first, int second) {
  return tparm(parameterised, (long)first, (long)second, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

int nc_window_size(int descriptor, struct winsize *size) { return ioctl(descriptor, TIOCGWINSZ, size); }

int nc_anonymous_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int nc_pipe(int descriptors[2]) { return pipe2(descriptors, O_NONBLOCK | O_CLOEXEC); }
