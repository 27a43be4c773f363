"""What is shown when a page breaks in the browser (`error_page.js`)."""

from __future__ import annotations

import reflex as rx

from portal.i18n.catalogue import LANGUAGES, say

_WORDS = {
    "title": "home.crash.title", "text": "home.crash.text",
    "reload": "home.crash.reload", "start": "home.not_found.start",
}  # fmt: skip


class _ErrorPage(rx.Component):
    library = "$/public" + rx.asset("error_page.js", shared=True)
    tag = "ErrorPage"
    texts: rx.Var[dict[str, dict[str, str]]]


def error_page() -> rx.Component:
    """Goes around the whole application; its own words in all languages come along."""
    texts = {language: {name: say(key, language) for name, key in _WORDS.items()} for language in LANGUAGES}
    return _ErrorPage.create(texts=texts)
