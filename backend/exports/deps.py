"""What the export's routes ask for."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from backend.deps import PackDep, ServicesDep
from backend.exports.query import records
from backend.exports.stream import Export, exporting
from backend.exports.wanted import Wanted
from backend.tickets.models import TicketStatus
from backend.users.deps import AdminUser
from backend.wire import Clean, Iso

logger = logging.getLogger(__name__)
WITHOUT_ZONE = "ISO 8601; without a zone it is UTC."
Redact = Annotated[bool, Query(description="Take out names, addresses, e-mails, phones, cards, plates and the like.")]


async def wanted(
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
    status: Annotated[list[TicketStatus] | None, Query(description="Tickets in one of these states.")] = None,
    channel: Annotated[
        str | None, Query(max_length=60, description="Tickets of this channel.", examples=["whatsapp"]), Clean
    ] = None,
    language: Annotated[
        str | None, Query(max_length=60, description="Tickets in this language.", examples=["es"]), Clean
    ] = None,
    handed_off: Annotated[
        bool | None,
        Query(description="`true`: only those that went to a person at some time; `false`: only the others."),
    ] = None,
    release_id: Annotated[
        str | None,
        Query(pattern=r"^[0-9a-f]{12}$", description="Whose last answer this release gave.", examples=["3f2a9c01d4be"]),
    ] = None,
    limit: Annotated[int | None, Query(ge=1, le=2**31, description="The first so many; all without it.")] = None,
) -> Wanted:
    return Wanted(
        _with_zone(since), _with_zone(until), context, limit, tuple(status or ()), channel, language, handed_off,
        release_id,
    )  # fmt: skip


WantedDep = Annotated[Wanted, Depends(wanted)]


async def running_export(
    user: AdminUser, services: ServicesDep, pack: PackDep, which: WantedDep, redact: Redact = True
) -> AsyncIterator[Export]:
    """The export, until its answer is sent or the client is gone; then the log says who took what. Raises `TooMany`,
    `Unavailable`."""
    async with exporting(services.database.url, records(which, pack, with_names=redact)) as export:
        try:
            yield export
        finally:
            _note(export, user.id, which, redact=redact)


def _note(export: Export, user_id: UUID, which: Wanted, *, redact: bool) -> None:
    filters = {f"wanted_{name}": value for name, value in which.given().items()}
    about = {"user_id": str(user_id), "conversations": export.lines, "complete": export.complete, "redacted": redact}
    logger.info("conversations were exported", extra=about | filters)


def _with_zone(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


ExportDep = Annotated[Export, Depends(running_export, scope="request")]
