"""A run's comparison, read once and kept until its files change."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from shared.analysis.score import Targets
from shared.improvement.comparison import estimate_metrics
from shared.improvement.models import Arm
from shared.improvement.number_format import LANGUAGES, Language
from shared.improvement.pairing import Pairing, ScoreRule, pair_conversations
from shared.improvement.report_sources import RunArtefacts, read_artefacts
from shared.improvement.report_texts import Texts
from shared.improvement.report_view import ReportView
from shared.runs.approvals import APPROVED, read_approved
from shared.runs.comparing import COMPARISON
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings
from shared.runs.simulating import SIMULATION

KEPT_RUNS = 8
NAMES = {"conversations_per_context": "scenarios"}
REPORT = "report.html"
_LANGUAGE = re.compile(rb'<html lang="(\w+)"')
_HEAD_BYTES = 300


def artefacts(folder: RunFolder) -> RunArtefacts:
    """The run's artefacts. Raises `ReportError` where one is missing or damaged."""
    stat = (folder / COMPARISON).stat()
    return _artefacts(str(folder.path), stat.st_mtime_ns, stat.st_ino)


def view(folder: RunFolder, language: Language) -> ReportView:
    """What the report shows, in the reader's language. Raises `ReportError`."""
    return ReportView(artefacts(folder), Texts(language))


def pairing(run: RunArtefacts, settings: RunSettings) -> Pairing:
    """Every scenario's pair, with the Score as the settings weigh it."""
    return pair_conversations(tuple(run.scenarios.values()), run.conversations.values(), score_rule(settings))


def score_rule(settings: RunSettings) -> ScoreRule:
    targets = Targets(csat=settings.target_csat, max_turns=settings.max_turns, latency=settings.target_latency)
    return ScoreRule(settings.weights, targets)


def outdated(run: RunArtefacts, pairs: Pairing) -> bool:
    """Whether targets or weights were changed since: the Score would come out otherwise now."""
    now, then = estimate_metrics(pairs.pairs, ("score",), tested=False)["score"], run.comparison.metrics["score"]
    return (now.baseline, now.proposed) != (then.baseline, then.proposed)


def changed_since(folder: RunFolder, settings: RunSettings) -> tuple[str, ...]:
    """What was chosen otherwise since the simulation, by the keys of `regenerate.changed.…`; the comparison is one of
    what was played. Raises `RunError`."""
    simulation, now = folder.read_json(SIMULATION), settings.model_dump(mode="json")
    changed = {NAMES.get(name, name) for name, value in simulation.get("settings", {}).items() if now[name] != value}
    if (folder / APPROVED).is_file():
        approved = read_approved(folder)
        releases = {Arm.BASELINE: approved.baseline_release_id, Arm.PROPOSED: approved.proposed_release_id}
        if simulation.get("releases", releases) != releases:
            changed.add("prompts")
    return tuple(sorted(changed))


def report_language(folder: RunFolder) -> Language | None:
    """The language in which the run's report was written; None where there is no report, or one in none of ours."""
    try:
        with (folder / REPORT).open("rb") as file:
            found = _LANGUAGE.search(file.read(_HEAD_BYTES))
    except OSError:
        return None
    named = found[1].decode() if found else ""
    return next((language for language in LANGUAGES if language == named), None)


@st.cache_resource(max_entries=KEPT_RUNS, show_spinner=False)
def _artefacts(path: str, mtime: int, inode: int) -> RunArtefacts:
    return read_artefacts(Path(path))
