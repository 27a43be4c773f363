"""A conversation as the lines of a page: who said what and when, cards and questions, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.cards import Confirmation, ToolCard, card, confirmation, worth_showing
from portal.client import JSON
from portal.company import Company
from portal.conversation import Conversation
from portal.i18n.catalogue import say
from portal.i18n.formats import clock, day, full, instant
from portal.markdown import plain, rendered

NO_CARD = ToolCard()
NOTHING_ASKED = Confirmation()


@dataclass(frozen=True)
class Line:
    """One thing in the chat. `kind`: customer, bot, agent, card, confirmation. Empty is what does not apply.

    `day` is set where a new day begins, `first` where another author begins.
    """

    kind: str
    key: str = ""
    text: str = ""
    html: str = ""
    author: str = ""
    time: str = ""
    full_time: str = ""
    day: str = ""
    first: bool = False
    stopped: bool = False
    helpful: str = ""
    reason: str = ""
    card: ToolCard = field(default=NO_CARD)
    asked: Confirmation = field(default=NOTHING_ASKED)


def lines(conversation: Conversation, language: str, zone: str, today: datetime, company: Company) -> list[Line]:
    """The lines, in order. `zone` is the reader's; cards tell the times of the company's branches in its own. `today`:
    any aware moment of the day that is called today."""
    tools = company.tool_labels(language)
    made: list[Line] = []
    last_day, last_author, here = "", "", ZoneInfo(zone)
    for kind, item in conversation.in_order():
        if kind == "call":
            if not worth_showing(item):
                continue
            item = {**item, "label": tools.get(item["tool"], item["label"])}
        at = instant(item["created_at"])
        on = at.astimezone(here).date()
        new_day = on.isoformat() != last_day
        line = replace(
            _line(kind, item, language, company.timezone), key=item["id"], time=clock(at, language, zone),
            full_time=full(at, language, zone),
            day=_day(on, today.astimezone(here).date(), language) if new_day else "",
        )  # fmt: skip
        author = f"{line.kind}:{line.author}"
        made.append(replace(line, first=new_day or author != last_author))
        last_day, last_author = on.isoformat(), author
    return made


def announcement(message: JSON, language: str) -> str:
    """What a screen reader says when a message has arrived."""
    key = "chat.said_agent" if message["author"] == "agent" else "chat.said_bot"
    return say(key, language, name=message.get("author_name") or "", text=plain(message["content"]))


def _line(kind: str, item: JSON, language: str, zone: str) -> Line:
    if kind == "call":
        return Line(kind="card", card=card(item, language, zone))
    if kind == "confirmation":
        return Line(kind="confirmation", asked=confirmation(item, ""))
    if item["author"] == "customer":
        return Line(kind="customer", text=item["content"])
    return Line(
        kind=item["author"],
        html=rendered(item["content"], language),
        author=item.get("author_name") or "",
        stopped=item["stopped"],
        helpful={True: "up", False: "down"}.get(item["helpful"], ""),
        reason=item.get("rating_reason") or "",
    )


def _day(given: date, today: date, language: str) -> str:
    passed = (today - given).days
    if passed in (0, 1):
        return say("chat.today" if passed == 0 else "chat.yesterday", language)
    return day(given, language)
