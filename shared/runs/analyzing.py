"""The first stage of a run: from files of conversations to figures, intents, ranking, and the run's `run.json`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from pathlib import Path

from shared.analysis.corrections import CORRECTIONS, Correction, CorrectionError, read_corrections
from shared.analysis.engine import AnalysisOptions, AnalysisResult
from shared.analysis.engine import analyze as analyze_conversations
from shared.analysis.outputs import CONVERSATIONS
from shared.analysis.table_rows import TABLE
from shared.domains.pack import Pack, load_pack
from shared.improvement.journal import run_lock
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError, RunFolder, RunInfo, StageTime, pack_hash, utc_now, versions
from shared.runs.proposals_kept import set_aside
from shared.runs.settings import RunSettings

OUTDATED = (
    "llm_rewrite_response.json", "scenarios.jsonl", "baseline_simulated.jsonl", "proposed_conversations.jsonl",
    "proposed_meta.csv", "simulation.json", "comparison.json", "report.html", "report.md",
)  # fmt: skip
"""What new figures outdate: all that came of others. Approved prompts stay, for a person decided on them, and so does
the journal, which was paid for."""

LEFT_OVER = (CONVERSATIONS, TABLE)
"""What another analysis leaves where this one keeps no conversations: it does not belong to the new figures."""


def analyze(
    inputs: Sequence[str | Path],
    folder: RunFolder,
    settings: RunSettings,
    llm: LLMSettings,
    *,
    executor: Executor | None = None,
    keep_conversations: bool = False,
    corrections: Mapping[str, Correction] | None = None,
    outdated: Sequence[str] = OUTDATED,
    progress: Callable[[int], None] | None = None,
) -> AnalysisResult:
    """Analyse `inputs` into the run at `folder`, note in `run.json` what it was made with, and discard what is
    `outdated` by it. The run's corrections of intents stay; `corrections`, by conversation, are those remembered from
    elsewhere: of two about one conversation the later one counts.

    Raises `PackError`, `RunError`, and what `shared.analysis.engine.analyze` raises.
    """
    began = time.monotonic()
    pack = load_pack(settings.domain)
    folder.create()
    with run_lock(folder.path):
        result = analyze_conversations(
            inputs, folder.path, pack, _options(settings, keep_conversations=keep_conversations),
            corrections=_latest(folder, corrections or {}), executor=executor, progress=progress,
        )  # fmt: skip
        set_aside(folder)
        folder.discard([*outdated, *(() if keep_conversations else LEFT_OVER)])
        if "corrections" not in result.metrics:
            folder.discard([CORRECTIONS])
        folder.write_info(_info(result, pack, settings, llm, took_sec=time.monotonic() - began))
    return result


def _options(settings: RunSettings, *, keep_conversations: bool) -> AnalysisOptions:
    return AnalysisOptions(
        seed=settings.seed,
        targets=settings.targets,
        score_weights=settings.weights,
        ranking_weights=settings.ranking_weights,
        keep_conversations=keep_conversations,
    )


def _info(result: AnalysisResult, pack: Pack, settings: RunSettings, llm: LLMSettings, *, took_sec: float) -> RunInfo:
    """What `run.json` says of the figures: with what they were made, from what, and how long it took."""
    return RunInfo(
        created_at=utc_now(),
        domain=pack.id,
        pack_sha256=pack_hash(pack),
        model=llm.openai_model,
        settings=settings,
        inputs=[asdict(summary) for summary in result.inputs],
        counts=dict(result.counts),
        versions={**versions(), **result.versions},
        stages={"analyze": StageTime(finished_at=utc_now(), seconds=round(took_sec, 3))},
    )


def _latest(folder: RunFolder, remembered: Mapping[str, Correction]) -> dict[str, Correction]:
    """The run's own corrections and the remembered ones, the later ones at the end."""
    try:
        known = [*remembered.values(), *read_corrections(folder.path).values()]
    except CorrectionError as error:
        raise RunError(str(error)) from error
    found: dict[str, Correction] = {}
    for one in sorted(known, key=lambda one: one.at):
        found.pop(one.conversation_id, None)
        found[one.conversation_id] = one
    return found


def check_accepted(counts: Mapping[str, int]) -> None:
    """Raise `RunError` where an analysis found no conversation: there is nothing to go on with."""
    if counts["accepted"]:
        return
    if not counts["rejected"]:
        raise RunError("the input holds no conversation: there is nothing in it but empty lines or a header")
    raise RunError(f"none of the {counts['rejected']} lines is a conversation; rejected.jsonl says why")
