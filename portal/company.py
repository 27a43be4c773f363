"""The company that the portal stands for, from the backend's `GET config`; asked for once a minute."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from portal.client import Caller, backend
from portal.errors import PortalError

FRESH_SEC = 60.0
AGAIN_SEC = 5.0
_LABELS = dict[str, str]


@dataclass(frozen=True)
class Company:
    """What pages show of it. Texts are by language."""

    name: str = ""
    description: _LABELS = field(default_factory=dict)
    colors: dict[str, str] = field(default_factory=dict)
    categories: tuple[tuple[str, _LABELS], ...] = ()
    texts: dict[str, _LABELS] = field(default_factory=dict)
    tools: dict[str, _LABELS] = field(default_factory=dict)
    timezone: str = "America/Mexico_City"
    demo_logins: tuple[dict[str, str], ...] = ()
    model: str = ""
    offline_model: bool = False
    message_characters: int = 4_000

    def text(self, key: str, language: str) -> str:
        """A text of the company's pack; empty where it has none."""
        return self.texts.get(key, {}).get(language, "")

    def tool_labels(self, language: str) -> dict[str, str]:
        """What tools are called in front of customers, by their names."""
        return {name: labels[language] for name, labels in self.tools.items() if language in labels}

    def category(self, key: str, language: str) -> str:
        """What a category is called; its key where the company has none such (any more)."""
        return next((labels.get(language, key) for name, labels in self.categories if name == key), key)

    @classmethod
    def of(cls, config: dict[str, Any]) -> Company:
        """From the answer to `GET config`."""
        return cls(
            name=config["company"]["name"],
            description=config["company"]["description"],
            colors=config["company"]["colors"],
            categories=tuple((one["id"], one["label"]) for one in config["categories"]),
            texts=config["texts"],
            tools={one["name"]: one["label"] for one in config["tools"]},
            timezone=config["timezone"],
            demo_logins=tuple(config["demo"]["logins"]) if config["demo"]["enabled"] else (),
            model=config["model"]["name"],
            offline_model=config["model"]["offline"],
            message_characters=config["limits"]["message_characters"],
        )


_known = Company()
_asked_at = _failed_at = float("-inf")
_failure: PortalError | None = None
_asking: asyncio.Task[None] | None = None


async def company() -> Company:
    """The company. What is known is given at once and renewed beside it; who asks first waits.

    Raises `PortalError` where the backend has never answered, at once for `AGAIN_SEC` after a failure.
    """
    global _asking
    now = time.monotonic()
    if now - _asked_at > FRESH_SEC and now - _failed_at > AGAIN_SEC and (_asking is None or _asking.done()):
        _asking = asyncio.create_task(_ask())
    if not _known.name:
        if _asking is not None and not _asking.done():
            await asyncio.shield(_asking)
        if _failure is not None:
            raise _failure
    return _known


async def _ask() -> None:
    global _known, _asked_at, _failed_at, _failure
    try:
        _known, _failure = Company.of(await backend().ask("GET", "config", Caller())), None
        _asked_at = time.monotonic()
    except PortalError as error:
        _failed_at, _failure = time.monotonic(), error


def known_company() -> Company:
    """The company as it was asked for last, without asking."""
    return _known
