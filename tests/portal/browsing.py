"""A customer's browser for tests: opens pages, finds things by what a person reads, and notices what goes wrong."""

from __future__ import annotations

import re
from typing import Any, cast

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize

from portal.access import SESSION_COOKIE
from portal.i18n.catalogue import say

PATIENCE_MS = 60_000
PHONE, DESKTOP = 390, 1440
LOCALES = {"es": "es-MX", "pt": "pt-BR", "en": "en-US"}
_CUT_CONNECTION = re.compile(r"WebSocket|ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|websocket error")

_LEFT_EARLY = "WebSocket is closed before the connection is established"
"""What Chromium says of a page that was left while it still connected, which anybody may do."""


class Visitors:
    """Browsers at the portal at `url`. What their consoles complain of is in `complaints`."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self.url = browser, url
        self.complaints: list[str] = []
        self.cuts_expected = False
        """Whether the test takes the connection away, which browsers complain of."""
        self._contexts: list[BrowserContext] = []

    def context(self, language: str = "es", width: int = PHONE, cookie: str = "", **about: Any) -> BrowserContext:
        """A browser of its own, signed in by `cookie`. `about`: Playwright's words (`color_scheme`, …)."""
        viewport = cast(ViewportSize, {"width": width, "height": 844 if width < 600 else 900})
        made = self._browser.new_context(base_url=self.url, locale=LOCALES[language], viewport=viewport, **about)
        made.set_default_timeout(PATIENCE_MS)
        made.on("console", self._heard)
        made.on(
            "weberror", lambda problem: self.complaints.append(f"{problem.page and problem.page.url}: {problem.error}")
        )
        if cookie:
            made.add_cookies(
                [{"name": SESSION_COOKIE, "value": cookie, "url": self.url, "httpOnly": True, "sameSite": "Strict"}]
            )
        self._contexts.append(made)
        return made

    def open(self, path: str, language: str = "es", **about: Any) -> Page:
        """A page in a browser of its own, as soon as it knows who is there."""
        return visit(self.context(language, **about).new_page(), path)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or _LEFT_EARLY in message.text:
            return
        if not (self.cuts_expected and _CUT_CONNECTION.search(message.text)):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")


def visit(page: Page, path: str) -> Page:
    """Go there; returns once the page knows who is there and has loaded what it shows."""
    page.goto(path)
    page.locator(".nav-link").first.wait_for(state="attached")  # drawn when it is known who is there
    page.locator("h1").first.wait_for(state="attached")
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until nothing is being loaded on the page."""
    page.locator(".skeleton").first.wait_for(state="detached")


class Reader:
    """Somebody at a page who reads `language`: finds what they would press and fill in, by its words."""

    def __init__(self, page: Page, language: str = "es") -> None:
        self.page, self.language = page, language

    def words(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def heading(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("heading", name=self.words(key, **values), level=1)

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def link(self, key: str) -> Locator:
        return self.page.get_by_role("link", name=self.words(key), exact=True)

    def field(self, key: str) -> Locator:
        return self.page.get_by_label(self.words(key), exact=True)

    def text(self, key: str, **values: object) -> Locator:
        return self.page.get_by_text(self.words(key, **values))

    @property
    def composer(self) -> Locator:
        return self.page.locator("#composer")

    def say(self, text: str) -> None:
        """Write a message and send it with Enter."""
        self.composer.fill(text)
        self.composer.press("Enter")

    @property
    def answers(self) -> Locator:
        """The bot's finished answers."""
        return self.page.locator(".lines .bubble-bot")

    def own(self, text: str) -> Locator:
        """The customer's own messages with this text, sent or being sent."""
        return self.page.locator(".bubble-customer").filter(has_text=text)
