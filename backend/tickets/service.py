"""What people do with a ticket."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.leases import ask_to_stop
from backend.clock import now
from backend.errors import Conflict, Invalid
from backend.events.log import ORIGIN
from backend.handoff.service import TakenByAnother, end_handoff, open_handoff
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.service import settle
from backend.tickets.models import ActorKind, Ticket, TicketMove, TicketStatus
from backend.tickets.reading import OVER
from backend.tickets.schemas import CsatIn, TicketIn, TicketOut, TicketPatch
from backend.tickets.states import move, tell
from backend.users.deps import SignedIn
from backend.users.models import UserRole
from shared.domains.pack import Pack
from shared.improvement.sampling import declared_context


class TicketNotEditable(Conflict):
    code = "ticket_closed"


class NotResolvedYet(Conflict):
    code = "ticket_not_resolved"


async def create_ticket(session: AsyncSession, pack: Pack, user: SignedIn, wanted: TicketIn) -> TicketOut:
    """A new ticket of `user`, with its opening in the trail. Raises `Invalid` for a category that there is not."""
    ticket = Ticket(
        customer_id=user.id, title=wanted.title, category=category_of(pack, wanted.category),
        description=wanted.description, language=user.language,
    )  # fmt: skip
    session.add(ticket)
    await session.flush()
    session.add(
        TicketMove(ticket_id=ticket.id, to_status=TicketStatus.OPEN, actor=ActorKind.CUSTOMER, actor_id=user.id)
    )
    await session.flush()
    await tell(session, ticket)
    return TicketOut.of(ticket)


async def change_ticket(session: AsyncSession, pack: Pack, ticket: Ticket, wanted: TicketPatch) -> TicketOut:
    """Another title, category or description. Raises `TicketNotEditable`, `Invalid`."""
    if ticket.status is TicketStatus.CLOSED:
        raise TicketNotEditable("a closed ticket cannot be changed; reopen it first")
    changes = wanted.model_dump(exclude_none=True)
    if "category" in changes:
        changes["category"] = category_of(pack, changes["category"])
    changed = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    for name, value in changed.items():
        setattr(ticket, name, value)
    if changed:
        await session.flush()
        await tell(session, ticket)
    return TicketOut.of(ticket)


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
    await move(session, ticket, TicketStatus.RESOLVED, actor=actor, actor_id=user.id)
    return TicketOut.of(ticket)


async def reopen(session: AsyncSession, ticket: Ticket, user: SignedIn) -> TicketOut:
    """It was not solved after all. Raises `MoveNotAllowed` for a ticket that is neither resolved nor closed."""
    actor, source = _who(ticket, user)
    await settle(session, ticket.id, OutcomeKind.REOPENED, source)
    await move(session, ticket, TicketStatus.OPEN, actor=actor, actor_id=user.id)
    return TicketOut.of(ticket)


async def rate(session: AsyncSession, ticket: Ticket, rating: CsatIn) -> TicketOut:
    """The customer's satisfaction with how the ticket was resolved; the last rating counts.

    Raises `NotResolvedYet`.
    """
    if ticket.status not in OVER:
        raise NotResolvedYet("a ticket can be rated once it is resolved", details={"status": ticket.status.value})
    ticket.csat_score, ticket.csat_comment, ticket.csat_at = rating.score, rating.comment or None, now()
    await session.flush()
    await tell(session, ticket)
    return TicketOut.of(ticket)


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


def _who(ticket: Ticket, user: SignedIn) -> tuple[ActorKind, OutcomeSource]:
    if ticket.customer_id == user.id:
        return ActorKind.CUSTOMER, OutcomeSource.CUSTOMER
    return ActorKind.AGENT, OutcomeSource.AGENT
