"""How often the whole method is wrong, and how often right: simulated runs over many seeds, offline model.

A/A: the unchanged prompts against themselves; every verdict is a false one. Planted effect: the offline analyst's
proposal, whose manners the offline model follows; the share of *better* against the power that the report's own
figures (n, difference, sd of the paired differences) promise. `python -m tests.benchmarks.verdict_bench [seeds]`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from shared.improvement.approval import Choice
from shared.improvement.comparison import Comparison, compare
from shared.improvement.models import Scenario
from shared.improvement.paired import paired_power
from shared.improvement.pairing import ScoreRule
from shared.improvement.simulated_records import read_simulated
from shared.llm.settings import LLMSettings
from shared.runs.analyzing import analyze
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings
from shared.runs.simulating import OF_ARM, SCENARIOS, simulate
from shared.runs.stages import approve, propose

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "kavak.jsonl"
OFFLINE = LLMSettings(openai_api_key=None, openai_base_url=None)


class Rates(NamedTuple):
    """Verdicts over seeds, and the mean difference and power of the score."""

    verdicts: Counter[str]
    difference: float
    promised_power: float


def _prepared(folder: Path, *, unchanged: bool) -> RunFolder:
    run = RunFolder(folder)
    analyze([str(SAMPLE)], run, RunSettings(), OFFLINE)
    if not unchanged:
        propose(run, OFFLINE)
    approve(run, OFFLINE, Choice(unchanged=unchanged), approved_by="benchmark")
    return run


def _compared(run: RunFolder, seed: int, scenarios: int | None) -> Comparison:
    settings = RunSettings(seed=seed, scenarios=scenarios, threads=4)
    simulate(run, OFFLINE, settings=settings, fresh=True)
    plan = [Scenario.model_validate_json(line) for line in (run / SCENARIOS).read_text(encoding="utf-8").splitlines()]
    played = [c for name in OF_ARM.values() for c in read_simulated((run / name).read_bytes().splitlines())]
    (run / "journal.jsonl").unlink()
    return compare(plan, played, ScoreRule())


def rates(*, unchanged: bool, seeds: int, scenarios: int | None = None) -> Rates:
    """Simulate and compare anew for each seed."""
    folder = Path(tempfile.mkdtemp())
    try:
        run = _prepared(folder / "run", unchanged=unchanged)
        comparisons = [_compared(run, seed, scenarios) for seed in range(seeds)]
    finally:
        shutil.rmtree(folder)
    scores = [c.metrics["score"] for c in comparisons]
    difference = mean(s.difference or 0.0 for s in scores)
    sd = mean(s.sd or 0.0 for s in scores)
    n = round(mean(s.n for s in scores))
    return Rates(Counter(c.verdict.value for c in comparisons), difference, paired_power(n, difference, sd))


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("| prompts | scenarios | seeds | better | worse | inconclusive | mean difference | promised power |")
    print("|---|---|---|---|---|---|---|---|")
    for name, unchanged, scenarios, count in (
        ("unchanged (A/A)", True, None, seeds),
        ("proposal", False, 36, seeds // 2),
        ("proposal", False, 72, seeds // 4),
    ):
        found = rates(unchanged=unchanged, seeds=count, scenarios=scenarios)
        shares = " | ".join(f"{found.verdicts[v] / count:.1%}" for v in ("better", "worse", "inconclusive"))
        power = "—" if unchanged else f"{found.promised_power:.1%}"
        print(f"| {name} | {scenarios or 18} | {count} | {shares} | {found.difference:+.3f} | {power} |", flush=True)


if __name__ == "__main__":
    main()
