"""Keeping a release's prompts out of its answers: what a model repeats word for word does not reach the customer.

A model can be talked into saying anything in other words, in another language or letter by letter: this stops the plain
echo, and no prompt may hold what must stay secret (there is no key, address or person's name in ours).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

RUN = 16
"""So many words of a prompt in a row are an echo; a sentence about the company may well share fewer with it."""
SUSPICIOUS = 8
"""So many may become an echo: from here on words are held back until it is known."""
WITHHELD = "[…]"
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"")
"""What a prompt has in quotation marks is there to be said."""
_TOKEN = re.compile(r"\s*\S+")
LONGEST_WORD = 200
"""Characters; what goes on without a space is taken for several words, so that little is ever held back."""
_SILENT = re.compile(r"[\W_]+")
_BORDER = ""
"""Where no run goes over."""


class Prompts:
    """The words of a release's prompts and where each stands."""

    def __init__(self, *texts: str) -> None:
        words: list[str] = []
        for text in texts:
            for part in _QUOTED.split(text):
                words += [*filter(None, map(_plain, part.split())), _BORDER]
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            self.places[word].append(place)

    def echoed_in(self, text: str) -> bool:
        """Whether a whole text has a run of `RUN` of these words."""
        echo = EchoFilter(self)
        echo.passed(f"{text} ")
        return echo.found


class _Piece(NamedTuple):
    """What is held back of the text; whether it is a word or only a dash and the like."""

    text: str
    word: bool


class EchoFilter:
    """Passes a text on as it comes, without what it echoes of the prompts. Holds words back once `SUSPICIOUS` of a
    prompt stand in a row. `found`: whether there was an echo."""

    def __init__(self, prompts: Prompts) -> None:
        self.found = False
        self._places = prompts.places
        self._unfinished = ""
        self._shown = 0
        self._held: list[_Piece] = []
        self._runs: dict[int, int] = {}
        self._mark = ""

    def passed(self, piece: str) -> str:
        """What of the text so far may be shown now."""
        text = self._unfinished + piece
        finished = _finished(text)
        told = []
        for token in _TOKEN.findall(finished):
            told.append(self._heard(token))
            self._shown = 0
        self._unfinished = text[len(finished) :]
        if self._run < SUSPICIOUS - 1 and not self._held:  # the word that is being written is harmless whatever it is
            told.append(self._unfinished[self._shown :])
            self._shown = len(self._unfinished)
        return "".join(told)

    def rest(self) -> str:
        """What was held back and may be shown, now that the text has ended."""
        token, self._unfinished = self._unfinished, ""
        told = self._heard(token) if token else ""
        mark, self._mark, self._runs, self._shown = self._mark, "", {}, 0
        return told + mark + self._released(0)

    @property
    def _run(self) -> int:
        """So many of the last words stand in a row in a prompt."""
        return max(self._runs.values(), default=0)

    def _heard(self, token: str) -> str:
        """What may be shown of the words held back and of this one, which comes with the space before it."""
        word = _plain(token)
        self._held.append(_Piece(token[self._shown :], bool(word)))
        if word:  # a dash or the like ends no run
            self._runs = {place + 1: self._runs.get(place, 0) + 1 for place in self._places.get(word, ())}
        run = self._run
        if run >= RUN:
            self.found = True
            first = self._held[0].text
            self._mark = self._mark or first[: len(first) - len(first.lstrip())] + WITHHELD
            self._held = []
            return ""
        mark, self._mark = self._mark, ""
        return mark + self._released(run if run >= SUSPICIOUS else 0)

    def _released(self, keep: int) -> str:
        """What is held but the last `keep` words."""
        index = len(self._held)
        while keep and index:
            index -= 1
            keep -= self._held[index].word
        told, self._held = self._held[:index], self._held[index:]
        return "".join(piece.text for piece in told)


def _finished(text: str) -> str:
    """The words of a text after which a space has come, without that space."""
    if len(text) > LONGEST_WORD and not any(map(str.isspace, text[-LONGEST_WORD:])):
        return text
    words = text.rstrip()
    if len(words) < len(text):
        return words
    before = text.rsplit(maxsplit=1)
    return before[0] if len(before) == 2 else ""


@lru_cache(maxsize=64)
def prompts_of(*texts: str) -> Prompts:
    """The words of these prompts, put in order once."""
    return Prompts(*texts)


def _plain(token: str) -> str:
    return _SILENT.sub("", token).casefold()
