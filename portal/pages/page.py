"""What a page is, for `app.py`'s list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx


@dataclass(frozen=True)
class Page:
    """One page. `guarded`: only for who is signed in; `for_strangers`: who is signed in is sent on."""

    route: str
    title: str
    """A key of the catalogue."""
    build: Callable[[], rx.Component]
    load: tuple[Any, ...] = ()
    """Events after it is known who is there."""
    guarded: bool = False
    for_strangers: bool = False
    wide: bool = False
