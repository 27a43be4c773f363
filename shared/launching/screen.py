"""What the person sees: lines of several services with who says them, in colour on a terminal, plain in a pipe."""

from __future__ import annotations

import os
import threading
from typing import TextIO

COLOURS = ("36", "35", "33")
RESET = "\x1b[0m"


class Screen:
    """Lines from several threads, whole ones. `gone` once nobody reads any more (`make up | head`)."""

    def __init__(self, stream: TextIO, names: tuple[str, ...]) -> None:
        self.stream, self.gone = stream, False
        self.coloured = stream.isatty() and not os.environ.get("NO_COLOR")
        self._names, self._width = names, max(map(len, names))
        self._lock = threading.Lock()

    def show(self, name: str, line: str) -> None:
        """A line of a service."""
        label = f"{name:<{self._width}} |"
        if self.coloured:
            label = f"\x1b[{COLOURS[self._names.index(name) % len(COLOURS)]}m{label}{RESET}"
        self.say(f"{label} {line}")

    def say(self, text: str) -> None:
        """Words of our own."""
        with self._lock:
            try:
                self.stream.write(f"{text}\n")
                self.stream.flush()
            except BrokenPipeError:
                self.gone = True
            except OSError:  # a full disk under a log file, a terminal that was closed: the services go on
                pass
