"""How often the verdict rule cries wolf, and whether it finds what the report says it would.

`python -m tests.shared.improvement.verdict_rates` prints the table of docs/decisions/verdict.md (about five minutes).

The synthetic pairs look like simulated conversations: each scenario has its own chance of being resolved (many are
always or never resolved, so differences are often exactly 0), CSAT moves in halves, turns in twos, trials are averaged.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.improvement.paired import ALPHA, estimate_pairs, paired_power
from shared.improvement.verdict import Decision, Verdict, decide

Figures = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class World:
    """`lift`: by how much the proposed release raises the chance to resolve, where there is room."""

    pairs: int
    trials: int = 1
    lift: float = 0.0
    base: float = 0.55


def play_arm(rng: np.random.Generator, chance: NDArray[np.float64], trials: int) -> Figures:
    """One arm's figures, shape (pairs,): means over its trials."""
    shape = (chance.size, trials)
    resolved = (rng.random(shape) < chance[:, None]).astype(float)
    csat = np.clip(np.where(resolved > 0, 4.5, 2.5) + rng.choice([-0.5, 0.0, 0.5], shape), 1, 5)
    turns = np.where(resolved > 0, 4.0, 8.0) + 2 * rng.integers(0, 2, shape)
    duration = 14 * turns + rng.normal(0, 6, shape)
    score = 0.35 * np.minimum(csat / 4.5, 1) + 0.35 * resolved
    score += 0.15 * np.clip(1 - turns / 6, 0, 1) + 0.15 * np.clip(1 - duration / 120, 0, 1)
    return {"score": score.mean(1), "resolution": resolved.mean(1), "csat": csat.mean(1)}


def play_both(rng: np.random.Generator, world: World) -> tuple[Figures, Figures]:
    """Both arms on the same scenarios, each with its own draw of noise."""
    chance = np.clip(rng.beta(world.base, 1 - world.base, world.pairs), 0, 1)
    lifted = np.clip(chance + world.lift, 0, 1)
    return play_arm(rng, chance, world.trials), play_arm(rng, lifted, world.trials)


def decided(rng: np.random.Generator, world: World) -> Decision:
    """The verdict of one synthetic run."""
    baseline, proposed = play_both(rng, world)
    score = estimate_pairs(baseline["score"], proposed["score"])
    # The others are only asked once the Score is clear, so the slow test can be spared.
    clear = score.p_value is not None and score.p_value < ALPHA
    others = {n: estimate_pairs(baseline[n], proposed[n], tested=clear) for n in ("resolution", "csat")}
    return decide({"score": score, **others})


def verdict_rates(world: World, runs: int, seed: int = 1) -> dict[Verdict, float]:
    """The share of runs (0 to 1) with each verdict."""
    rng = np.random.default_rng(seed)
    verdicts = [decided(rng, world).verdict for _ in range(runs)]
    return {verdict: verdicts.count(verdict) / runs for verdict in Verdict}


def promised_power(world: World, runs: int = 4_000, seed: int = 2) -> tuple[float, float]:
    """The true mean difference of Score, and the power that `paired_power` promises for it."""
    rng = np.random.default_rng(seed)
    differences = np.concatenate([b["score"] - a["score"] for a, b in (play_both(rng, world) for _ in range(runs))])
    mean, sd = float(differences.mean()), float(differences.std())
    return mean, paired_power(world.pairs, mean, sd)


def main(runs: int = 1_000) -> None:
    """Print the table in Markdown."""
    print("| pairs | trials | planted difference | better | worse | promised |\n|--:|--:|--:|--:|--:|--:|")
    for pairs in (12, 18, 36, 100):
        for trials in (1, 3):
            for lift in (0.0, 0.15, 0.3, 0.45, -0.5):
                world = World(pairs, trials, lift)
                rates, (mean, power) = verdict_rates(world, runs), promised_power(world)
                cells = f"{mean:+.3f} | {rates[Verdict.BETTER]:.1%} | {rates[Verdict.WORSE]:.1%}"
                print(f"| {pairs} | {trials} | {cells} | {'–' if not lift else f'{power:.0%}'} |", flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
