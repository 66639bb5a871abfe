/* Restores the terminal when the program is about to die. Everything reached from a handler is
   async-signal-safe: write, pread, tcsetattr, dup2, sigaction, raise. */
#define _GNU_SOURCE
#include "CNCurses.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every signal whose default action ends the process, but for those that the event loop answers and the two that
   nobody can catch. The real-time signals, which have no names, end it too. */
static const int named[] = {SIGSEGV, SIGILL,  SIGTRAP, SIGABRT,   SIGBUS,  SIGFPE, SIGQUIT, SIGUSR1, SIGUSR2,
                            SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGSYS, SIGIO,  SIGPWR,  SIGSTKFLT};
enum { named_count = sizeof named / sizeof named[0], fatal_capacity = 128, leave_capacity = 4096 };

static int fatal[fatal_capacity];
static int fatal_count;
static struct sigaction previous[fatal_capacity];
static struct termios modes;
static uint8_t leave_bytes[leave_capacity];
static size_t leave_count;
static int terminal_descriptor = -1;
static int kept_error = -1;
static int captured_error = -1;
static atomic_int armed;
static int exit_registered;

/* A stack overflow leaves no stack to run the handler on. */
static uint8_t handler_stack[65536];

static void write_all(int descriptor, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, next, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    next += written;
    count -= (size_t)written;
  }
}

/* What was printed to standard error while the screen was up: its last part, so that it can be read. */
static void replay_errors(void) {
  enum { most = 65536 };
  uint8_t block[1024];
  if (captured_error < 0) return;
  off_t end = lseek(captured_error, 0, SEEK_END);
  for (off_t at = end > most ? end - most : 0; at < end;) {
    ssize_t count = pread(captured_error, block, sizeof block, at);
    if (count <= 0) return;
    write_all(STDERR_FILENO, block, (size_t)count);
    at += count;
  }
}

static void give_back_errors(void) {
  if (kept_error < 0) return;
  dup2(kept_error, STDERR_FILENO);
  replay_errors();
}

void nc_guard_restore(void) {
  if (!atomic_exchange(&armed, 0)) return;
  int saved = errno;
  write_all(terminal_descriptor, leave_bytes, leave_count);
  tcsetattr(terminal_descriptor, TCSANOW, &modes);
  give_back_errors();
  errno = saved;
}

/* The C library keeps the first real-time signals for itself, so their range is known only when the program runs. */
static void list_fatal(void) {
  if (fatal_count > 0) return;
  int count = 0;
  for (int i = 0; i < named_count; i++) fatal[count++] = named[i];
  for (int signal = SIGRTMIN; signal <= SIGRTMAX && count < fatal_capacity; signal++) fatal[count++] = signal;
  fatal_count = count;
}

static void on_fatal(int signal, siginfo_t *info, void *context) {
  (void)context;
  nc_guard_restore();
  if (!nc_is_crash(signal, info)) {
    /* Sent by somebody, a timer or a limit: nothing crashed, so there is nothing to report. */
    nc_die_of(signal);
    return;
  }
  for (int i = 0; i < fatal_count; i++)
    if (fatal[i] == signal) sigaction(signal, &previous[i], NULL);
  /* A fault comes again when its instruction is run again, with its true registers for the backtrace;
     a signal that the program raised does not. */
  if (info == NULL || info->si_code <= 0) raise(signal);
}

int nc_guard_arm(int terminal, const uint8_t *leave, size_t count) {
  if (count > leave_capacity || tcgetattr(terminal, &modes) != 0) return -1;
  list_fatal();
  memcpy(leave_bytes, leave, count);
  leave_count = count;
  terminal_descriptor = terminal;
  kept_error = captured_error = -1;

  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigset_t ours;
  sigemptyset(&ours);
  for (int i = 0; i < fatal_count; i++) {
    sigaction(fatal[i], &action, &previous[i]);
    /* What was ignored stays so: nohup and the like mean it. */
    if (previous[i].sa_handler == SIG_IGN) sigaction(fatal[i], &previous[i], NULL);
    sigaddset(&ours, fatal[i]);
  }
  pthread_sigmask(SIG_UNBLOCK, &ours, NULL);
  if (!exit_registered) exit_registered = atexit(nc_guard_restore) == 0;
  atomic_store(&armed, 1);
  return 0;
}

void nc_guard_capture_errors(int kept, int captured) {
  kept_error = kept;
  captured_error = captured;
}

void nc_guard_disarm(void) {
  if (!atomic_exchange(&armed, 0)) return;
  tcsetattr(terminal_descriptor, TCSADRAIN, &modes);
  give_back_errors();
  for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &previous[i], NULL);
  captured_error = kept_error = -1;
}
