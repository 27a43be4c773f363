"""The stages of a run before simulation, as the command line and the workbench call them: propose and approve."""

from __future__ import annotations

import asyncio
import csv
import getpass
import re
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from shared.conversations.reading import read_line
from shared.conversations.rejections import RejectedLine
from shared.conversations.schema import Conversation
from shared.domains.pack import load_pack
from shared.improvement import approval, proposals
from shared.improvement.approval import ApprovedPrompts, Choice
from shared.improvement.journal import run_lock
from shared.improvement.models import Proposal
from shared.improvement.proposals import Grounds, ProposalInvalid, Proposed
from shared.llm.client import create_model
from shared.llm.protocol import LanguageModel
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError, RunFolder, utc_now

PROPOSAL = "llm_rewrite_response.json"
REJECTED_PROPOSAL = "llm_rewrite_rejected.txt"
APPROVED = "approved_prompts.json"
MAX_PROMPT_FILE_BYTES = 1_000_000
_NUMBER = re.compile(r"-?\d{1,18}(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
T = TypeVar("T")


def propose(folder: RunFolder, llm: LLMSettings, *, model: LanguageModel | None = None) -> Proposed:
    """Ask for a proposal from the run's figures, ranking and evidence, and keep it.

    Raises `RunError`, `RunLocked`, `ModelError`.
    """
    folder.need("run.json", "metrics.json", "candidate_tools_ranked.csv", "evidence.jsonl")
    with run_lock(folder.path):
        return _propose(folder, llm, model)


def _propose(folder: RunFolder, llm: LLMSettings, model: LanguageModel | None) -> Proposed:
    began = time.monotonic()
    info = folder.info()
    grounds = Grounds(
        figures=folder.read_json("metrics.json"),
        ranking=read_table(folder / "candidate_tools_ranked.csv"),
        pack=load_pack(info.settings.domain),
        evidence=read_evidence(folder / "evidence.jsonl"),
    )
    settings = info.settings
    source = model or create_model(llm, retries=settings.retries, budget_usd=settings.budget_usd)
    try:
        proposed = run_async(proposals.propose(source, grounds))
    except ProposalInvalid as error:
        (folder / REJECTED_PROPOSAL).write_text(error.answer, encoding="utf-8")
        raise RunError(f"{error}; the answer is kept in {folder / REJECTED_PROPOSAL}") from error
    folder.write_json(PROPOSAL, proposed.record(folder.path.name))
    folder.finish_stage("propose", time.monotonic() - began)
    return proposed


def approve(
    folder: RunFolder,
    llm: LLMSettings,
    *,
    system_file: Path | None = None,
    template_file: Path | None = None,
    unchanged: bool = False,
    approved_by: str | None = None,
) -> ApprovedPrompts:
    """Approve the proposal, edited prompts, or the current ones unchanged.

    Raises `RunError`, `RunLocked`, `ApprovalError`.
    """
    began = time.monotonic()
    folder.need("run.json")
    choice = Choice(_prompt(system_file), _prompt(template_file), unchanged)
    if not choice.unchanged and not choice.edited:
        folder.need(PROPOSAL)
    with run_lock(folder.path):
        approved = approval.approve(
            choice,
            read_proposal(folder) if (folder / PROPOSAL).is_file() else None,
            load_pack(folder.info().settings.domain),
            model=llm.openai_model,
            approved_at=utc_now(),
            approved_by=approved_by or _user(),
        )
        folder.write_json(APPROVED, approved.model_dump(mode="json"))
        folder.finish_stage("approve", time.monotonic() - began)
    return approved


def read_proposal(folder: RunFolder) -> Proposal:
    """The run's proposal. Raises `RunError`."""
    content = folder.read_json(PROPOSAL)
    try:
        return Proposal.model_validate(content["proposal"])
    except (KeyError, TypeError, ValidationError) as error:
        raise RunError(f"{folder / PROPOSAL} is not a proposal: {error}") from error


def read_approved(folder: RunFolder) -> ApprovedPrompts:
    """The run's approved prompts. Raises `RunError`."""
    content = folder.read_json(APPROVED)
    try:
        return ApprovedPrompts.model_validate(content)
    except ValidationError as error:
        raise RunError(f"{folder / APPROVED} does not hold together: {error}") from error


def read_evidence(path: Path) -> list[Conversation]:
    """The evidence that `analyze` kept, in its order. Raises `RunError`."""
    with path.open("rb") as file:
        return [_evidence(path, number, line) for number, line in enumerate(file, start=1) if line.strip()]


def _evidence(path: Path, number: int, line: bytes) -> Conversation:
    try:
        return read_line(line)
    except RejectedLine as error:
        raise RunError(f"line {number} of {path} is damaged ({error.reason}); analyze again") from error


def read_table(path: Path) -> list[dict[str, Any]]:
    """A CSV artefact's rows; numbers are numbers, an empty cell is unknown (`None`). Raises `RunError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RunError(f"{path} is damaged: {error}") from error
    header, *others = rows or [[]]
    if not header or any(len(row) != len(header) for row in others):
        raise RunError(f"{path} is damaged: not every row has the columns of the header")
    return [dict(zip(header, map(_cell, row), strict=True)) for row in others]


def _cell(value: str) -> str | int | float | None:
    if not value:
        return None
    # Not every text that Python reads as a number is one: "nan", "1_000" and "infinity" may be ids.
    if not _NUMBER.fullmatch(value):
        return value
    return int(value) if value.lstrip("-").isdigit() else float(value)


def _prompt(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            content = file.read(MAX_PROMPT_FILE_BYTES + 1)  # not all of it: it may be /dev/zero
        if len(content) > MAX_PROMPT_FILE_BYTES:
            raise RunError(f"{path} is too large to be a prompt")
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise RunError(f"{path} is not UTF-8 text") from error
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}") from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end in an event loop of its own, whose connections are closed with it."""
    with asyncio.Runner() as runner:
        return runner.run(work)
