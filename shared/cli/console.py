"""What a person sees of `acs`: results on stdout, progress and errors on stderr, exit codes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from shared.improvement.batch import Progress as BatchProgress

LONGEST_ERROR = 600
"""Characters of an error's line; what is cut off lists more of the same."""
DONE, FAILED, WRONG_INPUT, STOPPED, TERMINATED = 0, 1, 2, 130, 143
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but for the newline, marks that turn the direction of writing, halves of surrogate pairs."""


class WrongInput(Exception):
    """Words or input that cannot be used."""


class JobFailed(Exception):
    """A job that could not be done."""


def printable(text: str) -> str:
    """`text` with what would steer a terminal (it may quote imported data) written as `\\x1b`; newlines stay."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def say(text: str) -> None:
    """A line for a person on stderr."""
    sys.stderr.write(f"{printable(text)}\n")
    sys.stderr.flush()


def fail(message: str) -> None:
    """The one line of an error, on stderr."""
    line = " ".join(message.split())
    say(f"acs: {line if len(line) <= LONGEST_ERROR else line[:LONGEST_ERROR] + ' …'}")


def show(result: Mapping[str, Any], words: str, *, as_json: bool) -> None:
    """The result on stdout: `words` for a person, or `result` as JSON."""
    text = orjson.dumps(result, option=orjson.OPT_INDENT_2).decode() if as_json else printable(words)
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def _bar(unit: str) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit + "{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar


@contextmanager
def reading_progress(total_bytes: int | None) -> Iterator[Callable[[int], None]]:
    """A bar over the megabytes that were analysed; the callback takes the bytes of each piece."""
    with _bar(" MB") as bar:
        task = bar.add_task("analyze", total=total_bytes and max(total_bytes // 1_000_000, 1), note="")
        done = 0

        def update(piece: int) -> None:
            nonlocal done
            done += piece
            bar.update(task, completed=done // 1_000_000)

        yield update


@contextmanager
def simulation_progress() -> Iterator[Callable[[BatchProgress], None]]:
    """A bar over simulated conversations, with failures and cost."""
    with _bar(" conversations") as bar:
        task: list[TaskID] = []

        def update(state: BatchProgress) -> None:
            failures = f", {state.failures} failed" if state.failures else ""
            cost = f", ${state.cost_usd:.4f}" if state.cost_usd else ""
            if not task:
                task.append(bar.add_task("simulate", total=state.total, note=""))
            bar.update(task[0], completed=state.done, total=state.total, note=failures + cost)

        yield update
