"""The customer's own name for what a world's records are about: recognised in their words, put into the world."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shared.agent.rendering import plain
from shared.domains.pack import FieldNames, Pack, World

YEAR = r"(?:19[5-9]|20[0-4])\d"
FILLER = r"\w+(?:\.\d+)?\s+"
"""A word between a name and its year, as "comfortline", "del" or "1.4" in "Jetta 1.4 2019"; at most two."""
NOTHING = r"(?!)"


class Named(NamedTuple):
    """A name in the pack's spelling, and the year if one was given."""

    name: str
    year: str | None


class Names:
    """Recognises the names that a pack declares for a record field."""

    def __init__(self, declared: FieldNames) -> None:
        self._ambiguous = {_squeezed(name) for name in declared.ambiguous}
        every = [*declared.names, *declared.ambiguous, *declared.general]
        self._spelling = {_squeezed(name): name for name in every}
        cues = [*declared.general, *declared.introduced_by]
        self._tiers = [_mention([*declared.names, *declared.ambiguous], cues), _mention(declared.general, ())]

    def first(self, texts: Sequence[str]) -> Named | None:
        """The first name in `texts`, a general one only where there is no other; its year may come with a later
        mention of it."""
        for tier in self._tiers:
            mentions = [named for text in texts for named in self._mentions(tier, plain(text))]
            if mentions:
                name = mentions[0].name
                return Named(name, next((m.year for m in mentions if m.name == name and m.year), None))
        return None

    def _mentions(self, tier: re.Pattern[str], text: str) -> list[Named]:
        return [
            Named(self._spelling[key], found["before"] or found["after"])
            for found in tier.finditer(text)
            for key in [_squeezed(found["name"])]
            if key not in self._ambiguous or _certain(found)
        ]


def _certain(found: re.Match[str]) -> bool:
    """Whether an everyday word is a name here: beside a year or after a cue."""
    return bool(found["cue"] or found["before"] or (found["after"] and not found["fillers"]))


def _mention(names: Sequence[str], cues: Sequence[str]) -> re.Pattern[str]:
    """A name with its year. What follows the name is looked at and not used up: it may be the next mention, and a year
    right before a name is that one's."""
    name = rf"(?:{_alternatives(names)})(?!\w)"
    return re.compile(
        rf"(?<!\w)(?:(?P<before>{YEAR})\s+)?(?P<cue>(?:{_alternatives(cues)})\s+)?(?P<name>{name})"
        rf"(?=[\s,(]+(?P<fillers>(?:(?!{name}){FILLER}){{0,2}}?)(?P<after>{YEAR})(?!\w)(?!\s+{name})|)"
    )


def _alternatives(names: Sequence[str]) -> str:
    """The longest first, so that "Onix Plus" is not taken for an "Onix"."""
    return "|".join(_loose(name) for name in sorted(names, key=len, reverse=True)) or NOTHING


def _loose(name: str) -> str:
    """A pattern that finds CR-V in "crv" and Mazda 3 in "mazda3"."""
    return r"[\s-]?".join(re.escape(part) for part in re.findall(r"[^\W\d]+|\d+|[^\w\s-]+", plain(name)))


def _squeezed(name: str) -> str:
    return re.sub(r"[\s-]", "", plain(name))


class Naming:
    """All the fields that a pack declares names for."""

    def __init__(self, pack: Pack) -> None:
        self._fields = {field: Names(declared) for field, declared in pack.names.items()}

    def in_words_of(self, texts: Sequence[str], world: World) -> World:
        """`world` about what the customer's `texts` name: in its records, goal, known facts and success conditions.

        The world's year stays where the customer gives none. The world itself when they name nothing, or it has no
        name of that field.
        """
        for field, names in self._fields.items():
            said, own = names.first(texts), _own_name(field, names, world)
            if said is not None and own is not None:
                world = _renamed(world, own, said)
        return world


def _own_name(field: str, names: Names, world: World) -> str | None:
    """What the world calls it, without the year: the field of its records, else a name in its goal or known facts."""
    values = [record["data"][field] for record in world.records if field in record.get("data", {})]
    if values:
        return re.sub(rf"\s+{YEAR}$", "", values[0]) if isinstance(values[0], str) else None
    named = names.first([*world.goal.values(), *world.knows.values()])
    return named.name if named else None


def _renamed(world: World, own: str, said: Named) -> World:
    pattern = re.compile(rf"(?<!\w){re.escape(own)}(?!\w)(?:\s+(?P<year>{YEAR})(?!\w))?")

    def name(found: re.Match[str]) -> str:
        return " ".join(part for part in (said.name, said.year or found["year"]) if part)

    def replaced(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(name, value)
        if isinstance(value, Mapping):
            return {key: replaced(entry) for key, entry in value.items()}
        return type(value)(replaced(entry) for entry in value) if isinstance(value, list | tuple) else value

    records = tuple({**record, "data": replaced(record.get("data", {}))} for record in world.records)
    texts = {part: replaced(getattr(world, part)) for part in ("goal", "knows", "success")}
    return world.model_copy(update={"records": records, **texts})
