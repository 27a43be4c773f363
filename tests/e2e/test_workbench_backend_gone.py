"""The backend goes away, sessions end, rights are taken: files stay, live data says so, nobody sees too much."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine, func, update

from backend.users.models import Session, User, UserRole
from tests.backend.chats import open_ticket
from tests.backend.faults.supervised import Supervised
from tests.backend.people import PASSWORD, Person, made_person
from tests.backend.serving import SECRET, RunningServer
from tests.workbench.browsing import PATIENCE_MS, Admins, Desk
from tests.workbench.cutting import CuttingProxy
from tests.workbench.jobs_at_work import approved_run
from tests.workbench.running import WorkbenchProcess
from workbench.data.live import FILE
from workbench.sessions import COOKIE
from workbench.workspace import INPUTS, About, Origin, RunEntry, Workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def backend(
    database_url: str, service: RunningServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Supervised]:
    """A backend of these tests' own, to be stopped; on the database whose tables `service` has made."""
    with Supervised(tmp_path_factory.mktemp("backend"), database_url) as running:
        running.wait_for_status(200)
        yield running


@pytest.fixture(scope="module")
def bench(backend: Supervised, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchProcess]:
    """The workbench in front of it. It does not look at accounts by itself."""
    folder = tmp_path_factory.mktemp("bench")
    with WorkbenchProcess(folder, backend.url, ACCOUNT_CHECK_SEC="3600") as running:
        yield running


@pytest.fixture(scope="module")
def proxy(service: RunningServer) -> Iterator[CuttingProxy]:
    with CuttingProxy(service.url) as running:
        yield running


@pytest.fixture(scope="module")
def strict(proxy: CuttingProxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchProcess]:
    """A workbench that looks at accounts every other second, behind what can break an answer off."""
    with WorkbenchProcess(tmp_path_factory.mktemp("strict"), proxy.url, ACCOUNT_CHECK_SEC="2") as running:
        yield running


@pytest.fixture
def ana(engine: Engine, service: RunningServer) -> Iterator[Person]:
    person = made_person(engine, service.url, SECRET, "admin", name="Ana Admin")
    yield person
    person.close()


@pytest.fixture
def rooms(browser: Browser) -> Iterator[list[Admins]]:
    """Workbenches that are looked at; the test fails when one of the browsers complains."""
    expect.set_options(timeout=PATIENCE_MS)
    opened: list[Admins] = []
    yield opened
    for room in opened:
        room.close()
        assert room.complaints == []


@pytest.fixture
def room(rooms: list[Admins], browser: Browser, bench: WorkbenchProcess) -> Admins:
    rooms.append(Admins(browser, bench.url))
    return rooms[-1]


@pytest.fixture
def strict_room(rooms: list[Admins], browser: Browser, strict: WorkbenchProcess) -> Admins:
    rooms.append(Admins(browser, strict.url))
    return rooms[-1]


def finished_in(at: WorkbenchProcess, finished: Path) -> RunEntry:
    entry = Workspace(at.runs).create(About(title="Muestra", origin=Origin.SAMPLE, created_by="ana@example.com"))
    shutil.copytree(finished, entry.folder.path, dirs_exist_ok=True)
    return entry


def fill_in(desk: Desk, email: str) -> None:
    desk.field("sign_in.email").fill(email)
    desk.field("sign_in.password").fill(PASSWORD)
    desk.page.locator('[data-testid="stFormSubmitButton"] button').click()


def test_files_are_worked_on_and_live_data_comes_back_by_itself(
    room: Admins, bench: WorkbenchProcess, backend: Supervised, ana: Person, finished_run: Path, engine: Engine
) -> None:
    entry = approved_run(finished_run, Workspace(bench.runs))
    cookie = bench.signed_in(ana.token, email=ana.email)
    inbox, data = room.open("/inbox", cookie=cookie), room.open("/", cookie=cookie)
    offer = data.page.locator(".st-key-card-live")
    expect(data.button("data.live.go")).to_be_visible()

    backend.kill()
    expect(inbox.text("inbox.down")).to_be_visible()
    desk = room.open(f"/regenerate?run={entry.id}", cookie=cookie)
    desk.button("regenerate.start").click()
    expect(desk.button("regenerate.to_compare")).to_be_visible()
    desk.go("metrics")
    expect(desk.heading("step.metrics")).to_be_visible()
    assert (entry.folder / "comparison.json").read_bytes() == (finished_run / "comparison.json").read_bytes()
    expect(offer).to_contain_text(data.words("error.backend_down"))

    backend.start()
    backend.wait_for_status(200)
    expect(inbox.text("inbox.down")).to_have_count(0)
    expect(data.button("data.live.go")).to_be_visible()
    with made_person(engine, backend.url, SECRET, name="Luis Ruiz") as luis:
        ticket = open_ticket(luis)["id"]
        assert luis.post(f"tickets/{ticket}/handoff", json={"reason": "Una persona"}).is_success
    expect(inbox.page.locator(f'[class*="st-key-case-row-"][class*="{ticket}"]')).to_contain_text("Luis Ruiz")


