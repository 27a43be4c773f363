"""What a record says about a handoff or a reopening: no field of its own has these, so unknown fields are read."""

from __future__ import annotations

from collections.abc import Mapping

from shared.conversations.fields import truth
from shared.conversations.schema import Conversation

HANDOFF_MARKERS = ("handoff", "handed_off", "escalated")
REOPENED_MARKERS = ("reopened", "was_reopened")


def was_handed_off(conversation: Conversation) -> bool | None:
    """Whether a person took over; `None` where the record does not say."""
    return _marked(conversation, HANDOFF_MARKERS)


def was_reopened(conversation: Conversation) -> bool | None:
    """Whether the case came back after it was closed; `None` where the record does not say."""
    return _marked(conversation, REOPENED_MARKERS)


def _marked(conversation: Conversation, names: tuple[str, ...]) -> bool | None:
    """A yes in any place counts, else a no, else unknown."""
    places = (conversation.meta.extra, conversation.outcomes.extra, conversation.extra)
    found = [_truth(place[name]) for place in places if place for name in names if name in place]
    if True in found:
        return True
    return False if False in found else None


def _truth(value: object) -> bool | None:
    """A boolean, 0 or 1, or a word for one of them; a filled record (who, when, why) is a yes."""
    return (True if value else None) if isinstance(value, Mapping) else truth(value)
