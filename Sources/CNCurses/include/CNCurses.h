/* Wide-character ncurses for Swift: getters for globals that Swift 6 refuses, constants for macros. */
#ifndef FLAIRSCOPE_CNCURSES_H
#define FLAIRSCOPE_CNCURSES_H
#define NCURSES_WIDECHAR 1 /* or the wide calls stay hidden */
#include <locale.h>
#include <stdio.h>
#include <ncurses.h>
#include <term.h>
#endif
