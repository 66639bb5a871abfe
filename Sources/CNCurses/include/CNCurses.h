/* Wide-character ncurses and terminfo for Swift: getters for globals that Swift 6 refuses, plain
   functions for macros and variadic calls, and what must be C: signal handlers. */
#ifndef FLAIRSCOPE_CNCURSES_H
#define FLAIRSCOPE_CNCURSES_H
#define NCURSES_WIDECHAR 1 /* or the wide calls stay hidden */
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>

/* Globals. */
FILE *nc_stdin(void);
FILE *nc_stdout(void);

/* terminfo. Strings are null when the entry has none; numbers -1; flags 0. */
int nc_terminfo_load(const char *term, int descriptor); /* 1 loaded, 0 unknown or hard copy, -1 no database */
void nc_terminfo_release(void);
const char *nc_terminfo_string(const char *capability);
int nc_terminfo_number(const char *capability);
int nc_terminfo_flag(const char *capability);
const char *nc_expand(const char *parameterised, int first, int second); /* tparm, whose own form is variadic */

/* ioctl and open are variadic too. */
int nc_window_size(int descriptor, struct winsize *size);
int nc_anonymous_file(const char *name); /* memfd_create, hidden behind _GNU_SOURCE */
int nc_pipe(int descriptors[2]);         /* both ends non-blocking and closed on exec */

/* guard.c: gives the terminal back when the program dies.

   nc_guard_arm remembers the modes of `terminal` as they are now, the bytes that leave the screen, and
   where standard error went; from then on a fatal signal or exit() restores all three. */
int nc_guard_arm(int terminal, const uint8_t *leave, size_t count);
void nc_guard_capture_errors(int kept_error, int captured);
void nc_guard_disarm(void); /* after the screen was left in the ordinary way */

/* crash.c: a crash prints its report and waits for no key. To be called once, before any other handler is installed. */
void nc_answer_crash_questions(void);

/* Used by guard.c only: whether a signal is that of a crash; the end by a signal, as if it had no handler. */
int nc_is_crash(int signal, const siginfo_t *info);
void nc_die_of(int signal);

/* signals.c: signals that the event loop answers, sent to it as bytes through a pipe.

   A second request to end, before the loop answered the first, ends the program at once. */
void nc_signals_watch(int descriptor);
void nc_signals_unwatch(void);
void nc_signals_answered(void);
void nc_signals_stop_self(void); /* what Ctrl-Z does outside raw mode */

/* Used by signals.c only. */
void nc_guard_restore(void);
#endif
