"""A column of names: each distinct name once, and a code a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Labels:
    """n values out of a few `names`; `codes` has shape (n,). The name `None` is *unknown*."""

    names: tuple[str | None, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[str | None], length: int) -> Labels:
        """The column of `length` values; names in the order of their first occurrence."""
        seen: dict[str | None, int] = {}
        codes = np.fromiter((seen.setdefault(value, len(seen)) for value in values), np.int32, length)
        return cls(tuple(seen), codes)

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: NDArray[np.bool_]) -> Labels:
        """Only the rows where `rows` (shape (n,)) is true."""
        return Labels(self.names, self.codes[rows])

    def groups(self) -> Iterator[tuple[str | None, NDArray[np.bool_]]]:
        """Each name that occurs with its rows, a boolean array of shape (n,)."""
        for code in np.unique(self.codes):
            yield self.names[code], self.codes == code

    def series(self) -> pl.Series:
        """The values as a column of texts, nulls where unknown."""
        names = pl.Series(self.names or (None,), dtype=pl.String)
        return names.gather(self.codes) if len(self) else names.clear()
