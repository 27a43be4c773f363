"""Zips under way: one a run, in a thread of the process, so that a page never waits for a large one."""

from __future__ import annotations

import logging
import threading
from functools import cache

from shared.improvement.number_format import Language
from workbench.exporting.bundle import pack
from workbench.workspace import RunEntry

log = logging.getLogger(__name__)


class Packing:
    """A zip takes seconds and can be made anew any time: it is no job, and nothing of it survives a restart."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._under_way: dict[str, threading.Thread] = {}
        self._failed: dict[str, str] = {}

    def start(self, entry: RunEntry, language: Language) -> None:
        """Make the run's zip; asked for again while that goes on, nothing is started twice."""
        with self._guard:
            if entry.id in self._under_way:
                return
            self._failed.pop(entry.id, None)
            thread = threading.Thread(target=self._pack, args=(entry, language), name=f"zip {entry.id}", daemon=True)
            self._under_way[entry.id] = thread
            thread.start()

    def is_under_way(self, entry: RunEntry) -> bool:
        with self._guard:
            return entry.id in self._under_way

    def error(self, entry: RunEntry) -> str:
        """Why the last try came to nothing; empty where it did not."""
        with self._guard:
            return self._failed.get(entry.id, "")

    def wait(self, entry: RunEntry, timeout_sec: float) -> None:
        with self._guard:
            thread = self._under_way.get(entry.id)
        if thread is not None:
            thread.join(timeout_sec)

    def _pack(self, entry: RunEntry, language: Language) -> None:
        failed = ""
        try:
            pack(entry.folder, entry.title, language)
        except OSError as error:
            log.warning("the zip of a run could not be written", exc_info=True)
            failed = error.strerror or type(error).__name__
        finally:
            with self._guard:
                self._under_way.pop(entry.id, None)
                if failed:
                    self._failed[entry.id] = failed


@cache
def packing() -> Packing:
    """The process's zips under way."""
    return Packing()
