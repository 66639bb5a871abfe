internal import CNCurses
