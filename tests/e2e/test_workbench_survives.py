"""Work outlives pages, browsers and processes: nothing is started twice, nothing is played twice, nothing is lost."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import Engine

from shared.runs.simulating import JOURNAL
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET, RunningServer
from tests.workbench.browsing import PATIENCE_MS, Admins, Desk
from tests.workbench.jobs_at_work import approved_run, played, until
from tests.workbench.running import WorkbenchProcess
from workbench.i18n import formats
from workbench.jobs import record as records
from workbench.jobs.record import JobRecord, JobState
from workbench.workspace import RunEntry, Workspace

pytestmark = pytest.mark.browser

CALL_MS = "100"
"""How long a call of the model takes: a conversation of the sample has about ten."""
Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def slow(service: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchProcess]:
    """A workbench with a model that takes its time."""
    folder = tmp_path_factory.mktemp("slow")
    with WorkbenchProcess(folder, service.url, OFFLINE_MODEL_LATENCY_MS=CALL_MS) as running:
        yield running


@pytest.fixture
def ana(engine: Engine, service: RunningServer) -> Iterator[Person]:
    person = made_person(engine, service.url, SECRET, "admin", name="Ana Admin")
    yield person
    person.close()


@pytest.fixture
def sit(browser: Browser, ana: Person) -> Iterator[Sit]:
    """`sit(workbench, entry)`: Ana in a browser of her own, at the page where conversations are regenerated."""
    expect.set_options(timeout=PATIENCE_MS)
    rooms: list[Admins] = []

    def down(at: WorkbenchProcess, entry: RunEntry) -> Desk:
        rooms.append(Admins(browser, at.url))
        return rooms[-1].open(f"/regenerate?run={entry.id}", cookie=at.signed_in(ana.token, email=ana.email))

    yield down
    for room in rooms:
        room.close()
        assert room.complaints == []


def run_in(at: WorkbenchProcess, finished: Path, **settings: object) -> RunEntry:
    """An approved run that nothing was played of, with other parameters than the sample's where they are named."""
    entry = approved_run(finished, Workspace(at.runs))
    info = entry.folder.info()
    entry.folder.write_info(info.model_copy(update={"settings": info.settings.model_copy(update=settings)}))
    return entry


def record(entry: RunEntry) -> JobRecord:
    found = records.read(entry.folder.path)
    assert found is not None
    return found


def card(desk: Desk, name: str) -> Locator:
    return desk.page.locator(f".st-key-card-{name}")


def done_of(desk: Desk, total: int) -> int:
    """How many conversations the page says are done."""
    words = desk.words("regenerate.done_of", done="DONE", total=formats.count_of(total, desk.language))
    pattern = re.compile(re.escape(words).replace("DONE", r"(\d+)"))
    found = pattern.search(card(desk, "running").inner_text())
    return int(found.group(1)) if found else 0


def left_of(button: Locator) -> float:
    """Where it begins, in pixels."""
    box = button.bounding_box()
    assert box is not None
    return box["x"]


def cases(entry: RunEntry) -> list[str]:
    """Every conversation in the journal, as often as it is there."""
    return [orjson.loads(line)["case"] for line in (entry.folder / JOURNAL).read_bytes().splitlines()[1:]]


def test_two_browsers_start_one_job_and_both_hold_it(slow: WorkbenchProcess, finished_run: Path, sit: Sit) -> None:
    entry = run_in(slow, finished_run, conversations_per_context=3, threads=2)
    one, other = sit(slow, entry), sit(slow, entry)
    expect(other.button("regenerate.start")).to_be_visible()
    one.button("regenerate.start").dblclick(no_wait_after=True)
    other.button("regenerate.start").click(no_wait_after=True)
    for desk in (one, other):
        expect(card(desk, "running")).to_contain_text(desk.words("regenerate.state.running"))
        until(partial(done_of, desk, 36))
    started = record(entry).started_at
    place = left_of(other.button("regenerate.stop"))

    one.button("regenerate.pause").click()
    expect(other.button("regenerate.resume")).to_be_visible()
    assert left_of(other.button("regenerate.stop")) == place, "nothing moves under a pointer that is about to stop"
    expect(card(other, "running")).to_contain_text(other.words("regenerate.state.paused"))
    kept = played(entry)
    other.button("regenerate.resume").click()
    expect(one.button("regenerate.pause")).to_be_visible()
    until(lambda: played(entry) > kept)

    other.button("regenerate.stop").click()
    for desk in (one, other):
        expect(card(desk, "interrupted")).to_contain_text(desk.words("regenerate.state.stopped"))
    assert record(entry).started_at == started, "one job from its start to its end"
    assert len(cases(entry)) == len(set(cases(entry))) < 36


