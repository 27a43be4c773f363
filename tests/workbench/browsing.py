"""An admin's browser for tests: opens pages, waits for Streamlit, finds things by what a person reads."""

from __future__ import annotations

import re
import time
from typing import Any, cast

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize

from shared.improvement.number_format import Language
from workbench.i18n.catalogue import say, say_count
from workbench.sessions import COOKIE

PATIENCE_MS = 60_000
PHONE, DESKTOP = 390, 1440
LOCALES = {"es": "es-MX", "pt": "pt-BR", "en": "en-US"}
_EXPECTED = re.compile(
    "WebSocket|ERR_CONNECTION|disconnected from server|reaching server endpoint|server is not responding"
    "|status of 404|preload"
)
"""What a browser says of a workbench that was stopped, and of the addresses at which Streamlit looks for its own."""


_TITLES = {"intents": "intents.title", "compare": "compare.title"}
"""Pages whose title is not the step's name."""


class Admins:
    """Browsers at the workbench at `url`. What their consoles complain of is in `complaints`."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self.url = browser, url
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def context(
        self, language: Language = "es", width: int = DESKTOP, cookie: str = "", **about: Any
    ) -> BrowserContext:
        """A browser of its own, signed in by `cookie`. `about`: Playwright's words (`color_scheme`, …)."""
        viewport = cast(ViewportSize, {"width": width, "height": 844 if width < 600 else 900})
        made = self._browser.new_context(base_url=self.url, locale=LOCALES[language], viewport=viewport, **about)
        made.set_default_timeout(PATIENCE_MS)
        made.on("console", self._heard)
        if cookie:
            made.add_cookies(
                [{"name": COOKIE, "value": cookie, "url": self.url, "httpOnly": True, "sameSite": "Strict"}]
            )
        self._contexts.append(made)
        return made

    def open(self, path: str = "/", language: Language = "es", **about: Any) -> Desk:
        """A page in a browser of its own, as soon as it stands still."""
        desk = Desk(self.context(language, **about).new_page(), language)
        desk.visit(path)
        return desk

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.search(message.text):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")


class Desk:
    """Somebody at a page who reads `language`: finds what they would press and fill in, by its words."""

    def __init__(self, page: Page, language: Language = "es") -> None:
        self.page, self.language = page, language

    def visit(self, path: str) -> None:
        self.page.goto(path)
        self.settle()

    def settle(self) -> None:
        """Wait until Streamlit has drawn the page and runs nothing."""
        app = self.page.locator('[data-testid="stApp"]')
        app.wait_for()
        self.page.locator('[data-testid="stMainBlockContainer"] > *').first.wait_for(state="attached")
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    def words(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def counted(self, key: str, count: int, **values: object) -> str:
        return say_count(key, self.language, count, **values)

    def button(self, key: str, **values: object) -> Locator:
        """A button whose words, after its icon, are those."""
        return self.page.get_by_role("button", name=self.words(key, **values))

    def press(self, key: str, **values: object) -> None:
        self.button(key, **values).first.click()
        self.settle()

    def text(self, key: str, **values: object) -> Locator:
        return self.page.get_by_text(self.words(key, **values))

    def field(self, key: str) -> Locator:
        return self.page.get_by_label(self.words(key), exact=True).and_(self.page.locator("input, textarea"))

    def heading(self, key: str) -> Locator:
        return self.page.get_by_role("heading", name=self.words(key))

    def step(self, name: str) -> Locator:
        """A step of the bar on top."""
        return self.page.locator(".st-key-steps").get_by_role(
            "link", name=re.compile(re.escape(self.words(f"step.{name}")))
        )

    def go(self, name: str) -> None:
        """Follow a step of the bar."""
        self.step(name).click()
        self.arrive(name)

    def arrive(self, name: str, within_ms: float = PATIENCE_MS) -> None:
        """Wait for the page of a step to stand still."""
        address = re.compile(rf"/{name}(\?|$)" if name != "data" else r"/(data)?(\?|$)")
        self.page.wait_for_url(address, timeout=within_ms)
        self.heading(_TITLES.get(name, f"step.{name}")).first.wait_for()
        self.settle()

    def tab(self, key: str) -> Locator:
        return self.page.get_by_role("tab", name=self.words(key))

    def choose(self, key: str) -> None:
        """One of a row of buttons of which one is chosen."""
        self.page.get_by_role("radio", name=self.words(key)).first.click()
        self.settle()

    def pick(self, key: str, option: str, within: Locator | None = None) -> None:
        """Type an option of a list and take it; again when a page that is still being drawn took the words away."""
        box, found = (
            (within or self.page).get_by_role("combobox", name=self.words(key)),
            self.page.get_by_role("option", name=option),
        )
        give_up = time.monotonic() + PATIENCE_MS / 1_000
        box.scroll_into_view_if_needed()  # a list that is open closes when the page is scrolled
        while not found.first.is_visible() and time.monotonic() < give_up:
            box.fill("")
            box.fill(option)
            self.page.wait_for_timeout(300)
        found.first.click()
        self.page.keyboard.press("Escape")
        self.settle()

    def slide(self, key: str, keys: str) -> None:
        """Move a slider by the keyboard."""
        self.page.get_by_role("group", name=self.words(key), exact=True).get_by_role("slider").press(keys)
        self.settle()

    def main(self) -> Locator:
        """The page without its sidebar."""
        return self.page.locator('[data-testid="stMainBlockContainer"]')
