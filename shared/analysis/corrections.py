"""What persons say that a customer wanted, in place of what was detected.

A run keeps the corrections of its conversations in `intent_corrections.jsonl`, one line a conversation. A workspace
keeps all of them in a file that only grows, for the next import of the same conversation: one line a decision, the last
one about a conversation counts, and one with `intents` null takes the correction back.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.analysis.columns import LONGEST_READ, Columns, Flags
from shared.analysis.material import NO_INTENT
from shared.analysis.table import ConversationTable
from shared.conversations.redaction import redact
from shared.conversations.writing import to_json
from shared.domains.pack import Pack

log = logging.getLogger(__name__)

CORRECTIONS = "intent_corrections.jsonl"


class CorrectionError(Exception):
    """A correction that cannot be: an intent that the pack does not have, a file that is damaged."""


class Correction(BaseModel):
    """The intents that a conversation has for `by`, in the pack's order; none is an answer too. `detected` were the
    detector's, `at` is ISO 8601 in UTC."""

    model_config = ConfigDict(frozen=True)

    conversation_id: str
    intents: tuple[str, ...]
    detected: tuple[str, ...]
    by: str
    at: str


def checked_intents(intents: Iterable[str], pack: Pack) -> tuple[str, ...]:
    """The intents, each once and in the pack's order. Raises `CorrectionError` for one that the pack does not have."""
    wanted, known = set(intents), [intent.id for intent in pack.intents]
    foreign = sorted(wanted - set(known))
    if foreign:
        raise CorrectionError(f"the pack {pack.id} has no intent {foreign[0]!r}; its intents are {', '.join(known)}")
    return tuple(intent for intent in known if intent in wanted)


def read_corrections(folder: Path) -> dict[str, Correction]:
    """The corrections of a run by conversation, those decided last at the end. Raises `CorrectionError`."""
    path = folder / CORRECTIONS
    found: dict[str, Correction] = {}
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), start=1):
        try:
            correction = Correction.model_validate_json(line)
        except ValidationError as error:
            raise CorrectionError(f"line {number} of {path} is damaged: {error.errors()[0]['msg']}") from error
        found.pop(correction.conversation_id, None)
        found[correction.conversation_id] = correction
    return found


def correction_lines(corrections: Iterable[Correction]) -> list[bytes]:
    """The lines of a run's file."""
    return [to_json(correction.model_dump()) + b"\n" for correction in corrections]


def remember(path: Path, domain: str, correction: Correction) -> None:
    """Add a correction to the workspace's file at `path`, on disk when this returns."""
    _append(path, {"domain": domain, **correction.model_dump()})


def forget(path: Path, domain: str, conversation_id: str, by: str, at: str) -> None:
    """Add to the workspace's file that a correction was taken back."""
    _append(path, {"domain": domain, "conversation_id": conversation_id, "intents": None, "by": by, "at": at})


def recall(path: Path, domain: str) -> dict[str, Correction]:
    """The corrections in the workspace's file that count, by conversation; a damaged line is left out and logged."""
    found: dict[str, Correction] = {}
    for number, line in enumerate(path.read_bytes().splitlines() if path.is_file() else (), start=1):
        try:
            record = orjson.loads(line)
            if record["domain"] != domain:
                continue
            found.pop(record["conversation_id"], None)
            if record["intents"] is not None:
                found[record["conversation_id"]] = Correction.model_validate(record)
        except (orjson.JSONDecodeError, ValidationError, KeyError, TypeError):
            log.warning("line %d of %s is no correction", number, path)
    return found


class Correcting:
    """Puts corrections in place of what was detected, chunk by chunk; those with intents of another pack are left
    out. `applied` are those whose conversation was there, in their own order."""

    def __init__(self, corrections: Mapping[str, Correction], intents: Sequence[str]) -> None:
        self._intents = tuple(intents)
        fitting = {i: c for i, c in corrections.items() if set(c.intents) <= set(intents)}
        if len(fitting) < len(corrections):
            log.warning("%d corrections name intents that the pack does not have", len(corrections) - len(fitting))
        self._corrections = fitting
        self._met: dict[str, Correction] = {}

    @property
    def applied(self) -> list[Correction]:
        """With what is detected now."""
        return [self._met[i] for i in self._corrections if i in self._met]

    def apply(self, columns: Columns) -> Columns:
        """These conversations with the corrected intents."""
        if not self._corrections:
            return columns
        found = {row: c for row, i in enumerate(columns.ids) if (c := self._corrections.get(i))}
        for row, correction in found.items():
            detected = tuple(self._names(columns.detected[row]))
            # The first record of an id is the one that counts.
            self._met.setdefault(correction.conversation_id, correction.model_copy(update={"detected": detected}))
        return columns.corrected({row: self._flags(correction) for row, correction in found.items()})

    def _names(self, flags: Flags) -> Iterator[str]:
        return (intent for intent, yes in zip(self._intents, flags, strict=True) if yes)

    def _flags(self, correction: Correction) -> Flags:
        return np.array([intent in correction.intents for intent in self._intents], np.bool_)


def as_training_rows(corrections: Iterable[Correction], table: ConversationTable, pack: Pack) -> list[str]:
    """The corrections as lines of language material (language, labels, message; see `shared.analysis.material`): what
    the customer of each wrote, on one line and without what identifies people. Corrections of other tables, and those
    of customers who wrote nothing, give no line. Raises `TableError`."""
    rows = []
    places = dict(zip(table.frame["conversation_id"], table.frame["row"], strict=True))
    for correction in corrections:
        if correction.conversation_id not in places:
            continue
        row = places[correction.conversation_id]
        text = " ".join(redact(" ".join(table.read(row).customer_texts)).split())[:LONGEST_READ]
        if text:
            language = table.frame["language"][row] or pack.languages[0]
            rows.append(f"{language}\t{','.join(correction.intents) or NO_INTENT}\t{text}\n")
    return rows


def _append(path: Path, record: Mapping[str, Any]) -> None:
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # A line that was cut short when a process was killed must not swallow this one.
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        cut = file.read(1) not in (b"", b"\n")
        file.write((b"\n" if cut else b"") + to_json(record) + b"\n")
        file.flush()
        os.fsync(file.fileno())
