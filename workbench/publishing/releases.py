"""Releases as the backend knows them: what is live, how that came about, moving it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from workbench.access import Access
from workbench.errors import ApiError

PRODUCTION = "production"
MOVES = 20
"""The last so many moves are shown."""
MAX_REASON = 200


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Live(_Read):
    """The release that answers customers, since when, by whom and why. No `moved_by_name`: the system did it."""

    release_id: str
    answering_release_id: str = ""
    """Another one where this deployment has another model, or fewer tools, than the release was made for."""
    moved_at: datetime
    moved_by_name: str | None = None
    reason: str


class Move(_Read):
    """One move of the label; `kind`: initial, promoted or rolled_back."""

    kind: str
    from_release: str | None
    to_release: str
    moved_by_name: str | None = None
    reason: str
    at: datetime


class Situation(_Read):
    """What is live, and the moves that led there, newest first. `domain` is the one that this deployment serves."""

    live: Live
    moves: tuple[Move, ...]
    domain: str

    @property
    def can_go_back(self) -> bool:
        """Whether there is a release before the one that is live."""
        depth = 0
        for move in reversed(self.moves):
            depth = {"promoted": depth + 1, "rolled_back": depth - 1}.get(move.kind, 0)
        return depth > 0 or len(self.moves) == MOVES


def situation(access: Access) -> Situation:
    """Now. Raises `ApiError`, `BackendDown`, `SignedOut`."""
    labels = access.ask("GET", "admin/releases/labels")["items"]
    moves = access.ask("GET", "admin/releases/moves", query={"label": PRODUCTION, "limit": MOVES})["items"]
    config = access.ask("GET", "config")
    live = next(label for label in labels if label["label"] == PRODUCTION)
    return Situation.model_validate({"live": live, "moves": moves, "domain": config["domain"]})


def publish(access: Access, approved: dict[str, Any], reason: str) -> None:
    """Make the release of a whole `approved_prompts.json` and let it answer customers. Published already, nothing
    changes."""
    release = access.ask("POST", "admin/releases", body=approved)
    access.ask("PUT", f"admin/releases/labels/{PRODUCTION}", body={"release_id": release["id"], "reason": reason})


def roll_back(access: Access, reason: str, seen: str) -> None:
    """Back to the release before the one that is live. Raises `ApiError` (`conflict`) where that is not `seen` any
    more: somebody else moved it, and a second step back was not asked for."""
    if situation(access).live.release_id != seen:
        raise ApiError(409, "conflict", "the label was moved meanwhile")
    access.ask("POST", f"admin/releases/labels/{PRODUCTION}/rollback", body={"reason": reason})
