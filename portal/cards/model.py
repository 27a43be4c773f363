"""Cards as pages draw them: every text is ready to be read, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CardRow:
    label: str
    value: str


@dataclass(frozen=True)
class Slot:
    """Something to choose from. Choosing it says `value` in the chat."""

    label: str
    detail: str
    value: str


@dataclass(frozen=True)
class Step:
    """A stage of a procedure or a line of a checklist: `done`, `current`, `next` or `problem`."""

    label: str
    status: str
    spoken: str
    """`status` in words, for who does not see the sign."""


@dataclass(frozen=True)
class ToolCard:
    """One tool call. Empty texts and lists are not drawn."""

    id: str = ""
    title: str = ""
    symbol: str = "info"
    """An icon of `components/icons.py`."""
    tone: str = "open"
    """`success`, `open`, `warning` or `muted`."""
    status: str = ""
    """The state in a word or two."""
    caption: str = ""
    """What `headline` is: "Fecha", "Pago mensual"."""
    headline: str = ""
    """The one thing that the customer wants to know."""
    summary: str = ""
    """What the tool answered in a sentence; empty where the card's other parts say it."""
    hint: str = ""
    """What can be done next."""
    rows: list[CardRow] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    checklist: bool = False
    """The steps need no order."""
    undoable: bool = False
    undone: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Confirmation:
    """An irreversible action: `status` is `waiting`, `accepted`, `declined` or `expired`."""

    id: str = ""
    label: str = ""
    """What customers call the tool."""
    summary: str = ""
    status: str = "waiting"
