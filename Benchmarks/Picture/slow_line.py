#!/usr/bin/env python3
"""What a held key costs on a slow line: the viewer on a pseudo-terminal that is read at so many bytes a second.

  slow_line.py [--rate 125000] [--size 200x60] [--cell 9x18] [--key k] [--keys 30] [--interval 0.033] \\
    -- .build/release/flairscope demo --fresh --graphics kitty

The reader stands for terminal and line together: it takes bytes at the line's rate and answers questions about the
terminal when it comes to them, as a terminal at the far end does. Keys arrive at the interval of a keyboard that
repeats; the case has to have as many slices on that side of the one that it opens at. Reported: the frames while the key
is held and the bytes of their pictures, the coarser ones among them, and when the last byte after the release arrives,
which is the lag that a reviewer feels, with the slice that the screen names then. Needs Python 3 and nothing else.
"""
import argparse, fcntl, os, pty, re, select, signal, struct, termios, time

FRAME_END = b"\x1b[5n"
# A title, a picture or other string for the terminal; a control sequence; one character of text.
PIECES = re.compile(rb"\x1b[_PX^\]].*?(?:\x1b\\|\x07)|\x1b\[([0-9;?>]*)([@-~])|\x1b[()].|\x1b.|([\x20-\x7e]|[\xc0-\xff][\x80-\xbf]*)", re.S)


def row_of(output, wanted):
    """The text of a screen's row once the output has been written to it."""
    row, column, text = 0, 0, {}
    for piece in PIECES.finditer(output):
        if piece.group(3):
            if row == wanted:
                text[column] = piece.group(3).decode("utf-8", "replace")
            column += 1
        elif piece.group(2) == b"H":
            place = [int(number or 1) for number in (piece.group(1) or b"1").split(b";")] + [1]
            row, column = place[0] - 1, place[1] - 1
        elif piece.group(2) == b"C":
            column += int(piece.group(1) or 1)
    return "".join(text.get(column, " ") for column in range(max(text, default=-1) + 1)).strip()


def picture_bytes(frame):
    """How long the pictures of a frame are as they were sent, by whichever protocol."""
    return sum(len(piece.group()) for piece in re.finditer(rb"\x1b[_P].*?\x1b\\|\x1b\]1337;.*?\x07", frame, re.S))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=125000, help="bytes a second; 125000 is 1 Mbit/s")
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--cell", default="9x18", help="pixels of a cell")
    parser.add_argument("--key", default="k")
    parser.add_argument("--keys", type=int, default=30)
    parser.add_argument("--interval", type=float, default=0.033)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    columns, rows = map(int, arguments.size.split("x"))
    across, down = map(int, arguments.cell.split("x"))
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
        os.execvp(arguments.program[0], arguments.program)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * across, rows * down))

    seen = bytearray()
    asked = 0
    credit, clock = 0.0, time.monotonic()
    arrivals = []

    def answer():
        nonlocal asked
        end = asked
        for question in re.finditer(rb"\x1b\[5n|\x1b\[0?c", bytes(seen[asked:])):
            os.write(terminal, b"\x1b[0n" if question.group().endswith(b"n") else b"\x1b[?62;22c")
            end = asked + question.end()
        # A question may be cut at the end of what has come.
        asked = max(end, len(seen) - 3)

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

    # Until the first screen is still.
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (len(seen) < 5000 or time.monotonic() - arrivals[-1][0] < 1.5):
        pump(time.monotonic() + 0.25)
    opened = len(seen)
    begin = time.monotonic()
    for key in range(arguments.keys):
        os.write(terminal, arguments.key.encode())
        pump(begin + (key + 1) * arguments.interval)
    released = time.monotonic()
    pump(released + 4)
    last = max((moment for moment, _ in arrivals), default=released)
    os.kill(child, signal.SIGTERM)
    # Read on: a program whose output nobody takes does not come to its end.
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        pump(time.monotonic() + 0.1)

    frames, end = [], opened
    for frame in bytes(seen[opened:]).split(FRAME_END)[:-1]:
        end += len(frame) + len(FRAME_END)
        count = 0
        for moment, length in arrivals:
            count += length
            if count >= end:
                break
        if picture_bytes(frame) > 200:
            frames.append((moment - released, picture_bytes(frame)))
    held = [size for moment, size in frames if moment <= 0]
    print(f"{arguments.keys} keys in {released - begin:.1f} s at {arguments.rate / 125:.0f} kbit/s, first screen {opened / 1000:.0f} kB")
    print(f"{len(held)} frames while the key is held, their pictures in kB: {' '.join(f'{size / 1000:.0f}' for size in held)}")
    for moment, size in frames:
        if moment > 0:
            print(f"{1000 * moment:.0f} ms after the release a picture of {size / 1000:.0f} kB is whole")
    print(f"last byte {1000 * (last - released):.0f} ms after the release; then the screen says: {row_of(bytes(seen), 1)[:40]}")


if __name__ == "__main__":
    main()
