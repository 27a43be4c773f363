"""The verdict rule: its cases, its words, its error rates."""

from __future__ import annotations

import pytest

from shared.improvement.paired import PairedEstimate, estimate_pairs
from shared.improvement.verdict import Decision, Reason, Verdict, decide, verdict_words
from tests.shared.improvement.verdict_rates import World, promised_power, verdict_rates


def estimate(
    difference: float, *, p: float, n: int = 18, low: float = -0.2, high: float = 0.2, sd: float = 0.2
) -> PairedEstimate:
    return PairedEstimate(
        n=n, baseline=0.5, proposed=0.5 + difference, difference=difference, low=low, high=high, sd=sd, p_value=p
    )


def test_a_clear_difference_decides_in_its_direction() -> None:
    assert decide({"score": estimate(0.1, p=0.01)}) == Decision(Verdict.BETTER, Reason.CLEAR)
    assert decide({"score": estimate(-0.1, p=0.01)}) == Decision(Verdict.WORSE, Reason.CLEAR)


def test_one_in_forty_is_not_clear_enough() -> None:
    assert decide({"score": estimate(0.1, p=0.025)}).reason is Reason.NOT_ENOUGH


def test_a_score_that_resolution_contradicts_gives_no_verdict() -> None:
    contradicted = {"score": estimate(0.1, p=0.001), "resolution": estimate(-0.2, p=0.09)}
    assert decide(contradicted) == Decision(Verdict.INCONCLUSIVE, Reason.MIXED)
    faint = {"score": estimate(0.1, p=0.001), "resolution": estimate(-0.02, p=0.6), "csat": PairedEstimate(n=0)}
    assert decide(faint).verdict is Verdict.BETTER


def test_seven_pairs_give_no_verdict_however_clear() -> None:
    score = estimate_pairs([0.2] * 7, [0.7, 0.8, 0.9, 0.7, 0.8, 0.9, 0.8])
    assert score.p_value == pytest.approx(2 / 2**7)
    assert decide({"score": score}) == Decision(Verdict.INCONCLUSIVE, Reason.TOO_FEW, 1)


def test_nothing_to_compare_is_too_few() -> None:
    decision = decide({"score": PairedEstimate(n=0)})
    assert decision.reason is Reason.TOO_FEW
    assert "0 escenarios" in verdict_words(decision, PairedEstimate(n=0))["es"]


def test_a_narrow_interval_around_zero_rules_a_relevant_difference_out() -> None:
    score = estimate(0.004, p=0.6, n=400, low=-0.012, high=0.0201)
    decision = decide({"score": score})
    assert decision == Decision(Verdict.INCONCLUSIVE, Reason.NO_DIFFERENCE)
    # 0.0201 is rounded up, so that "smaller than" is true.
    assert "smaller than 0.03" in verdict_words(decision, score)["en"]


def test_not_enough_data_says_how_many_more() -> None:
    # (2.3263 + 0.8416)² · (0.2 / 0.05)² = 160.6, plus 2.7 for Student's t: about 163 in all, 145 more than 18.
    score = estimate(0.01, p=0.7)
    decision = decide({"score": score})
    assert decision.scenarios_needed == pytest.approx(145, abs=2)
    words = verdict_words(decision, score)
    assert f"{decision.scenarios_needed} escenarios más" in words["es"]
    assert "0,05" in words["pt"]
    assert "0.05" in words["en"]


def test_equal_scores_everywhere_need_seventy_two_pairs_to_mean_something() -> None:
    # ln 0.025 / ln 0.95 = 71.9
    decision = decide({"score": estimate_pairs([0.5] * 18, [0.5] * 18, span=1)})
    assert decision == Decision(Verdict.INCONCLUSIVE, Reason.NOT_ENOUGH, 72 - 18)


def test_all_verdicts_have_words_in_all_languages_without_a_placeholder_left() -> None:
    score = estimate(0.1, p=0.01)
    for decision in (
        Decision(Verdict.BETTER, Reason.CLEAR),
        Decision(Verdict.WORSE, Reason.CLEAR),
        *(Decision(Verdict.INCONCLUSIVE, reason, 7) for reason in Reason if reason is not Reason.CLEAR),
    ):
        words = verdict_words(decision, score)
        assert set(words) == {"es", "pt", "en"}
        assert not any("{" in text for text in words.values())
        assert len(set(words.values())) == 3


def test_an_unchanged_release_is_rarely_called_better_or_worse() -> None:
    rates = verdict_rates(World(pairs=18), runs=200)
    assert rates[Verdict.BETTER] + rates[Verdict.WORSE] <= 0.05


def test_strong_harm_is_found_in_eighteen_scenarios() -> None:
    rates = verdict_rates(World(pairs=18, trials=3, lift=-0.5), runs=40)
    assert rates[Verdict.WORSE] >= 0.95
    assert rates[Verdict.BETTER] == 0


def test_the_power_that_is_promised_is_the_power_that_is_there() -> None:
    world = World(pairs=36, trials=1, lift=0.3)
    _, promised = promised_power(world, runs=500)
    assert verdict_rates(world, runs=120)[Verdict.BETTER] == pytest.approx(promised, abs=0.12)
