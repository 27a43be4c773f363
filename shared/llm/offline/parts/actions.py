"""What the agent can do with one request: call tools (with or without a word to the customer), or write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Call(NamedTuple):
    """Calls of functions by name and arguments, after `text`."""

    calls: tuple[tuple[str, Mapping[str, Any]], ...]
    text: str = ""


class Text(NamedTuple):
    """A text and nothing else."""

    text: str


Action = Call | Text
