"""What was looked at and what came of it: one line a check."""

import sys
import time
from contextlib import contextmanager


class Broken(Exception):
    """A check that does not hold; the text says what was seen."""


def hold(condition, seen):
    """Goes on if `condition` holds; else the check is broken, by what was `seen`."""
    if not condition:
        raise Broken(str(seen))


class Checks:
    """Counts checks and prints one line for each."""

    def __init__(self):
        self.held = 0
        self.broken = []
        self.begun = time.monotonic()

    @contextmanager
    def check(self, what):
        """A check: holds unless its block raises. The block may call the value to add figures."""
        figures = []
        try:
            yield figures.append
        except Broken as broken:
            self._fail(what, str(broken))
        # Whatever else goes wrong while looking (an element that is not there, a click that finds
        # no target) is a broken check as well, and the others are still made.
        except Exception as error:
            self._fail(what, str(error).strip() or type(error).__name__)
        else:
            self.held += 1
            print(f"ok    {what}" + (f": {', '.join(map(str, figures))}" if figures else ""),
                  flush=True)

    def _fail(self, what, why):
        self.broken.append(what)
        shown = why if len(why) <= 1500 else why[:1500] + " ..."
        print(f"FAIL  {what}: " + shown.replace("\n", "\n      "), flush=True)

    def finish(self):
        """The verdict; ends the program."""
        seconds = time.monotonic() - self.begun
        print(f"look: {self.held} held, {len(self.broken)} broken, in {seconds:.0f} s")
        sys.exit(1 if self.broken else 0)
