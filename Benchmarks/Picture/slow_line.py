#!/usr/bin/env python3
"""What a held key costs on a slow line: the viewer on a pseudo-terminal that is read at so many bytes a second.

  slow_line.py [--rate 125000] [--size 200x60] [--keys 60] [--interval 0.033] -- .build/release/flairscope demo

The reader stands for terminal and line together: it takes bytes at the line's rate and answers questions about the
terminal when it comes to them, as a terminal at the far end does. Keys arrive at the interval of a keyboard that
repeats. Reported: frames and bytes while the key is held, and how long after the last key the last byte arrives (the lag
that a reviewer feels) and whether the last slice is the one asked for. Needs Python 3 and nothing else.
"""
import argparse, fcntl, os, pty, re, select, struct, sys, termios, time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=125000, help="bytes a second; 125000 is 1 Mbit/s")
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--interval", type=float, default=0.033)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    columns, rows = map(int, arguments.size.split("x"))
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
        os.execvp(arguments.program[0], arguments.program)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    seen = bytearray()
    answered = 0
    credit, clock = 0.0, time.monotonic()
    arrivals = []

    def answer():
        nonlocal answered
        for match in re.finditer(rb"\x1b\[5n|\x1b\[c|\x1b\[0c", bytes(seen[answered:])):
            os.write(terminal, b"\x1b[0n" if match.group().endswith(b"n") else b"\x1b[?62;22c")
        answered = max(answered, len(seen) - 8) if not seen.endswith(b"n") else len(seen)

    def pump(until):
        nonlocal credit, clock
        while True:
            now = time.monotonic()
            credit = min(credit + (now - clock) * arguments.rate, arguments.rate * 0.02)
            clock = now
            if now >= until:
                return
            if credit < 64:
                time.sleep(min(0.004, until - now))
                continue
            ready, _, _ = select.select([terminal], [], [], min(0.004, max(0, until - now)))
            if not ready:
                continue
            try:
                block = os.read(terminal, min(4096, int(credit)))
            except OSError:
                return
            credit -= len(block)
            seen.extend(block)
            arrivals.append((time.monotonic(), len(block)))
            answer()

    pump(time.monotonic() + 4)
    opened = len(seen)
    begin = time.monotonic()
    for key in range(arguments.keys):
        os.write(terminal, b"\x1b[C")
        pump(begin + (key + 1) * arguments.interval)
    released = time.monotonic()
    held = len(seen) - opened
    pump(released + 4)
    last = max((t for t, _ in arrivals if t > begin), default=released)
    slices = re.findall(rb"axial (\d+)/", bytes(seen))
    frames = bytes(seen[opened:]).count(b"\x1b[5n")
    os.write(terminal, b"q")
    pump(time.monotonic() + 0.5)
    print(f"first screen {opened} bytes; {arguments.keys} keys in {released - begin:.1f} s at {arguments.rate / 125:.0f} kbit/s")
    print(f"while held {held} bytes; in all {len(seen) - opened} bytes in {frames} frames")
    print(f"last byte {1000 * (last - released):.0f} ms after the last key; slices named last: "
          f"{b' '.join(slices[-3:]).decode() or 'none whole'}")


if __name__ == "__main__":
    main()
