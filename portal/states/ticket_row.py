"""A case as one row of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.company import Company
from portal.i18n.catalogue import LANGUAGES
from portal.i18n.formats import ago, full, instant

_MARKS = str.maketrans("", "", "*_`#")
ByLanguage = dict[str, str]


@dataclass(frozen=True)
class TicketRow:
    """What a row shows. Texts that depend on the language are there in each: the page chooses, nobody asks again."""

    path: str
    number: int
    title: str
    status: str
    category: ByLanguage
    author: str
    """Of the last message: `customer`, `bot`, `agent`; empty without one."""
    preview: str
    """The last message, or the description, without its marks."""
    when: ByLanguage
    when_full: ByLanguage
    csat_due: bool
    handoff: str
    """`waiting` or `taken` while a person is asked for or there; empty otherwise."""
    agent: str
    """That person's name; empty without one."""


def ticket_row(ticket: dict[str, Any], company: Company, zone: str, now: datetime | None = None) -> TicketRow:
    """From the backend's ticket; `zone` is the reader's."""
    last = ticket.get("last_message") or {}
    moment = instant(last.get("created_at") or ticket["created_at"])
    handoff = ticket.get("handoff") or {}
    return TicketRow(
        path=f"/tickets/{ticket['id']}",
        number=ticket["number"],
        title=ticket["title"],
        status=ticket["status"],
        category={language: company.category(ticket["category"], language) for language in LANGUAGES},
        author=last.get("author", ""),
        preview=_plain(last.get("content") or ticket["description"], company),
        when={language: ago(moment, language, now, zone) for language in LANGUAGES},
        when_full={language: full(moment, language, zone) for language in LANGUAGES},
        csat_due=bool(ticket.get("csat_due")),
        handoff=handoff.get("status", ""),
        agent=handoff.get("agent_name") or "",
    )


def labelled_categories(company: Company) -> list[dict[str, str]]:
    """Each category's `id` and its label in each language."""
    return [{"id": key, **{code: labels.get(code, key) for code in LANGUAGES}} for key, labels in company.categories]


def _plain(text: str, company: Company) -> str:
    """One line, without marks and without the sentence that says that an AI writes: it says nothing of the case."""
    for language in LANGUAGES:
        text = text.removeprefix(company.text("ai_disclosure", language))
    return " ".join(text.translate(_MARKS).split())
