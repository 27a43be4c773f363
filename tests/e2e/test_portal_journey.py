"""A customer's whole way through the portal, as a person goes it, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.backend.people import PASSWORD
from tests.portal.browsing import DESKTOP, PHONE, Reader, Visitors, visit

pytestmark = pytest.mark.browser

QUESTIONS = {
    "es": ("¿ya cayó la lana del Jetta?", "Acepto la oferta por mi Sentra 2017"),
    "pt": ("já caiu o pagamento do Jetta?", "Quero aceitar a oferta do Sentra"),
    "en": ("has the payment for my Jetta arrived?", "I accept the offer for my Sentra 2017"),
}
AMOUNTS = {"es": "$241,300", "pt": "241.300", "en": "241,300"}


def sign_up(reader: Reader, email: str) -> None:
    reader.field("auth.name").fill("Ana Ruiz")
    reader.field("auth.email").fill(email)
    reader.field("auth.password").fill(PASSWORD)
    reader.button("auth.signup.submit").click()
    expect(reader.page).to_have_url(re.compile("/dashboard$"))


def open_case(reader: Reader, title: str, description: str) -> None:
    """Fill the form for a new case and arrive in its chat."""
    reader.page.locator("fieldset#category label").first.click()
    reader.field("tickets.new.name").fill(title)
    reader.field("tickets.new.description").fill(description)
    reader.button("tickets.new.submit").click()
    expect(reader.page).to_have_url(re.compile(r"/tickets/[0-9a-f-]{36}$"))


def answered(reader: Reader, text: str) -> Locator:
    """Say it, and the bot's answer to it once it is finished."""
    before = reader.answers.count()
    reader.say(text)
    expect(reader.answers).not_to_have_count(before)
    expect(reader.page.locator("#live")).to_have_count(0)
    return reader.answers.last


@pytest.mark.parametrize(("language", "width"), [("es", PHONE), ("pt", DESKTOP), ("en", DESKTOP)])
def test_from_signing_up_to_reopening(
    visitors: Visitors, owed: Callable[[str], None], language: str, width: int
) -> None:
    page = visitors.open("/", language, width=width)
    reader = Reader(page, language)
    email = f"ana-{uuid4().hex[:8]}@example.com"
    assert page.get_attribute("html", "lang") == language
    reader.link("home.start").first.click()
    page.wait_for_url(re.compile("/(signup|login)"))
    visit(page, "/signup?next=%2Fdashboard")
    sign_up(reader, email)
    owed(email)

    reader.link("shell.new").first.click()
    payment, acceptance = QUESTIONS[language]
    open_case(reader, "Mi Jetta", payment)
    expect(reader.own(payment).first).to_be_visible()
    expect(reader.answers.last).to_be_visible()
    expect(page.locator(".tool-card").first).to_be_visible()
    expect(page.get_by_text(AMOUNTS[language]).first).to_be_visible()

    answered(reader, acceptance)
    box = page.locator(".confirm")
    expect(box).to_be_visible()
    box.locator("button.button-primary").click()
    expect(reader.text("confirm.accepted")).to_be_visible()
    expect(box).to_have_count(0)

    up = reader.button("rating.up").last
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")

    reader.button("chat.resolve").click()
    page.locator(".csat-face").filter(has_text=reader.words("csat.5")).click()
    reader.button("csat.send").click()
    expect(reader.text("csat.thanks")).to_be_visible()

    reader.button("chat.reopen").click()
    expect(reader.composer).to_be_visible()
    page.reload()
    expect(reader.composer).to_be_visible()
    expect(reader.text("confirm.accepted")).to_be_visible()
    expect(reader.button("rating.up").last).to_have_attribute("aria-pressed", "true")
