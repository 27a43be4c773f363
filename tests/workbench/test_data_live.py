"""Live tickets: what is asked for, whole or not at all, and no cookie in any file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
from streamlit.testing.v1 import AppTest

from shared.runs.settings import RunSettings
from tests.workbench.conftest import SAMPLE
from workbench import access as access_module
from workbench.access import Access
from workbench.client import Backend
from workbench.data import live
from workbench.data.live import ImportFailed, Wanted
from workbench.i18n import formats
from workbench.jobs.jobs import jobs
from workbench.jobs.record import FILE, JobKind, JobState
from workbench.jobs.work import Stopped, Task, import_live
from workbench.state import State
from workbench.workspace import About, Origin, Workspace

CONTENT = SAMPLE.read_bytes()
Answer = Callable[[httpx2.Request], httpx2.Response]


class Broken(httpx2.SyncByteStream):
    """Half of an answer."""

    def __iter__(self) -> Iterator[bytes]:
        yield CONTENT[:5_000]
        raise httpx2.RemoteProtocolError("peer closed the connection")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], list[httpx2.Request]]]:
    """`asked(answer)`: a backend that answers so; the requests that it got."""
    opened: list[Backend] = []

    def use(answer: Answer) -> list[httpx2.Request]:
        requests: list[httpx2.Request] = []

        def keep(request: httpx2.Request) -> httpx2.Response:
            requests.append(request)
            return answer(request)

        opened.append(Backend("http://backend", 5, httpx2.MockTransport(keep)))
        monkeypatch.setattr(access_module, "backend", lambda: opened[-1])
        return requests

    yield use
    for one in opened:
        one.close()


def whole(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, content=CONTENT)


def test_days_are_those_of_the_reader_and_the_last_one_is_in() -> None:
    wanted = Wanted(date(2026, 11, 1), date(2026, 11, 2), ("open", "closed"), zone="America/Mexico_City")
    query = wanted.export_query()
    assert query["since"] == "2026-11-01T00:00:00-06:00"
    assert query["until"] == "2026-11-03T00:00:00-06:00"
    assert (query["status"], query["redact"]) == (["open", "closed"], True)
    assert Wanted(date(2026, 11, 1), zone="Nowhere/At_all").query()["since"] == "2026-11-01T00:00:00+00:00"


def test_today_is_the_reader_s() -> None:
    first, last = formats.today("Pacific/Kiritimati"), formats.today("Pacific/Pago_Pago")  # 25 hours apart
    assert first > last
    assert last <= formats.today(None) <= first


def test_how_many_there_are_is_asked_before(signed_in: State, asked: Any) -> None:
    requests = asked(lambda request: httpx2.Response(200, json={"count": 7}))
    assert live.count(Access(signed_in.cookie), Wanted(channel="web")) == 7
    assert str(requests[0].url).endswith("admin/conversations/count?channel=web")
    assert requests[0].headers["authorization"] == "Bearer access"


def test_the_export_comes_whole(signed_in: State, asked: Any, tmp_path: Path) -> None:
    requests = asked(whole)
    told: list[tuple[int, int]] = []
    path = tmp_path / "inputs" / "live.jsonl"
    live.download(Access(signed_in.cookie), Wanted().export_query(), path, lambda *seen: told.append(seen))
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), 160)
    assert requests[0].url.params["redact"] == "true"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda _: httpx2.Response(200, stream=Broken()), "data.live.broken"),
        (lambda _: httpx2.Response(200, content=CONTENT[:-20]), "data.live.broken"),
        (lambda _: httpx2.Response(503, json={"error": {"code": "busy"}}), "data.live.refused"),
    ],
)
def test_what_breaks_off_leaves_no_half_file(
    signed_in: State, asked: Any, tmp_path: Path, answer: Answer, message: str
) -> None:
    asked(answer)
    with pytest.raises(ImportFailed, match=message):
        live.download(Access(signed_in.cookie), {}, tmp_path / "inputs" / "live.jsonl", lambda *_: None)
    assert list((tmp_path / "inputs").iterdir()) == []


def test_a_session_that_ended_is_said(runs: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match=r"data\.live\.signed_out"):
        live.download(Access("nobody"), {}, tmp_path / "live.jsonl", lambda *_: None)


def test_stopping_an_import_leaves_no_half_file(signed_in: State, asked: Any, runs: Workspace) -> None:
    asked(whole)
    entry = runs.create(About(origin=Origin.LIVE))
    live.permits.give(entry.id, Access(signed_in.cookie))
    stop = threading.Event()
    stop.set()
    task = Task(entry.folder, {"query": {}, "expected": 160, "settings": {}}, stop, lambda *_: None)
    with pytest.raises(Stopped):
        import_live(task)
    assert [path.name for path in (entry.folder / "inputs").iterdir()] == []
    live.permits.end(entry.id)


def test_an_import_is_analysed_and_keeps_no_cookie(signed_in: State, asked: Any, runs: Workspace) -> None:
    asked(whole)
    entry = runs.create(About(origin=Origin.LIVE, sources=["inputs/live.jsonl"]))
    live.permits.give(entry.id, Access(signed_in.cookie))
    arguments = {"query": Wanted().export_query(), "expected": 160, "settings": {}}
    jobs().start(entry, JobKind.IMPORT, "ana@example.com", arguments)
    assert ended(entry) is JobState.DONE
    assert entry.folder.info().counts["accepted"] == 160
    assert signed_in.cookie not in (entry.folder / FILE).read_text()
    with pytest.raises(ImportFailed):
        live.permits.of(entry.id)


def test_after_a_restart_an_import_has_to_be_asked_for_again(runs: Workspace) -> None:
    entry = runs.create(About(origin=Origin.LIVE))
    jobs().start(entry, JobKind.IMPORT, "ana@example.com", {"query": {}, "expected": 5, "settings": {}})
    assert ended(entry) is JobState.FAILED
    job = jobs().view(entry)
    assert job is not None
    assert job.error == "data.live.restarted"


def test_importing_again_analyses_with_what_is_chosen_now(
    signed_in: State, asked: Any, open_page: Callable[..., AppTest], runs: Workspace
) -> None:
    asked(whole)
    entry = runs.create(About(origin=Origin.LIVE, sources=["inputs/live.jsonl"]))
    first = {"query": Wanted(channel="web").export_query(), "expected": 160, "settings": {"target_csat": 4.5}}
    jobs().start(entry, JobKind.IMPORT, "ana@example.com", first)
    assert ended(entry) is JobState.FAILED
    signed_in.settings = RunSettings(target_csat=3.5)
    app = open_page("data", entry)
    app.button(key="data-import-again").click().run()
    assert not app.exception
    assert ended(entry) is JobState.DONE
    job = jobs().view(entry)
    assert job is not None
    assert job.arguments["query"] == first["query"]
    assert entry.folder.info().settings.target_csat == 3.5


def ended(entry: Any) -> JobState:
    """The state in which the run's job ends."""
    patience = threading.Event()
    for _ in range(600):
        job = jobs().view(entry)
        assert job is not None
        if not job.under_way:
            return job.state
        patience.wait(0.1)
    raise AssertionError("the job did not end")
