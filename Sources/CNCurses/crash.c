/* A crash on a terminal must not wait for anybody's key. Swift's runtime prints what it knows of a crash and then asks
   what to do, for half a minute, of a person who may not be there: a job in tmux, a review over a lost line. Its question
   finds an answer on standard input, so the report is printed and the process dies of its signal. */
#define _GNU_SOURCE
#include "CNCurses.h"
#include <unistd.h>

static const int faults[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE};
enum { fault_count = sizeof faults / sizeof faults[0] };

static struct sigaction reporters[fault_count];

int nc_is_crash(int signal, const siginfo_t *info) {
  /* What another process sends is no fault of this one, and would not come again after the report. */
  if (info != NULL && (info->si_code == SI_USER || info->si_code == SI_QUEUE)) return 0;
  for (int i = 0; i < fault_count; i++)
    if (faults[i] == signal) return 1;
  return 0;
}

void nc_die_of(int signal) {
  struct sigaction ending = {.sa_handler = SIG_DFL};
  sigaction(signal, &ending, NULL);
  raise(signal);
}

static void on_fault(int signal, siginfo_t *info, void *context) {
  (void)context;
  if (!nc_is_crash(signal, info)) {
    nc_die_of(signal);
    return;
  }
  int ends[2];
  /* Any key but a blank and D ends the question. */
  if (isatty(STDIN_FILENO) && pipe(ends) == 0 && write(ends[1], "\n", 1) == 1) dup2(ends[0], STDIN_FILENO);
  for (int i = 0; i < fault_count; i++)
    if (faults[i] == signal) sigaction(signal, &reporters[i], NULL);
  /* A fault comes again when its instruction is run again; a signal that the program raised does not. */
  if (info == NULL || info->si_code <= 0) raise(signal);
}

void nc_answer_crash_questions(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < fault_count; i++) sigaction(faults[i], &action, &reporters[i]);
  /* The runtime reports on SIGQUIT as well, which is a wish to end, not a fault. */
  struct sigaction quit;
  if (sigaction(SIGQUIT, NULL, &quit) == 0 && quit.sa_handler != SIG_IGN) signal(SIGQUIT, SIG_DFL);
}
