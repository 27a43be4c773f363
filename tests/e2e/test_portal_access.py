"""Every page, light on a phone and dark on a wide screen: no rule of WCAG 2.2 AA that a program can check is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.backend.chats import open_ticket, say
from tests.e2e.accessibility import overflow, violations
from tests.e2e.conftest import Customer
from tests.portal.browsing import DESKTOP, PHONE, Visitors, visit

pytestmark = pytest.mark.browser

OPEN_PAGES = ("/", "/signup", "/login", "/forgot", "/reset", "/reset?token=made-up", "/nowhere")
OWN_PAGES = ("/dashboard", "/tickets", "/tickets?search=nothing-like-it", "/tickets/new", "/profile", "/nowhere")
ZOOMED = 320
"""A window of 1280 px at 400 %: WCAG 2.2, 1.4.10."""


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_pages_for_everybody(visitors: Visitors, width: int, scheme: str) -> None:
    page = visitors.context(width=width, color_scheme=scheme).new_page()
    visitors.complaints = (complaints := _NotOfMissingPages())
    found = []
    for path in OPEN_PAGES:
        found += violations(visit(page, path))
        assert overflow(page) == 0, path
        assert page.locator("h1").count() == 1, path
    assert not found, "\n".join(found)
    assert complaints == []


class _NotOfMissingPages(list[str]):
    """Complaints but that of a page that is not there, which the test asks for."""

    def append(self, complaint: str) -> None:
        if "404" not in complaint:
            super().append(complaint)


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_pages_for_customers(visitors: Visitors, customer: Callable[..., Customer], width: int, scheme: str) -> None:
    visitors.complaints = _NotOfMissingPages()
    ana = customer(name="Ana")
    first = open_ticket(ana.person, title="Mi pago")["id"]
    say(ana.person, first, "¿ya cayó la lana del Jetta?")
    say(ana.person, first, "Acepto la oferta por mi Sentra 2017")
    over = open_ticket(ana.person, title="Resuelto")["id"]
    ana.person.post(f"tickets/{over}/resolve")
    waiting = open_ticket(ana.person, title="Con una persona")["id"]
    ana.person.post(f"tickets/{waiting}/handoff", json={"reason": "prefiero"})
    page = visitors.context(width=width, color_scheme=scheme, cookie=ana.cookie).new_page()
    found = []
    for path in (
        *OWN_PAGES,
        *(f"/tickets/{one}" for one in (first, over, waiting)),
        "/tickets/00000000-0000-0000-0000-000000000000",
    ):
        found += violations(visit(page, path))
        assert overflow(page) == 0, path
        assert page.locator("h1").count() == 1, path
    assert not found, "\n".join(found)


def test_at_400_percent_nothing_is_cut_off(visitors: Visitors, customer: Callable[..., Customer]) -> None:
    visitors.complaints = _NotOfMissingPages()
    ana = customer(name="Ana")
    ticket = open_ticket(ana.person, title="W" * 120)["id"]
    say(ana.person, ticket, "x" * 300)
    page = visitors.context(width=ZOOMED, cookie=ana.cookie).new_page()
    for path in (*OWN_PAGES, f"/tickets/{ticket}"):
        visit(page, path)
        assert overflow(page) == 0, path
