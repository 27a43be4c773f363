"""Without a mouse, and without motion."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.backend.chats import open_ticket
from tests.e2e.conftest import Customer
from tests.portal.browsing import DESKTOP, Reader, Visitors, visit

pytestmark = pytest.mark.browser
Make = Callable[..., Customer]
_MOST_STOPS = 60


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus; every stop on the way must be seen to have it."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        assert (unseen := focus_unseen(page)) == "", unseen
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


def focus_unseen(page: Page) -> str:
    """What has the focus and no outline, nor has what stands for it; empty where that is well.

    One look, since a page that changes may take the focus away between two. The page itself (`tabindex=-1`) has the
    focus after a link was followed: a place to go on from, not a stop.
    """
    return str(
        page.evaluate(
            """() => {
              const seen = (element) => element && getComputedStyle(element).outlineStyle !== "none";
              const focused = document.activeElement;
              return focused === document.body || focused.tabIndex === -1 || seen(focused)
                || seen(focused.closest("label"))
                || seen(focused.nextElementSibling) || [...(focused.labels ?? [])].some(seen)
                || getComputedStyle(focused).boxShadow !== "none"
                || (focused.parentElement && getComputedStyle(focused.parentElement).boxShadow !== "none")
                ? "" : focused.outerHTML.slice(0, 200);
            }"""
        )
    )


def test_a_case_is_opened_and_talked_about_with_the_keyboard_alone(visitors: Visitors, customer: Make) -> None:
    page = visitors.open("/dashboard", width=DESKTOP, cookie=customer(name="Ana").cookie)
    reader = Reader(page)
    tab_to(page, page.locator(".nav-link[href='/tickets/new']"))
    page.keyboard.press("Enter")
    expect(reader.heading("tickets.new.title")).to_be_visible()
    tab_to(page, page.locator("input[name=category]").first)
    page.keyboard.press("Space")
    tab_to(page, reader.field("tickets.new.name"))
    page.keyboard.type("Mi Jetta")
    tab_to(page, reader.field("tickets.new.description"))
    page.keyboard.type("Acepto la oferta por mi Sentra 2017")
    tab_to(page, reader.button("tickets.new.submit"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tickets/[0-9a-f-]{36}$"))
    expect(page.locator(".confirm")).to_be_visible()
    tab_to(page, page.locator(".confirm .button-primary"))
    page.keyboard.press("Enter")
    expect(reader.text("confirm.accepted")).to_be_visible()
    tab_to(page, reader.composer)
    page.keyboard.type("Gracias")
    page.keyboard.press("Enter")
    expect(reader.own("Gracias")).to_have_count(1)
    tab_to(page, reader.button("chat.resolve"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name=reader.words("csat.1")))
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    tab_to(page, reader.button("csat.send"))
    page.keyboard.press("Enter")
    expect(reader.text("csat.thanks")).to_be_visible()


def test_the_first_stop_leads_past_the_navigation(visitors: Visitors) -> None:
    page = visitors.open("/login", width=DESKTOP)
    tab_to(page, page.locator(".skip"))
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, Reader(page).field("auth.email"))
    assert page.url.split("#")[0].endswith("/login")


def test_a_refused_form_names_its_errors_at_their_fields(visitors: Visitors) -> None:
    reader = Reader(visitors.open("/signup"))
    reader.field("auth.name").fill("Ana")
    reader.field("auth.email").fill("ana@example.com")
    reader.field("auth.password").fill("corta")
    reader.button("auth.signup.submit").click()
    expect(reader.text("auth.password.short")).to_be_visible()
    field = reader.field("auth.password")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(reader.words("auth.password.short"))))
    expect(field).to_be_focused()


def test_who_wants_no_motion_gets_none(visitors: Visitors, customer: Make) -> None:
    ana = customer(name="Ana")
    ticket = open_ticket(ana.person)["id"]
    page = visitors.context(width=DESKTOP, cookie=ana.cookie, reduced_motion="reduce").new_page()
    for path in ("/dashboard", f"/tickets/{ticket}"):
        visit(page, path)
        longest = page.evaluate(
            """() => Math.max(...[...document.querySelectorAll("*")].flatMap((element) => {
              const { animationDuration, transitionDuration } = getComputedStyle(element);
              return `${animationDuration},${transitionDuration}`.split(",").map(parseFloat);
            }))"""
        )
        assert longest < 0.001, path


def test_what_the_bot_said_is_announced_once_it_is_finished(visitors: Visitors, customer: Make) -> None:
    ana = customer(name="Ana")
    reader = Reader(visitors.open(f"/tickets/{open_ticket(ana.person)['id']}", cookie=ana.cookie))
    reader.say("¿ya cayó la lana del Jetta?")
    expect(reader.answers).to_have_count(1)
    told = reader.page.get_by_role("status").filter(has_text=re.compile("Jetta"))
    expect(told).to_have_count(1)