def test_a_reload_and_a_sign_out_leave_the_work_alone(slow: WorkbenchProcess, finished_run: Path, sit: Sit) -> None:
    entry = run_in(slow, finished_run, conversations_per_context=2, threads=2)
    desk, bystander = sit(slow, entry), sit(slow, entry)
    desk.button("regenerate.start").click()
    until(lambda: done_of(desk, 24) > 0)
    expect(card(bystander, "running")).to_contain_text(desk.words("regenerate.state.running"))
    before, started = done_of(desk, 24), record(entry).started_at
    desk.page.reload()
    until(lambda: done_of(desk, 24) > before)
    assert record(entry).started_at == started

    desk.press("account.sign_out")
    expect(desk.heading("sign_in.title")).to_be_visible()
    expect(card(desk, "running")).to_have_count(0)
    until(lambda: record(entry).state is JobState.DONE)
    assert record(entry).started_at == started
    assert len(cases(entry)) == len(set(cases(entry))) == 24
    expect(card(sit(slow, entry), "done")).to_be_visible()


def test_killed_the_next_workbench_goes_on_by_itself(
    service: RunningServer, tmp_path: Path, finished_run: Path, sit: Sit
) -> None:
    with WorkbenchProcess(tmp_path, service.url, OFFLINE_MODEL_LATENCY_MS=CALL_MS) as running:
        entry = run_in(running, finished_run)
        desk = sit(running, entry)
        desk.button("regenerate.start").click()
        until(lambda: played(entry) > 1)
        running.stop(signal.SIGKILL)
        assert record(entry).state is JobState.RUNNING
        kept = (entry.folder / JOURNAL).read_bytes()
        assert 1 < len(kept.splitlines()) - 1 < 12
        running.start()
        expect(card(desk, "done")).to_be_visible()
        desk.page.close()
    assert (entry.folder / "comparison.json").read_bytes() == (finished_run / "comparison.json").read_bytes()
    assert (entry.folder / JOURNAL).read_bytes().startswith(kept[: kept.rfind(b"\n") + 1])
    assert len(cases(entry)) == len(set(cases(entry))) == 12


def test_a_model_that_fails_is_counted_apart_and_tried_again(
    service: RunningServer, tmp_path: Path, finished_run: Path, sit: Sit
) -> None:
    faults = "rate=0.3,seed=1,kinds=429|500|timeout,hang=0.02"
    with WorkbenchProcess(tmp_path, service.url, OFFLINE_MODEL_FAULTS=faults) as running:
        entry = run_in(running, finished_run, retries=1)
        desk = sit(running, entry)
        desk.button("regenerate.start").click()
        expect(card(desk, "done")).to_be_visible()
        counted = entry.folder.read_json("simulation.json")
        failures = counted["conversations"]["infrastructure_errors"]
        assert counted["conversations"]["done"] == 12
        assert sum(arm["infrastructure_error"] for arm in counted["end_reasons"].values()) == failures > 1
        expect(desk.text("regenerate.failures.help")).to_be_visible()
        desk.page.close()  # before its workbench ends: it may still be fetching parts of the page
    with WorkbenchProcess(tmp_path, service.url) as running:
        desk = sit(running, entry)
        desk.button("regenerate.retry.other", n=failures).click()
        expect(desk.text("regenerate.failures.help")).to_have_count(0)
        until(lambda: record(entry).state is JobState.DONE)
        desk.page.close()
    assert entry.folder.read_json("simulation.json")["conversations"]["infrastructure_errors"] == 0
    assert (entry.folder / "comparison.json").read_bytes() == (finished_run / "comparison.json").read_bytes()
