"""A JSON object in any known spelling -> a conversation. Nothing of it is lost: what is not understood is kept."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from shared.conversations import fields
from shared.conversations.decoding import check_depth
from shared.conversations.fields import Parser
from shared.conversations.messages import AS_GIVEN, kind_of, take_transcript
from shared.conversations.plain import plain_conversation
from shared.conversations.rejections import RejectedLine
from shared.conversations.schema import NOTHING, Conversation, Meta, Outcomes

META_FIELDS: tuple[tuple[str, Parser], ...] = (
    ("context", fields.label),
    ("tono", fields.label),
    ("canal", fields.label),
    ("idioma", fields.label),
    ("resolved", fields.truth),
    ("num_interactions", fields.count),
    ("duration_sec", fields.duration),
    ("created_at", fields.timestamp),
)
OUTCOME_FIELDS: tuple[tuple[str, Parser], ...] = (
    ("csat_estimated_1_5", fields.csat),
    ("summary", fields.text),
    ("intent_detected", fields.names),
    ("tools_needed", fields.names),
)
_IDIOMA = 3
_ID_NAMES = ("conversation_id", "conversationId", "id", "ticket_id", "session_id")
_SPELLINGS = {
    "context": "context contexto category categoria categoría topic",
    "tono": "tono tone tom",
    "canal": "canal channel",
    "idioma": "idioma language lang lengua locale",
    "resolved": "resolved resuelto resolvido isresolved solved",
    "num_interactions": "numinteractions interactions numturns",
    "duration_sec": "durationsec duration durationseconds durationinseconds duracion duración duracionseg",
    "created_at": "createdat startedat timestamp fecha",
    "csat_estimated_1_5": "csatestimated15 csat csatestimated csatscore rating satisfaction calificacion",
    "summary": "summary resumen resumo",
    "intent_detected": "intentdetected intentsdetected detectedintents intents intent",
    "tools_needed": "toolsneeded tools",
}


class _Place(NamedTuple):
    """Where a field belongs: in meta (0) or outcomes (1), at which position, read by what."""

    section: int
    position: int
    name: str
    parse: Parser


_PLACES = {
    spelling: _Place(section, position, name, parse)
    for section, known in enumerate((META_FIELDS, OUTCOME_FIELDS))
    for position, (name, parse) in enumerate(known)
    for spelling in _SPELLINGS[name].split()
}


def normalise(record: Any) -> Conversation:
    """The conversation in `record`, a decoded JSON value, which is used up. Raises `RejectedLine`.

    Unusable values of known fields (a CSAT of 9, a duration of −1) count as unknown and stay in `extra` under their
    name. A record without an id gets one made of its content, so that it is the same wherever it is read.
    """
    if type(record) is not dict:
        raise RejectedLine(f"{kind_of(record)}, not an object")
    return plain_conversation(record) or _field_by_field(record)


def _field_by_field(record: dict[str, Any]) -> Conversation:
    conversation_id = _take_id(record)
    meta, outcomes = _take_section(record, "meta", "metadata"), _take_section(record, "outcomes", "outcome")
    transcript = take_transcript(record)
    known, result = _take_known(meta, META_FIELDS), _take_known(outcomes, OUTCOME_FIELDS)
    if record or meta or outcomes:
        _read_other_spellings((meta, outcomes, record), (known, result))
    if known[_IDIOMA] is not None:
        _read_language(known, meta)
    about, ended = Meta(*known)._replace(extra=meta or NOTHING), Outcomes(*result)._replace(extra=outcomes or NOTHING)
    return Conversation(conversation_id, about, transcript, ended, record or NOTHING)


def _take_id(record: dict[str, Any]) -> str:
    given = record.get("conversation_id")
    if type(given) is str and (conversation_id := fields.label(given)):
        del record["conversation_id"]
        return conversation_id
    meta = record.get("meta")
    for place in (record, meta) if type(meta) is dict else (record,):
        for name in _ID_NAMES:
            if (found := fields.identifier(place.get(name))) is not None:
                del place[name]
                _keep_as_given(record, "conversation_id")
                return found
    check_depth(record)
    content = json.dumps(record, sort_keys=True).encode()
    _keep_as_given(record, "conversation_id")
    return f"conv_{sha256(content).hexdigest()[:16]}"


def _keep_as_given(section: dict[str, Any], name: str) -> None:
    """Rename an unusable value whose field has another value now, so that both can be written."""
    if name in section and not _says_nothing(given := section.pop(name)):
        section[name + AS_GIVEN] = given


def _take_section(record: dict[str, Any], name: str, other_name: str) -> dict[str, Any]:
    section = record.pop(name, None)
    if type(section) is dict:
        return section
    if section is not None:
        record[name + AS_GIVEN] = section
    return record.pop(other_name) if type(record.get(other_name)) is dict else {}


def _take_known(section: dict[str, Any], known: tuple[tuple[str, Parser], ...]) -> list[Any]:
    """The values of the known fields, in order, taken out of `section`; unusable ones stay in it."""
    values: list[Any] = []
    for name, parse in known:
        value = section.pop(name, None)
        parsed = None if value is None else parse(value)
        if parsed is None and not _says_nothing(value):
            section[name] = value
        values.append(parsed)
    return values


def _says_nothing(value: Any) -> bool:
    return value is None or (type(value) is str and not value.strip())


@lru_cache(maxsize=4096)
def _place(name: str) -> _Place | None:
    return _PLACES.get(fields.squash(name))


def _read_other_spellings(sections: tuple[dict[str, Any], ...], values: tuple[list[Any], list[Any]]) -> None:
    """Fill the fields that are still unknown from older spellings, or from where they stand elsewhere."""
    for section in sections:
        for name in list(section):
            place = _place(name)
            if place is None or values[place.section][place.position] is not None:
                continue
            parsed = place.parse(section[name])
            if parsed is not None:
                values[place.section][place.position] = parsed
                del section[name]
                _keep_as_given(sections[place.section], place.name)
        if section:
            check_depth(section)


def _read_language(about: list[Any], meta: dict[str, Any]) -> None:
    about[_IDIOMA], locale = fields.language(about[_IDIOMA])
    if locale is not None:
        meta.setdefault("locale", locale)
