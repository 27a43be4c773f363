"""A tool's arguments from the conversation, guided by its JSON schema alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.llm.offline.parts.picking import agrees, picked
from shared.llm.offline.parts.quantities import quantity_for
from shared.llm.offline.parts.requests import Result
from shared.llm.offline.parts.text import first_words, plain, stems

_ACTS: Mapping[str, re.Pattern[str]] = {
    "cancel": re.compile(r"\b(?:cancel\w*|anul\w+|desmarc\w+|desist\w+)\b"),
    "accept": re.compile(r"\b(?:acept\w+|aceit\w+|accept\w*|trato hecho|fechado|deal)\b"),
    "request": re.compile(
        r"\b(?:renov\w+|renuev\w+|renew\w*|nuev[ao] (?:oferta|cotizacion)|nova (?:oferta|cotacao)|new (?:offer|quote)"
        r"|pedir|pido|pidan|pide|peco|peca|solicit\w+|ask for"
        r"|cotiz\w+|cuanto (?:me )?(?:dan|ofrecen|pagan)|en cuanto me|quanto (?:me )?(?:pagam|dao|oferecem)"
        r"|how much (?:would|will|can) you|vend[oe]r?|quiero vender|sell)\b"
    ),
    "submit": re.compile(
        r"\b(?:sub(?:ir|o|i)|mand\w+|envi\w+|adjunt\w+|entreg\w+|anex\w+|upload\w*|send\w*|submit\w*|attach\w*"
        r"|hand (?:it )?in)\b"
    ),
    "claim": re.compile(
        r"\b(?:reclam\w+|reporte|abr(?:ir|e|an|a|am|o)|chamado|acion\w+|claim\w*|open|que (?:lo|la|me) (?:arregl"
        r"|repar)\w+|haganl\w+|consertem|fix it)\b"
    ),
    "move": re.compile(r"\b(?:muev\w+|pasal[oa]|move it|mude|passe)\b"),
    "book": re.compile(r"\b(?:agendal[oa]|reserval[oa]|apartal[oa]|book it|marque|agende)\b"),
}
"""What customers say when they want the action that an enum of a tool names."""
_REFUSED = re.compile(r"\b(?:no|nao|not|don't|nunca|never|sin|sem|without|tampoco)\b[^.,;!?]{0,18}$")
_DONE_BEFORE = re.compile(r"\b(?:ya|ja|already|have|has)\s+(?:(?:lo|la|los|las|me|te)\s+)?$")
_ONLY_FOR = re.compile(r"^for (\w+):", re.IGNORECASE)
_NEEDS_CHOICE = ("move", "book")
_OWN_THING = re.compile(
    r"\b(?:mi|meu|minha|my|un|una|um|uma|a|o)\s+((?:[A-ZÁÉÍÓÚ][\w-]*|\d{1,4}\b)(?:\s+(?:[A-Z\d][\w-]*|de|del|da)\b)*)"
    r"|^((?:[A-ZÁÉÍÓÚ][\w-]*)(?:\s+[A-Z\d][\w-]*)+)"
)
_WORDS_READ = 3
_LONGEST_TEXT = 200
_LONGEST_THING = 80


@dataclass(frozen=True, slots=True)
class Known:
    """What a call can be filled from: the customer's messages, the agent's last one, and earlier results of tools."""

    texts: Sequence[str]
    last_offer: str
    results: Sequence[Result]

    @property
    def options(self) -> Sequence[Mapping[str, Any]]:
        """The options that the customer was last offered."""
        for result in reversed(self.results):
            offered = result.data.get("options")
            if isinstance(offered, list) and offered:
                return [option for option in offered if isinstance(option, Mapping)]
        return ()


def filled(tool: Mapping[str, Any], known: Known, action: str | None = None) -> dict[str, Any]:
    """Arguments for a call of `tool` as far as the conversation tells; the rest is null.

    `action` fixes the value of the tool's action enum.
    """
    properties: Mapping[str, Any] = (tool.get("parameters") or {}).get("properties") or {}
    chosen = picked(known.texts[-1], known.options) if known.texts and known.options else None
    values: dict[str, Any] = {}
    for name, schema in properties.items():
        if options := _enum(schema):
            values[name] = action if action in options else _act(options, known, chosen)
    acting = next((value for value in values.values() if isinstance(value, str)), "")
    return {name: values.get(name, _value(name, schema, known, chosen, acting)) for name, schema in properties.items()}


def actions(tool: Mapping[str, Any]) -> Sequence[str]:
    """The values of a tool's first enum; empty for a tool without one."""
    properties: Mapping[str, Any] = (tool.get("parameters") or {}).get("properties") or {}
    return next((found for schema in properties.values() if (found := _enum(schema))), ())


