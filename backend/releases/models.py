"""Releases of the agent and the labels that point to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, JsonData, choice


class LabelName(StrEnum):
    """`production` answers the customers; `candidate` is what may take its place."""

    PRODUCTION = "production"
    CANDIDATE = "candidate"


class MoveKind(StrEnum):
    """`initial`: the domain pack's own release, where a label had none of this domain."""

    INITIAL = "initial"
    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"


class Release(Base):
    """An immutable bundle (`shared.agent.release.AgentRelease`); `id` is its `release_id`."""

    __tablename__ = "releases"

    id: Mapped[str] = mapped_column(primary_key=True)
    bundle: Mapped[JsonData]
    note: Mapped[str] = mapped_column(default="")
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ReleaseLabel(Base):
    """Where a label points now."""

    __tablename__ = "release_labels"

    label: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey(Release.id))


class ReleaseMove(Base):
    """One move of a label: who, when, from where to where, why."""

    __tablename__ = "release_moves"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    label: Mapped[str] = mapped_column(index=True)
    kind: Mapped[MoveKind] = mapped_column(choice(MoveKind, "kind"), default=MoveKind.PROMOTED)
    from_release: Mapped[str | None]
    to_release: Mapped[str]
    moved_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(server_default=func.now())