def test_a_session_that_ends_in_the_middle_leads_through_the_form_back_to_the_run(
    room: Admins, bench: WorkbenchProcess, ana: Person, finished_run: Path, engine: Engine
) -> None:
    entry = finished_in(bench, finished_run)
    desk = room.open(f"/export?run={entry.id}", cookie=bench.signed_in(ana.token, email=ana.email))
    desk.button("publish.do").click()
    asked = desk.page.get_by_test_id("stPopoverBody")
    asked.get_by_label(desk.words("publish.reason")).fill("Resuelve más")
    asked.get_by_text(desk.words("publish.sure")).click()
    yes = asked.get_by_role("button", name=desk.words("publish.yes"))
    expect(yes).to_be_enabled()
    with engine.begin() as connection:
        connection.execute(update(Session).where(Session.id == ana.session_id).values(revoked_at=func.now()))
    yes.click()
    expect(desk.text("sign_in.ended")).to_be_visible()
    fill_in(desk, ana.email)
    expect(desk.page).to_have_url(re.compile(rf"/export\?run={entry.id}"))
    expect(desk.page.locator(".run-name")).to_have_text("Muestra")
    expect(desk.button("publish.do")).to_be_visible()


def test_who_is_no_admin_any_more_is_shown_out_without_touching_the_page(
    strict_room: Admins, strict: WorkbenchProcess, ana: Person, finished_run: Path, engine: Engine
) -> None:
    entry = finished_in(strict, finished_run)
    cookie = strict.signed_in(ana.token, email=ana.email)
    desk = strict_room.open(f"/metrics?run={entry.id}", cookie=cookie)
    expect(desk.heading("step.metrics")).to_be_visible()
    assert taken(strict, entry, cookie) == 200

    with engine.begin() as connection:
        connection.execute(update(User).where(User.id == ana.id).values(role=UserRole.CUSTOMER))
    expect(desk.text("sign_in.ended")).to_be_visible()
    expect(desk.heading("step.metrics")).to_have_count(0)
    assert taken(strict, entry, cookie) == 401
    fill_in(desk, ana.email)
    expect(desk.text("error.not_admin")).to_be_visible()


def taken(at: WorkbenchProcess, entry: RunEntry, cookie: str = "") -> int:
    """The status with which a file of the run is answered."""
    with httpx2.Client(base_url=at.url, cookies={COOKIE: cookie} if cookie else {}, verify=False) as client:
        return client.get(f"/runs/{entry.id}/metrics.json").status_code


@pytest.mark.parametrize("role", ["customer", "agent"])
def test_whoever_is_no_admin_gets_no_files(
    strict: WorkbenchProcess, service: RunningServer, finished_run: Path, engine: Engine, role: str
) -> None:
    entry = finished_in(strict, finished_run)
    with made_person(engine, service.url, SECRET, role) as person:
        assert taken(strict, entry, strict.signed_in(person.token, email=person.email)) == 401
    assert taken(strict, entry, "guessed") == 401
    assert taken(strict, entry) == 401


def test_an_import_that_breaks_off_leaves_no_half_run(
    strict_room: Admins, strict: WorkbenchProcess, proxy: CuttingProxy, ana: Person
) -> None:
    proxy.cut = True
    desk = strict_room.open("/", cookie=strict.signed_in(ana.token, email=ana.email))
    desk.button("data.live.go").dblclick(no_wait_after=True)
    expect(desk.text("data.live.unfinished")).to_be_visible()
    expect(desk.text("data.live.broken")).to_be_visible()
    [entry] = [one for one in Workspace(strict.runs).entries(with_live=True) if one.about.origin is Origin.LIVE]
    assert list((entry.folder / INPUTS).iterdir()) == []
    assert not (entry.folder / "metrics.json").exists()
    expect(desk.step("metrics")).to_be_visible()

    proxy.cut = False
    desk.button("data.live.again").click()
    expect(desk.button("data.to_metrics")).to_be_visible()
    assert [path.name for path in (entry.folder / INPUTS).iterdir()] == [FILE]
    lines = (entry.folder / INPUTS / FILE).read_bytes().count(b"\n")
    assert entry.folder.read_json("metrics.json")["overall"]["total"] == lines > 1
