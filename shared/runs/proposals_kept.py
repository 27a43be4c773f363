"""The proposals of a run: the current one, and those that it replaced. None that was paid for is lost.

RUN/llm_rewrite_response.json is the current one, RUN/proposals/<number>.json are the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from shared.conversations.writing import write_json_atomic
from shared.improvement.journal import run_lock
from shared.improvement.models import Proposal
from shared.runs.folder import RunError, RunFolder

PROPOSAL = "llm_rewrite_response.json"
KEPT = "proposals"


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A proposal of a run. `number` counts from 1 in the order of making; `made_at` is ISO 8601 in UTC; `current`: the
    one that is approved, compared and exported; `outdated`: made from figures that were analysed anew since."""

    number: int
    made_at: str
    model: str
    cost_usd: float
    current: bool
    outdated: bool
    warnings: tuple[str, ...]
    proposal: Proposal


def read_proposal(folder: RunFolder) -> Proposal:
    """The run's current proposal. Raises `RunError`."""
    content = folder.read_json(PROPOSAL)
    try:
        return Proposal.model_validate(content["proposal"])
    except (KeyError, TypeError, ValidationError) as error:
        raise RunError(f"{folder / PROPOSAL} is not a proposal: {error}") from error


def kept(folder: RunFolder) -> tuple[KeptProposal, ...]:
    """Every proposal of the run, the oldest first; a damaged file is left out."""
    analyzed_at = _analyzed_at(folder)
    found = (_kept(number, path, record, analyzed_at, path.name == PROPOSAL) for number, path, record in _all(folder))
    return tuple(sorted((proposal for proposal in found if proposal), key=lambda proposal: proposal.number))


def use(folder: RunFolder, number: int) -> None:
    """Make a kept proposal the current one, and keep the one that was. Raises `RunError`, `RunLocked`."""
    folder.need("run.json")
    with run_lock(folder.path):
        current = _record(folder / PROPOSAL)
        if current is not None and _number(folder, current) == number:
            return
        path = _files(folder).get(number)
        if path is None or _record(path) is None:
            raise RunError(f"{folder.path} keeps no proposal with the number {number}")
        set_aside(folder)
        os.replace(path, folder / PROPOSAL)


def keep_proposal(folder: RunFolder, record: Mapping[str, Any]) -> None:
    """Write a new proposal as the current one, and keep the one that was. The caller holds the run's lock."""
    set_aside(folder)
    folder.write_json(PROPOSAL, {**record, "number": _next_number(folder)})


def set_aside(folder: RunFolder) -> None:
    """Put a copy of the current proposal among the others. The caller holds the run's lock."""
    current = _record(folder / PROPOSAL)
    if current is None:
        return
    number = _number(folder, current)
    (folder / KEPT).mkdir(exist_ok=True)
    write_json_atomic(
        _path(folder, number), {**current, "number": number, "made_at": _made_at(folder / PROPOSAL, current)}
    )


def proposals_cost(folder: RunFolder) -> float:
    """USD of all of them: a run's budget is for all that it asked for."""
    return sum(_cost(record) for _, _, record in _all(folder))


def _all(folder: RunFolder) -> Iterator[tuple[int, Path, dict[str, Any]]]:
    """Number, file and content of each, the current one first."""
    own = None
    if current := _record(folder / PROPOSAL):
        own = _number(folder, current)
        yield own, folder / PROPOSAL, current
    for number, path in _files(folder).items():
        # It was being swapped when the process was killed: both places have it.
        if number != own and (record := _record(path)):
            yield number, path, record


def _path(folder: RunFolder, number: int) -> Path:
    return folder / KEPT / f"{number}.json"


def _files(folder: RunFolder) -> dict[int, Path]:
    return {int(path.stem): path for path in (folder / KEPT).glob("*.json") if path.stem.isdecimal()}


def _next_number(folder: RunFolder) -> int:
    return 1 + max(_files(folder), default=0)


def _number(folder: RunFolder, current: Mapping[str, Any]) -> int:
    """The current proposal's number; one of a version that gave none is the newest."""
    number = current.get("number")
    return number if isinstance(number, int) else _next_number(folder)


def _record(path: Path) -> dict[str, Any] | None:
    """A proposal's file; `None` where there is none or it is damaged."""
    try:
        record = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return record if isinstance(record, dict) and "proposal" in record else None


def _kept(number: int, path: Path, record: Mapping[str, Any], analyzed_at: str, current: bool) -> KeptProposal | None:
    made_at = _made_at(path, record)
    try:
        return KeptProposal(
            number=number,
            made_at=made_at,
            model=str(record.get("model", "")),
            cost_usd=_cost(record),
            current=current,
            outdated=made_at < analyzed_at,
            warnings=tuple(record.get("warnings", ())),
            proposal=Proposal.model_validate(record["proposal"]),
        )
    except (TypeError, ValueError):
        return None


def _cost(record: Mapping[str, Any]) -> float:
    usage = record.get("usage")
    cost = usage.get("cost_usd") if isinstance(usage, Mapping) else None
    return float(cost) if isinstance(cost, int | float) else 0.0


def _made_at(path: Path, record: Mapping[str, Any]) -> str:
    """When it was made; of a version that did not note it, when its file was written."""
    noted = record.get("made_at")
    if isinstance(noted, str):
        return noted
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")


def _analyzed_at(folder: RunFolder) -> str:
    try:
        return folder.info().created_at
    except RunError:
        return ""
