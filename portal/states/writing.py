"""The answer that is being written, as a page shows it."""

from __future__ import annotations

import reflex as rx

from portal.conversation import LiveReply
from portal.markdown import rendered


class Writing(rx.State):
    """Apart from `Chat`: a page draws anew whatever reads a state that has changed. Words come twenty times a second,
    and must not draw the whole conversation each time."""

    html: str = ""
    """The finished paragraphs."""
    tail: str = ""
    """The rest of it."""
    tools: list[str] = []
    """What tools are doing at the moment, in words."""

    def show(self, live: LiveReply | None, language: str) -> None:
        """What there is of it. Only what has changed is set, for whatever is set is sent."""
        settled, tail = split_paragraphs(live.text if live else "")
        html = rendered(settled, language) if settled else ""
        tools = list(live.tools.values()) if live else []
        if html != self.html:
            self.html = html
        if tail != self.tail:
            self.tail = tail
        if tools != self.tools:
            self.tools = tools


def split_paragraphs(text: str) -> tuple[str, str]:
    """(the finished paragraphs, the one that is being written)."""
    end = text.rfind("\n\n")
    return ("", text) if end < 0 else (text[:end], text[end + 2 :])
