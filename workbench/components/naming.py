"""What a reader calls the values of a record: contexts, channels, languages, intents, and a yes, a no or neither."""

from __future__ import annotations

from babel import Locale

from shared.analysis.segments import OTHER, UNKNOWN
from workbench.desk import Desk
from workbench.i18n import formats

CHANNELS = frozenset({"whatsapp", "web", "app", "phone", "email"})


def named(here: Desk, dimension: str, name: str) -> str:
    """A value of `context`, `canal`, `idioma` or `intent`, or a segment's name in `metrics.json`."""
    if name == UNKNOWN:
        return here.say("reader.no_value")
    if name == OTHER:
        return here.say("reader.other_values")
    if dimension == "canal":
        return here.say(f"reader.channel.{name}") if name in CHANNELS else name
    if dimension == "idioma":
        return language_name(here, name)
    return here.label(dimension, name)


def language_name(here: Desk, code: str) -> str:
    """`es` as "español"; a code that nobody knows as it is."""
    found = Locale(here.language).languages.get(code.replace("-", "_").split("_")[0].lower())
    return str(found).capitalize() if found else code


def yes_no(here: Desk, value: bool | None) -> str:
    """In words; "—" where it is unknown."""
    return formats.UNKNOWN if value is None else here.say("reader.yes" if value else "reader.no")
