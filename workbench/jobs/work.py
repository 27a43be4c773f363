"""What each kind of job does: the stage functions of `shared.runs`, told when to stop and asked how far they are."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.analysis.corrections import recall
from shared.domains.pack import load_pack
from shared.improvement.batch import Progress
from shared.improvement.number_format import LANGUAGES
from shared.improvement.proposal_progress import ProposalPhase, ProposalProgress
from shared.runs import analyzing, comparing, simulating, stages
from shared.runs.current_prompts import CurrentPrompts
from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings
from workbench.data import live
from workbench.jobs.failures import BudgetReached
from workbench.jobs.record import JobKind
from workbench.model import llm_settings
from workbench.workspace import INPUTS, workspace


class Stopped(Exception):
    """The job was asked to stop."""


class Pace:
    """How long the rest will take if it goes on as since `began` (seconds of any clock)."""

    def __init__(self, began: float) -> None:
        self._began = began
        self._done: int | None = None

    def left_sec(self, done: int, total: int, now: float) -> float | None:
        """None until something was finished since: the first call says what was there before."""
        if self._done is None:
            self._done = done
        finished = done - self._done
        return round((now - self._began) / finished * (total - done), 1) if finished else None


Tell = Callable[[float | None, Mapping[str, Any]], None]
"""How far the job is: a fraction (0 to 1) or None, and figures by name."""


@dataclass(frozen=True, slots=True)
class Task:
    """One job's work. Raises `Stopped` and what the stages raise; returns notes for whoever asked for it."""

    folder: RunFolder
    arguments: Mapping[str, Any]
    stop: threading.Event
    tell: Tell


def import_live(task: Task) -> list[str]:
    """`arguments`: `query` (of the export), `expected` conversations, `settings`. Goes on with `analyze`; what was
    brought in whole is not asked for again."""
    path, expected = task.folder / INPUTS / live.FILE, max(int(task.arguments["expected"]), 1)

    def tell(size: int, lines: int) -> None:
        if task.stop.is_set():
            raise Stopped
        task.tell(min(lines / expected, 1.0), {"imported": lines, "expected": expected, "bytes": size})

    if not path.is_file():
        live.download(live.permits.of(task.folder.path.name), task.arguments["query"], path, tell)
    live.permits.end(task.folder.path.name)
    task.tell(0.0, {})
    arguments = {"inputs": [str(path)], "settings": task.arguments["settings"], "size": path.stat().st_size}
    return analyze(replace(task, arguments=arguments))


def analyze(task: Task) -> list[str]:
    """`arguments`: `inputs` (paths), `settings` (of a `RunSettings`), `size` in bytes (None: unknown)."""
    settings = RunSettings.model_validate(task.arguments["settings"])
    size, read = int(task.arguments.get("size") or 0), 0

    def progress(count: int) -> None:
        nonlocal read
        if task.stop.is_set():
            raise Stopped
        read += count
        task.tell(min(read / size, 1.0) if size else None, {"bytes": read, "size": size})

    task.tell(0.0 if size else None, {"bytes": 0, "size": size})
    result = analyzing.analyze(
        task.arguments["inputs"], task.folder, settings, llm_settings(), keep_conversations=True,
        corrections=recall(workspace().corrections, settings.domain), progress=progress,
        outdated=(*analyzing.OUTDATED, stages.APPROVED),
    )  # fmt: skip
    analyzing.check_accepted(result.counts)
    return []


def propose(task: Task) -> list[str]:
    """`arguments`: `current`, the prompts that answer customers (a `CurrentPrompts`; None: not known). Tells the phase,
    the attempt and the characters received."""
    given = task.arguments.get("current")

    def progress(seen: ProposalProgress) -> None:
        task.tell(None, {"phase": seen.phase.value, "attempt": seen.attempt, "characters": seen.characters})

    task.tell(None, {"phase": ProposalPhase.ASKING.value})
    try:
        stages.propose(
            task.folder, llm_settings(), stop=task.stop, progress=progress,
            current=CurrentPrompts.model_validate(given) if given else None,
        )  # fmt: skip
    except stages.ProposalStopped as stopped:
        raise Stopped from stopped
    return []


def simulate(task: Task) -> list[str]:
    """`arguments`: `fresh`, and `language` of the report. Compares once every conversation is there."""
    pace = Pace(time.monotonic())

    def progress(now: Progress) -> None:
        task.tell(now.done / max(now.total, 1), {
            "done": now.done, "total": now.total, "failures": now.failures, "cost_usd": now.cost_usd,
            "left_sec": pace.left_sec(now.done, now.total, time.monotonic()),
        })  # fmt: skip

    outcome = simulating.simulate(
        task.folder, llm_settings(), fresh=bool(task.arguments.get("fresh")), progress=progress, stop=task.stop
    )
    if outcome.stop_requested:
        raise Stopped
    if not outcome.complete:
        raise (BudgetReached if outcome.budget_reached else RunError)(outcome.stopped)
    compare(task)
    return list(outcome.notes)


def compare(task: Task) -> list[str]:
    """`arguments`: `language` of the report."""
    language = task.arguments.get("language")
    comparing.compare(task.folder, language=language if language in LANGUAGES else "es")
    return []


WORK: Mapping[JobKind, Callable[[Task], list[str]]] = {
    JobKind.IMPORT: import_live,
    JobKind.ANALYZE: analyze,
    JobKind.PROPOSE: propose,
    JobKind.SIMULATE: simulate,
    JobKind.COMPARE: compare,
}


def warm_up(domain: str) -> None:
    """Load what the first job would wait for: the pack, the detector, the model's rules."""
    from shared.analysis.intents import IntentDetector

    IntentDetector.for_pack(load_pack(domain))
