"""What the pictures show, in the order of a customer's way through the portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, expect

from tests.backend.serving import SlowTransport
from tests.images.cast import Cast
from tests.images.studio import DEVICES, Picture
from tests.portal.browsing import Reader

LIGHT = ("light",)
A_MOMENT_SEC, LONG_ENOUGH_SEC = 0.5, 10.0
NOBODY = "/tickets/00000000-0000-0000-0000-000000000000"


def scenes(cast: Cast, pace: SlowTransport) -> Iterator[Picture]:
    """All pictures. `pace` holds the model's answer while it is being written."""
    yield from _for_everybody()
    yield from _for_customers()
    yield from _conversations(cast, pace)


def _for_everybody() -> Iterator[Picture]:
    yield Picture("landing", "Landing page", "/")
    yield Picture("landing-pt", "Landing page in Portuguese", "/", language="pt", themes=LIGHT)
    yield Picture("landing-en", "Landing page in English", "/", language="en", themes=LIGHT)
    yield Picture("sign-up", "Sign up, with a password that is too short", "/signup", prepare=_mistyped_sign_up)
    yield Picture("log-in", "Log in, with the way into the demo", "/login")
    yield Picture("forgotten-password", "Forgotten password", "/forgot")
    yield Picture(
        "forgotten-password-sent", "Forgotten password: the link is on its way", "/forgot", prepare=_ask_for_link
    )
    yield Picture("new-password", "New password by the link", "/reset?token=made-up")
    yield Picture("not-found", "An address that leads nowhere", "/no-existe")


def _for_customers() -> Iterator[Picture]:
    yield Picture("dashboard", "Dashboard", "/dashboard", who="demo")
    yield Picture("cases", "All cases", "/tickets", who="demo")
    yield Picture("cases-filtered", "Open cases", "/tickets?status=active", who="demo")
    yield Picture("cases-none-found", "A search that finds nothing", "/tickets?q=bicicleta", who="demo")
    yield Picture("new-case", "New case, filled in", "/tickets/new", who="demo", prepare=_fill_in_case)
    yield Picture("account", "Account", "/profile", who="demo")
    yield Picture("case-missing", "A case that is not there, or somebody else's", NOBODY, who="demo")


def _conversations(cast: Cast, pace: SlowTransport) -> Iterator[Picture]:
    def chat(name: str, shows: str, case: str, language: str = "es", **about: Any) -> Picture:
        return Picture(name, shows, cast.cases[case], who=language, language=language, whole=False, **about)

    yield chat("chat-result", "Chat: what a tool found, as a card with its steps", "payment-es")
    yield chat("chat-result-pt", "Chat in Portuguese", "payment-pt", "pt", themes=LIGHT)
    yield chat("chat-result-en", "Chat in English", "payment-en", "en", themes=LIGHT)
    yield chat("chat-choices", "Chat: free slots to choose", "slots")
    yield chat("chat-confirmation", "Chat: what cannot be undone waits for the button", "confirmation")
    yield chat("chat-person", "Chat: a person has taken over", "person")
    yield chat("chat-solved", "Chat: solved, and rated", "solved", prepare=_choose_face)
    for device in DEVICES:
        yield chat(
            "chat-writing",
            "Chat: the answer is being written",
            f"writing-{device.name}",
            prepare=_held(pace),
            devices=(device,),
        )
    pace.pause_sec = 0.0
    yield chat("chat-offline", "Chat: the connection is lost, the message waits", "payment-es", prepare=_cut_off)


def _mistyped_sign_up(page: Page) -> None:
    reader = Reader(page)
    reader.field("auth.name").fill("Lucía Campos")
    reader.field("auth.email").fill("lucia.campos@example.com")
    page.locator("#password").fill("corta")
    reader.button("auth.signup.submit").click()
    expect(page.locator("#password-error")).not_to_be_empty()


def _ask_for_link(page: Page) -> None:
    reader = Reader(page)
    reader.field("auth.email").fill("lucia.campos@example.com")
    reader.button("auth.forgot.submit").click()
    expect(page.locator("#sent")).to_be_visible()


def _fill_in_case(page: Page) -> None:
    page.locator(".choice").first.click()
    page.locator("#title").fill("Aún no recibo mi pago")
    page.locator("#description").fill(
        "Vendí mi Jetta 2018 el viernes y me dijeron que el depósito llegaba hoy. Todavía no lo veo en mi cuenta."
    )


def _choose_face(page: Page) -> None:
    reader = Reader(page)
    reader.text("csat.5").click()
    expect(reader.button("csat.send")).to_be_visible()


def _held(pace: SlowTransport) -> Callable[[Page], None]:
    """An answer that stands still in the middle while its pictures are taken."""

    def begin(page: Page) -> None:
        pace.pause_sec = A_MOMENT_SEC
        Reader(page).say("¿Me dices cuándo me depositan y en qué cuenta, por favor?")
        page.wait_for_function("() => document.querySelector('#live .tail')?.innerText.includes('banco')")
        pace.pause_sec = LONG_ENOUGH_SEC
        page.wait_for_timeout(2 * A_MOMENT_SEC * 1_000)  # for the piece that was on its way

    return begin


def _cut_off(page: Page) -> None:
    """The connection is lost while the customer writes."""
    reader = Reader(page)
    page.context.set_offline(True)
    reader.say("¿Y puedo cambiar la cuenta del depósito?")
    expect(page.locator(".connection")).to_be_visible(timeout=40_000)
