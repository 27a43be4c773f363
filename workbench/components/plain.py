"""Text of customers and models on a page: shown as it is, never read as Markdown or HTML."""

from __future__ import annotations

from html import escape

import streamlit as st

from workbench.desk import Desk
from workbench.state import FILES_ONLY

_MARKDOWN = frozenset("\\`*_{}[]()#+-.!|<>~$:&")


def plain(text: str, kind: str = "prose") -> None:
    """A text with its own line breaks. `kind` is a class of the stylesheet: prose, quiet, heading."""
    st.html(f'<div class="plain {kind}">{escape(text)}</div>')


def as_is(text: str) -> str:
    """A text for a label or a sentence that Streamlit reads as Markdown: every sign of it is shown as it is."""
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in text)


def bullets(texts: tuple[str, ...]) -> None:
    """A list of texts."""
    st.html('<ul class="plain">' + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>")


def who(here: Desk, by: str) -> str:
    """Who did something, as records name them."""
    return here.say("approve.without_account") if by == FILES_ONLY else by
