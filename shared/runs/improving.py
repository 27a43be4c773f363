"""The whole cycle in one go, going on where an earlier call stopped: nothing that was paid for is asked for again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from shared.conversations.sources import expand_inputs
from shared.domains.pack import load_pack
from shared.improvement.batch import ProgressCallback
from shared.improvement.journal import run_lock
from shared.llm.settings import LLMSettings
from shared.runs.analyzing import OUTDATED, analyze, check_accepted
from shared.runs.folder import RunError, RunFolder, pack_hash
from shared.runs.settings import RunSettings
from shared.runs.simulating import SimulationOutcome, simulate, start_over
from shared.runs.stages import APPROVED, PROPOSAL, approve, propose

ANALYSIS_SETTINGS = ("domain", "target_csat", "max_turns", "target_latency", "weights", "ranking_weights", "seed")
"""What an analysis depends on besides its inputs and the pack."""
BASELINE_CONVERSATIONS = "baseline_conversations.jsonl"

Announce = Callable[[str], None]


def improve(
    inputs: Sequence[str],
    folder: RunFolder,
    settings: RunSettings,
    llm: LLMSettings,
    *,
    approve_proposal: bool,
    fresh: bool = False,
    executor: Executor | None = None,
    processes: int = 1,
    announce: Announce = lambda stage: None,
    analyzed: Callable[[int], None] | None = None,
    simulated: ProgressCallback | None = None,
) -> SimulationOutcome | None:
    """Analyse, propose and, with `approve_proposal`, approve and simulate; comparing is the caller's next step.

    Stages whose results are there and still fit are not done again, unless `fresh`. `announce` is told each stage
    that starts. Returns how the simulation went, `None` where it waits for an approval. Raises what the stages raise.
    """
    if fresh or not _analysis_at_hand(folder, inputs, settings):
        announce("analyze")
        result = analyze(
            inputs, folder, settings, llm, executor=executor, keep_conversations=True,
            outdated=(*OUTDATED, APPROVED), progress=analyzed,
        )  # fmt: skip
        check_accepted(result.counts)
        with run_lock(folder.path):
            start_over(folder)  # now: with an approval to wait for, the simulation is another call's
    else:
        folder.write_info(folder.info().model_copy(update={"settings": settings}))
    if not (folder / PROPOSAL).is_file():
        announce("propose")
        propose(folder, llm)
    if not (folder / APPROVED).is_file():
        if not approve_proposal:
            return None
        announce("approve")
        approve(folder, llm)
    announce("simulate")
    return simulate(folder, llm, settings=settings, executor=executor, processes=processes, progress=simulated)


def _analysis_at_hand(folder: RunFolder, inputs: Sequence[str], settings: RunSettings) -> bool:
    """Whether the run has an analysis of the same inputs, by content, under the same settings and pack.

    Raises `RunError` where it has another one: what a person approved there is not thrown away unasked.
    """
    if not all((folder / name).is_file() for name in ("run.json", "metrics.json", "evidence.jsonl")):
        return False
    info = folder.info()
    if not info.counts.get("accepted"):
        return False
    fits = all(getattr(info.settings, name) == getattr(settings, name) for name in ANALYSIS_SETTINGS)
    fits = fits and info.pack_sha256 == pack_hash(load_pack(settings.domain))
    if not fits or [item["sha256"] for item in info.inputs] != _content_hashes(inputs):
        raise RunError(
            f"{folder.path} holds a run on other conversations or settings; use another --out, or --fresh to replace it"
        )
    return (folder / BASELINE_CONVERSATIONS).is_file()


def _content_hashes(inputs: Sequence[str]) -> list[str]:
    return [_sha256(source.path) for source in expand_inputs(inputs) if source.size is not None]


def _sha256(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
