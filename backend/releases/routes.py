"""Releases of the agent: making, promoting, rolling back. For admins."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response, status

from backend.deps import PackDep, SessionDep
from backend.documented import errors
from backend.pagination import Cursor, Limit, Page
from backend.releases import listing, service
from backend.releases.bundles import OtherDomain, OtherModel
from backend.releases.deps import ModelDep, ReleaseIdPath
from backend.releases.models import LabelName
from backend.releases.schemas import (
    CreatedReleaseOut,
    LabelOut,
    LabelsOut,
    MoveOut,
    PromotionIn,
    ReleaseIn,
    ReleaseOut,
    RollbackIn,
)
from backend.users.deps import AdminUser

router = APIRouter(prefix="/admin/releases", tags=["releases"])
EXISTED: dict[int | str, dict[str, Any]] = {
    status.HTTP_200_OK: {"model": CreatedReleaseOut, "description": "This very bundle was there already."}
}


@router.get("", summary="List the releases", responses=errors(401, 403))
async def list_releases(
    user: AdminUser, session: SessionDep, pack: PackDep, model: ModelDep, limit: Limit = 20, cursor: Cursor = None
) -> Page[ReleaseOut]:
    """Newest first, each with its labels and how many replies it has given."""
    return await listing.list_releases(session, pack, model, limit=limit, cursor=cursor)


@router.post(
    "",
    summary="Create a release",
    status_code=status.HTTP_201_CREATED,
    responses=errors(400, 401, 403, 409) | EXISTED,
)
async def create_release(
    new: ReleaseIn, user: AdminUser, session: SessionDep, pack: PackDep, model: ModelDep, response: Response
) -> CreatedReleaseOut:
    """Store prompts, tools and effort, or a whole `approved_prompts.json`, as an immutable release on this deployment's
    model. It answers nobody before a label is moved to it: `live` is what answers now. The same bundle again is the
    same release, answered with 200. Refused (409) as `other_domain`, `other_model`, `not_as_approved`."""
    _for_this_deployment(new, pack.id, model)
    created = await service.create_release(
        session, pack, new.wanted, model=model, note=new.told, by=user.id, approved=new.proposed_release_id
    )
    if not created.new:
        response.status_code = status.HTTP_200_OK
    release = await listing.get_release(session, created.release_id, pack, model)
    live = await listing.get_label(session, LabelName.PRODUCTION, pack, model)
    return CreatedReleaseOut(**release.model_dump(), live=live)


@router.get("/labels", summary="Where the labels point", responses=errors(401, 403))
async def list_labels(user: AdminUser, session: SessionDep, pack: PackDep, model: ModelDep) -> LabelsOut:
    """Which release answers customers (`production`) and which may be next (`candidate`)."""
    return await listing.list_labels(session, pack, model)


@router.put("/labels/{label}", summary="Move a label", responses=errors(400, 401, 403, 404, 409))
async def promote_release(
    label: LabelName, to: PromotionIn, user: AdminUser, session: SessionDep, pack: PackDep, model: ModelDep
) -> LabelOut:
    """Promote a release: the next reply is given by it. The answer is what is live then. Where the label points to the
    release already, nothing happens. Refused (409) as `other_domain`, `other_model`, `tools_missing`."""
    await service.promote(session, label, to.release_id, user.id, to.reason, pack=pack, model=model)
    return await listing.get_label(session, label, pack, model)


@router.post("/labels/{label}/rollback", summary="Roll a label back", responses=errors(400, 401, 403, 404, 409))
async def roll_back_label(
    label: LabelName, why: RollbackIn, user: AdminUser, session: SessionDep, pack: PackDep, model: ModelDep
) -> LabelOut:
    """Back to the release before the current one; again goes one further back. 409 where there is none."""
    await service.rollback(session, label, user.id, why.reason, pack=pack, model=model)
    return await listing.get_label(session, label, pack, model)


@router.get("/moves", summary="How the labels moved", responses=errors(401, 403))
async def list_moves(
    user: AdminUser, session: SessionDep, label: LabelName | None = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[MoveOut]:
    """Newest first: who moved which label from where to where, when and why."""
    return await listing.list_moves(session, label, limit=limit, cursor=cursor)


@router.get("/{release_id}", summary="One release", responses=errors(401, 403, 404))
async def get_release(
    release_id: ReleaseIdPath, user: AdminUser, session: SessionDep, pack: PackDep, model: ModelDep
) -> ReleaseOut:
    """A release by its id, which is a hash of what it is made of."""
    return await listing.get_release(session, release_id, pack, model)


def _for_this_deployment(new: ReleaseIn, domain: str, model: str) -> None:
    """Raises `OtherDomain` and `OtherModel` for prompts that were approved for another one."""
    if new.domain is not None and new.domain != domain:
        raise OtherDomain(new.domain, domain)
    if new.model is not None and new.model != model:
        raise OtherModel(new.model, model)
