/* Signals that the event loop answers. The handler only writes the signal's number to a pipe, so it
   does not matter which thread the kernel picked. */
#define _GNU_SOURCE
#include "CNCurses.h"
#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
enum { watched_count = sizeof watched / sizeof watched[0] };

static struct sigaction previous[watched_count];
static atomic_int pipe_end = -1;
static atomic_int unanswered[32];

static void on_signal(int signal) {
  int saved = errno;
  /* The same signal twice: whoever sends it has lost patience. Different ones may come together. */
  if ((signal == SIGINT || signal == SIGTERM || signal == SIGHUP) && atomic_fetch_add(&unanswered[signal], 1) > 0) {
    nc_guard_restore();
    struct sigaction byDefault = {.sa_handler = SIG_DFL};
    sigemptyset(&byDefault.sa_mask);
    sigaction(signal, &byDefault, NULL);
    raise(signal);
  }
  uint8_t number = (uint8_t)signal;
  int descriptor = atomic_load(&pipe_end);
  /* A full pipe loses nothing: the loop is already being woken. */
  if (descriptor >= 0 && write(descriptor, &number, 1) < 0) errno = saved;
  errno = saved;
}

void nc_signals_watch(int descriptor) {
  atomic_store(&pipe_end, descriptor);
  nc_signals_answered();
  /* No SA_RESTART: a poll that sleeps must wake. */
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = 0};
  sigemptyset(&action.sa_mask);
  sigset_t ours;
  sigemptyset(&ours);
  for (int i = 0; i < watched_count; i++) {
    sigaction(watched[i], &action, &previous[i]);
    sigaddset(&ours, watched[i]);
  }
  /* Whoever started the program may have left them blocked. */
  pthread_sigmask(SIG_UNBLOCK, &ours, NULL);
}

void nc_signals_unwatch(void) {
  if (atomic_exchange(&pipe_end, -1) < 0) return;
  for (int i = 0; i < watched_count; i++) sigaction(watched[i], &previous[i], NULL);
}

void nc_signals_answered(void) {
  for (int i = 0; i < 32; i++) atomic_store(&unanswered[i], 0);
}

void nc_signals_stop_self(void) {
  struct sigaction byDefault = {.sa_handler = SIG_DFL}, ours;
  sigemptyset(&byDefault.sa_mask);
  sigaction(SIGTSTP, &byDefault, &ours);
  kill(0, SIGTSTP); /* the whole group, as the terminal would */
  sigaction(SIGTSTP, &ours, NULL);
}
