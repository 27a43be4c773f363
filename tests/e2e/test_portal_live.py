"""What happens while a customer looks on: words that stream, people who join, connections that break."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.i18n.formats import full, instant
from tests.backend.chats import open_ticket
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.faults.supervised import Supervised
from tests.backend.serving import SlowTransport
from tests.e2e.conftest import Customer
from tests.portal.browsing import DESKTOP, Reader, Visitors, visit
from tests.portal.running import PortalProcess

pytestmark = pytest.mark.browser

QUESTION = "¿ya cayó la lana del Jetta?"
SLOW_SEC = 0.15
"""Between two pieces of an answer: some seconds for all of it."""
Make = Callable[..., Customer]


def chat(visitors: Visitors, who: Customer, ticket: str) -> Reader:
    return Reader(visit(visitors.context(width=DESKTOP, cookie=who.cookie).new_page(), f"/tickets/{ticket}"))


def own_messages(page: Page) -> list[str]:
    return page.locator(".bubble-customer").all_inner_texts()


@pytest.fixture
def ana(customer: Make) -> Customer:
    return customer(name="Ana")


@pytest.fixture
def ticket(ana: Customer) -> str:
    return str(open_ticket(ana.person)["id"])


def test_a_reload_in_mid_answer_picks_it_up(
    visitors: Visitors, ana: Customer, ticket: str, pace: SlowTransport
) -> None:
    pace.pause_sec = SLOW_SEC
    reader = chat(visitors, ana, ticket)
    reader.say(QUESTION)
    expect(reader.page.locator("#live")).not_to_be_empty()
    begun = reader.page.locator("#live").inner_text()
    visit(reader.page, f"/tickets/{ticket}")
    expect(reader.page.locator("#live, .lines .bubble-bot").first).to_contain_text(begun.split("\n")[0][:20])
    expect(reader.page.locator("#live")).to_have_count(0)
    expect(reader.answers).to_have_count(1)
    assert own_messages(reader.page).count(QUESTION) == 1


def test_times_are_those_of_the_browser(visitors: Visitors, ana: Customer) -> None:
    opened = open_ticket(ana.person)
    page = visitors.context(width=DESKTOP, cookie=ana.cookie, timezone_id="Asia/Tokyo").new_page()
    visit(page, f"/tickets/{opened['id']}")
    expect(page.get_by_text(full(instant(opened["created_at"]), "es", "Asia/Tokyo"), exact=True)).to_be_visible()


def test_two_tabs_show_the_same(visitors: Visitors, ana: Customer, ticket: str, pace: SlowTransport) -> None:
    pace.pause_sec = SLOW_SEC
    one, other = chat(visitors, ana, ticket), chat(visitors, ana, ticket)
    one.say(QUESTION)
    expect(other.own(QUESTION)).to_have_count(1)
    expect(other.page.locator("#live")).not_to_be_empty()
    for reader in (one, other):
        expect(reader.answers).to_have_count(1)
    assert one.answers.first.inner_text() == other.answers.first.inner_text()
    other.button("chat.resolve").click()
    expect(one.button("chat.reopen")).to_be_visible()


def test_an_answer_can_be_stopped(visitors: Visitors, ana: Customer, ticket: str, pace: SlowTransport) -> None:
    pace.pause_sec = SLOW_SEC
    reader = chat(visitors, ana, ticket)
    reader.say(QUESTION)
    expect(reader.page.locator("#live")).not_to_be_empty()
    reader.button("chat.stop").click()
    expect(reader.text("chat.stopped")).to_be_visible()
    expect(reader.button("chat.stop")).to_have_count(0)


def test_a_person_joins_and_their_words_arrive_by_themselves(
    visitors: Visitors, ana: Customer, ticket: str, customer: Make
) -> None:
    bea = customer("agent", name="Bea Soto").person
    reader = chat(visitors, ana, ticket)
    reader.button("chat.person").click()
    reader.field("chat.person_reason").fill("Prefiero hablar con alguien")
    reader.button("chat.person_call").click()
    expect(reader.button("chat.person")).to_have_count(0)
    expect(reader.page.locator(".chat-notice")).to_be_visible()

    assert bea.post(f"admin/tickets/{ticket}/takeover").is_success
    expect(reader.page.locator(".chat-notice")).to_contain_text("Bea")
    assert bea.post(f"admin/tickets/{ticket}/replies", json={"content": "Hola, soy **Bea**."}).is_success
    reply = reader.page.locator(".bubble-agent")
    expect(reply).to_have_text(re.compile("Hola, soy Bea."))
    expect(reply.locator("strong")).to_have_text("Bea")

    reader.say("Gracias, Bea")
    expect(reader.own("Gracias, Bea")).to_have_count(1)
    expect(reader.page.locator("[data-pending]")).to_have_count(0)
    assert bea.get(f"tickets/{ticket}/messages").json()["items"][-1]["content"] == "Gracias, Bea"


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "at that moment"])
def test_going_offline_says_so_and_recovers_by_itself(
    visitors: Visitors, ana: Customer, ticket: str, noticed: bool
) -> None:
    visitors.cuts_expected = True
    reader = chat(visitors, ana, ticket)
    reader.composer.fill("Un borrador")
    context = reader.page.context
    context.set_offline(True)
    if noticed:
        expect(reader.text("shell.offline")).to_be_visible()
    reader.composer.press("Enter")
    expect(reader.text("shell.offline")).to_be_visible()
    expect(reader.own("Un borrador")).to_be_visible()
    context.set_offline(False)
    expect(reader.text("shell.offline")).to_have_count(0)
    expect(reader.answers.first).to_be_visible()
    assert own_messages(reader.page) == ["Un borrador"]


def test_a_draft_survives_a_reload(visitors: Visitors, ana: Customer, ticket: str) -> None:
    reader = chat(visitors, ana, ticket)
    reader.composer.fill("A medio escribir")
    visit(reader.page, f"/tickets/{ticket}")
    expect(reader.composer).to_have_value("A medio escribir")


def test_enter_sends_and_shift_enter_breaks_the_line(visitors: Visitors, ana: Customer, ticket: str) -> None:
    reader = chat(visitors, ana, ticket)
    reader.composer.fill("uno")
    reader.composer.press("Shift+Enter")
    reader.page.keyboard.type("dos")
    expect(reader.composer).to_have_value("uno\ndos")
    reader.composer.press("Enter")
    expect(reader.composer).to_have_value("")
    expect(reader.own("uno")).to_have_text(re.compile("uno\\s*dos"))


@pytest.mark.slow
def test_the_backend_is_stopped_and_started_in_mid_chat(browser: Browser, tmp_path: Path) -> None:
    """What was written while it was away is sent, once, by itself."""
    with OwnPostgres() as postgres, Supervised(tmp_path, postgres.url, OFFLINE_MODEL_LATENCY_MS="20") as backend:
        backend.wait_for_status(200)
        with PortalProcess(tmp_path, backend.url) as portal:
            visitors = Visitors(browser, portal.url)
            reader = Reader(visitors.open("/signup", width=DESKTOP))
            reader.field("auth.name").fill("Ana")
            reader.field("auth.email").fill("ana@example.com")
            reader.field("auth.password").fill("un buen secreto 7")
            reader.button("auth.signup.submit").click()
            reader.page.wait_for_url("**/dashboard")
            visit(reader.page, "/tickets/new")
            reader.page.locator("fieldset#category label").first.click()
            reader.field("tickets.new.name").fill("Mi Jetta")
            reader.field("tickets.new.description").fill("Hola")
            reader.button("tickets.new.submit").click()
            expect(reader.answers).to_have_count(1)

            backend.kill()
            reader.say("¿Siguen ahí?")
            expect(reader.own("¿Siguen ahí?")).to_be_visible()
            expect(reader.text("chat.away")).to_be_visible()
            backend.start()
            backend.wait_for_status(200)
            expect(reader.text("chat.away")).to_have_count(0)
            expect(reader.answers).to_have_count(2)
            assert own_messages(reader.page) == ["Hola", "¿Siguen ahí?"]
            visitors.close()
            assert visitors.complaints == []
