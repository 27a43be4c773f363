"""The stages of a run before simulation, as the command line and the workbench call them: propose and approve."""

from __future__ import annotations

import csv
import getpass
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.conversations.reading import read_line
from shared.conversations.rejections import RejectedLine
from shared.conversations.schema import Conversation
from shared.domains.pack import load_pack
from shared.improvement import approval, proposals
from shared.improvement.approval import ApprovedPrompts, Choice
from shared.improvement.journal import run_lock
from shared.improvement.proposal_progress import ProposalProgress, ProposalWatch
from shared.improvement.proposals import Grounds, ProposalInvalid, Proposed
from shared.llm.client import create_model
from shared.llm.protocol import LanguageModel
from shared.llm.settings import LLMSettings
from shared.runs.approvals import APPROVED, keep_approval, read_approved
from shared.runs.current_prompts import CurrentPrompts, current_for, keep_current
from shared.runs.event_loop import StopRequested, run_async
from shared.runs.folder import RunError, RunFolder, utc_now
from shared.runs.proposals_kept import PROPOSAL, keep_proposal, proposals_cost, read_proposal

__all__ = [
    "APPROVED",
    "PROPOSAL",
    "approve",
    "propose",
    "read_approved",
    "read_evidence",
    "read_proposal",
    "read_table",
]

REJECTED_PROPOSAL = "llm_rewrite_rejected.txt"
AS_PROPOSED = Choice()
_NUMBER = re.compile(r"-?\d{1,18}(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)


class ProposalStopped(RunError):
    """Somebody asked to stop; what the run had before is as it was."""


def propose(
    folder: RunFolder,
    llm: LLMSettings,
    *,
    model: LanguageModel | None = None,
    stop: threading.Event | None = None,
    progress: Callable[[ProposalProgress], None] | None = None,
    current: CurrentPrompts | None = None,
) -> Proposed:
    """Ask for a proposal from the run's figures, ranking and evidence, and keep it.

    `model` replaces the gateway. Setting `stop` cancels the work; nothing is written then. `progress` is told each
    phase and, of the gateway, each piece of the answer. `current` are the prompts to improve, kept in the run; without
    them they are the pack's, and a run that has a proposal keeps what that was made against.
    Raises `RunError` (`ProposalStopped`), `RunLocked`, `ModelError`.
    """
    folder.need("run.json", "metrics.json", "candidate_tools_ranked.csv", "evidence.jsonl")
    with run_lock(folder.path):
        return _propose(folder, llm, model, stop, progress, current)


def _propose(
    folder: RunFolder,
    llm: LLMSettings,
    model: LanguageModel | None,
    stop: threading.Event | None,
    progress: Callable[[ProposalProgress], None] | None,
    given: CurrentPrompts | None,
) -> Proposed:
    began = time.monotonic()
    info = folder.info()
    pack = load_pack(info.settings.domain)
    current = current_for(folder, pack, given)
    grounds = Grounds(
        figures=folder.read_json("metrics.json"),
        ranking=read_table(folder / "candidate_tools_ranked.csv"),
        pack=pack,
        evidence=read_evidence(folder / "evidence.jsonl"),
        current=current.pair,
    )
    settings, watch = info.settings, ProposalWatch(progress or (lambda seen: None))
    left = None if settings.budget_usd is None else max(settings.budget_usd - proposals_cost(folder), 0.0)
    source = model or create_model(
        llm, retries=settings.retries, budget_usd=left, heard=watch.heard if progress else None
    )
    try:
        proposed = run_async(proposals.propose(source, grounds, entered=watch.entered), stop)
    except StopRequested as stopped:
        raise ProposalStopped(f"the proposal for {folder.path} was stopped before it was finished") from stopped
    except ProposalInvalid as error:
        (folder / REJECTED_PROPOSAL).write_text(error.answer, encoding="utf-8")
        raise RunError(f"{error}; the answer is kept in {folder / REJECTED_PROPOSAL}") from error
    if given is not None:
        keep_current(folder, current)
    keep_proposal(folder, {**proposed.record(folder.path.name), "made_at": utc_now()})
    folder.finish_stage("propose", time.monotonic() - began)
    return proposed


def approve(
    folder: RunFolder,
    llm: LLMSettings,
    choice: Choice = AS_PROPOSED,
    approved_by: str | None = None,
    *,
    current: CurrentPrompts | None = None,
) -> ApprovedPrompts:
    """Approve the proposal, edited prompts, or the current ones unchanged. `approved_by` is the machine's user where
    nobody is named; `current` as in `propose`.

    Raises `RunError`, `RunLocked`, `ApprovalError`.
    """
    began = time.monotonic()
    folder.need("run.json")
    if not choice.unchanged and not choice.edited:
        folder.need(PROPOSAL)
    with run_lock(folder.path):
        pack = load_pack(folder.info().settings.domain)
        baseline = current_for(folder, pack, current)
        approved = approval.approve(
            choice,
            read_proposal(folder) if (folder / PROPOSAL).is_file() else None,
            pack,
            model=llm.openai_model,
            approved_at=utc_now(),
            approved_by=approved_by or _user(),
            current=baseline.pair,
        )
        if current is not None:
            keep_current(folder, baseline)
        keep_approval(folder, approved)
        folder.finish_stage("approve", time.monotonic() - began)
    return approved


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


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
