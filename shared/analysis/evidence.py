"""A small, repeatable sample of a stream of any length: in each group, the items with the lowest hashes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Generic, TypeVar

EVIDENCE_A_CONTEXT = 100
EXAMPLES_AN_INTENT = 5
LONGEST_EVIDENCE_BYTES = 256 * 1024
"""A longer conversation is no evidence: no prompt could hold it, and a sample of them would not be small."""

Item = TypeVar("Item")


def sample_key(conversation_id: str, seed: int) -> int:
    """64 bits that stand for an id: the same on every machine, another order for another seed."""
    salt = (seed % 2**64).to_bytes(8, "little")
    digest = blake2b(conversation_id.encode("utf-8", "surrogatepass"), digest_size=8, key=salt).digest()
    return int.from_bytes(digest, "big")


class LowestHashes(Generic[Item]):
    """In each group the `size` items with the lowest keys, whatever order they come in.

    Of two items with the same group and key the first one stays, so that a sample of samples is the sample of the
    whole.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._groups: dict[str, tuple[list[int], list[Item]]] = {}

    def add(self, group: str, key: int, item: Item) -> bool:
        """Keep `item` if its key is low enough; whether it was kept."""
        keys, items = self._groups.setdefault(group, ([], []))
        place = bisect_left(keys, key)
        if place >= self.size or (place < len(keys) and keys[place] == key):
            return False
        keys.insert(place, key)
        items.insert(place, item)
        del keys[self.size :], items[self.size :]
        return True

    def cutoffs(self) -> Mapping[str, int]:
        """Of each full group the highest key: an item with that key or a higher one cannot get in any more."""
        return {group: keys[-1] for group, (keys, _) in self._groups.items() if len(keys) == self.size}

    def group(self, group: str) -> tuple[Item, ...]:
        """The items of a group, lowest key first."""
        return tuple(self._groups.get(group, ([], []))[1])

    def entries(self) -> Iterator[tuple[str, int, Item]]:
        """All items with their group and key, groups in alphabetical order, lowest key first."""
        for group, (keys, items) in sorted(self._groups.items(), key=lambda entry: entry[0]):
            yield from ((group, key, item) for key, item in zip(keys, items, strict=True))
