"""A run is watched while it is worked on: without its lock, without asking for more than what is new."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import orjson
import pytest

from shared.conversations.writing import write_jsonl
from shared.improvement.batch import Progress, cost_of
from shared.improvement.journal import Journal, RunLocked, run_lock
from shared.improvement.models import Arm, EndReason, SimulatedConversation
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError, RunFolder
from shared.runs.simulating import JOURNAL, OF_ARM, SCENARIOS, SIMULATION, simulate
from shared.runs.watching import RunWatcher, SimulationView, is_locked, watch
from tests.shared.improvement.played import played, scenario

QUICK_SEC = 0.02


def journaled(folder: RunFolder, conversations: list[SimulatedConversation], *, trials: int = 1) -> None:
    with Journal.open(folder / JOURNAL, {"trials": str(trials)}) as journal:
        for conversation in conversations:
            journal.append(key(conversation), conversation)


def key(conversation: SimulatedConversation) -> str:
    return f"{conversation.arm.value}/{conversation.scenario_id}/{conversation.trial}"


@pytest.fixture
def begun(tmp_path: Path) -> RunFolder:
    """Three scenarios, twice, of which nothing is played yet."""
    folder = RunFolder(tmp_path)
    write_jsonl(folder / SCENARIOS, [scenario(n).model_dump(mode="json") for n in range(3)])
    journaled(folder, [], trials=2)
    return folder


def test_there_is_nothing_to_see_before_a_simulation(tmp_path: Path) -> None:
    assert watch(RunFolder(tmp_path / "none")) == SimulationView()


def test_the_total_is_known_before_the_first_conversation_ends(begun: RunFolder) -> None:
    view = watch(begun)
    assert (view.total, view.done, view.finished) == (12, 0, ())
    assert view.by_arm == {Arm.BASELINE: 0, Arm.PROPOSED: 0}


def test_each_look_takes_in_what_is_new(begun: RunFolder) -> None:
    watcher, first, second = RunWatcher(begun), played(Arm.PROPOSED, 1), played(Arm.BASELINE, 2, csat=2.0)
    assert watcher.update().done == 0
    journaled(begun, [first], trials=2)
    assert [row.key for row in watcher.update().finished] == ["proposed/s001/0"]
    journaled(begun, [second], trials=2)
    view = watcher.update()
    assert watcher.update() is view
    row = view.finished[1]
    assert (row.key, row.order, row.csat, row.turns, row.context) == ("baseline/s002/0", 2, 2.0, 3, "buying")
    assert (row.intents, row.channel, row.language, row.duration_sec) == (("offer_24h",), "chat", "es", 60.0)
    assert view.by_arm == {Arm.BASELINE: 1, Arm.PROPOSED: 1}
    assert view.cost_usd == pytest.approx(cost_of(first) + cost_of(second))
    assert watcher.read_case("baseline/s002/0") == second
    with pytest.raises(RunError, match="no finished conversation"):
        watcher.read_case("baseline/s000/0")


def test_a_failure_that_is_made_good_is_counted_once(begun: RunFolder) -> None:
    watcher = RunWatcher(begun)
    journaled(begun, [played(Arm.PROPOSED, 1, failed=True), played(Arm.PROPOSED, 2)], trials=2)
    assert (watcher.update().done, watcher.update().failures) == (2, 1)
    journaled(begun, [played(Arm.PROPOSED, 1)], trials=2)
    view = watcher.update()
    assert (view.done, view.failures) == (2, 0)
    assert [(row.key, row.order) for row in view.finished] == [("proposed/s002/0", 2), ("proposed/s001/0", 3)]


def test_a_half_written_line_waits_for_its_end(begun: RunFolder) -> None:
    watcher, conversation = RunWatcher(begun), played(Arm.PROPOSED)
    line = orjson.dumps({"case": key(conversation), "conversation": conversation.model_dump(mode="json")}) + b"\n"
    with (begun / JOURNAL).open("ab") as file:
        file.write(line[:100])
        file.flush()
        assert watcher.update().done == 0
        file.write(line[100:])
        file.flush()
        assert watcher.update().done == 1


def test_a_journal_that_was_set_aside_is_forgotten(begun: RunFolder) -> None:
    watcher = RunWatcher(begun)
    journaled(begun, [played(Arm.PROPOSED)], trials=2)
    assert watcher.update().done == 1
    (begun / JOURNAL).rename(begun / "journal.1.jsonl")
    assert watcher.update().done == 1
    journaled(begun, [], trials=1)
    assert (watcher.update().done, watcher.update().total) == (0, 6)


def test_looking_again_is_cheap(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    write_jsonl(folder / SCENARIOS, [scenario(n).model_dump(mode="json") for n in range(300)])
    journaled(folder, [played(arm, n, messages=12, say="x" * 400) for n in range(299) for arm in Arm])
    watcher = RunWatcher(folder)
    watcher.update()
    journaled(folder, [played(Arm.PROPOSED, 299)])
    began = time.thread_time()
    assert watcher.update().done == 599
    assert time.thread_time() - began < QUICK_SEC


def test_a_running_simulation_is_seen_from_another_thread(run: RunFolder) -> None:
    watcher, seen = RunWatcher(run), list[tuple[int, int]]()
    watched = threading.Event()

    def look(progress: Progress) -> None:
        view = watcher.update()
        seen.append((view.done, view.total))
        if view.finished:
            assert watcher.read_case(view.finished[0].key).transcript
            assert is_locked(run.path)
            watched.set()
        assert view.done == progress.done

    simulate(run, LLMSettings(), progress=look)
    assert watched.is_set()
    assert seen == [(done, 12) for done in range(13)]
    view, summary = watcher.update(), run.read_json(SIMULATION)
    assert view.done == summary["conversations"]["done"]
    assert view.cost_usd == pytest.approx(summary["usage"]["total"]["cost_usd"])
    reasons = {row.end_reason for row in view.finished}
    assert reasons <= set(EndReason)
    for arm, name in OF_ARM.items():
        assert view.by_arm[arm] == len((run / name).read_bytes().splitlines())


def test_the_lock_is_looked_at_and_left_alone(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    assert is_locked(folder.path) is None
    with run_lock(folder.path):
        assert is_locked(folder.path) is not None
        with pytest.raises(RunLocked), run_lock(folder.path):
            pass
    assert is_locked(folder.path) is None


def test_looking_at_the_lock_keeps_nobody_out(tmp_path: Path) -> None:
    folder, done = RunFolder(tmp_path), threading.Event()

    def look() -> None:
        while not done.is_set():
            is_locked(folder.path)

    looking = [threading.Thread(target=look, daemon=True) for _ in range(2)]
    for thread in looking:
        thread.start()
    for _ in range(200):
        with run_lock(folder.path):
            pass
    done.set()
    for thread in looking:
        thread.join()
