"""A sitting at the viewer: the program on a pseudo-terminal, keys in, and the screen as a person sees it.

Needs pyte (PyPI), which makes a screen of the bytes that the program sends."""
import fcntl, os, pty, re, select, signal, struct, termios, time

import pyte

DOWN = "\x1b[B"
ENTER = "\r"
ESCAPE = "\x1b"
# A hand is slower than pasted text, of which the program takes no verdicts.
BETWEEN_KEYS_SECONDS = 0.06


class Sitting:
    """A program on a terminal of its own.  `keys` counts what was pressed, a letter of a typed line as one key."""

    def __init__(self, arguments, columns=120, rows=40, environment=None):
        self.keys = 0
        self.waits = []
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.started = time.monotonic()
        self.last_byte = self.started
        self.status = None
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            # This description of a terminal has no sequence that pyte does not know.
            os.environ.update({"TERM": "screen-256color", "LC_ALL": "C.UTF-8"}, **(environment or {}))
            os.environ.pop("COLORTERM", None)
            os.execvp(arguments[0], arguments)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """Takes what the program sends within a time.  Returns whether anything came."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            block = os.read(self.terminal, 65536)
        except OSError:
            block = b""
        if not block:
            time.sleep(min(seconds, 0.01))
            return False
        self.last_byte = time.monotonic()
        self.stream.feed(block)
        return True

    def settle(self, quiet=0.25):
        while self.read(quiet):
            pass

    @property
    def text(self):
        return "\n".join(self.screen.display)

    def sees(self, pattern, seconds=30):
        """Waits until a pattern stands on the screen; fails with the screen where it does not come."""
        end = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.text)
            if found:
                return found
            if time.monotonic() > end or self.ended():
                raise AssertionError(f"'{pattern}' is not on the screen\n{self.text}")
            self.read(0.02)

    def press(self, *keys):
        """Presses keys at the pace of a hand."""
        for key in keys:
            self.keys += 1
            os.write(self.terminal, key.encode())
            end = time.monotonic() + BETWEEN_KEYS_SECONDS
            while time.monotonic() < end:
                self.read(max(0.001, end - time.monotonic()))

    def line(self, text):
        """Types a command and Enter."""
        self.press(":", *text, ENTER)

    def redraw_seconds(self, key, quiet=0.3):
        """Presses a key and returns the time from the key to the last byte of what it changed."""
        self.keys += 1
        began = time.monotonic()
        os.write(self.terminal, key.encode())
        self.settle(quiet)
        return max(0.0, self.last_byte - began)

    def ended(self):
        if self.status is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.status = status
        return self.status is not None

    def kill(self, number=signal.SIGKILL):
        """Ends the program at once, as a power cut does."""
        if not self.ended():
            os.kill(self.process, number)
        self.wait()

    def wait(self, seconds=30):
        """The program's exit status, or minus its signal."""
        end = time.monotonic() + seconds
        while not self.ended() and time.monotonic() < end:
            self.read(0.01)
        if not self.ended():
            raise AssertionError("the program does not end\n" + self.text)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(self.status)
