"""Finding the names of people in a chat: by the words that announce one, and by given names that are nothing else.

A capital alone proves nothing (Mercedes is a car, Santiago a city, Rosa a colour), so a name needs something that
announces it: "me llamo …", "a nombre de …", "Hola …,", "Sra. …", "mi esposa …", "Atte. …" (`name_announcements`). How
much more it needs depends on how sure that is. Only a given name that is no everyday word ("Carlos") needs nothing but
its capital. The name of whoever writes is known to their account, and can be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from shared.conversations.name_announcements import ANNOUNCEMENTS, Announcement, Certainty
from shared.conversations.name_words import as_words, folded, name_words, words_of

Span = tuple[int, int]
MOST_WORDS = 7
"""Of a name, with its titles and links."""
SHORTEST = 3
"""Letters of a word of a known name that is looked for by itself, and of an unknown one in small letters."""

_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}+(?:['’-]{_LETTER}+)*\.?"
_ONE_WORD = re.compile(_WORD)
_WORDS = re.compile(rf"{_WORD}(?:[ ]+{_WORD}){{0,{MOST_WORDS - 1}}}")
_LETTERS = re.compile(_LETTER + "+")
_LINKS = frozenset(["de", "del", "la", "las", "los", "da", "das", "do", "dos", "y", "e", "van", "von"])
_TITLES = frozenset(["sr", "sra", "srta", "ing", "lic", "dr", "dra", "prof", "mr", "mrs", "ms", "arq"])
_AFTER_NAME = re.compile(r"\s*(?:[,;.!?:)\n]|$|[-–] |(?:y|e|and|pero|mas|but)\b)")
_AT_END = re.compile(r"[^\S\n]*(?:[.,!][^\S\n]*)?(?:$|\n)")
_BEFORE_PLACES = (
    "san ", "santo ", "santa ", "sao ", "saint ", "plaza ", "calle ", "av ", "av. ", "avenida ", "rua ", "colonia ",
    "col. ", "villa ", "vila ", "puerto ", "porto ", "jardim ", "barrio ", "bairro ", "alfa ", "ciudad ",
    "cidade ", "del ",
)  # fmt: skip
_PLACES = frozenset(
    {
        "benito juarez", "miguel hidalgo", "alvaro obregon", "lazaro cardenas", "luis potosi", "felipe angeles",
        "cristobal colon", "simon bolivar", "porfirio diaz", "emiliano zapata", "francisco madero", "miguel aleman",
        "adolfo lopez", "romulo garza", "diego rivera", "nicolas romero", "salvador allende", "vicente lopez",
        "jose marti", "juan domingo",
    }
)  # fmt: skip
"""Boroughs, towns and avenues that read like a given name and a surname."""


class _Candidate:
    """Words behind something that announces a name, `lead`; they begin at `start` in `text`, folded `plain_text`."""

    __slots__ = ("lead", "plain", "plain_text", "start", "text", "words")

    def __init__(self, text: str, plain_text: str, start: int, lead: str) -> None:
        found = _WORDS.match(text, start)
        end = found.end() if found else start
        self.text, self.plain_text, self.start, self.lead = text, plain_text, start, lead
        self.words = text[start:end].split()
        self.plain = [word.rstrip(".") for word in plain_text[start:end].split()]

    def end_of(self, count: int) -> int:
        """Where the first `count` words end; a sentence's full stop is not the name's."""
        end = self.start
        for _ in range(count):
            found = _ONE_WORD.search(self.text, end)
            assert found is not None, "the words were found here"
            end = found.end()
        return end - (self.words[count - 1].endswith(".") and len(self.words[count - 1]) > 2)

    def set_off(self, count: int) -> bool:
        """Whether something else begins after the first `count` words."""
        return count > 0 and _AFTER_NAME.match(self.text, self.end_of(count)) is not None

    def from_word(self, first: int) -> _Candidate:
        start = self.text.index(self.words[first], self.end_of(first))
        return _Candidate(self.text, self.plain_text, start, self.lead)


def find_names(text: str, known: Sequence[str] = (), plain: str = "", words: Set[bytes] | None = None) -> list[Span]:
    """Where names stand, in order, without overlaps. `known` are names to look for besides; `plain` is the text folded
    and `words` are its words, where the caller has them."""
    plain = plain or folded(text)
    words = words if words is not None else words_of(plain)
    spans = list[Span]()
    for word in map(bytes.decode, _telling() & words):
        if word in ANNOUNCEMENTS:
            spans += _announced(word, text, plain)
        else:
            spans += _with_capitals(word, text, plain)
    for name in known:
        if not _hint(name).isdisjoint(words) and (pattern := _known(name)) is not None:
            spans += [match.span() for match in pattern.finditer(text)]
    return _merged(spans) if spans else []


def _announced(key: str, text: str, plain: str) -> Iterable[Span]:
    for start, end in _standing_alone(key, plain):
        for one in ANNOUNCEMENTS[key]:
            if plain.endswith(one.before, 0, start) and (after := one.after.match(plain, end)):
                if not _worth_a_look(one, text, plain, after.end()):
                    continue
                candidate = _Candidate(text, plain, after.end(), text[start:end])
                if candidate.words and (count := _counted(one, candidate)):
                    yield candidate.start, candidate.end_of(count)


def _worth_a_look(one: Announcement, text: str, plain: str, start: int) -> bool:
    """Whether what stands there can be a name at all: most of what follows a "gracias" is not, and is told cheaply."""
    if text[start : start + 1].isupper() or one.certainty is Certainty.CERTAIN:
        return True
    first = _LETTERS.match(plain, start)
    return first is not None and (first.group() in _names_only() or first.group() in _TITLES)


def _standing_alone(word: str, plain: str) -> Iterable[Span]:
    """Where a word stands by itself."""
    start = plain.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and plain[start - 1].isalnum()) and not plain[end : end + 1].isalnum():
            yield start, end
        start = plain.find(word, end)


def _counted(one: Announcement, candidate: _Candidate) -> int:
    """How many of the words are the name; 0: none."""
    titles = next((place for place, word in enumerate(candidate.plain) if word not in _TITLES), 0)
    if titles:
        later = _counted(one, candidate.from_word(titles))
        return later + titles if later else 0
    known = _known_words(candidate)
    if known or not _is_capital(candidate) or candidate.plain[0] in name_words().nobody:
        return _allowed(one.certainty, candidate, known, 0)
    return _allowed(one.certainty, candidate, 0, _run(candidate))


def _allowed(certainty: Certainty, candidate: _Candidate, known: int, unknown: int) -> int:
    """What counts after something so certain: `known` words of a name that begins with a given one, or `unknown`
    words with capitals."""
    match certainty:
        case Certainty.CERTAIN:
            return known or unknown or _in_small_letters(candidate)
        case Certainty.LIKELY:
            return known or unknown
        case Certainty.BY_NAME:
            return known or (unknown if unknown > 1 and candidate.set_off(unknown) else 0)
        case Certainty.ADDRESSED:
            set_off = candidate.set_off(known or unknown)
            return (known if set_off or candidate.words[0][0].isupper() else 0) or (
                unknown if set_off and unknown < 3 else 0
            )
        case Certainty.SIGNED:
            count = known or unknown
            return count if count and _AT_END.match(candidate.text, candidate.end_of(count)) else 0


def _known_words(candidate: _Candidate) -> int:
    """The words of a name that begins with a given one; an everyday word needs its capital."""
    names, first = name_words(), candidate.plain[0]
    if first not in names.given or (first in names.everyday and not _is_capital(candidate)):
        return 0
    return _run(candidate)


def _is_capital(candidate: _Candidate) -> bool:
    """Whether the first word has a capital that means something: not where everything is shouted."""
    first = candidate.words[0]
    return first[0].isupper() and not (len(first) > 1 and first.isupper() and candidate.lead.isupper())


def _run(candidate: _Candidate) -> int:
    """How many words a name goes on for: capitals, links between them, known names."""
    names, count = name_words(), 1
    for place in range(1, len(candidate.words)):
        before, word, plain = candidate.words[place - 1], candidate.words[place], candidate.plain[place]
        if before.endswith(".") and len(before) > 2 and candidate.plain[place - 1] not in _TITLES:
            break  # the sentence ended there
        if plain in _LINKS:
            continue
        known = plain in names.surnames or (plain in names.given and plain not in names.everyday)
        capital = word[0].isupper() and plain not in names.nobody
        if not (known or capital) or (len(plain) == 1 and not word.endswith(".")):
            break
        count = place + 1
    return count


def _in_small_letters(candidate: _Candidate) -> int:
    """After "me llamo": any word that could be a name, if nothing else goes on behind it."""
    names, first = name_words(), candidate.plain[0]
    if first in names.everyday:
        return 1
    if first in names.nobody or first in _LINKS or len(first) < SHORTEST:
        return 0
    count = _run(candidate)
    return count if count > 1 or candidate.set_off(1) else 0


def _with_capitals(given: str, text: str, plain: str) -> Iterable[Span]:
    """A given name with its capital, and what follows of it. Streets, boroughs and cities are called like people too:
    those that are known, and saints, are left."""
    for start, end in _standing_alone(given, plain):
        if not text[start].isupper() or text[start:end].isupper() or plain.endswith(_BEFORE_PLACES, 0, start):
            continue
        candidate = _Candidate(text, plain, start, "")
        if " ".join(candidate.plain[:2]) not in _PLACES:
            yield start, candidate.end_of(_run(candidate))


@lru_cache(maxsize=1)
def _telling() -> frozenset[bytes]:
    """The words without one of which, but for a known name, a text names nobody."""
    return as_words(*ANNOUNCEMENTS, *_names_only())


@lru_cache(maxsize=1)
def _names_only() -> frozenset[str]:
    """The given names that are no everyday words."""
    return name_words().given - name_words().everyday


@lru_cache(maxsize=4_096)
def _hint(name: str) -> frozenset[bytes]:
    return frozenset(words_of(folded(name)))


def _parts(name: str) -> list[str]:
    """The words of a known name by which it is looked for."""
    nobody = name_words().nobody
    return [w for w in _LETTERS.findall(folded(name)) if len(w) >= SHORTEST and w not in _LINKS and w not in nobody]


@lru_cache(maxsize=4_096)
def _known(name: str) -> re.Pattern[str] | None:
    """Finds a known name and each of its words; those that are everyday words, or surnames, only with a capital."""
    names, parts, pieces = name_words(), _parts(name), list[str]()
    if len(parts) > 1:
        pieces.append("(?i:" + rf"(?:[ ]+{_BETWEEN})*[ ]+".join(map(_any_accent, parts)) + ")")
    for plain in parts:
        spelled = _any_accent(plain)
        everyday = plain in names.everyday or (plain in names.surnames and plain not in names.given)
        first = spelled[: spelled.index("]") + 1] if spelled.startswith("[") else spelled[0]
        pieces.append(f"{first.upper()}(?i:{spelled[len(first) :]})" if everyday else f"(?i:{spelled})")
    if not pieces:
        return None
    word = "(?:" + "|".join(pieces) + ")"
    return re.compile(rf"(?<!\w){word}(?:(?:[ ]+{_BETWEEN})*[ ]+{word})*(?!\w)")


def _any_accent(plain: str) -> str:
    return "".join(_ACCENTS.get(letter, re.escape(letter)) for letter in plain)


def _merged(spans: list[Span]) -> list[Span]:
    spans.sort()
    merged = [spans[0]]
    for start, end in spans[1:]:
        last = merged[-1]
        if start < last[1]:
            merged[-1] = (last[0], max(last[1], end))
        else:
            merged.append((start, end))
    return merged


_ACCENTS = {"a": "[aáàâã]", "e": "[eéèê]", "i": "[iíì]", "o": "[oóòôõ]", "u": "[uúùü]", "c": "[cç]", "n": "[nñ]"}
_BETWEEN = "(?:de|del|la|da|do|dos|e|y)"
