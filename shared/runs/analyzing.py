"""The first stage of a run: from files of conversations to figures, intents, ranking, and the run's `run.json`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from pathlib import Path

from shared.analysis.engine import AnalysisOptions, AnalysisResult
from shared.analysis.engine import analyze as analyze_conversations
from shared.analysis.score import Targets
from shared.domains.pack import load_pack
from shared.improvement.journal import run_lock
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError, RunFolder, RunInfo, StageTime, pack_hash, utc_now, versions
from shared.runs.settings import RunSettings

OUTDATED = ("llm_rewrite_response.json",)
"""What new figures outdate. Approved prompts stay: a person decided on them."""


def analyze(
    inputs: Sequence[str | Path],
    folder: RunFolder,
    settings: RunSettings,
    llm: LLMSettings,
    *,
    executor: Executor | None = None,
    keep_conversations: bool = False,
    outdated: Sequence[str] = OUTDATED,
    progress: Callable[[int], None] | None = None,
) -> AnalysisResult:
    """Analyse `inputs` into the run at `folder`, note in `run.json` what it was made with, and discard what is
    `outdated` by it.

    Raises `PackError`, `RunError`, and what `shared.analysis.engine.analyze` raises.
    """
    began = time.monotonic()
    pack = load_pack(settings.domain)
    folder.create()
    with run_lock(folder.path):
        options = AnalysisOptions(
            seed=settings.seed,
            targets=Targets(csat=settings.target_csat, max_turns=settings.max_turns, latency=settings.target_latency),
            score_weights=settings.weights,
            keep_conversations=keep_conversations,
        )
        result = analyze_conversations(inputs, folder.path, pack, options, executor=executor, progress=progress)
        folder.discard(outdated)
        folder.write_info(
            RunInfo(
                created_at=utc_now(),
                domain=pack.id,
                pack_sha256=pack_hash(pack),
                model=llm.openai_model,
                settings=settings,
                inputs=[asdict(summary) for summary in result.inputs],
                counts=dict(result.counts),
                versions={**versions(), **result.versions},
                stages={"analyze": StageTime(finished_at=utc_now(), seconds=round(time.monotonic() - began, 3))},
            )
        )
    return result


def check_accepted(counts: Mapping[str, int]) -> None:
    """Raise `RunError` where an analysis found no conversation: there is nothing to go on with."""
    if counts["accepted"]:
        return
    if not counts["rejected"]:
        raise RunError("the input holds no conversation: there is nothing in it but empty lines or a header")
    raise RunError(f"none of the {counts['rejected']} lines is a conversation; rejected.jsonl says why")
