"""Making releases and moving the labels that point to them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict, NotFound
from backend.releases.bundles import Wanted, fitted, from_bundle, made, refusal, to_bundle
from backend.releases.models import LabelName, MoveKind, Release, ReleaseLabel, ReleaseMove
from shared.agent.release import AgentRelease
from shared.domains.pack import Pack


class NotAsApproved(Conflict):
    """The bundle is not the one that was approved."""

    code = "not_as_approved"

    def __init__(self, release_id: str, approved: str) -> None:
        super().__init__(
            f"this comes out as the release {release_id}, not as {approved}, which was approved: something differs",
            details={"given": release_id, "wanted": approved},
        )


class Created(NamedTuple):
    """A release, and whether it was not there before."""

    release_id: str
    new: bool


async def production_release(session: AsyncSession, pack: Pack, model: str) -> AgentRelease:
    """The release that answers customers: the one labelled `production`, on this deployment's model and tools.

    Where the label does not exist, or points to another domain's release, it is put on the pack's own release. Any
    number of processes may do that at once.
    """
    labelled = await _labelled(session, LabelName.PRODUCTION)
    if labelled is None or labelled.domain != pack.id:
        labelled = await _initial(session, pack, model)
    release = fitted(labelled, pack, model)
    if release != labelled and await session.get(Release, release.release_id) is None:
        await _stored(session, release, f"{labelled.release_id} on {model}, with the tools that the domain has", None)
    return release


async def create_release(
    session: AsyncSession,
    pack: Pack,
    wanted: Wanted,
    *,
    model: str,
    note: str = "",
    by: UUID | None = None,
    approved: str | None = None,
) -> Created:
    """Store a release; the same bundle again is the same release. Raises `Invalid` for what cannot run,
    `NotAsApproved` where it does not come out as the release that was `approved`."""
    await production_release(session, pack, model)  # first: the pack's own release must not look like this one's doing
    release = made(wanted, pack, model)
    if approved is not None and approved != release.release_id:
        raise NotAsApproved(release.release_id, approved)
    return Created(release.release_id, await _stored(session, release, note, by))


async def promote(
    session: AsyncSession, label: LabelName, release_id: str, by: UUID | None, reason: str, *, pack: Pack, model: str
) -> None:
    """Point `label` to a release; nothing happens where it points there already.

    Raises `NotFound` for an unknown release, `Conflict` for one that may not be used here (`bundles.refusal`).
    """
    await _may_promote(session, release_id, pack, model)
    if label is LabelName.PRODUCTION:
        await production_release(session, pack, model)  # so that the first promotion can be rolled back
    values = {"label": label.value, "release_id": release_id}
    inserted = insert(ReleaseLabel).values(values).on_conflict_do_nothing().returning(ReleaseLabel.label)
    before = None if (await session.scalar(inserted)) else await _locked(session, label)
    if before != release_id:
        await _move(session, label, MoveKind.PROMOTED, before, release_id, by, reason)


async def rollback(
    session: AsyncSession, label: LabelName, by: UUID | None, reason: str, *, pack: Pack, model: str
) -> None:
    """Point `label` back to the release before its current one; once more goes one further back.

    It works whatever model that release was made for: the way back must not be barred, and it is this deployment's
    model that answers. Raises `NotFound` where the label points nowhere, `Conflict` where there is nothing before.
    """
    if label is LabelName.PRODUCTION:
        await production_release(session, pack, model)
    current = await _locked(session, label)
    if current is None:
        raise NotFound(f"the label {label.value} points to no release yet")
    path = await _path(session, label)
    if len(path) < 2:
        raise Conflict(f"{current} is the first release of the label {label.value}; there is none before it")
    await _move(session, label, MoveKind.ROLLED_BACK, current, path[-2], by, reason)


async def _labelled(session: AsyncSession, label: LabelName) -> AgentRelease | None:
    bundle = await session.scalar(
        select(Release.bundle)
        .join(ReleaseLabel, ReleaseLabel.release_id == Release.id)
        .where(ReleaseLabel.label == label.value)
    )
    return None if bundle is None else from_bundle(bundle)


async def _initial(session: AsyncSession, pack: Pack, model: str) -> AgentRelease:
    """Put `production` on the pack's release, unless another process has just done so."""
    current = AgentRelease.current(pack, model)
    await _stored(session, current, f"the release that the domain {pack.id} ships", None)
    values = {"label": LabelName.PRODUCTION.value, "release_id": current.release_id}
    inserted = insert(ReleaseLabel).values(values).on_conflict_do_nothing().returning(ReleaseLabel.label)
    before = None if (await session.scalar(inserted)) else await _locked(session, LabelName.PRODUCTION)
    found = await _labelled(session, LabelName.PRODUCTION)
    if before is None or found is None or found.domain != pack.id:
        reason = f"the release that the domain {pack.id} ships"
        await _move(session, LabelName.PRODUCTION, MoveKind.INITIAL, before, current.release_id, None, reason)
        return current
    return found


async def _stored(session: AsyncSession, release: AgentRelease, note: str, by: UUID | None) -> bool:
    """Store a release; whether it is new."""
    values = {"id": release.release_id, "bundle": to_bundle(release), "note": note, "created_by": by}
    inserted = insert(Release).values(values).on_conflict_do_nothing().returning(Release.id)
    return await session.scalar(inserted) is not None


async def _may_promote(session: AsyncSession, release_id: str, pack: Pack, model: str) -> None:
    release = await session.get(Release, release_id)
    if release is None:
        raise NotFound(f"there is no release {release_id}")
    if refused := refusal(from_bundle(release.bundle), pack, model):
        raise refused


async def _locked(session: AsyncSession, label: LabelName) -> str | None:
    """The release that a label points to, the label's row locked until the transaction ends."""
    found: str | None = await session.scalar(
        select(ReleaseLabel.release_id).where(ReleaseLabel.label == label.value).with_for_update()
    )
    return found


async def _path(session: AsyncSession, label: LabelName) -> list[str]:
    """The releases that led to the label's current one, which is the last; what was rolled back is off the path."""
    moves = await session.execute(
        select(ReleaseMove.kind, ReleaseMove.to_release)
        .where(ReleaseMove.label == label.value)
        .order_by(ReleaseMove.id)
    )
    path: list[str] = []
    for kind, to_release in moves:
        if kind is MoveKind.ROLLED_BACK:
            path.pop()
        else:
            path = [*(path if kind is MoveKind.PROMOTED else ()), to_release]
    return path


async def _move(
    session: AsyncSession,
    label: LabelName,
    kind: MoveKind,
    before: str | None,
    to: str,
    by: UUID | None,
    reason: str,
) -> None:
    await session.execute(update(ReleaseLabel).where(ReleaseLabel.label == label.value).values(release_id=to))
    move = ReleaseMove(label=label.value, kind=kind, from_release=before, to_release=to, moved_by=by, reason=reason)
    session.add(move)
    await session.flush()
