"""What the export's route asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Query

from backend.deps import PackDep, ServicesDep
from backend.exports.query import Wanted, records
from backend.exports.stream import Export, exporting
from backend.users.deps import AdminUser
from backend.wire import Clean, Iso

WITHOUT_ZONE = "ISO 8601; without a zone it is UTC."


def wanted(
    since: Annotated[
        datetime | None,
        Query(description=f"Tickets opened then or later. {WITHOUT_ZONE}", examples=["2026-11-01"]),
        Iso,
    ] = None,
    until: Annotated[
        datetime | None,
        Query(description=f"Tickets opened before. {WITHOUT_ZONE}", examples=["2026-12-01"]),
        Iso,
    ] = None,
    context: Annotated[
        str | None, Query(max_length=60, description="Tickets of this category.", examples=["buying"]), Clean
    ] = None,
    limit: Annotated[int | None, Query(ge=1, le=2**31, description="The first so many; all without it.")] = None,
) -> Wanted:
    return Wanted(_with_zone(since), _with_zone(until), context, limit)


async def running_export(
    user: AdminUser, services: ServicesDep, pack: PackDep, which: Annotated[Wanted, Depends(wanted)]
) -> AsyncIterator[Export]:
    """The export, until its answer is sent or the client is gone. Raises `TooMany`, `Unavailable`."""
    async with exporting(services.database.url, records(which, pack)) as export:
        yield export


def _with_zone(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


ExportDep = Annotated[Export, Depends(running_export, scope="request")]
