"""What a simulation is said to take, against what it takes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.improvement.batch import Progress
from shared.improvement.estimated_time import Basis
from shared.improvement.models import Arm
from shared.llm.catalog import model_info
from shared.llm.settings import LLMSettings
from shared.runs.estimating import EstimateNote, estimate, left
from shared.runs.folder import RunError, RunFolder
from shared.runs.simulating import JOURNAL, SIMULATION, simulate
from shared.runs.simulation_setup import SimulationSetup, read_setup
from shared.runs.watching import SimulationView, watch
from tests.shared.runs.run_folders import make_approved_run
from tests.timing import assert_within

OFFLINE = LLMSettings()
PAID = LLMSettings(openai_api_key="sk-test")
FACTOR = 2.0


def close(guessed: float, real: float) -> bool:
    return real / FACTOR <= guessed <= real * FACTOR


@pytest.mark.parametrize(
    "changes",
    [{}, {"scenarios": 18, "trials": 2}, {"max_turns": 3}, {"scenarios": None, "conversations_per_context": 2}],
)
def test_calls_and_tokens_are_within_a_factor_of_two(run: RunFolder, changes: dict[str, Any]) -> None:
    settings = run.info().settings.model_copy(update=changes)
    before = {path.name for path in run.path.iterdir()}
    expected = estimate(run, OFFLINE, settings)
    assert {path.name for path in run.path.iterdir()} == before
    outcome = simulate(run, OFFLINE, settings=settings)
    real = run.read_json(SIMULATION)["usage"]["total"]
    assert expected.conversations == expected.missing == outcome.total
    assert close(expected.calls, real["calls"])
    assert expected.calls_low <= real["calls"] <= expected.calls_high
    assert close(expected.input_tokens, real["input_tokens"])
    assert close(expected.output_tokens, real["output_tokens"])


def test_the_offline_model_costs_nothing_and_says_so(run: RunFolder) -> None:
    expected = estimate(run, OFFLINE)
    assert (expected.cost_usd.low, expected.cost_usd.high) == (0.0, 0.0)
    assert expected.basis is Basis.RENDERED
    assert EstimateNote.OFFLINE in expected.notes


def test_a_paid_model_has_a_price_a_range_and_the_time_that_its_rate_allows(run: RunFolder) -> None:
    expected = estimate(run, PAID)
    cost, seconds = expected.cost_usd, expected.seconds
    assert 0 < cost.low < cost.mid < cost.high < 1
    assert 0 < seconds.low < seconds.mid < seconds.high
    slow = estimate(run, PAID.model_copy(update={"openai_requests_per_minute": 10}))
    assert slow.seconds.mid == pytest.approx(expected.calls * 6 / 0.9, rel=0.02)
    assert EstimateNote.RATE_LIMITED in slow.notes
    assert estimate(run, PAID.model_copy(update={"openai_model": "unheard-of"})).notes[0] is EstimateNote.PRICE_ASSUMED


def test_after_the_models_end_the_prices_are_those_of_the_one_that_answers(run: RunFolder) -> None:
    ends = model_info(PAID.openai_model).shutdown
    assert ends is not None
    before, after = (estimate(run, PAID, today=day).cost_usd.mid for day in (ends - timedelta(days=1), ends))
    fallback = estimate(run, PAID.model_copy(update={"openai_model": "gpt-6-luna"}), today=ends).cost_usd.mid
    assert before < after == fallback
    alone = PAID.model_copy(update={"openai_fallback_model": None})
    assert estimate(run, alone, today=ends).cost_usd.mid == before, "nobody answers in its place"
    unknown = PAID.model_copy(update={"openai_fallback_model": "unheard-of"})
    assert EstimateNote.PRICE_ASSUMED in estimate(run, unknown, today=ends).notes


def test_what_was_measured_before_the_models_end_is_priced_anew(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def stop_half_way(progress: Progress) -> None:
        if progress.done == 6:
            stop.set()

    simulate(run, LLMSettings(offline_model_latency_ms=10), progress=stop_half_way, stop=stop)
    conditions = read_setup(run, None).conditions(OFFLINE)
    monkeypatch.setattr(SimulationSetup, "conditions", lambda setup, llm: conditions)  # as if the paid model had played
    ends = model_info(PAID.openai_model).shutdown
    assert ends is not None
    expected = estimate(run, PAID, today=ends)
    prices = model_info("gpt-6-luna").prices
    assert expected.basis is Basis.MEASURED
    assert expected.cost_usd.mid == pytest.approx(
        (expected.input_tokens * prices.input + expected.output_tokens * prices.output) / 1e6, rel=0.2
    )


def test_more_threads_take_less_time_and_more_trials_cost_more(run: RunFolder) -> None:
    unlimited = PAID.model_copy(update={"openai_requests_per_minute": 0, "openai_tokens_per_minute": 0})
    settings = run.info().settings
    one = estimate(run, unlimited, settings.model_copy(update={"threads": 1}))
    four = estimate(run, unlimited, settings.model_copy(update={"threads": 4}))
    thrice = estimate(run, unlimited, settings.model_copy(update={"trials": 3}))
    assert one.seconds.mid == pytest.approx(4 * four.seconds.mid)
    assert thrice.cost_usd.mid == pytest.approx(3 * one.cost_usd.mid)
    assert thrice.conversations == 3 * one.conversations


def test_a_budget_that_will_not_do_is_said_beforehand(run: RunFolder) -> None:
    settings = run.info().settings
    enough, short = (estimate(run, PAID, settings.model_copy(update={"budget_usd": b})) for b in (5.0, 0.0001))
    assert EstimateNote.OVER_BUDGET not in enough.notes
    assert EstimateNote.OVER_BUDGET in short.notes


def test_what_was_played_is_measured_and_only_the_rest_is_estimated(run: RunFolder) -> None:
    stop = threading.Event()

    def stop_half_way(progress: Progress) -> None:
        if progress.done == 6:
            stop.set()

    simulate(run, LLMSettings(offline_model_latency_ms=10), progress=stop_half_way, stop=stop)
    done = watch(run).done
    expected = estimate(run, OFFLINE)
    assert expected.basis is Basis.MEASURED
    assert (expected.conversations, expected.missing) == (12, 12 - done)
    assert 0 < expected.seconds.low < expected.seconds.high
    simulate(run, OFFLINE)
    calls = run.read_json(SIMULATION)["usage"]["total"]["calls"]
    played = calls - expected.calls
    assert 0 < played < calls
    nothing = estimate(run, OFFLINE)
    assert (nothing.missing, nothing.calls, nothing.seconds.high) == (0, 0, 0.0)
    assert EstimateNote.NOTHING_LEFT in nothing.notes


def test_a_journal_of_other_conditions_measures_nothing(run: RunFolder) -> None:
    simulate(run, OFFLINE)
    other = run.info().settings.model_copy(update={"seed": 5})
    assert estimate(run, OFFLINE, other).basis is Basis.RENDERED
    with (run / JOURNAL).open("ab") as file:
        file.write(b'{"case": "half')
    assert estimate(run, OFFLINE).missing == 0


def test_the_time_left_follows_the_pace(run: RunFolder) -> None:
    expected = estimate(run, PAID)
    at_first = left(expected, SimulationView(total=12), 0.0)
    assert at_first == pytest.approx(expected.seconds.mid)
    slowly = SimulationView(total=12, done=6, by_arm={Arm.BASELINE: 3, Arm.PROPOSED: 3})
    much_slower = left(expected, slowly, 10 * expected.seconds.mid)
    assert much_slower > at_first
    assert left(expected, slowly, 0.1) < at_first / 2
    assert left(expected, replace(slowly, done=12), 100.0) == 0.0


def test_it_is_quick(run: RunFolder) -> None:
    settings = run.info().settings.model_copy(update={"scenarios": 60})
    estimate(run, PAID, settings)
    assert_within(1.0, lambda: estimate(run, PAID, settings))


def test_a_run_without_an_approval_is_not_estimated(run: RunFolder) -> None:
    (run / "approved_prompts.json").unlink()
    with pytest.raises(RunError, match="acs approve"):
        estimate(run, PAID)


def test_a_small_run_on_few_conversations(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = make_approved_run(tmp_path_factory.mktemp("few") / "run")
    expected = estimate(folder, OFFLINE)
    simulate(folder, OFFLINE)
    assert close(expected.input_tokens, folder.read_json(SIMULATION)["usage"]["total"]["input_tokens"])
