"""Comparing two arms: pairs, what is left out, regressions, cost."""

from __future__ import annotations

import pytest

from shared.analysis.score import Targets
from shared.improvement.comparison import Comparison, compare
from shared.improvement.models import Arm, SimulatedConversation
from shared.improvement.pairing import ScoreRule, TrialPair, pair_conversations
from shared.improvement.verdict import Reason, Verdict
from tests.shared.improvement.played import played, scenario

RULE = ScoreRule()


def both(number: int = 0, trial: int = 0) -> list[SimulatedConversation]:
    return [played(Arm.BASELINE, number, trial=trial), played(Arm.PROPOSED, number, trial=trial)]


def test_the_score_of_one_conversation_by_hand() -> None:
    # csat min(3.6 / 4.5, 1) = 0.8; resolved 1; turns 1 − 3/6 = 0.5; latency 1 − 90/120 = 0.25
    # 0.35·0.8 + 0.35·1 + 0.15·0.5 + 0.15·0.25 = 0.7425. The other: 0.35·1 + 0 + 0 + 0 = 0.35.
    pair = TrialPair(
        played(Arm.BASELINE, csat=3.6, messages=3, duration=90),
        played(Arm.PROPOSED, csat=4.8, resolved=False, messages=9, duration=500),
    )
    assert pair.figures(RULE)["score"] == pytest.approx((0.7425, 0.35))


def test_a_part_unknown_in_one_arm_leaves_the_score_of_both() -> None:
    pair = TrialPair(played(Arm.BASELINE, csat=None), played(Arm.PROPOSED, csat=5, messages=3, duration=60))
    figures = pair.figures(RULE)
    # The rest is equal in both: (0.35 + 0.15·0.5 + 0.15·0.5) / 0.65.
    assert figures["score"] == pytest.approx((0.5 / 0.65, 0.5 / 0.65))
    assert "csat" not in figures


def test_the_runs_weights_and_targets_are_used() -> None:
    rule = ScoreRule({"turns": 1.0}, Targets(max_turns=12))
    pair = TrialPair(played(Arm.BASELINE, messages=3), played(Arm.PROPOSED, messages=6))
    assert pair.figures(rule)["score"] == pytest.approx((0.75, 0.5))


def test_trials_are_averaged_within_their_scenario() -> None:
    conversations = [
        *(played(Arm.BASELINE, trial=t, resolved=False) for t in range(2)),
        played(Arm.PROPOSED, trial=0, resolved=True),
        played(Arm.PROPOSED, trial=1, resolved=False),
    ]
    pairing = pair_conversations([scenario(0)], conversations, RULE)
    assert len(pairing.pairs) == 1
    assert pairing.pairs[0].figures["resolution"] == (0.0, 0.5)


def test_infrastructure_failures_are_counted_apart_and_take_their_pair_along() -> None:
    conversations = [*both(0), played(Arm.BASELINE, 1), played(Arm.PROPOSED, 1, failed=True)]
    found = compare([scenario(0), scenario(1)], conversations, RULE)
    assert found.metrics["resolution"].n == 1
    assert found.coverage.infrastructure_failures.proposed == 1
    assert found.coverage.infrastructure_failures.baseline == 0
    assert found.coverage.scenarios_left_out == 1


def test_a_conversation_played_again_after_a_failure_counts_once() -> None:
    conversations = [played(Arm.PROPOSED, failed=True), *both(0)]
    found = compare([scenario(0)], conversations, RULE)
    assert found.coverage.pairs == 1
    assert found.coverage.infrastructure_failures.proposed == 0


def test_a_missing_conversation_is_said() -> None:
    found = compare([scenario(0), scenario(1)], [played(Arm.BASELINE, 0)], RULE)
    assert found.coverage.missing.proposed == 1
    assert found.coverage.scenarios_left_out == 2
    assert found.reason is Reason.TOO_FEW


