"""The rejected lines of a run, grouped by why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from workbench.data.reasons import code_of

EXAMPLES = 3
RAW_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A rejected line: the file it stands in, its number, the reason in full, and how it begins."""

    source: str
    line: int
    reason: str
    raw: str


@dataclass(slots=True)
class Group:
    """How many lines were rejected for one reason, and the first of them."""

    code: str
    count: int = 0
    examples: list[Example] = field(default_factory=list)


def groups(path: Path) -> list[Group]:
    """The groups of `rejected.jsonl`, the largest first. A file that is not there has none."""
    found: dict[str, Group] = {}
    if not path.is_file():
        return []
    with path.open("rb") as lines:
        for line in lines:
            try:
                record = orjson.loads(line)
                code, one = code_of(record["reason"]), _example(record)
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
                continue  # damaged: the others still say something
            group = found.setdefault(code, Group(code))
            group.count += 1
            if len(group.examples) < EXAMPLES:
                group.examples.append(one)
    return sorted(found.values(), key=lambda group: -group.count)


def _example(record: Mapping[str, object]) -> Example:
    raw = str(record["raw"])
    short = raw if len(raw) <= RAW_CHARACTERS else f"{raw[:RAW_CHARACTERS]}…"
    return Example(Path(str(record["source"])).name, int(str(record["line"])), str(record["reason"]), short)
