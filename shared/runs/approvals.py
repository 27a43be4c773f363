"""The approvals of a run: the one in force, and every one that a person ever gave."""

from __future__ import annotations

import os

import orjson
from pydantic import ValidationError

from shared.improvement.approval import ApprovedPrompts
from shared.runs.folder import RunError, RunFolder

APPROVED = "approved_prompts.json"
APPROVALS = "approvals.jsonl"


def read_approved(folder: RunFolder) -> ApprovedPrompts:
    """The run's approved prompts. Raises `RunError`."""
    content = folder.read_json(APPROVED)
    try:
        return ApprovedPrompts.model_validate(content)
    except ValidationError as error:
        raise RunError(f"{folder / APPROVED} does not hold together: {error}") from error


def keep_approval(folder: RunFolder, approved: ApprovedPrompts) -> None:
    """Put `approved` in force and add it to the list, which only ever grows. The caller holds the run's lock."""
    path = folder / APPROVALS
    with path.open("ab") as file:
        if file.tell() and not path.read_bytes().endswith(b"\n"):
            file.write(b"\n")  # the process was killed in the middle of a line
        file.write(orjson.dumps(approved.model_dump(mode="json")) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    folder.write_json(APPROVED, approved.model_dump(mode="json"))


def approvals(folder: RunFolder) -> tuple[ApprovedPrompts, ...]:
    """Every approval of the run, the newest first; a damaged line is left out."""
    path = folder / APPROVALS
    lines = path.read_bytes().splitlines() if path.is_file() else []
    found = [approved for line in lines if (approved := _read(line)) is not None]
    if not found and (folder / APPROVED).is_file():
        found = [read_approved(folder)]  # of a version that kept no list
    return tuple(reversed(found))


def _read(line: bytes) -> ApprovedPrompts | None:
    try:
        return ApprovedPrompts.model_validate_json(line)
    except ValidationError:
        return None