def harmed_run() -> Comparison:
    """Eighteen scenarios; the proposed release resolves the first three only."""
    scenarios = [scenario(i, context=("buying", "credit")[i % 2]) for i in range(18)]
    conversations = [played(Arm.BASELINE, i, duration=60 + i) for i in range(18)]
    conversations += [
        played(Arm.PROPOSED, i, resolved=i < 3, csat=4.5 if i < 3 else 2.0 + 0.5 * (i % 2), duration=70)
        for i in range(18)
    ]
    return compare(scenarios, conversations, RULE, imported={"total": 150})


def test_strong_harm_is_worse_and_its_scenarios_are_listed_worst_first() -> None:
    found = harmed_run()
    assert found.verdict is Verdict.WORSE
    assert found.metrics["resolution"].difference == pytest.approx(-15 / 18)
    assert len(found.regressions) == 15
    assert not found.improvements
    first, last = found.regressions[0], found.regressions[-1]
    assert first.csat == (4.5, 2.0)
    assert last.csat == (4.5, 2.5)
    assert "peor" in found.verdict_words["es"]


def test_swapping_the_arms_turns_the_result_round() -> None:
    scenarios = [scenario(i) for i in range(10)]
    arms = [(i % 3 > 0, i % 4 > 0) for i in range(10)]

    def run(*, swapped: bool) -> Comparison:
        first, second = (Arm.PROPOSED, Arm.BASELINE) if swapped else (Arm.BASELINE, Arm.PROPOSED)
        pairs = [
            (played(first, i, resolved=a, csat=2 + 2 * a), played(second, i, resolved=b, csat=2 + 2 * b))
            for i, (a, b) in enumerate(arms)
        ]
        return compare(scenarios, [c for pair in pairs for c in pair], RULE)

    there, back = run(swapped=False), run(swapped=True)
    assert there.metrics["score"].difference == pytest.approx(-(back.metrics["score"].difference or 0))
    assert there.metrics["score"].p_value == back.metrics["score"].p_value
    assert [r.scenario_id for r in there.regressions] == [r.scenario_id for r in back.improvements]


def test_the_regression_points_to_the_trial_that_shows_it() -> None:
    conversations = [
        *(played(Arm.BASELINE, trial=t) for t in range(3)),
        played(Arm.PROPOSED, trial=0, csat=4.5),
        played(Arm.PROPOSED, trial=1, resolved=False, csat=1.0),
        played(Arm.PROPOSED, trial=2, resolved=False, csat=2.0),
    ]
    found = compare([scenario(0)], conversations, RULE)
    assert [(r.scenario_id, r.trial) for r in found.regressions] == [("s000", 1)]


def test_segments_carry_intervals_but_no_test() -> None:
    found = harmed_run()
    buying = found.by_context["buying"]["score"]
    assert buying.n == 9
    assert buying.low is not None
    assert buying.p_value is None
    assert found.by_intent["offer_24h"]["resolution"].n == 18


def test_usage_is_summed_by_arm_and_purpose_and_failures_cost_too() -> None:
    conversations = [*both(0), played(Arm.PROPOSED, 1, failed=True)]
    found = compare([scenario(0), scenario(1)], conversations, RULE)
    assert found.usage["baseline"]["agent"]["calls"] == 2
    assert found.usage["proposed"]["agent"] == {
        "calls": 4,
        "input_tokens": 200,
        "output_tokens": 40,
        "cost_usd": 0.002,
    }


def test_imported_figures_stand_beside_and_change_nothing() -> None:
    found = harmed_run()
    assert found.imported == {"total": 150}
    assert found.metrics["score"].n == 18


def test_the_result_survives_json_and_the_order_of_the_journal() -> None:
    found = harmed_run()
    assert Comparison.model_validate_json(found.model_dump_json()) == found
    scenarios = [scenario(i) for i in range(3)]
    conversations = [c for i in range(3) for c in both(i)]
    assert compare(scenarios, conversations, RULE) == compare(scenarios, conversations[::-1], RULE)


def test_an_empty_run_has_no_verdict_and_no_figures() -> None:
    found = compare([], [], RULE)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.metrics["score"].difference is None
