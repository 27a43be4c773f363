"""What people do with a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.leases import ask_to_stop
from backend.clock import now
from backend.errors import Conflict, IdempotencyKeyReused, Invalid, TicketClosed
from backend.events.log import ORIGIN
from backend.handoff.service import TakenByAnother, end_handoff, open_handoff
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.service import settle
from backend.security import hashed
from backend.tickets.models import ActorKind, Ticket, TicketMove, TicketStatus
from backend.tickets.reading import OVER
from backend.tickets.schemas import CsatIn, TicketIn, TicketOut, TicketPatch
from backend.tickets.states import move, tell
from backend.tickets.view import ticket_out
from backend.users.deps import SignedIn
from backend.users.models import UserRole
from shared.domains.pack import Pack
from shared.improvement.sampling import declared_context

_WITH_KEY = select(Ticket.id, Ticket.opening_hash).where(
    Ticket.customer_id == bindparam("customer_id"), Ticket.idempotency_key == bindparam("key")
)


class NotResolvedYet(Conflict):
    code = "ticket_not_resolved"


async def create_ticket(
    session: AsyncSession, pack: Pack, user: SignedIn, wanted: TicketIn, key: str | None = None
) -> TicketOut:
    """A new ticket of `user`, with its opening in the trail; with a key that was used before, the ticket of then.

    Raises `Invalid` for a category that there is not, `IdempotencyKeyReused`.
    """
    opening = {
        "title": wanted.title, "category": category_of(pack, wanted.category), "description": wanted.description,
    }  # fmt: skip
    opening_hash = hashed(orjson.dumps(opening).decode())
    if (before := await _opened_before(session, user, key, opening_hash)) is not None:
        return before
    ticket_id = await session.scalar(
        insert(Ticket)
        .values(
            id=uuid4(), customer_id=user.id, language=user.language, idempotency_key=key, opening_hash=opening_hash,
            **opening,
        )
        .on_conflict_do_nothing(index_elements=[Ticket.customer_id, Ticket.idempotency_key])
        .returning(Ticket.id)
    )  # fmt: skip
    if ticket_id is None:  # a request with the same key was faster, and has committed
        before = await _opened_before(session, user, key, opening_hash)
        assert before is not None
        return before
    session.add(
        TicketMove(ticket_id=ticket_id, to_status=TicketStatus.OPEN, actor=ActorKind.CUSTOMER, actor_id=user.id)
    )
    await session.flush()
    return await tell(session, ticket_id)


async def change_ticket(session: AsyncSession, pack: Pack, ticket: Ticket, wanted: TicketPatch) -> TicketOut:
    """Another title, category or description. Raises `TicketClosed`, `Invalid`."""
    if ticket.status is TicketStatus.CLOSED:
        raise TicketClosed("a closed ticket cannot be changed; reopen it first")
    changes = wanted.model_dump(exclude_none=True)
    if "category" in changes:
        changes["category"] = category_of(pack, changes["category"])
    changed = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    for name, value in changed.items():
        setattr(ticket, name, value)
    if not changed:
        return await ticket_out(session, ticket.id)
    await session.flush()
    return await tell(session, ticket.id)


async def resolve(session: AsyncSession, ticket: Ticket, user: SignedIn) -> TicketOut:
    """It is solved, says its customer or an agent; a person's time with it ends.

    Raises `MoveNotAllowed` and, for an agent, `TakenByAnother` (but not for admins).
    """
    actor, source = _who(ticket, user)
    handoff = await open_handoff(session, ticket.id)
    bound = actor is ActorKind.AGENT and user.role is not UserRole.ADMIN
    if bound and handoff is not None and handoff.agent_id not in (None, user.id):
        raise TakenByAnother(handoff)
    await ask_to_stop(session, session.info.get(ORIGIN, ""), ticket.id)  # nobody waits for more of an answer
    await end_handoff(session, ticket, ended_as="resolved")
    await settle(session, ticket.id, OutcomeKind.CONFIRMED, source)
    return await move(session, ticket, TicketStatus.RESOLVED, actor=actor, actor_id=user.id)


async def reopen(session: AsyncSession, ticket: Ticket, user: SignedIn) -> TicketOut:
    """It was not solved after all. Raises `MoveNotAllowed` for a ticket that is neither resolved nor closed."""
    actor, source = _who(ticket, user)
    await settle(session, ticket.id, OutcomeKind.REOPENED, source)
    return await move(session, ticket, TicketStatus.OPEN, actor=actor, actor_id=user.id)


async def rate(session: AsyncSession, ticket: Ticket, rating: CsatIn) -> TicketOut:
    """The customer's satisfaction with how the ticket was resolved; the last rating counts.

    Raises `NotResolvedYet`.
    """
    if ticket.status not in OVER:
        raise NotResolvedYet("a ticket can be rated once it is resolved", details={"status": ticket.status.value})
    ticket.csat_score, ticket.csat_comment, ticket.csat_at = rating.score, rating.comment or None, now()
    await session.flush()
    return await tell(session, ticket.id)


def category_of(pack: Pack, name: str) -> str:
    """The pack's context that `name` means: its id, an alias or its label in any language. Raises `Invalid`."""
    found = declared_context(pack, name)
    if found is None:
        problem = f"not a category; there are {', '.join(pack.contexts)}"
        raise Invalid(
            f"body.category: {problem}", details={"problems": [{"field": "body.category", "problem": problem}]}
        )
    return found


def categories_of(pack: Pack, names: Sequence[str]) -> list[str]:
    """The contexts that `names` mean; a name that means none finds nothing."""
    return [declared_context(pack, name) or name for name in names]


async def _opened_before(session: AsyncSession, user: SignedIn, key: str | None, opening_hash: str) -> TicketOut | None:
    """The user's ticket of a key. Raises `IdempotencyKeyReused` when it was opened with another content."""
    if key is None:
        return None
    found = (await session.execute(_WITH_KEY, {"customer_id": user.id, "key": key})).one_or_none()
    if found is None:
        return None
    if found.opening_hash != opening_hash:
        raise IdempotencyKeyReused("this Idempotency-Key was used for another ticket")
    return await ticket_out(session, found.id)


def _who(ticket: Ticket, user: SignedIn) -> tuple[ActorKind, OutcomeSource]:
    if ticket.customer_id == user.id:
        return ActorKind.CUSTOMER, OutcomeSource.CUSTOMER
    return ActorKind.AGENT, OutcomeSource.AGENT
