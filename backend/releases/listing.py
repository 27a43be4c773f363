"""Reading releases, labels and moves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.database import JsonData
from backend.errors import NotFound
from backend.messages.models import Reply, ReplyStatus
from backend.pagination import Page, decode_cursor, encode_cursor
from backend.releases.bundles import fitted, from_bundle, refusal
from backend.releases.models import LabelName, Release, ReleaseLabel, ReleaseMove
from backend.releases.schemas import LabelOut, LabelsOut, MoveOut, ReleaseOut
from backend.releases.service import production_release
from backend.users.models import User
from shared.domains.pack import Pack

_RELEASES = select(Release, User.name).outerjoin(User, User.id == Release.created_by)
"""With who made it."""
_MOVES = select(ReleaseMove, User.name).outerjoin(User, User.id == ReleaseMove.moved_by)
"""With who moved it."""
_HEX = 16
_BIGGEST_ID = 1 << 63


async def list_releases(
    session: AsyncSession, pack: Pack, model: str, *, limit: int, cursor: str | None
) -> Page[ReleaseOut]:
    """Newest first. Raises `Invalid` for a cursor that is not one of ours."""
    await production_release(session, pack, model)
    wanted = _RELEASES.order_by(Release.created_at.desc(), Release.id.desc()).limit(limit + 1)
    if cursor is not None:
        at, place = decode_cursor(cursor)
        wanted = wanted.where(tuple_(Release.created_at, Release.id) < tuple_(at, f"{place.int:012x}"))
    found = (await session.execute(wanted)).all()
    items = await _shown(session, found[:limit], pack, model)
    more = len(found) > limit
    last = UUID(int=int(items[-1].id, _HEX)) if more else None
    return Page(items=items, next_cursor=encode_cursor(items[-1].created_at, last) if last else None)


async def get_release(session: AsyncSession, release_id: str, pack: Pack, model: str) -> ReleaseOut:
    """One release. Raises `NotFound`."""
    found = (await session.execute(_RELEASES.where(Release.id == release_id))).all()
    if not found:
        raise NotFound(f"there is no release {release_id}")
    return (await _shown(session, found, pack, model))[0]


async def list_labels(session: AsyncSession, pack: Pack, model: str) -> LabelsOut:
    """Every label that points somewhere, production first."""
    await production_release(session, pack, model)
    latest = select(func.max(ReleaseMove.id)).group_by(ReleaseMove.label)
    rows = await session.execute(
        _MOVES.add_columns(Release.bundle)
        .join(Release, Release.id == ReleaseMove.to_release)
        .where(ReleaseMove.id.in_(latest))
        .order_by(ReleaseMove.label.desc())
    )
    return LabelsOut(items=[_label(move, mover, bundle, pack, model) for move, mover, bundle in rows])


async def get_label(session: AsyncSession, label: LabelName, pack: Pack, model: str) -> LabelOut:
    """One label. Raises `NotFound` where it points nowhere."""
    for found in (await list_labels(session, pack, model)).items:
        if found.label is label:
            return found
    raise NotFound(f"the label {label.value} points to no release yet")


async def list_moves(
    session: AsyncSession, label: LabelName | None, *, limit: int, cursor: str | None
) -> Page[MoveOut]:
    """Newest first. Raises `Invalid` for a cursor that is not one of ours."""
    wanted = _MOVES.order_by(ReleaseMove.id.desc()).limit(limit + 1)
    if label is not None:
        wanted = wanted.where(ReleaseMove.label == label.value)
    if cursor is not None:
        # By id alone: it is given under the label's lock, while the time is that of the transaction's beginning.
        wanted = wanted.where(ReleaseMove.id < decode_cursor(cursor)[1].int % _BIGGEST_ID)
    found = (await session.execute(wanted)).all()
    items = [_move(move, mover) for move, mover in found[:limit]]
    more = len(found) > limit
    return Page(items=items, next_cursor=encode_cursor(items[-1].at, UUID(int=items[-1].id)) if more else None)


def _move(move: ReleaseMove, mover: str | None) -> MoveOut:
    fields = {name: getattr(move, name) for name in MoveOut.model_fields if name != "moved_by_name"}
    return MoveOut(**fields, moved_by_name=mover)


def _label(move: ReleaseMove, mover: str | None, bundle: JsonData, pack: Pack, model: str) -> LabelOut:
    release = from_bundle(bundle)
    return LabelOut(
        label=LabelName(move.label),
        release_id=release.release_id,
        answering_release_id=fitted(release, pack, model).release_id,
        moved_at=move.at,
        moved_by=move.moved_by,
        moved_by_name=mover,
        reason=move.reason,
    )


async def _shown(
    session: AsyncSession, found: Sequence[Row[Release, str | None]], pack: Pack, model: str
) -> list[ReleaseOut]:
    ids = [release.id for release, _ in found]
    labels = (await session.execute(select(ReleaseLabel.release_id, ReleaseLabel.label))).all()
    counted = await session.execute(
        select(Reply.release_id, func.count().label("replies"))
        .where(Reply.release_id.in_(ids), Reply.status == ReplyStatus.DONE)
        .group_by(Reply.release_id)
    )
    replies = {row.release_id: row.replies for row in counted}
    return [
        ReleaseOut(
            id=release.id,
            **release.bundle,
            note=release.note,
            created_by=release.created_by,
            created_by_name=maker,
            created_at=release.created_at,
            labels=sorted(LabelName(label) for release_id, label in labels if release_id == release.id),
            replies=replies.get(release.id, 0),
            promotable=refusal(from_bundle(release.bundle), pack, model) is None,
        )
        for release, maker in found
    ]
