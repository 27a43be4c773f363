"""The messages of a record -> its transcript."""

from __future__ import annotations

from typing import Any, NamedTuple

from shared.conversations import fields
from shared.conversations.decoding import check_depth
from shared.conversations.fields import Parser
from shared.conversations.plain import plain_turns, says_something
from shared.conversations.rejections import RejectedLine
from shared.conversations.schema import NOTHING, Role, Turn

AS_GIVEN = "_as_given"
"""What the name of a field gets whose value is kept although another one took its place."""
LEFT_OUT = "turns_left_out"
"""Where a record keeps what stood in its transcript but is neither the customer's nor the assistant's message."""
TRANSCRIPT_NAMES = (
    "messages",
    "conversation",
    "turns",
    "dialog",
    "dialogue",
    "chat",
    "history",
    "mensajes",
    "mensagens",
    "conversacion",
)


class LeftOut(NamedTuple):
    """An entry of a transcript that is no message of the two."""

    position: int
    reason: str
    entry: Any


def take_transcript(record: dict[str, Any]) -> tuple[Turn, ...]:
    """Take the transcript out of `record`, under whatever name it stands. Raises `RejectedLine` if none is usable.

    Entries that are no message of customer or assistant (system prompts, tool calls) move to `record[LEFT_OUT]`.
    """
    entries = record.pop("transcript", None)
    turns = plain_turns(entries, "speaker", "text") if type(entries) is list and entries else None
    return turns or _turns_forgivingly(entries, record)


def _turns_forgivingly(entries: Any, record: dict[str, Any]) -> tuple[Turn, ...]:
    if type(entries) is not list or not entries:
        entries = _entries_elsewhere(entries, record)
    turns: list[Turn] = []
    left_out: list[LeftOut] = []
    for position, entry in enumerate(entries, start=1):
        try:
            turns.append(_turn(entry))
        except RejectedLine as unusable:
            left_out.append(LeftOut(position, unusable.reason, entry))
    _check_usable(turns, left_out)
    if left_out:
        earlier = record.get(LEFT_OUT)
        record[LEFT_OUT] = [*(earlier if type(earlier) is list else ()), *(entry._asdict() for entry in left_out)]
    return tuple(turns)


def _entries_elsewhere(given: Any, record: dict[str, Any]) -> list[Any]:
    """The messages under another name than `transcript`; `given` is what stood there."""
    name = next((key for key in record if fields.squash(key) in TRANSCRIPT_NAMES and _holds_entries(record[key])), None)
    if name is None:
        if given is None or given == []:
            raise RejectedLine("no transcript")
        raise RejectedLine(f"the transcript is {kind_of(given)}, not a list of messages")
    if given:
        record["transcript" + AS_GIVEN] = given
    entries: list[Any] = record.pop(name)
    return entries


def _holds_entries(value: Any) -> bool:
    return type(value) is list and any(type(entry) is dict for entry in value)


def _check_usable(turns: list[Turn], left_out: list[LeftOut]) -> None:
    if not turns:
        first = left_out[0]
        raise RejectedLine(f"no usable message in the transcript: message {first.position} {first.reason}")
    if not says_something(turns):
        raise RejectedLine("every message of the transcript is empty")


def _turn(entry: Any) -> Turn:
    if type(entry) is not dict:
        raise RejectedLine(f"is {kind_of(entry)}, not an object")
    extra = dict(entry)
    names = {fields.squash(name): name for name in entry}
    role = _take(extra, names, _ROLE_NAMES)
    if role is None:
        raise RejectedLine(_why_no_role(entry, names))
    content = _take(extra, names, _CONTENT_NAMES)
    if content is None:
        raise RejectedLine("has no text")
    for name in ("role", "content"):
        if name in extra:
            extra[name + AS_GIVEN] = extra.pop(name)
    if extra:
        check_depth(extra)
    return Turn(role, content, extra or NOTHING)


def _why_no_role(entry: dict[str, Any], names: dict[str, str]) -> str:
    given = next((entry[names[name]] for name in _ROLE_NAMES if name in names), None)
    return "has no role" if given is None else f"has the role {str(given)[:40]!r}, neither customer nor assistant"


def _take(extra: dict[str, Any], names: dict[str, str], parsers: dict[str, Parser]) -> Any:
    """Take the first usable value out of `extra`; `names` maps squashed names to those in `extra`."""
    for squashed, parse in parsers.items():
        name = names.get(squashed)
        if name is not None and (value := parse(extra[name])) is not None:
            if type(extra[name]) is list:
                extra["content_parts"] = extra[name]
            del extra[name]
            return value
    return None


def _content(value: Any) -> str | None:
    """A message's text; of a list of parts (`{"type": "text", "text": …}`) the texts, one a line."""
    if type(value) is str:
        return value
    if type(value) is not list:
        return None
    parts = [part if type(part) is str else part.get("text") for part in value if type(part) in (str, dict)]
    texts = [part for part in parts if type(part) is str]
    return "\n".join(texts) if texts else None


def _bot_or_not(value: Any) -> Role | None:
    is_bot = fields.truth(value)
    return None if is_bot is None else Role.ASSISTANT if is_bot else Role.USER


def kind_of(value: Any) -> str:
    """What a JSON value is, for a person."""
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


_ROLE_NAMES: dict[str, Parser] = {
    **dict.fromkeys(("role", "speaker", "sender", "author", "from", "autor", "remitente", "rol"), fields.role),
    **dict.fromkeys(("isbot", "frombot"), _bot_or_not),
}
_CONTENT_NAMES: dict[str, Parser] = dict.fromkeys(
    ("content", "text", "message", "body", "texto", "mensaje", "mensagem", "contenido", "utterance"), _content
)
