"""A service as a child process: its lines are shown as they come, its last ones are kept, its group ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress

from shared.launching.parts import Part
from shared.launching.screen import Screen
from shared.launching.settings import ROOT

LAST_LINES = 12
_DRAIN_SEC = 2.0


class Process:
    """A part, started. In a session of its own: a Ctrl-C of the terminal reaches the launcher alone."""

    def __init__(self, part: Part, environment: Mapping[str, str], screen: Screen, kept_open: tuple[int, ...]) -> None:
        self.part, self._screen = part, screen
        self.answered = False
        """Whether it has served; set by who asked."""
        self.last: deque[str] = deque(maxlen=LAST_LINES)
        self._child = subprocess.Popen(  # noqa: S603 - our own words
            part.command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, pass_fds=kept_open,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """`None` while it runs; below 0 the signal that ended it."""
        return self._child.poll()

    def interrupt(self) -> None:
        """SIGINT, because Python hears it from its first moment on: the embedded PostgreSQL is always stopped."""
        if self.exit_code is None:
            self._child.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End it and whatever it started, at once, and read what it still said."""
        with suppress(ProcessLookupError, PermissionError):  # its group is gone with it
            os.killpg(self.pid, signal.SIGKILL)
        self._child.wait()
        self._reader.join(_DRAIN_SEC)

    def _read(self) -> None:
        assert self._child.stdout is not None
        with self._child.stdout as output:
            for raw in output:
                line = raw.decode("utf-8", "replace").rstrip()
                self.last.append(line)
                self._screen.show(self.part.name, line)
