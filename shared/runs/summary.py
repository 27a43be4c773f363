"""A run in a few figures, for a list of runs; and two runs side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from shared.improvement.verdict import Verdict
from shared.runs.approvals import APPROVED
from shared.runs.comparing import COMPARISON
from shared.runs.folder import RunFolder
from shared.runs.proposals_kept import PROPOSAL, proposals_cost
from shared.runs.simulating import SIMULATION
from shared.runs.watching import is_locked

INFO, METRICS = "run.json", "metrics.json"


@dataclass(frozen=True, slots=True)
class Difference:
    """Proposed minus current, with its 95 % interval; `None` where there are too few pairs to know."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a list shows of a run. `None` and empty: not known (yet). `stages` are those whose results are there, in
    their order; `verdict_words` by language; `cost_usd` of the proposals and the simulation; `locked_by` is the id of
    the process that works on it; `problem` says which file is damaged."""

    name: str
    created_at: str = ""
    domain: str = ""
    model: str = ""
    conversations: int | None = None
    score: float | None = None
    resolution_rate: float | None = None
    avg_csat: float | None = None
    avg_turns: float | None = None
    avg_duration_sec: float | None = None
    stages: tuple[str, ...] = ()
    verdict: Verdict | None = None
    verdict_words: Mapping[str, str] = field(default_factory=dict)
    score_difference: Difference | None = None
    cost_usd: float = 0.0
    locked_by: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A setting, figure or prompt of two runs; `None` is not known."""

    name: str
    a: Any
    b: Any


@dataclass(frozen=True, slots=True)
class RunsBeside:
    """Two runs: the settings that differ, the figures, the approved prompts."""

    settings: tuple[Beside, ...]
    figures: tuple[Beside, ...]
    prompts: tuple[Beside, ...]


FIGURES = (
    "conversations", "score", "resolution_rate", "avg_csat", "avg_turns", "avg_duration_sec", "verdict",
    "score_difference", "cost_usd",
)  # fmt: skip
PROMPTS = ("system_prompt", "user_template")


def summarise(folder: RunFolder) -> RunSummary:
    """The run's summary. Never raises: of a damaged run it says what can be said, and the `problem`."""
    files = _Files(folder)
    info, metrics, simulation, comparison = (files.read(n) for n in (INFO, METRICS, SIMULATION, COMPARISON))
    overall = _object(metrics, "overall")
    return RunSummary(
        name=folder.path.name,
        created_at=_text(info, "created_at"),
        domain=_text(info, "domain"),
        model=_text(info, "model"),
        conversations=_whole(overall, "total"),
        score=_number(_object(metrics, "score"), "value"),
        resolution_rate=_number(_object(overall, "resolution_rate"), "value"),
        avg_csat=_number(_object(overall, "avg_csat"), "value"),
        avg_turns=_number(_object(overall, "avg_turns"), "value"),
        avg_duration_sec=_number(_object(overall, "avg_duration_sec"), "value"),
        stages=_stages(folder, simulation),
        verdict=_verdict(comparison),
        verdict_words=_object(comparison, "verdict_words"),
        score_difference=_difference(comparison),
        cost_usd=_cost(folder, simulation),
        locked_by=is_locked(folder.path),
        problem=files.problem,
    )


def compare_runs(a: RunFolder, b: RunFolder) -> RunsBeside:
    """The two runs side by side. Never raises: what a damaged run cannot say is `None`."""
    infos = [_object(_Files(folder).read(INFO), "settings") for folder in (a, b)]
    prompts = [_Files(folder).read(APPROVED) for folder in (a, b)]
    first, second = summarise(a), summarise(b)
    settings = (Beside(name, infos[0].get(name), infos[1].get(name)) for name in {**infos[0], **infos[1]})
    return RunsBeside(
        settings=tuple(row for row in settings if row.a != row.b),
        figures=tuple(Beside(name, getattr(first, name), getattr(second, name)) for name in FIGURES),
        prompts=tuple(Beside(name, prompts[0].get(name), prompts[1].get(name)) for name in PROMPTS),
    )


class _Files:
    """Reads artefacts and remembers the first that is damaged."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self.problem: str | None = None

    def read(self, name: str) -> dict[str, Any]:
        """The content; empty where there is none or it is damaged."""
        try:
            content = orjson.loads((self._folder / name).read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, orjson.JSONDecodeError):
            content = None
        if not isinstance(content, dict):
            self.problem = self.problem or f"{name} is damaged"
            return {}
        return content


def _stages(folder: RunFolder, simulation: Mapping[str, Any]) -> tuple[str, ...]:
    done = {
        "analyze": (folder / METRICS).is_file(),
        "propose": (folder / PROPOSAL).is_file(),
        "approve": (folder / APPROVED).is_file(),
        "simulate": simulation.get("complete") is True,
        "compare": (folder / COMPARISON).is_file(),
    }
    return tuple(stage for stage, there in done.items() if there)


def _verdict(comparison: Mapping[str, Any]) -> Verdict | None:
    found = comparison.get("verdict")
    return Verdict(found) if found in set(Verdict) else None


def _difference(comparison: Mapping[str, Any]) -> Difference | None:
    score = _object(_object(comparison, "metrics"), "score")
    return Difference(_number(score, "difference"), _number(score, "low"), _number(score, "high")) if score else None


def _cost(folder: RunFolder, simulation: Mapping[str, Any]) -> float:
    simulated = _number(_object(_object(simulation, "usage"), "total"), "cost_usd") or 0.0
    return proposals_cost(folder) + simulated


def _object(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _number(content: Mapping[str, Any], name: str) -> float | None:
    value = content.get(name)
    return value if isinstance(value, int | float) else None


def _whole(content: Mapping[str, Any], name: str) -> int | None:
    value = content.get(name)
    return value if isinstance(value, int) else None
