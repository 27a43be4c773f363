"""The inbox beside a customer's open portal, and live tickets as conversations to improve the bot by."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import Engine

from tests.backend.chats import open_ticket
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET, RunningServer
from tests.e2e.conftest import Customer
from tests.portal.browsing import DESKTOP, Reader, Visitors, visit
from tests.workbench.browsing import Admins, Desk
from tests.workbench.jobs_at_work import approved_run
from tests.workbench.running import WorkbenchProcess
from workbench.data.live import Wanted
from workbench.workspace import Origin, RunEntry, Workspace

pytestmark = pytest.mark.browser

SOON_MS = 3_000
"""Within which a customer who asks for a person is seen, on a machine that has nothing else to do."""
ZONE = "America/Mexico_City"


@pytest.fixture
def bea(engine: Engine, service: RunningServer) -> Iterator[Person]:
    person = made_person(engine, service.url, SECRET, "admin", name="Bea Soto")
    yield person
    person.close()


@pytest.fixture
def desk(admins: Admins, workbench: WorkbenchProcess, bea: Person) -> Desk:
    """Bea at her empty inbox."""
    return admins.open("/inbox", cookie=workbench.signed_in(bea.token, email=bea.email))


@pytest.fixture
def luis(customer: Callable[..., Customer]) -> Customer:
    return customer(name="Luis Ruiz")


def soon() -> float:
    return SOON_MS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def row(desk: Desk, ticket: str) -> Locator:
    """The case in the queue."""
    return desk.page.locator(f'[class*="st-key-case-row-"][class*="{ticket}"]')


def ask_for_a_person(reader: Reader) -> None:
    reader.button("chat.person").click()
    reader.field("chat.person_reason").fill("Prefiero hablar con alguien")
    reader.button("chat.person_call").click()
    expect(reader.page.locator(".chat-notice")).to_be_visible()


def yes(desk: Desk, what: str) -> None:
    """Open what asks once, and agree."""
    desk.button(f"inbox.{what}").first.click()
    desk.page.get_by_test_id("stPopoverBody").get_by_role("button", name=desk.words(f"inbox.{what}.yes")).click()


def test_a_case_goes_to_a_person_back_to_the_bot_and_to_its_end(desk: Desk, visitors: Visitors, luis: Customer) -> None:
    ticket = str(open_ticket(luis.person)["id"])
    page = visit(visitors.context(width=DESKTOP, cookie=luis.cookie).new_page(), f"/tickets/{ticket}")
    reader = Reader(page)
    reader.say("¿ya cayó la lana del Jetta?")
    expect(reader.answers).to_have_count(1)
    expect(row(desk, ticket)).to_have_count(0)

    ask_for_a_person(reader)
    expect(row(desk, ticket)).to_be_visible(timeout=soon())
    expect(row(desk, ticket)).to_contain_text("Luis Ruiz")
    row(desk, ticket).get_by_role("button").click()
    expect(desk.page).to_have_url(re.compile(ticket))
    expect(desk.text("inbox.reason.customer_request")).to_be_visible()
    desk.button("inbox.take").click()
    expect(row(desk, ticket)).to_contain_text(desk.words("inbox.state.mine"))
    expect(reader.page.locator(".chat-notice")).to_contain_text("Bea")

    desk.field("inbox.reply").fill("Hola, Luis: soy **Bea**.")
    desk.button("inbox.send").click()
    expect(reader.page.locator(".bubble-agent")).to_have_text(re.compile("Hola, Luis: soy Bea."))
    expect(desk.field("inbox.reply").filter(has_text="Bea")).to_have_count(0)
    expect(desk.field("inbox.reply")).to_have_value("")

    desk.field("inbox.reply").press_sequentially("Ya lo estoy rev")
    reader.say("Gracias, Bea. ¿Cuándo cae?")
    said = desk.page.locator(".talk .said.customer").last
    expect(said).to_contain_text("Gracias, Bea. ¿Cuándo cae?", timeout=soon())
    expect(desk.field("inbox.reply")).to_have_value("Ya lo estoy rev")
    expect(desk.field("inbox.reply")).to_be_focused()
    desk.field("inbox.reply").fill("")

    yes(desk, "give_back")
    expect(desk.text("inbox.with_bot")).to_be_visible()
    expect(row(desk, ticket)).to_have_count(0)
    expect(reader.button("chat.person")).to_be_visible()
    reader.say("¿y mi pago del Jetta?")
    expect(reader.answers).to_have_count(2)

    ask_for_a_person(reader)
    expect(row(desk, ticket)).to_be_visible(timeout=soon())
    desk.button("inbox.take").click()
    yes(desk, "resolve")
    expect(desk.text("inbox.over")).to_be_visible()
    expect(row(desk, ticket)).to_have_count(0)
    expect(reader.text("chat.is_resolved")).to_be_visible()
    expect(reader.button("chat.reopen")).to_be_visible()


def imported(desk: Desk, at: WorkbenchProcess) -> RunEntry:
    """The run of the import that was just started, once it is analysed."""
    expect(desk.button("data.to_metrics")).to_be_visible()
    [entry] = [one for one in Workspace(at.runs).entries(with_live=True) if one.about.origin is Origin.LIVE]
    return entry


def test_live_tickets_come_in_by_date_and_state_and_stay_with_admins(
    admins: Admins, workbench: WorkbenchProcess, bea: Person, browser: Browser, tmp_path: Path, finished_run: Path
) -> None:
    today = datetime.now(UTC).date()
    first = today - timedelta(days=20)
    asked = {name: value for name, value in Wanted(first, today, ("resolved",), zone=ZONE).query().items() if value}
    expected = bea.get("admin/conversations/count", params=asked).json()["count"]
    assert expected > 1
    assert expected < bea.get("admin/conversations/count").json()["count"]

    cookie = workbench.signed_in(bea.token, email=bea.email)
    desk = Desk(admins.context(cookie=cookie, timezone_id=ZONE).new_page())
    desk.visit("/")
    card = desk.page.locator(".st-key-card-live")
    digits = card.get_by_test_id("stDateInput").get_by_role("spinbutton")
    digits.first.click()
    desk.page.keyboard.type(f"{first:%d%m%Y}")
    desk.page.keyboard.press("Escape")
    card.get_by_role("combobox", name=desk.words("data.live.states")).click()
    desk.page.get_by_role("option", name=desk.words("data.state.resolved")).click()
    desk.page.keyboard.press("Escape")
    expect(card).to_contain_text(desk.words("data.live.count.other", n=expected))
    desk.button("data.live.go").click()
    entry = imported(desk, workbench)
    assert entry.folder.read_json("metrics.json")["overall"]["total"] == expected
    desk.press("data.to_metrics")
    expect(desk.page.get_by_text(re.compile(rf"\b{expected}\b")).first).to_be_visible()

    with WorkbenchProcess(tmp_path, "http://127.0.0.1:9", WORKBENCH_FILES_ONLY="true") as alone:
        shutil.copytree(entry.folder.path, alone.runs / entry.id)
        other = approved_run(finished_run, Workspace(alone.runs), "Otra")
        room = Admins(browser, alone.url)
        files_only_sees(room.open(f"/metrics?run={entry.id}"), alone, entry, other)
        room.close()


def files_only_sees(desk: Desk, alone: WorkbenchProcess, live: RunEntry, other: RunEntry) -> None:
    """The other run, and nothing of the live one: no page, no row, no file."""
    desk.press("sign_in.use_files")
    expect(desk.text("need.run.json")).to_be_visible()
    expect(desk.page).not_to_have_url(re.compile(live.id))
    desk.go("history")
    expect(desk.page.get_by_text(other.title).first).to_be_visible()
    expect(desk.page.get_by_text(live.title)).to_have_count(0)
    with httpx2.Client(base_url=alone.url, verify=False) as client:
        assert client.get(f"/runs/{live.id}/metrics.json").status_code == 404
        assert client.get(f"/runs/{other.id}/metrics.json").status_code == 200
