"""Sampling noise: every draw is a pure function of the request and of the draw's name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
_UNIT = 2.0**64
_NORMAL = NormalDist()
_EVEN = 0.5
_SEPARATOR = b"\x1f"


@dataclass(frozen=True, slots=True)
class Noise:
    """Named draws of one request. Draws of different names are independent, and so are those of different samples.

    The system prompt is not part of the key: the same sample asked with another prompt meets the same luck, so that a
    prompt changes an answer only by what it says. Without a sample (a live conversation, which is not drawn from
    anything) whether something happens is no matter of luck: the likelier of the two does.
    """

    key: bytes
    drawn: bool = True

    @classmethod
    def of(cls, sample: str, part: str, texts: Sequence[str]) -> Noise:
        """The noise of a sample, a part and what it reads."""
        digest = hashlib.sha256()
        for text in (sample, part, *texts):
            digest.update(text.encode("utf-8", "surrogatepass"))
            digest.update(_SEPARATOR)
        return cls(digest.digest(), drawn=bool(sample))

    def uniform(self, name: str) -> float:
        """A number in [0, 1)."""
        drawn = hashlib.sha256(self.key + name.encode()).digest()
        # 53 bits: what a float in [0, 1) holds without rounding up to 1.
        return (int.from_bytes(drawn[:8], "big") >> 11) / (_UNIT / 2048)

    def chance(self, name: str, probability: float) -> bool:
        """True with this probability; the same draw is also true at any higher one."""
        return self.uniform(name) < probability if self.drawn else probability >= _EVEN

    def choice(self, name: str, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[int(self.uniform(name) * len(options))]

    def gauss(self, name: str, deviation: float) -> float:
        """A normal draw around 0."""
        return _NORMAL.inv_cdf(min(max(self.uniform(name), 1e-12), 1 - 1e-12)) * deviation
