#!/usr/bin/env python3
"""What a step to another slice costs: milliseconds from the key to the last byte of the screen, and bytes.

  step.py [--size 200x60] [--cell 9x18] [--keys 30] -- .build/release/flairscope demo --graphics kitty

The viewer runs on a pseudo-terminal that takes bytes as fast as they come and answers questions at once, so the time is the
viewer's own, from the key through drawing, encoding and writing. Keys come one at a time, when the screen is still. All
overlays that the case has are shown. Needs Python 3 and nothing else.
"""
import argparse, fcntl, os, pty, re, select, signal, statistics, struct, termios, time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--cell", default="9x18", help="pixels of a cell")
    parser.add_argument("--keys", type=int, default=30)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    columns, rows = map(int, arguments.size.split("x"))
    across, down = map(int, arguments.cell.split("x"))
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
        os.execvp(arguments.program[0], arguments.program)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * across, rows * down))

    def received(quiet, most):
        """Bytes until so many seconds of silence, and when the last of them came."""
        count, last, tail = 0, time.perf_counter(), b""
        end = last + most
        while (now := time.perf_counter()) < end:
            if not select.select([terminal], [], [], min(quiet, end - now))[0]:
                break
            try:
                block = os.read(terminal, 1 << 20)
            except OSError:
                break
            count, last = count + len(block), time.perf_counter()
            tail = (tail + block)[-4096:]
            for question in re.findall(rb"\x1b\[5n|\x1b\[0?c", tail):
                os.write(terminal, b"\x1b[0n" if question.endswith(b"n") else b"\x1b[?62;22c")
            tail = re.sub(rb"\x1b\[5n|\x1b\[0?c", b"", tail)
        return count, last

    # The first screen, however long the case takes to open.
    opened = time.perf_counter()
    while received(2, 10)[0] < 5000 and time.perf_counter() - opened < 60:
        pass
    received(2, 10)
    milliseconds, sizes = [], []
    for key in range(arguments.keys):
        start = time.perf_counter()
        # There and back again, ten slices each way.
        os.write(terminal, b"k" if key // 10 % 2 == 0 else b"j")
        count, last = received(0.12, 3)
        milliseconds.append(1000 * (last - start))
        sizes.append(count)
    os.kill(child, signal.SIGTERM)
    # Read on: a program whose output nobody takes does not come to its end.
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        received(0.05, 0.2)
    print(f"{len(sizes)} steps at {arguments.size}: {statistics.median(milliseconds):.1f} ms (longest {max(milliseconds):.1f}), "
          f"{statistics.median(sizes) / 1000:.1f} kB (most {max(sizes) / 1000:.1f})")


if __name__ == "__main__":
    main()
