"""The report as a person opens it: wide and on a phone, light and dark, in three languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from shared.cli.app import run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_asks_nothing_of_the_network(
    browser: Browser, finished_run: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((finished_run / "report.html").as_uri())
    for closed in page.locator("details").all():
        closed.evaluate("element => { element.open = true }")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == 1
    assert problems == []
    assert page.locator("h1").count() == 1
    assert "offline-rules-1" in page.inner_text("body")
    page.close()


@pytest.mark.parametrize(("language", "word"), [("es", "Conversaciones"), ("pt", "Conversas"), ("en", "Conversations")])
def test_the_page_speaks_the_language(browser: Browser, finished_run: Path, language: str, word: str) -> None:
    assert run(["compare", str(finished_run), "--language", language]) == 0
    page = browser.new_page()
    page.goto((finished_run / "report.html").as_uri())
    assert page.get_attribute("html", "lang") == language
    assert word.casefold() in page.inner_text("body").casefold()
    page.close()