def asked_act(options: Sequence[str], text: str) -> str | None:
    """The first action that a text asks for and does not refuse."""
    said = plain(text)
    for act, pattern in _ACTS.items():
        named = pattern.search(said) if act in options else None
        before = said[: named.start()] if named is not None else ""
        if named is not None and not _REFUSED.search(before) and not _DONE_BEFORE.search(before):
            return act
    return None


def _enum(schema: Mapping[str, Any]) -> Sequence[str]:
    if "const" in schema:
        return (str(schema["const"]),)
    branches: list[Any] = [schema, *(schema.get("anyOf") or ())]
    return next((branch["enum"] for branch in branches if branch.get("enum")), ())


def _act(options: Sequence[str], known: Known, chosen: Mapping[str, Any] | None) -> str:
    """The action to take: what the customer chose, asked for or agreed to; else the first, which only looks."""
    last = known.texts[-1] if known.texts else ""
    named = asked_act([o for o in options if o not in _NEEDS_CHOICE], last)
    if named is not None:
        return named
    if chosen is not None:
        return next((option for option in options if option in _NEEDS_CHOICE), options[0])
    if agrees(last) and (offered := asked_act([o for o in options if o != "cancel"], known.last_offer)):
        return offered if offered not in _NEEDS_CHOICE else options[0]
    return options[0]


def _value(name: str, schema: Mapping[str, Any], known: Known, chosen: Mapping[str, Any] | None, acting: str) -> Any:
    told = str(schema.get("description") or "")
    types = _types(schema)
    only_for = _ONLY_FOR.match(told)
    if only_for is not None and only_for[1] != acting and "null" in types:
        return None
    value: Any = None
    if types & {"number", "integer"}:
        value = quantity_for(name, known.texts)
        value = int(value) if value is not None and "integer" in types else value
    elif "boolean" in types:
        value = bool(known.texts) and agrees(known.texts[-1])
    elif "string" in types:
        value = _text_value(name, told, known, chosen)
    return value if value is not None or "null" in types else _required(types)


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    branches = [schema, *(schema.get("anyOf") or ())]
    named = [branch.get("type") for branch in branches]
    return frozenset(
        t for entry in named for t in (entry if isinstance(entry, list) else [entry]) if isinstance(t, str)
    )


def _required(types: frozenset[str]) -> Any:
    """What stands where nothing is known and null is not allowed: the tool will say what is wrong."""
    return 0 if types & {"number", "integer"} else [] if "array" in types else {} if "object" in types else ""


def _text_value(name: str, told: str, known: Known, chosen: Mapping[str, Any] | None) -> str | None:
    if chosen is not None and name in chosen:
        return str(chosen[name])
    if name == "slot":
        return None
    if "customer's words" in told:
        return _in_their_words(name, told, known)
    if name == "reference":
        return _named_reference(known)
    if "place" in name or "branch" in told.lower():
        return _named_place(known)
    return None


def _in_their_words(name: str, told: str, known: Known) -> str | None:
    recent = known.texts[-_WORDS_READ:]
    if name == "details" or "what the offer is for" in told:
        named = next((thing for text in reversed(known.texts) if (thing := own_thing(text))), None)
        return named or next((first_words(t, _LONGEST_THING) for t in recent if any(c.isdigit() for c in t)), None)
    return first_words(". ".join(recent), _LONGEST_TEXT) or None


def own_thing(text: str) -> str | None:
    """What a customer calls theirs: a name with a capital or a number ("my Mazda 3 2020")."""
    for match in _OWN_THING.finditer(text):
        thing = (match[1] or match[2] or "").strip()
        if re.search(r"[A-Z]", thing) and any(c.isdigit() for c in thing):
            return re.sub(r"\s+(?:de|del|da)$", "", first_words(thing, _LONGEST_THING))
    return None


def _named_reference(known: Known) -> str | None:
    """The record that the customer means, of those that a tool asked to choose from."""
    last = known.texts[-1] if known.texts else ""
    for result in reversed(known.results):
        records = result.data.get("records")
        if not isinstance(records, list):
            continue
        by_overlap = [
            (len(stems(" ".join(map(str, r.values()))) & stems(last)), r) for r in records if isinstance(r, Mapping)
        ]
        best = max((overlap for overlap, _ in by_overlap), default=0)
        return next((str(r.get("reference")) for overlap, r in by_overlap if best and overlap == best), None)
    return None


def _named_place(known: Known) -> str | None:
    """A place of earlier options that a message names, or what stands after "en" or "at" with a capital."""
    for text in reversed(known.texts[-_WORDS_READ:]):
        named = re.search(
            r"\b(?:en|em|na|no|at|in|sucursal|sede|loja|branch)\s+((?:[A-ZÁÉÍÓÚ]\w+)(?:\s+[A-ZÁÉÍÓÚ]\w+){0,2})", text
        )
        if named is not None:
            return named[1]
    return None
