"""Coming in and going out: a forgotten password, a session that ended, the demonstration, the language."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import expect

from backend.users import resets
from portal.access import SESSION_COOKIE
from tests.backend.people import PASSWORD
from tests.backend.serving import RunningServer
from tests.e2e.conftest import Customer
from tests.portal.browsing import DESKTOP, Reader, Visitors, visit

pytestmark = pytest.mark.browser
Make = Callable[..., Customer]
NEW_PASSWORD = "otro secreto 8"


@pytest.fixture
def mails(service: RunningServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is mailed; it is not sent."""
    sent: list[str] = []

    class Outbox:
        async def defer(self, _: str, **mail: str) -> None:
            sent.append(mail["body"])

    monkeypatch.setattr(resets, "STEP_SEC", 0.02)
    monkeypatch.setattr(service.app.state.services, "jobs", Outbox())
    return sent


def log_in(reader: Reader, email: str, password: str) -> None:
    reader.field("auth.email").fill(email)
    reader.field("auth.password").fill(password)
    reader.button("auth.login.submit").click()


def test_a_forgotten_password(visitors: Visitors, customer: Make, mails: list[str]) -> None:
    ana = customer(name="Ana")
    elsewhere = visitors.open("/dashboard", cookie=ana.cookie)
    reader = Reader(visitors.open("/login"))
    reader.link("auth.login.forgot").click()
    expect(reader.heading("auth.forgot.title")).to_be_visible()  # the log-in has a field of that name as well
    reader.field("auth.email").fill(ana.person.email)
    reader.button("auth.forgot.submit").click()
    expect(reader.heading("auth.forgot.sent")).to_be_visible()

    token = re.search(r"/reset\?token=([\w-]+)", mails[0])
    assert token is not None
    visit(reader.page, f"/reset?token={token[1]}")
    reader.page.wait_for_url("**/reset")
    assert token[1] not in reader.page.url
    reader.field("auth.reset.label").fill(NEW_PASSWORD)
    reader.button("auth.reset.submit").click()
    expect(reader.text("auth.login.new_password")).to_be_visible()
    log_in(reader, ana.person.email, PASSWORD)
    expect(reader.page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    log_in(reader, ana.person.email, NEW_PASSWORD)
    reader.page.wait_for_url("**/dashboard")

    elsewhere.goto("/tickets")
    elsewhere.wait_for_url("**/login?next=**")

    visit(visitors.context().new_page(), f"/reset?token={token[1]}").wait_for_url("**/reset")


def test_an_ended_session_comes_back_to_its_page_after_log_in(visitors: Visitors, customer: Make) -> None:
    ana = customer(name="Ana")
    page = visitors.open("/dashboard", cookie=ana.cookie)
    assert ana.person.delete("me/sessions").is_success
    page.goto("/tickets?search=pago")
    page.wait_for_url("**/login?next=**")
    reader = Reader(page)
    expect(reader.text("auth.login.ended")).to_be_visible()
    log_in(reader, ana.person.email, PASSWORD)
    page.wait_for_url("**/tickets?search=pago")


def test_logging_out_ends_the_session_here_and_at_the_backend(visitors: Visitors) -> None:
    reader = Reader(visitors.open("/signup", width=DESKTOP))
    reader.field("auth.name").fill("Ana Ruiz")
    reader.field("auth.email").fill(f"ana-{uuid4().hex[:8]}@example.com")
    reader.field("auth.password").fill(PASSWORD)
    reader.button("auth.signup.submit").click()
    reader.page.wait_for_url("**/dashboard")
    kept = {one["name"]: one for one in reader.page.context.cookies()}[SESSION_COOKIE]
    assert (kept["httpOnly"], kept["sameSite"]) == (True, "Strict")
    visit(reader.page, "/profile")
    reader.button("profile.logout").click()
    reader.page.wait_for_url(re.compile(r"/(login)?$"))
    assert SESSION_COOKIE not in {one["name"] for one in reader.page.context.cookies()}

    stolen = visitors.context(cookie=kept["value"]).new_page()
    stolen.goto("/dashboard")
    stolen.wait_for_url("**/login**")


def test_the_demonstration_is_one_press_away(visitors: Visitors) -> None:
    reader = Reader(visitors.open("/login"))
    reader.button("auth.demo.submit").click()
    reader.page.wait_for_url("**/dashboard")
    expect(reader.page.locator("main a[href^='/tickets/']").first).to_be_visible()


def test_who_is_signed_in_is_not_asked_to_log_in(visitors: Visitors, customer: Make) -> None:
    page = visitors.context(cookie=customer().cookie).new_page()
    page.goto("/login?next=%2Fprofile")
    page.wait_for_url("**/profile")


def test_next_does_not_lead_elsewhere(visitors: Visitors, customer: Make) -> None:
    page = visitors.context(cookie=customer().cookie).new_page()
    page.goto("/login?next=%2F%2Fevil.test")
    page.wait_for_url("**/dashboard")


def test_the_language_is_the_browser_s_until_another_is_chosen_and_that_is_remembered(visitors: Visitors) -> None:
    page = visitors.open("/login", "pt")
    expect(Reader(page, "pt").heading("auth.login.heading")).to_be_visible()
    page.locator("#language").select_option("en")
    expect(Reader(page, "en").heading("auth.login.heading")).to_be_visible()
    assert page.get_attribute("html", "lang") == "en"
    visit(page, "/signup")
    expect(Reader(page, "en").heading("auth.signup.heading")).to_be_visible()


def test_a_customer_reads_their_own_language_on_any_browser(visitors: Visitors, customer: Make) -> None:
    page = visitors.open("/profile", "es", cookie=customer(name="Ana", language="pt").cookie)
    expect(Reader(page, "pt").heading("profile.title")).to_be_visible()


def test_a_form_that_is_sent_twice_makes_one_account(visitors: Visitors, service: RunningServer) -> None:
    reader = Reader(visitors.open("/signup"))
    email = f"ana-{uuid4().hex[:8]}@example.com"
    reader.field("auth.name").fill("Ana Ruiz")
    reader.field("auth.email").fill(email)
    reader.field("auth.password").fill(PASSWORD)
    reader.button("auth.signup.submit").dblclick()
    reader.page.wait_for_url("**/dashboard")
    body = {"email": email, "password": PASSWORD}
    assert httpx2.post(f"{service.url}/api/v1/auth/login", json=body, verify=False).status_code == 200
